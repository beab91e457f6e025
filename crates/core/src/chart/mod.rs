//! Charts: what is plotted, and how a baseline becomes parameters.
//!
//! A chart does three things, each in the file that bears its name: it reads an observation into
//! a `Sample`, it fits [`Parameters`] to the samples of a baseline, and it turns each sample
//! into the plotted statistic, with a running track where a point depends on earlier ones.
//! It knows nothing of rules, phases or streams.

mod individuals;
mod moving_range;
mod proportion;
mod rate;
mod run;

use std::fmt;

pub use individuals::{Center, Individuals, Sigma};
pub use moving_range::MovingRange;
pub use proportion::Proportion;
pub use rate::Rate;
pub use run::Run;

use crate::baseline::moving_range::{Chain, ChainOptions};
use crate::constants::Constants;
use crate::error::{PlanError, SeriesError};
use crate::limits::{NaturalRange, Parameters};
use crate::observation::{Measurement, Observation, Quantity};
use crate::sample::{Kind, Sample};
use crate::series::Invalid;

/// A chart with its options.
///
/// | chart | plots | center | sigma | needs |
/// |---|---|---|---|---|
/// | [`Run`] | value or ratio | median | none | 1 point |
/// | [`Individuals`] | value or ratio | mean or median | from moving ranges or the standard deviation | 2 neighbors |
/// | [`MovingRange`] | difference to the point before, without sign | mean moving range | `d3/d2` of it | 2 neighbors |
/// | [`Proportion`] (p) | count / n | pooled proportion | binomial, by n | count and n |
/// | [`Rate`] (u) | count / exposure | pooled rate | Poisson, by exposure | count and exposure |
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(tag = "kind", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Chart {
    /// Run chart.
    Run(Run),
    /// Individuals chart: the X of XmR.
    Individuals(Individuals),
    /// Moving range chart: the mR of XmR.
    MovingRange(MovingRange),
    /// Proportion chart.
    #[cfg_attr(feature = "serde", serde(rename = "p"))]
    Proportion(Proportion),
    /// Rate chart.
    #[cfg_attr(feature = "serde", serde(rename = "u"))]
    Rate(Rate),
}

impl Chart {
    /// A run chart.
    #[must_use]
    pub fn run() -> Self {
        Self::Run(Run {})
    }

    /// An individuals chart with mean center and sigma from the mean moving range.
    #[must_use]
    pub fn individuals() -> Self {
        Self::Individuals(Individuals::default())
    }

    /// A moving range chart.
    #[must_use]
    pub fn moving_range() -> Self {
        Self::MovingRange(MovingRange {})
    }

    /// A p chart.
    #[must_use]
    pub fn p() -> Self {
        Self::Proportion(Proportion {})
    }

    /// A u chart of cases per one unit of exposure.
    #[must_use]
    pub fn u() -> Self {
        Self::Rate(Rate::default())
    }

    /// Short name, as in the plan file.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.kernel().name()
    }

    /// The range of values that the plotted statistic can take.
    #[must_use]
    pub fn range(&self) -> NaturalRange {
        self.kernel().range()
    }

    /// Which rules may judge this chart.
    pub(crate) fn judging(&self) -> Judging {
        self.kernel().judging()
    }

    /// Fewest useful points to compute anything.
    pub(crate) fn minimum(&self) -> usize {
        self.kernel().minimum()
    }

    /// Fewest useful points at which limits deserve trust.
    pub(crate) fn advised(&self) -> usize {
        match self.judging() {
            Judging::CenterOnly => 12,
            Judging::AnyRule | Judging::BeyondOnly => 20,
        }
    }

    pub(crate) fn check(&self) -> Result<(), PlanError> {
        self.kernel().check()
    }

    pub(crate) fn given(
        &self,
        center: f64,
        sigma: Option<f64>,
        constants: Constants,
    ) -> Result<Parameters, PlanError> {
        let parameters = self.kernel().given(center, sigma, constants)?;
        let range = self.range();
        if center.is_finite() && (range.lower..=range.upper).contains(&center) {
            Ok(parameters)
        } else {
            Err(PlanError::Given {
                parameter: "center",
                value: Some(center),
                expected: "a number that the statistic can take",
                chart: self.name(),
            })
        }
    }

    /// Reads an observation, or says why it cannot be used.
    pub(crate) fn read(
        &self,
        observation: Observation,
        index: usize,
        invalid: Invalid,
    ) -> Result<Sample, SeriesError> {
        match self.sample(observation, index) {
            Ok(sample) => Ok(sample),
            Err(SeriesError::NotFinite { value, .. })
                if value.is_nan() && invalid == Invalid::NanIsMissing =>
            {
                Ok(Sample::MISSING)
            }
            Err(_) if invalid == Invalid::Missing => Ok(Sample::INVALID),
            Err(error) => Err(error),
        }
    }

    /// Parameters from the samples of a baseline.
    pub(crate) fn fit(&self, samples: &[Sample], options: FitOptions) -> Result<Parameters, Unfit> {
        let useful = samples.iter().filter(|sample| sample.is_useful()).count();
        if useful < self.minimum() {
            return Err(Unfit::TooFew {
                have: useful,
                need: self.minimum(),
            });
        }
        let parameters = self.kernel().fit(samples, options)?;
        if parameters.are_finite() {
            Ok(parameters)
        } else {
            Err(Unfit::Overflow)
        }
    }

    /// The plotted statistic of a sample; none for a missing point, or one without the earlier
    /// point that its statistic needs.
    pub(crate) fn plot(
        &self,
        track: &mut Track,
        sample: Sample,
        options: ChainOptions,
    ) -> Option<f64> {
        self.kernel().plot(track, sample, options)
    }

    fn sample(&self, observation: Observation, index: usize) -> Result<Sample, SeriesError> {
        let counts = self.kernel().counts();
        let limit = self.kernel().largest();
        let finite = |quantity, value: f64| {
            if !value.is_finite() {
                Err(SeriesError::NotFinite {
                    index,
                    quantity,
                    value,
                })
            } else if value.abs() > limit {
                Err(SeriesError::TooLarge {
                    index,
                    quantity,
                    value,
                    limit,
                })
            } else {
                Ok(())
            }
        };
        let (numerator, denominator) = match observation.measurement {
            Measurement::Missing => return Ok(Sample::MISSING),
            Measurement::Value(value) => {
                finite(Quantity::Value, value)?;
                if counts != Counts::None {
                    let chart = self.name();
                    return Err(SeriesError::NeedsRatio { index, chart });
                }
                return Ok(Sample::of_value(value, observation.status));
            }
            Measurement::Ratio {
                numerator,
                denominator,
            } => (numerator, denominator),
        };
        finite(Quantity::Denominator, denominator)?;
        if denominator <= 0.0 {
            return Ok(Sample::MISSING);
        }
        finite(Quantity::Numerator, numerator)?;
        if counts != Counts::None {
            count(index, Quantity::Numerator, numerator)?;
        }
        if counts == Counts::PartOfWhole {
            count(index, Quantity::Denominator, denominator)?;
            if numerator > denominator {
                return Err(SeriesError::NumeratorAboveDenominator {
                    index,
                    numerator,
                    denominator,
                });
            }
        }
        let value = numerator / denominator;
        finite(Quantity::Ratio, value)?;
        Ok(Sample {
            value,
            numerator,
            exposure: denominator,
            kind: Kind::of(observation.status),
        })
    }

    fn kernel(&self) -> &dyn Kernel {
        match self {
            Self::Run(chart) => chart,
            Self::Individuals(chart) => chart,
            Self::MovingRange(chart) => chart,
            Self::Proportion(chart) => chart,
            Self::Rate(chart) => chart,
        }
    }
}

impl fmt::Display for Chart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        self.kernel().describe_options(f)
    }
}

fn count(index: usize, quantity: Quantity, value: f64) -> Result<(), SeriesError> {
    if value < 0.0 {
        Err(SeriesError::NegativeCount {
            index,
            quantity,
            value,
        })
    } else if value.fract() != 0.0 {
        Err(SeriesError::FractionalCount {
            index,
            quantity,
            value,
        })
    } else {
        Ok(())
    }
}

/// What one chart has to say. Adding a chart is implementing this in a file of its own and
/// adding a variant to [`Chart`].
trait Kernel {
    /// Short name, as in the plan file.
    fn name(&self) -> &'static str;

    /// The options, each as ` name=value`.
    fn describe_options(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }

    /// What the numbers of an observation must be.
    fn counts(&self) -> Counts {
        Counts::None
    }

    /// The range of the plotted statistic.
    fn range(&self) -> NaturalRange;

    /// Which rules may judge the chart.
    fn judging(&self) -> Judging;

    /// Largest magnitude of a value whose statistic is still a finite number.
    fn largest(&self) -> f64 {
        f64::MAX
    }

    /// Fewest useful points to compute anything.
    fn minimum(&self) -> usize {
        1
    }

    /// Whether the options hold together.
    fn check(&self) -> Result<(), PlanError> {
        Ok(())
    }

    /// Parameters from given numbers.
    fn given(
        &self,
        center: f64,
        sigma: Option<f64>,
        constants: Constants,
    ) -> Result<Parameters, PlanError>;

    /// Parameters from a baseline of at least `minimum()` useful samples.
    fn fit(&self, samples: &[Sample], options: FitOptions) -> Result<Parameters, Unfit>;

    /// The plotted statistic.
    fn plot(&self, _: &mut Track, sample: Sample, _: ChainOptions) -> Option<f64> {
        sample.is_present().then_some(sample.value)
    }

    /// Refuses a given sigma where the chart's law has none to set.
    fn no_sigma(&self, sigma: Option<f64>, expected: &'static str) -> Result<(), PlanError> {
        match sigma {
            None => Ok(()),
            Some(_) => Err(PlanError::Given {
                parameter: "sigma",
                value: sigma,
                expected,
                chart: self.name(),
            }),
        }
    }
}

/// What the numbers of an observation must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counts {
    /// Any finite numbers.
    None,
    /// A whole number of cases, of any positive exposure.
    Cases,
    /// A whole number of cases out of a whole number of items.
    PartOfWhole,
}

/// Which rules may judge a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Judging {
    /// Rules that look at the center line only.
    CenterOnly,
    /// Any rule.
    AnyRule,
    /// `Beyond` only: neighboring points are correlated.
    BeyondOnly,
}

/// What a fit needs to know besides the samples.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FitOptions {
    pub(crate) constants: Constants,
    pub(crate) chain: ChainOptions,
}

/// Why a baseline has no parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Unfit {
    /// Fewer useful points than the chart's minimum.
    TooFew {
        /// Useful points in the baseline.
        have: usize,
        /// Useful points needed.
        need: usize,
    },
    /// Useful points, but too few next to each other to take a range between.
    TooFewNeighbors {
        /// Longest stretch without a break.
        have: usize,
        /// Length needed.
        need: usize,
    },
    /// Sums beyond the range of a double.
    Overflow,
}

/// What a chart must remember of earlier points to plot the next.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct Track {
    pub(crate) chain: Chain,
}

impl Track {
    pub(crate) fn is_sound(&self) -> bool {
        self.chain.is_sound()
    }
}
