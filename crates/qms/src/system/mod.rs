//! The checked system: immutable, in one order, with its indices.

mod back;
mod graph;
mod reach;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::BTreeMap;

pub use graph::Edge;
pub use reach::{Paths, Reached};

use crate::activity::Activity;
use crate::change_test::Test;
use crate::diagram::Diagram;
use crate::framework::{Framework, FrameworkId};
use crate::id::{DiagramId, MeasureId, SiteId, TestId};
use crate::link::{Cascade, Link};
use crate::measure::{Binding, Measure};
use crate::node::{Node, NodeKind, NodeRef};
use crate::site::Site;
use graph::Graph;
use tree::SiteTree;

macro_rules! indices {
    ($($(#[$meta:meta])* $name:ident;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            pub(crate) const fn new(position: usize) -> Self {
                Self(position as u32)
            }

            /// Zero-based position.
            #[must_use]
            pub const fn get(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

indices! {
    /// Position of a node in [`System::nodes`] of the system that gave it.
    NodeIndex;
    /// Position of a measure in [`System::measures`] of the system that gave it.
    MeasureIndex;
    /// Position of a site in [`System::sites`] of the system that gave it.
    SiteIndex;
}

/// Checked records, each kind in order of its ids.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) frameworks: Vec<Framework>,
    pub(crate) sites: Vec<Site>,
    pub(crate) measures: Vec<Measure>,
    pub(crate) diagrams: Vec<Diagram>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) links: Vec<Link>,
    pub(crate) cascades: Vec<Cascade>,
    pub(crate) bindings: Vec<Binding>,
    pub(crate) tests: Vec<Test>,
    pub(crate) activities: Vec<Activity>,
}

/// A quality management system that holds together: driver diagrams, the measures bound to their
/// nodes, and the sites where these are measured. Made by [`Draft::build`](crate::Draft::build).
///
/// Immutable. Everything stands in the order of its ids, so that equal drafts give equal systems,
/// whatever the order of their records. Ids are looked up in logarithmic time; nodes, measures and
/// sites have an index besides, for work on many series.
#[derive(Debug, Clone, PartialEq)]
pub struct System {
    frameworks: BTreeMap<FrameworkId, Framework>,
    sites: Vec<Site>,
    measures: Vec<Measure>,
    diagrams: Vec<Diagram>,
    nodes: Vec<Node>,
    links: Vec<Link>,
    cascades: Vec<Cascade>,
    bindings: Vec<Binding>,
    tests: Vec<Test>,
    activities: Vec<Activity>,
    graph: Graph,
    tree: SiteTree,
    /// For each measure, the positions of its bindings.
    bound: Vec<Vec<usize>>,
}

impl System {
    pub(crate) fn assemble(parts: Parts) -> Self {
        let frameworks = parts.frameworks.into_iter();
        let graph = Graph::of(&parts.nodes, &parts.links, &parts.cascades);
        let tree = SiteTree::of(&parts.sites);
        let mut bound = vec![Vec::new(); parts.measures.len()];
        for (at, binding) in parts.bindings.iter().enumerate() {
            if let Some(measure) = position(&parts.measures, &binding.measure, |known| &known.id) {
                bound[measure].push(at);
            }
        }
        Self {
            frameworks: frameworks
                .map(|known| (known.id().clone(), known))
                .collect(),
            sites: parts.sites,
            measures: parts.measures,
            diagrams: parts.diagrams,
            nodes: parts.nodes,
            links: parts.links,
            cascades: parts.cascades,
            bindings: parts.bindings,
            tests: parts.tests,
            activities: parts.activities,
            graph,
            tree,
            bound,
        }
    }

    /// The published frameworks and the user's own, in order.
    pub fn frameworks(&self) -> impl Iterator<Item = &Framework> {
        self.frameworks.values()
    }

    /// The framework of a diagram.
    #[must_use]
    pub fn framework_of(&self, diagram: &Diagram) -> Option<&Framework> {
        self.frameworks.get(&diagram.framework)
    }

    /// All diagrams, by id.
    #[must_use]
    pub fn diagrams(&self) -> &[Diagram] {
        &self.diagrams
    }

    /// The diagram with this id.
    #[must_use]
    pub fn diagram(&self, id: &DiagramId) -> Option<&Diagram> {
        self.diagrams
            .get(position(&self.diagrams, id, |known| &known.id)?)
    }

    /// All nodes, by diagram and id.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The nodes of a diagram, by id.
    pub fn nodes_of(&self, diagram: &DiagramId) -> impl Iterator<Item = NodeIndex> + use<> {
        let range = range_of(&self.nodes, |node| node.id.diagram.cmp(diagram));
        range.map(NodeIndex::new)
    }

    /// The index of a node.
    #[must_use]
    pub fn node_index(&self, id: &NodeRef) -> Option<NodeIndex> {
        position(&self.nodes, id, |known| &known.id).map(NodeIndex::new)
    }

    /// The node at an index.
    ///
    /// # Panics
    ///
    /// For an index of another, larger system.
    #[must_use]
    pub fn node(&self, index: NodeIndex) -> &Node {
        &self.nodes[index.get()]
    }

    /// The aim of a diagram.
    #[must_use]
    pub fn aim_of(&self, diagram: &DiagramId) -> Option<NodeIndex> {
        let is_aim = |node: &NodeIndex| self.node(*node).kind == NodeKind::Aim;
        self.nodes_of(diagram).find(is_aim)
    }

    /// All links, by diagram, `from` and `to`.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The links of a diagram, by `from` and `to`.
    #[must_use]
    pub fn links_of(&self, diagram: &DiagramId) -> &[Link] {
        &self.links[range_of(&self.links, |link| link.diagram.cmp(diagram))]
    }

    /// All cascades, by driver.
    #[must_use]
    pub fn cascades(&self) -> &[Cascade] {
        &self.cascades
    }

    /// All measures, by id.
    #[must_use]
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// The index of a measure.
    #[must_use]
    pub fn measure_index(&self, id: &MeasureId) -> Option<MeasureIndex> {
        position(&self.measures, id, |known| &known.id).map(MeasureIndex::new)
    }

    /// The measure at an index.
    ///
    /// # Panics
    ///
    /// For an index of another, larger system.
    #[must_use]
    pub fn measure(&self, index: MeasureIndex) -> &Measure {
        &self.measures[index.get()]
    }

    /// All bindings, by node, measure and site.
    #[must_use]
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// The bindings at a node, by measure and site.
    #[must_use]
    pub fn bindings_at(&self, node: NodeIndex) -> &[Binding] {
        let id = &self.node(node).id;
        &self.bindings[range_of(&self.bindings, |binding| binding.node.cmp(id))]
    }

    /// The bindings of a measure, by node and site.
    ///
    /// # Panics
    ///
    /// For an index of another, larger system.
    pub fn bindings_of(&self, measure: MeasureIndex) -> impl Iterator<Item = &Binding> {
        let bound = self.bound[measure.get()].iter();
        bound.map(|at| &self.bindings[*at])
    }

    /// The site, with all within it, whose series count for the node of a binding: that of the
    /// binding, or that of its diagram where the binding names none. None for every site. Logarithmic
    /// in the number of sites and diagrams.
    #[must_use]
    pub fn scope_of(&self, binding: &Binding) -> Option<SiteIndex> {
        let of_diagram = || self.diagram(&binding.node.diagram)?.site.as_ref();
        let scope = binding.site.as_ref().or_else(of_diagram)?;
        self.site_index(scope)
    }

    /// Whether the series of a binding's measure at a site count for its node. For many series, look
    /// its [`scope_of`](Self::scope_of) up once, and ask [`is_within`](Self::is_within).
    #[must_use]
    pub fn covers(&self, binding: &Binding, site: SiteIndex) -> bool {
        let scope = self.scope_of(binding);
        scope.is_none_or(|scope| self.is_within(site, scope))
    }

    /// All sites, by id.
    #[must_use]
    pub fn sites(&self) -> &[Site] {
        &self.sites
    }

    /// The index of a site by its id. Other codes are looked up by [`site_of_code`](Self::site_of_code).
    #[must_use]
    pub fn site_index(&self, id: &SiteId) -> Option<SiteIndex> {
        position(&self.sites, id, |known| &known.id).map(SiteIndex::new)
    }

    /// The site at an index.
    ///
    /// # Panics
    ///
    /// For an index of another, larger system.
    #[must_use]
    pub fn site(&self, index: SiteIndex) -> &Site {
        &self.sites[index.get()]
    }

    /// All tests of change, by id.
    #[must_use]
    pub fn tests(&self) -> &[Test] {
        &self.tests
    }

    /// The test of change with this id.
    #[must_use]
    pub fn test(&self, id: &TestId) -> Option<&Test> {
        self.tests
            .get(position(&self.tests, id, |known| &known.id)?)
    }

    /// The tests of a change idea, by id. Linear in the number of tests.
    pub fn tests_of<'a>(&'a self, idea: &'a NodeRef) -> impl Iterator<Item = &'a Test> {
        self.tests
            .iter()
            .filter(move |test| test.change_idea == *idea)
    }

    /// All activities, by diagram, audience and text.
    #[must_use]
    pub fn activities(&self) -> &[Activity] {
        &self.activities
    }

    /// The activities of a diagram, by audience and text.
    #[must_use]
    pub fn activities_of(&self, diagram: &DiagramId) -> &[Activity] {
        &self.activities[range_of(&self.activities, |known| known.diagram.cmp(diagram))]
    }
}

/// Position of an id in a list in order of its ids.
fn position<T, K: Ord>(list: &[T], id: &K, id_of: impl Fn(&T) -> &K) -> Option<usize> {
    list.binary_search_by(|known| id_of(known).cmp(id)).ok()
}

/// Where the entries stand that a comparison finds equal, in a list in its order.
fn range_of<T>(list: &[T], compare: impl Fn(&T) -> std::cmp::Ordering) -> std::ops::Range<usize> {
    let first = list.partition_point(|known| compare(known).is_lt());
    let last = list.partition_point(|known| compare(known).is_le());
    first..last
}
