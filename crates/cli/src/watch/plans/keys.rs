//! The keys of a series, as overrides match them.

use serde_json::Value;

/// What the key of a series that is a mere text is called in a `match`.
const OF_TEXT: &str = "series";

/// Names and texts of the keys of a series, from their JSON.
pub(crate) fn keys_of(json: &str) -> (Vec<String>, Vec<String>) {
    let text = |value: Value| match value {
        Value::String(text) => text,
        value => value.to_string(),
    };
    match serde_json::from_str(json) {
        Ok(Value::Object(keys)) => keys
            .into_iter()
            .map(|(name, value)| (name, text(value)))
            .unzip(),
        Ok(value) => (vec![OF_TEXT.to_owned()], vec![text(value)]),
        // The keys of a series are JSON.
        Err(_) => (Vec::new(), Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_a_name_as_well() {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let found: (Vec<String>, Vec<String>) = (owned(&["org", "type"]), owned(&["RXN", "1"]));
        assert_eq!(keys_of(r#"{"org":"RXN","type":"1"}"#), found);
        assert_eq!(keys_of("\"A&E\""), (owned(&["series"]), owned(&["A&E"])));
    }
}
