//! The sentence of a phase that began by itself: a new level.

use super::chance::is_rare;
use super::numbers::{Between, Numbers, spelled};
use super::phrases::{above, chart_words};
use super::sentences::reserve;
use super::{Explanation, PassedOver, Wording, spread_of};
use crate::direction::Meaning;
use crate::error::SeriesError;
use crate::limits::Limits;
use crate::phase::{Evidence, PhaseReason};
use crate::plan::Plan;
use crate::points::Point;
use crate::report::Report;
use crate::rule::{Rule, Shift};
use crate::series::Series;

impl Report {
    /// A phase that began by itself, by the plan's [`Rebase`](crate::Rebase), in one plain sentence
    /// and in a few words. None for a phase that began with the series or as planned.
    ///
    /// Says the new level and the old one, which are the center lines of the phase and of the one
    /// before, how many points made the change known, and whether it is for the better or worse by
    /// the plan's direction. `number` counts the phases from 0.
    ///
    /// Reads the whole series, as [`points`](Self::points) does.
    ///
    /// # Errors
    ///
    /// As for [`points`](Self::points), and [`SeriesError::Foreign`] for a phase that the report
    /// does not have.
    ///
    /// ```
    /// use redbead::{Chart, Direction, Plan, Rebase, Wording};
    ///
    /// let plan = Plan::builder(Chart::run())
    ///     .rebase(Rebase::Scottish)
    ///     .direction(Direction::Decrease)
    ///     .build()?;
    /// let falls = [
    ///     7.0, 5.0, 6.0, 8.0, 6.0, 5.0, 7.0, 6.0, // median 6
    ///     4.0, 5.0, 3.0, 4.0, 4.0, 2.0, 5.0, 4.0, 3.0,
    /// ];
    /// let report = plan.scan(&falls)?;
    /// let label = |index: usize| if index == 8 { "January 2024".to_owned() } else { String::new() };
    /// let wording = Wording::new().unit("fall", "falls").period("month", "months").label(&label);
    /// let new_level = report.explain_phase(&plan, &falls, 1, &wording)?.ok_or("no shift")?;
    /// assert_eq!(
    ///     new_level.sentence,
    ///     "A new level of 4 falls since January 2024: nine months in a row lay below the old median \
    ///      of 6, a change for the better that chance would rarely make"
    /// );
    /// assert_eq!(new_level.short, "New level of 4 falls since January 2024");
    /// assert_eq!(report.explain_phase(&plan, &falls, 0, &wording)?, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain_phase<'a>(
        &'a self,
        plan: &'a Plan,
        series: impl Into<Series<'a>>,
        number: usize,
        wording: &Wording<'_>,
    ) -> Result<Option<Explanation>, SeriesError> {
        let points = self.points(plan, series)?;
        let phase = self.phases.get(number);
        let phase = phase.ok_or(SeriesError::Foreign { what: "phase" })?;
        let PhaseReason::Shift(evidence) = phase.reason else {
            return Ok(None);
        };
        let mut shift = NewLevel {
            plan,
            evidence,
            old: None,
            new: None,
            between: Between::new(),
            passed_over: PassedOver::default(),
        };
        for point in points {
            shift.add(&point, number);
        }
        let is_last = number + 1 == self.phases.len();
        let ended = (!is_last).then_some(phase.last);
        let preview = self.provisional_limits && is_last;
        Ok(Some(shift.tell(wording, ended, preview)))
    }
}

/// What there is to say of a phase that began by itself.
struct NewLevel<'a> {
    plan: &'a Plan,
    evidence: Evidence,
    /// Limits at the last point of the phase before that has any, and of this one.
    old: Option<Limits>,
    new: Option<Limits>,
    /// The points of the shift, around the old center.
    between: Between,
    passed_over: PassedOver,
}

impl NewLevel<'_> {
    fn add(&mut self, point: &Point, number: usize) {
        if point.phase + 1 == number {
            self.old = point.limits.or(self.old);
        } else if point.phase == number {
            self.new = point.limits.or(self.new);
        }
        // The next phase may have begun before the last point of the shift.
        if !(self.evidence.first..=self.evidence.completed).contains(&point.index) {
            return;
        }
        let old = self.old.map(|limits| limits.center);
        let is_tie = |(value, center)| is_on(value, center);
        let is_tie = point.value.zip(old).is_some_and(is_tie);
        if self.passed_over.add(point, is_tie)
            && let Some(value) = point.value.filter(|_| !is_tie)
        {
            self.between = self.between.and(Some(self.evidence.side), value);
        }
    }

    fn tell(&self, wording: &Wording<'_>, ended: Option<usize>, preview: bool) -> Explanation {
        let words = chart_words(self.plan.chart());
        let spread = self.new.and_then(|limits| spread_of(self.plan, &limits));
        let numbers = Numbers::new(wording, wording.notation.on(self.plan.chart()), spread);
        let (old, new) = (
            self.old.map(|limits| limits.center),
            self.new.map(|limits| limits.center),
        );
        // Both numbers or neither, for one alone tells of no change.
        let written = old.zip(new).and_then(|(old, new)| {
            let (old, new) = numbers.line_and(old, self.between, Some(new))?;
            Some((
                format!(" of {old}"),
                format!(" of {}", numbers.add_unit(new?)),
            ))
        });
        let (old, new) = written.unwrap_or_default();
        let first = self.evidence.first;
        let (when, short) = match ended {
            None => {
                let when = format!(" since {}", wording.name(first));
                (when.clone(), when)
            }
            Some(last) => (
                format!(" {}", wording.stretch(first, last)),
                format!(", {}", wording.span(first, last)),
            ),
        };
        let n = self.evidence.points;
        let center = words.center;
        let mut sentence = format!(
            "A new level{new}{when}: {} {} in a row lay {} the old {center}{old}{}, {}",
            spelled(n),
            words.periods(wording, n),
            above(self.evidence.side),
            self.passed_over.told("on it"),
            self.meaning(words.is_judged),
        );
        let tentative = self.evidence.tentative;
        if tentative {
            sentence.push_str(", if the provisional figures are confirmed");
        }
        if preview {
            sentence.push_str(&format!(" (the new {center} is still provisional)"));
        }
        Explanation {
            sentence,
            short: format!(
                "New level{new}{short}{}",
                reserve(&[(tentative, "tentative"), (preview, "preview")])
            ),
        }
    }

    fn meaning(&self, is_judged: bool) -> String {
        let meaning = if is_judged {
            self.plan.direction().judge(Some(self.evidence.side))
        } else {
            Meaning::Neutral
        };
        let for_the = match meaning {
            Meaning::Neutral => "",
            Meaning::Improvement => " for the better",
            Meaning::Concern => " for the worse",
        };
        let n = self.evidence.points;
        let rule = Rule::from(Shift {
            points: u32::try_from(n).unwrap_or(u32::MAX),
            ..Shift::default()
        });
        let chance = if is_rare(&rule, n) {
            " that chance would rarely make"
        } else {
            ""
        };
        format!("a change{for_the}{chance}")
    }
}

/// Whether a value is on a center but for rounding, by which it neither counts nor ends a shift.
fn is_on(value: f64, center: f64) -> bool {
    (value - center).abs() <= 4.0 * f64::EPSILON * value.abs().max(center.abs())
}
