//! `redbead explain`.

use std::fmt::Write;
use std::fs::File;
use std::io::{BufRead, BufReader, stdin};
use std::path::Path;
use std::process::ExitCode;

use redbead::{Chart, Meaning, Plan, PlanBuilder, Rule};
use redbead_io::{SeriesRecord, SignalRecord, read_records};

use crate::args::{ColorChoice, ExplainArgs};
use crate::catalog::{CHARTS, RULES, of_rule, presets};
use crate::nearest::did_you_mean;
use crate::problem::Problem;
use crate::rules::{chart_in_words, preset_in_words, rule_in_words};
use crate::terminal::{plain, style_of};
use crate::{short, terminal, words};

pub(crate) fn run(args: &ExplainArgs, color: ColorChoice) -> Result<ExitCode, Problem> {
    let text = match &args.from {
        Some(path) => signals(path, &args.names, args.current)?,
        None => {
            let texts = args.names.iter().map(|name| definition(name));
            texts.collect::<Result<Vec<_>, _>>()?.concat()
        }
    };
    terminal::print(&text, color)?;
    Ok(ExitCode::SUCCESS)
}

/// A preset, a rule or a chart, whichever has the name.
fn definition(name: &str) -> Result<String, Problem> {
    if let Some(preset) = short::preset(name) {
        let entry = presets().find(|entry| entry.preset == preset);
        let mut text = entry.as_ref().map(preset_in_words).unwrap_or_default();
        for rule in preset.rules().iter().chain(&preset.warnings()) {
            let _ = writeln!(text, "    {rule}{}", in_control(rule));
        }
        return Ok(text + "\n");
    }
    let rule = short::rule(name);
    if let Ok(rule) = &rule {
        check(Plan::builder(Chart::individuals()).rule(*rule))?;
        let text = rule.to_string();
        let own = text.split(' ').next().unwrap_or_default();
        let entry = RULES.iter().find(|entry| entry.name == own);
        let mut words = entry.map(rule_in_words).unwrap_or_default();
        let _ = writeln!(
            words,
            "    this one    {text}: {}{}\n",
            rule.phrase(None),
            in_control(rule)
        );
        return Ok(words);
    }
    let chart = short::chart(name);
    if let Ok(chart) = &chart {
        check(Plan::builder(*chart))?;
    }
    let chart_name = match &chart {
        Ok(chart) => chart.name(),
        Err(_) if name == "np" => "np",
        Err(_) => "",
    };
    if let Some(entry) = CHARTS.iter().find(|entry| entry.name == chart_name) {
        return Ok(chart_in_words(entry));
    }
    // The name is known, and its options are not.
    for error in [rule.err(), chart.err()].into_iter().flatten() {
        if !matches!(error, short::ShortFormError::Unknown { .. }) {
            return Err(Problem::usage(error.to_string()));
        }
    }
    let known = short::names_of_rules().chain(CHARTS.iter().map(|entry| entry.name));
    let hint = did_you_mean(name, known);
    Err(Problem::usage(format!(
        "no preset, rule or chart is called {name:?}{hint}; `redbead rules` lists them all"
    )))
}

/// Whether a plan of it could be built, as a scan checks it.
fn check(builder: PlanBuilder) -> Result<(), Problem> {
    let built = builder.build();
    built
        .map(|_| ())
        .map_err(|error| Problem::usage(error.to_string()))
}

fn in_control(rule: &Rule) -> String {
    of_rule(rule).map_or_else(String::new, |length| {
        format!(
            " (in control a false signal every {:.2} points)",
            length.points
        )
    })
}

/// The signals of a scan in sentences.
fn signals(path: &Path, keys: &[String], current: bool) -> Result<String, Problem> {
    let name = path.display().to_string();
    if path.as_os_str() == "-" {
        return sentences(stdin().lock(), "standard input", keys, current);
    }
    let file = File::open(path).map_err(|error| Problem::work(format!("{name}: {error}")))?;
    sentences(BufReader::new(file), &name, keys, current)
}

fn sentences(
    from: impl BufRead,
    name: &str,
    keys: &[String],
    current: bool,
) -> Result<String, Problem> {
    let mut text = String::new();
    let (mut read, mut found) = (0usize, 0usize);
    let mut near = Vec::new();
    for record in read_records(from) {
        let record = record.map_err(|error| Problem::work(format!("{name}: {error}")))?;
        read += 1;
        if !has_keys(&record, keys) {
            if near.len() < 50_000 {
                near.extend(record.series.iter().map(|(_, key)| key.to_owned()));
            }
            continue;
        }
        found += 1;
        tell(&mut text, &record, current);
    }
    match (read, found) {
        (0, _) => Err(Problem::work(format!(
            "{name}: no records, expected the output of redbead scan --format ndjson"
        ))),
        (read, 0) => {
            let wanted = keys.join(" ");
            let hint = keys.iter().find(|key| !near.contains(key));
            let hint = hint.map_or_else(String::new, |key| {
                did_you_mean(key, near.iter().map(String::as_str))
            });
            Err(Problem::work(format!(
                "{name}: none of {read} series has the keys {wanted:?}{hint}"
            )))
        }
        _ => Ok(text),
    }
}

/// Whether the first keys of a series are these.
fn has_keys(record: &SeriesRecord, keys: &[String]) -> bool {
    let own = record.series.iter().map(|(_, key)| key);
    keys.len() <= record.series.len() && own.zip(keys).all(|(own, key)| own == key)
}

fn tell(text: &mut String, record: &SeriesRecord, current: bool) {
    let bold = anstyle::Style::new().bold();
    let keys = record.series.to_string();
    let keys = if keys.is_empty() {
        "the series".to_owned()
    } else {
        plain(&keys)
    };
    let _ = writeln!(text, "{bold}{keys}{bold:#}");
    if let Some(error) = &record.error {
        let _ = writeln!(text, "  refused: {}", plain(error));
        return;
    }
    for phase in record.phases.iter().filter_map(|phase| phase.text.as_ref()) {
        let _ = writeln!(text, "  {}.", plain(phase));
    }
    let mut any = false;
    for signal in record
        .signals
        .iter()
        .filter(|signal| signal.current || !current)
    {
        any = true;
        let style = style_of(Some(signal.meaning).filter(|meaning| *meaning != Meaning::Neutral));
        let _ = writeln!(text, "  {style}{}{style:#}", plain(&sentence(signal)));
    }
    if !any {
        let which = if current { "current signal" } else { "signal" };
        let judged = record.phases.iter().all(|phase| phase.not_judged.is_none());
        let _ = writeln!(
            text,
            "  {}",
            match judged && !record.phases.is_empty() {
                true => format!("no {which}: common cause variation"),
                false => format!("no {which}, and not all of it could be judged yet"),
            }
        );
    }
}

fn sentence(signal: &SignalRecord) -> String {
    let said = signal.text.clone().unwrap_or_else(|| {
        format!(
            "{}, {} to {}",
            signal.rule, signal.first_label, signal.last_label
        )
    });
    let mut marks = vec![words::meaning(signal.meaning)];
    if signal.current {
        marks.push("current");
    }
    if signal.warning {
        marks.push("warning");
    }
    if signal.tentative {
        marks.push("tentative");
    }
    format!("{said}. [{}]", marks.join(", "))
}
