//! Scenario 12: a thousand sites, eight measures, forty nodes.

use redbead_qms::{Answers, Status, System, Verdict, WarningOptions};

use crate::world::{World, day, diagram, measure, node, status, statuses};

const SITES: usize = 1_000;
const MEASURES: usize = 8;
const NODES: usize = 40;

/// An aim with 5 primary drivers, 14 secondary ones of which each serves two, and 20 ideas; eight
/// measures, each bound to three drivers; 20 boards with 49 practices each.
fn system() -> System {
    let mut world = World::new();
    for at in 0..5 {
        let id = format!("p{at}");
        world = world.node(&id, "primary", &[]).link(&id, "aim");
    }
    for at in 0..14 {
        let id = format!("s{at:02}");
        world = world.node(&id, "secondary", &["improving"]);
        world = world.link(&id, &format!("p{}", at % 5));
        world = world.link(&id, &format!("p{}", (at + 1) % 5));
    }
    for at in 0..20 {
        let id = format!("c{at:02}");
        world = world.node(&id, "change", &[]);
        world = world.link(&id, &format!("s{:02}", at % 14));
    }
    for at in 0..MEASURES {
        let id = format!("m{at}");
        let home = if at == 0 {
            "aim".to_owned()
        } else {
            format!("p{}", at % 5)
        };
        world = world.measure(&id, "decrease", &home, "outcome");
        world = world.bind(&id, &format!("s{at:02}"), "process");
        world = world.bind(&id, &format!("s{:02}", at + 6), "process");
    }
    for board in 0..20 {
        let id = format!("b{board:02}");
        world = world.site(&id, "board", None);
        for practice in 0..49 {
            world = world.site(&format!("{id}-{practice:02}"), "practice", Some(&id));
        }
    }
    world
        .test("t1", "c00", ["2024-11-01", "2024-12-15"])
        .build()
}

/// A series of two years of its own: in control, or from month 13 on lower, or higher.
fn series(measure: usize, site: usize) -> Status {
    let kind = (measure * 31 + site * 17) % 20;
    let noise = |at: usize| ((at * 7 + measure * 3 + site * 5) % 11) as f64;
    let values: Vec<f64> = (0..24)
        .map(|at| {
            let change = match kind {
                _ if at < 12 => 0.0,
                0 => -12.0,
                1 => 12.0,
                _ => 0.0,
            };
            50.0 + noise(at) + change
        })
        .collect();
    let (board, place) = (site / 50, site % 50);
    let site = match place.checked_sub(1) {
        None => format!("b{board:02}"),
        Some(practice) => format!("b{board:02}-{practice:02}"),
    };
    status(&format!("m{measure}"), &site, &values)
}

/// All ten answers, as text.
fn all_answers(system: &System, given: Vec<Status>) -> String {
    let set = statuses(system, given);
    let answers = Answers::new(system, &set).unwrap();
    let aim = node(system, "aim");
    let total = answers.node_rollup(aim).all().total();
    assert_eq!(total, SITES * MEASURES);
    let rollup = answers.site_rollup(measure(system, "m3"), 20);
    let tested: usize = rollup
        .groups
        .iter()
        .map(|group| group.series.counts().total())
        .sum();
    assert_eq!(tested, SITES);
    format!(
        "{:?}{:?}{:?}{:?}{:?}{:?}{:?}{:?}{:?}{:?}{:?}",
        answers.node_rollups(),
        answers.drivers_of(aim, 20),
        answers.coverage(&diagram()),
        answers.early_warnings(&WarningOptions::default()),
        answers.theory_check(&diagram(), 20),
        answers.hand_over(),
        answers.balancing_alarms(20),
        answers.tests_near(3),
        rollup,
        set.changes_since(&set),
        answers.plain_lines(),
    )
}

#[test]
fn shuffled_statuses_give_the_same_bytes() {
    let system = system();
    assert_eq!(system.nodes().len(), NODES);
    assert_eq!(system.sites().len(), SITES);
    let given: Vec<Status> = (0..MEASURES)
        .flat_map(|measure| (0..SITES).map(move |site| series(measure, site)))
        .collect();
    let expected = all_answers(&system, given.clone());

    // Every 3,001st, and backward: 3,001 and 8,000 share no factor.
    let strided = (0..given.len()).map(|at| given[at * 3_001 % given.len()].clone());
    assert_eq!(all_answers(&system, strided.collect()), expected);
    assert_eq!(
        all_answers(&system, given.iter().rev().cloned().collect()),
        expected
    );

    // There is something to tell.
    let set = statuses(&system, given);
    let answers = Answers::new(&system, &set).unwrap();
    let all = answers.node_rollup(node(&system, "aim")).all();
    for verdict in [Verdict::Improving, Verdict::Worsening, Verdict::NoSignal] {
        assert!(all.get(verdict) > 100, "{all}");
    }
    assert!(!answers.hand_over().is_empty());
    assert!(!answers.tests_near(3).onsets.is_empty());
    assert!(set.entries()[0].status.as_of == Some(day("2026-01-31")));
}
