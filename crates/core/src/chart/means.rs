//! Means of subgroups (x̄).

use std::fmt;

use super::individuals_prime::weighted_mean;
use super::within::Within;
use super::{FitOptions, Input, Judging, Kernel, Unfit};
use crate::constants::Constants;
use crate::error::PlanError;
use crate::limits::{Law, NaturalRange, Parameters};
use crate::sample::Sample;

/// Chart of subgroup means ("x̄"): samples of several values taken together.
///
/// # Definition
///
/// ```text
/// x̄_i     = mean of the n_i values of subgroup i
/// center  = Σ n_i x̄_i / Σ n_i               over the useful subgroups of the baseline
/// sigma   = of a single value, from the spread within the subgroups: see `Within`
/// sigma_i = sigma / √n_i
/// limits  = center ± k sigma_i               k = 3 by default; 3/(c4 √n) S̄ is A3 S̄,
///                                            3/(d2 √n) R̄ is A2 R̄
/// ```
///
/// # Input
///
/// Subgroups with a standard deviation or a range, as [`Within`] needs; sizes may vary. A subgroup
/// of one value has no spread: it is plotted, and counts for the center only. At least 1 useful
/// subgroup of 2 values; 20 are advised. A given sigma is that of a single value.
///
/// # Edge cases
///
/// Without any spread within the subgroups sigma is 0: equal means are common cause, any other is
/// beyond.
///
/// # Accuracy and cost
///
/// The center is shifted by the first mean, so equal means have exactly their value as center.
///
/// # References
///
/// Montgomery (2013), Introduction to Statistical Quality Control, 7th ed., sections 6.2 and 6.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Means {
    /// How the sigma of a single value is computed.
    pub within: Within,
}

impl Kernel for Means {
    fn name(&self) -> &'static str {
        "xbar"
    }

    fn describe_options(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " within={}", self.within)
    }

    fn input(&self) -> Input {
        Input::Mean(self.within.spread())
    }

    fn range(&self) -> NaturalRange {
        NaturalRange::UNBOUNDED
    }

    fn judging(&self) -> Judging {
        Judging::AnyRule
    }

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
        let sigma = self.within.sigma(samples, options.constants)?;
        let center = options.center.unwrap_or_else(|| weighted_mean(samples));
        Ok(Parameters::new(center, Law::OfMeans { sigma }))
    }
}
