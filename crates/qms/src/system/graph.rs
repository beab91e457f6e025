//! What contributes to what, across diagrams.

use super::{NodeIndex, position};
use crate::link::{Cascade, Link, Strength};
use crate::node::{Node, NodeRef};

/// A contribution, as seen from one of its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Edge {
    /// The node at the other end.
    pub node: NodeIndex,
    /// How strong it is; a cascade, which says that two nodes are one, is strong.
    pub strength: Strength,
    /// Whether it is a cascade and no link.
    pub is_cascade: bool,
}

/// The edges of each node, by the node at the other end.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Graph {
    /// What each node contributes to.
    pub(super) up: Vec<Vec<Edge>>,
    /// What contributes to each node.
    pub(super) down: Vec<Vec<Edge>>,
    /// Place of each node in an order in which it stands after all that it contributes to.
    pub(super) rank: Vec<u32>,
}

impl Graph {
    /// Of links and cascades that close no cycle.
    pub(super) fn of(nodes: &[Node], links: &[Link], cascades: &[Cascade]) -> Self {
        let mut graph = Self {
            up: vec![Vec::new(); nodes.len()],
            down: vec![Vec::new(); nodes.len()],
            rank: vec![0; nodes.len()],
        };
        for link in links {
            let [from, to] =
                [&link.from, &link.to].map(|node| NodeRef::new(link.diagram.clone(), node.clone()));
            graph.connect(nodes, [&from, &to], link.strength, false);
        }
        for cascade in cascades {
            let ends = [&cascade.aim, &cascade.driver];
            graph.connect(nodes, ends, Strength::Strong, true);
        }
        for edges in graph.up.iter_mut().chain(&mut graph.down) {
            edges.sort_unstable();
        }
        graph.order();
        graph
    }

    fn connect(
        &mut self,
        nodes: &[Node],
        ends: [&NodeRef; 2],
        strength: Strength,
        is_cascade: bool,
    ) {
        let [from, to] = ends.map(|end| position(nodes, end, |node| &node.id));
        if let (Some(from), Some(to)) = (from, to) {
            let edge = |other| Edge {
                node: NodeIndex::new(other),
                strength,
                is_cascade,
            };
            self.up[from].push(edge(to));
            self.down[to].push(edge(from));
        }
    }

    /// Ranks each node once all that it contributes to have a rank (Kahn 1962).
    fn order(&mut self) {
        let mut waits_for: Vec<usize> = self.up.iter().map(Vec::len).collect();
        let nodes = 0..waits_for.len();
        let mut ready: Vec<usize> = nodes.filter(|node| waits_for[*node] == 0).collect();
        let mut next = 0;
        while let Some(node) = ready.get(next).copied() {
            self.rank[node] = next as u32;
            next += 1;
            for below in self.down[node].iter().map(|edge| edge.node.get()) {
                waits_for[below] -= 1;
                if waits_for[below] == 0 {
                    ready.push(below);
                }
            }
        }
    }
}
