//! The command line.

// Comments on flags are the texts of the help, which would show backticks.
#![allow(clippy::doc_markdown)]

mod choice;
mod color;
mod data;
mod explain;
mod output;
mod pictures;
mod plan;
mod qms;
mod watch;

use clap::{Args, Parser, Subcommand};

pub(crate) use color::ColorChoice;
pub(crate) use data::DataArgs;
pub(crate) use explain::{CompletionsArgs, ExplainArgs, Listed, RulesArgs, Shell};
pub(crate) use output::{FailOn, Format, ScanOutput};
pub(crate) use pictures::{ChartArgs, ReportArgs};
pub(crate) use plan::PlanArgs;
pub(crate) use qms::{
    AnswersArgs, AnswersFormat, CheckArgs, CheckFormat, DiagramArgs, MatchArgs, QmsArgs,
    QmsCommand, RenderArgs, RenderFormat,
};
pub(crate) use watch::{Only, Show, WatchArgs};

/// Statistical process control from files: which services changed, in which direction, since when,
/// and by which rule.
///
/// Columns, chart and layout are guessed where they are not named, and what was guessed is told.
#[derive(Debug, Parser)]
#[command(
    name = "redbead",
    version,
    propagate_version = true,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 110,
    after_help = EXAMPLES
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to color
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "General"
    )]
    pub(crate) color: ColorChoice,
}

const EXAMPLES: &str = "\
Examples:
  redbead scan waits.csv
  redbead scan waits.csv --series org,type --count breaches --exposure attendances --chart p --good down
  redbead scan waits.csv --plan plan.toml --format ndjson --points > scan.ndjson
  redbead chart waits.csv --where org=RXN -o rxn.svg
  redbead report waits.csv --good down -o waits.html
  redbead watch --state ae.redbead --chart u --baseline 24 < feed.ndjson
  redbead explain making_data_count

Exit codes:
  0    done
  1    a problem with the data, a plan file or the output; every series refused
  2    a mistake on the command line
  3    with --fail-on: a current signal of that kind exists; with none, a refused series is a 1
  130  interrupted, by Ctrl-C or a request to terminate; no half file stays behind

The README tells more, with real output.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Chart every series of a file, and list them worst first
    Scan(Box<ScanArgs>),
    /// Draw one series, or several as small multiples, as SVG or PNG
    Chart(Box<ChartArgs>),
    /// Write one HTML page of all series: table, search, filters, charts
    Report(Box<ReportArgs>),
    /// Judge observations as they come in, one a line, and keep their states in a file
    Watch(Box<WatchArgs>),
    /// Check, draw and ask driver diagrams: what the signals of many series mean together
    Qms(QmsArgs),
    /// List charts, rules and presets: definition, source, in-control run length
    Rules(RulesArgs),
    /// Say what a preset, rule or chart is, or what the signals of a scan mean
    Explain(ExplainArgs),
    /// Print a completion script for a shell, or the manual page
    Completions(CompletionsArgs),
}

/// Chart every series of a file, and list them worst first
#[derive(Debug, Args)]
#[command(after_help = SCAN_EXAMPLES)]
pub(crate) struct ScanArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    #[command(flatten)]
    pub(crate) plan: PlanArgs,
    #[command(flatten)]
    pub(crate) output: ScanOutput,
}

const SCAN_EXAMPLES: &str = "\
Examples:
  redbead scan ae.csv
  redbead scan ae.csv --series org_code,type --time period --count breaches --exposure attendances \\
      --chart p --rules making_data_count --baseline 2016-04..2018-03 --good down --target 5%
  redbead scan ae.csv --chart individuals --rules nelson --rule 'shift:7,on_center=break' --phase-at 2018-04
  redbead scan ae.csv --chart run --rebase scottish --exclude 2018-02=flood
  redbead scan ae.csv --good down --write-plan plan.toml     # make a plan file of these flags
  redbead scan ae.csv --plan plan.toml --target 0.1          # read it again; flags go before it
  redbead scan ae.csv --plan plan.toml --fail-on concern     # for pipelines: exit code 3
  zcat ae.csv.gz | redbead scan - --format ndjson --points";

#[cfg(test)]
mod tests;
