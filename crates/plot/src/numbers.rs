//! Numbers as a picture writes them: in percent or per so much exposure, with commas, or in millions.

use redbead::{Chart, Plan, Scale, Wording};

/// Most digits after the point.
pub(crate) const MOST_DECIMALS: usize = 12;

/// How the numbers of a plan's chart are shown.
pub(crate) fn scale(plan: &Plan, wording: &Wording<'_>) -> Scale {
    let mut scale = wording.scale(plan.chart());
    if matches!(plan.chart(), Chart::Cusum(_)) {
        // Sums that run downward are drawn below the center.
        scale.unit.push_str(": above 0 upward, below 0 downward");
    }
    scale
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
    /// Whether so many digits were asked for.
    fixed: bool,
    /// Whether numbers below zero are written without their sign: sums that run downward.
    unsigned: bool,
}

impl Format {
    /// For numbers between two that differ, as they are in the report.
    pub(crate) fn of(scale: &Scale, low: f64, high: f64, wording: &Wording<'_>) -> Self {
        let mut format = Self {
            factor: scale.factor,
            // It stays with its number where a line of text ends.
            sign: if scale.sign.is_empty() { "" } else { "\u{a0}%" },
            exponent: 0,
            decimals: 0,
            fixed: false,
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
            Some(decimals) if format.exponent == 0 => {
                format.fixed = true;
                decimals.min(MOST_DECIMALS)
            }
            _ => decimals_for(shown / 100.0),
        };
        format
    }

    /// The same, with numbers below zero written without their sign.
    pub(crate) fn unsigned(mut self) -> Self {
        self.unsigned = true;
        self
    }

    /// The same with a digit more, where no number of them was asked for: for a reader of one number.
    pub(crate) fn finer(mut self) -> Self {
        if !self.fixed {
            self.decimals = (self.decimals + 1).min(MOST_DECIMALS);
        }
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
        let text = Scale::grouped(&Scale::rounded(shown, decimals));
        match text.strip_prefix('-') {
            Some(digits) => format!("\u{2212}{digits}"),
            None => text,
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
pub(crate) fn decimals_for(step: f64) -> usize {
    let size = magnitude(step);
    usize::try_from(-size).unwrap_or(0).min(MOST_DECIMALS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(low: f64, high: f64) -> Format {
        let wording = Wording::new();
        let scale = wording.scale(&Chart::individuals());
        Format::of(&scale, low, high, &wording)
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
