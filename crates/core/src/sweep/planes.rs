//! The bit planes of a phase, of any length.

use crate::mark::ZoneLine;
use crate::planes::{MAX_LINES, Marks, WINDOW};

/// Points of a word.
pub(super) const WORD: usize = u64::BITS as usize;

/// The marks of a phase as bit planes, 64 points to a word, the oldest point in the lowest bit of
/// the first.
#[derive(Debug, Default)]
pub(super) struct Planes {
    pub(super) points: usize,
    pub(super) above: Vec<u64>,
    pub(super) below: Vec<u64>,
    pub(super) up: Vec<u64>,
    pub(super) down: Vec<u64>,
    pub(super) beyond: [Vec<u64>; MAX_LINES],
    pub(super) zoned: bool,
    /// Room for both sides of a line.
    pub(super) spare: [Vec<u64>; 2],
}

impl Planes {
    /// Room for a phase of `points` with these zone lines; every bit is 0.
    pub(super) fn reset(&mut self, points: usize, lines: &[ZoneLine]) {
        let words = points.div_ceil(WORD);
        self.points = points;
        self.zoned = false;
        let sides = [
            &mut self.above,
            &mut self.below,
            &mut self.up,
            &mut self.down,
        ];
        for plane in sides.into_iter().chain(&mut self.beyond[..lines.len()]) {
            plane.clear();
            plane.resize(words, 0);
        }
        self.beyond[lines.len()..].iter_mut().for_each(Vec::clear);
    }

    /// Bits of a word that are points.
    pub(super) fn seen(&self, word: usize) -> u64 {
        low_bits((self.points - word * WORD).min(WORD))
    }

    /// Windows that cover the phase: each is one word further than the one before.
    pub(super) fn windows(&self) -> usize {
        self.points.div_ceil(WORD).saturating_sub(1).max(1)
    }

    /// Ordinal of the first point of a window.
    pub(super) fn start(window: usize) -> usize {
        window * WORD
    }

    /// Bits of a window that no earlier window had.
    pub(super) fn fresh(window: usize) -> u128 {
        if window == 0 {
            u128::MAX
        } else {
            u128::MAX << WORD
        }
    }

    /// The marks of a window.
    #[inline]
    pub(super) fn window(&self, window: usize) -> Marks {
        let pair = |plane: &[u64]| {
            let word = |at: usize| u128::from(plane.get(at).copied().unwrap_or(0));
            word(window) | word(window + 1) << WORD
        };
        let left = (self.points - Self::start(window)).min(WINDOW);
        Marks {
            seen: u128::MAX >> (WINDOW - left.max(1)),
            above: pair(&self.above),
            below: pair(&self.below),
            up: pair(&self.up),
            down: pair(&self.down),
            beyond: std::array::from_fn(|line| pair(&self.beyond[line])),
            zoned: self.zoned,
        }
    }
}

pub(super) fn low_bits(count: usize) -> u64 {
    u64::MAX.checked_shr((WORD - count) as u32).unwrap_or(0)
}

/// Planes from which some points were left out.
#[derive(Debug, Default)]
pub(super) struct Squeezed {
    pub(super) planes: Planes,
    /// The points that stayed.
    kept: Vec<u64>,
}

impl Squeezed {
    /// Leaves out the points off neither side.
    pub(super) fn off_center(&mut self, from: &Planes) {
        self.squeeze(from, |planes, word| planes.above[word] | planes.below[word]);
    }

    /// Leaves out the points equal to the one before.
    pub(super) fn stepping(&mut self, from: &Planes) {
        let first = |word: usize| u64::from(word == 0);
        self.squeeze(from, |planes, word| {
            planes.up[word] | planes.down[word] | first(word)
        });
    }

    fn squeeze(&mut self, from: &Planes, keep: impl Fn(&Planes, usize) -> u64) {
        let words = from.points.div_ceil(WORD);
        self.kept.clear();
        self.kept.extend((0..words).map(|word| keep(from, word)));
        let points = self
            .kept
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum();
        self.planes.reset(points, &[]);
        let sources = [&from.above, &from.below, &from.up, &from.down];
        let to = &mut self.planes;
        let targets = [&mut to.above, &mut to.below, &mut to.up, &mut to.down];
        for (source, target) in sources.into_iter().zip(targets) {
            let mut at = 0;
            for (word, keep) in source.iter().zip(&self.kept) {
                let bits = squeeze_word(*word, *keep);
                if let Some(low) = target.get_mut(at / WORD) {
                    *low |= bits << (at % WORD);
                }
                if let Some(high) = target.get_mut(at / WORD + 1) {
                    *high |= bits.checked_shr((WORD - at % WORD) as u32).unwrap_or(0);
                }
                at += keep.count_ones() as usize;
            }
        }
    }

    /// Place among all points of the `n`-th point that stayed.
    pub(super) fn ordinal(&self, n: usize) -> usize {
        let mut wanted = n;
        for (word, keep) in self.kept.iter().enumerate() {
            let here = keep.count_ones() as usize;
            if wanted < here {
                let rest = (0..wanted).fold(*keep, |rest, _| rest & (rest - 1));
                return word * WORD + rest.trailing_zeros() as usize;
            }
            wanted -= here;
        }
        self.kept.len() * WORD
    }
}

/// The bits of `word` at which `keep` is set, moved together at the low end: what `pext` does.
///
/// One step for each bit that is left out, from the highest on; few are.
fn squeeze_word(word: u64, keep: u64) -> u64 {
    let mut word = word & keep;
    let mut drop = !keep;
    // Above the highest bit that stays there is nothing to move.
    drop &= low_bits(WORD - keep.leading_zeros() as usize);
    while drop != 0 {
        let highest = WORD - 1 - drop.leading_zeros() as usize;
        let below = low_bits(highest);
        word = (word & below) | (word >> 1 & !below);
        drop ^= 1 << highest;
    }
    word
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pext(word: u64, keep: u64) -> u64 {
        let kept = (0..64).filter(|bit| keep >> bit & 1 == 1);
        kept.enumerate()
            .fold(0, |out, (to, from)| out | (word >> from & 1) << to)
    }

    proptest! {
        #[test]
        fn kept_bits_move_together(word: u64, a: u64, b: u64) {
            for keep in [a, a | b, a & b, 0, u64::MAX, a | 1 << 63] {
                prop_assert_eq!(squeeze_word(word, keep), pext(word, keep));
            }
        }

        #[test]
        fn planes_are_squeezed_across_words(
            sides in prop::collection::vec(0u8..4, 1..300), thin in 1u8..4,
        ) {
            let mut from = Planes::default();
            from.reset(sides.len(), &[]);
            let mut kept = Vec::new();
            for (i, side) in sides.iter().enumerate() {
                let (word, bit) = (i / WORD, i % WORD);
                match side {
                    0 => from.above[word] |= 1 << bit,
                    1 => from.below[word] |= 1 << bit,
                    _ if *side < thin => from.above[word] |= 1 << bit,
                    _ => continue,
                }
                kept.push(i);
            }
            let mut to = Squeezed::default();
            to.off_center(&from);
            prop_assert_eq!(to.planes.points, kept.len());
            for (n, i) in kept.iter().enumerate() {
                prop_assert_eq!(to.ordinal(n), *i);
                let bit = |plane: &[u64], at: usize| plane[at / WORD] >> (at % WORD) & 1;
                prop_assert_eq!(bit(&to.planes.above, n), bit(&from.above, *i));
                prop_assert_eq!(bit(&to.planes.below, n), bit(&from.below, *i));
            }
        }
    }
}
