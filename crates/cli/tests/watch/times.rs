//! Periods that were passed over, and times that are no periods.

use redbead_cli::watch::Times;
use serde_json::Value;

use crate::support::{Folder, answers, plan, standing};

#[test]
fn periods_that_were_passed_over_may_be_missing_points() {
    let folder = Folder::new();
    let mut options = folder.options();
    options.fill_holes = true;
    let lines = "{\"series\":\"A\",\"time\":\"2024-01\",\"value\":1}\n\
                 {\"series\":\"A\",\"time\":\"2024-04\",\"value\":2}\n\
                 {\"series\":\"A\",\"time\":\"2024-03\",\"value\":3}\n\
                 {\"series\":\"A\",\"time\":\"2924-03\",\"value\":3}\n";
    let answers = answers(&plan(), &options, lines);
    assert_eq!(
        (&answers[1]["index"], &answers[1]["holes_before"]),
        (&3.into(), &2.into())
    );
    assert_eq!(
        (&answers[2]["index"], &answers[2]["late"]),
        (&2.into(), &true.into())
    );
    assert_eq!(
        answers[3]["error"],
        "time 2924-03 is 10798 periods after the one before"
    );
    let report: Value = serde_json::from_str(&standing(&folder.state())).unwrap();
    assert_eq!(report["report"]["counts"]["missing"], 1);
}

#[test]
fn times_may_be_texts_in_order() {
    let folder = Folder::new();
    let mut options = folder.options();
    options.times = Times::Text;
    let line = |time: &str| format!("{{\"series\":\"A\",\"time\":\"{time}\",\"value\":1}}\n");
    let answers = answers(
        &plan(),
        &options,
        &(line("v1") + &line("v3") + &line("v\\\"2")),
    );
    assert_eq!(
        (&answers[2]["late"], &answers[2]["index"]),
        (&true.into(), &0.into())
    );
    assert_eq!(answers[2]["time"], "v\"2");
}
