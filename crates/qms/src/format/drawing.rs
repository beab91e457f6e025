//! Diagrams for documents and board papers.

mod dot;
mod markdown;
mod mermaid;
mod words;

use std::collections::BTreeMap;

use super::mark::NodeMark;
use crate::diagram::Diagram;
use crate::id::DiagramId;
use crate::link::Link;
use crate::node::{Node, NodeKind};
use crate::system::{NodeIndex, System};

/// A diagram on its way into a document, with a mark for each node whose state is to be shown.
///
/// ```
/// # use redbead_qms::{BuildOptions, DiagramDraft, Draft, LinkDraft, NodeDraft};
/// # let node = |id: &str, kind: &str, text: &str| NodeDraft {
/// #     diagram: "falls".into(),
/// #     id: id.into(),
/// #     kind: kind.into(),
/// #     text: text.into(),
/// #     ..NodeDraft::default()
/// # };
/// # let draft = Draft {
/// #     diagrams: vec![DiagramDraft {
/// #         id: "falls".into(),
/// #         title: "Fewer falls".into(),
/// #         ..DiagramDraft::default()
/// #     }],
/// #     nodes: vec![
/// #         node("aim", "aim", "halve falls"),
/// #         node("rounds", "primary", "regular rounds"),
/// #     ],
/// #     links: vec![LinkDraft {
/// #         diagram: "falls".into(),
/// #         from: "rounds".into(),
/// #         to: "aim".into(),
/// #         ..LinkDraft::default()
/// #     }],
/// #     ..Draft::default()
/// # };
/// # let system = draft.build(&BuildOptions::default())?;
/// use redbead_qms::{Drawing, NodeMark, Verdict};
///
/// let diagram = system.diagrams()[0].id.clone();
/// let drawing = Drawing::new(&system, &diagram, |node| {
///     let is_rounds = system.node(node).id.node.as_str() == "rounds";
///     is_rounds.then(|| NodeMark::new(Verdict::Improving))
/// });
/// let markdown = drawing.map(|drawing| drawing.markdown());
/// assert!(markdown.unwrap().contains("regular rounds (✓ improving)"));
/// # Ok::<(), redbead_qms::BuildErrors>(())
/// ```
#[derive(Debug, Clone)]
pub struct Drawing<'a> {
    system: &'a System,
    diagram: &'a Diagram,
    /// The nodes of each level, by id.
    levels: BTreeMap<NodeKind, Vec<NodeIndex>>,
    marks: BTreeMap<NodeIndex, NodeMark>,
}

impl<'a> Drawing<'a> {
    /// A diagram with the marks of its nodes, asked for in the order of their ids; none if the system
    /// has no such diagram.
    pub fn new(
        system: &'a System,
        diagram: &DiagramId,
        mut mark: impl FnMut(NodeIndex) -> Option<NodeMark>,
    ) -> Option<Self> {
        let diagram = system.diagram(diagram)?;
        let mut levels: BTreeMap<NodeKind, Vec<NodeIndex>> = BTreeMap::new();
        let mut marks = BTreeMap::new();
        for node in system.nodes_of(&diagram.id) {
            levels.entry(system.node(node).kind).or_default().push(node);
            marks.extend(mark(node).map(|mark| (node, mark)));
        }
        Some(Self {
            system,
            diagram,
            levels,
            marks,
        })
    }

    /// A Mermaid flowchart from right to left: the aim on the left, what contributes to it on the
    /// right. Strong links are solid, weak ones dotted; each class of mark is a `classDef`, and its
    /// sign and words stand in the box. All texts are escaped.
    #[must_use]
    pub fn mermaid(&self) -> String {
        mermaid::write(self)
    }

    /// A Graphviz graph for `dot`, from right to left, one column a level under its title. Strong
    /// links are solid, weak ones dotted, which a line below the title says; the sign and words of a
    /// mark stand in the box, its colors are a help. All texts are escaped, and broken into lines of about 28 characters.
    #[must_use]
    pub fn dot(&self) -> String {
        dot::write(self)
    }

    /// A Markdown outline: the aim, and below each node what contributes to it, with its measures. A
    /// node stands under each that it contributes to, what is below it only the first time. All texts
    /// are escaped. Grows with the number of links.
    #[must_use]
    pub fn markdown(&self) -> String {
        markdown::write(self)
    }

    fn node(&self, index: NodeIndex) -> &'a Node {
        self.system.node(index)
    }

    fn links(&self) -> &'a [Link] {
        self.system.links_of(&self.diagram.id)
    }

    /// Each level that has nodes, with them.
    fn levels(&self) -> impl Iterator<Item = (NodeKind, &[NodeIndex])> {
        self.levels
            .iter()
            .map(|(kind, nodes)| (*kind, nodes.as_slice()))
    }

    /// What is written of a node below its text: its mark, and the diagram in which it is an aim.
    fn remarks(&self, index: NodeIndex) -> Vec<String> {
        let mark = self.marks.get(&index).map(NodeMark::text);
        let id = &self.node(index).id;
        let cascades = self.system.cascades().iter();
        let below = cascades.filter(|cascade| cascade.driver == *id);
        let below = below.map(|cascade| {
            let id = &cascade.aim.diagram;
            let title = self.system.diagram(id).map(|below| below.title.as_str());
            format!("see diagram: {}", title.unwrap_or(id.as_str()))
        });
        mark.into_iter().chain(below).collect()
    }
}

/// Heading of a level.
const fn heading(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Aim => "Aim",
        NodeKind::PrimaryDriver => "Primary drivers",
        NodeKind::SecondaryDriver => "Secondary drivers",
        NodeKind::ChangeIdea => "Change ideas",
    }
}
