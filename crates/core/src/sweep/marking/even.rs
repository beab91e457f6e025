//! Points that share their lines, eight at a time against each line.

use fearless_simd::{Simd, f64x8, prelude::*};

use super::super::planes::{Planes, low_bits};
use super::{Scale, TOGETHER};
use crate::limits::{Place, Ruler};
use crate::mark::{Edge, center_band};
use crate::planes::{MAX_LINES, WORD};

/// Marks points with the same lines everywhere. `false` where that takes more than a compare with two
/// numbers a line: around a center whose band of equality is not told by two.
#[inline(always)]
pub(super) fn mark<S: Simd, const L: usize>(
    simd: S,
    planes: &mut Planes<L>,
    lane: usize,
    values: &[f64],
    scale: &Scale<'_>,
) -> bool {
    let ruler = scale.parameters.ruler(Place::new(1.0, 0));
    let Some(bounds) =
        Bounds::of(simd, scale, &ruler).filter(|_| values.len() == planes.points[lane])
    else {
        return false;
    };
    // As many lines as the usual plans have, each case with its numbers in registers.
    match scale.lines.len() {
        0 => bounds.compare::<S, 1, L>(simd, planes, lane, values),
        1 => bounds.compare::<S, 2, L>(simd, planes, lane, values),
        2 => bounds.compare::<S, 3, L>(simd, planes, lane, values),
        3 => bounds.compare::<S, 4, L>(simd, planes, lane, values),
        _ => bounds.compare::<S, { 1 + MAX_LINES }, L>(simd, planes, lane, values),
    }
    true
}

/// Numbers below and above which a point is off the center, and then beyond each zone line.
///
/// A point on the center is beyond nothing, and lines are nested: a point is beyond one only if it is
/// beyond those before it.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    low: [f64; TOGETHER],
    high: [f64; TOGETHER],
}

// The center and each line have a place.
const _: () = assert!(MAX_LINES < TOGETHER);

impl Bounds {
    #[inline(always)]
    fn of<S: Simd>(simd: S, scale: &Scale<'_>, ruler: &Ruler) -> Option<Self> {
        let (low, high) = center_band(ruler.center)?;
        let mut multiples = [0.0; TOGETHER];
        let mut is_strict = true;
        for (multiple, line) in multiples[1..].iter_mut().zip(scale.lines) {
            *multiple = line.sigma;
            is_strict &= line.edge == Edge::Strict;
        }
        match ruler.pairs(f64x8::from_slice(simd, &multiples)) {
            Some((below, above)) if is_strict => Some(Self {
                low: below.min(low).to_array(),
                high: above.max(high).to_array(),
            }),
            _ => Some(Self::one_by_one(scale, ruler, (low, high))),
        }
    }

    #[inline(never)]
    fn one_by_one(scale: &Scale<'_>, ruler: &Ruler, (low, high): (f64, f64)) -> Self {
        let mut bounds = Self {
            low: [low; TOGETHER],
            high: [high; TOGETHER],
        };
        for (number, line) in scale.lines.iter().enumerate() {
            // Without sigma, nothing is beyond.
            let nowhere = (f64::NEG_INFINITY, f64::INFINITY);
            let (mut below, mut above) = ruler.pair(line.sigma).unwrap_or(nowhere);
            if line.edge == Edge::Inclusive {
                (below, above) = (below.next_up(), above.next_down());
            }
            bounds.low[1 + number] = below.min(bounds.low[number]);
            bounds.high[1 + number] = above.max(bounds.high[number]);
        }
        bounds
    }

    /// Compares with the first `N` bounds.
    #[inline(always)]
    fn compare<S: Simd, const N: usize, const L: usize>(
        &self,
        simd: S,
        planes: &mut Planes<L>,
        lane: usize,
        values: &[f64],
    ) {
        let low: [f64x8<S>; N] = std::array::from_fn(|line| f64x8::splat(simd, self.low[line]));
        let high: [f64x8<S>; N] = std::array::from_fn(|line| f64x8::splat(simd, self.high[line]));
        for (word, values) in planes.words.iter_mut().zip(values.chunks(WORD)) {
            let mut bytes = Bytes::<N>::default();
            let (chunks, rest) = values.as_chunks::<TOGETHER>();
            for (at, points) in chunks.iter().enumerate() {
                bytes.put(at, f64x8::from_slice(simd, points), &low, &high);
            }
            if let Some(first) = rest.first() {
                let mut points = [*first; TOGETHER];
                points[..rest.len()].copy_from_slice(rest);
                bytes.put(chunks.len(), f64x8::from_slice(simd, &points), &low, &high);
            }
            let seen = low_bits(values.len());
            let above = u64::from_le_bytes(bytes.above) & seen;
            word.above[lane] = above;
            word.below[lane] = u64::from_le_bytes(bytes.beyond[0]) & !above & seen;
            for (plane, beyond) in word.beyond.iter_mut().zip(&bytes.beyond[1..]) {
                plane[lane] = u64::from_le_bytes(*beyond) & seen;
            }
        }
    }
}

/// The marks of a word of points, a byte for each eight: words are put together by where bytes stand.
#[derive(Debug, Clone, Copy)]
struct Bytes<const N: usize> {
    above: [u8; TOGETHER],
    /// Off the center, and beyond each zone line.
    beyond: [[u8; TOGETHER]; N],
}

impl<const N: usize> Default for Bytes<N> {
    fn default() -> Self {
        Self {
            above: [0; TOGETHER],
            beyond: [[0; TOGETHER]; N],
        }
    }
}

impl<const N: usize> Bytes<N> {
    #[inline(always)]
    fn put<S: Simd>(
        &mut self,
        at: usize,
        points: f64x8<S>,
        low: &[f64x8<S>; N],
        high: &[f64x8<S>; N],
    ) {
        let above = points.simd_gt(high[0]);
        self.above[at] = above.to_bitmask() as u8;
        for line in 0..N {
            let outside = points.simd_lt(low[line]) | points.simd_gt(high[line]);
            self.beyond[line][at] = outside.to_bitmask() as u8;
        }
    }
}
