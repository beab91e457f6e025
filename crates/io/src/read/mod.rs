//! From files to series.

mod assemble;
mod block;
mod cell;
mod codes;
#[cfg(feature = "parquet")]
mod column;
mod csv;
mod facts;
mod find;
mod gather;
mod guess;
mod header;
mod holes;
mod names;
mod ndjson;
mod qualifiers;
mod roles;
mod rows;
mod series;
mod source;
mod split;
mod store;
mod sums;
#[cfg(feature = "parquet")]
mod table;
mod texts;
mod utf16;
mod wide;
#[cfg(feature = "compression")]
mod zstd;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use self::assemble::assemble;
use self::block::Block;
pub use self::cell::{MISSING_TEXTS, NOT_APPLICABLE_TEXTS, SUPPRESSED_TEXTS};
use self::csv::Csv;
use self::gather::gather;
use self::ndjson::Ndjson;
use self::rows::RowSource;
use self::source::{format_of, io_error, open, unpacked};
use self::utf16::{Utf16, is_utf16};
use crate::dataset::Dataset;
use crate::error::ReadError;
use crate::note::Note;
use crate::options::{Format, ReadOptions};

/// Reads a file.
///
/// Its format is told by its first bytes: gzip, zstd, Parquet, Arrow; then by the extension of its
/// name, then by whether it starts with `{`. White space around cells is no part of them.
///
/// # Cost
///
/// One pass over the file; memory for its points and its different texts.
///
/// # Errors
///
/// See [`ReadError`].
///
/// ```no_run
/// use redbead_io::{ReadOptions, read_path};
///
/// let data = read_path("waits.csv".as_ref(), &ReadOptions::default())?;
/// println!("{}", data.account());
/// # Ok::<(), redbead_io::ReadError>(())
/// ```
pub fn read_path(path: &Path, options: &ReadOptions) -> Result<Dataset, ReadError> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| io_error(&name, &error))?;
    read_from(file, &name, options)
}

/// Reads whatever can be read, such as standard input. The name is for messages, and its
/// extension helps to tell the format.
///
/// # Errors
///
/// See [`ReadError`].
///
/// ```
/// use redbead_io::{ReadOptions, read_from};
///
/// let rows = "month,ward,falls\n2024-01,A,3\n2024-02,A,5\n2024-01,B,0\n2024-02,B,c\n";
/// let data = read_from(rows.as_bytes(), "falls.csv", &ReadOptions::default())?;
/// assert_eq!(data.key_names(), ["ward"]);
/// assert_eq!(data.series().len(), 2);
/// assert_eq!(data.account().suppressed, 1);
/// # Ok::<(), redbead_io::ReadError>(())
/// ```
pub fn read_from(
    input: impl Read + 'static,
    name: &str,
    options: &ReadOptions,
) -> Result<Dataset, ReadError> {
    if options.decimal_comma && options.delimiter == Some(b',') {
        return Err(ReadError::Options {
            message:
                "the comma cannot both part columns and be the decimal mark; name another delimiter"
                    .to_owned(),
        });
    }
    if let Some(bad) = options
        .delimiter
        .filter(|byte| matches!(byte, b'"' | b'\n' | b'\r' | 0x80..))
    {
        return Err(ReadError::Options {
            message: format!("byte {bad} cannot part columns; name a sign such as `;`"),
        });
    }
    if !(1..=12).contains(&options.calendar.year_starts) {
        return Err(ReadError::Options {
            message: format!(
                "a year starts in month 1 to 12, not {}",
                options.calendar.year_starts
            ),
        });
    }
    let (head, opened) = open(Box::new(input), name)?;
    let input = unpacked(&head, opened, name)?;
    let (mut head, mut input) = open(input, name)?;
    let text = matches!(options.format, None | Some(Format::Csv | Format::Ndjson));
    if text && is_utf16(&head) {
        (head, input) = open(Box::new(Utf16::new(input)), name)?;
    }
    let format = match options.format {
        Some(format) => format,
        None => format_of(&head, name)?,
    };
    if options.skip_lines > 0 && format != Format::Csv {
        return Err(ReadError::Options {
            message: format!("{name}: only CSV has lines above a header; do not skip lines"),
        });
    }
    match format {
        Format::Csv => {
            let tab = name.to_ascii_lowercase();
            let tab = tab
                .trim_end_matches(".gz")
                .trim_end_matches(".zst")
                .ends_with(".tsv");
            let delimiter = options.delimiter.or(tab.then_some(b'\t'));
            let mut csv = Csv::new(Block::new(input, name), delimiter, options.skip_lines)?;
            let guessed =
                (delimiter.is_none() && csv.delimiter() != b',').then(|| Note::Delimiter {
                    delimiter: char::from(csv.delimiter()),
                });
            if options.decimal_comma && csv.delimiter() == b',' {
                return Err(ReadError::Options {
                    message: format!(
                        "{name}: the comma parts the columns and cannot be the decimal mark as well; name \
                         another delimiter, or do not ask for decimal commas"
                    ),
                });
            }
            header::check(name, csv.names(), options)?;
            let mut data = read_rows(name, &mut csv, options, false)?;
            data.notes.splice(0..0, guessed);
            Ok(data)
        }
        Format::Ndjson => read_rows(
            name,
            &mut Ndjson::new(Block::new(input, name))?,
            options,
            true,
        ),
        #[cfg(feature = "parquet")]
        Format::Parquet => read_rows(name, &mut table::parquet(input, name)?, options, false),
        #[cfg(feature = "parquet")]
        Format::Arrow => read_rows(name, &mut table::arrow(&head, input, name)?, options, false),
    }
}

fn read_rows(
    file: &str,
    source: &mut impl RowSource,
    options: &ReadOptions,
    grows: bool,
) -> Result<Dataset, ReadError> {
    assemble(file, gather(file, source, options, grows)?, options)
}
