//! What an importer cannot keep, and what it has to tell beside.

use std::fmt;

use crate::draft::Draft;
use crate::fault::write_lines;
use crate::origin::Origin;

/// Something in a file that cannot be kept, and where it stands.
///
/// A strict import fails with all of them; a lenient one returns them as what it left out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{origin}: {problem}")]
#[non_exhaustive]
pub struct FormatError {
    /// Where it stands.
    pub origin: Origin,
    /// What it is.
    pub problem: FormatProblem,
}

impl FormatError {
    pub(super) const fn new(origin: Origin, problem: FormatProblem) -> Self {
        Self { origin, problem }
    }
}

/// What is wrong with a file, or with a place in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormatProblem {
    /// The text is no JSON.
    #[error("line {line}, column {column}: {message}; mend the JSON there")]
    NoJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1; 0 where the file ends.
        column: usize,
        /// What the parser says.
        message: String,
    },
    /// The JSON is of another format.
    #[error(
        "the format is {found}, expected {expected:?}; read it with the importer of its format"
    )]
    OtherFormat {
        /// What it says, or `missing`.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
    /// The file is of a version that is not known.
    #[error("the version is {found}, expected {known}; read it with the release that wrote it")]
    OtherVersion {
        /// What it says, or `missing`.
        found: String,
        /// The version that is known.
        known: u64,
    },
    /// A field that is not known.
    #[error("field {field:?} is not known; use one of {known}, or read leniently to leave it out")]
    UnknownField {
        /// The field.
        field: String,
        /// The fields that are known there.
        known: String,
    },
    /// A field stands twice.
    #[error("field {field:?} stands twice; keep one")]
    RepeatedField {
        /// The field.
        field: String,
    },
    /// A field that must be there is not.
    #[error("field {field:?} is missing; add it")]
    MissingField {
        /// The field.
        field: &'static str,
    },
    /// A value is of another type.
    #[error("is {found}, expected {expected}")]
    WrongType {
        /// What was found.
        found: &'static str,
        /// What was expected.
        expected: &'static str,
    },
    /// A quote is opened and never closed, so that the rest of the table would be one cell.
    #[error("a quote is opened here and never closed; close it, or double it if it is a sign")]
    OpenQuote,
    /// Something stands between a closing quote and the end of its cell.
    #[error(
        "a cell goes on after its closing quote; double each quote that is a sign, or take the text \
         behind it out"
    )]
    AfterQuote,
    /// The headings are separated by another sign than a comma.
    #[error("the headings are separated by {found:?}, expected commas; save the table with commas")]
    OtherSeparator {
        /// The sign.
        found: char,
    },
    /// A diagram without any row.
    #[error("holds no row; a diagram has an aim at least")]
    NoRows,
    /// What stands in a cell has a format of its own, and is wrong.
    #[error("{cell}: {problem}")]
    InCell {
        /// The place in the cell, whose column stands for the file.
        cell: Origin,
        /// What is wrong there.
        problem: Box<FormatProblem>,
    },
    /// The file is none of the tables of a bundle.
    #[error("is none of the tables; name it one of {known}")]
    UnknownTable {
        /// The names of the tables.
        known: String,
    },
    /// A table stands twice.
    #[error("holds a table that is there already, in {other:?}; keep one of the two files")]
    RepeatedTable {
        /// Name of the file that holds it already.
        other: String,
    },
    /// A column that is not known.
    #[error(
        "column {column:?}, with {filled} filled cells, is not known; use one of {known}, or read \
         leniently to leave it out"
    )]
    UnknownColumn {
        /// Its heading.
        column: String,
        /// How many of its cells say something.
        filled: usize,
        /// The columns that are known.
        known: String,
    },
    /// A column stands twice.
    #[error("column {column:?} stands twice; keep one")]
    RepeatedColumn {
        /// Its heading.
        column: String,
    },
    /// A column without which a table cannot be read.
    #[error("column {column:?} is missing; add it to the headings, separated by commas")]
    MissingColumn {
        /// Its heading.
        column: &'static str,
    },
    /// A row has more cells than there are headings.
    #[error("has {cells} cells under {headings} headings; quote the cells that hold commas")]
    TooManyCells {
        /// Cells of the row.
        cells: usize,
        /// Headings of the table.
        headings: usize,
    },
    /// A row belongs to a record that is not there.
    #[error("belongs to {what} `{key}`, which is not there; add it or correct the row")]
    NoOwner {
        /// What kind of record it belongs to.
        what: &'static str,
        /// Its key.
        key: String,
    },
    /// A cell without which a row says nothing.
    #[error("{column} is empty, and the row says nothing without it; fill it in or delete the row")]
    EmptyCell {
        /// The column.
        column: &'static str,
    },
    /// A node names a parent that is not there.
    #[error("{column} names `{id}`, which is not there; add it or correct the id")]
    UnknownParent {
        /// The column.
        column: &'static str,
        /// The id.
        id: String,
    },
    /// A node names a parent twice.
    #[error("{column} names `{id}`, which is named already; name each parent once")]
    RepeatedParent {
        /// The column.
        column: &'static str,
        /// The id.
        id: String,
    },
    /// A node names a measure twice.
    #[error("measure {name:?} stands at the node already; keep one")]
    RepeatedMeasure {
        /// Its name.
        name: String,
    },
    /// A measure is of no known type.
    #[error("measure type {found:?} is not known; use outcome, process, balancing or none")]
    UnknownMeasureType {
        /// The type.
        found: String,
    },
    /// A number that JSON cannot hold.
    #[error("{field} is not finite; give a number or none")]
    NotFinite {
        /// The field.
        field: &'static str,
    },
}

/// Everything in a file that cannot be kept, in the order of the file. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatErrors {
    errors: Vec<FormatError>,
}

impl FormatErrors {
    /// The errors in order.
    #[must_use]
    pub fn as_slice(&self) -> &[FormatError] {
        &self.errors
    }

    /// The errors in order.
    #[must_use]
    pub fn into_vec(self) -> Vec<FormatError> {
        self.errors
    }

    /// The value, unless there are errors.
    pub(super) fn or<T>(errors: Vec<FormatError>, value: T) -> Result<T, Self> {
        if errors.is_empty() {
            Ok(value)
        } else {
            Err(Self { errors })
        }
    }
}

impl From<FormatError> for FormatErrors {
    fn from(error: FormatError) -> Self {
        Self {
            errors: vec![error],
        }
    }
}

impl fmt::Display for FormatErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_lines(f, &self.errors)
    }
}

impl std::error::Error for FormatErrors {}

/// What an importer made of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Imported {
    /// The records.
    pub draft: Draft,
    /// What was put differently than it stood in the file, or not read because it is no content.
    pub notes: Vec<FormatNote>,
    /// What was left out, in the order of the file. Empty after a strict import.
    pub dropped: Vec<FormatError>,
}

/// Something an importer decided, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormatNote {
    /// Where it stands.
    pub origin: Origin,
    /// What was decided.
    pub remark: FormatRemark,
}

impl FormatNote {
    pub(super) const fn new(origin: Origin, remark: FormatRemark) -> Self {
        Self { origin, remark }
    }
}

impl fmt::Display for FormatNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.origin, self.remark)
    }
}

/// What an importer decided.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormatRemark {
    /// An id that cannot be one here got another.
    NewId {
        /// As it stood.
        from: String,
        /// As it is now.
        to: String,
    },
    /// A node without an id got one.
    GivenId {
        /// The id.
        id: String,
    },
    /// A measure without a type got the role that measures have at nodes of its level.
    UsualRole {
        /// Name of the measure.
        measure: String,
        /// The role.
        role: crate::measure::Role,
    },
    /// Columns that say how a diagram looks, not what it says.
    Appearance {
        /// The columns with something in them.
        columns: Vec<String>,
    },
}

impl fmt::Display for FormatRemark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NewId { from, to } => write!(f, "id {from:?} is now `{to}`"),
            Self::GivenId { id } => write!(f, "has no id and got `{id}`"),
            Self::UsualRole { measure, role } => {
                write!(f, "measure {measure:?} has no type and got the role {role}")
            }
            Self::Appearance { columns } => {
                write!(f, "appearance is not kept: {}", columns.join(", "))
            }
        }
    }
}
