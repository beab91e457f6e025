//! Rows of Parquet and Arrow IPC, batch by batch.

use std::io::{BufReader, Read};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::RecordBatchReader;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{DataType, FieldRef, Schema, SchemaRef};
use bytes::Bytes;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};

use super::cell::Cell;
use super::column::{Column, type_in_words};
use super::rows::{RowSource, SAMPLE, Step};
use super::source::{Opened, io_error};
use crate::error::ReadError;

/// Rows decoded at a time.
const BATCH: usize = 8192;

/// Rows of a file of columns.
pub(crate) struct Table {
    file: String,
    format: &'static str,
    names: Vec<String>,
    schema: SchemaRef,
    batches: Batches,
    /// The columns of the batch, by their number in the file; those not looked at are none.
    columns: Vec<Option<Column>>,
    /// The batch whose rows are being read.
    batch: Option<RecordBatch>,
    row: usize,
    rows: usize,
    line: u64,
    /// Goes up whenever a column of texts has got other ones.
    meaning: u64,
}

/// Where batches come from.
enum Batches {
    /// A Parquet file, of which only some columns are decoded.
    Parquet {
        bytes: Bytes,
        metadata: ArrowReaderMetadata,
        reader: Option<parquet::arrow::arrow_reader::ParquetRecordBatchReader>,
        /// The columns of the batches, by number.
        columns: Vec<usize>,
    },
    /// All columns of each batch.
    Arrow(Box<dyn RecordBatchReader>),
}

/// Opens a Parquet file.
pub(crate) fn parquet(input: Opened, file: &str) -> Result<Table, ReadError> {
    let bytes = all(input, file)?;
    let damaged = |message: String| damaged(file, "Parquet file", &message);
    let options = ArrowReaderOptions::new();
    let metadata = guarded(|| ArrowReaderMetadata::load(&bytes, options)).map_err(damaged)?;
    let metadata = with_dictionaries(metadata);
    let schema = metadata.schema().clone();
    let batches = Batches::Parquet {
        bytes,
        metadata,
        reader: None,
        columns: Vec::new(),
    };
    Ok(Table::new(file, "Parquet file", schema, batches))
}

/// Opens an Arrow IPC file or stream.
pub(crate) fn arrow(head: &[u8], input: Opened, file: &str) -> Result<Table, ReadError> {
    let format = "Arrow file";
    let batches: Box<dyn RecordBatchReader> = if head.starts_with(b"ARROW1") {
        let bytes = all(input, file)?;
        let reader = guarded(|| FileReader::try_new(std::io::Cursor::new(bytes), None));
        Box::new(reader.map_err(|message| damaged(file, format, &message))?)
    } else {
        let reader = guarded(|| StreamReader::try_new(BufReader::new(input), None));
        Box::new(reader.map_err(|message| damaged(file, format, &message))?)
    };
    let schema = batches.schema();
    Ok(Table::new(file, format, schema, Batches::Arrow(batches)))
}

fn all(mut input: Opened, file: &str) -> Result<Bytes, ReadError> {
    let mut bytes = Vec::new();
    input
        .read_to_end(&mut bytes)
        .map_err(|error| io_error(file, &error))?;
    Ok(Bytes::from(bytes))
}

fn damaged(file: &str, format: &'static str, message: &str) -> ReadError {
    ReadError::Damaged {
        file: file.to_owned(),
        format,
        message: message.to_owned(),
    }
}

/// Runs code of the columnar readers, which may panic on damaged files.
fn guarded<T, E: std::fmt::Display>(read: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    crate::guarded(read)?.map_err(|error| error.to_string())
}

impl Table {
    fn new(file: &str, format: &'static str, schema: SchemaRef, batches: Batches) -> Self {
        let names: Vec<String> = schema
            .fields()
            .iter()
            .map(|field| field.name().trim().to_owned())
            .collect();
        Self {
            file: file.to_owned(),
            format,
            columns: Vec::new(),
            names,
            schema,
            batches,
            batch: None,
            row: 0,
            rows: 0,
            line: 0,
            meaning: 0,
        }
    }

    fn damaged(&self, message: &str) -> ReadError {
        damaged(&self.file, self.format, message)
    }

    /// A reader of the columns that are looked at.
    fn parquet_reader(
        &self,
        columns: &[usize],
        batch: usize,
    ) -> Result<Option<parquet::arrow::arrow_reader::ParquetRecordBatchReader>, ReadError> {
        let Batches::Parquet {
            bytes, metadata, ..
        } = &self.batches
        else {
            return Ok(None);
        };
        let mask = ProjectionMask::roots(metadata.parquet_schema(), columns.iter().copied());
        let builder =
            ParquetRecordBatchReaderBuilder::new_with_metadata(bytes.clone(), metadata.clone());
        let builder = builder.with_projection(mask).with_batch_size(batch);
        match guarded(|| builder.build()) {
            Ok(reader) => Ok(Some(reader)),
            Err(message) => Err(self.damaged(&message)),
        }
    }

    /// Makes the next batch the one that is read; no at the end.
    fn next_batch(&mut self) -> Result<bool, ReadError> {
        let next = match &mut self.batches {
            Batches::Parquet { reader, .. } => {
                guarded(|| reader.as_mut().and_then(Iterator::next).transpose())
            }
            Batches::Arrow(reader) => guarded(|| reader.next().transpose()),
        };
        match next.map_err(|message| self.damaged(&message))? {
            Some(batch) => {
                self.start(batch)?;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    fn start(&mut self, batch: RecordBatch) -> Result<(), ReadError> {
        self.row = 0;
        self.rows = batch.num_rows();
        let numbers: Vec<usize> = match &self.batches {
            Batches::Parquet { columns, .. } => columns.clone(),
            Batches::Arrow(_) => (0..batch.num_columns()).collect(),
        };
        let before = std::mem::replace(&mut self.columns, vec![None; self.names.len()]);
        for (at, number) in numbers.into_iter().enumerate() {
            let Some(array) = batch.columns().get(at) else {
                continue;
            };
            if let Some(column) = self.columns.get_mut(number) {
                *column = Column::of(array);
            }
        }
        let pairs = before.iter().zip(&self.columns);
        let mut pairs = pairs.filter_map(|(before, now)| Some((before.as_ref(), now.as_ref()?)));
        if !pairs.all(|(before, now)| now.has_texts_of(before)) {
            self.meaning += 1;
        }
        self.batch = Some(batch);
        Ok(())
    }
}

/// The same file, of which texts come as dictionaries wherever it holds them so: each of them is then
/// looked at once, and not in every row.
fn with_dictionaries(metadata: ArrowReaderMetadata) -> ArrowReaderMetadata {
    let leaves = metadata.parquet_schema();
    let groups = metadata.metadata().row_groups();
    let has_dictionary = |root: usize| {
        let mut own =
            (0..leaves.num_columns()).filter(|leaf| leaves.get_column_root_idx(*leaf) == root);
        let (Some(leaf), None) = (own.next(), own.next()) else {
            return false;
        };
        let mut chunks = groups.iter().filter_map(|group| group.columns().get(leaf));
        chunks.all(|chunk| chunk.dictionary_page_offset().is_some())
    };
    let fields = metadata.schema().fields().iter().enumerate();
    let fields = fields.map(|(root, field)| match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View if has_dictionary(root) => {
            let texts = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
            Arc::new(field.as_ref().clone().with_data_type(texts))
        }
        _ => Arc::clone(field),
    });
    let fields: Vec<FieldRef> = fields.collect();
    let schema = Schema::new_with_metadata(fields, metadata.schema().metadata().clone());
    let options = ArrowReaderOptions::new().with_schema(Arc::new(schema));
    let other = guarded(|| ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options));
    // A column of an unusual kind is read as it is.
    other.unwrap_or(metadata)
}

impl RowSource for Table {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn sample(&mut self) -> Result<Vec<Vec<String>>, ReadError> {
        let all: Vec<usize> = (0..self.names.len()).collect();
        if let Some(mut reader) = self.parquet_reader(&all, SAMPLE)? {
            let first = guarded(|| reader.next().transpose());
            if let Batches::Parquet { columns, .. } = &mut self.batches {
                *columns = all;
            }
            match first.map_err(|message| self.damaged(&message))? {
                Some(batch) => self.start(batch)?,
                None => return Ok(Vec::new()),
            }
        } else if self.batch.is_none() && !self.next_batch()? {
            return Ok(Vec::new());
        }
        let texts = |row: usize| {
            let cell = |column: &Option<Column>| {
                let cell = column
                    .as_ref()
                    .map_or(Cell::Null, |column| column.cell(row));
                cell.text().into_owned()
            };
            self.columns.iter().map(cell).collect()
        };
        Ok((0..self.rows.min(SAMPLE)).map(texts).collect())
    }

    fn select(&mut self, columns: &[usize]) -> Result<(), ReadError> {
        for column in columns {
            if let Some(field) = self.schema.fields().get(*column)
                && !Column::is_readable(field.data_type())
            {
                let message = format!(
                    "column `{}` holds {}; expected texts, numbers, dates or true and false",
                    field.name(),
                    type_in_words(field.data_type())
                );
                return Err(self.damaged(&message));
            }
        }
        if let Some(new) = self.parquet_reader(columns, BATCH)? {
            if let Batches::Parquet {
                reader,
                columns: own,
                ..
            } = &mut self.batches
            {
                *reader = Some(new);
                *own = columns.to_vec();
            }
            (self.batch, self.row, self.rows) = (None, 0, 0);
        }
        Ok(())
    }

    #[inline]
    fn advance(&mut self) -> Result<Step, ReadError> {
        // The first row of a batch that is in hand already was not gone past yet.
        while self.row >= self.rows {
            if !self.next_batch()? {
                return Ok(Step::End);
            }
        }
        self.row += 1;
        self.line += 1;
        Ok(Step::Row(self.line))
    }

    #[inline]
    fn cell(&self, column: usize) -> Cell<'_> {
        match self.columns.get(column) {
            Some(Some(column)) => column.cell(self.row - 1),
            _ => Cell::Null,
        }
    }

    #[inline]
    fn code(&self, column: usize) -> Option<usize> {
        self.columns.get(column)?.as_ref()?.code(self.row - 1)
    }

    fn meaning(&self) -> u64 {
        self.meaning
    }
}
