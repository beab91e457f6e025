//! Many series at once: `Panel::scan_rows` on one thread and on two.

use std::num::NonZeroUsize;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use redbead::{Panel, Preset};
use redbead_benches::{POINTS, matrix, naive_western_electric, plain_sum, plan};

fn panel(criterion: &mut Criterion) {
    let series = 10_000;
    let values = matrix(series, POINTS);
    let shape = format!("{series}x{POINTS}");
    let mut group = criterion.benchmark_group("panel");
    group.throughput(Throughput::Elements((series * POINTS) as u64));
    group.sample_size(20);

    group.bench_function(BenchmarkId::new("plain sum", &shape), |bencher| {
        bencher.iter(|| values.as_slice().map(plain_sum));
    });
    group.bench_function(
        BenchmarkId::new("naive western_electric", &shape),
        |bencher| {
            let count =
                |row: ndarray::ArrayView1<'_, f64>| row.to_slice().map(naive_western_electric);
            bencher.iter(|| values.rows().into_iter().filter_map(count).sum::<usize>());
        },
    );
    for preset in [
        Preset::WesternElectric,
        Preset::Nelson,
        Preset::ScottishRunChart,
    ] {
        for threads in [1, 2] {
            let plan = plan(preset).expect("presets suit their own chart");
            let threads = NonZeroUsize::new(threads).expect("1 and 2 are not 0");
            let panel = Panel::with_threads(plan, threads).expect("two threads can be had");
            let name = format!("{preset}, threads {threads}");
            group.bench_function(BenchmarkId::new(name, &shape), |bencher| {
                bencher.iter(|| panel.scan_rows(values.view()));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, panel);
criterion_main!(benches);
