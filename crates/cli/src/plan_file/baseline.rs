//! Baselines as people say them: a number of points, all of them, or a stretch of periods.

use std::fmt;

use redbead::Baseline;
use serde::{Serialize, Serializer};

use super::place::Span;
use super::spelled::{Spelled, read_by_shape};

/// Where the parameters of a phase come from.
///
/// | text | meaning |
/// |---|---|
/// | `24` | the first 24 points of the phase |
/// | `useful:24` | the first 24 useful points |
/// | `all` | all points of the phase |
/// | `2016-04..2017-03` | the points of these periods; an end may be left out |
/// | `2016/17` | the points of one period, such as the months of a year |
/// | `given:40,2.5` | center 40 and sigma 2.5 |
///
/// In a file a number may stand without quotes, and every form of the engine is taken, such as
/// `{ range = { first = 0, last = 11 } }`.
#[derive(Debug, Clone, PartialEq)]
pub enum BaselineChoice {
    /// As the engine has it, with indices and numbers of points.
    Engine(Baseline),
    /// The points of these periods.
    Periods(Span),
}

impl BaselineChoice {
    /// From a text, as in the table above.
    ///
    /// # Errors
    ///
    /// A text that is none of these, with what would do.
    pub fn of_text(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let points = |digits: &str| {
            digits.trim().parse::<usize>().map_err(|_| {
                format!(
                    "baseline {text:?}: {digits:?} is no number of points, expected one such as 24"
                )
            })
        };
        let engine = match text.split_once(':') {
            _ if text.eq_ignore_ascii_case("all") => Baseline::All,
            Some(("first", digits)) => Baseline::First {
                points: points(digits)?,
            },
            Some(("useful" | "first_useful", digits)) => Baseline::FirstUseful {
                points: points(digits)?,
            },
            Some(("given", numbers)) => given(text, numbers)?,
            _ if text.starts_with('-') && text.parse::<f64>().is_ok() => {
                return Err(format!(
                    "{text} is no number of points, expected one above 0 such as 24, or periods such as \"2016-04..2017-03\""
                ));
            }
            _ if is_small_number(text) => Baseline::First {
                points: points(text)?,
            },
            _ => return Span::of_text(text).map(Self::Periods),
        };
        Ok(Self::Engine(engine))
    }
}

/// Digits of fewer than four places, so that `2016` is a year.
fn is_small_number(text: &str) -> bool {
    (1..4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn given(text: &str, numbers: &str) -> Result<Baseline, String> {
    let number = |digits: &str| {
        digits.trim().parse::<f64>().map_err(|_| {
            format!("baseline {text:?}: {digits:?} is no number, expected such as given:40,2.5")
        })
    };
    let (center, sigma) = match numbers.split_once(',') {
        Some((center, sigma)) => (number(center)?, Some(number(sigma)?)),
        None => (number(numbers)?, None),
    };
    Ok(Baseline::Given { center, sigma })
}

impl From<Baseline> for BaselineChoice {
    fn from(baseline: Baseline) -> Self {
        Self::Engine(baseline)
    }
}

impl fmt::Display for BaselineChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Engine(Baseline::First { points }) => write!(f, "first:{points}"),
            Self::Engine(Baseline::FirstUseful { points }) => write!(f, "useful:{points}"),
            Self::Engine(baseline) => baseline.fmt(f),
            Self::Periods(span) => span.fmt(f),
        }
    }
}

impl Serialize for BaselineChoice {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Engine(Baseline::First { points }) => points.serialize(to),
            Self::Engine(Baseline::FirstUseful { .. } | Baseline::All) | Self::Periods(_) => {
                to.collect_str(self)
            }
            Self::Engine(baseline) => baseline.serialize(to),
        }
    }
}

impl<'de> Spelled<'de> for BaselineChoice {
    type Form = Baseline;
    const EXPECTING: &'static str = "a baseline: a number of points, \"all\", \"useful:24\", or periods such as \"2016-04..2017-03\"";

    fn of_text(text: &str) -> Result<Self, String> {
        Self::of_text(text)
    }

    fn of_number(number: u64) -> Option<Self> {
        let points = usize::try_from(number).ok()?;
        Some(Baseline::First { points }.into())
    }

    fn of_form(form: Baseline) -> Self {
        form.into()
    }
}

read_by_shape!(BaselineChoice);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_apart() {
        let read = |text| BaselineChoice::of_text(text).unwrap();
        assert_eq!(read("24"), Baseline::First { points: 24 }.into());
        assert_eq!(
            read("useful:24"),
            Baseline::FirstUseful { points: 24 }.into()
        );
        assert_eq!(read("ALL"), Baseline::All.into());
        let given = Baseline::Given {
            center: 40.0,
            sigma: Some(2.5),
        };
        assert_eq!(read("given:40, 2.5"), given.into());
        for periods in [
            "2016",
            "2016/17",
            "2016-04..2017-03",
            "2016-04..",
            "..2017-03",
        ] {
            let choice = read(periods);
            assert!(matches!(choice, BaselineChoice::Periods(_)));
            assert_eq!(choice.to_string(), periods);
        }
        assert!(BaselineChoice::of_text("..").is_err());
        assert!(
            BaselineChoice::of_text("useful:many")
                .unwrap_err()
                .contains("such as 24")
        );
    }
}
