//! Charts, rules and re-phasing as a plan file writes them.

use redbead::{Chart, Preset, Rebase, Rule};
use serde::{Serialize, Serializer};

use super::spelled::{Spelled, read_by_shape};
use crate::nearest::did_you_mean;
use crate::short;

/// A chart: `"p"`, `"u:per=1000"`, or the engine's `{ kind = "u", per = 1000 }`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChartChoice(pub Chart);

/// A preset by its name, or a rule: `"making_data_count"`, `"shift:8,on_center=skip"`, or the
/// engine's `{ shift = { points = 8 } }`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RuleChoice {
    /// All rules and warnings of a published set.
    Preset(Preset),
    /// One rule.
    Rule(Rule),
}

/// When new phases begin by themselves: `"scottish"`, `"runs:13,9,either"`, or the engine's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RebaseChoice(pub Rebase);

impl ChartChoice {
    /// From a short form.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and what would do.
    pub fn of_text(text: &str) -> Result<Self, String> {
        short::chart(text)
            .map(Self)
            .map_err(|error| error.to_string())
    }
}

impl RuleChoice {
    /// From the name of a preset, or the short form of a rule.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and what would do.
    pub fn of_text(text: &str) -> Result<Self, String> {
        if let Some(preset) = short::preset(text) {
            return Ok(Self::Preset(preset));
        }
        short::rule(text)
            .map(Self::Rule)
            .map_err(|error| match error {
                short::ShortFormError::Unknown { name, .. } => {
                    let hint = did_you_mean(&name, short::names_of_rules());
                    format!(
                        "no rule or preset is called {name:?}{hint}; `redbead rules` lists them all"
                    )
                }
                error => error.to_string(),
            })
    }
}

impl RebaseChoice {
    /// From a short form.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and what would do.
    pub fn of_text(text: &str) -> Result<Self, String> {
        short::rebase(text)
            .map(Self)
            .map_err(|error| error.to_string())
    }
}

impl Serialize for ChartChoice {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&short::spell_chart(&self.0))
    }
}

impl Serialize for RuleChoice {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Preset(preset) => to.serialize_str(preset.name()),
            Self::Rule(rule) => to.collect_str(rule),
        }
    }
}

impl Serialize for RebaseChoice {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

impl<'de> Spelled<'de> for ChartChoice {
    type Form = Chart;
    const EXPECTING: &'static str = "a chart such as \"p\" or \"u:per=1000\"";

    fn of_text(text: &str) -> Result<Self, String> {
        Self::of_text(text)
    }

    fn of_form(form: Chart) -> Self {
        Self(form)
    }
}

impl<'de> Spelled<'de> for RuleChoice {
    type Form = Rule;
    const EXPECTING: &'static str =
        "a preset such as \"making_data_count\", or a rule such as \"shift:8,on_center=skip\"";

    fn of_text(text: &str) -> Result<Self, String> {
        Self::of_text(text)
    }

    fn of_form(form: Rule) -> Self {
        Self::Rule(form)
    }
}

impl<'de> Spelled<'de> for RebaseChoice {
    type Form = Rebase;
    const EXPECTING: &'static str =
        "\"none\", \"scottish\", \"runs:13,9,either\" or \"stable_shift:21,8\"";

    fn of_text(text: &str) -> Result<Self, String> {
        Self::of_text(text)
    }

    fn of_form(form: Rebase) -> Self {
        Self(form)
    }
}

read_by_shape!(ChartChoice, RuleChoice, RebaseChoice);
