//! Instructions of the hot roads, counted by valgrind: the same numbers on every run.
//!
//! What goes into a road comes out of it again, so that its end is not counted.

// What the macros make has no docs.
#![allow(missing_docs)]

use std::hint::black_box;

use gungraun::{library_benchmark, library_benchmark_group, main};
use redbead::{Monitor, Plan, Preset, Report, Summary};
use redbead_benches::{POINTS, frozen, matrix, plan};

type Series = Vec<f64>;

/// A series in control, not rounded: the second of the matrix.
fn series(points: usize) -> Series {
    matrix(2, points).row(1).to_vec()
}

fn retrospective(preset: Preset) -> (Plan, Series) {
    let plan = plan(preset).expect("presets suit their own chart");
    (plan, series(POINTS))
}

#[library_benchmark(setup = retrospective)]
#[bench::western_electric(Preset::WesternElectric)]
#[bench::nelson(Preset::Nelson)]
#[bench::scottish_run_chart(Preset::ScottishRunChart)]
#[bench::anhoej(Preset::Anhoej)]
fn scan_120_points((plan, series): (Plan, Series)) -> (Report, Plan, Series) {
    let report = black_box(&plan).scan(black_box(&series));
    (report.expect("the values are finite"), plan, series)
}

#[library_benchmark(setup = retrospective)]
#[bench::western_electric(Preset::WesternElectric)]
#[bench::nelson(Preset::Nelson)]
#[bench::scottish_run_chart(Preset::ScottishRunChart)]
#[bench::anhoej(Preset::Anhoej)]
fn summarize_120_points((plan, series): (Plan, Series)) -> (Summary, Plan, Series) {
    let summary = black_box(&plan).summarize(black_box(&series));
    (summary.expect("the values are finite"), plan, series)
}

// Of many points, where the memory that a panel would use again weighs little.
#[library_benchmark(setup = long)]
#[bench::western_electric(Preset::WesternElectric)]
#[bench::nelson(Preset::Nelson)]
fn summarize_10000_points((plan, series): (Plan, Series)) -> (Summary, Plan, Series) {
    let summary = black_box(&plan).summarize(black_box(&series));
    (summary.expect("the values are finite"), plan, series)
}

fn long(preset: Preset) -> (Plan, Series) {
    let plan = plan(preset).expect("presets suit their own chart");
    (plan, series(10_000))
}

fn live(preset: Preset) -> (Monitor, Series) {
    let plan = frozen(preset).expect("these presets suit an individuals chart");
    (plan.monitor(), series(1_000))
}

#[library_benchmark(setup = live)]
#[bench::one_rule(Preset::Shewhart)]
#[bench::four_rules(Preset::WesternElectric)]
#[bench::eight_rules(Preset::Nelson)]
fn push_1000_points((mut monitor, series): (Monitor, Series)) -> (Monitor, Series) {
    for value in &series {
        black_box(monitor.push(*value)).expect("the values are finite");
    }
    (monitor, series)
}

library_benchmark_group!(
    name = hot_roads,
    benchmarks = [
        scan_120_points,
        summarize_120_points,
        summarize_10000_points,
        push_1000_points
    ]
);

main!(library_benchmark_groups = hot_roads);
