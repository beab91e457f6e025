//! A diagram and results, brought together: which series count, and which do not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use redbead_io::SeriesRecord;
use redbead_qms::{
    BuildOptions, Date, JudgeOptions, MixedRules, SeriesKey, SiteDraft, Status, Statuses, System,
};
use serde::Serialize;

use super::load::as_id;
use super::mapping::{Mapping, Names, Where};
use super::records::{self, Results};
use super::status::status_of;

/// How results are brought to a diagram.
#[derive(Debug, Clone, Default)]
pub(super) struct WorldOptions {
    pub(super) mapping: Mapping,
    /// Level and parent of sites that the diagram does not know; none to leave them unmatched.
    pub(super) new_sites: Option<NewSites>,
    pub(super) as_of: Option<Date>,
    pub(super) judge: JudgeOptions,
    pub(super) mixed: MixedRules,
}

/// What sites are that results name and the diagram does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewSites {
    pub(super) level: String,
    pub(super) parent: Option<String>,
}

/// A file of results, with the measure that all of its series are of, where that is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ResultsFile {
    pub(super) path: PathBuf,
    pub(super) measure: Option<String>,
}

impl ResultsFile {
    /// `FILE`, or `MEASURE=FILE`. A file of the whole name comes first.
    pub(super) fn of(text: &Path) -> Self {
        let whole = Self {
            path: text.to_owned(),
            measure: None,
        };
        let pair = text.to_str().and_then(|text| text.split_once('='));
        match pair {
            Some((measure, path)) if !text.exists() && !measure.is_empty() && !path.is_empty() => {
                Self {
                    path: PathBuf::from(path),
                    measure: Some(measure.to_owned()),
                }
            }
            _ => whole,
        }
    }
}

/// What became of each series, and of each measure.
#[derive(Debug, Default, Clone, Serialize)]
pub(super) struct Matching {
    /// How measure and site were told, in words.
    pub(super) notes: Vec<String>,
    /// Series of the results.
    pub(super) series: usize,
    /// Series that the diagram knows and the scan could read.
    pub(super) matched: usize,
    /// Series that the scan refused, with its reason.
    pub(super) refused: Vec<SeriesLine>,
    /// Series that the diagram does not know, with the reason.
    pub(super) unmatched: Vec<SeriesLine>,
    /// Sites that were added to those of the diagram.
    pub(super) new_sites: Vec<String>,
    /// Matched series whose measure is bound to no node: they count for none.
    pub(super) unbound: usize,
    /// Measures that are bound to a node, and of which there is no series.
    pub(super) measures_without_series: Vec<String>,
}

/// A series that does not count, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct SeriesLine {
    /// Its keys.
    pub(super) series: String,
    /// Why it does not count.
    pub(super) reason: String,
}

/// A diagram with its statuses.
#[derive(Debug)]
pub(super) struct World {
    pub(super) system: System,
    pub(super) statuses: Statuses,
    pub(super) matching: Matching,
}

/// Reads all results and matches them. Everything that is wrong is told at once.
pub(super) fn world(
    system: System,
    files: &[ResultsFile],
    options: &WorldOptions,
) -> Result<World, Vec<String>> {
    let (mut faults, mut statuses, mut read) = (Vec::new(), Vec::new(), Vec::new());
    for file in files {
        match records::read(&file.path) {
            Err(wrong) => faults.extend(wrong),
            Ok(Results::Statuses(kept)) => statuses.extend(kept),
            Ok(Results::Records(records)) => read.push((file, records)),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut matching = Matching {
        series: statuses.len(),
        ..Matching::default()
    };
    let mut system = system;
    let mut mapped = Vec::with_capacity(read.len());
    for (file, records) in &read {
        let records: Vec<&SeriesRecord> = records.iter().map(|(_, record)| record).collect();
        let mut mapping = options.mapping.clone();
        if let Some(measure) = &file.measure {
            mapping.measure = Where::Always(measure.clone());
        }
        let (mapping, notes) = mapping
            .resolved(&records, &Names::of(&system))
            .map_err(|error| vec![format!("{}: {error}", super::load::name_of(&file.path))])?;
        matching.series += records.len();
        matching.notes.extend(notes);
        mapped.push((mapping, records));
    }
    matching.notes.dedup();
    if let Some(new) = &options.new_sites {
        let names = Names::of(&system);
        let texts = mapped.iter().flat_map(|(mapping, records)| {
            records
                .iter()
                .filter_map(|record| mapping.site_text(record))
        });
        let unknown: BTreeSet<&str> = texts.filter(|text| !names.is_site(text)).collect();
        system = with_sites(&system, &unknown, new)?;
        matching.new_sites = unknown.into_iter().map(str::to_owned).collect();
    }
    let names = Names::of(&system);
    for (mapping, records) in &mapped {
        for record in records {
            match line_of(record, mapping, &names, options.as_of) {
                Ok(status) => statuses.push(status),
                Err((line, true)) => matching.refused.push(line),
                Err((line, false)) => matching.unmatched.push(line),
            }
        }
    }
    drop_unknown(&system, &mut statuses, &mut matching);
    matching.refused.sort();
    matching.unmatched.sort();
    matching.matched = statuses.len();
    let statuses =
        Statuses::new(&system, statuses, &options.judge, options.mixed).map_err(|errors| {
            errors
                .as_slice()
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        })?;
    let is_bound = |measure: usize| {
        let id = &system.measures()[measure].id;
        system
            .bindings()
            .iter()
            .any(|binding| binding.measure == *id)
    };
    let with_series: BTreeSet<usize> = statuses
        .entries()
        .iter()
        .map(|entry| entry.measure.get())
        .collect();
    let bound: BTreeSet<usize> = (0..system.measures().len())
        .filter(|at| is_bound(*at))
        .collect();
    let of_unbound = statuses
        .entries()
        .iter()
        .filter(|entry| !bound.contains(&entry.measure.get()));
    matching.unbound = of_unbound.count();
    let missing = bound.difference(&with_series);
    matching.measures_without_series = missing
        .map(|at| system.measures()[*at].id.to_string())
        .collect();
    Ok(World {
        system,
        statuses,
        matching,
    })
}

/// The status of a record; else why there is none, and whether the scan refused it.
fn line_of(
    record: &SeriesRecord,
    mapping: &Mapping,
    names: &Names,
    as_of: Option<Date>,
) -> Result<Status, (SeriesLine, bool)> {
    let line = |reason: String| SeriesLine {
        series: record.series.to_string(),
        reason,
    };
    let key: SeriesKey = match mapping.key(record, names) {
        Ok(key) => key,
        Err(unmatched) => return Err((line(unmatched.to_string()), false)),
    };
    status_of(record, key, as_of).map_err(|error| (line(error.to_string()), true))
}

/// Kept statuses name measures and sites by their ids; those that are not known do not count.
fn drop_unknown(system: &System, statuses: &mut Vec<Status>, matching: &mut Matching) {
    statuses.retain(|status| {
        let key = &status.key;
        let reason = if system.measure_index(&key.measure).is_none() {
            format!("no measure is called {:?}", key.measure.as_str())
        } else if system.site_index(&key.site).is_none() {
            format!("no site is called {:?}", key.site.as_str())
        } else {
            return true;
        };
        let series = key.to_string();
        matching.unmatched.push(SeriesLine { series, reason });
        false
    });
}

/// The same system with more sites.
fn with_sites(
    system: &System,
    texts: &BTreeSet<&str>,
    new: &NewSites,
) -> Result<System, Vec<String>> {
    let mut draft = system.to_draft();
    let taken: Vec<String> = draft.sites.iter().map(|site| site.id.clone()).collect();
    let mut taken: BTreeMap<String, usize> = taken.into_iter().map(|id| (id, 1)).collect();
    for text in texts {
        let wanted = as_id(text, "site");
        let mut id = wanted.clone();
        while taken.contains_key(&id) {
            let number = taken.entry(wanted.clone()).or_insert(1);
            *number += 1;
            let ending = format!("-{number}");
            let kept = redbead_qms::MAX_ID_CHARACTERS.saturating_sub(ending.len());
            id = format!("{}{ending}", wanted.get(..kept).unwrap_or(&wanted));
        }
        taken.insert(id.clone(), 1);
        draft.sites.push(SiteDraft {
            id,
            name: (*text).to_owned(),
            level: Some(new.level.clone()),
            parent: new.parent.clone(),
            ..SiteDraft::default()
        });
    }
    draft.build(&BuildOptions::default()).map_err(|errors| {
        let lines = errors.as_slice().iter();
        lines
            .map(|error| format!("--new-sites: {}: {}", error.record, error.fault))
            .collect()
    })
}
