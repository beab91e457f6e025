//! Value axes: which stretch is shown, and where its ticks are.

use redbead::{NaturalRange, Scale, Wording};

use crate::numbers::{Format, magnitude};

/// A stretch of values that an axis shows, and its ticks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Axis {
    /// Lowest and highest value, as in the report.
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) format: Format,
    /// Value, as in the report, and text of each tick, from the lowest on.
    pub(crate) ticks: Vec<(f64, String)>,
}

/// Share of the range that is left free beyond the last mark.
const MARGIN: f64 = 0.06;

/// Of a chart whose values cannot lie below zero, zero is shown when the marks take at least this
/// share of the height then.
const LEAST_SHARE: f64 = 0.35;

impl Axis {
    /// For marks between two values, with at most `most` ticks.
    pub(crate) fn of(
        (low, high): (f64, f64),
        range: NaturalRange,
        scale: &Scale,
        wording: &Wording<'_>,
        most: usize,
    ) -> Self {
        let (low, high) = stretch(low, high, range);
        let format = Format::of(scale, low, high, wording);
        let (from, to) = (format.show(low), format.show(high));
        let step = step(to - from, most.max(2));
        let first = (from / step - 1e-9).ceil();
        let ticks = (0..=most)
            .map(|number| (first + number as f64) * step)
            .take_while(|tick| *tick <= to + step * 1e-9)
            .map(|tick| (format.hidden(tick), format.tick(tick, step)))
            .collect();
        Self {
            low,
            high,
            format,
            ticks,
        }
    }
}

/// The values to show: with some room, down to zero where that is natural, and never past what is
/// possible.
fn stretch(low: f64, high: f64, range: NaturalRange) -> (f64, f64) {
    let (low, high) = (low.min(high), low.max(high));
    // Halves, so that the whole range of floats has a size.
    let size = high / 2.0 - low / 2.0;
    if size <= high.abs().max(low.abs()) * 1e-12 {
        // One value, or one as good as that: room as large as the value itself.
        let room = if high == 0.0 { 1.0 } else { high.abs() * 0.5 };
        if low >= 0.0 {
            let top = (high + room).min(range.upper.max(high));
            let bottom = if range.lower == 0.0 { 0.0 } else { low - room };
            return clamped(bottom, top.max(bottom + room));
        }
        return clamped(low - room, high + room);
    }
    let room = MARGIN * 2.0 * size;
    let is_share_of_zero = low >= 0.0 && size * 2.0 >= LEAST_SHARE * high;
    let from = if is_share_of_zero && (range.lower == 0.0 || low <= 0.25 * high) {
        0.0
    } else {
        (low - room).max(range.lower.min(low))
    };
    let to = (high + room).min(range.upper.max(high));
    clamped(from, to)
}

/// Two numbers that differ, neither an infinity.
fn clamped(low: f64, high: f64) -> (f64, f64) {
    let finite = |number: f64| number.clamp(f64::MIN, f64::MAX);
    let (low, high) = (finite(low), finite(high));
    if low < high {
        return (low, high);
    }
    let room = (low.abs() * 0.5).max(1.0);
    (finite(low - room), finite(high + room))
}

/// The least of 1, 2 and 5 times a power of ten that gives at most so many ticks.
fn step(range: f64, most: usize) -> f64 {
    let least = range / most as f64;
    let size = magnitude(least);
    let candidates = [(1, size), (2, size), (5, size), (1, size + 1)];
    let steps = candidates.map(|(digit, size)| {
        let text = format!("{digit}e{size}");
        text.parse::<f64>().unwrap_or(least)
    });
    let fits = |step: &f64| *step >= least * (1.0 - 1e-12);
    let found = steps.into_iter().find(fits).unwrap_or(least);
    if found > 0.0 { found } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use redbead::Chart;

    use super::*;

    fn texts(low: f64, high: f64, range: NaturalRange, most: usize) -> Vec<String> {
        let scale = Wording::new().scale(&Chart::individuals());
        let axis = Axis::of((low, high), range, &scale, &Wording::new(), most);
        assert!(axis.low <= low && axis.high >= high);
        axis.ticks.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn ticks_are_round() {
        let unbounded = NaturalRange::UNBOUNDED;
        let found = texts(31.0, 58.0, unbounded, 5);
        assert_eq!(found, ["30", "40", "50"]);
        assert_eq!(
            texts(-0.3, 0.3, unbounded, 4),
            ["\u{2212}0.2", "0.0", "0.2"]
        );
    }

    #[test]
    fn zero_is_shown_where_it_is_natural() {
        let counts = NaturalRange::NON_NEGATIVE;
        assert_eq!(texts(40.0, 100.0, counts, 6)[0], "0");
        // Shown from zero, these would be a flat line.
        assert_eq!(texts(990.0, 1000.0, counts, 6)[0], "990");
    }

    #[test]
    fn shares_end_at_one() {
        let found = texts(0.5, 1.0, NaturalRange::UNIT, 6);
        assert_eq!(found.last().map(String::as_str), Some("1.0"));
    }

    #[test]
    fn any_range_has_an_axis() {
        for (low, high) in [
            (0.0, 0.0),
            (5.0, 5.0),
            (-5.0, -5.0),
            (f64::MIN, f64::MAX),
            (f64::MAX, f64::MAX),
            (0.0, 5e-324),
            (1e16, 1e16 + 2.0),
            (1e12, 3e12),
        ] {
            let scale = Wording::new().scale(&Chart::individuals());
            let axis = Axis::of(
                (low, high),
                NaturalRange::UNBOUNDED,
                &scale,
                &Wording::new(),
                6,
            );
            assert!(axis.low < axis.high, "{low} {high} {axis:?}");
            assert!(axis.ticks.len() <= 7, "{low} {high} {axis:?}");
        }
    }
}
