//! The steps between neighbors.

use fearless_simd::{Simd, f64x8, prelude::*};

use super::super::planes::{Planes, low_bits};
use super::TOGETHER;
use crate::planes::WORD;

/// Marks which points lie above and which below the one before.
#[inline(always)]
pub(super) fn mark<S: Simd, const L: usize>(
    simd: S,
    planes: &mut Planes<L>,
    lane: usize,
    values: &[f64],
) {
    let (Some((_, before)), Some((_, after))) = (values.split_last(), values.split_first()) else {
        return;
    };
    let mut carry = (0, 0);
    let mut pairs = before.chunks(WORD).zip(after.chunks(WORD));
    for word in planes.words.iter_mut().take(values.len().div_ceil(WORD)) {
        // None is left where the last point alone begins a word.
        let (before, after) = pairs.next().unwrap_or_default();
        // A byte for eight steps up, and one for as many down.
        let mut bytes = [[0; TOGETHER]; 2];
        let (before_chunks, before_rest) = before.as_chunks::<TOGETHER>();
        let (after_chunks, after_rest) = after.as_chunks::<TOGETHER>();
        for (at, (before, after)) in before_chunks.iter().zip(after_chunks).enumerate() {
            compare(simd, &mut bytes, at, before, after);
        }
        if !before_rest.is_empty() {
            let mut pair = [[0.0; TOGETHER]; 2];
            pair[0][..before_rest.len()].copy_from_slice(before_rest);
            pair[1][..after_rest.len()].copy_from_slice(after_rest);
            compare(simd, &mut bytes, before_chunks.len(), &pair[0], &pair[1]);
        }
        let steps = low_bits(before.len());
        let [up, down] = bytes.map(|bytes| u64::from_le_bytes(bytes) & steps);
        // The step to a point stands one place after the point it comes from.
        (word.up[lane], word.down[lane]) = (up << 1 | carry.0, down << 1 | carry.1);
        carry = (up >> (WORD - 1), down >> (WORD - 1));
    }
}

#[inline(always)]
fn compare<S: Simd>(
    simd: S,
    [up, down]: &mut [[u8; TOGETHER]; 2],
    at: usize,
    before: &[f64; TOGETHER],
    after: &[f64; TOGETHER],
) {
    let before = f64x8::from_slice(simd, before);
    let after = f64x8::from_slice(simd, after);
    up[at] = after.simd_gt(before).to_bitmask() as u8;
    down[at] = after.simd_lt(before).to_bitmask() as u8;
}
