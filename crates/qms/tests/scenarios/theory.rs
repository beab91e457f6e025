//! Scenario 5: does the theory hold?

use redbead_qms::{Answers, Role, TheoryReading, Verdict};

use crate::world::{FEWER, MORE, STEADY, World, day, diagram, names, node, site, status, statuses};

fn two_drivers() -> World {
    World::new()
        .node("p1", "primary", &[])
        .node("p2", "primary", &[])
        .link("p1", "aim")
        .link("p2", "aim")
        .measure("harm", "decrease", "aim", "outcome")
        .measure("falls", "decrease", "p1", "process")
        .measure("sores", "decrease", "p2", "process")
        .site("fife", "board", None)
        .site("ward-1", "ward", Some("fife"))
        .site("ward-2", "ward", Some("fife"))
}

#[test]
fn a_driver_that_improves_while_the_aim_stands_still() {
    let system = two_drivers().build();
    let set = statuses(
        &system,
        [
            status("harm", "fife", &STEADY),
            status("falls", "fife", &FEWER),
            status("sores", "fife", &STEADY),
        ],
    );
    let answers = Answers::new(&system, &set).unwrap();
    let check = answers.theory_check(&diagram(), 10).unwrap();
    let [first, second] = &check.links[..] else {
        panic!("two links: {check:?}")
    };
    assert_eq!(names(&system, &[first.driver, first.parent]), ["p1", "aim"]);
    assert_eq!(first.counts.get(TheoryReading::NotYetSupported), 1);
    assert_eq!(first.counts.total(), 1);
    let comparison = first.telling.listed[0];
    assert_eq!(comparison.reading.title(), "not (yet) supported");
    assert_eq!(comparison.site, site(&system, "fife"));
    // For nine months, against an aim with enough data.
    assert_eq!(
        comparison.driver.since.unwrap().date,
        Some(day("2024-09-01"))
    );
    assert_eq!(
        (comparison.driver.points, comparison.parent.points),
        (9, 17)
    );
    assert_eq!(comparison.parent.verdict, Verdict::NoSignal);
    assert_eq!(comparison.parent.role, Role::Outcome);
    assert_eq!(second.counts.get(TheoryReading::Silent), 1);
    assert!(check.unexplained.is_empty());

    // With too little data of the aim nothing is said.
    let set = statuses(
        &system,
        [
            status("harm", "fife", &STEADY[..9]),
            status("falls", "fife", &FEWER),
        ],
    );
    let answers = Answers::new(&system, &set).unwrap();
    let check = answers.theory_check(&diagram(), 10).unwrap();
    assert_eq!(check.links[0].counts.get(TheoryReading::TooFewData), 1);
    assert_eq!(check.links[0].telling.total, 0);
    assert_eq!(
        check.links[1].driver_verdict.to_string(),
        "measured, no data"
    );
}

#[test]
fn an_aim_that_improves_while_no_driver_does() {
    let system = two_drivers().build();
    let set = statuses(
        &system,
        [
            status("harm", "fife", &FEWER),
            status("falls", "fife", &STEADY),
            status("sores", "fife", &STEADY),
        ],
    );
    let answers = Answers::new(&system, &set).unwrap();
    let check = answers.theory_check(&diagram(), 10).unwrap();
    let [unexplained] = &check.unexplained[..] else {
        panic!("one node: {check:?}")
    };
    assert_eq!(unexplained.node, node(&system, "aim"));
    assert_eq!((unexplained.drivers, unexplained.drivers_tested), (2, 2));
    let movement = unexplained.movements.listed[0];
    assert_eq!(movement.verdict, Verdict::Improving);
    assert_eq!(movement.since.unwrap().date, Some(day("2024-09-01")));
    assert_eq!(movement.points, 9);
    for link in &check.links {
        let comparison = link.telling.listed[0];
        assert_eq!(comparison.reading, TheoryReading::Unexplained);
        assert_eq!(comparison.reading.title(), "unexplained");
        assert_eq!(comparison.driver.points, 17);
    }

    // One driver that improves with it explains it, also for the other.
    let set = statuses(
        &system,
        [
            status("harm", "fife", &FEWER),
            status("falls", "fife", &FEWER),
            status("sores", "fife", &STEADY),
        ],
    );
    let answers = Answers::new(&system, &set).unwrap();
    let check = answers.theory_check(&diagram(), 10).unwrap();
    assert!(check.unexplained.is_empty());
    assert_eq!(check.links[0].counts.get(TheoryReading::Consistent), 1);
    assert_eq!(
        check.links[0].telling.listed[0].parent_moved_first(),
        Some(false)
    );
    assert_eq!(check.links[1].counts.get(TheoryReading::Silent), 1);
}

#[test]
fn sites_are_compared_one_by_one_with_the_nearest_place_around_them() {
    let system = two_drivers().build();
    let set = statuses(
        &system,
        [
            status("harm", "fife", &FEWER),
            status("falls", "ward-1", &FEWER),
            status("falls", "ward-2", &MORE),
            status("sores", "ward-2", &STEADY),
        ],
    );
    let answers = Answers::new(&system, &set).unwrap();
    let check = answers.theory_check(&diagram(), 1).unwrap();
    let falls = &check.links[0];
    assert_eq!(falls.driver_verdict.to_string(), "1 improving, 1 worsening");
    assert_eq!(falls.counts.get(TheoryReading::Consistent), 1);
    assert_eq!(falls.counts.get(TheoryReading::NotYetSupported), 1);
    assert_eq!((falls.telling.total, falls.telling.listed.len()), (2, 1));
    assert_eq!(falls.telling.listed[0].site, site(&system, "ward-1"));
    assert_eq!(falls.telling.listed[0].parent.site, site(&system, "fife"));
    // Both wards are compared with the one series of the board, and that is told.
    assert_eq!((falls.counts.total(), falls.stood_in), (2, 2));
    // A ward that improves explains a board that does.
    assert_eq!(check.links[1].counts.get(TheoryReading::Silent), 1);
    assert!(check.unexplained.is_empty());
}

#[test]
fn the_outcome_speaks_before_the_process() {
    let system = two_drivers().bind("falls", "aim", "process").build();
    let set = statuses(
        &system,
        [
            status("harm", "fife", &STEADY),
            status("falls", "fife", &FEWER),
        ],
    );
    let answers = Answers::new(&system, &set).unwrap();
    let check = answers.theory_check(&diagram(), 10).unwrap();
    let comparison = check.links[0].telling.listed[0];
    assert_eq!(comparison.reading, TheoryReading::NotYetSupported);
    assert_eq!(comparison.parent.verdict, Verdict::NoSignal);
}
