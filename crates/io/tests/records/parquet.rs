//! Parquet gives the tables back, typed, to the last bit.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, UInt32Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, Schema};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::metadata::RowGroupMetaData;
use redbead::{Chart, Plan};
use redbead_io::{
    AtomicFile, Header, RecordFormat, RecordOptions, Table, WriteError, WriteOptions, write_records,
};

use crate::cases;
use crate::files::Folder;

struct Read {
    schema: Arc<Schema>,
    rows: RecordBatch,
    row_groups: usize,
    metadata: Vec<(String, Option<String>)>,
}

fn round_trip(table: Table) -> Read {
    let folder = Folder::new("parquet");
    let path = folder.path.join("table.parquet");
    let names = cases::key_names();
    let plan = Plan::builder(Chart::c()).build().unwrap();
    let header = Header::new(&names).plan(&plan);
    let mut file = AtomicFile::create(&path).unwrap();
    let format = RecordFormat::Parquet(table);
    write_records(
        &mut file,
        format,
        &header,
        WriteOptions::new(),
        cases::records(),
    )
    .unwrap();
    file.commit().unwrap();
    let file = std::fs::File::open(&path).unwrap();
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let metadata = builder
        .metadata()
        .file_metadata()
        .key_value_metadata()
        .unwrap();
    let metadata = metadata
        .iter()
        .map(|pair| (pair.key.clone(), pair.value.clone()));
    let (metadata, row_groups) = (metadata.collect(), builder.metadata().num_row_groups());
    let schema = builder.schema().clone();
    let batches: Vec<_> = builder.with_batch_size(1 << 20).build().unwrap().collect();
    assert_eq!(batches.len(), 1);
    let rows = batches.into_iter().next().unwrap().unwrap();
    Read {
        schema,
        rows,
        row_groups,
        metadata,
    }
}

#[test]
fn a_table_of_points_comes_back() {
    let read = round_trip(Table::Points);
    let of = |name: &str| read.rows.column_by_name(name).unwrap();
    let field = |name: &str| read.schema.field_with_name(name).unwrap();
    assert_eq!(field("service").data_type(), &DataType::Utf8);
    assert_eq!(field("index").data_type(), &DataType::UInt32);
    assert_eq!(field("value").data_type(), &DataType::Float64);
    assert_eq!(field("missing").data_type(), &DataType::Boolean);
    assert!(field("value").is_nullable() && !field("key_Value").is_nullable());
    assert_eq!(read.row_groups, 1);
    let mut row = 0;
    for record in cases::records() {
        for point in record.points.iter().flatten() {
            let text = |name: &str| {
                let column = of(name).as_string::<i32>();
                column.is_valid(row).then(|| column.value(row))
            };
            let number = |name: &str| {
                let column = of(name).as_primitive::<Float64Type>();
                column.is_valid(row).then(|| column.value(row).to_bits())
            };
            let flag = |name: &str| of(name).as_boolean().value(row);
            assert_eq!(text("service"), record.series.get("service"));
            assert_eq!(text("label"), Some(&*point.label));
            let index = of("index").as_primitive::<UInt32Type>().value(row);
            assert_eq!(index as usize, point.index);
            assert_eq!(number("value"), point.value.map(f64::to_bits));
            assert_eq!(number("center"), point.center.map(f64::to_bits));
            assert_eq!(number("lower"), point.lower.map(f64::to_bits));
            assert_eq!(number("upper"), point.upper.map(f64::to_bits));
            assert_eq!(flag("missing"), point.missing);
            assert_eq!(flag("excluded"), point.excluded);
            assert_eq!(flag("provisional"), point.provisional);
            assert_eq!(text("why_missing"), point.why_missing.as_deref());
            let has = point.signals.iter().any(|at| !record.signals[*at].warning);
            assert_eq!(text("signals").is_some(), has);
            row += 1;
        }
    }
    assert_eq!(read.rows.num_rows(), row);
}

#[test]
fn a_table_of_series_comes_back() {
    let read = round_trip(Table::Series);
    let records = cases::records();
    assert_eq!(read.rows.num_rows(), records.len());
    let column = |name: &str| read.rows.column_by_name(name).unwrap();
    for (row, record) in records.iter().enumerate() {
        let chart = column("chart").as_string::<i32>().value(row);
        assert_eq!(chart, record.chart);
        let points = column("points").as_primitive::<UInt32Type>();
        let points = points.is_valid(row).then(|| points.value(row) as usize);
        assert_eq!(points, record.counts.map(|counts| counts.points));
        let center = column("center").as_primitive::<Float64Type>();
        let center = center.is_valid(row).then(|| center.value(row).to_bits());
        let phase = record.phases.last();
        assert_eq!(
            center,
            phase.and_then(|phase| phase.center).map(f64::to_bits)
        );
        let error = column("error").as_string::<i32>();
        assert_eq!(error.is_valid(row), record.is_refused());
    }
    let plan = read.metadata.iter().find(|(key, _)| key == "redbead.plan");
    let plan: Plan = serde_json::from_str(plan.unwrap().1.as_deref().unwrap()).unwrap();
    assert_eq!(plan.chart().name(), "c");
}

#[test]
fn row_groups_are_bounded() {
    let folder = Folder::new("groups");
    let path = folder.path.join("table.parquet");
    let names = cases::key_names();
    let record = cases::charts()[1].record(RecordOptions::new().points(true).texts(false));
    let records = std::iter::repeat_n(record, 6_000); // 144,000 rows
    let mut file = AtomicFile::create(&path).unwrap();
    let format = RecordFormat::Parquet(Table::Points);
    let header = Header::new(&names);
    let written = write_records(&mut file, format, &header, WriteOptions::new(), records).unwrap();
    file.commit().unwrap();
    let file = std::fs::File::open(&path).unwrap();
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let groups = builder.metadata().row_groups();
    let rows: Vec<i64> = groups.iter().map(RowGroupMetaData::num_rows).collect();
    assert_eq!(rows, [131_072, 144_000 - 131_072]);
    assert_eq!(written.rows, 144_000);
}

#[test]
fn a_count_beyond_the_column_is_refused() {
    let names = cases::key_names();
    let mut record = cases::charts()[1].record(RecordOptions::new());
    record.counts.as_mut().unwrap().points = 1 << 40;
    let format = RecordFormat::Parquet(Table::Series);
    let header = Header::new(&names);
    let mut out = Vec::new();
    let written = write_records(&mut out, format, &header, WriteOptions::new(), [record]);
    assert!(matches!(written, Err(WriteError::TooLarge { .. })));
}
