//! Signals: a rule, a side and a stretch of points.

use crate::mark::Side;
use crate::rule::Rule;

/// A rule, a side and a stretch of points.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Signal {
    /// The rule, with its parameters.
    pub rule: Rule,
    /// Whether the plan holds the rule as a warning only.
    pub warning: bool,
    /// Side of the center or direction of the trend; none for patterns without one.
    pub side: Option<Side>,
    /// Number of the phase, the first being 0.
    pub phase: usize,
    /// Zero-based index of the first member.
    pub first: usize,
    /// Zero-based index of the last member so far.
    pub last: usize,
    /// Zero-based index of the point at which the pattern was complete: when an honest watcher
    /// first knew. Of a whole-phase test, the latest judged point.
    pub completed: usize,
    /// Whether the pattern still runs: no later point of the phase has ended it.
    pub running: bool,
    /// Whether it touches the last useful points, or still runs.
    pub current: bool,
    /// Whether it rests on a provisional point: one between its first point and the one that
    /// completed it; for a whole-phase test, one anywhere in the phase.
    pub tentative: bool,
}
