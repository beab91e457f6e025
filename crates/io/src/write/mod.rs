//! Writing: records to JSON, NDJSON, CSV and Parquet, and files that are whole or not there.
//!
//! Records go out one by one as they are made; none is kept but by Parquet, which holds the rows of
//! one row group.

mod atomic;
mod cells;
mod delimited;
mod document;
mod error;
mod header;
#[cfg(feature = "parquet")]
mod parquet;
mod table;
mod writer;

pub use atomic::{AtomicFile, remove_unfinished};
pub use document::{DOCUMENT_VERSION, RecordDocument};
pub use error::WriteError;
pub use header::Header;
pub use table::{Table, key_columns};
pub use writer::{RecordFormat, RecordWriter, WriteOptions, Written, write_records};
