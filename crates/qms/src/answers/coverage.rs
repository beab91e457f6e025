//! What is measured, and what is not.

use std::collections::BTreeSet;

use super::{Answers, NodeVerdict};
use crate::framework::Component;
use crate::id::DiagramId;
use crate::node::NodeKind;
use crate::system::{MeasureIndex, NodeIndex};

/// How far a component of the framework is measured.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ComponentCoverage<'a> {
    /// The component.
    pub component: &'a Component,
    /// The nodes of the diagram that carry it, by id.
    pub nodes: Vec<NodeIndex>,
    /// What their own series say, each counted once.
    pub verdict: NodeVerdict,
}

/// How far an aim or a driver is measured.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct NodeCoverage {
    /// The node.
    pub node: NodeIndex,
    /// What its own series say.
    pub verdict: NodeVerdict,
    /// Number of measures that are bound to it as balancing, and do not measure the node itself.
    pub balancing: usize,
}

/// What is measured in a diagram.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Coverage<'a> {
    /// The components of the diagram's framework: the core first, then the enablers, each in the
    /// framework's own order.
    pub components: Vec<ComponentCoverage<'a>>,
    /// The aim, then primary drivers, then secondary ones, each by id.
    pub nodes: Vec<NodeCoverage>,
}

impl<'a> Coverage<'a> {
    /// Components without a measure.
    pub fn unmeasured_components(&self) -> impl Iterator<Item = &'a Component> + '_ {
        let components = self.components.iter();
        components
            .filter(|known| known.verdict == NodeVerdict::Unmeasured)
            .map(|known| known.component)
    }

    /// Aim and drivers without a measure.
    pub fn unmeasured_nodes(&self) -> impl Iterator<Item = NodeIndex> + '_ {
        let nodes = self.nodes.iter();
        nodes
            .filter(|known| known.verdict == NodeVerdict::Unmeasured)
            .map(|known| known.node)
    }

    /// Aim and drivers that are measured, and of which no series has enough data: neither unmeasured
    /// nor without a signal.
    pub fn nodes_with_too_few_data(&self) -> impl Iterator<Item = NodeIndex> + '_ {
        let nodes = self.nodes.iter();
        nodes
            .filter(|known| known.verdict.has_too_few_data())
            .map(|known| known.node)
    }
}

impl<'a> Answers<'a> {
    /// Which components, drivers and aims of a diagram have no measure, and which have measures but too
    /// little data. None for a diagram that is not known.
    ///
    /// # Definition
    ///
    /// A node is measured if it has an own measure in a role other than balancing, whether or not
    /// there is a status of it. A component is measured if a node of the diagram that carries it is: a
    /// tag speaks of its node alone, since what contributes to that may belong to other components.
    /// Change ideas need no measure of their own, and are not listed; one that is tagged and measured
    /// counts for its components.
    ///
    /// Takes time in proportion to the number of series at each binding, and of components.
    #[must_use]
    pub fn coverage(&self, diagram: &DiagramId) -> Option<Coverage<'a>> {
        let framework = self.system.framework_of(self.system.diagram(diagram)?)?;
        let mut nodes: Vec<NodeIndex> = self.system.nodes_of(diagram).collect();
        let mut components: Vec<&Component> = framework.components().iter().collect();
        // Stable: the framework's own order within a kind.
        components.sort_by_key(|component| component.kind);
        let components = components.into_iter().map(|component| {
            let carries = |node: &&NodeIndex| {
                let carried = &self.system.node(**node).components;
                carried.contains(&component.id)
            };
            let nodes: Vec<NodeIndex> = nodes.iter().filter(carries).copied().collect();
            ComponentCoverage {
                component,
                verdict: self.verdict_of(&nodes),
                nodes,
            }
        });
        let components = components.collect();
        // Stable: by id within a level.
        nodes.sort_by_key(|node| self.system.node(*node).kind);
        let listed = |node: &NodeIndex| self.system.node(*node).kind != NodeKind::ChangeIdea;
        let nodes = nodes.into_iter().filter(listed).map(|node| NodeCoverage {
            node,
            verdict: self.node_verdict(node),
            balancing: self.balancing_measures(node),
        });
        Some(Coverage {
            components,
            nodes: nodes.collect(),
        })
    }

    fn balancing_measures(&self, node: NodeIndex) -> usize {
        let balancing = self.own(node).filter(|bound| bound.is_balancing());
        let measures: BTreeSet<MeasureIndex> = balancing.map(|bound| bound.measure).collect();
        measures.len()
    }

    /// What the own series of some nodes say, each counted once.
    pub(super) fn verdict_of(&self, nodes: &[NodeIndex]) -> NodeVerdict {
        let mut is_measured = false;
        let mut series = Vec::new();
        for node in nodes {
            let (measured, own) = self.own_series(*node);
            is_measured |= measured;
            series.extend(own);
        }
        if nodes.len() > 1 {
            // Runs in order already: the stable sort merges them.
            series.sort();
            series.dedup();
        }
        match (is_measured, series.is_empty()) {
            (false, _) => NodeVerdict::Unmeasured,
            (true, true) => NodeVerdict::NoSeries,
            (true, false) => NodeVerdict::Measured(self.count(series)),
        }
    }
}
