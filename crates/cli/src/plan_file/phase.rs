//! Where phases begin, and points that are left out, each with a reason.

use serde::{Deserialize, Serialize, Serializer};

use super::baseline::BaselineChoice;
use super::place::{Place, Span};
use super::spelled::{Spelled, read_by_shape};

/// The start of a phase: `"2018-04"`, `36`, or an object with more to say.
#[derive(Debug, Clone, PartialEq)]
pub struct PhaseChoice {
    /// Its first point. A period without a point stands for the first point after it.
    pub at: Place,
    /// Where its parameters come from; the plan's baseline when none is named here.
    pub baseline: Option<BaselineChoice>,
    /// What happened then.
    pub reason: Option<String>,
}

impl PhaseChoice {
    /// A phase with the plan's baseline.
    #[must_use]
    pub const fn at(at: Place) -> Self {
        Self {
            at,
            baseline: None,
            reason: None,
        }
    }
}

/// A phase as an object; `start` is the engine's name of an index.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename = "phase")]
pub(super) struct PhaseForm {
    #[serde(alias = "start")]
    at: Place,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    baseline: Option<BaselineChoice>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl Serialize for PhaseChoice {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.baseline.is_none() && self.reason.is_none() {
            return self.at.serialize(to);
        }
        let form = PhaseForm {
            at: self.at.clone(),
            baseline: self.baseline.clone(),
            reason: self.reason.clone(),
        };
        form.serialize(to)
    }
}

impl<'de> Spelled<'de> for PhaseChoice {
    type Form = PhaseForm;
    const EXPECTING: &'static str = "the start of a phase: a period such as \"2018-04\", a zero-based index, or an object with `at`";

    fn of_text(text: &str) -> Result<Self, String> {
        <Place as Spelled<'_>>::of_text(text).map(Self::at)
    }

    fn of_number(number: u64) -> Option<Self> {
        Place::of_number(number).map(Self::at)
    }

    fn of_form(form: PhaseForm) -> Self {
        Self {
            at: form.at,
            baseline: form.baseline,
            reason: form.reason,
        }
    }
}

/// Points that are plotted, and neither fitted nor judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclude {
    /// Which ones.
    pub at: Span,
    /// Why.
    pub reason: Option<String>,
}

impl Exclude {
    /// From `2018-02`, `2018-02..2018-04`, or either with `=reason` behind it.
    ///
    /// # Errors
    ///
    /// A text without any period.
    pub fn of_text(text: &str) -> Result<Self, String> {
        let (at, reason) = match text.split_once('=') {
            Some((at, reason)) => (at, Some(reason.trim()).filter(|reason| !reason.is_empty())),
            None => (text, None),
        };
        Ok(Self {
            at: Span::of_text(at)?,
            reason: reason.map(str::to_owned),
        })
    }
}

/// An exclusion as an object.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename = "exclusion")]
pub(super) struct ExcludeForm {
    at: Span,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl Serialize for Exclude {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.reason.is_none() {
            return self.at.serialize(to);
        }
        let form = ExcludeForm {
            at: self.at.clone(),
            reason: self.reason.clone(),
        };
        form.serialize(to)
    }
}

impl<'de> Spelled<'de> for Exclude {
    type Form = ExcludeForm;
    const EXPECTING: &'static str = "points to exclude: a period such as \"2018-02\", two such as \"2018-02..2018-04\", or an object with `at`";

    fn of_text(text: &str) -> Result<Self, String> {
        let at = Span::of_text(text)?;
        Ok(Self { at, reason: None })
    }

    fn of_number(number: u64) -> Option<Self> {
        let at = Span::of_number(number)?;
        Some(Self { at, reason: None })
    }

    fn of_form(form: ExcludeForm) -> Self {
        Self {
            at: form.at,
            reason: form.reason,
        }
    }
}

read_by_shape!(PhaseChoice, Exclude);
