//! Scenarios 7 and 10: no measure, too little data and no signal are three different answers.

use redbead::Observation;
use redbead_qms::{
    Answers, Ground, JudgeOptions, Minimum, NodeVerdict, SeriesContext, Status, Verdict,
};

use crate::world::{
    STEADY, World, diagram, judged, key, measure, names, node, scottish, status, statuses,
};

#[test]
fn what_is_unmeasured_and_what_has_too_little_data() {
    let mut world = World::new()
        .node("p1", "primary", &["quality control"])
        .node("p2", "primary", &["maintaining"])
        .node("p3", "primary", &["planning"])
        .node("p4", "primary", &[])
        .node("idea", "change", &[])
        .link("p1", "aim")
        .link("p2", "aim")
        .link("p3", "aim")
        .link("p4", "aim")
        .link("idea", "p1")
        .measure("falls", "decrease", "p1", "process")
        .measure("sores", "decrease", "p2", "process")
        .measure("cost", "decrease", "p3", "balancing")
        .measure("waits", "decrease", "p4", "process")
        .bind("cost", "p3", "balancing")
        .site("ward-7", "ward", None)
        .site("ward-8", "ward", None);
    world.0.bindings[2].site = Some("ward-7".into());
    world.0.bindings[4].site = Some("ward-8".into());
    let system = world.build();
    let five = [4.0, 5.0, 3.0, 6.0, 5.0];
    let set = statuses(
        &system,
        [
            status("falls", "ward-7", &five),
            status("sores", "ward-7", &five),
            status("waits", "ward-7", &STEADY),
        ],
    );
    let answers = Answers::new(&system, &set).unwrap();
    let coverage = answers.coverage(&diagram()).unwrap();
    let unmeasured: Vec<&str> = coverage
        .unmeasured_components()
        .map(|component| component.id.as_str())
        .collect();
    assert_eq!(
        unmeasured,
        [
            "planning",
            "improving",
            "assurance",
            "learning_system",
            "vision_purpose",
            "process_rigour",
            "people_led",
            "leadership_culture",
        ]
    );
    let maintaining = &coverage.components[1];
    assert_eq!(names(&system, &maintaining.nodes), ["p1", "p2"]);
    assert_eq!(maintaining.verdict.to_string(), "2 not enough data");

    let few: Vec<_> = coverage.nodes_with_too_few_data().collect();
    assert_eq!(names(&system, &few), ["p1", "p2"]);
    for driver in few {
        let verdict = answers.node_verdict(driver);
        assert_ne!(verdict, NodeVerdict::Unmeasured);
        assert_eq!(verdict.counts().get(Verdict::InsufficientData), 1);
        assert_eq!(verdict.counts().get(Verdict::NoSignal), 0);
    }
    let unmeasured: Vec<_> = coverage.unmeasured_nodes().collect();
    assert_eq!(names(&system, &unmeasured), ["aim", "p3"]);
    let balanced: Vec<_> = coverage
        .nodes
        .iter()
        .filter(|known| known.balancing > 0)
        .map(|known| (known.node, known.balancing))
        .collect();
    // One measure, though it is bound at two sites.
    assert_eq!(balanced, [(node(&system, "p3"), 1)]);
    assert_eq!(
        answers.node_verdict(node(&system, "p4")).to_string(),
        "1 no signal"
    );
}

#[test]
fn suppressed_months_are_counted_and_never_filled_in() {
    let system = World::new()
        .measure("falls", "decrease", "aim", "outcome")
        .site("ward-7", "ward", None)
        .build();
    let mut months = vec![Observation::missing(); 24];
    let figures = [7.0, 5.0, 6.0, 8.0, 5.0, 7.0, 6.0, 5.0, 9.0];
    for (month, falls) in figures.into_iter().enumerate() {
        months[month * 2 + 5] = Observation::value(falls);
    }
    let plan = scottish();
    let report = plan.scan(&months).unwrap();
    let context = SeriesContext::new(key("falls", "ward-7")).suppressed(15);
    let status = Status::of(&report, &plan, &context).unwrap();
    assert_eq!(status.points.useful, 9);
    assert_eq!(status.points.suppressed, 15);
    assert_eq!(status.points.missing, 0);
    // The center is that of the figures that are there: no zero was filled in.
    assert_eq!(status.phase.unwrap().center, Some(6.0));

    let least = |points| JudgeOptions::default().with_minimum(Minimum::Points(points));
    let set = judged(&system, [status.clone()], &least(12)).unwrap();
    let entry = &set.entries()[0];
    assert_eq!(entry.judgement.verdict, Verdict::InsufficientData);
    assert_eq!(entry.judgement.ground, Ground::TooFew { have: 9, need: 12 });
    let answers = Answers::new(&system, &set).unwrap();
    let coverage = answers.coverage(&diagram()).unwrap();
    assert_eq!(coverage.nodes_with_too_few_data().count(), 1);
    let rollup = answers.site_rollup(measure(&system, "falls"), 10);
    assert_eq!(rollup.groups[0].tested(), 0);
    assert_eq!(
        answers.plain_line(entry).to_string(),
        "falls at ward-7: not enough data; some figures are kept back to protect people's privacy"
    );

    // The minimum is the caller's choice.
    let set = judged(&system, [status], &least(9)).unwrap();
    assert_eq!(set.entries()[0].judgement.verdict, Verdict::NoSignal);
}
