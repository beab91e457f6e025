//! Sigma from the spread within subgroups.

use std::fmt;

use super::Unfit;
use crate::baseline::sums::{mean, total};
use crate::constants::{Constants, SpreadKind};
use crate::sample::Sample;

/// How the sigma of a single value follows from the spread within subgroups.
///
/// # Definition
///
/// With `s_i`, `R_i` and `n_i` the standard deviation, range and size of subgroup `i`:
///
/// ```text
/// pooled          √(Σ (n_i - 1) s_i² / Σ (n_i - 1))
/// mean deviation  S̄ / c4(n), S̄ = mean of s_i; where sizes vary Σ f_i s_i/c4(n_i) / Σ f_i
///                 with f_i = c4² / (1 - c4²)
/// mean range      R̄ / d2(n), R̄ = mean of R_i; where sizes vary Σ f_i R_i/d2(n_i) / Σ f_i
///                 with f_i = d2² / d3²
/// ```
///
/// The weights are the reciprocal variances of the terms, so the more certain ones count for more
/// (Burr 1969, Control charts for measurements with varying sample sizes, J. Quality Technology
/// 1, 163-167).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Within {
    /// By the mean standard deviation where all subgroups have one size, pooled where sizes vary:
    /// Montgomery (2013), section 6.3. The default.
    #[default]
    Deviations,
    /// Pooled standard deviation.
    PooledDeviation,
    /// Mean standard deviation.
    MeanDeviation,
    /// Mean range.
    MeanRange,
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Deviations => "deviations",
            Self::PooledDeviation => "pooled_deviation",
            Self::MeanDeviation => "mean_deviation",
            Self::MeanRange => "mean_range",
        })
    }
}

/// The spread of one subgroup.
#[derive(Debug, Clone, Copy)]
struct Term {
    spread: f64,
    size: f64,
}

impl Within {
    /// The spread that it needs.
    #[must_use]
    pub const fn spread(self) -> SpreadKind {
        match self {
            Self::Deviations | Self::PooledDeviation | Self::MeanDeviation => SpreadKind::Deviation,
            Self::MeanRange => SpreadKind::Range,
        }
    }

    /// Whether the deviations of these subgroups are pooled.
    pub(crate) fn is_pooled(self, samples: &[Sample]) -> bool {
        match self {
            Self::PooledDeviation => true,
            Self::Deviations => one_size(&terms(samples)).is_none(),
            Self::MeanDeviation | Self::MeanRange => false,
        }
    }

    /// Sigma of a single value, from the useful subgroups of two values and more.
    pub(super) fn sigma(self, samples: &[Sample], constants: Constants) -> Result<f64, Unfit> {
        let terms = terms(samples);
        if terms.is_empty() {
            return Err(Unfit::NoSpread);
        }
        let sigma = if self.is_pooled(samples) {
            Some(pooled_deviation(&terms))
        } else {
            mean_sigma(&terms, self.spread(), constants)
        };
        sigma.ok_or(Unfit::NoSpread)
    }
}

/// Mean spread of the useful subgroups: plain where all have one size; where sizes vary, of
/// deviations the pooled one, of ranges the mean.
pub(super) fn mean_spread(samples: &[Sample], spread: SpreadKind) -> Option<f64> {
    let terms = terms(samples);
    if terms.is_empty() {
        return None;
    }
    if spread == SpreadKind::Deviation && one_size(&terms).is_none() {
        return Some(pooled_deviation(&terms));
    }
    let spreads: Vec<f64> = terms.iter().map(|term| term.spread).collect();
    mean(&spreads)
}

fn terms(samples: &[Sample]) -> Vec<Term> {
    samples
        .iter()
        .filter(|sample| sample.is_useful() && sample.exposure >= 2.0)
        .map(|sample| Term {
            spread: sample.numerator,
            size: sample.exposure,
        })
        .collect()
}

fn one_size(terms: &[Term]) -> Option<usize> {
    let size = terms.first()?.size;
    terms
        .iter()
        .all(|term| term.size == size)
        .then_some(size as usize)
}

fn pooled_deviation(terms: &[Term]) -> f64 {
    // Around the largest deviation, so that no square overflows or vanishes.
    let largest = terms
        .iter()
        .fold(0.0, |most: f64, term| most.max(term.spread));
    if largest == 0.0 {
        return 0.0;
    }
    let square = |term: &Term| {
        let share = term.spread / largest;
        (term.size - 1.0) * share * share
    };
    let squares: Vec<f64> = terms.iter().map(square).collect();
    let freedom: Vec<f64> = terms.iter().map(|term| term.size - 1.0).collect();
    largest * (total(&squares) / total(&freedom)).sqrt()
}

fn mean_sigma(terms: &[Term], spread: SpreadKind, constants: Constants) -> Option<f64> {
    if let Some(size) = one_size(terms) {
        let spreads: Vec<f64> = terms.iter().map(|term| term.spread).collect();
        return constants.sigma_of_spread(spread, mean(&spreads)?, size);
    }
    let weight = |term: &Term| {
        let (mean, deviation) = Constants::Exact.moments(spread, term.size as usize)?;
        Some((mean / deviation) * (mean / deviation))
    };
    let weights: Vec<f64> = terms.iter().map(weight).collect::<Option<_>>()?;
    let sigma = |term: &Term| constants.sigma_of_spread(spread, term.spread, term.size as usize);
    let sigmas: Vec<f64> = terms.iter().map(sigma).collect::<Option<_>>()?;
    let weighted: Vec<f64> = sigmas.iter().zip(&weights).map(|(s, w)| s * w).collect();
    Some(total(&weighted) / total(&weights))
}
