//! Time between rare events (t).

use std::f64::consts::LN_2;
use std::fmt;

use super::{FitOptions, Input, Judging, Kernel, Sigma, Unfit};
use crate::baseline::moving_range::Chains;
use crate::baseline::sums::mean;
use crate::constants::Constants;
use crate::error::PlanError;
use crate::limits::{Law, LimitMethod, NaturalRange, Parameters, from_power_scale, to_power_scale};
use crate::sample::Sample;

/// Chart of the time between rare events ("t").
///
/// # Definition
///
/// ```text
/// x_i    = time between event i and the event before, above 0
/// y_i    = x_i^(1/3.6)                              nearly normal where x is exponential
/// ȳ, s   = mean and sigma of y as on an individuals chart
/// center = ȳ^3.6
/// limits = (ȳ ± k s)^3.6, the lower one 0 where its bracket is negative     k = 3 by default
/// ```
///
/// Points are compared with their lines in `y`, and shown in their own unit. With
/// [`LimitMethod::Probability`], `m` is the mean of the useful `x_i`, the center is the median
/// `m ln 2` of the exponential distribution with that mean, and the limits are its quantiles that
/// leave the tail of a normal beyond `k` sigma.
///
/// # Input
///
/// Times above 0. Two events at one time are an error that names the index: give the time of day,
/// or chart whole days as g. At least 2 useful points next to each other, 1 with probability
/// limits; 20 are advised. Given: the center line in the unit of the times, and the sigma of `y`;
/// with probability limits the mean time `m` alone.
///
/// # Edge cases
///
/// A constant baseline gives sigma 0: equal points are common cause, any other is beyond.
///
/// # Accuracy and cost
///
/// One power a point. Limits keep about 14 digits, of times beyond 1e±100 about 13.
///
/// # References
///
/// Nelson (1994), A control chart for parts-per-million nonconforming items, J. Quality Technology
/// 26, 239-240. Montgomery (2013), section 7.3.5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct TimeBetween {
    /// How the sigma of `y` is computed; at its default with probability limits.
    pub sigma: Sigma,
    /// Where the limits lie.
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "LimitMethod::is_default")
    )]
    pub limits: LimitMethod,
}

impl TimeBetween {
    fn exponential(mean: f64) -> Parameters {
        Parameters::new(mean * LN_2, Law::Exponential { mean })
    }

    /// With the center line in the unit of the times.
    fn power(center: f64, scaled: f64, sigma: f64) -> Parameters {
        let law = Law::Power {
            center: scaled,
            sigma,
        };
        Parameters::new(center, law)
    }
}

impl Kernel for TimeBetween {
    fn name(&self) -> &'static str {
        "t"
    }

    fn describe_options(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " sigma={}", self.sigma)?;
        self.limits.describe(f)
    }

    fn input(&self) -> Input {
        Input::Time
    }

    fn range(&self) -> NaturalRange {
        NaturalRange::NON_NEGATIVE
    }

    fn judging(&self) -> Judging {
        Judging::AnyRule
    }

    fn minimum(&self) -> usize {
        match self.limits {
            LimitMethod::Sigma => self.sigma.minimum(),
            LimitMethod::Probability => 1,
        }
    }

    fn check(&self) -> Result<(), PlanError> {
        if self.limits == LimitMethod::Probability && self.sigma != Sigma::default() {
            return Err(PlanError::Option {
                owner: self.name().to_owned(),
                option: "sigma",
                value: self.sigma.to_string(),
                expected: "none with probability limits, which follow from the mean time",
            });
        }
        self.sigma.check(self.name())
    }

    fn given(
        &self,
        center: f64,
        sigma: Option<f64>,
        _: Constants,
    ) -> Result<Parameters, PlanError> {
        match self.limits {
            LimitMethod::Sigma => {
                let sigma = self.needs_sigma(sigma)?;
                Ok(Self::power(center, to_power_scale(center), sigma))
            }
            LimitMethod::Probability => {
                self.no_sigma(sigma, "none, as it follows from the mean time")?;
                Ok(Self::exponential(center))
            }
        }
    }

    fn fit(&self, samples: &[Sample], options: FitOptions) -> Result<Parameters, Unfit> {
        let none = Unfit::TooFew { have: 0, need: 1 };
        if self.limits == LimitMethod::Probability {
            let times = Chains::of(samples, options.chain).values;
            let mean = options.center.or_else(|| mean(&times)).ok_or(none)?;
            return Ok(Self::exponential(mean));
        }
        let chains = Chains::with(samples, options.chain, |sample| {
            to_power_scale(sample.value)
        });
        let sigma = self.sigma.of_chains(chains.view(), options.constants)?;
        if let Some(center) = options.center {
            return Ok(Self::power(center, to_power_scale(center), sigma));
        }
        let scaled = mean(&chains.values).ok_or(none)?;
        let mut times = samples.iter().filter(|sample| sample.is_useful());
        // There and back again, a power leaves the last digits of a constant series behind.
        let constant = times
            .next()
            .filter(|first| times.all(|sample| sample.value == first.value));
        let center = constant.map_or_else(|| from_power_scale(scaled), |first| first.value);
        Ok(Self::power(center, scaled, sigma))
    }
}
