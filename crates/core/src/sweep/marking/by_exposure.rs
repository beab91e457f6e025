//! Points whose lines follow their exposure, without a division or a root.
//!
//! With `d = numerator - n center` a point lies beyond `k` sigma where
//!
//! ```text
//! |numerator/n - center| > k sqrt(variance/n)      or      d² > k² n variance
//! ```
//!
//! Rounding moves the two sides of the right form by far less than [`MARGIN`] sigma. So a point farther
//! than that from a line is judged by it as by the left form, which is the definition; the few others
//! are looked at by [`Mark::of`](crate::mark::Mark::of).

use fearless_simd::{Simd, f64x8, prelude::*};

use super::super::planes::{Planes, low_bits};
use super::{Scale, Stretch, TOGETHER, mark_exactly};
use crate::limits::Law;
use crate::mark::spacing;
use crate::planes::{MAX_LINES, WORD};

/// In sigma: nearer than this to a line a point is looked at exactly.
const MARGIN: f64 = 1e-6;

/// Marks points with lines by exposure. `false` where rounding could move a point across the margin.
#[inline(always)]
pub(super) fn mark<S: Simd, const L: usize>(
    simd: S,
    planes: &mut Planes<L>,
    lane: usize,
    stretch: &Stretch<'_>,
    scale: &Scale<'_>,
    ends: Ends,
) -> bool {
    let Some(squares) = Squares::of(scale, ends) else {
        return false;
    };
    match scale.lines.len() {
        0 => squares.compare::<S, 1, L>(simd, planes, lane, stretch, scale),
        1 => squares.compare::<S, 2, L>(simd, planes, lane, stretch, scale),
        2 => squares.compare::<S, 3, L>(simd, planes, lane, stretch, scale),
        3 => squares.compare::<S, 4, L>(simd, planes, lane, stretch, scale),
        _ => squares.compare::<S, { 1 + MAX_LINES }, L>(simd, planes, lane, stretch, scale),
    }
    true
}

/// Squares of distances, in `n` times the variance: up to `inner` a point lies inside for sure, above
/// `outer` outside; first of the center, then of each zone line.
#[derive(Debug, Clone, Copy)]
struct Squares {
    center: f64,
    variance: f64,
    inner: [f64; 1 + MAX_LINES],
    outer: [f64; 1 + MAX_LINES],
}

impl Squares {
    fn of(scale: &Scale<'_>, Ends { least, most }: Ends) -> Option<Self> {
        let Law::ByExposure { variance } = scale.parameters.law else {
            return None;
        };
        let center = scale.parameters.center;
        let farthest = scale.lines.last().map_or(0.0, |line| line.sigma).max(4.0);
        let sigma = |exposure: f64| (variance / exposure).sqrt();
        let rounding = 8.0 * spacing(center.abs() + farthest * sigma(least));
        // No product below leaves the range of doubles, and none vanishes.
        let is_ordinary = (1e-30..=1e30).contains(&least)
            && (1e-30..=1e30).contains(&most)
            && (1e-100..=1e100).contains(&variance)
            && farthest <= 1e6;
        if !is_ordinary || rounding > 0.1 * MARGIN * sigma(most) {
            return None;
        }
        let mut squares = Self {
            center,
            variance,
            // No point is on the center for sure.
            inner: [-1.0; 1 + MAX_LINES],
            outer: [MARGIN * MARGIN; 1 + MAX_LINES],
        };
        for (number, line) in scale.lines.iter().enumerate() {
            let (inner, outer) = ((line.sigma - MARGIN).max(0.0), line.sigma + MARGIN);
            squares.inner[1 + number] = inner * inner;
            squares.outer[1 + number] = outer * outer;
        }
        Some(squares)
    }

    /// Compares with the center and the first `N - 1` lines.
    #[inline(always)]
    fn compare<S: Simd, const N: usize, const L: usize>(
        &self,
        simd: S,
        planes: &mut Planes<L>,
        lane: usize,
        stretch: &Stretch<'_>,
        scale: &Scale<'_>,
    ) {
        let lines = Lines::<S, N> {
            center: f64x8::splat(simd, self.center),
            variance: f64x8::splat(simd, self.variance),
            inner: std::array::from_fn(|line| f64x8::splat(simd, self.inner[line])),
            outer: std::array::from_fn(|line| f64x8::splat(simd, self.outer[line])),
        };
        let numerators = stretch.column(stretch.useful.numerators).chunks(WORD);
        let exposures = stretch.column(stretch.useful.exposures).chunks(WORD);
        for (number, (numerators, exposures)) in numerators.zip(exposures).enumerate() {
            let mut bytes = Bytes::<N>::default();
            let (numerator_chunks, numerator_rest) = numerators.as_chunks::<TOGETHER>();
            let (exposure_chunks, exposure_rest) = exposures.as_chunks::<TOGETHER>();
            let chunks = numerator_chunks.iter().zip(exposure_chunks);
            for (at, (numerators, exposures)) in chunks.enumerate() {
                bytes.put(simd, at, numerators, exposures, &lines);
            }
            if let Some(exposure) = exposure_rest.first() {
                let mut pair = [[0.0; TOGETHER], [*exposure; TOGETHER]];
                pair[0][..numerator_rest.len()].copy_from_slice(numerator_rest);
                pair[1][..exposure_rest.len()].copy_from_slice(exposure_rest);
                bytes.put(simd, numerator_chunks.len(), &pair[0], &pair[1], &lines);
            }
            let seen = low_bits(numerators.len());
            let above = u64::from_le_bytes(bytes.above) & seen;
            let word = &mut planes.words[number];
            word.above[lane] = above;
            word.below[lane] = !above & seen;
            for (plane, beyond) in word.beyond.iter_mut().zip(&bytes.beyond[1..]) {
                plane[lane] = u64::from_le_bytes(*beyond) & seen;
            }
            let beside = u64::from_le_bytes(bytes.beside) & seen;
            if beside != 0 {
                let bits = (0..WORD).filter(|bit| beside >> bit & 1 == 1);
                let points = bits.map(|bit| number * WORD + bit);
                mark_exactly(planes, lane, stretch, scale, points);
            }
        }
    }
}

/// [`Squares`] in registers.
#[derive(Clone, Copy)]
struct Lines<S: Simd, const N: usize> {
    center: f64x8<S>,
    variance: f64x8<S>,
    inner: [f64x8<S>; N],
    outer: [f64x8<S>; N],
}

/// The marks of a word of points, a byte for each eight.
#[derive(Debug, Clone, Copy)]
struct Bytes<const N: usize> {
    above: [u8; TOGETHER],
    /// Off the center, and beyond each zone line.
    beyond: [[u8; TOGETHER]; N],
    /// Between the bounds of any.
    beside: [u8; TOGETHER],
}

impl<const N: usize> Default for Bytes<N> {
    fn default() -> Self {
        Self {
            above: [0; TOGETHER],
            beyond: [[0; TOGETHER]; N],
            beside: [0; TOGETHER],
        }
    }
}

impl<const N: usize> Bytes<N> {
    #[inline(always)]
    fn put<S: Simd>(
        &mut self,
        simd: S,
        at: usize,
        numerators: &[f64; TOGETHER],
        exposures: &[f64; TOGETHER],
        lines: &Lines<S, N>,
    ) {
        let exposures = f64x8::from_slice(simd, exposures);
        let away = f64x8::from_slice(simd, numerators) - exposures * lines.center;
        let (square, unit) = (away * away, exposures * lines.variance);
        self.above[at] = away.simd_gt(0.0).to_bitmask() as u8;
        // A point between a pair of bounds is neither outside nor inside.
        let mut told = u8::MAX;
        for line in 0..N {
            let outside = square.simd_gt(unit * lines.outer[line]).to_bitmask() as u8;
            let inside = square.simd_le(unit * lines.inner[line]).to_bitmask() as u8;
            self.beyond[line][at] = outside;
            told &= outside | inside;
        }
        self.beside[at] = !told;
    }
}

/// The least and the greatest of some exposures.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    pub(super) least: f64,
    pub(super) most: f64,
}

/// The ends of some exposures, which are numbers.
#[inline(always)]
pub(super) fn ends<S: Simd>(simd: S, numbers: &[f64]) -> Option<Ends> {
    let first = *numbers.first()?;
    let (mut least, mut most) = (f64x8::splat(simd, first), f64x8::splat(simd, first));
    let (chunks, rest) = numbers.as_chunks::<TOGETHER>();
    for chunk in chunks {
        let chunk = f64x8::from_slice(simd, chunk);
        least = least.min(chunk);
        most = most.max(chunk);
    }
    let (least, most) = (least.reduce_min(), most.reduce_max());
    Some(Ends {
        least: rest.iter().copied().fold(least, f64::min),
        most: rest.iter().copied().fold(most, f64::max),
    })
}
