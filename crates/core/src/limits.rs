//! Parameters of a phase, and the limits they give at each point.

/// How wide the common cause variation is at a point.
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
    /// `sigma_i = sqrt(variance / n_i)` for a point of exposure `n_i`.
    ByExposure {
        /// Variance of a point of exposure 1: `p̄(1 - p̄)` for proportions, `ū` for rates.
        variance: f64,
    },
}

/// Where a point stands: all that may make its limits differ from its neighbors'.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Place {
    /// Denominator, area of opportunity or subgroup size; 1 where there is none.
    pub exposure: f64,
    /// Plotted points of the phase before this one, for laws that widen with time.
    pub ordinal: u32,
}

impl Place {
    /// The place of a point of this exposure with `ordinal` plotted points before it.
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
    /// Center line, in the unit of the plotted statistic.
    pub center: f64,
    /// How sigma follows for each point.
    pub law: Law,
}

impl Parameters {
    pub(crate) const fn new(center: f64, law: Law) -> Self {
        Self { center, law }
    }

    /// Sigma of a point at this place; none on a chart with a center line only.
    #[must_use]
    pub fn sigma_at(&self, place: Place) -> Option<f64> {
        match self.law {
            Law::CenterOnly => None,
            Law::Constant { sigma } => Some(sigma),
            Law::ByExposure { variance } => Some((variance / place.exposure).sqrt()),
        }
    }

    /// `center ± multiple sigma` at this place, clipped to `range`.
    ///
    /// Clipping changes what is drawn and reported, never what is judged: a value of its range
    /// cannot pass a limit that lies outside.
    #[must_use]
    pub fn limits_at(&self, place: Place, multiple: f64, range: NaturalRange) -> Limits {
        let sigma = self.sigma_at(place);
        let lower = sigma.map(|sigma| (self.center - multiple * sigma).max(range.lower));
        let upper = sigma.map(|sigma| (self.center + multiple * sigma).min(range.upper));
        Limits {
            center: self.center,
            lower: lower.filter(|limit| limit.is_finite()),
            upper: upper.filter(|limit| limit.is_finite()),
        }
    }

    /// Whether the parameters are numbers one can draw: no overflow on the way.
    pub(crate) fn are_finite(&self) -> bool {
        self.center.is_finite()
            && match self.law {
                Law::CenterOnly => true,
                Law::Constant { sigma: scale } | Law::ByExposure { variance: scale } => {
                    scale.is_finite() && scale >= 0.0
                }
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
