//! Plans, snapshots and reports as files: yesterday's stay readable, unknown fields are errors.

#![cfg(feature = "serde")]
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use redbead::{
    Assurance, Baseline, Chart, Constants, Direction, Edge, Exclusion, Gap, Invalid, KOfM, Newest,
    Observation, Plan, Preset, Report, Rule, Shift, Snapshot, Status, Tie, Window,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn file(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata/formats");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

fn pretty(value: &impl serde::Serialize) -> String {
    format!("{}\n", serde_json::to_string_pretty(value).unwrap())
}

/// A plan that leaves no choice at its default.
fn every_choice() -> Plan {
    Plan::builder(Chart::individuals())
        .preset(Preset::Nelson)
        .rule(Shift {
            points: 6,
            on_center: Tie::Break,
        })
        .rule(KOfM {
            not_beyond: Some(3.0),
            window: Window::Full,
            newest: Newest::Any,
            ..KOfM::default()
        })
        .rule(Rule::RunCount)
        .rule(Rule::BestBox)
        .warning(redbead::Beyond {
            sigma: 2.0,
            ..redbead::Beyond::default()
        })
        .baseline(Baseline::First { points: 6 })
        .phase(
            12,
            Baseline::Range {
                first: 13,
                last: 16,
            },
        )
        .phase(20, Baseline::All)
        .limit_sigma(2.5)
        .constants(Constants::Printed)
        .clip(redbead::Clip::Off)
        .edge(Edge::Inclusive)
        .gap(Gap::Break)
        .exclusion(Exclusion::Break)
        .invalid(Invalid::NanIsMissing)
        .direction(Direction::Increase)
        .target(4.5)
        .current_points(2)
        .build()
        .unwrap()
}

fn observations() -> Vec<Observation> {
    let mut observations: Vec<Observation> = [
        4.0, 5.0, 3.0, 4.5, 3.5, 4.0, 9.0, 4.0, 3.0, 5.0, 4.0, 4.5, 7.0, 6.0, 7.5, 6.5, 7.0, 8.0,
        8.0, 8.0, 1.0, 2.0, 1.5, 0.1, 2.5, 1.0,
    ]
    .into_iter()
    .map(Observation::value)
    .collect();
    observations[4] = Observation::missing();
    observations[8] = Observation::value(3.0).excluded();
    observations[25] = Observation::value(1.0).with_status(Status::Provisional);
    observations
}

#[test]
fn yesterdays_plan_reads_and_writes_back_the_same_text() {
    let text = file("plan_v1.json");
    let plan: Plan = serde_json::from_str(&text).unwrap();
    assert_eq!(plan, every_choice());
    assert_eq!(pretty(&plan), text);
    assert_eq!(format!("{:016x}", plan.fingerprint()), "273e86fb39c51485");
}

#[test]
fn yesterdays_report_reads_and_writes_back_the_same_text() {
    let text = file("report_v1.json");
    let report: Report = serde_json::from_str(&text).unwrap();
    assert_eq!(report, every_choice().scan(&observations()).unwrap());
    assert_eq!(pretty(&report), text);
    // 1.35 + 2.5 * 1.2057 = 4.364 lies below the target of 4.5, and up is good.
    assert_eq!(report.reading.assurance, Assurance::ConsistentlyFails);
}

#[test]
fn yesterdays_snapshots_resume_and_end_at_the_same_report() {
    let observations = observations();
    let plan = every_choice();
    for (name, cut) in [
        ("snapshot_judging_v1.json", 18),
        ("snapshot_learning_v1.json", 24),
    ] {
        let snapshot: Snapshot = serde_json::from_str(&file(name)).unwrap();
        assert_eq!(pretty(&snapshot), file(name));
        let mut monitor = plan.resume(snapshot).unwrap();
        assert_eq!(monitor.len(), cut);
        for observation in &observations[cut..] {
            monitor.push(*observation).unwrap();
        }
        assert_eq!(monitor.finish(), plan.scan(&observations).unwrap());
    }
}

#[test]
fn a_short_plan_file_takes_the_defaults() {
    let short = r#"{"version": 1, "chart": {"kind": "p"}, "rules": [{"shift": {}}, "run_count"]}"#;
    let plan: Plan = serde_json::from_str(short).unwrap();
    let built = Plan::builder(Chart::p())
        .rule(Shift::default())
        .rule(Rule::RunCount);
    assert_eq!(plan, built.build().unwrap());
}

#[test]
fn a_plan_file_that_does_not_hold_together_is_refused_with_the_reason() {
    let read = |text: &str| serde_json::from_str::<Plan>(text).unwrap_err().to_string();
    let run = r#"{"version": 1, "chart": {"kind": "run"}, "rules": [{"beyond": {}}]}"#;
    assert!(read(run).contains("needs sigma, and the run chart has none"));
    let later = r#"{"version": 2, "chart": {"kind": "run"}, "rules": []}"#;
    assert!(read(later).contains("plan version 2, this engine reads up to version 1"));
}

/// Every text that comes from adding one unknown field to one object of a file.
fn with_one_field_more(value: &Value) -> Vec<Value> {
    let mut changed = Vec::new();
    match value {
        Value::Object(fields) => {
            let mut more = fields.clone();
            more.insert("surprise".to_owned(), json!(1));
            changed.push(Value::Object(more));
            for (name, inner) in fields {
                for inner in with_one_field_more(inner) {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), inner);
                    changed.push(Value::Object(fields));
                }
            }
        }
        Value::Array(entries) => {
            for (position, inner) in entries.iter().enumerate() {
                for inner in with_one_field_more(inner) {
                    let mut entries = entries.clone();
                    entries[position] = inner;
                    changed.push(Value::Array(entries));
                }
            }
        }
        _ => {}
    }
    changed
}

fn refuses_unknown_fields<T: DeserializeOwned>(name: &str, objects: usize) {
    let changed = with_one_field_more(&serde_json::from_str(&file(name)).unwrap());
    assert!(
        changed.len() >= objects,
        "{name} has {} objects",
        changed.len()
    );
    for value in changed {
        assert!(
            serde_json::from_value::<T>(value.clone()).is_err(),
            "{value}"
        );
    }
}

#[test]
fn an_unknown_field_anywhere_is_an_error() {
    refuses_unknown_fields::<Plan>("plan_v1.json", 20);
    refuses_unknown_fields::<Report>("report_v1.json", 20);
    refuses_unknown_fields::<Snapshot>("snapshot_judging_v1.json", 20);
    refuses_unknown_fields::<Snapshot>("snapshot_learning_v1.json", 10);
}

#[test]
fn a_snapshot_of_another_plan_or_version_is_refused() {
    let mut value: Value = serde_json::from_str(&file("snapshot_judging_v1.json")).unwrap();
    let resume = |plan: &Plan, value: &Value| {
        let snapshot: Snapshot = serde_json::from_value(value.clone()).unwrap();
        plan.resume(snapshot).unwrap_err().to_string()
    };
    let other = Plan::builder(Chart::individuals()).build().unwrap();
    assert!(resume(&other, &value).contains("resume it with its own plan"));
    value["version"] = json!(2);
    let message = "snapshot version 2, this engine reads up to version 1";
    assert_eq!(resume(&every_choice(), &value), message);
}

#[test]
fn a_damaged_snapshot_is_refused() {
    let original: Value = serde_json::from_str(&file("snapshot_judging_v1.json")).unwrap();
    let plan = every_choice();
    for (pointer, damage) in [
        ("/state/next", json!(99)),
        ("/state/next", json!(3)),
        ("/state/useful", json!(40)),
        ("/state/closed", json!([])),
        ("/state/recent/indices", json!([1, 2])),
        ("/state/recent/indices/0", json!(77)),
        ("/state/log/0/last", json!(77)),
        ("/state/open", json!(null)),
        ("/state/open/first", json!(11)),
        ("/state/open/baseline_first", json!(2)),
        ("/state/open/baseline_end", json!(60)),
        ("/state/open/stage/judging/watched", json!([])),
        ("/state/open/stage/judging/tally", json!(null)),
        (
            "/state/open/stage/judging/watched/0/state",
            json!({"k_of_m": {
            "beyond": 0, "same_side": 0, "filled": 0, "held_ago": null}}),
        ),
    ] {
        let mut value = original.clone();
        *value
            .pointer_mut(pointer)
            .unwrap_or_else(|| panic!("{pointer}")) = damage;
        let snapshot: Snapshot = serde_json::from_value(value).unwrap();
        let error = plan.resume(snapshot).err();
        let error = error
            .unwrap_or_else(|| panic!("{pointer} was accepted"))
            .to_string();
        assert!(
            error.starts_with("the snapshot is damaged: "),
            "{pointer}: {error}"
        );
    }
}
