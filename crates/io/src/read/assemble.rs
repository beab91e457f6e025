//! From points in the order of the file to series in the order of time.

use std::fmt::Write;
use std::sync::Arc;

use super::gather::Gathered;
use super::holes::Spacings;
use super::qualifiers::successor;
use super::roles::{FigureRole, TimeRole};
use super::rows::Problems;
use super::series::Builder;
use super::store::{Store, StoreKind};
use super::sums::sums;
use super::texts::Moment;
use crate::dataset::{DataSeries, Dataset, Spellings};
use crate::error::ReadError;
use crate::note::Note;
use crate::options::{Duplicates, ReadOptions, Totals};
use crate::period::Period;
use crate::period::column::{Cell, column};

/// Sorts the points into series.
pub(crate) fn assemble(
    file: &str,
    gathered: Gathered,
    options: &ReadOptions,
) -> Result<Dataset, ReadError> {
    let Gathered {
        roles,
        names,
        keys,
        moments,
        store,
        mut account,
        mut problems,
        mut notes,
    } = gathered;
    let in_order = matches!(roles.time, TimeRole::Rows { .. });
    if matches!(
        (store.kind, options.duplicates),
        (StoreKind::Subgroups(_), Duplicates::Sum)
    ) {
        return Err(ReadError::Options {
            message: "statistics of subgroups cannot be added up; keep the first or the last of several rows"
                .to_owned(),
        });
    }
    let texts: Vec<String> = moments
        .list
        .iter()
        .map(|(moment, _)| text_of(moment))
        .collect();
    let periods = if in_order {
        Vec::new()
    } else {
        let cells = moments.list.iter().zip(&texts);
        let cells: Vec<Cell<'_>> = cells
            .map(|((moment, _), text)| cell_of(moment, text))
            .collect();
        let read = column(&cells, &options.calendar, options.period_kind);
        notes.extend(read.notes);
        let name = match roles.time {
            TimeRole::Column(column) => names.get(column),
            _ => None,
        };
        let mut periods = Vec::with_capacity(read.periods.len());
        for (at, period) in read.periods.into_iter().enumerate() {
            match period {
                Ok(period) => periods.push(period),
                Err(kind) => {
                    // In a header, the text tells the column.
                    let column = name.or_else(|| names.iter().find(|name| **name == texts[at]));
                    problems.at(moments.list[at].1, column.map(String::as_str), kind);
                }
            }
        }
        periods
    };
    if !problems.is_empty() {
        problems.check(file)?;
        problems = Problems::new(options.problem_limit);
    }
    let rows = BySeries::of(&store, keys.len());
    let mut spacings = Spacings::default();
    if !in_order {
        let mut own = Vec::new();
        for number in 0..keys.len() {
            distinct(&store, &periods, rows.rows(number), &mut own);
            spacings.add(&own);
        }
    }
    let spellings = Arc::new(spellings(&moments.list, &texts, &periods));
    let mut key_names: Vec<String> = roles
        .keys
        .iter()
        .filter_map(|key| names.get(*key).cloned())
        .collect();
    if matches!(roles.figures, FigureRole::Series { .. }) {
        key_names.push(
            if key_names.is_empty() {
                "series"
            } else {
                "measure"
            }
            .to_owned(),
        );
    }
    let labels = match roles.time {
        TimeRole::Rows { label: Some(_) } => Some(texts.as_slice()),
        _ => None,
    };
    let mut builder = Builder {
        file,
        options,
        store: &store,
        periods: (!in_order).then_some(periods.as_slice()),
        labels,
        spacings,
        spellings,
        account: &mut account,
        problems: &mut problems,
        widest: None,
    };
    let mut named: Vec<(Vec<String>, usize)> = (0..keys.len())
        .map(|number| (keys.texts(number), number))
        .collect();
    named.sort_unstable();
    let mut series = Vec::with_capacity(named.len());
    for (keys, number) in named {
        let rows = rows.rows(number);
        if !rows.is_empty() {
            series.push(builder.series(keys, rows)?);
        }
    }
    notes.extend(builder.spacings.notes());
    problems.check(file)?;
    account.series = series.len() as u64;
    let old = |series: &&DataSeries| {
        series
            .keys
            .iter()
            .any(|key| successor(key.as_bytes()).is_some())
    };
    let old = series.iter().filter(old).count() as u64;
    if old > 0 {
        notes.push(Note::OldCodes { series: old });
    }
    if account.totals > 0 && options.totals == Totals::Keep {
        notes.push(Note::TotalsKept {
            rows: account.totals,
        });
    }
    if account.totals == 0 && account.total_cells == 0 {
        notes.extend(sums(&key_names, &series));
    }
    if account.total_cells > 0 && options.totals == Totals::Keep {
        notes.push(Note::Marked {
            what: "totals of others",
            cells: account.total_cells,
        });
    }
    Ok(Dataset {
        key_names,
        series,
        columns: roles.columns(&names),
        account,
        notes,
    })
}

/// The different periods of some rows, in order.
fn distinct(store: &Store, periods: &[Period], rows: &[u32], own: &mut Vec<Period>) {
    own.clear();
    let period = |row: &u32| {
        let moment = store.moments.get(*row as usize)?;
        periods.get(*moment as usize).copied()
    };
    own.extend(rows.iter().filter_map(period));
    if !own.is_sorted() {
        own.sort_unstable();
    }
    own.dedup();
}

/// The rows of each series, in the order of the file.
struct BySeries {
    rows: Vec<u32>,
    ends: Vec<usize>,
}

impl BySeries {
    fn of(store: &Store, series: usize) -> Self {
        let mut ends = vec![0; series];
        for number in &store.series {
            ends[*number as usize] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            let start = sum;
            sum += *end;
            *end = start;
        }
        let mut rows = vec![0; store.len()];
        for (row, number) in (0_u32..).zip(&store.series) {
            let end = &mut ends[*number as usize];
            rows[*end] = row;
            *end += 1;
        }
        Self { rows, ends }
    }

    fn rows(&self, series: usize) -> &[u32] {
        let start = series.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.rows[start..self.ends[series]]
    }
}

fn text_of(moment: &Moment) -> String {
    match moment {
        Moment::Text(text) => String::from_utf8_lossy(text).into_owned(),
        Moment::Int(number) => number.to_string(),
        Moment::Day(_) | Moment::Second(_) => String::new(),
    }
}

fn cell_of<'a>(moment: &Moment, text: &'a str) -> Cell<'a> {
    match moment {
        Moment::Text(_) | Moment::Int(_) => Cell::Text(text),
        Moment::Day(day) => Cell::Day(*day),
        Moment::Second(second) => Cell::Second(*second),
    }
}

/// The least of the spellings of each period that is not written as it reads.
fn spellings(moments: &[(Moment, u64)], texts: &[String], periods: &[Period]) -> Spellings {
    let mut spellings = Spellings::new();
    let mut written = String::new();
    for (((moment, _), text), period) in moments.iter().zip(texts).zip(periods) {
        if matches!(moment, Moment::Day(_) | Moment::Second(_)) {
            continue;
        }
        written.clear();
        // Writing to a text does not fail.
        let _ = write!(written, "{period}");
        if written != *text {
            let kept = spellings.entry(*period).or_insert_with(|| text.clone());
            if text < kept {
                kept.clone_from(text);
            }
        }
    }
    spellings
}
