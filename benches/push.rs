//! One point at a time: `Monitor::push` under a frozen baseline.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use redbead::{Plan, Preset};
use redbead_benches::{POINTS, frozen, matrix, naive_western_electric, plain_sum};

fn push(criterion: &mut Criterion) {
    let values = matrix(1, 10_000);
    let series = values.as_slice().expect("a fresh matrix is contiguous");
    let mut group = criterion.benchmark_group("push");
    group.throughput(Throughput::Elements(series.len() as u64));

    group.bench_function("plain-sum", |bencher| bencher.iter(|| plain_sum(series)));
    for preset in [Preset::Shewhart, Preset::WesternElectric, Preset::Nelson] {
        let plan = frozen(preset).expect("these presets suit an individuals chart");
        group.bench_function(BenchmarkId::new("frozen", preset.name()), |bencher| {
            bencher.iter_batched(
                || plan.monitor(),
                |mut monitor| {
                    for value in series {
                        monitor.push(*value).expect("the values are finite");
                    }
                    monitor
                },
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

/// What a stream costs when every new point means computing the whole chart again.
fn recompute(criterion: &mut Criterion) {
    let values = matrix(1, POINTS);
    let series = values.as_slice().expect("a fresh matrix is contiguous");
    let mut group = criterion.benchmark_group("push-or-recompute");
    group.throughput(Throughput::Elements(POINTS as u64));

    let stream = |plan: Plan| {
        move || {
            let mut monitor = plan.monitor();
            let mut push = |value: &f64| monitor.push(*value).expect("the values are finite");
            series
                .iter()
                .filter(|value| !push(value).held.is_empty())
                .count()
        }
    };
    let plan = frozen(Preset::WesternElectric).expect("the preset suits an individuals chart");
    group.bench_function(BenchmarkId::new("push", POINTS), |bencher| {
        bencher.iter(stream(plan.clone()));
    });
    group.bench_function(BenchmarkId::new("naive-recompute", POINTS), |bencher| {
        let chart_so_far = |end: usize| naive_western_electric(&series[..=end]);
        bencher.iter(|| (1..POINTS).map(chart_so_far).sum::<usize>());
    });
    group.finish();
}

criterion_group!(benches, push, recompute);
criterion_main!(benches);
