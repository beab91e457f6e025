//! Normalized individuals chart (i′).

use std::fmt;

use super::{FitOptions, Input, Judging, Kernel, Sigma, Unfit};
use crate::baseline::moving_range::Chains;
use crate::baseline::sums::total;
use crate::constants::Constants;
use crate::error::PlanError;
use crate::limits::{Law, NaturalRange, Parameters};
use crate::sample::Sample;

/// Normalized individuals chart ("i′"): values that rest on unequal exposures, such as mean waits
/// of few or of many patients.
///
/// # Definition
///
/// ```text
/// x_i     = numerator_i / n_i
/// center  = Σ n_i x_i / Σ n_i                          over the useful points of the baseline
/// s_i     = √(π/2) abs(x_i - x_{i-1}) / √(1/n_i + 1/n_{i-1})      no range across a gap
/// sigma_i = s̄ √(1/n_i)          s̄ = mean of s_i
/// limits  = center ± k sigma_i                          k = 3 by default
/// ```
///
/// With equal exposures these are the limits of the individuals chart.
///
/// # Input
///
/// Ratios of any numerator over any positive exposure; of a mean and the number it rests on, the
/// numerator is their product. At least 2 useful points next to each other; 20 are advised. A
/// given sigma is that of a point of exposure 1. Scaling all exposures by one factor, and the
/// numerators with them, changes nothing.
///
/// # Edge cases
///
/// A constant baseline gives sigma 0: equal points are common cause, any other is beyond.
///
/// # Accuracy and cost
///
/// As for [`Individuals`](super::Individuals), with a square root for each pair of neighbors.
///
/// # References
///
/// Taylor (2018), Normalized individuals control chart, variation.com.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct IndividualsPrime {
    /// How sigma follows from the moving ranges `d2(2) s_i`: by their mean, their median, or the
    /// mean of the screened ones.
    pub sigma: Sigma,
}

impl Kernel for IndividualsPrime {
    fn name(&self) -> &'static str {
        "i_prime"
    }

    fn describe_options(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " sigma={}", self.sigma)
    }

    fn input(&self) -> Input {
        Input::Weighted
    }

    fn range(&self) -> NaturalRange {
        NaturalRange::UNBOUNDED
    }

    fn judging(&self) -> Judging {
        Judging::AnyRule
    }

    fn minimum(&self) -> usize {
        2
    }

    fn check(&self) -> Result<(), PlanError> {
        match self.sigma {
            Sigma::MovingRange | Sigma::MedianMovingRange | Sigma::ScreenedMovingRange => Ok(()),
            Sigma::Span(_) | Sigma::StandardDeviation => Err(PlanError::Option {
                owner: self.name().to_owned(),
                option: "sigma",
                value: self.sigma.to_string(),
                expected: "one from moving ranges of two, which alone can be normalized",
            }),
        }
    }

    /// The given sigma is that of a point of exposure 1.
    fn given(
        &self,
        center: f64,
        sigma: Option<f64>,
        _: Constants,
    ) -> Result<Parameters, PlanError> {
        let sigma = self.needs_sigma(sigma)?;
        Ok(Parameters::new(center, Law::OfMeans { sigma }))
    }

    fn fit(&self, samples: &[Sample], options: FitOptions) -> Result<Parameters, Unfit> {
        let chains = Chains::with(samples, options.chain, |sample| {
            (sample.value, sample.exposure)
        });
        // Ranges as of two points of exposure 1: s_i = range / d2(2).
        let ranges = chains.view().pairs(|(before, n_before), (value, n)| {
            // The harmonic mean of the exposures, without a reciprocal that could overflow.
            let harmonic = n.min(n_before) * (2.0 / (1.0 + n.min(n_before) / n.max(n_before)));
            (value - before).abs() * harmonic.sqrt()
        });
        let sigma = self.sigma.of_moving_ranges(ranges, options.constants);
        let sigma = sigma.ok_or_else(|| Unfit::TooFewNeighbors {
            have: chains.view().longest(),
            need: 2,
        })?;
        let center = options.center.unwrap_or_else(|| weighted_mean(samples));
        Ok(Parameters::new(center, Law::OfMeans { sigma }))
    }
}

/// `Σ n_i x_i / Σ n_i` over the useful samples. Shifted by the first value, so that a constant
/// series has exactly its value as mean. Not a number without any.
pub(crate) fn weighted_mean(samples: &[Sample]) -> f64 {
    let useful = || samples.iter().filter(|sample| sample.is_useful());
    let shift = useful().next().map_or(f64::NAN, |sample| sample.value);
    let deviations: Vec<f64> = useful()
        .map(|sample| sample.exposure * (sample.value - shift))
        .collect();
    let exposures: Vec<f64> = useful().map(|sample| sample.exposure).collect();
    shift + total(&deviations) / total(&exposures)
}
