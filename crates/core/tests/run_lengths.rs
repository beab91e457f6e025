//! Average run lengths of the finished monitors, by seeded simulation, against computed values.
//!
//! Each row of `testdata/run_lengths.csv` is a rule set, a shift and the average number of points
//! to the first signal; each row of `run_lengths_ewma.csv` and `run_lengths_cusum.csv` is a chart,
//! a shift and that number. A monitor with given parameters is fed independent normal points until
//! a verdict opens a signal; the mean over many runs must lie within 4 standard errors of the row.
//! Seeds are fixed by the row's text, so a run that passes once passes always.

use std::str::FromStr;

use redbead::{Chart, Preset};

#[path = "run_lengths/charts.rs"]
mod charts;
#[path = "run_lengths/rules.rs"]
mod rules;
#[path = "run_lengths/simulation.rs"]
mod simulation;

use simulation::{Effort, assert_run_lengths};

/// The SD of most run lengths of rule sets is known.
const OF_RULES: Effort = Effort {
    points: 400_000.0,
    fewest_runs: 100.0,
    times: 1.0,
};

/// The SD is that of the runs, so there must be more of them.
const OF_CHARTS: Effort = Effort {
    points: 60_000.0,
    fewest_runs: 400.0,
    times: 1.0,
};

/// Presets with the same rules share their error, so this is a little wider than chance.
const MEAN_SQUARE_OF_RULES: f64 = 1.6;
/// 5 standard errors above 1 for the 220 rows of EWMA charts: `1 + 5 √(2/220)`. For 560 rows it is
/// wider still.
const MEAN_SQUARE_OF_CHARTS: f64 = 1.5;

/// The rules of `Preset::Westgard` whose signals call for action.
const WESTGARD_REJECTIONS: &str = "beyond 3 + k_of_m 2 2 2 + range_of 2 + k_of_m 4 4 1 + shift 10";

/// The cells of a table's rows, without comments and head.
fn table<const CELLS: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; CELLS]> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        cells
            .try_into()
            .unwrap_or_else(|_| panic!("{CELLS} cells in `{line}`"))
    })
}

fn number<T: FromStr>(text: &str) -> T {
    text.parse()
        .unwrap_or_else(|_| panic!("`{text}` is no number of its kind"))
}

fn at_length(effort: Effort) -> Effort {
    Effort {
        times: 50.0,
        ..effort
    }
}

#[test]
fn run_lengths_of_rules_are_those_of_the_table() {
    assert_run_lengths(&rules::rows(), OF_RULES, MEAN_SQUARE_OF_RULES);
}

#[test]
fn run_lengths_of_ewma_charts_are_those_of_the_table() {
    assert_run_lengths(&charts::ewma(), OF_CHARTS, MEAN_SQUARE_OF_CHARTS);
}

#[test]
fn run_lengths_of_cusum_charts_are_those_of_the_table() {
    assert_run_lengths(&charts::cusum(), OF_CHARTS, MEAN_SQUARE_OF_CHARTS);
}

#[test]
#[ignore = "about 6 minutes: 50 times the runs of the short test, so 7 times as sharp"]
fn run_lengths_of_rules_are_those_of_the_table_at_length() {
    let effort = at_length(OF_RULES);
    assert_run_lengths(&rules::rows(), effort, MEAN_SQUARE_OF_RULES);
}

#[test]
#[ignore = "about 4 minutes: 50 times the runs of the short test, so 7 times as sharp"]
fn run_lengths_of_ewma_charts_are_those_of_the_table_at_length() {
    let effort = at_length(OF_CHARTS);
    assert_run_lengths(&charts::ewma(), effort, MEAN_SQUARE_OF_CHARTS);
}

#[test]
#[ignore = "about 8 minutes: 50 times the runs of the short test, so 7 times as sharp"]
fn run_lengths_of_cusum_charts_are_those_of_the_table_at_length() {
    let effort = at_length(OF_CHARTS);
    assert_run_lengths(&charts::cusum(), effort, MEAN_SQUARE_OF_CHARTS);
}

#[test]
fn presets_state_the_run_length_of_the_table() {
    let rows = rules::rows();
    for preset in Preset::ALL {
        // The warning of this preset is no call for action.
        let name = match preset {
            Preset::Westgard => WESTGARD_REJECTIONS.to_owned(),
            _ => format!("preset {preset}"),
        };
        let row = rows.iter().find(|row| row.name == rules::name(&name, 0.0));
        let stated = preset.in_control_run_length();
        assert_eq!(stated.is_some(), preset.chart() != Chart::run(), "{name}");
        if let Some(stated) = stated {
            let row = row.unwrap_or_else(|| panic!("no row for {name}"));
            // Stated to two decimals; a simulated figure to the error of a simulation.
            let tolerance = 0.005 + 4.0 * row.error;
            assert!((stated - row.run_length).abs() <= tolerance, "{name}");
        }
    }
}
