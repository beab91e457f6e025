//! Proportion chart (p).

use std::fmt;

use super::{Columns, FitOptions, Input, Judging, Kernel, Unfit};
use crate::baseline::selection::Scratch;
use crate::baseline::sums::compensated_total;
use crate::constants::Constants;
use crate::error::PlanError;
use crate::limits::{Law, LimitMethod, NaturalRange, Parameters};
use crate::sample::Sample;

/// Proportion chart ("p"): cases out of a known number of people or items.
///
/// # Definition
///
/// ```text
/// x_i     = count_i / n_i
/// center  = p̄ = Σ count_i / Σ n_i                over the useful points of the baseline
/// sigma_i = √(p̄ (1 - p̄) / n_i)
/// limits  = p̄ ± k sigma_i, clipped to 0 and 1     k = 3 by default
/// ```
///
/// With [`LimitMethod::Probability`] the limits are the quantiles of the binomial with `n_i`
/// trials of chance `p̄` that leave the tail of a normal beyond `k` sigma, divided by `n_i`.
///
/// # Input
///
/// Ratios of whole numbers with `0 <= count_i <= n_i`. A denominator of zero or less is a
/// missing point. At least 1 useful point; 20 are advised.
///
/// # Edge cases
///
/// `p̄` of 0 or 1 gives sigma 0: equal points are common cause, any other is beyond.
///
/// # Accuracy and cost
///
/// Sums of whole numbers below 2⁵³ are exact. One square root a point; with probability limits
/// some distribution functions for each line, about a microsecond each.
///
/// # References
///
/// Montgomery (2013), Introduction to Statistical Quality Control, 7th ed., section 7.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Proportion {
    /// Where the limits lie.
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "LimitMethod::is_default")
    )]
    pub limits: LimitMethod,
}

impl Proportion {
    fn parameters(self, center: f64) -> Parameters {
        let law = match self.limits {
            LimitMethod::Sigma => Law::ByExposure {
                variance: center * (1.0 - center),
            },
            LimitMethod::Probability => Law::Binomial {
                probability: center,
            },
        };
        Parameters::new(center, law)
    }
}

impl Kernel for Proportion {
    fn name(&self) -> &'static str {
        "p"
    }

    fn describe_options(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.limits.describe(f)
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

    fn given(
        &self,
        center: f64,
        sigma: Option<f64>,
        _: Constants,
    ) -> Result<Parameters, PlanError> {
        self.no_sigma(sigma, "none, as it follows from the proportion")?;
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

/// `Σ numerator / Σ exposure` over the useful samples. Sums are compensated, so that a constant rate
/// of fractional exposures has its value as center. Not a number without any.
pub(super) fn pooled(samples: &[Sample]) -> f64 {
    let useful = || samples.iter().filter(|sample| sample.is_useful());
    let numerators: Vec<f64> = useful().map(|sample| sample.numerator).collect();
    let exposures: Vec<f64> = useful().map(|sample| sample.exposure).collect();
    compensated_total(&numerators) / compensated_total(&exposures)
}

/// The same of columns.
pub(super) fn pooled_columns(columns: &Columns<'_>) -> f64 {
    let exposure = match columns.exposures {
        [] => columns.numerators.len() as f64,
        exposures => compensated_total(exposures),
    };
    compensated_total(columns.numerators) / exposure
}
