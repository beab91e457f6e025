//! Plain English for a signal: what happened, by how much, since when, and what to make of it.
//!
//! This file gathers the facts of a signal from its report, plan and series. The text is in
//! `sentences`, `whole_phase`, `level` (of phases) and `phrases`; `numbers` writes numbers in the unit
//! that `scale` knows, `wording` names what is measured, and `chance` knows when one may speak of chance.

mod chance;
mod digits;
mod level;
mod numbers;
mod phrases;
mod scale;
mod sentences;
mod whole_phase;
mod wording;

use std::fmt;
use std::ops::RangeInclusive;

pub use scale::Scale;
pub use wording::{Notation, Wording};

use crate::error::SeriesError;
use crate::limits::{Law, Limits};
use crate::observation::Status;
use crate::phase::Phase;
use crate::plan::Plan;
use crate::points::Point;
use crate::report::Report;
use crate::rule::Rule;
use crate::series::Series;
use crate::side::Side;
use crate::signal::Signal;

/// A signal in words, or a phase that began by itself.
///
/// Plain American English, made in one place. The text may be improved from one version to the
/// next: show it to people, and let programs read the [`Signal`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// One sentence with the numbers, capitalized and without a full stop at the end.
    pub sentence: String,
    /// The same in some 60 characters, for a list or a label.
    pub short: String,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl Report {
    /// A signal of this report in one plain sentence, and in a few words.
    ///
    /// Says how many points have a part in it and which it passed over, the center or limit with
    /// its number, when it began and ended, and what such a pattern usually means: by the plan's
    /// direction, better or worse. Speaks of chance only where a process without change would
    /// show such a pattern at fewer than some 4 in 100 points. A signal that a monitor told of
    /// earlier is explained as it stands in this report.
    ///
    /// A center or limit has as many digits as it takes to lie on the same side of every figure as
    /// the sentence says. Of cumulative sums, tells the points up to the one where the sum is
    /// largest.
    ///
    /// Reads the whole series, as [`points`](Self::points) does.
    ///
    /// # Errors
    ///
    /// As for [`members`](Self::members).
    ///
    /// ```
    /// use redbead::{Baseline, Chart, Plan, Shift, Wording};
    ///
    /// let plan = Plan::builder(Chart::individuals())
    ///     .rule(Shift::default())
    ///     .baseline(Baseline::First { points: 6 })
    ///     .build()?;
    /// let falls = [
    ///     41.0, 38.0, 44.0, 42.0, 40.0, 41.0, // the baseline
    ///     43.0, 45.0, 44.0, 42.0, 46.0, 44.0, 47.0, 43.0,
    /// ];
    /// let report = plan.scan(&falls)?;
    /// let months = ["March", "April", "May", "June", "July", "August", "September", "October"];
    /// let label = |index: usize| match index.checked_sub(6).and_then(|after| months.get(after)) {
    ///     Some(month) => format!("{month} 2024"),
    ///     None => String::new(), // the default: month 1, month 2
    /// };
    /// let wording = Wording::new().unit("fall", "falls").period("month", "months").label(&label);
    /// let explanation = report.explain(&plan, &falls, &report.signals[0], &wording)?;
    /// assert_eq!(
    ///     explanation.sentence,
    ///     "Eight months in a row above the average of 41 falls, since March 2024: \
    ///      a change that chance would rarely make"
    /// );
    /// assert_eq!(explanation.short, "8 months above average, since March 2024");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain<'a>(
        &'a self,
        plan: &'a Plan,
        series: impl Into<Series<'a>>,
        signal: &Signal,
        wording: &Wording<'_>,
    ) -> Result<Explanation, SeriesError> {
        let position = self.position_of(signal)?;
        let series = series.into();
        let points = self.points(plan, series)?;
        let mut facts = Facts::gather(self, plan, points, position)?;
        facts.read_single(series);
        sentences::explain(&facts, wording).ok_or(SeriesError::DamagedReport)
    }

    /// Each signal in one plain sentence, in the order of [`signals`](Self::signals): what
    /// [`explain`](Self::explain) says of each, from one look at the series.
    ///
    /// # Errors
    ///
    /// As for [`points`](Self::points).
    pub fn explain_all<'a>(
        &'a self,
        plan: &'a Plan,
        series: impl Into<Series<'a>>,
        wording: &Wording<'_>,
    ) -> Result<Vec<Explanation>, SeriesError> {
        let series = series.into();
        let points: Vec<Point> = self.points(plan, series)?.collect();
        let of_signal = |(position, signal): (usize, &Signal)| {
            let phase = self.phases.get(signal.phase);
            let phase = phase.ok_or(SeriesError::DamagedReport)?;
            let rests_on = rests_on(signal, phase);
            let first = signal.first.min(*rests_on.start());
            let last = told_to(signal, phase).max(*rests_on.end());
            let points = points.get(first..=last).ok_or(SeriesError::DamagedReport)?;
            let mut facts = Facts::gather(self, plan, points.iter().cloned(), position)?;
            facts.read_single(series);
            sentences::explain(&facts, wording).ok_or(SeriesError::DamagedReport)
        };
        self.signals.iter().enumerate().map(of_signal).collect()
    }
}

/// Index of the last point that there is something to say of.
fn told_to(signal: &Signal, phase: &Phase) -> usize {
    // Of a window that still runs, the newest point counts even where it is no member.
    match signal.rule {
        Rule::KOfM(_) if signal.running => phase.last,
        _ => signal.last,
    }
}

/// Indices of the points of which a provisional one makes the signal tentative.
fn rests_on(signal: &Signal, phase: &Phase) -> RangeInclusive<usize> {
    if signal.rule.is_whole_phase() {
        phase.first..=phase.last
    } else {
        signal.first..=signal.completed
    }
}

/// What there is to say of a signal.
#[derive(Debug)]
struct Facts<'a> {
    plan: &'a Plan,
    /// As it stands in the report; of cumulative sums, up to the point where the sum is largest.
    signal: Signal,
    phase: &'a Phase,
    members: Vec<Point>,
    passed_over: PassedOver,
    /// Judged points from the first member to the last; to the newest while the signal runs.
    judged: usize,
    /// Provisional points on which a tentative signal rests.
    provisional: Vec<usize>,
    /// Whether center and limits are a preview.
    preview: bool,
    /// The figure behind the sum at the only member; of cumulative sums alone.
    single: Option<f64>,
}

/// Points between the members of a signal that have no part in it, by reason.
#[derive(Debug, Default)]
struct PassedOver {
    /// On the center, of a run; equal to the one before, of a trend.
    ties: usize,
    missing: usize,
    excluded: usize,
}

impl PassedOver {
    /// Takes in a point between the first member and the last. Says whether it was judged.
    fn add(&mut self, point: &Point, is_tie: bool) -> bool {
        match (point.value, point.status) {
            (None, _) | (_, None) => self.missing += 1,
            (_, Some(Status::Excluded)) => self.excluded += 1,
            _ => {
                self.ties += usize::from(is_tie);
                return true;
            }
        }
        false
    }
}

impl<'a> Facts<'a> {
    fn gather(
        report: &'a Report,
        plan: &'a Plan,
        points: impl Iterator<Item = Point>,
        position: usize,
    ) -> Result<Self, SeriesError> {
        let signal = report.signals.get(position).copied();
        let signal = signal.ok_or(SeriesError::Foreign { what: "signal" })?;
        let phase = report.phases.get(signal.phase);
        let phase = phase.ok_or(SeriesError::DamagedReport)?;
        let (end, rests_on) = (told_to(&signal, phase), rests_on(&signal, phase));
        let law = phase.parameters().map(|known| known.law);
        let is_cumulative = matches!(law, Some(Law::Cumulative { .. }));
        let mut facts = Self {
            plan,
            signal,
            phase,
            members: Vec::new(),
            passed_over: PassedOver::default(),
            judged: 0,
            provisional: Vec::new(),
            preview: report.provisional_limits && signal.phase + 1 == report.phases.len(),
            single: None,
        };
        let is_window = matches!(signal.rule, Rule::KOfM(_));
        let mut stretch = Vec::new();
        for point in points {
            if point.status == Some(Status::Provisional) && rests_on.contains(&point.index) {
                facts.provisional.push(point.index);
            }
            if (signal.first..=end).contains(&point.index) {
                stretch.push(point);
            }
        }
        if is_cumulative {
            facts.end_at_largest_sum(&mut stretch, position);
        }
        for point in stretch {
            let is_member = point.signals.contains(&position);
            let is_tie = !is_member && !is_window;
            facts.judged += usize::from(facts.passed_over.add(&point, is_tie));
            if is_member {
                facts.members.push(point);
            }
        }
        Ok(facts)
    }

    /// Leaves out the points after the largest sum: a sum that runs down says that the figures have
    /// come back, though it may stay beyond its interval for long.
    fn end_at_largest_sum(&mut self, stretch: &mut Vec<Point>, position: usize) {
        let mut largest: Option<(f64, usize)> = None;
        for point in stretch.iter() {
            let sum = point.sums.map(|sums| match self.signal.side {
                Some(Side::Below) => sums.lower,
                _ => sums.upper,
            });
            if let Some(sum) = sum
                && point.signals.contains(&position)
                && largest.is_none_or(|(known, _)| sum >= known)
            {
                largest = Some((sum, point.index));
            }
        }
        if let Some((_, last)) = largest {
            stretch.retain(|point| point.index <= last);
            self.signal.running &= last == self.signal.last;
            self.signal.last = last;
        }
    }

    /// Looks up the figure behind the sum at a single member.
    fn read_single(&mut self, series: Series<'_>) {
        if let [point] = self.members.as_slice()
            && point.sums.is_some()
        {
            let observation = series.get(point.index);
            let sample = observation.and_then(|it| self.plan.read(it, point.index).ok());
            self.single = sample.map(|sample| sample.value);
        }
    }

    /// A number of the limits that is the same for every member; none where it varies.
    fn common(&self, of: impl Fn(&Point) -> Option<f64>) -> Option<f64> {
        let mut numbers = self.members.iter().map(of);
        let first = numbers.next()??;
        numbers.all(|number| number == Some(first)).then_some(first)
    }

    fn center(&self) -> Option<f64> {
        self.common(|point| Some(point.limits?.center))
    }

    /// The drawn limit on one side of a point.
    fn limit_of(point: &Point, side: Side) -> Option<f64> {
        let limits = point.limits?;
        match side {
            Side::Above => limits.upper,
            Side::Below => limits.lower,
        }
    }

    /// Three sigma as drawn at the last member; the wider side, as the other may be clipped.
    fn spread(&self) -> Option<f64> {
        let law = self.phase.parameters().map(|known| known.law);
        if let Some(Law::Cumulative { sigma, .. }) = law {
            // Sums are drawn in sigma, and told in the unit of the figures.
            return Some(3.0 * sigma);
        }
        spread_of(self.plan, &self.members.last()?.limits?)
    }
}

/// Three sigma of drawn limits.
fn spread_of(plan: &Plan, limits: &Limits) -> Option<f64> {
    let above = limits.upper.map(|upper| upper - limits.center);
    let below = limits.lower.map(|lower| limits.center - lower);
    let widest = above.into_iter().chain(below).reduce(f64::max)?;
    Some(widest * 3.0 / plan.limit_sigma())
}
