//! Numbers as a picture writes them: in percent or per so much exposure, with commas, or in millions.

use redbead::{Chart, Notation, Plan, Rate, RatePrime, Wording};

/// Most digits after the point.
const MOST_DECIMALS: usize = 12;

/// From the unit of a report to the one that is shown.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scale {
    pub(crate) factor: f64,
    /// Stands behind every number.
    pub(crate) sign: &'static str,
    /// What the numbers are: `falls per 1,000 bed days`, or nothing.
    pub(crate) unit: String,
}

impl Scale {
    /// As the plan's chart or the wording wants it.
    pub(crate) fn of(plan: &Plan, wording: &Wording<'_>) -> Self {
        let notation = match (wording.notation, plan.chart()) {
            // Sums are in sigma, whatever the unit of the values.
            (_, Chart::Cusum(_)) => Notation::Plain,
            (Notation::Chart, Chart::Proportion(_) | Chart::ProportionPrime(_)) => {
                Notation::Percent
            }
            (
                Notation::Chart,
                Chart::Rate(Rate { per, .. }) | Chart::RatePrime(RatePrime { per, .. }),
            ) => Notation::Per(*per),
            (other, _) => other,
        };
        let many = wording.unit.1.trim();
        match notation {
            Notation::Percent => Self {
                factor: 100.0,
                sign: "\u{a0}%",
                unit: match many {
                    "" => "%".to_owned(),
                    many => format!("% of {many}"),
                },
            },
            Notation::Per(per) if per.is_finite() && per > 0.0 => {
                let (one, more) = wording.exposure;
                let amount = grouped(&per.to_string());
                let per_what = match (per == 1.0, one.is_empty() || more.is_empty()) {
                    (true, true) => "per unit".to_owned(),
                    (true, false) => format!("per {one}"),
                    (false, true) => format!("per {amount}"),
                    (false, false) => format!("per {amount} {more}"),
                };
                Self {
                    factor: per,
                    sign: "",
                    unit: format!("{many} {per_what}").trim().to_owned(),
                }
            }
            _ if matches!(plan.chart(), Chart::Cusum(_)) => Self {
                factor: 1.0,
                sign: "",
                unit: "cumulative sums in sigma: above 0 upward, below 0 downward".to_owned(),
            },
            _ => Self {
                factor: 1.0,
                sign: "",
                unit: many.to_owned(),
            },
        }
    }
}

/// How the numbers of a value axis are written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Format {
    factor: f64,
    sign: &'static str,
    /// Numbers are shown in units of this power of ten.
    exponent: i32,
    /// Digits after the point that lines and values have.
    decimals: usize,
    /// Whether numbers below zero are written without their sign: sums that run downward.
    unsigned: bool,
}

impl Format {
    /// For numbers between two that differ, as they are in the report.
    pub(crate) fn of(scale: &Scale, low: f64, high: f64, wording: &Wording<'_>) -> Self {
        let mut format = Self {
            factor: scale.factor,
            sign: scale.sign,
            exponent: 0,
            decimals: 0,
            unsigned: false,
        };
        let (low, high) = (format.show(low), format.show(high));
        let largest = low.abs().max(high.abs());
        // Halves, so that the whole range of floats has a size.
        let half = high / 2.0 - low / 2.0;
        format.exponent = match magnitude(largest) {
            size if !(-3..15).contains(&size) => size,
            size @ 6.. => {
                let thousands = size - size % 3;
                // In millions, a range of some thousands would need many digits.
                if magnitude(half * 2.0) >= thousands - 2 {
                    thousands
                } else {
                    0
                }
            }
            _ => 0,
        };
        let shown = shifted(half, -format.exponent) * 2.0;
        format.decimals = match wording.decimals {
            Some(decimals) if format.exponent == 0 => decimals.min(MOST_DECIMALS),
            _ => decimals_for(shown / 100.0),
        };
        format
    }

    /// The same, with numbers below zero written without their sign.
    pub(crate) fn unsigned(mut self) -> Self {
        self.unsigned = true;
        self
    }

    /// The same with a digit more: for a reader of one number.
    pub(crate) fn finer(mut self) -> Self {
        self.decimals = (self.decimals + 1).min(MOST_DECIMALS);
        self
    }

    /// A number in the unit that is shown.
    pub(crate) fn show(&self, number: f64) -> f64 {
        shifted(number, -self.exponent) * self.factor
    }

    /// The number that is shown so.
    pub(crate) fn hidden(&self, shown: f64) -> f64 {
        let number = shifted(shown / self.factor, self.exponent);
        number.clamp(f64::MIN, f64::MAX)
    }

    /// What the axis must say of the numbers, beside their unit: `millions`.
    pub(crate) fn multiple(&self) -> String {
        match self.exponent {
            0 => String::new(),
            6 => "millions".to_owned(),
            9 => "billions".to_owned(),
            12 => "trillions".to_owned(),
            other => format!("in units of 1e{other}"),
        }
    }

    /// A center, limit, target or value of the report.
    pub(crate) fn value(&self, number: f64) -> String {
        self.text(self.show(number), self.decimals) + self.sign
    }

    /// A tick in the unit that is shown, the ticks being `step` apart.
    pub(crate) fn tick(&self, shown: f64, step: f64) -> String {
        self.text(shown, decimals_for(step)) + self.sign
    }

    fn text(&self, shown: f64, decimals: usize) -> String {
        let shown = if self.unsigned { shown.abs() } else { shown };
        let text = format!("{shown:.decimals$}");
        let is_zero = |digits: &str| digits.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        match text.strip_prefix('-') {
            Some(digits) if is_zero(digits) => grouped(digits),
            Some(digits) => format!("\u{2212}{}", grouped(digits)),
            None => grouped(&text),
        }
    }
}

/// Power of ten of a number: 3 of 1000 to 9999.9; 0 of zero and of what is no number.
pub(crate) fn magnitude(number: f64) -> i32 {
    if number == 0.0 || !number.is_finite() {
        return if number.is_infinite() { 308 } else { 0 };
    }
    // Through text, since logarithms differ from machine to machine.
    let text = format!("{number:e}");
    let exponent = text.split_once('e').map(|(_, exponent)| exponent.parse());
    exponent.and_then(Result::ok).unwrap_or(0)
}

/// A number times a power of ten, in steps that do not overflow on the way.
fn shifted(number: f64, exponent: i32) -> f64 {
    let mut number = number;
    let mut left = exponent;
    while left != 0 {
        let step = left.clamp(-300, 300);
        // Powers of ten are exact to 22; parsed text is correctly rounded on every machine.
        let power: f64 = format!("1e{}", step.abs()).parse().unwrap_or(1.0);
        if step > 0 {
            number *= power;
        } else {
            number /= power;
        }
        left -= step;
    }
    number
}

/// Digits after the point that show a step of this size.
fn decimals_for(step: f64) -> usize {
    let size = magnitude(step);
    usize::try_from(-size).unwrap_or(0).min(MOST_DECIMALS)
}

/// A comma between thousands.
fn grouped(text: &str) -> String {
    let whole = text.split('.').next().unwrap_or(text).len();
    let mut grouped = String::with_capacity(text.len() + whole / 3);
    for (position, digit) in text.chars().enumerate() {
        if position > 0 && position < whole && (whole - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(low: f64, high: f64) -> Format {
        let scale = Scale {
            factor: 1.0,
            sign: "",
            unit: String::new(),
        };
        Format::of(&scale, low, high, &Wording::new())
    }

    #[test]
    fn numbers_have_the_digits_that_can_be_seen() {
        assert_eq!(format(0.0, 50.0).value(41.666), "41.7");
        assert_eq!(format(0.0, 5.0).value(-0.001), "0.00");
        assert_eq!(format(-50.0, 50.0).value(-7.25), "\u{2212}7");
        assert_eq!(format(0.0, 50_000.0).value(12_345.6), "12,346");
        assert_eq!(format(0.0, 0.5).tick(0.2, 0.1), "0.2");
    }

    #[test]
    fn large_and_small_numbers_have_a_multiple() {
        let millions = format(0.0, 12e6);
        assert_eq!(millions.multiple(), "millions");
        assert_eq!(millions.value(2.5e6), "2.5");
        assert_eq!(format(1e6, 1e6 + 10.0).value(1e6), "1,000,000.0");
        assert_eq!(format(0.0, 2e-9).multiple(), "in units of 1e-9");
        assert_eq!(format(0.0, 2e-9).value(1.25e-9), "1.25");
        assert_eq!(format(0.0, 2e300).value(1e300), "1.00");
    }

    #[test]
    fn magnitudes_are_exact() {
        let found: Vec<i32> = [1.0, 9.99, 10.0, 0.1, 1e-320, 0.0, f64::INFINITY]
            .map(magnitude)
            .to_vec();
        assert_eq!(found, [0, 0, 1, -1, -320, 0, 308]);
    }
}
