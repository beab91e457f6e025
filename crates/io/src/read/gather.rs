//! From rows to points.

use std::collections::{BTreeMap, HashMap};

use super::cell::{Cell, Figure, Numbers, flag, size};
use super::codes::Codes;
use super::find::find_roles;
use super::qualifiers::{Qualified, Qualifiers, qualified_name, successor};
use super::roles::{FigureRole, Roles, TimeRole};
use super::rows::{Problems, RowSource, SAMPLE, Step};
use super::store::{Marks, Numbers as PointNumbers, Store, StoreKind};
use super::texts::{Keys, Moments, NoNumber};
use crate::account::{Account, WhyMissing};
use crate::error::{ProblemKind, ReadError};
use crate::note::Note;
use crate::options::{ReadOptions, Totals};

/// What was gathered of a file.
pub(crate) struct Gathered {
    pub(crate) roles: Roles,
    pub(crate) names: Vec<String>,
    pub(crate) keys: Keys,
    pub(crate) moments: Moments,
    pub(crate) store: Store,
    pub(crate) account: Account,
    pub(crate) problems: Problems,
    pub(crate) notes: Vec<Note>,
}

/// Reads all rows.
pub(crate) fn gather(
    file: &str,
    source: &mut impl RowSource,
    options: &ReadOptions,
    grows: bool,
) -> Result<Gathered, ReadError> {
    let sample = source.sample()?;
    let found = find_roles(file, source.names(), &sample, options, grows);
    if found.is_err() && sample.is_empty() {
        // Columns cannot be told without rows: what is wrong with those comes first.
        check_first_row(file, source)?;
    }
    let (roles, notes) = found?;
    source.select(&roles.used())?;
    let mut gatherer = Gatherer::new(file, roles, source.names(), options);
    gatherer.notes = notes;
    loop {
        match source.advance()? {
            Step::Row(line) => gatherer.row(source, line)?,
            Step::Blank => gatherer.account.blank += 1,
            Step::Bad(problem) => {
                gatherer.account.rows += 1;
                gatherer.problems.add(problem);
            }
            Step::End => break,
        }
    }
    gatherer.finish(source.names())
}

/// An error where there is no row, or the first one cannot be read.
fn check_first_row(file: &str, source: &mut impl RowSource) -> Result<(), ReadError> {
    loop {
        match source.advance()? {
            Step::Blank => {}
            Step::Row(_) => return Ok(()),
            Step::Bad(problem) => {
                let mut problems = Problems::new(1);
                problems.add(problem);
                return problems.check(file);
            }
            Step::End => {
                return Err(ReadError::NoRows {
                    file: file.to_owned(),
                });
            }
        }
    }
}

pub(super) struct Gatherer<'a> {
    pub(super) file: &'a str,
    pub(super) options: &'a ReadOptions,
    pub(super) numbers: Numbers,
    pub(super) roles: Roles,
    pub(super) names: Vec<String>,
    pub(super) keys: Keys,
    pub(super) moments: Moments,
    pub(super) store: Store,
    pub(super) account: Account,
    pub(super) problems: Problems,
    pub(super) notes: Vec<Note>,
    pub(super) qualifiers: Qualifiers,
    pub(super) empty_cells: u64,
    pub(super) spellings: BTreeMap<Vec<u8>, u64>,
    /// In wide files, the numbers of the series of each number of keys, by their columns.
    pub(super) wide: HashMap<u32, Vec<Option<u32>>>,
    /// In files with periods in columns, the moment of each of these.
    pub(super) headers: Vec<Option<u32>>,
    pub(super) joined: bool,
    pub(super) codes: Codes,
}

/// What a row says before its figures are read.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) line: u64,
    pub(super) marks: Marks,
    /// In a file with periods in columns, and one without periods, a mere number.
    pub(super) moment: u32,
}

impl<'a> Gatherer<'a> {
    fn new(file: &'a str, roles: Roles, names: &[String], options: &'a ReadOptions) -> Self {
        let kind = match roles.figures {
            FigureRole::Ratio { .. } => StoreKind::Ratios,
            FigureRole::Subgroup { kind, .. } => StoreKind::Subgroups(kind),
            FigureRole::Raw { kind, .. } => StoreKind::Raw(kind),
            FigureRole::Value(_) | FigureRole::Series { .. } | FigureRole::Periods { .. } => {
                StoreKind::Values
            }
        };
        Self {
            file,
            options,
            numbers: Numbers::of(options),
            roles,
            names: names.to_vec(),
            keys: Keys::default(),
            moments: Moments::default(),
            store: Store::new(kind),
            account: Account::default(),
            problems: Problems::new(options.problem_limit),
            notes: Vec::new(),
            qualifiers: Qualifiers::default(),
            empty_cells: 0,
            spellings: BTreeMap::new(),
            wide: HashMap::new(),
            headers: Vec::new(),
            joined: false,
            codes: Codes::default(),
        }
    }

    fn finish(mut self, names: &[String]) -> Result<Gathered, ReadError> {
        if self.account.rows == 0 {
            return Err(ReadError::NoRows {
                file: self.file.to_owned(),
            });
        }
        self.check_late(names)?;
        self.check_totals()?;
        if self.empty_cells > 0 {
            self.spellings.insert(Vec::new(), self.empty_cells);
        }
        let spelled =
            |(text, cells): (Vec<u8>, u64)| (String::from_utf8_lossy(&text).into_owned(), cells);
        self.account.spellings = self.spellings.into_iter().map(spelled).collect();
        self.notes.extend(self.qualifiers.notes());
        Ok(Gathered {
            roles: self.roles,
            names: names.to_vec(),
            keys: self.keys,
            moments: self.moments,
            store: self.store,
            account: self.account,
            problems: self.problems,
            notes: self.notes,
        })
    }

    /// Tells where totals are asked for, or are to be left out, and no row is marked as one.
    fn check_totals(&mut self) -> Result<(), ReadError> {
        if self.account.totals + self.account.total_cells > 0 || !self.problems.is_empty() {
            return Ok(());
        }
        match self.options.totals {
            Totals::Keep => {}
            Totals::Drop => self.notes.push(Note::NoTotals),
            Totals::Only => {
                return Err(ReadError::NoTotals {
                    file: self.file.to_owned(),
                });
            }
        }
        Ok(())
    }

    /// An error where a column with qualifiers has come too late to be heeded.
    fn check_late(&self, names: &[String]) -> Result<(), ReadError> {
        let mut late = names.iter().skip(self.names.len()).filter(|name| {
            qualified_name(name).is_some_and(|of| self.names.iter().any(|known| known == of))
        });
        match late.next() {
            Some(name) if self.options.qualifiers => Err(ReadError::LateQualifier {
                file: self.file.to_owned(),
                name: name.clone(),
                rows: SAMPLE,
            }),
            _ => Ok(()),
        }
    }

    fn problem(&mut self, line: u64, column: usize, kind: ProblemKind) {
        let name = self.names.get(column).map(String::as_str);
        self.problems.at(line, name, kind);
    }

    fn row(&mut self, source: &impl RowSource, line: u64) -> Result<(), ReadError> {
        self.account.rows += 1;
        self.codes.mean(source.meaning());
        if !self.is_asked_for(source) {
            self.account.left_out += 1;
            return Ok(());
        }
        let mut marks = Marks::default();
        for flagged in [
            (self.roles.provisional, b'p', Marks::PROVISIONAL),
            (self.roles.excluded, b'x', Marks::EXCLUDED),
        ] {
            let (Some(column), sign, mark) = flagged else {
                continue;
            };
            match flag(source.cell(column), sign) {
                Ok(on) => marks.set(mark, on),
                Err(kind) => {
                    self.problem(line, column, kind);
                    return Ok(());
                }
            }
        }
        marks.set(Marks::TOTAL, self.is_total(source));
        let moment = match self.roles.time {
            TimeRole::Column(column) => {
                let code = source.code(column);
                match code.and_then(|code| self.codes.moment(code)) {
                    Some(moment) => moment,
                    None => {
                        let cell = source.cell(column);
                        if cell.is_empty() {
                            self.problem(line, column, ProblemKind::NoPeriod);
                            return Ok(());
                        }
                        let Some(moment) = self.moment(cell, line, column)? else {
                            return Ok(());
                        };
                        if let Some(code) = code {
                            self.codes.learn_moment(code, moment);
                        }
                        moment
                    }
                }
            }
            TimeRole::Rows {
                label: Some(column),
            } => match self.moment(source.cell(column), line, column)? {
                Some(moment) => moment,
                None => return Ok(()),
            },
            TimeRole::Rows { label: None } | TimeRole::Names => 0,
        };
        if !self.has_known_keys(source) && !self.keys(source, line)? {
            return Ok(());
        }
        self.figures(
            source,
            Head {
                line,
                marks,
                moment,
            },
        )
    }

    /// Whether the row is one of those that are asked for.
    fn is_asked_for(&self, source: &impl RowSource) -> bool {
        self.roles.only.iter().all(|(column, texts)| {
            let cell = source.cell(*column);
            texts.iter().any(|text| match cell {
                Cell::Text(bytes) => bytes == text.as_bytes(),
                other => other.text() == text.as_str(),
            })
        })
    }

    /// Whether a qualifier of anything but a figure says that the row is a total.
    fn is_total(&mut self, source: &impl RowSource) -> bool {
        let mut total = false;
        for column in &self.roles.totals {
            total |= self.qualifiers.read(source.cell(*column)).total;
        }
        total
    }

    pub(super) fn moment(
        &mut self,
        cell: Cell<'_>,
        line: u64,
        column: usize,
    ) -> Result<Option<u32>, ReadError> {
        if let Cell::Nested(what) = cell {
            self.problem(line, column, ProblemKind::Nested { what });
            return Ok(None);
        }
        match self.moments.number(cell, line) {
            Ok(number) => Ok(Some(number)),
            Err(NoNumber::Encoding(text)) => {
                self.problem(line, column, ProblemKind::Encoding { text });
                Ok(None)
            }
            Err(NoNumber::TooMany) => Err(self.too_large("different periods")),
        }
    }

    fn too_large(&self, what: &'static str) -> ReadError {
        ReadError::TooLarge {
            file: self.file.to_owned(),
            what,
            limit: u64::from(u32::MAX),
        }
    }

    /// Whether the series of the row is known by the numbers of its keys.
    #[inline]
    fn has_known_keys(&mut self, source: &impl RowSource) -> bool {
        if self.options.join_board_codes {
            // Which codes were joined is counted row by row.
            return false;
        }
        let keys = self.roles.keys.iter();
        self.codes.take_keys(keys.map(|key| source.code(*key)));
        self.joined = false;
        self.codes.series().is_some()
    }

    /// Puts the keys of the row together; no where one of them cannot be a key.
    #[inline]
    pub(super) fn keys(&mut self, source: &impl RowSource, line: u64) -> Result<bool, ReadError> {
        self.keys.start();
        self.joined = false;
        for at in 0..self.roles.keys.len() {
            let column = self.roles.keys[at];
            match source.cell(column) {
                Cell::Nested(what) => {
                    self.problem(line, column, ProblemKind::Nested { what });
                    return Ok(false);
                }
                Cell::Text(bytes) if self.options.join_board_codes => match successor(bytes) {
                    Some(code) => {
                        self.joined = true;
                        self.keys.add_text(code);
                    }
                    None => self.keys.add_text(bytes),
                },
                cell => self.keys.add(cell),
            }
        }
        Ok(true)
    }

    /// The number of the keys that were put together.
    #[inline]
    pub(super) fn series(&mut self, line: u64) -> Result<Option<u32>, ReadError> {
        if let Some(number) = self.codes.series() {
            return Ok(Some(number));
        }
        match self.keys.number() {
            Ok(number) => {
                self.codes.learn_series(number);
                Ok(Some(number))
            }
            Err(NoNumber::Encoding(text)) => {
                self.problems.at(line, None, ProblemKind::Encoding { text });
                Ok(None)
            }
            Err(NoNumber::TooMany) => Err(self.too_large("series")),
        }
    }

    fn figures(&mut self, source: &impl RowSource, head: Head) -> Result<(), ReadError> {
        let line = head.line;
        match &self.roles.figures {
            FigureRole::Value(value) | FigureRole::Raw { value, .. } => {
                let value = *value;
                let said = self.qualified(source, &[value]);
                let Some((first, why)) = self.number(source, line, value, said.why) else {
                    return Ok(());
                };
                let numbers = PointNumbers {
                    first,
                    ..PointNumbers::MISSING
                };
                self.point(head, said, why, numbers)
            }
            FigureRole::Ratio { count, exposure } => {
                let (count, exposure) = (*count, *exposure);
                let said = self.qualified(source, &[count, exposure]);
                let first = self.number(source, line, count, said.why);
                let second = self.number(source, line, exposure, said.why);
                let (Some((first, why)), Some((second, other))) = (first, second) else {
                    return Ok(());
                };
                let numbers = PointNumbers {
                    first,
                    second,
                    size: 0,
                };
                self.point(head, said, why.or(other), numbers)
            }
            FigureRole::Subgroup {
                mean,
                spread,
                size: size_column,
                ..
            } => {
                let (mean, spread, size_column) = (*mean, *spread, *size_column);
                let said = self.qualified(source, &[mean, spread, size_column]);
                let first = self.number(source, line, mean, said.why);
                let second = self.number(source, line, spread, said.why);
                let third = self.number(source, line, size_column, said.why);
                let (Some((first, a)), Some((second, b)), Some((third, c))) =
                    (first, second, third)
                else {
                    return Ok(());
                };
                let why = a.or(b).or(c);
                let size = match why {
                    Some(_) => 0,
                    None => match size(third, source.cell(size_column)) {
                        Ok(size) => size,
                        Err(kind) => {
                            self.problem(line, size_column, kind);
                            return Ok(());
                        }
                    },
                };
                self.point(
                    head,
                    said,
                    why,
                    PointNumbers {
                        first,
                        second,
                        size,
                    },
                )
            }
            FigureRole::Series { .. } | FigureRole::Periods { .. } => self.wide(source, head),
        }
    }

    /// What the qualifiers of columns say together.
    #[inline]
    pub(super) fn qualified(&mut self, source: &impl RowSource, columns: &[usize]) -> Qualified {
        let mut all = Qualified::default();
        for column in columns {
            if let Some(Some(qualifier)) = self.roles.qualifiers.get(*column) {
                let said = self.qualifiers.read(source.cell(*qualifier));
                all.why = all.why.or(said.why);
                all.provisional |= said.provisional;
                all.revised |= said.revised;
                all.total |= said.total;
            }
        }
        all
    }

    /// The number in a cell, or why there is none; nothing where the cell is in error.
    #[inline]
    pub(super) fn number(
        &mut self,
        source: &impl RowSource,
        line: u64,
        column: usize,
        said: Option<WhyMissing>,
    ) -> Option<(f64, Option<WhyMissing>)> {
        let cell = source.cell(column);
        if said.is_some() {
            return Some((f64::NAN, said));
        }
        match self.numbers.read(cell) {
            Figure::Number(number) => Some((number, None)),
            Figure::Missing(why) => {
                match cell {
                    Cell::Null | Cell::Text([]) => self.empty_cells += 1,
                    Cell::Text(text) => match self.spellings.get_mut(text) {
                        Some(cells) => *cells += 1,
                        None => {
                            self.spellings.insert(text.to_vec(), 1);
                        }
                    },
                    other => {
                        *self
                            .spellings
                            .entry(other.text().as_bytes().to_vec())
                            .or_default() += 1;
                    }
                }
                Some((f64::NAN, Some(why)))
            }
            Figure::Bad(kind) => {
                self.problem(line, column, kind);
                None
            }
        }
    }

    /// Whether totals, or others than totals, are asked for.
    pub(super) const fn is_kept(&self, marks: Marks) -> bool {
        match self.options.totals {
            Totals::Keep => true,
            Totals::Drop => !marks.has(Marks::TOTAL),
            Totals::Only => marks.has(Marks::TOTAL),
        }
    }

    pub(super) fn marks(mut marks: Marks, said: Qualified, why: Option<WhyMissing>) -> Marks {
        marks.set(Marks::PROVISIONAL, said.provisional);
        marks.set(Marks::REVISED, said.revised);
        marks.set(Marks::TOTAL, said.total);
        marks.set_why(why);
        marks
    }

    /// The one point of a row of a long file.
    #[inline]
    fn point(
        &mut self,
        head: Head,
        said: Qualified,
        why: Option<WhyMissing>,
        numbers: PointNumbers,
    ) -> Result<(), ReadError> {
        let marks = Self::marks(head.marks, said, why);
        self.account.totals += u64::from(marks.has(Marks::TOTAL));
        if !self.is_kept(marks) {
            self.account.left_out += 1;
            return Ok(());
        }
        let Some(series) = self.series(head.line)? else {
            return Ok(());
        };
        self.account.joined += u64::from(self.joined);
        self.account.used += 1;
        let numbers = if why.is_some() {
            PointNumbers::MISSING
        } else {
            numbers
        };
        self.put(series, head.moment, head.line, numbers, marks)
    }

    #[inline]
    pub(super) fn put(
        &mut self,
        series: u32,
        moment: u32,
        line: u64,
        numbers: PointNumbers,
        marks: Marks,
    ) -> Result<(), ReadError> {
        if self.store.len() >= u32::MAX as usize {
            return Err(self.too_large("points"));
        }
        self.store.push(series, moment, line, numbers, marks);
        Ok(())
    }
}
