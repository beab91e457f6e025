//! What the plans of the series under watch are made from, and the plan of each.
//!
//! Series that the same overrides match, and whose times are of one kind, are a [`Group`]. Where
//! nothing is told by periods, a group has one plan. Else each series has its own, which is known
//! bit by bit: a phase begins with the first point at or after its period, and a baseline is known
//! when its last period is over. Until then its phase learns.

mod check;
mod group;
mod groups;
mod keys;
mod stream;
#[cfg(test)]
mod tests;

use redbead::Plan;
use serde::Serialize;

use super::error::WatchError;
use crate::plan_file::{FileFormat, PlanFile};

pub(crate) use group::Group;
pub(crate) use groups::Groups;
pub(crate) use stream::Stream;

/// What the plans of the series are made from: one plan for all of them, or a plan file.
#[derive(Debug, Clone, PartialEq)]
pub struct Plans(Source);

#[derive(Debug, Clone, PartialEq)]
enum Source {
    One(Plan),
    File(Box<PlanFile>),
}

impl Plans {
    /// By a plan file: its plan, its overrides, its words, and how it writes dates and years. What it
    /// says of columns and files is of no use to a stream, and is left out.
    #[must_use]
    pub fn of_file(file: &PlanFile) -> Self {
        let mut kept = PlanFile {
            wording: file.wording.clone(),
            plan: file.plan.clone(),
            overrides: file.overrides.clone(),
            ..PlanFile::default()
        };
        kept.reading.date_order = file.reading.date_order;
        kept.reading.year_starts = file.reading.year_starts;
        Self(Source::File(Box::new(kept)))
    }

    /// The plan file, where they are made from one.
    #[must_use]
    pub fn file(&self) -> Option<&PlanFile> {
        match &self.0 {
            Source::One(_) => None,
            Source::File(file) => Some(file),
        }
    }

    /// The one plan, where they are made from that.
    #[must_use]
    pub fn one(&self) -> Option<&Plan> {
        match &self.0 {
            Source::One(plan) => Some(plan),
            Source::File(_) => None,
        }
    }

    /// A plan file in JSON that makes the same watch.
    ///
    /// # Errors
    ///
    /// Numbers that JSON has no word for.
    pub fn to_text(&self) -> Result<String, WatchError> {
        #[derive(Serialize)]
        struct OfOne<'a> {
            version: u16,
            plan: &'a Plan,
        }

        let failed = |reason: String| WatchError::Choices { reason };
        match &self.0 {
            Source::File(file) => file
                .to_text(FileFormat::Json)
                .map_err(|error| failed(error.to_string())),
            Source::One(plan) => serde_json::to_string_pretty(&OfOne { version: 1, plan })
                .map(|text| text + "\n")
                .map_err(|error| failed(error.to_string())),
        }
    }
}

impl From<Plan> for Plans {
    fn from(plan: Plan) -> Self {
        Self(Source::One(plan))
    }
}

impl From<&Plan> for Plans {
    fn from(plan: &Plan) -> Self {
        plan.clone().into()
    }
}

impl From<&Self> for Plans {
    fn from(plans: &Self) -> Self {
        plans.clone()
    }
}

/// Whether the newest phase of a series takes its limits from all its points, so that it is never
/// judged.
pub(crate) fn learns_from_all(plan: &Plan) -> bool {
    plan.baseline(plan.phases().len()) == redbead::Baseline::All
}
