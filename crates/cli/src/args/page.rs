//! Flags of pages.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::data::DataArgs;
use super::plan::PlanArgs;

/// Write one HTML page of all series: table, search, filters, charts
///
/// The page needs no network and no other file.
#[derive(Debug, Args)]
#[command(after_help = REPORT_EXAMPLES)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    #[command(flatten)]
    pub(crate) plan: PlanArgs,
    /// Page to write; - is standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Page")]
    pub(crate) output: PathBuf,
    /// Date or other text that says as of when; none when left out
    #[arg(long, value_name = "TEXT", help_heading = "Page")]
    pub(crate) as_of: Option<String>,
    /// Leave out series without a signal
    #[arg(long, help_heading = "Page")]
    pub(crate) signals_only: bool,
    /// Threads to use [default: all]
    #[arg(long, value_name = "N", help_heading = "General")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// Say nothing on standard error but problems
    #[arg(short, long, help_heading = "General")]
    pub(crate) quiet: bool,
}

const REPORT_EXAMPLES: &str = "\
Examples:
  redbead report waits.csv --good down -o waits.html
  redbead report waits.csv --plan plan.toml --title 'Four hour waits' --as-of 2019-03 -o waits.html";
