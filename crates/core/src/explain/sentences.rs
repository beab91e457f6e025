//! One sentence a rule; those of whole-phase tests are in `whole_phase`, their parts in `phrases`.

use super::numbers::{Between, digits, spelled};
use super::phrases::{Teller, above, capitalized, far, farther_of, upper};
use super::{Explanation, Facts, Wording};
use crate::direction::Meaning;
use crate::limits::Law;
use crate::points::Point;
use crate::rule::Rule;
use crate::side::Side;

/// A signal told: what happened, what it means, and both in a few words.
pub(super) struct Told {
    pub(super) what: String,
    pub(super) meaning: String,
    pub(super) short: String,
}

/// None for a whole-phase test of a phase that has no tests, which no plan could have reported.
pub(super) fn explain(facts: &Facts<'_>, wording: &Wording<'_>) -> Option<Explanation> {
    let teller = Teller::new(facts, wording);
    let told = teller.tell()?;
    let mut sentence = capitalized(&told.what) + ": " + &told.meaning;
    if facts.signal.tentative {
        sentence.push_str(&teller.if_confirmed());
    }
    if let Some(what) = teller.previewed() {
        sentence.push_str(&format!(" (the {what} still provisional)"));
    }
    let reserves = [
        (facts.signal.warning, "warning"),
        (facts.signal.tentative, "tentative"),
        (facts.preview, "preview"),
    ];
    Some(Explanation {
        sentence,
        short: told.short + &reserve(&reserves),
    })
}

/// ` (warning, tentative)`: what holds of these, or nothing.
pub(super) fn reserve(reserves: &[(bool, &str)]) -> String {
    let reserves = reserves.iter().filter(|(holds, _)| *holds);
    let reserves: Vec<&str> = reserves.map(|(_, word)| *word).collect();
    if reserves.is_empty() {
        String::new()
    } else {
        format!(" ({})", reserves.join(", "))
    }
}

impl Teller<'_> {
    fn tell(&self) -> Option<Told> {
        let side = self.facts.signal.side.unwrap_or(Side::Above);
        let law = self.facts.phase.parameters().map(|known| known.law);
        if let Some(Law::Cumulative { mean, .. }) = law {
            return Some(self.cumulative(side, mean));
        }
        Some(match &self.facts.signal.rule {
            Rule::Beyond(rule) => self.beyond(side, rule.sigma, None),
            Rule::Shift(_) => self.shift(side),
            Rule::Trend(_) => self.trend(side),
            Rule::KOfM(rule) => self.beyond(side, rule.sigma, rule.not_beyond),
            Rule::Hugging(_) => self.hugging(),
            Rule::Mixture(rule) => self.mixture(rule.sigma),
            Rule::Alternating(_) => self.alternating(),
            Rule::RangeOf(rule) => self.range_of(rule.sigma),
            Rule::LongestRun | Rule::Crossings | Rule::RunCount | Rule::BestBox | Rule::CutBox => {
                self.whole_phase(self.facts.phase.tests.as_ref()?, side)
            }
        })
    }

    pub(super) fn shift(&self, side: Side) -> Told {
        let side = above(side);
        Told {
            what: format!(
                "{} {side} {}{}, {}",
                self.in_a_row(),
                self.center_between(),
                self.passed_over("on it"),
                self.when()
            ),
            meaning: self.change("change"),
            short: self.short(&format!("{} {side} {}", self.counted(), self.center_word())),
        }
    }

    /// A sum of differences from a mean that went beyond its interval.
    fn cumulative(&self, side: Side, mean: f64) -> Told {
        let (above, word) = (above(side), self.center_word());
        let meaning = self.change("change");
        let than = "than chance would usually allow";
        if let [point] = self.facts.members.as_slice() {
            let name = self.wording.name(point.index);
            let (center, value) = self.center_and(Some(mean), side, self.facts.single);
            let value = value.map(|value| format!(", {},", self.numbers.add_unit(value)));
            let value = value.unwrap_or_default();
            let figure = self.words.figure;
            return Told {
                what: format!("{figure} {name}{value} lies further {above} {center} {than}"),
                meaning,
                short: format!("{} far {above} {word}", self.words.short_name(&name)),
            };
        }
        let n = self.facts.members.len();
        Told {
            what: format!(
                "{} {} together lie further {above} {} {than}{}, {}",
                spelled(n),
                self.periods(n),
                self.center_written(self.numbers.with_unit(mean)),
                self.passed_over("on it"),
                self.when()
            ),
            meaning,
            short: self.short(&format!("{} together {above} {word}", self.counted())),
        }
    }

    fn trend(&self, side: Side) -> Told {
        let going = match side {
            Side::Above => "going up",
            Side::Below => "going down",
        };
        let members = &self.facts.members;
        let values = members.first().zip(members.last());
        let values = values.and_then(|(from, to)| from.value.zip(to.value));
        let from_to = values
            .and_then(|(from, to)| self.numbers.range(from, to))
            .map_or(String::new(), |range| {
                format!(" ({})", self.numbers.add_unit(range))
            });
        Told {
            what: format!(
                "{} {going}{from_to}{}, {}",
                self.in_a_row(),
                self.passed_over("equal to the one before"),
                self.when()
            ),
            meaning: self.change("trend"),
            short: self.short(&format!("{} {going}", self.counted())),
        }
    }

    /// One point or several beyond a zone line; several with others in between for `KOfM`.
    fn beyond(&self, side: Side, sigma: f64, not_beyond: Option<f64>) -> Told {
        let members = &self.facts.members;
        let limit_sigma = self.facts.plan.limit_sigma();
        let is_limit = sigma >= limit_sigma;
        let at = if is_limit {
            format!("{} {} limit", above(side), upper(side))
        } else {
            format!("{}{} {}", far(sigma), above(side), self.center_word())
        };
        let mut meaning = self.change("change");
        let (Some(extreme), n) = (self.extreme(side), members.len()) else {
            let what = format!("figures {at}, {}", self.when());
            let short = self.short(&capitalized(&at));
            return Told {
                what,
                meaning,
                short,
            };
        };
        let (value, line) = if is_limit {
            self.beyond_limit(extreme, side)
        } else {
            let (line, value) = match n {
                1 => self.center_and(self.facts.center(), side, extreme.value),
                _ => (self.center_between(), None),
            };
            (value, format!("{}{} {line}", far(sigma), above(side)))
        };
        let within = match not_beyond {
            Some(bound) if bound <= limit_sigma => " but within the limits",
            _ => "",
        };
        if matches!(self.facts.signal.rule, Rule::Beyond(_)) && self.is_certain() {
            meaning = match self.meaning() {
                Meaning::Neutral => String::new(),
                Meaning::Improvement => "better than usual, and ".to_owned(),
                Meaning::Concern => "worse than usual, and ".to_owned(),
            } + "chance alone would rarely go that far";
        }
        if n == 1 {
            let name = self.wording.name(extreme.index);
            let figure = self.words.figure;
            let value = value.map(|value| format!(", {},", self.numbers.add_unit(value)));
            let value = value.unwrap_or_default();
            return Told {
                what: format!("{figure} {name}{value} is {line}{within}"),
                meaning,
                short: self.words.short_name(&name) + " " + &at,
            };
        }
        let judged = self.facts.judged;
        let (run, counted) = if judged <= n {
            (self.in_a_row(), self.counted())
        } else {
            let last = if self.facts.signal.running {
                "the last "
            } else {
                ""
            };
            let periods = self.periods(judged);
            (
                format!("{} of {last}{} {periods}", spelled(n), spelled(judged)),
                format!("{n} of {} {periods}", digits(judged)),
            )
        };
        let extreme = match value {
            Some(value) if is_limit => format!(", the {} at {value}", farther_of(side, n)),
            _ => String::new(),
        };
        Told {
            what: format!(
                "{run} {line}{within}{extreme}{}, {}",
                self.passed_over("on it"),
                self.when()
            ),
            meaning,
            short: self.short(&format!("{counted} {at}")),
        }
    }

    /// The value of the member that lies farthest out, and how members stand to the limit.
    fn beyond_limit(&self, extreme: &Point, side: Side) -> (Option<String>, String) {
        let members = &self.facts.members;
        let reaches_only = |point: &Point| point.value == Facts::limit_of(point, side);
        let on = match members.iter().filter(|point| reaches_only(point)).count() {
            0 => above(side),
            equal if equal == members.len() => "on",
            _ if side == Side::Above => "on or above",
            _ => "on or below",
        };
        let value = extreme.value;
        let upper = upper(side);
        let common = self.facts.common(|point| Facts::limit_of(point, side));
        let between = members.iter().filter_map(|point| point.value);
        let between = between.fold(Between::new(), |between, value| {
            between.and(Some(side), value)
        });
        let pair = value.zip(common);
        let pair = pair.and_then(|(value, limit)| {
            let (limit, value) = self.numbers.line_and(limit, between, Some(value))?;
            Some((value?, limit))
        });
        match pair {
            Some((value, limit)) => {
                // The unit is said once: with the value of a single point, else with the limit.
                let limit = match members.len() {
                    1 => limit,
                    _ => self.numbers.add_unit(limit),
                };
                (Some(value), format!("{on} the {upper} limit of {limit}"))
            }
            None => {
                let (value, limits) = match members.len() {
                    1 => (value.and_then(|value| self.numbers.bare(value)), "limit"),
                    _ => (
                        value.and_then(|value| self.numbers.with_unit(value)),
                        "limits",
                    ),
                };
                let the = if members.len() == 1 { "the" } else { "their" };
                (value, format!("{on} {the} {upper} {limits}"))
            }
        }
    }

    fn hugging(&self) -> Told {
        Told {
            what: format!(
                "{} close to {}{}, {}",
                self.in_a_row(),
                self.center(),
                self.passed_over("on it"),
                self.when()
            ),
            meaning: self.sign_of(
                "calmer than chance would make them, which often means limits from unlike groups, or \
                 figures that were smoothed",
            ),
            short: self.short(&format!(
                "{} close to {}",
                self.counted(),
                self.center_word()
            )),
        }
    }

    fn mixture(&self, sigma: f64) -> Told {
        let center = self.center_word();
        let (what, meaning, at) = match self.on_sides() {
            (high, low) if high > 0 && low > 0 => (
                format!("{}away from {}", far(sigma), self.both_sides()),
                self.sign_of(
                    "they avoid the middle, which often means that two different sources were put \
                     together",
                ),
                format!("away from {center}"),
            ),
            // Nothing is mixed where all points lie on one side.
            (high, _) => {
                let side = above(if high > 0 { Side::Above } else { Side::Below });
                let far = far(sigma);
                (
                    format!("{far}{side} {}", self.center_between()),
                    self.change("change"),
                    format!("{far}{side} {center}"),
                )
            }
        };
        Told {
            what: format!(
                "{} {what}{}, {}",
                self.in_a_row(),
                self.passed_over("on it"),
                self.when()
            ),
            meaning,
            short: self.short(&format!("{} {at}", self.counted())),
        }
    }

    fn alternating(&self) -> Told {
        Told {
            what: format!(
                "{} going up and down in turn{}, {}",
                self.in_a_row(),
                self.passed_over("equal to the one before"),
                self.when()
            ),
            meaning: self.sign_of(
                "more regular than chance, which often means two sources that take turns, or \
                 a correction after every figure",
            ),
            short: self.short(&format!("{} up and down in turn", self.counted())),
        }
    }

    fn range_of(&self, sigma: f64) -> Told {
        let far = far(sigma);
        let members = &self.facts.members;
        let ends = members.first().zip(members.last());
        let ends = ends.filter(|_| members.len() == 2);
        let (what, short, noun) = match ends {
            Some((from, to)) => {
                let sides = match from.side {
                    Some(Side::Below) => format!("from {far}below to {far}above"),
                    _ => format!("from {far}above to {far}below"),
                };
                let values = from.value.zip(to.value);
                let range = values.and_then(|(from, to)| self.numbers.range(from, to));
                let (plotted, center) = (self.words.plotted(), self.center_between());
                match range {
                    Some(range) => (
                        format!("the {plotted} swung {sides} {center} ({range})"),
                        format!("Swing of {range}"),
                        "jump",
                    ),
                    None => (
                        format!("the {plotted} swung {sides} {center}"),
                        "Wide swing".to_owned(),
                        "jump",
                    ),
                }
            }
            None => (
                format!("{} {far}away from {}", self.in_a_row(), self.both_sides()),
                format!("{} {far}away from {}", self.counted(), self.center_word()),
                "pattern",
            ),
        };
        let passed_over = self.passed_over("on it");
        Told {
            what: format!("{what}{passed_over}, {}", self.when()),
            meaning: self.change(noun),
            short: self.short(&short),
        }
    }
}
