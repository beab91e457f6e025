//! Writing signals down: each with its stretch.

use super::count::slot;
use super::marking::Stretch;
use super::{Judging, Sink, Window};
use crate::plan::Plan;
use crate::planes::{Plane, WINDOW};
use crate::rule::pattern::{Path, Pattern, Reach};
use crate::rule::runs::Tally;
use crate::signal::Logged;

/// The signals of a phase.
#[derive(Debug)]
pub(super) struct Collected<'a> {
    /// Those of this phase stand from `first` on.
    signals: &'a mut Vec<Logged>,
    first: usize,
    stretch: &'a Stretch<'a>,
    judging: &'a Judging,
    /// Where the newest signal of each side of each rule stands.
    newest: [Option<u32>; 2 * Plan::MAX_RULES],
}

/// What all signals of a phase share.
#[derive(Debug, Clone, Copy)]
pub(super) struct OfPhase {
    pub(super) number: u32,
    /// Index of the point at which the parameters were known.
    pub(super) known: u32,
    /// Whether no other phase follows.
    pub(super) is_open: bool,
}

impl<'a> Collected<'a> {
    pub(super) fn new(
        signals: &'a mut Vec<Logged>,
        stretch: &'a Stretch<'a>,
        judging: &'a Judging,
    ) -> Self {
        let first = signals.len();
        let newest = [None; 2 * Plan::MAX_RULES];
        Self {
            signals,
            first,
            stretch,
            judging,
            newest,
        }
    }

    /// Index in the series of a point along a path.
    fn index(&self, path: Path, at: usize) -> u32 {
        let ordinal = self.judging.ordinal(path, at);
        self.stretch.useful.index(self.stretch.first + ordinal) as u32
    }

    /// Puts the signals in order, and adds the whole-phase tests at the end.
    pub(super) fn finish(self, plan: &Plan, phase: OfPhase, tally: Option<&Tally>) {
        let signals = &mut self.signals[self.first..];
        signals.sort_unstable_by_key(|signal| (signal.completed, slot(signal.rule, signal.side)));
        for signal in signals {
            signal.known = signal.completed.max(phase.known);
            signal.phase = phase.number;
            signal.running &= phase.is_open;
            signal.tentative = self
                .stretch
                .has_provisional_within(signal.first, signal.completed);
        }
        let Some(tally) = tally else { return };
        let completed = self.index(Path::Judged, self.stretch.len() - 1);
        for (position, rule) in plan.all_rules().filter(|(_, rule)| tally.signals(rule)) {
            let (side, first, last) = tally.stretch(rule);
            let signal = Logged {
                first: self.index(Path::OffCenter, first as usize),
                last: self.index(Path::OffCenter, last as usize),
                completed,
                known: completed.max(phase.known),
                phase: phase.number,
                rule: position as u8,
                side,
                running: phase.is_open && tally.is_running(rule),
                tentative: self.stretch.has_provisional(),
            };
            self.signals.push(signal);
        }
    }
}

impl Sink for Collected<'_> {
    fn take(&mut self, rule: u8, window: &Window, pattern: &Pattern) {
        if (pattern.held & window.fresh).is_none() {
            return;
        }
        let slot = slot(rule, pattern.side);
        let newest_bit = window.points - 1 - window.start;
        let mut held = u128::from(pattern.held & window.fresh);
        let opened = u128::from(pattern.opened);
        while held != 0 {
            // A stretch of neighbors at which the rule holds, from bit `from` to bit `to`.
            let from = held.trailing_zeros();
            let to = from + (!(held >> from)).trailing_zeros() - 1;
            held &= u128::MAX.checked_shl(to + 1).unwrap_or(0);
            let index = |bit: u32| self.index(window.path, window.start + bit as usize);
            let last = index(pattern.reach.last(to));
            let running = to as usize == newest_bit;
            if opened >> from & 1 == 1 {
                let start = window.start + from as usize;
                let signal = Logged {
                    first: match pattern.reach {
                        Reach::Back(points) => self.index(window.path, start - points as usize),
                        Reach::Counted(counted, m) => index(oldest(counted, from, m)),
                    },
                    last,
                    completed: index(from),
                    known: 0,
                    phase: 0,
                    rule,
                    side: pattern.side,
                    running,
                    tentative: false,
                };
                self.newest[slot] = Some(self.signals.len() as u32);
                self.signals.push(signal);
            } else if let Some(at) = self.newest[slot]
                && let Some(signal) = self.signals.get_mut(at as usize)
            {
                signal.last = signal.last.max(last);
                signal.running = running;
            }
        }
    }

    fn close(&mut self, _: &Window) {}
}

impl Reach {
    /// The newest member of a signal whose rule holds up to a bit.
    fn last(self, to: u32) -> u32 {
        match self {
            Self::Back(_) => to,
            Self::Counted(counted, _) => {
                let up_to = u128::from(counted) & u128::MAX >> (WINDOW as u32 - 1 - to);
                WINDOW as u32 - 1 - up_to.leading_zeros()
            }
        }
    }
}

/// The oldest counted point of the window of `m` points that ends at a bit.
fn oldest(counted: Plane, bit: u32, m: u32) -> u32 {
    (u128::from(counted) & u128::MAX << (bit + 1).saturating_sub(m)).trailing_zeros()
}
