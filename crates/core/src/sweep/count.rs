//! Counting signals without writing them down.

use super::judging::{Judging, SLOTS, Sink, Window, slot, stored};
use crate::lanes::{Bits, Lanes};
use crate::plan::Plan;
use crate::planes::Plane;
use crate::rule::Rule;
use crate::rule::pattern::Pattern;
use crate::rule::runs::Tally;
use crate::rule_set::RuleSet;
use crate::side::Side;
use crate::summary::{Found, Speaking};

/// The signals of the last phase of each series: how many, by which rules, and which still run.
#[derive(Debug)]
pub(super) struct Counted<'a, T: Lanes<L>, const L: usize> {
    plan: &'a Plan,
    judging: &'a Judging<L>,
    lanes: T,
    signals: T::Bits,
    rules: T::Bits,
    /// Which patterns of the window at hand hold at the newest point.
    holding: T::Bits,
    running: [Running; L],
    room: &'a mut Room<L>,
}

/// The signals of one series that still run.
#[derive(Debug, Clone, Copy, Default)]
struct Running {
    rules: u32,
    speaking: Option<(Rank, Speaking)>,
}

/// Memory that counting uses again from series to series.
#[derive(Debug)]
pub(super) struct Room<const L: usize> {
    /// The patterns of the window at hand.
    patterns: Vec<Seen<L>>,
    /// Where along its path the newest signal of each side of each rule opened, in the windows so far.
    opened: [[u32; L]; SLOTS],
}

impl<const L: usize> Default for Room<L> {
    fn default() -> Self {
        Self {
            patterns: Vec::new(),
            opened: [[0; L]; SLOTS],
        }
    }
}

/// Where signals of a rule open in a window.
#[derive(Debug, Clone, Copy)]
struct Seen<const L: usize> {
    opened: [[u64; L]; 2],
    rule: u8,
    side: Option<Side>,
}

impl<const L: usize> Seen<L> {
    fn opened(&self, lane: usize) -> Plane {
        Plane::new(self.opened[0][lane], self.opened[1][lane])
    }
}

/// Precedence of the rule, whether it is a whole-phase test, when the signal was complete, and its
/// place among those of the same point: the least speaks for the latest point.
type Rank = (u8, bool, usize, usize);

impl Running {
    /// Notes a signal that holds at the latest point.
    fn add(&mut self, plan: &Plan, rule: u8, side: Option<Side>, is_test: bool, completed: usize) {
        self.rules |= 1 << rule;
        let at = usize::from(rule);
        let Some(precedence) = plan.rules().get(at).map(Rule::precedence) else {
            // Warnings do not speak.
            return;
        };
        let rank = (precedence, is_test, completed, slot(rule, side));
        if self.speaking.is_none_or(|(first, _)| rank < first) {
            let tentative = false;
            let speaking = Speaking {
                rule,
                side,
                tentative,
            };
            self.speaking = Some((rank, speaking));
        }
    }
}

impl<'a, T: Lanes<L>, const L: usize> Counted<'a, T, L> {
    #[inline(always)]
    pub(super) fn new(
        lanes: T,
        plan: &'a Plan,
        judging: &'a Judging<L>,
        room: &'a mut Room<L>,
    ) -> Self {
        room.patterns.clear();
        Self {
            plan,
            judging,
            lanes,
            signals: lanes.all(0),
            rules: lanes.all(0),
            holding: lanes.all(0),
            running: [Running::default(); L],
            room,
        }
    }

    /// What was found in each series, without whole-phase tests.
    #[inline(always)]
    pub(super) fn finish(self) -> [Findings; L] {
        let (signals, rules) = (self.lanes.store(self.signals), self.lanes.store(self.rules));
        std::array::from_fn(|lane| Findings {
            signals: signals[lane] as u32,
            rules: rules[lane] as u32,
            running: self.running[lane],
        })
    }
}

/// What was found in one series.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Findings {
    signals: u32,
    rules: u32,
    running: Running,
}

impl Findings {
    /// Adds the whole-phase tests, if there are any.
    pub(super) fn with_tests(mut self, plan: &Plan, tally: Option<&Tally>) -> Found {
        if let Some(tally) = tally {
            let tests = tally.tests_for(plan.all_rules().map(|(_, rule)| rule));
            for (position, rule) in plan.all_rules().filter(|(_, rule)| tests.signals(rule)) {
                self.signals += 1;
                self.rules |= 1 << position;
                if tally.is_running(rule) {
                    let (side, ..) = tally.stretch(rule);
                    self.running.add(plan, position as u8, side, true, 0);
                }
            }
        }
        Found {
            signals: self.signals,
            signalled: RuleSet::from_bits(self.rules),
            current: RuleSet::from_bits(self.running.rules),
            speaking: self.running.speaking.map(|(_, speaking)| speaking),
        }
    }
}

impl<T: Lanes<L>, const L: usize> Sink<T, L> for Counted<'_, T, L> {
    /// Counts what opens, for all series at once and without a branch; which signal still runs, and
    /// since when, is looked at when the window ends.
    #[inline(always)]
    fn take(&mut self, rule: u8, window: &Window<T, L>, pattern: &Pattern<T::Bits>) {
        let number = self.room.patterns.len() as u32;
        let opened = pattern.opened & window.fresh;
        self.signals = self.signals.plus(opened.count());
        self.rules = self.rules | opened.any().flag(rule.into());
        let current = pattern.current() & window.newest;
        self.holding = self.holding | current.any().flag(number);
        self.room.patterns.push(Seen {
            opened: stored(self.lanes, opened),
            rule,
            side: pattern.side,
        });
    }

    #[inline(always)]
    fn close(&mut self, window: &Window<T, L>) {
        if !window.is_last {
            self.room.remember(window.start as u32);
        }
        let holding = self.lanes.store(self.holding);
        for (lane, mut holding) in holding.into_iter().enumerate() {
            while holding != 0 {
                let seen = &self.room.patterns[holding.trailing_zeros() as usize];
                holding &= holding - 1;
                let opened = seen.opened(lane);
                let completed = if opened.any() == 0 {
                    self.room.opened[slot(seen.rule, seen.side)][lane] as usize
                } else {
                    window.start + opened.newest() as usize
                };
                let completed = self.judging.ordinal(lane, window.path, completed);
                self.running[lane].add(self.plan, seen.rule, seen.side, false, completed);
            }
        }
        self.holding = self.lanes.all(0);
        self.room.patterns.clear();
    }
}

impl<const L: usize> Room<L> {
    /// Remembers where signals opened, which may run on into the next window.
    fn remember(&mut self, start: u32) {
        for seen in &self.patterns {
            let opened = &mut self.opened[slot(seen.rule, seen.side)];
            for (lane, opened) in opened.iter_mut().enumerate() {
                let newest = seen.opened(lane);
                if newest.any() != 0 {
                    *opened = start + newest.newest();
                }
            }
        }
    }
}
