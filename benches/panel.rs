//! Many series at once: `Panel::scan_rows` on one thread and on two.

use std::num::NonZeroUsize;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use redbead::{Panel, Preset};
use redbead_benches::{POINTS, matrix, plan, yardsticks};

fn panel(criterion: &mut Criterion) {
    let series = 10_000;
    let values = matrix(series, POINTS);
    let shape = format!("{series}x{POINTS}");
    let mut group = criterion.benchmark_group("panel");
    group.throughput(Throughput::Elements((series * POINTS) as u64));
    group.sample_size(20);

    yardsticks(&mut group, &values, &shape);
    for preset in [
        Preset::WesternElectric,
        Preset::Nelson,
        Preset::ScottishRunChart,
    ] {
        for threads in [1, 2] {
            let plan = plan(preset).expect("presets suit their own chart");
            let threads = NonZeroUsize::new(threads).expect("1 and 2 are not 0");
            let panel = Panel::with_threads(plan, threads).expect("two threads can be had");
            let name = format!("{preset}/threads-{threads}");
            group.bench_function(BenchmarkId::new(name, &shape), |bencher| {
                bencher.iter(|| panel.scan_rows(values.view()));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, panel);
criterion_main!(benches);
