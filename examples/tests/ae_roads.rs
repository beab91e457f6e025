//! The p-chart reports of all 428 departments, made on every road, are the same bytes.

#![allow(clippy::unwrap_used)]

use std::num::NonZeroUsize;

use redbead::{Baseline, Chart, Direction, Panel, Plan, Preset, Report, Series, Snapshot};
use redbead_examples::{Department, read_departments, sample_file};

fn plan(baseline: Baseline) -> Plan {
    Plan::builder(Chart::p())
        .preset(Preset::Nelson)
        .baseline(baseline)
        .direction(Direction::Decrease)
        .target(0.05)
        .build()
        .unwrap()
}

fn json(report: &Report) -> String {
    serde_json::to_string(report).unwrap()
}

/// Pushes month by month, and puts the monitor away as JSON before each month in `cuts`.
fn pushed(plan: &Plan, department: &Department, cuts: impl Fn(usize) -> bool) -> String {
    let mut monitor = plan.monitor();
    for (index, month) in department.breaches.iter().enumerate() {
        if cuts(index) {
            let kept = serde_json::to_string(&monitor.snapshot()).unwrap();
            let snapshot: Snapshot = serde_json::from_str(&kept).unwrap();
            monitor = plan.resume(snapshot).unwrap();
        }
        monitor.push(*month).unwrap();
    }
    json(&monitor.finish())
}

#[test]
fn scanning_and_pushing_with_resumption_give_the_same_bytes() {
    let departments = read_departments(&sample_file()).unwrap();
    for baseline in [Baseline::All, Baseline::First { points: 12 }] {
        let plan = plan(baseline);
        let mut with_signals = 0;
        for department in &departments {
            let report = plan.scan(&department.breaches).unwrap();
            with_signals += usize::from(!report.signals.is_empty());
            let scanned = json(&report);
            assert_eq!(scanned, pushed(&plan, department, |_| false));
            assert_eq!(scanned, pushed(&plan, department, |_| true));
            assert_eq!(scanned, pushed(&plan, department, |index| index == 17));
        }
        assert!(
            with_signals > 200,
            "{with_signals} departments with signals"
        );
    }
}

#[test]
fn a_panel_gives_the_same_bytes_on_any_number_of_threads() {
    let departments = read_departments(&sample_file()).unwrap();
    let series: Vec<Series<'_>> = departments
        .iter()
        .map(|department| Series::from(&department.breaches))
        .collect();
    let plan = plan(Baseline::First { points: 12 });
    let scanned: Vec<String> = series
        .iter()
        .map(|series| json(&plan.scan(*series).unwrap()))
        .collect();
    for threads in [1, 2, 5] {
        let threads = NonZeroUsize::new(threads).unwrap();
        let panel = Panel::with_threads(plan.clone(), threads).unwrap();
        let reports = panel.scan(&series).into_iter();
        let reports: Vec<String> = reports.map(|report| json(&report.unwrap())).collect();
        assert_eq!(scanned, reports);
    }
}
