//! What the cells say when a pattern holds or has just held: signals open, go on and end.

use super::{Cells, Memory};
use crate::rule::seen::{Seen, side};
use crate::rule::twin::{How, MOST_POINTS, POINT, count, first, holds_pair, side_code};
use crate::rule::{Event, Program, Recent};
use crate::side::Side;
use crate::signal::{Log, Logged};

/// What the rest of a line lends to its cells.
pub(crate) struct Settling<'a> {
    pub(crate) log: &'a mut Log,
    pub(crate) recent: &'a Recent,
    pub(crate) watches: usize,
    pub(crate) seen: Seen,
    /// Index of the judged point.
    pub(crate) index: u32,
    /// Index of the judged point before.
    pub(crate) before: u32,
    /// Judged points of the phase, this one included.
    pub(crate) judged: u32,
    pub(crate) phase: u32,
    /// Index of the point at which an honest watcher knew of this one.
    pub(crate) known: u32,
    /// Index of the newest provisional point of the phase.
    pub(crate) provisional: Option<u32>,
}

/// What holds at a point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Held {
    /// Rules whose pattern holds at the point, by position.
    pub(crate) held: u32,
    /// Rules of the signals that opened.
    pub(crate) opened: u32,
    /// Number of those signals.
    pub(crate) signals: u32,
}

impl Cells {
    /// Follows the signals at the point that was taken last.
    #[cold]
    #[inline(never)]
    pub(crate) fn settle(&mut self, program: &Program, mut at: Settling<'_>) -> Held {
        let past = self.past();
        let more = self.more.get_or_insert_default();
        let mut memories = std::mem::take(&mut more.memories);
        if memories.is_empty() {
            memories = vec![Memory::default(); at.watches].into_boxed_slice();
        }
        let mut found = Held::default();
        for twin in &program.twins {
            let cell = self.cell(program, twin.cell);
            let own = memories.get_mut(usize::from(twin.watch)..);
            let Some([memory, others @ ..]) = own else {
                continue;
            };
            match &twin.how {
                How::Table { .. } | How::Wide { .. } => {
                    let m = twin.how.window().unwrap_or(0);
                    let [below, above] = twin.how.windows(cell, &past);
                    let was_live = memory.live || others.first().is_some_and(|other| other.live);
                    if !(below.1 || above.1 || was_live) {
                        continue;
                    }
                    let event = of_window(memory, Side::Below, below, m, &at);
                    found.take(twin.rule, event, memory, &mut at);
                    if let [memory, ..] = others {
                        let event = of_window(memory, Side::Above, above, m, &at);
                        found.take(twin.rule, event, memory, &mut at);
                    }
                }
                How::Pair => {
                    let event = of_pair(memory, holds_pair(cell), &at);
                    found.take(twin.rule, event, memory, &mut at);
                }
                how if how.skips(at.seen) => {}
                how if count(cell) < how.points() && !memory.live => {}
                how => {
                    let event = of_streak(how, cell, at.index);
                    found.take(twin.rule, event, memory, &mut at);
                    if count(cell) == MOST_POINTS
                        && let Some(cell) = self.cell_mut(program, twin.cell)
                    {
                        // Held there, so that it does not run over into its first point.
                        *cell -= POINT;
                    }
                }
            }
        }
        self.live = memories.iter().any(|memory| memory.live);
        if let Some(more) = &mut self.more {
            more.memories = memories;
        }
        found
    }
}

/// A streak is longer than it must be only after it has been just as long.
fn of_streak(how: &How, cell: u64, index: u32) -> Event {
    let points = count(cell);
    if points > how.points() {
        Event::Extended { last: index }
    } else if points == how.points() {
        Event::Opened {
            side: match how {
                How::Run { .. } | How::Trend { .. } => side(side_code(cell)),
                _ => None,
            },
            first: first(cell),
            last: index,
        }
    } else {
        Event::Ended
    }
}

fn of_window(
    memory: &mut Memory,
    side: Side,
    (beyond, holds): (u32, bool),
    m: u32,
    at: &Settling<'_>,
) -> Event {
    if !holds {
        return Event::Ended;
    }
    let last = at.recent.ago(beyond.trailing_zeros());
    // Two windows overlap or touch when the newer ends at most m points after the older.
    if memory.holds_again(at.judged, m) {
        Event::Extended { last }
    } else {
        Event::Opened {
            side: Some(side),
            first: at.recent.ago(beyond.checked_ilog2().unwrap_or(0)),
            last,
        }
    }
}

fn of_pair(memory: &mut Memory, holds: bool, at: &Settling<'_>) -> Event {
    let last = at.index;
    if !holds {
        Event::Ended
    } else if memory.holds_again(at.judged, 2) {
        Event::Extended { last }
    } else {
        Event::Opened {
            side: None,
            first: at.before,
            last,
        }
    }
}

impl Memory {
    /// Notes that the pattern holds, and gives whether it did so at most `pause` points before.
    fn holds_again(&mut self, judged: u32, pause: u32) -> bool {
        let held = std::mem::replace(&mut self.held, judged);
        held > 0 && judged - held.min(judged) <= pause
    }

    /// Ends its signal.
    pub(super) fn end(&self, log: &mut Log) {
        if let Some(signal) = self.logged(log) {
            signal.running = false;
        }
    }

    fn logged<'a>(&self, log: &'a mut Log) -> Option<&'a mut Logged> {
        log.get_mut(self.signal? as usize)
    }
}

impl Held {
    /// Logs what happened to a pattern. A pattern that does not hold has ended if it held before.
    fn take(&mut self, rule: u8, event: Event, memory: &mut Memory, at: &mut Settling<'_>) {
        match event {
            Event::Quiet => {}
            Event::Ended => {
                if memory.live {
                    memory.end(at.log);
                    memory.live = false;
                }
            }
            Event::Extended { last } => {
                self.held |= 1 << rule;
                memory.live = true;
                if let Some(signal) = memory.logged(at.log) {
                    signal.last = signal.last.max(last);
                    signal.running = true;
                }
            }
            Event::Opened { side, first, last } => {
                self.held |= 1 << rule;
                self.opened |= 1 << rule;
                self.signals += 1;
                memory.end(at.log);
                memory.live = true;
                memory.signal = Some(at.log.len() as u32);
                at.log.push(Logged {
                    first,
                    last,
                    completed: at.index,
                    known: at.known,
                    phase: at.phase,
                    rule,
                    side,
                    running: true,
                    tentative: at.provisional.is_some_and(|point| point >= first),
                });
            }
        }
    }
}
