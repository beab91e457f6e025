//! Number of cases out of a fixed number of items (np).

use std::fmt;

use super::{FitOptions, Input, Judging, Kernel, Unfit};
use crate::baseline::sums::total;
use crate::constants::Constants;
use crate::error::PlanError;
use crate::limits::{Law, LimitMethod, NaturalRange, Parameters};
use crate::sample::Sample;

/// Chart of the number of cases in samples of always the same size ("np").
///
/// # Definition
///
/// ```text
/// x_i    = count_i                                n items at every point
/// center = n p̄         p̄ = Σ count_i / Σ n        over the useful points of the baseline
/// sigma  = √(n p̄ (1 - p̄))
/// limits = n p̄ ± k sigma, clipped to 0 and n      k = 3 by default
/// ```
///
/// With [`LimitMethod::Probability`] the limits are the quantiles of the binomial with `n` trials
/// of chance `p̄` that leave the tail of a normal beyond `k` sigma.
///
/// # Input
///
/// Whole numbers of cases from 0 to `n`, or ratios of which every denominator is `n`. Another
/// denominator is refused: varying numbers of items are charted as p. At least 1 useful point;
/// 20 are advised. A given center is the number of cases expected at a point.
///
/// # Edge cases
///
/// No cases, or only cases, give sigma 0: equal points are common cause, any other is beyond.
///
/// # Accuracy and cost
///
/// As for [`Proportion`](super::Proportion); the lines are the same at every point.
///
/// # References
///
/// Montgomery (2013), Introduction to Statistical Quality Control, 7th ed., section 7.2.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Items {
    /// Number of items at every point, 1 or more.
    pub size: u32,
    /// Where the limits lie.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "LimitMethod::is_default")
    )]
    pub limits: LimitMethod,
}

impl Items {
    fn parameters(self, center: f64) -> Parameters {
        let n = f64::from(self.size);
        let probability = center / n;
        let law = match self.limits {
            LimitMethod::Sigma => Law::Constant {
                sigma: (n * probability * (1.0 - probability)).sqrt(),
            },
            LimitMethod::Probability => Law::BinomialCount { probability },
        };
        Parameters::new(center, law)
    }
}

impl Kernel for Items {
    fn name(&self) -> &'static str {
        "np"
    }

    fn describe_options(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " size={}", self.size)?;
        self.limits.describe(f)
    }

    fn input(&self) -> Input {
        Input::CountOf { size: self.size }
    }

    fn range(&self) -> NaturalRange {
        NaturalRange::up_to(f64::from(self.size))
    }

    fn judging(&self) -> Judging {
        Judging::AnyRule
    }

    fn check(&self) -> Result<(), PlanError> {
        let size = f64::from(self.size);
        self.parameter("size", size, "1 item or more", self.size > 0)
    }

    fn given(
        &self,
        center: f64,
        sigma: Option<f64>,
        _: Constants,
    ) -> Result<Parameters, PlanError> {
        self.no_sigma(sigma, "none, as it follows from the number of cases")?;
        Ok(self.parameters(center))
    }

    fn fit(&self, samples: &[Sample], options: FitOptions) -> Result<Parameters, Unfit> {
        // Σ count over the number of samples, so that whole means stay whole.
        let expected = || {
            let samples = samples.iter().filter(|sample| sample.is_useful());
            let counts: Vec<f64> = samples.map(|sample| sample.numerator).collect();
            total(&counts) / counts.len() as f64
        };
        Ok(self.parameters(options.center.unwrap_or_else(expected)))
    }
}
