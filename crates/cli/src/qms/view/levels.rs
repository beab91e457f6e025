//! Answers about series and sites: roll-up, tests of change, changes, plain lines.

use std::collections::BTreeMap;

use redbead_qms::{Answers, Basis, ChangeKind, Plain, SeriesKey, SiteLevel, Statuses, Verdict};
use serde::Serialize;

use super::{Asked, CountsView, FindingView, ListView, Positions};

/// A measure at its sites.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct SitesView {
    /// Id of the measure.
    pub(in crate::qms) measure: String,
    /// Its name.
    pub(in crate::qms) measure_name: String,
    /// Levels and bases, largest places first.
    pub(in crate::qms) groups: Vec<GroupView>,
}

/// The series of a measure at one level.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct GroupView {
    /// The level.
    pub(in crate::qms) level: SiteLevel,
    /// The basis.
    pub(in crate::qms) basis: Basis,
    /// All sites of the level, with a series or without.
    pub(in crate::qms) sites: usize,
    /// The series by verdict.
    pub(in crate::qms) counts: CountsView,
    /// The first series of each verdict with special cause, and of those with too little data.
    pub(in crate::qms) listed: BTreeMap<Verdict, Vec<usize>>,
    /// In words.
    pub(in crate::qms) words: String,
}

pub(super) fn sites(
    answers: &Answers<'_>,
    asked: &Asked<'_>,
    positions: &Positions<'_>,
) -> Vec<SitesView> {
    let system = answers.system();
    let ids = system.measures().iter().map(|measure| &measure.id);
    let measures = ids.filter_map(|id| system.measure_index(id));
    let views = measures.map(|at| {
        let found = answers.site_rollup(at, asked.most);
        let groups = found.groups.iter().map(|group| {
            let told = Verdict::ALL
                .iter()
                .filter(|verdict| **verdict != Verdict::NoSignal);
            let listed = told.map(|verdict| {
                let series = group.series.listed(*verdict).iter();
                (
                    *verdict,
                    series.map(|entry| positions.of(entry)).collect::<Vec<_>>(),
                )
            });
            GroupView {
                level: group.level,
                basis: group.basis,
                sites: group.sites,
                counts: CountsView::of(group.series.counts()),
                listed: listed.filter(|(_, series)| !series.is_empty()).collect(),
                words: group.to_string(),
            }
        });
        SitesView {
            measure: system.measure(at).id.to_string(),
            measure_name: system.measure(at).name.clone(),
            groups: groups.collect(),
        }
    });
    views.filter(|view| !view.groups.is_empty()).collect()
}

/// Tests of change shortly before a signal.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct TestsView {
    /// How many periods before a signal were looked at.
    pub(in crate::qms) periods: u32,
    /// Signals with a test before them.
    pub(in crate::qms) onsets: Vec<OnsetView>,
    /// Number of signals without one.
    pub(in crate::qms) without_test: usize,
    /// Number of signals that cannot be placed, for want of dates or of a regular frequency.
    pub(in crate::qms) not_placed: usize,
}

/// A signal with the tests before it.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct OnsetView {
    /// The series.
    pub(in crate::qms) series: usize,
    /// The signal.
    pub(in crate::qms) finding: FindingView,
    /// The tests, nearest first.
    pub(in crate::qms) tests: Vec<TestView>,
}

/// A test of change.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct TestView {
    /// Its id.
    pub(in crate::qms) id: String,
    /// What was done.
    pub(in crate::qms) plan: Option<String>,
    /// Whole periods from its last day to the signal; 0 if it was running.
    pub(in crate::qms) periods: u32,
    /// Whether in all of the place of the series.
    pub(in crate::qms) everywhere: bool,
}

pub(super) fn tests(
    answers: &Answers<'_>,
    asked: &Asked<'_>,
    positions: &Positions<'_>,
) -> TestsView {
    let found = answers.tests_near(asked.periods);
    let onsets = found.onsets.iter().map(|onset| OnsetView {
        series: positions.of(onset.entry),
        finding: FindingView::of(&onset.finding),
        tests: onset
            .tests
            .iter()
            .map(|near| TestView {
                id: near.test.id.to_string(),
                plan: near.test.plan.clone(),
                periods: near.periods,
                everywhere: near.is_everywhere,
            })
            .collect(),
    });
    TestsView {
        periods: asked.periods,
        onsets: onsets.collect(),
        without_test: found.without_test,
        not_placed: found.not_placed,
    }
}

/// What changed since earlier results.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct ChangesView {
    /// How many findings became what.
    pub(in crate::qms) counts: BTreeMap<ChangeKind, usize>,
    /// Series with findings on one of the days, or another verdict.
    pub(in crate::qms) series: Vec<ChangedView>,
    /// Series that are there no more.
    pub(in crate::qms) gone: Vec<KeyView>,
    /// Series that were not there before.
    pub(in crate::qms) new: Vec<KeyView>,
}

/// What names a series.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct KeyView {
    /// Id of the measure.
    pub(in crate::qms) measure: String,
    /// Id of the site.
    pub(in crate::qms) site: String,
    /// The basis.
    pub(in crate::qms) basis: Basis,
}

impl KeyView {
    fn of(key: &SeriesKey) -> Self {
        Self {
            measure: key.measure.to_string(),
            site: key.site.to_string(),
            basis: key.basis,
        }
    }
}

/// A series that changed.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct ChangedView {
    /// The series, in words.
    pub(in crate::qms) words: String,
    /// What names it.
    #[serde(flatten)]
    pub(in crate::qms) key: KeyView,
    /// What it said before.
    pub(in crate::qms) before: Verdict,
    /// What it says now.
    pub(in crate::qms) after: Verdict,
    /// What became of its findings.
    pub(in crate::qms) changes: Vec<ChangeView>,
}

/// What became of a finding.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct ChangeView {
    /// What became of it.
    pub(in crate::qms) kind: ChangeKind,
    /// The finding as it is now, or was last.
    pub(in crate::qms) finding: Option<FindingView>,
}

pub(super) fn changes(statuses: &Statuses, earlier: &Statuses) -> ChangesView {
    let found = statuses.changes_since(earlier);
    let kinds = ChangeKind::ALL.iter().map(|kind| (*kind, found.get(*kind)));
    ChangesView {
        counts: kinds.filter(|(_, count)| *count > 0).collect(),
        series: found
            .series
            .iter()
            .map(|series| ChangedView {
                words: series.key.to_string(),
                key: KeyView::of(series.key),
                before: series.before.verdict,
                after: series.after.verdict,
                changes: series
                    .changes
                    .iter()
                    .map(|change| ChangeView {
                        kind: change.kind,
                        finding: change.after.or(change.before).as_ref().map(FindingView::of),
                    })
                    .collect(),
            })
            .collect(),
        gone: found.gone.iter().map(|key| KeyView::of(key)).collect(),
        new: found.new.iter().map(|key| KeyView::of(key)).collect(),
    }
}

/// A series in one plain line.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct PlainView {
    /// The series.
    pub(in crate::qms) series: usize,
    /// The answer.
    pub(in crate::qms) plain: Plain,
    /// The line.
    pub(in crate::qms) line: String,
}

pub(super) fn plain(
    answers: &Answers<'_>,
    asked: &Asked<'_>,
    positions: &Positions<'_>,
) -> ListView<PlainView> {
    let lines = answers.plain_lines();
    let views = lines.iter().take(asked.most).map(|line| PlainView {
        series: positions.of(line.entry),
        plain: line.plain,
        line: line.to_string(),
    });
    ListView {
        total: lines.len(),
        listed: views.collect(),
    }
}
