//! Checks diagrams and their nodes, and that each diagram has one aim.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::frameworks::listed;
use super::log::{At, Log};
use super::reading::{choice, date, filled, kept, optional};
use super::table::{Missing, Table};
use crate::diagram::Diagram;
use crate::draft::{DiagramDraft, Draft, NodeDraft};
use crate::fault::{Fault, Record, RecordKind};
use crate::framework::{Framework, FrameworkId};
use crate::id::{ComponentId, DiagramId, NodeId, SiteId};
use crate::node::{AimDetails, Node, NodeKind, NodeRef};
use crate::site::Site;

pub(super) fn diagrams(
    draft: &Draft,
    frameworks: &Table<FrameworkId, Framework>,
    sites: &Table<SiteId, Site>,
    log: &mut Log,
) -> Table<DiagramId, Diagram> {
    let mut table = Table::new(RecordKind::Diagram);
    for diagram in &draft.diagrams {
        let record = Record::new(RecordKind::Diagram, diagram.id.trim().to_owned());
        let at = At {
            origin: &diagram.origin,
            record: &record,
        };
        if let Some(read) = diagram_of(diagram, frameworks, sites, &mut table, at, log) {
            table.insert(read.id.clone(), read);
        }
    }
    table
}

fn diagram_of(
    draft: &DiagramDraft,
    frameworks: &Table<FrameworkId, Framework>,
    sites: &Table<SiteId, Site>,
    table: &mut Table<DiagramId, Diagram>,
    at: At<'_>,
    log: &mut Log,
) -> Option<Diagram> {
    let id = table.take(at, DiagramId::new(draft.id.trim()), log);
    let title = log.need(at, filled("title", &draft.title));
    let framework = match optional(draft.framework.as_ref()) {
        None => Ok(FrameworkId::default()),
        Some(text) => frameworks.named("framework", text),
    };
    let site = match optional(draft.site.as_ref()) {
        None => Ok(None),
        Some(text) => sites.named("site", text).map(Some),
    };
    let framework = framework.map_err(|missing| log.missing(at, missing)).ok();
    let site = site.map_err(|missing| log.missing(at, missing)).ok();
    let as_of = log.allow(at, "as_of", draft.as_of.as_ref(), date);
    Some(Diagram {
        id: id?,
        title: title?.to_owned(),
        framework: framework?,
        version: kept(draft.version.as_ref()),
        as_of,
        site: site?,
    })
}

/// Nodes by diagram and id.
pub(super) type Nodes = Table<NodeRef, Node>;

impl Nodes {
    /// The node that a field of a record of this diagram names.
    pub(super) fn named_in(
        &self,
        diagram: &str,
        field: &'static str,
        text: &str,
    ) -> Result<NodeRef, Missing> {
        let node = filled(field, text).map_err(Missing::Fault)?;
        let key = key_of(diagram, node);
        let ids = (DiagramId::new(diagram.trim()), NodeId::new(node));
        let parsed = match ids {
            (Ok(diagram), Ok(node)) => Some(NodeRef::new(diagram, node)),
            _ => None,
        };
        self.find(parsed, &key).or_missing(field, &key)
    }
}

fn key_of(diagram: &str, node: &str) -> String {
    format!("{}/{}", diagram.trim(), node.trim())
}

/// Nodes that hold together, of diagrams that do. Diagrams without an aim are taken out.
pub(super) fn check(
    draft: &Draft,
    frameworks: &Table<FrameworkId, Framework>,
    diagrams: &mut Table<DiagramId, Diagram>,
    log: &mut Log,
) -> Nodes {
    let mut nodes = Nodes::new(RecordKind::Node);
    // Diagrams in which a node that is at fault may have been the aim, by that node.
    let mut doubtful: BTreeMap<String, Record> = BTreeMap::new();
    for node in &draft.nodes {
        let record = Record::new(RecordKind::Node, key_of(&node.diagram, &node.id));
        let at = At {
            origin: &node.origin,
            record: &record,
        };
        match node_of(node, frameworks, diagrams, &mut nodes, at, log) {
            Some(read) => nodes.insert(read.id.clone(), read),
            None => {
                let kind = choice::<NodeKind>("kind", &node.kind);
                if kind.is_err() || kind == Ok(NodeKind::Aim) {
                    let diagram = node.diagram.trim().to_owned();
                    doubtful.entry(diagram).or_insert(record);
                }
            }
        }
    }
    check_aims(draft, &doubtful, diagrams, &mut nodes, log);
    nodes
}

fn node_of(
    draft: &NodeDraft,
    frameworks: &Table<FrameworkId, Framework>,
    diagrams: &Table<DiagramId, Diagram>,
    nodes: &mut Nodes,
    at: At<'_>,
    log: &mut Log,
) -> Option<Node> {
    let diagram = diagrams.named("diagram", &draft.diagram);
    let diagram = diagram.map_err(|missing| log.missing(at, missing)).ok();
    let id = nodes.take(at, NodeId::new(draft.id.trim()), log);
    let kind = log.need(at, choice::<NodeKind>("kind", &draft.kind));
    let text = log.need(at, filled("text", &draft.text));
    let owner = log.allow(at, "owner", draft.owner.as_ref(), choice);
    let target = log.allow(at, "target", draft.target.as_ref(), number);
    let diagram = diagram?;
    let framework = frameworks.get(&diagrams.get(&diagram)?.framework)?;
    let components = components_of(draft, framework, at, log);
    let tags = draft.tags.iter().map(|tag| tag.trim().to_owned());
    Some(Node {
        id: NodeRef::new(diagram, id?),
        kind: kind?,
        text: text?.to_owned(),
        note: kept(draft.note.as_ref()),
        components,
        owner,
        tags: tags.filter(|tag| !tag.is_empty()).collect(),
        aim: AimDetails {
            how_much: kept(draft.how_much.as_ref()),
            target,
            for_whom: kept(draft.for_whom.as_ref()),
            by_when: kept(draft.by_when.as_ref()),
        },
    })
}

fn number(field: &'static str, text: &str) -> Result<f64, Fault> {
    let number: Option<f64> = text.parse().ok();
    let finite = number.filter(|number| number.is_finite());
    finite.ok_or_else(|| Fault::BadNumber {
        field,
        value: text.to_owned(),
        expected: "a finite number such as 2.5",
    })
}

fn components_of(
    draft: &NodeDraft,
    framework: &Framework,
    at: At<'_>,
    log: &mut Log,
) -> BTreeSet<ComponentId> {
    let mut components = BTreeSet::new();
    let names = draft.components.iter().map(|name| name.trim());
    for name in names.filter(|name| !name.is_empty()) {
        match framework.resolve(name) {
            Some(component) => {
                components.insert(component.id.clone());
            }
            None => {
                let fault = Fault::UnknownComponent {
                    name: name.to_owned(),
                    framework: framework.id().to_string(),
                    known: listed(framework.components()),
                };
                log.fault_in(at, format!("component {name}"), fault);
            }
        }
    }
    components
}

fn check_aims(
    draft: &Draft,
    doubtful: &BTreeMap<String, Record>,
    diagrams: &mut Table<DiagramId, Diagram>,
    nodes: &mut Nodes,
    log: &mut Log,
) {
    let mut held: BTreeMap<DiagramId, Vec<(NodeRef, NodeKind)>> = diagrams
        .iter()
        .map(|(id, _)| (id.clone(), Vec::new()))
        .collect();
    for (id, node) in nodes.iter() {
        if let Some(of_diagram) = held.get_mut(&id.diagram) {
            of_diagram.push((id.clone(), node.kind));
        }
    }
    let mut links: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for link in &draft.links {
        *links
            .entry((link.diagram.trim(), link.to.trim()))
            .or_default() += 1;
    }
    for (id, mut of_diagram) in held {
        let record = Record::new(RecordKind::Diagram, id.to_string());
        let origin = diagrams.origin(id.as_str());
        let at = At {
            origin: &origin,
            record: &record,
        };
        let is_aim = |(_, kind): &&(NodeRef, NodeKind)| *kind == NodeKind::Aim;
        let aims = of_diagram.iter().filter(is_aim);
        let aims: Vec<NodeId> = aims.map(|(aim, _)| aim.node.clone()).collect();
        let count = |aim: &NodeId| links.get(&(id.as_str(), aim.as_str())).copied();
        // The one that most links name, or the least of several.
        let kept = aims.iter().max_by_key(|aim| (count(aim), Reverse(*aim)));
        match kept {
            None => {
                match doubtful.get(id.as_str()) {
                    Some(node) => log.fell(at, None, node.clone()),
                    None => log.fault(at, Fault::NoAim),
                }
                diagrams.remove(&id);
            }
            Some(_) if aims.len() == 1 => continue,
            Some(kept) => {
                of_diagram.retain(|(node, kind)| *kind == NodeKind::Aim && node.node != *kept);
                let part = format!("aims but `{kept}`");
                log.fault_in(at, part, Fault::MultipleAims { aims });
            }
        }
        for (node, _) in of_diagram {
            nodes.remove(&node);
            let fallen = Record::new(RecordKind::Node, node.to_string());
            let origin = nodes.origin(&fallen.key);
            let at = At {
                origin: &origin,
                record: &fallen,
            };
            log.fell(at, None, record.clone());
        }
    }
}
