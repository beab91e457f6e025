//! Checks the frameworks of the user's own.

use std::collections::BTreeMap;

use super::log::{At, Log};
use super::reading::{choice, filled, kept};
use super::table::Table;
use crate::draft::{ComponentDraft, Draft, FrameworkDraft};
use crate::fault::{Fault, Record, RecordKind};
use crate::framework::{Component, Framework, FrameworkId, Relation, folded_names};
use crate::id::ComponentId;
use crate::origin::Origin;

/// All frameworks that diagrams can name: the published ones and the user's own.
pub(super) fn check(draft: &Draft, log: &mut Log) -> Table<FrameworkId, Framework> {
    let mut table = Table::new(RecordKind::Framework);
    for id in FrameworkId::PUBLISHED {
        let record = Record::new(RecordKind::Framework, id.to_string());
        let origin = Origin::Program;
        let at = At {
            origin: &origin,
            record: &record,
        };
        if let (Ok(()), Some(framework)) = (table.claim(at), Framework::published(&id)) {
            table.insert(id, framework);
        }
    }
    for framework in &draft.frameworks {
        let record = Record::new(RecordKind::Framework, framework.id.trim().to_owned());
        let at = At {
            origin: &framework.origin,
            record: &record,
        };
        if let Some(checked) = check_one(framework, &mut table, at, log) {
            table.insert(checked.id().clone(), checked);
        }
    }
    table
}

fn check_one(
    draft: &FrameworkDraft,
    table: &mut Table<FrameworkId, Framework>,
    at: At<'_>,
    log: &mut Log,
) -> Option<Framework> {
    let id = match draft.id.parse::<FrameworkId>() {
        // Written as a published one is, if not to the letter.
        Ok(published) if !matches!(published, FrameworkId::Custom(_)) => {
            let first = table.origin(published.as_str());
            log.fault(at, Fault::DuplicateId { first });
            None
        }
        id => table.take(at, id, log),
    };
    let title = log.need(at, filled("title", &draft.title));
    let (components, names) = components(&draft.components, at, log);
    let mut relations = Vec::new();
    for relation in &draft.relations {
        let part = format!("relation {} -> {}", relation.from, relation.to);
        let end = |field, text: &str| {
            let text = filled(field, text)?;
            let known = names.get(&crate::choice::fold(text)).cloned();
            known.ok_or_else(|| Fault::UnknownComponent {
                name: text.to_owned(),
                framework: at.record.key.clone(),
                known: listed(&components),
            })
        };
        let ends =
            end("from", &relation.from).and_then(|from| Ok((from, end("to", &relation.to)?)));
        match ends.and_then(|ends| Ok((ends, choice("kind", &relation.kind)?))) {
            Err(fault) => log.fault_in(at, part, fault),
            Ok(((from, to), kind)) => relations.push(Relation { from, to, kind }),
        }
    }
    Some(Framework::assemble(
        id?,
        title?.to_owned(),
        kept(draft.source.as_ref()).unwrap_or_default(),
        components,
        relations,
    ))
}

/// The components that hold together, and what their names lead to.
fn components(
    drafts: &[ComponentDraft],
    at: At<'_>,
    log: &mut Log,
) -> (Vec<Component>, BTreeMap<String, ComponentId>) {
    let mut components = Vec::new();
    let mut names: BTreeMap<String, ComponentId> = BTreeMap::new();
    for draft in drafts {
        let part = format!("component {}", draft.id);
        match component(draft, &names) {
            Err(fault) => log.fault_in(at, part, fault),
            Ok(component) => {
                for name in folded_names(&component) {
                    names.insert(name, component.id.clone());
                }
                components.push(component);
            }
        }
    }
    (components, names)
}

fn component(
    draft: &ComponentDraft,
    names: &BTreeMap<String, ComponentId>,
) -> Result<Component, Fault> {
    let aliases = draft.aliases.iter().map(|alias| alias.trim().to_owned());
    let component = Component {
        id: ComponentId::new(draft.id.trim())?,
        name: filled("name", &draft.name)?.to_owned(),
        kind: choice("kind", &draft.kind)?,
        aliases: aliases.filter(|alias| !alias.is_empty()).collect(),
    };
    let taken = folded_names(&component).find_map(|name| {
        let other = names.get(&name)?;
        Some((name, other))
    });
    match taken {
        None => Ok(component),
        Some((name, other)) => Err(Fault::AmbiguousName {
            name,
            other: other.to_string(),
            component: component.id.to_string(),
        }),
    }
}

/// The ids of components, for those who look for one.
pub(super) fn listed(components: &[Component]) -> String {
    let ids: Vec<&str> = components.iter().map(|known| known.id.as_str()).collect();
    ids.join(", ")
}
