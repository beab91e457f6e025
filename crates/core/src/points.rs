//! The points of a report, derived from the series when asked for.

use crate::error::SeriesError;
use crate::limits::Limits;
use crate::line::Plotter;
use crate::mark::{Mark, Side};
use crate::observation::Status;
use crate::plan::Plan;
use crate::report::Report;
use crate::series::Series;
use crate::signal::Signal;

/// One point of a report.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Point {
    /// Zero-based index.
    pub index: usize,
    /// Number of its phase, the first being 0.
    pub phase: usize,
    /// Plotted statistic; none where there is nothing to plot.
    pub value: Option<f64>,
    /// Status of the observation; none for a missing point.
    pub status: Option<Status>,
    /// Side of the center on which a judged point lies; none on the center.
    pub side: Option<Side>,
    /// Center and limits at this point; none while the phase has no parameters, or where there
    /// is nothing to plot.
    pub limits: Option<Limits>,
    /// Positions in [`Report::signals`] of the signals of which the point is a member.
    pub signals: Vec<usize>,
}

impl Report {
    /// The points of the series, one after the other, with their limits and signals.
    ///
    /// # Errors
    ///
    /// [`SeriesError::Foreign`] for a plan or a series length other than the report's, and
    /// whatever reading the series would give.
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
        if self.plan != plan.fingerprint_text() {
            return Err(SeriesError::Foreign { what: "plan" });
        }
        if series.len() != self.counts.points {
            return Err(SeriesError::Foreign { what: "series" });
        }
        for (index, observation) in series.iter().enumerate() {
            plan.chart().read(observation, index, plan.invalid())?;
        }
        let phases = self.phases.iter().enumerate();
        Ok(phases.flat_map(move |(number, phase)| {
            let mut plotter = phase
                .parameters()
                .map(|parameters| Plotter::new(*parameters));
            (phase.first..=phase.last)
                .filter_map(move |index| self.point(plan, series, number, index, &mut plotter))
        }))
    }

    /// The zero-based indices of a signal's members, in rising order.
    ///
    /// Of a run or trend, every useful point of the stretch that counts: points skipped for a tie
    /// are none. Of `KOfM`, the points beyond the zone. Of a whole-phase test, the useful points
    /// of its stretch.
    ///
    /// # Errors
    ///
    /// As for [`points`](Self::points).
    pub fn members<'a>(
        &'a self,
        plan: &'a Plan,
        series: impl Into<Series<'a>>,
        signal: &Signal,
    ) -> Result<Vec<usize>, SeriesError> {
        let Some(position) = self.signals.iter().position(|known| known == signal) else {
            return Ok(Vec::new());
        };
        let points = self.points(plan, series)?;
        let members = points.filter(|point| point.signals.contains(&position));
        Ok(members.map(|point| point.index).collect())
    }

    fn point(
        &self,
        plan: &Plan,
        series: Series<'_>,
        phase: usize,
        index: usize,
        plotter: &mut Option<Plotter>,
    ) -> Option<Point> {
        let observation = series.get(index)?;
        let sample = plan.chart().read(observation, index, plan.invalid()).ok()?;
        let mut point = Point {
            index,
            phase,
            value: None,
            status: sample.is_present().then_some(observation.status),
            side: None,
            limits: None,
            signals: Vec::new(),
        };
        let Some(plotter) = plotter else {
            point.value = sample.is_present().then_some(sample.value);
            return Some(point);
        };
        if let Some(plotted) = plotter.step(plan, sample) {
            point.value = Some(plotted.value);
            point.limits = Some(plotter.limits(plan, plotted.place));
            if let Some(mark) = plotted.mark {
                point.side = mark.side;
                point.signals = self.signals_at(plan, phase, index, mark);
            }
        }
        Some(point)
    }

    fn signals_at(&self, plan: &Plan, phase: usize, index: usize, mark: Mark) -> Vec<usize> {
        let covers = |signal: &Signal| {
            signal.phase == phase && (signal.first..=signal.last).contains(&index)
        };
        let is_member = |signal: &Signal| plan.has_member(signal, mark, index == signal.first);
        let numbered = self.signals.iter().enumerate();
        numbered
            .filter(|(_, signal)| covers(signal) && is_member(signal))
            .map(|(position, _)| position)
            .collect()
    }
}
