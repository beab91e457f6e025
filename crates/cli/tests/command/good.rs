//! Every subcommand on good input.

use serde_json::Value;

use crate::run::{COLUMNS, Folder, Ran, SAMPLE, redbead, wards, with_input};

fn scan(more: &[&str]) -> Ran {
    let mut args = vec!["scan", SAMPLE];
    args.extend(COLUMNS);
    args.extend(more);
    redbead(&args)
}

#[test]
fn the_sample_is_listed_worst_first() {
    let ran = scan(&[
        "--chart",
        "individuals",
        "--rules",
        "making_data_count",
        "--baseline",
        "24",
        "--good",
        "down",
        "--where",
        "org_code=RXN",
        "--where",
        "org_code=RXC",
        "--where",
        "type=1",
    ])
    .expect(0);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(
        lines[0],
        "Individuals chart (XmR) · rules: making_data_count · limits from the first 24 points · down is good"
    );
    assert!(
        lines[1].starts_with("2 series each of 36 months, 2016-04 to 2019-03"),
        "{}",
        ran.out
    );
    // As the example `four_hour_waits` finds them.
    assert!(lines[4].starts_with("RXN"), "{}", ran.out);
    assert!(
        lines[4].contains("▲ concern, high") && lines[4].contains("2018-11"),
        "{}",
        ran.out
    );
    assert!(lines[5].starts_with("RXC"), "{}", ran.out);
    assert!(
        lines[5].contains("▼ improvement, low") && lines[5].contains("below 3 sigma"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("Now: 1 concern, 1 improvement"),
        "{}",
        ran.out
    );
}

#[test]
fn the_sample_counts_as_the_example_does() {
    let ran = scan(&[
        "--chart",
        "p",
        "--rules",
        "making_data_count",
        "--baseline",
        "24",
        "--good",
        "down",
        "--format",
        "ndjson",
    ])
    .expect(0);
    let records: Vec<Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(records.len(), 428);
    let org = |record: &Value| record["series"]["org_code"].as_str().unwrap().to_owned();
    assert!(records.windows(2).all(|two| org(&two[0]) <= org(&two[1])));
    assert!(
        records
            .iter()
            .all(|record| record["chart"] == "p" && record["points"].is_null())
    );
}

#[test]
fn threads_change_nothing() {
    let one = scan(&["--threads", "1", "--format", "ndjson", "--points"]).expect(0);
    let four = scan(&["--threads", "4", "--format", "ndjson", "--points"]).expect(0);
    assert!(one.out == four.out && one.out.len() > 1_000_000);
}

#[test]
fn standard_input_is_read_and_guesses_are_told() {
    let ran = with_input(
        &["scan", "-", "--good", "down", "--rule", "shift:8"],
        wards().as_bytes(),
    )
    .expect(0);
    for told in ["note: time: month, guessed", "note: chart: individuals"] {
        assert!(ran.err.contains(told), "{}", ran.err);
    }
    assert!(ran.out.contains("▼ improvement, low"), "{}", ran.out);
    let quiet = with_input(
        &["scan", "-", "--good", "down", "--rule", "shift:8", "-q"],
        wards().as_bytes(),
    )
    .expect(0);
    assert_eq!((quiet.err.as_str(), quiet.out), ("", ran.out));
}

#[test]
fn tables_are_plain_where_asked_and_never_wider_than_told() {
    for width in [20, 40, 60, 80, 120] {
        let text = width.to_string();
        let args = [
            "scan", "-", "--good", "down", "--rule", "shift:8", "--width", &text, "--ascii", "-q",
        ];
        let ran = with_input(&args, wards().as_bytes()).expect(0);
        assert!(ran.out.is_ascii(), "{}", ran.out);
        // A word that is longer than the line stands alone in it.
        let fits = |row: &str| row.len() <= width || !row.trim().contains(' ');
        assert!(ran.out.lines().all(fits), "{width}\n{}", ran.out);
    }
    let colored = with_input(
        &[
            "scan", "-", "--good", "down", "--rule", "shift:8", "--color", "always",
        ],
        wards().as_bytes(),
    );
    assert!(colored.expect(0).out.contains("\u{1b}["));
    let plain = with_input(&["scan", "-", "--good", "down"], wards().as_bytes());
    assert!(!plain.expect(0).out.contains('\u{1b}'));
}

#[test]
fn every_format_goes_to_a_file() {
    let folder = Folder::new();
    let data = folder.with("wards.csv", wards());
    for name in [
        "out.json",
        "out.ndjson",
        "out.csv",
        "out.parquet",
        "out.txt",
    ] {
        let out = folder.file(name);
        let ran = redbead(&["scan", &data, "-o", &out, "-q"]).expect(0);
        assert_eq!(ran.out, "");
        assert!(std::fs::metadata(&out).unwrap().len() > 100, "{name}");
    }
    assert_eq!(folder.names().len(), 6);
    let document: Value =
        serde_json::from_slice(&std::fs::read(folder.file("out.json")).unwrap()).unwrap();
    assert_eq!(document["series"].as_array().map(Vec::len), Some(2));
    let points = folder.file("points.csv");
    redbead(&["scan", &data, "-o", &points, "--points", "-q"]).expect(0);
    let text = std::fs::read_to_string(&points).unwrap();
    assert_eq!(text.lines().count(), 41);
}

#[test]
fn only_series_with_signals_are_written_where_asked() {
    let args = [
        "scan",
        "-",
        "--format",
        "ndjson",
        "--signals-only",
        "--rule",
        "shift:8",
    ];
    let ran = with_input(&args, wards().as_bytes()).expect(0);
    assert_eq!(ran.out.lines().count(), 1);
    assert!(ran.out.contains("\"ward\":\"A\""));
    let args = ["scan", "-", "--signals-only", "--rule", "shift:8"];
    let ran = with_input(&args, wards().as_bytes()).expect(0);
    assert!(
        ran.out.contains("... 1 without any signal left out"),
        "{}",
        ran.out
    );
}

#[test]
fn a_current_signal_of_the_kind_fails_a_pipeline() {
    let data = wards();
    let run = |good: &str, kind: &str| {
        let args = [
            "scan",
            "-",
            "--rule",
            "shift:8",
            "--good",
            good,
            "--fail-on",
            kind,
            "-q",
        ];
        with_input(&args, data.as_bytes()).code
    };
    assert_eq!(run("up", "concern"), Some(3));
    assert_eq!(run("up", "improvement"), Some(0));
    assert_eq!(run("down", "concern"), Some(0));
    assert_eq!(run("down", "improvement"), Some(3));
    assert_eq!(run("neither", "concern"), Some(2));
    assert_eq!(run("neither", "any"), Some(3));
    // What is written is the same.
    let args = [
        "scan",
        "-",
        "--rule",
        "shift:8",
        "--good",
        "up",
        "--fail-on",
        "concern",
        "--format",
        "ndjson",
    ];
    assert_eq!(with_input(&args, data.as_bytes()).out.lines().count(), 2);
}

#[test]
fn every_chart_reads_its_columns() {
    let folder = Folder::new();
    let mut text = String::from("week,v,n,d,m,s,r\n");
    for week in 0..30 {
        let count = 3 + week * 7 % 5;
        text.push_str(&format!(
            "2024-W{:02},{count},50,{},{}.5,1.{},2.5\n",
            week + 1,
            40 + week % 3,
            10 + week % 4,
            week % 7
        ));
    }
    let data = folder.with("data.csv", text);
    let value = ["--value", "v"];
    let ratio = ["--count", "v", "--exposure", "n"];
    let deviation = ["--mean", "m", "--deviation", "s", "--size", "n"];
    let range = ["--mean", "m", "--range", "r", "--size", "v"];
    let charts: [(&str, &[&str]); 20] = [
        ("run", &value),
        ("individuals", &value),
        ("individuals:sigma=median_moving_range", &value),
        ("moving_range", &value),
        ("xbar", &deviation),
        ("xbar:within=mean_range", &range),
        ("s", &deviation),
        ("r", &range),
        ("p", &ratio),
        ("np:50", &ratio),
        ("c", &value),
        ("u:per=1000", &ratio),
        ("p_prime", &ratio),
        ("u_prime", &ratio),
        ("c_prime", &value),
        ("i_prime", &ratio),
        ("g", &value),
        ("t", &value),
        ("ewma:0.1,2.7", &value),
        ("cusum:interval=4", &value),
    ];
    for (chart, columns) in charts {
        let mut args = vec![
            "scan", &data, "--time", "week", "--series", "", "--chart", chart, "--format",
            "ndjson", "--points",
        ];
        args.extend(columns);
        let ran = redbead(&args).expect(0);
        let record: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(record["error"], Value::Null, "{chart}: {record}");
        assert_eq!(
            record["points"].as_array().map(Vec::len),
            Some(30),
            "{chart}"
        );
        assert!(record["phases"][0]["center"].is_number(), "{chart}");
    }
}

#[test]
fn rules_and_presets_are_listed_and_explained() {
    let all = redbead(&["rules"]).expect(0).out;
    for known in [
        "individuals",
        "k_of_m",
        "making_data_count",
        "91.75 points, exact",
        "370.40",
        "Montgomery (2013)",
    ] {
        assert!(all.contains(known), "{known}");
    }
    let data: Value = serde_json::from_str(&redbead(&["rules", "--json"]).expect(0).out).unwrap();
    assert_eq!(data["charts"].as_array().map(Vec::len), Some(18));
    assert_eq!(data["rules"].as_array().map(Vec::len), Some(13));
    assert_eq!(data["presets"].as_array().map(Vec::len), Some(16));
    assert!(
        !redbead(&["rules", "presets"])
            .expect(0)
            .out
            .contains("Charts")
    );
    let explained = redbead(&["explain", "nelson", "shift:9", "u", "np"])
        .expect(0)
        .out;
    for known in [
        "J. Quality Technology",
        "every 511.00 points",
        "cases per exposure",
        "size=50",
    ] {
        assert!(explained.contains(known), "{known}\n{explained}");
    }
}

#[test]
fn the_signals_of_a_scan_are_explained() {
    let folder = Folder::new();
    let args = [
        "scan",
        "-",
        "--rule",
        "shift:8",
        "--baseline",
        "12",
        "--good",
        "down",
        "--unit",
        "fall,falls",
        "--format",
        "ndjson",
    ];
    let records = with_input(&args, wards().as_bytes()).expect(0).out;
    let file = folder.with("scan.ndjson", &records);
    let ran = redbead(&["explain", "--from", &file, "A"]).expect(0);
    assert_eq!(
        ran.out,
        "A\n  Eight months in a row below the average of 40.5 falls, since 2024-01: a change for the better that \
         chance would rarely make. [improvement, current]\n"
    );
    let both = with_input(&["explain", "--from", "-", "--current"], records.as_bytes())
        .expect(0)
        .out;
    assert!(
        both.contains("B\n  no current signal: common cause variation"),
        "{both}"
    );
}

#[test]
fn completions_and_manual_are_printed() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = redbead(&["completions", shell]).expect(0).out;
        assert!(script.contains("fail-on"), "{shell}");
    }
    assert!(
        redbead(&["completions", "man"])
            .expect(0)
            .out
            .contains(".TH")
    );
}

#[test]
fn help_has_examples_and_headings() {
    let help = redbead(&["scan", "--help"]).expect(0).out;
    for known in [
        "Examples:",
        "Columns:",
        "Plan:",
        "Limits:",
        "Output:",
        "--write-plan",
        "shift:8,on_center=skip",
    ] {
        assert!(help.contains(known), "{known}");
    }
    for sub in ["chart", "report", "rules", "explain", "completions"] {
        assert!(
            redbead(&[sub, "--help"]).expect(0).out.contains("Usage:"),
            "{sub}"
        );
    }
    assert!(
        redbead(&["--version"])
            .expect(0)
            .out
            .starts_with("redbead 0.")
    );
}

#[test]
fn a_page_is_written_with_every_series() {
    let folder = Folder::new();
    let data = folder.with("wards.csv", wards());
    let page = folder.file("page.html");
    let ran = redbead(&[
        "report", &data, "--good", "down", "--title", "Falls", "-o", &page,
    ])
    .expect(0);
    assert!(ran.err.contains("2 series"), "{}", ran.err);
    let html = std::fs::read_to_string(&page).unwrap();
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("Falls"));
    let again = redbead(&[
        "report", &data, "--good", "down", "--title", "Falls", "-o", "-", "-q",
    ])
    .expect(0);
    assert!(again.out == html, "the same bytes");
}

#[test]
fn one_series_and_small_multiples_are_drawn() {
    let folder = Folder::new();
    let data = folder.with("wards.csv", wards());
    let svg = folder.file("a.svg");
    let flags = [
        "--good",
        "down",
        "--rule",
        "shift:8",
        "--baseline",
        "12",
        "--phase-at",
        "2024-06",
        "--note",
        "2024-03=new ward",
    ];
    let mut args = vec![
        "chart", &data, "--where", "ward=A", "--title", "Falls", "-o", &svg, "-q",
    ];
    args.extend(flags);
    redbead(&args).expect(0);
    let text = std::fs::read_to_string(&svg).unwrap();
    assert!(
        text.starts_with("<svg ") && text.contains("Falls: A") && text.contains("new ward"),
        "{text}"
    );
    // The same bytes on standard output.
    args[7] = "-";
    assert!(redbead(&args).expect(0).out == text);
    let png = folder.file("a.png");
    args[7] = &png;
    redbead(&args).expect(0);
    assert!(std::fs::read(&png).unwrap().starts_with(b"\x89PNG"));
    let both = folder.file("both.svg");
    let ran = redbead(&["chart", &data, "-o", &both]).expect(0);
    assert!(ran.err.contains("note: chart: individuals"), "{}", ran.err);
    let text = std::fs::read_to_string(&both).unwrap();
    assert!(text.contains(">A<") && text.contains(">B<"), "{text}");
    let ran = redbead(&["chart", &data, "--top", "1", "-o", &both]).expect(0);
    assert!(
        ran.err.contains("note: 1 worst drawn, 1 more left out"),
        "{}",
        ran.err
    );
    let below = folder.file("below.svg");
    redbead(&[
        "chart",
        &data,
        "--where",
        "ward=A",
        "--moving-ranges",
        "--baseline",
        "12",
        "-o",
        &below,
        "-q",
    ])
    .expect(0);
    redbead(&[
        "chart",
        &data,
        "--where",
        "ward=A",
        "--moving-ranges",
        "--rebase",
        "scottish",
        "-o",
        &below,
        "-q",
    ])
    .expect(0);
    redbead(&[
        "chart",
        &data,
        "--where",
        "ward=A",
        "--moving-ranges",
        "--center",
        "40",
        "--sigma-value",
        "2",
        "-o",
        &below,
        "-q",
    ])
    .expect(0);
}
