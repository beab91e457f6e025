//! What ends the program early, and with which exit code.

use std::fmt;
use std::process::ExitCode;

use redbead_io::ReadError;

use crate::plan_file::PlanFileError;

/// Something that a person has to mend, or that ended the program.
#[derive(Debug)]
pub(crate) enum Problem {
    /// A mistake on the command line.
    Usage(String),
    /// A problem with data, a plan file or the output.
    Work(String),
    /// Whoever read the output has stopped reading.
    BrokenPipe,
}

impl Problem {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    pub(crate) fn work(message: impl Into<String>) -> Self {
        Self::Work(message.into())
    }

    /// Of a stream that cannot be written.
    pub(crate) fn writing(what: &str, error: &std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            Self::BrokenPipe
        } else {
            Self::Work(format!("{what}: {error}"))
        }
    }

    /// 1 for problems, 2 for mistakes of usage; 0 where the reader of the output left, as that is
    /// no failure of this program.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(2),
            Self::Work(_) => ExitCode::from(1),
            Self::BrokenPipe => ExitCode::SUCCESS,
        }
    }
}

/// `error: …`, a line for each problem, and where it is a mistake of usage where to read more.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(message) => {
                write!(
                    f,
                    "error: {message}\nhint: `redbead --help` and `redbead scan --help` tell more"
                )
            }
            Self::Work(message) => write!(f, "error: {message}"),
            Self::BrokenPipe => Ok(()),
        }
    }
}

impl From<PlanFileError> for Problem {
    fn from(error: PlanFileError) -> Self {
        Self::Work(error.to_string())
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        Self::Work(error.to_string())
    }
}
