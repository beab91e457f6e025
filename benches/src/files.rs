//! The sample of emergency departments, many times, as files in memory.

use std::fmt::Write;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, Float64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use redbead_io::{Columns, Figures, ReadOptions, Time};

const SAMPLE: &str = include_str!("../../examples/data/ae_attendances.csv");

/// Rows of the sample under other codes of providers: period, code, type, attendances, breaches.
fn rows(copies: usize) -> impl Iterator<Item = [String; 5]> {
    (0..copies).flat_map(|copy| {
        SAMPLE.lines().skip(1).map(move |line| {
            let mut cells = line.split(',');
            let mut cell = || cells.next().unwrap_or_default().to_owned();
            let (period, code, kind) = (cell(), format!("{}-{copy}", cell()), cell());
            [period, code, kind, cell(), cell()]
        })
    })
}

/// How the rows are to be read.
#[must_use]
pub fn options() -> ReadOptions {
    ReadOptions {
        columns: Columns {
            series: Some(vec!["org_code".to_owned(), "type".to_owned()]),
            time: Time::Column("period".to_owned()),
            figures: Figures::Ratio {
                count: "breaches".to_owned(),
                exposure: "attendances".to_owned(),
            },
            ..Columns::default()
        },
        ..ReadOptions::default()
    }
}

/// The rows as CSV.
#[must_use]
pub fn csv(copies: usize) -> Vec<u8> {
    let mut text = "period,org_code,type,attendances,breaches\n".to_owned();
    for row in rows(copies) {
        text.push_str(&row.join(","));
        text.push('\n');
    }
    text.into_bytes()
}

/// The rows as NDJSON.
#[must_use]
pub fn ndjson(copies: usize) -> Vec<u8> {
    let mut text = String::new();
    for [period, code, kind, attendances, breaches] in rows(copies) {
        // Writing to a text does not fail.
        let _ = writeln!(
            text,
            "{{\"period\":\"{period}\",\"org_code\":\"{code}\",\"type\":\"{kind}\",\"attendances\":{attendances},\"breaches\":{breaches}}}"
        );
    }
    text.into_bytes()
}

/// The rows as columns.
///
/// # Panics
///
/// Never: the columns are of one length.
#[must_use]
pub fn columns(copies: usize) -> RecordBatch {
    let number = |text: &String| text.parse::<f64>().unwrap_or(f64::NAN);
    let rows: Vec<[String; 5]> = rows(copies).collect();
    let texts = |at: usize| rows.iter().map(move |row| row[at].as_str());
    let numbers =
        |at: usize| Float64Array::from_iter_values(rows.iter().map(|row| number(&row[at])));
    let columns: Vec<(&str, ArrayRef)> = vec![
        (
            "period",
            Arc::new(texts(0).collect::<DictionaryArray<Int32Type>>()),
        ),
        (
            "org_code",
            Arc::new(StringArray::from_iter_values(texts(1))),
        ),
        ("type", Arc::new(StringArray::from_iter_values(texts(2)))),
        ("attendances", Arc::new(numbers(3))),
        ("breaches", Arc::new(numbers(4))),
    ];
    RecordBatch::try_from_iter(columns).expect("columns of one length")
}

/// Columns as a Parquet file, not compressed.
///
/// # Panics
///
/// Never: it is written to memory.
#[must_use]
pub fn parquet(batch: &RecordBatch) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer =
        ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("a known schema");
    writer.write(batch).expect("room in memory");
    writer.close().expect("room in memory");
    bytes
}

/// A wide CSV file of so many months and series, and its number of cells.
#[must_use]
pub fn wide(months: usize, series: usize) -> (Vec<u8>, u64) {
    let mut text = "month".to_owned();
    for at in 0..series {
        let _ = write!(text, ",S{at}");
    }
    for month in 0..months {
        let _ = write!(text, "\n{}-{:02}", 1900 + month / 12, month % 12 + 1);
        for at in 0..series {
            let _ = write!(text, ",{}", (month * 31 + at * 17) % 1000);
        }
    }
    text.push('\n');
    (text.into_bytes(), (months * series) as u64)
}
