//! Many series at once, beside a plain sum of the same matrix: summaries and full reports, on one
//! thread and on two.

use std::num::NonZeroUsize;

use criterion::measurement::WallTime;
use criterion::{
    BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main,
};
use ndarray::Array2;
use redbead::{Chart, Panel, Plan, Preset};
use redbead_benches::{POINTS, calm_matrix, counts, matrix, naive, plain_sum, plan};

/// Most series of a panel.
const MANY: usize = 100_000;

/// Rows and columns.
type Shape = (usize, usize);

fn group<'a>(
    criterion: &'a mut Criterion,
    name: &str,
    (series, points): Shape,
) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(format!("panel/{name}-{series}x{points}"));
    group.throughput(Throughput::Elements((series * points) as u64));
    group.sample_size(10);
    group
}

fn panel(plan: Plan, threads: usize) -> Panel {
    let threads = NonZeroUsize::new(threads).expect("one thread or two");
    Panel::with_threads(plan, threads).expect("two threads can be had")
}

fn sum(group: &mut BenchmarkGroup<'_, WallTime>, matrices: &[&Array2<f64>]) {
    group.bench_function("plain-sum", |bencher| {
        let flat = |matrix: &&Array2<f64>| matrix.as_slice().map_or(0.0, plain_sum);
        bencher.iter(|| matrices.iter().map(flat).sum::<f64>());
    });
}

fn summaries(criterion: &mut Criterion) {
    for shape in [(10_000, POINTS), (MANY, POINTS), (2_000, 1_000)] {
        let values = matrix(shape.0, shape.1);
        let mut group = group(criterion, "summary", shape);
        sum(&mut group, &[&values]);
        for preset in [Preset::WesternElectric, Preset::Nelson] {
            let panel = panel(plan(preset).expect("presets suit their own chart"), 1);
            group.bench_function(preset.name(), |bencher| {
                bencher.iter_with_large_drop(|| panel.summarize_rows(values.view()));
            });
        }
        let run_chart = Plan::builder(Chart::run())
            .preset(Preset::ScottishRunChart)
            .preset(Preset::Anhoej);
        let panel = panel(run_chart.build().expect("both suit run charts"), 1);
        group.bench_function("run-chart-both-presets", |bencher| {
            bencher.iter_with_large_drop(|| panel.summarize_rows(values.view()));
        });
    }
}

fn ratios(criterion: &mut Criterion) {
    let shape = (MANY, POINTS);
    let (cases, exposures) = counts(shape.0, shape.1);
    let mut group = group(criterion, "ratios", shape);
    sum(&mut group, &[&cases, &exposures]);
    for chart in [Chart::p(), Chart::u()] {
        let plan = Plan::builder(chart).preset(Preset::WesternElectric).build();
        let panel = panel(plan.expect("any rule suits the chart"), 1);
        group.bench_function(
            BenchmarkId::new(chart.name(), "western_electric"),
            |bencher| {
                let summaries = || panel.summarize_ratio_rows(cases.view(), exposures.view());
                bencher.iter_with_large_drop(summaries);
            },
        );
    }
}

/// Of ten series, one has signals.
fn reports(criterion: &mut Criterion) {
    let shape = (20_000, POINTS);
    let plan = plan(Preset::WesternElectric).expect("presets suit their own chart");
    let values = calm_matrix(&plan, shape.0, shape.1).expect("all values are finite");
    let mut group = group(criterion, "calm", shape);
    sum(&mut group, &[&values]);
    let panel = panel(plan, 1);
    group.bench_function("summary", |bencher| {
        bencher.iter_with_large_drop(|| panel.summarize_rows(values.view()));
    });
    group.bench_function("reports", |bencher| {
        bencher.iter_with_large_drop(|| panel.scan_rows(values.view()));
    });
}

/// Reports of all kinds of series, and what a second thread gains.
fn threads(criterion: &mut Criterion) {
    let shape = (MANY, POINTS);
    let values = matrix(shape.0, shape.1);
    let mut group = group(criterion, "threads", shape);
    sum(&mut group, &[&values]);
    for threads in [1, 2] {
        let plan = plan(Preset::WesternElectric).expect("presets suit their own chart");
        let panel = panel(plan, threads);
        group.bench_function(BenchmarkId::new("summary", threads), |bencher| {
            bencher.iter_with_large_drop(|| panel.summarize_rows(values.view()));
        });
        group.bench_function(BenchmarkId::new("reports", threads), |bencher| {
            bencher.iter_with_large_drop(|| panel.scan_rows(values.view()));
        });
    }
}

/// What one would write first.
fn recompute(criterion: &mut Criterion) {
    let shape = (10_000, POINTS);
    let values = matrix(shape.0, shape.1);
    let mut group = group(criterion, "recompute", shape);
    sum(&mut group, &[&values]);
    naive(&mut group, &values);
}

criterion_group!(benches, summaries, ratios, reports, threads, recompute);
criterion_main!(benches);
