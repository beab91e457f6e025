//! Checks the sites, and that they form a forest.

use std::collections::BTreeMap;

use super::log::{At, Log};
use super::reading::{choice_or, filled, optional};
use super::table::Table;
use crate::draft::{Draft, SiteDraft};
use crate::fault::{Fault, Record, RecordKind};
use crate::id::SiteId;
use crate::origin::Origin;
use crate::site::{Site, SiteLevel};

pub(super) fn check(draft: &Draft, log: &mut Log) -> Table<SiteId, Site> {
    let mut table = Table::new(RecordKind::Site);
    let mut checked: Vec<(&SiteDraft, SiteId)> = Vec::new();
    for site in &draft.sites {
        let record = record_of(site.id.trim());
        let at = At {
            origin: &site.origin,
            record: &record,
        };
        if let Some(read) = check_one(site, &mut table, at, log) {
            checked.push((site, read.id.clone()));
            table.insert(read.id.clone(), read);
        }
    }
    for (site, id) in &checked {
        let record = record_of(id.as_str());
        let at = At {
            origin: &site.origin,
            record: &record,
        };
        let Some(text) = optional(site.parent.as_ref()) else {
            continue;
        };
        match table.named("parent", text) {
            Err(missing) => log.missing_in(at, "parent", missing),
            Ok(parent) => {
                if let Some(site) = table.get_mut(id) {
                    site.parent = Some(parent);
                }
            }
        }
    }
    cut_cycles(&mut table, log);
    check_codes(&mut table, log);
    table
}

fn check_one(
    draft: &SiteDraft,
    table: &mut Table<SiteId, Site>,
    at: At<'_>,
    log: &mut Log,
) -> Option<Site> {
    let id = table.take(at, SiteId::new(draft.id.trim()), log);
    let name = log.need(at, filled("name", &draft.name));
    let level = choice_or("level", draft.level.as_ref(), SiteLevel::Other);
    let level = log.need(at, level);
    let mut codes = Vec::new();
    for code in draft.codes.iter().map(|code| code.trim()) {
        match SiteId::new(code) {
            Err(fault) => log.fault_in(at, format!("code {code}"), fault),
            Ok(code) => codes.push(code),
        }
    }
    codes.sort();
    codes.dedup();
    Some(Site {
        id: id?,
        name: name?.to_owned(),
        level: level?,
        parent: None,
        codes,
    })
}

fn record_of(id: &str) -> Record {
    Record::new(RecordKind::Site, id.to_owned())
}

/// Cuts each cycle at its least site.
fn cut_cycles(table: &mut Table<SiteId, Site>, log: &mut Log) {
    let parents: BTreeMap<SiteId, SiteId> = table
        .iter()
        .filter_map(|(id, site)| Some((id.clone(), site.parent.clone()?)))
        .collect();
    // The walk on which a site was first met.
    let mut met: BTreeMap<&SiteId, usize> = BTreeMap::new();
    for (walk, start) in parents.keys().enumerate() {
        let mut at = Some(start);
        let mut path = Vec::new();
        while let Some(site) = at {
            match met.get(site) {
                None => {
                    met.insert(site, walk);
                    path.push(site);
                    at = parents.get(site);
                }
                Some(earlier) if *earlier == walk => {
                    let cycle = path.iter().skip_while(|known| **known != site);
                    cut(table, log, &cycle.copied().collect::<Vec<_>>());
                    break;
                }
                Some(_) => break,
            }
        }
    }
}

fn cut(table: &mut Table<SiteId, Site>, log: &mut Log, cycle: &[&SiteId]) {
    let least = (0..cycle.len()).min_by_key(|at| cycle[*at]).unwrap_or(0);
    let turned = cycle[least..].iter().chain(&cycle[..=least]);
    let path: Vec<SiteId> = turned.map(|site| (*site).clone()).collect();
    let Some(first) = path.first().cloned() else {
        return;
    };
    let record = record_of(first.as_str());
    let origin = table.origin(first.as_str());
    let at = At {
        origin: &origin,
        record: &record,
    };
    log.fault_in(at, "parent", Fault::SiteCycle { path });
    if let Some(site) = table.get_mut(&first) {
        site.parent = None;
    }
}

/// Leaves out codes that are the id or a code of another site.
fn check_codes(table: &mut Table<SiteId, Site>, log: &mut Log) {
    let mut owners: BTreeMap<SiteId, SiteId> = table
        .iter()
        .map(|(id, _)| (id.clone(), id.clone()))
        .collect();
    let mut taken: Vec<(SiteId, SiteId, SiteId)> = Vec::new();
    for (id, site) in table.iter() {
        for code in &site.codes {
            match owners.get(code) {
                Some(owner) => taken.push((id.clone(), code.clone(), owner.clone())),
                None => {
                    owners.insert(code.clone(), id.clone());
                }
            }
        }
    }
    for (id, code, owner) in taken {
        if let Some(site) = table.get_mut(&id) {
            site.codes.retain(|known| *known != code);
        }
        if owner == id {
            continue;
        }
        let record = record_of(id.as_str());
        let origin: Origin = table.origin(id.as_str());
        let at = At {
            origin: &origin,
            record: &record,
        };
        let first = table.origin(owner.as_str());
        log.fault_in(at, format!("code {code}"), Fault::DuplicateId { first });
    }
}
