//! A series as a line of blocks.

/// The newest `width` values, from the lowest to the highest block; a gap for each point without a
/// value. All on one level lie in the middle.
pub(super) fn sparkline(values: &[Option<f64>], width: usize, ascii: bool) -> String {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    const MARKS: [char; 5] = ['_', '.', '-', '=', '^'];
    let levels: &[char] = if ascii { &MARKS } else { &BLOCKS };
    let newest = &values[values.len().saturating_sub(width)..];
    let known = || newest.iter().flatten().copied();
    let low = known().fold(f64::INFINITY, f64::min);
    let high = known().fold(f64::NEG_INFINITY, f64::max);
    // By halves, as the difference of two doubles may be no double.
    let range = high / 2.0 - low / 2.0;
    let level = |value: f64| {
        if range > 0.0 {
            let share = (value / 2.0 - low / 2.0) / range;
            ((share * levels.len() as f64) as usize).min(levels.len() - 1)
        } else {
            levels.len() / 2 - 1 + levels.len() % 2
        }
    };
    let mark = |value: &Option<f64>| match value {
        Some(value) => levels[level(*value)],
        None => ' ',
    };
    let missing = width.saturating_sub(newest.len());
    std::iter::repeat_n(' ', missing)
        .chain(newest.iter().map(mark))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_span_the_range_of_what_is_shown() {
        let values: Vec<Option<f64>> = (0..8).map(|value| Some(f64::from(value))).collect();
        assert_eq!(sparkline(&values, 8, false), "▁▂▃▄▅▆▇█");
        assert_eq!(sparkline(&values, 3, false), "▁▅█");
        assert_eq!(sparkline(&values, 10, false), "  ▁▂▃▄▅▆▇█");
        assert_eq!(sparkline(&values, 8, true), "__.--=^^");
        assert_eq!(sparkline(&[Some(4.0), None, Some(4.0)], 3, false), "▄ ▄");
        assert_eq!(sparkline(&[], 2, false), "  ");
        let huge = [Some(f64::MIN), Some(f64::MAX)];
        assert_eq!(sparkline(&huge, 2, false), "▁█");
    }
}
