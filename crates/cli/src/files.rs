//! Where output goes: standard output, or a file that is whole or not there.

use std::io::{self, Write};
use std::path::Path;

use redbead_io::{AtomicFile, WriteError};

use crate::problem::Problem;

/// Standard output, or a file that gets its name when it is complete.
#[derive(Debug)]
pub(crate) enum Output {
    Standard(io::Stdout),
    File(AtomicFile),
}

impl Output {
    /// The output that a flag names; `-` or none is standard output.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Problem> {
        Ok(match path {
            None => Self::Standard(io::stdout()),
            Some(path) if path.as_os_str() == "-" => Self::Standard(io::stdout()),
            Some(path) => Self::File(AtomicFile::create(path)?),
        })
    }

    /// Completes it.
    pub(crate) fn finish(self) -> Result<(), Problem> {
        match self {
            Self::Standard(mut out) => out
                .flush()
                .map_err(|error| Problem::writing("standard output", &error)),
            Self::File(file) => Ok(file.commit()?),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Standard(out) => out.write(bytes),
            Self::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Standard(out) => out.flush(),
            Self::File(file) => file.flush(),
        }
    }
}

/// Refuses an output that is the file to be read, by whatever path.
pub(crate) fn check_apart(input: &Path, output: Option<&Path>) -> Result<(), Problem> {
    let Some(output) = output else {
        return Ok(());
    };
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    match (real(input), real(output)) {
        (Some(from), Some(to)) if from == to => Err(Problem::usage(format!(
            "{} is the file that is read; give the output another name",
            output.display()
        ))),
        _ => Ok(()),
    }
}

/// Writes a whole file, or leaves what was there.
pub(crate) fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let mut out = Output::open(Some(path))?;
    let written = out.write_all(bytes);
    written.map_err(|error| Problem::writing(&path.display().to_string(), &error))?;
    out.finish()
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::BrokenPipe => Self::BrokenPipe,
            error => Self::Work(error.to_string()),
        }
    }
}
