//! Ranges of subgroups (r).

use std::fmt;

use super::spreads::{SpreadCenter, fit, given};
use super::within::Within;
use super::{FitOptions, Input, Judging, Kernel, Unfit};
use crate::constants::{Constants, SpreadKind};
use crate::error::PlanError;
use crate::limits::{NaturalRange, Parameters};
use crate::sample::Sample;

/// Chart of subgroup ranges ("r"): is the spread within subgroups stable?
///
/// # Definition
///
/// ```text
/// R_i     = largest less smallest of the n_i values of subgroup i
/// center  = d2(n_i) sigma                 R̄ where all sizes are equal
/// sigma_i = d3(n_i) sigma                 so the limits are D3(n_i) and D4(n_i) times the center
/// sigma   = R̄/d2(n), or where sizes vary the weighted mean of R_i/d2(n_i) of `Within::MeanRange`
/// ```
///
/// With [`SpreadCenter::Fixed`] the center is the mean of the `R_i` at every size, and the limits are
/// `D3(n_i)` and `D4(n_i)` times that; where sizes vary that line is right for none of them. With
/// printed constants and one size, it is the way to the printed `D4 R̄`.
///
/// # Input
///
/// Subgroups with a range, of 2 to 100 values; one of a single value has no spread and counts as
/// missing. At least 1 useful subgroup; 20 are advised. Given: the center line at every size, alone;
/// or with a sigma, which is that of a single value, and then center and limits follow from it by
/// size.
///
/// # Edge cases
///
/// Ranges of 0 throughout give sigma 0: equal points are common cause, any other is beyond. The
/// distribution is skewed, so rules other than `Beyond` are there when asked for, not by default.
///
/// # Accuracy and cost
///
/// Constants from a table. Linear in the baseline.
///
/// # References
///
/// Montgomery (2013), Introduction to Statistical Quality Control, 7th ed., section 6.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Ranges {
    /// Where the center line lies when sizes vary. Default by size.
    pub center: SpreadCenter,
}

impl Default for Ranges {
    fn default() -> Self {
        Self {
            center: SpreadCenter::BySize,
        }
    }
}

impl Kernel for Ranges {
    fn name(&self) -> &'static str {
        "r"
    }

    fn describe_options(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " center={}", self.center)
    }

    fn input(&self) -> Input {
        Input::Spread(SpreadKind::Range)
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
        given(self, center, sigma, SpreadKind::Range, constants)
    }

    fn fit(&self, samples: &[Sample], options: FitOptions) -> Result<Parameters, Unfit> {
        fit(samples, options, Within::MeanRange, self.center)
    }
}
