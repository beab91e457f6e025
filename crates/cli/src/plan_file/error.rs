//! What can be wrong with a plan file.

/// A plan file that cannot be read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanFileError {
    /// The file cannot be opened or read.
    #[error("{path}: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// The file has a mistake.
    #[error("{path}: line {line}, column {column}: {reason}")]
    Mistake {
        /// The file.
        path: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong, and what would do.
        reason: String,
    },
    /// The file is well written and says what cannot be.
    #[error("{path}: {reason}")]
    Refused {
        /// The file.
        path: String,
        /// What is wrong, and what would do.
        reason: String,
    },
    /// The plan cannot be written down.
    #[error("the plan cannot be written as a file: {reason}")]
    Unwritable {
        /// Why.
        reason: String,
    },
}
