//! What would a department have known, and when, had it watched its waits month by month?
//!
//! Pushes the months of one department one at a time and prints each verdict as it becomes known.
//! Half-way the monitor is put away as JSON and resumed from it. At the end the report equals the
//! one from scanning the whole series at once.
//!
//! ```text
//! cargo run --release --example live_stream [-- PROVIDER TYPE]
//! ```

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use redbead::{Baseline, Chart, Direction, Monitor, Outcome, Plan, Preset, Snapshot, Verdict};
use redbead_examples::{Department, in_words, print_page, read_departments, sample_file};

const USAGE: &str = "usage: live_stream [PROVIDER TYPE]   for example: live_stream RXN 1";

fn main() -> ExitCode {
    print_page(|page| {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let (provider, kind) = match &arguments[..] {
            [] => ("RXN", "1"),
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
        watch(page, department)
    })
}

fn watch(page: &mut impl Write, department: &Department) -> Result<(), Box<dyn Error>> {
    let plan = Plan::builder(Chart::individuals())
        .preset(Preset::MakingDataCount)
        .baseline(Baseline::First { points: 12 })
        .direction(Direction::Decrease)
        .build()?;
    writeln!(
        page,
        "Provider {}, type {}: share of patients who waited over four hours. A star for each signal \
         that runs.\n",
        department.provider, department.kind
    )?;

    let mut monitor = plan.monitor();
    for (index, observation) in department.breaches.iter().enumerate() {
        if index == department.breaches.len() / 2 {
            let kept = serde_json::to_string(&monitor.snapshot())?;
            let snapshot: Snapshot = serde_json::from_str(&kept)?;
            monitor = plan.resume(snapshot)?;
            writeln!(
                page,
                "         put away as {} bytes of JSON, and resumed",
                kept.len()
            )?;
        }
        let verdict = monitor.push(*observation)?;
        write_verdict(page, department, &monitor, &verdict)?;
    }

    let pushed = monitor.finish();
    let scanned = plan.scan(&department.breaches)?;
    if serde_json::to_string(&pushed)? != serde_json::to_string(&scanned)? {
        return Err("pushing and scanning disagree".into());
    }
    writeln!(
        page,
        "\n{} signals, {} of them current. Scanning the whole series at once gives the same report, \
         byte for byte.",
        pushed.signals.len(),
        pushed.current().count()
    )?;
    Ok(())
}

fn write_verdict(
    page: &mut impl Write,
    department: &Department,
    monitor: &Monitor,
    verdict: &Verdict,
) -> io::Result<()> {
    write!(page, "{}  ", department.month(verdict.index))?;
    match verdict.outcome {
        Outcome::Learning {
            have,
            need: Some(need),
        } => writeln!(page, "learning, {have} of {need} months")?,
        Outcome::Judged { value, limits } => {
            let percent = |share: f64| format!("{:4.1} %", 100.0 * share);
            write!(page, "{}", percent(value))?;
            if let (Some(lower), Some(upper)) = (limits.lower, limits.upper) {
                let (lower, upper) = (percent(lower), percent(upper));
                write!(page, "   limits {lower} to {upper}")?;
            }
            let running = monitor.signals().filter(|signal| signal.running);
            let stars = "*".repeat(running.count());
            writeln!(page, "{}", format!("   {stars}").trim_end())?;
        }
        other => writeln!(page, "{other:?}")?,
    }
    if verdict.froze {
        writeln!(
            page,
            "         baseline complete and frozen, its months judged as well"
        )?;
    }
    for signal in monitor.new_signals(verdict) {
        writeln!(
            page,
            "         new signal: {}, since {}",
            in_words(&signal.rule, signal.side),
            department.month(signal.first),
        )?;
    }
    Ok(())
}
