//! Cumulative sums (CUSUM).

use std::fmt;

use super::track::Sums;
use super::{FitOptions, Judging, Kernel, Setting, Sigma, Statistic, Track, Unfit};
use crate::baseline::moving_range::Chains;
use crate::baseline::sums::mean;
use crate::constants::Constants;
use crate::error::PlanError;
use crate::limits::{Law, NaturalRange, Parameters};
use crate::mark::Edge;
use crate::sample::Sample;
use crate::side::Sides;

/// Tabular cumulative sum chart ("cusum"): sees small lasting shifts soon, and when they began.
///
/// # Definition
///
/// ```text
/// z_i  = (x_i - μ) / σ             μ, σ the mean and sigma of the baseline, or given
/// C⁺_i = max(0, C⁺_{i-1} + z_i - k)
/// C⁻_i = max(0, C⁻_{i-1} - z_i - k)         C_0 = 0, or a head start
/// signal where C⁺ > h or C⁻ > h             k = 0.5, h = 5 by default
/// ```
///
/// The plotted value is the larger of the two sums, taken as negative if it is `C⁻`; both stand
/// in [`Point::sums`](crate::Point::sums). The center is 0 and the limits are `± h`, in sigma of a single
/// value.
///
/// A signal starts at the first point of the run of positive sums that led to it: the point after
/// the estimated change. Its side says which sum it was.
///
/// # Input
///
/// Values, or ratios of which `numerator / denominator` is taken. At least 2 useful points next to
/// each other; 20 are advised. Given: `μ` and `σ`; with `σ = 1`, `k` and `h` are in the unit of
/// the values. Missing points leave the sums as they are. An excluded point shows the sums that
/// it would have made, and leaves them as they are.
///
/// # Edge cases
///
/// `Beyond h` is the only rule, on each side for itself; without a rule of its own the plan takes
/// it. With `σ = 0` a point off `μ` counts as the largest double, so any is beyond.
///
/// # Accuracy and cost
///
/// Two additions a point. Sums stop at the largest double.
///
/// # References
///
/// Page (1954), Continuous inspection schemes, Biometrika 41, 100-115. Lucas and Crosier (1982),
/// Fast initial response for CUSUM quality-control schemes, Technometrics 24, 199-205. Montgomery
/// (2013), section 9.1.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Cusum {
    /// What is taken off each step, `k`: half the shift to be seen, in sigma.
    pub allowance: f64,
    /// Decision interval, `h`, in sigma.
    pub interval: f64,
    /// Sums that a phase starts with, as a fraction of `h`: 0, or 0.5 for a fast initial response.
    pub head_start: f64,
    /// What becomes of the sums after a signal.
    pub after_signal: AfterSignal,
    /// Which sums are formed.
    pub sides: Sides,
    /// How the sigma of the values is computed.
    pub sigma: Sigma,
}

/// What becomes of cumulative sums after a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum AfterSignal {
    /// Both start again at 0 with the next point. The default.
    #[default]
    Restart,
    /// They go on; the signal lasts while its sum stays beyond `h`.
    Continue,
}

impl Default for Cusum {
    fn default() -> Self {
        Self {
            allowance: 0.5,
            interval: 5.0,
            head_start: 0.0,
            after_signal: AfterSignal::Restart,
            sides: Sides::Either,
            sigma: Sigma::MovingRange,
        }
    }
}

impl Cusum {
    fn parameters(mean: f64, sigma: f64) -> Parameters {
        Parameters::new(0.0, Law::Cumulative { mean, sigma })
    }

    fn is_beyond(self, sum: f64, edge: Edge) -> bool {
        match edge {
            Edge::Strict => sum > self.interval,
            Edge::Inclusive => sum >= self.interval,
        }
    }

    fn step(self, sums: Sums, z: f64, setting: &Setting<'_>) -> Sums {
        let signaled = |sum| self.is_beyond(sum, setting.edge);
        let ended = signaled(sums.upper) || signaled(sums.lower);
        let before = if ended && self.after_signal == AfterSignal::Restart {
            Sums::new(0.0, 0.0)
        } else {
            sums
        };
        let (upper, upper_since) = self.add(before.upper, before.upper_since, z, setting);
        let (lower, lower_since) = self.add(before.lower, before.lower_since, -z, setting);
        let mut sums = Sums {
            upper,
            lower,
            upper_since,
            lower_since,
        };
        if self.sides == Sides::Below {
            (sums.upper, sums.upper_since) = (0.0, None);
        }
        if self.sides == Sides::Above {
            (sums.lower, sums.lower_since) = (0.0, None);
        }
        sums
    }

    fn add(
        self,
        sum: f64,
        since: Option<u32>,
        z: f64,
        setting: &Setting<'_>,
    ) -> (f64, Option<u32>) {
        let sum = (sum + (z - self.allowance)).clamp(0.0, f64::MAX);
        let since = (sum > 0.0).then(|| since.unwrap_or(setting.index));
        (sum, since)
    }
}

/// `(x - mean) / sigma`, and at most the largest double.
fn standardized(value: f64, mean: f64, sigma: f64) -> f64 {
    let distance = value - mean;
    if distance == 0.0 {
        return 0.0;
    }
    (distance / sigma).clamp(-f64::MAX, f64::MAX)
}

impl Kernel for Cusum {
    fn name(&self) -> &'static str {
        "cusum"
    }

    fn describe_options(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let after = match self.after_signal {
            AfterSignal::Restart => "restart",
            AfterSignal::Continue => "continue",
        };
        write!(
            f,
            " allowance={} interval={} head_start={} after_signal={after} sides={} sigma={}",
            self.allowance, self.interval, self.head_start, self.sides, self.sigma
        )
    }

    fn range(&self) -> NaturalRange {
        NaturalRange::UNBOUNDED
    }

    fn judging(&self) -> Judging {
        Judging::Interval(self.interval)
    }

    fn has_assurance(&self) -> bool {
        false
    }

    fn limit_sigma(&self) -> f64 {
        self.interval
    }

    fn minimum(&self) -> usize {
        self.sigma.minimum()
    }

    fn check(&self) -> Result<(), PlanError> {
        let (k, h, start) = (self.allowance, self.interval, self.head_start);
        let holds = k.is_finite() && k >= 0.0;
        self.parameter("allowance", k, "a number of 0 or more", holds)?;
        let holds = h.is_finite() && h > 0.0;
        self.parameter("interval", h, "a number above 0", holds)?;
        let holds = (0.0..1.0).contains(&start);
        self.parameter("head_start", start, "a fraction from 0 to below 1", holds)?;
        self.sigma.check(self.name())
    }

    fn given(
        &self,
        center: f64,
        sigma: Option<f64>,
        _: Constants,
    ) -> Result<Parameters, PlanError> {
        let sigma = self.needs_sigma(sigma)?;
        Ok(Self::parameters(center, sigma))
    }

    fn fit(&self, samples: &[Sample], options: FitOptions) -> Result<Parameters, Unfit> {
        let chains = Chains::of(samples, options.chain);
        let sigma = self.sigma.of_chains(chains.view(), options.constants)?;
        let mean = options.center.or_else(|| mean(&chains.values));
        let mean = mean.ok_or(Unfit::TooFew { have: 0, need: 2 })?;
        Ok(Self::parameters(mean, sigma))
    }

    fn start(&self) -> Track {
        let start = self.head_start * self.interval;
        Track::Sums(Sums::new(start, start))
    }

    fn plots_samples(&self) -> bool {
        false
    }

    fn plot(&self, track: &mut Track, sample: Sample, setting: &Setting<'_>) -> Option<Statistic> {
        let (Track::Sums(newest), Law::Cumulative { mean, sigma }) =
            (track, setting.parameters.law)
        else {
            return None;
        };
        if !sample.is_present() {
            return None;
        }
        let z = standardized(sample.value, mean, sigma);
        let sums = self.step(*newest, z, setting);
        if !sample.is_excluded() {
            *newest = sums;
        }
        let value = if sums.lower > sums.upper {
            -sums.lower
        } else {
            sums.upper
        };
        Some(Statistic {
            value,
            sums: Some(sums),
        })
    }
}
