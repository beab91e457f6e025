//! A run away from the center: mixture.

use std::fmt;

use super::{Event, Streak, check_points, check_sigma};
use crate::error::PlanError;
use crate::lanes::Bits;
use crate::mark::{Mark, ZoneIndex};
use crate::planes::{Marks, Plane, run_of};

/// `points` consecutive points outside `sigma` sigma of the center, on either side.
///
/// Points that avoid the center often come from two processes on one chart.
///
/// Nelson (1984), The Shewhart control chart: tests for special causes, J. Quality Technology 16,
/// 237-239, test 8.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Mixture {
    /// Number of points, 2 or more. Default 8.
    pub points: u32,
    /// Multiple of sigma, above 0. Default 1.
    pub sigma: f64,
    /// Whether points of both sides must occur in the stretch. Default no.
    pub both_sides: bool,
}

impl Default for Mixture {
    fn default() -> Self {
        Self {
            points: 8,
            sigma: 1.0,
            both_sides: false,
        }
    }
}

impl fmt::Display for Mixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (points, sigma, both_sides) = (self.points, self.sigma, self.both_sides);
        write!(
            f,
            "mixture points={points} sigma={sigma} both_sides={both_sides}"
        )
    }
}

impl Mixture {
    pub(super) fn check(&self) -> Result<(), PlanError> {
        check_points(self, self.points, 2)?;
        check_sigma(self, self.sigma)
    }

    pub(super) fn step(
        &self,
        streak: &mut Streak,
        mark: Mark,
        index: u32,
        zone: ZoneIndex,
    ) -> Event {
        if !mark.is_beyond(zone) {
            return streak.clear();
        }
        streak.extend(index, mark.side);
        let sides_hold = !self.both_sides || streak.has_both_sides();
        let holds = streak.points() >= self.points && sides_hold;
        streak.settle(holds, None, Event::Quiet)
    }

    /// Points at which `step` holds, where one side is enough.
    #[inline(always)]
    pub(super) fn held<B: Bits>(&self, marks: &Marks<B>, zone: ZoneIndex) -> Plane<B> {
        run_of(marks.beyond(zone), self.points)
    }
}
