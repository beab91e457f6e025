//! What a file is, and what it is once it is unpacked.

use std::io::{Chain, Cursor, Read};
use std::path::Path;

use crate::error::ReadError;
use crate::options::Format;

/// Bytes by which a file is told.
const HEAD: usize = 4096;

/// A file as it is read: the bytes by which it was told, then the rest.
pub(crate) type Opened = Chain<Cursor<Vec<u8>>, Box<dyn Read>>;

/// The first bytes of a file, and all of it from the start.
pub(crate) fn open(mut input: Box<dyn Read>, file: &str) -> Result<(Vec<u8>, Opened), ReadError> {
    let mut head = Vec::new();
    let read = input.by_ref().take(HEAD as u64).read_to_end(&mut head);
    read.map_err(|error| io_error(file, &error))?;
    let opened = Cursor::new(head.clone()).chain(input);
    Ok((head, opened))
}

/// An error of the system with the name of the file.
pub(crate) fn io_error(file: &str, error: &std::io::Error) -> ReadError {
    ReadError::Io {
        file: file.to_owned(),
        message: error.to_string(),
    }
}

/// Unpacks a file that is packed.
pub(crate) fn unpacked(
    head: &[u8],
    opened: Opened,
    file: &str,
) -> Result<Box<dyn Read>, ReadError> {
    match head {
        [0x1f, 0x8b, ..] => gzip(opened, file),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => zstd(opened, file),
        _ => Ok(Box::new(opened)),
    }
}

#[cfg(feature = "compression")]
fn gzip(opened: Opened, _file: &str) -> Result<Box<dyn Read>, ReadError> {
    Ok(Box::new(flate2::read::MultiGzDecoder::new(opened)))
}

#[cfg(feature = "compression")]
fn zstd(opened: Opened, file: &str) -> Result<Box<dyn Read>, ReadError> {
    super::zstd::Frames::new(opened)
        .map(|frames| Box::new(frames) as Box<dyn Read>)
        .map_err(|error| io_error(file, &error))
}

#[cfg(not(feature = "compression"))]
fn gzip(_opened: Opened, file: &str) -> Result<Box<dyn Read>, ReadError> {
    Err(unsupported(file, "a gzip file", "unpack it first"))
}

#[cfg(not(feature = "compression"))]
fn zstd(_opened: Opened, file: &str) -> Result<Box<dyn Read>, ReadError> {
    Err(unsupported(file, "a zstd file", "unpack it first"))
}

pub(crate) fn unsupported(file: &str, what: &'static str, hint: &'static str) -> ReadError {
    ReadError::Unsupported {
        file: file.to_owned(),
        what,
        hint,
    }
}

/// The format of a file, by its first bytes, then by its name.
pub(crate) fn format_of(head: &[u8], file: &str) -> Result<Format, ReadError> {
    let refuse = |what, hint| Err(unsupported(file, what, hint));
    match head {
        [b'P', b'A', b'R', b'1', ..] => return columnar(file, true),
        [b'A', b'R', b'R', b'O', b'W', b'1', ..] | [0xff, 0xff, 0xff, 0xff, ..] => {
            return columnar(file, false);
        }
        [b'P', b'K', 3, 4, ..] => {
            return refuse(
                "a spreadsheet or zip file",
                "save the sheet as CSV, or unpack the file",
            );
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return refuse("a spreadsheet", "save the sheet as CSV"),
        _ => {}
    }
    let mut name = Path::new(file);
    let mut extension = extension_of(name);
    if matches!(extension.as_str(), "gz" | "zst" | "gzip" | "zstd") {
        name = Path::new(name.file_stem().unwrap_or_default());
        extension = extension_of(name);
    }
    let text = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    match (extension.as_str(), text.first()) {
        ("csv" | "tsv" | "txt" | "psv", _) => Ok(Format::Csv),
        ("json", Some(b'[')) | (_, Some(b'[')) => {
            refuse("a JSON list", "write one object on each line (NDJSON)")
        }
        ("ndjson" | "jsonl" | "json", _) | (_, Some(b'{')) => Ok(Format::Ndjson),
        _ => Ok(Format::Csv),
    }
}

fn extension_of(name: &Path) -> String {
    let extension = name.extension().unwrap_or_default();
    extension.to_string_lossy().to_ascii_lowercase()
}

#[cfg(feature = "parquet")]
const fn columnar(_file: &str, parquet: bool) -> Result<Format, ReadError> {
    Ok(if parquet {
        Format::Parquet
    } else {
        Format::Arrow
    })
}

#[cfg(not(feature = "parquet"))]
fn columnar(file: &str, parquet: bool) -> Result<Format, ReadError> {
    let what = if parquet {
        "a Parquet file"
    } else {
        "an Arrow file"
    };
    Err(unsupported(
        file,
        what,
        "build it with the feature `parquet`, or save the file as CSV",
    ))
}
