//! Outputs that break, and texts that are no records.

use std::io::{self, BufReader, Read, Write};

use redbead_io::{
    Header, RecordDocument, RecordError, RecordFormat, Table, WriteError, WriteOptions,
    read_records, write_records,
};

use crate::cases;

/// Takes some bytes and then fails.
struct Broken {
    room: usize,
    kind: io::ErrorKind,
}

impl Write for Broken {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.room == 0 {
            return Err(self.kind.into());
        }
        let taken = bytes.len().min(self.room);
        self.room -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn formats() -> Vec<RecordFormat> {
    vec![
        RecordFormat::Json,
        RecordFormat::Ndjson,
        RecordFormat::Csv(Table::Points),
        RecordFormat::Csv(Table::Series),
        #[cfg(feature = "parquet")]
        RecordFormat::Parquet(Table::Points),
        #[cfg(feature = "parquet")]
        RecordFormat::Parquet(Table::Series),
    ]
}

#[test]
fn every_format_tells_of_a_closed_pipe_and_of_a_full_disk() {
    let names = cases::key_names();
    let header = Header::new(&names);
    let records = cases::records();
    for format in formats() {
        for room in [0, 3, 1_000, 5_000] {
            let write = |kind| {
                let out = Broken { room, kind };
                write_records(out, format, &header, WriteOptions::new(), records.clone())
            };
            let closed = write(io::ErrorKind::BrokenPipe);
            assert!(
                matches!(closed, Err(WriteError::BrokenPipe)),
                "{format:?} {closed:?}"
            );
            let full = write(io::ErrorKind::StorageFull);
            assert!(
                matches!(full, Err(WriteError::Full { .. })),
                "{format:?} {full:?}"
            );
            let other = write(io::ErrorKind::PermissionDenied);
            assert!(
                matches!(other, Err(WriteError::Io { .. })),
                "{format:?} {other:?}"
            );
        }
    }
}

fn lines(text: &str) -> Vec<String> {
    let read = read_records(text.as_bytes());
    read.map(|read| match read {
        Ok(record) => record.series.to_string(),
        Err(error) => error.to_string(),
    })
    .collect()
}

#[test]
fn lines_that_are_no_records_are_told_with_their_place() {
    let case = &cases::others()[0];
    let good = serde_json::to_string(&case.record(redbead_io::RecordOptions::new())).unwrap();
    let key = "planned phases / Type 1, \"all\"\nof it";
    let text = format!("\u{feff}{good}\n\n  \r\nnonsense\n{good}");
    assert_eq!(
        lines(&text),
        [
            key.to_owned(),
            "line 4, column 2: expected ident; expected the record of a series on each line, as \
             NDJSON output has them"
                .to_owned(),
            key.to_owned(),
        ]
    );
    let later = good.replacen("\"version\":1", "\"version\":7", 1);
    let told = &lines(&later)[0];
    assert!(
        told.contains("record version 7, this engine reads up to version 1"),
        "{told}"
    );
    let extra = good.replacen("\"version\":1", "\"version\":1,\"colour\":1", 1);
    let told = &lines(&extra)[0];
    assert!(
        told.starts_with("line 1, column 21: unknown field `colour`"),
        "{told}"
    );
    let doubled = good.replacen("{\"service\"", "{\"service\":\"x\",\"service\"", 1);
    let told = &lines(&doubled)[0];
    assert!(told.contains("two keys are named `service`"), "{told}");
    assert_eq!(lines(""), Vec::<String>::new());
    let cut = &lines(&good[..good.len() / 2])[0];
    assert!(cut.contains("EOF while parsing"), "{cut}");
}

#[test]
fn an_input_that_breaks_is_told_once() {
    struct Breaking;
    impl Read for Breaking {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::TimedOut.into())
        }
    }
    let mut read = read_records(BufReader::new(Breaking));
    assert!(matches!(read.next(), Some(Err(RecordError::Io { .. }))));
    assert!(read.next().is_none());
}

#[test]
fn documents_of_another_kind_are_told() {
    let told = |text: &str| {
        RecordDocument::read(text.as_bytes())
            .unwrap_err()
            .to_string()
    };
    let later = r#"{"version":9,"plan":null,"notes":[],"series":[],"left_out":0}"#;
    assert_eq!(
        told(later),
        "document version 9, this engine reads up to version 1"
    );
    assert_eq!(
        told("{\n\"version\":1, \"rows\":[]}"),
        "line 2, column 19: unknown field `rows`, expected one of `version`, `plan`, `notes`, \
         `series`, `left_out`; expected a document of records, as JSON output is one"
    );
}
