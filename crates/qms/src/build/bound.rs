//! Checks what is bound to nodes: measures, tests of change, activities.

use std::collections::BTreeMap;

use super::log::{At, Log};
use super::nodes::Nodes;
use super::reading::{choice, date, filled, kept, optional};
use super::table::{Missing, Table};
use crate::activity::{Activity, Provenance, ProvenanceKind};
use crate::change_test::Test;
use crate::diagram::Diagram;
use crate::draft::{ActivityDraft, BindingDraft, Draft, TestDraft};
use crate::fault::{Fault, Record, RecordKind};
use crate::id::{DiagramId, MeasureId, SiteId, TestId};
use crate::measure::{Binding, Measure, Role};
use crate::node::{NodeKind, NodeRef};
use crate::origin::Origin;
use crate::site::Site;

pub(super) fn tests(
    draft: &Draft,
    nodes: &Nodes,
    sites: &Table<SiteId, Site>,
    log: &mut Log,
) -> Table<TestId, Test> {
    let mut table = Table::new(RecordKind::Test);
    for test in &draft.tests {
        let record = Record::new(RecordKind::Test, test.id.trim().to_owned());
        let at = At {
            origin: &test.origin,
            record: &record,
        };
        if let Some(read) = test_of(test, nodes, sites, &mut table, at, log) {
            table.insert(read.id.clone(), read);
        }
    }
    table
}

fn test_of(
    draft: &TestDraft,
    nodes: &Nodes,
    sites: &Table<SiteId, Site>,
    table: &mut Table<TestId, Test>,
    at: At<'_>,
    log: &mut Log,
) -> Option<Test> {
    let id = table.take(at, TestId::new(draft.id.trim()), log);
    let idea = nodes.named_in(&draft.diagram, "change_idea", &draft.change_idea);
    let idea = idea.map_err(|missing| log.missing(at, missing)).ok();
    let kind = idea.as_ref().and_then(|idea| Some(nodes.get(idea)?.kind));
    let kind = kind.filter(|kind| *kind != NodeKind::ChangeIdea);
    if let Some(kind) = kind {
        log.fault(at, Fault::NotAChangeIdea { kind });
    }
    let site = scope(sites, draft.site.as_ref(), at, log);
    let cycle = log.need(at, cycle(draft.cycle.as_ref()));
    let start = log.need(at, date("start", &draft.start));
    let end = log.allow(at, "end", draft.end.as_ref(), date);
    let decision = log.allow(at, "decision", draft.decision.as_ref(), choice);
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        log.fault(at, Fault::EndsBeforeStart);
        return None;
    }
    Some(Test {
        id: id?,
        change_idea: idea.filter(|_| kind.is_none())?,
        site: site?,
        cycle: cycle?,
        plan: kept(draft.plan.as_ref()),
        prediction: kept(draft.prediction.as_ref()),
        start: start?,
        end,
        decision,
    })
}

fn cycle(text: Option<&String>) -> Result<u32, Fault> {
    let Some(text) = optional(text) else {
        return Ok(1);
    };
    let number = text.parse().ok().filter(|cycle| *cycle > 0);
    number.ok_or_else(|| Fault::BadNumber {
        field: "cycle",
        value: text.to_owned(),
        expected: "a whole number from 1",
    })
}

/// The site that a record is confined to; without it the record would say more than was meant.
fn scope(
    sites: &Table<SiteId, Site>,
    text: Option<&String>,
    at: At<'_>,
    log: &mut Log,
) -> Option<Option<SiteId>> {
    let Some(text) = optional(text) else {
        return Some(None);
    };
    let site = sites.named("site", text);
    site.map_err(|missing| log.missing(at, missing))
        .ok()
        .map(Some)
}

/// Bindings in order: by node, measure and site.
pub(super) fn bindings(
    draft: &Draft,
    nodes: &Nodes,
    measures: &Table<MeasureId, Measure>,
    sites: &Table<SiteId, Site>,
    log: &mut Log,
) -> Vec<Binding> {
    let mut roles: BTreeMap<(NodeRef, MeasureId), (Role, Origin)> = BTreeMap::new();
    let mut bindings: BTreeMap<(NodeRef, MeasureId, Option<SiteId>), (Binding, Origin)> =
        BTreeMap::new();
    for binding in &draft.bindings {
        let (diagram, node) = (binding.diagram.trim(), binding.node.trim());
        let key = format!("{diagram}/{node}: {}", binding.measure.trim());
        let record = Record::new(RecordKind::Binding, key);
        let at = At {
            origin: &binding.origin,
            record: &record,
        };
        let Some(read) = binding_of(binding, nodes, measures, sites, at, log) else {
            continue;
        };
        let (node, measure) = (read.node.clone(), read.measure.clone());
        let known = roles.entry((node.clone(), measure.clone()));
        let (role, first) = known.or_insert_with(|| (read.role, binding.origin.clone()));
        if *role != read.role {
            let (other, first) = (*role, first.clone());
            let role = read.role;
            log.fault(at, Fault::BindingConflict { role, other, first });
            continue;
        }
        let key = (node, measure, read.site.clone());
        if let Some((_, first)) = bindings.get(&key) {
            let first = first.clone();
            log.fault(at, Fault::DuplicateBinding { first });
            continue;
        }
        bindings.insert(key, (read, binding.origin.clone()));
    }
    bindings.into_values().map(|(binding, _)| binding).collect()
}

fn binding_of(
    draft: &BindingDraft,
    nodes: &Nodes,
    measures: &Table<MeasureId, Measure>,
    sites: &Table<SiteId, Site>,
    at: At<'_>,
    log: &mut Log,
) -> Option<Binding> {
    let node = nodes.named_in(&draft.diagram, "node", &draft.node);
    let node = node.map_err(|missing| log.missing(at, missing)).ok();
    let measure = measures.named("measure", &draft.measure);
    let measure = measure.map_err(|missing| log.missing(at, missing)).ok();
    let role = log.need(at, choice("role", &draft.role));
    let site = scope(sites, draft.site.as_ref(), at, log);
    Some(Binding {
        node: node?,
        measure: measure?,
        role: role?,
        site: site?,
    })
}

/// Activities in order: by diagram, audience and text.
pub(super) fn activities(
    draft: &Draft,
    diagrams: &Table<DiagramId, Diagram>,
    nodes: &Nodes,
    log: &mut Log,
) -> Vec<Activity> {
    let mut activities: BTreeMap<Activity, Origin> = BTreeMap::new();
    for activity in &draft.activities {
        let (diagram, audience) = (activity.diagram.trim(), activity.audience.trim());
        let key = format!("{diagram}/{audience}: {}", activity.text.trim());
        let record = Record::new(RecordKind::Activity, key);
        let at = At {
            origin: &activity.origin,
            record: &record,
        };
        let Some(read) = activity_of(activity, diagrams, nodes, at, log) else {
            continue;
        };
        match activities.get(&read) {
            Some(first) => {
                let first = first.clone();
                log.fault(at, Fault::DuplicateActivity { first });
            }
            None => {
                activities.insert(read, activity.origin.clone());
            }
        }
    }
    activities.into_keys().collect()
}

fn activity_of(
    draft: &ActivityDraft,
    diagrams: &Table<DiagramId, Diagram>,
    nodes: &Nodes,
    at: At<'_>,
    log: &mut Log,
) -> Option<Activity> {
    let diagram = diagrams.named("diagram", &draft.diagram);
    let diagram = diagram.map_err(|missing| log.missing(at, missing)).ok();
    let audience = log.need(at, choice("audience", &draft.audience));
    let text = log.need(at, filled("text", &draft.text));
    let provenance = log.need(at, provenance(draft));
    let drivers = drivers(draft, diagram.as_ref()?, nodes, at, log);
    Some(Activity {
        diagram: diagram?,
        audience: audience?,
        text: text?.to_owned(),
        drivers: drivers?,
        provenance: provenance?,
    })
}

fn provenance(draft: &ActivityDraft) -> Result<Provenance, Fault> {
    Ok(match choice("provenance", &draft.provenance)? {
        ProvenanceKind::Local => Provenance::Local,
        ProvenanceKind::Illustrative => Provenance::Illustrative,
        ProvenanceKind::Published => {
            let source = draft.source.as_deref().unwrap_or_default();
            Provenance::Published {
                source: filled("source", source)?.to_owned(),
            }
        }
    })
}

/// The drivers that hold together; none at all where only the others were named, since the
/// activity would then stand for the whole diagram.
fn drivers(
    draft: &ActivityDraft,
    diagram: &DiagramId,
    nodes: &Nodes,
    at: At<'_>,
    log: &mut Log,
) -> Option<Vec<crate::id::NodeId>> {
    let mut drivers = Vec::new();
    let mut losses: Vec<(&str, Missing)> = Vec::new();
    let named = draft.drivers.iter().map(|driver| driver.trim());
    for driver in named.filter(|driver| !driver.is_empty()) {
        match nodes.named_in(diagram.as_str(), "drivers", driver) {
            Ok(node) => drivers.push(node.node),
            Err(missing) => losses.push((driver, missing)),
        }
    }
    let is_lost = drivers.is_empty() && !losses.is_empty();
    for (driver, missing) in losses {
        if is_lost {
            log.missing(at, missing);
        } else {
            log.missing_in(at, format!("driver {driver}"), missing);
        }
    }
    drivers.sort();
    drivers.dedup();
    (!is_lost).then_some(drivers)
}
