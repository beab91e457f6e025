//! Where a record came from, so that whoever wrote it can find it again.

use std::fmt;
use std::sync::Arc;

/// Where a record came from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Origin {
    /// Put together by a program, not read from a file.
    #[default]
    Program,
    /// A row of a table.
    Row {
        /// Name of the file.
        file: Arc<str>,
        /// Its line as an editor counts, the heading being line 1.
        line: u64,
    },
    /// A place in a JSON document.
    Pointer {
        /// Name of the file.
        file: Arc<str>,
        /// JSON pointer (RFC 6901), such as `/nodes/3`; empty for the whole document.
        pointer: String,
    },
}

impl Origin {
    /// A row of a table. Shares the name of the file, if handed an `Arc`.
    pub fn row(file: impl Into<Arc<str>>, line: u64) -> Self {
        Self::Row {
            file: file.into(),
            line,
        }
    }

    /// A place in a JSON document. Shares the name of the file, if handed an `Arc`.
    pub fn pointer(file: impl Into<Arc<str>>, pointer: impl Into<String>) -> Self {
        Self::Pointer {
            file: file.into(),
            pointer: pointer.into(),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Program => f.write_str("program"),
            Self::Row { file, line } => write!(f, "{file} line {line}"),
            Self::Pointer { file, pointer } => write!(f, "{file} at {pointer:?}"),
        }
    }
}
