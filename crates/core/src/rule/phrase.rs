//! Rules in a few words.

use super::Rule;
use crate::side::{Side, Sides};

impl Rule {
    /// The rule in a few words, for a label or a column of a table: `2 of 3 beyond 2 sigma`; with
    /// the side on which it was found, where that is known: `2 of 3 above 2 sigma`.
    ///
    /// For people. [`Display`](std::fmt::Display) writes every parameter, for programs.
    #[must_use]
    pub fn phrase(&self, side: Option<Side>) -> String {
        let beyond = match side {
            Some(Side::Above) => "above",
            Some(Side::Below) => "below",
            None => "beyond",
        };
        match self {
            Self::Beyond(rule) => {
                let which = match (side, rule.side) {
                    (None, Sides::Above) => "above",
                    (None, Sides::Below) => "below",
                    _ => beyond,
                };
                format!("{which} {} sigma", rule.sigma)
            }
            Self::Shift(rule) => match side {
                Some(_) => format!("{} in a row {beyond} center", rule.points),
                None => format!("{} in a row on one side of the center", rule.points),
            },
            Self::Trend(rule) => {
                let way = match side {
                    Some(Side::Above) => "rising",
                    Some(Side::Below) => "falling",
                    None => "rising or falling",
                };
                format!("{} in a row {way}", rule.points)
            }
            Self::KOfM(rule) => format!("{} of {} {beyond} {} sigma", rule.k, rule.m, rule.sigma),
            Self::Hugging(rule) => format!("{} in a row within {} sigma", rule.points, rule.sigma),
            Self::Mixture(rule) => format!("{} in a row outside {} sigma", rule.points, rule.sigma),
            Self::Alternating(rule) => format!("{} in a row up and down in turn", rule.points),
            Self::RangeOf(rule) => {
                format!("two in a row beyond {} sigma on opposite sides", rule.sigma)
            }
            Self::LongestRun => "unusually long run".to_owned(),
            Self::Crossings => "too few crossings of the center".to_owned(),
            Self::RunCount => "unusual number of runs".to_owned(),
            Self::BestBox => "runs outside their best box".to_owned(),
            Self::CutBox => "runs outside their cut box".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Beyond, Preset};

    #[test]
    fn a_rule_reads_as_words() {
        let rules = Preset::WesternElectric.rules();
        let phrases: Vec<String> = rules.iter().map(|rule| rule.phrase(None)).collect();
        assert_eq!(
            phrases,
            [
                "beyond 3 sigma",
                "2 of 3 beyond 2 sigma",
                "4 of 5 beyond 1 sigma",
                "8 in a row on one side of the center"
            ]
        );
        let found = |rule: &Rule| rule.phrase(Some(Side::Below));
        let phrases: Vec<String> = rules.iter().map(found).collect();
        assert_eq!(
            phrases,
            [
                "below 3 sigma",
                "2 of 3 below 2 sigma",
                "4 of 5 below 1 sigma",
                "8 in a row below center"
            ]
        );
    }

    #[test]
    fn a_rule_of_one_side_says_so() {
        let upper = Rule::from(Beyond {
            side: Sides::Above,
            ..Beyond::default()
        });
        assert_eq!(upper.phrase(None), "above 3 sigma");
    }
}
