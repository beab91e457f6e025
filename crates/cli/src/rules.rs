//! `redbead rules`.

use std::fmt::Write;
use std::process::ExitCode;

use redbead::Rule;
use serde_json::json;

use crate::args::{ColorChoice, Listed, RulesArgs};
use crate::catalog::{
    CHARTS, ChartEntry, PresetEntry, RULES, RuleEntry, of_chart, of_rule, presets,
};
use crate::problem::Problem;
use crate::{short, terminal};

pub(crate) fn run(args: &RulesArgs, color: ColorChoice) -> Result<ExitCode, Problem> {
    let wants = |what| args.what.is_none_or(|wanted| wanted == what);
    let text = if args.json {
        let mut all = serde_json::Map::new();
        if wants(Listed::Charts) {
            all.insert("charts".to_owned(), json!(CHARTS));
        }
        if wants(Listed::Rules) {
            let rules: Vec<_> = RULES.iter().map(rule_as_json).collect();
            all.insert("rules".to_owned(), json!(rules));
        }
        if wants(Listed::Presets) {
            all.insert("presets".to_owned(), json!(presets().collect::<Vec<_>>()));
        }
        format!("{:#}\n", serde_json::Value::Object(all))
    } else {
        let mut text = String::new();
        if wants(Listed::Charts) {
            heading(&mut text, "Charts");
            text.extend(CHARTS.iter().map(chart_in_words));
        }
        if wants(Listed::Rules) {
            heading(&mut text, "Rules");
            text.extend(RULES.iter().map(rule_in_words));
        }
        if wants(Listed::Presets) {
            heading(&mut text, "Presets");
            text.extend(presets().map(|preset| preset_in_words(&preset)));
        }
        text.push_str(
            "In control: points that pass on average to a false signal, for independent normal points with known \
             center and sigma.\n",
        );
        text
    };
    terminal::print(&text, color)?;
    Ok(ExitCode::SUCCESS)
}

fn rule_as_json(entry: &RuleEntry) -> serde_json::Value {
    let mut value = json!(entry);
    let usual = short::rule(entry.name).ok();
    value["in_control_run_length"] = json!(usual.and_then(|usual| of_rule(&usual)));
    value
}

fn heading(text: &mut String, name: &str) {
    let bold = anstyle::Style::new().bold().underline();
    // Writing to a text cannot fail.
    let _ = writeln!(text, "{bold}{name}{bold:#}\n");
}

fn title(name: &str, rest: &str) -> String {
    let bold = anstyle::Style::new().bold();
    format!("{bold}{name}{bold:#}  {rest}\n")
}

/// A chart, in some lines.
pub(crate) fn chart_in_words(entry: &ChartEntry) -> String {
    let mut text = title(entry.name, entry.title);
    let _ = writeln!(text, "    needs       {}", entry.needs);
    let _ = writeln!(text, "    limits      {}", entry.limits);
    if !entry.options.is_empty() {
        let _ = writeln!(text, "    options     {}", entry.options);
    }
    if let Some(length) = of_chart(entry.name) {
        let _ = writeln!(text, "    in control  {:.2} points", length.points);
    }
    let _ = writeln!(text, "    source      {}\n", entry.full_source());
    text
}

/// A rule, in some lines.
pub(crate) fn rule_in_words(entry: &RuleEntry) -> String {
    let mut text = title(entry.name, entry.signals);
    let _ = writeln!(text, "    often       {}", entry.meaning);
    if !entry.options.is_empty() {
        let _ = writeln!(text, "    options     {}", entry.options);
    }
    let usual = short::rule(entry.name).ok();
    match usual.as_ref().map(|usual| (usual, of_rule(usual))) {
        Some((_, Some(length))) => {
            let _ = writeln!(text, "    in control  {:.2} points", length.points);
        }
        Some((usual, None)) => {
            let _ = writeln!(text, "    in control  {}", why_unknown([usual]));
        }
        None => {}
    }
    let _ = writeln!(text, "    source      {}\n", entry.source);
    text
}

/// Why no in-control run length is given.
fn why_unknown<'a>(rules: impl IntoIterator<Item = &'a Rule>) -> &'static str {
    if rules.into_iter().any(Rule::is_whole_phase) {
        "none: tests of a whole phase have a chance of a false signal by its number of points, no run length"
    } else {
        "none is known to us: no published figure, and none was computed"
    }
}

/// A preset, in some lines.
pub(crate) fn preset_in_words(entry: &PresetEntry) -> String {
    let rules = entry.preset.rules();
    let rules: Vec<String> = rules.iter().map(|rule| rule.phrase(None)).collect();
    let mut text = title(entry.name, &rules.join("; "));
    let warnings = entry.preset.warnings();
    if !warnings.is_empty() {
        let warnings: Vec<String> = warnings.iter().map(|rule| rule.phrase(None)).collect();
        let _ = writeln!(text, "    warns       {}", warnings.join("; "));
    }
    let _ = writeln!(text, "    chart       {}", entry.chart);
    match entry.in_control_run_length {
        Some(length) => {
            let how = if length.exact { "exact" } else { "simulated" };
            let _ = writeln!(text, "    in control  {:.2} points, {how}", length.points);
        }
        None => {
            let rules = entry.preset.rules();
            let _ = writeln!(text, "    in control  {}", why_unknown(&rules));
        }
    }
    let _ = writeln!(text, "    source      {}\n", entry.source);
    text
}
