//! Laney's proportion chart (p′).

use std::fmt;

use super::laney::{dispersed, with_sigma_z};
use super::proportion::pooled;
use super::{FitOptions, Input, Judging, Kernel, Sigma, Unfit};
use crate::constants::Constants;
use crate::error::PlanError;
use crate::limits::{NaturalRange, Parameters};
use crate::sample::Sample;

/// Laney's proportion chart ("p′"): proportions of large numbers, which vary more than a binomial.
///
/// # Definition
///
/// ```text
/// x_i     = count_i / n_i
/// center  = p̄ = Σ count_i / Σ n_i                 over the useful points of the baseline
/// z_i     = (x_i - p̄) / √(p̄ (1 - p̄) / n_i)
/// sigma_z = mean of abs(z_i - z_{i-1}) / d2(2)     no range across a gap
/// sigma_i = √(p̄ (1 - p̄) / n_i) sigma_z
/// limits  = p̄ ± k sigma_i, clipped to 0 and 1      k = 3 by default
/// ```
///
/// Other ways to `sigma_z`: see [`Sigma`], here of the `z_i`.
///
/// # Input
///
/// As for [`Proportion`](super::Proportion), with at least 2 useful points next to each other; 20
/// are advised. A given sigma is `sigma_z`.
///
/// # Edge cases
///
/// `sigma_z` below 1 narrows the limits; that is by definition. Without any variance in the counts
/// `sigma_z` is 0: equal points are common cause, any other is beyond.
///
/// # Accuracy and cost
///
/// As for [`Individuals`](super::Individuals).
///
/// # References
///
/// Laney (2002), Improved control charts for attributes, Quality Engineering 14, 531-537.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct ProportionPrime {
    /// How the sigma of the standardized points is computed.
    pub sigma: Sigma,
}

impl Kernel for ProportionPrime {
    fn name(&self) -> &'static str {
        "p_prime"
    }

    fn describe_options(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " sigma={}", self.sigma)
    }

    fn input(&self) -> Input {
        Input::PartOfWhole
    }

    fn range(&self) -> NaturalRange {
        NaturalRange::UNIT
    }

    fn judging(&self) -> Judging {
        Judging::AnyRule
    }

    fn minimum(&self) -> usize {
        self.sigma.minimum()
    }

    fn check(&self) -> Result<(), PlanError> {
        self.sigma.check(self.name())
    }

    /// The given sigma is `sigma_z`.
    fn given(
        &self,
        center: f64,
        sigma: Option<f64>,
        _: Constants,
    ) -> Result<Parameters, PlanError> {
        let sigma_z = self.needs_sigma(sigma)?;
        Ok(with_sigma_z(center, center * (1.0 - center), sigma_z))
    }

    fn fit(&self, samples: &[Sample], options: FitOptions) -> Result<Parameters, Unfit> {
        let center = options.center.unwrap_or_else(|| pooled(samples));
        dispersed(
            samples,
            options,
            self.sigma,
            center,
            center * (1.0 - center),
        )
    }
}
