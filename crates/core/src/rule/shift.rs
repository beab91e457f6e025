//! A run on one side of the center.

use std::fmt;

use super::{Event, Streak, Tie, check_points};
use crate::error::PlanError;
use crate::lanes::Bits;
use crate::mark::Mark;
use crate::planes::{Marks, Plane, run_of};
use crate::side::Side;

/// `points` consecutive useful points on one side of the center.
///
/// Sources differ on the number (6 on run charts, 7, 8 or 9 on charts with limits) and on points
/// exactly on the center: most skip them (Perla, Provost, Murray 2011), some let them end the run.
/// A run that goes on is one growing signal. In control, 8 points give a false signal every 255
/// points on average.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Shift {
    /// Number of points, 2 or more. Default 8.
    pub points: u32,
    /// What a point on the center does. Default [`Tie::Skip`].
    pub on_center: Tie,
}

impl Default for Shift {
    fn default() -> Self {
        Self {
            points: 8,
            on_center: Tie::Skip,
        }
    }
}

impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "shift points={} on_center={}",
            self.points, self.on_center
        )
    }
}

impl Shift {
    pub(super) fn check(&self) -> Result<(), PlanError> {
        check_points(self, self.points, 2)
    }

    pub(super) fn step(&self, streak: &mut Streak, mark: Mark, index: u32) -> Event {
        let mut ended = Event::Quiet;
        match mark.side {
            None if self.on_center == Tie::Skip => return Event::Quiet,
            None => return streak.clear(),
            side if side == streak.side() => streak.extend(index, side),
            side => ended = streak.restart(index, side),
        }
        streak.settle(streak.points() >= self.points, mark.side, ended)
    }

    /// Points at which `step` holds on a side. Without the points on the center, where they are
    /// skipped.
    #[inline(always)]
    pub(super) fn held<B: Bits>(&self, marks: &Marks<B>, side: Side) -> Plane<B> {
        run_of(marks.side(side), self.points)
    }
}
