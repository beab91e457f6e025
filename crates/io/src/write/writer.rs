//! Records to an output of any format, one by one.

use std::io::{BufWriter, Write};

use super::delimited::DelimitedWriter;
use super::document::DocumentWriter;
use super::error::WriteError;
use super::header::Header;
#[cfg(feature = "parquet")]
use super::parquet::ParquetWriter;
use super::table::Table;
use crate::record::SeriesRecord;

/// The format of an output of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RecordFormat {
    /// One object with the plan, notes and all records: a
    /// [`RecordDocument`](super::RecordDocument).
    Json,
    /// One record on each line.
    Ndjson,
    /// A table of text, its columns parted by commas.
    Csv(Table),
    /// A table of typed columns, compressed.
    #[cfg(feature = "parquet")]
    Parquet(Table),
}

/// How records are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct WriteOptions {
    /// Whether series without any signal are left out and counted. Refused series stay: nothing is
    /// known of them. Default no.
    pub signals_only: bool,
    /// Whether a text of a CSV file that a spreadsheet would take for a formula, since it begins
    /// with `=`, `+`, `-`, `@`, a tab or a carriage return, has an apostrophe put before it. Keys
    /// are data, and such a file no longer gives them back as they were. Default no.
    pub guard_formulas: bool,
}

impl WriteOptions {
    /// Everything, as it is.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets whether series without any signal are left out.
    #[must_use]
    pub const fn signals_only(self, signals_only: bool) -> Self {
        Self {
            signals_only,
            ..self
        }
    }

    /// Sets whether formulas are guarded.
    #[must_use]
    pub const fn guard_formulas(self, guard_formulas: bool) -> Self {
        Self {
            guard_formulas,
            ..self
        }
    }
}

/// What was written, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Written {
    /// Series, those with rows of their own and refused ones that stand in the output.
    pub series: u64,
    /// Lines, objects or rows, without a header.
    pub rows: u64,
    /// Series without signals that were left out.
    pub left_out: u64,
    /// Refused series, whether the output has a place for them or not.
    pub refused: u64,
}

/// Writes records one by one, in any format.
///
/// Buffered; what is written is sure to be out only after [`finish`](Self::finish).
///
/// ```
/// use redbead::{Chart, Plan, Series};
/// use redbead_io::{
///     Header, RecordFormat, RecordOptions, RecordWriter, SeriesRecord, Source, WriteOptions,
/// };
///
/// let plan = Plan::builder(Chart::individuals()).build()?;
/// let waits = [39.0, 41.0, 40.0, 43.0, 44.0, 41.0, 42.0, 90.0];
/// let report = plan.scan(&waits)?;
/// let (names, keys) = (["ward".to_owned()], ["A".to_owned()]);
/// let label = |index: usize| format!("2024-{:02}", index + 1);
/// let source = Source::new(&names, &keys, Series::values(&waits), &label);
/// let record = SeriesRecord::of(&source, &plan, &report, RecordOptions::new())?;
///
/// let mut out = Vec::new();
/// let header = Header::new(&names);
/// let mut writer = RecordWriter::new(&mut out, RecordFormat::Ndjson, &header, WriteOptions::new())?;
/// writer.write(&record)?;
/// assert_eq!(writer.finish()?.series, 1);
/// assert!(out.starts_with(br#"{"version":1,"series":{"ward":"A"},"chart":"individuals","phases":["#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct RecordWriter<W: Write + Send> {
    sink: Sink<W>,
    /// Of tables, the names of the keys.
    key_names: Option<Vec<String>>,
    options: WriteOptions,
    written: Written,
    /// Of JSON, the record at hand: many small writes into memory cost less than into an output.
    line: Vec<u8>,
}

#[derive(Debug)]
enum Sink<W: Write + Send> {
    Json(DocumentWriter<BufWriter<W>>),
    Ndjson(BufWriter<W>),
    Csv(Box<DelimitedWriter<W>>),
    #[cfg(feature = "parquet")]
    Parquet(Box<ParquetWriter<W>>),
}

const BUFFER: usize = 1 << 16;

impl<W: Write + Send> RecordWriter<W> {
    /// Begins an output.
    ///
    /// # Errors
    ///
    /// [`WriteError`] where the output does not take what stands before the records.
    pub fn new(
        out: W,
        format: RecordFormat,
        header: &Header<'_>,
        options: WriteOptions,
    ) -> Result<Self, WriteError> {
        let buffered = |out| BufWriter::with_capacity(BUFFER, out);
        let names = header.key_names;
        let sink = match format {
            RecordFormat::Json => Sink::Json(DocumentWriter::new(buffered(out), header)?),
            RecordFormat::Ndjson => Sink::Ndjson(buffered(out)),
            RecordFormat::Csv(table) => {
                let writer = DelimitedWriter::new(out, table, names, options.guard_formulas)?;
                Sink::Csv(Box::new(writer))
            }
            #[cfg(feature = "parquet")]
            RecordFormat::Parquet(table) => {
                Sink::Parquet(Box::new(ParquetWriter::new(out, table, header)?))
            }
        };
        let is_table = !matches!(sink, Sink::Json(_) | Sink::Ndjson(_));
        Ok(Self {
            sink,
            key_names: is_table.then(|| names.to_vec()),
            options,
            written: Written::default(),
            line: Vec::new(),
        })
    }

    /// Writes a record, unless it is to be left out.
    ///
    /// # Errors
    ///
    /// [`WriteError`]: the output does not take it, or a table has no place for it.
    pub fn write(&mut self, record: &SeriesRecord) -> Result<(), WriteError> {
        if let Some(expected) = &self.key_names
            && !record
                .series
                .names()
                .eq(expected.iter().map(String::as_str))
        {
            return Err(WriteError::OtherKeys {
                series: record.series.to_string(),
                expected: expected.clone(),
                found: record.series.names().map(str::to_owned).collect(),
            });
        }
        if self.options.signals_only && record.signals.is_empty() && !record.is_refused() {
            self.written.left_out += 1;
            return Ok(());
        }
        if self.key_names.is_none() {
            self.line.clear();
            serde_json::to_writer(&mut self.line, record).map_err(WriteError::json)?;
        }
        let rows = match &mut self.sink {
            Sink::Json(writer) => writer.write(&self.line).map(|()| 1),
            Sink::Ndjson(out) => {
                self.line.push(b'\n');
                let written = out.write_all(&self.line).map(|()| 1);
                written.map_err(WriteError::output)
            }
            Sink::Csv(writer) => writer.write(record),
            #[cfg(feature = "parquet")]
            Sink::Parquet(writer) => writer.write(record),
        }?;
        self.written.rows += rows;
        self.written.refused += u64::from(record.is_refused());
        self.written.series += u64::from(rows > 0 || !record.is_refused());
        Ok(())
    }

    /// Completes the output and says what is in it.
    ///
    /// # Errors
    ///
    /// [`WriteError`] where the output does not take the rest.
    pub fn finish(self) -> Result<Written, WriteError> {
        match self.sink {
            Sink::Json(writer) => writer.finish(self.written.left_out)?,
            Sink::Ndjson(mut out) => out.flush().map_err(WriteError::output)?,
            Sink::Csv(writer) => writer.finish()?,
            #[cfg(feature = "parquet")]
            Sink::Parquet(writer) => writer.finish()?,
        }
        Ok(self.written)
    }
}

/// Writes records as they come, and completes the output.
///
/// # Errors
///
/// As for [`RecordWriter`].
pub fn write_records(
    out: impl Write + Send,
    format: RecordFormat,
    header: &Header<'_>,
    options: WriteOptions,
    records: impl IntoIterator<Item = SeriesRecord>,
) -> Result<Written, WriteError> {
    let mut writer = RecordWriter::new(out, format, header, options)?;
    for record in records {
        writer.write(&record)?;
    }
    writer.finish()
}
