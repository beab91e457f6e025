//! Some of the newest points beyond a zone line.

use std::fmt;

use super::{Event, Recent, check_sigma, parameter};
use crate::error::PlanError;
use crate::lanes::Bits;
use crate::mark::{Mark, ZoneIndex};
use crate::planes::{Marks, Plane, any_of, at_least, run_of};
use crate::side::Side;

/// The newest point and at least `k - 1` of the `m - 1` before it beyond `sigma` sigma, all on
/// the same side.
///
/// Each side is counted by itself. The points beyond the zone are the members; windows that
/// overlap or touch are one signal. Sources differ in what the options say.
///
/// Western Electric (1956), Statistical Quality Control Handbook: 2 of 3 beyond 2 sigma, 4 of 5
/// beyond 1 sigma.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct KOfM {
    /// How many points must be beyond, `1..=m`. Default 2.
    pub k: u32,
    /// Size of the window, at most 32. Default 3.
    pub m: u32,
    /// Multiple of sigma, above 0. Default 2.
    pub sigma: f64,
    /// Points beyond this multiple of sigma do not count. Default none.
    pub not_beyond: Option<f64>,
    /// Whether the window must be full. Default [`Window::Partial`].
    pub window: Window,
    /// Where the other points of the window must be. Default [`Others::Anywhere`].
    pub others: Others,
    /// Where the newest point must be. Default [`Newest::Beyond`].
    pub newest: Newest,
}

/// Whether a window must hold all its points before it can signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Window {
    /// The first points of a phase may signal as soon as `k` are beyond. The default.
    #[default]
    Partial,
    /// No signal before `m` points were seen. With [`Newest::Beyond`], points that were beyond
    /// before the window was full count only if a later point is beyond as well.
    Full,
}

/// Where the other points of a window must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Others {
    /// Anywhere. The default.
    #[default]
    Anywhere,
    /// On the same side of the center.
    SameSide,
}

/// Where the newest point of a window must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Newest {
    /// Beyond the zone line itself. The default.
    #[default]
    Beyond,
    /// Anywhere that `others` allows.
    Any,
}

impl Default for KOfM {
    fn default() -> Self {
        Self {
            k: 2,
            m: 3,
            sigma: 2.0,
            not_beyond: None,
            window: Window::Partial,
            others: Others::Anywhere,
            newest: Newest::Beyond,
        }
    }
}

impl fmt::Display for KOfM {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "k_of_m k={} m={} sigma={}", self.k, self.m, self.sigma)?;
        if let Some(multiple) = self.not_beyond {
            write!(f, " not_beyond={multiple}")?;
        }
        if self.window == Window::Full {
            f.write_str(" window=full")?;
        }
        if self.others == Others::SameSide {
            f.write_str(" others=same_side")?;
        }
        if self.newest == Newest::Any {
            f.write_str(" newest=any")?;
        }
        Ok(())
    }
}

/// The newest points of one side, newest in the lowest bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct KOfMState {
    /// Points beyond the zone line on this side.
    pub(super) beyond: u32,
    /// Points on this side of the center.
    pub(super) same_side: u32,
    /// Points seen, up to the window's size.
    pub(super) filled: u8,
    /// How many judged points ago the rule last held.
    pub(crate) held_ago: Option<u8>,
}

impl KOfM {
    /// Largest window that fits the bits of the state.
    pub(crate) const MAX_WINDOW: u32 = 32;

    pub(super) fn check(&self) -> Result<(), PlanError> {
        let (k, m) = (f64::from(self.k), f64::from(self.m));
        let window = (1..=Self::MAX_WINDOW).contains(&self.m);
        parameter(self, "m", m, "a window of 1 to 32 points", window)?;
        let count = (1..=self.m).contains(&self.k);
        parameter(self, "k", k, "at least 1 and at most m", count)?;
        check_sigma(self, self.sigma)?;
        match self.not_beyond {
            Some(multiple) => {
                let above = multiple.is_finite() && multiple > self.sigma;
                let expected = "a number above sigma";
                parameter(self, "not_beyond", multiple, expected, above)
            }
            None => Ok(()),
        }
    }

    pub(super) fn step(
        &self,
        state: &mut KOfMState,
        mark: Mark,
        recent: &Recent,
        side: Side,
        zones: [ZoneIndex; 2],
    ) -> Event {
        let window = u32::MAX >> (Self::MAX_WINDOW - self.m);
        let counts = counts(mark, side, zones);
        state.beyond = (state.beyond << 1 | u32::from(counts)) & window;
        state.same_side = (state.same_side << 1 | u32::from(mark.side == Some(side))) & window;
        state.filled = (u32::from(state.filled) + 1).min(self.m) as u8;
        let filled = u32::from(state.filled);
        let holds = state.beyond.count_ones() >= self.k
            && (self.newest == Newest::Any || counts)
            && (self.window == Window::Partial || filled == self.m)
            && (self.others == Others::Anywhere || state.same_side.count_ones() == filled);

        let held_ago = state.held_ago.map(|ago| ago.saturating_add(1));
        state.held_ago = if holds { Some(0) } else { held_ago };
        let last = recent.ago(state.beyond.trailing_zeros());
        match (holds, held_ago) {
            // Two windows overlap or touch when the newer ends at most m points after the older.
            (true, Some(ago)) if u32::from(ago) <= self.m => Event::Extended { last },
            (true, _) => Event::Opened {
                side: Some(side),
                first: recent.ago(state.beyond.ilog2()),
                last,
            },
            (false, Some(1)) => Event::Ended,
            (false, _) => Event::Quiet,
        }
    }

    /// Points at which `step` holds on a side, of which `counted` has the points that count.
    #[inline(always)]
    pub(super) fn held<B: Bits>(
        &self,
        marks: &Marks<B>,
        side: Side,
        counted: Plane<B>,
    ) -> Plane<B> {
        if counted.is_none() {
            return counted;
        }
        let mut held = at_least(counted, self.k, self.m);
        if self.newest == Newest::Beyond {
            held = held & counted;
        }
        if self.window == Window::Full {
            held = held & run_of(marks.seen, self.m);
        }
        if self.others == Others::SameSide {
            held = held & !any_of(marks.seen & !marks.side(side), self.m);
        }
        held & marks.seen
    }
}

/// The points that count, as [`counts`] has them.
#[inline(always)]
pub(super) fn counted<B: Bits>(
    marks: &Marks<B>,
    side: Side,
    [zone, bound]: [ZoneIndex; 2],
) -> Plane<B> {
    marks.side(side) & marks.beyond(zone) & !marks.beyond(bound)
}

/// Whether a point counts: on this side, beyond the zone line, not beyond the upper bound.
pub(super) fn counts(mark: Mark, side: Side, [zone, bound]: [ZoneIndex; 2]) -> bool {
    mark.side == Some(side) && mark.is_beyond(zone) && !mark.is_beyond(bound)
}
