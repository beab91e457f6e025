//! Question 7: tests of change shortly before a signal.

use redbead_qms::{Answers, DiagramId, TestDraft};

use crate::world::{FEWER, MORE, World, key, observed, scottish, status, status_of, statuses};

/// Falls improve from September 2024 on.
fn world() -> World {
    World::new()
        .node("rounds", "primary", &[])
        .node("bell", "change", &[])
        .node("sign", "change", &[])
        .link("rounds", "aim")
        .link("bell", "rounds")
        .measure("falls", "decrease", "rounds", "process")
        .site("fife", "board", None)
        .site("ward-7", "ward", Some("fife"))
        .site("ward-8", "ward", Some("fife"))
        .test("t1-runs", "bell", ["2024-08-12", ""])
        .test("t2-same-month", "bell", ["2024-09-05", "2024-09-20"])
        .test("t3-two-before", "bell", ["2024-06-01", "2024-07-31"])
        .test("t4-too-early", "bell", ["2024-01-01", "2024-05-31"])
        .test("t5-after", "bell", ["2024-10-01", ""])
        .test("t6-other-driver", "sign", ["2024-09-01", ""])
}

#[test]
fn tests_before_a_new_level() {
    let mut world = world();
    world
        .0
        .tests
        .extend(["ward-7", "ward-8"].map(|site| TestDraft {
            id: format!("t7-{site}"),
            diagram: crate::world::DIAGRAM.into(),
            change_idea: "bell".into(),
            site: Some(site.into()),
            start: "2024-08-01".into(),
            end: Some("2024-08-31".into()),
            ..TestDraft::default()
        }));
    let system = world.build();
    let set = statuses(&system, [status("falls", "ward-7", &FEWER)]);
    let answers = Answers::new(&system, &set).unwrap();
    let found = answers.tests_near(2);
    let [onset] = &found.onsets[..] else {
        panic!("one onset: {found:?}")
    };
    assert!(onset.finding.is_new_level);
    assert_eq!(onset.finding.first.date.unwrap().to_string(), "2024-09-01");
    let tests: Vec<(&str, u32)> = onset
        .tests
        .iter()
        .map(|near| (near.test.id.as_str(), near.periods))
        .collect();
    assert_eq!(
        tests,
        [
            ("t1-runs", 0),
            ("t2-same-month", 0),
            ("t7-ward-7", 1),
            ("t3-two-before", 2),
        ]
    );
    assert!(onset.tests.iter().all(|near| near.is_everywhere));
    assert_eq!(answers.tests_near(0).onsets[0].tests.len(), 2);

    // Of the board, both wards are a part.
    let set = statuses(&system, [status("falls", "fife", &FEWER)]);
    let answers = Answers::new(&system, &set).unwrap();
    let found = answers.tests_near(1);
    let parts = found.onsets[0].tests.iter();
    assert_eq!(parts.filter(|near| !near.is_everywhere).count(), 2);
}

#[test]
fn without_a_date_or_a_test_nothing_is_placed() {
    let system = world().build();
    let mut undated = status("falls", "ward-7", &MORE);
    for signal in &mut undated.signals {
        signal.first.date = None;
    }
    let set = statuses(&system, [undated]);
    let answers = Answers::new(&system, &set).unwrap();
    let found = answers.tests_near(2);
    assert_eq!((found.onsets.len(), found.not_placed > 0), (0, true));

    // A shift that began in February 2025.
    let mut late = vec![
        6.0, 4.0, 5.0, 6.0, 4.0, 5.0, 4.0, 6.0, 4.0, 6.0, 4.0, 6.0, 4.0,
    ];
    late.extend([6.0; 6]);
    let late = status_of(&scottish(), key("falls", "ward-7"), &observed(&late));
    let mut world = world();
    // Tests that ended long before, or are of another driver.
    world
        .0
        .tests
        .retain(|test| test.end.is_some() || test.id == "t6-other-driver");
    let system = world.build();
    let set = statuses(&system, [late]);
    let answers = Answers::new(&system, &set).unwrap();
    let found = answers.tests_near(2);
    assert_eq!((found.onsets.len(), found.not_placed), (0, 0));
    assert!(found.without_test > 0);
    assert!(system.diagram(&DiagramId::new("care").unwrap()).is_some());
}
