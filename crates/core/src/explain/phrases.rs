//! The parts of sentences, and the words that depend on the chart.

use super::chance::{is_rare, is_rare_sum};
use super::numbers::{Between, Numbers, count, digits, spelled};
use super::{Facts, PassedOver, Wording};
use crate::chart::Chart;
use crate::direction::Meaning;
use crate::points::Point;
use crate::rule::Rule;
use crate::side::Side;

/// The words that depend on the chart.
pub(super) struct ChartWords {
    /// What the center line is.
    pub(super) center: &'static str,
    /// What a plotted point is, before its name.
    pub(super) figure: &'static str,
    /// The same where a few words must do; nothing for the name alone.
    short_figure: &'static str,
    /// What several points are, where it is not the period of the measure.
    figures: Option<(&'static str, &'static str)>,
    /// Whether better and worse can be said of the plotted number.
    pub(super) is_judged: bool,
}

impl ChartWords {
    /// What the chart plots: figures, unless it makes something else of them.
    pub(super) fn plotted(&self) -> &'static str {
        self.figures.map_or("figures", |(_, many)| many)
    }

    /// A point by its name where a few words must do.
    pub(super) fn short_name(&self, name: &str) -> String {
        capitalized(self.short_figure) + name
    }

    /// What points are counted in.
    pub(super) fn periods<'a>(&self, wording: &Wording<'a>, n: usize) -> &'a str {
        let (one, many) = self.figures.unwrap_or(wording.period);
        if n == 1 { one } else { many }
    }
}

/// The one place to say how a new chart is spoken of; without an arm it shows figures
/// around what its center line is called.
pub(super) fn chart_words(chart: &Chart) -> ChartWords {
    let usual = ChartWords {
        center: chart.center_name(),
        figure: "the figure for",
        short_figure: "",
        figures: None,
        is_judged: true,
    };
    // What such charts plot is not measured in a period but lies between two events.
    let gap = ChartWords {
        figure: "the gap at",
        short_figure: "gap at ",
        figures: Some(("gap", "gaps")),
        ..usual
    };
    match chart {
        Chart::UnitsBetween(_) => gap,
        Chart::TimeBetween(_) => ChartWords {
            center: "usual time",
            ..gap
        },
        Chart::Deviations(_) => ChartWords {
            center: "average spread",
            figure: "the spread at",
            short_figure: "spread at ",
            figures: Some(("spread", "spreads")),
            is_judged: false,
        },
        Chart::Ranges(_) => ChartWords {
            center: "average range",
            figure: "the range at",
            short_figure: "range at ",
            figures: Some(("range", "ranges")),
            is_judged: false,
        },
        Chart::Ewma(_) => ChartWords {
            figure: "the smoothed figure for",
            short_figure: "smoothed figure for ",
            figures: Some(("smoothed figure", "smoothed figures")),
            ..usual
        },
        // It is spoken of the figures behind the sums.
        Chart::Cusum(_) => ChartWords {
            center: "average",
            ..usual
        },
        Chart::MovingRange(_) => ChartWords {
            center: "average step",
            figure: "the step to the figure for",
            figures: Some(("step", "steps")),
            is_judged: false,
            ..usual
        },
        _ => usual,
    }
}

const CLOSER_LOOK: &str = "worth a closer look";

/// Tells the facts of one signal in the words of one measure.
pub(super) struct Teller<'a> {
    pub(super) facts: &'a Facts<'a>,
    pub(super) wording: &'a Wording<'a>,
    pub(super) numbers: Numbers<'a>,
    pub(super) words: ChartWords,
}

impl<'a> Teller<'a> {
    pub(super) fn new(facts: &'a Facts<'a>, wording: &'a Wording<'a>) -> Self {
        let words = chart_words(facts.plan.chart());
        let notation = wording.notation.on(facts.plan.chart());
        Self {
            facts,
            wording,
            numbers: Numbers::new(wording, notation, facts.spread()),
            words,
        }
    }
}

impl Teller<'_> {
    /// What a pattern with a side usually means.
    pub(super) fn change(&self, noun: &str) -> String {
        // The first points of a worsening trend may still be better than usual.
        let is_trend = matches!(self.facts.signal.rule, Rule::Trend(_));
        let (for_the, than_usual) = match self.meaning() {
            Meaning::Neutral => ("", ""),
            Meaning::Improvement if is_trend => (" for the better", "getting better, and "),
            Meaning::Concern if is_trend => (" for the worse", "getting worse, and "),
            Meaning::Improvement => (" for the better", "better than usual, and "),
            Meaning::Concern => (" for the worse", "worse than usual, and "),
        };
        if self.is_certain() {
            format!("a {noun}{for_the} that chance would rarely make")
        } else if self.facts.signal.warning {
            format!("{than_usual}a warning to look closer")
        } else {
            format!("{than_usual}{CLOSER_LOOK}")
        }
    }

    /// What a pattern without a side often points at.
    pub(super) fn sign_of(&self, what: &str) -> String {
        let rule = &self.facts.signal.rule;
        if self.facts.signal.warning {
            format!("{what}; a warning to look closer")
        } else if rule.is_whole_phase() || self.is_rare() {
            what.to_owned()
        } else {
            CLOSER_LOOK.to_owned()
        }
    }

    /// Whether the pattern calls for action and chance would rarely make it.
    pub(super) fn is_certain(&self) -> bool {
        !self.facts.signal.warning && self.is_rare()
    }

    pub(super) fn is_rare(&self) -> bool {
        match self.facts.plan.chart() {
            Chart::Cusum(chart) => is_rare_sum(chart.allowance, chart.interval),
            _ => is_rare(&self.facts.signal.rule, self.facts.members.len()),
        }
    }

    pub(super) fn meaning(&self) -> Meaning {
        if self.words.is_judged {
            self.facts.plan.direction().judge(self.facts.signal.side)
        } else {
            Meaning::Neutral
        }
    }

    /// `eight months in a row`.
    pub(super) fn in_a_row(&self) -> String {
        let n = self.facts.members.len();
        format!("{} {} in a row", spelled(n), self.periods(n))
    }

    /// `8 months`.
    pub(super) fn counted(&self) -> String {
        let n = self.facts.members.len();
        format!("{} {}", digits(n), self.periods(n))
    }

    pub(super) fn periods(&self, n: usize) -> &str {
        self.words.periods(self.wording, n)
    }

    pub(super) fn center_word(&self) -> &'static str {
        if self.facts.plan.has_given_center(self.facts.phase) {
            self.facts.plan.center_name(self.facts.phase)
        } else {
            self.words.center
        }
    }

    /// What rests on a preview; nothing of a run chart around a given center, which learns nothing.
    pub(super) fn previewed(&self) -> Option<String> {
        let plan = self.facts.plan;
        match (self.facts.preview, plan.center(), plan.chart()) {
            (false, ..) | (true, Some(_), Chart::Run(_)) => None,
            (true, Some(_), _) => Some("limits are".to_owned()),
            (true, None, _) => Some(format!("{} is", self.center_word())),
        }
    }

    /// `the average of 41 falls`, of which nothing is said that rounding could make untrue.
    pub(super) fn center(&self) -> String {
        let center = self.facts.center();
        self.center_written(center.and_then(|center| self.numbers.with_unit(center)))
    }

    /// The same where members are said to lie on their sides of it.
    pub(super) fn center_between(&self) -> String {
        let members = self.facts.members.iter();
        let between = members.fold(Between::new(), |between, point| match point.value {
            Some(value) => between.and(point.side, value),
            None => between,
        });
        let center = self.facts.center();
        let number = center.and_then(|center| self.numbers.line(center, between));
        self.center_written(number.map(|number| self.numbers.add_unit(number)))
    }

    /// The center without its unit, and a value that is said to lie on a side of it.
    pub(super) fn center_and(
        &self,
        center: Option<f64>,
        side: Side,
        value: Option<f64>,
    ) -> (String, Option<String>) {
        let written = center.zip(value).and_then(|(center, value)| {
            let between = Between::new().and(Some(side), value);
            self.numbers.line_and(center, between, Some(value))
        });
        let (number, value) = written.unzip();
        (self.center_written(number), value.flatten())
    }

    pub(super) fn center_written(&self, number: Option<String>) -> String {
        match number {
            Some(number) => format!("the {} of {number}", self.center_word()),
            None => format!("the {}", self.center_word()),
        }
    }

    /// The member farthest out on a side.
    pub(super) fn extreme(&self, side: Side) -> Option<&Point> {
        let farther = |one: &Point, other: &Point| match side {
            Side::Above => other.value > one.value,
            Side::Below => other.value < one.value,
        };
        let members = self.facts.members.iter();
        members.reduce(|one, other| if farther(one, other) { other } else { one })
    }

    /// `since March 2024`, or from when to when once it has ended.
    pub(super) fn when(&self) -> String {
        let signal = &self.facts.signal;
        if signal.running {
            format!("since {}", self.wording.name(signal.first))
        } else {
            self.wording.stretch(signal.first, signal.last)
        }
    }

    pub(super) fn short(&self, what: &str) -> String {
        let signal = &self.facts.signal;
        if signal.running {
            format!("{what}, since {}", self.wording.name(signal.first))
        } else {
            format!("{what}, {}", self.wording.span(signal.first, signal.last))
        }
    }

    /// Points between members that have no part in the pattern: `, not counting one on it`.
    pub(super) fn passed_over(&self, tie: &str) -> String {
        self.facts.passed_over.told(tie)
    }

    pub(super) fn if_confirmed(&self) -> String {
        match self.facts.provisional.as_slice() {
            [index] => {
                let name = self.wording.name(*index);
                format!(", if the provisional figure for {name} is confirmed")
            }
            [] => ", if the provisional figures are confirmed".to_owned(),
            several => format!(
                ", if the {} provisional figures are confirmed",
                count(several.len())
            ),
        }
    }

    /// Members above and below the center.
    pub(super) fn on_sides(&self) -> (usize, usize) {
        let members = self.facts.members.iter();
        members.fold((0, 0), |(high, low), point| match point.side {
            Some(Side::Above) => (high + 1, low),
            Some(Side::Below) => (high, low + 1),
            None => (high, low),
        })
    }

    /// `the average of 41 falls, five above and three below`.
    pub(super) fn both_sides(&self) -> String {
        let (high, low) = self.on_sides();
        // Both as words or both as digits.
        let written = if high.max(low) <= 10 { count } else { digits };
        let (high, low) = (written(high), written(low));
        format!("{}, {high} above and {low} below", self.center_between())
    }
}

impl PassedOver {
    /// `, not counting one on it`, or nothing.
    pub(super) fn told(&self, tie: &str) -> String {
        let reasons = [
            (self.ties, tie),
            (self.missing, "without a figure"),
            (self.excluded, "left out"),
        ];
        let reasons = reasons.iter().filter(|(n, _)| *n > 0);
        let reasons: Vec<String> = reasons
            .map(|(n, reason)| format!("{} {reason}", count(*n)))
            .collect();
        match reasons.as_slice() {
            [] => String::new(),
            [one] => format!(", not counting {one}"),
            [rest @ .., last] => format!(", not counting {} and {last}", rest.join(", ")),
        }
    }
}

pub(super) fn above(side: Side) -> &'static str {
    match side {
        Side::Above => "above",
        Side::Below => "below",
    }
}

pub(super) fn upper(side: Side) -> &'static str {
    match side {
        Side::Above => "upper",
        Side::Below => "lower",
    }
}

/// How far beyond the center a zone line inside the limits is.
pub(super) fn far(sigma: f64) -> &'static str {
    if sigma >= 2.0 {
        "far "
    } else if sigma >= 1.0 {
        "well "
    } else {
        ""
    }
}

pub(super) fn farther_of(side: Side, of: usize) -> &'static str {
    match (side, of) {
        (Side::Above, 2) => "higher",
        (Side::Above, _) => "highest",
        (Side::Below, 2) => "lower",
        (Side::Below, _) => "lowest",
    }
}

pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
