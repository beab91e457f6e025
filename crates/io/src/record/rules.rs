//! The rules of a record.

use redbead::{Edge, Gap, Plan, Rule};
use serde::{Deserialize, Serialize};

/// The rules that were asked of a series. Series whose rules differ are not to be counted together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RulesRecord {
    /// The rules whose signals call for action, with their parameters, in the order of the plan.
    pub rules: Vec<Rule>,
    /// The rules whose signals are warnings only.
    pub warnings: Vec<Rule>,
    /// Whether a point exactly on a zone line counts as beyond it.
    pub edge: Edge,
    /// What a missing point does to its neighbors.
    pub gap: Gap,
}

impl RulesRecord {
    pub(super) fn of(plan: &Plan) -> Self {
        Self {
            rules: plan.rules().to_vec(),
            warnings: plan.warnings().to_vec(),
            edge: plan.edge(),
            gap: plan.gap(),
        }
    }
}
