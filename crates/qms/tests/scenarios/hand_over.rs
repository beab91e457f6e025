//! Scenario 1: a sustained improvement, and its hand-over.

use redbead_qms::{Answers, JudgeOptions, Moment, PhaseReason, Provisional, Verdict};

use crate::world::{
    FEWER, World, day, judged, key, names, node, observed, scottish, status, status_of, statuses,
};

fn world() -> World {
    World::new()
        .node("rounds", "primary", &["quality improvement"])
        .link("rounds", "aim")
        .measure("falls", "decrease", "rounds", "process")
        .site("ward-7", "ward", None)
}

#[test]
fn a_sustained_improvement_is_a_candidate_for_hand_over() {
    let system = world().build();
    let falls = status("falls", "ward-7", &FEWER);

    // Baseline median 6; the ninth low point makes a sustained shift, with a median of 4.
    let eight = status("falls", "ward-7", &FEWER[..16]);
    let before = eight.phase.unwrap();
    assert_eq!((before.number, before.center), (0, Some(6.0)));
    let phase = falls.phase.unwrap();
    assert_eq!((phase.number, phase.center), (1, Some(4.0)));
    assert!(matches!(phase.reason, PhaseReason::Shift { .. }));

    let set = statuses(&system, [falls.clone()]);
    let answers = Answers::new(&system, &set).unwrap();
    let rounds = node(&system, "rounds");
    assert_eq!(answers.node_verdict(rounds).to_string(), "1 improving");

    // The driver is improving, since month 9.
    let ninth = Moment {
        index: 8,
        date: Some(day("2024-09-01")),
    };
    let found = answers.drivers_of(node(&system, "aim"), 10);
    assert_eq!(found.total.below.get(Verdict::Improving), 1);
    let [driver] = &found.drivers[..] else {
        panic!("one driver: {found:?}")
    };
    assert_eq!((driver.driver, driver.series.counts().total()), (rounds, 1));
    let [entry] = driver.series.listed(Verdict::Improving) else {
        panic!("one series: {driver:?}")
    };
    assert_eq!(entry.judgement.since, Some(ninth));
    let evidence = answers.evidence(entry);
    assert_eq!(evidence.len(), 1);
    assert_eq!(
        (evidence[0].rule, evidence[0].points()),
        ("sustained shift", 9)
    );

    // And a candidate for hand-over to Maintaining Quality.
    let candidates = answers.hand_over();
    let [candidate] = &candidates[..] else {
        panic!("one candidate: {candidates:?}")
    };
    assert_eq!((candidate.since, candidate.points), (ninth, 9));
    assert!(candidate.holds && !candidate.is_tentative);
    let to = candidate.nodes[0];
    assert_eq!(names(&system, &[to.node]), ["rounds"]);
    assert_eq!(to.component.unwrap().id.as_str(), "maintaining");
    assert!(!to.is_there);

    // One month less: improving by its signals, and not yet sustained.
    let set = statuses(&system, [eight]);
    let answers = Answers::new(&system, &set).unwrap();
    assert_eq!(answers.node_verdict(rounds).to_string(), "1 improving");
    assert!(answers.hand_over().is_empty());
}

#[test]
fn a_shift_that_rests_on_a_provisional_point_counts_as_the_options_say() {
    let system = world().build();
    let mut points = observed(&FEWER);
    points[16] = points[16].provisional();
    let falls = || status_of(&scottish(), key("falls", "ward-7"), &points);
    let set = statuses(&system, [falls()]);
    let answers = Answers::new(&system, &set).unwrap();
    assert!(answers.hand_over()[0].is_tentative);

    let left_out = JudgeOptions::default().with_provisional(Provisional::LeftOut);
    let set = judged(&system, [falls()], &left_out).unwrap();
    let answers = Answers::new(&system, &set).unwrap();
    assert!(answers.hand_over().is_empty());
    let tests = answers.tests_near(2);
    assert_eq!((tests.onsets.len(), tests.without_test), (0, 0));
}

#[test]
fn a_level_that_slips_does_not_hold() {
    let mut values = FEWER.to_vec();
    values.extend([6.0, 5.0, 6.0, 5.0, 6.0, 5.0]);
    let mut world = world();
    world.0.nodes[1].components.push("maintaining".into());
    let system = world.build();
    let set = statuses(&system, [status("falls", "ward-7", &values)]);
    let answers = Answers::new(&system, &set).unwrap();
    let candidates = answers.hand_over();
    assert_eq!(candidates.len(), 1);
    assert!(!candidates[0].holds);
    assert!(candidates[0].nodes[0].is_there);
    assert_eq!(
        answers.early_warnings(&Default::default()).warnings.total,
        1
    );
}
