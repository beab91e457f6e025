//! The same rows in every format give the same series.

use std::io::Write;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float32Array,
    Float64Array, Int32Array, Int64Array, LargeStringArray, ListArray, RecordBatch, StringArray,
    StringViewArray, TimestampMicrosecondArray, UInt64Array,
};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use redbead_io::{Columns, Dataset, Format, ReadOptions, WhyMissing, read_path};

use super::{lines, points, read, read_named};

const ROWS: &str = "\
month,ward,count,exposure,provisional
2024-01,A,3,300.5,false
2024-02,A,,310,false
2024-04,A,5,320,true
2024-01,B é,0,100,false
";

fn batch() -> RecordBatch {
    let columns: Vec<(&str, ArrayRef)> = vec![
        (
            "month",
            Arc::new(StringArray::from(vec![
                "2024-01", "2024-02", "2024-04", "2024-01",
            ])),
        ),
        (
            "ward",
            Arc::new(
                vec!["A", "A", "A", "B é"]
                    .into_iter()
                    .collect::<DictionaryArray<Int32Type>>(),
            ),
        ),
        (
            "count",
            Arc::new(Int64Array::from(vec![Some(3), None, Some(5), Some(0)])),
        ),
        (
            "exposure",
            Arc::new(Float64Array::from(vec![300.5, 310.0, 320.0, 100.0])),
        ),
        (
            "provisional",
            Arc::new(BooleanArray::from(vec![false, false, true, false])),
        ),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

fn parquet(batch: &RecordBatch, compression: Compression) -> Vec<u8> {
    let mut bytes = Vec::new();
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .build();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    bytes
}

fn arrow_file(batch: &RecordBatch) -> Vec<u8> {
    let mut writer = FileWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(batch).unwrap();
    writer.into_inner().unwrap()
}

fn arrow_stream(batch: &RecordBatch) -> Vec<u8> {
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(batch).unwrap();
    writer.into_inner().unwrap()
}

fn ndjson() -> Vec<u8> {
    let mut text = String::new();
    for line in ROWS.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let count = if cells[2].is_empty() {
            "null"
        } else {
            cells[2]
        };
        text.push_str(&format!(
            "{{\"month\": \"{}\", \"ward\": \"{}\", \"count\": {count}, \"exposure\": {}, \"provisional\": {}}}\n",
            cells[0], cells[1], cells[3], cells[4]
        ));
    }
    text.into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn bytes(name: &str, bytes: &[u8]) -> Dataset {
    read_named(name, bytes, &ReadOptions::default()).unwrap()
}

#[test]
fn every_format_gives_the_same_series() {
    let csv = read(ROWS);
    assert_eq!(
        lines(&csv)[0],
        "A: 2024-01 2024-02 2024-03 2024-04: 3/300.5 . . 5/320"
    );
    let batch = batch();
    let files = [
        ("rows", ndjson()),
        ("rows", parquet(&batch, Compression::UNCOMPRESSED)),
        ("rows", parquet(&batch, Compression::SNAPPY)),
        (
            "rows",
            parquet(&batch, Compression::ZSTD(Default::default())),
        ),
        ("rows", parquet(&batch, Compression::LZ4_RAW)),
        ("rows", arrow_file(&batch)),
        ("rows", arrow_stream(&batch)),
    ];
    for (name, content) in &files {
        let data = bytes(name, content);
        assert_eq!(data.series(), csv.series());
        assert_eq!(data.notes(), csv.notes());
        assert_eq!(data.account(), csv.account());
        assert_eq!(bytes(name, &gzip(content)).series(), csv.series());
        assert_eq!(bytes(name, &zstd(content)).series(), csv.series());
    }
    let two = [gzip(ROWS.as_bytes()), gzip(b"2024-02,B \xc3\xa9,1,100,\n")].concat();
    assert_eq!(bytes("two members", &two).series()[1].len(), 2);
    let two = [zstd(ROWS.as_bytes()), zstd(b"2024-02,B \xc3\xa9,1,100,\n")].concat();
    assert_eq!(bytes("two frames", &two).series()[1].len(), 2);
}

#[test]
fn files_by_their_path_and_formats_that_are_said() {
    let path = std::env::temp_dir().join(format!("redbead-io-{}.csv.gz", std::process::id()));
    std::fs::write(&path, gzip(ROWS.as_bytes())).unwrap();
    let data = read_path(&path, &ReadOptions::default());
    std::fs::remove_file(&path).unwrap();
    assert_eq!(data.unwrap().series(), read(ROWS).series());
    let ndjson_said = ReadOptions {
        format: Some(Format::Ndjson),
        ..ReadOptions::default()
    };
    assert!(read_named("x", ROWS.as_bytes(), &ndjson_said).is_err());
}

#[test]
fn columns_of_many_types() {
    let one = |values: ArrayRef, times: ArrayRef| {
        let columns = vec![("when", times), ("value", values)];
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let data = bytes("rows.arrow", &arrow_file(&batch));
        assert_eq!(
            bytes("rows.parquet", &parquet(&batch, Compression::SNAPPY)).series(),
            data.series()
        );
        (
            data.series()[0].labels().join(" "),
            points(&data.series()[0]),
        )
    };
    let days = || Arc::new(Date32Array::from(vec![19_723, 19_724])) as ArrayRef;
    let (labels, values) = one(Arc::new(Float32Array::from(vec![0.5, f32::NAN])), days());
    assert_eq!(
        (labels.as_str(), values.as_str()),
        ("2024-01-01 2024-01-02", "0.5 .")
    );
    let decimals = Decimal128Array::from(vec![Some(1234), None])
        .with_precision_and_scale(10, 2)
        .unwrap();
    assert_eq!(one(Arc::new(decimals), days()).1, "12.34 .");
    assert_eq!(
        one(Arc::new(UInt64Array::from(vec![u64::MAX, 1])), days()).1,
        "18446744073709552000 1"
    );
    assert_eq!(
        one(Arc::new(LargeStringArray::from(vec!["7", "c"])), days()).1,
        "7 ."
    );
    assert_eq!(
        one(Arc::new(StringViewArray::from(vec!["7", " 8 "])), days()).1,
        "7 8"
    );
    let times = TimestampMicrosecondArray::from(vec![1_704_067_200_000_000, 1_704_070_800_000_000]);
    let hours = one(Arc::new(Int32Array::from(vec![1, 2])), Arc::new(times)).0;
    assert_eq!(hours, "2024-01-01T00 2024-01-01T01");
    let months = Arc::new(Int32Array::from(vec![202_401, 202_402])) as ArrayRef;
    let batch = vec![
        ("month", months),
        ("value", Arc::new(Int32Array::from(vec![1, 2])) as ArrayRef),
    ];
    let data = bytes(
        "rows",
        &arrow_stream(&RecordBatch::try_from_iter(batch).unwrap()),
    );
    assert_eq!(lines(&data), [": 2024-01 2024-02: 1 2"]);
}

#[test]
fn many_batches_and_row_groups() {
    let mut bytes_of = Vec::new();
    let count = 50_000;
    let months = StringArray::from_iter_values(
        (0..count).map(|at| format!("{}-{:02}", 1000 + at / 12, at % 12 + 1)),
    );
    let values = Float64Array::from_iter_values((0..count).map(f64::from));
    let columns = vec![
        ("month", Arc::new(months) as ArrayRef),
        ("value", Arc::new(values) as ArrayRef),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(7000))
        .build();
    let mut writer = ArrowWriter::try_new(&mut bytes_of, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let data = bytes("rows.parquet", &bytes_of);
    assert_eq!(data.series()[0].len(), count as usize);
    let last = data.series()[0].series().get(count as usize - 1);
    assert_eq!(
        last,
        Some(redbead::Observation::value(f64::from(count - 1)))
    );
    assert_eq!(data.account().out_of_order, 0);
}

/// Texts of a column as each kind of texts that Arrow has.
fn texts_of_all_kinds(texts: &[Option<&str>]) -> [ArrayRef; 4] {
    let texts = texts.iter().copied();
    [
        Arc::new(texts.clone().collect::<StringArray>()),
        Arc::new(texts.clone().collect::<LargeStringArray>()),
        Arc::new(texts.clone().collect::<StringViewArray>()),
        Arc::new(texts.collect::<DictionaryArray<Int32Type>>()),
    ]
}

/// Parquet files of the same rows, whose texts are plain, in dictionaries, or both since the
/// dictionary grows too large; in one group of rows and in many.
fn parquet_of_all_kinds(rows: &[[Option<&str>; 3]]) -> Vec<Vec<u8>> {
    let column = |at: usize| rows.iter().map(|row| row[at]).collect::<Vec<_>>();
    let (months, wards) = (
        texts_of_all_kinds(&column(0)),
        texts_of_all_kinds(&column(1)),
    );
    let values: Float64Array = rows
        .iter()
        .map(|row| row[2].and_then(|value| value.parse().ok()))
        .collect();
    let values: ArrayRef = Arc::new(values);
    let mut files = Vec::new();
    for (month, ward) in months.iter().zip(&wards) {
        let columns = [("month", month), ("ward", ward), ("value", &values)];
        let columns = columns.map(|(name, column)| (name, Arc::clone(column), true));
        let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
        for (dictionaries, limit) in [(false, 1 << 20), (true, 1 << 20), (true, 64)] {
            for rows in [1 << 20, 700] {
                let properties = WriterProperties::builder()
                    .set_dictionary_enabled(dictionaries)
                    .set_dictionary_page_size_limit(limit)
                    .set_write_batch_size(16)
                    .set_max_row_group_row_count(Some(rows))
                    .build();
                let mut bytes = Vec::new();
                let schema = batch.schema();
                let mut writer =
                    ArrowWriter::try_new(&mut bytes, schema, Some(properties)).unwrap();
                writer.write(&batch).unwrap();
                writer.close().unwrap();
                files.push(bytes);
            }
        }
    }
    files
}

#[test]
fn texts_are_the_same_however_parquet_holds_them() {
    // Spaces around a text are no part of it: it stands in the file in more than one way.
    let wards = ["A", " A", "B ", "B", "C é", ""];
    let names: Vec<(String, String)> = (0..10_000)
        .map(|at| {
            let (year, month) = (1000 + at / 6 / 12, at / 6 % 12 + 1);
            let ward = wards[(at % 6 + at / 700) % 6];
            // Two spellings of A and B alternate, so that no period is there twice.
            let ward = match (ward.trim(), at / 6 % 2) {
                ("A" | "B", 0) => ward.trim(),
                _ => ward,
            };
            (
                format!("{year}-{month:02}"),
                format!("{ward}{}", at % 6 / 2),
            )
        })
        .collect();
    let values: Vec<String> = (0..names.len()).map(|at| at.to_string()).collect();
    let rows: Vec<[Option<&str>; 3]> = names
        .iter()
        .zip(&values)
        .enumerate()
        .map(|(at, ((month, ward), value))| {
            let ward = (at % 997 != 0).then_some(ward.as_str());
            let value = (at % 89 != 0).then_some(value.as_str());
            [Some(month.as_str()), ward, value]
        })
        .collect();
    let options = ReadOptions {
        duplicates: redbead_io::Duplicates::Last,
        ..ReadOptions::default()
    };
    let mut csv = String::from("month,ward,value\n");
    for row in &rows {
        csv.push_str(&row.map(Option::unwrap_or_default).join(","));
        csv.push('\n');
    }
    let csv = read_named("rows.csv", csv.as_bytes(), &options).unwrap();
    assert!(csv.series().len() > 10);
    for file in parquet_of_all_kinds(&rows) {
        let data = read_named("rows.parquet", &file, &options).unwrap();
        assert!(data.series() == csv.series());
        assert_eq!(data.key_names(), csv.key_names());
        assert_eq!(data.account().to_string(), csv.account().to_string());
        assert_eq!(data.notes(), csv.notes());
    }
}

#[test]
fn errors_are_the_same_however_parquet_holds_texts() {
    let months = ["2024-01", "2024-02", "2024-13", "", "2024-05"];
    let rows: Vec<[Option<&str>; 3]> = (0..3000)
        .map(|at| {
            let month = match at {
                1500 | 2100 => months[2],
                1700 => months[3],
                _ => months[at % 2],
            };
            [(at != 2900).then_some(month), Some("A"), Some("1")]
        })
        .collect();
    let options = ReadOptions {
        duplicates: redbead_io::Duplicates::Last,
        columns: redbead_io::Columns {
            series: Some(vec!["ward".to_owned()]),
            time: redbead_io::Time::Column("month".to_owned()),
            figures: redbead_io::Figures::Value("value".to_owned()),
            ..redbead_io::Columns::default()
        },
        ..ReadOptions::default()
    };
    for file in parquet_of_all_kinds(&rows) {
        let error = read_named("rows.parquet", &file, &options).unwrap_err();
        let error = error.to_string();
        for words in [
            "line 1501, column month: `2024-13`",
            "line 1701, column month",
            "line 2901",
        ] {
            assert!(error.contains(words), "{error}");
        }
        assert!(!error.contains("line 2101"), "{error}");
    }
}

#[test]
fn wide_files_with_texts_in_dictionaries() {
    let texts = |texts: [&'static str; 4]| {
        Arc::new(texts.into_iter().collect::<DictionaryArray<Int32Type>>()) as ArrayRef
    };
    let values = |values: [f64; 4]| Arc::new(Float64Array::from(values.to_vec())) as ArrayRef;
    let batch = RecordBatch::try_from_iter([
        ("month", texts(["2024-01", "2024-01", "2024-02", "2024-02"])),
        ("ward", texts(["A", "B", "A", "B"])),
        ("falls", values([1.0, 2.0, 3.0, 4.0])),
        ("waits", values([5.0, 6.0, 7.0, 8.0])),
    ])
    .unwrap();
    let options = ReadOptions {
        columns: redbead_io::Columns {
            layout: redbead_io::Layout::SeriesInColumns,
            series: Some(vec!["ward".to_owned()]),
            ..redbead_io::Columns::default()
        },
        ..ReadOptions::default()
    };
    for file in [
        parquet(&batch, Compression::UNCOMPRESSED),
        arrow_file(&batch),
    ] {
        let data = read_named("rows", &file, &options).unwrap();
        assert_eq!(
            lines(&data),
            [
                "A+falls: 2024-01 2024-02: 1 3",
                "A+waits: 2024-01 2024-02: 5 7",
                "B+falls: 2024-01 2024-02: 2 4",
                "B+waits: 2024-01 2024-02: 6 8",
            ]
        );
    }
}

#[test]
fn columns_that_cannot_be_read_are_named() {
    let lists = ListArray::from_iter_primitive::<Int32Type, _, _>(vec![Some(vec![Some(1)]), None]);
    let days = Arc::new(Date32Array::from(vec![1, 2])) as ArrayRef;
    let columns = vec![("day", days), ("value", Arc::new(lists) as ArrayRef)];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut options = ReadOptions::default();
    options.columns.figures = redbead_io::Figures::Value("value".to_owned());
    let error = read_named("rows", &arrow_file(&batch), &options).unwrap_err();
    assert_eq!(
        error.to_string(),
        "rows: no Arrow file that can be read: column `value` holds lists; expected texts, numbers, dates or true \
         and false"
    );
}

#[test]
fn ndjson_as_it_comes() {
    let text = "{\"time\":202401,\"unit\":7,\"value\":1.5}\n\n{\"value\":null,\"unit\":7,\"time\":202402}\n\
                {\"unit\":7,\"time\":202403,\"more\":[1,{\"a\":2}],\"value\":\"c\"}\n";
    let data = bytes("feed", text.as_bytes());
    assert_eq!(lines(&data), ["7: 2024-01 2024-02 2024-03: 1.5 . ."]);
    assert_eq!(
        data.series()[0].why_missing(2),
        Some(WhyMissing::Suppressed)
    );
    assert_eq!(data.account().blank, 1);
}

#[test]
fn keys_keep_all_their_digits() {
    let rows = [
        ("18446744073709551611", 1),
        ("18446744073709551612", 2),
        ("123456789012345678901234567890123456789012", 3),
        ("123456789012345678901234567890123456789013", 4),
        ("9007199254740993", 5),
        ("17", 6),
    ];
    let line = |(id, value): &(&str, i32)| {
        format!(
            "{{\"note\":\"a\\\"{{,:\",\"id\":{id} ,\"list\":[1,{{\"id\":2}}],\"month\":\"2024-01\",\"value\":{value}}}\n"
        )
    };
    let text: String = rows.iter().map(line).collect();
    let options = ReadOptions {
        columns: Columns {
            series: Some(vec!["id".to_owned()]),
            ..Columns::default()
        },
        ..ReadOptions::default()
    };
    let data = read_named("t.ndjson", text.as_bytes(), &options).unwrap();
    assert_eq!(data.series().len(), 6);
    for (id, value) in rows {
        assert_eq!(points(data.find(&[id]).unwrap()), value.to_string());
    }
}

#[test]
fn keys_of_tables_keep_all_their_digits() {
    let months = StringArray::from(vec!["2024-01"; 3]);
    let values = Int32Array::from(vec![1, 2, 3]);
    let wide = UInt64Array::from(vec![u64::MAX, u64::MAX - 1, 7]);
    let decimals = Decimal128Array::from(vec![
        12_345_678_901_234_567_890_i128,
        12_345_678_901_234_567_891,
        150,
    ])
    .with_precision_and_scale(30, 2)
    .unwrap();
    let batch = RecordBatch::try_from_iter([
        ("id", Arc::new(wide) as ArrayRef),
        ("part", Arc::new(decimals) as ArrayRef),
        ("month", Arc::new(months) as ArrayRef),
        ("value", Arc::new(values) as ArrayRef),
    ])
    .unwrap();
    let options = ReadOptions {
        columns: Columns {
            series: Some(vec!["id".to_owned(), "part".to_owned()]),
            time: redbead_io::Time::Column("month".to_owned()),
            figures: redbead_io::Figures::Value("value".to_owned()),
            ..Columns::default()
        },
        ..ReadOptions::default()
    };
    let file = parquet(&batch, Compression::UNCOMPRESSED);
    let data = read_named("t.parquet", &file, &options).unwrap();
    let keys: Vec<_> = data
        .series()
        .iter()
        .map(|series| series.keys().join(" "))
        .collect();
    assert_eq!(
        keys,
        [
            "18446744073709551614 123456789012345678.91",
            "18446744073709551615 123456789012345678.9",
            "7 1.5"
        ]
    );
}

#[test]
fn texts_in_utf_16() {
    let text = "\u{feff}month\tward\tvalue\r\n2024-01\tSüd\t5\r\n2024-02\tSüd\t6\r\n";
    for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(to_bytes).collect();
        let data = read_named("t.csv", &bytes, &ReadOptions::default()).unwrap();
        assert_eq!(lines(&data), ["Süd: 2024-01 2024-02: 5 6"]);
    }
}
