//! Signals: a rule, a side and a stretch of points.

use crate::chunks::Chunks;
use crate::plan::Plan;
use crate::rule::Rule;
use crate::side::Side;

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
    /// Zero-based index of the point at which the pattern was complete. Of a whole-phase test, the
    /// latest judged point.
    pub completed: usize,
    /// Zero-based index of the point at which an honest watcher first knew: `completed`, or the
    /// point that completed the baseline when the limits were not known before.
    pub known: usize,
    /// Whether the pattern still runs: no later point of the phase has ended it.
    pub running: bool,
    /// Whether it matters now: it touches the last useful points, or runs past points there that its
    /// rule skips, such as points on the center. A window of [`KOfM`](crate::KOfM) that still holds while its newest
    /// point is no member is not current.
    pub current: bool,
    /// Whether it rests on a provisional point: one between its first point and the one that
    /// completed it; for a whole-phase test, one anywhere in the phase.
    pub tentative: bool,
}

impl Signal {
    /// Whether it still runs, and points after its last member are ones that its rule skips.
    pub(crate) fn reaches_newest(&self) -> bool {
        self.running && !matches!(self.rule, Rule::KOfM(_))
    }

    /// Whether it holds at the latest point, of this index.
    pub(crate) fn reaches(&self, latest: usize) -> bool {
        self.last == latest || self.reaches_newest()
    }
}

/// A signal as a monitor keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct Logged {
    pub(crate) first: u32,
    pub(crate) last: u32,
    pub(crate) completed: u32,
    pub(crate) known: u32,
    pub(crate) phase: u32,
    /// Position of the rule in the plan.
    pub(crate) rule: u8,
    pub(crate) side: Option<Side>,
    pub(crate) running: bool,
    pub(crate) tentative: bool,
}

/// Signals in the order in which they were complete.
pub(crate) type Log = Chunks<Logged>;

impl Logged {
    /// The signal for readers, its rule looked up in the plan; not current yet.
    pub(crate) fn to_signal(self, plan: &Plan) -> Option<Signal> {
        let (rule, warning) = plan.rule_at(usize::from(self.rule))?;
        Some(Signal {
            rule,
            warning,
            side: self.side,
            phase: self.phase as usize,
            first: self.first as usize,
            last: self.last as usize,
            completed: self.completed as usize,
            known: self.known as usize,
            running: self.running,
            current: false,
            tentative: self.tentative,
        })
    }

    /// Whether it could be one of a series of which `next` is the next index, known before the
    /// point `horizon`.
    pub(crate) fn is_sound(&self, plan: &Plan, phases: usize, next: u32, horizon: u32) -> bool {
        self.first <= self.last
            && self.last < next
            && self.completed < next
            && self.known < horizon
            && (self.phase as usize) < phases
            && plan.rule_at(usize::from(self.rule)).is_some()
    }
}
