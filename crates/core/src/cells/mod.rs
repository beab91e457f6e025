//! The rules of a phase in a word each: see [`crate::rule::twin`].

mod settle;
mod spell;
#[cfg(test)]
mod tests;

pub(crate) use settle::{Held, Settling};

use crate::rule::Program;
use crate::rule::seen::Seen;
use crate::rule::twin::{At, OWN, Past};
use crate::signal::Log;

/// The cells of a plan's rules, and what they have in common.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Cells {
    own: [u64; OWN],
    /// Of a plan with other rules or more, or a phase that had a signal.
    more: Option<Box<More>>,
    /// Points of the phase below and above the center since the last break, newest in the lowest
    /// bit, as far as windows look.
    below: u32,
    above: u32,
    /// Index of the newest judged point off the center since the last break, where runs skip
    /// points on it.
    off_center: u32,
    /// Index of the newest judged point since the last break that did not equal its neighbor, where
    /// trends skip equal points.
    moved: u32,
    /// Index of the newest judged point; 0 before the first.
    newest: u32,
    /// Judged points since the last break, up to the widest window.
    since: u8,
    /// Whether a signal may end at the next judged point.
    live: bool,
}

/// What most monitors do without.
#[derive(Debug, Clone, PartialEq, Default)]
struct More {
    cells: Box<[u64]>,
    /// One for each watch of the plan; empty before the first signal.
    memories: Box<[Memory]>,
}

/// What is known of the newest signal of a watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Memory {
    /// Position in the log; none before the first.
    signal: Option<u32>,
    /// Of patterns that may go on after a pause: the judged points of the phase up to the one at
    /// which it last held; 0 where it did not since the last break.
    held: u32,
    /// Whether it may end at the next judged point.
    live: bool,
}

impl Cells {
    /// Cells before the first point of a phase.
    pub(crate) fn new(program: &Program) -> Self {
        let others = match program.near() {
            near if near <= OWN => program.twins.len() - near,
            _ => program.twins.len(),
        };
        let more = More {
            cells: vec![0; others].into_boxed_slice(),
            memories: Box::default(),
        };
        Self {
            more: (others > 0).then(|| Box::new(more)),
            ..Self::default()
        }
    }

    /// Takes the next judged point. Gives whether a pattern holds, or held at the point before: then
    /// [`settle`](Self::settle) must follow.
    #[inline(always)]
    pub(crate) fn step(&mut self, program: &Program, seen: Seen, index: u32) -> bool {
        let before = std::mem::replace(&mut self.newest, index);
        if program.history > 0 {
            let side = seen.side();
            self.below = (self.below << 1 | side & 1) & program.history;
            self.above = (self.above << 1 | side >> 1) & program.history;
            self.since = (u32::from(self.since) + 1).min(program.widest) as u8;
        }
        if program.skips_center {
            let skips = seen.is_on_center();
            self.off_center = if skips { self.off_center } else { index };
        }
        let any = if program.is_small {
            step_near(program, &mut self.own, seen, index)
        } else {
            self.step_more(program, seen, index, before)
        };
        any | self.live
    }

    /// The same of a plan with more rules than a line has cells of its own, or with others.
    #[inline]
    fn step_more(&mut self, program: &Program, seen: Seen, index: u32, before: u32) -> bool {
        let at = At {
            seen,
            index,
            before,
            moved: self.moved,
            past: self.past(),
        };
        if program.skips_equal && !seen.is_equal() {
            self.moved = index;
        }
        let Some(more) = &mut self.more else {
            return false;
        };
        let (near, far) = match program.near() {
            near if near <= OWN => (&mut self.own[..], &mut more.cells[..]),
            near => more.cells.split_at_mut(near.min(more.cells.len())),
        };
        let mut any = step_near(program, near, seen, index);
        for (twin, cell) in program.others.iter().zip(far) {
            let (next, holds) = twin.step(*cell, &at);
            *cell = next;
            any |= holds;
        }
        any
    }

    /// Ends every pattern in progress, as a gap may.
    pub(crate) fn break_patterns(&mut self, log: &mut Log) {
        self.close(log);
        let more = self.more.take().map(|mut more| {
            more.cells.fill(0);
            for memory in &mut more.memories {
                (memory.held, memory.live) = (0, false);
            }
            more
        });
        *self = Self {
            more,
            newest: self.newest,
            ..Self::default()
        };
    }

    /// Ends the signals that still run, at the end of the phase.
    pub(crate) fn close(&mut self, log: &mut Log) {
        for memory in self.memories() {
            memory.end(log);
        }
    }

    fn memories(&self) -> &[Memory] {
        self.more.as_ref().map_or(&[], |more| &more.memories)
    }

    /// The cell at a position.
    fn cell(&self, program: &Program, position: u8) -> u64 {
        let mut position = usize::from(position);
        let more = self.more.as_ref().map_or(&[][..], |more| &more.cells);
        let cells = match program.near() {
            near if near > OWN => more,
            near if position < near => &self.own,
            near => {
                position -= near;
                more
            }
        };
        cells.get(position).copied().unwrap_or(0)
    }

    fn cell_mut(&mut self, program: &Program, position: u8) -> Option<&mut u64> {
        let mut position = usize::from(position);
        let near = program.near();
        if near <= OWN {
            if position < near {
                return self.own.get_mut(position);
            }
            position -= near;
        }
        self.more.as_mut()?.cells.get_mut(position)
    }

    /// Index of the newest judged point; 0 before the first.
    pub(crate) fn newest(&self) -> u32 {
        self.newest
    }

    fn past(&self) -> Past {
        Past {
            below: self.below,
            above: self.above,
            since: self.since.into(),
        }
    }
}

/// Runs and tables, which most plans have and no others.
#[inline(always)]
fn step_near(program: &Program, cells: &mut [u64], seen: Seen, index: u32) -> bool {
    let mut any = false;
    let (runs, tables) = cells.split_at_mut(program.runs.len().min(cells.len()));
    for (twin, cell) in program.runs.iter().zip(runs) {
        let (next, holds) = twin.step(*cell, seen, index);
        *cell = next;
        any |= holds;
    }
    for (twin, cell) in program.tables.iter().zip(tables) {
        let (next, holds) = twin.step(*cell, seen);
        *cell = next;
        any |= holds;
    }
    any
}
