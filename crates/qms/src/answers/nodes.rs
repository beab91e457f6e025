//! What the series of a node say: the set of their verdicts.

use std::fmt;

use super::{Answers, VerdictCounts};
use crate::link::Strength;
use crate::system::NodeIndex;

/// What the own series of a node say, for display: a set and no score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NodeVerdict {
    /// No measure is bound to it in a role other than balancing.
    Unmeasured,
    /// A measure is bound to it, and there is no status of any series.
    NoSeries,
    /// How many series have each verdict.
    Measured(VerdictCounts),
}

impl NodeVerdict {
    /// The series; none where there are none.
    #[must_use]
    pub fn counts(&self) -> VerdictCounts {
        match self {
            Self::Unmeasured | Self::NoSeries => VerdictCounts::default(),
            Self::Measured(counts) => *counts,
        }
    }

    /// Whether it is measured, and no series has enough data to say anything.
    #[must_use]
    pub fn has_too_few_data(&self) -> bool {
        match self {
            Self::Unmeasured => false,
            Self::NoSeries => true,
            Self::Measured(counts) => counts.tested() == 0,
        }
    }
}

/// In words, such as `unmeasured` or `1 worsening, 23 no signal`.
impl fmt::Display for NodeVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unmeasured => f.write_str("unmeasured"),
            Self::NoSeries => f.write_str("measured, no data"),
            Self::Measured(counts) => counts.fmt(f),
        }
    }
}

/// All series of a node, each counted once: in the first of the four groups that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct NodeRollup {
    /// The node.
    pub node: NodeIndex,
    /// Whether a measure is bound to it in a role other than balancing.
    pub is_measured: bool,
    /// Its own series.
    pub own: VerdictCounts,
    /// Series of nodes that contribute to it by strong links alone, and are not its own.
    pub below: VerdictCounts,
    /// Series of nodes that contribute to it through a weak link, and are in neither group above.
    pub weak: VerdictCounts,
    /// Series that are bound as balancing, to it or below it, and are in no group above.
    pub balancing: VerdictCounts,
}

impl NodeRollup {
    /// What its own series say.
    #[must_use]
    pub fn verdict(&self) -> NodeVerdict {
        match (self.is_measured, self.own.is_empty()) {
            (false, _) => NodeVerdict::Unmeasured,
            (true, true) => NodeVerdict::NoSeries,
            (true, false) => NodeVerdict::Measured(self.own),
        }
    }

    /// Its own series and those below it by strong links: its total, without weak links and
    /// balancing roles.
    #[must_use]
    pub fn strong(&self) -> VerdictCounts {
        self.own.plus(self.below)
    }

    /// The series of all four groups.
    #[must_use]
    pub fn all(&self) -> VerdictCounts {
        self.strong().plus(self.weak).plus(self.balancing)
    }
}

impl Answers<'_> {
    /// The series of each node, in the order of [`System::nodes`](crate::System::nodes).
    ///
    /// A series that is balancing at one node and an outcome, process or structure at another speaks
    /// in the latter role for what both contribute to; as balancing it still gives
    /// [`balancing_alarms`](Self::balancing_alarms).
    ///
    /// Takes time in proportion to the number of series at each binding below each node.
    #[must_use]
    pub fn node_rollups(&self) -> Vec<NodeRollup> {
        let mut counted = vec![0; self.briefs.len()];
        let nodes = 0..self.system.nodes().len();
        nodes
            .map(|node| self.roll_up(NodeIndex::new(node), node as u32 + 1, &mut counted))
            .collect()
    }

    /// The series of one node.
    ///
    /// # Panics
    ///
    /// For an index of another, larger system.
    #[must_use]
    pub fn node_rollup(&self, node: NodeIndex) -> NodeRollup {
        self.roll_up(node, 1, &mut vec![0; self.briefs.len()])
    }

    /// What the own series of a node say.
    ///
    /// # Panics
    ///
    /// For an index of another, larger system.
    #[must_use]
    pub fn node_verdict(&self, node: NodeIndex) -> NodeVerdict {
        self.verdict_of(&[node])
    }

    /// `counted` holds for each series the mark of the node for which it was counted last.
    fn roll_up(&self, node: NodeIndex, mark: u32, counted: &mut [u32]) -> NodeRollup {
        let mut groups: [Vec<&[u32]>; 4] = Default::default();
        let own = self.own(node).map(|bound| (0, bound));
        let below = self.system.reach_below(node).into_iter();
        let below = below.flat_map(|reached| {
            let group = match reached.strength {
                Strength::Strong => 1,
                Strength::Weak => 2,
            };
            self.own(reached.node).map(move |bound| (group, bound))
        });
        for (group, bound) in own.chain(below) {
            let group = if bound.is_balancing() { 3 } else { group };
            groups[group].push(&bound.series);
        }
        let mut counts = [VerdictCounts::default(); 4];
        for (counts, bound) in counts.iter_mut().zip(groups) {
            let series = bound.into_iter().flatten().copied();
            let new = series.filter(|at| {
                let counted = &mut counted[*at as usize];
                std::mem::replace(counted, mark) != mark
            });
            *counts = self.count(new);
        }
        let [own, below, weak, balancing] = counts;
        NodeRollup {
            node,
            is_measured: self.own(node).any(|bound| !bound.is_balancing()),
            own,
            below,
            weak,
            balancing,
        }
    }
}
