//! The rules that were asked, and the options that change what they say.

use std::fmt;

use redbead::{Edge, Gap, Plan, Preset, Rule, Tie};
use serde::{Deserialize, Serialize};

/// What ties do: the option in which published prose and published code differ, and with it the
/// points that are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TieOptions {
    /// What a point on the center does to a shift; none without a shift rule, or with several that
    /// differ.
    pub on_center: Option<Tie>,
    /// What equal neighbors do to a trend; none without a trend rule, or with several that differ.
    pub equal: Option<Tie>,
}

/// The rules that were asked of a series. Series whose rules differ are not to be counted together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesUsed {
    /// Name of the published set, such as `scottish_run_chart`; `custom` for any other. Of two sets
    /// with the same rules the first in [`Preset::ALL`].
    pub name: String,
    /// The rules with their parameters, sorted; those that are warnings only with `warning` before
    /// them.
    pub rules: Vec<String>,
    /// Other options under which they mark other points than usual, such as `edge inclusive` or `gap
    /// break`; sorted.
    pub options: Vec<String>,
    /// What ties do.
    pub ties: TieOptions,
}

impl RulesUsed {
    /// The rules of a plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        Self::new(plan.rules(), plan.warnings(), plan.edge(), plan.gap())
    }

    /// Rules and warnings, with what a plan makes of points on a zone line and of gaps.
    #[must_use]
    pub fn new(rules: &[Rule], warnings: &[Rule], edge: Edge, gap: Gap) -> Self {
        let has =
            |preset: &Preset| same(rules, &preset.rules()) && same(warnings, &preset.warnings());
        let preset = Preset::ALL.into_iter().find(has);
        let ties = TieOptions::of(rules);
        let rules = rules.iter().map(ToString::to_string);
        let mut rules: Vec<String> = rules
            .chain(warnings.iter().map(|rule| format!("warning {rule}")))
            .collect();
        rules.sort();
        let edge = (edge != Edge::default()).then(|| format!("edge {edge}"));
        let gap = (gap != Gap::default()).then(|| format!("gap {gap}"));
        Self {
            name: preset.map_or("custom", Preset::name).to_owned(),
            rules,
            options: edge.into_iter().chain(gap).collect(),
            ties,
        }
    }

    /// Whether two series were asked the same, whatever the name of the set.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.rules == other.rules && self.options == other.options
    }
}

/// Whether two lists hold the same rules, in any order.
fn same(rules: &[Rule], others: &[Rule]) -> bool {
    rules.len() == others.len() && rules.iter().all(|rule| others.contains(rule))
}

impl TieOptions {
    fn of(rules: &[Rule]) -> Self {
        let on_center = rules.iter().filter_map(|rule| match rule {
            Rule::Shift(shift) => Some(shift.on_center),
            _ => None,
        });
        let equal = rules.iter().filter_map(|rule| match rule {
            Rule::Trend(trend) => Some(trend.equal),
            _ => None,
        });
        Self {
            on_center: agreed(on_center),
            equal: agreed(equal),
        }
    }
}

/// What all say.
fn agreed(mut ties: impl Iterator<Item = Tie>) -> Option<Tie> {
    let first = ties.next()?;
    ties.all(|tie| tie == first).then_some(first)
}

/// In words, such as `points on the center skip, equal neighbors break`.
impl fmt::Display for TieOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.on_center, self.equal) {
            (None, None) => f.write_str("no ties"),
            (Some(on_center), None) => write!(f, "points on the center {on_center}"),
            (None, Some(equal)) => write!(f, "equal neighbors {equal}"),
            (Some(on_center), Some(equal)) => {
                write!(
                    f,
                    "points on the center {on_center}, equal neighbors {equal}"
                )
            }
        }
    }
}

/// The name of the set, and what ties do.
impl fmt::Display for RulesUsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.ties)
    }
}

#[cfg(test)]
mod tests {
    use redbead::Shift;

    use super::*;

    #[test]
    fn a_published_set_is_known_by_its_rules() {
        let scottish = RulesUsed::of(&Plan::of(Preset::ScottishRunChart).build().unwrap());
        assert_eq!(
            scottish.to_string(),
            "scottish_run_chart (points on the center skip, equal neighbors skip)"
        );
        let strict = RulesUsed::of(&Plan::of(Preset::PhsStrictTies).build().unwrap());
        assert_eq!(
            strict.to_string(),
            "phs_strict_ties (points on the center break, equal neighbors break)"
        );
        assert!(!scottish.is_same_as(&strict));
        let westgard = RulesUsed::of(&Plan::of(Preset::Westgard).build().unwrap());
        assert_eq!(westgard.name, "westgard");
        assert!(westgard.rules[5].starts_with("warning beyond"));
        assert_eq!(westgard.ties.equal, None);
    }

    #[test]
    fn options_that_move_marks_make_another_set() {
        let usual = RulesUsed::of(&Plan::of(Preset::Shewhart).build().unwrap());
        let inclusive = Plan::of(Preset::Shewhart).edge(Edge::Inclusive).build();
        let inclusive = RulesUsed::of(&inclusive.unwrap());
        assert_eq!(inclusive.options, ["edge inclusive"]);
        assert!(!usual.is_same_as(&inclusive));
        assert_eq!(usual.name, inclusive.name);
        let shift = |points, on_center| Shift { points, on_center };
        let both = Plan::of(Preset::Shewhart)
            .rule(shift(8, Tie::Skip))
            .rule(shift(9, Tie::Break))
            .build();
        let both = RulesUsed::of(&both.unwrap());
        assert_eq!((both.name.as_str(), both.ties.on_center), ("custom", None));
    }
}
