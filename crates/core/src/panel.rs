//! Panels: one plan over many series, in parallel across series.
//!
//! The only file that names the array and the thread-pool crates. Parallelism never reaches
//! inside a series, so results do not depend on the number of threads.

use std::ops::Range;

#[cfg(any(feature = "ndarray", feature = "rayon"))]
use crate::error::PanelError;
use crate::error::SeriesError;
use crate::lanes::SIDE_BY_SIDE;
use crate::plan::Plan;
use crate::report::Report;
use crate::series::Series;
use crate::summary::Summary;
use crate::sweep::{Results, Scratch};

/// What a panel says of one series: its report, or why it could not be read. One bad series does
/// not spoil the others.
pub type SeriesResult = Result<Report, SeriesError>;

/// What a panel says of one series in short: its summary, or why it could not be read.
pub type SummaryResult = Result<Summary, SeriesError>;

/// One plan over many series.
///
/// Results come in the order of the series. Without the `rayon` feature everything runs on the
/// calling thread.
///
/// ```
/// use redbead::{Chart, Panel, Plan, Series};
///
/// let panel = Panel::new(Plan::builder(Chart::run()).build()?);
/// let wards = [vec![3.0, 4.0, 2.0, 5.0], vec![9.0, 8.0, 9.0]];
/// let series: Vec<Series> = wards.iter().map(Series::from).collect();
/// let reports = panel.scan(&series);
/// assert_eq!(reports.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Panel {
    plan: Plan,
    #[cfg(feature = "rayon")]
    pool: Option<rayon::ThreadPool>,
}

impl Panel {
    /// Most threads that a panel starts: far more than help, few enough to start at once.
    #[cfg(feature = "rayon")]
    pub const MAX_THREADS: usize = 1024;

    /// A panel on all threads that the program's global pool has.
    #[must_use]
    pub fn new(plan: Plan) -> Self {
        Self {
            plan,
            #[cfg(feature = "rayon")]
            pool: None,
        }
    }

    /// A panel with a pool of its own.
    ///
    /// # Errors
    ///
    /// [`PanelError::Threads`] above [`MAX_THREADS`](Self::MAX_THREADS), or when the operating
    /// system refuses them.
    #[cfg(feature = "rayon")]
    pub fn with_threads(plan: Plan, threads: std::num::NonZeroUsize) -> Result<Self, PanelError> {
        let refuse = |reason: String| PanelError::Threads {
            threads: threads.get(),
            reason,
        };
        if threads.get() > Self::MAX_THREADS {
            return Err(refuse(format!("the limit is {}", Self::MAX_THREADS)));
        }
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.get())
            .build()
            .map_err(|error| refuse(error.to_string()))?;
        Ok(Self {
            plan,
            pool: Some(pool),
        })
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Reports of series of any lengths, in their order.
    #[must_use]
    pub fn scan(&self, series: &[Series<'_>]) -> Vec<SeriesResult> {
        self.map(series.len(), |scratch, rows, results| {
            self.plan.scan_side_by_side(&series[rows], scratch, results);
        })
    }

    /// Summaries of series of any lengths, in their order: those of the reports of
    /// [`scan`](Self::scan).
    ///
    /// About a hundred bytes a series. On run, individuals, p, c and u charts with limits at multiples of
    /// sigma, one phase and no re-phasing they take less than half the time of reports where there are
    /// signals; other plans, those that widen what is current, and series with provisional points
    /// take the road of the report first.
    #[must_use]
    pub fn summarize(&self, series: &[Series<'_>]) -> Vec<SummaryResult> {
        self.map(series.len(), |scratch, rows, results| {
            self.plan
                .summarize_side_by_side(&series[rows], scratch, results);
        })
    }

    /// Reports of the rows of a matrix: one series a row, time along the columns.
    ///
    /// NaN is refused row by row, unless the plan says
    /// [`Invalid::NanIsMissing`](crate::Invalid::NanIsMissing). Rows that are not contiguous in
    /// memory are copied first.
    #[cfg(feature = "ndarray")]
    #[must_use]
    pub fn scan_rows(&self, values: ndarray::ArrayView2<'_, f64>) -> Vec<SeriesResult> {
        self.map(values.nrows(), |scratch, rows, results| {
            let values = contiguous(values, &rows);
            let series: [Series<'_>; SIDE_BY_SIDE] =
                std::array::from_fn(|row| Series::values(&values[row]));
            self.plan
                .scan_side_by_side(&series[..rows.len()], scratch, results);
        })
    }

    /// Summaries of the rows of a matrix, as [`scan_rows`](Self::scan_rows) reads them.
    #[cfg(feature = "ndarray")]
    #[must_use]
    pub fn summarize_rows(&self, values: ndarray::ArrayView2<'_, f64>) -> Vec<SummaryResult> {
        self.map(values.nrows(), |scratch, rows, results| {
            let values = contiguous(values, &rows);
            let series: [Series<'_>; SIDE_BY_SIDE] =
                std::array::from_fn(|row| Series::values(&values[row]));
            self.plan
                .summarize_side_by_side(&series[..rows.len()], scratch, results);
        })
    }

    /// Reports of the rows of a matrix of numerators over one of denominators.
    ///
    /// # Errors
    ///
    /// [`PanelError::ShapeMismatch`] when the shapes differ.
    #[cfg(feature = "ndarray")]
    pub fn scan_ratio_rows(
        &self,
        numerators: ndarray::ArrayView2<'_, f64>,
        denominators: ndarray::ArrayView2<'_, f64>,
    ) -> Result<Vec<SeriesResult>, PanelError> {
        same_shape(numerators, denominators)?;
        Ok(self.map(numerators.nrows(), |scratch, rows, results| {
            let (above, below) = (
                contiguous(numerators, &rows),
                contiguous(denominators, &rows),
            );
            let series = ratios(&above, &below);
            self.plan
                .scan_side_by_side(&series[..rows.len()], scratch, results);
        }))
    }

    /// Summaries of the rows of a matrix of numerators over one of denominators.
    ///
    /// # Errors
    ///
    /// [`PanelError::ShapeMismatch`] when the shapes differ.
    #[cfg(feature = "ndarray")]
    pub fn summarize_ratio_rows(
        &self,
        numerators: ndarray::ArrayView2<'_, f64>,
        denominators: ndarray::ArrayView2<'_, f64>,
    ) -> Result<Vec<SummaryResult>, PanelError> {
        same_shape(numerators, denominators)?;
        Ok(self.map(numerators.nrows(), |scratch, rows, results| {
            let (above, below) = (
                contiguous(numerators, &rows),
                contiguous(denominators, &rows),
            );
            let series = ratios(&above, &below);
            self.plan
                .summarize_side_by_side(&series[..rows.len()], scratch, results);
        }))
    }

    /// What `work` makes of each number below `count`: it takes up to [`SIDE_BY_SIDE`] of them at
    /// once, with memory of its own that it may use again, and leaves a result for each.
    #[cfg(feature = "rayon")]
    fn map<U: Send>(
        &self,
        count: usize,
        work: impl Fn(&mut Scratch, Range<usize>, Results<'_, U>) + Sync + Send,
    ) -> Vec<Result<U, SeriesError>> {
        use rayon::prelude::*;

        let run = || {
            // Few series are spread over the threads, and more are taken side by side.
            let batches = 4 * rayon::current_num_threads();
            let together = (count / batches).clamp(1, SIDE_BY_SIDE);
            let mut results = empty(count);
            let batches = results.par_chunks_mut(together).enumerate();
            batches.for_each_init(Scratch::default, |scratch, (batch, results)| {
                let first = batch * together;
                work(scratch, first..first + results.len(), results);
            });
            results
        };
        full(match &self.pool {
            Some(pool) => pool.install(run),
            None => run(),
        })
    }

    #[cfg(not(feature = "rayon"))]
    fn map<U>(
        &self,
        count: usize,
        work: impl Fn(&mut Scratch, Range<usize>, Results<'_, U>),
    ) -> Vec<Result<U, SeriesError>> {
        let (mut scratch, mut results) = (Scratch::default(), empty(count));
        for (batch, results) in results.chunks_mut(SIDE_BY_SIDE).enumerate() {
            let first = batch * SIDE_BY_SIDE;
            work(&mut scratch, first..first + results.len(), results);
        }
        full(results)
    }
}

/// A place for each result.
fn empty<U>(count: usize) -> Vec<Option<Result<U, SeriesError>>> {
    let mut results = Vec::with_capacity(count);
    results.resize_with(count, || None);
    results
}

/// The results, where they lie.
fn full<U>(results: Vec<Option<Result<U, SeriesError>>>) -> Vec<Result<U, SeriesError>> {
    let of_each = |result: Option<_>| result.expect("a batch leaves a result for each series");
    results.into_iter().map(of_each).collect()
}

#[cfg(feature = "ndarray")]
fn same_shape(
    numerators: ndarray::ArrayView2<'_, f64>,
    denominators: ndarray::ArrayView2<'_, f64>,
) -> Result<(), PanelError> {
    if numerators.dim() == denominators.dim() {
        return Ok(());
    }
    Err(PanelError::ShapeMismatch {
        numerators: numerators.dim(),
        denominators: denominators.dim(),
    })
}

/// The series of rows of numerators over rows of denominators.
#[cfg(feature = "ndarray")]
fn ratios<'a>(
    numerators: &'a [std::borrow::Cow<'_, [f64]>; SIDE_BY_SIDE],
    denominators: &'a [std::borrow::Cow<'_, [f64]>; SIDE_BY_SIDE],
) -> [Series<'a>; SIDE_BY_SIDE] {
    let rows = numerators.iter().zip(denominators);
    let mut series = rows.map(|(above, below)| Series::row_of_ratios(above, below));
    std::array::from_fn(|_| series.next().unwrap_or(Series::values(&[])))
}

/// Rows of a matrix, copied where they are not contiguous, and nothing in the places of rows that are
/// not asked for.
#[cfg(feature = "ndarray")]
fn contiguous<'a>(
    matrix: ndarray::ArrayView2<'a, f64>,
    rows: &Range<usize>,
) -> [std::borrow::Cow<'a, [f64]>; SIDE_BY_SIDE] {
    std::array::from_fn(|place| {
        let row = rows.start + place;
        if row >= rows.end {
            return [].as_slice().into();
        }
        let row = matrix.index_axis_move(ndarray::Axis(0), row);
        match row.to_slice() {
            Some(slice) => slice.into(),
            None => row.to_vec().into(),
        }
    })
}
