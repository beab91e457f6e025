//! Cells as the states that the rules' own definitions keep, which snapshots hold, and back.

use super::{Cells, Memory};
use crate::plotter::Plotter;
use crate::rule::twin::{Common, How, count, first, side_code};
use crate::rule::{Program, WatchState};
use crate::watched::Watched;

/// Pauses that a state tells apart.
const LONGEST_PAUSE: u32 = 255;

impl Cells {
    /// The same as states. `judged` is the number of judged points of the phase.
    pub(crate) fn spell(&self, program: &Program, judged: u32) -> Box<[Watched]> {
        let common = self.common();
        let mut watched = Vec::new();
        for twin in &program.twins {
            let cell = self.cell(program, twin.cell);
            for position in 0..1 + usize::from(twin.how.has_windows()) {
                let memory = self.memories().get(usize::from(twin.watch) + position);
                let memory = memory.copied().unwrap_or_default();
                let held_ago = memory.held_ago(judged);
                watched.push(Watched {
                    state: twin.how.spell(cell, position, held_ago, &common),
                    signal: memory.signal,
                });
            }
        }
        watched.into_boxed_slice()
    }

    /// States as cells; none where cells cannot stand for them, which no series brings about.
    pub(crate) fn pack(
        program: &Program,
        watched: &[Watched],
        plotter: &Plotter,
        newest: u32,
    ) -> Option<Self> {
        let judged = plotter.plotted;
        let mut cells = Self::new(program);
        let mut memories = vec![Memory::default(); watched.len()];
        let mut common = Common::default();
        for twin in &program.twins {
            let mut cell = 0;
            for position in 0..1 + usize::from(twin.how.has_windows()) {
                let watch = usize::from(twin.watch) + position;
                let (from, to) = (watched.get(watch)?, memories.get_mut(watch)?);
                cell |= twin.how.pack(&from.state, position, &mut common);
                *to = Memory::of(from, judged);
            }
            // Of the first point of a phase, or after a break, both make a stretch of one point.
            let steps = matches!(twin.how, How::Trend { .. } | How::Alternating { .. });
            if steps && count(cell) == 0 && !plotter.broken {
                return None;
            }
            // The other point of a pair is the judged point before.
            let pair = twin.how == How::Pair && side_code(cell) != 0;
            if pair && first(cell) != newest {
                return None;
            }
            *cells.cell_mut(program, twin.cell)? = cell;
        }
        cells.below = common.below;
        cells.above = common.above;
        cells.off_center = common.off_center;
        cells.moved = common.moved;
        cells.since = common.since as u8;
        cells.newest = newest;
        cells.live = memories.iter().any(|memory| memory.live);
        if memories.iter().any(|memory| *memory != Memory::default()) {
            cells.more.get_or_insert_default().memories = memories.into_boxed_slice();
        }
        (*cells.spell(program, judged) == *watched).then_some(cells)
    }

    fn common(&self) -> Common {
        Common {
            newest: self.newest,
            off_center: self.off_center,
            moved: self.moved,
            below: self.below,
            above: self.above,
            since: self.since.into(),
        }
    }

    /// Whether both give the same from here on, and the same states. Of a pattern that held long
    /// ago a state does not tell when.
    pub(crate) fn equals(&self, other: &Self, judged: u32) -> bool {
        let without = |cells: &Self| {
            let mut cells = cells.clone();
            for memory in cells.more.iter_mut().flat_map(|more| &mut more.memories) {
                let known = judged.saturating_sub(LONGEST_PAUSE);
                memory.held = if memory.held == 0 {
                    0
                } else {
                    memory.held.max(known)
                };
            }
            cells
        };
        without(self) == without(other)
    }
}

impl Memory {
    fn held_ago(self, judged: u32) -> Option<u8> {
        let ago = judged.saturating_sub(self.held).min(LONGEST_PAUSE) as u8;
        (self.held > 0).then_some(ago)
    }

    fn of(watched: &Watched, judged: u32) -> Self {
        let held_ago = match &watched.state {
            WatchState::Streak(_) => None,
            WatchState::KOfM(state) => state.held_ago,
            WatchState::RangeOf(state) => state.held_ago,
        };
        let holds = match &watched.state {
            WatchState::Streak(streak) => streak.is_complete(),
            _ => held_ago == Some(0),
        };
        Self {
            signal: watched.signal,
            held: held_ago.map_or(0, |ago| judged.saturating_sub(ago.into())),
            live: holds && watched.signal.is_some(),
        }
    }
}
