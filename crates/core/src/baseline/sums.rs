//! Sums that do not depend on the road: shifted by the first value and striped over eight lanes.

use fearless_simd::{Level, Simd, dispatch, f64x8, prelude::*};

const LANES: usize = 8;

/// A running sum of `x - shift`, kept in eight lanes that take turns.
///
/// Shifting by the first value keeps the digits that differ: a constant series has exactly its value as mean, and
/// values near 1e9 lose nothing to their common part. Taking turns fixes one order of summation
/// that a loop over single values and a loop over blocks of eight share, so both end with the
/// same bits, and the second vectorizes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StripedSum {
    /// What is taken off every value; the first one when not known before.
    shift: Option<f64>,
    lanes: [f64; LANES],
    count: usize,
}

impl StripedSum {
    /// A sum around its first value.
    pub(crate) const fn new() -> Self {
        Self::around(None)
    }

    /// A sum around zero: exact for whole numbers up to 2⁵³.
    pub(crate) const fn plain() -> Self {
        Self::around(Some(0.0))
    }

    const fn around(shift: Option<f64>) -> Self {
        Self {
            shift,
            lanes: [0.0; LANES],
            count: 0,
        }
    }

    /// Adds one value.
    pub(crate) fn push(&mut self, value: f64) {
        let shift = *self.shift.get_or_insert(value);
        self.lanes[self.count % LANES] += value - shift;
        self.count += 1;
    }

    /// Adds all values, bit for bit as pushing them one by one.
    pub(crate) fn extend(&mut self, values: &[f64]) {
        self.extend_with(values, |value| value);
    }

    /// Adds what `of` makes of each value, bit for bit as pushing them one by one.
    fn extend_with(&mut self, values: &[f64], of: impl Fn(f64) -> f64) {
        let rest = self.push_to_block(values.len(), |i| of(values[i]));
        let (blocks, tail) = values[rest..].as_chunks::<LANES>();
        let shift = self.shift.unwrap_or(0.0);
        let mut lanes = self.lanes;
        for block in blocks {
            for (lane, value) in lanes.iter_mut().zip(block) {
                *lane += of(*value) - shift;
            }
        }
        for (lane, value) in lanes.iter_mut().zip(tail) {
            *lane += of(*value) - shift;
        }
        self.lanes = lanes;
        self.count += values.len() - rest;
    }

    /// Adds `abs(x_i - x_{i-1})` of each two neighbors, bit for bit as pushing them one by one.
    pub(crate) fn extend_ranges(&mut self, values: &[f64]) {
        let (Some((_, before)), Some((_, after))) = (values.split_last(), values.split_first())
        else {
            return;
        };
        let range = |i: usize| (after[i] - before[i]).abs();
        let rest = self.push_to_block(after.len(), range);
        let (before_blocks, before_tail) = before[rest..].as_chunks::<LANES>();
        let (after_blocks, after_tail) = after[rest..].as_chunks::<LANES>();
        let shift = self.shift.unwrap_or(0.0);
        let mut lanes = self.lanes;
        for (before, after) in before_blocks.iter().zip(after_blocks) {
            for ((lane, before), after) in lanes.iter_mut().zip(before).zip(after) {
                *lane += (after - before).abs() - shift;
            }
        }
        for ((lane, before), after) in lanes.iter_mut().zip(before_tail).zip(after_tail) {
            *lane += (after - before).abs() - shift;
        }
        self.lanes = lanes;
        self.count += after.len() - rest;
    }

    /// Pushes values until a whole block of lanes can be added at once, and gives their number. The
    /// first of `len` values is the shift, if there is none yet.
    fn push_to_block(&mut self, len: usize, value: impl Fn(usize) -> f64) -> usize {
        if len > 0 && self.shift.is_none() {
            self.shift = Some(value(0));
        }
        let wanting = self.count.next_multiple_of(LANES) - self.count;
        let pushed = wanting.min(len);
        (0..pushed).for_each(|i| self.push(value(i)));
        pushed
    }

    /// Arithmetic mean; none without values. Not finite where the sum overflows.
    pub(crate) fn mean(&self) -> Option<f64> {
        let shift = self.shift.filter(|_| self.count > 0)?;
        Some(shift + self.shifted_total() / self.count as f64)
    }

    /// Plain total. Not finite where the sum overflows.
    pub(crate) fn total(&self) -> f64 {
        self.shift.unwrap_or(0.0) * self.count as f64 + self.shifted_total()
    }

    fn shifted_total(&self) -> f64 {
        let [a, b, c, d, e, f, g, h] = self.lanes;
        ((a + b) + (c + d)) + ((e + f) + (g + h))
    }
}

/// Arithmetic mean; none without values.
pub(crate) fn mean(values: &[f64]) -> Option<f64> {
    let mut sum = StripedSum::new();
    sum.extend(values);
    sum.mean()
}

/// Sum of the values, around zero.
pub(crate) fn total(values: &[f64]) -> f64 {
    let mut sum = StripedSum::plain();
    sum.extend(values);
    sum.total()
}

/// Mean of `abs(x_i - x_{i-1})` over each two neighbors in each of some chains; none without any.
pub(crate) fn mean_range<'a>(chains: impl Iterator<Item = &'a [f64]>) -> Option<f64> {
    let mut sum = StripedSum::new();
    chains.for_each(|chain| sum.extend_ranges(chain));
    sum.mean()
}

/// [`mean`] of at least two values and [`mean_range`] of them as one chain, to the same bits: both
/// from one look at each value, in registers as wide as the level has.
pub(crate) fn mean_and_mean_range(level: Level, values: &[f64]) -> Option<(f64, f64)> {
    dispatch!(level, simd => striped_with_ranges(simd, values))
}

#[inline(always)]
fn striped_with_ranges<S: Simd>(simd: S, values: &[f64]) -> Option<(f64, f64)> {
    let (first, after) = values.split_first()?;
    let mut sum = StripedSum::around(Some(*first));
    let mut ranges = StripedSum::around(Some((after.first()? - first).abs()));
    let shift = |sum: &StripedSum| sum.shift.unwrap_or(0.0);
    let (sum_shift, range_shift) = (shift(&sum), shift(&ranges));
    let (sum_shifts, range_shifts) = (
        f64x8::splat(simd, sum_shift),
        f64x8::splat(simd, range_shift),
    );
    let (mut sums, mut range_sums) = (f64x8::splat(simd, 0.0), f64x8::splat(simd, 0.0));
    let (blocks, _) = values.as_chunks::<LANES>();
    let (after_blocks, after_rest) = after.as_chunks::<LANES>();
    for (block, after) in blocks.iter().zip(after_blocks) {
        let (block, after) = (
            f64x8::from_slice(simd, block),
            f64x8::from_slice(simd, after),
        );
        sums += block - sum_shifts;
        range_sums += (after - block).abs() - range_shifts;
    }
    // Whole blocks have a last one without a value after it.
    let last = &values[LANES * after_blocks.len()..];
    sums.store_slice(&mut sum.lanes);
    range_sums.store_slice(&mut ranges.lanes);
    for (lane, (value, after)) in last.iter().zip(after_rest).enumerate() {
        ranges.lanes[lane] += (after - value).abs() - range_shift;
    }
    for (lane, value) in last.iter().enumerate() {
        sum.lanes[lane] += value - sum_shift;
    }
    (sum.count, ranges.count) = (values.len(), after.len());
    Some((sum.mean()?, ranges.mean()?))
}

/// 2⁵²: from here on a double holds no fraction, so adding it takes the fraction off.
pub(crate) const WHOLE: f64 = 4_503_599_627_370_496.0;

/// Whether a number is a whole one from 0 to 2⁵². Without a branch, so that a loop over a column is
/// vectorized.
#[inline(always)]
#[allow(clippy::manual_range_contains)] // Which branches.
pub(crate) fn is_whole(value: f64) -> bool {
    (value >= 0.0) & (value <= WHOLE) & ((value + WHOLE) - WHOLE == value)
}

/// Sum of whole numbers from 0 up to 2⁵², each and altogether; none for others. No rounding takes
/// place, so it is the sum by any road.
fn whole_total(values: &[f64]) -> Option<f64> {
    dispatch!(Level::new(), _ => striped_whole_total(values))
}

#[inline(always)]
fn striped_whole_total(values: &[f64]) -> Option<f64> {
    let mut lanes = [0.0; LANES];
    let mut whole = [true; LANES];
    let (blocks, tail) = values.as_chunks::<LANES>();
    for block in blocks {
        for ((lane, whole), value) in lanes.iter_mut().zip(&mut whole).zip(block) {
            *whole &= is_whole(*value);
            *lane += value;
        }
    }
    let total = lanes.iter().chain(tail).sum::<f64>();
    (whole == [true; LANES] && tail.iter().all(|value| is_whole(*value)) && total <= WHOLE)
        .then_some(total)
}

/// Sum of the values with what rounding lost of each step added at the end (Neumaier 1974): within
/// about a unit in the last place of the exact sum, and exact for whole numbers up to 2⁵³.
pub(crate) fn compensated_total(values: &[f64]) -> f64 {
    if let Some(total) = whole_total(values) {
        return total;
    }
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = sum + value;
        lost += if sum.abs() >= value.abs() {
            (sum - next) + value
        } else {
            (value - next) + sum
        };
        sum = next;
    }
    // An infinite sum lost nothing that could be told.
    if sum.is_finite() { sum + lost } else { sum }
}

/// Sample standard deviation `sqrt(Σ (x - x̄)² / (n - 1))`; none below two values.
///
/// Two passes, with the correction for what rounding left of `Σ (x - x̄)`.
pub(crate) fn standard_deviation(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let mean = mean(values).filter(|_| values.len() > 1)?;
    let (mut residue, mut squares) = (StripedSum::plain(), StripedSum::plain());
    residue.extend_with(values, |value| value - mean);
    squares.extend_with(values, |value| (value - mean) * (value - mean));
    let (residue, squares) = (residue.total(), squares.total());
    let variance = (squares - residue * residue / n) / (n - 1.0);
    Some(variance.max(0.0).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_constant_series_has_exactly_its_value_as_mean() {
        for value in [0.1, 1e9 + 0.3, -7.7e-300, 1e300] {
            assert_eq!(mean(&[value; 13]), Some(value));
            assert_eq!(standard_deviation(&[value; 13]), Some(0.0));
        }
    }

    #[test]
    fn too_few_values_have_no_statistics() {
        assert_eq!(mean(&[]), None);
        assert_eq!(standard_deviation(&[4.0]), None);
        assert_eq!(total(&[]), 0.0);
        assert_eq!(compensated_total(&[]), 0.0);
    }

    #[test]
    fn what_rounding_loses_is_added_at_the_end() {
        assert_eq!(compensated_total(&[1e16, 1.0, -1e16, 2.0]), 3.0);
        assert_eq!(compensated_total(&[4.5e15, 4.5e15, 1.0]), 9e15 + 1.0);
        assert_eq!(compensated_total(&[-0.0]), 0.0);
        assert_eq!(compensated_total(&[0.3; 400]), 120.0);
        assert_eq!(compensated_total(&[f64::MAX, f64::MAX]), f64::INFINITY);
    }

    proptest! {
        #[test]
        fn both_means_at_once_have_the_same_bits(
            values in prop::collection::vec(-1e9f64..1e9, 0..80), round in any::<bool>(),
        ) {
            let values: Vec<f64> = values.iter().map(|x| if round { x.round() } else { *x }).collect();
            let apart = mean(&values).zip(mean_range(std::iter::once(values.as_slice())));
            let bits = |means: Option<(f64, f64)>| means.map(|(a, b)| (a.to_bits(), b.to_bits()));
            for level in crate::lanes::levels() {
                prop_assert_eq!(bits(mean_and_mean_range(level, &values)), bits(apart));
            }
        }

        #[test]
        fn pushed_and_extended_sums_have_the_same_bits(
            values in prop::collection::vec(any::<f64>(), 0..80),
            cut in 0usize..80,
        ) {
            let mut pushed = StripedSum::new();
            values.iter().for_each(|value| pushed.push(*value));
            let (head, tail) = values.split_at(cut.min(values.len()));
            let mut extended = StripedSum::new();
            extended.extend(head);
            extended.extend(tail);
            prop_assert_eq!(pushed.total().to_bits(), extended.total().to_bits());
            prop_assert_eq!(pushed.mean().map(f64::to_bits), extended.mean().map(f64::to_bits));
        }

        #[test]
        fn ranges_of_blocks_have_the_bits_of_ranges_one_by_one(
            values in prop::collection::vec(-1e9..1e9, 0..80),
            cut in 0usize..80,
        ) {
            let (head, tail) = values.split_at(cut.min(values.len()));
            let mut pushed = StripedSum::new();
            for chain in [head, tail] {
                chain.windows(2).for_each(|pair: &[f64]| pushed.push((pair[1] - pair[0]).abs()));
            }
            let mean = mean_range([head, tail].into_iter());
            prop_assert_eq!(pushed.mean().map(f64::to_bits), mean.map(f64::to_bits));
        }

        #[test]
        fn whole_numbers_have_one_sum(values in prop::collection::vec(0u64..1 << 48, 0..80)) {
            let whole: Vec<f64> = values.iter().map(|value| *value as f64).collect();
            let exact = values.iter().sum::<u64>();
            prop_assert_eq!(whole_total(&whole), (exact <= 1 << 52).then_some(exact as f64));
        }
    }
}
