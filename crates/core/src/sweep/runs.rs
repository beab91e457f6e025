//! The runs of a phase, tallied from bit planes.

use super::judging::Judging;
use super::planes::Planes;
use crate::planes::{Plane, WINDOW, WORD};
use crate::rule::pattern::Path;
use crate::rule::runs::{Run, Tally};
use crate::side::Side;

/// The tally of a phase, in ordinals of the points off the center.
pub(super) fn tally<const L: usize>(judging: &Judging<L>, lane: usize) -> Tally {
    let planes = judging.planes(Path::OffCenter);
    let points = planes.points[lane];
    if points == 0 {
        return Tally::default();
    }
    let above: u32 = planes
        .lane(lane)
        .map(|(_, word)| word.above[lane].count_ones())
        .sum();
    let side = |at: usize| match planes.words[at / WORD].above[lane] >> (at % WORD) & 1 {
        0 => Side::Below,
        _ => Side::Above,
    };
    let run = |first: usize, end: usize| Run {
        side: Some(side(first)),
        first: first as u32,
        last: end as u32 - 1,
        points: (end - first) as u32,
    };
    let longest = if points <= WINDOW {
        longest_of_window(planes, lane)
    } else {
        longest_of_many(planes, lane)
    };
    let crossings: u32 = changes(planes, lane).map(u64::count_ones).sum();
    let newest = changes(planes, lane)
        .enumerate()
        .filter(|(_, word)| *word != 0)
        .last()
        .map_or(0, |(at, word)| {
            (at + 1) * WORD - 1 - word.leading_zeros() as usize
        });
    Tally {
        above,
        below: points as u32 - above,
        runs: crossings + 1,
        first: 0,
        newest: run(newest, points),
        longest: run(longest.0, longest.1),
    }
}

/// Words whose bits say that a point lies on the other side than the one before.
fn changes<const L: usize>(planes: &Planes<L>, lane: usize) -> impl Iterator<Item = u64> {
    // The first point has none before it, so it counts as on the side of that one.
    let mut before = planes.words.first().map_or(0, |word| word.above[lane] & 1);
    planes.lane(lane).map(move |(at, word)| {
        let above = word.above[lane];
        let changes = (above ^ (above << 1 | before)) & planes.seen_of(at, lane);
        before = above >> (WORD - 1);
        changes
    })
}

/// The first of the longest runs of at most 128 points, as first ordinal and end: each step leaves
/// the points that end a run of one more.
fn longest_of_window<const L: usize>(planes: &Planes<L>, lane: usize) -> (usize, usize) {
    let seen = Plane::new(planes.seen_of(0, lane), planes.seen_of(1, lane));
    let mut words = changes(planes, lane);
    let mut next = || words.next().unwrap_or(0);
    let changes = Plane::new(next(), next());
    // Points on the side of the one before.
    let same = seen & !changes & !Plane::new(1, 0);
    let (mut ends, mut length) = (seen, 1);
    let mut longer = same;
    while !longer.is_none() {
        ends = longer;
        length += 1;
        longer = longer.ago(1) & same;
    }
    let last = u128::from(ends).trailing_zeros() as usize;
    (last + 1 - length, last + 1)
}

/// The same of any number of points: run by run.
fn longest_of_many<const L: usize>(planes: &Planes<L>, lane: usize) -> (usize, usize) {
    let (mut longest, mut first) = ((0, 0), 0);
    let mut end_run = |end: usize| {
        if end - first > longest.1 - longest.0 {
            longest = (first, end);
        }
        first = end;
    };
    for (at, mut word) in changes(planes, lane).enumerate() {
        while word != 0 {
            end_run(at * WORD + word.trailing_zeros() as usize);
            word &= word - 1;
        }
    }
    end_run(planes.points[lane]);
    longest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn planes_are_tallied_as_points_are(
            sides in prop::collection::vec(0u8..5, 0..400), thin in 1u8..5,
        ) {
            let side = |code: &u8| match code {
                0 => None,
                code if *code <= thin => Some(Side::Above),
                _ => Some(Side::Below),
            };
            let sides: Vec<_> = sides.iter().filter_map(side).collect();
            let mut judging = Judging::<1>::default();
            judging.judged.open(0, sides.len());
            let mut pushed = Tally::default();
            for (at, side) in sides.iter().enumerate() {
                pushed.push(Some(*side), at as u32);
                let bit = u64::from(*side == Side::Above) << (at % WORD);
                judging.judged.words[at / WORD].above[0] |= bit;
            }
            prop_assert_eq!(tally(&judging, 0), pushed);
        }
    }
}
