//! Which series come first, what is counted, and what fails a pipeline.

use serde_json::Value;

use crate::run::{Folder, Ran, redbead};

/// Two years around 50 and seven months more in each ward: one stays, one leaps up and falls since.
fn mixed() -> String {
    let usual = [50, 52, 48, 51, 49];
    let mut text = String::from("month,ward,value\n");
    for number in 0..31usize {
        let (year, month) = (2021 + number / 12, number % 12 + 1);
        let calm = usual[number % 5];
        let falling = [95, 92, 88, 84, 80, 76, 72];
        let falling = number.checked_sub(24).map_or(calm, |late| falling[late]);
        text.push_str(&format!("{year}-{month:02},calm,{calm}\n"));
        text.push_str(&format!("{year}-{month:02},falling,{falling}\n"));
    }
    text
}

fn scan(file: &str, more: &[&str]) -> Ran {
    let flags = [
        "--baseline",
        "24",
        "--good",
        "up",
        "--rules",
        "making_data_count",
        "--color",
        "never",
    ];
    redbead(&[&["scan", file], &flags[..], more].concat())
}

#[test]
fn a_current_concern_leads_whatever_the_latest_point_reads() {
    let folder = Folder::new();
    let file = folder.with("mix.csv", mixed());
    let ran = scan(&file, &[]).expect(0);
    let rows: Vec<&str> = ran.out.lines().skip(4).take(2).collect();
    assert!(rows[0].starts_with("falling"), "{}", ran.out);
    assert!(
        rows[0].contains("▲ improvement, high + concern"),
        "{}",
        ran.out
    );
    assert!(
        rows[0].contains("; concern: 7 in a row falling since 2023-01"),
        "{}",
        ran.out
    );
    assert!(rows[1].contains("common cause"), "{}", ran.out);
    assert!(
        ran.out.contains("Now: 1 concern, 1 common cause"),
        "{}",
        ran.out
    );
    scan(&file, &["--fail-on", "concern"]).expect(3);
    let out = folder.file("x.html");
    let flags = [
        "--baseline",
        "24",
        "--good",
        "up",
        "--rules",
        "making_data_count",
        "-o",
        &out,
    ];
    redbead(&[&["report", &file], &flags[..]].concat()).expect(0);
    let page = std::fs::read_to_string(&out).unwrap();
    assert!(page.contains("2 series: 1 of concern, 0 improving"));
}

#[test]
fn a_series_that_ended_long_ago_stands_behind_those_that_go_on() {
    let folder = Folder::new();
    let mut text = String::from("month,ward,value\n");
    let usual = [50, 52, 48, 51, 49];
    for number in 0..36usize {
        let (year, month) = (2021 + number / 12, number % 12 + 1);
        let value = usual[number % 5];
        if number < 25 {
            // A far point at its end.
            let value = if number == 24 { 5 } else { value };
            text.push_str(&format!("{year}-{month:02},closed,{value}\n"));
        }
        let value = if number == 35 { 40 } else { value };
        text.push_str(&format!("{year}-{month:02},live,{value}\n"));
    }
    let file = folder.with("stale.csv", text);
    let ran = scan(&file, &[]).expect(0);
    let rows: Vec<&str> = ran.out.lines().skip(4).take(2).collect();
    assert!(rows[0].starts_with("live"), "{}", ran.out);
    assert!(
        rows[1].starts_with("closed") && rows[1].contains("ended 2023-01"),
        "{}",
        ran.out
    );
    scan(&file, &["--where", "ward=closed", "--fail-on", "concern"]).expect(3);
}

#[test]
fn a_refused_series_never_passes_a_check_in_silence() {
    let folder = Folder::new();
    let text =
        "month,ward,count,n\n2024-01,A,1,10\n2024-02,A,2,10\n2024-01,B,12,10\n2024-02,B,1,10\n";
    let file = folder.with("data.csv", text);
    let flags = [
        "scan",
        &file,
        "--count",
        "count",
        "--exposure",
        "n",
        "--chart",
        "p",
        "--good",
        "down",
    ];
    let ran = redbead(&flags).expect(0);
    assert!(
        ran.err
            .contains("note: 1 series was refused; the table says why"),
        "{}",
        ran.err
    );
    assert!(
        ran.out
            .contains("2024-01: numerator 12 is above its denominator 10"),
        "{}",
        ran.out
    );
    for kind in ["any", "concern", "improvement"] {
        redbead(&[&flags[..], &["--fail-on", kind]].concat()).expect(1);
    }
    redbead(&[&flags[..], &["--fail-on", "any", "--where", "ward=A"]].concat()).expect(0);
}

#[test]
fn few_data_are_told_in_the_row() {
    let folder = Folder::new();
    let file = folder.with(
        "five.csv",
        "month,v\n2024-01,3\n2024-02,4\n2024-03,3\n2024-04,5\n2024-05,4\n",
    );
    let ran = redbead(&["scan", &file, "--chart", "individuals"]).expect(0);
    assert!(ran.out.contains("common cause"), "{}", ran.out);
    assert!(
        ran.out.contains("few data: 5 points, 20 advised"),
        "{}",
        ran.out
    );
}

#[test]
fn a_page_of_signals_says_what_it_leaves_out() {
    let folder = Folder::new();
    let file = folder.with("mix.csv", mixed());
    let out = folder.file("x.html");
    let flags = [
        "--where",
        "ward=calm",
        "--signals-only",
        "--rule",
        "beyond:5",
        "-o",
        &out,
    ];
    let ran = redbead(&[&["report", &file], &flags[..]].concat()).expect(0);
    assert!(
        ran.err
            .contains("x.html: 0 series, 1 without any signal left out"),
        "{}",
        ran.err
    );
    let page = std::fs::read_to_string(&out).unwrap();
    assert!(page.contains("<dt>Left out</dt>") && page.contains("1 series without any signal"));
}

#[test]
fn a_period_without_a_row_is_called_as_the_schema_calls_it() {
    let folder = Folder::new();
    let file = folder.with(
        "hole.csv",
        "month,value\n2024-01,5\n2024-02,6\n2024-04,5\n2024-05,7\n",
    );
    let ran = redbead(&["scan", &file, "--format", "ndjson", "--points"]).expect(0);
    let record: Value = serde_json::from_str(ran.out.lines().last().unwrap()).unwrap();
    let why = record["points"][2]["why_missing"].as_str().unwrap();
    assert_eq!(why, "no_row");
    let schema = include_str!("../../schema/scan.schema.json");
    let schema: Value = serde_json::from_str(schema).unwrap();
    let told = schema.to_string();
    let told = told.split("Why there is no figure").nth(1).unwrap();
    assert!(told.split('"').next().unwrap().contains(why));
}
