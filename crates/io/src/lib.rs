//! Series from files, and reports back to files.
//!
//! [`read_path`] and [`read_from`] read CSV, NDJSON, Parquet and Arrow IPC, compressed or not, long
//! or wide, as a [`Dataset`]: series of figures in the order of their [`Period`]s, with an
//! [`Account`] of what was read and [`Note`]s on what was guessed.
//!
//! [`SeriesRecord`] is what a report says of one series, as data for other programs. A
//! [`RecordWriter`] writes records as JSON, NDJSON, CSV or Parquet, one by one; [`read_records`] reads
//! them back. An [`AtomicFile`] is whole or not there.

mod account;
mod columns;
mod dataset;
mod error;
mod guard;
mod note;
mod options;
pub mod period;
mod plural;
mod read;
mod record;
mod remedies;
mod remedy;
mod write;

pub use account::{Account, WhyMissing};
pub use columns::{Columns, Figures, Layout, Time};
pub use dataset::{DataSeries, Dataset};
pub use error::{Problem, ProblemKind, ReadError};
pub use guard::guarded;
pub use note::Note;
pub use options::{Duplicates, Format, Holes, ReadOptions, Totals};
pub use period::{Calendar, DateOrder, Period, PeriodError, PeriodKind, Weekday};
pub use read::{MISSING_TEXTS, NOT_APPLICABLE_TEXTS, SUPPRESSED_TEXTS, read_from, read_path};
pub use record::{
    Keys, LatestRecord, NotJudged, NotJudgedReason, PhaseReasonWord, PhaseRecord, PointRecord,
    RECORD_VERSION, ReadingRecord, RecordError, RecordOptions, RulesRecord, SeriesRecord,
    SignalRecord, Source, TestsRecord, VariationWord, read_records,
};
pub use remedy::Remedy;
pub use write::{
    AtomicFile, DOCUMENT_VERSION, Header, RecordDocument, RecordFormat, RecordWriter, Table,
    WriteError, WriteOptions, Written, key_columns, remove_unfinished, write_records,
};
