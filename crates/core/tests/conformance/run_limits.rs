//! Anhoej's limits for 10 to 100 useful points against exact quantiles.
//!
//! `testdata/run_chart_limits_exact.csv`: the longest usual run `round(log2 n) + 3`, and the 5 %
//! quantile of the binomial with `n - 1` trials of chance one half, computed with whole numbers.

use redbead::{Baseline, Chart, Observation, Plan, Rule};

use crate::roads::every_road;
use crate::table;

#[test]
fn limits_are_the_exact_ones_for_every_number_of_useful_points() {
    let rows = limits();
    assert_eq!(rows.len(), 91);
    for row in rows {
        // Points on the center are not useful: one before, one within, one after. The other tests
        // only scan: pushing asks for the limits at each point, and the roads met here already.
        let mut values = alternating(row.useful, 1);
        values.insert(0, 0.0);
        values.insert(5, 0.0);
        values.push(0.0);
        let points: Vec<Observation> = values.iter().copied().map(Observation::value).collect();
        let report = every_road(&plan(), &points).expect("finite values");
        let tests = report.phases[0].tests.expect("tests");
        assert_eq!(tests.useful, row.useful);
        let found = (tests.longest_run_max, tests.crossings_min);
        assert_eq!(found, (row.longest, row.crossings), "{} points", row.useful);
    }
}

#[test]
fn a_run_of_the_limit_is_usual_and_one_point_more_is_a_signal() {
    for row in limits() {
        for (points, signals) in [(row.longest, 0), (row.longest + 1, 1)] {
            let report = plan()
                .scan(&alternating(row.useful, points))
                .expect("finite values");
            let tests = report.phases[0].tests.expect("tests");
            assert_eq!(tests.longest_run, points);
            let of_rule = |rule| report.signals.iter().filter(move |s| s.rule == rule);
            assert_eq!(
                of_rule(Rule::LongestRun).count(),
                signals,
                "{points} of {}",
                row.useful
            );
        }
    }
}

#[test]
fn as_many_crossings_as_the_limit_are_usual_and_one_less_is_a_signal() {
    for row in limits() {
        for (crossings, signals) in [(row.crossings, 0), (row.crossings - 1, 1)] {
            // The last crossings alternate; all points before them lie on one side.
            let values = alternating(row.useful, row.useful - crossings);
            let report = plan().scan(&values).expect("finite values");
            let tests = report.phases[0].tests.expect("tests");
            assert_eq!(tests.crossings, crossings);
            let of_rule = |rule| report.signals.iter().filter(move |s| s.rule == rule);
            assert_eq!(
                of_rule(Rule::Crossings).count(),
                signals,
                "{crossings} in {}",
                row.useful
            );
        }
    }
}

struct Row {
    useful: usize,
    longest: usize,
    crossings: usize,
}

fn limits() -> Vec<Row> {
    let (header, rows) = table("run_chart_limits_exact.csv");
    assert_eq!(
        header[..3],
        ["n_useful", "longest_limit", "crossings_limit"]
    );
    let whole = |field: &String| field.parse().expect("a whole number");
    rows.iter()
        .map(|row| Row {
            useful: whole(&row[0]),
            longest: whole(&row[1]),
            crossings: whole(&row[2]),
        })
        .collect()
}

/// A run of `first_run` points above 0, then points below and above in turn.
fn alternating(points: usize, first_run: usize) -> Vec<f64> {
    let side = |at: usize| match at.checked_sub(first_run) {
        Some(after) if after % 2 == 0 => -1.0,
        _ => 1.0,
    };
    (0..points).map(side).collect()
}

fn plan() -> Plan {
    let center = Baseline::Given {
        center: 0.0,
        sigma: None,
    };
    Plan::builder(Chart::run())
        .rule(Rule::LongestRun)
        .rule(Rule::Crossings)
        .baseline(center)
        .build()
        .expect("a valid plan")
}
