//! Quantiles behind exact probability limits: binomial, Poisson, geometric, exponential.
//!
//! # Definition
//!
//! For a count `X` and a tail probability `a`:
//!
//! ```text
//! lower count: the smallest x with P(X <= x) >= a        so that P(X < lower) < a
//! upper count: the smallest x with P(X > x) <= a
//! ```
//!
//! A count strictly below the lower or strictly above the upper one has at most the chance `a`, on
//! each side. A probability that misses `a` by rounding alone counts as equal to it: by less than
//! [`TIE`] of itself for sums, by a few units in the last place for closed forms.
//!
//! # Edge cases
//!
//! Total: NaN comes from NaN only, and an `a` or a parameter outside its range is taken as the
//! nearest end of it. A tail of no chance (`a = 0`) ends where the distribution does, at infinity
//! if it has no end. A smaller `a` never gives an inner count.
//!
//! # Accuracy and cost
//!
//! Up to a variance of [`MAX_SUMMED_VARIANCE`] the mass is summed from each candidate outwards,
//! with a relative error below `TIE` as long as probabilities are normal doubles (`a` above some
//! 1e-300): the count is right unless `a` is that close to a probability. As a rule two sums of some
//! 9 standard deviations are needed: 0.4 us and another 16 ns for each unit of the standard
//! deviation, so at most 6 us.
//!
//! Above, a Cornish-Fisher expansion is rounded up, in 0.2 us. Its error at 3 sigma is 8e-9 of one
//! count at that variance and falls with its power 3/2; from a variance of some 1e6 the rounding of
//! the mean takes over, 1e-16 of it. That error is the share of counts that may be off by one.
//!
//! # References
//!
//! Loader (2000), Fast and accurate computation of binomial probabilities: the saddle-point form.
//! Cornish, Fisher (1938), Moments and cumulants in the specification of distributions, Rev. Inst.
//! Int. Stat. 5, 307-320; Sheppard's corrections make a smooth distribution of a lattice one.
//! Giles (2016), Algorithm 955: approximation of the inverse Poisson cumulative distribution
//! function, ACM Trans. Math. Softw. 42, 7: the same expansion for the Poisson case.

use std::f64::consts::{PI, SQRT_2};

use statrs::distribution::{ContinuousCDF, Normal};

mod mass;
#[cfg(test)]
mod tests;

use mass::Mass;

/// Probabilities that differ by less than this share are equal.
const TIE: f64 = 1e-12;

/// Largest variance up to which probabilities are summed.
const MAX_SUMMED_VARIANCE: f64 = 1e5;

/// One end of a distribution, and the chance beyond it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Tail {
    /// The chance of less.
    Lower(f64),
    /// The chance of more.
    Upper(f64),
}

impl Tail {
    /// The same end with a chance in `0..=1`, or NaN.
    fn clamped(self) -> Self {
        match self {
            Self::Lower(a) => Self::Lower(a.clamp(0.0, 1.0)),
            Self::Upper(a) => Self::Upper(a.clamp(0.0, 1.0)),
        }
    }

    /// The smaller of the two tails that say the same; `1 - a` is exact from 1/2 on.
    fn smaller(self) -> Self {
        match self.clamped() {
            Self::Lower(a) if a > 0.5 => Self::Upper(1.0 - a),
            Self::Upper(a) if a > 0.5 => Self::Lower(1.0 - a),
            tail => tail,
        }
    }

    const fn chance(self) -> f64 {
        match self {
            Self::Lower(a) | Self::Upper(a) => a,
        }
    }

    /// The standard normal quantile.
    fn deviate(self) -> f64 {
        match self {
            Self::Lower(a) => normal_quantile(a),
            Self::Upper(a) => -normal_quantile(a),
        }
    }

    /// `-ln P(X > x)` at the quantile `x` of a continuous `X`.
    fn hazard(self) -> f64 {
        match self.clamped() {
            Self::Lower(a) => -libm::log1p(-a),
            Self::Upper(a) => -libm::log(a),
        }
    }
}

/// `P(Z <= x)` of a standard normal `Z`, with a relative error of some `x² 1e-16` below 0: the
/// rounding of `x / sqrt(2)`.
pub(crate) fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x / SQRT_2)
}

/// The `x` with `P(Z <= x) = p` of a standard normal `Z`; infinite outside `0 < p < 1`.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    if p.is_nan() {
        f64::NAN
    } else if p <= 0.0 {
        f64::NEG_INFINITY
    } else if p >= 1.0 {
        f64::INFINITY
    } else if p == 0.5 {
        0.0
    } else {
        Normal::standard().inverse_cdf(p)
    }
}

/// Quantile of the number of events in `trials` trials, each with the chance `probability`.
///
/// `trials` is whole and at most 2^53.
pub(crate) fn binomial_quantile(tail: Tail, trials: f64, probability: f64) -> f64 {
    if tail.chance().is_nan() || trials.is_nan() || probability.is_nan() {
        return f64::NAN;
    }
    let trials = trials.clamp(0.0, 9_007_199_254_740_992.0).floor();
    Mass::binomial(trials, probability.clamp(0.0, 1.0)).quantile(tail.smaller())
}

/// Quantile of a Poisson count.
pub(crate) fn poisson_quantile(tail: Tail, mean: f64) -> f64 {
    if tail.chance().is_nan() || mean.is_nan() {
        return f64::NAN;
    }
    Mass::poisson(mean.clamp(0.0, f64::MAX)).quantile(tail.smaller())
}

/// Quantile of a geometric count: units before the event, with support 0, 1, 2 ....
///
/// # Definition
///
/// ```text
/// p = 1 / (1 + mean)        P(X > x) = (1 - p)^(x+1) = exp(-(x+1) ln(1 + 1/mean))
/// ```
///
/// # Accuracy and cost
///
/// Closed form. A chance within 8 units in the last place of a whole `x` gives that `x`.
pub(crate) fn geometric_quantile(tail: Tail, mean: f64) -> f64 {
    let hazard = tail.hazard();
    if mean.is_nan() || hazard.is_nan() {
        return f64::NAN;
    }
    if mean <= 0.0 || hazard <= 0.0 {
        return 0.0;
    }
    if hazard.is_infinite() {
        return hazard;
    }
    let counts = hazard / libm::log1p(1.0 / mean);
    ((counts * (1.0 - 4.0 * f64::EPSILON)).ceil() - 1.0).max(0.0)
}

/// Median of a geometric count: the smallest `x` with at least half of the chance up to it.
pub(crate) fn geometric_median(mean: f64) -> f64 {
    geometric_quantile(Tail::Lower(0.5), mean)
}

/// Quantile of an exponential time: `-mean ln P(X > x)`.
pub(crate) fn exponential_quantile(tail: Tail, mean: f64) -> f64 {
    let hazard = tail.hazard();
    if mean.is_nan() || hazard.is_nan() {
        return f64::NAN;
    }
    if mean <= 0.0 || hazard <= 0.0 {
        return 0.0;
    }
    mean * hazard
}
