//! Many statuses, checked against a system.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use redbead::Direction;

use crate::fault::{RecordKind, write_lines};
use crate::series_key::{Basis, SeriesKey};
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

impl Entry {
    /// What names its series in the system.
    fn place(&self) -> (MeasureIndex, SiteIndex, Basis) {
        (self.measure, self.site, self.status.key.basis)
    }
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
        let places = Places::of(system);
        let statuses = statuses.into_iter();
        let mut entries: Vec<Entry> = Vec::with_capacity(statuses.size_hint().0);
        entries.extend(statuses.filter_map(|status| entry(&places, status, judging, &mut errors)));
        // Entries are large: sorted by short keys, and moved once.
        entries.sort_by_cached_key(Entry::place);
        for pair in entries.windows(2) {
            if pair[0].place() == pair[1].place() {
                let key = pair[0].status.key.clone();
                errors.push(StatusSetError::Duplicate { key });
            }
        }
        errors.sort_by_cached_key(|error| (error.key().cloned(), error.to_string()));
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

/// Where measures and sites stand: so many are looked up that hashing pays.
struct Places<'a> {
    system: &'a System,
    measures: HashMap<&'a str, MeasureIndex>,
    sites: HashMap<&'a str, SiteIndex>,
}

impl<'a> Places<'a> {
    fn of(system: &'a System) -> Self {
        let measures = system.measures().iter().enumerate();
        let sites = system.sites().iter().enumerate();
        Self {
            system,
            measures: measures
                .map(|(at, measure)| (measure.id.as_str(), MeasureIndex::new(at)))
                .collect(),
            sites: sites
                .map(|(at, site)| (site.id.as_str(), SiteIndex::new(at)))
                .collect(),
        }
    }
}

fn entry(
    places: &Places<'_>,
    mut status: Status,
    judging: &JudgeOptions,
    errors: &mut Vec<StatusSetError>,
) -> Option<Entry> {
    let unknown = |what| StatusSetError::UnknownSeries {
        key: status.key.clone(),
        what,
    };
    let measure = places.measures.get(status.key.measure.as_str()).copied();
    let site = places.sites.get(status.key.site.as_str()).copied();
    if measure.is_none() {
        errors.push(unknown(RecordKind::Measure));
    }
    if site.is_none() {
        errors.push(unknown(RecordKind::Site));
    }
    let (measure, site) = (measure?, site?);
    match (status.direction, places.system.measure(measure).direction) {
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
    // One text for all: sets of one system are compared without reading it.
    status.key.measure = places.system.measure(measure).id.clone();
    status.key.site = places.system.site(site).id.clone();
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
    let mut places: BTreeMap<[&[String]; 2], usize> = BTreeMap::new();
    for entry in entries {
        let rules = &entry.status.rules;
        let place = places.entry([&rules.rules, &rules.options]);
        let place = *place.or_insert_with(|| {
            sets.push(RuleSetUse {
                rules: rules.clone(),
                series: 0,
                example: entry.status.key.clone(),
            });
            sets.len() - 1
        });
        sets[place].series += 1;
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

#[cfg(test)]
mod tests {
    use redbead::Tie;

    use super::*;
    use crate::build::BuildOptions;
    use crate::draft::{Draft, MeasureDraft, SiteDraft};
    use crate::id::{MeasureId, SiteId};
    use crate::status::{
        Baseline, Moment, PhaseReason, PhaseStatus, SeriesSignal, SignalSide, TieOptions, Verdict,
    };

    fn system() -> System {
        let site = |id: &str| SiteDraft {
            id: id.into(),
            name: id.into(),
            ..SiteDraft::default()
        };
        let measure = |id: &str, direction: &str| MeasureDraft {
            id: id.into(),
            name: id.into(),
            direction: Some(direction.into()),
            ..MeasureDraft::default()
        };
        let draft = Draft {
            sites: vec![site("s1"), site("s2")],
            measures: vec![measure("falls", "decrease"), measure("beds", "not judged")],
            ..Draft::default()
        };
        draft.build(&BuildOptions::default()).unwrap()
    }

    fn key(measure: &str, site: &str) -> SeriesKey {
        SeriesKey::new(MeasureId::new(measure).unwrap(), SiteId::new(site).unwrap())
    }

    fn rules(on_center: Tie) -> RulesUsed {
        RulesUsed {
            name: "another engine".into(),
            rules: vec![format!("shift points=6 on_center={on_center}")],
            options: Vec::new(),
            ties: TieOptions {
                on_center: Some(on_center),
                equal: None,
            },
        }
    }

    /// Filled by hand: twelve points, the last six above the center.
    fn status(measure: &str, site: &str) -> Status {
        let at = |index| Moment { index, date: None };
        let mut status = Status::new(key(measure, site), Direction::NotJudged, rules(Tie::Skip));
        status.points.useful = 12;
        status.sufficiency.have = 12;
        status.phase = Some(PhaseStatus {
            number: 0,
            start: at(0),
            last: at(11),
            points: 12,
            reason: PhaseReason::SeriesStart,
            baseline: Baseline::Unknown,
            center: None,
        });
        status.signals.push(SeriesSignal {
            rule: status.rules.rules[0].clone(),
            is_warning: false,
            side: SignalSide::Above,
            first: at(6),
            last: at(11),
            known: at(11),
            is_current: true,
            is_tentative: false,
        });
        status
    }

    fn set(statuses: Vec<Status>, mixed: MixedRules) -> Result<Statuses, StatusSetErrors> {
        Statuses::new(&system(), statuses, &JudgeOptions::default(), mixed)
    }

    #[test]
    fn each_is_judged_by_the_direction_of_its_measure_in_the_order_of_the_keys() {
        let mut treated = status("falls", "s1");
        treated.key.basis = Basis::Treatment;
        let given = vec![
            status("falls", "s2"),
            treated,
            status("beds", "s1"),
            status("falls", "s1"),
        ];
        let statuses = set(given, MixedRules::Refuse).unwrap();
        let shown: Vec<String> = statuses
            .entries()
            .iter()
            .map(|entry| format!("{}: {}", entry.status.key, entry.judgement.verdict))
            .collect();
        assert_eq!(
            shown,
            [
                "beds at s1: special_cause_not_judged",
                "falls at s1: worsening",
                "falls at s1 by treatment: worsening",
                "falls at s2: worsening",
            ]
        );
        let falls = system().measure_index(&MeasureId::new("falls").unwrap());
        assert_eq!(statuses.of_measure(falls.unwrap()).len(), 3);
        let found = statuses.get(&key("falls", "s2")).unwrap();
        assert_eq!(found.judgement.verdict, Verdict::Worsening);
        assert_eq!(statuses.get(&key("falls", "s3")), None);
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once_by_series() {
        let mut risen = status("falls", "s2");
        risen.direction = Direction::Increase;
        let given = vec![
            status("waits", "s9"),
            risen,
            status("falls", "s1"),
            status("falls", "s1"),
            status("waits", "s9"),
            status("falls", "s1"),
        ];
        let errors = set(given, MixedRules::Refuse).unwrap_err();
        assert_eq!(
            errors.to_string(),
            "series falls at s1: has two statuses or more; keep the one of the day that is asked about\n\
             series falls at s2: was judged with increase as good, and its measure says decrease; \
             correct one of them\n\
             series waits at s9: the measure is not part of the system; add it or correct the id\n\
             series waits at s9: the site is not part of the system; add it or correct the id"
        );
    }

    #[test]
    fn mixed_rules_are_refused_unless_allowed() {
        let mut strict = status("falls", "s2");
        strict.rules = rules(Tie::Break);
        let given = vec![strict, status("falls", "s1"), status("beds", "s1")];
        assert_eq!(
            set(given.clone(), MixedRules::Allow)
                .unwrap()
                .entries()
                .len(),
            3
        );
        let errors = set(given, MixedRules::Refuse).unwrap_err();
        assert_eq!(
            errors.to_string(),
            "series were asked different rules: another engine (points on the center skip) for 2, such \
             as beds at s1; another engine (points on the center break) for 1, such as falls at s2; \
             judge all by one set, or allow mixed rules"
        );
    }
}
