//! One series of its rows.

use std::sync::Arc;

use redbead::{Observation, Spread, SpreadKind, Status};

use super::holes::{Grid, Spacings};
use super::rows::Problems;
use super::store::{Marks, Numbers, Store, StoreKind};
use crate::account::{Account, WhyMissing};
use crate::dataset::{DataSeries, Points, Spellings};
use crate::error::{ProblemKind, ReadError};
use crate::options::{Duplicates, Holes, ReadOptions};
use crate::period::{Period, PeriodKind};

/// Holes that are filled whatever the number of points, and for each of these.
const MOST_HOLES: (u64, u64) = (100_000, 20);

/// Makes series of rows, and accounts for them.
pub(crate) struct Builder<'a> {
    pub(crate) file: &'a str,
    pub(crate) options: &'a ReadOptions,
    pub(crate) store: &'a Store,
    /// By the numbers of moments; none where rows come in the order of time.
    pub(crate) periods: Option<&'a [Period]>,
    /// By the numbers of moments, where rows come in the order of time and have labels.
    pub(crate) labels: Option<&'a [String]>,
    pub(crate) spacings: Spacings,
    pub(crate) spellings: Arc<Spellings>,
    pub(crate) account: &'a mut Account,
    pub(crate) problems: &'a mut Problems,
    /// The widest hole so far, and a period at its end.
    pub(crate) widest: Option<(u64, Period)>,
}

/// The points of one series, as they are put behind each other.
struct Out {
    kind: StoreKind,
    periods: Vec<Period>,
    first: Vec<f64>,
    second: Vec<f64>,
    observations: Vec<Observation>,
    status: Option<Vec<Status>>,
    missing: Vec<(u32, WhyMissing)>,
    revised: Vec<u32>,
}

impl Out {
    fn new(kind: StoreKind, capacity: usize) -> Self {
        let of = |needed: bool| if needed { capacity } else { 0 };
        let subgroups = matches!(kind, StoreKind::Subgroups(_) | StoreKind::Raw(_));
        Self {
            kind,
            periods: Vec::with_capacity(capacity),
            first: Vec::with_capacity(of(!subgroups)),
            second: Vec::with_capacity(of(kind == StoreKind::Ratios)),
            observations: Vec::with_capacity(of(subgroups)),
            status: None,
            missing: Vec::new(),
            revised: Vec::new(),
        }
    }

    fn push(&mut self, period: Period, numbers: Numbers, marks: Marks, why: Option<WhyMissing>) {
        // A series holds no more points than there are rows and filled holes, which 32 bits count.
        let index = self.periods.len();
        let index_in_32 = u32::try_from(index).unwrap_or(u32::MAX);
        self.periods.push(period);
        if let Some(why) = why {
            self.missing.push((index_in_32, why));
        }
        if marks.has(Marks::REVISED) {
            self.revised.push(index_in_32);
        }
        let status = if marks.has(Marks::EXCLUDED) {
            Status::Excluded
        } else if marks.has(Marks::PROVISIONAL) {
            Status::Provisional
        } else {
            Status::Confirmed
        };
        if status != Status::Confirmed && self.status.is_none() {
            self.status = Some(vec![Status::Confirmed; index]);
        }
        if let Some(all) = &mut self.status {
            all.push(status);
        }
        match self.kind {
            StoreKind::Values => self.first.push(numbers.first),
            StoreKind::Ratios => {
                self.first.push(numbers.first);
                self.second.push(numbers.second);
            }
            StoreKind::Subgroups(kind) | StoreKind::Raw(kind) => {
                let spread = match kind {
                    SpreadKind::Deviation => Spread::Deviation(numbers.second),
                    SpreadKind::Range => Spread::Range(numbers.second),
                };
                let subgroup = Observation::subgroup(numbers.first, spread, numbers.size);
                let observation = if why.is_some() {
                    Observation::missing()
                } else {
                    subgroup
                };
                self.observations.push(observation.with_status(status));
            }
        }
    }
}

impl Builder<'_> {
    /// The series of some rows, which are in the order of the file.
    pub(crate) fn series(
        &mut self,
        keys: Vec<String>,
        rows: &[u32],
    ) -> Result<DataSeries, ReadError> {
        let mut out = Out::new(self.store.kind, rows.len());
        let mut own_labels = self.labels.map(|_| Vec::with_capacity(rows.len()));
        let sorted = self.sorted(rows);
        let rows = sorted.as_deref().unwrap_or(rows);
        // Rows are added up, so a total in one period and parts in another would be one series.
        let several = self.options.duplicates == Duplicates::Sum
            && (1..rows.len()).any(|at| {
                self.periods.is_some() && self.period(rows, at) == self.period(rows, at - 1)
            });
        if several && self.is_mixed(&keys, rows) {
            return Ok(self.finished(keys, out, own_labels));
        }
        let grid = self.periods.and_then(|_| {
            let mut distinct: Vec<Period> = Vec::with_capacity(rows.len());
            distinct.extend((0..rows.len()).filter_map(|at| self.period(rows, at)));
            distinct.dedup();
            self.spacings.grid(&distinct)
        });
        let mut at = 0;
        while at < rows.len() {
            let Some(period) = self.period(rows, at) else {
                return Err(self.too_many_points());
            };
            let mut end = at + 1;
            while end < rows.len()
                && self.periods.is_some()
                && self.period(rows, end) == Some(period)
            {
                end += 1;
            }
            self.holes(grid, &mut out, period)?;
            let (numbers, marks) = self.merged(&keys, period, &rows[at..end]);
            let (numbers, marks) = self.of_something(numbers, marks, &rows[at..end]);
            self.count(marks);
            out.push(period, numbers, marks, marks.why());
            if let (Some(own), Some(labels)) = (&mut own_labels, self.labels) {
                let moment = self.store.moments[rows[at] as usize] as usize;
                own.push(labels.get(moment).cloned().unwrap_or_default());
            }
            at = end;
        }
        self.account.points += out.periods.len() as u64;
        if u32::try_from(out.periods.len()).is_err() {
            return Err(self.too_many_points());
        }
        Ok(self.finished(keys, out, own_labels))
    }

    fn finished(&self, keys: Vec<String>, out: Out, own_labels: Option<Vec<String>>) -> DataSeries {
        DataSeries {
            keys,
            periods: out.periods,
            points: match self.store.kind {
                StoreKind::Values => Points::Values(out.first),
                StoreKind::Ratios => Points::Ratios(out.first, out.second),
                StoreKind::Subgroups(_) | StoreKind::Raw(_) => Points::Subgroups(out.observations),
            },
            status: out.status,
            missing: out.missing,
            revised: out.revised,
            spellings: Arc::clone(&self.spellings),
            own_labels,
        }
    }

    fn too_many_points(&self) -> ReadError {
        ReadError::TooLarge {
            file: self.file.to_owned(),
            what: "points of one series",
            limit: u64::from(u32::MAX),
        }
    }

    fn period(&self, rows: &[u32], at: usize) -> Option<Period> {
        match self.periods {
            Some(periods) => {
                let moment = self.store.moments[*rows.get(at)? as usize];
                periods.get(moment as usize).copied()
            }
            None => Period::new(PeriodKind::Index, i64::try_from(at).ok()? + 1),
        }
    }

    /// The rows in the order of time, where they are not so already; those of one period in the
    /// order of the file.
    fn sorted(&mut self, rows: &[u32]) -> Option<Vec<u32>> {
        let periods = self.periods?;
        let period = |row: &u32| periods.get(self.store.moments[*row as usize] as usize);
        if rows.is_sorted_by_key(period) {
            return None;
        }
        let mut latest = None;
        for row in rows {
            let own = period(row);
            self.account.out_of_order += u64::from(own < latest);
            latest = latest.max(own);
        }
        let mut sorted = rows.to_vec();
        sorted.sort_by_key(period);
        Some(sorted)
    }

    /// Counts the periods without a row before this one, and fills them where that is asked for.
    fn holes(
        &mut self,
        grid: Option<Grid>,
        out: &mut Out,
        period: Period,
    ) -> Result<(), ReadError> {
        let (Some(grid), Some(before)) = (grid, out.periods.last().copied()) else {
            return Ok(());
        };
        let holes = grid.between(before, period);
        if holes == 0 {
            return Ok(());
        }
        self.account.holes += holes;
        if self.options.holes == Holes::Leave {
            return Ok(());
        }
        if self.widest.is_none_or(|(widest, _)| holes > widest) {
            self.widest = Some((holes, period));
        }
        let points = self.store.len() as u64;
        if self.account.holes
            > MOST_HOLES
                .0
                .saturating_add(points.saturating_mul(MOST_HOLES.1))
        {
            return Err(ReadError::TooManyHoles {
                file: self.file.to_owned(),
                holes: self.account.holes,
                points,
                example: self.widest.map_or(period, |(_, period)| period).to_string(),
            });
        }
        let mut hole = grid.next(before);
        while let Some(empty) = hole.filter(|hole| *hole < period) {
            out.push(
                empty,
                Numbers::MISSING,
                Marks::default(),
                Some(WhyMissing::Hole),
            );
            self.account.filled += 1;
            hole = grid.next(empty);
        }
        Ok(())
    }

    fn count(&mut self, marks: Marks) {
        match marks.why() {
            None | Some(WhyMissing::Hole) => {}
            Some(WhyMissing::Missing) => self.account.missing += 1,
            Some(WhyMissing::Suppressed) => self.account.suppressed += 1,
            Some(WhyMissing::NotApplicable) => self.account.not_applicable += 1,
            Some(WhyMissing::Infinite) => self.account.infinite += 1,
            Some(WhyMissing::NoExposure) => self.account.no_exposure += 1,
        }
        self.account.excluded += u64::from(marks.has(Marks::EXCLUDED));
        let provisional = marks.has(Marks::PROVISIONAL) && !marks.has(Marks::EXCLUDED);
        self.account.provisional += u64::from(provisional);
        self.account.revised += u64::from(marks.has(Marks::REVISED));
    }

    /// One point of the rows of a period.
    fn merged(&mut self, keys: &[String], period: Period, rows: &[u32]) -> (Numbers, Marks) {
        let of = |row: &u32| {
            let row = *row as usize;
            (self.store.numbers(row), self.store.marks[row])
        };
        if let StoreKind::Raw(kind) = self.store.kind {
            self.is_mixed(keys, rows);
            return self.subgroup(kind, keys, period, rows);
        }
        let [first, others @ ..] = rows else {
            return (Numbers::MISSING, Marks::default());
        };
        if others.is_empty() {
            return of(first);
        }
        if self.is_mixed(keys, rows) {
            return of(first);
        }
        match self.options.duplicates {
            Duplicates::Sum => {
                self.account.duplicates += others.len() as u64;
                let (sum, marks) =
                    others
                        .iter()
                        .map(of)
                        .fold(of(first), |(sum, marks), (numbers, own)| {
                            let sum = Numbers {
                                first: sum.first + numbers.first,
                                second: sum.second + numbers.second,
                                size: 0,
                            };
                            (sum, marks.with(own))
                        });
                if sum.first.is_infinite() || sum.second.is_infinite() {
                    self.overflow(keys, period, rows);
                }
                (sum, marks)
            }
            Duplicates::First => {
                self.dropped(others.len());
                of(first)
            }
            Duplicates::Last => {
                self.dropped(others.len());
                of(rows.last().unwrap_or(first))
            }
            Duplicates::Refuse => {
                for row in others {
                    self.problems.at(
                        u64::from(self.store.lines[*row as usize]),
                        None,
                        ProblemKind::Duplicate {
                            series: in_words(keys),
                            period: period.to_string(),
                            first: u64::from(self.store.lines[*first as usize]),
                        },
                    );
                }
                of(first)
            }
        }
    }

    /// The point, missing where its count is of nothing, or of less in any of its rows.
    fn of_something(&mut self, numbers: Numbers, marks: Marks, rows: &[u32]) -> (Numbers, Marks) {
        let negative = |row: &&u32| self.store.numbers(**row as usize).second < 0.0;
        if self.store.kind != StoreKind::Ratios || marks.why().is_some() {
            return (numbers, marks);
        }
        let wrong = rows.iter().find(negative);
        let Some(row) = wrong.or_else(|| rows.first().filter(|_| numbers.second <= 0.0)) else {
            return (numbers, marks);
        };
        let line = u64::from(self.store.lines[*row as usize]);
        let first = self.account.first_no_exposure;
        self.account.first_no_exposure = Some(first.map_or(line, |first| first.min(line)));
        let mut marks = marks;
        marks.set_why(Some(WhyMissing::NoExposure));
        (Numbers::MISSING, marks)
    }

    /// Whether some of these rows are totals and others are not, which is a problem.
    fn is_mixed(&mut self, keys: &[String], rows: &[u32]) -> bool {
        let total = |row: &u32| self.store.marks[*row as usize].has(Marks::TOTAL);
        let line = |row: &u32| u64::from(self.store.lines[*row as usize]);
        let Some(first) = rows.first() else {
            return false;
        };
        let Some(other) = rows.iter().find(|row| total(row) != total(first)) else {
            return false;
        };
        self.problems.at(
            line(other),
            None,
            ProblemKind::TotalAmongParts {
                series: in_words(keys),
                first: line(first),
            },
        );
        true
    }

    /// A sum or a mean that no number can hold.
    fn overflow(&mut self, keys: &[String], period: Period, rows: &[u32]) {
        let line = rows
            .first()
            .map_or(0, |row| u64::from(self.store.lines[*row as usize]));
        let (series, period) = (in_words(keys), period.to_string());
        self.problems
            .at(line, None, ProblemKind::Overflow { series, period });
    }

    fn dropped(&mut self, rows: usize) {
        self.account.duplicates += rows as u64;
        self.account.used = self.account.used.saturating_sub(rows as u64);
    }

    /// One subgroup of raw values; missing ones among them are left out.
    fn subgroup(
        &mut self,
        kind: SpreadKind,
        keys: &[String],
        period: Period,
        rows: &[u32],
    ) -> (Numbers, Marks) {
        let mut values = Vec::with_capacity(rows.len());
        let mut marks = Marks::default();
        let mut why = None;
        for row in rows {
            let own = self.store.marks[*row as usize];
            marks = marks.with(own);
            match own.why() {
                None => values.push(self.store.first[*row as usize]),
                Some(reason) => why = why.or(Some(reason)),
            }
        }
        marks.set_why(why.filter(|_| values.is_empty()));
        let measured = kind.subgroup(&values).map(|subgroup| subgroup.measurement);
        let numbers = match measured {
            Ok(redbead::Measurement::Subgroup { mean, spread, size }) => Numbers {
                first: mean,
                second: spread.value(),
                size,
            },
            Ok(_) => Numbers::MISSING,
            Err(_) => {
                let line = rows
                    .first()
                    .map_or(0, |row| u64::from(self.store.lines[*row as usize]));
                let (series, period) = (in_words(keys), period.to_string());
                self.problems
                    .at(line, None, ProblemKind::Overflow { series, period });
                Numbers::MISSING
            }
        };
        (numbers, marks)
    }
}

/// The keys of a series in an error.
fn in_words(keys: &[String]) -> String {
    match keys {
        [] => "the series".to_owned(),
        keys => keys.join(", "),
    }
}
