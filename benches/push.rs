//! One point at a time: `Monitor::push` under a frozen baseline.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use redbead::{Monitor, Plan, Preset};
use redbead_benches::{POINTS, Random, frozen, matrix, naive_western_electric, plain_sum};

fn push(criterion: &mut Criterion) {
    // A series in control that is not rounded: the second.
    let values = matrix(2, 10_000).row(1).to_vec();
    let series = values.as_slice();
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

/// The cost of a point does not grow with the points before it.
fn lengths(criterion: &mut Criterion) {
    let plan = frozen(Preset::WesternElectric).expect("the preset suits an individuals chart");
    let mut random = Random(20_161_204);
    let series: Vec<f64> = (0..100_000)
        .map(|_| 100.0 + 10.0 * random.normal())
        .collect();
    let mut group = criterion.benchmark_group("push-length");
    for points in [60, 1_000, 10_000, 100_000] {
        group.throughput(Throughput::Elements(points as u64));
        group.bench_function(BenchmarkId::new("western_electric", points), |bencher| {
            bencher.iter_batched(
                || plan.monitor(),
                |mut monitor| {
                    for value in &series[..points] {
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

/// One new point for each of very many series, as a scheduler brings them.
fn tick(criterion: &mut Criterion) {
    const SERIES: usize = 1_000_000;

    let mut random = Random(19_240_516);
    let values: Vec<f64> = (0..SERIES)
        .map(|_| 100.0 + 10.0 * random.normal())
        .collect();
    let mut group = criterion.benchmark_group("tick");
    group.throughput(Throughput::Elements(SERIES as u64));
    group.sample_size(10);
    for preset in [Preset::Shewhart, Preset::WesternElectric, Preset::Nelson] {
        let plan = frozen(preset).expect("these presets suit an individuals chart");
        let mut monitors: Vec<Monitor> = (0..SERIES).map(|_| plan.monitor()).collect();
        let mut turn = 0;
        group.bench_function(BenchmarkId::new(preset.name(), SERIES), |bencher| {
            bencher.iter(|| {
                // Every series takes another one's value next time.
                turn = (turn + 7_919) % SERIES;
                let (late, soon) = values.split_at(turn);
                let values = soon.iter().chain(late);
                let mut held = 0;
                for (monitor, value) in monitors.iter_mut().zip(values) {
                    let verdict = monitor.push(*value).expect("the values are finite");
                    held += usize::from(!verdict.held.is_empty());
                }
                held
            });
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

criterion_group!(benches, push, lengths, tick, recompute);
criterion_main!(benches);
