//! The useful points of a series, column by column: what a batch of points is fitted from.

use fearless_simd::{Level, Simd, dispatch, f64x8, prelude::*};

use super::{Chart, FitOptions, Reader, Unfit};
use crate::baseline::moving_range::ChainView;
use crate::baseline::selection::Scratch;
use crate::baseline::sums::{WHOLE, is_whole};
use crate::chart::read::Input;
use crate::limits::Parameters;

/// The useful points of a baseline, column by column. What a [`Sample`](crate::sample::Sample) holds
/// of one point, these hold of all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Columns<'a> {
    pub(crate) values: &'a [f64],
    pub(crate) numerators: &'a [f64],
    /// Empty where every exposure is 1.
    pub(crate) exposures: &'a [f64],
    /// Where each chain of neighbors ends; rising.
    pub(crate) ends: &'a [usize],
}

impl<'a> Columns<'a> {
    pub(super) fn chains(&self) -> ChainView<'a> {
        ChainView {
            values: self.values,
            ends: self.ends,
        }
    }
}

impl Chart {
    /// Whether the chart is fitted from columns, and its lines lie evenly around the center.
    pub(crate) fn fits_columns(&self) -> bool {
        self.kernel().fits_columns()
    }

    /// Whether a fit to values that are not all finite fails, unless the center is given.
    pub(crate) fn fit_refuses_infinity(&self) -> bool {
        self.kernel().fit_refuses_infinity()
    }

    /// Parameters from the useful points of a baseline, as [`fit`](Self::fit) gives them, in memory
    /// of the caller's; none on a chart that fits samples only.
    pub(crate) fn fit_columns(
        &self,
        columns: &Columns<'_>,
        options: FitOptions,
        scratch: &mut Scratch,
    ) -> Option<Result<Parameters, Unfit>> {
        let useful = columns.values.len().max(columns.numerators.len());
        if let Some(unfit) = self.too_few(useful) {
            return Some(Err(unfit));
        }
        let fitted = self.kernel().fit_columns(columns, options, scratch)?;
        Some(fitted.and_then(Self::finite))
    }

    /// The same from a column without gaps, of the commonest charts; none of another, or where
    /// there is no fit.
    #[inline]
    pub(crate) fn fit_values(
        &self,
        values: &[f64],
        options: FitOptions,
        scratch: &Scratch,
    ) -> Option<Parameters> {
        let Self::Individuals(chart) = self else {
            return None;
        };
        let parameters = chart.usual(values, options, scratch.level)?;
        Self::finite(parameters).ok()
    }
}

/// Without a branch, so that a loop over a column is vectorized.
#[inline(always)]
#[allow(clippy::manual_range_contains)] // Which branches.
fn is_between(value: f64, least: f64, most: f64) -> bool {
    (value >= least) & (value <= most)
}

/// Whether something holds for each two numbers of two columns of the same length.
#[inline(always)]
fn all_pairs(xs: &[f64], ys: &[f64], holds: impl Fn(f64, f64) -> bool) -> bool {
    // Lanes of their own, so that none waits for the one before.
    let mut all = [true; 16];
    let (x_chunks, x_rest) = xs.as_chunks::<16>();
    let (y_chunks, y_rest) = ys.as_chunks::<16>();
    for (xs, ys) in x_chunks.iter().zip(y_chunks) {
        for ((all, x), y) in all.iter_mut().zip(xs).zip(ys) {
            *all &= holds(*x, *y);
        }
    }
    let rest = x_rest.iter().zip(y_rest);
    all == [true; 16] && rest.fold(true, |all, (x, y)| all & holds(*x, *y))
}

#[inline(always)]
fn all(values: &[f64], holds: impl Fn(f64) -> bool) -> bool {
    all_pairs(values, values, |value, _| holds(value))
}

/// Whether no number is farther from 0 than `limit`.
#[inline(always)]
fn all_within<S: Simd>(simd: S, values: &[f64], limit: f64) -> bool {
    let (chunks, rest) = values.as_chunks::<8>();
    let mut within = f64x8::splat(simd, 0.0).simd_le(0.0);
    for chunk in chunks {
        within &= f64x8::from_slice(simd, chunk).abs().simd_le(limit);
    }
    within.all_true() && rest.iter().all(|value| value.abs() <= limit)
}

impl Reader {
    /// Whether every finite value is read as it stands.
    pub(crate) fn takes_numbers(&self) -> bool {
        self.input == Input::Number && self.limit == f64::MAX
    }

    /// Whether every value of a column is read as it stands. A column that is not may still be
    /// read one by one, with missing points, or is refused.
    pub(crate) fn takes_all(&self, values: &[f64]) -> bool {
        dispatch!(Level::new(), simd => self.takes_each(simd, values))
    }

    /// In registers as wide as where it is inlined.
    #[inline(always)]
    fn takes_each<S: Simd>(&self, simd: S, values: &[f64]) -> bool {
        let limit = self.limit;
        match self.input {
            Input::Number => all_within(simd, values, limit),
            Input::Count => limit >= WHOLE && all(values, is_whole),
            _ => false,
        }
    }

    /// The same of numerators and denominators, where their quotient is plotted.
    pub(crate) fn takes_all_ratios(&self, numerators: &[f64], denominators: &[f64]) -> bool {
        dispatch!(Level::new(), _ => self.takes_each_ratio(numerators, denominators))
    }

    #[inline(always)]
    fn takes_each_ratio(&self, numerators: &[f64], denominators: &[f64]) -> bool {
        /// No quotient of a count by this much overflows.
        const LEAST_EXPOSURE: f64 = 1e-200;

        let exposed = |exposure: f64| is_between(exposure, LEAST_EXPOSURE, f64::MAX);
        self.limit == f64::MAX
            && match self.input {
                Input::Cases => all(numerators, is_whole) && all(denominators, exposed),
                Input::PartOfWhole => all_pairs(numerators, denominators, |part, whole| {
                    is_whole(part) & is_whole(whole) & (whole > 0.0) & (part <= whole)
                }),
                _ => false,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::Observation;
    use crate::sample::Sample;
    use crate::series::Invalid;

    const ODD: [f64; 14] = [
        0.0,
        -0.0,
        1.0,
        3.5,
        -2.0,
        4e15,
        4_503_599_627_370_497.0,
        1e16,
        1e-300,
        5e-324,
        f64::MAX,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
    ];

    /// What one point at a time says.
    fn takes(chart: &Chart, observation: Observation) -> bool {
        let read = chart.reader().read(observation, 0, Invalid::Refuse);
        read.is_ok_and(Sample::is_useful)
    }

    #[test]
    fn a_column_that_is_taken_whole_holds_only_what_is_taken_one_by_one() {
        for chart in [
            Chart::run(),
            Chart::individuals(),
            Chart::moving_range(),
            Chart::c(),
        ] {
            let mut taken = 0;
            for value in ODD {
                let whole = chart.reader().takes_all(&[1.0, value]);
                assert!(
                    !whole || takes(&chart, Observation::value(value)),
                    "{chart} {value}"
                );
                taken += usize::from(whole);
            }
            assert!(taken >= 4, "{chart}");
        }
        for chart in [Chart::p(), Chart::u()] {
            let mut taken = 0;
            for (part, whole) in ODD.iter().flat_map(|part| ODD.map(|whole| (*part, whole))) {
                let all = chart.reader().takes_all_ratios(&[1.0, part], &[2.0, whole]);
                assert!(
                    !all || takes(&chart, Observation::ratio(part, whole)),
                    "{chart}"
                );
                taken += usize::from(all);
            }
            assert!(taken >= 6, "{chart} {taken}");
        }
        assert!(!Chart::p().reader().takes_all(&[1.0]));
        assert!(!Chart::c().reader().takes_all_ratios(&[1.0], &[1.0]));
    }
}
