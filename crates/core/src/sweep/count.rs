//! Counting signals without writing them down.

use super::{Judging, Sink, Window};
use crate::plan::Plan;
use crate::planes::{Plane, WINDOW};
use crate::rule::Rule;
use crate::rule::pattern::Pattern;
use crate::rule::runs::Tally;
use crate::rule_set::RuleSet;
use crate::side::Side;
use crate::summary::{Found, Speaking};

/// Each side of each rule.
const SLOTS: usize = 2 * Plan::MAX_RULES;

/// The signals of the last phase: how many, by which rules, and which still run.
#[derive(Debug)]
pub(super) struct Counted<'a> {
    plan: &'a Plan,
    judging: &'a Judging,
    signals: u32,
    rules: u32,
    running: u32,
    speaking: Option<(Rank, Speaking)>,
    room: &'a mut Room,
}

/// Memory that counting uses again from series to series.
#[derive(Debug)]
pub(super) struct Room {
    /// The patterns of the window at hand.
    patterns: Vec<Seen>,
    /// Where along its path the newest signal of each side of each rule opened, in the windows so far.
    opened: [u32; SLOTS],
}

impl Default for Room {
    fn default() -> Self {
        Self {
            patterns: Vec::new(),
            opened: [0; SLOTS],
        }
    }
}

/// Where a rule holds in a window.
#[derive(Debug, Clone, Copy)]
struct Seen {
    held: Plane,
    opened: Plane,
    rule: u8,
    side: Option<Side>,
}

/// Precedence of the rule, whether it is a whole-phase test, when the signal was complete, and its
/// place among those of the same point: the least speaks for the latest point.
type Rank = (u8, bool, usize, usize);

/// Place of a signal among those that are complete at the same point.
pub(super) fn slot(rule: u8, side: Option<Side>) -> usize {
    2 * usize::from(rule) + usize::from(side == Some(Side::Above))
}

impl<'a> Counted<'a> {
    pub(super) fn new(plan: &'a Plan, judging: &'a Judging, room: &'a mut Room) -> Self {
        room.patterns.clear();
        Self {
            plan,
            judging,
            signals: 0,
            rules: 0,
            running: 0,
            speaking: None,
            room,
        }
    }

    /// What was found, with the whole-phase tests.
    pub(super) fn finish(mut self, tally: Option<&Tally>) -> Found {
        if let Some(tally) = tally {
            let signaling = self
                .plan
                .all_rules()
                .filter(|(_, rule)| tally.signals(rule));
            for (position, rule) in signaling {
                self.signals += 1;
                self.rules |= 1 << position;
                if tally.is_running(rule) {
                    let (side, ..) = tally.stretch(rule);
                    self.run_on(position as u8, side, true, 0);
                }
            }
        }
        Found {
            signals: self.signals,
            signalled: RuleSet::from_bits(self.rules),
            current: RuleSet::from_bits(self.running),
            speaking: self.speaking.map(|(_, speaking)| speaking),
        }
    }

    /// Notes a signal that holds at the latest point.
    fn run_on(&mut self, rule: u8, side: Option<Side>, is_test: bool, completed: usize) {
        self.running |= 1 << rule;
        let at = usize::from(rule);
        let rules = self.plan.rules();
        let Some(precedence) = rules.get(at).map(Rule::precedence) else {
            // Warnings do not speak.
            return;
        };
        let rank = (precedence, is_test, completed, slot(rule, side));
        if self
            .speaking
            .as_ref()
            .is_none_or(|(first, _)| rank < *first)
        {
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

impl Sink for Counted<'_> {
    /// Puts the pattern aside: what is done with it is the same for all, and takes no branches
    /// when it is done for all of them.
    #[inline(always)]
    fn take(&mut self, rule: u8, _: &Window, pattern: &Pattern) {
        self.room.patterns.push(Seen {
            held: pattern.held,
            opened: pattern.opened,
            rule,
            side: pattern.side,
        });
    }

    fn close(&mut self, window: &Window) {
        let newest = window.points - 1 - window.start;
        let is_last = newest < WINDOW;
        let mut running = 0_u64;
        let Room { patterns, opened } = &mut *self.room;
        for (number, pattern) in patterns.iter().enumerate() {
            let fresh = pattern.opened & window.fresh;
            if !fresh.is_none() {
                self.signals += fresh.count();
                self.rules |= 1 << pattern.rule;
                if !is_last {
                    // The signal may run on into the next window.
                    let newest = window.start as u32 + fresh.newest();
                    opened[slot(pattern.rule, pattern.side)] = newest;
                }
            }
            running |= u64::from(is_last && pattern.held.holds_at(newest)) << number;
        }
        while running != 0 {
            let Seen {
                opened, rule, side, ..
            } = self.room.patterns[running.trailing_zeros() as usize];
            running &= running - 1;
            let opened = opened & window.fresh;
            let completed = if opened.is_none() {
                self.room.opened[slot(rule, side)] as usize
            } else {
                window.start + opened.newest() as usize
            };
            let completed = self.judging.ordinal(window.path, completed);
            self.run_on(rule, side, false, completed);
        }
        self.room.patterns.clear();
    }
}
