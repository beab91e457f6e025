//! Rule sets on a chart of single values.

use redbead::{
    Alternating, Baseline, Beyond, Chart, Hugging, KOfM, Mixture, Newest, Others, Plan,
    PlanBuilder, Preset, RangeOf, Rule, Shift, Trend, Window,
};

use crate::simulation::Row;
use crate::{number, table};

const TABLE: &str = include_str!("../../testdata/run_lengths.csv");

/// Rows of `testdata/run_lengths.csv`.
pub(crate) fn rows() -> Vec<Row> {
    table(TABLE).map(row).collect()
}

/// The name of a row.
pub(crate) fn name(rules: &str, shift: f64) -> String {
    format!("{rules} at shift {shift}")
}

fn row(cells: [&'static str; 6]) -> Row {
    let [rules, shift, run_length, deviation, error, _] = cells;
    Row {
        name: name(rules, number(shift)),
        plan: plan(rules),
        shift: number(shift),
        run_length: number(run_length),
        deviation: deviation.parse().ok(),
        error: number(error),
    }
}

fn preset(name: &str) -> Preset {
    let mut all = Preset::ALL.into_iter();
    all.find(|preset| preset.name() == name)
        .unwrap_or_else(|| panic!("no preset `{name}`"))
}

/// Rules are joined by ` + `; each is its name, its numbers in the order of its fields, and the
/// options that are not its defaults.
fn plan(rules: &str) -> Plan {
    let builder = Plan::builder(Chart::individuals()).baseline(Baseline::Given {
        center: 0.0,
        sigma: Some(1.0),
    });
    let builder = match rules.strip_prefix("preset ") {
        Some(name) => builder.preset(preset(name)),
        None => rules
            .split(" + ")
            .map(rule)
            .fold(builder, PlanBuilder::rule),
    };
    builder
        .build()
        .expect("rules that fit an individuals chart")
}

fn rule(text: &str) -> Rule {
    let words: Vec<&str> = text.split(' ').collect();
    let sigma = |position: usize| number::<f64>(words[position]);
    let points = |position: usize| number::<u32>(words[position]);
    let has = |option| words.contains(&option);
    match words[0] {
        "beyond" => Beyond {
            sigma: sigma(1),
            ..Beyond::default()
        }
        .into(),
        "shift" => Shift {
            points: points(1),
            ..Shift::default()
        }
        .into(),
        "trend" => Trend {
            points: points(1),
            ..Trend::default()
        }
        .into(),
        "alternating" => Alternating { points: points(1) }.into(),
        "hugging" => Hugging {
            points: points(1),
            sigma: sigma(2),
        }
        .into(),
        "mixture" => Mixture {
            points: points(1),
            sigma: sigma(2),
            both_sides: has("both_sides"),
        }
        .into(),
        "range_of" => RangeOf { sigma: sigma(1) }.into(),
        "k_of_m" => k_of_m(points(1), points(2), sigma(3), has).into(),
        _ => panic!("no rule `{text}`"),
    }
}

fn k_of_m(k: u32, m: u32, sigma: f64, has: impl Fn(&'static str) -> bool) -> KOfM {
    let mut rule = KOfM {
        k,
        m,
        sigma,
        ..KOfM::default()
    };
    if has("full") {
        rule.window = Window::Full;
    }
    if has("same_side") {
        rule.others = Others::SameSide;
    }
    if has("any") {
        rule.newest = Newest::Any;
    }
    rule
}
