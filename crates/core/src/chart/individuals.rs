//! Individuals chart: the X of XmR.

use std::fmt;

use fearless_simd::Level;

use super::{Columns, FitOptions, Judging, Kernel, Unfit};
use crate::baseline::median::median;
use crate::baseline::moving_range::{ChainView, Chains};
use crate::baseline::selection::{Scratch, quick_median};
use crate::baseline::sums::{mean, mean_and_mean_range, standard_deviation};
use crate::constants::{Constants, MAX_TABLE_SIZE};
use crate::error::PlanError;
use crate::limits::{Law, NaturalRange, Parameters};
use crate::sample::Sample;

/// Individuals chart ("i", the X of XmR): natural process limits from moving ranges.
///
/// # Definition
///
/// ```text
/// center = (1/n) Σ x_i, or the median                          i = 1..n useful points
/// sigma  = MR̄ / d2(2)      MR̄ = mean of abs(x_i - x_{i-1})     d2(2) = 2/√π ≈ 1.128379
/// limits = center ± k sigma                                    k = 3 by default
/// ```
///
/// Other ways to sigma: see [`Sigma`].
///
/// # Input
///
/// Values, or ratios of which `numerator / denominator` is plotted, unweighted. At least 2
/// useful points next to each other; 20 are advised. A missing point breaks the chain: no
/// moving range is taken across it. An excluded point is left out as if its row were deleted.
///
/// # Edge cases
///
/// A constant baseline gives sigma 0: equal points are common cause, any other is beyond every
/// limit.
///
/// # Accuracy and cost
///
/// Sums are shifted by the first value and striped over eight lanes, so every road gives the
/// same bits. Linear in the baseline.
///
/// # References
///
/// Montgomery (2013), Introduction to Statistical Quality Control, 7th ed., section 6.4.
/// Wheeler (2000), Understanding Variation, 2nd ed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Individuals {
    /// How the center line is computed.
    pub center: Center,
    /// How sigma is computed.
    pub sigma: Sigma,
}

/// How a center line is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Center {
    /// Arithmetic mean of the baseline. The default.
    #[default]
    Mean,
    /// Median of the baseline.
    Median,
}

impl fmt::Display for Center {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mean => "mean",
            Self::Median => "median",
        })
    }
}

/// How the sigma of an individuals chart is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Sigma {
    /// `MR̄ / d2(2)`. The default.
    #[default]
    MovingRange,
    /// Median moving range `/ d4(2)`, `d4(2) ≈ 0.953873`: few large ranges weigh little. Wheeler
    /// (2000), Understanding Variation, 2nd ed.
    MedianMovingRange,
    /// `MR̄ / d2(2)` after the ranges of `D4(2) MR̄` and more (`D4(2) ≈ 3.266532`) were dropped,
    /// once. Where that would drop every range, none is dropped. Nelson (1982), Control charts for
    /// individual measurements, J. Quality Technology 14, 172-173.
    ScreenedMovingRange,
    /// Mean range of each `n` consecutive points `/ d2(n)`, `n` from 2 to 100. Montgomery (2013),
    /// section 6.4.
    Span(u32),
    /// Standard deviation `/ c4(n)` of all points of the baseline: long-term variation, which
    /// contains any shifts within it. Montgomery (2013), section 6.4.2.
    StandardDeviation,
}

impl fmt::Display for Sigma {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MovingRange => f.write_str("moving_range"),
            Self::MedianMovingRange => f.write_str("median_moving_range"),
            Self::ScreenedMovingRange => f.write_str("screened_moving_range"),
            Self::Span(points) => write!(f, "span({points})"),
            Self::StandardDeviation => f.write_str("standard_deviation"),
        }
    }
}

impl Sigma {
    /// Fewest neighbors that a range needs; the standard deviation needs none.
    fn neighbors(self) -> usize {
        match self {
            Self::MovingRange | Self::MedianMovingRange | Self::ScreenedMovingRange => 2,
            Self::Span(points) => points as usize,
            Self::StandardDeviation => 0,
        }
    }

    fn estimate(self, chains: ChainView<'_>, constants: Constants) -> Option<f64> {
        match self {
            Self::MovingRange => {
                Some(constants.sigma_of_range(chains.mean_moving_range()?, constants.d2(2)?))
            }
            Self::MedianMovingRange | Self::ScreenedMovingRange => {
                self.of_moving_ranges(chains.moving_ranges(), constants)
            }
            Self::Span(points) => {
                let span = points as usize;
                let range = mean(&chains.span_ranges(span))?;
                Some(constants.sigma_of_range(range, constants.d2(span)?))
            }
            Self::StandardDeviation => {
                let deviation = standard_deviation(chains.values)?;
                Some(deviation / constants.c4(chains.values.len())?)
            }
        }
    }

    /// Sigma from moving ranges of two, by their mean unless another way was chosen.
    pub(super) fn of_moving_ranges(
        self,
        mut ranges: Vec<f64>,
        constants: Constants,
    ) -> Option<f64> {
        let sigma = |range, divisor| Some(constants.sigma_of_range(range, divisor));
        match self {
            Self::MedianMovingRange => sigma(median(&mut ranges)?, constants.median_range_of_two()),
            Self::ScreenedMovingRange => {
                let all = mean(&ranges)?;
                let limit = constants.range_of_two_upper() * all;
                ranges.retain(|range| *range < limit);
                sigma(mean(&ranges).unwrap_or(all), constants.d2(2)?)
            }
            _ => sigma(mean(&ranges)?, constants.d2(2)?),
        }
    }

    /// Sigma of the values in some chains, or what is wanting.
    pub(super) fn of_chains(
        self,
        chains: ChainView<'_>,
        constants: Constants,
    ) -> Result<f64, Unfit> {
        self.estimate(chains, constants)
            .ok_or_else(|| Unfit::TooFewNeighbors {
                have: chains.longest(),
                need: self.neighbors(),
            })
    }

    /// Fewest useful points for a sigma.
    pub(super) fn minimum(self) -> usize {
        self.neighbors().max(2)
    }

    /// Whether a span has a constant.
    pub(super) fn check(self, chart: &'static str) -> Result<(), PlanError> {
        match self {
            Self::Span(points) if !(2..=MAX_TABLE_SIZE).contains(&(points as usize)) => {
                Err(PlanError::Parameter {
                    owner: chart.to_owned(),
                    parameter: "span",
                    value: f64::from(points),
                    expected: "2 to 100 points",
                })
            }
            _ => Ok(()),
        }
    }
}

impl Individuals {
    /// Parameters from one chain of values, of a chart by mean and mean moving range: both from one
    /// look at each value. None of another chart, or where there are too few values.
    #[inline]
    pub(super) fn usual(
        self,
        values: &[f64],
        options: FitOptions,
        level: Level,
    ) -> Option<Parameters> {
        if self != Self::default() || options.center.is_some() {
            return None;
        }
        let (center, range) = mean_and_mean_range(level, values)?;
        let constants = options.constants;
        let sigma = constants.sigma_of_range(range, constants.d2(2)?);
        Some(Parameters::new(center, Law::Constant { sigma }))
    }

    fn parameters(
        self,
        chains: ChainView<'_>,
        options: FitOptions,
        scratch: &mut Scratch,
    ) -> Result<Parameters, Unfit> {
        let usual = chains
            .single()
            .and_then(|values| self.usual(values, options, scratch.level));
        if let Some(parameters) = usual {
            return Ok(parameters);
        }
        let sigma = self.sigma.of_chains(chains, options.constants)?;
        let center = match self.center {
            _ if options.center.is_some() => options.center,
            Center::Mean => mean(chains.values),
            Center::Median => quick_median(chains.values, scratch),
        };
        let center = center.ok_or(Unfit::TooFew { have: 0, need: 2 })?;
        Ok(Parameters::new(center, Law::Constant { sigma }))
    }
}

impl Kernel for Individuals {
    fn name(&self) -> &'static str {
        "individuals"
    }

    fn describe_options(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " center={} sigma={}", self.center, self.sigma)
    }

    fn range(&self) -> NaturalRange {
        NaturalRange::UNBOUNDED
    }

    fn judging(&self) -> Judging {
        Judging::AnyRule
    }

    fn minimum(&self) -> usize {
        self.sigma.minimum()
    }

    fn check(&self) -> Result<(), PlanError> {
        self.sigma.check(self.name())
    }

    fn given(
        &self,
        center: f64,
        sigma: Option<f64>,
        _: Constants,
    ) -> Result<Parameters, PlanError> {
        let sigma = self.needs_sigma(sigma)?;
        Ok(Parameters::new(center, Law::Constant { sigma }))
    }

    fn fit(&self, samples: &[Sample], options: FitOptions) -> Result<Parameters, Unfit> {
        let chains = Chains::of(samples, options.chain);
        self.parameters(chains.view(), options, &mut Scratch::default())
    }

    fn fits_columns(&self) -> bool {
        true
    }

    fn fit_refuses_infinity(&self) -> bool {
        self.center == Center::Mean
    }

    fn fit_columns(
        &self,
        columns: &Columns<'_>,
        options: FitOptions,
        scratch: &mut Scratch,
    ) -> Option<Result<Parameters, Unfit>> {
        Some(self.parameters(columns.chains(), options, scratch))
    }
}
