//! Bit planes: one bit a point, so that a rule looks at 128 points at once.
//!
//! Bit `i` of a plane says whether something holds at point `i` of a window, the oldest point in the
//! lowest bit. `plane << 1` then says the same of the point before each, and a pattern of
//! consecutive points is a few shifts and ands. Bits below the first point are 0.

use crate::mark::ZoneIndex;
use crate::side::Side;

/// Points of a window.
pub(crate) const WINDOW: usize = u128::BITS as usize;

/// How far a pattern may look back from the upper half of a window.
pub(crate) const LOOKBACK: u32 = u64::BITS;

/// Most zone lines that have a plane.
pub(crate) const MAX_LINES: usize = 6;

/// Whether the last `points` points, up to each, all hold.
///
/// Doubling: after `plane & plane << 1` a bit speaks for 2 points, then for 4, for 8.
pub(crate) fn run_of(plane: u128, points: u32) -> u128 {
    let (mut plane, mut spoken_for) = (plane, 1);
    while spoken_for * 2 <= points {
        plane &= plane << spoken_for;
        spoken_for *= 2;
    }
    plane & plane << points.saturating_sub(spoken_for)
}

/// Whether any of the last `points` points, up to each, holds.
pub(crate) fn any_of(plane: u128, points: u32) -> u128 {
    let (mut plane, mut spoken_for) = (plane, 1);
    while spoken_for * 2 <= points {
        plane |= plane << spoken_for;
        spoken_for *= 2;
    }
    plane | plane << points.saturating_sub(spoken_for)
}

/// Whether at least `k` of the last `m` points, up to each, hold.
///
/// Counts the points that do not, as far as `m - k`: `at_most[j]` says that at most `j` of the points
/// looked at so far do not hold. One more point leaves it as it is where the point holds, and takes
/// it from `at_most[j - 1]` where it does not.
pub(crate) fn at_least(plane: u128, k: u32, m: u32) -> u128 {
    match m - k {
        0 => run_of(plane, m),
        // The usual rules, in two planes.
        1 => all_but::<2>(plane, m, 1),
        missing => all_but::<32>(plane, m, missing as usize),
    }
}

/// [`at_least`] with `missing` points allowed to be missing, `missing < PLANES`.
fn all_but<const PLANES: usize>(plane: u128, m: u32, missing: usize) -> u128 {
    let mut at_most = [u128::MAX; PLANES];
    let at_most = &mut at_most[..=missing.min(PLANES - 1)];
    for ago in 0..m {
        let point = plane << ago;
        for j in (1..at_most.len()).rev() {
            at_most[j] = (at_most[j] & point) | (at_most[j - 1] & !point);
        }
        at_most[0] &= point;
    }
    at_most.last().copied().unwrap_or(0)
}

/// The marks of a window of points.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Marks {
    /// Points that there are.
    pub(crate) seen: u128,
    pub(crate) above: u128,
    pub(crate) below: u128,
    /// Steps up from the point before.
    pub(crate) up: u128,
    pub(crate) down: u128,
    /// Beyond each zone line of the plan, on either side; all 0 on a chart without sigma.
    pub(crate) beyond: [u128; MAX_LINES],
    /// Whether zones have a width.
    pub(crate) zoned: bool,
}

impl Marks {
    pub(crate) fn side(&self, side: Side) -> u128 {
        match side {
            Side::Above => self.above,
            Side::Below => self.below,
        }
    }

    pub(crate) fn step(&self, side: Side) -> u128 {
        match side {
            Side::Above => self.up,
            Side::Below => self.down,
        }
    }

    pub(crate) fn beyond(&self, line: ZoneIndex) -> u128 {
        self.beyond.get(usize::from(line.0)).copied().unwrap_or(0)
    }

    /// Points inside a zone line.
    pub(crate) fn within(&self, line: ZoneIndex) -> u128 {
        if self.zoned {
            self.seen & !self.beyond(line)
        } else {
            0
        }
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

    fn plane(holds: impl Fn(u32) -> bool) -> u128 {
        (0..128).fold(0, |plane, i| plane | u128::from(holds(i)) << i)
    }

    proptest! {
        #[test]
        fn shifts_count_as_a_loop_counts(
            dense: u128, thin: u128, m in 1u32..=32, k in 1u32..=32, long in 1u32..=64,
        ) {
            for x in [dense, thin & dense, thin | dense, !(thin & dense & dense >> 9)] {
                prop_assert_eq!(run_of(x, long), plane(|i| window(x, i, long).all(|holds| holds)));
                prop_assert_eq!(any_of(x, long), plane(|i| window(x, i, long).any(|holds| holds)));
                let k = k.min(m);
                let count = |i| window(x, i, m).filter(|holds| *holds).count() as u32;
                prop_assert_eq!(at_least(x, k, m), plane(|i| count(i) >= k));
            }
        }
    }
}
