//! The plan file: what the flags of a scan say, as a file.
//!
//! TOML or JSON, the same fields in both:
//!
//! ```toml
//! version = 1
//!
//! [columns]
//! series = ["org_code", "type"]
//! time = "period"
//! count = "breaches"
//! exposure = "attendances"
//!
//! [wording]
//! unit = "patient, patients"
//! notation = "percent"
//!
//! [plan]
//! chart = "p"
//! rules = ["making_data_count"]
//! baseline = "2016-04..2018-03"
//! direction = "decrease"
//! target = 0.05
//!
//! [[series]]
//! match = { org_code = "RXN", type = "1" }
//! phases = ["2017-10"]
//! exclude = [{ at = "2018-02", reason = "flood" }]
//! ```
//!
//! `[plan]` takes every field of the engine's own plan in its own form as well. Fields that are not
//! known are refused, with line, column and the nearest known name.

mod baseline;
mod choices;
mod columns;
mod error;
mod overrides;
mod phase;
mod place;
mod read;
mod reading;
mod rules;
mod shared;
mod spelled;
mod wording;
mod write;

pub use baseline::BaselineChoice;
pub use choices::Choices;
pub use columns::ColumnsChoice;
pub use error::PlanFileError;
pub use overrides::{Override, Texts};
pub use phase::{Exclude, PhaseChoice};
pub use place::{Place, Span};
pub use reading::{
    DateOrderChoice, DuplicatesChoice, FormatChoice, HolesChoice, LayoutChoice, ReadingChoice,
    TotalsChoice,
};
pub use rules::{ChartChoice, RebaseChoice, RuleChoice};
pub use wording::{NotationChoice, OneMany, WordingChoice};
pub use write::FileFormat;

use serde::{Deserialize, Serialize};

/// Version of the plan file that this program writes, and the newest that it reads.
pub const PLAN_FILE_VERSION: u16 = 1;

/// What is to be done with a data file, as flags or a file say it.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename = "plan file")]
pub struct PlanFile {
    /// Version of the format.
    pub version: u16,
    /// Title of pictures and pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The columns of the data file.
    #[serde(default, skip_serializing_if = "ColumnsChoice::is_empty")]
    pub columns: ColumnsChoice,
    /// How the data file is written.
    #[serde(default, skip_serializing_if = "ReadingChoice::is_empty")]
    pub reading: ReadingChoice,
    /// What the numbers are called.
    #[serde(default, skip_serializing_if = "WordingChoice::is_empty")]
    pub wording: WordingChoice,
    /// What is computed.
    #[serde(default, skip_serializing_if = "Choices::is_empty")]
    pub plan: Choices,
    /// What is different for some of the series.
    #[serde(default, rename = "series", skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
}

impl Default for PlanFile {
    fn default() -> Self {
        Self {
            version: PLAN_FILE_VERSION,
            title: None,
            columns: ColumnsChoice::default(),
            reading: ReadingChoice::default(),
            wording: WordingChoice::default(),
            plan: Choices::default(),
            overrides: Vec::new(),
        }
    }
}

impl PlanFile {
    /// Its own choices, and those of `other` where it has none: flags over a file. Overrides of
    /// both stand, its own behind those of `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let mut overrides = other.overrides;
        overrides.extend(self.overrides);
        Self {
            version: PLAN_FILE_VERSION,
            title: self.title.or(other.title),
            columns: self.columns.or(&other.columns),
            reading: self.reading.or(&other.reading),
            wording: self.wording.or(&other.wording),
            plan: self.plan.or(&other.plan),
            overrides,
        }
    }

    /// The overrides that match a series, by number.
    #[must_use]
    pub fn overrides_of(&self, names: &[String], keys: &[String]) -> Vec<usize> {
        let overrides = self.overrides.iter().enumerate();
        let matching = overrides.filter(|(_, some)| some.matches(names, keys));
        matching.map(|(number, _)| number).collect()
    }

    /// The choices of a series that these overrides match, in their order.
    #[must_use]
    pub fn choices_of(&self, overrides: &[usize]) -> Choices {
        let own = overrides
            .iter()
            .filter_map(|number| self.overrides.get(*number));
        own.fold(self.plan.clone(), |choices, some| some.over(&choices))
    }

    /// The words for a series: those of the last override that has any for it, then the plan's.
    #[must_use]
    pub fn wording_of(&self, names: &[String], keys: &[String]) -> WordingChoice {
        let mut wording = self.wording.clone();
        for some in self
            .overrides
            .iter()
            .filter(|some| some.matches(names, keys))
        {
            if let Some(own) = &some.wording {
                wording = own.clone().or(&wording);
            }
        }
        wording
    }
}

#[cfg(test)]
mod tests;
