//! Tables as CSV.

use std::io::Write;

use super::cells::Cells;
use super::error::WriteError;
use super::table::{Table, key_columns};
use crate::record::SeriesRecord;

/// A table as CSV: a header, then rows as they come.
#[derive(Debug)]
pub(super) struct DelimitedWriter<W: Write> {
    out: csv::Writer<W>,
    table: Table,
    row: Row,
}

/// One row, reused for the next.
#[derive(Debug)]
struct Row {
    record: csv::ByteRecord,
    digits: Vec<u8>,
    guard_formulas: bool,
}

impl<W: Write> DelimitedWriter<W> {
    pub(super) fn new(
        out: W,
        table: Table,
        key_names: &[String],
        guard_formulas: bool,
    ) -> Result<Self, WriteError> {
        let mut writer = Self {
            out: csv::WriterBuilder::new()
                .buffer_capacity(1 << 16)
                .from_writer(out),
            table,
            row: Row {
                record: csv::ByteRecord::new(),
                digits: Vec::new(),
                guard_formulas,
            },
        };
        for name in key_columns(key_names) {
            writer.row.text(Some(&name));
        }
        for column in table.columns() {
            writer.row.text(Some(column.name));
        }
        writer.row.write_to(&mut writer.out)?;
        Ok(writer)
    }

    pub(super) fn write(&mut self, record: &SeriesRecord) -> Result<u64, WriteError> {
        let out = &mut self.out;
        self.table
            .rows(record, &mut self.row, |row| row.write_to(out))
    }

    pub(super) fn finish(mut self) -> Result<(), WriteError> {
        self.out.flush().map_err(WriteError::output)
    }
}

impl Row {
    fn write_to<W: Write>(&mut self, out: &mut csv::Writer<W>) -> Result<(), WriteError> {
        let written = out.write_byte_record(&self.record);
        self.record.clear();
        written.map_err(failed)
    }
}

/// Whether a spreadsheet would take a text for a formula.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

impl Cells for Row {
    fn text(&mut self, cell: Option<&str>) {
        match cell {
            Some(text) if self.guard_formulas && is_formula(text) => {
                self.record.push_field(format!("'{text}").as_bytes());
            }
            _ => self.record.push_field(cell.unwrap_or_default().as_bytes()),
        }
    }

    fn number(&mut self, cell: Option<f64>) {
        self.digits.clear();
        if let Some(number) = cell {
            // The shortest digits that read back as the same number; a buffer in memory takes all.
            let _ = serde_json::to_writer(&mut self.digits, &number);
        }
        self.record.push_field(&self.digits);
    }

    fn count(&mut self, cell: Option<usize>) {
        self.digits.clear();
        if let Some(count) = cell {
            let _ = serde_json::to_writer(&mut self.digits, &count);
        }
        self.record.push_field(&self.digits);
    }

    fn flag(&mut self, cell: Option<bool>) {
        let word = cell.map_or("", |flag| if flag { "true" } else { "false" });
        self.record.push_field(word.as_bytes());
    }
}

fn failed(error: csv::Error) -> WriteError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => WriteError::output(error),
        other => WriteError::Encoding {
            message: format!("{other:?}"),
        },
    }
}
