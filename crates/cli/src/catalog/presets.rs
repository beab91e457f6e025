//! Presets: published sets of rules, with their sources.

use redbead::Preset;
use serde::Serialize;

use super::run_lengths::{RunLength, of_preset};

/// A preset in words.
#[derive(Debug, Serialize)]
pub(crate) struct PresetEntry {
    /// Name on command lines.
    pub(crate) name: &'static str,
    /// Its rules, as the engine writes them.
    pub(crate) rules: Vec<String>,
    /// Rules that only warn.
    pub(crate) warnings: Vec<String>,
    /// The chart it goes with.
    pub(crate) chart: String,
    /// Average number of points to a false signal.
    pub(crate) in_control_run_length: Option<RunLength>,
    /// Where it comes from.
    pub(crate) source: &'static str,
    #[serde(skip)]
    pub(crate) preset: Preset,
}

/// Every preset, in the engine's order.
pub(crate) fn presets() -> impl Iterator<Item = PresetEntry> {
    Preset::ALL.into_iter().map(|preset| PresetEntry {
        name: preset.name(),
        rules: preset.rules().iter().map(ToString::to_string).collect(),
        warnings: preset.warnings().iter().map(ToString::to_string).collect(),
        chart: crate::short::spell_chart(&preset.chart()),
        in_control_run_length: of_preset(preset),
        source: preset.source(),
        preset,
    })
}
