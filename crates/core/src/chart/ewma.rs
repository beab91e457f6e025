//! Exponentially weighted moving average (EWMA).

use std::fmt;

use super::{FitOptions, Judging, Kernel, Setting, Sigma, Statistic, Track, Unfit};
use crate::baseline::moving_range::Chains;
use crate::baseline::sums::mean;
use crate::constants::Constants;
use crate::error::PlanError;
use crate::limits::{Law, NaturalRange, Parameters};
use crate::sample::Sample;

/// Chart of exponentially weighted moving averages ("ewma"): sees small lasting shifts sooner than
/// an individuals chart.
///
/// # Definition
///
/// ```text
/// z_i     = λ x_i + (1 - λ) z_{i-1}          z_0 = center, λ = 0.2 by default
/// center  = mean of x_i over the useful points of the baseline, or a target
/// sigma_i = sigma √(λ/(2-λ) (1 - (1-λ)^(2i)))        i = 1, 2, ... over the phase
/// limits  = center ± L sigma_i                        L = 2.962 by default
/// ```
///
/// `sigma` is that of the `x_i`, as on an individuals chart. With [`Growth::Asymptotic`] the last
/// bracket is 1 at every point.
///
/// # Input
///
/// Values, or ratios of which `numerator / denominator` is taken. At least 2 useful points next to
/// each other; 20 are advised. Given: the center and the sigma of the `x_i`.
///
/// Missing points leave the average as it is. An excluded point shows the average that it would
/// have made, and leaves it as it is.
///
/// # Edge cases
///
/// Neighboring averages are correlated, so only `Beyond` may judge them. Without a rule of its
/// own, the plan takes `Beyond` at `L`. In control, with parameters known, `λ = 0.2` and
/// `L = 2.962` give a false signal every 500 points on average, as published for the asymptotic
/// limits. Values beyond half the largest double are refused.
///
/// # Accuracy and cost
///
/// `z + λ (x - z)`, so a constant series stays exactly at its value. Time-varying limits take an
/// exponential a point.
///
/// # References
///
/// Roberts (1959), Control chart tests based on geometric moving averages, Technometrics 1,
/// 239-250. Lucas and Saccucci (1990), Technometrics 32, 1-12. Montgomery (2013), section 9.2.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Ewma {
    /// Weight of the newest value, above 0 and up to 1.
    pub lambda: f64,
    /// Multiple of sigma at which the limits stand, `L`.
    pub width: f64,
    /// Whether the limits widen from the first point on.
    pub growth: Growth,
    /// How the sigma of the values is computed.
    pub sigma: Sigma,
}

/// Limits of weighted averages over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Growth {
    /// They widen with the number of points in the average. The default.
    #[default]
    TimeVarying,
    /// As wide from the first point on as in the long run.
    Asymptotic,
}

impl Default for Ewma {
    fn default() -> Self {
        Self {
            lambda: 0.2,
            width: 2.962,
            growth: Growth::TimeVarying,
            sigma: Sigma::MovingRange,
        }
    }
}

impl Ewma {
    fn parameters(self, center: f64, sigma: f64) -> Parameters {
        let law = Law::Weighted {
            sigma,
            lambda: self.lambda,
            growing: self.growth == Growth::TimeVarying,
        };
        Parameters::new(center, law)
    }
}

impl Kernel for Ewma {
    fn name(&self) -> &'static str {
        "ewma"
    }

    fn describe_options(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let growth = match self.growth {
            Growth::TimeVarying => "time_varying",
            Growth::Asymptotic => "asymptotic",
        };
        write!(
            f,
            " lambda={} width={} growth={growth} sigma={}",
            self.lambda, self.width, self.sigma
        )
    }

    fn range(&self) -> NaturalRange {
        NaturalRange::UNBOUNDED
    }

    fn judging(&self) -> Judging {
        Judging::BeyondOnly
    }

    fn has_assurance(&self) -> bool {
        false
    }

    fn limit_sigma(&self) -> f64 {
        self.width
    }

    fn largest(&self) -> f64 {
        f64::MAX / 2.0
    }

    fn minimum(&self) -> usize {
        self.sigma.minimum()
    }

    fn check(&self) -> Result<(), PlanError> {
        let (lambda, width) = (self.lambda, self.width);
        let holds = lambda > 0.0 && lambda <= 1.0;
        self.parameter("lambda", lambda, "a weight above 0 and up to 1", holds)?;
        let holds = width.is_finite() && width > 0.0;
        self.parameter("width", width, "a number above 0", holds)?;
        self.sigma.check(self.name())
    }

    fn given(
        &self,
        center: f64,
        sigma: Option<f64>,
        _: Constants,
    ) -> Result<Parameters, PlanError> {
        let sigma = self.needs_sigma(sigma)?;
        Ok(self.parameters(center, sigma))
    }

    fn fit(&self, samples: &[Sample], options: FitOptions) -> Result<Parameters, Unfit> {
        let chains = Chains::of(samples, options.chain);
        let sigma = self.sigma.of_chains(chains.view(), options.constants)?;
        let center = options.center.or_else(|| mean(&chains.values));
        let center = center.ok_or(Unfit::TooFew { have: 0, need: 2 })?;
        Ok(self.parameters(center, sigma))
    }

    fn start(&self) -> Track {
        Track::Weighted(None)
    }

    fn plots_samples(&self) -> bool {
        false
    }

    fn plot(&self, track: &mut Track, sample: Sample, setting: &Setting<'_>) -> Option<Statistic> {
        let Track::Weighted(newest) = track else {
            return None;
        };
        if !sample.is_present() {
            return None;
        }
        let before = newest.unwrap_or(setting.parameters.center);
        let average = before + self.lambda * (sample.value - before);
        if !sample.is_excluded() {
            *newest = Some(average);
        }
        Some(average.into())
    }
}
