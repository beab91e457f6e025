//! One series at a time: `Plan::scan` on slices.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use redbead::{Preset, Series, Status};
use redbead_benches::{POINTS, matrix, plan, yardsticks};

fn scan(criterion: &mut Criterion) {
    let series = 1_000;
    let values = matrix(series, POINTS);
    let shape = format!("{series}x{POINTS}");
    let mut group = criterion.benchmark_group("scan");
    group.throughput(Throughput::Elements((series * POINTS) as u64));

    yardsticks(&mut group, &values);
    for preset in [
        Preset::Shewhart,
        Preset::WesternElectric,
        Preset::Nelson,
        Preset::ScottishRunChart,
        Preset::Anhoej,
    ] {
        let plan = plan(preset).expect("presets suit their own chart");
        group.bench_function(BenchmarkId::new(preset.name(), &shape), |bencher| {
            bencher.iter(|| {
                for row in values.rows() {
                    let row = row
                        .to_slice()
                        .expect("rows of a fresh matrix are contiguous");
                    black_box(plan.scan(row)).expect("the values are finite");
                }
            });
        });
    }
    group.finish();
}

/// Cost a point of one long series: flat, if nothing is looked at twice.
fn length(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("scan-length");
    for points in [60, 1_000, 100_000] {
        let values = matrix(2, points);
        let row = |number| values.row(number).to_vec();
        let (tied, plain) = (row(0), row(1));
        let status: Vec<Status> = (0..points)
            .map(|index| match index % 10 {
                0 => Status::Provisional,
                _ => Status::Confirmed,
            })
            .collect();
        let provisional = Series::values(&plain).with_status(&status);
        let provisional = provisional.expect("a status for each point");
        group.throughput(Throughput::Elements(points as u64));
        for (name, preset, series) in [
            ("nelson", Preset::Nelson, Series::from(&plain)),
            ("provisional", Preset::WesternElectric, provisional),
            ("ties", Preset::ScottishRunChart, Series::from(&tied)),
        ] {
            let plan = plan(preset).expect("presets suit their own chart");
            group.bench_function(BenchmarkId::new(name, points), |bencher| {
                bencher.iter(|| plan.scan(series));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, scan, length);
criterion_main!(benches);
