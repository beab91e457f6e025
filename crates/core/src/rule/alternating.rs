//! A run of steps up and down in turn.

use std::fmt;

use super::{Event, Streak, check_points};
use crate::error::PlanError;
use crate::lanes::Bits;
use crate::mark::{Mark, Step};
use crate::planes::{Marks, Plane, run_of};

/// `points` consecutive points that go up and down in turn: `points - 1` alternating steps.
///
/// Equal neighbors break the pattern. A saw-tooth often means over-adjustment, or two shifts,
/// sites or instruments taking turns. In control, 14 points give a false signal every 601.01
/// points on average.
///
/// Nelson (1984), The Shewhart control chart: tests for special causes, J. Quality Technology 16,
/// 237-239, test 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Alternating {
    /// Number of points, the first included, 3 or more. Default 14.
    pub points: u32,
}

impl Default for Alternating {
    fn default() -> Self {
        Self { points: 14 }
    }
}

impl fmt::Display for Alternating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "alternating points={}", self.points)
    }
}

impl Alternating {
    pub(super) fn check(&self) -> Result<(), PlanError> {
        check_points(self, self.points, 3)
    }

    pub(super) fn step(&self, streak: &mut Streak, mark: Mark, index: u32) -> Event {
        let Some(Step::To(direction)) = mark.step else {
            return streak.restart(index, None);
        };
        let newest = Some(direction);
        let mut ended = Event::Quiet;
        if streak.side() == newest {
            ended = streak.turn(index, newest);
        } else {
            streak.extend(index, newest);
        }
        streak.settle(streak.points() >= self.points, None, ended)
    }

    /// Points at which `step` holds: `points` points have two turns less between them, a turn being
    /// a step in the other direction than the one before.
    #[inline(always)]
    pub(super) fn held<B: Bits>(&self, marks: &Marks<B>) -> Plane<B> {
        let turns = (marks.up & marks.down.ago(1)) | (marks.down & marks.up.ago(1));
        run_of(turns, self.points - 2)
    }
}
