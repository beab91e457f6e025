//! Where in a series: a period in the words of the data, or a number of points.

use std::fmt;

use serde::{Serialize, Serializer};

use super::spelled::{Spelled, read_by_shape};

/// One point of a series.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// Its zero-based index, written as a number.
    Index(usize),
    /// Its period, written as a text, in the words of the data or in those of `Period`.
    Period(String),
}

impl Place {
    /// From the command line, where all is text: digits of fewer than four places are an index.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let text = text.trim();
        match text.parse() {
            Ok(index) if text.len() < 4 => Self::Index(index),
            _ => Self::Period(text.to_owned()),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index(index) => write!(f, "point {index}"),
            Self::Period(text) => f.write_str(text),
        }
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Index(index) => index.serialize(to),
            Self::Period(text) => to.serialize_str(text),
        }
    }
}

/// A stretch of periods, both ends included: `2016-04..2017-03`, open where an end is left out, or
/// one period, such as a year of months.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first period; none from the first point on.
    pub first: Option<Place>,
    /// The last period; none to the last point.
    pub last: Option<Place>,
}

impl Span {
    /// From `a..b`, `a..`, `..b` or `a`.
    ///
    /// # Errors
    ///
    /// A text without any period.
    pub fn of_text(text: &str) -> Result<Self, String> {
        let end = |text: &str| {
            Some(text.trim())
                .filter(|text| !text.is_empty())
                .map(Place::of_text)
        };
        let span = match text.split_once("..") {
            Some((first, last)) => Self {
                first: end(first),
                last: end(last.trim_start_matches(['.', '='])),
            },
            None => Self {
                first: end(text),
                last: end(text),
            },
        };
        if span.first.is_none() && span.last.is_none() {
            return Err(format!(
                "{text:?} names no period, expected one such as \"2018-02\", or two such as \"2018-02..2018-04\""
            ));
        }
        Ok(span)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |place: &Option<Place>| match place {
            Some(Place::Index(index)) => index.to_string(),
            Some(Place::Period(text)) => text.clone(),
            None => String::new(),
        };
        if self.first == self.last {
            return f.write_str(&text(&self.first));
        }
        write!(f, "{}..{}", text(&self.first), text(&self.last))
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match (&self.first, &self.last) {
            (Some(Place::Index(first)), Some(Place::Index(last))) if first == last => {
                first.serialize(to)
            }
            _ => to.collect_str(self),
        }
    }
}

impl<'de> Spelled<'de> for Place {
    type Form = Never;
    const EXPECTING: &'static str =
        "a period such as \"2018-04\", or the zero-based index of a point";

    fn of_text(text: &str) -> Result<Self, String> {
        match text.trim() {
            "" => Err(format!("an empty text, expected {}", Self::EXPECTING)),
            text => Ok(Self::Period(text.to_owned())),
        }
    }

    fn of_number(number: u64) -> Option<Self> {
        usize::try_from(number).ok().map(Self::Index)
    }

    fn of_form(form: Never) -> Self {
        match form {}
    }
}

impl<'de> Spelled<'de> for Span {
    type Form = Never;
    const EXPECTING: &'static str = "a period such as \"2018-02\", two such as \"2018-02..2018-04\", or the zero-based index of a point";

    fn of_text(text: &str) -> Result<Self, String> {
        Self::of_text(text)
    }

    fn of_number(number: u64) -> Option<Self> {
        let index = Some(Place::Index(usize::try_from(number).ok()?));
        Some(Self {
            first: index.clone(),
            last: index,
        })
    }

    fn of_form(form: Never) -> Self {
        match form {}
    }
}

read_by_shape!(Place, Span);

/// The form of a thing that is never an object.
#[derive(Debug)]
pub(super) enum Never {}

impl<'de> serde::Deserialize<'de> for Never {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(serde::de::Error::custom(
            "an object, expected a text or a number",
        ))
    }
}
