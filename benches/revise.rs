//! A revised point against a replay of the series; what a history and re-phasing cost on the way.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use redbead::{Chart, History, Plan, Preset, Rebase};
use redbead_benches::{frozen, matrix};

/// Points of one long series.
const LONG: usize = 10_000;

fn revise(criterion: &mut Criterion) {
    let values = matrix(1, LONG);
    let series = values.as_slice().expect("a fresh matrix is contiguous");
    let plan = frozen(Preset::WesternElectric).expect("the preset suits an individuals chart");
    let mut group = criterion.benchmark_group("revise");

    let pushed = |mut monitor: redbead::Monitor| {
        for value in series {
            monitor.push(*value).expect("the values are finite");
        }
        monitor
    };
    group.bench_function("replay", |bencher| bencher.iter(|| pushed(plan.monitor())));
    let kept = pushed(plan.monitor().keeping(History::All));
    for age in [1, 3, 12, 100, 1_000] {
        group.bench_function(BenchmarkId::new("points-ago", age), |bencher| {
            bencher.iter_batched(
                || kept.clone(),
                |mut monitor| {
                    let revised = monitor.revise(LONG - age, 101.0);
                    assert!(revised.is_ok());
                    monitor
                },
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("push-with-history");
    group.throughput(Throughput::Elements(LONG as u64));
    let histories = [
        ("none", History::None),
        ("last-24", History::Last { points: 24 }),
        ("all", History::All),
    ];
    for (name, history) in histories {
        group.bench_function(name, |bencher| {
            bencher.iter(|| pushed(plan.monitor().keeping(history)));
        });
    }
    group.finish();
}

fn rebase(criterion: &mut Criterion) {
    let values = matrix(1, LONG);
    let series = values.as_slice().expect("a fresh matrix is contiguous");
    let mut group = criterion.benchmark_group("rebase");
    group.throughput(Throughput::Elements(LONG as u64));
    let runs = Rebase::Runs {
        baseline: 13,
        run: 9,
        side: redbead::Sides::Either,
    };
    let stable = Rebase::StableShift { period: 21, run: 8 };
    for (name, chart, rebase) in [
        ("none", Chart::run(), Rebase::None),
        ("scottish", Chart::run(), Rebase::Scottish),
        ("runs", Chart::run(), runs),
        ("stable-shift", Chart::individuals(), stable),
    ] {
        let plan = Plan::builder(chart).rebase(rebase).build();
        let plan = plan.expect("the usual rules suit their chart");
        group.bench_function(name, |bencher| bencher.iter(|| plan.scan(series)));
    }
    group.finish();
}

criterion_group!(benches, revise, rebase);
criterion_main!(benches);
