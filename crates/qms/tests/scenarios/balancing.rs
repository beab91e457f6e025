//! Scenario 6: the aim is reached, and something else suffers.

use redbead_qms::{Answers, Verdict, WarningOptions};

use crate::world::{FEWER, MORE, STEADY, World, key, node, status, statuses};

#[test]
fn neither_the_gain_nor_the_alarm_hides_the_other() {
    let system = World::new()
        .node("flow", "primary", &[])
        .link("flow", "aim")
        .measure("four-hours", "increase", "aim", "outcome")
        .measure("returns", "decrease", "flow", "balancing")
        .site("fife", "board", None)
        .build();
    let aim = node(&system, "aim");
    let compliance: Vec<f64> = FEWER.iter().map(|value| 100.0 - value).collect();
    let set = statuses(
        &system,
        [
            status("four-hours", "fife", &compliance),
            status("returns", "fife", &MORE),
        ],
    );
    let answers = Answers::new(&system, &set).unwrap();

    // The aim stays improving, and the balancing series is beside it.
    assert_eq!(answers.node_verdict(aim).to_string(), "1 improving");
    let rollup = answers.node_rollup(aim);
    assert_eq!(rollup.strong().to_string(), "1 improving");
    assert_eq!(rollup.balancing.to_string(), "1 worsening");

    let found = answers.balancing_alarms(10);
    let [alarm] = &found.alarms[..] else {
        panic!("one alarm: {found:?}")
    };
    assert!(found.without_gain.is_empty());
    assert_eq!(alarm.entry.status.key, key("returns", "fife"));
    assert_eq!(alarm.nodes, [node(&system, "flow")]);
    assert_eq!((alarm.gains.len(), alarm.gains[0].node), (1, aim));
    let gain = alarm.gains[0].movements.listed[0];
    assert_eq!((gain.verdict, gain.points), (Verdict::Improving, 9));

    // It is no early warning of the driver, which has no measure of its own.
    let warnings = answers.early_warnings(&WarningOptions::default());
    assert_eq!(warnings.warnings.total, 0);
    assert_eq!(
        answers.node_verdict(node(&system, "flow")).to_string(),
        "unmeasured"
    );

    // Without a gain it is reported all the same.
    let set = statuses(
        &system,
        [
            status("four-hours", "fife", &STEADY),
            status("returns", "fife", &MORE),
        ],
    );
    let answers = Answers::new(&system, &set).unwrap();
    let found = answers.balancing_alarms(10);
    assert_eq!((found.alarms.len(), found.without_gain.len()), (0, 1));
}

#[test]
fn a_board_is_balanced_by_the_places_within_it() {
    let system = World::new()
        .measure("harm", "decrease", "aim", "outcome")
        .measure("cost", "decrease", "aim", "balancing")
        .site("fife", "board", None)
        .site("ward-1", "ward", Some("fife"))
        .site("ward-2", "ward", Some("fife"))
        .build();
    let set = statuses(
        &system,
        [
            status("harm", "ward-1", &FEWER),
            status("harm", "ward-2", &FEWER),
            status("cost", "fife", &MORE),
        ],
    );
    let answers = Answers::new(&system, &set).unwrap();
    let found = answers.balancing_alarms(1);
    let movements = &found.alarms[0].gains[0].movements;
    assert_eq!((movements.total, movements.listed.len()), (2, 1));
}
