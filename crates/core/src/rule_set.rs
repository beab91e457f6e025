//! Sets of a plan's rules.

use crate::plan::Plan;
use crate::rule::Rule;

/// A set of a plan's rules, by position: its rules first, then its warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct RuleSet(u32);

impl RuleSet {
    pub(crate) const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    pub(crate) const fn insert_all(&mut self, bits: u32) {
        self.0 |= bits;
    }

    /// Whether it holds no rule.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Number of rules.
    #[must_use]
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether the rule at this position is in it.
    #[must_use]
    pub fn contains(self, position: usize) -> bool {
        self.positions().any(|held| held == position)
    }

    /// The positions in rising order; [`Plan::rule_at`] has their rules.
    pub fn positions(self) -> impl Iterator<Item = usize> {
        (0..32).filter(move |position| self.0 >> position & 1 == 1)
    }

    /// The rules, looked up in the plan that gave the verdict.
    pub fn rules(self, plan: &Plan) -> impl Iterator<Item = Rule> {
        self.positions()
            .filter_map(|position| Some(plan.rule_at(position)?.0))
    }
}
