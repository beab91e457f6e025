//! Flags that say what is written.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};
use redbead::Meaning;

/// What a scan writes.
#[derive(Debug, Args)]
pub(crate) struct ScanOutput {
    /// Format of the output; by the name of the file where -o is given
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    pub(crate) format: Option<Format>,
    /// Write every point with its limits and signals
    #[arg(long, help_heading = "Output")]
    pub(crate) points: bool,
    /// Leave out series without a signal, and count them
    #[arg(long, help_heading = "Output")]
    pub(crate) signals_only: bool,
    /// Write to a file, all of it or nothing; - is standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// In CSV, write keys and labels that begin with = + - @ behind an apostrophe, so that no spreadsheet takes
    /// them for formulas
    #[arg(long, help_heading = "Output")]
    pub(crate) guard_formulas: bool,
    /// Lines of the table [default: all, or as many as the terminal shows]
    #[arg(long, value_name = "N", help_heading = "Output")]
    pub(crate) top: Option<usize>,
    /// All lines of the table, even more than the terminal shows
    #[arg(long, conflicts_with = "top", help_heading = "Output")]
    pub(crate) all: bool,
    /// Draw the table with plain ASCII characters
    #[arg(long, help_heading = "Output")]
    pub(crate) ascii: bool,
    /// Width of the table [default: that of the terminal]
    #[arg(long, value_name = "COLUMNS", help_heading = "Output")]
    pub(crate) width: Option<u16>,
    /// Exit with code 3 when a current signal of this kind exists; else with 1 when a series was refused
    #[arg(long, value_name = "KIND", help_heading = "Output")]
    pub(crate) fail_on: Option<FailOn>,
    /// Threads to use [default: all]
    #[arg(long, value_name = "N", help_heading = "General")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// Say nothing on standard error but problems
    #[arg(short, long, help_heading = "General")]
    pub(crate) quiet: bool,
}

/// Format of what a scan writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One line a series, worst first, for people
    Table,
    /// One JSON object of all series
    Json,
    /// One JSON object a line and series
    Ndjson,
    /// One row a series, or with --points a point
    Csv,
    /// As csv, as an Apache Parquet file
    Parquet,
}

/// Which current signals make the exit code 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Against the direction of good
    Concern,
    /// In the direction of good
    Improvement,
    /// Any
    Any,
}

impl FailOn {
    /// Whether a signal of this meaning is one of them.
    pub(crate) fn meets(self, meaning: Meaning) -> bool {
        match self {
            Self::Concern => meaning == Meaning::Concern,
            Self::Improvement => meaning == Meaning::Improvement,
            Self::Any => true,
        }
    }
}
