//! What stands before the records.

use redbead::Plan;

/// What stands before the records.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Header<'a> {
    /// The names of the columns that tell series apart; tables are refused records with others.
    pub key_names: &'a [String],
    /// The plan of all series, or of most. Written by JSON, and as metadata `redbead.plan` by
    /// Parquet.
    pub plan: Option<&'a Plan>,
    /// What was read and what was guessed, in words. Written by JSON.
    pub notes: &'a [String],
}

impl<'a> Header<'a> {
    /// Of series with these key names.
    #[must_use]
    pub const fn new(key_names: &'a [String]) -> Self {
        Self {
            key_names,
            plan: None,
            notes: &[],
        }
    }

    /// Sets the plan.
    #[must_use]
    pub const fn plan(self, plan: &'a Plan) -> Self {
        Self {
            plan: Some(plan),
            ..self
        }
    }

    /// Sets what was read and what was guessed.
    #[must_use]
    pub const fn notes(self, notes: &'a [String]) -> Self {
        Self { notes, ..self }
    }
}
