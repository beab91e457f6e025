//! Counting signals without writing them down.

use super::{Judging, Sink, Source, Window};
use crate::plan::Plan;
use crate::planes::WINDOW;
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
    /// Where along its path the newest signal of each side of each rule opened.
    opened: [u32; SLOTS],
    speaking: Option<(Rank, Speaking)>,
}

/// Precedence of the rule, whether it is a whole-phase test, when the signal was complete, and its
/// place among those of the same point: the least speaks for the latest point.
type Rank = (u8, bool, usize, usize);

/// Place of a signal among those that are complete at the same point.
pub(super) fn slot(rule: u8, side: Option<Side>) -> usize {
    2 * usize::from(rule) + usize::from(side == Some(Side::Above))
}

impl<'a> Counted<'a> {
    pub(super) fn new(plan: &'a Plan, judging: &'a Judging) -> Self {
        Self {
            plan,
            judging,
            signals: 0,
            rules: 0,
            running: 0,
            opened: [0; SLOTS],
            speaking: None,
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
    #[inline]
    fn take(&mut self, source: Source, window: &Window, pattern: &Pattern) {
        let slot = slot(source.rule, pattern.side);
        let opened = pattern.opened & window.fresh;
        let newest = source.points - 1 - window.start;
        let runs = newest < WINDOW && pattern.held.holds_at(newest);
        self.signals += opened.count();
        self.rules |= u32::from(!opened.is_none()) << source.rule;
        if (newest >= WINDOW || runs) && !opened.is_none() {
            self.opened[slot] = window.start as u32 + opened.newest();
        }
        if runs {
            let completed = self.opened[slot] as usize;
            let completed = self.judging.ordinal(source.path, completed);
            self.run_on(source.rule, pattern.side, false, completed);
        }
    }
}
