//! Units or days between rare events (g).

use std::fmt;

use super::{Center, FitOptions, Input, Judging, Kernel, Unfit};
use crate::baseline::median::median;
use crate::baseline::sums::mean;
use crate::constants::Constants;
use crate::distribution::geometric_median;
use crate::error::PlanError;
use crate::limits::{Law, LimitMethod, NaturalRange, Parameters};
use crate::sample::Sample;

/// Chart of the number of units between rare events ("g"): days, patients or procedures from one
/// event to the next.
///
/// # Definition
///
/// ```text
/// x_i    = units between event i and the event before, 0 or more
/// m      = mean of x_i over the useful points of the baseline
/// center = median of x_i, so that half of the points lie on each side      or m
/// sigma  = √(m (m + 1))
/// limits = m ± k sigma, clipped at 0                                        k = 3 by default
/// ```
///
/// The lower limit lies below 0 at any `m`, so a g chart sees events that become rarer; that they
/// become more frequent shows as a run below the center. With [`LimitMethod::Probability`] the
/// limits are the quantiles of the geometric distribution with mean `m` that leave the tail of a
/// normal beyond `k` sigma.
///
/// # Input
///
/// Whole numbers of 0 or more; times that are no whole numbers are charted as t. At least 1
/// useful point; 20 are advised. A given center is `m`; the center line is then the median of the
/// geometric distribution with that mean.
///
/// # Edge cases
///
/// `m` of 0 gives sigma 0: points at 0 are common cause, any other is beyond.
///
/// # Accuracy and cost
///
/// Median by selection, linear in the baseline. The lines are the same at every point;
/// probability limits take some microseconds for each line of each point all the same.
///
/// # References
///
/// Benneyan (2001), Number-between g-type statistical quality control charts for monitoring
/// adverse events, Health Care Management Science 4, 305-318.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct UnitsBetween {
    /// The center line, by which rules tell the sides. Default median.
    pub center: Center,
    /// Where the limits lie.
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "LimitMethod::is_default")
    )]
    pub limits: LimitMethod,
}

impl Default for UnitsBetween {
    fn default() -> Self {
        Self {
            center: Center::Median,
            limits: LimitMethod::Sigma,
        }
    }
}

impl UnitsBetween {
    fn parameters(self, center: f64, mean: f64) -> Parameters {
        let law = match self.limits {
            LimitMethod::Sigma => Law::Around {
                around: mean,
                sigma: (mean * (mean + 1.0)).sqrt(),
            },
            LimitMethod::Probability => Law::Geometric { mean },
        };
        Parameters::new(center, law)
    }

    fn of_mean(self, mean: f64) -> Parameters {
        let center = match self.center {
            Center::Mean => mean,
            Center::Median => geometric_median(mean),
        };
        self.parameters(center, mean)
    }
}

impl Kernel for UnitsBetween {
    fn name(&self) -> &'static str {
        "g"
    }

    fn describe_options(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " center={}", self.center)?;
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
        self.no_sigma(sigma, "none, as it follows from the mean")?;
        Ok(self.of_mean(center))
    }

    fn fit(&self, samples: &[Sample], options: FitOptions) -> Result<Parameters, Unfit> {
        if let Some(mean) = options.center {
            return Ok(self.of_mean(mean));
        }
        let useful = samples.iter().filter(|sample| sample.is_useful());
        let mut units: Vec<f64> = useful.map(|sample| sample.value).collect();
        let none = Unfit::TooFew { have: 0, need: 1 };
        let mean = mean(&units).ok_or(none)?;
        let center = match self.center {
            Center::Mean => mean,
            Center::Median => median(&mut units).ok_or(none)?,
        };
        Ok(self.parameters(center, mean))
    }
}
