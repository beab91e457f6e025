//! What can go wrong while writing.

use std::io;

/// Output that could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// Whoever read the output has closed it, as `head` does. Often no mistake.
    #[error("the output was closed before all was written")]
    BrokenPipe,
    /// The disk is full.
    #[error("{what}: no space left; free some, or write elsewhere")]
    Full {
        /// The file, or `output`.
        what: String,
    },
    /// The operating system refused.
    #[error("{what}: {source}")]
    Io {
        /// The file, or `output`.
        what: String,
        /// What it said.
        source: io::Error,
    },
    /// A record whose keys are not those of the table.
    #[error(
        "series {series} has the keys {}, the table has {}; write series of one data set only",
        list(.found),
        list(.expected)
    )]
    OtherKeys {
        /// The keys of the record.
        series: String,
        /// The names that the table was begun with.
        expected: Vec<String>,
        /// The names in the record.
        found: Vec<String>,
    },
    /// A record without points, where each point is to be a row.
    #[error("series {series} was recorded without its points; record it with points")]
    NoPoints {
        /// The keys of the record.
        series: String,
    },
    /// A number of points or an index that the table has no room for.
    #[error("{value} is above 4,294,967,295, the largest count of a Parquet table")]
    TooLarge {
        /// The number.
        value: usize,
    },
    /// A text or number that cannot be encoded.
    #[error("cannot be encoded: {message}")]
    Encoding {
        /// What the encoder said.
        message: String,
    },
}

impl WriteError {
    /// Of an error of the operating system about a file or another output.
    pub(super) fn io(what: impl Into<String>, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::Full { what: what.into() }
            }
            _ => Self::Io {
                what: what.into(),
                source,
            },
        }
    }

    pub(super) fn output(source: io::Error) -> Self {
        Self::io("output", source)
    }

    pub(super) fn json(error: serde_json::Error) -> Self {
        match error.io_error_kind() {
            Some(_) => Self::output(error.into()),
            None => Self::Encoding {
                message: error.to_string(),
            },
        }
    }
}

fn list(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        names => names.join(", "),
    }
}
