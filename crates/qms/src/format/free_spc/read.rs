//! Reads a FreeSPC file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{COLUMNS, CONTENT};
use crate::draft::{BindingDraft, Draft, LinkDraft, NodeDraft};
use crate::format::csv::{Row, Table, rows};
use crate::format::error::{FormatError, FormatNote, FormatProblem, FormatRemark, Imported};
use crate::format::fields::Fields;
use crate::format::named::{self, Ids};
use crate::format::tree::{Object, Place, Tree};
use crate::id::DiagramId;
use crate::measure::Role;
use crate::node::NodeKind;
use crate::origin::Origin;

/// A row that says something.
struct Node {
    id: String,
    level: String,
    text: String,
    parents: Vec<(&'static str, String)>,
    measures: String,
    origin: Origin,
}

pub(super) fn import(text: &str, file: &Arc<str>, diagram: &DiagramId) -> Imported {
    let mut dropped = Vec::new();
    let mut notes = Vec::new();
    let needed = ["id", "level", "text"];
    let table = Table {
        columns: COLUMNS.map(|name| (name, needed.contains(&name))).to_vec(),
        lists: None,
        is_guarded: false,
    };
    let rows = rows(text, file, &table, &mut dropped);
    notes.extend(appearance(&rows, file));
    let nodes: Vec<Node> = rows
        .into_iter()
        .filter_map(|row| node(row, &mut dropped))
        .collect();
    let ids = Ids::of(nodes.iter().map(|node| node.id.as_str()), "node");
    let mut draft = Draft::default();
    let mut measures: Vec<Vec<Measure>> = Vec::new();
    for node in &nodes {
        let Some(id) = ids.get(&node.id) else {
            continue;
        };
        notes.extend(ids.note(&node.id, &node.origin));
        draft.nodes.push(NodeDraft {
            diagram: diagram.to_string(),
            id: id.to_owned(),
            kind: node.level.clone(),
            text: node.text.clone(),
            origin: node.origin.clone(),
            ..NodeDraft::default()
        });
        links(node, id, &ids, diagram, &mut draft.links, &mut dropped);
        measures.push(measures_of(node, &mut notes, &mut dropped));
    }
    let names = measures
        .iter()
        .flatten()
        .map(|measure| measure.name.as_str());
    let measure_ids = Ids::of_names(names, "measure");
    let mut known = BTreeSet::new();
    for (at, measures) in measures.iter().enumerate() {
        for measure in measures {
            let Some(id) = measure_ids.get(&measure.name) else {
                continue;
            };
            let node = &draft.nodes[at];
            if known.insert(id) {
                let new = named::measure(id, &measure.name, node.origin.clone());
                draft.measures.push(new);
            }
            draft.bindings.push(BindingDraft {
                diagram: diagram.to_string(),
                node: node.id.clone(),
                measure: id.to_owned(),
                role: measure.role.to_string(),
                site: None,
                origin: node.origin.clone(),
            });
        }
    }
    let origin = Origin::row(Arc::clone(file), 1);
    if !draft.nodes.is_empty() {
        draft.diagrams = vec![named::diagram(diagram, &draft.nodes, origin)];
    } else if dropped.is_empty() {
        dropped.push(FormatError::new(origin, FormatProblem::NoRows));
    }
    dropped.sort_by(|one, other| one.origin.cmp(&other.origin));
    Imported {
        draft,
        notes,
        dropped,
    }
}

/// Tells of the columns that say how the diagram looks.
fn appearance(rows: &[Row], file: &Arc<str>) -> Option<FormatNote> {
    let is_used = |name: &&str| !CONTENT.contains(name) && rows.iter().any(|row| row.has(name));
    let columns = COLUMNS.iter().copied().filter(is_used);
    let columns: Vec<String> = columns.map(str::to_owned).collect();
    if columns.is_empty() {
        return None;
    }
    let origin = Origin::row(Arc::clone(file), 1);
    let remark = FormatRemark::Appearance { columns };
    Some(FormatNote::new(origin, remark))
}

fn node(mut row: Row, dropped: &mut Vec<FormatError>) -> Option<Node> {
    let origin = row.origin();
    let mut cells = BTreeMap::new();
    for column in ["id", "level", "text"] {
        let cell = row.text(column).trim().to_owned();
        if cell.is_empty() {
            let problem = FormatProblem::EmptyCell { column };
            dropped.push(FormatError::new(origin.clone(), problem));
        } else {
            cells.insert(column, cell);
        }
    }
    let parent = row.text("parent_id");
    let more = row.text("extra_parents");
    let parents = std::iter::once(("parent_id", parent.as_str()))
        .chain(more.split([';', ',']).map(|id| ("extra_parents", id)))
        .map(|(column, id)| (column, id.trim().to_owned()))
        .filter(|(_, id)| !id.is_empty());
    Some(Node {
        id: cells.remove("id")?,
        level: cells.remove("level")?,
        text: cells.remove("text")?,
        parents: parents.collect(),
        measures: row.text("measures_json"),
        origin,
    })
}

fn links(
    node: &Node,
    id: &str,
    ids: &Ids,
    diagram: &DiagramId,
    links: &mut Vec<LinkDraft>,
    dropped: &mut Vec<FormatError>,
) {
    let mut seen = BTreeSet::new();
    for (column, parent) in &node.parents {
        let problem = match ids.get(parent) {
            None => FormatProblem::UnknownParent {
                column,
                id: parent.clone(),
            },
            Some(_) if !seen.insert(parent) => FormatProblem::RepeatedParent {
                column,
                id: parent.clone(),
            },
            Some(to) => {
                links.push(LinkDraft {
                    diagram: diagram.to_string(),
                    from: id.to_owned(),
                    to: to.to_owned(),
                    origin: node.origin.clone(),
                    ..LinkDraft::default()
                });
                continue;
            }
        };
        dropped.push(FormatError::new(node.origin.clone(), problem));
    }
}

struct Measure {
    name: String,
    role: Role,
}

/// The measures in the cell of a node: a list of them, or one.
fn measures_of(
    node: &Node,
    notes: &mut Vec<FormatNote>,
    dropped: &mut Vec<FormatError>,
) -> Vec<Measure> {
    if node.measures.trim().is_empty() {
        return Vec::new();
    }
    let at = |fault: FormatError| {
        let problem = FormatProblem::InCell {
            cell: fault.origin,
            problem: Box::new(fault.problem),
        };
        FormatError::new(node.origin.clone(), problem)
    };
    let cell: Arc<str> = "measures_json".into();
    let entries = match Tree::parse(&node.measures, &cell) {
        Err(error) => {
            dropped.push(at(error));
            return Vec::new();
        }
        Ok(Tree::Null) => Vec::new(),
        Ok(Tree::List(entries)) => {
            let top = Place::top(cell);
            let places = (0..).map(|at: usize| top.below(&at.to_string()));
            places.zip(entries).collect()
        }
        Ok(one) => vec![(Place::top(cell), one)],
    };
    let mut measures: Vec<Measure> = Vec::new();
    let mut faults = Vec::new();
    for (place, entry) in entries {
        let Some(mut object) = Object::open(entry, place, &mut faults) else {
            continue;
        };
        let name = object.text("text").trim().to_owned();
        let kind = object.text("type").trim().to_lowercase();
        let usual = match node.level.parse() {
            Ok(NodeKind::Aim) => Role::Outcome,
            _ => Role::Process,
        };
        let role = match kind.as_str() {
            "" | "none" => Some(usual),
            "outcome" => Some(Role::Outcome),
            "process" => Some(Role::Process),
            "balancing" => Some(Role::Balancing),
            _ => None,
        };
        let is_new = measures.iter().all(|known| known.name != name);
        match role {
            // Says nothing.
            _ if name.is_empty() && matches!(kind.as_str(), "" | "none") => {}
            _ if name.is_empty() => object.problem(FormatProblem::EmptyCell {
                column: "text of a measure",
            }),
            None => object.problem(FormatProblem::UnknownMeasureType { found: kind }),
            Some(_) if !is_new => object.problem(FormatProblem::RepeatedMeasure { name }),
            Some(role) => {
                if matches!(kind.as_str(), "" | "none") {
                    let measure = name.clone();
                    let remark = FormatRemark::UsualRole { measure, role };
                    notes.push(FormatNote::new(node.origin.clone(), remark));
                }
                measures.push(Measure { name, role });
            }
        }
        object.close(&["type", "text"]);
    }
    dropped.extend(faults.into_iter().map(at));
    measures
}
