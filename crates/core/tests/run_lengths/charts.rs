//! Charts that remember: EWMA and CUSUM.

use redbead::{Baseline, Chart, Cusum, Ewma, Growth, Plan, Sides};

use crate::simulation::Row;
use crate::{number, table};

const EWMA: &str = include_str!("../../testdata/run_lengths_ewma.csv");
const CUSUM: &str = include_str!("../../testdata/run_lengths_cusum.csv");

/// Rows of `testdata/run_lengths_ewma.csv`.
pub(crate) fn ewma() -> Vec<Row> {
    table(EWMA).map(ewma_row).collect()
}

/// Rows of `testdata/run_lengths_cusum.csv`.
pub(crate) fn cusum() -> Vec<Row> {
    table(CUSUM).map(cusum_row).collect()
}

fn ewma_row([lambda, width, growth, shift, run_length]: [&str; 5]) -> Row {
    let chart = Ewma {
        lambda: number(lambda),
        width: number(width),
        growth: match growth {
            "asymptotic" => Growth::Asymptotic,
            "time_varying" => Growth::TimeVarying,
            _ => panic!("no growth `{growth}`"),
        },
        ..Ewma::default()
    };
    row(chart.into(), shift, run_length)
}

fn cusum_row([allowance, interval, sides, start, shift, run_length]: [&str; 6]) -> Row {
    let (interval, start): (f64, f64) = (number(interval), number(start));
    let chart = Cusum {
        allowance: number(allowance),
        interval,
        head_start: start / interval,
        sides: match sides {
            "1" => Sides::Above,
            "2" => Sides::Either,
            _ => panic!("no number of sides `{sides}`"),
        },
        ..Cusum::default()
    };
    row(chart.into(), shift, run_length)
}

/// The chart with the rule that it takes by itself.
fn row(chart: Chart, shift: &str, run_length: &str) -> Row {
    let plan = Plan::builder(chart).baseline(Baseline::Given {
        center: 0.0,
        sigma: Some(1.0),
    });
    Row {
        name: format!("{chart} at shift {shift}"),
        plan: plan.build().expect("a chart of known parameters"),
        shift: number(shift),
        run_length: number(run_length),
        deviation: None,
        error: 0.0,
    }
}
