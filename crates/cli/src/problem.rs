//! What ends the program early, and with which exit code.

use std::fmt;
use std::process::ExitCode;

use redbead_io::{ReadError, Remedy};

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
        let flags: Vec<&str> = error.remedies().into_iter().filter_map(flag).collect();
        Self::Work(match flags.as_slice() {
            [] => error.to_string(),
            flags => format!(
                "{error}\nhint: {} may help; `redbead scan --help` tells more",
                flags.join(", ")
            ),
        })
    }
}

/// How a field of the options of reading is set on the command line.
const fn flag(remedy: Remedy) -> Option<&'static str> {
    Some(match remedy {
        Remedy::Series => "`--series COL,…`",
        Remedy::Time => "`--time COL`",
        Remedy::RowOrder => "`--row-order`",
        Remedy::Figures => "`--value COL`, `--count COL --exposure COL`",
        Remedy::Layout => "`--layout`",
        Remedy::Delimiter => "`--delimiter`",
        Remedy::SkipLines => "`--skip-lines N`",
        Remedy::DecimalComma => "`--decimal-comma`",
        Remedy::DateOrder => "`--date-order`",
        Remedy::MissingTexts => "`--missing TEXT`",
        Remedy::InfinitiesAreMissing => "`--infinities-are-missing`",
        Remedy::Duplicates => "`--duplicates`",
        Remedy::Totals => "`--totals`",
        Remedy::Qualifiers => "`--no-qualifiers`",
        Remedy::Holes => "`--holes`",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use redbead_io::{ReadOptions, read_from};

    #[test]
    fn errors_of_reading_name_the_flags_that_mend_them() {
        for (rows, flags) in [
            (
                "m,v\n2024-01,\"1,5\"\n",
                "hint: `--decimal-comma` may help;",
            ),
            (
                "Falls\n\nm,v\n2024-01,5\n",
                "hint: `--delimiter`, `--skip-lines N` may help;",
            ),
            ("m,v\n2024-01,<5\n", "hint: `--missing TEXT` may help;"),
            ("m,v\n01/02/2024,5\n", "hint: `--date-order` may help;"),
            (
                "m,v\n2024-01,5\n2024-01,6\n",
                "hint: `--series COL,…`, `--duplicates` may help;",
            ),
            (
                "m,a,b\n2024-01,5,6\n",
                "hint: `--value COL`, `--count COL --exposure COL`, `--layout` may help;",
            ),
        ] {
            let error = read_from(rows.as_bytes(), "t.csv", &ReadOptions::default()).unwrap_err();
            let text = Problem::from(error).to_string();
            assert!(text.contains(flags), "{text}");
        }
    }
}
