//! Numbers as the page shows and draws them.
//!
//! A page holds decimal text, not floats: what a reader sees is then the number itself where it has
//! few digits, and correctly rounded where it has many. Text of three digits is also shorter than
//! any float after deflation.

use redbead::Scale;

use crate::numbers::{MOST_DECIMALS, decimals_for};

/// Most digits after the point that are read as exact: beyond, a number is a quotient.
const EXACT_DECIMALS: usize = 6;

/// Steps into which the height of a chart is divided at least: some hundreds of pixels.
const STEPS: f64 = 250.0;

/// How many digits stand behind the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Digits {
    /// So many at most.
    Fixed(usize),
    /// As many as there are, so that what draws a picture and rounds texts has the number itself.
    All,
    /// A power of ten beside them, of numbers too large or too small for that.
    Extreme,
}

/// How the numbers of a series are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Format {
    /// Values of points, as the page holds and draws them.
    pub(super) values: Digits,
    /// Centers, limits and targets likewise.
    pub(super) lines: Digits,
    /// Values and lines as the page shows them in words.
    pub(super) shown: [Digits; 2],
    /// The latest value in a table, where fewer digits read better.
    pub(super) table: Digits,
}

impl Format {
    /// For these values, and a range from the lowest to the highest line or value, both in the unit
    /// that is shown.
    pub(super) fn of(values: &[Option<f64>], low: f64, high: f64, decimals: Option<usize>) -> Self {
        let largest = low.abs().max(high.abs());
        let range = high - low;
        let is_extreme = largest >= 1e15 || (largest > 0.0 && largest < 1e-6);
        if largest.is_nan() || is_extreme {
            let raw = Digits::Extreme;
            return Self {
                values: raw,
                lines: raw,
                shown: [raw, raw],
                table: raw,
            };
        }
        if let Some(decimals) = decimals {
            let wanted = Digits::Fixed(decimals.min(MOST_DECIMALS));
            return Self {
                values: Digits::All,
                lines: Digits::All,
                shown: [wanted, wanted],
                table: wanted,
            };
        }
        let exact = exact_decimals(values);
        // A series that does not move still has a size.
        let size = if range > 0.0 { range } else { largest };
        let fine = decimals_for(size / STEPS);
        let coarse = decimals_for(size / 20.0);
        let values = Digits::Fixed(exact.unwrap_or(fine));
        let lines = Digits::Fixed(fine);
        Self {
            values,
            lines,
            shown: [values, lines],
            table: Digits::Fixed(exact.map_or(coarse, |exact| exact.min(coarse))),
        }
    }
}

impl Digits {
    /// Writes a number, without zeros at the end and without minus zero.
    pub(super) fn write(self, out: &mut String, number: f64) {
        use std::fmt::Write;

        let start = out.len();
        // Writing to a text does not fail.
        let _ = match self {
            Self::Fixed(decimals) => write!(out, "{number:.decimals$}"),
            Self::All => write!(out, "{number}"),
            Self::Extreme => write!(out, "{number:e}"),
        };
        if matches!(self, Self::Fixed(1..)) {
            let kept = out.trim_end_matches('0').trim_end_matches('.').len();
            out.truncate(kept.max(start + 1));
        }
        if out.get(start..) == Some("-0") {
            out.replace_range(start.., "0");
        }
    }

    /// A number with all its digits, zeros at the end included.
    pub(super) fn full(self, number: f64) -> String {
        match self {
            Self::Fixed(decimals) => Scale::rounded(number, decimals),
            Self::All => number.to_string(),
            Self::Extreme => format!("{number:e}"),
        }
    }

    /// For the script: the number of digits, or none.
    pub(super) fn decimals(self) -> Option<usize> {
        match self {
            Self::Fixed(decimals) => Some(decimals),
            Self::All | Self::Extreme => None,
        }
    }
}

/// Digits after the point with which all values are exact; none where some have many.
fn exact_decimals(values: &[Option<f64>]) -> Option<usize> {
    let mut most = 0;
    for value in values.iter().flatten() {
        if value.fract() == 0.0 {
            continue;
        }
        let text = value.to_string();
        let (_, digits) = text.split_once('.')?;
        most = most.max(digits.len());
        if most > EXACT_DECIMALS {
            return None;
        }
    }
    Some(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(digits: Digits, number: f64) -> String {
        let mut out = "x".to_owned();
        digits.write(&mut out, number);
        out.split_off(1)
    }

    #[test]
    fn numbers_of_few_digits_are_shown_exactly() {
        let values = [Some(41.0), None, Some(38.25), Some(0.1)];
        let format = Format::of(&values, 0.0, 50.0, None);
        assert_eq!(written(format.values, 38.25), "38.25");
        assert_eq!(written(format.values, 41.0), "41");
        assert_eq!(format.values.full(41.0), "41.00");
        // 50 / 250 is 0.2: one digit draws it.
        assert_eq!(written(format.lines, 41.666), "41.7");
    }

    #[test]
    fn quotients_are_rounded_to_what_can_be_drawn() {
        let format = Format::of(&[Some(100.0 / 3.0)], 20.0, 40.0, None);
        assert_eq!(written(format.values, 100.0 / 3.0), "33.33");
        assert_eq!(format.table.full(100.0 / 3.0), "33");
    }

    #[test]
    fn sizes_beyond_decimal_writing_stay_as_they_are() {
        let huge = Format::of(&[Some(1e300)], 0.0, 1e300, None);
        assert_eq!(written(huge.values, 1.5e300), "1.5e300");
        let tiny = Format::of(&[Some(1e-9)], 0.0, 1e-9, None);
        assert_eq!(written(tiny.values, 1.25e-9), "1.25e-9");
    }

    #[test]
    fn decimals_that_are_asked_for_round_words_and_move_no_point() {
        let format = Format::of(&[Some(0.048)], 0.02, 0.09, Some(0));
        assert_eq!(written(format.values, 0.048), "0.048");
        assert_eq!(written(format.lines, 1.0 / 3.0), "0.3333333333333333");
        assert_eq!(format.shown.map(Digits::decimals), [Some(0), Some(0)]);
        assert_eq!(format.table.full(0.048), "0");
    }

    #[test]
    fn there_is_no_minus_zero() {
        assert_eq!(written(Digits::Fixed(2), -0.001), "0");
        assert_eq!(Digits::Fixed(2).full(-0.001), "0.00");
        assert_eq!(written(Digits::Fixed(0), -0.4), "0");
        assert_eq!(written(Digits::Fixed(1), 100.0), "100");
    }
}
