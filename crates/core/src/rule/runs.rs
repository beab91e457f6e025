//! Whole-phase tests: a tally of runs, and what it says.

use std::sync::atomic::{AtomicU16, Ordering};

use statrs::distribution::{Binomial, DiscreteCDF};

use super::Rule;
pub use super::boxes::BoxLimits;
use super::run_count::run_limits;
use crate::side::Side;

/// Runs of a phase, counted point by point.
///
/// Useful here means not on the center: a point on it neither counts nor ends a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct Tally {
    pub(crate) above: u32,
    pub(crate) below: u32,
    pub(crate) runs: u32,
    pub(crate) first: u32,
    pub(crate) newest: Run,
    pub(crate) longest: Run,
}

/// A run of points on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct Run {
    pub(crate) side: Option<Side>,
    pub(crate) first: u32,
    pub(crate) last: u32,
    pub(crate) points: u32,
}

/// Where a whole-phase test points: its side, and its first and last point.
pub(crate) type Stretch = (Option<Side>, u32, u32);

impl Tally {
    pub(crate) fn push(&mut self, side: Option<Side>, index: u32) {
        let Some(on) = side else { return };
        if self.runs == 0 {
            self.first = index;
        }
        match on {
            Side::Above => self.above = self.above.saturating_add(1),
            Side::Below => self.below = self.below.saturating_add(1),
        }
        if self.newest.side == side {
            self.newest.last = index;
            self.newest.points = self.newest.points.saturating_add(1);
        } else {
            self.runs = self.runs.saturating_add(1);
            self.newest = Run {
                side,
                first: index,
                last: index,
                points: 1,
            };
        }
        // The first of equally long runs stays.
        if self.newest.points > self.longest.points {
            self.longest = self.newest;
        }
    }

    /// Whether it could be that of a phase with this many points from `first` on.
    pub(crate) fn is_sound(&self, first: u32, next: u32) -> bool {
        let useful = u64::from(self.above) + u64::from(self.below);
        let in_phase = |run: &Run| {
            run.points == 0
                || (first <= run.first && run.first <= run.last && run.last < next)
                    && run.points <= run.last - run.first + 1
        };
        let parts = [self.newest, self.longest];
        useful <= u64::from(next.saturating_sub(first))
            && u64::from(self.runs) <= useful
            && parts.iter().all(in_phase)
            && self.newest.points <= self.longest.points
            && (useful == 0) == (self.longest.points == 0)
            && (useful == 0 || (first..next).contains(&self.first))
    }

    /// Counts and limits of every test.
    pub(crate) fn tests(&self) -> Tests {
        let limits = run_limits(self.above as usize, self.below as usize);
        Tests {
            runs_min: limits.map(|(fewest, _)| fewest),
            runs_max: limits.map(|(_, most)| most),
            ..self.counts()
        }
    }

    /// The tests without the limits of the number of runs, which alone take a while.
    fn counts(&self) -> Tests {
        let (above, below) = (self.above as usize, self.below as usize);
        let useful = above + below;
        Tests {
            useful,
            above,
            below,
            longest_run: self.longest.points as usize,
            longest_run_max: longest_run_max(useful),
            crossings: (self.runs as usize).saturating_sub(1),
            crossings_min: crossings_min(useful),
            runs: self.runs as usize,
            runs_min: None,
            runs_max: None,
            boxes: BoxLimits::of(useful),
        }
    }

    /// Whether a whole-phase rule signals on what was seen so far; the same as
    /// [`Tests::signals`], from the limits of that rule alone.
    pub(crate) fn signals(&self, rule: &Rule) -> bool {
        match rule {
            Rule::RunCount => self.tests().signals(rule),
            _ => self.counts().signals(rule),
        }
    }

    /// The tests that some rules ask for.
    pub(crate) fn tests_for<'a>(&self, mut rules: impl Iterator<Item = &'a Rule>) -> Tests {
        if rules.any(|rule| *rule == Rule::RunCount) {
            self.tests()
        } else {
            self.counts()
        }
    }

    /// Whether what a test points at is still in progress: a longest run, while it goes on; any
    /// other test is of the phase, and runs as long as it does.
    pub(crate) fn is_running(&self, rule: &Rule) -> bool {
        *rule != Rule::LongestRun || self.too_long_run() == &self.newest
    }

    /// What a test of this tally that signals points at.
    pub(crate) fn stretch(&self, rule: &Rule) -> Stretch {
        match rule {
            Rule::LongestRun => {
                let run = self.too_long_run();
                (run.side, run.first, run.last)
            }
            _ => (None, self.first, self.newest.last),
        }
    }

    /// The run that a signal of the longest run tells of: the newest, if it is too long as well,
    /// since that is what matters now.
    fn too_long_run(&self) -> &Run {
        let limit = longest_run_max(self.above as usize + self.below as usize);
        if self.newest.points as usize > limit {
            &self.newest
        } else {
            &self.longest
        }
    }
}

/// `round(log2 useful) + 3`, and at least 3.
///
/// In whole numbers, so the same everywhere: with `f` the whole part of the logarithm, it is rounded
/// up from `2^(f + 1/2)` on, the square of which is `2^(2f + 1)`.
fn longest_run_max(useful: usize) -> usize {
    let n = useful.max(1) as u128;
    let floor = n.ilog2();
    let up = (n * n) >> (2 * floor + 1) != 0;
    3 + floor as usize + usize::from(up)
}

/// Least `c` with `P(C <= c) >= 0.05` for `C` binomial with `useful - 1` trials of chance 1/2.
///
/// Quantiles take microseconds and depend on one small number, so each is computed once.
fn crossings_min(useful: usize) -> usize {
    /// One more than the quantile; 0 where it was not computed yet.
    static KNOWN: [AtomicU16; 1024] = [const { AtomicU16::new(0) }; 1024];

    let compute = || {
        let n = useful.saturating_sub(1) as u64;
        let Ok(crossings) = Binomial::new(0.5, n) else {
            return 0;
        };
        // From a normal guess in single steps: the library's own quantile can panic when rounding
        // makes its distribution function fall somewhere, as it does beyond some 10⁷ trials.
        let n = n as f64;
        let mut quantile = (0.5 * n - 0.822 * n.sqrt()).max(0.0) as u64;
        while quantile > 0 && crossings.cdf(quantile - 1) >= 0.05 {
            quantile -= 1;
        }
        while crossings.cdf(quantile) < 0.05 {
            quantile += 1;
        }
        quantile
    };
    let Some(slot) = KNOWN.get(useful) else {
        return compute() as usize;
    };
    match slot.load(Ordering::Relaxed) {
        0 => {
            let quantile = compute();
            slot.store(quantile as u16 + 1, Ordering::Relaxed);
            quantile as usize
        }
        known => usize::from(known) - 1,
    }
}

/// The whole-phase tests of a phase: counts and their limits.
///
/// Filled in where the plan holds a whole-phase test; a limit stands here whether or not its own
/// test is in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Tests {
    /// Judged points that are not on the center.
    pub useful: usize,
    /// Of these, the ones above.
    pub above: usize,
    /// Of these, the ones below.
    pub below: usize,
    /// Points of the longest run on one side.
    pub longest_run: usize,
    /// Longest usual run, `round(log2 useful) + 3`.
    pub longest_run_max: usize,
    /// Times that the series crossed its center.
    pub crossings: usize,
    /// Fewest usual crossings.
    pub crossings_min: usize,
    /// Runs on one side.
    pub runs: usize,
    /// Fewest usual runs; none when all points lie on one side.
    pub runs_min: Option<usize>,
    /// Most usual runs; none when all points lie on one side.
    pub runs_max: Option<usize>,
    /// Joint limits; none outside 10 to 100 useful points, where `BestBox` and `CutBox` fall
    /// back to `longest_run_max` and `crossings_min`.
    pub boxes: Option<BoxLimits>,
}

impl Tests {
    /// Whether a whole-phase rule signals. A rule that judges point by point never does here.
    #[must_use]
    pub fn signals(&self, rule: &Rule) -> bool {
        let (crossings, longest) = (self.crossings, self.longest_run);
        match rule {
            Rule::LongestRun => longest > self.longest_run_max,
            Rule::Crossings => crossings < self.crossings_min,
            Rule::RunCount => self.has_too_few_runs() || self.has_too_many_runs(),
            Rule::BestBox | Rule::CutBox => match &self.boxes {
                None => self.signals(&Rule::LongestRun) || self.signals(&Rule::Crossings),
                Some(limits) if *rule == Rule::BestBox => !limits.best_holds(crossings, longest),
                Some(limits) => !limits.cut_holds(crossings, longest),
            },
            _ => false,
        }
    }

    /// Whether there are the 10 useful points that are advised before these tests are trusted.
    #[must_use]
    pub const fn is_advised(&self) -> bool {
        self.useful >= 10
    }

    /// Fewer runs than usual: the process changed.
    #[must_use]
    pub fn has_too_few_runs(&self) -> bool {
        self.runs_min.is_some_and(|fewest| self.runs < fewest)
    }

    /// More runs than usual: two processes are mixed.
    #[must_use]
    pub fn has_too_many_runs(&self) -> bool {
        self.runs_max.is_some_and(|most| self.runs > most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Rule; 5] = [
        Rule::LongestRun,
        Rule::Crossings,
        Rule::RunCount,
        Rule::BestBox,
        Rule::CutBox,
    ];

    fn tally(sides: &str) -> Tally {
        let mut tally = Tally::default();
        for (index, side) in sides.chars().enumerate() {
            let side = match side {
                '+' => Some(Side::Above),
                '-' => Some(Side::Below),
                _ => None,
            };
            tally.push(side, index as u32);
        }
        tally
    }

    #[test]
    fn points_on_the_center_neither_count_nor_end_a_run() {
        let tests = tally("++0+--0+").tests();
        assert_eq!((tests.useful, tests.above, tests.below), (6, 4, 2));
        assert_eq!((tests.runs, tests.crossings, tests.longest_run), (3, 2, 3));
    }

    #[test]
    fn the_longest_usual_run_is_the_rounded_logarithm() {
        for useful in 1..100_000 {
            let rounded = (useful as f64).log2().round() as usize;
            assert_eq!(longest_run_max(useful), rounded + 3, "{useful}");
        }
        assert_eq!(longest_run_max(0), 3);
        assert_eq!(longest_run_max(u32::MAX as usize), 35);
    }

    #[test]
    fn the_longest_run_names_its_side_and_stretch() {
        let tally = tally("-+0++-----0--+");
        assert_eq!(tally.stretch(&Rule::LongestRun), (Some(Side::Below), 5, 12));
        assert_eq!(tally.stretch(&Rule::Crossings), (None, 0, 13));
    }

    #[test]
    fn a_phase_without_useful_points_signals_nothing() {
        let tests = tally("000").tests();
        assert_eq!((tests.useful, tests.longest_run, tests.runs), (0, 0, 0));
        for rule in ALL {
            assert!(!tests.signals(&rule));
        }
    }

    #[test]
    fn ten_above_then_ten_below_is_a_change_and_a_saw_tooth_is_a_mixture() {
        let change = tally("++++++++++----------").tests();
        for rule in ALL {
            assert!(change.signals(&rule), "{rule}");
        }
        assert!(change.has_too_few_runs());
        let saw_tooth = tally("+-+-+-+-+-+-+-+-+-+-").tests();
        assert!(saw_tooth.has_too_many_runs() && saw_tooth.signals(&Rule::RunCount));
        assert!(!saw_tooth.signals(&Rule::Crossings));
    }
}
