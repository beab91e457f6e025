//! Many statuses, checked against a system.

use std::fmt;

use redbead::Direction;

use crate::fault::{RecordKind, write_lines};
use crate::series_key::SeriesKey;
use crate::status::{JudgeOptions, Judgement, RulesUsed, Status};
use crate::system::{MeasureIndex, SiteIndex, System};

/// Whether series that were asked different rules may stand in one set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MixedRules {
    /// They may not: a count over them has no meaning that could be named. The default.
    #[default]
    Refuse,
    /// They may; each status still says which rules it was asked.
    Allow,
}

/// A set of statuses, one a series, in the order of their keys: what all answers are made from.
///
/// Each is judged once, when the set is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Statuses {
    entries: Vec<Entry>,
    options: JudgeOptions,
}

/// A status with its place in the system.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Entry {
    /// Its measure.
    pub measure: MeasureIndex,
    /// Its site.
    pub site: SiteIndex,
    /// What it says.
    pub judgement: Judgement,
    /// The status. Its direction is that of the measure, unless that one is not judged.
    pub status: Status,
}

impl Statuses {
    /// Takes the statuses of series that a system knows.
    ///
    /// A series whose measure is bound to no node is taken, and counts for none. Takes the time to
    /// sort them.
    ///
    /// # Errors
    ///
    /// [`StatusSetErrors`] with everything that is wrong, by series: unknown measures or sites, two
    /// statuses of one series, a direction against that of the measure, and, unless allowed, mixed
    /// rules.
    pub fn new(
        system: &System,
        statuses: impl IntoIterator<Item = Status>,
        judging: &JudgeOptions,
        mixed: MixedRules,
    ) -> Result<Self, StatusSetErrors> {
        let mut errors = Vec::new();
        let mut entries: Vec<Entry> = statuses
            .into_iter()
            .filter_map(|status| entry(system, status, judging, &mut errors))
            .collect();
        entries.sort_by_key(|entry| (entry.measure, entry.site, entry.status.key.basis));
        for pair in entries.windows(2) {
            if pair[0].status.key == pair[1].status.key {
                let key = pair[0].status.key.clone();
                errors.push(StatusSetError::Duplicate { key });
            }
        }
        errors.sort_by(|one, other| one.key().cmp(&other.key()));
        errors.dedup();
        if mixed == MixedRules::Refuse {
            let sets = rule_sets(&entries);
            if sets.len() > 1 {
                errors.push(StatusSetError::MixedRules { sets });
            }
        }
        if errors.is_empty() {
            Ok(Self {
                entries,
                options: *judging,
            })
        } else {
            Err(StatusSetErrors { errors })
        }
    }

    /// All statuses, by measure, site and basis.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The statuses of a measure, by site and basis.
    #[must_use]
    pub fn of_measure(&self, measure: MeasureIndex) -> &[Entry] {
        let first = self
            .entries
            .partition_point(|entry| entry.measure < measure);
        let last = self
            .entries
            .partition_point(|entry| entry.measure <= measure);
        &self.entries[first..last]
    }

    /// The status of a series.
    #[must_use]
    pub fn get(&self, key: &SeriesKey) -> Option<&Entry> {
        let found = self
            .entries
            .binary_search_by(|entry| entry.status.key.cmp(key));
        self.entries.get(found.ok()?)
    }

    /// How they were judged.
    #[must_use]
    pub const fn options(&self) -> &JudgeOptions {
        &self.options
    }
}

fn entry(
    system: &System,
    mut status: Status,
    judging: &JudgeOptions,
    errors: &mut Vec<StatusSetError>,
) -> Option<Entry> {
    let unknown = |what| StatusSetError::UnknownSeries {
        key: status.key.clone(),
        what,
    };
    let measure = system.measure_index(&status.key.measure);
    let site = system.site_index(&status.key.site);
    if measure.is_none() {
        errors.push(unknown(RecordKind::Measure));
    }
    if site.is_none() {
        errors.push(unknown(RecordKind::Site));
    }
    let (measure, site) = (measure?, site?);
    match (status.direction, system.measure(measure).direction) {
        (_, Direction::NotJudged) => {}
        (Direction::NotJudged, of_measure) => status.direction = of_measure,
        (judged, of_measure) if judged == of_measure => {}
        (judged, of_measure) => {
            errors.push(StatusSetError::OtherDirection {
                key: status.key,
                status: judged,
                measure: of_measure,
            });
            return None;
        }
    }
    Some(Entry {
        measure,
        site,
        judgement: status.judge(judging),
        status,
    })
}

/// The different rules that were asked, in order of the first series of each.
fn rule_sets(entries: &[Entry]) -> Vec<RuleSetUse> {
    let mut sets: Vec<RuleSetUse> = Vec::new();
    for entry in entries {
        let rules = &entry.status.rules;
        match sets.iter_mut().find(|known| known.rules.is_same_as(rules)) {
            Some(known) => known.series += 1,
            None => sets.push(RuleSetUse {
                rules: rules.clone(),
                series: 1,
                example: entry.status.key.clone(),
            }),
        }
    }
    sets
}

/// Rules that were asked of some series.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleSetUse {
    /// The rules.
    pub rules: RulesUsed,
    /// Number of series that were asked them.
    pub series: usize,
    /// The first of these.
    pub example: SeriesKey,
}

/// Why statuses do not make a set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StatusSetError {
    /// The system does not know the measure or the site.
    #[error("series {key}: the {what} is not part of the system; add it or correct the id")]
    UnknownSeries {
        /// The series.
        key: SeriesKey,
        /// What is not known.
        what: RecordKind,
    },
    /// Two statuses of one series.
    #[error("series {key}: has two statuses or more; keep the one of the day that is asked about")]
    Duplicate {
        /// The series.
        key: SeriesKey,
    },
    /// Status and measure disagree on what is good.
    #[error(
        "series {key}: was judged with {status} as good, and its measure says {measure}; correct one \
         of them"
    )]
    OtherDirection {
        /// The series.
        key: SeriesKey,
        /// By the status.
        status: Direction,
        /// By the measure.
        measure: Direction,
    },
    /// Series that were asked different rules.
    #[error(
        "series were asked different rules: {}; judge all by one set, or allow mixed rules",
        uses(sets)
    )]
    MixedRules {
        /// The different rules, in order of the first series of each.
        sets: Vec<RuleSetUse>,
    },
}

impl StatusSetError {
    fn key(&self) -> Option<&SeriesKey> {
        match self {
            Self::UnknownSeries { key, .. }
            | Self::Duplicate { key }
            | Self::OtherDirection { key, .. } => Some(key),
            Self::MixedRules { .. } => None,
        }
    }
}

fn uses(sets: &[RuleSetUse]) -> String {
    let each = |one: &RuleSetUse| {
        let (rules, series, example) = (&one.rules, one.series, &one.example);
        format!("{rules} for {series}, such as {example}")
    };
    sets.iter().map(each).collect::<Vec<_>>().join("; ")
}

/// All that keeps statuses from making a set, by series. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusSetErrors {
    errors: Vec<StatusSetError>,
}

impl StatusSetErrors {
    /// The errors in order.
    #[must_use]
    pub fn as_slice(&self) -> &[StatusSetError] {
        &self.errors
    }
}

impl fmt::Display for StatusSetErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_lines(f, &self.errors)
    }
}

impl std::error::Error for StatusSetErrors {}
