//! Points by their names: in flags, in plan files, in messages and in pictures.

use serde_json::Value;

use crate::run::{Folder, redbead};

/// Samples 1 to 30, the twelfth far out.
fn samples() -> String {
    let mut text = String::from("sample,value\n");
    for number in 1..=30 {
        let value = if number == 12 {
            100
        } else {
            10 + number * 7 % 5
        };
        text.push_str(&format!("{number},{value}\n"));
    }
    text
}

fn record(args: &[&str]) -> Value {
    let ran = redbead(&[args, &["--format", "ndjson", "--points", "-q"]].concat()).expect(0);
    serde_json::from_str(ran.out.lines().last().unwrap()).unwrap()
}

fn excluded(record: &Value) -> Vec<String> {
    let points = record["points"].as_array().unwrap();
    let excluded = points.iter().filter(|point| point["excluded"] == true);
    excluded
        .map(|point| point["label"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_number_is_the_label_where_points_are_called_by_numbers() {
    let folder = Folder::new();
    let file = folder.with("idx.csv", samples());
    let scan = ["scan", &file, "--time", "sample", "--value", "value"];
    let of = |more: &[&str]| record(&[&scan[..], more].concat());
    assert_eq!(excluded(&of(&["--exclude", "12"])), ["12"]);
    assert_eq!(excluded(&of(&["--exclude", "12..13"])), ["12", "13"]);
    for at in ["12", "\"12\""] {
        let plan = format!("version = 1\n[plan]\nexclude = [{at}]\nphases = [{at}]\n");
        let plan = folder.with("plan.toml", plan);
        let record = of(&["--plan", &plan]);
        assert_eq!(excluded(&record), ["12"], "{at}");
        assert_eq!(record["phases"][1]["first"], 11, "{at}");
    }
    assert_eq!(of(&["--phase-at", "12"])["phases"][1]["first"], 11);
    let baseline = &of(&["--baseline", "13..30"])["phases"][0];
    assert_eq!(
        (
            &baseline["baseline"]["first"],
            &baseline["baseline"]["last"]
        ),
        (&12.into(), &29.into())
    );
    let picture = folder.file("x.svg");
    let chart = [
        "chart", &file, "--time", "sample", "--value", "value", "-o", &picture,
    ];
    redbead(&[&chart[..], &["--note", "12=spill"]].concat()).expect(0);
    let svg = std::fs::read_to_string(&picture).unwrap();
    assert!(svg.contains("Note at 12: spill."), "{svg}");
}

#[test]
fn reasons_of_phases_and_exclusions_stand_in_pictures_and_pages() {
    let folder = Folder::new();
    let mut text = String::from("month,value\n");
    for number in 0..24 {
        text.push_str(&format!(
            "{}-{:02},{}\n",
            2021 + number / 12,
            number % 12 + 1,
            40 + number * 7 % 5
        ));
    }
    let file = folder.with("data.csv", text);
    let plan = "version = 1\n[plan]\nphases = [{ at = \"Jan 2022\", reason = \"new ward\" }]\n\
                exclude = [{ at = \"2021-05..2021-06\", reason = \"flood\" }]\n";
    let plan = folder.with("plan.toml", plan);
    let (picture, page) = (folder.file("x.svg"), folder.file("x.html"));
    redbead(&["chart", &file, "--plan", &plan, "-o", &picture, "-q"]).expect(0);
    let svg = std::fs::read_to_string(&picture).unwrap();
    assert!(svg.contains("new ward"), "{svg}");
    assert!(svg.contains("Note at 2021-05: excluded: flood."), "{svg}");
    assert!(!svg.contains("Note at 2021-06"), "{svg}");
    redbead(&["report", &file, "--plan", &plan, "-o", &page, "-q"]).expect(0);
    let html = std::fs::read_to_string(&page).unwrap();
    let long = crate::agreement::unpacked(&html, "block-0");
    assert_eq!(long[0]["phases"][1]["reason"], "new ward");
}

#[test]
fn moving_ranges_do_without_the_given_parameters_of_a_phase() {
    let folder = Folder::new();
    let mut text = String::from("month,value\n");
    for number in 0..24 {
        text.push_str(&format!(
            "{}-{:02},{}\n",
            2021 + number / 12,
            number % 12 + 1,
            40 + number * 7 % 5
        ));
    }
    let file = folder.with("data.csv", text);
    let plan = "version = 1\n[plan]\nchart = \"individuals\"\nbaseline = 12\n\
                phases = [{ at = \"2022-01\", baseline = \"given:50,3\" }]\n";
    let plan = folder.with("plan.toml", plan);
    let picture = folder.file("x.svg");
    redbead(&[
        "chart",
        &file,
        "--plan",
        &plan,
        "--moving-ranges",
        "-o",
        &picture,
        "-q",
    ])
    .expect(0);
}

#[test]
fn a_baseline_that_leaves_its_phase_is_told_in_periods() {
    let folder = Folder::new();
    let mut text = String::from("month,ward,value\n");
    for number in 0..24 {
        let (year, month) = (2021 + number / 12, number % 12 + 1);
        text.push_str(&format!("{year}-{month:02},A,{}\n", 40 + number * 7 % 5));
    }
    let file = folder.with("data.csv", text);
    let flags = ["--baseline", "2021-01..2022-06", "--phase-at", "2022-01"];
    let ran = redbead(&[&["scan", &file], &flags[..]].concat()).expect(1);
    let told = "the baseline 2021-01 to 2022-06 leaves its phase, 2021-01 to 2021-12";
    assert!(ran.out.contains(told), "{}", ran.out);
}

#[test]
fn names_of_pictures_hold_no_folders_and_are_never_blank() {
    let folder = Folder::new();
    let text = "ward,month,value\n,2024-01,3\n,2024-02,4\n,2024-03,3\nB,2024-01,3\nB,2024-02,4\nB,2024-03,3\n";
    let file = folder.with("data.csv", text);
    let picture = folder.file("x.svg");
    let flags = [
        "--series", "ward", "--value", "value", "--time", "month", "-o", &picture, "-q",
    ];
    redbead(&[&["chart", &file], &flags[..]].concat()).expect(0);
    let svg = std::fs::read_to_string(&picture).unwrap();
    assert!(
        svg.contains(">(no name)<") && !svg.contains("--good"),
        "{svg}"
    );
    let one = folder.with("one.csv", "month,value\n2024-01,3\n2024-02,4\n2024-03,3\n");
    redbead(&["chart", &one, "-o", &picture, "-q"]).expect(0);
    let svg = std::fs::read_to_string(&picture).unwrap();
    assert!(svg.contains(">one.csv<"), "{svg}");
    assert!(!svg.contains(folder.path().to_str().unwrap()), "{svg}");
}
