//! Long series cost the same at each point, and say the same.

use std::time::{Duration, Instant};

use redbead::{Baseline, Chart, Plan, Preset};

use super::{Folder, answers, line};

/// A shift that runs on and on.
fn running(points: usize) -> Vec<String> {
    let value = |at: usize| 10.0 + (at % 3) as f64 + if at < 20 { 0.0 } else { 2.0 };
    let line_of = |at: usize| {
        let id = format!("\"value\":{},\"id\":{at}", value(at));
        line(&(at + 1).to_string(), &id)
    };
    (0..points).map(line_of).collect()
}

fn shift_plan() -> Plan {
    Plan::builder(Chart::individuals())
        .preset(Preset::Nelson)
        .baseline(Baseline::First { points: 20 })
        .build()
        .unwrap()
}

#[test]
fn a_long_shift_and_what_is_sent_again_are_near_linear() {
    let folder = Folder::new();
    let mut options = folder.options();
    options.history = None;
    let lines = running(6000);
    let begun = Instant::now();
    let first = answers(&shift_plan(), &options, &lines.concat());
    let again = answers(&shift_plan(), &options, &lines.concat());
    // Some seconds where nothing is optimized; several minutes, were each point to look at all.
    assert!(
        begun.elapsed() < Duration::from_secs(60),
        "{:?}",
        begun.elapsed()
    );
    for (first, again) in first.iter().zip(again) {
        assert_eq!(
            (&first["signals"], &again["duplicate"]),
            (&again["signals"], &true.into())
        );
    }
    let text = |at: usize| first[at]["signals"][0]["text"].as_str();
    assert!(text(500).unwrap().contains("since 2"), "{:?}", text(500));
    assert_eq!(text(5000), None);
}

#[test]
fn what_is_sent_again_out_of_order_is_answered_as_in_its_turn() {
    let folder = Folder::new();
    let mut options = folder.options();
    options.history = None;
    let lines = running(80);
    let first = answers(&shift_plan(), &options, &lines.concat());
    let order = [70, 3, 25, 26, 27, 79, 26, 0, 40, 79];
    let resent: String = order.iter().map(|at| lines[*at].as_str()).collect();
    for (at, again) in order.iter().zip(answers(&shift_plan(), &options, &resent)) {
        assert_eq!(first[*at]["signals"], again["signals"], "{at}");
    }
}
