//! The bit planes of a phase, of any length.

use crate::lanes::Lanes;
use crate::planes::{MAX_LINES, Marks, Plane, WORD};

/// The marks of up to 64 points of each of `L` series, the oldest in the lowest bit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<const L: usize> {
    pub(super) above: [u64; L],
    pub(super) below: [u64; L],
    pub(super) up: [u64; L],
    pub(super) down: [u64; L],
    pub(super) beyond: [[u64; L]; MAX_LINES],
}

impl<const L: usize> Word<L> {
    const EMPTY: Self = Self {
        above: [0; L],
        below: [0; L],
        up: [0; L],
        down: [0; L],
        beyond: [[0; L]; MAX_LINES],
    };

    fn pair(&self, pair: Pair, lane: usize) -> [u64; 2] {
        match pair {
            Pair::Sides => [self.above[lane], self.below[lane]],
            Pair::Steps => [self.up[lane], self.down[lane]],
        }
    }

    fn add(&mut self, pair: Pair, lane: usize, [upper, lower]: [u64; 2]) {
        let (above, below) = match pair {
            Pair::Sides => (&mut self.above, &mut self.below),
            Pair::Steps => (&mut self.up, &mut self.down),
        };
        above[lane] |= upper;
        below[lane] |= lower;
    }
}

/// The planes that the rules of a path look at: points on either side, or steps in either direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pair {
    Sides,
    Steps,
}

/// The marks of a phase of each of `L` series as bit planes, word by word.
#[derive(Debug)]
pub(super) struct Planes<const L: usize> {
    pub(super) points: [usize; L],
    pub(super) words: Vec<Word<L>>,
    /// All bits of the series whose zones have a width.
    pub(super) zoned: [u64; L],
}

impl<const L: usize> Default for Planes<L> {
    fn default() -> Self {
        Self {
            points: [0; L],
            words: Vec::new(),
            zoned: [0; L],
        }
    }
}

impl<const L: usize> Planes<L> {
    /// Planes without points.
    pub(super) fn clear(&mut self) {
        self.points = [0; L];
        self.zoned = [0; L];
        self.words.clear();
    }

    /// Room for a phase of `points` in a lane that has none yet; every bit is 0.
    pub(super) fn open(&mut self, lane: usize, points: usize) {
        self.points[lane] = points;
        let words = points.div_ceil(WORD);
        if self.words.len() < words {
            self.words.resize(words, Word::EMPTY);
        }
    }

    /// Bits of a word that are points of a series.
    pub(super) fn seen_of(&self, word: usize, lane: usize) -> u64 {
        low_bits(self.points[lane].saturating_sub(word * WORD).min(WORD))
    }

    /// Bits of a word that are points of each series.
    #[inline(always)]
    pub(super) fn seen<T: Lanes<L>>(&self, lanes: T, word: usize) -> T::Bits {
        lanes.load(&std::array::from_fn(|lane| self.seen_of(word, lane)))
    }

    /// The words of a series, with their numbers.
    pub(super) fn lane(&self, lane: usize) -> impl Iterator<Item = (usize, &Word<L>)> {
        let words = self.points[lane].div_ceil(WORD);
        self.words.iter().take(words).enumerate()
    }

    /// Windows that cover so many points: each is one word further than the one before.
    fn windows_of(points: usize) -> usize {
        points.div_ceil(WORD).saturating_sub(1).max(1)
    }

    /// Windows that cover all series.
    pub(super) fn windows(&self) -> usize {
        let longest = self.points.iter().copied().max().unwrap_or(0);
        Self::windows_of(longest)
    }

    /// Ordinal of the first point of a window.
    pub(super) fn start(window: usize) -> usize {
        window * WORD
    }

    /// Bits of a window that no earlier window had.
    #[inline(always)]
    pub(super) fn fresh<T: Lanes<L>>(lanes: T, window: usize) -> Plane<T::Bits> {
        let low = if window == 0 { u64::MAX } else { 0 };
        Plane::new(lanes.all(low), lanes.all(u64::MAX))
    }

    /// The bit of the newest point of each series whose last window this is.
    #[inline(always)]
    pub(super) fn newest<T: Lanes<L>>(&self, lanes: T, window: usize) -> Plane<T::Bits> {
        let mut newest = [[0; L]; 2];
        for (lane, points) in self.points.iter().enumerate() {
            if *points > 0 && Self::windows_of(*points) == window + 1 {
                let bit = points - 1 - Self::start(window);
                newest[bit / WORD % 2][lane] = 1 << (bit % WORD);
            }
        }
        Plane::new(lanes.load(&newest[0]), lanes.load(&newest[1]))
    }

    /// The marks of a window.
    #[inline(always)]
    pub(super) fn window<T: Lanes<L>>(&self, lanes: T, window: usize) -> Marks<T::Bits> {
        let low = self.words.get(window).unwrap_or(&Word::EMPTY);
        let high = self.words.get(window + 1).unwrap_or(&Word::EMPTY);
        let both =
            |of: fn(&Word<L>) -> &[u64; L]| Plane::new(lanes.load(of(low)), lanes.load(of(high)));
        let seen = Plane::new(self.seen(lanes, window), self.seen(lanes, window + 1));
        let zoned = lanes.load(&self.zoned);
        Marks {
            seen,
            above: both(|word| &word.above),
            below: both(|word| &word.below),
            up: both(|word| &word.up),
            down: both(|word| &word.down),
            beyond: std::array::from_fn(|line| {
                Plane::new(
                    lanes.load(&low.beyond[line]),
                    lanes.load(&high.beyond[line]),
                )
            }),
            zoned: Plane::new(seen.low & zoned, seen.high & zoned),
        }
    }
}

pub(super) fn low_bits(count: usize) -> u64 {
    u64::MAX.checked_shr((WORD - count) as u32).unwrap_or(0)
}

/// Planes from which some points were left out.
#[derive(Debug)]
pub(super) struct Squeezed<const L: usize> {
    pub(super) planes: Planes<L>,
    /// The points that stayed, and how many of them lie before each word of the series.
    kept: Vec<[u64; L]>,
    before: Vec<[usize; L]>,
}

impl<const L: usize> Default for Squeezed<L> {
    fn default() -> Self {
        Self {
            planes: Planes::default(),
            kept: Vec::new(),
            before: Vec::new(),
        }
    }
}

impl<const L: usize> Squeezed<L> {
    /// Leaves out the points that a pair of planes says nothing of: those on the center, or equal to
    /// the one before; not the first, which has none before it. Of those that stay, only the pair.
    pub(super) fn squeeze(&mut self, from: &Planes<L>, pair: Pair) {
        let words = from.words.len();
        self.kept.clear();
        self.kept.resize(words, [0; L]);
        self.before.clear();
        self.before.resize(words, [usize::MAX; L]);
        self.planes.clear();
        for lane in 0..L {
            let mut points = 0;
            for (number, word) in from.lane(lane) {
                let [upper, lower] = word.pair(pair, lane);
                let is_first = number == 0 && pair == Pair::Steps;
                let kept = upper | lower | u64::from(is_first);
                self.kept[number][lane] = kept;
                self.before[number][lane] = points;
                points += kept.count_ones() as usize;
            }
            self.planes.open(lane, points);
            for (number, word) in from.lane(lane) {
                let (kept, at) = (self.kept[number][lane], self.before[number][lane]);
                let squeezed = squeeze_words(word.pair(pair, lane), kept);
                let (low, shift) = (at / WORD, (at % WORD) as u32);
                for (at, part) in [
                    (low, squeezed.map(|plane| plane << shift)),
                    (low + 1, squeezed.map(|plane| plane >> 1 >> (63 - shift))),
                ] {
                    if let Some(word) = self.planes.words.get_mut(at) {
                        word.add(pair, lane, part);
                    }
                }
            }
        }
    }

    /// Place among all points of a series of the `n`-th point that stayed.
    pub(super) fn ordinal(&self, lane: usize, n: usize) -> usize {
        let after = self.before.partition_point(|before| before[lane] <= n);
        let word = after.saturating_sub(1);
        let (Some(kept), Some(before)) = (self.kept.get(word), self.before.get(word)) else {
            return 0;
        };
        let rest = (0..n - before[lane]).fold(kept[lane], |rest, _| rest & rest.wrapping_sub(1));
        word * WORD + rest.trailing_zeros() as usize
    }
}

/// The bits of words at which `keep` is set, moved together at the low end: what `pext` does.
///
/// One step for each bit that is left out, from the highest on; few are.
fn squeeze_words(words: [u64; 2], keep: u64) -> [u64; 2] {
    let [mut a, mut b] = words.map(|word| word & keep);
    let mut drop = !keep;
    // Above the highest bit that stays there is nothing to move.
    drop &= low_bits(WORD - keep.leading_zeros() as usize);
    while drop != 0 {
        let highest = WORD - 1 - drop.leading_zeros() as usize;
        let below = (1 << highest) - 1;
        a = (a & below) | (a >> 1 & !below);
        b = (b & below) | (b >> 1 & !below);
        drop ^= 1 << highest;
    }
    [a, b]
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
                let squeezed = [pext(word, keep), pext(!word, keep)];
                prop_assert_eq!(squeeze_words([word, !word], keep), squeezed);
            }
        }

        #[test]
        fn planes_are_squeezed_across_words(
            sides in prop::collection::vec(0u8..4, 1..300), thin in 1u8..4,
        ) {
            let mut from = Planes::<1>::default();
            from.open(0, sides.len());
            let mut kept = Vec::new();
            for (i, side) in sides.iter().enumerate() {
                let (word, bit) = (i / WORD, i % WORD);
                match side {
                    0 => from.words[word].above[0] |= 1 << bit,
                    1 => from.words[word].below[0] |= 1 << bit,
                    _ if *side < thin => from.words[word].above[0] |= 1 << bit,
                    _ => continue,
                }
                kept.push(i);
            }
            let mut to = Squeezed::default();
            to.squeeze(&from, Pair::Sides);
            prop_assert_eq!(to.planes.points[0], kept.len());
            for (n, i) in kept.iter().enumerate() {
                prop_assert_eq!(to.ordinal(0, n), *i);
                let sides = |planes: &Planes<1>, at: usize| {
                    let word = planes.words[at / WORD];
                    (word.above[0] >> (at % WORD) & 1, word.below[0] >> (at % WORD) & 1)
                };
                prop_assert_eq!(sides(&to.planes, n), sides(&from, *i));
            }
        }
    }
}
