//! Pivots: keys that are likely to lie close to the median.

use super::End;

#[inline(always)]
fn lesser(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

#[inline(always)]
fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

#[inline(always)]
fn median_of_three(a: f32, b: f32, c: f32) -> f32 {
    greater(lesser(a, b), lesser(greater(a, b), c))
}

#[inline(always)]
fn median_of_five([a, b, c, d, e]: [f32; 5]) -> f32 {
    // Neither the least nor the greatest of four is the median of five.
    let low = greater(lesser(a, b), lesser(c, d));
    let high = lesser(greater(a, b), greater(c, d));
    median_of_three(low, high, e)
}

/// Medians of a key of each fifth; gives their number.
#[inline(always)]
fn fifths(from: &[f32], to: &mut [f32]) -> usize {
    let part = from.len() / 5;
    let mut parts = from.chunks_exact(part.max(1));
    let mut next = || parts.next().unwrap_or_default();
    let (a, b, c, d, e) = (next(), next(), next(), next(), next());
    for (((((slot, a), b), c), d), e) in to.iter_mut().zip(a).zip(b).zip(c).zip(d).zip(e) {
        *slot = median_of_five([*a, *b, *c, *d, *e]);
    }
    part
}

/// Medians of a key of each third; gives their number.
#[inline(always)]
fn thirds(from: &[f32], to: &mut [f32]) -> usize {
    let part = from.len() / 3;
    let mut parts = from.chunks_exact(part.max(1));
    let mut next = || parts.next().unwrap_or_default();
    let (a, b, c) = (next(), next(), next());
    for (((slot, a), b), c) in to.iter_mut().zip(a).zip(b).zip(c) {
        *slot = median_of_three(*a, *b, *c);
    }
    part
}

/// Sorts eight keys: a network of 19 comparators.
macro_rules! sort {
    ($keys:ident; $($i:literal $j:literal),*) => {$(
        let (a, b) = ($keys[$i], $keys[$j]);
        $keys[$i] = lesser(a, b);
        $keys[$j] = greater(a, b);
    )*};
}

/// Eight keys in order: medians of medians of a key of each part of the series, so that a drift
/// puts them close to the middle; less than eight stand between -∞ and ∞.
///
/// `room` holds as many keys and sixteen more.
#[inline(always)]
pub(super) fn sample(keys: &[f32], room: &mut [f32]) -> [f32; 8] {
    let half = room.len() / 2;
    let (mut from, mut to) = room.split_at_mut(half);
    let mut left = if keys.len() >= 40 {
        fifths(keys, from)
    } else {
        thirds(keys, from)
    };
    while left >= 15 {
        let keys = &from[..left.min(from.len())];
        left = if left >= 40 {
            fifths(keys, to)
        } else {
            thirds(keys, to)
        };
        std::mem::swap(&mut from, &mut to);
    }
    let pad = [f32::NEG_INFINITY, f32::INFINITY];
    // Of a few too many, those in the middle.
    let middle = left.saturating_sub(8) / 2;
    let Some((from, _)) = from
        .get(middle..)
        .and_then(|from| from.split_first_chunk::<8>())
    else {
        return [f32::NAN; 8];
    };
    let mut sample: [f32; 8] = std::array::from_fn(|i| if i < left { from[i] } else { pad[i % 2] });
    sort!(sample; 0 2, 1 3, 4 6, 5 7, 0 4, 1 5, 2 6, 3 7, 0 1, 2 3, 4 5, 6 7, 2 4, 3 5, 1 4, 3 6,
        1 2, 3 4, 5 6);
    sample
}

/// The second pivots, after the third and the sixth of a sample: how many of those two are below
/// the lower rank, and how many below the upper.
#[inline(always)]
pub(super) fn beside(sample: &[f32; 8], lower: usize, upper: usize) -> [f32; 2] {
    match lower + upper {
        0 => [sample[0], sample[1]],
        1 => [sample[1], sample[3]],
        2 => [sample[3], sample[4]],
        3 => [sample[4], sample[6]],
        _ => [sample[6], sample[7]],
    }
}

/// Pivots where the ranks would be if the keys of the bracket were evenly spread, and some room.
#[inline(always)]
pub(super) fn between(low: End, high: End, lower: usize, upper: usize) -> [f32; 2] {
    let inside = (high.count - low.count) as f32;
    let room = 2.0 + 0.08 * inside;
    let first = (lower - low.count) as f32 - room;
    let last = (upper - low.count) as f32 + 1.0 + room;
    [first, last].map(|rank| {
        let share = (rank / inside).clamp(0.0, 1.0);
        // No number, if an end is infinite: then no further round.
        low.key + (high.key - low.key) * share
    })
}
