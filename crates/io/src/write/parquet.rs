//! Tables as Parquet. The only file that names the crates of Arrow and Parquet.

use std::io::{self, Write};
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Float64Builder, StringBuilder, UInt32Builder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::cells::{Cells, Kind};
use super::error::WriteError;
use super::header::Header;
use super::table::{Table, key_columns};
use crate::record::{RECORD_VERSION, SeriesRecord};

/// Rows that are collected before they are encoded.
const BATCH: usize = 8_192;

/// Rows of a row group, all of whose pages are held in memory.
const ROW_GROUP: usize = 16 * BATCH;

/// A table as Parquet, compressed by zstd.
///
/// Texts are UTF-8, numbers doubles, counts and indices unsigned 32-bit integers, flags booleans.
#[derive(Debug)]
pub(super) struct ParquetWriter<W: Write + Send> {
    out: ArrowWriter<W>,
    table: Table,
    schema: SchemaRef,
    columns: Columns,
}

/// The cells of the rows that are not encoded yet.
#[derive(Debug)]
struct Columns {
    builders: Vec<Builder>,
    /// Column of the next cell.
    next: usize,
    rows: usize,
    /// A count that found no room.
    too_large: Option<usize>,
}

#[derive(Debug)]
enum Builder {
    Text(StringBuilder),
    Number(Float64Builder),
    Count(UInt32Builder),
    Flag(BooleanBuilder),
}

impl<W: Write + Send> ParquetWriter<W> {
    pub(super) fn new(out: W, table: Table, header: &Header<'_>) -> Result<Self, WriteError> {
        let names = key_columns(header.key_names);
        let keys = names
            .into_iter()
            .map(|name| Field::new(name, DataType::Utf8, false));
        let ours = table.columns().iter().map(|column| {
            let data_type = match column.kind {
                Kind::Text => DataType::Utf8,
                Kind::Number => DataType::Float64,
                Kind::Count => DataType::UInt32,
                Kind::Flag => DataType::Boolean,
            };
            Field::new(column.name, data_type, !column.required)
        });
        let schema = Arc::new(Schema::new(keys.chain(ours).collect::<Vec<_>>()));
        let mut metadata = vec![KeyValue::new(
            "redbead.record_version".to_owned(),
            RECORD_VERSION.to_string(),
        )];
        if let Some(plan) = header.plan {
            let plan = serde_json::to_string(plan).map_err(WriteError::json)?;
            metadata.push(KeyValue::new("redbead.plan".to_owned(), plan));
        }
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(ROW_GROUP))
            .set_key_value_metadata(Some(metadata))
            .build();
        let builders = schema.fields().iter().map(|field| Builder::of(field));
        Ok(Self {
            columns: Columns {
                builders: builders.collect(),
                next: 0,
                rows: 0,
                too_large: None,
            },
            out: ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties))
                .map_err(failed)?,
            table,
            schema,
        })
    }

    pub(super) fn write(&mut self, record: &SeriesRecord) -> Result<u64, WriteError> {
        let Self {
            out,
            table,
            schema,
            columns,
        } = self;
        table.rows(record, columns, |columns| {
            columns.next = 0;
            columns.rows += 1;
            if let Some(value) = columns.too_large {
                return Err(WriteError::TooLarge { value });
            }
            if columns.rows == BATCH {
                out.write(&columns.take(schema)?).map_err(failed)?;
            }
            Ok(())
        })
    }

    pub(super) fn finish(mut self) -> Result<(), WriteError> {
        if self.columns.rows > 0 {
            let rest = self.columns.take(&self.schema)?;
            self.out.write(&rest).map_err(failed)?;
        }
        let mut out = self.out.into_inner().map_err(failed)?;
        out.flush().map_err(WriteError::output)
    }
}

impl Columns {
    /// The rows so far as arrays.
    fn take(&mut self, schema: &SchemaRef) -> Result<RecordBatch, WriteError> {
        self.rows = 0;
        let arrays = self.builders.iter_mut().map(Builder::take).collect();
        RecordBatch::try_new(Arc::clone(schema), arrays).map_err(|error| WriteError::Encoding {
            message: error.to_string(),
        })
    }

    fn next(&mut self) -> Option<&mut Builder> {
        self.next += 1;
        self.builders.get_mut(self.next - 1)
    }
}

impl Builder {
    fn of(field: &Field) -> Self {
        match field.data_type() {
            DataType::Float64 => Self::Number(Float64Builder::new()),
            DataType::UInt32 => Self::Count(UInt32Builder::new()),
            DataType::Boolean => Self::Flag(BooleanBuilder::new()),
            _ => Self::Text(StringBuilder::new()),
        }
    }

    fn take(&mut self) -> ArrayRef {
        match self {
            Self::Text(builder) => Arc::new(builder.finish()),
            Self::Number(builder) => Arc::new(builder.finish()),
            Self::Count(builder) => Arc::new(builder.finish()),
            Self::Flag(builder) => Arc::new(builder.finish()),
        }
    }
}

impl Cells for Columns {
    fn text(&mut self, cell: Option<&str>) {
        if let Some(Builder::Text(builder)) = self.next() {
            builder.append_option(cell);
        }
    }

    fn number(&mut self, cell: Option<f64>) {
        if let Some(Builder::Number(builder)) = self.next() {
            builder.append_option(cell);
        }
    }

    fn count(&mut self, cell: Option<usize>) {
        let fits = cell.map(u32::try_from).transpose();
        if fits.is_err() {
            self.too_large = cell;
        }
        if let Some(Builder::Count(builder)) = self.next() {
            builder.append_option(fits.ok().flatten());
        }
    }

    fn flag(&mut self, cell: Option<bool>) {
        if let Some(Builder::Flag(builder)) = self.next() {
            builder.append_option(cell);
        }
    }
}

fn failed(error: ParquetError) -> WriteError {
    match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(source) => WriteError::output(*source),
            Err(other) => WriteError::Encoding {
                message: other.to_string(),
            },
        },
        other => WriteError::Encoding {
            message: other.to_string(),
        },
    }
}
