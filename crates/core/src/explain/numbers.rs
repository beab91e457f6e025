//! Numbers as people write them.

use super::digits::{MOST_DECIMALS, by_magnitude, is_extreme, rounded, short};
use super::scale::Scale;
use super::wording::{Notation, Wording};
use crate::side::Side;

/// How the numbers of one sentence are written.
#[derive(Debug)]
pub(super) struct Numbers<'a> {
    /// From the unit of the report to the one that is shown.
    scale: Scale,
    unit: (&'a str, &'a str),
    /// How far points usually lie from the center at most, in the unit that is shown.
    spread: Option<f64>,
    decimals: Option<usize>,
}

/// Most digits beyond those: the smallest number that is no power of ten is 1e-6, and a double
/// has 17 digits.
const MOST_MORE: usize = 24;

/// The figures nearest to a line on either side, which it must not reach in print.
#[derive(Debug, Clone, Copy)]
pub(super) struct Between {
    low: f64,
    high: f64,
}

/// A number as it is written, and the number that this reads as.
struct Written {
    text: String,
    reads: f64,
}

impl Between {
    /// No figures.
    pub(super) const fn new() -> Self {
        Self {
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
        }
    }

    /// A figure that is said to lie on a side of the line.
    pub(super) fn and(self, side: Option<Side>, figure: f64) -> Self {
        match side {
            Some(Side::Above) => Self {
                high: self.high.min(figure),
                ..self
            },
            Some(Side::Below) => Self {
                low: self.low.max(figure),
                ..self
            },
            None => self,
        }
    }

    /// Whether a written line lies between the figures, clear of them by a part of their size;
    /// figures that are on the line may be met.
    fn hold(&self, line: f64, reads: f64, factor: f64, clear: f64) -> bool {
        let (low, high) = (self.low * factor, self.high * factor);
        let is_above_low = if self.low == line {
            low <= reads
        } else {
            low == f64::NEG_INFINITY || low + low.abs() * clear < reads
        };
        let is_below_high = if self.high == line {
            reads <= high
        } else {
            high == f64::INFINITY || reads < high - high.abs() * clear
        };
        is_above_low && is_below_high
    }
}

impl<'a> Numbers<'a> {
    /// `spread` is three sigma, in the unit of the report, where there is a sigma.
    pub(super) fn new(wording: &Wording<'a>, notation: Notation, spread: Option<f64>) -> Self {
        let scale = Scale::of(notation, wording);
        Self {
            unit: wording.unit,
            spread: spread
                .map(|spread| spread * scale.factor)
                .filter(|spread| spread.is_finite() && *spread > 0.0),
            decimals: wording.decimals.map(|wanted| wanted.min(MOST_DECIMALS)),
            scale,
        }
    }

    /// A number alone; none where it cannot be written down in the unit that is shown.
    pub(super) fn bare(&self, number: f64) -> Option<String> {
        Some(self.written(number, 0)?.text)
    }

    /// A number with its unit.
    pub(super) fn with_unit(&self, number: f64) -> Option<String> {
        Some(self.add_unit(self.bare(number)?))
    }

    /// Two numbers, with as many digits as it takes to tell them apart.
    pub(super) fn pair(&self, one: f64, other: f64) -> Option<(String, String)> {
        let mut pair = (self.bare(one)?, self.bare(other)?);
        for more in 1..=MOST_MORE {
            if pair.0 != pair.1 || one == other {
                break;
            }
            pair = (
                self.written(one, more)?.text,
                self.written(other, more)?.text,
            );
        }
        Some(pair)
    }

    /// A center or limit, with as many digits as it takes to lie on the right side of figures.
    pub(super) fn line(&self, line: f64, between: Between) -> Option<String> {
        Some(self.line_and(line, between, None)?.0)
    }

    /// The same, next to a number that reads to be on its side of the line. None where no digits
    /// suffice, as the unit that is shown is too large for them.
    pub(super) fn line_and(
        &self,
        line: f64,
        between: Between,
        number: Option<f64>,
    ) -> Option<(String, Option<String>)> {
        // People read 7.000000000000001 as 7, so a line is kept clear of it if it can be.
        for clear in [1e-9, 0.0] {
            for more in 0..=MOST_MORE {
                let written = self.written(line, more)?;
                if !between.hold(line, written.reads, self.scale.factor, clear) {
                    continue;
                }
                let Some(number) = number else {
                    return Some((written.text, None));
                };
                let beside = self.written(number, more)?;
                if beside.reads.partial_cmp(&written.reads) == number.partial_cmp(&line) {
                    return Some((written.text, Some(beside.text)));
                }
            }
        }
        None
    }

    /// `31 to 58`, with one sign for both.
    pub(super) fn range(&self, from: f64, to: f64) -> Option<String> {
        let (from, to) = self.pair(from, to)?;
        let from = from.strip_suffix(self.scale.sign).unwrap_or(&from);
        Some(format!("{from} to {to}"))
    }

    /// A written number with the unit after it.
    pub(super) fn add_unit(&self, written: String) -> String {
        let (one, many) = self.unit;
        let unit = if written == "1" { one } else { many };
        let before_unit = match (unit.is_empty(), self.scale.sign.is_empty()) {
            (true, _) => "",
            (false, true) => " ",
            (false, false) => " of ",
        };
        format!("{written}{before_unit}{unit}{}", self.scale.per)
    }

    /// With more digits than usual, and in any case so many that only 0 reads as 0.
    fn written(&self, number: f64, more: usize) -> Option<Written> {
        let shown = number * self.scale.factor;
        let is_lost = shown == 0.0 && number != 0.0;
        if !shown.is_finite() || is_lost {
            return None;
        }
        let write = |more: usize| {
            if is_extreme(shown) {
                return format!("{shown:.*e}", (2 + more).min(MOST_DECIMALS + 2));
            }
            match self.decimals {
                Some(decimals) => rounded(shown, decimals + more),
                None => {
                    let decimals = self.spread.map_or_else(|| by_magnitude(shown), by_spread);
                    short(shown, decimals + more)
                }
            }
        };
        let reads = |text: &str| text.parse::<f64>().unwrap_or(shown);
        let mut text = write(more);
        // The seventh decimal of a number from 1e-6 on is not 0.
        for more in more..=more + 7 {
            if shown == 0.0 || reads(&text) != 0.0 {
                break;
            }
            text = write(more + 1);
        }
        Some(Written {
            reads: reads(&text),
            text: Scale::grouped(&text) + self.scale.sign,
        })
    }
}

/// Decimals that show two digits of a spread: a tenth to a hundredth of it.
fn by_spread(spread: f64) -> usize {
    let mut decimals = 0;
    let mut scaled = spread;
    while scaled < 10.0 && decimals < MOST_DECIMALS {
        scaled *= 10.0;
        decimals += 1;
    }
    decimals
}

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// A count inside a sentence: a word up to ten.
pub(super) fn count(count: usize) -> String {
    if count <= 10 {
        spelled(count)
    } else {
        digits(count)
    }
}

/// A count at the start of a sentence: a word up to 99.
pub(super) fn spelled(count: usize) -> String {
    match (ONES.get(count), TENS.get(count / 10), count % 10) {
        (Some(word), _, _) => (*word).to_owned(),
        (None, Some(tens), 0) => (*tens).to_owned(),
        (None, Some(tens), ones) => format!("{tens}-{}", ONES[ones]),
        (None, None, _) => digits(count),
    }
}

/// A count in digits.
pub(super) fn digits(count: usize) -> String {
    Scale::grouped(&count.to_string())
}

/// How often: once, twice, three times.
pub(super) fn times(number: usize) -> String {
    match number {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{} times", count(number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(notation: Notation, spread: Option<f64>) -> Numbers<'static> {
        let wording = Wording::new().unit("fall", "falls");
        let wording = wording.exposure("bed day", "bed days");
        Numbers::new(&wording, notation, spread)
    }

    fn shown(number: f64, spread: Option<f64>) -> String {
        numbers(Notation::Plain, spread).bare(number).unwrap()
    }

    #[test]
    fn digits_follow_the_spread_or_the_number() {
        // Two digits of three sigma: 17 needs no decimal, 3.6 one, 0.24 two.
        assert_eq!(shown(41.0833333, Some(17.0)), "41");
        assert_eq!(shown(41.0833333, Some(3.6)), "41.1");
        assert_eq!(shown(41.0833333, Some(0.24)), "41.08");
        assert_eq!(shown(41.0000001, Some(17.0)), "41");
        assert_eq!(shown(41.0000001, None), "41");
        assert_eq!(shown(412.5, None), "412.5");
        assert_eq!(shown(0.031_415_9, None), "0.0314");
        assert_eq!(shown(62.5, Some(17.0)), "62.5");
        assert_eq!(shown(1.0 / 3.0, None), "0.333");
    }

    #[test]
    fn thousands_are_parted_and_extremes_are_powers_of_ten() {
        assert_eq!(shown(1_234_567.4, Some(2000.0)), "1,234,567.4");
        assert_eq!(shown(-1_234_567.43, Some(2000.0)), "-1,234,567");
        assert_eq!(shown(999.0, None), "999");
        assert_eq!(shown(1000.0, None), "1,000");
        assert_eq!(shown(-0.0, None), "0");
        // Only 0 is written as 0.
        assert_eq!(shown(-0.001, Some(50.0)), "-0.001");
        assert_eq!(shown(0.000_001_23, Some(1e9)), "0.000001");
        assert_eq!(shown(0.0, Some(50.0)), "0");
        assert_eq!(numbers(Notation::Per(1e-300), None).bare(1e-300), None);
        assert_eq!(shown(1.5e300, None), "1.50e300");
        assert_eq!(shown(5e-324, None), "4.94e-324");
        assert_eq!(numbers(Notation::Percent, None).bare(1e307), None);
    }

    #[test]
    fn numbers_that_differ_read_differently() {
        let numbers = numbers(Notation::Plain, Some(17.0));
        let pair = |one, other| numbers.pair(one, other).unwrap();
        assert_eq!(pair(58.4321, 58.3876), ("58.43".into(), "58.39".into()));
        assert_eq!(pair(31.0, 58.0), ("31".into(), "58".into()));
        assert_eq!(pair(31.0, 31.0), ("31".into(), "31".into()));
    }

    #[test]
    fn a_line_keeps_its_side_of_every_figure() {
        let numbers = numbers(Notation::Plain, Some(17.0));
        let line = |line, figures: &[(Side, f64)]| {
            let figures = figures.iter();
            let between = figures.fold(Between::new(), |between, (side, figure)| {
                between.and(Some(*side), *figure)
            });
            numbers.line(line, between)
        };
        let (above, below) = (Side::Above, Side::Below);
        assert_eq!(line(41.083, &[]), Some("41".to_owned()));
        assert_eq!(line(41.083, &[(above, 42.0)]), Some("41".to_owned()));
        assert_eq!(line(41.083, &[(below, 41.0)]), Some("41.1".to_owned()));
        assert_eq!(line(29.8, &[(above, 30.0)]), Some("29.8".to_owned()));
        assert_eq!(
            line(40.97, &[(above, 45.0), (above, 41.0)]),
            Some("40.97".to_owned())
        );
        assert_eq!(
            line(40.97, &[(below, 40.96), (above, 40.98)]),
            Some("40.97".to_owned())
        );
        // On the line, as a limit that counts as beyond.
        assert_eq!(line(50.0, &[(above, 50.0)]), Some("50".to_owned()));
        assert_eq!(line(49.96, &[(above, 49.96)]), Some("49.96".to_owned()));
        // Told apart by the last digit of a double alone.
        let next = 41.0_f64.next_up();
        assert_eq!(line(41.0, &[(above, next)]), Some("41".to_owned()));
        assert_eq!(
            line(next, &[(below, 41.0)]),
            Some("41.00000000000001".to_owned())
        );
        assert_eq!(
            line(2e15 + 0.25, &[(below, 2e15)]),
            Some("2.0000000000000002e15".to_owned())
        );
        assert_eq!(
            line(f64::from_bits(2), &[(below, f64::from_bits(1))]),
            Some("9.88e-324".to_owned())
        );
        // A figure on the other side of the line than it is said to be.
        assert_eq!(line(41.0, &[(above, 40.0)]), None);
    }

    #[test]
    fn a_number_beside_a_line_reads_to_be_on_its_side() {
        let numbers = numbers(Notation::Plain, Some(17.0));
        let both = |line, number| {
            let between = Between::new().and(Some(Side::Above), number);
            let (line, number) = numbers.line_and(line, between, Some(number)).unwrap();
            (line, number.unwrap())
        };
        assert_eq!(both(29.8, 30.0), ("29.8".into(), "30".into()));
        assert_eq!(both(29.96, 30.04), ("29.96".into(), "30.04".into()));
        assert_eq!(both(29.961, 35.0), ("30".into(), "35".into()));
        assert_eq!(both(50.0, 50.0), ("50".into(), "50".into()));
    }

    #[test]
    fn units_are_singular_for_one_alone() {
        let with_unit = |notation, number| numbers(notation, None).with_unit(number).unwrap();
        assert_eq!(with_unit(Notation::Plain, 1.0), "1 fall");
        assert_eq!(with_unit(Notation::Plain, 1.5), "1.5 falls");
        assert_eq!(with_unit(Notation::Plain, 0.0), "0 falls");
        assert_eq!(with_unit(Notation::Percent, 0.07), "7 % of falls");
        assert_eq!(
            with_unit(Notation::Per(1000.0), 0.001),
            "1 fall per 1,000 bed days"
        );
        assert_eq!(
            with_unit(Notation::Per(1.0), 0.25),
            "0.25 falls per bed day"
        );
        assert_eq!(
            with_unit(Notation::Per(f64::NAN), 0.25),
            "0.25 falls per bed day"
        );
    }

    #[test]
    fn fixed_decimals_stay() {
        let wording = Wording::new().decimals(1);
        let numbers = Numbers::new(&wording, Notation::Percent, Some(0.3));
        assert_eq!(numbers.bare(0.08), Some("8.0 %".to_owned()));
        let pair = numbers.pair(0.0812, 0.0811);
        assert_eq!(pair, Some(("8.12 %".to_owned(), "8.11 %".to_owned())));
    }

    #[test]
    fn counts_are_words_up_to_ten_and_longer_at_the_start() {
        assert_eq!((count(10), count(11)), ("ten".into(), "11".into()));
        assert_eq!(spelled(14), "fourteen");
        assert_eq!(spelled(24), "twenty-four");
        assert_eq!(spelled(90), "ninety");
        assert_eq!(spelled(1240), "1,240");
        assert_eq!(times(1) + &times(2) + &times(12), "oncetwice12 times");
    }
}
