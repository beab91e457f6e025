//! Series from files, and reports back to files.
//!
//! [`SeriesRecord`] is what a report says of one series, as data for other programs. A
//! [`RecordWriter`] writes records as JSON, NDJSON, CSV or Parquet, one by one; [`read_records`] reads
//! them back. An [`AtomicFile`] is whole or not there.

mod record;
mod write;

pub use record::{
    Keys, LatestRecord, NotJudged, NotJudgedReason, PhaseReasonWord, PhaseRecord, PointRecord,
    RECORD_VERSION, ReadingRecord, RecordError, RecordOptions, SeriesRecord, SignalRecord, Source,
    TestsRecord, VariationWord, read_records,
};
pub use write::{
    AtomicFile, DOCUMENT_VERSION, Header, RecordDocument, RecordFormat, RecordWriter, Table,
    WriteError, WriteOptions, Written, key_columns, remove_unfinished, write_records,
};
