//! Two neighbors far apart on opposite sides: Westgard's R-4s.

use std::fmt;

use super::{Event, check_sigma};
use crate::error::PlanError;
use crate::lanes::Bits;
use crate::mark::{Mark, ZoneIndex};
use crate::planes::{Marks, Plane};
use crate::side::Side;

/// Within two consecutive points, one beyond `+sigma` sigma and the other beyond `-sigma` sigma.
///
/// Westgard, Barry, Hunt, Groth (1981), A multi-rule Shewhart chart for quality control in
/// clinical chemistry, Clinical Chemistry 27, 493-501 (rule R-4s).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct RangeOf {
    /// Multiple of sigma on each side, above 0. Default 2.
    pub sigma: f64,
}

impl Default for RangeOf {
    fn default() -> Self {
        Self { sigma: 2.0 }
    }
}

impl fmt::Display for RangeOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "range_of sigma={}", self.sigma)
    }
}

/// The side on which the newest judged point was beyond, and how many judged points ago the rule
/// last held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct RangeOfState {
    pub(super) extreme: Option<Side>,
    pub(super) extreme_index: u32,
    pub(crate) held_ago: Option<u8>,
}

impl RangeOfState {
    /// Whether it could belong to a series of which `next` is the next index.
    pub(super) fn is_sound(&self, next: u32) -> bool {
        self.extreme_index < next.max(1)
    }
}

impl RangeOf {
    pub(super) fn check(&self) -> Result<(), PlanError> {
        check_sigma(self, self.sigma)
    }

    pub(super) fn step(
        &self,
        state: &mut RangeOfState,
        mark: Mark,
        index: u32,
        zone: ZoneIndex,
    ) -> Event {
        let extreme = mark.side.filter(|_| mark.is_beyond(zone));
        let holds = extreme.is_some() && state.extreme == extreme.map(Side::opposite);
        let first = state.extreme_index;
        let held_ago = state.held_ago.map(|ago| ago.saturating_add(1));
        *state = RangeOfState {
            extreme,
            extreme_index: index,
            held_ago: if holds { Some(0) } else { held_ago },
        };
        match (holds, held_ago) {
            // Windows of two that overlap or touch are one signal.
            (true, Some(1 | 2)) => Event::Extended { last: index },
            (true, _) => Event::Opened {
                side: None,
                first,
                last: index,
            },
            (false, Some(1)) => Event::Ended,
            (false, _) => Event::Quiet,
        }
    }

    /// Points at which `step` holds.
    #[inline(always)]
    pub(super) fn held<B: Bits>(&self, marks: &Marks<B>, zone: ZoneIndex) -> Plane<B> {
        let beyond = marks.beyond(zone);
        let (above, below) = (beyond & marks.above, beyond & marks.below);
        (above & below.ago(1)) | (below & above.ago(1))
    }
}
