//! Writing signals down: each with its stretch.

use super::judging::{Judging, SLOTS, Sink, Window, slot, stored};
use super::learn::Span;
use super::marking::Stretch;
use crate::lanes::Lanes;
use crate::plan::Plan;
use crate::planes::{Plane, WINDOW};
use crate::rule::pattern::{Path, Pattern, Reach};
use crate::rule::runs::Tally;
use crate::signal::Logged;

/// The signals of a phase of each of several series; none in a lane without a series.
#[derive(Debug)]
pub(super) struct Collected<'a, const L: usize> {
    pub(super) logs: [Option<Log<'a, L>>; L],
}

/// The signals of a phase of one series.
#[derive(Debug)]
pub(super) struct Log<'a, const L: usize> {
    /// Those of this phase stand from `first` on.
    signals: &'a mut Vec<Logged>,
    first: usize,
    stretch: Stretch<'a>,
    judging: &'a Judging<L>,
    lane: usize,
    /// Where the newest signal of each side of each rule stands.
    newest: [u32; SLOTS],
}

impl<'a, const L: usize> Log<'a, L> {
    pub(super) fn new(
        signals: &'a mut Vec<Logged>,
        stretch: Stretch<'a>,
        judging: &'a Judging<L>,
        lane: usize,
    ) -> Self {
        Self {
            first: signals.len(),
            signals,
            stretch,
            judging,
            lane,
            newest: [0; SLOTS],
        }
    }

    /// Index in the series of a point along a path.
    fn index(&self, path: Path, at: usize) -> u32 {
        let ordinal = self.judging.ordinal(self.lane, path, at);
        self.stretch.useful.index(self.stretch.first + ordinal) as u32
    }

    /// Writes down the stretches of a pattern in a window that starts at an ordinal, and whose fresh
    /// points at which the rule holds are `held`.
    fn take(&mut self, rule: u8, start: usize, path: Path, held: Plane, pattern: &Pattern) {
        let slot = slot(rule, pattern.side);
        let newest_bit = self.judging.planes(path).points[self.lane] - 1 - start;
        let (mut held, opened) = (u128::from(held), u128::from(pattern.opened));
        while held != 0 {
            // A stretch of neighbors at which the rule holds, from bit `from` to bit `to`.
            let from = held.trailing_zeros();
            let to = from + (!(held >> from)).trailing_zeros() - 1;
            held &= u128::MAX.checked_shl(to + 1).unwrap_or(0);
            let index = |bit: u32| self.index(path, start + bit as usize);
            let last = index(pattern.reach.last(to));
            let running = to as usize == newest_bit;
            if opened >> from & 1 == 1 {
                let completed = start + from as usize;
                let signal = Logged {
                    first: match pattern.reach {
                        Reach::Back(points) => self.index(path, completed - points as usize),
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
                self.newest[slot] = self.signals.len() as u32;
                self.signals.push(signal);
            } else if let Some(signal) = self.signals.get_mut(self.newest[slot] as usize) {
                signal.last = signal.last.max(last);
                signal.running = running;
            }
        }
    }

    /// Puts the signals of a phase in order, and adds the whole-phase tests at the end: those of the
    /// point at which the parameters were known and of later ones were known when complete.
    pub(super) fn finish(
        self,
        plan: &Plan,
        span: Span,
        known: usize,
        tally: Option<&Tally>,
    ) -> &'a [Logged] {
        let (number, known) = (span.number as u32, known as u32);
        let is_open = span.end == self.stretch.useful.counts.points;
        let signals = &mut self.signals[self.first..];
        signals.sort_unstable_by_key(|signal| (signal.completed, slot(signal.rule, signal.side)));
        for signal in signals {
            signal.known = signal.completed.max(known);
            signal.phase = number;
            signal.running &= is_open;
            signal.tentative = self
                .stretch
                .has_provisional_within(signal.first, signal.completed);
        }
        if let Some(tally) = tally {
            let completed = self.index(Path::Judged, self.stretch.len() - 1);
            let tests = tally.tests_for(plan.all_rules().map(|(_, rule)| rule));
            for (position, rule) in plan.all_rules().filter(|(_, rule)| tests.signals(rule)) {
                let (side, first, last) = tally.stretch(rule);
                let signal = Logged {
                    first: self.index(Path::OffCenter, first as usize),
                    last: self.index(Path::OffCenter, last as usize),
                    completed,
                    known: completed.max(known),
                    phase: number,
                    rule: position as u8,
                    side,
                    running: is_open && tally.is_running(rule),
                    tentative: self.stretch.has_provisional(),
                };
                self.signals.push(signal);
            }
        }
        &self.signals[self.first..]
    }
}

impl<T: Lanes<L>, const L: usize> Sink<T, L> for Collected<'_, L> {
    #[inline(always)]
    fn take(&mut self, rule: u8, window: &Window<T, L>, pattern: &Pattern<T::Bits>) {
        let held = pattern.held & window.fresh;
        if held.is_none() {
            return;
        }
        let held = stored(window.lanes, held);
        let opened = stored(window.lanes, pattern.opened);
        let counted = match pattern.reach {
            Reach::Back(_) => opened,
            Reach::Counted(counted, _) => stored(window.lanes, counted),
        };
        for (lane, log) in self.logs.iter_mut().enumerate() {
            let of_lane = |[low, high]: [[u64; L]; 2]| Plane::new(low[lane], high[lane]);
            let held = of_lane(held);
            if let Some(log) = log.as_mut().filter(|_| held.any() != 0) {
                let pattern = Pattern {
                    side: pattern.side,
                    held,
                    opened: of_lane(opened),
                    reach: match pattern.reach {
                        Reach::Back(points) => Reach::Back(points),
                        Reach::Counted(_, m) => Reach::Counted(of_lane(counted), m),
                    },
                };
                log.take(rule, window.start, window.path, held, &pattern);
            }
        }
    }

    fn close(&mut self, _: &Window<T, L>) {}
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
