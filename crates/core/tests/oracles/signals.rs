//! From windows in which a rule holds to signals.

use redbead::Side;

use crate::cases::{Dot, Stretch};

/// Points among which a rule holds, the last of them being the newest.
#[derive(Debug, Clone)]
pub(crate) struct Window {
    pub(crate) side: Option<Side>,
    /// Positions of its first and last point in its list of points.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Indices of its members.
    pub(crate) members: Vec<usize>,
}

/// When the next window in which the rule holds on the same side belongs to the signal before.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Merge {
    /// When it ends one point later: runs and trends are stretches that grow point by point.
    Growing,
    /// When it overlaps the one before, or follows it without a point between.
    Touching,
}

/// What a report should say of a signal.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expected {
    pub(crate) side: Option<Side>,
    pub(crate) phase: usize,
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) completed: usize,
    pub(crate) running: bool,
    pub(crate) tentative: bool,
    pub(crate) members: Vec<usize>,
}

/// The signals of the windows of one list of points, `listed`, drawn from `stretch`.
pub(crate) fn signals(
    stretch: &Stretch,
    listed: &[Dot],
    windows: &[Window],
    merge: Merge,
) -> Vec<Expected> {
    [None, Some(Side::Above), Some(Side::Below)]
        .into_iter()
        .flat_map(|side| {
            let of_side: Vec<_> = windows.iter().filter(|w| w.side == side).collect();
            of_side
                .chunk_by(|earlier, later| match merge {
                    Merge::Growing => later.to == earlier.to + 1,
                    Merge::Touching => later.from <= earlier.to + 1,
                })
                .map(|chunk| signal(stretch, listed, chunk))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn signal(stretch: &Stretch, listed: &[Dot], windows: &[&Window]) -> Expected {
    let (opening, newest) = (windows[0], windows[windows.len() - 1]);
    let mut members: Vec<usize> = windows.iter().flat_map(|w| w.members.clone()).collect();
    members.sort_unstable();
    members.dedup();
    let (first, last) = (members[0], members[members.len() - 1]);
    let completed = listed[opening.to].index;
    let known_by = |dot: &&Dot| (first..=completed).contains(&dot.index);
    Expected {
        side: opening.side,
        phase: stretch.phase,
        first,
        last,
        completed,
        running: stretch.is_open && newest.to + 1 == listed.len(),
        tentative: stretch
            .dots
            .iter()
            .filter(known_by)
            .any(|dot| dot.provisional),
        members,
    }
}
