//! Rate chart (u).

use std::fmt;

use super::proportion::pooled;
use super::{Counts, FitOptions, Judging, Kernel, Unfit};
use crate::constants::Constants;
use crate::error::PlanError;
use crate::limits::{Law, NaturalRange, Parameters};
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
/// Sums are shifted by the first value and striped. One square root a point.
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
}

impl Default for Rate {
    fn default() -> Self {
        Self { per: 1.0 }
    }
}

impl Kernel for Rate {
    fn name(&self) -> &'static str {
        "u"
    }

    fn describe_options(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " per={}", self.per)
    }

    fn counts(&self) -> Counts {
        Counts::Cases
    }

    fn range(&self) -> NaturalRange {
        NaturalRange::NON_NEGATIVE
    }

    fn judging(&self) -> Judging {
        Judging::AnyRule
    }

    fn check(&self) -> Result<(), PlanError> {
        if self.per.is_finite() && self.per > 0.0 {
            Ok(())
        } else {
            Err(PlanError::Parameter {
                owner: self.name().to_owned(),
                parameter: "per",
                value: self.per,
                expected: "a number above 0",
            })
        }
    }

    fn given(
        &self,
        center: f64,
        sigma: Option<f64>,
        _: Constants,
    ) -> Result<Parameters, PlanError> {
        self.no_sigma(sigma, "none, as it follows from the rate")?;
        Ok(Parameters::new(
            center,
            Law::ByExposure { variance: center },
        ))
    }

    fn fit(&self, samples: &[Sample], _: FitOptions) -> Result<Parameters, Unfit> {
        let center = pooled(samples);
        Ok(Parameters::new(
            center,
            Law::ByExposure { variance: center },
        ))
    }
}
