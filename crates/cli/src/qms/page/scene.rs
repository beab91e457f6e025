//! What the picture of a diagram shows of each node.

use redbead_qms::{
    Answers, Diagram, Entry, MarkClass, NodeIndex, NodeKind, NodeMark, Strength, System, Verdict,
};

use super::layout::{Item, Layout, place};
use super::text::wrapped;

/// Width of a box, and space between columns.
pub(super) const BOX_WIDTH: f64 = 228.0;
pub(super) const BETWEEN: f64 = 72.0;

/// Left and right of a text in its box.
pub(super) const LEFT: f64 = 16.0;
const RIGHT: f64 = 10.0;

/// Size of the letters and distance of lines: of a title, and of what stands below it.
pub(super) const TITLE: (f64, f64) = (13.0, 17.0);
pub(super) const SMALL: (f64, f64) = (11.5, 15.0);

/// A node, as it is drawn.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) node: NodeIndex,
    pub(super) title: Vec<String>,
    /// What its series say; none where nothing is said of it.
    pub(super) mark: Option<NodeMark>,
    /// The lines of that.
    pub(super) says: Vec<String>,
    /// Series by verdict, for the bar below.
    pub(super) counts: Vec<(Verdict, usize)>,
    /// Diagrams that it leads to or comes from.
    pub(super) cascades: Vec<(String, String)>,
    pub(super) height: f64,
}

/// A diagram, placed.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    pub(super) diagram: &'a Diagram,
    pub(super) drawn: Vec<Drawn>,
    pub(super) layout: Layout,
    /// Headings of the columns.
    pub(super) headings: Vec<&'static str>,
    /// From, to, and how strongly.
    pub(super) links: Vec<(usize, usize, Strength)>,
}

impl<'a> Scene<'a> {
    /// A diagram with what the answers say of its nodes; none for a diagram that is not known.
    pub(super) fn of(
        system: &'a System,
        diagram: &'a Diagram,
        answers: Option<&Answers<'_>>,
        cascades: &dyn Fn(NodeIndex) -> Vec<(String, String)>,
    ) -> Self {
        let nodes: Vec<NodeIndex> = system.nodes_of(&diagram.id).collect();
        let mut kinds: Vec<NodeKind> = nodes.iter().map(|node| system.node(*node).kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let drawn: Vec<Drawn> = nodes
            .iter()
            .map(|node| Drawn::of(system, *node, answers, cascades(*node)))
            .collect();
        let column = |node: NodeIndex| {
            let kind = system.node(node).kind;
            kinds.iter().position(|known| *known == kind).unwrap_or(0)
        };
        let items: Vec<Item> = drawn
            .iter()
            .map(|one| Item {
                column: column(one.node),
                height: one.height,
            })
            .collect();
        let find = |id: &redbead_qms::NodeId| {
            let same = |node: &NodeIndex| system.node(*node).id.node == *id;
            nodes.iter().position(same)
        };
        let links: Vec<(usize, usize, Strength)> = system
            .links_of(&diagram.id)
            .iter()
            .filter_map(|link| Some((find(&link.from)?, find(&link.to)?, link.strength)))
            .collect();
        let pairs: Vec<(usize, usize)> = links.iter().map(|(from, to, _)| (*from, *to)).collect();
        Self {
            diagram,
            layout: place(&items, &pairs, BOX_WIDTH, BETWEEN),
            drawn,
            headings: kinds.iter().map(|kind| heading(*kind)).collect(),
            links,
        }
    }

    /// The column of a box, by its heading.
    pub(super) fn column_of(&self, system: &System, at: usize) -> usize {
        let kind = system.node(self.drawn[at].node).kind;
        let found = self
            .headings
            .iter()
            .position(|known| *known == heading(kind));
        found.unwrap_or(0)
    }
}

pub(super) const fn heading(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Aim => "Aim",
        NodeKind::PrimaryDriver => "Primary drivers",
        NodeKind::SecondaryDriver => "Secondary drivers",
        NodeKind::ChangeIdea => "Change ideas",
    }
}

impl Drawn {
    fn of(
        system: &System,
        node: NodeIndex,
        answers: Option<&Answers<'_>>,
        cascades: Vec<(String, String)>,
    ) -> Self {
        let room = BOX_WIDTH - LEFT - RIGHT;
        let mut title = wrapped(&system.node(node).text, TITLE.0, room);
        if title.is_empty() {
            title.push(system.node(node).id.node.to_string());
        }
        let verdict = answers.map(|answers| answers.node_verdict(node));
        let is_idea = system.node(node).kind == NodeKind::ChangeIdea;
        let mark = verdict.as_ref().map(NodeMark::from);
        // A change idea needs no measure.
        let mark = mark.filter(|mark| !is_idea || mark.class != MarkClass::Unmeasured);
        let says = mark.as_ref().map_or_else(Vec::new, |mark| {
            let lines = mark.words.lines();
            lines
                .flat_map(|line| wrapped(line, SMALL.0, room - 22.0))
                .collect()
        });
        let counts: Vec<(Verdict, usize)> =
            verdict.map_or_else(Vec::new, |verdict| verdict.counts().iter().collect());
        let several = counts.iter().map(|(_, series)| series).sum::<usize>() > 1;
        let counts = if several { counts } else { Vec::new() };
        let mut height = 20.0 + TITLE.1 * title.len() as f64 + SMALL.1 * says.len() as f64;
        if !says.is_empty() {
            height += 6.0;
        }
        if !counts.is_empty() {
            height += 12.0;
        }
        height += SMALL.1 * cascades.len() as f64;
        Self {
            node,
            title,
            mark,
            says,
            counts,
            cascades,
            height,
        }
    }
}

/// The series of a node's own measures, each binding with its series, those first that need a look.
pub(super) fn own_series<'a>(
    system: &'a System,
    answers: &Answers<'a>,
    node: NodeIndex,
) -> Vec<(&'a redbead_qms::Binding, Vec<&'a Entry>)> {
    let bindings = system.bindings_at(node).iter();
    let series = bindings.map(|binding| {
        let measure = system.measure_index(&binding.measure);
        let entries = measure.map_or(&[][..], |measure| answers.statuses().of_measure(measure));
        let own = entries
            .iter()
            .filter(|entry| system.covers(binding, entry.site));
        let mut own: Vec<&Entry> = own.collect();
        // Stable: by site within a verdict.
        own.sort_by_key(|entry| urgency(entry.judgement.verdict));
        (binding, own)
    });
    series.collect()
}

const fn urgency(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Worsening => 0,
        Verdict::Mixed => 1,
        Verdict::Improving => 2,
        Verdict::SpecialCauseNotJudged => 3,
        Verdict::NoSignal => 4,
        Verdict::InsufficientData => 5,
    }
}
