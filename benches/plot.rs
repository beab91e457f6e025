//! Pictures as SVG: from a report to text, one core.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use redbead::{Chart, Direction, Plan, Preset, Wording};
use redbead_plot::Picture;

/// A level that falls in the last third, with a saw on it.
fn series(points: usize) -> Vec<f64> {
    (0..points)
        .map(|index| {
            let level = if index * 3 >= points * 2 { 34.0 } else { 41.0 };
            level + ((index * 7919) % 13) as f64 - 6.0
        })
        .collect()
}

fn svg(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("plot/svg");
    let plan = Plan::builder(Chart::individuals())
        .preset(Preset::MakingDataCount)
        .direction(Direction::Decrease)
        .target(36.0)
        .build()
        .expect("the plan suits the series");
    for points in [24, 60, 400] {
        let series = series(points);
        let report = plan.scan(&series).expect("the plan suits the series");
        let labels: Vec<String> = (0..points)
            .map(|index| format!("{}-{:02}", 2000 + index / 12, index % 12 + 1))
            .collect();
        let picture = Picture::new(&plan, &series, &report)
            .title("Falls in ward 4")
            .labels(&labels)
            .wording(
                Wording::new()
                    .unit("fall", "falls")
                    .period("month", "months"),
            );
        group.throughput(Throughput::Elements(1));
        let id = BenchmarkId::new("individuals+making_data_count", points);
        group.bench_function(id, |bencher| {
            bencher.iter(|| {
                black_box(&picture)
                    .scene()
                    .expect("the plan suits the series")
                    .svg()
                    .len()
            });
        });
    }
    group.finish();
}

criterion_group!(plot, svg);
criterion_main!(plot);
