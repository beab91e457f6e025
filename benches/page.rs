//! The one-file HTML report: packing rows, explaining their signals, and writing the file.
//!
//! One series in ten has moved. Reports are made beforehand: the core has its own benches.
//! Throughput is in points; the size of the file is printed once for each.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use redbead::{Baseline, Chart, Direction, Plan, Preset, Report};
use redbead_benches::Random;
use redbead_plot::{Page, PageRow};

const POINTS: usize = 60;

/// Values of all series, one after the other, whole numbers as most measures have.
fn values(rows: usize) -> Vec<Vec<f64>> {
    let mut random = Random::new(6);
    (0..rows)
        .map(|row| {
            let level = 30.0 + 40.0 * random.unit();
            let moved = if row % 10 == 3 { 6.0 } else { 0.0 };
            (0..POINTS)
                .map(|point| {
                    let moved = if point + 8 >= POINTS { moved } else { 0.0 };
                    (level + moved + 3.0 * random.normal()).round()
                })
                .collect()
        })
        .collect()
}

fn page(plan: &Plan, labels: &[String], rows: &[(Vec<f64>, Report)]) -> Vec<u8> {
    let mut page = Page::new("Waiting times", ["service", "measure"]);
    for (number, (values, report)) in rows.iter().enumerate() {
        let keys = [format!("Service {number:05}"), "median wait".to_owned()];
        let row = PageRow::new(&keys, labels, plan, values, report);
        page.push(&row).expect("rows that fit");
    }
    let mut file = Vec::new();
    page.write_to(&mut file).expect("memory takes it");
    file
}

fn pages(criterion: &mut Criterion) {
    let plan = Plan::builder(Chart::individuals())
        .preset(Preset::MakingDataCount)
        .baseline(Baseline::First { points: 24 })
        .direction(Direction::Decrease)
        .target(45.0)
        .build()
        .expect("a sound plan");
    let labels: Vec<String> = (0..POINTS)
        .map(|month| format!("{}-{:02}", 2019 + month / 12, month % 12 + 1))
        .collect();
    let mut group = criterion.benchmark_group("page");
    group.sample_size(10);
    for rows in [1, 5_000, 20_000] {
        let rows: Vec<(Vec<f64>, Report)> = values(rows)
            .into_iter()
            .map(|values| {
                let report = plan.scan(&values).expect("plain values");
                (values, report)
            })
            .collect();
        let size = page(&plan, &labels, &rows).len();
        println!("page/{}x{POINTS}: {size} bytes", rows.len());
        group.throughput(Throughput::Elements((rows.len() * POINTS) as u64));
        let id = BenchmarkId::from_parameter(format!("{}x{POINTS}", rows.len()));
        group.bench_function(id, |bencher| {
            bencher.iter(|| page(black_box(&plan), &labels, &rows));
        });
    }
    group.finish();
}

criterion_group!(benches, pages);
criterion_main!(benches);
