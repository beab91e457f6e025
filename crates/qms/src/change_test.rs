//! Tests of change: plan, do, study, act.

use crate::choice::choice;
use crate::date::Date;
use crate::id::{SiteId, TestId};
use crate::node::NodeRef;

choice! {
    /// What was decided after a test.
    Decision as "decision" {
        /// Make it the way things are done.
        Adopt = "adopt" | "adopted",
        /// Change it and test again.
        Adapt = "adapt" | "adapted",
        /// Give it up.
        Abandon = "abandon" | "abandoned",
    }
}

/// A test of a change idea: one cycle of plan, do, study, act (PDSA).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Test {
    /// Its id.
    pub id: TestId,
    /// The idea that is tested.
    pub change_idea: NodeRef,
    /// Where; none for everywhere.
    pub site: Option<SiteId>,
    /// Number of the cycle, from 1.
    pub cycle: u32,
    /// What is done.
    pub plan: Option<String>,
    /// What is expected, written down before.
    pub prediction: Option<String>,
    /// First day.
    pub start: Date,
    /// Last day; none while it runs.
    pub end: Option<Date>,
    /// What was decided; none while it is open.
    pub decision: Option<Decision>,
}
