//! Reading a million rows, in every format.
//!
//! The sample of emergency departments, 12,765 rows, repeated under other codes of providers. The
//! last benchmark only counts the ends of lines: what the memory gives.

use std::hint::black_box;
use std::io::Cursor;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use redbead_benches::files::{columns, csv, ndjson, options, parquet, wide};
use redbead_io::{Layout, ReadOptions, read_from};

const COPIES: usize = 80;

fn read(content: &[u8], name: &str, options: &ReadOptions) -> usize {
    // A copy in memory stands for the file.
    let file = Cursor::new(content.to_vec());
    read_from(file, name, options).map_or(0, |data| data.series().len())
}

fn reading(criterion: &mut Criterion) {
    let text = csv(COPIES);
    let rows = bytecount(&text) as u64 - 1;
    let series = 428 * COPIES;
    let mut group = criterion.benchmark_group(format!("read-{rows}"));
    group.sample_size(10).throughput(Throughput::Elements(rows));
    let options = options();
    let mut file = |name: &str, content: &[u8]| {
        assert_eq!(
            read(content, name, &options),
            series,
            "{name} holds all series"
        );
        group.bench_function(name, |bencher| {
            bencher.iter(|| read(black_box(content), name, &options));
        });
    };
    file("rows.csv", &text);
    file("rows.parquet", &parquet(&columns(COPIES)));
    file("rows.ndjson", &ndjson(COPIES));
    group.bench_function("ends-of-lines", |bencher| {
        bencher.iter(|| bytecount(black_box(&text)));
    });
    group.finish();

    let (text, cells) = wide(1000, 1000);
    let mut options = ReadOptions::default();
    options.columns.layout = Layout::SeriesInColumns;
    let mut group = criterion.benchmark_group("read-wide-1000x1000");
    group
        .sample_size(10)
        .throughput(Throughput::Elements(cells));
    group.bench_function("columns.csv", |bencher| {
        bencher.iter(|| read(black_box(&text), "columns.csv", &options));
    });
    group.finish();
}

fn bytecount(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte == b'\n').count()
}

criterion_group!(benches, reading);
criterion_main!(benches);
