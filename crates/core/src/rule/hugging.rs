//! A run near the center: stratification.

use std::fmt;

use super::{Event, Streak, check_points, check_sigma};
use crate::error::PlanError;
use crate::lanes::Bits;
use crate::mark::{Mark, ZoneIndex};
use crate::planes::{Marks, Plane, run_of};

/// `points` consecutive points within `sigma` sigma of the center, on either side.
///
/// A point on the zone line is within it. Too quiet a chart often means that limits were computed
/// from strata, or that figures were smoothed. With sigma 0 there are no zones and no signal.
///
/// Nelson (1984), The Shewhart control chart: tests for special causes, J. Quality Technology 16,
/// 237-239, test 7.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Hugging {
    /// Number of points, 2 or more. Default 15.
    pub points: u32,
    /// Multiple of sigma, above 0. Default 1.
    pub sigma: f64,
}

impl Default for Hugging {
    fn default() -> Self {
        Self {
            points: 15,
            sigma: 1.0,
        }
    }
}

impl fmt::Display for Hugging {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "hugging points={} sigma={}", self.points, self.sigma)
    }
}

impl Hugging {
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
        if !mark.is_within(zone) {
            return streak.clear();
        }
        streak.extend(index, None);
        streak.settle(streak.points() >= self.points, None, Event::Quiet)
    }

    /// Points at which `step` holds.
    #[inline(always)]
    pub(super) fn held<B: Bits>(&self, marks: &Marks<B>, zone: ZoneIndex) -> Plane<B> {
        run_of(marks.within(zone), self.points)
    }
}
