//! The sentences of whole-phase tests.

use super::numbers::{count, digits, spelled, times};
use super::phrases::{Teller, capitalized};
use super::sentences::Told;
use crate::direction::Meaning;
use crate::rule::{Rule, Tests};
use crate::side::Side;

impl Teller<'_> {
    pub(super) fn whole_phase(&self, tests: &Tests, side: Side) -> Told {
        let rule = &self.facts.signal.rule;
        let (longest, crossings) = (tests.longest_run, tests.crossings);
        let (longest_max, crossings_min) = match (rule, &tests.boxes) {
            (Rule::BestBox | Rule::CutBox, Some(limits)) => {
                (limits.longest_run_max, limits.crossings_min)
            }
            _ => (tests.longest_run_max, tests.crossings_min),
        };
        match rule {
            Rule::LongestRun => self.longest_run(tests, side),
            Rule::RunCount if tests.has_too_many_runs() => {
                let most = tests.runs_max.map_or(0, |runs| runs.saturating_sub(1));
                Told {
                    what: self.crossed(crossings, ""),
                    meaning: self.sign_of(&format!(
                        "by chance it would usually be at most {}, so two different sources were \
                         probably put together",
                        times(most)
                    )),
                    short: self.short_crossings(tests, ""),
                }
            }
            Rule::RunCount => {
                let least = tests.runs_min.map_or(0, |runs| runs.saturating_sub(1));
                self.few_crossings(tests, least)
            }
            Rule::Crossings => self.few_crossings(tests, crossings_min),
            // The boxes: one side of the box, or a corner of it.
            _ if crossings < crossings_min && longest <= longest_max => {
                self.few_crossings(tests, crossings_min)
            }
            _ if longest > longest_max && crossings >= crossings_min => Told {
                what: format!(
                    "{} {} in a row on one side of {}, {}",
                    spelled(longest),
                    self.periods(longest),
                    self.center(),
                    self.in_all()
                ),
                meaning: self.sign_of(&self.longer_than(tests, longest_max)),
                short: self.short_box(tests),
            },
            _ => Told {
                what: format!(
                    "{}, with {} {} in a row on one side",
                    self.crossed(crossings, "only "),
                    count(longest),
                    self.periods(longest)
                ),
                meaning: self.sign_of(&format!(
                    "chance would rarely do both, so something has probably changed{}",
                    self.on_few(tests)
                )),
                short: self.short_box(tests),
            },
        }
    }

    fn longest_run(&self, tests: &Tests, side: Side) -> Told {
        let for_the = match self.meaning() {
            Meaning::Neutral => "",
            Meaning::Improvement => ", a change for the better",
            Meaning::Concern => ", a change for the worse",
        };
        Told {
            meaning: self.sign_of(&(self.longer_than(tests, tests.longest_run_max) + for_the)),
            ..self.shift(side)
        }
    }

    fn longer_than(&self, tests: &Tests, most: usize) -> String {
        let useful = tests.useful;
        format!(
            "longer than the {} that chance would usually allow in {} {}{}",
            count(most),
            count(useful),
            self.periods(useful),
            self.on_few(tests)
        )
    }

    fn few_crossings(&self, tests: &Tests, least: usize) -> Told {
        Told {
            what: self.crossed(tests.crossings, "only "),
            meaning: self.sign_of(&format!(
                "by chance it would usually be at least {}, so something has probably changed{}",
                times(least),
                self.on_few(tests)
            )),
            short: self.short_crossings(tests, "only "),
        }
    }

    fn crossed(&self, crossings: usize, only: &str) -> String {
        let center = self.center();
        let in_all = self.in_all();
        match crossings {
            0 => format!("the figures never crossed {center} {in_all}"),
            _ => format!(
                "the figures crossed {center} {only}{} {in_all}",
                times(crossings)
            ),
        }
    }

    /// `in the 24 months since January 2024`: what a whole-phase test counts.
    fn in_all(&self) -> String {
        let counted = self.facts.members.len();
        let on_center = format!("on the {}", self.center_word());
        format!(
            "in the {} {} {}{}",
            count(counted),
            self.periods(counted),
            self.when(),
            self.passed_over(&on_center)
        )
    }

    /// Whole-phase tests of fewer than 10 points are not advised.
    fn on_few(&self, tests: &Tests) -> String {
        if tests.is_advised() {
            return String::new();
        }
        let useful = tests.useful;
        format!(
            ", though {} {} are few to judge by",
            count(useful),
            self.periods(useful)
        )
    }

    fn short_crossings(&self, tests: &Tests, only: &str) -> String {
        let center = capitalized(self.center_word());
        let crossed = match tests.crossings {
            0 => "never crossed".to_owned(),
            1 => format!("crossed {only}once"),
            2 => format!("crossed {only}twice"),
            crossings => format!("crossed {only}{} times", digits(crossings)),
        };
        let useful = tests.useful;
        format!(
            "{center} {crossed} in {} {}",
            digits(useful),
            self.periods(useful)
        )
    }

    fn short_box(&self, tests: &Tests) -> String {
        let (longest, useful) = (tests.longest_run, tests.useful);
        format!(
            "{} of {} {} in a row on one side",
            digits(longest),
            digits(useful),
            self.periods(useful)
        )
    }
}
