//! The table of a scan: one line a series, worst first, for people.

mod layout;
mod row;
mod sparkline;
mod text;

use std::fmt::Write;

use redbead::{Direction, Meaning, Variation};

use self::layout::Layout;
use self::row::Row;
use crate::analysis::Analysis;
use crate::ranking::{newest, worst_first};
use crate::terminal::{plain, style_of};
use crate::words;

/// How a table is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TableOptions {
    /// Columns of the terminal; none where there is no limit.
    pub(crate) width: Option<usize>,
    /// Most rows; none where there is no limit.
    pub(crate) top: Option<usize>,
    /// Plain ASCII characters only.
    pub(crate) ascii: bool,
    /// Whether series without a signal are left out.
    pub(crate) signals_only: bool,
}

/// The whole table, with colors.
pub(crate) fn table(analysis: &Analysis<'_>, options: TableOptions) -> String {
    let mut order = worst_first(analysis);
    let all = order.len();
    if options.signals_only {
        order.retain(|number| {
            analysis
                .line(*number)
                .result
                .map_or(true, |report| !report.signals.is_empty())
        });
    }
    let left_out = all - order.len();
    let shown = options.top.unwrap_or(order.len()).min(order.len());
    let newest = newest(analysis);
    let rows = order[..shown].iter();
    let rows: Vec<Row> = rows
        .map(|number| Row::of(analysis, &analysis.line(*number), newest, options.ascii))
        .collect();
    let layout = Layout::new(analysis.data.key_names(), &rows, options);
    let mut out = String::new();
    // Writing to a text cannot fail.
    let _ = writeln!(out, "{}", remark(&plan(analysis), options));
    let _ = writeln!(out, "{}\n", remark(&extent(analysis), options));
    if !rows.is_empty() {
        let bold = anstyle::Style::new().bold();
        let _ = writeln!(out, "{bold}{}{bold:#}", layout.head());
    }
    for row in &rows {
        let style = style_of(row.meaning);
        let _ = writeln!(out, "{}", layout.line(row, style));
    }
    if shown < order.len() {
        let _ = writeln!(
            out,
            "... and {} more, less urgent (--all, or --top N)",
            order.len() - shown
        );
    }
    if left_out > 0 {
        let _ = writeln!(out, "... {left_out} without any signal left out");
    }
    for line in refused(analysis, &order[shown..]) {
        let _ = write!(out, "\n{}", remark(&line, options));
    }
    let read = format!("Read: {}", analysis.account());
    let _ = writeln!(
        out,
        "\n{}\n{}",
        remark(&counts(analysis), options),
        remark(&read, options)
    );
    out
}

/// A remark of the table: safe to print, in plain letters where asked, no wider than the terminal.
fn remark(text: &str, options: TableOptions) -> String {
    let text = if options.ascii {
        let text = text.replace('\u{b7}', "|").replace('\u{2032}', "'");
        text.replace('\u{304}', "-bar")
    } else {
        text.to_owned()
    };
    text::wrap(&plain(&text), options.width)
}

/// What is computed, with the flag that would say which way is good.
fn plan(analysis: &Analysis<'_>) -> String {
    let plan = analysis.resolved.usual();
    let words = words::plan(analysis.file, plan);
    match plan.direction() {
        Direction::NotJudged => words.replace(words::NOT_JUDGED, words::NOT_JUDGED_BY_FLAG),
        _ => words,
    }
}

/// Refused series that are not among the rows shown, with their reasons.
fn refused(analysis: &Analysis<'_>, hidden: &[usize]) -> Vec<String> {
    /// Lines of refused series below the table.
    const MOST: usize = 5;

    let lines = hidden.iter().map(|number| analysis.line(*number));
    let refused = lines.filter_map(|line| Some((line, line.result.err()?)));
    let mut told: Vec<String> = refused
        .clone()
        .take(MOST)
        .map(|(line, reason)| format!("Refused: {}: {reason}", words::name_of(line.data.keys())))
        .collect();
    match refused.count() {
        more if more > MOST => told.push(format!("Refused: {} more", more - MOST)),
        _ => {}
    }
    told
}

/// How many series, of how many points, from when to when.
fn extent(analysis: &Analysis<'_>) -> String {
    let series = analysis.data.series();
    let lengths = || series.iter().map(redbead_io::DataSeries::len);
    let (least, most) = (lengths().min().unwrap_or(0), lengths().max().unwrap_or(0));
    let (one, many) = series
        .first()
        .map_or(("point", "points"), words::period_words);
    let period = if most == 1 { one } else { many };
    let length = if least == most {
        most.to_string()
    } else {
        format!("{least} to {most}")
    };
    let firsts = series
        .iter()
        .filter_map(|series| Some((*series.periods().first()?, series.label(0))));
    let lasts = series
        .iter()
        .filter_map(|series| Some((*series.periods().last()?, series.label(series.len() - 1))));
    let span = match (firsts.min(), lasts.max()) {
        (Some((_, first)), Some((_, last))) => format!(", {first} to {last}"),
        _ => String::new(),
    };
    let of = if series.len() == 1 { "of" } else { "each of" };
    format!("{} series {of} {length} {period}{span}", series.len())
}

/// How many series read how; those with a current concern are of concern, whatever else they show.
fn counts(analysis: &Analysis<'_>) -> String {
    let mut counts = [0usize; 6];
    for line in analysis.lines() {
        let is_concern = |report: &redbead::Report| report.concern().is_some();
        let place = match line.result.map(|report| report.reading.variation) {
            _ if line.result.is_ok_and(is_concern) => 0,
            Ok(Variation::SpecialCause { meaning, .. }) => match meaning {
                Meaning::Concern => 0,
                Meaning::Improvement => 1,
                Meaning::Neutral => 2,
            },
            Ok(Variation::CommonCause) => 3,
            Ok(_) => 4,
            Err(_) => 5,
        };
        counts[place] += 1;
    }
    let names = [
        "concern",
        "improvement",
        "other special cause",
        "common cause",
        "not judged",
        "refused",
    ];
    let parts = names.iter().zip(counts).filter(|(_, count)| *count > 0);
    let parts: Vec<String> = parts
        .map(|(name, count)| format!("{count} {name}"))
        .collect();
    format!(
        "Now: {}",
        if parts.is_empty() {
            "no series".to_owned()
        } else {
            parts.join(", ")
        }
    )
}
