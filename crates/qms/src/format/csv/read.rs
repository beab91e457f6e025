//! Reads the tables of a bundle.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cell::{split, unguard};
use super::{CsvBundle, CsvTable};
use crate::choice::fold;
use crate::draft::{ComponentDraft, Draft, EvidenceDraft, RelationDraft};
use crate::format::error::{FormatError, FormatProblem};
use crate::format::fields::{Fields, Record, Shape};
use crate::origin::Origin;

pub(super) fn bundle(bundle: &CsvBundle, log: &mut Vec<FormatError>) -> Draft {
    let mut read = Reader { bundle, log };
    let mut draft = Draft {
        frameworks: read.simple(CsvTable::Frameworks),
        sites: read.simple(CsvTable::Sites),
        measures: read.simple(CsvTable::Measures),
        diagrams: read.simple(CsvTable::Diagrams),
        nodes: read.simple(CsvTable::Nodes),
        links: read.simple(CsvTable::Links),
        cascades: read.simple(CsvTable::Cascades),
        bindings: read.simple(CsvTable::Bindings),
        tests: read.simple(CsvTable::Tests),
        activities: read.simple(CsvTable::Activities),
    };
    let components = read.owned::<ComponentDraft>(CsvTable::Components, &["framework"]);
    let relations = read.owned::<RelationDraft>(CsvTable::Relations, &["framework"]);
    let evidence = read.owned::<EvidenceDraft>(CsvTable::Evidence, &["diagram", "from", "to"]);
    let frameworks = positions(draft.frameworks.iter().map(|one| vec![one.id.trim()]));
    let links = draft.links.iter();
    let links =
        positions(links.map(|one| vec![one.diagram.trim(), one.from.trim(), one.to.trim()]));
    for (owner, component) in components {
        match frameworks.get(&owner) {
            Some(at) => draft.frameworks[*at].components.push(component),
            None => no_owner("framework", &owner, component.origin, log),
        }
    }
    for (owner, relation) in relations {
        match frameworks.get(&owner) {
            Some(at) => draft.frameworks[*at].relations.push(relation),
            None => no_owner("framework", &owner, relation.origin, log),
        }
    }
    for (owner, one) in evidence {
        match links.get(&owner) {
            Some(at) => draft.links[*at].evidence.push(one),
            None => no_owner("link", &owner, one.origin, log),
        }
    }
    draft
}

/// Positions of records by key; of several with one key that of the first.
fn positions<'a>(keys: impl Iterator<Item = Vec<&'a str>>) -> BTreeMap<Vec<String>, usize> {
    let mut positions = BTreeMap::new();
    for (at, key) in keys.enumerate() {
        let key = key.into_iter().map(str::to_owned).collect();
        positions.entry(key).or_insert(at);
    }
    positions
}

fn no_owner(what: &'static str, key: &[String], origin: Origin, log: &mut Vec<FormatError>) {
    let key = match key {
        [diagram, from, to] => format!("{diagram}/{from} -> {to}"),
        other => other.join("/"),
    };
    log.push(FormatError::new(
        origin,
        FormatProblem::NoOwner { what, key },
    ));
}

struct Reader<'a> {
    bundle: &'a CsvBundle,
    log: &'a mut Vec<FormatError>,
}

impl Reader<'_> {
    fn simple<R: Record>(&mut self, table: CsvTable) -> Vec<R> {
        let rows = self.owned(table, &[]);
        rows.into_iter().map(|(_, record)| record).collect()
    }

    /// The records of a table, with the cells that say to what each belongs.
    fn owned<R: Record>(
        &mut self,
        table: CsvTable,
        owner: &'static [&'static str],
    ) -> Vec<(Vec<String>, R)> {
        let Some(named) = self.bundle.tables.get(&table) else {
            return Vec::new();
        };
        let fields = R::FIELDS.iter();
        let columns = fields.filter(|(_, shape)| *shape != Shape::Nested);
        let columns =
            columns.map(|(name, shape)| (*name, *shape == Shape::Text && *name != "note"));
        let columns = owner
            .iter()
            .map(|name| (*name, true))
            .chain(columns)
            .collect();
        let table = Table {
            columns,
            lists: Some(split),
            is_guarded: true,
        };
        let rows = rows(&named.text, &named.file, &table, self.log);
        rows.into_iter()
            .map(|mut row| {
                let of = owner.iter().map(|name| row.text(name).trim().to_owned());
                (of.collect(), R::read(&mut row))
            })
            .collect()
    }
}

/// How a table is read.
#[derive(Debug)]
pub(in crate::format) struct Table {
    /// Names of the columns, and whether each must be there.
    pub(in crate::format) columns: Vec<(&'static str, bool)>,
    /// How a list in a cell is taken apart.
    pub(in crate::format) lists: Option<fn(&str) -> Vec<String>>,
    /// Whether its cells are guarded against spreadsheet programs.
    pub(in crate::format) is_guarded: bool,
}

/// A row with the cells of columns that are known.
#[derive(Debug)]
pub(in crate::format) struct Row {
    cells: BTreeMap<&'static str, String>,
    lists: Option<fn(&str) -> Vec<String>>,
    origin: Origin,
}

impl Row {
    /// Whether a column has something in it.
    pub(in crate::format) fn has(&self, column: &str) -> bool {
        self.cells.contains_key(column)
    }
}

/// The rows of a table that say something.
pub(in crate::format) fn rows(
    text: &str,
    file: &Arc<str>,
    table: &Table,
    log: &mut Vec<FormatError>,
) -> Vec<Row> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let at = |line| Origin::row(Arc::clone(file), line);
    let quotes = quotes(text);
    if let Some(line) = quotes.open {
        log.push(FormatError::new(at(line), FormatProblem::OpenQuote));
        return Vec::new();
    }
    let mut builder = csv::ReaderBuilder::new();
    let mut reader = builder
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    // Text in memory is read without fail: it is UTF-8, and rows may be of any length.
    let mut records = reader.records().filter_map(Result::ok);
    let mut lines = LineCount::new(text);
    let headings = records.next();
    let heading = headings.as_ref().map_or(1, |record| lines.of(record));
    let headings: Vec<String> = headings
        .iter()
        .flatten()
        .map(|cell| cell.trim().to_owned())
        .collect();
    let columns: Vec<Option<&'static str>> = headings
        .iter()
        .map(|name| {
            let folded = fold(name);
            let mut known = table.columns.iter().map(|(name, _)| *name);
            known.find(|known| fold(known) == folded)
        })
        .collect();
    if let Some(found) = other_separator(&headings, &table.columns) {
        let problem = FormatProblem::OtherSeparator { found };
        log.push(FormatError::new(at(heading), problem));
        return Vec::new();
    }
    let mut problems = Vec::new();
    let mut is_readable = true;
    for (name, is_needed) in &table.columns {
        let count = columns
            .iter()
            .flatten()
            .filter(|known| *known == name)
            .count();
        if count == 0 && *is_needed {
            problems.push(FormatProblem::MissingColumn { column: name });
            is_readable = false;
        } else if count > 1 {
            let column = (*name).to_owned();
            problems.push(FormatProblem::RepeatedColumn { column });
            is_readable = false;
        }
    }
    let mut unknown = vec![0_usize; headings.len()];
    let mut rows = Vec::new();
    let mut long = Vec::new();
    for record in records {
        let line = lines.of(&record);
        let mut cells = BTreeMap::new();
        let mut width = 0;
        for (place, cell) in record.iter().enumerate() {
            if cell.trim().is_empty() {
                continue;
            }
            width = place + 1;
            match columns.get(place) {
                Some(Some(column)) => {
                    let cell = if table.is_guarded {
                        unguard(cell)
                    } else {
                        cell
                    };
                    cells.insert(*column, cell.to_owned());
                }
                Some(None) => unknown[place] += 1,
                None => {}
            }
        }
        if width > headings.len() {
            let problem = FormatProblem::TooManyCells {
                cells: width,
                headings: headings.len(),
            };
            long.push(FormatError::new(at(line), problem));
        }
        if !cells.is_empty() && is_readable {
            rows.push(Row {
                cells,
                lists: table.lists,
                origin: at(line),
            });
        }
    }
    for (place, name) in headings.iter().enumerate() {
        let is_nothing = name.is_empty() && unknown[place] == 0;
        if columns[place].is_none() && !is_nothing {
            let known: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
            problems.push(FormatProblem::UnknownColumn {
                column: name.clone(),
                filled: unknown[place],
                known: known.join(", "),
            });
        }
    }
    let problems = problems.into_iter();
    log.extend(problems.map(|problem| FormatError::new(at(heading), problem)));
    let after = quotes.after.into_iter();
    long.extend(after.map(|line| FormatError::new(at(line), FormatProblem::AfterQuote)));
    long.sort_by(|one, other| one.origin.cmp(&other.origin));
    log.extend(long);
    rows
}

/// What separates the headings, if that is no comma: one heading that holds several known ones.
fn other_separator(headings: &[String], columns: &[(&'static str, bool)]) -> Option<char> {
    let [only] = headings else {
        return None;
    };
    let is_known = |name: &str| {
        let folded = fold(name.trim_matches(['"', ' ']));
        columns.iter().any(|(known, _)| fold(known) == folded)
    };
    let separates = |sign: &char| only.split(*sign).filter(|name| is_known(name)).count() > 1;
    [';', '\t', '|'].into_iter().find(separates)
}

/// Quotes that cannot be read as they are meant.
struct Quotes {
    /// The line at which one is opened that is never closed.
    open: Option<u64>,
    /// The lines at which a cell goes on after its closing quote.
    after: Vec<u64>,
}

fn quotes(text: &str) -> Quotes {
    let mut line = 1;
    let mut opened = None;
    let mut is_start = true;
    let mut is_closed = false;
    let mut after = Vec::new();
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        if byte == b'\n' {
            line += 1;
        }
        if opened.is_some() {
            if byte == b'"' && bytes.next_if_eq(&b'"').is_none() {
                opened = None;
                is_start = false;
                is_closed = true;
            }
            continue;
        }
        let is_end = matches!(byte, b',' | b'\n' | b'\r');
        if is_closed && !is_end {
            after.push(line);
        }
        is_closed = false;
        if byte == b'"' && is_start {
            opened = Some(line);
        }
        is_start = is_end;
    }
    Quotes {
        open: opened,
        after,
    }
}

/// Lines as an editor counts, for records that come in order.
struct LineCount<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> LineCount<'a> {
    const fn new(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The line at which a record begins, after the empty lines before it.
    fn of(&mut self, record: &csv::StringRecord) -> u64 {
        let start = record.position().map_or(0, csv::Position::byte) as usize;
        let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
        while let Some(byte) = self.text.get(self.at) {
            if self.at >= start && !is_break(byte) {
                break;
            }
            let is_pair = *byte == b'\r' && self.text.get(self.at + 1) == Some(&b'\n');
            if is_break(byte) && !is_pair {
                self.line += 1;
            }
            self.at += 1;
        }
        self.line
    }
}

impl Fields for Row {
    fn text(&mut self, name: &'static str) -> String {
        self.optional(name).unwrap_or_default()
    }

    fn optional(&mut self, name: &'static str) -> Option<String> {
        self.cells.remove(name)
    }

    fn number(&mut self, name: &'static str) -> Option<String> {
        self.optional(name)
    }

    fn texts(&mut self, name: &'static str) -> Vec<String> {
        match (self.optional(name), self.lists) {
            (Some(cell), Some(split)) => split(&cell),
            (cell, _) => cell.into_iter().collect(),
        }
    }

    // These have a table of their own.
    fn nested<R: Record>(&mut self, _: &'static str) -> Vec<R> {
        Vec::new()
    }

    fn origin(&self) -> Origin {
        self.origin.clone()
    }
}
