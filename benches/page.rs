//! The one-file HTML report: packing rows, explaining their signals, and writing the file.
//!
//! Reports are made beforehand: the core has its own benches. Half of the series have moved, so
//! there is more to explain than on a usual page. Whole numbers on individuals charts, and shares
//! on p charts, whose limits differ at each point. Throughput is in points; the size of each file is
//! printed.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use redbead::{Baseline, Chart, Direction, Plan, Preset, Report, Series};
use redbead_benches::{counts, matrix};
use redbead_plot::{Page, PageRow};

const POINTS: usize = 60;

fn plan(chart: Chart) -> Plan {
    let builder = Plan::builder(chart)
        .preset(Preset::MakingDataCount)
        .baseline(Baseline::First { points: 24 })
        .direction(Direction::Decrease);
    builder.build().expect("a sound plan")
}

fn page(plan: &Plan, labels: &[String], rows: &[(Series<'_>, Report)]) -> Vec<u8> {
    let mut page = Page::new("Waiting times", ["service", "measure"]);
    for (number, (series, report)) in rows.iter().enumerate() {
        let keys = [format!("Service {number:05}"), "median wait".to_owned()];
        let row = PageRow::new(&keys, labels, plan, *series, report);
        page.push(&row).expect("rows that fit");
    }
    let mut file = Vec::new();
    page.write_to(&mut file).expect("memory takes it");
    file
}

fn bench(criterion: &mut Criterion, name: &str, plan: &Plan, series: &[Series<'_>]) {
    let labels: Vec<String> = (0..POINTS)
        .map(|month| format!("{}-{:02}", 2019 + month / 12, month % 12 + 1))
        .collect();
    let rows: Vec<(Series<'_>, Report)> = series
        .iter()
        .map(|series| (*series, plan.scan(*series).expect("plain values")))
        .collect();
    let signals: usize = rows.iter().map(|(_, report)| report.signals.len()).sum();
    let size = page(plan, &labels, &rows).len();
    println!(
        "page/{name}/{}x{POINTS}: {size} bytes, {signals} signals",
        rows.len()
    );
    let mut group = criterion.benchmark_group(format!("page/{name}"));
    group.sample_size(10);
    group.throughput(Throughput::Elements((rows.len() * POINTS) as u64));
    let id = BenchmarkId::from_parameter(format!("{}x{POINTS}", rows.len()));
    group.bench_function(id, |bencher| {
        bencher.iter(|| page(black_box(plan), &labels, &rows));
    });
    group.finish();
}

fn pages(criterion: &mut Criterion) {
    for rows in [1, 5_000, 20_000] {
        let values = matrix(rows, POINTS).mapv(f64::round);
        let series: Vec<Series<'_>> = values
            .rows()
            .into_iter()
            .filter_map(|row| row.to_slice())
            .map(Series::values)
            .collect();
        bench(
            criterion,
            "individuals",
            &plan(Chart::individuals()),
            &series,
        );
    }
    let (cases, people) = counts(5_000, POINTS);
    let series: Vec<Series<'_>> = cases
        .rows()
        .into_iter()
        .zip(people.rows())
        .filter_map(|(cases, people)| Series::ratios(cases.to_slice()?, people.to_slice()?).ok())
        .collect();
    bench(criterion, "p", &plan(Chart::p()), &series);
}

criterion_group!(benches, pages);
criterion_main!(benches);
