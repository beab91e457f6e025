//! Where has the share of patients who wait over four hours changed, which way, and since when?
//!
//! Reads the monthly figures of several hundred accident and emergency departments, charts each
//! one against its first two years, on an individuals and on a p chart, and prints the departments
//! whose latest month is special cause, worst first.
//!
//! ```text
//! cargo run --release --example four_hour_waits [-- ROWS [FILE]]
//! ```

use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use redbead::{
    Baseline, Chart, Direction, Latest, Meaning, Panel, Plan, Preset, Report, Series, SeriesResult,
    Signal, Variation,
};
use redbead_examples::{Department, in_words, print_page, read_departments, sample_file};

/// Months that each department is compared with.
const BASELINE: usize = 24;

const USAGE: &str = "usage: four_hour_waits [ROWS [FILE]]   ROWS departments to print, 20 unless told; \
                     FILE as examples/data/ae_attendances.csv";

fn main() -> ExitCode {
    print_page(|page| {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let (rows, file) = match &arguments[..] {
            [] => (20, sample_file()),
            [rows] => (rows.parse().map_err(|_| USAGE)?, sample_file()),
            [rows, file] => (rows.parse().map_err(|_| USAGE)?, PathBuf::from(file)),
            _ => return Err(USAGE.into()),
        };
        report(page, rows, &read_departments(&file)?)
    })
}

fn report(
    page: &mut Vec<u8>,
    rows: usize,
    departments: &[Department],
) -> Result<(), Box<dyn Error>> {
    let plan = |chart| {
        Plan::builder(chart)
            .preset(Preset::MakingDataCount)
            .baseline(Baseline::First { points: BASELINE })
            .direction(Direction::Decrease)
            .build()
    };
    let series: Vec<Series<'_>> = departments
        .iter()
        .map(|department| Series::from(&department.breaches))
        .collect();
    let individuals = Panel::new(plan(Chart::individuals())?).scan(&series);
    let proportions = Panel::new(plan(Chart::p())?).scan(&series);

    // A department that no longer reports has no change to act on today.
    let newest = departments.iter().map(Department::last).max();
    let charts = individuals.iter().zip(&proportions);
    let charted = departments.iter().zip(charts);
    let (reporting, silent): (Vec<_>, Vec<_>) = charted
        .map(|(department, (individuals, p))| Charted {
            department,
            individuals,
            p,
        })
        .partition(|charted| Some(charted.department.last()) == newest);
    write_page(page, rows, &reporting)?;
    writeln!(
        page,
        "  {} of {} departments stopped reporting before the newest month and are left aside.",
        silent.len(),
        departments.len()
    )?;
    Ok(())
}

/// A department and what its two charts say.
struct Charted<'a> {
    department: &'a Department,
    individuals: &'a SeriesResult,
    p: &'a SeriesResult,
}

/// A department whose latest month is special cause on the individuals chart.
struct Change<'a> {
    department: &'a Department,
    on_p_chart: &'a SeriesResult,
    meaning: Meaning,
    /// The earliest of the current signals that point the same way.
    signal: &'a Signal,
    latest: Latest,
}

impl Change<'_> {
    /// Latest share less the average of the baseline.
    fn difference(&self) -> f64 {
        self.latest.value - self.latest.limits.center
    }
}

fn write_page(page: &mut impl Write, rows: usize, departments: &[Charted<'_>]) -> io::Result<()> {
    let mut changes: Vec<Change<'_>> = departments.iter().filter_map(change).collect();
    changes.sort_by(|a, b| b.difference().total_cmp(&a.difference()));
    let (worse, better): (Vec<_>, Vec<_>) = changes
        .iter()
        .partition(|change| change.meaning == Meaning::Concern);

    writeln!(
        page,
        "Share of patients who waited over four hours: latest month against the department's first \
         {BASELINE} months.\nSince: first month of the pattern. Known: month in which a monitor would \
         have told. Type: 1 major, 2 single\nspecialty, other minor injuries and walk-in."
    )?;
    write_table(page, "Worse", rows, &worse)?;
    let best_first: Vec<_> = better.into_iter().rev().collect();
    write_table(page, "Better", rows.div_ceil(2), &best_first)?;
    writeln!(page, "\nAll {} departments that report:", departments.len())?;
    write_totals(
        page,
        "individuals",
        departments.iter().map(|charted| charted.individuals),
    )?;
    write_totals(page, "p", departments.iter().map(|charted| charted.p))?;
    for Charted {
        department,
        individuals,
        ..
    } in departments
    {
        if let Err(error) = individuals {
            writeln!(
                page,
                "  {} {}: {error}",
                department.provider, department.kind
            )?;
        }
    }
    writeln!(
        page,
        "  The p chart expects chance alone to move the share of thousands of patients; where it \
         signals and the\n  individuals chart does not, months differ more than chance, but no more \
         than they always did."
    )
}

fn change<'a>(charted: &Charted<'a>) -> Option<Change<'a>> {
    let report = charted.individuals.as_ref().ok()?;
    let Variation::SpecialCause { meaning, side, .. } = report.reading.variation else {
        return None;
    };
    let same_way = report.current().filter(|signal| signal.side == side);
    Some(Change {
        department: charted.department,
        on_p_chart: charted.p,
        meaning,
        signal: same_way.min_by_key(|signal| (signal.first, signal.known))?,
        latest: report.latest?,
    })
}

fn write_table(
    page: &mut impl Write,
    title: &str,
    rows: usize,
    changes: &[&Change<'_>],
) -> io::Result<()> {
    writeln!(page, "\n{title}: {} departments", changes.len())?;
    writeln!(
        page,
        "  {:<8} {:<5}  {:>8} {:>7} in {:<7}  {:<7}  {:<7}  {:<26} p chart",
        "provider", "type", "average", "latest", "month", "since", "known", "rule"
    )?;
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    for change in changes.iter().take(rows) {
        let Change {
            department,
            signal,
            latest,
            ..
        } = change;
        writeln!(
            page,
            "  {:<8} {:<5}  {:>8} {:>7} in {:<7}  {:<7}  {:<7}  {:<26} {}",
            department.provider,
            department.kind,
            percent(latest.limits.center),
            percent(latest.value),
            department.month(latest.index),
            department.month(signal.first),
            department.month(signal.known),
            in_words(&signal.rule, signal.side),
            match change.on_p_chart {
                Ok(report) => verdict(report),
                Err(_) => "not read",
            },
        )?;
    }
    match changes.len().checked_sub(rows) {
        Some(more @ 1..) => writeln!(page, "  ... and {more} more"),
        _ => Ok(()),
    }
}

fn write_totals<'a>(
    page: &mut impl Write,
    chart: &str,
    results: impl Iterator<Item = &'a SeriesResult> + Clone,
) -> io::Result<()> {
    let reports = || results.clone().filter_map(|result| result.as_ref().ok());
    let count = |text: &str| reports().filter(|report| verdict(report) == text).count();
    let refused = results.clone().filter(|result| result.is_err()).count();
    writeln!(
        page,
        "  {chart:<12} {:>3} worse, {:>3} better, {:>3} common cause, {:>3} not judged (under \
         {BASELINE} months), {refused} refused",
        count("worse"),
        count("better"),
        count("common cause"),
        count("not judged"),
    )
}

fn verdict(report: &Report) -> &'static str {
    match report.reading.variation {
        Variation::SpecialCause { meaning, .. } => word(meaning),
        Variation::CommonCause => "common cause",
        _ => "not judged",
    }
}

fn word(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Improvement => "better",
        Meaning::Concern => "worse",
        Meaning::Neutral => "different",
    }
}
