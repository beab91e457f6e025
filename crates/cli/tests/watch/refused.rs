//! What is refused, and how.

use redbead::{Chart, Plan};
use redbead_cli::watch::WatchError;

use crate::support::{BASELINE, Folder, answers, feed, months, observations, plan};

#[test]
fn lines_that_make_no_sense_are_refused_one_by_one() {
    let folder = Folder::new();
    let good = "{\"series\":\"A\",\"time\":\"2024-05\",\"value\":1}";
    let broken = [
        "{",
        "17",
        "[]",
        "null",
        "{}",
        "\u{feff}{\"series\":\"A\",\"time\":\"2024-06\",\"value\":1}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"value\":\"1\"}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"value\":1e400}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"value\":NaN}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"value\":1} x",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"value\":1,\"value\":2}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"vlaue\":1}",
        "{\"series\":\"A\",\"time\":\"2024-06\"}",
        "{\"series\":\"A\",\"time\":\"2024-13\",\"value\":1}",
        "{\"series\":\"A\",\"time\":\"soon\",\"value\":1}",
        "{\"series\":\"A\",\"time\":null,\"value\":1}",
        "{\"series\":\"A\",\"time\":\"2024-05-31\",\"value\":1}",
        "{\"series\":null,\"time\":\"2024-06\",\"value\":1}",
        "{\"series\":{},\"time\":\"2024-06\",\"value\":1}",
        "{\"series\":{\"a\":[]},\"time\":\"2024-06\",\"value\":1}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"value\":1,\"id\":null,\"id\":[]}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"value\":1,\"id\":{}}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"mean\":1,\"size\":2,\"range\":1}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"mean\":1,\"size\":-2,\"range\":1}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"value\":1,\"provisional\":1}",
    ];
    let lines = format!("{good}\n\n{}\n{good}", broken.join("\n"));
    let (answers, summary) = feed(&plan(), &folder.options(), &lines).unwrap();
    assert_eq!(answers.len(), broken.len() + 2);
    assert_eq!(answers.last().unwrap()["duplicate"], true);
    for (number, answer) in answers[1..=broken.len()].iter().enumerate() {
        let line = broken[number];
        assert_eq!(answer["line"], number + 3, "{line}");
        assert!(
            answer["error"]
                .as_str()
                .is_some_and(|error| !error.is_empty()),
            "{line}"
        );
        assert!(
            answer["hint"].as_str().is_some_and(|hint| !hint.is_empty()),
            "{line}"
        );
    }
    assert_eq!(summary.counts.refused, broken.len() as u64);
    assert_eq!(observations(&folder.state()).lines().count(), 1);
}

#[test]
fn a_strict_watch_stops_at_the_first_bad_line_and_keeps_what_came_before() {
    let folder = Folder::new();
    let mut options = folder.options();
    options.strict = true;
    let lines = months(&BASELINE) + "oops\n" + &months(&[3.0]);
    let error = feed(&plan(), &options, &lines).unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 7: the line is no JSON object; lines before it are in the store, and it is not"
    );
    assert_eq!(observations(&folder.state()).lines().count(), 6);
}

#[test]
fn a_long_line_is_refused_and_the_next_is_read() {
    let folder = Folder::new();
    let long = format!("{{\"series\":\"{}\"}}\n", "x".repeat(3 << 20));
    let answers = answers(&plan(), &folder.options(), &(long + &months(&[1.0])));
    assert_eq!(answers[0]["error"], "the line is longer than 1 MB");
    assert_eq!(answers[1]["outcome"], "learning");
}

#[test]
fn a_plan_that_never_judges_is_refused() {
    let folder = Folder::new();
    let all = Plan::builder(Chart::individuals()).build().unwrap();
    let error = feed(&all, &folder.options(), "").unwrap_err();
    assert!(matches!(error, WatchError::NeverJudged));
    assert!(!folder.state().exists());
}
