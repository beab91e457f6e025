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
/// unbiased pooled pooled / c4(Σ (n_i - 1) + 1)
/// unweighted      mean of s_i/c4(n_i), or of R_i/d2(n_i)
/// ```
///
/// The weights are the reciprocal variances of the terms, so the more certain ones count for more
/// (Burr 1969, Control charts for measurements with varying sample sizes, J. Quality Technology
/// 1, 163-167). Minitab takes them, and the unbiased pooled deviation; the R package qcc by default
/// the unweighted means. Where all subgroups have one size, weighted and unweighted are the same.
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
    /// Pooled standard deviation, over the mean of one with as many degrees of freedom.
    UnbiasedPooledDeviation,
    /// Mean standard deviation, each subgroup counting the same.
    UnweightedDeviation,
    /// Mean range, each subgroup counting the same.
    UnweightedRange,
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Deviations => "deviations",
            Self::PooledDeviation => "pooled_deviation",
            Self::MeanDeviation => "mean_deviation",
            Self::MeanRange => "mean_range",
            Self::UnbiasedPooledDeviation => "unbiased_pooled_deviation",
            Self::UnweightedDeviation => "unweighted_deviation",
            Self::UnweightedRange => "unweighted_range",
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
            Self::Deviations
            | Self::PooledDeviation
            | Self::MeanDeviation
            | Self::UnbiasedPooledDeviation
            | Self::UnweightedDeviation => SpreadKind::Deviation,
            Self::MeanRange | Self::UnweightedRange => SpreadKind::Range,
        }
    }

    /// Whether the deviations of these subgroups are pooled.
    pub(crate) fn is_pooled(self, samples: &[Sample]) -> bool {
        match self {
            Self::PooledDeviation | Self::UnbiasedPooledDeviation => true,
            Self::Deviations => one_size(&terms(samples)).is_none(),
            _ => false,
        }
    }

    /// Sigma of a single value, from the useful subgroups of two values and more.
    pub(super) fn sigma(self, samples: &[Sample], constants: Constants) -> Result<f64, Unfit> {
        let terms = terms(samples);
        if terms.is_empty() {
            return Err(Unfit::NoSpread);
        }
        let sigma = match self {
            Self::UnbiasedPooledDeviation => {
                let freedom: f64 = terms.iter().map(|term| term.size - 1.0).sum();
                let c4 = constants.c4(freedom as usize + 1);
                c4.map(|c4| pooled_deviation(&terms) / c4)
            }
            _ if self.is_pooled(samples) => Some(pooled_deviation(&terms)),
            _ => mean_sigma(&terms, self, constants),
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

fn mean_sigma(terms: &[Term], within: Within, constants: Constants) -> Option<f64> {
    let spread = within.spread();
    if let Some(size) = one_size(terms) {
        let spreads: Vec<f64> = terms.iter().map(|term| term.spread).collect();
        return constants.sigma_of_spread(spread, mean(&spreads)?, size);
    }
    let is_weighted = !matches!(
        within,
        Within::UnweightedDeviation | Within::UnweightedRange
    );
    let weight = |term: &Term| {
        let (mean, deviation) = Constants::Exact.moments(spread, term.size as usize)?;
        let root = if is_weighted { mean / deviation } else { 1.0 };
        Some(root * root)
    };
    let weights: Vec<f64> = terms.iter().map(weight).collect::<Option<_>>()?;
    let sigma = |term: &Term| constants.sigma_of_spread(spread, term.spread, term.size as usize);
    let sigmas: Vec<f64> = terms.iter().map(sigma).collect::<Option<_>>()?;
    let weighted: Vec<f64> = sigmas.iter().zip(&weights).map(|(s, w)| s * w).collect();
    Some(total(&weighted) / total(&weights))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Kind;

    /// Two subgroups of two values and one of three.
    fn subgroups(spreads: [f64; 3]) -> Vec<Sample> {
        let sizes = [2.0, 2.0, 3.0];
        let subgroup = |(spread, size): (f64, f64)| Sample {
            value: 10.0,
            numerator: spread,
            exposure: size,
            kind: Kind::Confirmed,
        };
        spreads.into_iter().zip(sizes).map(subgroup).collect()
    }

    fn sigma(within: Within, spreads: [f64; 3]) -> f64 {
        let sigma = within.sigma(&subgroups(spreads), Constants::Exact);
        sigma.unwrap_or(f64::NAN)
    }

    #[test]
    fn subgroups_of_unlike_size_by_hand() {
        let near = |found: f64, expected: f64| (found - expected).abs() < 5e-6;
        let s = [1.0, 2.0, 3.0];
        // (1 x 1 + 1 x 4 + 2 x 9) / 4 = 5.75.
        assert!(near(sigma(Within::PooledDeviation, s), 5.75_f64.sqrt()));
        assert!(near(sigma(Within::Deviations, s), 5.75_f64.sqrt()));
        // c4(5) = 0.939986.
        let unbiased = 5.75_f64.sqrt() / 0.939_986;
        assert!(near(sigma(Within::UnbiasedPooledDeviation, s), unbiased));
        // 1/c4: 1/0.797885 = 1.253314, 2.506628, 3/0.886227 = 3.385138.
        assert!(near(sigma(Within::UnweightedDeviation, s), 2.381_693));
        // Weights c4²/(1 - c4²): 1.751938 twice, 3.659792.
        // (1.751938 x (1.253314 + 2.506628) + 3.659792 x 3.385138) / 7.163668 = 2.648934.
        assert!(near(sigma(Within::MeanDeviation, s), 2.648_934));
        // Ranges 1, 2, 4: 1/1.128379 = 0.886227, 1.772454, 4/1.692569 = 2.363272.
        let r = [1.0, 2.0, 4.0];
        assert!(near(sigma(Within::UnweightedRange, r), 1.673_984));
    }

    #[test]
    fn of_one_size_all_means_are_plain() {
        let samples: Vec<Sample> = subgroups([1.0, 2.0, 3.0]).drain(..2).collect();
        let of = |within: Within| within.sigma(&samples, Constants::Exact);
        assert_eq!(of(Within::MeanDeviation), of(Within::UnweightedDeviation));
        assert_eq!(of(Within::Deviations), of(Within::MeanDeviation));
        assert_eq!(of(Within::MeanRange), of(Within::UnweightedRange));
        let single = [Sample {
            exposure: 1.0,
            ..samples[0]
        }];
        let none = Within::MeanRange.sigma(&single, Constants::Exact);
        assert_eq!(none, Err(Unfit::NoSpread));
    }
}
