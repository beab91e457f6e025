//! Scenario 4: a driver that serves two others is listed twice and counted once.

use redbead_qms::{Answers, CascadeDraft, DiagramId, Strength, System, Verdict, WarningOptions};

use crate::world::{FEWER, MORE, STEADY, World, names, node, status, statuses, upper};

fn shared() -> World {
    World::new()
        .node("p1", "primary", &[])
        .node("p2", "primary", &[])
        .node("s", "secondary", &[])
        .link("p1", "aim")
        .link("p2", "aim")
        .link("s", "p1")
        .link("s", "p2")
        .measure("falls", "decrease", "s", "process")
        .site("ward-7", "ward", None)
}

/// The places in the list, and the number of worsening series in the aim's total.
fn listed(system: &System) -> (Vec<[String; 2]>, usize) {
    let set = statuses(system, [status("falls", "ward-7", &MORE)]);
    let answers = Answers::new(system, &set).unwrap();
    let found = answers.drivers_of(node(system, "aim"), 10);
    let places = found.drivers.iter().map(|place| {
        assert_eq!(place.series.counts().get(Verdict::Worsening), 1);
        [place.parent, place.driver].map(|node| names(system, &[node]).remove(0))
    });
    (places.collect(), found.total.all().get(Verdict::Worsening))
}

#[test]
fn a_shared_driver_is_listed_under_both_and_counted_once() {
    let both = shared().build();
    let place = |parent: &str| [parent.to_owned(), "s".to_owned()];
    assert_eq!(listed(&both), (vec![place("p1"), place("p2")], 1));
    let set = statuses(&both, [status("falls", "ward-7", &MORE)]);
    let answers = Answers::new(&both, &set).unwrap();
    for parent in ["p1", "p2"] {
        let rollup = answers.node_rollup(node(&both, parent));
        assert_eq!(rollup.strong().to_string(), "1 worsening");
        assert_eq!(rollup.verdict().to_string(), "unmeasured");
    }

    let mut one = shared();
    one.0.links.pop();
    assert_eq!(listed(&one.build()), (vec![place("p1")], 1));
}

#[test]
fn groups_are_told_apart_and_each_series_is_in_one() {
    let system = World::new()
        .node("p", "primary", &[])
        .node("s", "secondary", &[])
        .link("p", "aim")
        .weak("s", "p")
        .measure("deaths", "decrease", "aim", "outcome")
        .measure("falls", "decrease", "p", "process")
        .measure("rounds", "decrease", "s", "process")
        .measure("cost", "decrease", "s", "balancing")
        .bind("falls", "s", "process")
        .bind("deaths", "p", "balancing")
        .site("ward-7", "ward", None)
        .build();
    let set = statuses(
        &system,
        [
            status("deaths", "ward-7", &STEADY),
            status("falls", "ward-7", &FEWER),
            status("rounds", "ward-7", &MORE),
            status("cost", "ward-7", &MORE),
        ],
    );
    let answers = Answers::new(&system, &set).unwrap();
    let of = |id: &str| {
        let rollup = answers.node_rollup(node(&system, id));
        [rollup.own, rollup.below, rollup.weak, rollup.balancing].map(|group| group.to_string())
    };
    assert_eq!(
        of("aim"),
        ["1 no signal", "1 improving", "1 worsening", "1 worsening"]
    );
    assert_eq!(
        of("p"),
        [
            "1 improving",
            "no series",
            "1 worsening",
            "1 worsening, 1 no signal"
        ]
    );
    assert_eq!(
        of("s"),
        [
            "1 improving, 1 worsening",
            "no series",
            "no series",
            "1 worsening"
        ]
    );
    assert_eq!(
        answers.node_rollups()[0],
        answers.node_rollup(node(&system, "aim"))
    );

    let found = answers.drivers_of(node(&system, "aim"), 10);
    let strengths: Vec<Strength> = found.drivers.iter().map(|place| place.strength).collect();
    assert_eq!(strengths, [Strength::Strong, Strength::Weak]);
    assert_eq!(
        found.drivers[1].series.counts().to_string(),
        "1 improving, 1 worsening"
    );
}

#[test]
fn a_cascade_makes_a_driver_and_an_aim_one() {
    let mut world = World::new()
        .node("rounds", "primary", &[])
        .link("rounds", "aim")
        .measure("deaths", "decrease", "aim", "outcome")
        .measure("falls", "decrease", "rounds", "process")
        .site("ward-7", "ward", None);
    world.0.extend(upper());
    world.0.cascades.push(CascadeDraft {
        driver_diagram: "upper".into(),
        driver: "p".into(),
        aim_diagram: "care".into(),
        aim: "aim".into(),
        ..CascadeDraft::default()
    });
    let system = world.build();
    let set = statuses(
        &system,
        [
            status("deaths", "ward-7", &MORE),
            status("falls", "ward-7", &STEADY),
        ],
    );
    let answers = Answers::new(&system, &set).unwrap();
    let diagram = DiagramId::new("upper").unwrap();
    let top = system.aim_of(&diagram).unwrap();
    let driver = system.below(top)[0].node;

    // The outcome of the lower aim is the upper driver's own measure, and counts once.
    let rollup = answers.node_rollup(driver);
    assert_eq!(rollup.own.to_string(), "1 worsening");
    assert_eq!(rollup.below.to_string(), "1 no signal");
    assert_eq!(answers.node_rollup(top).all().total(), 2);
    let coverage = answers.coverage(&diagram).unwrap();
    assert_eq!(coverage.unmeasured_nodes().collect::<Vec<_>>(), [top]);
    let found = answers.drivers_of(top, 10);
    assert_eq!(found.drivers.len(), 1);
    assert_eq!(
        (found.drivers[0].driver, found.drivers[0].parent),
        (driver, top)
    );

    // A warning leads up to the upper aim; no driver below explains it, and the aim that is one with
    // the driver does not either.
    let warnings = answers.early_warnings(&WarningOptions::default());
    let lower = node(&system, "aim");
    let route = warnings.route(lower).unwrap();
    assert_eq!(route.paths.listed, [vec![lower, driver, top]]);
    let check = answers.theory_check(&diagram, 10).unwrap();
    assert_eq!(check.unexplained.len(), 1);
    assert_eq!(
        (check.unexplained[0].node, check.unexplained[0].drivers),
        (driver, 1)
    );
}
