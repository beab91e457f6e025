//! Words of bits, of one series or of several side by side.
//!
//! What is done with a word of bits is shifts, ands and ors, the same for every series. So eight
//! series share each step where the processor has registers for it: [`Lanes`] says how many there
//! are, and [`Bits`] is a word of each. The registers come from `fearless_simd`, which finds out what
//! the processor has; nothing here depends on that but the time it takes.

use std::ops::{BitAnd, BitOr, BitXor, Not, Shl, Shr};

use fearless_simd::{Simd, prelude::*, u64x8};

/// Series that are judged side by side.
pub(crate) const SIDE_BY_SIDE: usize = 8;

/// A word of bits of each series.
pub(crate) trait Bits:
    Copy
    + BitAnd<Output = Self>
    + BitOr<Output = Self>
    + BitXor<Output = Self>
    + Not<Output = Self>
    + Shl<u32, Output = Self>
    + Shr<u32, Output = Self>
{
    /// Whether no series has a bit.
    fn is_none(self) -> bool;

    /// How many bits each has.
    fn count(self) -> Self;

    /// The sum of two numbers of each.
    fn plus(self, other: Self) -> Self;

    /// One bit of those that have any.
    fn flag(self, bit: u32) -> Self;
}

/// How words of `L` series are taken up and put down.
pub(crate) trait Lanes<const L: usize>: Copy {
    type Bits: Bits;

    fn load(self, words: &[u64; L]) -> Self::Bits;

    fn store(self, bits: Self::Bits) -> [u64; L];

    /// The same word of each series.
    #[inline(always)]
    fn all(self, word: u64) -> Self::Bits {
        self.load(&[word; L])
    }
}

/// A series by itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Single;

impl Lanes<1> for Single {
    type Bits = u64;

    #[inline(always)]
    fn load(self, [word]: &[u64; 1]) -> u64 {
        *word
    }

    #[inline(always)]
    fn store(self, bits: u64) -> [u64; 1] {
        [bits]
    }
}

impl Bits for u64 {
    #[inline(always)]
    fn is_none(self) -> bool {
        self == 0
    }

    #[inline(always)]
    fn count(self) -> Self {
        self.count_ones().into()
    }

    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        self.wrapping_add(other)
    }

    #[inline(always)]
    fn flag(self, bit: u32) -> Self {
        Self::from(self != 0) << bit
    }
}

impl<S: Simd> Lanes<SIDE_BY_SIDE> for S {
    type Bits = u64x8<S>;

    #[inline(always)]
    fn load(self, words: &[u64; SIDE_BY_SIDE]) -> u64x8<S> {
        u64x8::from_slice(self, words)
    }

    #[inline(always)]
    fn store(self, bits: u64x8<S>) -> [u64; SIDE_BY_SIDE] {
        bits.to_array()
    }
}

impl<S: Simd> Bits for u64x8<S> {
    #[inline(always)]
    fn is_none(self) -> bool {
        self.simd_eq(0).all_true()
    }

    #[inline(always)]
    fn count(self) -> Self {
        self.count_ones()
    }

    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        self + other
    }

    #[inline(always)]
    fn flag(self, bit: u32) -> Self {
        let none = Self::splat(self.simd, 0);
        let one = Self::splat(self.simd, 1_u64 << bit);
        self.simd_eq(0).select(none, one)
    }
}

/// Every kind of instructions that this processor has.
#[cfg(test)]
pub(crate) fn levels() -> Vec<fearless_simd::Level> {
    use fearless_simd::Level;

    let mut levels = vec![Level::baseline(), Level::new()];
    #[cfg(target_arch = "x86_64")]
    {
        levels.extend(Level::new().as_sse4_2().map(Level::Sse4_2));
        levels.extend(Level::new().as_avx2().map(Level::Avx2));
    }
    levels
}
