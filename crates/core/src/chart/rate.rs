//! Rate chart (u).

use std::fmt;

use super::proportion::{pooled, pooled_columns};
use super::{Columns, FitOptions, Input, Judging, Kernel, Unfit};
use crate::baseline::selection::Scratch;
use crate::constants::Constants;
use crate::error::PlanError;
use crate::limits::{Law, LimitMethod, NaturalRange, Parameters};
use crate::sample::Sample;

/// Rate chart ("u"): cases per unit of exposure, such as falls per bed day.
///
/// # Definition
///
/// ```text
/// x_i     = count_i / n_i
/// center  = ū = Σ count_i / Σ n_i               over the useful points of the baseline
/// sigma_i = √(ū / n_i)
/// limits  = ū ± k sigma_i, clipped at 0          k = 3 by default
/// ```
///
/// With [`LimitMethod::Probability`] the limits are the quantiles of the Poisson distribution with
/// mean `ū n_i` that leave the tail of a normal beyond `k` sigma, divided by `n_i`.
///
/// # Input
///
/// Ratios of a whole number of cases and any positive exposure. An exposure of zero or less is a
/// missing point. At least 1 useful point; 20 are advised.
///
/// # Edge cases
///
/// `ū` of 0 gives sigma 0: points at 0 are common cause, any case is beyond.
///
/// # Accuracy and cost
///
/// Sums are compensated: exact for whole numbers, and a constant rate lies on its center. One square root a point; with
/// probability limits some distribution functions for each line, about a microsecond each.
///
/// # References
///
/// Montgomery (2013), Introduction to Statistical Quality Control, 7th ed., section 7.3.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Rate {
    /// Rates are shown as cases per this much exposure (1000 for "per 1,000 bed days"). For
    /// display only: every number of a report stays in cases per one unit of exposure.
    pub per: f64,
    /// Where the limits lie.
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "LimitMethod::is_default")
    )]
    pub limits: LimitMethod,
}

impl Default for Rate {
    fn default() -> Self {
        Self {
            per: 1.0,
            limits: LimitMethod::Sigma,
        }
    }
}

impl Rate {
    fn parameters(self, center: f64) -> Parameters {
        let law = match self.limits {
            LimitMethod::Sigma => Law::ByExposure { variance: center },
            LimitMethod::Probability => Law::Poisson { rate: center },
        };
        Parameters::new(center, law)
    }
}

impl Kernel for Rate {
    fn name(&self) -> &'static str {
        "u"
    }

    fn describe_options(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " per={}", self.per)?;
        self.limits.describe(f)
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

    fn check(&self) -> Result<(), PlanError> {
        check_per(self, self.per)
    }

    fn given(
        &self,
        center: f64,
        sigma: Option<f64>,
        _: Constants,
    ) -> Result<Parameters, PlanError> {
        self.no_sigma(sigma, "none, as it follows from the rate")?;
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

/// Whether rates can be shown per this much exposure.
pub(super) fn check_per(chart: &dyn Kernel, per: f64) -> Result<(), PlanError> {
    let holds = per.is_finite() && per > 0.0;
    chart.parameter("per", per, "a number above 0", holds)
}
