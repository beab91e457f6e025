//! `redbead scan`.

use std::path::Path;
use std::process::ExitCode;

use redbead::{Direction, Meaning, Plan};
use redbead_io::{Header, RecordFormat, RecordOptions, RecordWriter, Table, WriteOptions};

use crate::analysis::Analysis;
use crate::args::{ColorChoice, FailOn, Format, ScanArgs, ScanOutput};
use crate::files::{Output, check_apart};
use crate::load::Loaded;
use crate::problem::Problem;
use crate::table::{TableOptions, table};
use crate::terminal;

/// Exit code of `--fail-on`.
const FOUND: u8 = 3;

pub(crate) fn run(args: &ScanArgs, color: ColorChoice) -> Result<ExitCode, Problem> {
    let output = &args.output;
    let format = output.checked_format()?;
    check_apart(&args.data.file, output.output.as_deref())?;
    let loaded = Loaded::with_progress(&args.data, &args.plan, output.quiet)?;
    if let Some(kind) = output.fail_on {
        check_direction(&loaded, kind)?;
    }
    let analysis = Analysis::with_progress(&loaded, output.threads, output.quiet)?;
    match format {
        Format::Table => write_table(&analysis, output, color)?,
        format => write_records(&analysis, format, output, &loaded.notes)?,
    }
    let refused = analysis.lines().filter(|line| line.result.is_err()).count();
    if refused > 0 && !output.quiet {
        tell_refused(refused, format);
    }
    Ok(match output.fail_on {
        Some(kind) if has_current(&analysis, kind) => ExitCode::from(FOUND),
        // What could not be judged must not pass for well.
        Some(_) if refused > 0 => ExitCode::FAILURE,
        _ if refused == analysis.data.series().len() => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    })
}

fn tell_refused(refused: usize, format: Format) {
    let series = if refused == 1 {
        "series was"
    } else {
        "series were"
    };
    let whose = if format == Format::Table {
        "the table says why"
    } else {
        "their records say why"
    };
    terminal::remark(&format!("note: {refused} {series} refused; {whose}"));
}

/// Without a direction of good no signal is a concern, and a pipeline would always pass.
fn check_direction(loaded: &Loaded, kind: FailOn) -> Result<(), Problem> {
    let is_judged = |plan: &Plan| plan.direction() != Direction::NotJudged;
    if kind == FailOn::Any || loaded.resolved.plans().iter().any(is_judged) {
        return Ok(());
    }
    Err(Problem::usage(
        "--fail-on concern and improvement need a direction of good: --good up or --good down, or --fail-on any",
    ))
}

impl ScanOutput {
    /// The format that was asked for, or that the name of the file tells; with the flags that it
    /// has no use for refused.
    fn checked_format(&self) -> Result<Format, Problem> {
        let of_name = |path: &Path| match path.extension()?.to_str()?.to_lowercase().as_str() {
            "json" => Some(Format::Json),
            "ndjson" | "jsonl" => Some(Format::Ndjson),
            "csv" => Some(Format::Csv),
            "parquet" => Some(Format::Parquet),
            _ => None,
        };
        let named = self.output.as_deref().and_then(of_name);
        let format = self.format.or(named).unwrap_or(Format::Table);
        if format == Format::Table && self.points {
            return Err(Problem::usage(
                "--points needs --format json, ndjson, csv or parquet; a table has one line a series",
            ));
        }
        if format != Format::Csv && self.guard_formulas {
            return Err(Problem::usage(
                "--guard-formulas goes with --format csv; other formats have no formulas",
            ));
        }
        let is_standard = self
            .output
            .as_deref()
            .is_none_or(|path| path.as_os_str() == "-");
        if format == Format::Parquet && is_standard && terminal::size().is_some() {
            return Err(Problem::usage(
                "a Parquet file is no text for a terminal; name a file with -o",
            ));
        }
        Ok(format)
    }
}

fn write_table(
    analysis: &Analysis<'_>,
    output: &ScanOutput,
    color: ColorChoice,
) -> Result<(), Problem> {
    let to_file = output
        .output
        .as_deref()
        .filter(|path| path.as_os_str() != "-");
    let size = terminal::size().filter(|_| to_file.is_none());
    // Heading, footer and the next prompt take some lines of the terminal.
    let fitting = size.map(|(_, height)| height.saturating_sub(8).max(5));
    let options = TableOptions {
        width: output
            .width
            .map(usize::from)
            .or(size.map(|(width, _)| width)),
        top: output.top.or(fitting.filter(|_| !output.all)),
        ascii: output.ascii,
        signals_only: output.signals_only,
    };
    let text = table(analysis, options);
    match to_file {
        None => terminal::print(&text, color),
        Some(path) => {
            let text = match color {
                ColorChoice::Always => text,
                _ => anstream::adapter::strip_str(&text).to_string(),
            };
            crate::files::write_atomically(path, text.as_bytes())
        }
    }
}

fn write_records(
    analysis: &Analysis<'_>,
    format: Format,
    output: &ScanOutput,
    notes: &[String],
) -> Result<(), Problem> {
    let table = if output.points {
        Table::Points
    } else {
        Table::Series
    };
    let format = match format {
        Format::Json => RecordFormat::Json,
        Format::Csv => RecordFormat::Csv(table),
        Format::Parquet => RecordFormat::Parquet(table),
        Format::Ndjson | Format::Table => RecordFormat::Ndjson,
    };
    let mut told = vec![analysis.account()];
    told.extend(notes.iter().chain(&analysis.notes).cloned());
    let header = Header::new(analysis.data.key_names());
    let header = header.plan(analysis.resolved.usual()).notes(&told);
    let options = WriteOptions::new()
        .signals_only(output.signals_only)
        .guard_formulas(output.guard_formulas);
    let mut out = Output::open(output.output.as_deref())?;
    let mut writer = RecordWriter::new(&mut out, format, &header, options)?;
    let of_series = RecordOptions::new().points(output.points);
    for line in analysis.lines() {
        writer.write(&analysis.record(&line, of_series))?;
    }
    writer.finish()?;
    out.finish()
}

/// Whether a series has a current signal of this kind. Warnings and previews are none.
fn has_current(analysis: &Analysis<'_>, kind: FailOn) -> bool {
    analysis.lines().any(|line| {
        let report = line.result.ok().filter(|report| !report.provisional_limits);
        report.is_some_and(|report| {
            report
                .current()
                .filter(|signal| !signal.warning)
                .any(|signal| {
                    let meaning: Meaning = line.plan.direction().judge(signal.side);
                    kind.meets(meaning)
                })
        })
    })
}
