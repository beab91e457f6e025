//! One point beyond a zone line.

use std::fmt;

use super::{Event, Streak, check_sigma};
use crate::error::PlanError;
use crate::mark::{Mark, Side, ZoneIndex};

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

/// Which sides of the center a rule watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Sides {
    /// Both, each for itself. The default.
    #[default]
    Either,
    /// Above the center only.
    Above,
    /// Below the center only.
    Below,
}

impl Sides {
    fn contain(self, side: Side) -> bool {
        match self {
            Self::Either => true,
            Self::Above => side == Side::Above,
            Self::Below => side == Side::Below,
        }
    }
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
        let side = match self.side {
            Sides::Either => "either",
            Sides::Above => "above",
            Sides::Below => "below",
        };
        write!(f, "beyond sigma={} side={side}", self.sigma)
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
}
