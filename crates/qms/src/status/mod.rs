//! Status: what an SPC engine says of one series.

mod judge;
mod of_report;
mod rules_used;

use redbead::{Assurance, Direction, Rule, Side};
use serde::{Deserialize, Serialize};

pub use judge::{Ground, JudgeOptions, Judgement, Minimum, Provisional, Sustained, Verdict};
pub use of_report::{SeriesContext, StatusError};
pub use rules_used::{RulesUsed, TieOptions};

use crate::choice::choice;
use crate::date::Date;
use crate::series_key::SeriesKey;

/// What an SPC engine says of one series, as of a day.
///
/// [`Status::of`] makes it of a [`redbead::Report`] and its plan; from another engine it is filled by
/// hand, starting from [`Status::new`]. Nothing in it is computed here. What it means, improving or
/// worsening, is asked of [`judge`](Self::judge).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Status {
    /// The series.
    pub key: SeriesKey,
    /// The day as of which the figures were published or read.
    pub as_of: Option<Date>,
    /// Which direction of the measure is good.
    pub direction: Direction,
    /// The rules that were asked, with the options on which they rest.
    pub rules: RulesUsed,
    /// How many points there are.
    pub points: Points,
    /// The last phase: that in which the latest point lies. None without any point.
    pub phase: Option<PhaseStatus>,
    /// All signals, in all phases, warnings included; in the order of the engine.
    pub signals: Vec<SeriesSignal>,
    /// Whether the process, as it is, will meet its target.
    pub assurance: Assurance,
    /// How far the data carry.
    pub sufficiency: Sufficiency,
    /// Whether limits come from everything so far, before the baseline was complete: a preview.
    pub is_preview: bool,
}

impl Status {
    /// A status without any point or signal, to be filled by hand.
    #[must_use]
    pub const fn new(key: SeriesKey, direction: Direction, rules: RulesUsed) -> Self {
        Self {
            key,
            as_of: None,
            direction,
            rules,
            points: Points {
                useful: 0,
                provisional: 0,
                excluded: 0,
                missing: 0,
                suppressed: 0,
                invalid: 0,
            },
            phase: None,
            signals: Vec::new(),
            assurance: Assurance::NoTarget,
            sufficiency: Sufficiency {
                have: 0,
                advised: None,
                fit: PhaseFit::Fitted,
            },
            is_preview: false,
        }
    }

    /// The signals that matter now: of the last phase, touching the last useful points. Warnings
    /// are among them.
    pub fn current(&self) -> impl Iterator<Item = &SeriesSignal> {
        self.signals.iter().filter(|signal| signal.is_current)
    }
}

/// How many points a series has, by what became of them. Each point is counted once, but for the
/// provisional ones, which are useful too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// With a value, and not excluded.
    pub useful: usize,
    /// Of the useful ones, those that may still be revised.
    pub provisional: usize,
    /// Excluded from fitting and judging.
    pub excluded: usize,
    /// Without a figure, for another reason than suppression.
    pub missing: usize,
    /// With a figure that is kept back, such as small numbers that could identify people.
    pub suppressed: usize,
    /// With a figure that the chart could not use.
    pub invalid: usize,
}

/// A point of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// Zero-based index.
    pub index: usize,
    /// First day of its period, where that is known.
    pub date: Option<Date>,
}

impl Moment {
    /// Number of points from this one to another, both included; 0 if that one lies before it.
    #[must_use]
    pub const fn points_to(self, last: Self) -> usize {
        last.index.saturating_add(1).saturating_sub(self.index)
    }
}

/// The last phase of a series.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhaseStatus {
    /// Its number, the first being 0.
    pub number: usize,
    /// Its first point.
    pub start: Moment,
    /// Its last point so far.
    pub last: Moment,
    /// Number of points in it, missing and excluded ones included.
    pub points: usize,
    /// Why it began.
    pub reason: PhaseReason,
    /// Where its center comes from.
    pub baseline: Baseline,
    /// Its center line, in the unit of the plotted statistic.
    pub center: Option<f64>,
}

/// Why a phase began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum PhaseReason {
    /// The series began.
    SeriesStart,
    /// It was planned, for instance by the calendar.
    Planned,
    /// A sustained shift of the phase before.
    Shift {
        /// Side of the old center line.
        side: Side,
        /// First point of the shift, with which the phase begins.
        first: Moment,
        /// The point at which an honest watcher first knew.
        known: Moment,
        /// Whether it rests on provisional points.
        is_tentative: bool,
    },
}

/// Where the center of a phase comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Baseline {
    /// It was given, not learned.
    Given,
    /// It was learned from points of the series.
    Learned {
        /// First of them.
        first: Moment,
        /// Last of them.
        last: Moment,
        /// Useful ones among them.
        used: usize,
    },
    /// It is not known.
    Unknown,
}

choice! {
    /// Which way a signal points.
    SignalSide as "side" {
        /// Above the center.
        Above = "above",
        /// Below the center.
        Below = "below",
        /// Upward.
        Rising = "rising",
        /// Downward.
        Falling = "falling",
        /// Neither: a pattern of spread, or of the number of runs.
        Neither = "neither" | "spread",
    }
}

impl SignalSide {
    /// Which way a rule of the core points, with the side that its signal names.
    #[must_use]
    pub const fn of(rule: &Rule, side: Option<Side>) -> Self {
        match (side, matches!(rule, Rule::Trend(_))) {
            (Some(Side::Above), false) => Self::Above,
            (Some(Side::Below), false) => Self::Below,
            (Some(Side::Above), true) => Self::Rising,
            (Some(Side::Below), true) => Self::Falling,
            (None, _) => Self::Neither,
        }
    }

    /// The side of the center, or direction; none for patterns without one.
    #[must_use]
    pub const fn side(self) -> Option<Side> {
        match self {
            Self::Above | Self::Rising => Some(Side::Above),
            Self::Below | Self::Falling => Some(Side::Below),
            Self::Neither => None,
        }
    }
}

/// A signal of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesSignal {
    /// The rule with its parameters, as in [`RulesUsed::rules`].
    pub rule: String,
    /// Whether the rule is a warning to look closer; no verdict rests on it.
    pub is_warning: bool,
    /// Which way it points.
    pub side: SignalSide,
    /// First point of its stretch.
    pub first: Moment,
    /// Last point of its stretch so far.
    pub last: Moment,
    /// The point at which an honest watcher first knew.
    pub known: Moment,
    /// Whether it is of the last phase, and touches the last useful points or still runs.
    pub is_current: bool,
    /// Whether it rests on provisional points.
    pub is_tentative: bool,
}

impl SeriesSignal {
    /// Number of points from the first to the last, those without a figure or on the center
    /// included.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.first.points_to(self.last)
    }

    /// Whether there is no point in it, as can only be said by hand.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// How far the data of a series carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sufficiency {
    /// Useful points since the last planned phase began, or in the whole series where none was. In a
    /// planned phase, whose missing points a report does not tell apart, at most so many.
    pub have: usize,
    /// Fewest that the engine advises for the chart; none where the center was given.
    pub advised: Option<usize>,
    /// Whether the last phase could be judged at all.
    pub fit: PhaseFit,
}

/// Whether the last phase of a series could be judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum PhaseFit {
    /// It was.
    Fitted,
    /// Its baseline is not complete.
    Learning {
        /// Points so far.
        have: usize,
        /// Points that the baseline asks for, where that is known.
        need: Option<usize>,
    },
    /// Its baseline is complete, and nothing can be computed from it.
    Unfit {
        /// What is wanting, in words.
        reason: String,
    },
}
