//! Plan files through the program.

use serde_json::Value;

use crate::run::{COLUMNS, Folder, SAMPLE, redbead, wards};

#[test]
fn flags_write_a_plan_that_does_the_same() {
    let folder = Folder::new();
    let flags = [
        "--chart",
        "u:per=1000",
        "--rules",
        "making_data_count",
        "--rule",
        "shift:8,on_center=skip",
        "--warning",
        "beyond:2",
        "--baseline",
        "2016-04..2018-03",
        "--phase-at",
        "2018-04,2018-10",
        "--exclude",
        "2017-12=flood",
        "--exclude",
        "2018-06..2018-07",
        "--good",
        "down",
        "--target",
        "5%",
        "--constants",
        "printed",
        "--gap",
        "break",
        "--current",
        "2",
        "--unit",
        "patient,patients",
        "--title",
        "Waits",
        "--limit-sigma",
        "2.5",
    ];
    for name in ["plan.toml", "plan.json"] {
        let plan = folder.file(name);
        let mut args = vec![
            "scan",
            SAMPLE,
            "--write-plan",
            &plan,
            "--format",
            "ndjson",
            "--points",
        ];
        args.extend(COLUMNS);
        args.extend(flags);
        let by_flags = redbead(&args).expect(0);
        let by_file = redbead(&[
            "scan", SAMPLE, "--plan", &plan, "--format", "ndjson", "--points",
        ])
        .expect(0);
        assert!(by_flags.out == by_file.out, "{name}");
        let again = folder.file(&format!("again-{name}"));
        redbead(&[
            "scan",
            SAMPLE,
            "--plan",
            &plan,
            "--write-plan",
            &again,
            "-q",
        ])
        .expect(0);
        assert_eq!(
            std::fs::read_to_string(&plan).unwrap(),
            std::fs::read_to_string(&again).unwrap()
        );
    }
}

#[test]
fn guesses_are_written_down() {
    let folder = Folder::new();
    let data = folder.with("wards.csv", wards());
    let plan = folder.file("plan.toml");
    redbead(&["scan", &data, "--write-plan", &plan, "-q"]).expect(0);
    let text = std::fs::read_to_string(&plan).unwrap();
    for known in [
        "series = [\"ward\"]",
        "time = \"month\"",
        "value = \"falls\"",
        "chart = \"individuals\"",
    ] {
        assert!(text.contains(known), "{text}");
    }
    let ran = redbead(&["scan", &data, "--plan", &plan]).expect(0);
    assert!(!ran.err.contains("guessed"), "{}", ran.err);
}

#[test]
fn flags_speak_before_the_file_and_overrides_before_both() {
    let folder = Folder::new();
    let data = folder.with("wards.csv", wards());
    let plan = folder.with(
        "plan.toml",
        r#"
version = 1
[plan]
chart = "individuals"
direction = "increase"
target = 10
phases = ["2023-07"]

[[series]]
match = { ward = "B" }
phases = [{ at = "2024-01", baseline = "2024-02..2024-05" }]
target = 50.0
exclude = [{ at = "2023-02", reason = "flood" }, "2024-07.."]
"#,
    );
    let ran = redbead(&[
        "scan", &data, "--plan", &plan, "--good", "down", "--format", "ndjson", "--points",
    ])
    .expect(0);
    let records: Vec<Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let (a, b) = (&records[0], &records[1]);
    assert_eq!(a["reading"]["direction"], "decrease");
    assert_eq!(
        (&a["target"], &b["target"]),
        (&Value::from(10.0), &Value::from(50.0))
    );
    let starts = |record: &Value| -> Vec<u64> {
        let phases = record["phases"].as_array().unwrap();
        phases
            .iter()
            .map(|phase| phase["first"].as_u64().unwrap())
            .collect()
    };
    assert_eq!((starts(a), starts(b)), (vec![0, 6], vec![0, 12]));
    assert_eq!(b["phases"][1]["baseline"]["first"], 13);
    assert_eq!(b["phases"][1]["baseline"]["last"], 16);
    assert_eq!(
        (&a["counts"]["excluded"], &b["counts"]["excluded"]),
        (&Value::from(0), &Value::from(3))
    );
}

#[test]
fn what_has_no_effect_is_told() {
    let folder = Folder::new();
    let data = folder.with("wards.csv", wards());
    let plan = folder.with(
        "plan.toml",
        "version = 1\n[plan]\nphases = ['2030-01']\nexclude = ['2010-01']\n[[series]]\nmatch = { ward = 'Z' }\ntarget = 1\n",
    );
    let ran = redbead(&["scan", &data, "--plan", &plan]).expect(0);
    for told in [
        "note: phase at 2030-01: outside of 2 series, where it has no effect",
        "note: exclude 2010-01: no point in 2 series",
        "note: [[series]] number 1 matches no series: ward = Z",
    ] {
        assert!(ran.err.contains(told), "{}", ran.err);
    }
}

#[test]
fn a_series_without_a_point_in_the_baseline_is_refused_alone() {
    let folder = Folder::new();
    let mut text = wards();
    for month in 1..9 {
        text.push_str(&format!("C,2024-{month:02},9\n"));
    }
    let data = folder.with("wards.csv", text);
    let ran = redbead(&["scan", &data, "--baseline", "2023", "--format", "ndjson"]).expect(0);
    let records: Vec<Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(records[0]["phases"][0]["baseline"]["last"], 11);
    assert_eq!(
        records[2]["error"],
        "no point in its baseline 2023; give this series a baseline of its own"
    );
    assert!(
        ran.err.contains("note: 1 series was refused"),
        "{}",
        ran.err
    );
}

/// A watch sees no data before it begins: what would need some is refused, with what would do.
#[test]
fn what_a_watch_cannot_know_beforehand_is_refused() {
    for (code, plan, words) in [
        (
            2,
            "baseline = \"2016-04..\"",
            [
                "baseline: 2016-04.. has no end, and a stream goes on",
                "such as 2016-04..2017-03",
            ],
        ),
        (
            2,
            "baseline = 12\nphases = [{ at = \"2018-04\", baseline = \"2018-04..\" }]",
            [
                "phase at 2018-04: 2018-04.. has no end",
                "name its last period as well",
            ],
        ),
        (
            2,
            "baseline = 12\nphases = [\"2018-14\"]",
            ["phase at 2018-14: ", "2018-14"],
        ),
        (
            2,
            "baseline = 12\nexclude = [3]",
            ["exclude 3: a number of a point", "\"excluded\": true"],
        ),
        (
            2,
            "baseline = 12\n[[series]]\nmatch = { org = \"RXN\" }\nbaseline = \"all\"",
            [
                "[[series]] number 1: the plan takes its limits from all points",
                "give a baseline of the first points",
            ],
        ),
        (
            2,
            "rebase = \"scottish\"\nbaseline = \"2016\"",
            [
                "baseline 2016 next to rebase scottish",
                "leave one of the two out",
            ],
        ),
    ] {
        let folder = Folder::new();
        let text = format!("version = 1\n[plan]\nchart = \"individuals\"\n{plan}\n");
        let plan = folder.with("plan.toml", text);
        let ran = redbead(&["watch", "--state", &folder.file("state"), "--plan", &plan]);
        let ran = ran.expect(code);
        // Long messages are cut into lines.
        let said = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in words {
            assert!(said.contains(words), "{said}");
        }
        assert_eq!(folder.names(), ["plan.toml"]);
    }
}
