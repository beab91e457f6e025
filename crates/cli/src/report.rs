//! `redbead report`.

use std::io::{BufWriter, Write};
use std::process::ExitCode;

use redbead_io::WhyMissing;
use redbead_plot::{Page, PageError, PageRow};

use crate::analysis::{Analysis, Line};
use crate::args::ReportArgs;
use crate::files::{Output, check_apart};
use crate::load::Loaded;
use crate::problem::Problem;
use crate::progress::Progress;
use crate::ranking::worst_first;
use crate::words;

pub(crate) fn run(args: &ReportArgs) -> Result<ExitCode, Problem> {
    check_apart(&args.data.file, Some(&args.output))?;
    let loaded = Loaded::with_progress(&args.data, &args.plan, args.quiet)?;
    let analysis = Analysis::with_progress(&loaded, args.threads, args.quiet)?;
    let page = page(&analysis, args)?;
    let mut out = Output::open(Some(&args.output))?;
    let mut buffered = BufWriter::with_capacity(1 << 16, &mut out);
    page.write_to(&mut buffered)?;
    buffered
        .flush()
        .map_err(|error| Problem::writing(&args.output.display().to_string(), &error))?;
    drop(buffered);
    out.finish()?;
    if !args.quiet && args.output.as_os_str() != "-" {
        let series = loaded.data.series().len();
        crate::terminal::remark(&format!("{}: {series} series", args.output.display()));
    }
    Ok(ExitCode::SUCCESS)
}

fn page(analysis: &Analysis<'_>, args: &ReportArgs) -> Result<Page, Problem> {
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
        .made_of("Read", analysis.data.account().to_string());
    if let Some(as_of) = &args.as_of {
        page = page.made_of("As of", as_of);
    }
    let judging = Progress::begin(
        "drawing",
        Some(analysis.data.series().len() as u64),
        args.quiet,
    );
    let tell = judging.teller();
    for number in worst_first(analysis) {
        add(
            &mut page,
            analysis,
            &analysis.line(number),
            args.signals_only,
        )?;
        tell(1);
    }
    drop(tell);
    judging.end();
    Ok(page)
}

fn add(
    page: &mut Page,
    analysis: &Analysis<'_>,
    line: &Line<'_>,
    signals_only: bool,
) -> Result<(), Problem> {
    let keys = line.data.keys();
    let report = match line.result {
        Ok(report) => report,
        Err(reason) => return Ok(page.refuse(keys, reason)?),
    };
    if signals_only && report.signals.is_empty() {
        return Ok(());
    }
    let labels = line.data.labels();
    let choice = analysis.file.wording_of(analysis.data.key_names(), keys);
    let wording = words::wording_of(&choice, words::period_words(line.data));
    let remarks = remarks(analysis, line);
    let row = PageRow::new(keys, &labels, line.plan, line.series, report);
    Ok(page.push(&row.wording(wording).remarks(&remarks))?)
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
