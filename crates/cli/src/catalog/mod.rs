//! What charts, rules and presets there are: for `redbead rules` and `redbead explain`.

mod charts;
mod presets;
mod rules;
mod run_lengths;

pub(crate) use charts::{CHARTS, ChartEntry};
pub(crate) use presets::{PresetEntry, presets};
pub(crate) use rules::{RULES, RuleEntry};
pub(crate) use run_lengths::{of_chart, of_rule};
