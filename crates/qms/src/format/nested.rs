//! Driver diagrams kept as a tree.

use std::sync::Arc;

use super::error::{FormatErrors, FormatNote, FormatProblem, FormatRemark, Imported};
use super::fields::Fields;
use super::named::{self, Ids};
use super::tree::{Object, Place, Tree};
use crate::draft::{Draft, LinkDraft, NodeDraft};
use crate::id::DiagramId;
use crate::node::NodeKind;
use crate::origin::Origin;

/// Reads a driver diagram kept as a tree, as the diagram with this id.
///
/// ```text
/// {
///   "aim": "halve falls by December",
///   "primaryDrivers": [
///     {
///       "id": "pd1", "label": "regular rounds", "sub": "by day and by night",
///       "secondaryDrivers": [
///         {"id": "sd1", "label": "who is at risk", "changeIdeas": [{"id": "ci1", "label": "a sign at the bed"}]}
///       ]
///     }
///   ]
/// }
/// ```
///
/// The aim is a text, or an object like the others, within which the primary drivers may stand as
/// well. `sub` becomes the note of a node. A level may be skipped. The form of the driver diagram
/// tutorial of `DerailleurAgile`. A node without an id gets the word for its level; an id that cannot be
/// one here gets the nearest that is free; both are noted. All links are strong and untested, and the
/// title of the diagram is the text of its aim.
///
/// # Errors
///
/// [`FormatErrors`], with the JSON pointer of each: no JSON, no aim, fields that are not known or
/// stand twice, values of another type.
pub fn from_nested_json(
    text: &str,
    file: &str,
    diagram: &DiagramId,
) -> Result<Imported, FormatErrors> {
    let mut imported = from_nested_json_leniently(text, file, diagram)?;
    let dropped = std::mem::take(&mut imported.dropped);
    FormatErrors::or(dropped, imported)
}

/// Reads a driver diagram kept as a tree, and leaves out what is not known or of another type.
///
/// # Errors
///
/// [`FormatErrors`] for what is no JSON.
pub fn from_nested_json_leniently(
    text: &str,
    file: &str,
    diagram: &DiagramId,
) -> Result<Imported, FormatErrors> {
    let file: Arc<str> = file.into();
    let tree = Tree::parse(text, &file)?;
    let place = Place::top(file);
    let top = place.origin();
    let mut dropped = Vec::new();
    let mut found = Vec::new();
    if let Some(object) = Object::open(tree, place, &mut dropped) {
        document(object, &mut found);
    }
    let (draft, notes) = assemble(&found, diagram, top);
    Ok(Imported {
        draft,
        notes,
        dropped,
    })
}

/// A node as it stands in the tree.
struct Found {
    id: String,
    kind: NodeKind,
    label: String,
    note: Option<String>,
    parent: Option<usize>,
    origin: Origin,
}

/// The fields that hold the nodes below.
const BELOW: [(&str, NodeKind); 3] = [
    ("primaryDrivers", NodeKind::PrimaryDriver),
    ("secondaryDrivers", NodeKind::SecondaryDriver),
    ("changeIdeas", NodeKind::ChangeIdea),
];

fn document(mut object: Object<'_>, found: &mut Vec<Found>) {
    let place = object.place().below("aim");
    match object.take("aim") {
        None => object.problem(FormatProblem::MissingField { field: "aim" }),
        Some(Tree::Text(label)) => found.push(Found {
            id: String::new(),
            kind: NodeKind::Aim,
            label,
            note: None,
            parent: None,
            origin: place.origin(),
        }),
        Some(other) => {
            if let Some(aim) = Object::open(other, place, object.log()) {
                node(aim, NodeKind::Aim, None, found);
            }
        }
    }
    let parent = (!found.is_empty()).then_some(0);
    below(&mut object, NodeKind::Aim, parent, found);
    object.close(&["aim", "primaryDrivers", "secondaryDrivers", "changeIdeas"]);
}

fn node(mut object: Object<'_>, kind: NodeKind, parent: Option<usize>, found: &mut Vec<Found>) {
    let at = found.len();
    found.push(Found {
        id: object.text("id"),
        kind,
        label: object.text("label"),
        note: object.optional("sub"),
        parent,
        origin: object.origin(),
    });
    below(&mut object, kind, Some(at), found);
    let lists = BELOW.iter().filter(|(_, below)| *below > kind);
    let lists = lists.map(|(name, _)| *name);
    let known: Vec<&str> = ["id", "label", "sub"].into_iter().chain(lists).collect();
    object.close(&known);
}

/// The nodes of all levels farther from the aim. No deeper than there are levels.
fn below(object: &mut Object<'_>, kind: NodeKind, parent: Option<usize>, found: &mut Vec<Found>) {
    for (name, below) in BELOW {
        if below <= kind {
            continue;
        }
        for (tree, place) in object.list(name) {
            if let Some(child) = Object::open(tree, place, object.log()) {
                node(child, below, parent, found);
            }
        }
    }
}

fn assemble(found: &[Found], diagram: &DiagramId, top: Origin) -> (Draft, Vec<FormatNote>) {
    let mut ids = Ids::of(found.iter().map(|node| node.id.as_str()), "node");
    let mut notes = Vec::new();
    let mut draft = Draft::default();
    let mut given = Vec::with_capacity(found.len());
    for node in found {
        let id = match ids.get(&node.id) {
            Some(id) => id.to_owned(),
            None => {
                let id = ids.free(node.kind.name());
                let remark = FormatRemark::GivenId { id: id.clone() };
                notes.push(FormatNote::new(node.origin.clone(), remark));
                id
            }
        };
        notes.extend(ids.note(&node.id, &node.origin));
        draft.nodes.push(NodeDraft {
            diagram: diagram.to_string(),
            id: id.clone(),
            kind: node.kind.to_string(),
            text: node.label.clone(),
            note: node.note.clone(),
            origin: node.origin.clone(),
            ..NodeDraft::default()
        });
        if let Some(parent) = node.parent.and_then(|parent| given.get(parent)) {
            let parent: &String = parent;
            draft.links.push(LinkDraft {
                diagram: diagram.to_string(),
                from: id.clone(),
                to: parent.clone(),
                origin: node.origin.clone(),
                ..LinkDraft::default()
            });
        }
        given.push(id);
    }
    if !draft.nodes.is_empty() {
        draft.diagrams = vec![named::diagram(diagram, &draft.nodes, top)];
    }
    (draft, notes)
}
