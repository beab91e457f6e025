//! What is different for some of the series.

use std::collections::BTreeMap;

use redbead::Direction;
use serde::{Deserialize, Serialize, Serializer};

use super::baseline::BaselineChoice;
use super::choices::Choices;
use super::phase::{Exclude, PhaseChoice};
use super::place::Never;
use super::rules::{ChartChoice, RebaseChoice, RuleChoice};
use super::shared::shared_choices;
use super::spelled::{Spelled, read_by_shape};
use super::wording::WordingChoice;

macro_rules! choices {
    ($($(#[$about:meta])* $field:ident: $choice:ty,)*) => {
        /// Choices for the series whose keys match; they stand before those of the plan, and of several
        /// overrides that match the later one speaks. Exclusions add up.
        #[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
        #[serde(deny_unknown_fields, default, rename = "series")]
        pub struct Override {
            /// Key names with the texts that match; a text may end with `*`.
            #[serde(rename = "match", skip_serializing_if = "BTreeMap::is_empty")]
            pub keys: BTreeMap<String, Texts>,
            $(
                $(#[$about])*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<$choice>,
            )*
            /// The words of the measure.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub wording: Option<WordingChoice>,
        }

        impl Override {
            /// Its choices alone.
            fn choices(&self) -> Choices {
                Choices {
                    $($field: self.$field.clone(),)*
                    ..Choices::default()
                }
            }
        }
    };
}

shared_choices!(choices);

impl Override {
    /// Whether a series with these keys is meant.
    #[must_use]
    pub fn matches(&self, names: &[String], keys: &[String]) -> bool {
        self.keys.iter().all(|(name, texts)| {
            let mut pairs = names.iter().zip(keys);
            pairs.any(|(known, key)| known == name && texts.match_key(key))
        })
    }

    /// Its choices before those of `base`.
    #[must_use]
    pub fn over(&self, base: &Choices) -> Choices {
        let mut both = self.choices().or(base);
        if let (Some(base), Some(own)) = (&base.exclude, &self.exclude) {
            both.exclude = Some(base.iter().chain(own).cloned().collect());
        }
        both
    }
}

/// One text, or any of several; each may end with `*` for any ending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts(pub Vec<String>);

impl Texts {
    /// Whether one of them is this key.
    #[must_use]
    pub fn match_key(&self, key: &str) -> bool {
        self.0.iter().any(|text| match text.strip_suffix('*') {
            Some(start) => key.starts_with(start),
            None => key == text,
        })
    }
}

impl Serialize for Texts {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [text] => to.serialize_str(text),
            texts => texts.serialize(to),
        }
    }
}

impl<'de> Spelled<'de> for Texts {
    type Form = Never;
    const EXPECTING: &'static str = "the text of a key, or a list of texts";

    fn of_text(text: &str) -> Result<Self, String> {
        Ok(Self(vec![text.to_owned()]))
    }

    fn of_number(number: u64) -> Option<Self> {
        // A key such as a year: what the file writes without quotes is a text in the data.
        Some(Self(vec![number.to_string()]))
    }

    fn of_list(texts: Vec<String>) -> Option<Self> {
        Some(Self(texts))
    }

    fn of_form(form: Never) -> Self {
        match form {}
    }
}

read_by_shape!(Texts);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_match_by_text_by_list_and_by_start() {
        let names = ["org".to_owned(), "type".to_owned()];
        let keys = |org: &str, kind: &str| [org.to_owned(), kind.to_owned()];
        let some = Override {
            keys: BTreeMap::from([
                (
                    "org".to_owned(),
                    Texts(vec!["RX*".to_owned(), "RJ6".to_owned()]),
                ),
                ("type".to_owned(), Texts(vec!["1".to_owned()])),
            ]),
            ..Override::default()
        };
        assert!(some.matches(&names, &keys("RXN", "1")));
        assert!(some.matches(&names, &keys("RJ6", "1")));
        assert!(!some.matches(&names, &keys("RJ6", "2")));
        assert!(!some.matches(&names, &keys("RJ61", "1")));
        assert!(!some.matches(&names[..1], &keys("RJ6", "1")));
        assert!(Override::default().matches(&names, &keys("a", "b")));
    }
}
