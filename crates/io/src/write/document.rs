//! Many records as one JSON object.

use std::io::{Read, Write};

use redbead::Plan;
use serde::{Deserialize, Serialize};

use super::error::WriteError;
use super::header::Header;
use crate::record::{RecordError, SeriesRecord};

/// Version of the JSON document that this engine writes, and the newest it reads.
pub const DOCUMENT_VERSION: u16 = 1;

/// Many records in one JSON object: what the JSON format writes, read back.
///
/// `version`, `plan`, `notes`, `series` and `left_out`, in that order, one record on each line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RecordDocument {
    /// Version of the format.
    pub version: u16,
    /// The plan of all series, or of most: a record's own fingerprint tells.
    pub plan: Option<Plan>,
    /// What was read and what was guessed, in words.
    pub notes: Vec<String>,
    /// The records.
    pub series: Vec<SeriesRecord>,
    /// Series without signals that were left out.
    pub left_out: u64,
}

impl RecordDocument {
    /// Reads a document.
    ///
    /// # Errors
    ///
    /// [`RecordError`] with line and column of what is no such document, or of a later version.
    pub fn read(mut from: impl Read) -> Result<Self, RecordError> {
        let mut text = Vec::new();
        from.read_to_end(&mut text).map_err(RecordError::io)?;
        let document: Self =
            serde_json::from_slice(&text).map_err(|error| RecordError::json(&error, None))?;
        if !(1..=DOCUMENT_VERSION).contains(&document.version) {
            return Err(RecordError::Version {
                found: document.version,
                supported: DOCUMENT_VERSION,
            });
        }
        Ok(document)
    }
}

/// Writes a document piece by piece.
#[derive(Debug)]
pub(super) struct DocumentWriter<W: Write> {
    out: W,
    is_first: bool,
}

impl<W: Write> DocumentWriter<W> {
    pub(super) fn new(mut out: W, header: &Header<'_>) -> Result<Self, WriteError> {
        let put = |out: &mut W, text: &str| out.write_all(text.as_bytes());
        put(&mut out, "{\"version\":").map_err(WriteError::output)?;
        serde_json::to_writer(&mut out, &DOCUMENT_VERSION).map_err(WriteError::json)?;
        put(&mut out, ",\"plan\":").map_err(WriteError::output)?;
        serde_json::to_writer(&mut out, &header.plan).map_err(WriteError::json)?;
        put(&mut out, ",\"notes\":").map_err(WriteError::output)?;
        serde_json::to_writer(&mut out, header.notes).map_err(WriteError::json)?;
        put(&mut out, ",\"series\":[").map_err(WriteError::output)?;
        Ok(Self {
            out,
            is_first: true,
        })
    }

    /// Writes a record that is JSON already.
    pub(super) fn write(&mut self, record: &[u8]) -> Result<(), WriteError> {
        let between: &[u8] = if self.is_first { b"\n" } else { b",\n" };
        self.is_first = false;
        let put = self.out.write_all(between);
        put.and_then(|()| self.out.write_all(record))
            .map_err(WriteError::output)
    }

    pub(super) fn finish(mut self, left_out: u64) -> Result<(), WriteError> {
        writeln!(self.out, "\n],\"left_out\":{left_out}}}").map_err(WriteError::output)?;
        self.out.flush().map_err(WriteError::output)
    }
}
