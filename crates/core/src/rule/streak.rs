//! A stretch of consecutive points that share a property: the state of most rules.

use super::Event;
use crate::side::Side;

/// The newest stretch of consecutive points that share a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct Streak {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) points: u32,
    /// Side or direction that the points share; of an alternation, the newest step.
    pub(super) side: Option<Side>,
    /// Whether points of both sides have a part, for rules that share neither.
    pub(super) both_sides: bool,
    /// Whether the pattern has been complete since the stretch reached its length.
    pub(super) complete: bool,
}

impl Streak {
    pub(crate) fn is_complete(&self) -> bool {
        self.complete
    }

    pub(super) fn side(&self) -> Option<Side> {
        self.side
    }

    pub(super) fn points(&self) -> u32 {
        self.points
    }

    pub(super) fn has_both_sides(&self) -> bool {
        self.both_sides
    }

    /// Whether it could belong to a series of which `next` is the next index.
    pub(super) fn is_sound(&self, next: u32) -> bool {
        self.first <= self.last && self.last < next.max(1) && self.points <= next
    }

    /// Adds a point to the stretch.
    pub(super) fn extend(&mut self, index: u32, side: Option<Side>) {
        if self.points == 0 {
            self.first = index;
        } else if self.side != side {
            self.both_sides = true;
        }
        self.side = side;
        self.last = index;
        self.points = self.points.saturating_add(1);
    }

    /// Begins a new stretch at this point.
    pub(super) fn restart(&mut self, index: u32, side: Option<Side>) -> Event {
        let ended = self.clear();
        self.extend(index, side);
        ended
    }

    /// Begins a new stretch of two points: the last one of the old stretch, at which the series
    /// turned, and this one.
    pub(super) fn turn(&mut self, index: u32, side: Option<Side>) -> Event {
        let pivot = (self.points > 0).then_some(self.last);
        let ended = self.clear();
        if let Some(pivot) = pivot {
            self.extend(pivot, side);
        }
        self.extend(index, side);
        ended
    }

    /// Ends the stretch.
    pub(super) fn clear(&mut self) -> Event {
        let was_complete = self.complete;
        *self = Self::default();
        if was_complete {
            Event::Ended
        } else {
            Event::Quiet
        }
    }

    /// The event of a stretch that was just extended: opened when `holds` for the first time,
    /// extended from then on. `ended` is what became of the stretch before it.
    pub(super) fn settle(&mut self, holds: bool, side: Option<Side>, ended: Event) -> Event {
        let last = self.last;
        if self.complete {
            Event::Extended { last }
        } else if holds {
            self.complete = true;
            Event::Opened {
                side,
                first: self.first,
                last,
            }
        } else {
            ended
        }
    }
}
