//! Flags of `redbead qms`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use redbead_qms::{Audience, Date};

use crate::qms::{DiagramForm, Question};

/// Check, draw and ask driver diagrams
#[derive(Debug, Args)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct QmsArgs {
    #[command(subcommand)]
    pub(crate) command: QmsCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum QmsCommand {
    /// Say what is wrong with a diagram file, and what a good one would have
    Check(CheckArgs),
    /// Draw a diagram with what results say of each node
    Render(Box<RenderArgs>),
    /// Answer what a quality lead asks: early warnings, theory, coverage and others
    Answers(Box<AnswersArgs>),
}

/// The diagram.
#[derive(Debug, Args)]
pub(crate) struct DiagramArgs {
    /// Diagram: a JSON file, a folder of CSV tables, or a FreeSPC CSV file; - is standard input
    #[arg(value_name = "DIAGRAM", value_hint = ValueHint::AnyPath)]
    pub(crate) diagram: PathBuf,
    /// Form of the diagram [default: by what stands in it]
    #[arg(long, value_name = "FORM")]
    pub(crate) from: Option<DiagramFormChoice>,
    /// Leave out what is wrong, and list it
    #[arg(long)]
    pub(crate) lenient: bool,
    /// Refuse links that skip a level
    #[arg(long)]
    pub(crate) adjacent_only: bool,
}

/// Form of a diagram file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiagramFormChoice {
    /// The file of record
    Json,
    /// A tree of drivers
    NestedJson,
    /// A folder of CSV tables, or one of them
    Csv,
    /// The table of the FreeSPC tool
    FreeSpc,
}

impl From<DiagramFormChoice> for DiagramForm {
    fn from(choice: DiagramFormChoice) -> Self {
        match choice {
            DiagramFormChoice::Json => Self::Json,
            DiagramFormChoice::NestedJson => Self::NestedJson,
            DiagramFormChoice::Csv => Self::Csv,
            DiagramFormChoice::FreeSpc => Self::FreeSpc,
        }
    }
}

const CHECK_EXAMPLES: &str = "\
Examples:
  redbead qms check falls.json
  redbead qms check tables/ --deny-lints
  redbead qms check driver-diagram.csv --lenient --format json";

/// Say what is wrong with a diagram file, and what a good one would have
#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES, after_long_help = CHECK_EXAMPLES)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) diagram: DiagramArgs,
    /// Exit with code 1 when there is a lint, too
    #[arg(long)]
    pub(crate) deny_lints: bool,
    /// Format of the output
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: CheckFormat,
}

/// Format of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
}

/// How results are brought to the diagram.
#[derive(Debug, Args)]
#[command(next_help_heading = "Series")]
pub(crate) struct MatchArgs {
    /// Key that tells the measure of a series, by id or name; with =value:ID,… where it holds other words
    #[arg(long, value_name = "KEY[=VALUE:ID,…]", conflicts_with = "the_measure")]
    pub(crate) measure: Option<String>,
    /// Measure of all series
    #[arg(long, value_name = "ID")]
    pub(crate) the_measure: Option<String>,
    /// Key that tells the site of a series, by id, code or name; with =value:ID,… where it holds other words
    #[arg(long, value_name = "KEY[=VALUE:ID,…]", conflicts_with = "the_site")]
    pub(crate) site: Option<String>,
    /// Site of all series
    #[arg(long, value_name = "ID")]
    pub(crate) the_site: Option<String>,
    /// Key that says residence or treatment
    #[arg(long, value_name = "KEY")]
    pub(crate) basis: Option<String>,
    /// Take sites that the diagram does not know as such a level, as parts of a site: hospital:ENG
    #[arg(long, value_name = "LEVEL[:PARENT]")]
    pub(crate) new_sites: Option<String>,
    /// Day as of which the figures are
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
    /// Fewest useful points for a verdict: advised, judged, or a number
    #[arg(long, value_name = "POINTS", default_value = "advised")]
    pub(crate) minimum: String,
    /// Let no verdict rest on provisional points
    #[arg(long)]
    pub(crate) without_provisional: bool,
    /// Count series together that were asked different rules
    #[arg(long)]
    pub(crate) allow_mixed_rules: bool,
    /// Say nothing on standard error but problems
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

const RENDER_EXAMPLES: &str = "\
Examples:
  redbead scan falls.csv --format ndjson > falls.ndjson
  redbead qms render safer.json falls.ndjson -o safer.html
  redbead qms render safer.json --format mermaid
  redbead qms render safer.json falls-per-day=falls.ndjson --site ward -o safer.md

Results are what redbead scan writes as NDJSON or JSON; MEASURE=FILE says which measure all series of a file are of.";

/// Draw a diagram with what results say of each node
#[derive(Debug, Args)]
#[command(after_help = RENDER_EXAMPLES, after_long_help = RENDER_EXAMPLES)]
pub(crate) struct RenderArgs {
    #[command(flatten)]
    pub(crate) diagram: DiagramArgs,
    /// Results: FILE, or MEASURE=FILE; none for the diagram alone
    #[arg(value_name = "RESULTS", value_hint = ValueHint::FilePath)]
    pub(crate) results: Vec<PathBuf>,
    /// Format [default: by the name of the file, else markdown]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    pub(crate) format: Option<RenderFormat>,
    /// Write to a file, all of it or nothing; - is standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Diagrams to draw [default: all]
    #[arg(
        long = "diagram",
        value_name = "ID",
        value_delimiter = ',',
        help_heading = "Output"
    )]
    pub(crate) only: Vec<String>,
    /// Most series that a page lists of a measure at a node
    #[arg(long, value_name = "N", default_value_t = 20, help_heading = "Output")]
    pub(crate) most: usize,
    #[command(flatten)]
    pub(crate) matching: MatchArgs,
}

/// Format of a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RenderFormat {
    /// A Mermaid flowchart
    Mermaid,
    /// A Graphviz graph
    Dot,
    /// An outline
    Markdown,
    /// One page with the diagram drawn
    Html,
}

const ANSWERS_EXAMPLES: &str = "\
Examples:
  redbead qms answers safer.json falls.ndjson
  redbead qms answers safer.json falls.ndjson --ask early-warnings --audience board,frontline
  redbead qms answers safer.json falls.ndjson --ask changes --earlier falls-last-month.ndjson
  redbead qms answers safer.json falls.ndjson --format json | jq '.early_warnings[0].warnings.total'
  redbead qms answers waits.json ae.ndjson --measure type=1:major,2:single --site org --new-sites hospital:ENG

Results are what redbead scan writes as NDJSON or JSON; MEASURE=FILE says which measure all series of a file are of.";

/// Answer what a quality lead asks
#[derive(Debug, Args)]
#[command(after_help = ANSWERS_EXAMPLES, after_long_help = ANSWERS_EXAMPLES)]
pub(crate) struct AnswersArgs {
    #[command(flatten)]
    pub(crate) diagram: DiagramArgs,
    /// Results: FILE, or MEASURE=FILE; - is standard input
    #[arg(value_name = "RESULTS", value_hint = ValueHint::FilePath, required = true)]
    pub(crate) results: Vec<PathBuf>,
    /// Questions [default: all]
    #[arg(
        long,
        value_name = "QUESTION",
        value_delimiter = ',',
        help_heading = "Questions"
    )]
    pub(crate) ask: Vec<QuestionChoice>,
    /// For whom early warnings are: senior, operational, frontline, service users [default: everyone]
    #[arg(
        long,
        value_name = "AUDIENCE",
        value_delimiter = ',',
        help_heading = "Questions"
    )]
    pub(crate) audience: Vec<Audience>,
    /// Diagrams that are asked about [default: all]
    #[arg(
        long = "diagram",
        value_name = "ID",
        value_delimiter = ',',
        help_heading = "Questions"
    )]
    pub(crate) only: Vec<String>,
    /// Look at one site and all within it
    #[arg(long, value_name = "SITE", help_heading = "Questions")]
    pub(crate) within: Option<String>,
    /// Earlier results, for what changed
    #[arg(long, value_name = "RESULTS", value_hint = ValueHint::FilePath, help_heading = "Questions")]
    pub(crate) earlier: Vec<PathBuf>,
    /// How many periods before a signal a test of change is near
    #[arg(
        long,
        value_name = "N",
        default_value_t = 2,
        help_heading = "Questions"
    )]
    pub(crate) periods: u32,
    /// Most entries of a list; the number of all is always given
    #[arg(long, value_name = "N", default_value_t = 20, help_heading = "Output")]
    pub(crate) most: usize,
    /// Format [default: by the name of the file, else text]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    pub(crate) format: Option<AnswersFormat>,
    /// Write to a file, all of it or nothing; - is standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) matching: MatchArgs,
}

/// Format of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswersFormat {
    /// For people, in a terminal
    Text,
    /// For people, as Markdown
    Markdown,
    /// One JSON object
    Json,
    /// What each series says, to be kept and handed to --earlier
    Statuses,
}

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum QuestionChoice {
    /// What gets worse, where, whose it is, and which aims it leads to
    EarlyWarnings,
    /// Which drivers of each aim have special cause now
    Drivers,
    /// Whether drivers and what they contribute to move together
    Theory,
    /// Balancing measures that get worse while the aim is reached
    Balancing,
    /// Sustained improvements that are ready to be handed over
    HandOver,
    /// Tests of change shortly before a signal
    TestsNear,
    /// Each measure at its sites
    Sites,
    /// What is measured, and what is not
    Coverage,
    /// What changed since earlier results
    Changes,
    /// One plain line a series
    Plain,
}

impl From<QuestionChoice> for Question {
    fn from(choice: QuestionChoice) -> Self {
        match choice {
            QuestionChoice::EarlyWarnings => Self::EarlyWarnings,
            QuestionChoice::Drivers => Self::Drivers,
            QuestionChoice::Theory => Self::Theory,
            QuestionChoice::Balancing => Self::Balancing,
            QuestionChoice::HandOver => Self::HandOver,
            QuestionChoice::TestsNear => Self::TestsNear,
            QuestionChoice::Sites => Self::Sites,
            QuestionChoice::Coverage => Self::Coverage,
            QuestionChoice::Changes => Self::Changes,
            QuestionChoice::Plain => Self::Plain,
        }
    }
}
