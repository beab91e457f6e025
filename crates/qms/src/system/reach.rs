//! What lies below and above a node, and the paths up to the aims.

use std::collections::BTreeMap;

use super::{Edge, NodeIndex, System};
use crate::link::Strength;
use crate::node::NodeKind;

/// A node that is reached from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reached {
    /// The node.
    pub node: NodeIndex,
    /// Strong where a path leads there by strong links alone.
    pub strength: Strength,
}

/// Paths from a node up to the aims that it serves.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paths {
    /// Number of all paths, as far as 64 bits count.
    pub total: u64,
    /// The first of them in the order of their nodes, each from the node to an aim that contributes
    /// to nothing further.
    pub listed: Vec<Vec<NodeIndex>>,
}

impl System {
    /// What a node contributes to directly, a cascade from an aim included; by index.
    ///
    /// # Panics
    ///
    /// For an index of another, larger system.
    #[must_use]
    pub fn above(&self, node: NodeIndex) -> &[Edge] {
        &self.graph.up[node.get()]
    }

    /// What contributes directly to a node, a cascade to a driver included; by index.
    ///
    /// # Panics
    ///
    /// For an index of another, larger system.
    #[must_use]
    pub fn below(&self, node: NodeIndex) -> &[Edge] {
        &self.graph.down[node.get()]
    }

    /// A node and all that contributes to it, directly or not, each once whatever the number of
    /// paths; by index. Linear in what is reached.
    ///
    /// # Panics
    ///
    /// For an index of another, larger system.
    #[must_use]
    pub fn reach_below(&self, node: NodeIndex) -> Vec<Reached> {
        reach(node, |at| self.below(at))
    }

    /// A node and all that it contributes to, directly or not, each once; by index. Linear in what
    /// is reached.
    ///
    /// # Panics
    ///
    /// For an index of another, larger system.
    #[must_use]
    pub fn reach_above(&self, node: NodeIndex) -> Vec<Reached> {
        reach(node, |at| self.above(at))
    }

    /// All nodes, each after everything that it contributes to: read forward from the aims out,
    /// backward from the change ideas in.
    #[must_use]
    pub fn aims_first(&self) -> Vec<NodeIndex> {
        let mut nodes: Vec<NodeIndex> = (0..self.nodes.len()).map(NodeIndex::new).collect();
        nodes.sort_unstable_by_key(|node| self.graph.rank[node.get()]);
        nodes
    }

    /// The paths from a node up to the aims, at most `most` of them listed and all counted. A node
    /// that leads to no aim has none; of an aim that contributes to nothing it is the aim itself.
    ///
    /// The number of paths may grow exponentially with cascades; the time does not: linear in the
    /// nodes above, and in the length of what is listed.
    ///
    /// # Panics
    ///
    /// For an index of another, larger system.
    #[must_use]
    pub fn paths_to_aims(&self, node: NodeIndex, most: usize) -> Paths {
        let mut above: Vec<NodeIndex> = self.reach_above(node).iter().map(|to| to.node).collect();
        above.sort_unstable_by_key(|at| self.graph.rank[at.get()]);
        let mut counts: BTreeMap<NodeIndex, u64> = BTreeMap::new();
        for at in above {
            let edges = self.above(at);
            let count = if edges.is_empty() {
                u64::from(self.node(at).kind == NodeKind::Aim)
            } else {
                let parts = edges.iter().map(|edge| counts.get(&edge.node).copied());
                parts.fold(0, |sum: u64, part| sum.saturating_add(part.unwrap_or(0)))
            };
            counts.insert(at, count);
        }
        let leads_up = |at: NodeIndex| counts.get(&at).is_some_and(|count| *count > 0);
        let total = counts.get(&node).copied().unwrap_or(0);
        let mut listed = Vec::new();
        // The path so far, and for each of its nodes the edge that comes next.
        let mut path = vec![node];
        let mut nexts = vec![0];
        while listed.len() < most && leads_up(node) {
            let (Some(at), Some(next)) = (path.last(), nexts.last_mut()) else {
                break;
            };
            let edges = self.above(*at);
            if edges.is_empty() {
                listed.push(path.clone());
            }
            match edges.get(*next) {
                None => {
                    path.pop();
                    nexts.pop();
                }
                Some(edge) => {
                    *next += 1;
                    if leads_up(edge.node) {
                        path.push(edge.node);
                        nexts.push(0);
                    }
                }
            }
        }
        Paths { total, listed }
    }
}

/// All that edges lead to, strong paths first.
fn reach<'a>(start: NodeIndex, edges: impl Fn(NodeIndex) -> &'a [Edge]) -> Vec<Reached> {
    let mut reached = BTreeMap::from([(start, Strength::Strong)]);
    let mut strong = vec![start];
    let mut at = 0;
    while let Some(node) = strong.get(at).copied() {
        at += 1;
        for edge in edges(node) {
            if edge.strength == Strength::Strong && !reached.contains_key(&edge.node) {
                reached.insert(edge.node, Strength::Strong);
                strong.push(edge.node);
            }
        }
    }
    let mut waiting = strong;
    while let Some(node) = waiting.pop() {
        for edge in edges(node) {
            reached.entry(edge.node).or_insert_with(|| {
                waiting.push(edge.node);
                Strength::Weak
            });
        }
    }
    let reached = reached.into_iter();
    reached
        .map(|(node, strength)| Reached { node, strength })
        .collect()
}
