//! Which keys lie inside a bracket, a bit a key.

/// Keys of a block: sixteen rows of eight.
pub(super) const BLOCK: usize = 128;
const ROW: usize = 8;

/// A bit a key: key 8r + c of a block of R rows has bit R - 1 - r of word c, or 16 bits further up
/// of word c - 4 where c is 4 or more.
type Plane = [u32; 4];

/// Planes of a block: keys not above the low end, the two pivots, and the high end of a bracket.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Planes([Plane; 4]);

/// A bracket that holds every key.
#[inline(always)]
pub(super) fn whole(blocks: &mut [Planes], points: usize) {
    for (at, planes) in blocks.iter_mut().enumerate() {
        let rows = (points - at * BLOCK).min(BLOCK).div_ceil(ROW);
        planes.0[0] = [0; 4];
        planes.0[3] = [(0xffff >> (16 - rows)) * 0x1_0001; 4];
    }
}

/// How many keys are not above each pivot.
#[inline(always)]
pub(super) fn count(keys: &[f32], pivots: [f32; 2], blocks: &mut [Planes]) -> [usize; 2] {
    let mut counts = [0; 2];
    for (keys, planes) in keys.chunks(BLOCK).zip(blocks) {
        let [p, q] = up_to(keys, pivots);
        counts[0] += ones(&p);
        counts[1] += ones(&q);
        planes.0[1] = p;
        planes.0[2] = q;
    }
    counts
}

/// Makes the plane at `low` the low end, and the one after `high` the high end.
#[inline(always)]
pub(super) fn narrow(blocks: &mut [Planes], low: usize, high: usize) {
    for Planes(planes) in blocks {
        let ends = [planes[low % 4], planes[(high + 1) % 4]];
        planes[0] = ends[0];
        planes[3] = ends[1];
    }
}

#[inline(always)]
fn up_to(keys: &[f32], [p, q]: [f32; 2]) -> [Plane; 2] {
    let (rows, rest) = keys.as_chunks::<ROW>();
    let (mut a, mut b) = ([0_u32; ROW], [0_u32; ROW]);
    let mut add = |row: &[f32; ROW]| {
        for lane in 0..ROW {
            // A shift and a subtracted mask; a sum would be turned round over rows, and slow.
            a[lane] = a[lane] << 1 | u32::from(row[lane] <= p);
            b[lane] = b[lane] << 1 | u32::from(row[lane] <= q);
        }
    };
    for row in rows {
        add(row);
    }
    if !rest.is_empty() {
        let mut row = [f32::NAN; ROW];
        row.iter_mut()
            .zip(rest)
            .for_each(|(slot, key)| *slot = *key);
        add(&row);
    }
    [a, b].map(|lanes| std::array::from_fn(|word| lanes[word] | lanes[word + 4] << 16))
}

/// Bits of a plane. By hand, as not every processor of the kind has an instruction for it.
#[inline(always)]
fn ones(plane: &Plane) -> usize {
    let bytes = plane.map(|x| {
        let pairs = x - (x >> 1 & 0x5555_5555);
        let nibbles = (pairs & 0x3333_3333) + (pairs >> 2 & 0x3333_3333);
        (nibbles + (nibbles >> 4)) & 0x0f0f_0f0f
    });
    let sum = bytes[0] + bytes[1] + bytes[2] + bytes[3];
    // At most 32 a byte.
    (sum.wrapping_mul(0x0101_0101) >> 24) as usize
}

/// How far from the end of the rows the key of a bit stands: first of words 0 and 1.
const BACK: [u8; 64] = {
    let mut back = [0; 64];
    let mut bit = 0;
    while bit < 64 {
        let (word, half, row) = (bit / 32, bit / 16 % 2, bit % 16);
        back[bit] = (ROW * row + ROW - (word + 4 * half)) as u8;
        bit += 1;
    }
    back
};

/// Copies the values inside the bracket, in no particular order; gives their number.
#[inline(always)]
pub(super) fn gather(values: &[f64], blocks: &[Planes], few: &mut [f64]) -> usize {
    let mut gathered = 0;
    for (values, Planes([low, _, _, high])) in values.chunks(BLOCK).zip(blocks) {
        let end = values.len().div_ceil(ROW) * ROW;
        for first in [0, 2] {
            let word = |at: usize| u64::from(high[at] & !low[at]);
            let mut bits = word(first) | word(first + 1) << 32;
            while bits != 0 {
                let back = usize::from(BACK[bits.trailing_zeros() as usize % 64]);
                bits &= bits - 1;
                let value = values.get((end + first).wrapping_sub(back));
                if let (Some(slot), Some(value)) = (few.get_mut(gathered), value) {
                    *slot = *value;
                    gathered += 1;
                }
            }
        }
    }
    gathered
}
