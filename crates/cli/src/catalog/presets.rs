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
        source: source(preset),
        preset,
    })
}

fn source(preset: Preset) -> &'static str {
    match preset {
        Preset::Shewhart => "Shewhart (1931), Economic Control of Quality of Manufactured Product",
        Preset::WesternElectric => "Western Electric (1956), Statistical Quality Control Handbook",
        Preset::Nelson => {
            "Nelson (1984), The Shewhart control chart: tests for special causes, J. Quality Technology 16, 237-239"
        }
        Preset::Montgomery => {
            "Montgomery (2013), Introduction to Statistical Quality Control, 7th ed., table 6.1"
        }
        Preset::Aiag => "AIAG (2005), Statistical Process Control, 2nd ed.",
        Preset::Juran => "Juran, De Feo (2010), Juran's Quality Handbook, 6th ed.",
        Preset::Wheeler => "Wheeler (2000), Understanding Variation, 2nd ed.",
        Preset::HealthCareDataGuide => "Provost, Murray (2011), The Health Care Data Guide",
        Preset::PhsControlChart => {
            "Public Health Scotland, control charts; Provost, Murray (2011), The Health Care Data Guide"
        }
        Preset::MakingDataCount => "NHS England, Making Data Count, tools since November 2023",
        Preset::PlotTheDots => "R package NHSRplotthedots 0.2.2",
        Preset::ScottishRunChart => "NHS Scotland, QI Hub run chart guidance",
        Preset::Perla => {
            "Perla, Provost, Murray (2011), The run chart, BMJ Quality & Safety 20, 46-51"
        }
        Preset::PhsStrictTies => "published dashboard code: every tie breaks a run",
        Preset::Anhoej => "Anhoej, Olesen (2014), Run charts revisited, PLoS ONE 9(11), e113825",
        Preset::Westgard => "Westgard, Barry, Hunt, Groth (1981), Clinical Chemistry 27, 493-501",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_has_a_source() {
        assert!(presets().all(|entry| !entry.source.is_empty()));
    }
}
