//! One line of the stream, as it was written.

use std::borrow::Cow;

use redbead::{Observation, Spread, Status};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// One line: an object with these fields, and no others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line<'a> {
    #[serde(borrow)]
    pub(crate) series: &'a RawValue,
    #[serde(borrow)]
    pub(crate) time: &'a RawValue,
    #[serde(borrow, default)]
    pub(crate) id: Option<&'a RawValue>,
    #[serde(default)]
    value: Figure<f64>,
    #[serde(default)]
    count: Figure<f64>,
    #[serde(default)]
    exposure: Figure<f64>,
    #[serde(default)]
    mean: Figure<f64>,
    #[serde(default)]
    deviation: Figure<f64>,
    #[serde(default)]
    range: Figure<f64>,
    #[serde(default)]
    size: Figure<u32>,
    #[serde(default)]
    provisional: bool,
    #[serde(default)]
    excluded: bool,
    #[serde(default)]
    pub(crate) revises: bool,
}

/// A number that may be left out, or be `null`: two different things.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum Figure<T> {
    #[default]
    LeftOut,
    Null,
    Is(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Figure<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(from)?.map_or(Self::Null, Self::Is))
    }
}

impl<T> Figure<T> {
    fn is_given(&self) -> bool {
        !matches!(self, Self::LeftOut)
    }
}

/// Why a line is not taken, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) reason: String,
    pub(crate) hint: Cow<'static, str>,
}

impl Refusal {
    pub(crate) fn new(reason: impl Into<String>, hint: impl Into<Cow<'static, str>>) -> Self {
        Self {
            reason: reason.into(),
            hint: hint.into(),
        }
    }
}

const FIELDS: &str = "give series, time, and value, or count and exposure, or mean, size and deviation or \
                      range; and where they apply id, provisional, excluded, revises";

impl<'a> Line<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, Refusal> {
        const NO_OBJECT: &str = "write one JSON object a line, with nothing before or after it";
        let bytes = bytes.trim_ascii();
        // An array of the fields in their order would do for serde, and for nobody else.
        if bytes.first() != Some(&b'{') {
            return Err(Refusal::new("the line is no JSON object", NO_OBJECT));
        }
        serde_json::from_slice(bytes).map_err(|error| {
            let column = error.column();
            let said = error.to_string();
            let reason = said
                .rsplit_once(" at line ")
                .map_or(&*said, |(reason, _)| reason);
            let hint = match error.classify() {
                serde_json::error::Category::Data => FIELDS,
                _ => NO_OBJECT,
            };
            Refusal::new(format!("column {column}: {reason}"), hint)
        })
    }

    /// What was measured, and how far it may be trusted.
    pub(crate) fn observation(&self) -> Result<Observation, Refusal> {
        let status = match (self.provisional, self.excluded) {
            (false, false) => Status::Confirmed,
            (true, false) => Status::Provisional,
            // What is left out is judged by nothing, provisional or not; as in files.
            (_, true) => Status::Excluded,
        };
        let subgroup = [self.mean.is_given(), self.size.is_given()];
        let spreads = [self.deviation.is_given(), self.range.is_given()];
        let is_subgroup = subgroup.contains(&true) || spreads.contains(&true);
        let is_ratio = self.count.is_given() || self.exposure.is_given();
        let observation = match (self.value.is_given(), is_ratio, is_subgroup) {
            (true, false, false) => self.single(),
            (false, true, false) => self.ratio()?,
            (false, false, true) => self.subgroup()?,
            (false, false, false) => {
                return Err(Refusal::new("the line has no figure", FIELDS));
            }
            _ => {
                return Err(Refusal::new(
                    "the line has figures of several kinds",
                    "give either value, or count and exposure, or the statistics of a subgroup",
                ));
            }
        };
        Ok(observation.with_status(status))
    }

    fn single(&self) -> Observation {
        match self.value {
            Figure::Is(value) => Observation::value(value),
            _ => Observation::missing(),
        }
    }

    fn ratio(&self) -> Result<Observation, Refusal> {
        match (self.count, self.exposure) {
            (Figure::Is(count), Figure::Is(exposure)) => Ok(Observation::ratio(count, exposure)),
            // A count of a chart that has no exposure.
            (Figure::Is(count), Figure::LeftOut) => Ok(Observation::value(count)),
            (Figure::LeftOut, _) => Err(Refusal::new(
                "exposure without count",
                "give the count or sum that belongs to it, or null where there is none",
            )),
            _ => Ok(Observation::missing()),
        }
    }

    fn subgroup(&self) -> Result<Observation, Refusal> {
        let incomplete = || {
            Refusal::new(
                "a subgroup is incomplete",
                "give its mean, its size, and either its deviation or its range; mean null where there is none",
            )
        };
        match (self.mean, self.size, self.deviation, self.range) {
            (Figure::Null, ..) => Ok(Observation::missing()),
            (Figure::Is(mean), Figure::Is(size), Figure::Is(spread), Figure::LeftOut) => {
                Ok(Observation::subgroup(mean, Spread::Deviation(spread), size))
            }
            (Figure::Is(mean), Figure::Is(size), Figure::LeftOut, Figure::Is(spread)) => {
                Ok(Observation::subgroup(mean, Spread::Range(spread), size))
            }
            _ => Err(incomplete()),
        }
    }
}

/// The text of a JSON string, or a number as it is written: a year need not stand in quotes.
pub(crate) fn text_of<'a>(raw: &'a RawValue, field: &'static str) -> Result<Cow<'a, str>, Refusal> {
    let json = raw.get();
    if let Some(inner) = json
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        && !inner.contains('\\')
    {
        return Ok(Cow::Borrowed(inner));
    }
    if json.starts_with(|first: char| first.is_ascii_digit() || first == '-') {
        return Ok(Cow::Borrowed(json));
    }
    serde_json::from_str::<String>(json)
        .map(Cow::Owned)
        .map_err(|_| {
            Refusal::new(
                format!("{field} is {}, expected a text", shortened(json)),
                "put it in quotes",
            )
        })
}

/// A series by its keys, in one spelling: a JSON string, or an object of texts with its names in
/// order and without white space.
pub(crate) fn series_key(raw: &RawValue) -> Result<String, Refusal> {
    let expected = |found: &str| {
        Refusal::new(
            format!(
                "series is {}, expected a text or an object of texts",
                shortened(found)
            ),
            "write it like \"A&E attendances\" or {\"org\": \"RXN\", \"type\": \"1\"}",
        )
    };
    if let Some(name) = named_twice(raw.get()) {
        return Err(Refusal::new(
            format!("series has two fields {}", shortened(&name)),
            "name each field of it once",
        ));
    }
    let value: serde_json::Value =
        serde_json::from_str(raw.get()).map_err(|_| expected(raw.get()))?;
    let is_plain =
        |value: &serde_json::Value| value.is_string() || value.is_number() || value.is_boolean();
    let key = match value {
        serde_json::Value::Object(keys) => {
            if keys.is_empty() || !keys.values().all(is_plain) {
                return Err(expected(raw.get()));
            }
            // Its map is in the order of the names.
            let texts = keys.into_iter().map(|(name, value)| (name, as_text(value)));
            serde_json::Value::Object(texts.collect())
        }
        value if is_plain(&value) => as_text(value),
        _ => return Err(expected(raw.get())),
    };
    Ok(key.to_string())
}

/// The first name that an object has twice.
fn named_twice(json: &str) -> Option<String> {
    struct Names(Option<String>);

    impl<'de> Deserialize<'de> for Names {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            struct Seen;

            impl<'de> serde::de::Visitor<'de> for Seen {
                type Value = Names;

                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("an object")
                }

                fn visit_map<A: serde::de::MapAccess<'de>>(
                    self,
                    mut map: A,
                ) -> Result<Names, A::Error> {
                    let (mut names, mut twice) = (std::collections::HashSet::new(), None);
                    while let Some(name) = map.next_key::<String>()? {
                        map.next_value::<serde::de::IgnoredAny>()?;
                        if let Some(name) = names.replace(name) {
                            twice.get_or_insert(name);
                        }
                    }
                    Ok(Names(twice))
                }
            }

            from.deserialize_map(Seen)
        }
    }

    let names: Option<Names> = serde_json::from_str(json).ok();
    names?.0
}

/// A number in quotes: keys are texts, and 7 and "7" name the same series.
fn as_text(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::String(_) => value,
        other => serde_json::Value::String(other.to_string()),
    }
}

/// The first part of a long text, for a message.
pub(crate) fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(60) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observed(figures: &str) -> Result<Observation, Refusal> {
        let line = format!("{{\"series\":\"A\",\"time\":\"2024-05\",{figures}}}");
        Line::parse(line.as_bytes()).and_then(|line| line.observation())
    }

    #[test]
    fn figures_become_observations() {
        assert_eq!(observed("\"value\":3"), Ok(Observation::value(3.0)));
        assert_eq!(observed("\"value\":null"), Ok(Observation::missing()));
        assert_eq!(observed("\"count\":3"), Ok(Observation::value(3.0)));
        assert_eq!(
            observed("\"count\":3,\"exposure\":412,\"provisional\":true"),
            Ok(Observation::ratio(3.0, 412.0).provisional())
        );
        assert_eq!(
            observed("\"mean\":5.5,\"size\":4,\"range\":2,\"excluded\":true"),
            Ok(Observation::subgroup(5.5, Spread::Range(2.0), 4).excluded())
        );
        assert_eq!(
            observed("\"value\":3,\"provisional\":true,\"excluded\":true"),
            Ok(Observation::value(3.0).excluded())
        );
        assert_eq!(
            observed("\"count\":3,\"exposure\":null"),
            Ok(Observation::missing())
        );
    }

    #[test]
    fn what_is_no_figure_is_refused_with_a_way_out() {
        for (figures, reason) in [
            ("\"id\":1", "the line has no figure"),
            ("\"exposure\":1", "exposure without count"),
            (
                "\"value\":1,\"count\":2",
                "the line has figures of several kinds",
            ),
            ("\"mean\":1,\"size\":2", "a subgroup is incomplete"),
            (
                "\"mean\":1,\"size\":2,\"range\":1,\"deviation\":1",
                "a subgroup is incomplete",
            ),
        ] {
            assert_eq!(observed(figures).unwrap_err().reason, reason, "{figures}");
        }
    }

    #[test]
    fn no_field_has_two_values() {
        let refusal = |line: &str| Line::parse(line.as_bytes()).unwrap_err().reason;
        assert_eq!(
            refusal("{\"series\":\"A\",\"time\":\"2024\",\"value\":1,\"value\":2}"),
            "column 45: duplicate field `value`"
        );
        let raw: Box<RawValue> =
            serde_json::from_str("{\"org\":\"RXN\",\"type\":1,\"\\u006frg\":\"RXM\"}").unwrap();
        assert_eq!(
            series_key(&raw).unwrap_err().reason,
            "series has two fields org"
        );
    }

    #[test]
    fn a_line_that_is_no_object_says_where() {
        let refusal = |line: &str| Line::parse(line.as_bytes()).unwrap_err().reason;
        assert_eq!(
            refusal("{\"series\":\"A\",\"time\":\"2024\",\"valeu\":1}"),
            "column 35: unknown field `valeu`, expected one of `series`, `time`, `id`, `value`, `count`, \
             `exposure`, `mean`, `deviation`, `range`, `size`, `provisional`, `excluded`, `revises`"
        );
        assert_eq!(
            refusal("{\"series\":\"A\""),
            "column 13: EOF while parsing an object"
        );
        assert_eq!(
            refusal("{\"series\":\"A\"}"),
            "column 14: missing field `time`"
        );
        assert!(
            refusal("{\"series\":\"A\",\"time\":1,\"value\":1e999}")
                .contains("number out of range")
        );
        assert_eq!(
            refusal("[\"A\",\"2024\",null,1]"),
            "the line is no JSON object"
        );
    }

    #[test]
    fn the_order_of_keys_does_not_matter() {
        let key = |json: &str| {
            let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
            series_key(&raw)
        };
        let (one, two) = (
            key("{\"type\": 1, \"org\": \"RXN\"}"),
            key("{\"org\":\"R\\u0058N\",\"type\":\"1\"}"),
        );
        assert_eq!(one.as_deref(), Ok("{\"org\":\"RXN\",\"type\":\"1\"}"));
        assert_eq!(one, two);
        assert_eq!(key("7").as_deref(), Ok("\"7\""));
        for none in ["{}", "null", "[1]", "{\"a\":[1]}", "{\"a\":null}"] {
            assert!(key(none).is_err(), "{none}");
        }
    }
}
