//! Plans, snapshots and reports as files: yesterday's stay readable, unknown fields are errors.

#![cfg(feature = "serde")]
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use redbead::{
    Assurance, Baseline, Chart, Constants, Direction, Edge, Exclusion, Gap, Invalid, KOfM, Newest,
    Observation, PhaseReason, Plan, Preset, Rebase, Report, Rule, SeriesError, Shift, Snapshot,
    Status, Tie, Window,
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
    assert_eq!(plan.fingerprint().to_string(), "273e86fb39c51485");
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

/// A plan that re-phases, on a chart with a running search.
fn rephasing() -> Plan {
    Plan::of(Preset::MakingDataCount)
        .rebase(Rebase::StableShift { period: 6, run: 4 })
        .phases_at([30])
        .build()
        .unwrap()
}

/// Twelve points near 4, a shift, and one that is not over.
fn moving() -> Vec<Observation> {
    let values = [
        4.0, 5.0, 3.0, 4.5, 3.5, 4.25, 5.0, 3.0, 8.0, 9.0, 8.5, 9.5, 8.0, 9.0, 7.0, 8.5, 9.5, 1.0,
        1.5, 2.0, 1.0, 2.5,
    ];
    let mut moving: Vec<Observation> = values.into_iter().map(Observation::value).collect();
    moving[7] = Observation::value(30.0).excluded();
    moving[14] = Observation::missing();
    moving
}

#[test]
fn yesterdays_rephasing_plan_and_snapshot_with_its_history_go_on() {
    let text = file("plan_rephasing_v1.json");
    let plan: Plan = serde_json::from_str(&text).unwrap();
    assert_eq!(plan, rephasing());
    assert_eq!(pretty(&plan), text);
    assert_eq!(plan.fingerprint().to_string(), "81bbd669fb7bde5f");

    let text = file("snapshot_rephasing_v1.json");
    let snapshot: Snapshot = serde_json::from_str(&text).unwrap();
    assert_eq!(pretty(&snapshot), text);
    let mut monitor = plan.resume(snapshot).unwrap();
    let moving = moving();
    assert_eq!(monitor.revisable_from(), Some(0));
    for observation in &moving[monitor.len()..] {
        monitor.push(*observation).unwrap();
    }
    let report = plan.scan(&moving).unwrap();
    assert_eq!(monitor.report(), report);
    assert!(matches!(report.phases[1].reason, PhaseReason::Shift(_)));
    // The history came with it.
    let mut revised = moving;
    revised[3] = Observation::value(4.75);
    monitor.revise(3, revised[3]).unwrap();
    assert_eq!(monitor.finish(), plan.scan(&revised).unwrap());
}

#[test]
fn a_damaged_search_or_history_is_refused() {
    let of = |field: &str| format!("/search/twin/{field}");
    for (pointer, damage) in [
        ("/search".to_owned(), json!(null)),
        ("/state/shifts".to_owned(), json!(0)),
        ("/state/shifts".to_owned(), json!(2)),
        ("/state/open/evidence/first".to_owned(), json!(9)),
        ("/state/open/evidence/known".to_owned(), json!(77)),
        ("/search/waiting".to_owned(), json!([])),
        ("/search/waiting/0/sample/value".to_owned(), bits(f64::NAN)),
        ("/search/run/seen".to_owned(), json!(0)),
        ("/search/run/broken".to_owned(), json!(true)),
        (of("next"), json!(19)),
        (of("open"), json!(null)),
        (of("shifts"), json!(0)),
        (of("recent/indices/0"), json!(77)),
        ("/journal/checkpoints".to_owned(), json!([])),
        ("/journal/samples".to_owned(), json!([])),
        ("/journal/samples/3/exposure".to_owned(), bits(0.0)),
        ("/journal/checkpoints/0/state/next".to_owned(), json!(5)),
    ] {
        refuses_damage_of(
            &rephasing(),
            "snapshot_rephasing_v1.json",
            &[(&pointer, damage)],
        );
    }
}

#[test]
fn every_chart_travels_with_its_options() {
    for (kind, chart) in [
        ("run", Chart::run()),
        ("individuals", Chart::individuals()),
        ("moving_range", Chart::moving_range()),
        ("xbar", Chart::xbar()),
        ("s", Chart::s()),
        ("r", Chart::r()),
        ("p", Chart::p()),
        ("np", Chart::np(50)),
        ("c", Chart::c()),
        ("u", Chart::u()),
        ("p_prime", Chart::p_prime()),
        ("u_prime", Chart::u_prime()),
        ("c_prime", Chart::c_prime()),
        ("i_prime", Chart::i_prime()),
        ("g", Chart::g()),
        ("t", Chart::t()),
        ("ewma", Chart::ewma()),
        ("cusum", Chart::cusum()),
    ] {
        assert_eq!(chart.name(), kind);
        let plan = Plan::builder(chart).build().unwrap();
        let value = serde_json::to_value(&plan).unwrap();
        assert_eq!(value["chart"]["kind"], kind);
        let read: Plan = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(read, plan);
        assert_eq!(read.fingerprint(), plan.fingerprint());
        for changed in with_one_field_more(&value) {
            let read = serde_json::from_value::<Plan>(changed.clone());
            assert!(read.is_err(), "{changed}");
        }
        // Options that are left out take their defaults; only the size of an np chart must stand.
        let mut short = value;
        short["chart"] = match kind {
            "np" => json!({"kind": kind, "size": 50}),
            _ => json!({"kind": kind}),
        };
        assert_eq!(serde_json::from_value::<Plan>(short).unwrap(), plan);
    }
}

#[test]
fn the_plan_file_of_the_documentation_reads() {
    let plan: Plan = serde_json::from_str(&file("plan_by_hand.json")).unwrap();
    let rate = redbead::Rate {
        per: 1000.0,
        ..redbead::Rate::default()
    };
    let beyond = |sigma| redbead::Beyond {
        sigma,
        ..redbead::Beyond::default()
    };
    let built = Plan::builder(Chart::Rate(rate))
        .rule(beyond(3.0))
        .rule(Shift::default())
        .rule(KOfM::default())
        .rule(Rule::RunCount)
        .warning(beyond(2.0))
        .baseline(Baseline::FirstUseful { points: 24 })
        .phases_at([36])
        .phase(60, Baseline::All)
        .direction(Direction::Decrease)
        .target(0.005)
        .invalid(Invalid::NanIsMissing);
    assert_eq!(plan, built.build().unwrap());
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
    refuses_unknown_fields::<Snapshot>("snapshot_rephasing_v1.json", 60);
    refuses_unknown_fields::<Plan>("plan_rephasing_v1.json", 6);
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

/// The bits of a number, as a snapshot holds it.
fn bits(number: f64) -> Value {
    json!(number.to_bits())
}

/// A snapshot file with some of its parts replaced must not be resumed.
fn refuses_damage(name: &str, damages: &[(&str, Value)]) {
    refuses_damage_of(&every_choice(), name, damages);
}

fn refuses_damage_of(plan: &Plan, name: &str, damages: &[(&str, Value)]) {
    let mut value: Value = serde_json::from_str(&file(name)).unwrap();
    for (pointer, damage) in damages {
        let found = value.pointer_mut(pointer);
        *found.unwrap_or_else(|| panic!("{pointer}")) = damage.clone();
    }
    let snapshot: Snapshot = serde_json::from_value(value).unwrap();
    let error = plan.resume(snapshot).err();
    let error = error.unwrap_or_else(|| panic!("{name} was accepted with {damages:?}"));
    let message = error.to_string();
    assert!(
        message.starts_with("the snapshot is damaged: "),
        "{damages:?}: {message}"
    );
}

#[test]
fn a_damaged_snapshot_is_refused() {
    let open = |field: &str| format!("/state/open/{field}");
    let line = |field: &str| format!("/state/open/stage/judging/{field}");
    let fresh_window = json!({
        "k_of_m": {"beyond": 0, "same_side": 0, "filled": 0, "held_ago": null}
    });
    for (pointer, damage) in [
        ("/state/next".to_owned(), json!(99)),
        ("/state/next".to_owned(), json!(3)),
        ("/state/useful".to_owned(), json!(40)),
        ("/state/closed".to_owned(), json!([])),
        ("/state/closed/0/0/last".to_owned(), json!(10)),
        ("/state/closed/0/0/last".to_owned(), json!(u64::MAX)),
        ("/state/closed/0/0/last".to_owned(), json!(12)),
        ("/state/closed/0/1/0".to_owned(), bits(f64::NAN)),
        ("/state/closed/0/1/1/constant".to_owned(), bits(f64::NAN)),
        ("/state/recent/indices".to_owned(), json!([1, 2])),
        ("/state/recent/indices/0".to_owned(), json!(77)),
        ("/state/log/0/last".to_owned(), json!(77)),
        ("/state/log/0/rule".to_owned(), json!(31)),
        ("/state/open".to_owned(), json!(null)),
        (open("first"), json!(11)),
        (open("baseline_first"), json!(2)),
        (open("baseline_end"), json!(60)),
        (open("baseline_used"), json!(u32::MAX)),
        (line("watched"), json!([])),
        (line("watched/0/state"), fresh_window),
        (line("watched/1/state/streak/last"), json!(18)),
        (line("watched/1/state/streak/points"), json!(u32::MAX)),
        (line("tally"), json!(null)),
        (line("tally/above"), json!(u32::MAX)),
        (line("tally/below"), json!(u32::MAX)),
        (line("tally/runs"), json!(u32::MAX)),
        (line("latest/value"), bits(f64::NAN)),
        (line("plotter/previous"), bits(f64::NAN)),
        (line("plotter/parameters/0"), bits(f64::NAN)),
        (line("plotter/parameters/0"), bits(f64::INFINITY)),
        (line("plotter/parameters/1/constant"), bits(f64::NAN)),
        (line("plotter/parameters/1/constant"), bits(f64::INFINITY)),
    ] {
        refuses_damage("snapshot_judging_v1.json", &[(&pointer, damage)]);
    }
    // Each fits a number of useful points up to 2^32, and their sum none.
    refuses_damage(
        "snapshot_judging_v1.json",
        &[
            (&line("tally/above"), json!(u32::MAX)),
            (&line("tally/below"), json!(u32::MAX)),
        ],
    );
}

#[test]
fn a_damaged_snapshot_that_learns_is_refused() {
    let waiting = "/state/open/stage/learning";
    let of_first = |field: &str| format!("{waiting}/0/{field}");
    for (pointer, damage) in [
        (waiting.to_owned(), json!([])),
        (of_first("value"), bits(f64::NAN)),
        (of_first("value"), bits(f64::INFINITY)),
        (of_first("numerator"), bits(f64::NAN)),
        (of_first("exposure"), bits(f64::NAN)),
        (of_first("exposure"), bits(-1.0)),
        (of_first("exposure"), bits(0.0)),
        ("/state/open/baseline_used".to_owned(), json!(u32::MAX)),
        ("/state/closed/1/0/last".to_owned(), json!(18)),
    ] {
        refuses_damage("snapshot_learning_v1.json", &[(&pointer, damage)]);
    }
}

/// Pointers to the decimal numbers below a value.
fn decimals(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                decimals(inner, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(entries) => {
            for (position, inner) in entries.iter().enumerate() {
                decimals(inner, &format!("{at}/{position}"), found);
            }
        }
        Value::Number(number) if !number.is_u64() => found.push(at.to_owned()),
        _ => {}
    }
}

/// Not every reader rounds decimal digits back to the double they came from: a snapshot holds
/// none but those of the reported phases, whose bits stand next to them.
#[test]
fn a_snapshot_goes_on_from_whole_numbers_alone() {
    let observations = observations();
    let plan = every_choice();
    let mut monitor = plan.monitor();
    for cut in 0..=observations.len() {
        let mut value = serde_json::to_value(monitor.snapshot()).unwrap();
        let mut found = Vec::new();
        decimals(&value, "", &mut found);
        let in_closed_phase = |at: &String| {
            let names: Vec<&str> = at.split('/').collect();
            names.starts_with(&["", "state", "closed"]) && names[4..6] == ["0", "fit"]
        };
        let stray: Vec<&String> = found.iter().filter(|at| !in_closed_phase(at)).collect();
        assert!(stray.is_empty(), "before point {cut}: {stray:?}");

        // A reader that rounds to single precision loses nothing.
        for at in &found {
            let decimal = value.pointer_mut(at).unwrap();
            *decimal = json!(f64::from(decimal.as_f64().unwrap() as f32));
        }
        let snapshot: Snapshot = serde_json::from_value(value).unwrap();
        assert_eq!(plan.resume(snapshot).unwrap(), monitor);
        if let Some(observation) = observations.get(cut) {
            monitor.push(*observation).unwrap();
        }
    }
}

#[test]
fn a_report_whose_phases_do_not_cover_its_points_has_no_points() {
    let observations = observations();
    let plan = every_choice();
    let original: Value = serde_json::from_str(&file("report_v1.json")).unwrap();
    let last = observations.len() - 1;
    assert_eq!(original["phases"][2]["last"], json!(last));
    for (claim, pointer, damage) in [
        ("no end", "/phases/2/last", json!(u64::MAX)),
        ("no end to speak of", "/phases/2/last", json!(u64::MAX - 1)),
        ("beyond the series", "/phases/2/last", json!(last + 1)),
        ("short of the series", "/phases/2/last", json!(last - 1)),
        ("a gap before", "/phases/1/first", json!(13)),
        ("a gap after", "/phases/1/last", json!(18)),
        ("an overlap before", "/phases/1/first", json!(11)),
        ("an overlap after", "/phases/1/last", json!(20)),
        ("turned round", "/phases/1/last", json!(11)),
        ("a late start", "/phases/0/first", json!(1)),
        ("no phases", "/phases", json!([])),
    ] {
        let mut value = original.clone();
        *value.pointer_mut(pointer).unwrap() = damage;
        let report: Report = serde_json::from_value(value).unwrap();
        let points = report.points(&plan, &observations).map(Iterator::count);
        assert_eq!(points, Err(SeriesError::DamagedReport), "{claim}");
        let members = report.members(&plan, &observations, &report.signals[0]);
        assert_eq!(members, Err(SeriesError::DamagedReport), "{claim}");
    }
}
