//! Rows, whatever the format they come from.

use super::cell::Cell;
use crate::error::{Problem, ProblemKind, ReadError};

/// Rows of a file, one at a time.
pub(crate) trait RowSource {
    /// The names of the columns. More may appear while rows are read.
    fn names(&self) -> &[String];

    /// Texts of the cells of the first rows, without moving on.
    fn sample(&mut self) -> Result<Vec<Vec<String>>, ReadError>;

    /// Says which columns will be looked at; the cells of others need not be there.
    fn select(&mut self, _columns: &[usize]) -> Result<(), ReadError> {
        Ok(())
    }

    /// Moves on to the next row.
    fn advance(&mut self) -> Result<Step, ReadError>;

    /// A cell of the row moved on to; null past the last column.
    fn cell(&self, column: usize) -> Cell<'_>;

    /// The number that the file has for the text of a cell, among those of its column. As long as
    /// [`meaning`](Self::meaning) does not change, the same number is the same text.
    fn code(&self, _column: usize) -> Option<usize> {
        None
    }

    /// Another number wherever those of texts get another meaning.
    fn meaning(&self) -> u64 {
        0
    }
}

/// What came next.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// A row, and its line or number.
    Row(u64),
    /// A line without content.
    Blank,
    /// A row that cannot be read.
    Bad(Problem),
    /// The end of the file.
    End,
}

/// Rows that guesses rest on.
pub(crate) const SAMPLE: usize = 200;

/// Problems, up to a limit; the others are only counted.
#[derive(Debug)]
pub(crate) struct Problems {
    list: Vec<Problem>,
    limit: usize,
    more: u64,
}

impl Problems {
    pub(crate) const fn new(limit: usize) -> Self {
        Self {
            list: Vec::new(),
            limit,
            more: 0,
        }
    }

    pub(crate) fn add(&mut self, problem: Problem) {
        if self.list.len() < self.limit.max(1) {
            self.list.push(problem);
        } else {
            self.more += 1;
        }
    }

    pub(crate) fn at(&mut self, line: u64, column: Option<&str>, kind: ProblemKind) {
        self.add(Problem {
            line,
            column: column.map(str::to_owned),
            kind,
        });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// An error where there is any problem, in the order of lines.
    pub(crate) fn check(mut self, file: &str) -> Result<(), ReadError> {
        if self.list.is_empty() {
            return Ok(());
        }
        self.list.sort_by_key(|problem| problem.line);
        Err(ReadError::Rows {
            file: file.to_owned(),
            problems: self.list,
            more: self.more,
        })
    }
}
