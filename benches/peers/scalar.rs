//! What one would write without a package: loops over one series after the other.

use std::f64::consts::FRAC_2_SQRT_PI;
use std::thread;

use crate::flags::Flags;

/// A sum of all values, in as many parts as there are threads.
pub(crate) fn sum(values: &[f64], threads: usize) -> f64 {
    let parts = in_parts(values, 1, threads, redbead_benches::plain_sum);
    parts.into_iter().sum()
}

/// The flags of every series, in as many parts as there are threads.
pub(crate) fn by_series(
    values: &[f64],
    points: usize,
    threads: usize,
    flags_of: fn(&[f64]) -> Flags,
) -> Vec<Flags> {
    let rows = |part: &[f64]| -> Vec<Flags> { part.chunks(points).map(flags_of).collect() };
    in_parts(values, points, threads, rows).concat()
}

fn in_parts<T: Send>(
    values: &[f64],
    points: usize,
    threads: usize,
    work: impl Fn(&[f64]) -> T + Sync,
) -> Vec<T> {
    let points = points.max(1);
    let rows = (values.len() / points).div_ceil(threads.max(1)).max(1);
    let parts = values.chunks(rows * points);
    if parts.len() <= 1 {
        return parts.map(work).collect();
    }
    let work = &work;
    thread::scope(|scope| {
        let started: Vec<_> = parts.map(|part| scope.spawn(move || work(part))).collect();
        let joined = started.into_iter().map(thread::ScopedJoinHandle::join);
        joined
            .map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

/// Center and sigma of an individuals chart.
pub(crate) fn limits(series: &[f64]) -> (f64, f64) {
    let n = series.len() as f64;
    let center = series.iter().sum::<f64>() / n;
    let ranges = series.windows(2).map(|pair| (pair[1] - pair[0]).abs());
    (center, ranges.sum::<f64>() / (n - 1.0) / FRAC_2_SQRT_PI)
}

/// As the rules read: from every point, a look back at the points before it.
pub(crate) fn looking_back(series: &[f64]) -> Flags {
    let (center, sigma) = limits(series);
    let mut flags = Flags::default();
    for end in 0..series.len() {
        for side in [1.0, -1.0] {
            let beyond = |value: f64, multiple: f64| side * (value - center) > multiple * sigma;
            let k_of_m = |k: usize, m: usize, multiple: f64| {
                let window = &series[(end + 1).saturating_sub(m)..=end];
                let is_beyond = |value: &&f64| beyond(**value, multiple);
                beyond(series[end], multiple) && window.iter().filter(is_beyond).count() >= k
            };
            let shift = || {
                let mut sided = series[..=end].iter().rev().filter(|x| **x != center);
                beyond(series[end], 0.0)
                    && (0..8).all(|_| sided.next().is_some_and(|x| beyond(*x, 0.0)))
            };
            flags.beyond_3 += u64::from(beyond(series[end], 3.0));
            flags.two_of_three += u64::from(k_of_m(2, 3, 2.0));
            flags.four_of_five += u64::from(k_of_m(4, 5, 1.0));
            flags.eight_on_one_side += u64::from(shift());
        }
    }
    flags
}

/// With a little more thought: one pass that remembers each window as bits and the run as a
/// length.
pub(crate) fn one_pass(series: &[f64]) -> Flags {
    let (center, sigma) = limits(series);
    let mut flags = Flags::default();
    let mut beyond_2 = [0u8; 2];
    let mut beyond_1 = [0u8; 2];
    let (mut run, mut run_above) = (0u32, false);
    for value in series {
        let difference = value - center;
        let distance = difference.abs();
        let above = difference > 0.0;
        flags.beyond_3 += u64::from(distance > 3.0 * sigma);
        for (side, on_side) in [(0, above), (1, !above)] {
            let (two, one) = (distance > 2.0 * sigma, distance > sigma);
            beyond_2[side] = (beyond_2[side] << 1 | u8::from(on_side && two)) & 0b111;
            beyond_1[side] = (beyond_1[side] << 1 | u8::from(on_side && one)) & 0b1_1111;
            let holds = |bits: u8, k: u32| bits & 1 == 1 && bits.count_ones() >= k;
            flags.two_of_three += u64::from(holds(beyond_2[side], 2));
            flags.four_of_five += u64::from(holds(beyond_1[side], 4));
        }
        if difference != 0.0 {
            run = if above == run_above { run + 1 } else { 1 };
            run_above = above;
            flags.eight_on_one_side += u64::from(run >= 8);
        }
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flags::Definitions;
    use redbead_benches::{POINTS, matrix};

    #[test]
    fn loops_flag_what_the_engine_flags_series_by_series() {
        let values = matrix(1_000, POINTS);
        let expected = Definitions::WesternElectric
            .engine_flags(values.view())
            .unwrap();
        let flat = values.as_slice().unwrap();
        assert_eq!(by_series(flat, POINTS, 1, looking_back), expected);
        assert_eq!(by_series(flat, POINTS, 1, one_pass), expected);
    }

    #[test]
    fn points_on_the_center_are_among_the_data() {
        // Every eighth series holds whole half sigmas, whose mean is one of them, 100, with a chance
        // of about 1 in 55 (a sum of 120 with standard deviation 22 that is 0): 18 series expected.
        let values = matrix(8_000, POINTS);
        let on_center = |row: &&[f64]| row.contains(&limits(row).0);
        let tied = values.as_slice().unwrap().chunks(POINTS);
        assert!(tied.filter(on_center).count() > 5);
    }

    #[test]
    fn parts_keep_the_order() {
        let values = matrix(7, POINTS);
        let flat = values.as_slice().unwrap();
        let whole = by_series(flat, POINTS, 1, one_pass);
        for threads in [2, 3, 7, 50] {
            assert_eq!(by_series(flat, POINTS, threads, one_pass), whole);
        }
        assert_eq!(by_series(&[], POINTS, 2, one_pass), []);
    }

    #[test]
    fn a_constant_series_sets_a_plain_mean_apart() {
        // Ten times 0.1 sums to a little less than 1 in doubles, so a plain mean puts every point
        // above the center and, with sigma 0, beyond every limit. The engine's mean is exact.
        let series = [0.1; 10];
        assert!(limits(&series).0 < 0.1);
        assert_eq!(one_pass(&series).beyond_3, 10);
        assert_eq!(looking_back(&series), one_pass(&series));
        let row = ndarray::ArrayView2::from_shape((1, 10), &series).unwrap();
        let engine = Definitions::WesternElectric.engine_flags(row).unwrap();
        assert_eq!(engine, [Flags::default()]);
    }
}
