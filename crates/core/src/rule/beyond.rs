//! One point beyond a zone line.

use std::fmt;

use super::{Event, Streak, check_sigma};
use crate::error::PlanError;
use crate::lanes::Bits;
use crate::mark::{Mark, ZoneIndex};
use crate::planes::{Marks, Plane};
use crate::side::{Side, Sides};

/// One point beyond `sigma` sigma of the center.
///
/// Neighboring points beyond on the same side are one signal. In control, with parameters known
/// and normal points, 3 sigma gives a false signal every 370.40 points on average.
///
/// Shewhart (1931), Economic Control of Quality of Manufactured Product.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct Beyond {
    /// Multiple of sigma, above 0. Default 3.
    pub sigma: f64,
    /// Which sides count. Default either.
    pub side: Sides,
}

impl Default for Beyond {
    fn default() -> Self {
        Self {
            sigma: 3.0,
            side: Sides::Either,
        }
    }
}

impl fmt::Display for Beyond {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "beyond sigma={} side={}", self.sigma, self.side)
    }
}

impl Beyond {
    pub(super) fn check(&self) -> Result<(), PlanError> {
        check_sigma(self, self.sigma)
    }

    pub(super) fn step(
        &self,
        streak: &mut Streak,
        mark: Mark,
        index: u32,
        zone: ZoneIndex,
    ) -> Event {
        let beyond = mark
            .side
            .filter(|side| mark.is_beyond(zone) && self.side.contain(*side));
        let mut ended = Event::Quiet;
        match beyond {
            None => return streak.clear(),
            Some(side) if streak.side() == Some(side) => streak.extend(index, beyond),
            Some(_) => ended = streak.restart(index, beyond),
        }
        streak.settle(true, beyond, ended)
    }

    /// Points at which `step` holds on a side.
    #[inline(always)]
    pub(super) fn held<B: Bits>(&self, marks: &Marks<B>, side: Side, zone: ZoneIndex) -> Plane<B> {
        if self.side.contain(side) {
            marks.side(side) & marks.beyond(zone)
        } else {
            marks.seen.none()
        }
    }
}
