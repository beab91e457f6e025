//! What is told of signals.

use redbead::{Baseline, Chart, Plan, Rebase, Shift};
use serde_json::Value;

use crate::support::{BASELINE, Folder, answers, months, plan};

#[test]
fn a_point_beyond_its_limits_is_told_in_words() {
    let folder = Folder::new();
    let values = [&BASELINE[..], &[11.0, 40.0]].concat();
    let answers = answers(&plan(), &folder.options(), &months(&values));
    assert_eq!(answers.len(), 8);
    assert_eq!(answers[0]["outcome"], "learning");
    assert_eq!(
        (&answers[0]["have"], &answers[0]["need"]),
        (&1.into(), &6.into())
    );
    assert_eq!(answers[5]["froze"], true);
    assert_eq!(answers[6]["outcome"], "judged");
    assert_eq!(answers[6]["signals"], Value::Array(Vec::new()));
    // The mean of the baseline; its moving ranges are 2, 1, 1, 2 and 1.
    assert_eq!(answers[7]["center"], 11.0);
    let upper = answers[7]["upper"].as_f64().unwrap();
    assert!((upper - (11.0 + 3.0 * 1.4 / std::f64::consts::FRAC_2_SQRT_PI)).abs() < 1e-12);
    let signal = &answers[7]["signals"][0];
    assert_eq!(signal["rule"], "beyond sigma=3 side=either");
    assert_eq!(
        (&signal["side"], &signal["meaning"]),
        (&"above".into(), &"concern".into())
    );
    assert_eq!(
        (&signal["first"], &signal["first_time"]),
        (&7.into(), &"2024-08".into())
    );
    assert_eq!(
        (&signal["change"], &signal["current"]),
        (&"appeared".into(), &true.into())
    );
    let text = signal["text"].as_str().unwrap();
    assert!(text.contains("2024-08"), "{text}");
}

#[test]
fn a_shift_appears_once_and_is_extended() {
    let folder = Folder::new();
    let shift = Plan::builder(Chart::individuals())
        .rule(Shift::default())
        .baseline(Baseline::First { points: 6 })
        .build()
        .unwrap();
    let values = [&BASELINE[..], &[11.5; 10]].concat();
    let answers = answers(&shift, &folder.options(), &months(&values));
    let changes: Vec<&Value> = answers
        .iter()
        .map(|answer| &answer["signals"][0]["change"])
        .collect();
    // It begins with the 12 before last; the 11 is on the center, and does not count.
    assert!(changes[..12].iter().all(|change| change.is_null()));
    assert_eq!(
        changes[12..],
        ["appeared", "extended", "extended", "extended"]
    );
    let signal = &answers[15]["signals"][0];
    assert_eq!((&signal["first"], &signal["last"]), (&4.into(), &15.into()));
}

#[test]
fn provisional_signals_are_confirmed() {
    let folder = Folder::new();
    let options = folder.options();
    let mut lines = months(&BASELINE);
    lines += "{\"series\":\"A\",\"time\":\"2024-07\",\"value\":40,\"provisional\":true}\n";
    lines += "{\"series\":\"A\",\"time\":\"2024-07\",\"value\":40,\"revises\":true}\n";
    let answers = answers(&plan(), &options, &lines);
    assert_eq!(answers[6]["signals"][0]["tentative"], true);
    assert_eq!(answers[7]["signals"][0]["change"], "confirmed");
    assert_eq!(answers[7]["signals"][0]["tentative"], false);
}

#[test]
fn new_phases_withdraw_what_they_take_over() {
    let rebasing = Plan::builder(Chart::run())
        .rule(Shift {
            points: 6,
            ..Shift::default()
        })
        .baseline(Baseline::FirstUseful { points: 8 })
        .rebase(Rebase::Scottish)
        .build()
        .unwrap();
    let folder = Folder::new();
    let values = [
        &[10.0, 12.0, 11.0, 10.0, 12.0, 11.0, 10.0, 12.0][..],
        &[20.0; 12],
    ]
    .concat();
    let answers = answers(&rebasing, &folder.options(), &months(&values));
    let rephased = answers
        .iter()
        .find(|answer| answer["rephased"].is_number())
        .unwrap();
    assert_eq!(rephased["rephased"], 8);
    assert_eq!(rephased["signals"][0]["change"], "withdrawn");
}

#[test]
fn only_signals_leaves_the_rest_out() {
    let folder = Folder::new();
    let mut options = folder.options();
    options.only_signals = true;
    let answers = answers(
        &plan(),
        &options,
        &months(&[&BASELINE[..], &[11.0, 40.0]].concat()),
    );
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0]["index"], 7);
}
