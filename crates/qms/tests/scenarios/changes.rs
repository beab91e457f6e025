//! Scenario 9: provisional, then revised.

use redbead::{Observation, Plan, Preset};
use redbead_qms::{
    Answers, ChangeKind, Changes, JudgeOptions, Provisional, Status, System, Verdict,
    WarningOptions,
};

use crate::world::{
    FEWER, STEADY, World, day, first_eight, judged, key, observed, scottish, status_as_of, statuses,
};

fn system() -> System {
    World::new()
        .measure("falls", "decrease", "aim", "outcome")
        .site("ward-1", "ward", None)
        .site("ward-2", "ward", None)
        .build()
}

/// A shift of six, the last of them still provisional.
fn release(last: Observation, as_of: &str) -> Status {
    let mut points = observed(&[
        6.0, 4.0, 5.0, 6.0, 4.0, 5.0, 4.0, 6.0, 4.0, // median of the first 8: 5
        6.0, 7.0, 6.0, 7.0, 8.0,
    ]);
    points.push(last);
    let plan = first_eight(Preset::ScottishRunChart);
    status_as_of(&plan, key("falls", "ward-1"), &points, day(as_of))
}

#[test]
fn a_shift_that_a_revision_takes_back_is_withdrawn() {
    let system = system();
    let march = || release(Observation::value(7.0).provisional(), "2025-04-30");
    let april = || release(Observation::value(3.0), "2025-05-31");

    let first = statuses(&system, [march()]);
    let judgement = first.entries()[0].judgement;
    assert_eq!(judgement.verdict, Verdict::Worsening);
    assert!(judgement.is_tentative);
    let answers = Answers::new(&system, &first).unwrap();
    let warnings = answers.early_warnings(&WarningOptions::default());
    assert!(warnings.warnings.listed[0].entry.judgement.is_tentative);
    assert_eq!(
        answers.plain_lines()[0].to_string(),
        "falls at ward-1: worse, since October 2024; the latest figures may still change"
    );

    let left_out = JudgeOptions::default().with_provisional(Provisional::LeftOut);
    let firm = judged(&system, [march()], &left_out).unwrap();
    assert_eq!(firm.entries()[0].judgement.verdict, Verdict::NoSignal);
    assert!(!firm.entries()[0].judgement.is_tentative);

    let second = statuses(&system, [april()]);
    assert_eq!(second.entries()[0].judgement.verdict, Verdict::NoSignal);
    assert!(first.entries()[0].status.as_of < second.entries()[0].status.as_of);
    let changes = second.changes_since(&first);
    let [series] = &changes.series[..] else {
        panic!("one series: {changes:?}")
    };
    assert_eq!(*series.key, key("falls", "ward-1"));
    assert_eq!(series.before.verdict, Verdict::Worsening);
    assert_eq!(series.after.verdict, Verdict::NoSignal);
    let [change] = series.changes[..] else {
        panic!("one change: {series:?}")
    };
    assert_eq!(change.kind, ChangeKind::WithdrawnByRevision);
    assert_eq!(change.kind.title(), "withdrawn by revision");
    assert!(change.before.unwrap().is_tentative && change.after.is_none());
    assert_eq!(changes.get(ChangeKind::WithdrawnByRevision), 1);
}

#[test]
fn a_shift_that_stays_is_confirmed() {
    let system = system();
    let first = statuses(
        &system,
        [release(Observation::value(7.0).provisional(), "2025-04-30")],
    );
    let second = statuses(&system, [release(Observation::value(7.0), "2025-05-31")]);
    let changes = second.changes_since(&first);
    let change = changes.series[0].changes[0];
    assert_eq!(change.kind, ChangeKind::Confirmed);
    assert!(change.before.unwrap().is_tentative && !change.after.unwrap().is_tentative);

    // The other way round, the revision brings it about.
    let quiet = statuses(&system, [release(Observation::value(3.0), "2025-04-30")]);
    let changes = second.changes_since(&quiet);
    assert_eq!(changes.get(ChangeKind::AppearedByRevision), 1);
}

#[test]
fn a_revision_is_told_from_points_that_were_added() {
    let system = system();
    let plan = Plan::of(Preset::ScottishRunChart).build().unwrap();
    let release = |points: &[f64]| {
        let status = status_as_of(
            &plan,
            key("falls", "ward-1"),
            &observed(points),
            day("2026-01-31"),
        );
        statuses(&system, [status])
    };
    let kinds = |changes: &Changes<'_>| {
        let changes = changes.series[0].changes.iter();
        let lost = changes.filter(|change| change.kind.is_vanished());
        let lost = lost.map(|change| (change.before.unwrap().rule.to_owned(), change.kind));
        lost.collect::<Vec<_>>()
    };
    // The median is that of all points, and 5 on each day.
    let first = [
        5.0, 4.0, 5.0, 4.0, 5.0, 4.0, 5.0, 4.0, 5.0, 6.0, 7.0, 6.0, 7.0, 8.0, 7.0,
    ];
    let before = release(&first);
    // A month is added, and the one before it revised: six above the median are five.
    let mut revised = first.to_vec();
    revised.splice(14.., [3.0, 5.0]);
    let changes = release(&revised);
    let changes = changes.changes_since(&before);
    let lost = kinds(&changes);
    assert_eq!(lost.len(), 2, "{lost:?}");
    for (rule, kind) in lost {
        let expected = if rule.starts_with("shift") {
            ChangeKind::WithdrawnByRevision
        } else {
            ChangeKind::PhaseGrew
        };
        assert_eq!(kind, expected, "{rule}");
    }
}

#[test]
fn new_points_bring_signals_and_new_levels() {
    let system = system();
    let as_of = day("2026-01-31");
    let plan = scottish();
    let upto = |points: usize| {
        let key = key("falls", "ward-1");
        let status = status_as_of(&plan, key, &observed(&FEWER[..points]), as_of);
        statuses(&system, [status])
    };
    let kinds = |changes: &Changes<'_>| {
        let changes = changes.series.iter().flat_map(|series| &series.changes);
        changes.map(|change| change.kind).collect::<Vec<_>>()
    };
    let (few, some, eight, nine) = (upto(12), upto(14), upto(16), upto(17));
    // Six below the median at the 14th point: a shift, that was not there at the 12th.
    assert_eq!(kinds(&some.changes_since(&few)), [ChangeKind::Appeared]);
    // At the 17th it is the level of a new phase.
    let changes = nine.changes_since(&eight);
    assert_eq!(kinds(&changes), [ChangeKind::Confirmed]);
    assert!(changes.series[0].changes[0].after.unwrap().is_new_level);

    let other = status_as_of(&plan, key("falls", "ward-2"), &observed(&STEADY), as_of);
    let both = statuses(&system, [other]);
    let changes = both.changes_since(&nine);
    assert_eq!((changes.new.len(), changes.gone.len()), (1, 1));
    assert!(nine.changes_since(&nine).series[0].changes[0].kind == ChangeKind::Confirmed);
}
