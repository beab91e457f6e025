//! Writes a FreeSPC file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::COLUMNS;
use crate::diagram::Diagram;
use crate::fault::{Record, RecordKind};
use crate::format::csv::Lines;
use crate::format::json::quoted;
use crate::framework::FrameworkId;
use crate::id::{MeasureId, NodeId};
use crate::link::{Belief, Link, Strength};
use crate::measure::{Measure, Purpose, Role};
use crate::node::{AimDetails, Node};
use crate::system::{NodeIndex, System};

/// A diagram as a FreeSPC file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FreeSpcFile {
    /// The file.
    pub text: String,
    /// What it cannot hold, by record.
    pub losses: Vec<FreeSpcLoss>,
}

/// Something that a FreeSPC file cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct FreeSpcLoss {
    /// The record.
    pub record: Record,
    /// What is lost of it.
    pub what: &'static str,
}

impl fmt::Display for FreeSpcLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} is not kept", self.record, self.what)
    }
}

pub(super) fn export(system: &System, diagram: &Diagram) -> FreeSpcFile {
    let names = measure_names(system, diagram);
    let mut parents: BTreeMap<&NodeId, Vec<&Link>> = BTreeMap::new();
    for link in system.links_of(&diagram.id) {
        parents.entry(&link.from).or_default().push(link);
    }
    let mut nodes: Vec<NodeIndex> = system.nodes_of(&diagram.id).collect();
    nodes.sort_by_key(|node| (system.node(*node).kind, *node));
    let kinds: BTreeMap<&NodeId, u8> = nodes
        .iter()
        .map(|node| system.node(*node))
        .map(|node| (&node.id.node, node.kind as u8))
        .collect();
    let mut lines = Lines::new();
    lines.end(COLUMNS.map(str::to_owned));
    for index in nodes {
        let node = system.node(index);
        let mut parents: Vec<&str> = parents
            .get(&node.id.node)
            .map(|links| {
                let mut ends: Vec<&NodeId> = links.iter().map(|link| &link.to).collect();
                ends.sort_by_key(|to| (std::cmp::Reverse(kinds.get(to)), *to));
                ends.into_iter().map(NodeId::as_str).collect()
            })
            .unwrap_or_default();
        let more = parents.split_off(parents.len().min(1));
        let first = parents.first().copied().unwrap_or_default();
        lines.end(COLUMNS.map(|column| match column {
            "id" => guard(node.id.node.as_str()),
            "level" => node.kind.to_string(),
            "parent_id" => guard(first),
            "text" => guard(&node.text),
            "auto_size" => "true".to_owned(),
            "extra_parents" => guard(&more.join(";")),
            "title_aim" => "Aim".to_owned(),
            "title_primary" => "Primary drivers".to_owned(),
            "title_secondary" => "Secondary drivers".to_owned(),
            "title_change" => "Change ideas".to_owned(),
            "measures_json" => measures_json(system, index, &names),
            _ => String::new(),
        }));
    }
    FreeSpcFile {
        text: lines.finish(),
        losses: losses(system, diagram, &names),
    }
}

/// A cell that no spreadsheet program computes.
fn guard(cell: &str) -> String {
    let begins = |character| matches!(character, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    if cell.starts_with(begins) {
        format!(" {cell}")
    } else {
        cell.to_owned()
    }
}

/// The names by which the measures of a diagram are told apart.
fn measure_names(system: &System, diagram: &Diagram) -> BTreeMap<MeasureId, String> {
    let bound = system.bindings().iter();
    let bound = bound.filter(|binding| binding.node.diagram == diagram.id);
    let ids: BTreeSet<&MeasureId> = bound.map(|binding| &binding.measure).collect();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    let measures: Vec<&Measure> = ids
        .into_iter()
        .filter_map(|id| system.measure_index(id))
        .map(|index| system.measure(index))
        .collect();
    for measure in &measures {
        *uses.entry(&measure.name).or_default() += 1;
    }
    let mut taken: BTreeSet<String> = uses.keys().map(|name| (*name).to_owned()).collect();
    let mut names = BTreeMap::new();
    for measure in measures {
        let mut name = measure.name.clone();
        if uses.get(name.as_str()).is_some_and(|uses| *uses > 1) {
            while !taken.insert(name.clone()) {
                name = format!("{name} ({})", measure.id);
            }
        }
        names.insert(measure.id.clone(), name);
    }
    names
}

fn measures_json(system: &System, node: NodeIndex, names: &BTreeMap<MeasureId, String>) -> String {
    let mut json = String::new();
    let mut last = None;
    for binding in system.bindings_at(node) {
        // A measure may be bound for several sites, always in one role.
        if last.replace(&binding.measure) == Some(&binding.measure) {
            continue;
        }
        let role = match binding.role {
            Role::Structure => "none",
            role => role.name(),
        };
        json.push_str(if json.is_empty() { "[" } else { "," });
        json.push_str(&format!("{{\"type\":\"{role}\",\"text\":"));
        quoted(
            names.get(&binding.measure).map_or("", String::as_str),
            &mut json,
        );
        json.push('}');
    }
    if !json.is_empty() {
        json.push(']');
    }
    json
}

fn losses(
    system: &System,
    diagram: &Diagram,
    names: &BTreeMap<MeasureId, String>,
) -> Vec<FreeSpcLoss> {
    let mut losses = Losses(Vec::new());
    of_diagram(system, diagram, &mut losses);
    for index in system.nodes_of(&diagram.id) {
        of_node(system.node(index), &mut losses);
    }
    for link in system.links_of(&diagram.id) {
        let key = format!("{}/{} -> {}", link.diagram, link.from, link.to);
        let mut lose = losses.of(RecordKind::Link, key);
        lose("the strength", link.strength == Strength::Weak);
        lose("the degree of belief", link.belief != Belief::Untested);
        lose("the evidence", !link.evidence.is_empty());
    }
    for (id, name) in names {
        let Some(measure) = system.measure_index(id) else {
            continue;
        };
        of_measure(system.measure(measure), name, &mut losses);
    }
    for binding in system.bindings() {
        if binding.node.diagram == diagram.id {
            let key = format!("{} {}", binding.node, binding.measure);
            let mut lose = losses.of(RecordKind::Binding, key);
            lose("the site", binding.site.is_some());
            lose("the role structure", binding.role == Role::Structure);
        }
    }
    for cascade in system.cascades() {
        let is_here = [&cascade.driver, &cascade.aim]
            .iter()
            .any(|node| node.diagram == diagram.id);
        let key = format!("{} -> {}", cascade.aim, cascade.driver);
        losses.of(RecordKind::Cascade, key)("the cascade", is_here);
    }
    for test in system.tests() {
        let is_here = test.change_idea.diagram == diagram.id;
        losses.of(RecordKind::Test, test.id.to_string())("the test of change", is_here);
    }
    for activity in system.activities_of(&diagram.id) {
        let key = format!(
            "{}/{}: {}",
            activity.diagram, activity.audience, activity.text
        );
        losses.of(RecordKind::Activity, key)("the activity", true);
    }
    losses.0.sort();
    losses.0.dedup();
    losses.0
}

struct Losses(Vec<FreeSpcLoss>);

impl Losses {
    /// Takes what is lost of a record, if it is.
    fn of(&mut self, kind: RecordKind, key: String) -> impl FnMut(&'static str, bool) {
        let record = Record::new(kind, key);
        move |what, is_lost| {
            if is_lost {
                let record = record.clone();
                self.0.push(FreeSpcLoss { record, what });
            }
        }
    }
}

fn of_diagram(system: &System, diagram: &Diagram, losses: &mut Losses) {
    let aim = system.aim_of(&diagram.id).map(|aim| &system.node(aim).text);
    let mut lose = losses.of(RecordKind::Diagram, diagram.id.to_string());
    lose("the title", aim != Some(&diagram.title));
    lose("the framework", diagram.framework != FrameworkId::default());
    lose("the version", diagram.version.is_some());
    lose("the date", diagram.as_of.is_some());
    lose("the site", diagram.site.is_some());
}

fn of_node(node: &Node, losses: &mut Losses) {
    let mut lose = losses.of(RecordKind::Node, node.id.to_string());
    lose("the note", node.note.is_some());
    lose("the list of components", !node.components.is_empty());
    lose("the owner", node.owner.is_some());
    lose("the list of tags", !node.tags.is_empty());
    lose(
        "what it says of amount, group and date",
        node.aim != AimDetails::default(),
    );
}

fn of_measure(measure: &Measure, name: &str, losses: &mut Losses) {
    let id = crate::format::named::nearest(&measure.name.to_lowercase(), "measure");
    let mut lose = losses.of(RecordKind::Measure, measure.id.to_string());
    lose("the id", measure.id.as_str() != id);
    lose("the name", measure.name != name);
    lose(
        "the operational definition",
        measure.operational_definition.is_some(),
    );
    lose("the unit", !measure.unit.is_empty());
    lose(
        "the direction",
        measure.direction != redbead::Direction::NotJudged,
    );
    lose("the purpose", measure.purpose != Purpose::Improvement);
    lose("the domain", measure.domain.is_some());
    lose("the frequency", measure.frequency.is_some());
    lose("the lag", measure.lag.is_some());
    lose("the source", measure.source.is_some());
}
