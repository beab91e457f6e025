//! Cells of a table: the door through which the rows of each format go.

use serde::Serialize;

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Count,
    Flag,
}

/// A column of ours; those of the keys stand before it.
#[derive(Debug, Clone, Copy)]
// Types are only for formats that have any.
#[cfg_attr(not(feature = "parquet"), allow(dead_code))]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Whether every row has it.
    pub(super) required: bool,
}

impl Column {
    pub(super) const fn required(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            kind,
            required: true,
        }
    }

    pub(super) const fn optional(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            kind,
            required: false,
        }
    }
}

/// Takes the cells of a row from left to right.
pub(super) trait Cells {
    fn text(&mut self, cell: Option<&str>);
    fn number(&mut self, cell: Option<f64>);
    fn count(&mut self, cell: Option<usize>);
    fn flag(&mut self, cell: Option<bool>);

    /// A choice as the word that it has in JSON.
    fn word(&mut self, choice: Option<&impl Serialize>) {
        match choice.map(serde_json::to_value) {
            Some(Ok(serde_json::Value::String(word))) => self.text(Some(&word)),
            Some(Ok(other)) => self.text(Some(&other.to_string())),
            // Choices are words and always have one.
            Some(Err(_)) | None => self.text(None),
        }
    }
}
