//! Whole series: reports and summaries of points that are all there.

use std::cell::Cell;

use crate::course::Course;
use crate::error::SeriesError;
use crate::plan::Plan;
use crate::report::Report;
use crate::series::Series;
use crate::summary::Summary;
use crate::sweep::{Results, Scratch};

/// Gives memory that the calling thread keeps from one series to the next, unless the series is so
/// long that it would keep much for nothing.
fn with_scratch<T>(series: Series<'_>, work: impl FnOnce(&mut Scratch) -> T) -> T {
    /// Memory for as many points: some megabytes.
    const MOST_POINTS: usize = 1 << 16;

    thread_local! {
        static SCRATCH: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
    }

    // None where the thread is ending.
    let kept = SCRATCH.try_with(Cell::take).ok().flatten();
    let mut scratch = kept.unwrap_or_default();
    let done = work(&mut scratch);
    if series.len() <= MOST_POINTS {
        // Otherwise, or at the end of the thread, it goes.
        let _ = SCRATCH.try_with(|kept| kept.set(Some(scratch)));
    }
    done
}

impl Plan {
    /// The report of a whole series.
    ///
    /// Linear in the points; bit for bit what [`Monitor::push`](crate::Monitor::push) of each point
    /// and [`Monitor::finish`](crate::Monitor::finish) give.
    ///
    /// # Errors
    ///
    /// The first observation that the plan cannot use.
    ///
    /// ```
    /// use redbead::{Chart, Plan};
    ///
    /// let plan = Plan::builder(Chart::individuals()).build()?;
    /// let report = plan.scan(&[39.0, 41.0, 41.0, 43.0, 44.0, 41.0, 42.0, 40.0])?;
    /// assert!(report.signals.is_empty() && report.is_judged());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn scan<'a>(&self, series: impl Into<Series<'a>>) -> Result<Report, SeriesError> {
        let series = series.into();
        with_scratch(series, |scratch| self.scan_with(series, scratch))
    }

    /// The summary of a whole series: that of its report, without the report.
    ///
    /// # Errors
    ///
    /// As for [`scan`](Self::scan).
    pub fn summarize<'a>(&self, series: impl Into<Series<'a>>) -> Result<Summary, SeriesError> {
        let series = series.into();
        with_scratch(series, |scratch| self.summarize_with(series, scratch))
    }

    fn scan_with(&self, series: Series<'_>, scratch: &mut Scratch) -> Result<Report, SeriesError> {
        let mut results = [None];
        self.sweep_reports(&[series], scratch, &mut results);
        let [swept] = results;
        swept.unwrap_or_else(|| self.scan_phases(series, scratch))
    }

    fn summarize_with(
        &self,
        series: Series<'_>,
        scratch: &mut Scratch,
    ) -> Result<Summary, SeriesError> {
        let mut results = [None];
        self.sweep_summaries(&[series], scratch, &mut results);
        let [swept] = results;
        swept.unwrap_or_else(|| self.scan_with(series, scratch)?.summary(self))
    }

    /// The reports of up to [`SIDE_BY_SIDE`](crate::lanes::SIDE_BY_SIDE) series; of those that are
    /// left out, none.
    pub(crate) fn scan_side_by_side(
        &self,
        series: &[Series<'_>],
        scratch: &mut Scratch,
        results: Results<'_, Report>,
    ) {
        self.sweep_reports(series, scratch, results);
        for (series, result) in series.iter().zip(results) {
            result.get_or_insert_with(|| self.scan_phases(*series, scratch));
        }
    }

    /// The summaries of as many series.
    pub(crate) fn summarize_side_by_side(
        &self,
        series: &[Series<'_>],
        scratch: &mut Scratch,
        results: Results<'_, Summary>,
    ) {
        self.sweep_summaries(series, scratch, results);
        for (series, result) in series.iter().zip(results) {
            result.get_or_insert_with(|| self.scan_with(*series, scratch)?.summary(self));
        }
    }

    /// Phase by phase where all can be judged, and else point by point.
    fn scan_phases(
        &self,
        series: Series<'_>,
        scratch: &mut Scratch,
    ) -> Result<Report, SeriesError> {
        let swept = self.sweep_phases(series, scratch);
        swept.unwrap_or_else(|| self.scan_by_line(series))
    }

    /// Point by point, as a stream goes.
    pub(crate) fn scan_by_line(&self, series: Series<'_>) -> Result<Report, SeriesError> {
        let mut course = Course::new();
        for observation in series.iter() {
            course.take(self, observation)?;
        }
        course.state.finish(self);
        Ok(course.state.report(self, false))
    }
}
