//! Cells as the states that the rules themselves keep, and back.

use super::{BOTH, HOLDS, How, MOST_POINTS, count, first, newest, side_code};
use crate::rule::k_of_m::KOfMState;
use crate::rule::range_of::RangeOfState;
use crate::rule::seen::{code, side};
use crate::rule::{Streak, WatchState};

/// What cells leave to the line, because all rules have it in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Common {
    /// Index of the newest judged point.
    pub(crate) newest: u32,
    /// Index of the newest judged point off the center since the last break, where runs skip points
    /// on it.
    pub(crate) off_center: u32,
    /// Index of the newest judged point since the last break that did not equal its neighbor, where
    /// trends skip equal points.
    pub(crate) moved: u32,
    /// Points below and above the center since the last break, newest in the lowest bit, as far as
    /// windows look.
    pub(crate) below: u32,
    pub(crate) above: u32,
    /// Judged points since the last break, up to the widest window.
    pub(crate) since: u32,
}

impl How {
    /// The state of the rule's watch with this position among its own. `held_ago` says how many
    /// judged points ago it held.
    pub(crate) fn spell(
        &self,
        cell: u64,
        position: usize,
        held_ago: Option<u8>,
        common: &Common,
    ) -> WatchState {
        if let Some(m) = self.window() {
            let (beyond, same_side) = match position {
                0 => (cell as u32, common.below),
                _ => ((cell >> 32) as u32, common.above),
            };
            return WatchState::KOfM(KOfMState {
                beyond,
                same_side: same_side & newest(m),
                filled: common.since.min(m) as u8,
                held_ago,
            });
        }
        if *self == Self::Pair {
            return WatchState::RangeOf(RangeOfState {
                extreme: side(side_code(cell)),
                extreme_index: first(cell),
                held_ago,
            });
        }
        if count(cell) == 0 {
            return WatchState::Streak(Streak::default());
        }
        WatchState::Streak(Streak {
            first: first(cell),
            last: match self {
                Self::Run { skips: true, .. } => common.off_center,
                Self::Trend { skips: true, .. } => common.moved,
                _ => common.newest,
            },
            points: count(cell),
            side: side(side_code(cell)),
            both_sides: cell as u32 & BOTH != 0,
            complete: count(cell) >= self.points(),
        })
    }

    /// The part of a cell that such a state gives, with what it tells of the common part. A state
    /// that no cell can stand for gives another one when it is spelled again.
    pub(crate) fn pack(&self, state: &WatchState, position: usize, common: &mut Common) -> u64 {
        match state {
            WatchState::KOfM(window) => {
                let (shift, side) = match position {
                    0 => (0, &mut common.below),
                    _ => (32, &mut common.above),
                };
                *side |= window.same_side;
                common.since = common.since.max(window.filled.into());
                u64::from(window.beyond) << shift
            }
            WatchState::RangeOf(pair) => {
                let holds = match pair.held_ago {
                    Some(0) => HOLDS,
                    _ => 0,
                };
                u64::from(pair.extreme_index) << 32 | holds | u64::from(code(pair.extreme))
            }
            WatchState::Streak(state) if state.points == 0 => 0,
            WatchState::Streak(state) => {
                match self {
                    Self::Run { skips: true, .. } => common.off_center = state.last,
                    Self::Trend { skips: true, .. } => common.moved = state.last,
                    _ => {}
                }
                let both = if state.both_sides { BOTH } else { 0 };
                let points = state.points.min(MOST_POINTS) << 3;
                u64::from(state.first) << 32 | u64::from(points | both | code(state.side))
            }
        }
    }
}
