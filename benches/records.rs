//! Records of many series: made of reports, written in each format, read back.
//!
//! 10,000 series of 60 months, Western Electric rules, a baseline of 24 points; one series in two
//! has changed. Sentences are told apart from the rest, since they cost the most.

use std::hint::black_box;
use std::io;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use redbead::{Baseline, Chart, Direction, Plan, Preset, Report, Series};
use redbead_benches::matrix;
use redbead_io::{
    Header, RecordFormat, RecordOptions, SeriesRecord, Source, Table, WriteOptions, read_records,
    write_records,
};

const SERIES: usize = 10_000;
const POINTS: usize = 60;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

struct Scanned {
    plan: Plan,
    rows: Vec<Vec<f64>>,
    reports: Vec<Report>,
    names: [String; 2],
    keys: Vec<[String; 2]>,
}

fn label(index: usize) -> String {
    format!("{}-{:02}", 2019 + index / 12, index % 12 + 1)
}

impl Scanned {
    fn new() -> Result<Self> {
        let plan = Plan::builder(Chart::individuals())
            .preset(Preset::WesternElectric)
            .baseline(Baseline::First { points: 24 })
            .direction(Direction::Decrease)
            .build()?;
        let rows = matrix(SERIES, POINTS);
        let rows: Vec<Vec<f64>> = rows.rows().into_iter().map(|row| row.to_vec()).collect();
        let reports = rows
            .iter()
            .map(|row| plan.scan(row))
            .collect::<std::result::Result<_, _>>()?;
        let key = |number: usize| [format!("S{number:08}"), "Emergency Department".to_owned()];
        Ok(Self {
            plan,
            rows,
            reports,
            names: ["org_code".to_owned(), "department".to_owned()],
            keys: (0..SERIES).map(key).collect(),
        })
    }

    fn records(&self, options: RecordOptions) -> impl Iterator<Item = SeriesRecord> {
        let reports = self.reports.iter().zip(&self.rows).zip(&self.keys);
        reports.filter_map(move |((report, row), keys)| {
            let source = Source::new(&self.names, keys, Series::values(row), &label);
            SeriesRecord::of(&source, &self.plan, report, options).ok()
        })
    }
}

fn records(criterion: &mut Criterion) {
    if let Err(error) = measure(criterion) {
        eprintln!("records: {error}");
    }
}

fn measure(criterion: &mut Criterion) -> Result<()> {
    let scanned = Scanned::new()?;
    let signals: usize = scanned
        .reports
        .iter()
        .map(|report| report.signals.len())
        .sum();
    let with_points = RecordOptions::new().points(true);
    println!("{SERIES} series of {POINTS} points, {signals} signals");

    let mut group = criterion.benchmark_group(format!("records/make/{SERIES}x{POINTS}"));
    group
        .sample_size(10)
        .throughput(Throughput::Elements(SERIES as u64));
    let ways = [
        ("signals", RecordOptions::new().texts(false)),
        ("points", with_points.texts(false)),
        ("points+texts", with_points),
    ];
    for (name, options) in ways {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                scanned
                    .records(options)
                    .for_each(|record| drop(black_box(record)));
            });
        });
    }
    group.finish();

    let made: Vec<SeriesRecord> = scanned.records(with_points).collect();
    let header = Header::new(&scanned.names).plan(&scanned.plan);
    let formats = [
        ("ndjson", RecordFormat::Ndjson),
        ("csv points", RecordFormat::Csv(Table::Points)),
        ("csv series", RecordFormat::Csv(Table::Series)),
        ("parquet points", RecordFormat::Parquet(Table::Points)),
        ("parquet series", RecordFormat::Parquet(Table::Series)),
    ];
    let mut group = criterion.benchmark_group(format!("records/write/{SERIES}x{POINTS}"));
    group.sample_size(10);
    for (name, format) in formats {
        let write = |out: &mut (dyn io::Write + Send)| {
            let mut writer =
                redbead_io::RecordWriter::new(out, format, &header, WriteOptions::new())?;
            made.iter().try_for_each(|record| writer.write(record))?;
            writer.finish()
        };
        let mut out = Vec::new();
        write(&mut out)?;
        println!("{name}: {} bytes", out.len());
        group.throughput(Throughput::Bytes(out.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(write(&mut io::sink())).is_ok());
        });
    }
    group.finish();

    let mut ndjson = Vec::new();
    let options = WriteOptions::new();
    write_records(&mut ndjson, RecordFormat::Ndjson, &header, options, made)?;
    let mut group = criterion.benchmark_group(format!("records/read/{SERIES}x{POINTS}"));
    group
        .sample_size(10)
        .throughput(Throughput::Bytes(ndjson.len() as u64));
    group.bench_function("ndjson", |bencher| {
        bencher.iter(|| {
            read_records(ndjson.as_slice())
                .filter(|read| black_box(read).is_ok())
                .count()
        });
    });
    group.finish();
    Ok(())
}

criterion_group!(benches, records);
criterion_main!(benches);
