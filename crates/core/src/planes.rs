//! Bit planes: one bit a point, so that a rule looks at 128 points at once.
//!
//! Bit `i` of a plane says whether something holds at point `i` of a window, the oldest point in the
//! lowest bit. Shifted up by one, it says the same of the point before each, and a pattern of
//! consecutive points is a few shifts and ands. Bits below the first point are 0.

use std::ops::{BitAnd, BitOr, Not};

use crate::lanes::Bits;
use crate::mark::ZoneIndex;
use crate::side::Side;

/// Points of a word.
pub(crate) const WORD: usize = u64::BITS as usize;

/// Points of a window.
pub(crate) const WINDOW: usize = 2 * WORD;

/// How far a pattern may look back from the upper half of a window.
pub(crate) const LOOKBACK: u32 = u64::BITS;

/// Most zone lines that have a plane.
pub(crate) const MAX_LINES: usize = 6;

/// Something that holds or not at each point of a window, of one series or of several.
///
/// Two words and not one `u128`, whose shift is an instruction that many processors take slowly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Plane<B = u64> {
    pub(crate) low: B,
    pub(crate) high: B,
}

impl<B: Bits> Plane<B> {
    #[inline(always)]
    pub(crate) const fn new(low: B, high: B) -> Self {
        Self { low, high }
    }

    /// A plane of the same series that holds nowhere.
    #[inline(always)]
    pub(crate) fn none(self) -> Self {
        let none = self.low & !self.low;
        Self::new(none, none)
    }

    /// Whether it holds `points` points before each, at most 63.
    #[inline(always)]
    pub(crate) fn ago(self, points: u32) -> Self {
        let points = points & 63;
        Self {
            low: self.low << points,
            // In two steps, since a shift by 64 is none.
            high: self.high << points | self.low >> 1 >> (63 - points),
        }
    }

    /// Whether it holds at any point.
    #[inline(always)]
    pub(crate) fn any(self) -> B {
        self.low | self.high
    }

    #[inline(always)]
    pub(crate) fn is_none(self) -> bool {
        self.any().is_none()
    }

    /// Number of points at which it holds.
    #[inline(always)]
    pub(crate) fn count(self) -> B {
        self.low.count().plus(self.high.count())
    }
}

impl Plane {
    /// The newest point at which it holds, if it does anywhere.
    #[inline]
    pub(crate) fn newest(self) -> u32 {
        let word = if self.high == 0 { self.low } else { self.high };
        let base = if self.high == 0 { 63 } else { 127 };
        base - word.leading_zeros().min(base)
    }
}

impl<B: Bits> BitAnd for Plane<B> {
    type Output = Self;

    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        Self::new(self.low & other.low, self.high & other.high)
    }
}

impl<B: Bits> BitOr for Plane<B> {
    type Output = Self;

    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        Self::new(self.low | other.low, self.high | other.high)
    }
}

impl<B: Bits> Not for Plane<B> {
    type Output = Self;

    #[inline(always)]
    fn not(self) -> Self {
        Self::new(!self.low, !self.high)
    }
}

impl From<Plane> for u128 {
    fn from(plane: Plane) -> Self {
        Self::from(plane.low) | Self::from(plane.high) << WORD
    }
}

/// Whether the last `points` points, up to each, all hold.
///
/// Doubling: once two neighbors are joined a bit speaks for 2 points, then for 4, for 8.
#[inline(always)]
pub(crate) fn run_of<B: Bits>(plane: Plane<B>, points: u32) -> Plane<B> {
    let (mut plane, mut spoken_for) = (plane, 1);
    while spoken_for * 2 <= points {
        plane = plane & plane.ago(spoken_for);
        spoken_for *= 2;
    }
    plane & plane.ago(points.saturating_sub(spoken_for))
}

/// Whether any of the last `points` points, up to each, holds.
#[inline(always)]
pub(crate) fn any_of<B: Bits>(plane: Plane<B>, points: u32) -> Plane<B> {
    let (mut plane, mut spoken_for) = (plane, 1);
    while spoken_for * 2 <= points {
        plane = plane | plane.ago(spoken_for);
        spoken_for *= 2;
    }
    plane | plane.ago(points.saturating_sub(spoken_for))
}

/// Whether at least `k` of the last `m` points, up to each, hold.
///
/// Counts the points that do not, as far as `m - k`: `at_most[j]` says that at most `j` of the points
/// looked at so far do not hold. One more point leaves that true where the point holds; and at most
/// `j` after it are sure where they were at most `j - 1` before it.
#[inline(always)]
pub(crate) fn at_least<B: Bits>(plane: Plane<B>, k: u32, m: u32) -> Plane<B> {
    match m - k {
        0 => run_of(plane, m),
        1 => all_but_one(plane, m),
        missing => all_but(plane, m, missing as usize),
    }
}

/// [`at_least`] of the usual rules, with one point allowed to be missing.
#[inline(always)]
fn all_but_one<B: Bits>(plane: Plane<B>, m: u32) -> Plane<B> {
    let (mut all, mut but_one, mut point) = (plane, !plane.none(), plane);
    for _ in 1..m {
        point = point.ago(1);
        but_one = (but_one & point) | all;
        all = all & point;
    }
    but_one
}

#[inline(always)]
fn all_but<B: Bits>(plane: Plane<B>, m: u32, missing: usize) -> Plane<B> {
    let mut at_most = [!plane.none(); 32];
    let at_most = &mut at_most[..=missing.min(31)];
    let mut point = plane;
    for _ in 0..m {
        for j in (1..at_most.len()).rev() {
            at_most[j] = (at_most[j] & point) | at_most[j - 1];
        }
        at_most[0] = at_most[0] & point;
        point = point.ago(1);
    }
    at_most.last().copied().unwrap_or(plane)
}

/// The marks of a window of points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Marks<B> {
    /// Points that there are.
    pub(crate) seen: Plane<B>,
    pub(crate) above: Plane<B>,
    pub(crate) below: Plane<B>,
    /// Steps up from the point before.
    pub(crate) up: Plane<B>,
    pub(crate) down: Plane<B>,
    /// Beyond each zone line of the plan, on either side; none on a chart without sigma.
    pub(crate) beyond: [Plane<B>; MAX_LINES],
    /// The points of series whose zones have a width.
    pub(crate) zoned: Plane<B>,
}

impl<B: Bits> Marks<B> {
    #[inline(always)]
    pub(crate) fn side(&self, side: Side) -> Plane<B> {
        match side {
            Side::Above => self.above,
            Side::Below => self.below,
        }
    }

    #[inline(always)]
    pub(crate) fn step(&self, side: Side) -> Plane<B> {
        match side {
            Side::Above => self.up,
            Side::Below => self.down,
        }
    }

    #[inline(always)]
    pub(crate) fn beyond(&self, line: ZoneIndex) -> Plane<B> {
        match self.beyond.get(usize::from(line.0)) {
            Some(plane) => *plane,
            None => self.seen.none(),
        }
    }

    /// Points inside a zone line.
    #[inline(always)]
    pub(crate) fn within(&self, line: ZoneIndex) -> Plane<B> {
        self.zoned & !self.beyond(line)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The newest `points` points up to bit `i`, without those below the first.
    fn window(plane: u128, i: u32, points: u32) -> impl Iterator<Item = bool> {
        (0..points).map(move |ago| i >= ago && plane >> (i - ago) & 1 == 1)
    }

    fn of(plane: u128) -> Plane {
        Plane::new(plane as u64, (plane >> WORD) as u64)
    }

    fn plane(holds: impl Fn(u32) -> bool) -> u128 {
        (0..128).fold(0, |plane, i| plane | u128::from(holds(i)) << i)
    }

    proptest! {
        #[test]
        fn shifts_count_as_a_loop_counts(
            dense: u128, thin: u128, m in 1u32..=32, k in 1u32..=32, long in 1u32..=64,
        ) {
            for x in [dense, thin & dense, thin | dense, !(thin & dense & dense >> 9)] {
                prop_assert_eq!(u128::from(run_of(of(x), long)), plane(|i| window(x, i, long).all(|holds| holds)));
                prop_assert_eq!(u128::from(any_of(of(x), long)), plane(|i| window(x, i, long).any(|holds| holds)));
                let k = k.min(m);
                let count = |i| window(x, i, m).filter(|holds| *holds).count() as u32;
                prop_assert_eq!(u128::from(at_least(of(x), k, m)), plane(|i| count(i) >= k));
            }
        }
    }
}
