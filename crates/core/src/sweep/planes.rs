//! The bit planes of a phase, of any length.

use crate::planes::{MAX_LINES, Marks, Plane, WINDOW, WORD};

/// The marks of up to 64 points, the oldest in the lowest bit.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Word {
    pub(super) above: u64,
    pub(super) below: u64,
    pub(super) up: u64,
    pub(super) down: u64,
    pub(super) beyond: [u64; MAX_LINES],
}

impl Word {
    /// Points off the center line.
    pub(super) fn off_center(_: usize, word: &Self) -> u64 {
        word.above | word.below
    }

    /// Points that differ from the one before, and the first, which has none before it.
    pub(super) fn stepping(number: usize, word: &Self) -> u64 {
        word.up | word.down | u64::from(number == 0)
    }
}

/// The marks of a phase as bit planes, word by word.
#[derive(Debug, Default)]
pub(super) struct Planes {
    pub(super) points: usize,
    pub(super) words: Vec<Word>,
    pub(super) zoned: bool,
}

impl Planes {
    /// Room for a phase of `points`; every bit is 0.
    pub(super) fn reset(&mut self, points: usize) {
        self.points = points;
        self.zoned = false;
        self.words.clear();
        self.words.resize(points.div_ceil(WORD), Word::default());
    }

    /// Bits of a word that are points.
    pub(super) fn seen(&self, word: usize) -> u64 {
        low_bits((self.points - word * WORD).min(WORD))
    }

    /// Windows that cover the phase: each is one word further than the one before.
    pub(super) fn windows(&self) -> usize {
        self.words.len().saturating_sub(1).max(1)
    }

    /// Ordinal of the first point of a window.
    pub(super) fn start(window: usize) -> usize {
        window * WORD
    }

    /// Bits of a window that no earlier window had.
    pub(super) fn fresh(window: usize) -> Plane {
        let low = if window == 0 { u64::MAX } else { 0 };
        Plane::new(low, u64::MAX)
    }

    /// The marks of a window.
    #[inline]
    pub(super) fn window(&self, window: usize) -> Marks {
        let low = self.words.get(window).copied().unwrap_or_default();
        let high = self.words.get(window + 1).copied().unwrap_or_default();
        let left = (self.points - Self::start(window)).min(WINDOW);
        Marks {
            seen: Plane::new(
                low_bits(left.min(WORD)),
                low_bits(left.saturating_sub(WORD)),
            ),
            above: Plane::new(low.above, high.above),
            below: Plane::new(low.below, high.below),
            up: Plane::new(low.up, high.up),
            down: Plane::new(low.down, high.down),
            beyond: std::array::from_fn(|line| Plane::new(low.beyond[line], high.beyond[line])),
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
    /// The points that stayed, and how many of them lie before each word.
    kept: Vec<u64>,
    before: Vec<usize>,
}

impl Squeezed {
    /// Leaves out the points whose bit `keep` does not give, of each word with its number.
    pub(super) fn squeeze(&mut self, from: &Planes, keep: fn(usize, &Word) -> u64) {
        self.kept.clear();
        let words = from.words.iter().enumerate();
        self.kept.extend(words.map(|(at, word)| keep(at, word)));
        self.before.clear();
        let mut points = 0;
        for kept in &self.kept {
            self.before.push(points);
            points += kept.count_ones() as usize;
        }
        self.planes.reset(points);
        let mut at = 0;
        for (word, keep) in from.words.iter().zip(&self.kept) {
            let (low, shift) = (at / WORD, (at % WORD) as u32);
            let squeezed = [word.above, word.below, word.up, word.down]
                .map(|plane| squeeze_word(plane, *keep));
            let mut add = |at: usize, [above, below, up, down]: [u64; 4]| {
                if let Some(word) = self.planes.words.get_mut(at) {
                    word.above |= above;
                    word.below |= below;
                    word.up |= up;
                    word.down |= down;
                }
            };
            add(low, squeezed.map(|plane| plane << shift));
            add(low + 1, squeezed.map(|plane| plane >> 1 >> (63 - shift)));
            at += keep.count_ones() as usize;
        }
    }

    /// Place among all points of the `n`-th point that stayed.
    pub(super) fn ordinal(&self, n: usize) -> usize {
        let after = self.before.partition_point(|before| *before <= n);
        let word = after.saturating_sub(1);
        let (Some(kept), Some(before)) = (self.kept.get(word), self.before.get(word)) else {
            return 0;
        };
        let rest = (0..n - before).fold(*kept, |rest, _| rest & rest.wrapping_sub(1));
        word * WORD + rest.trailing_zeros() as usize
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
            from.reset(sides.len());
            let mut kept = Vec::new();
            for (i, side) in sides.iter().enumerate() {
                let (word, bit) = (i / WORD, i % WORD);
                match side {
                    0 => from.words[word].above |= 1 << bit,
                    1 => from.words[word].below |= 1 << bit,
                    _ if *side < thin => from.words[word].above |= 1 << bit,
                    _ => continue,
                }
                kept.push(i);
            }
            let mut to = Squeezed::default();
            to.squeeze(&from, Word::off_center);
            prop_assert_eq!(to.planes.points, kept.len());
            for (n, i) in kept.iter().enumerate() {
                prop_assert_eq!(to.ordinal(n), *i);
                let sides = |planes: &Planes, at: usize| {
                    let word = planes.words[at / WORD];
                    (word.above >> (at % WORD) & 1, word.below >> (at % WORD) & 1)
                };
                prop_assert_eq!(sides(&to.planes, n), sides(&from, *i));
            }
        }
    }
}
