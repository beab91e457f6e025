//! Records read back from NDJSON.

use std::io::{self, BufRead};

use super::SeriesRecord;

/// Records that cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// The operating system refused.
    #[error("records: {source}")]
    Io {
        /// What it said.
        source: io::Error,
    },
    /// A line that is no record.
    #[error("line {line}, column {column}: {message}; expected {expected}")]
    Json {
        /// Line, counted from 1.
        line: u64,
        /// Column in bytes, counted from 1.
        column: u64,
        /// What is wrong.
        message: String,
        /// What should stand there.
        expected: &'static str,
    },
    /// A document of a later version of the engine.
    #[error("document version {found}, this engine reads up to version {supported}")]
    Version {
        /// The version in the document.
        found: u16,
        /// The newest readable one.
        supported: u16,
    },
}

impl RecordError {
    pub(crate) const fn io(source: io::Error) -> Self {
        Self::Io { source }
    }

    /// Of a line of NDJSON with this number, or of a whole document.
    pub(crate) fn json(error: &serde_json::Error, line: Option<u64>) -> Self {
        let text = error.to_string();
        // Where it happened is told once, and in lines of the file.
        let end = format!(" at line {} column {}", error.line(), error.column());
        Self::Json {
            line: line.unwrap_or(error.line() as u64),
            column: error.column().max(1) as u64,
            message: text.strip_suffix(&end).unwrap_or(&text).to_owned(),
            expected: match line {
                Some(_) => "the record of a series on each line, as NDJSON output has them",
                None => "a document of records, as JSON output is one",
            },
        }
    }
}

/// Reads records from NDJSON, one by one; empty lines are passed over.
///
/// An item is the record of a line, or why it is none; after an error of a line, the next line can be
/// read.
///
/// ```
/// let text = "{\"version\":1}\n";
/// let error = redbead_io::read_records(text.as_bytes()).next();
/// let error = error.ok_or("one line")?.unwrap_err().to_string();
/// assert!(error.starts_with("line 1, column 13: missing field `series`; expected the record"));
/// # Ok::<(), &str>(())
/// ```
pub fn read_records<R: BufRead>(
    from: R,
) -> impl Iterator<Item = Result<SeriesRecord, RecordError>> {
    Lines {
        from,
        line: Vec::new(),
        number: 0,
        is_over: false,
    }
}

struct Lines<R> {
    from: R,
    /// The line at hand, reused for the next.
    line: Vec<u8>,
    number: u64,
    is_over: bool,
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<SeriesRecord, RecordError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over {
            self.line.clear();
            self.number += 1;
            match self.from.read_until(b'\n', &mut self.line) {
                Ok(0) => self.is_over = true,
                Ok(_) => {
                    let mut line = self.line.as_slice();
                    if self.number == 1 {
                        line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
                    }
                    if line.trim_ascii().is_empty() {
                        continue;
                    }
                    let record = serde_json::from_slice(line);
                    return Some(
                        record.map_err(|error| RecordError::json(&error, Some(self.number))),
                    );
                }
                Err(error) => {
                    self.is_over = true;
                    return Some(Err(RecordError::io(error)));
                }
            }
        }
        None
    }
}
