//! What the rest of a monitor lends to the phase that takes the next point.

use crate::chunks::Chunks;
use crate::phase::Phase;
use crate::plan::Plan;
use crate::rule::Recent;
use crate::signal::Log;

/// What the rest of a monitor lends to its line.
pub(crate) struct Surroundings<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) log: &'a mut Log,
    pub(crate) recent: &'a mut Recent,
    pub(crate) closed: &'a Chunks<Phase>,
    /// Index of the newest point, which comes later than the one that is judged in a replay.
    pub(crate) now: u32,
}

impl Surroundings<'_> {
    /// Number of the phase.
    pub(crate) fn phase(&self) -> u32 {
        self.closed.len() as u32
    }
}
