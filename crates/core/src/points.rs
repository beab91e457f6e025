//! The points of a report, derived from the series when asked for.

use crate::chart::Sums;
use crate::error::SeriesError;
use crate::limits::Limits;
use crate::mark::Mark;
use crate::observation::Status;
use crate::plan::Plan;
use crate::plotter::Plotter;
use crate::report::Report;
use crate::series::Series;
use crate::side::Side;
use crate::signal::Signal;

/// One point of a report.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Point {
    /// Zero-based index.
    pub index: usize,
    /// Number of its phase, the first being 0.
    pub phase: usize,
    /// Plotted statistic; none where there is nothing to plot, or no parameters to compute it with.
    pub value: Option<f64>,
    /// Status of the observation; none for a missing point.
    pub status: Option<Status>,
    /// Side of the center on which a judged point lies; none on the center, and for a point that
    /// is not judged.
    pub side: Option<Side>,
    /// Center and limits at this point; none while the phase has no parameters, or where there
    /// is nothing to plot.
    pub limits: Option<Limits>,
    /// The two sums behind the value; on a CUSUM chart only.
    pub sums: Option<CumulativeSums>,
    /// Positions in [`Report::signals`] of the signals of which the point is a member.
    pub signals: Vec<usize>,
}

/// The sums of a CUSUM chart at one point, in sigma of a single value.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct CumulativeSums {
    /// `C⁺`, 0 or more.
    pub upper: f64,
    /// `C⁻`, 0 or more.
    pub lower: f64,
    /// Zero-based index of the first point since `C⁺` was last 0; none while it is 0.
    pub upper_since: Option<usize>,
    /// Zero-based index of the first point since `C⁻` was last 0; none while it is 0.
    pub lower_since: Option<usize>,
}

impl From<Sums> for CumulativeSums {
    fn from(sums: Sums) -> Self {
        Self {
            upper: sums.upper,
            lower: sums.lower,
            upper_since: sums.upper_since.map(|index| index as usize),
            lower_since: sums.lower_since.map(|index| index as usize),
        }
    }
}

impl Report {
    /// The points of the series, one after the other, with their limits and signals.
    ///
    /// Linear in the points and the signals, and in the signals that overlap at a point. The report
    /// holds no copy of the data, so another series of the same length is not told apart.
    ///
    /// # Errors
    ///
    /// [`SeriesError::Foreign`] for a plan or a series length other than the report's,
    /// [`SeriesError::DamagedReport`] when its phases do not cover the series, and whatever reading
    /// the series would give.
    ///
    /// ```
    /// use redbead::{Chart, Plan};
    ///
    /// let plan = Plan::builder(Chart::individuals()).build()?;
    /// let waits = [39.0, 41.0, 40.0, 43.0, 44.0, 41.0, 42.0, 90.0];
    /// let report = plan.scan(&waits)?;
    /// let beyond: Vec<usize> = report
    ///     .points(&plan, &waits)?
    ///     .filter(|point| !point.signals.is_empty())
    ///     .map(|point| point.index)
    ///     .collect();
    /// assert_eq!(beyond, [7]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn points<'a>(
        &'a self,
        plan: &'a Plan,
        series: impl Into<Series<'a>>,
    ) -> Result<impl Iterator<Item = Point> + 'a, SeriesError> {
        let series = series.into();
        if self.plan != plan.fingerprint() {
            return Err(SeriesError::Foreign { what: "plan" });
        }
        if series.len() != self.counts.points {
            return Err(SeriesError::Foreign { what: "series" });
        }
        if !self.phases_cover_points() {
            return Err(SeriesError::DamagedReport);
        }
        for (index, observation) in series.iter().enumerate() {
            plan.read(observation, index)?;
        }
        let mut by_start: Vec<usize> = (0..self.signals.len()).collect();
        by_start.sort_by_key(|position| self.signals[*position].first);
        let mut points = Points {
            report: self,
            plan,
            series,
            by_start,
            started: 0,
            active: Vec::new(),
            plotter: None,
        };
        let phases = self.phases.iter().enumerate();
        let indices = phases.flat_map(|(number, phase)| {
            (phase.first..=phase.last).map(move |index| (number, index))
        });
        Ok(indices.filter_map(move |(phase, index)| points.at(phase, index)))
    }

    /// The zero-based indices of a signal's members, in rising order.
    ///
    /// Of a run or trend, every useful point of the stretch that counts: points skipped for a tie
    /// are none. Of `KOfM`, the points beyond the zone. Of a whole-phase test, the useful points
    /// of its stretch.
    ///
    /// Reads the whole series; for the members of many signals, go through [`points`](Self::points)
    /// once.
    ///
    /// # Errors
    ///
    /// As for [`points`](Self::points), and [`SeriesError::Foreign`] for a signal of another report.
    pub fn members<'a>(
        &'a self,
        plan: &'a Plan,
        series: impl Into<Series<'a>>,
        signal: &Signal,
    ) -> Result<Vec<usize>, SeriesError> {
        let position = self.position_of(signal)?;
        let points = self.points(plan, series)?;
        let members = points.filter(|point| point.signals.contains(&position));
        Ok(members.map(|point| point.index).collect())
    }

    /// Where a signal stands among those of the report.
    pub(crate) fn position_of(&self, signal: &Signal) -> Result<usize, SeriesError> {
        // What a monitor tells of a signal may be older than the report: it may have grown since.
        let same = |known: &Signal| {
            known.rule == signal.rule
                && known.side == signal.side
                && known.phase == signal.phase
                && known.first == signal.first
                && known.completed == signal.completed
        };
        let position = self.signals.iter().position(same);
        position.ok_or(SeriesError::Foreign { what: "signal" })
    }

    /// Whether the phases follow each other from the first point to the last.
    fn phases_cover_points(&self) -> bool {
        let mut next = 0;
        for phase in &self.phases {
            if phase.first != next || phase.last < phase.first || phase.last >= self.counts.points {
                return false;
            }
            next = phase.last + 1;
        }
        next == self.counts.points
    }
}

/// A walk along the points of a report.
struct Points<'a> {
    report: &'a Report,
    plan: &'a Plan,
    series: Series<'a>,
    /// Positions of the signals, by their first point.
    by_start: Vec<usize>,
    /// How many of them have started.
    started: usize,
    /// Of those, the ones that have not ended, in rising order.
    active: Vec<usize>,
    /// Of the phase at hand, where it has parameters.
    plotter: Option<Plotter>,
}

impl Points<'_> {
    fn at(&mut self, number: usize, index: usize) -> Option<Point> {
        let phase = self.report.phases.get(number)?;
        if index == phase.first {
            self.plotter = phase
                .parameters()
                .map(|known| Plotter::new(self.plan, *known));
        }
        let observation = self.series.get(index)?;
        let sample = self.plan.read(observation, index).ok()?;
        let mut point = Point {
            index,
            phase: number,
            value: None,
            status: sample.is_present().then_some(observation.status),
            side: None,
            limits: None,
            sums: None,
            signals: Vec::new(),
        };
        self.follow_signals(index);
        let Some(plotter) = &mut self.plotter else {
            // Without parameters, what is plotted is known only where samples are plotted as read.
            let is_plotted = sample.is_present() && self.plan.plots_samples();
            point.value = is_plotted.then_some(sample.value);
            return Some(point);
        };
        let sums = plotter.sums(self.plan, sample, index as u32);
        point.sums = sums.map(CumulativeSums::from);
        if let Some(plotted) = plotter.step(self.plan, sample, index as u32) {
            point.value = Some(plotted.value);
            point.limits = Some(plotter.limits(self.plan, plotted.place));
            if let Some(mark) = plotted.mark {
                point.side = mark.side;
                point.signals = self.memberships(index, mark);
            }
        }
        Some(point)
    }

    /// Takes up the signals that start here and drops those that have ended.
    fn follow_signals(&mut self, index: usize) {
        let signals = &self.report.signals;
        self.active
            .retain(|position| signals[*position].last >= index);
        while let Some(position) = self.by_start.get(self.started)
            && signals[*position].first <= index
        {
            self.active.push(*position);
            self.started += 1;
        }
        self.active.sort_unstable();
    }

    fn memberships(&self, index: usize, mark: Mark) -> Vec<usize> {
        let is_member = |position: &usize| {
            let signal = &self.report.signals[*position];
            signal.last >= index && has_member(self.plan, signal, index, mark)
        };
        self.active.iter().copied().filter(is_member).collect()
    }
}

/// Whether a judged point inside a signal's stretch is one of its members.
fn has_member(plan: &Plan, signal: &Signal, index: usize, mark: Mark) -> bool {
    if signal.rule.is_whole_phase() {
        return match signal.side {
            None => mark.side.is_some(),
            side => mark.side == side,
        };
    }
    let is_first = index == signal.first;
    let watches = plan.watches().iter().map(|(_, watch)| watch);
    let mut of_rule = watches.filter(|watch| *watch.rule() == signal.rule);
    of_rule.any(|watch| watch.has_member(mark, signal.side, is_first))
}
