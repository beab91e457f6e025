//! Measures, and their roles at nodes.

use redbead::Direction;

use crate::choice::choice;
use crate::date::Date;
use crate::id::{MeasureId, SiteId};
use crate::node::NodeRef;

choice! {
    /// What a measure may be used for.
    Purpose as "purpose" {
        /// To learn whether changes work. The default.
        Improvement = "improvement",
        /// To be held to.
        Accountability = "accountability" | "judgement" | "performance",
        /// To understand the other measures by.
        Context = "context",
    }
}

choice! {
    /// How often a measure has a point.
    Frequency as "frequency" {
        /// Every day.
        Daily = "daily" | "day",
        /// Every week.
        Weekly = "weekly" | "week",
        /// Every second week.
        Fortnightly = "fortnightly" | "fortnight",
        /// Every month.
        Monthly = "monthly" | "month",
        /// Every three months.
        Quarterly = "quarterly" | "quarter",
        /// Every year.
        Yearly = "yearly" | "year" | "annual" | "annually",
        /// Whenever something happens.
        Irregular = "irregular",
    }
}

impl Frequency {
    /// Whole periods from the one that holds a day to the one that holds another; below 0 where
    /// that one is earlier. None for `Irregular`.
    ///
    /// Quarters and years are those of the calendar. Weeks and fortnights are counted from `from`.
    #[must_use]
    pub fn periods_between(self, from: Date, to: Date) -> Option<i64> {
        let days = from.days_until(to);
        let quarter = |day: Date| i64::from(day.year()) * 4 + i64::from(day.month() - 1) / 3;
        Some(match self {
            Self::Daily => days,
            Self::Weekly => days.div_euclid(7),
            Self::Fortnightly => days.div_euclid(14),
            Self::Monthly => from.months_until(to),
            Self::Quarterly => quarter(to) - quarter(from),
            Self::Yearly => i64::from(to.year()) - i64::from(from.year()),
            Self::Irregular => return None,
        })
    }
}

/// What is measured, wherever it is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Measure {
    /// Its id.
    pub id: MeasureId,
    /// Its name.
    pub name: String,
    /// How it is measured: numerator, denominator, who collects it and how.
    pub operational_definition: Option<String>,
    /// Unit, such as `%` or `per 1,000 occupied bed days`.
    pub unit: String,
    /// Which direction is good.
    pub direction: Direction,
    /// What it may be used for.
    pub purpose: Purpose,
    /// Domain of quality, such as `safe`, or any other heading.
    pub domain: Option<String>,
    /// How often it has a point.
    pub frequency: Option<Frequency>,
    /// How long after the end of a period its figure comes, in words.
    pub lag: Option<String>,
    /// Where its figures come from.
    pub source: Option<String>,
}

choice! {
    /// What a measure tells of at a node. One measure may have different roles at different nodes.
    Role as "role" {
        /// Whether the aim is reached.
        Outcome = "outcome",
        /// Whether the work is done as meant.
        Process = "process",
        /// Whether something else suffers. Kept apart from what the node itself is doing.
        Balancing = "balancing" | "balance",
        /// Whether people, places and things are there.
        Structure = "structure" | "structural",
    }
}

/// A measure at a node, in a role.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Binding {
    /// The node.
    pub node: NodeRef,
    /// The measure.
    pub measure: MeasureId,
    /// Its role there.
    pub role: Role,
    /// The site, with all below it, whose series count here; none for all that the diagram is for.
    pub site: Option<SiteId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_those_of_the_calendar() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        let (from, to) = (date("2023-11-30"), date("2024-04-01"));
        assert_eq!(Frequency::Monthly.periods_between(from, to), Some(5));
        assert_eq!(Frequency::Quarterly.periods_between(from, to), Some(2));
        assert_eq!(Frequency::Yearly.periods_between(from, to), Some(1));
        assert_eq!(Frequency::Weekly.periods_between(from, to), Some(17));
        assert_eq!(Frequency::Weekly.periods_between(to, from), Some(-18));
        assert_eq!(Frequency::Irregular.periods_between(from, to), None);
    }
}
