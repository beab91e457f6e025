//! From files to series.

use std::io::Read;
use std::path::Path;

use crate::dataset::Dataset;
use crate::error::ReadError;
use crate::options::ReadOptions;

/// Reads a file.
///
/// # Errors
///
/// See [`ReadError`].
pub fn read_path(path: &Path, options: &ReadOptions) -> Result<Dataset, ReadError> {
    let file = std::fs::File::open(path).map_err(|error| ReadError::Io {
        file: path.display().to_string(),
        message: error.to_string(),
    })?;
    read_from(file, &path.display().to_string(), options)
}

/// Reads whatever can be read, such as standard input. The name is for messages, and its
/// extension helps to tell the format.
///
/// # Errors
///
/// See [`ReadError`].
pub fn read_from(
    mut input: impl Read,
    name: &str,
    options: &ReadOptions,
) -> Result<Dataset, ReadError> {
    let _ = (options, input.by_ref());
    Err(ReadError::NoRows {
        file: name.to_owned(),
    })
}
