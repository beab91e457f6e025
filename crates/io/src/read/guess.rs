//! Columns that were not named.

use std::collections::BTreeSet;

use super::cell::{Cell, Numbers, flag};
use super::facts::Facts;
use super::names::{bare, last_word};
use super::roles::{FigureRole, Roles, TimeRole};
use super::split::{Candidate, Split, split};
use crate::columns::{Columns, Figures, Layout, Time};
use crate::error::ReadError;
use crate::note::Note;
use crate::options::ReadOptions;
use crate::period::column::{Cell as TimeCell, column};
use crate::period::{PeriodKind, Reading, read};
use redbead::SpreadKind;

/// Names, without case and marks, that tell what a column of numbers is.
const COUNTS: &[&str] = &[
    "count",
    "numerator",
    "num",
    "events",
    "cases",
    "breaches",
    "defects",
    "defectives",
    "deaths",
    "falls",
    "infections",
    "incidents",
    "numberofcases",
    "numberofevents",
];
const EXPOSURES: &[&str] = &[
    "exposure",
    "denominator",
    "den",
    "denom",
    "attendances",
    "population",
    "beddays",
    "occupiedbeddays",
    "discharges",
    "patients",
    "opportunities",
    "total",
];
const VALUES: &[&str] = &["value", "measurevalue", "measurement", "y", "result"];
const MEANS: &[&str] = &["mean", "average", "avg", "xbar"];
const DEVIATIONS: &[&str] = &["sd", "stdev", "std", "deviation", "standarddeviation"];
const RANGES: &[&str] = &["range"];
const SIZES: &[&str] = &["n", "size", "samplesize", "subgroupsize"];
/// Names that end so are of keys, even where their texts are digits.
const KEYS: &[&str] = &[
    "code",
    "id",
    "type",
    "name",
    "group",
    "category",
    "class",
    "site",
    "board",
    "ward",
    "hospital",
    "provider",
    "sex",
    "gender",
    "age",
    "region",
    "measure",
    "indicator",
    "team",
    "unit",
    "org",
    "organisation",
    "organization",
    "location",
    "hb",
    "hbt",
    "hbr",
    "specialty",
    "practice",
    "department",
    "service",
];
/// Last words of names of remarks on single rows.
const REMARKS: &[&str] = &[
    "status",
    "note",
    "notes",
    "comment",
    "comments",
    "remark",
    "remarks",
    "flag",
    "flags",
    "provisional",
    "preliminary",
    "revised",
    "quality",
    "footnote",
    "footnotes",
    "caveat",
    "caveats",
    "annotation",
];
/// Names that start or end so are of periods, even where their texts are digits.
const TIMES: &[&str] = &[
    "period", "date", "month", "quarter", "year", "week", "ending", "time",
];
/// Names of numbers that only give the order.
const ORDERS: &[&str] = &[
    "index",
    "row",
    "sample",
    "obs",
    "observation",
    "batch",
    "subgroup",
    "t",
    "time",
    "seq",
    "sequence",
    "order",
    "day",
    "number",
    "no",
];

/// Finds columns that were not named, among those not yet taken.
pub(crate) struct Guess<'a> {
    file: &'a str,
    names: &'a [String],
    sample: &'a [Vec<String>],
    options: &'a ReadOptions,
    facts: Vec<Facts>,
    bare: Vec<String>,
    taken: Vec<Option<&'static str>>,
    /// Columns that look like keys and are none.
    not_keys: Vec<usize>,
}

impl<'a> Guess<'a> {
    pub(crate) fn new(
        file: &'a str,
        names: &'a [String],
        sample: &'a [Vec<String>],
        options: &'a ReadOptions,
    ) -> Self {
        let numbers = Numbers::of(options);
        let cells = |column: usize| {
            sample
                .iter()
                .filter_map(move |row| row.get(column).map(String::as_str))
        };
        let facts = |column| Facts::of(cells(column), &numbers, &options.calendar);
        Self {
            facts: (0..names.len()).map(facts).collect(),
            bare: names.iter().map(|name| bare(name)).collect(),
            taken: vec![None; names.len()],
            not_keys: Vec::new(),
            file,
            names,
            sample,
            options,
        }
    }

    /// Gives a column a part, unless it has one.
    pub(crate) fn take(
        &mut self,
        column: Option<usize>,
        part: &'static str,
    ) -> Result<(), ReadError> {
        let Some(column) = column else { return Ok(()) };
        match self.taken[column].replace(part) {
            None => Ok(()),
            Some(first) => Err(ReadError::ColumnTwice {
                file: self.file.to_owned(),
                name: self.names[column].clone(),
                first,
                second: part,
            }),
        }
    }

    fn free(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.names.len()).filter(|column| self.taken[*column].is_none())
    }

    fn those(&self, is: impl Fn(usize) -> bool) -> Vec<usize> {
        self.free().filter(|column| is(*column)).collect()
    }

    fn named(&self, column: usize, names: &[&str]) -> bool {
        names.contains(&self.bare[column].as_str())
    }

    /// Whether the last word of a name is one of keys, or its end is where it is a long one.
    fn key_named(&self, column: usize) -> bool {
        let word = last_word(&self.names[column]);
        let is = |name: &&str| word == *name || name.len() > 3 && word.ends_with(*name);
        KEYS.iter()
            .any(|name| is(name) || self.bare[column] == *name)
    }

    fn is_key(&self, column: usize) -> bool {
        let facts = self.facts[column];
        let named = self.key_named(column) && !facts.decimals;
        let figure = [COUNTS, EXPOSURES, VALUES, MEANS, DEVIATIONS, RANGES, SIZES];
        let figure = figure.iter().any(|names| self.named(column, names));
        !facts.empty && !facts.periods && (!facts.numbers || named && !figure)
    }

    /// Whether the sample has numbers in a column.
    pub(crate) fn is_number(&self, column: usize) -> bool {
        self.facts[column].numbers
    }

    fn is_figure(&self, column: usize) -> bool {
        self.facts[column].numbers && !self.is_key(column)
    }

    fn names_of(&self, columns: &[usize]) -> Vec<String> {
        columns
            .iter()
            .map(|column| self.names[*column].clone())
            .collect()
    }

    fn time_named(&self, column: usize) -> bool {
        let name = &self.bare[column];
        TIMES
            .iter()
            .any(|time| name.starts_with(time) || name.ends_with(time))
    }

    /// Columns of periods, or of digits under a name of time.
    fn times(&self) -> Vec<usize> {
        let periods = self.those(|column| self.facts[column].periods);
        if !periods.is_empty() {
            return periods;
        }
        let named = self.those(|column| self.facts[column].digits && self.time_named(column));
        if !named.is_empty() {
            return named;
        }
        // Years in order, under whatever name, where another column has the figures.
        let figures = self.those(|column| self.is_figure(column));
        let (years, others): (Vec<usize>, Vec<usize>) = figures
            .into_iter()
            .partition(|column| self.counts_years(*column));
        if others.is_empty() { Vec::new() } else { years }
    }

    /// Whether a column holds the years of our time, one after the other.
    fn counts_years(&self, column: usize) -> bool {
        let year = |row: &Vec<String>| {
            let text = row.get(column)?;
            let year: u16 = text.parse().ok()?;
            (text.len() == 4 && (1900..=2100).contains(&year)).then_some(year)
        };
        let years: Option<Vec<u16>> = self.sample.iter().map(year).collect();
        years.is_some_and(|years| {
            years.len() > 1 && years.windows(2).all(|pair| pair[1] == pair[0] + 1)
        })
    }

    /// How series stand in the file.
    pub(crate) fn layout(&self, time_is_known: bool) -> Layout {
        if self.period_names().len() >= 3 {
            return Layout::PeriodsInColumns;
        }
        let known = [COUNTS, EXPOSURES, VALUES, MEANS, DEVIATIONS, RANGES, SIZES];
        let time = time_is_known || self.times().len() == 1;
        let texts = self.those(|column| self.is_key(column));
        let numbers = self.those(|column| self.is_figure(column));
        let says = |column: &usize| known.iter().any(|names| self.named(*column, names));
        if time && texts.is_empty() && numbers.len() >= 4 && !numbers.iter().any(says) {
            return Layout::SeriesInColumns;
        }
        Layout::Long
    }

    /// Columns whose names are periods.
    fn period_names(&self) -> Vec<usize> {
        let calendar = &self.options.calendar;
        let periods = self.those(|column| {
            let read = read(&self.names[column], calendar);
            matches!(
                read,
                Ok(Reading::Period(_) | Reading::YearAnd { .. } | Reading::TwoWays(_))
            )
        });
        if !periods.is_empty() {
            return periods;
        }
        let digits =
            self.those(|column| self.names[column].bytes().all(|byte| byte.is_ascii_digit()));
        let texts: Vec<_> = digits
            .iter()
            .map(|at| TimeCell::Text(&self.names[*at]))
            .collect();
        let read = column(&texts, calendar, self.options.period_kind);
        let is_period = |read: &Result<crate::period::Period, _>| {
            read.as_ref()
                .is_ok_and(|period| period.kind() != PeriodKind::Index)
        };
        if read.periods.iter().all(is_period) {
            digits
        } else {
            Vec::new()
        }
    }

    pub(crate) fn periods(&mut self) -> Result<Vec<usize>, ReadError> {
        let columns = self.period_names();
        if columns.is_empty() {
            return Err(self.not_found("periods", "name the columns whose names are periods"));
        }
        for column in &columns {
            self.take(Some(*column), "figures")?;
        }
        Ok(columns)
    }

    /// All columns that may be series of their own.
    pub(crate) fn series_columns(&mut self, keys_are_known: bool) -> Result<Vec<usize>, ReadError> {
        let columns = self.those(|column| {
            (self.is_figure(column) || self.facts[column].empty || keys_are_known)
                && !self.facts[column].periods
        });
        if columns.is_empty() {
            return Err(self.not_found("figures", "name the columns that are series"));
        }
        for column in &columns {
            self.take(Some(*column), "figures")?;
        }
        Ok(columns)
    }

    /// A column of one of these names which says yes or no.
    pub(crate) fn flag(&mut self, names: &[&'static str], sign: u8) -> Option<usize> {
        let says = |row: &Vec<String>, column: usize| {
            let text = row.get(column).map_or("", String::as_str);
            flag(Cell::Text(text.as_bytes()), sign).is_ok()
        };
        let column = self.free().find(|column| {
            let stem = self.bare[*column]
                .strip_prefix("is")
                .unwrap_or(&self.bare[*column]);
            names.contains(&stem) && self.sample.iter().all(|row| says(row, *column))
        })?;
        self.taken[column] = names.first().copied();
        Some(column)
    }

    pub(crate) fn time(&mut self) -> Result<TimeRole, ReadError> {
        let all = self.times();
        let named: Vec<usize> = all
            .iter()
            .copied()
            .filter(|column| self.time_named(*column))
            .collect();
        let found = match (all.as_slice(), named.as_slice()) {
            ([only], _) | (_, [only]) => Some(*only),
            ([], _) => None,
            (several, _) => {
                return Err(ReadError::Ambiguous {
                    file: self.file.to_owned(),
                    role: "the time",
                    candidates: self.names_of(several),
                    hint: "say which",
                });
            }
        };
        if let Some(column) = found {
            self.taken[column] = Some("time");
            return Ok(TimeRole::Column(column));
        }
        let order = self.those(|column| self.facts[column].whole && self.named(column, ORDERS));
        if let [column] = order[..] {
            self.taken[column] = Some("time");
            return Ok(TimeRole::Column(column));
        }
        if self.free().any(|column| self.is_key(column)) {
            let hint = "name it, or say that rows come in the order of time";
            return Err(self.not_found("time", hint));
        }
        Ok(TimeRole::Rows { label: None })
    }

    pub(crate) fn figures(&mut self) -> Result<FigureRole, ReadError> {
        let numbers = self.those(|column| self.is_figure(column));
        let only = |names: &[&str]| {
            let found: Vec<usize> = numbers
                .iter()
                .copied()
                .filter(|at| self.named(*at, names))
                .collect();
            if let [only] = found[..] {
                Some(only)
            } else {
                None
            }
        };
        let deviation = only(DEVIATIONS).map(|spread| (spread, SpreadKind::Deviation));
        let spread = deviation.or_else(|| only(RANGES).map(|spread| (spread, SpreadKind::Range)));
        let role = match (only(MEANS), spread, only(SIZES)) {
            (Some(mean), Some((spread, kind)), Some(size)) => Some(FigureRole::Subgroup {
                mean,
                spread,
                size,
                kind,
            }),
            _ => None,
        };
        let role = role.or_else(|| {
            let (count, exposure) = (only(COUNTS)?, only(EXPOSURES)?);
            Some(FigureRole::Ratio { count, exposure })
        });
        let role = role.or_else(|| only(VALUES).map(FigureRole::Value));
        let role = match (role, numbers.as_slice()) {
            (Some(role), _) => role,
            (None, [only]) => FigureRole::Value(*only),
            (None, []) => {
                return Err(self.not_found(
                    "figures",
                    "name the column of the value, or of count and exposure",
                ));
            }
            (None, several) => {
                return Err(ReadError::Ambiguous {
                    file: self.file.to_owned(),
                    role: "the figures",
                    candidates: self.names_of(several),
                    hint: "name the value, or count and exposure, or say that each column is a series",
                });
            }
        };
        for (column, part) in role.parts() {
            self.take(Some(column), part)?;
        }
        Ok(role)
    }

    /// Those of the columns of texts that are left which tell series apart. One with qualifiers
    /// of its own is a key whatever it holds.
    pub(crate) fn keys(
        &mut self,
        time: &TimeRole,
        qualifiers: &[Option<usize>],
    ) -> Result<Vec<usize>, ReadError> {
        let mut keys = self.those(|column| self.is_key(column));
        if let TimeRole::Column(time) = time {
            let candidate = |column: usize| Candidate {
                column,
                sure: matches!(qualifiers.get(column), Some(Some(_))),
                named: self.key_named(column),
                remark: REMARKS.contains(&last_word(&self.names[column]).as_str()),
                number: self.facts[column].numbers,
            };
            let candidates: Vec<Candidate> = keys.iter().copied().map(candidate).collect();
            match split(self.sample, *time, &candidates) {
                Split::Clear {
                    keys: clear,
                    left_out,
                } => {
                    keys = clear;
                    self.not_keys = left_out;
                }
                Split::Doubt(columns) => {
                    return Err(ReadError::Ambiguous {
                        file: self.file.to_owned(),
                        role: "the series",
                        candidates: self.names_of(&columns),
                        hint: "it would cut series in pieces; name the columns that tell series apart",
                    });
                }
            }
        }
        for column in &keys {
            self.taken[*column] = Some("series");
        }
        Ok(keys)
    }

    fn not_found(&self, role: &'static str, hint: &'static str) -> ReadError {
        ReadError::NotFound {
            file: self.file.to_owned(),
            role,
            all: self.names.to_vec(),
            hint,
        }
    }

    /// What was guessed, and which columns are of no use.
    pub(crate) fn notes(&self, roles: &Roles) -> Vec<Note> {
        let Columns {
            layout,
            series,
            time,
            figures,
            provisional,
            excluded,
        } = &self.options.columns;
        let mut notes = Vec::new();
        let mut guessed = |role, columns: &[usize]| {
            let columns = self.names_of(columns);
            notes.push(Note::Guessed { role, columns });
        };
        if series.is_none() {
            guessed("series", &roles.keys);
        }
        if *time == Time::Guess {
            match roles.time {
                TimeRole::Column(column) => guessed("time", &[column]),
                TimeRole::Rows { .. } => guessed("time in the order of rows", &[]),
                TimeRole::Names => {}
            }
        }
        match &roles.figures {
            FigureRole::Series { columns, .. } if *layout == Layout::Guess => {
                guessed("each a series", columns);
            }
            FigureRole::Periods { columns } if *layout == Layout::Guess => {
                guessed("each a period", columns);
            }
            _ if *figures != Figures::Guess => {}
            FigureRole::Series { .. } | FigureRole::Periods { .. } => {}
            role => {
                for (column, part) in role.parts() {
                    guessed(part, &[column]);
                }
            }
        }
        if let (None, Some(column)) = (provisional, roles.provisional) {
            guessed("provisional points", &[column]);
        }
        if let (None, Some(column)) = (excluded, roles.excluded) {
            guessed("excluded points", &[column]);
        }
        let used = roles.used();
        let qualifiers: BTreeSet<usize> = roles.qualifiers.iter().flatten().copied().collect();
        let unused =
            |column: &usize| used.binary_search(column).is_err() && !qualifiers.contains(column);
        let not_keys = &self.not_keys;
        if !not_keys.is_empty() {
            let columns = self.names_of(not_keys);
            notes.push(Note::NotKeys { columns });
        }
        let unused = |column: &usize| unused(column) && !not_keys.contains(column);
        let unused: Vec<usize> = (0..self.names.len()).filter(unused).collect();
        if !unused.is_empty() {
            let columns = self.names_of(&unused);
            notes.push(Note::Unused { columns });
        }
        notes
    }
}
