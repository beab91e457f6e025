//! Checks links and cascades: towards the aim, once, and never in a circle.

use std::collections::BTreeMap;

use super::Levels;
use super::log::{At, Log};
use super::nodes::Nodes;
use super::reading::{choice, choice_or, optional};
use super::table::{Missing, Table};
use crate::change_test::Test;
use crate::draft::{CascadeDraft, Draft, EvidenceDraft, LinkDraft};
use crate::fault::{Fault, Record, RecordKind};
use crate::id::TestId;
use crate::link::{Belief, Cascade, Evidence, Link, Strength};
use crate::node::{NodeKind, NodeRef};
use crate::origin::Origin;

/// Links by what contributes and to what.
pub(super) type Links = Table<(NodeRef, NodeRef), Link>;

pub(super) fn check(
    draft: &Draft,
    levels: Levels,
    nodes: &Nodes,
    tests: &Table<TestId, Test>,
    log: &mut Log,
) -> Links {
    let mut links = Links::new(RecordKind::Link);
    for link in &draft.links {
        let (diagram, from, to) = (link.diagram.trim(), link.from.trim(), link.to.trim());
        let record = Record::new(RecordKind::Link, format!("{diagram}/{from} -> {to}"));
        let at = At {
            origin: &link.origin,
            record: &record,
        };
        if let Some((ends, read)) = link_of(link, levels, nodes, &mut links, at, log) {
            let read = Link {
                evidence: evidence(link, tests, at, log),
                ..read
            };
            links.insert(ends, read);
        }
    }
    links
}

fn link_of(
    draft: &LinkDraft,
    levels: Levels,
    nodes: &Nodes,
    links: &mut Links,
    at: At<'_>,
    log: &mut Log,
) -> Option<((NodeRef, NodeRef), Link)> {
    let is_filled = !draft.from.trim().is_empty() && !draft.to.trim().is_empty();
    if is_filled && draft.from.trim() == draft.to.trim() {
        log.fault(at, Fault::SelfLink);
        return None;
    }
    let mut end = |field, text| {
        let node = nodes.named_in(&draft.diagram, field, text);
        node.map_err(|missing| log.missing(at, missing)).ok()
    };
    let (from, to) = (end("from", &draft.from), end("to", &draft.to));
    let strength = choice_or("strength", draft.strength.as_ref(), Strength::Strong);
    let strength = log.need(at, strength);
    let belief = choice_or("belief", draft.belief.as_ref(), Belief::Untested);
    let belief = log.need(at, belief);
    let (from, to) = (from?, to?);
    log.need(at, claim(links, at))?;
    let kinds = (nodes.get(&from)?.kind, nodes.get(&to)?.kind);
    log.need(at, check_direction(levels, kinds))?;
    let link = Link {
        diagram: from.diagram.clone(),
        from: from.node.clone(),
        to: to.node.clone(),
        strength: strength?,
        belief: belief?,
        evidence: Vec::new(),
    };
    Some(((from, to), link))
}

/// Remembers a link or cascade, or says that it stands already.
fn claim<V>(table: &mut Table<(NodeRef, NodeRef), V>, at: At<'_>) -> Result<(), Fault> {
    table.claim(at).map_err(|fault| match fault {
        Fault::DuplicateId { first } => Fault::DuplicateLink { first },
        other => other,
    })
}

fn check_direction(levels: Levels, (from, to): (NodeKind, NodeKind)) -> Result<(), Fault> {
    // Kinds are in order from the aim outward.
    let (from_kind, to_kind) = (from, to);
    if from <= to {
        return Err(Fault::WrongDirection { from_kind, to_kind });
    }
    if levels == Levels::AdjacentOnly && from as u8 - to as u8 > 1 {
        return Err(Fault::SkipsLevel { from_kind, to_kind });
    }
    Ok(())
}

/// What the link's belief rests on; what cannot be read of it is left out.
fn evidence(
    draft: &LinkDraft,
    tests: &Table<TestId, Test>,
    at: At<'_>,
    log: &mut Log,
) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    for (number, one) in draft.evidence.iter().enumerate() {
        match evidence_of(one, tests) {
            Ok(read) => evidence.push(read),
            Err(missing) => log.missing_in(at, format!("evidence {}", number + 1), missing),
        }
    }
    evidence.sort();
    evidence.dedup();
    evidence
}

fn evidence_of(draft: &EvidenceDraft, tests: &Table<TestId, Test>) -> Result<Evidence, Missing> {
    let test = match optional(draft.test.as_ref()) {
        None => None,
        Some(text) => Some(tests.named("test", text)?),
    };
    Ok(Evidence {
        kind: choice("kind", &draft.kind).map_err(Missing::Fault)?,
        test,
        note: draft.note.trim().to_owned(),
    })
}

/// Cascades in order, none of which closes a cycle with those before it.
pub(super) fn cascades(draft: &Draft, nodes: &Nodes, links: &Links, log: &mut Log) -> Vec<Cascade> {
    let mut table: Table<(NodeRef, NodeRef), (Cascade, Origin)> = Table::new(RecordKind::Cascade);
    for cascade in &draft.cascades {
        let record = record_of(
            [&cascade.aim_diagram, &cascade.aim],
            [&cascade.driver_diagram, &cascade.driver],
        );
        let at = At {
            origin: &cascade.origin,
            record: &record,
        };
        if let Some(read) = cascade_of(cascade, nodes, &mut table, at, log) {
            let key = (read.aim.clone(), read.driver.clone());
            table.insert(key, (read, cascade.origin.clone()));
        }
    }
    // What each node contributes to.
    let mut up: BTreeMap<NodeRef, Vec<NodeRef>> = BTreeMap::new();
    for ((from, to), _) in links.iter() {
        up.entry(from.clone()).or_default().push(to.clone());
    }
    let mut kept = Vec::new();
    for (cascade, origin) in table.into_values() {
        match way_up(&up, &cascade.driver, &cascade.aim) {
            None => {
                let above = up.entry(cascade.aim.clone()).or_default();
                above.push(cascade.driver.clone());
                kept.push(cascade);
            }
            Some(mut path) => {
                let [aim, driver] = [&cascade.aim, &cascade.driver]
                    .map(|end| [end.diagram.as_str(), end.node.as_str()]);
                let record = record_of(aim, driver);
                let at = At {
                    origin: &origin,
                    record: &record,
                };
                path.insert(0, cascade.aim);
                log.fault(at, Fault::Cycle { path });
            }
        }
    }
    kept.sort();
    kept
}

fn record_of(aim: [impl AsRef<str>; 2], driver: [impl AsRef<str>; 2]) -> Record {
    let [aim, driver] = [aim.map(trimmed), driver.map(trimmed)].map(|end| end.join("/"));
    Record::new(RecordKind::Cascade, format!("{aim} -> {driver}"))
}

fn trimmed(text: impl AsRef<str>) -> String {
    text.as_ref().trim().to_owned()
}

fn cascade_of(
    draft: &CascadeDraft,
    nodes: &Nodes,
    table: &mut Table<(NodeRef, NodeRef), (Cascade, Origin)>,
    at: At<'_>,
    log: &mut Log,
) -> Option<Cascade> {
    let mut end = |diagram: &str, field, text| {
        let node = nodes.named_in(diagram, field, text);
        node.map_err(|missing| log.missing(at, missing)).ok()
    };
    let driver = end(&draft.driver_diagram, "driver", &draft.driver);
    let aim = end(&draft.aim_diagram, "aim", &draft.aim);
    let (driver, aim) = (driver?, aim?);
    log.need(at, claim(table, at))?;
    if driver.diagram == aim.diagram {
        log.fault(at, Fault::CascadeWithin);
        return None;
    }
    let (driver_kind, aim_kind) = (nodes.get(&driver)?.kind, nodes.get(&aim)?.kind);
    if !driver_kind.is_driver() {
        log.fault(
            at,
            Fault::CascadeEnd {
                field: "driver",
                kind: driver_kind,
                expected: "a primary or secondary driver",
            },
        );
        return None;
    }
    if aim_kind != NodeKind::Aim {
        log.fault(
            at,
            Fault::CascadeEnd {
                field: "aim",
                kind: aim_kind,
                expected: "the aim of its diagram",
            },
        );
        return None;
    }
    Some(Cascade { driver, aim })
}

/// A shortest way from a node to one above it, both included.
fn way_up(
    up: &BTreeMap<NodeRef, Vec<NodeRef>>,
    from: &NodeRef,
    to: &NodeRef,
) -> Option<Vec<NodeRef>> {
    let mut came_from: BTreeMap<&NodeRef, &NodeRef> = BTreeMap::new();
    let mut waiting = std::collections::VecDeque::from([from]);
    while let Some(node) = waiting.pop_front() {
        if node == to {
            let mut path = vec![node.clone()];
            let mut at = node;
            while at != from {
                at = came_from.get(at)?;
                path.push(at.clone());
            }
            path.reverse();
            return Some(path);
        }
        for above in up.get(node).into_iter().flatten() {
            if above != from && !came_from.contains_key(above) {
                came_from.insert(above, node);
                waiting.push_back(above);
            }
        }
    }
    None
}
