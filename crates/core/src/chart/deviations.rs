//! Standard deviations of subgroups (s).

use std::fmt;

use super::spreads::{SpreadCenter, fit, given};
use super::within::Within;
use super::{FitOptions, Input, Judging, Kernel, Unfit};
use crate::constants::{Constants, SpreadKind};
use crate::error::PlanError;
use crate::limits::{NaturalRange, Parameters};
use crate::sample::Sample;

/// Chart of subgroup standard deviations ("s"): is the spread within subgroups stable?
///
/// # Definition
///
/// ```text
/// s_i     = sample standard deviation of the n_i values of subgroup i
/// S̄       = mean of s_i where all sizes are equal, else √(Σ (n_i - 1) s_i² / Σ (n_i - 1))
/// center  = S̄
/// sigma_i = S̄ c5(n_i)/c4(n_i)             so the limits are B3(n_i) S̄ and B4(n_i) S̄ at 3 sigma
/// ```
///
/// With [`SpreadCenter::BySize`] the center of a subgroup of `n_i` is `c4(n_i) sigma` and its limits are
/// `B5(n_i) sigma` and `B6(n_i) sigma`, with `sigma = S̄/c4(n)`, or the pooled deviation where sizes
/// vary. Where they do not, both are the same.
///
/// # Input
///
/// Subgroups with a standard deviation, of 2 values or more; one of a single value has no spread and
/// counts as missing. At least 1 useful subgroup; 20 are advised. Given: the center line at every
/// size, alone; or with a sigma, which is that of a single value, and then center and limits follow
/// from it by size.
///
/// # Edge cases
///
/// Spreads of 0 throughout give sigma 0: equal points are common cause, any other is beyond. The
/// distribution is skewed, so rules other than `Beyond` are there when asked for, not by default.
///
/// # Accuracy and cost
///
/// Constants from a table up to 100 values, and from a series above. Linear in the baseline.
///
/// # References
///
/// Montgomery (2013), Introduction to Statistical Quality Control, 7th ed., section 6.3. It draws the
/// pooled deviation itself as center line where sizes vary, which lies above the mean of small
/// subgroups by `1/c4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Deviations {
    /// Where the center line lies when sizes vary. Default fixed.
    pub center: SpreadCenter,
}

impl Default for Deviations {
    fn default() -> Self {
        Self {
            center: SpreadCenter::Fixed,
        }
    }
}

impl Kernel for Deviations {
    fn name(&self) -> &'static str {
        "s"
    }

    fn describe_options(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " center={}", self.center)
    }

    fn input(&self) -> Input {
        Input::Spread(SpreadKind::Deviation)
    }

    fn range(&self) -> NaturalRange {
        NaturalRange::NON_NEGATIVE
    }

    fn judging(&self) -> Judging {
        Judging::AnyRule
    }

    fn has_assurance(&self) -> bool {
        false
    }

    fn given(
        &self,
        center: f64,
        sigma: Option<f64>,
        constants: Constants,
    ) -> Result<Parameters, PlanError> {
        given(self, center, sigma, SpreadKind::Deviation, constants)
    }

    fn fit(&self, samples: &[Sample], options: FitOptions) -> Result<Parameters, Unfit> {
        fit(samples, options, Within::Deviations, self.center)
    }
}
