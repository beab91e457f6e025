//! From the numbers of a report to those that people read.

use super::digits::{by_magnitude, is_extreme, rounded, short};
use super::wording::{Notation, Wording};
use crate::chart::{Chart, Rate, RatePrime};

/// How the numbers of a chart become those that people read, and what these are.
///
/// ```
/// use redbead::{Chart, Rate, Wording};
///
/// let chart = Chart::from(Rate { per: 1000.0, ..Rate::default() });
/// let wording = Wording::new().unit("fall", "falls").exposure("bed day", "bed days");
/// let scale = wording.scale(&chart);
/// assert_eq!(scale.factor * 0.0062, 6.2);
/// assert_eq!(scale.unit, "falls per 1,000 bed days");
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Scale {
    /// A number of the report times this is the one to show.
    pub factor: f64,
    /// Stands behind every number: ` %` or nothing.
    pub sign: &'static str,
    /// What the numbers are: `falls per 1,000 bed days`, `% of patients`, or nothing.
    pub unit: String,
    /// Its end alone: ` per 1,000 bed days`, or nothing.
    pub(super) per: String,
}

impl Wording<'_> {
    /// How the numbers that a chart plots are shown: as the wording says, or as is usual for the
    /// chart. Cumulative sums are in sigma, whatever the notation.
    #[must_use]
    pub fn scale(&self, chart: &Chart) -> Scale {
        match chart {
            Chart::Cusum(_) => Scale {
                unit: "cumulative sums in sigma".to_owned(),
                ..Scale::of(Notation::Plain, self)
            },
            _ => Scale::of(self.notation.on(chart), self),
        }
    }
}

impl Notation {
    /// The same with the usual one of the chart in the place of `Chart`.
    pub(super) fn on(self, chart: &Chart) -> Self {
        match (self, chart) {
            (Self::Chart, Chart::Proportion(_) | Chart::ProportionPrime(_)) => Self::Percent,
            (
                Self::Chart,
                Chart::Rate(Rate { per, .. }) | Chart::RatePrime(RatePrime { per, .. }),
            ) => Self::Per(*per),
            (Self::Chart, _) => Self::Plain,
            (chosen, _) => chosen,
        }
    }
}

impl Scale {
    /// Of numbers that are written so.
    pub(super) fn of(notation: Notation, wording: &Wording<'_>) -> Self {
        let many = wording.unit.1.trim();
        match notation {
            Notation::Percent => Self {
                factor: 100.0,
                sign: " %",
                unit: match many {
                    "" => "%".to_owned(),
                    many => format!("% of {many}"),
                },
                per: String::new(),
            },
            Notation::Per(per) => {
                let factor = if per.is_finite() && per > 0.0 {
                    per
                } else {
                    1.0
                };
                let (one, more) = wording.exposure;
                let per = match (factor == 1.0, one.is_empty() || more.is_empty()) {
                    (true, true) => " per unit".to_owned(),
                    (true, false) => format!(" per {one}"),
                    (false, true) => format!(" per {}", amount(factor)),
                    (false, false) => format!(" per {} {more}", amount(factor)),
                };
                Self {
                    factor,
                    sign: "",
                    unit: format!("{many}{per}").trim().to_owned(),
                    per,
                }
            }
            _ => Self {
                factor: 1.0,
                sign: "",
                unit: many.to_owned(),
                per: String::new(),
            },
        }
    }

    /// Decimal text with a comma between thousands; powers of ten stay as they are.
    ///
    /// ```
    /// assert_eq!(redbead::Scale::grouped("-1234567.25"), "-1,234,567.25");
    /// ```
    #[must_use]
    pub fn grouped(text: &str) -> String {
        let (minus, number) = match text.strip_prefix('-') {
            Some(number) => ("-", number),
            None => ("", text),
        };
        let (whole, fraction) = number.split_at(number.find('.').unwrap_or(number.len()));
        if !whole.bytes().all(|byte| byte.is_ascii_digit()) || fraction.contains('e') {
            return text.to_owned();
        }
        let mut grouped = minus.to_owned();
        for (position, digit) in whole.chars().enumerate() {
            if position > 0 && (whole.len() - position).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        grouped + fraction
    }

    /// A number with exactly so many decimals, and never a minus zero.
    ///
    /// ```
    /// assert_eq!(redbead::Scale::rounded(-0.004, 2), "0.00");
    /// ```
    #[must_use]
    pub fn rounded(number: f64, decimals: usize) -> String {
        rounded(number, decimals)
    }
}

/// How much a rate is per.
fn amount(factor: f64) -> String {
    if is_extreme(factor) {
        format!("{factor:.2e}")
    } else {
        Scale::grouped(&short(factor, by_magnitude(factor)))
    }
}
