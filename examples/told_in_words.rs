//! The story of one department in plain sentences: when its process moved to a new level, what
//! its newest phase shows, and what a corrected figure changes.
//!
//! The chart re-phases by itself: nobody has to know where the changes are. A monitor that keeps
//! a history takes the correction; the report before it and after it are compared.
//!
//! ```text
//! cargo run --release --example told_in_words [-- PROVIDER TYPE]
//! ```

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use redbead::{
    Chart, Direction, History, Observation, Plan, Preset, Rebase, SignalChange, Wording,
};
use redbead_examples::{Department, print_page, read_departments, sample_file};

const USAGE: &str = "usage: told_in_words [PROVIDER TYPE]   for example: told_in_words RJ6 1";

fn main() -> ExitCode {
    print_page(|page| {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let (provider, kind) = match &arguments[..] {
            [] => ("RJ6", "1"),
            [provider, kind] => (provider.as_str(), kind.as_str()),
            _ => return Err(USAGE.into()),
        };
        let departments = read_departments(&sample_file())?;
        let department = departments
            .iter()
            .find(|department| department.provider == provider && department.kind == kind)
            .ok_or_else(|| {
                format!("no department {provider} of type {kind} in the sample; {USAGE}")
            })?;
        tell(page, department)
    })
}

fn tell(page: &mut impl Write, department: &Department) -> Result<(), Box<dyn Error>> {
    let plan = Plan::builder(Chart::p_prime())
        .preset(Preset::MakingDataCount)
        .rebase(Rebase::Scottish)
        .direction(Direction::Decrease)
        .build()?;
    let mut monitor = plan.monitor().keeping(History::Last { points: 12 });
    for month in &department.breaches {
        monitor.push(*month)?;
    }
    let report = monitor.report();
    writeln!(
        page,
        "{} type {}: share of patients who waited over four hours, {} months to {}.\n",
        department.provider,
        department.kind,
        department.breaches.len(),
        department.last()
    )?;
    let month = |index: usize| department.month(index).to_string();
    let wording = Wording::new()
        .unit("patient", "patients")
        .period("month", "months")
        .label(&month);
    for (number, phase) in report.phases.iter().enumerate() {
        match report.explain_phase(&plan, &department.breaches, number, &wording)? {
            Some(told) => writeln!(page, "  {told}.")?,
            None => writeln!(page, "  The series begins in {}.", month(phase.first))?,
        }
    }
    writeln!(page, "\nSignals of the newest phase, in words:")?;
    let newest = report.phases.len().saturating_sub(1);
    let mut signals = report
        .signals
        .iter()
        .filter(|s| s.phase == newest)
        .peekable();
    if signals.peek().is_none() {
        writeln!(page, "  none: what varies is common cause")?;
    }
    for signal in signals {
        let told = report.explain(&plan, &department.breaches, signal, &wording)?;
        writeln!(page, "  {told}.")?;
    }

    // The newest figure is corrected: half of the breaches had been counted twice.
    let Some(index) = monitor.len().checked_sub(1) else {
        return Ok(());
    };
    let mut corrected = department.breaches.clone();
    if let Some((breaches, patients)) = figure(&corrected[index]) {
        corrected[index] = Observation::ratio((breaches / 2.0).floor(), patients);
    }
    let revised = monitor.revise(index, corrected[index])?;
    let now = monitor.report();
    writeln!(
        page,
        "\nIf half the breaches of {} had been counted twice ({} points taken again):",
        month(index),
        revised.replayed
    )?;
    let diff = now.diff(&report)?;
    if diff.is_empty() {
        writeln!(page, "  the signals stay as they are")?;
    }
    for change in &diff.changes {
        let (what, from, series) = match change {
            SignalChange::Withdrawn { .. } => ("gone", &report, &department.breaches),
            SignalChange::Appeared { .. } => ("new", &now, &corrected),
            _ => continue,
        };
        let told = from.explain(&plan, series, change.signal(), &wording)?;
        writeln!(page, "  {what}: {}", told.short)?;
    }
    Ok(())
}

fn figure(observation: &Observation) -> Option<(f64, f64)> {
    match observation.measurement {
        redbead::Measurement::Ratio {
            numerator,
            denominator,
        } => Some((numerator, denominator)),
        _ => None,
    }
}
