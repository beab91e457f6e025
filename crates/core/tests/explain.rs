//! Signals in plain English.

#![allow(clippy::unwrap_used)]

#[path = "explain/charts.rs"]
mod charts;
#[path = "explain/flaws.rs"]
mod flaws;
#[path = "explain/levels.rs"]
mod levels;
#[path = "explain/reports.rs"]
mod reports;
#[path = "explain/rules.rs"]
mod rules;
#[path = "explain/sums.rs"]
mod sums;
#[path = "explain/truth.rs"]
mod truth;
#[path = "explain/whole_phase.rs"]
mod whole_phase;

use redbead::{
    Baseline, Chart, Explanation, Observation, Plan, PlanBuilder, Rule, Series, Wording,
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Index 0 is March 2023, so the first point after a baseline of 12 is March 2024.
fn month(index: usize) -> String {
    let months = index + 2;
    format!("{} {}", MONTHS[months % 12], 2023 + months / 12)
}

fn falls() -> Wording<'static> {
    Wording::new()
        .unit("fall", "falls")
        .period("month", "months")
        .label(&month)
}

/// Average 41; the moving ranges are all 4, so sigma is 4 / 1.128379 = 3.5449 and the limits are
/// 30.365 and 51.635; 2 sigma is 33.910 and 48.090, 1 sigma 37.455 and 44.545.
const BASELINE: [f64; 12] = [
    43.0, 39.0, 43.0, 39.0, 43.0, 39.0, 43.0, 39.0, 43.0, 39.0, 43.0, 39.0,
];

fn plan(rule: impl Into<Rule>) -> PlanBuilder {
    Plan::builder(Chart::individuals())
        .rule(rule)
        .baseline(Baseline::First { points: 12 })
}

/// The last signal of the baseline and these points.
fn told(builder: PlanBuilder, points: &[Observation]) -> Explanation {
    let baseline = BASELINE.into_iter().map(Observation::value);
    let points: Vec<Observation> = baseline.chain(points.iter().copied()).collect();
    last(&builder.build().unwrap(), Series::from(&points), &falls())
}

fn last(plan: &Plan, series: Series<'_>, wording: &Wording<'_>) -> Explanation {
    let report = plan.scan(series).unwrap();
    let signal = report.signals.last().expect("a signal");
    report.explain(plan, series, signal, wording).unwrap()
}

fn values<const N: usize>(values: [f64; N]) -> [Observation; N] {
    values.map(Observation::value)
}

#[track_caller]
fn check(explanation: &Explanation, sentence: &str, short: &str) {
    assert_eq!(explanation.sentence, sentence);
    assert_eq!(explanation.short, short);
    assert_eq!(explanation.to_string(), sentence);
}
