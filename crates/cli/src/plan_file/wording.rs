//! The words of a measure, as a plan file gives them.

use redbead::Notation;
use serde::{Deserialize, Serialize, Serializer};

use super::place::Never;
use super::spelled::{Spelled, read_by_shape};

/// What the numbers are called and how they are written. What is left out takes the usual words of
/// the chart.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename = "wording")]
pub struct WordingChoice {
    /// What the numbers count: `"fall, falls"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<OneMany>,
    /// What a rate is per: `"bed day, bed days"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exposure: Option<OneMany>,
    /// How numbers are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notation: Option<NotationChoice>,
    /// Digits after the decimal point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimals: Option<usize>,
}

impl WordingChoice {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Its own words, and those of `other` where it has none.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        Self {
            unit: self.unit.or_else(|| other.unit.clone()),
            exposure: self.exposure.or_else(|| other.exposure.clone()),
            notation: self.notation.or(other.notation),
            decimals: self.decimals.or(other.decimals),
        }
    }
}

/// A word for one and for any other number: `"fall, falls"`, or one word for both: `"mm"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneMany {
    /// For one.
    pub one: String,
    /// For any other number.
    pub many: String,
}

impl OneMany {
    /// From one word, or two with a comma between them.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let (one, many) = text.split_once(',').unwrap_or((text, text));
        Self {
            one: one.trim().to_owned(),
            many: many.trim().to_owned(),
        }
    }
}

impl Serialize for OneMany {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.one == self.many {
            to.serialize_str(&self.one)
        } else {
            to.collect_str(&format_args!("{}, {}", self.one, self.many))
        }
    }
}

/// How numbers are written: `"plain"`, `"percent"`, or the number of a rate's exposure, such as
/// 1000 for "per 1,000 bed days".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NotationChoice(pub Notation);

impl NotationChoice {
    /// From a text.
    ///
    /// # Errors
    ///
    /// A text that is none of the above.
    pub fn of_text(text: &str) -> Result<Self, String> {
        let word = text.trim();
        let notation = match word {
            "chart" => Notation::Chart,
            "plain" => Notation::Plain,
            "percent" | "%" => Notation::Percent,
            _ => {
                let digits = word
                    .strip_prefix("per")
                    .unwrap_or(word)
                    .trim()
                    .replace('_', "");
                let per = digits.parse::<f64>().ok();
                let per = per.filter(|per| per.is_finite() && *per > 0.0);
                let per = per.ok_or_else(|| {
                    format!("notation {text:?} is not known, expected \"plain\", \"percent\" or such as \"per 1000\"")
                })?;
                Notation::Per(per)
            }
        };
        Ok(Self(notation))
    }
}

impl Serialize for NotationChoice {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Notation::Plain => to.serialize_str("plain"),
            Notation::Percent => to.serialize_str("percent"),
            Notation::Per(per) => to.collect_str(&format_args!("per {per}")),
            _ => to.serialize_str("chart"),
        }
    }
}

impl<'de> Spelled<'de> for OneMany {
    type Form = Never;
    const EXPECTING: &'static str = "a word, or two such as \"fall, falls\"";

    fn of_text(text: &str) -> Result<Self, String> {
        Ok(Self::of_text(text))
    }

    fn of_form(form: Never) -> Self {
        match form {}
    }
}

impl<'de> Spelled<'de> for NotationChoice {
    type Form = Never;
    const EXPECTING: &'static str = "\"plain\", \"percent\" or such as \"per 1000\"";

    fn of_text(text: &str) -> Result<Self, String> {
        Self::of_text(text)
    }

    fn of_number(number: u64) -> Option<Self> {
        (number > 0).then_some(Self(Notation::Per(number as f64)))
    }

    fn of_form(form: Never) -> Self {
        match form {}
    }
}

read_by_shape!(OneMany, NotationChoice);
