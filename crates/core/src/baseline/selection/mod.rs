//! The median of many short series, by counting instead of moving values about.

mod few;
mod pivots;
mod planes;
#[cfg(test)]
mod tests;

use fearless_simd::{Level, Simd, dispatch, f64x8, prelude::*};

use few::{few_by_rank, pair_of_sixteen};
use planes::{BLOCK, Planes};

/// So few values are not worth a bracket.
const PLAIN: usize = 18;
/// So many survivors fit into the sorting network.
const FEW: usize = 16;
/// So often a bracket is narrowed before what it holds is selected from plainly.
const ROUNDS: usize = 5;

/// Room that [`quick_median`] works in, kept from series to series.
#[derive(Debug)]
pub(crate) struct Scratch {
    /// Instructions that the processor has.
    pub(crate) level: Level,
    keys: Vec<f32>,
    reduced: Vec<f32>,
    blocks: Vec<Planes>,
    few: Vec<f64>,
}

impl Default for Scratch {
    fn default() -> Self {
        Self::at(Level::new())
    }
}

impl Scratch {
    /// With the instructions of a level.
    pub(crate) fn at(level: Level) -> Self {
        Self {
            level,
            keys: Vec::new(),
            reduced: Vec::new(),
            blocks: Vec::new(),
            few: Vec::new(),
        }
    }

    fn grow(&mut self, points: usize) {
        if self.keys.len() < points {
            self.keys.resize(points, 0.0);
            self.reduced.resize(points + FEW, 0.0);
            self.blocks
                .resize(points.div_ceil(BLOCK), Planes::default());
            self.few.resize(points + FEW, 0.0);
        }
    }
}

/// One end of a bracket: a key, and how many keys are not above it.
#[derive(Debug, Clone, Copy)]
struct End {
    key: f32,
    count: usize,
}

/// Middle value, or the midpoint of the two middle values; none without values.
///
/// # Definition
///
/// ```text
/// x(0) ≤ x(1) ≤ ... ≤ x(n-1)             in order, -0 below +0
/// median = (x(l) + x(u)) / 2             l = ⌊(n-1)/2⌋, u = ⌊n/2⌋
/// ```
///
/// How it is found: every value gets a key, its distance from the first value rounded to single
/// precision. Rounding keeps the order, so a bracket of keys is a bracket of values. Two pivots
/// from a sample of medians of medians are counted, then two more beside the rank looked for, and
/// the few values inside the bracket go through a sorting network. All of it is packed compares
/// and branch-free: what costs a plain selection most is guessing its branches wrongly.
///
/// # Input
///
/// `values`: finite, in any order. With NaN or infinities the result is some number or none.
///
/// # Edge cases
///
/// Many equal values are told from one pass that counts those below and at the upper end.
///
/// # Accuracy and cost
///
/// The same bits as [`median`](super::median::median). Linear; no allocation once `scratch` has grown to the longest
/// series. A third of the time of a plain selection at 120 points.
///
/// # References
///
/// Floyd and Rivest (1975), Expected time bounds for selection, Communications of the ACM 18,
/// 165-172: the bracket from a sample. Tukey (1978), The ninther: a technique for low-effort
/// robust (resistant) location in large samples: the medians of medians.
pub(crate) fn quick_median(values: &[f64], scratch: &mut Scratch) -> Option<f64> {
    let points = values.len();
    let (lower, upper) = (points.checked_sub(1)? / 2, points / 2);
    scratch.grow(points);
    let (x, y) = if points < PLAIN {
        None
    } else {
        dispatch!(scratch.level, simd => bracketed(simd, values, lower, upper, scratch))
    }
    .or_else(|| few_by_rank(copied(values, &mut scratch.few)?, lower, upper))?;
    let (x, y) = if x == 0.0 || y == 0.0 {
        // Compares take both zeros for one: the signs say which of them has the rank.
        let negative = values.iter().filter(|x| x.is_sign_negative()).count();
        (signed(x, lower, negative), signed(y, upper, negative))
    } else {
        (x, y)
    };
    Some(if lower == upper {
        x
    } else {
        f64::midpoint(x, y)
    })
}

fn copied<'a>(values: &[f64], room: &'a mut [f64]) -> Option<&'a mut [f64]> {
    let room = room.get_mut(..values.len())?;
    room.copy_from_slice(values);
    Some(room)
}

fn signed(x: f64, rank: usize, negative: usize) -> f64 {
    match (x == 0.0, rank < negative) {
        (true, true) => -0.0,
        (true, false) => 0.0,
        (false, _) => x,
    }
}

/// The values of two neighboring ranks, by a bracket; none if it cannot be trusted. In registers as
/// wide as where it is inlined.
#[inline(always)]
fn bracketed<S: Simd>(
    simd: S,
    values: &[f64],
    lower: usize,
    upper: usize,
    scratch: &mut Scratch,
) -> Option<(f64, f64)> {
    let points = values.len();
    // Without the first value, 1,000,000 ± 1 would leave a handful of different keys.
    let origin = *values.first()?;
    let keys = scratch.keys.get_mut(..points)?;
    for (key, x) in keys.iter_mut().zip(values) {
        *key = (x - origin) as f32;
    }
    let keys = &*keys;
    let blocks = scratch.blocks.get_mut(..points.div_ceil(BLOCK))?;
    planes::whole(blocks, points);
    let mut low = End {
        key: f32::NEG_INFINITY,
        count: 0,
    };
    let mut high = End {
        key: f32::INFINITY,
        count: points,
    };

    let sample = pivots::sample(keys, &mut scratch.reduced);
    let mut next = [sample[2], sample[5]];
    for round in 0..ROUNDS {
        if next[0] > next[1] || next.iter().any(|pivot| pivot.is_nan()) {
            break;
        }
        let counts = planes::count(keys, next, blocks);
        let [p, q] = [0, 1].map(|pivot| End {
            key: next[pivot],
            count: counts[pivot],
        });
        let above = |rank: usize| usize::from(p.count <= rank) + usize::from(q.count <= rank);
        let (i, j) = (above(lower), above(upper));
        (low, high) = ([low, p, q][i], [p, q, high][j]);
        planes::narrow(blocks, i, j);

        let inside = high.count.checked_sub(low.count)?;
        if inside <= FEW {
            let gathered = planes::gather(values, blocks, &mut scratch.few);
            let (few, _) = scratch.few.get_mut(gathered..)?.split_first_chunk_mut()?;
            *few = [f64::INFINITY; FEW];
            let few = scratch.few.first_chunk()?;
            return Some(pair_of_sixteen(few, lower - low.count, upper - low.count));
        }
        next = if round == 0 {
            pivots::beside(&sample, i, j)
        } else {
            if round == 1
                && let Some(x) = tied(simd, values, keys, high.key, lower, upper)
            {
                return Some((x, x));
            }
            pivots::between(low, high, lower, upper)
        };
    }
    let gathered = planes::gather(values, blocks, &mut scratch.few);
    let few = scratch.few.get_mut(..gathered)?;
    few_by_rank(few, lower - low.count, upper - low.count)
}

/// The value at the upper end of a bracket, if it has both ranks.
#[inline(always)]
fn tied<S: Simd>(
    simd: S,
    values: &[f64],
    keys: &[f32],
    end: f32,
    lower: usize,
    upper: usize,
) -> Option<f64> {
    let at = keys.iter().position(|key| *key == end)?;
    let x = *values.get(at)?;
    let (mut below, mut up_to) = (0, 0);
    let (blocks, rest) = values.as_chunks::<8>();
    for block in blocks {
        let block = f64x8::from_slice(simd, block);
        below += block.simd_lt(x).to_bitmask().count_ones() as usize;
        up_to += block.simd_le(x).to_bitmask().count_ones() as usize;
    }
    below += rest.iter().filter(|y| **y < x).count();
    up_to += rest.iter().filter(|y| **y <= x).count();
    (below <= lower && upper < up_to).then_some(x)
}
