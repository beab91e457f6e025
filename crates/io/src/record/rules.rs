//! The rules of a record.

use redbead::{Edge, Gap, Plan};
use serde::{Deserialize, Serialize};

/// The rules that were asked of a series. Series whose rules differ are not to be counted together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RulesRecord {
    /// The rules whose signals call for action, with their parameters, in the order of the plan.
    pub rules: Vec<String>,
    /// The rules whose signals are warnings only.
    pub warnings: Vec<String>,
    /// Whether a point exactly on a zone line counts as beyond it.
    pub edge: Edge,
    /// What a missing point does to its neighbors.
    pub gap: Gap,
}

impl RulesRecord {
    pub(super) fn of(plan: &Plan) -> Self {
        let texts = |rules: &[redbead::Rule]| rules.iter().map(ToString::to_string).collect();
        Self {
            rules: texts(plan.rules()),
            warnings: texts(plan.warnings()),
            edge: plan.edge(),
            gap: plan.gap(),
        }
    }
}
