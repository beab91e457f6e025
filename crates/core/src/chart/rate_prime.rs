//! Laney's rate chart (u′).

use std::fmt;

use super::laney::{dispersed, with_sigma_z};
use super::proportion::pooled;
use super::rate::check_per;
use super::{FitOptions, Input, Judging, Kernel, Sigma, Unfit};
use crate::constants::Constants;
use crate::error::PlanError;
use crate::limits::{NaturalRange, Parameters};
use crate::sample::Sample;

/// Laney's rate chart ("u′"): rates over large exposures, which vary more than a Poisson count.
///
/// # Definition
///
/// ```text
/// x_i     = count_i / n_i
/// center  = ū = Σ count_i / Σ n_i                 over the useful points of the baseline
/// z_i     = (x_i - ū) / √(ū / n_i)
/// sigma_z = mean of abs(z_i - z_{i-1}) / d2(2)     no range across a gap
/// sigma_i = √(ū / n_i) sigma_z
/// limits  = ū ± k sigma_i, clipped at 0            k = 3 by default
/// ```
///
/// Other ways to `sigma_z`: see [`Sigma`], here of the `z_i`.
///
/// # Input
///
/// As for [`Rate`](super::Rate), with at least 2 useful points next to each other; 20 are advised.
/// A given sigma is `sigma_z`.
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
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct RatePrime {
    /// How the sigma of the standardized points is computed.
    pub sigma: Sigma,
    /// Rates are shown as cases per this much exposure, as in [`Rate`](super::Rate).
    pub per: f64,
}

impl Default for RatePrime {
    fn default() -> Self {
        Self {
            sigma: Sigma::default(),
            per: 1.0,
        }
    }
}

impl Kernel for RatePrime {
    fn name(&self) -> &'static str {
        "u_prime"
    }

    fn describe_options(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " sigma={} per={}", self.sigma, self.per)
    }

    fn input(&self) -> Input {
        Input::Cases
    }

    fn range(&self) -> NaturalRange {
        NaturalRange::NON_NEGATIVE
    }

    fn judging(&self) -> Judging {
        Judging::AnyRule
    }

    fn minimum(&self) -> usize {
        self.sigma.minimum()
    }

    fn check(&self) -> Result<(), PlanError> {
        self.sigma.check(self.name())?;
        check_per(self, self.per)
    }

    /// The given sigma is `sigma_z`.
    fn given(
        &self,
        center: f64,
        sigma: Option<f64>,
        _: Constants,
    ) -> Result<Parameters, PlanError> {
        let sigma_z = self.needs_sigma(sigma)?;
        Ok(with_sigma_z(center, center, sigma_z))
    }

    fn fit(&self, samples: &[Sample], options: FitOptions) -> Result<Parameters, Unfit> {
        let center = options.center.unwrap_or_else(|| pooled(samples));
        dispersed(samples, options, self.sigma, center, center)
    }
}
