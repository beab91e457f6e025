//! The kinds of twins, each with the cell after the next judged point.
//!
//! `step` gives the cell and whether its pattern holds at the point; of a streak that is complete
//! and skips the point, too.

use super::{BOTH, HOLDS, POINT, Past, newest};
use crate::rule::seen::{CLASSES, Seen};
use crate::rule::{KOfM, Newest, Others, Window};

/// The kinds besides runs and tables.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(u8)]
pub(crate) enum Other {
    Hugging(Hugging),
    Mixture(Mixture),
    Trend(Trend),
    Alternating(Alternating),
    Wide(Wide),
    Pair(Pair),
}

/// Where a point stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    pub(crate) seen: Seen,
    pub(crate) index: u32,
    /// Index of the judged point before.
    pub(crate) before: u32,
    /// Index of the newest judged point before that did not equal its neighbor.
    pub(crate) moved: u32,
    pub(crate) past: Past,
}

impl Other {
    #[inline(always)]
    pub(crate) fn step(&self, cell: u64, at: &At) -> (u64, bool) {
        match self {
            Self::Hugging(twin) => twin.step(cell, at.seen, at.index),
            Self::Mixture(twin) => twin.step(cell, at.seen, at.index),
            Self::Trend(twin) => twin.step(cell, at),
            Self::Alternating(twin) => twin.step(cell, at.seen, at.index, at.before),
            Self::Wide(twin) => twin.step(cell, at.seen, at.past),
            Self::Pair(twin) => twin.step(cell, at.seen, at.index),
        }
    }
}

macro_rules! other_from {
    ($($name:ident),+) => {$(
        impl From<$name> for Other {
            fn from(twin: $name) -> Self {
                Self::$name(twin)
            }
        }
    )+};
}

other_from!(Hugging, Mixture, Trend, Alternating, Wide, Pair);

/// Both lowest bits, one of each window of a cell.
const LOWEST: u64 = 1 << 32 | 1;

/// A streak of one point.
#[inline(always)]
fn fresh(first: u32) -> u64 {
    u64::from(first) << 32 | POINT
}

/// For each class of points its side where it counts, and 0 where it does not.
fn keys(counts: impl Fn(u32) -> bool) -> u64 {
    let counting = (0..CLASSES).filter(|class| counts(*class));
    counting.fold(0, |keys, class| {
        let side = Seen::of_class(class).side();
        keys | u64::from(side) << (2 * class)
    })
}

/// Points on one side: beyond a zone line, or of the center.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Run {
    keys: u64,
    /// All bits, where points on the center are skipped.
    keep: u64,
    /// A complete streak as the lower half of a cell.
    complete: u32,
}

impl Run {
    pub(super) fn new(counts: impl Fn(u32) -> bool, skips: bool, points: u32) -> Self {
        Self {
            keys: keys(counts),
            keep: if skips { u64::MAX } else { 0 },
            complete: points << 3,
        }
    }

    #[inline(always)]
    pub(crate) fn step(&self, cell: u64, seen: Seen, index: u32) -> (u64, bool) {
        let side = self.keys >> (2 * seen.class) & 3;
        // Nearly every point of a rule that is rarely met, and hardly one of any other: a branch
        // that is guessed right.
        if side | cell == 0 {
            return (0, false);
        }
        let grown = if cell & 3 == side {
            cell + POINT
        } else {
            fresh(index) | side
        };
        let cell = if side == 0 { cell & self.keep } else { grown };
        (cell, cell as u32 >= self.complete)
    }
}

/// A small window with the usual options: the patterns that hold, as a table of bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Table {
    keys: u64,
    /// Bits of the older points, for each side. The lowest are no part of it, into which the
    /// lower window would move on.
    older: u64,
    pub(super) patterns: u64,
}

impl Table {
    pub(super) fn new(counts: impl Fn(u32) -> bool, rule: KOfM) -> Self {
        let holds = |pattern: &u32| {
            pattern.count_ones() >= rule.k && (rule.newest == Newest::Any || pattern & 1 == 1)
        };
        let patterns = (0..64_u32).filter(holds);
        Self {
            keys: keys(counts),
            older: older(rule.m),
            patterns: patterns.fold(0, |table, pattern| table | 1 << pattern),
        }
    }

    #[inline(always)]
    pub(crate) fn step(&self, cell: u64, seen: Seen) -> (u64, bool) {
        let cell = moved_on(cell, self.keys, self.older, seen);
        let holds = self.patterns >> (cell & 63) | self.patterns >> (cell >> 32 & 63);
        (cell, holds & 1 == 1)
    }
}

/// Any window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Wide {
    keys: u64,
    older: u64,
    rule: KOfM,
}

impl Wide {
    pub(super) fn new(counts: impl Fn(u32) -> bool, rule: KOfM) -> Self {
        Self {
            keys: keys(counts),
            older: older(rule.m),
            rule,
        }
    }

    #[inline(never)]
    fn step(&self, cell: u64, seen: Seen, past: Past) -> (u64, bool) {
        let cell = moved_on(cell, self.keys, self.older, seen);
        let below = holds(&self.rule, cell as u32, past.below, past.since);
        let above = holds(&self.rule, (cell >> 32) as u32, past.above, past.since);
        (cell, below || above)
    }
}

fn older(m: u32) -> u64 {
    let older = u64::from(newest(m) & !1);
    older << 32 | older
}

/// Both windows of a cell after the next point.
#[inline(always)]
fn moved_on(cell: u64, keys: u64, older: u64, seen: Seen) -> u64 {
    let side = keys >> (2 * seen.class) & 3;
    // The bit of the upper side moves from the second place to the second window.
    (cell << 1 & older) | ((side | side << 31) & LOWEST)
}

/// Whether a window of one side holds: the sentence of the rule on bits.
pub(super) fn holds(rule: &KOfM, beyond: u32, side: u32, since: u32) -> bool {
    let filled = since.min(rule.m);
    let side = side & newest(rule.m);
    beyond.count_ones() >= rule.k
        && (rule.newest == Newest::Any || beyond & 1 == 1)
        && (rule.window == Window::Partial || filled == rule.m)
        && (rule.others == Others::Anywhere || side.count_ones() == filled)
}

/// Points inside a zone, on any side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hugging {
    /// One bit for each class of points: whether it counts.
    counts: u32,
    complete: u32,
}

impl Hugging {
    pub(super) fn new(counts: impl Fn(u32) -> bool, points: u32) -> Self {
        Self {
            counts: bits(counts),
            complete: points << 3,
        }
    }

    #[inline(always)]
    pub(crate) fn step(&self, cell: u64, seen: Seen, index: u32) -> (u64, bool) {
        let counts = self.counts >> seen.class & 1 == 1;
        let grown = longer(cell, index);
        let cell = if counts { grown } else { 0 };
        (cell, cell as u32 >= self.complete)
    }
}

/// Points outside a zone, on any side, which is remembered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Mixture {
    /// One bit for each class of points: whether it counts.
    counts: u32,
    complete: u32,
}

impl Mixture {
    pub(super) fn new(counts: impl Fn(u32) -> bool, points: u32) -> Self {
        Self {
            counts: bits(counts),
            complete: points << 3,
        }
    }

    #[inline(always)]
    pub(crate) fn step(&self, cell: u64, seen: Seen, index: u32) -> (u64, bool) {
        let counts = self.counts >> seen.class & 1 == 1;
        let side = seen.side();
        let mixed = u32::from((cell != 0) & (cell as u32 & 3 != side)) * BOTH;
        let grown = (longer(cell, index) & !3) | u64::from(side | mixed);
        let cell = if counts { grown } else { 0 };
        (cell, cell as u32 >= self.complete)
    }
}

/// One bit for each class of points: whether it counts.
fn bits(counts: impl Fn(u32) -> bool) -> u32 {
    let counting = (0..CLASSES).filter(|class| counts(*class));
    counting.fold(0, |bits, class| bits | 1 << class)
}

/// A streak with one more point. An empty cell is no streak, as every streak has points.
#[inline(always)]
fn longer(cell: u64, index: u32) -> u64 {
    let start = u64::from(index) << 32;
    POINT + if cell == 0 { start } else { cell }
}

/// Points that go one way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Trend {
    skips: bool,
    complete: u32,
}

impl Trend {
    pub(super) fn new(skips: bool, points: u32) -> Self {
        let complete = points << 3;
        Self { skips, complete }
    }

    #[inline(always)]
    fn step(&self, cell: u64, at: &At) -> (u64, bool) {
        let seen = at.seen;
        let direction = u64::from(seen.step);
        let pivot = if self.skips { at.moved } else { at.before };
        let moving = if cell & 3 == direction {
            cell + POINT
        } else {
            (fresh(pivot) + POINT) | direction
        };
        let still = if self.skips & seen.is_equal() {
            cell
        } else {
            fresh(at.index)
        };
        let cell = if seen.moves() { moving } else { still };
        (cell, cell as u32 >= self.complete)
    }
}

/// Points that go up and down in turn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Alternating {
    complete: u32,
}

impl Alternating {
    pub(super) fn new(points: u32) -> Self {
        let complete = points << 3;
        Self { complete }
    }

    /// `before` is the index of the judged point before.
    #[inline(always)]
    pub(crate) fn step(&self, cell: u64, seen: Seen, index: u32, before: u32) -> (u64, bool) {
        let direction = u64::from(seen.step);
        let moving = if cell & 3 == direction {
            fresh(before) + POINT
        } else {
            ((cell + POINT) & !3) | u64::from(BOTH)
        };
        let cell = if seen.moves() {
            moving | direction
        } else {
            fresh(index)
        };
        (cell, cell as u32 >= self.complete)
    }
}

/// Two points on opposite sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pair {
    keys: u64,
}

impl Pair {
    pub(super) fn new(counts: impl Fn(u32) -> bool) -> Self {
        let keys = keys(counts);
        Self { keys }
    }

    pub(crate) fn step(&self, cell: u64, seen: Seen, index: u32) -> (u64, bool) {
        let side = self.keys >> (2 * seen.class) & 3;
        // Two codes are those of opposite sides when their bits make up both.
        let holds = (cell & 3) ^ side == 3;
        let held = if holds { HOLDS } else { 0 };
        (u64::from(index) << 32 | held | side, holds)
    }
}
