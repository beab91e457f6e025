//! Count chart (c).

use std::fmt;

use super::proportion::{pooled, pooled_columns};
use super::{Columns, FitOptions, Input, Judging, Kernel, Unfit};
use crate::baseline::selection::Scratch;
use crate::constants::Constants;
use crate::error::PlanError;
use crate::limits::{Law, LimitMethod, NaturalRange, Parameters};
use crate::sample::Sample;

/// Count chart ("c"): cases in equal areas of opportunity, such as falls a month on one ward.
///
/// # Definition
///
/// ```text
/// x_i    = count_i
/// center = c̄, the mean count over the useful points of the baseline
/// sigma  = √c̄
/// limits = c̄ ± k sigma, clipped at 0          k = 3 by default
/// ```
///
/// With [`LimitMethod::Probability`] the limits are the quantiles of the Poisson distribution
/// with mean `c̄` that leave the tail of a normal beyond `k` sigma. The same numbers as a u chart
/// whose exposures are all 1.
///
/// # Input
///
/// Whole numbers of 0 or more. Counts from unequal areas are charted as u. At least 1 useful
/// point; 20 are advised.
///
/// # Edge cases
///
/// `c̄` of 0 gives sigma 0: points at 0 are common cause, any case is beyond.
///
/// # Accuracy and cost
///
/// Sums of whole numbers below 2⁵³ are exact. The lines are the same at every point;
/// probability limits take some microseconds for each line of each point all the same.
///
/// # References
///
/// Montgomery (2013), Introduction to Statistical Quality Control, 7th ed., section 7.3.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Count {
    /// Where the limits lie.
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "LimitMethod::is_default")
    )]
    pub limits: LimitMethod,
}

impl Count {
    fn parameters(self, center: f64) -> Parameters {
        let law = match self.limits {
            LimitMethod::Sigma => Law::ByExposure { variance: center },
            LimitMethod::Probability => Law::Poisson { rate: center },
        };
        Parameters::new(center, law)
    }
}

impl Kernel for Count {
    fn name(&self) -> &'static str {
        "c"
    }

    fn describe_options(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.limits.describe(f)
    }

    fn input(&self) -> Input {
        Input::Count
    }

    fn range(&self) -> NaturalRange {
        NaturalRange::NON_NEGATIVE
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
        self.no_sigma(sigma, "none, as it follows from the mean count")?;
        Ok(self.parameters(center))
    }

    fn fit(&self, samples: &[Sample], options: FitOptions) -> Result<Parameters, Unfit> {
        let center = options.center.unwrap_or_else(|| pooled(samples));
        Ok(self.parameters(center))
    }

    fn fits_columns(&self) -> bool {
        self.limits == LimitMethod::Sigma
    }

    fn fit_columns(
        &self,
        columns: &Columns<'_>,
        options: FitOptions,
        _: &mut Scratch,
    ) -> Option<Result<Parameters, Unfit>> {
        let center = options.center.unwrap_or_else(|| pooled_columns(columns));
        Some(Ok(self.parameters(center)))
    }
}
