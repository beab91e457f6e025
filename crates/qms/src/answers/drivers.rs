//! Which drivers of an aim have special cause now.

use super::{Answers, NodeRollup, VerdictLists};
use crate::link::Strength;
use crate::node::NodeKind;
use crate::system::NodeIndex;

/// A driver with special cause now, as a part of one of the nodes that it serves.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DriverSignal<'a> {
    /// What it contributes to.
    pub parent: NodeIndex,
    /// The driver, or change idea.
    pub driver: NodeIndex,
    /// Strong if it leads to the aim by this parent and strong links alone.
    pub strength: Strength,
    /// Its own series, without balancing ones. For the rules, since when and how many points, ask
    /// [`Answers::evidence`].
    pub series: VerdictLists<'a>,
}

/// The drivers of an aim that have special cause now.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct DriverSignals<'a> {
    /// The aim.
    pub aim: NodeIndex,
    /// All series of the aim, each counted once: the total of the list.
    pub total: NodeRollup,
    /// Drivers with special cause, once for each node that they serve; from the aim outward.
    pub drivers: Vec<DriverSignal<'a>>,
}

impl<'a> Answers<'a> {
    /// The drivers below an aim, or below any node, whose own measures have special cause now:
    /// improving, worsening, mixed, or not judged.
    ///
    /// # Definition
    ///
    /// A driver is listed once under each node that it contributes to on the way to the aim, with its
    /// own series by verdict, at most `most` of each. The series stand in several places of the list
    /// and once in the total: one link less makes the list shorter, and leaves the total as it is while
    /// another path leads to the aim. What a driver is doing is the set of its verdicts. Aims of
    /// other diagrams are part of the drivers that they cascade to.
    ///
    /// Takes time in proportion to the number of series at each binding below, for each place in the
    /// list.
    ///
    /// # Panics
    ///
    /// For an index of another, larger system.
    #[must_use]
    pub fn drivers_of(&self, aim: NodeIndex, most: usize) -> DriverSignals<'a> {
        let reached = self.system.reach_below(aim);
        let strength_of = |node: NodeIndex| {
            let found = reached.binary_search_by_key(&node, |reached| reached.node);
            found.map_or(Strength::Weak, |at| reached[at].strength)
        };
        let mut drivers = Vec::new();
        for parent in self.system.aims_first() {
            if reached
                .binary_search_by_key(&parent, |below| below.node)
                .is_err()
            {
                continue;
            }
            for edge in self.system.below(parent) {
                if self.system.node(edge.node).kind == NodeKind::Aim {
                    continue;
                }
                let series = self.own_by_verdict(edge.node, most);
                if series.counts().special() > 0 {
                    drivers.push(DriverSignal {
                        parent,
                        driver: edge.node,
                        strength: edge.strength.min(strength_of(parent)),
                        series,
                    });
                }
            }
        }
        DriverSignals {
            aim,
            total: self.node_rollup(aim),
            drivers,
        }
    }

    /// The own series of a node by verdict, each once, without balancing ones.
    fn own_by_verdict(&self, node: NodeIndex, most: usize) -> VerdictLists<'a> {
        let mut lists = VerdictLists::new(most);
        for at in self.own_series(node).1 {
            lists.push(self.entry(at));
        }
        lists
    }
}
