//! `redbead qms`.

use crate::run::{Folder, redbead, with_input};

const DIAGRAM: &str = r#"{
  "format": "redbead-qms",
  "version": 1,
  "sites": [
    {"id": "b", "name": "The board", "level": "board"},
    {"id": "w7", "name": "Ward 7", "level": "ward", "parent": "b"},
    {"id": "w8", "name": "Ward 8", "level": "ward", "parent": "b"}
  ],
  "measures": [
    {"id": "falls", "name": "Falls", "direction": "decrease", "frequency": "monthly"},
    {"id": "rounds-done", "name": "Rounds done", "direction": "increase"}
  ],
  "diagrams": [{"id": "safer", "title": "Fewer falls"}],
  "nodes": [
    {"diagram": "safer", "id": "aim", "kind": "aim", "text": "Halve falls by December", "owner": "board"},
    {"diagram": "safer", "id": "rounds", "kind": "primary", "text": "Regular rounds"}
  ],
  "links": [{"diagram": "safer", "from": "rounds", "to": "aim"}],
  "bindings": [
    {"diagram": "safer", "node": "aim", "measure": "falls", "role": "outcome"},
    {"diagram": "safer", "node": "rounds", "measure": "rounds-done", "role": "process"}
  ]
}"#;

/// Ward 7 falls less from the ninth month on, as in the first example of the QMS crate; ward 8 falls
/// more.
fn falls() -> String {
    let better = [5, 7, 6, 6, 8, 7, 5, 6, 4, 5, 3, 5, 4, 4, 3, 5, 4];
    let mut text = "site,month,falls\n".to_owned();
    for (at, falls) in better.iter().enumerate() {
        let month = format!("{}-{:02}", 2023 + at / 12, at % 12 + 1);
        text += &format!("w7,{month},{falls}\nw8,{month},{}\n", 12 - falls);
    }
    text
}

/// A folder with the diagram and results of both wards.
fn folder() -> (Folder, String, String) {
    let folder = Folder::new();
    let diagram = folder.with("safer.json", DIAGRAM);
    let data = folder.with("falls.csv", falls());
    let results = folder.file("falls.ndjson");
    redbead(&[
        "scan",
        &data,
        "--series",
        "site",
        "--time",
        "month",
        "--value",
        "falls",
        "--chart",
        "run",
        "--rules",
        "scottish_run_chart",
        "--rebase",
        "scottish",
        "--good",
        "down",
        "-q",
        "-o",
        &results,
    ])
    .expect(0);
    (folder, diagram, results)
}

#[test]
fn a_good_diagram_is_checked() {
    let (_folder, diagram, _) = folder();
    let ran = redbead(&["qms", "check", &diagram]).expect(0);
    assert!(
        ran.out
            .contains("1 diagram, 2 nodes, 1 link, 2 measures, 2 bindings, 3 sites; no faults, "),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("measurement\n"), "{}", ran.out);
    redbead(&["qms", "check", &diagram, "--deny-lints"]).expect(1);
    let ran = redbead(&["qms", "check", &diagram, "--format", "json"]).expect(0);
    let check: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(check["version"], 1);
    assert_eq!(check["form"], "json");
    assert_eq!(check["holds_together"], true);
    assert_eq!(check["counts"]["nodes"], 2);
    // From standard input, too.
    with_input(&["qms", "check", "-"], DIAGRAM.as_bytes()).expect(0);
}

#[test]
fn answers_in_words_and_as_data() {
    let (_folder, diagram, results) = folder();
    let ran = redbead(&[
        "qms",
        "answers",
        &diagram,
        &format!("falls={results}"),
        "--ask",
        "plain,hand-over,early-warnings",
    ])
    .expect(0);
    assert!(
        ran.out
            .contains("- Falls at Ward 7: better, since September 2023\n"),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .contains("- Falls at Ward 8: worse, since September 2023\n"),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .contains("Falls at Ward 7: new level since 2023-09-01, 9 points; holds\n"),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .contains("  - Halve falls by December (Senior Leaders)\n"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("measures without any series: rounds-done"),
        "{}",
        ran.out
    );
    let json = redbead(&[
        "qms",
        "answers",
        &diagram,
        &format!("falls={results}"),
        "--format",
        "json",
    ])
    .expect(0);
    let answers: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(answers["series"].as_array().unwrap().len(), 2);
    assert_eq!(answers["series"][0]["verdict"], "improving");
    assert_eq!(answers["early_warnings"][0]["warnings"]["total"], 1);
    let warned = answers["early_warnings"][0]["warnings"]["listed"][0]["series"]
        .as_u64()
        .unwrap();
    assert_eq!(answers["series"][warned as usize]["site"], "w8");
    assert_eq!(
        answers["nodes"][0]["own"]["words"],
        "1 improving, 1 worsening"
    );
    let board = redbead(&[
        "qms",
        "answers",
        &diagram,
        &format!("falls={results}"),
        "--ask",
        "early-warnings",
        "--audience",
        "board",
    ])
    .expect(0);
    assert!(
        board.out.contains("Falls: worse at 1 of 2 wards"),
        "{}",
        board.out
    );
    let ward = redbead(&[
        "qms",
        "answers",
        &diagram,
        &format!("falls={results}"),
        "--ask",
        "plain",
        "--within",
        "Ward 7",
    ])
    .expect(0);
    assert!(!ward.out.contains("Ward 8"), "{}", ward.out);
    let results = format!("falls={results}");
    let plain = [
        "qms", "answers", &diagram, &results, "--ask", "plain", "--most", "1",
    ];
    let short = redbead(&plain).expect(0).out;
    let (_, listed) = short.split_once("In plain words").unwrap();
    let items = listed.lines().filter(|line| line.starts_with("- "));
    assert_eq!(items.count(), 2, "{short}");
    assert!(listed.contains("- and 1 more"), "{short}");
    let json = redbead(&[&plain[..], &["--format", "json"]].concat()).expect(0);
    let answers: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(answers["plain"]["total"], 2);
    assert_eq!(answers["plain"]["listed"].as_array().map(Vec::len), Some(1));
}

#[test]
fn kept_statuses_say_what_changed() {
    let (folder, diagram, results) = folder();
    let kept = folder.file("kept.json");
    let results = format!("falls={results}");
    redbead(&[
        "qms", "answers", &diagram, &results, "--format", "statuses", "-o", &kept,
    ])
    .expect(0);
    let same = redbead(&[
        "qms",
        "answers",
        &diagram,
        &results,
        "--ask",
        "changes",
        "--earlier",
        &kept,
    ])
    .expect(0);
    assert!(same.out.contains("confirmed"), "{}", same.out);
    assert!(
        same.out.contains("Falls at Ward 7: improving, as before")
            || same.out.contains("falls at w7: improving, as before"),
        "{}",
        same.out
    );
    redbead(&["qms", "answers", &diagram, &results, "--ask", "changes"]).expect(2);
}

#[test]
fn every_drawing() {
    let (folder, diagram, results) = folder();
    let results = format!("falls={results}");
    let begins = [
        ("md", "# Fewer falls"),
        ("dot", "digraph"),
        ("mmd", "flowchart"),
        ("html", "<!doctype html>"),
    ];
    for (ending, begin) in begins {
        let file = folder.file(&format!("out.{ending}"));
        redbead(&["qms", "render", &diagram, &results, "-o", &file]).expect(0);
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains(begin), "{text}");
        assert!(text.contains("Halve falls"), "{text}");
        redbead(&["qms", "render", &diagram, &results, "-o", &file]).expect(0);
        assert_eq!(
            std::fs::read_to_string(&file).unwrap(),
            text,
            "the same bytes again"
        );
    }
    let page = std::fs::read_to_string(folder.file("out.html")).unwrap();
    assert!(
        page.contains("1 improving") && page.contains("2023-09-01"),
        "{page}"
    );
    // The diagram alone.
    let ran = redbead(&["qms", "render", &diagram, "--format", "mermaid"]).expect(0);
    assert!(!ran.out.contains("improving\""), "{}", ran.out);
}

#[test]
fn series_that_are_not_known_are_told_of() {
    let (folder, diagram, results) = folder();
    let text = std::fs::read_to_string(&results)
        .unwrap()
        .replace("\"w8\"", "\"w9\"");
    let strange = folder.with("strange.ndjson", text);
    let ran = redbead(&[
        "qms",
        "answers",
        &diagram,
        &format!("falls={strange}"),
        "--ask",
        "plain",
    ])
    .expect(0);
    assert!(ran.out.contains("1 of 2 series count"), "{}", ran.out);
    assert!(
        ran.out.contains("w9: no site is called \"w9\""),
        "{}",
        ran.out
    );
    let ran = redbead(&[
        "qms",
        "answers",
        &diagram,
        &format!("falls={strange}"),
        "--ask",
        "plain",
        "--new-sites",
        "ward:b",
    ])
    .expect(0);
    assert!(ran.out.contains("Falls at w9: worse"), "{}", ran.out);
}

/// Diagrams that are wrong, and what is said of them.
const BROKEN: [(&str, &str, &str); 14] = [
    ("a.json", "", "is empty"),
    ("a.json", "{", "line 1, column 1"),
    ("a.json", "[]", "expected an object"),
    ("a.json", "{}", "the format is missing"),
    (
        "a.json",
        r#"{"format": "other", "version": 1}"#,
        "the format is \"other\"",
    ),
    (
        "a.json",
        r#"{"format": "redbead-qms", "version": 9}"#,
        "the version is 9",
    ),
    (
        "a.json",
        r#"{"format": "redbead-qms", "version": 1, "nods": []}"#,
        "field \"nods\" is not known",
    ),
    (
        "a.json",
        r#"{"format": "redbead-qms", "version": 1, "nodes": 3}"#,
        "at \"/nodes\": is ",
    ),
    (
        "a.json",
        r#"{"format": "redbead-qms", "version": 1, "diagrams": [{"id": "d", "title": "t"}], "nodes": [{"diagram": "d", "id": "a", "kind": "goal", "text": "x"}]}"#,
        "\"goal\" is no node kind",
    ),
    (
        "a.json",
        r#"{"format": "redbead-qms", "version": 1, "sites": [{"id": "s", "name": "n"}, {"id": "s", "name": "m"}]}"#,
        "at \"/sites/1\"",
    ),
    ("a.txt", "hello", "--from"),
    ("nodes.csv", "diagram,id\nd,a\n", "name the folder"),
    (
        "a.csv",
        "id,level,parent_id,text\n1,Aim,,x\n2,Primary,9,y\n",
        "line 3",
    ),
    (
        "a.csv",
        "id,level,parent_id,text\n1,Aim,,\"x\n",
        "never closed",
    ),
];

#[test]
fn broken_diagrams_say_how_to_mend_them() {
    for (name, text, says) in BROKEN {
        let folder = Folder::new();
        let file = folder.with(name, text);
        let ran = redbead(&["qms", "check", &file]).expect(1);
        let told = format!("{}{}", ran.out, ran.err);
        assert!(told.contains(says), "{text}\n{told}");
        redbead(&["qms", "render", &file]).expect(1);
    }
    let folder = Folder::new();
    let file = folder.with("a.json", b"{\n\xff}");
    let ran = redbead(&["qms", "check", &file]).expect(1);
    assert!(
        ran.err.contains("line 2, column 1: is no UTF-8"),
        "{}",
        ran.err
    );
    redbead(&["qms", "check", &folder.file("nowhere.json")]).expect(1);
    let empty = Folder::new();
    let ran = redbead(&["qms", "check", empty.path().to_str().unwrap()]).expect(1);
    assert!(ran.err.contains("nodes.csv"), "{}", ran.err);
}

#[test]
fn all_faults_are_told_at_once_or_left_out() {
    let folder = Folder::new();
    let text = DIAGRAM
        .replace(r#""from": "rounds""#, r#""from": "squares""#)
        .replace(r#""role": "process""#, r#""role": "main""#);
    let file = folder.with("a.json", text);
    let ran = redbead(&["qms", "check", &file]).expect(1);
    assert_eq!(ran.out.matches("fault: ").count(), 2, "{}", ran.out);
    assert!(ran.out.contains("2 faults"), "{}", ran.out);
    let ran = redbead(&["qms", "check", &file, "--lenient"]).expect(0);
    assert_eq!(ran.out.matches("left out: ").count(), 2, "{}", ran.out);
}

#[test]
fn broken_results_say_how_to_mend_them() {
    let (folder, diagram, results) = folder();
    let good = std::fs::read_to_string(&results).unwrap();
    let broken: [(&str, String, &str); 6] = [
        ("empty", String::new(), "is empty"),
        ("no json", "hello\n".into(), "line 1"),
        ("half a line", format!("{good}{{\"version\":1"), "line 3"),
        ("another object", "{\"a\":1}\n".into(), "line 1"),
        (
            "doubled",
            format!("{good}{good}"),
            "has two statuses or more",
        ),
        (
            "later version",
            good.replace("\"version\":1", "\"version\":99"),
            "version 99",
        ),
    ];
    for (name, text, says) in broken {
        let file = folder.with("broken.ndjson", text);
        let ran = redbead(&["qms", "answers", &diagram, &file, "--the-measure", "falls"]).expect(1);
        assert!(ran.err.contains(says), "{name}: {}", ran.err);
    }
    let ran = redbead(&["qms", "answers", &diagram, &results]).expect(1);
    assert!(ran.err.contains("cannot tell which measure"), "{}", ran.err);
    let ran = redbead(&[
        "qms",
        "answers",
        &diagram,
        &results,
        "--the-measure",
        "fals",
    ])
    .expect(1);
    assert!(
        ran.err.contains("no measure is called \"fals\""),
        "{}",
        ran.err
    );
    redbead(&["qms", "answers", &diagram, &results, "--measure", "=x"]).expect(2);
    redbead(&[
        "qms",
        "answers",
        &diagram,
        &results,
        "--the-measure",
        "falls",
        "--minimum",
        "few",
    ])
    .expect(2);
    redbead(&[
        "qms",
        "answers",
        &diagram,
        &results,
        "--the-measure",
        "falls",
        "--ask",
        "why",
    ])
    .expect(2);
    redbead(&[
        "qms",
        "answers",
        &diagram,
        &results,
        "--the-measure",
        "falls",
        "--diagram",
        "safe",
    ])
    .expect(1);
    redbead(&["qms", "answers", &diagram]).expect(2);
    redbead(&["qms"]).expect(2);
}
