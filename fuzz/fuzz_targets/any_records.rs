//! Reads any text as records, line by line and as a document: what is read is written and read
//! again as the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use redbead_io::{
    Header, RecordDocument, RecordFormat, SeriesRecord, WriteOptions, read_records, write_records,
};

/// Writes records, and gives the bytes.
fn written(records: &[SeriesRecord], format: RecordFormat) -> Vec<u8> {
    let mut out = Vec::new();
    write_records(
        &mut out,
        format,
        &Header::new(&[]),
        WriteOptions::new(),
        records.iter().cloned(),
    )
    .expect("room in memory");
    out
}

fuzz_target!(|text: &[u8]| {
    let mut records = Vec::new();
    for record in read_records(text) {
        match record {
            Ok(record) => records.push(record),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    match RecordDocument::read(text) {
        Ok(document) => records.extend(document.series),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let lines = written(&records, RecordFormat::Ndjson);
    let again: Result<Vec<_>, _> = read_records(lines.as_slice()).collect();
    assert_eq!(again.ok().as_ref(), Some(&records));
    let document = written(&records, RecordFormat::Json);
    let again = RecordDocument::read(document.as_slice()).map(|document| document.series);
    assert_eq!(again.ok().as_ref(), Some(&records));
});
