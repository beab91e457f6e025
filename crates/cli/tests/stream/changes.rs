//! What changes of what was said before: by a late figure, and by another plan.

use redbead::{Baseline, Chart, Direction, Plan, Rebase};
use serde_json::json;

use super::{Folder, answers, feed_to, line, plan, values};

#[test]
fn a_revised_baseline_gives_its_new_limits() {
    let folder = Folder::new();
    let options = folder.options();
    answers(&plan(4), &options, &values(&[10.0, 12.0, 10.0, 12.0, 11.0]));
    let found = answers(
        &plan(4),
        &options,
        &line("2", "\"value\":14,\"revises\":true"),
    );
    // A mean of 11.5, and moving ranges of 4, 4 and 2.
    let spread = 3.0 * (10.0 / 3.0) / std::f64::consts::FRAC_2_SQRT_PI;
    let limits = &found[0]["limits"];
    assert_eq!(limits.as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&limits[0]["phase"], &limits[0]["center"]),
        (&json!(0), &json!(11.5))
    );
    for (side, limit) in [("lower", 11.5 - spread), ("upper", 11.5 + spread)] {
        let found = limits[0][side].as_f64().unwrap();
        assert!(
            (found - limit).abs() < 1e-12,
            "{side}: {found} is not {limit}"
        );
    }
    // Beyond the baseline it moves nothing.
    let found = answers(
        &plan(4),
        &options,
        &line("5", "\"value\":10,\"revises\":true"),
    );
    assert_eq!(
        (&found[0]["revised"], &found[0]["limits"]),
        (&json!(true), &json!(null))
    );
}

#[test]
fn another_direction_is_told() {
    let folder = Folder::new();
    let options = folder.options();
    answers(&plan(4), &options, &values(&[10.0]));
    let of = |direction| {
        Plan::builder(Chart::individuals())
            .baseline(Baseline::First { points: 4 })
            .direction(direction)
            .build()
            .unwrap()
    };
    let (_, notes) = feed_to(&mut Vec::new(), &of(Direction::Decrease), &options, "").unwrap();
    assert_eq!(
        notes,
        ["direction was not judged in the store, and is decrease from now on, for all its series"]
    );
    let (_, notes) = feed_to(&mut Vec::new(), &of(Direction::Decrease), &options, "").unwrap();
    assert!(notes.is_empty(), "{notes:?}");
    assert!(feed_to(&mut Vec::new(), &plan(5), &options, "").is_err());
}

#[test]
fn phases_that_begin_by_themselves_bring_their_baseline() {
    let folder = Folder::new();
    let scottish = Plan::builder(Chart::run())
        .rebase(Rebase::Scottish)
        .build()
        .unwrap();
    let (low, high) = ([10.0, 12.0, 11.0, 10.0, 12.0, 11.0, 10.0, 12.0], [20.0; 9]);
    let found = answers(
        &scottish,
        &folder.options(),
        &values(&[&low[..], &high[..]].concat()),
    );
    assert_eq!(found[6]["outcome"], "learning");
    assert_eq!(found[7]["froze"], true);
    assert_eq!(found[16]["rephased"], 8);
}
