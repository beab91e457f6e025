//! Parameters of a phase, and the lines they give at each point.

use std::fmt;

use fearless_simd::{Simd, f64x8, prelude::*};

use crate::constants::{Constants, SpreadKind};
use crate::distribution::{
    Tail, binomial_quantile, exponential_quantile, geometric_quantile, normal_cdf, poisson_quantile,
};
use crate::side::Side;

/// How wide the common cause variation is at a point.
///
/// `n_i` is the exposure of the point: denominator, area of opportunity or subgroup size. Lines
/// lie at `center ± k sigma_i`, unless a law says otherwise.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Law {
    /// No sigma: a center line only.
    CenterOnly,
    /// The same sigma at every point.
    Constant {
        /// Standard deviation of a plotted point, in its unit.
        sigma: f64,
    },
    /// `sigma_i = sqrt(variance / n_i)`: proportions, rates and counts.
    ByExposure {
        /// Variance of a point of exposure 1: `p̄(1 - p̄)` for proportions, `ū` for rates.
        variance: f64,
    },
    /// `sigma_i = sqrt(variance / n_i) sigma_z`: the primed charts of Laney.
    Dispersed {
        /// Variance of a point of exposure 1, as the count itself would have it.
        variance: f64,
        /// How many times wider the points vary than that.
        sigma_z: f64,
    },
    /// `sigma_i = sigma / sqrt(n_i)`: means of subgroups, and values with an exposure.
    OfMeans {
        /// Standard deviation of a single value, or of a point of exposure 1.
        sigma: f64,
    },
    /// Standard deviations or ranges of subgroups.
    ///
    /// With a process sigma, the center line of a subgroup of `n_i` lies at `c4(n_i) sigma` and
    /// its sigma is `c5(n_i) sigma`; of ranges, `d2(n_i) sigma` and `d3(n_i) sigma`. Without, the
    /// center is the same at every size, and sigma is `c5/c4` or `d3/d2` of it.
    OfSpreads {
        /// What measures the spread of a subgroup.
        spread: SpreadKind,
        /// Standard deviation of a single value, where the center line follows the size.
        sigma: Option<f64>,
        /// Exact or printed constants.
        constants: Constants,
    },
    /// Lines around another number than the center line: `around ± k sigma`.
    Around {
        /// The number in the middle of the lines: the mean, where the center line is the median.
        around: f64,
        /// Standard deviation of a plotted point.
        sigma: f64,
    },
    /// Lines that lie evenly in `y = x^(1/3.6)`: `(center ± k sigma)^3.6`, and 0 where the
    /// bracket is negative.
    Power {
        /// Center in `y`.
        center: f64,
        /// Standard deviation of `y`.
        sigma: f64,
    },
    /// Exponentially weighted means: `sigma_i² = sigma² lambda/(2 - lambda) (1 - (1 -
    /// lambda)^(2 i))` at the `i`-th judged point of the phase, or without the last factor.
    Weighted {
        /// Standard deviation of a single value.
        sigma: f64,
        /// Weight of the newest value.
        lambda: f64,
        /// Whether sigma grows from the first point on to what it will be in the long run.
        growing: bool,
    },
    /// Sums of standardized values: sigma is 1.
    Cumulative {
        /// The mean that the values are compared with.
        mean: f64,
        /// Standard deviation of a single value.
        sigma: f64,
    },
    /// Probability limits of a proportion: binomial quantiles over `n_i`.
    Binomial {
        /// Chance of a case.
        probability: f64,
    },
    /// Probability limits of a number of cases out of `n_i`: binomial quantiles.
    BinomialCount {
        /// Chance of a case.
        probability: f64,
    },
    /// Probability limits of a rate, or of a count with `n_i = 1`: Poisson quantiles over `n_i`.
    Poisson {
        /// Cases per one unit of exposure.
        rate: f64,
    },
    /// Probability limits of a number of units between events: geometric quantiles.
    Geometric {
        /// Mean number of units.
        mean: f64,
    },
    /// Probability limits of a time between events: exponential quantiles.
    Exponential {
        /// Mean time.
        mean: f64,
    },
}

/// Where limits and zone lines of a chart of counts or times lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum LimitMethod {
    /// At multiples of sigma. The default.
    #[default]
    Sigma,
    /// Probability limits: the line at `k` sigma is the quantile of the chart's own distribution
    /// that leaves the tail of a normal beyond `k` sigma outside, 0.00135 for 3 sigma. A point
    /// strictly beyond has at most that chance on its side.
    Probability,
}

impl LimitMethod {
    /// As an option of a chart, left out at its default.
    pub(crate) fn describe(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sigma => Ok(()),
            Self::Probability => f.write_str(" limits=probability"),
        }
    }

    /// Whether a file may leave it out.
    #[cfg(feature = "serde")]
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Where a point stands: all that may make its limits differ from its neighbors'.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Place {
    /// Denominator, area of opportunity or subgroup size; 1 where there is none.
    pub exposure: f64,
    /// Judged points of the phase before this one, for laws that widen with time.
    pub ordinal: u32,
}

impl Place {
    /// The place of a point of this exposure with `ordinal` judged points before it.
    #[must_use]
    pub const fn new(exposure: f64, ordinal: u32) -> Self {
        Self { exposure, ordinal }
    }
}

/// What a phase has learned, or was given: a center and a scale.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Parameters {
    /// Center line, in the unit of the plotted statistic. Where it follows the size of a subgroup,
    /// the mean spread of the baseline, or the pooled deviation, for information: the line of a
    /// point is [`center_at`](Self::center_at).
    pub center: f64,
    /// How sigma follows for each point.
    pub law: Law,
}

/// The lines of one point, in the scale in which they are compared with it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ruler {
    pub(crate) center: f64,
    pub(crate) sigma: Option<f64>,
    lines: Lines,
}

#[derive(Debug, Clone, Copy)]
enum Lines {
    /// `around ± k sigma`.
    Even { around: f64 },
    /// Quantiles of a distribution of counts, over a divisor.
    Quantiles { of: Distribution, over: f64 },
}

#[derive(Debug, Clone, Copy)]
enum Distribution {
    Binomial { trials: f64, probability: f64 },
    Poisson { mean: f64 },
    Geometric { mean: f64 },
    Exponential { mean: f64 },
}

impl Ruler {
    /// The line `multiple` sigma from the center on one side; none without sigma.
    ///
    /// The one place where this expression stands: rules compare with it, and reports show it.
    #[inline]
    pub(crate) fn line(&self, multiple: f64, side: Side) -> Option<f64> {
        let (below, above) = self.pair(multiple)?;
        Some(match side {
            Side::Above => above,
            Side::Below => below,
        })
    }

    /// Both lines, the one below first.
    #[inline]
    pub(crate) fn pair(&self, multiple: f64) -> Option<(f64, f64)> {
        let distance = multiple * self.sigma?;
        Some(match self.lines {
            Lines::Even { around } => (around - distance, around + distance),
            Lines::Quantiles { of, over } => (
                of.line(multiple, Side::Below) / over,
                of.line(multiple, Side::Above) / over,
            ),
        })
    }

    /// [`pair`](Self::pair) of eight multiples at once; none where lines are no multiples of sigma.
    #[inline(always)]
    pub(crate) fn pairs<S: Simd>(&self, multiples: f64x8<S>) -> Option<(f64x8<S>, f64x8<S>)> {
        let Lines::Even { around } = self.lines else {
            return None;
        };
        let around = f64x8::splat(multiples.simd, around);
        let distance = multiples * self.sigma?;
        Some((around - distance, around + distance))
    }
}

impl Distribution {
    #[cold]
    fn line(self, multiple: f64, side: Side) -> f64 {
        let outside = normal_cdf(-multiple);
        let tail = match side {
            Side::Below => Tail::Lower(outside),
            Side::Above => Tail::Upper(outside),
        };
        match self {
            Self::Binomial {
                trials,
                probability,
            } => binomial_quantile(tail, trials, probability),
            Self::Poisson { mean } => poisson_quantile(tail, mean),
            Self::Geometric { mean } => geometric_quantile(tail, mean),
            Self::Exponential { mean } => exponential_quantile(tail, mean),
        }
    }
}

impl Parameters {
    pub(crate) const fn new(center: f64, law: Law) -> Self {
        Self { center, law }
    }

    /// The lines of a point at this place.
    #[inline]
    pub(crate) fn ruler(&self, place: Place) -> Ruler {
        match self.law {
            // The commonest of all, without a look at the others.
            Law::Constant { sigma } => Ruler {
                center: self.center,
                sigma: Some(sigma),
                lines: Lines::Even {
                    around: self.center,
                },
            },
            _ => self.other_ruler(place),
        }
    }

    fn other_ruler(&self, place: Place) -> Ruler {
        let n = place.exposure;
        let center = self.center;
        let even = |sigma| Ruler {
            center,
            sigma: Some(sigma),
            lines: Lines::Even { around: center },
        };
        let quantiles = |variance: f64, of, over| Ruler {
            center,
            sigma: Some(variance.sqrt()),
            lines: Lines::Quantiles { of, over },
        };
        match self.law {
            Law::CenterOnly => Ruler {
                sigma: None,
                ..even(0.0)
            },
            Law::Constant { sigma } => even(sigma),
            Law::ByExposure { .. } | Law::Dispersed { .. } | Law::OfMeans { .. } => {
                even(self.plain_sigma(n).unwrap_or(0.0))
            }
            Law::OfSpreads {
                spread,
                sigma,
                constants,
            } => spread_ruler(center, spread, sigma, constants, n),
            Law::Around { around, sigma } => Ruler {
                center,
                sigma: Some(sigma),
                lines: Lines::Even { around },
            },
            Law::Power { center, sigma } => Ruler {
                center,
                sigma: Some(sigma),
                lines: Lines::Even { around: center },
            },
            Law::Weighted {
                sigma,
                lambda,
                growing,
            } => even(weighted_sigma(
                sigma,
                lambda,
                growing.then_some(place.ordinal),
            )),
            Law::Cumulative { .. } => even(1.0),
            Law::Binomial { probability } => quantiles(
                probability * (1.0 - probability) / n,
                Distribution::Binomial {
                    trials: n,
                    probability,
                },
                n,
            ),
            Law::BinomialCount { probability } => quantiles(
                n * probability * (1.0 - probability),
                Distribution::Binomial {
                    trials: n,
                    probability,
                },
                1.0,
            ),
            Law::Poisson { rate } => {
                quantiles(rate / n, Distribution::Poisson { mean: rate * n }, n)
            }
            Law::Geometric { mean } => {
                quantiles(mean * (mean + 1.0), Distribution::Geometric { mean }, 1.0)
            }
            Law::Exponential { mean } => {
                quantiles(mean * mean, Distribution::Exponential { mean }, 1.0)
            }
        }
    }

    /// Sigma at an exposure, of a law with lines evenly around the center in the unit of the
    /// statistic; none of another.
    #[inline(always)]
    pub(crate) fn plain_sigma(&self, exposure: f64) -> Option<f64> {
        if let Law::Constant { sigma } = self.law {
            // The commonest of all, without a look at the others.
            return Some(sigma);
        }
        match self.law {
            Law::ByExposure { variance } => Some((variance / exposure).sqrt()),
            // At a tiny exposure the root overflows, and infinity times 0 is no number.
            Law::Dispersed { sigma_z: 0.0, .. } => Some(0.0),
            Law::Dispersed { variance, sigma_z } => Some((variance / exposure).sqrt() * sigma_z),
            Law::OfMeans { sigma } => Some(sigma / exposure.sqrt()),
            _ => None,
        }
    }

    /// A plotted value in the scale in which it is compared with its lines.
    #[inline]
    pub(crate) fn to_scale(self, value: f64) -> f64 {
        match self.law {
            Law::Power { .. } => to_power_scale(value),
            _ => value,
        }
    }

    /// A line in the unit of the plotted statistic.
    #[inline]
    fn to_unit(self, line: f64, ruler: &Ruler) -> f64 {
        match self.law {
            Law::Power { .. } if line == ruler.center => self.center,
            Law::Power { .. } => from_power_scale(line),
            _ => line,
        }
    }

    /// Center line of a point at this place, in the unit of the plotted statistic.
    #[must_use]
    pub fn center_at(&self, place: Place) -> f64 {
        match self.law {
            Law::OfSpreads { .. } => self.ruler(place).center,
            _ => self.center,
        }
    }

    /// Sigma of a point at this place; none on a chart with a center line only. In the scale of
    /// `x^(1/3.6)` under [`Law::Power`].
    #[must_use]
    pub fn sigma_at(&self, place: Place) -> Option<f64> {
        self.ruler(place).sigma
    }

    /// The lines `multiple` sigma from the center at this place, clipped to `range`.
    ///
    /// Clipping changes what is drawn and reported, never what is judged: a value of its range
    /// cannot pass a limit that lies outside.
    #[must_use]
    #[inline]
    pub fn limits_at(&self, place: Place, multiple: f64, range: NaturalRange) -> Limits {
        let ruler = self.ruler(place);
        let line = |side| {
            ruler
                .line(multiple, side)
                .map(|line| self.to_unit(line, &ruler))
        };
        let lower = line(Side::Below).map(|line| line.max(range.lower));
        let upper = line(Side::Above).map(|line| line.min(range.upper));
        let center = match self.law {
            Law::OfSpreads { .. } => ruler.center,
            _ => self.center,
        };
        Limits {
            center,
            lower: lower.filter(|limit| limit.is_finite()),
            upper: upper.filter(|limit| limit.is_finite()),
        }
    }

    /// What [`limits_at`](Self::limits_at) gives where sigma is [plain](Self::plain_sigma).
    #[inline(always)]
    pub(crate) fn limits_of(
        center: f64,
        sigma: f64,
        multiple: f64,
        range: Option<NaturalRange>,
    ) -> Limits {
        /// Far from where sums overflow.
        const SAFE: f64 = 1e300;

        let (mut lower, mut upper) = (center - multiple * sigma, center + multiple * sigma);
        if let Some(range) = range {
            lower = lower.max(range.lower);
            upper = upper.min(range.upper);
        }
        if center.abs() + multiple * sigma < SAFE {
            return Limits {
                center,
                lower: Some(lower),
                upper: Some(upper),
            };
        }
        Limits {
            center,
            lower: lower.is_finite().then_some(lower),
            upper: upper.is_finite().then_some(upper),
        }
    }

    /// Whether the parameters are numbers one can draw: no overflow on the way.
    pub(crate) fn are_finite(&self) -> bool {
        let scale = |scale: f64| scale.is_finite() && scale >= 0.0;
        let share = |share: f64| (0.0..=1.0).contains(&share);
        self.center.is_finite()
            && match self.law {
                Law::CenterOnly => true,
                Law::Constant { sigma } | Law::OfMeans { sigma } => scale(sigma),
                Law::ByExposure { variance } => scale(variance),
                Law::Dispersed { variance, sigma_z } => scale(variance) && scale(sigma_z),
                Law::OfSpreads { sigma, .. } => scale(sigma.unwrap_or(self.center)),
                Law::Around { around, sigma }
                | Law::Cumulative {
                    mean: around,
                    sigma,
                } => around.is_finite() && scale(sigma),
                Law::Power { center, sigma } => scale(center) && scale(sigma),
                Law::Weighted { sigma, lambda, .. } => scale(sigma) && share(lambda),
                Law::Binomial { probability } | Law::BinomialCount { probability } => {
                    share(probability)
                }
                Law::Poisson { rate: mean }
                | Law::Geometric { mean }
                | Law::Exponential { mean } => scale(mean),
            }
    }
}

/// The exponent that makes times between events nearly normal. Nelson (1994), A control chart for
/// parts-per-million nonconforming items, J. Quality Technology 26, 239-240.
const POWER: f64 = 3.6;

/// `x^(1/3.6)`, the same bits on every machine.
pub(crate) fn to_power_scale(value: f64) -> f64 {
    libm::pow(value, 1.0 / POWER)
}

/// `y^3.6`, and 0 for a negative `y`, which no time has.
pub(crate) fn from_power_scale(value: f64) -> f64 {
    libm::pow(value.max(0.0), POWER)
}

fn spread_ruler(
    center: f64,
    spread: SpreadKind,
    sigma: Option<f64>,
    constants: Constants,
    n: f64,
) -> Ruler {
    let n = n as usize;
    // Charts of spreads read no subgroup without constants.
    let (mean, deviation) = constants.moments(spread, n).unwrap_or((1.0, 0.0));
    let excess = || constants.upper_excess(spread, n).unwrap_or(0.0);
    let (center, sigma) = match sigma {
        Some(sigma) => (mean * sigma, deviation * sigma),
        None => (center, excess() * center),
    };
    Ruler {
        center,
        sigma: Some(sigma),
        lines: Lines::Even { around: center },
    }
}

/// Sigma of a weighted mean with `ordinal` judged points before it, or in the long run.
fn weighted_sigma(sigma: f64, lambda: f64, ordinal: Option<u32>) -> f64 {
    let long_run = lambda / (2.0 - lambda);
    match ordinal {
        None => sigma * long_run.sqrt(),
        Some(ordinal) => {
            // 1 - (1 - lambda)^(2 i), without losing the digits of a small lambda.
            let steps = 2.0 * (f64::from(ordinal) + 1.0);
            let reached = -libm::expm1(steps * libm::log1p(-lambda));
            sigma * (long_run * reached).sqrt()
        }
    }
}

/// The center line and control limits at one point, in the unit of the plotted statistic.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Limits {
    /// Center line.
    pub center: f64,
    /// Lower limit, if the chart has limits and it is no infinity.
    pub lower: Option<f64>,
    /// Upper limit, if the chart has limits and it is no infinity.
    pub upper: Option<f64>,
}

/// The range of values that a statistic can take at all.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct NaturalRange {
    /// Smallest possible value.
    pub lower: f64,
    /// Largest possible value.
    pub upper: f64,
}

impl NaturalRange {
    /// Every number.
    pub const UNBOUNDED: Self = Self::new(f64::NEG_INFINITY, f64::INFINITY);
    /// Zero and above: counts, rates and ranges.
    pub const NON_NEGATIVE: Self = Self::new(0.0, f64::INFINITY);
    /// Proportions.
    pub const UNIT: Self = Self::new(0.0, 1.0);

    const fn new(lower: f64, upper: f64) -> Self {
        Self { lower, upper }
    }

    /// From zero to the largest possible value.
    pub(crate) const fn up_to(upper: f64) -> Self {
        Self::new(0.0, upper)
    }
}

/// Whether reported limits stop at the range that the statistic can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Clip {
    /// 0 below for counts, rates and ranges; 0 and 1 for proportions. The default.
    #[default]
    Natural,
    /// `center ± k sigma` as computed.
    Off,
}
