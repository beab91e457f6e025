//! Moving range chart: the mR of XmR.

use super::{FitOptions, Judging, Kernel, Setting, Statistic, Track, Unfit};
use crate::baseline::moving_range::Chains;
use crate::constants::Constants;
use crate::error::PlanError;
use crate::limits::{Law, NaturalRange, Parameters};
use crate::sample::Sample;

/// Moving range chart ("mr", the mR of XmR): is the point-to-point variation stable?
///
/// # Definition
///
/// ```text
/// x_i    = abs(v_i - v_{i-1})                         v_i the value of point i
/// center = MR̄, the mean of x_i over the baseline
/// sigma  = (D4(2) - 1)/3 MR̄ = d3(2)/d2(2) MR̄
/// limits = 0 and D4(2) MR̄ at 3 sigma                  D4(2) ≈ 3.266532
/// ```
///
/// # Input
///
/// Values, or ratios of which `numerator / denominator` is taken. At least 2 useful points next
/// to each other; 20 are advised. The first point of a phase, and the first after a missing
/// point, has no range and is not plotted. An excluded point shows its range to the point before
/// it, and the next range passes over it.
///
/// # Edge cases
///
/// Values beyond half the largest double are refused, as their range could not be written down.
/// Neighboring moving ranges share a point and are correlated, so only `Beyond` may judge them.
///
/// # Accuracy and cost
///
/// As for [`Individuals`](super::Individuals); one remembered value on a stream.
///
/// # References
///
/// Montgomery (2013), Introduction to Statistical Quality Control, 7th ed., section 6.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct MovingRange {}

impl MovingRange {
    fn parameters(center: f64, upper_factor: f64) -> Parameters {
        let sigma = (upper_factor - 1.0) / 3.0 * center;
        Parameters::new(center, Law::Constant { sigma })
    }
}

impl Kernel for MovingRange {
    fn name(&self) -> &'static str {
        "moving_range"
    }

    fn range(&self) -> NaturalRange {
        NaturalRange::NON_NEGATIVE
    }

    fn judging(&self) -> Judging {
        Judging::BeyondOnly
    }

    fn has_assurance(&self) -> bool {
        false
    }

    fn largest(&self) -> f64 {
        f64::MAX / 2.0
    }

    fn minimum(&self) -> usize {
        2
    }

    fn given(
        &self,
        center: f64,
        sigma: Option<f64>,
        constants: Constants,
    ) -> Result<Parameters, PlanError> {
        self.no_sigma(sigma, "none, as it follows from the mean moving range")?;
        Ok(Self::parameters(center, constants.range_of_two_upper()))
    }

    fn fit(&self, samples: &[Sample], options: FitOptions) -> Result<Parameters, Unfit> {
        let chains = Chains::of(samples, options.chain);
        let center = options.center.or_else(|| chains.view().mean_moving_range());
        let center = center.ok_or_else(|| Unfit::TooFewNeighbors {
            have: chains.view().longest(),
            need: 2,
        })?;
        let upper = options.constants.range_of_two_upper();
        Ok(Self::parameters(center, upper))
    }

    fn plots_samples(&self) -> bool {
        false
    }

    fn plot(&self, track: &mut Track, sample: Sample, setting: &Setting<'_>) -> Option<Statistic> {
        match track {
            Track::Chain(chain) => chain.step(sample, setting.chain).map(Statistic::from),
            _ => None,
        }
    }
}
