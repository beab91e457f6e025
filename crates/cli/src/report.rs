//! `redbead report`.

use std::io::{BufWriter, Write};
use std::process::ExitCode;

use redbead_io::{Period, WhyMissing};
use redbead_plot::{Page, PageError, PageRow};

use crate::analysis::{Analysis, INVALID, Line};
use crate::args::ReportArgs;
use crate::files::{Output, check_apart};
use crate::load::Loaded;
use crate::problem::Problem;
use crate::progress::Progress;
use crate::ranking::{ended, newest, worst_first};
use crate::words;

pub(crate) fn run(args: &ReportArgs) -> Result<ExitCode, Problem> {
    check_apart(&args.data.file, Some(&args.output))?;
    let loaded = Loaded::with_progress(&args.data, &args.plan, args.quiet)?;
    let analysis = Analysis::with_progress(&loaded, args.threads, args.quiet)?;
    let (page, left_out) = page(&analysis, args)?;
    let series = page.rows();
    let mut out = Output::open(Some(&args.output))?;
    let mut buffered = BufWriter::with_capacity(1 << 16, &mut out);
    page.write_to(&mut buffered)?;
    buffered
        .flush()
        .map_err(|error| Problem::writing(&args.output.display().to_string(), &error))?;
    drop(buffered);
    out.finish()?;
    if !args.quiet && args.output.as_os_str() != "-" {
        let left_out = match left_out {
            0 => String::new(),
            left_out => format!(", {left_out} without any signal left out"),
        };
        crate::terminal::remark(&format!(
            "{}: {series} series{left_out}",
            args.output.display()
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn page(analysis: &Analysis<'_>, args: &ReportArgs) -> Result<(Page, usize), Problem> {
    let file = analysis.file;
    let source = args.data.file.file_name().map_or_else(
        || "standard input".to_owned(),
        |name| match name.to_string_lossy() {
            name if name == "-" => "standard input".to_owned(),
            name => name.into_owned(),
        },
    );
    let title = file.title.clone().unwrap_or_else(|| source.clone());
    let mut page = Page::new(title, analysis.data.key_names().iter().cloned())
        .made_of("Source", source)
        .made_of("Plan", words::plan(file, analysis.resolved.usual()))
        .made_of("Read", analysis.account());
    if let Some(as_of) = &args.as_of {
        page = page.made_of("As of", as_of);
    }
    let judging = Progress::begin(
        "drawing",
        Some(analysis.data.series().len() as u64),
        args.quiet,
    );
    let tell = judging.teller();
    let newest = newest(analysis);
    let mut left_out = 0;
    for number in worst_first(analysis) {
        let line = analysis.line(number);
        let is_quiet = line.result.is_ok_and(|report| report.signals.is_empty());
        if args.signals_only && is_quiet {
            left_out += 1;
        } else {
            add(&mut page, analysis, &line, newest)?;
        }
        tell(1);
    }
    drop(tell);
    judging.end();
    if left_out > 0 {
        page = page.made_of("Left out", format!("{left_out} series without any signal"));
    }
    Ok((page, left_out))
}

fn add(
    page: &mut Page,
    analysis: &Analysis<'_>,
    line: &Line<'_>,
    newest: &[Period],
) -> Result<(), Problem> {
    let keys = line.data.keys();
    let report = match line.result {
        Ok(report) => report,
        Err(reason) => return Ok(page.refuse(keys, reason)?),
    };
    let labels = line.data.labels();
    let choice = analysis.file.wording_of(analysis.data.key_names(), keys);
    let wording = words::wording_of(&choice, words::period_words(line.data));
    let remarks = remarks(analysis, line);
    let phase_names = analysis
        .resolved
        .phase_names(analysis.data, line.data, report);
    let row = PageRow::new(keys, &labels, line.plan, line.series, report)
        .wording(wording)
        .remarks(&remarks)
        .phase_names(&phase_names)
        .ended(ended(line, newest).is_some());
    Ok(page.push(&row)?)
}

/// What there is to say of single points: why one has no figure, why one is excluded.
fn remarks(analysis: &Analysis<'_>, line: &Line<'_>) -> Vec<(usize, String)> {
    let mut remarks: Vec<(usize, String)> = (0..line.data.len())
        .filter_map(|index| {
            let why = line.data.why_missing(index)?;
            // That there is no figure can be seen; only the reason is worth a word.
            (why != WhyMissing::Missing).then(|| (index, why.to_string()))
        })
        .collect();
    let invalid = line.invalid().into_iter();
    remarks.extend(invalid.map(|index| (index, INVALID.to_owned())));
    for (index, reason) in analysis.resolved.reasons(line.number) {
        remarks.push((*index, format!("excluded: {reason}")));
    }
    remarks.sort_by_key(|(index, _)| *index);
    remarks
}

impl From<PageError> for Problem {
    fn from(error: PageError) -> Self {
        match error {
            PageError::Write(error) => Self::writing("the page", &error),
            error => Self::Work(error.to_string()),
        }
    }
}
