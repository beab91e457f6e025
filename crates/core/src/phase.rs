//! Phases: stretches of time with their own parameters.

use std::fmt;

use crate::chart::{Chart, Unfit};
use crate::limits::Parameters;
use crate::rule::Tests;
use crate::side::Side;

/// Where the parameters of a phase come from.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Baseline {
    /// All points of the phase, which can be judged only once it is closed: a retrospective
    /// view. The default.
    #[default]
    All,
    /// The first `points` points of the phase, whatever they are; frozen from then on, and
    /// extended over the rest of the phase.
    First {
        /// Number of points, missing and excluded ones included.
        points: usize,
    },
    /// The first `points` useful points of the phase; frozen and extended.
    FirstUseful {
        /// Number of useful points.
        points: usize,
    },
    /// The points from one index of the series to another, both included; frozen and extended
    /// over the whole phase, earlier points too.
    Range {
        /// Zero-based index of the first point.
        first: usize,
        /// Zero-based index of the last point.
        last: usize,
    },
    /// Given parameters ("known standard"). To give the center alone and learn the scale:
    /// [`PlanBuilder::center`](crate::PlanBuilder::center).
    Given {
        /// Center line, in the unit of the plotted statistic; the mean of the values on EWMA and
        /// CUSUM charts, the mean number of units on a g chart.
        center: f64,
        /// Sigma, for charts whose sigma does not follow from the center: of a plotted point on
        /// individuals charts; of a single value on xbar, EWMA and CUSUM charts, and, if given, on s
        /// and r charts; of a point of exposure 1 on i′; of `x^(1/3.6)` on t; `sigma_z` on p′, u′ and
        /// c′.
        sigma: Option<f64>,
    },
}

impl fmt::Display for Baseline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::First { points } => write!(f, "first({points})"),
            Self::FirstUseful { points } => write!(f, "first_useful({points})"),
            Self::Range { first, last } => write!(f, "range({first}..={last})"),
            Self::Given {
                center,
                sigma: Some(sigma),
            } => write!(f, "given({center}, {sigma})"),
            Self::Given {
                center,
                sigma: None,
            } => write!(f, "given({center})"),
        }
    }
}

/// The start of a phase, as planned.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PhaseStart {
    /// Zero-based index of the first point of the new phase, above 0.
    pub start: usize,
    /// Where its parameters come from; the plan's baseline when none is named here.
    #[cfg_attr(feature = "serde", serde(default))]
    pub baseline: Option<Baseline>,
}

/// Why a phase began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PhaseReason {
    /// The series began.
    SeriesStart,
    /// The plan says so.
    Planned,
    /// A sustained shift of the phase before, by the plan's [`Rebase`](crate::Rebase).
    Shift(Evidence),
}

/// The sustained shift that began a phase, against the center line of the phase before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Evidence {
    /// Side of the old center line.
    pub side: Side,
    /// Points of the shift that were asked for, all on that side.
    pub points: usize,
    /// Zero-based index of the first of them, with which the phase begins.
    pub first: usize,
    /// Zero-based index of the last of them.
    pub completed: usize,
    /// Zero-based index of the point at which the phase was known: that one, or a later one where
    /// the new parameters asked for more points.
    pub known: usize,
    /// Whether it rests on provisional points: one from its first point to the one at which the
    /// phase was known.
    #[cfg_attr(feature = "serde", serde(default))]
    pub tentative: bool,
}

/// What became of the parameters of a phase.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Fit {
    /// The baseline is not complete yet: no point of the phase is judged.
    Learning {
        /// Points of the baseline so far: useful ones where it asks for useful ones, or ends with
        /// the phase.
        have: usize,
        /// Points that the baseline asks for; none when it ends with the phase.
        need: Option<usize>,
    },
    /// The baseline is complete and has too little to compute from. Different from "no signal":
    /// the phase is not judged.
    Insufficient {
        /// What is wanting.
        unfit: Unfit,
    },
    /// Center and scale are known.
    Fitted {
        /// The parameters.
        parameters: Parameters,
    },
}

impl Fit {
    /// What is wanting before the phase can be judged, in a few words: `5 of the 12 points of the
    /// baseline so far`. None where it is judged.
    #[must_use]
    pub fn wanting(&self) -> Option<String> {
        match self {
            Self::Fitted { .. } => None,
            Self::Learning {
                have,
                need: Some(need),
            } => Some(format!(
                "{have} of the {need} points of the baseline so far"
            )),
            Self::Learning {
                have: 1,
                need: None,
            } => Some("1 point so far".to_owned()),
            Self::Learning { have, need: None } => Some(format!("{have} points so far")),
            Self::Insufficient { unfit } => Some(unfit.to_string()),
        }
    }
}

/// The baseline of a phase, as used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct BaselineUse {
    /// Zero-based index of its first point.
    pub first: usize,
    /// Zero-based index of its last point so far.
    pub last: usize,
    /// Useful points in it.
    pub used: usize,
}

/// How far the number of useful points carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Sufficiency {
    /// Useful points of the baseline.
    pub have: usize,
    /// Fewest for any result: 2 where sigma comes from moving ranges or a deviation, or as many as
    /// a span takes, and 1 otherwise.
    pub minimum: usize,
    /// Fewest that are advised: 12 on run charts, 20 on charts with limits. Limits from fewer
    /// are shown, and are uncertain.
    pub advised: usize,
}

impl Sufficiency {
    /// Of so many useful points on a chart.
    pub(crate) fn of(chart: &Chart, have: usize) -> Self {
        Self {
            have,
            minimum: chart.minimum(),
            advised: chart.advised(),
        }
    }

    /// Whether the baseline has the advised number of useful points.
    #[must_use]
    pub const fn is_advised(&self) -> bool {
        self.have >= self.advised
    }
}

/// A phase of a report.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Phase {
    /// Zero-based index of its first point.
    pub first: usize,
    /// Zero-based index of its last point so far.
    pub last: usize,
    /// Why it began.
    pub reason: PhaseReason,
    /// The points its parameters come from; none with given parameters, or before the first.
    pub baseline: Option<BaselineUse>,
    /// Its parameters, or why there are none.
    pub fit: Fit,
    /// How far its number of points carries; none with given parameters.
    pub sufficiency: Option<Sufficiency>,
    /// Its whole-phase tests, where the plan has any and the phase is judged.
    pub tests: Option<Tests>,
}

impl Phase {
    /// Center and scale, where the phase has them.
    #[must_use]
    pub const fn parameters(&self) -> Option<&Parameters> {
        match &self.fit {
            Fit::Fitted { parameters } => Some(parameters),
            _ => None,
        }
    }
}
