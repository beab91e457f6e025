//! Flags of the engine's own choices, by the engine's own names.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use redbead::{Clip, Constants, Direction, Edge, Exclusion, Gap, Invalid};
use serde::de::DeserializeOwned;
use serde_json::Value;

type Explained = (&'static str, &'static str);

/// A parser of the names with which the engine's reader knows a choice.
fn by_name<T>(names: &'static [Explained]) -> impl TypedValueParser<Value = T>
where
    T: DeserializeOwned + Clone + Send + Sync + 'static,
{
    let values = names
        .iter()
        .map(|(name, help)| PossibleValue::new(*name).help(*help));
    PossibleValuesParser::new(values).try_map(|name| serde_json::from_value(Value::from(name)))
}

pub(super) fn constants() -> impl TypedValueParser<Value = Constants> {
    by_name(&[
        ("exact", "full precision, from the definitions"),
        ("printed", "divisors as in printed tables: 1.128, 3.267"),
        (
            "printed_factors",
            "factors as in printed tables: 2.66, 3.145",
        ),
    ])
}

pub(super) fn clip() -> impl TypedValueParser<Value = Clip> {
    by_name(&[
        (
            "natural",
            "limits stop at the range of the figure, such as 0",
        ),
        ("off", "limits are drawn where the formula puts them"),
    ])
}

pub(super) fn edge() -> impl TypedValueParser<Value = Edge> {
    by_name(&[
        ("strict", "a point must pass a line to be beyond it"),
        ("inclusive", "a point on a line is beyond it"),
    ])
}

pub(super) fn gap() -> impl TypedValueParser<Value = Gap> {
    by_name(&[
        ("skip", "runs go on, no moving range is taken across"),
        ("break", "every pattern in progress ends"),
        ("join", "runs go on, the moving range joins the neighbors"),
    ])
}

pub(super) fn exclusion() -> impl TypedValueParser<Value = Exclusion> {
    by_name(&[
        (
            "join",
            "the moving range joins the neighbors, as if the row were deleted",
        ),
        ("break", "no moving range is taken across"),
    ])
}

pub(super) fn invalid() -> impl TypedValueParser<Value = Invalid> {
    by_name(&[
        ("refuse", "the series is refused, with the reason"),
        ("missing", "the point counts as missing, and is counted"),
    ])
}

pub(super) fn direction() -> impl TypedValueParser<Value = Direction> {
    const NAMES: [(&str, Direction, &str); 3] = [
        ("up", Direction::Increase, "more is better"),
        ("down", Direction::Decrease, "less is better"),
        ("neither", Direction::NotJudged, "signals are neutral"),
    ];
    let values = NAMES
        .iter()
        .map(|(name, _, help)| PossibleValue::new(*name).help(*help));
    PossibleValuesParser::new(values).map(|name| {
        let known = NAMES.iter().find(|(known, ..)| *known == name);
        known.map_or(Direction::NotJudged, |(_, direction, _)| *direction)
    })
}

/// A number, a percentage, or cases per exposure: `100/1000` is 0.1.
pub(super) fn target(text: &str) -> Result<f64, String> {
    const EXPECTED: &str = "expected a number such as 0.05, a percentage such as 5%, or cases per exposure such as 100/1000";
    let share = match text.split_once('/') {
        Some((cases, exposure)) => {
            let parts = number(cases).and_then(|cases| Ok(cases / number(exposure)?));
            parts.ok().filter(|share| share.is_finite())
        }
        None => number(text).ok(),
    };
    share.ok_or_else(|| EXPECTED.to_owned())
}

/// A number, or a percentage: `5%` is 0.05.
pub(super) fn number(text: &str) -> Result<f64, String> {
    let text = text.trim();
    let (digits, share) = match text.strip_suffix('%') {
        Some(digits) => (digits.trim_end(), true),
        None => (text, false),
    };
    let number = digits
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite());
    let number = number.ok_or("expected a number such as 0.05, or a percentage such as 5%")?;
    // By division: 5 / 100 is the double nearest to 0.05, 5 * 0.01 need not be.
    Ok(if share { number / 100.0 } else { number })
}
