//! Signals and the reports they belong to.

use super::{BASELINE, falls, plan};
use redbead::{Baseline, Beyond, Chart, Observation, Plan, SeriesError, Shift};

#[test]
fn a_preview_says_so() {
    let plan = Plan::builder(Chart::individuals())
        .baseline(Baseline::First { points: 20 })
        .build()
        .unwrap();
    let mut monitor = plan.monitor();
    let mut figures = BASELINE.to_vec();
    figures.push(90.0);
    for value in &figures {
        monitor.push(*value).unwrap();
    }
    let report = monitor.provisional_report();
    let told = report
        .explain(&plan, &figures, &report.signals[0], &falls())
        .unwrap();
    assert_eq!(
        told.sentence,
        "The figure for March 2024, 90 falls, is above the upper limit of 66: chance alone would \
         rarely go that far (the average is still provisional)"
    );
    assert_eq!(told.short, "March 2024 above upper limit (preview)");
}

#[test]
fn a_preview_of_a_tentative_warning_says_all_of_it() {
    let plan = Plan::builder(Chart::individuals())
        .warning(Beyond::default())
        .baseline(Baseline::First { points: 20 })
        .build()
        .unwrap();
    for (point, words) in [
        (Observation::value(90.0), "warning, preview"),
        (
            Observation::value(90.0).provisional(),
            "warning, tentative, preview",
        ),
    ] {
        let mut points: Vec<Observation> = BASELINE.into_iter().map(Observation::value).collect();
        points.push(point);
        let mut monitor = plan.monitor();
        for point in &points {
            monitor.push(*point).unwrap();
        }
        let report = monitor.provisional_report();
        let told = report.explain(&plan, &points, &report.signals[0], &falls());
        assert_eq!(
            told.unwrap().short,
            format!("March 2024 above upper limit ({words})")
        );
    }
}

#[test]
fn a_signal_is_explained_as_it_stands_in_the_report() {
    let plan = plan(Shift::default()).build().unwrap();
    let mut figures = BASELINE.to_vec();
    figures.extend([42.0; 8]);
    let mut monitor = plan.monitor();
    let mut opened = Vec::new();
    for value in &figures {
        let verdict = monitor.push(*value).unwrap();
        opened.extend(monitor.new_signals(&verdict));
    }
    monitor.push(43.0).unwrap();
    figures.push(43.0);
    let report = monitor.report();
    let told = report
        .explain(&plan, &figures, &opened[0], &falls())
        .unwrap();
    assert!(told.sentence.starts_with("Nine months in a row"));

    let mut other = opened[0];
    other.first += 1;
    let foreign = |what| Err(SeriesError::Foreign { what });
    let explained = report.explain(&plan, &figures, &other, &falls());
    assert_eq!(explained, foreign("signal"));
    let explained = report.explain(&plan, &BASELINE, &opened[0], &falls());
    assert_eq!(explained, foreign("series"));
}
