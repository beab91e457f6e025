//! The words of a measure: its unit, its periods, how its numbers are written.

use std::fmt;

/// The words in which a measure is spoken of, all with a neutral default.
///
/// ```
/// use redbead::{Notation, Wording};
///
/// let months = ["January 2024", "February 2024", "March 2024"];
/// let label = |index: usize| months.get(index).map(|name| name.to_string()).unwrap_or_default();
/// let wording = Wording::new()
///     .unit("fall", "falls")
///     .exposure("bed day", "bed days")
///     .period("month", "months")
///     .label(&label)
///     .notation(Notation::Per(1000.0));
/// assert_eq!(wording.period, ("month", "months"));
/// ```
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Wording<'a> {
    /// What the numbers count, for one and for any other number: `("fall", "falls")`. Where numbers
    /// are percentages, what they are a share of: `8.1 % of patients`. Default nothing.
    pub unit: (&'a str, &'a str),
    /// What a rate is per, for one and for more: `("bed day", "bed days")`. Default nothing.
    pub exposure: (&'a str, &'a str),
    /// What a point stands for, for one and for more. Default `("point", "points")`.
    pub period: (&'a str, &'a str),
    /// Name of the point at a zero-based index, such as `March 2024`. Without it, or where it
    /// gives an empty text, the period with its number counted from 1: `point 13`.
    pub label: Option<&'a dyn Fn(usize) -> String>,
    /// How numbers are written. Default as is usual for the chart.
    pub notation: Notation,
    /// Digits after the decimal point; more only where two numbers that differ would read the same,
    /// or a rounded one would make the sentence untrue.
    /// By default as many as the variation of the chart makes meaningful.
    pub decimals: Option<usize>,
}

/// How the numbers of a measure are written.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub enum Notation {
    /// Percentages on a p chart, rates per [`Rate::per`](crate::Rate::per) on a u chart, plain
    /// numbers on any other. The default.
    #[default]
    Chart,
    /// As they are in the report.
    Plain,
    /// Ratios as percentages.
    Percent,
    /// Ratios per so much exposure, such as 1000. Read as 1 where it is no number above 0.
    Per(f64),
}

impl<'a> Wording<'a> {
    /// The neutral default: points, no unit.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            unit: ("", ""),
            exposure: ("", ""),
            period: ("point", "points"),
            label: None,
            notation: Notation::Chart,
            decimals: None,
        }
    }

    /// Sets the unit, for one and for any other number.
    #[must_use]
    pub const fn unit(mut self, one: &'a str, many: &'a str) -> Self {
        self.unit = (one, many);
        self
    }

    /// Sets what a rate is per, for one and for more.
    #[must_use]
    pub const fn exposure(mut self, one: &'a str, many: &'a str) -> Self {
        self.exposure = (one, many);
        self
    }

    /// Sets what a point stands for, for one and for more.
    #[must_use]
    pub const fn period(mut self, one: &'a str, many: &'a str) -> Self {
        self.period = (one, many);
        self
    }

    /// Sets the names of the points, by zero-based index.
    #[must_use]
    pub const fn label(mut self, label: &'a dyn Fn(usize) -> String) -> Self {
        self.label = Some(label);
        self
    }

    /// Sets how numbers are written.
    #[must_use]
    pub const fn notation(mut self, notation: Notation) -> Self {
        self.notation = notation;
        self
    }

    /// Sets the digits after the decimal point.
    #[must_use]
    pub const fn decimals(mut self, decimals: usize) -> Self {
        self.decimals = Some(decimals);
        self
    }

    /// Name of a point.
    pub(super) fn name(&self, index: usize) -> String {
        let label = self.label.map(|label| label(index).trim().to_owned());
        label
            .filter(|label| !label.is_empty())
            .unwrap_or_else(|| format!("{} {}", self.period.0, index.saturating_add(1)))
    }

    /// Two points as a span: `March to November 2024` where both share the year, and one name where
    /// both have the same.
    pub(super) fn span(&self, first: usize, last: usize) -> String {
        let (from, to) = (self.name(first), self.name(last));
        if from == to {
            return to;
        }
        let without_year = match (from.rsplit_once(' '), to.rsplit_once(' ')) {
            (Some((start, year)), Some((_, other))) if year == other && is_year(year) => start,
            _ => from.as_str(),
        };
        format!("{without_year} to {to}")
    }
}

impl Wording<'_> {
    /// `from March to November 2024`.
    pub(super) fn stretch(&self, first: usize, last: usize) -> String {
        let span = self.span(first, last);
        let before = if span == self.name(last) {
            "for"
        } else {
            "from"
        };
        format!("{before} {span}")
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

impl Default for Wording<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Wording<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wording")
            .field("unit", &self.unit)
            .field("exposure", &self.exposure)
            .field("period", &self.period)
            .field("label", &self.label.map(|label| label(0)))
            .field("notation", &self.notation)
            .field("decimals", &self.decimals)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_says_a_shared_year_once() {
        let names = ["March 2024", "November 2024", "March 2025", "", "week 2024"];
        let label = |index: usize| names[index].to_owned();
        let wording = Wording::new().period("month", "months").label(&label);
        assert_eq!(wording.span(0, 1), "March to November 2024");
        assert_eq!(wording.span(0, 2), "March 2024 to March 2025");
        assert_eq!(wording.span(0, 3), "March 2024 to month 4");
        assert_eq!(Wording::new().span(12, 19), "point 13 to point 20");
        assert_eq!(wording.stretch(0, 1), "from March to November 2024");
        assert_eq!(wording.stretch(1, 1), "for November 2024");
    }
}
