//! Flags of pictures and pages.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::data::DataArgs;
use super::plan::PlanArgs;

/// Draw one series, or several as small multiples, as SVG or PNG
///
/// Of several series the worst come first.
#[derive(Debug, Args)]
#[command(after_help = CHART_EXAMPLES)]
pub(crate) struct ChartArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    #[command(flatten)]
    pub(crate) plan: PlanArgs,
    /// Picture to write, SVG or PNG by its name; - is SVG on standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Picture")]
    pub(crate) output: PathBuf,
    /// Most series to draw, the worst first
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=400), help_heading = "Picture")]
    pub(crate) top: u32,
    /// Columns of small multiples [default: as many as look well]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=50), help_heading = "Picture")]
    pub(crate) columns: Option<u32>,
    /// The same axis of values in all small multiples
    #[arg(long, help_heading = "Picture")]
    pub(crate) shared_axes: bool,
    /// The same axis of time in all small multiples
    #[arg(long, help_heading = "Picture")]
    pub(crate) shared_time: bool,
    /// The moving ranges below the chart, of an individuals chart
    #[arg(long, help_heading = "Picture")]
    pub(crate) moving_ranges: bool,
    /// Width and height in pixels; of each of small multiples
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = pixels, help_heading = "Picture")]
    pub(crate) pixels: Option<(u32, u32)>,
    /// Dots for each pixel of a PNG
    #[arg(long, value_name = "FACTOR", default_value_t = 2.0, value_parser = scale, help_heading = "Picture")]
    pub(crate) scale: f64,
    /// A note at a point: 2018-04=new ward; may be given several times
    #[arg(long, value_name = "PERIOD=TEXT", help_heading = "Picture")]
    pub(crate) note: Vec<String>,
    /// Threads to use [default: all]
    #[arg(long, value_name = "N", help_heading = "General")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// Say nothing on standard error but problems
    #[arg(short, long, help_heading = "General")]
    pub(crate) quiet: bool,
}

const CHART_EXAMPLES: &str = "\
Examples:
  redbead chart waits.csv --where org=RXN --where type=1 --good down -o rxn.svg
  redbead chart waits.csv --plan plan.toml --top 12 -o worst.png";

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

fn pixels(text: &str) -> Result<(u32, u32), String> {
    let side = |text: &str| {
        text.trim()
            .parse()
            .ok()
            .filter(|pixels| (100..=10_000).contains(pixels))
    };
    let both = text
        .split_once('x')
        .and_then(|(width, height)| Some((side(width)?, side(height)?)));
    both.ok_or_else(|| "expected width and height from 100 to 10000, such as 900x420".to_owned())
}

fn scale(text: &str) -> Result<f64, String> {
    let factor = text
        .parse::<f64>()
        .ok()
        .filter(|factor| (0.5..=8.0).contains(factor));
    factor.ok_or_else(|| "expected a number from 0.5 to 8".to_owned())
}
