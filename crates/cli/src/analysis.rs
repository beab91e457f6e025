//! A data set and its plans, run: what every series says.

use std::num::NonZeroUsize;

use rayon::prelude::*;
use redbead::{Measurement, Panel, Plan, Report, Series, SeriesError};
use redbead_io::{DataSeries, Dataset, PeriodKind, RecordOptions, SeriesRecord, Source};

use crate::inputs::in_flags;
use crate::load::Loaded;
use crate::plan_file::PlanFile;
use crate::plural::counted;
use crate::problem::Problem;
use crate::progress::Progress;
use crate::rate_scale;
use crate::resolve::Resolved;
use crate::terminal::remark;
use crate::words::{period_words, wording_of};

/// Why a point has no figure that the chart can use, as records write it.
pub(crate) const INVALID: &str = "invalid";

/// What every series of a data set says, in the order of the data.
#[derive(Debug)]
pub(crate) struct Analysis<'a> {
    pub(crate) file: &'a PlanFile,
    pub(crate) data: &'a Dataset,
    pub(crate) resolved: &'a Resolved,
    results: Vec<Result<Report, String>>,
    /// What was found by looking at the figures, to be told.
    pub(crate) notes: Vec<String>,
}

/// One series with its plan, its figures and what it says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    pub(crate) number: usize,
    pub(crate) data: &'a DataSeries,
    pub(crate) plan: &'a Plan,
    pub(crate) series: Series<'a>,
    /// Its report, or why it was refused.
    pub(crate) result: Result<&'a Report, &'a str>,
}

impl<'a> Analysis<'a> {
    /// As [`run`](Self::run), with progress for those who look on.
    pub(crate) fn with_progress(
        loaded: &'a Loaded,
        threads: Option<NonZeroUsize>,
        quiet: bool,
    ) -> Result<Self, Problem> {
        let Loaded {
            file,
            data,
            resolved,
            ..
        } = loaded;
        let judging = Progress::begin("judging", Some(data.series().len() as u64), quiet);
        let tell = judging.teller();
        let analysis = Self::run(file, data, resolved, threads, &tell);
        drop(tell);
        judging.end();
        let mut analysis = analysis?;
        analysis.notes = rate_scale::notes(&analysis);
        if !quiet {
            for note in &analysis.notes {
                remark(&format!("note: {note}"));
            }
        }
        Ok(analysis)
    }

    /// Runs each group of series with one plan as one panel.
    ///
    /// `done` hears of the number of series that are ready.
    fn run(
        file: &'a PlanFile,
        data: &'a Dataset,
        resolved: &'a Resolved,
        threads: Option<NonZeroUsize>,
        done: &(dyn Fn(u64) + Sync),
    ) -> Result<Self, Problem> {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); resolved.plans().len()];
        let mut results: Vec<Result<Report, String>> = Vec::with_capacity(data.series().len());
        for number in 0..data.series().len() {
            match resolved.plan_of(number) {
                Ok(plan) => {
                    groups[plan].push(number);
                    results.push(Err(String::new()));
                }
                Err(reason) => results.push(Err(reason.to_owned())),
            }
        }
        let work = || -> Vec<Vec<_>> {
            let groups = groups.par_iter().zip(resolved.plans());
            groups
                .map(|(members, plan)| scan(data, resolved, members, plan, done))
                .collect()
        };
        let found = match threads {
            None => work(),
            Some(threads) => pool(threads)?.install(work),
        };
        for (members, found) in groups.iter().zip(found) {
            for (number, result) in members.iter().zip(found) {
                results[*number] = result.map_err(|error| told(&error, &data.series()[*number]));
            }
        }
        Ok(Self {
            file,
            data,
            resolved,
            results,
            notes: Vec::new(),
        })
    }

    /// What was read, and how many figures were taken as missing because a chart cannot use them.
    pub(crate) fn account(&self) -> String {
        let account = self.data.account();
        let reports = self.results.iter().flatten();
        match reports.map(|report| report.counts.invalid).sum() {
            0 => account.to_string(),
            invalid => format!(
                "{account}; {} that the chart cannot use, taken as missing",
                counted(invalid, "figure")
            ),
        }
    }

    /// The series, in the order of the data.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        (0..self.results.len()).map(|number| self.line(number))
    }

    /// The series at a position.
    pub(crate) fn line(&self, number: usize) -> Line<'_> {
        let data = &self.data.series()[number];
        let plan = self.resolved.plan_of(number).ok();
        let plan = plan.and_then(|plan| self.resolved.plans().get(plan));
        Line {
            number,
            data,
            plan: plan.unwrap_or(self.resolved.usual()),
            series: self.resolved.series(number, data),
            result: self.results[number].as_ref().map_err(String::as_str),
        }
    }

    /// The record of a series.
    pub(crate) fn record(&self, line: &Line<'_>, options: RecordOptions) -> SeriesRecord {
        let (names, keys) = (self.data.key_names(), line.data.keys());
        let refused =
            |reason: &dyn std::fmt::Display| SeriesRecord::refused(names, keys, line.plan, reason);
        let report = match line.result {
            Ok(report) => report,
            Err(reason) => return refused(&reason),
        };
        let label = |index: usize| line.data.label(index);
        let invalid = line.invalid();
        let why = |index: usize| match line.data.why_missing(index) {
            Some(why) => Some(crate::words::why_missing(why)),
            None => invalid.binary_search(&index).is_ok().then_some(INVALID),
        };
        let first_day = |index: usize| {
            let period = line.data.periods().get(index)?;
            Some(period.first_in(PeriodKind::Day)?.to_string())
        };
        let words = self.file.wording_of(names, keys);
        let source = Source::new(names, keys, line.series, &label)
            .why_missing(&why)
            .first_day(&first_day)
            .wording(wording_of(&words, period_words(line.data)));
        let record = SeriesRecord::of(&source, line.plan, report, options);
        record.unwrap_or_else(|error| refused(&error))
    }
}

impl Line<'_> {
    /// The points whose figure the chart cannot use and the plan takes as missing, in order.
    pub(crate) fn invalid(&self) -> Vec<usize> {
        let Some(report) = self.result.ok().filter(|report| report.counts.invalid > 0) else {
            return Vec::new();
        };
        let points = report.points(self.plan, self.series);
        let unused = points
            .into_iter()
            .flatten()
            .filter(|point| point.status.is_none());
        unused
            .map(|point| point.index)
            .filter(|index| self.data.why_missing(*index).is_none() && !self.has_no_spread(*index))
            .collect()
    }

    /// Whether a point is a subgroup too small to have a spread, which is missing and not invalid.
    fn has_no_spread(&self, index: usize) -> bool {
        let observation = self.series.get(index);
        observation
            .is_some_and(|it| matches!(it.measurement, Measurement::Subgroup { size: 0 | 1, .. }))
    }
}

/// An error of the engine, at the label of its point.
fn told(error: &SeriesError, series: &DataSeries) -> String {
    if let Some(said) = in_flags(error) {
        return said;
    }
    match error.index() {
        Some(index) if index < series.len() => {
            let said = error.to_string();
            // The label names the point better than its number.
            let said = said
                .strip_prefix(&format!("point {index}: "))
                .unwrap_or(&said);
            format!("{}: {said}", series.label(index))
        }
        _ => error.to_string(),
    }
}

/// So many series that the progress is told of.
const STEP: usize = 4096;

fn scan(
    data: &Dataset,
    resolved: &Resolved,
    members: &[usize],
    plan: &Plan,
    done: &(dyn Fn(u64) + Sync),
) -> Vec<Result<Report, SeriesError>> {
    let panel = Panel::new(plan.clone());
    let mut results = Vec::with_capacity(members.len());
    for members in members.chunks(STEP) {
        let series = members.iter();
        let series = series.map(|number| resolved.series(*number, &data.series()[*number]));
        let series: Vec<Series<'_>> = series.collect();
        results.extend(panel.scan(&series));
        done(series.len() as u64);
    }
    results
}

fn pool(threads: NonZeroUsize) -> Result<rayon::ThreadPool, Problem> {
    let most = Panel::MAX_THREADS;
    if threads.get() > most {
        return Err(Problem::usage(format!(
            "--threads {threads}, expected at most {most}"
        )));
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.get())
        .build();
    pool.map_err(|error| {
        Problem::work(format!(
            "{threads} threads cannot be started: {error}; use fewer"
        ))
    })
}
