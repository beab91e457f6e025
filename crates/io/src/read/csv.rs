//! Rows of CSV, in whatever delimiter.

use std::io::Read;

use super::block::{Block, LONGEST, too_long};
use super::cell::{Cell, shortened, trim};
use super::rows::{RowSource, SAMPLE, Step};
use crate::error::{Problem, ProblemKind, ReadError};

/// A reader of CSV as RFC 4180 has it, with a header. Lines end with LF or CRLF, or with CR alone
/// where the header does.
pub(crate) struct Csv<R> {
    block: Block<R>,
    shape: Shape,
    names: Vec<String>,
    /// Line of the next record.
    line: u64,
    record: Record,
    /// Length of the record in the block, to be gone past when the next one is asked for.
    used: usize,
}

/// What parts cells and records.
#[derive(Debug, Clone, Copy)]
struct Shape {
    delimiter: u8,
    line_end: u8,
}

/// Where the cells of one record are.
#[derive(Debug, Default)]
struct Record {
    /// The end of each cell, in the block or in `unquoted`; a cell starts after the delimiter.
    ends: Vec<usize>,
    /// The cells without their quotes, where any was quoted.
    unquoted: Vec<u8>,
    quoted: bool,
}

/// How far a record goes.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// So many bytes, its end of line included, and so many ends of line in it.
    Whole { length: usize, lines: u64 },
    /// Past the bytes in hand.
    More { in_quotes: bool },
}

impl Record {
    /// Finds the cells of the record that the bytes start with.
    #[inline]
    fn find(&mut self, bytes: &[u8], shape: Shape, last: bool) -> Found {
        self.ends.clear();
        self.quoted = false;
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == shape.delimiter {
                self.ends.push(at);
            } else if *byte == shape.line_end {
                self.ends.push(at);
                return Found::Whole {
                    length: at + 1,
                    lines: 1,
                };
            } else if *byte == b'"' {
                return self.find_quoted(bytes, shape, last);
            }
        }
        self.ends.push(bytes.len());
        if last {
            let length = bytes.len();
            return Found::Whole { length, lines: 0 };
        }
        Found::More { in_quotes: false }
    }

    /// The same where quotes may stand around cells.
    fn find_quoted(&mut self, bytes: &[u8], shape: Shape, last: bool) -> Found {
        self.ends.clear();
        self.unquoted.clear();
        self.quoted = true;
        let mut lines = 0;
        let mut at = 0;
        loop {
            // At the start of a cell, of which spaces before a quote are no part.
            let space = |byte: &&u8| matches!(byte, b' ' | b'\t') && **byte != shape.delimiter;
            let spaces = bytes[at..].iter().take_while(space).count();
            if at + spaces == bytes.len() && !last {
                return Found::More { in_quotes: false };
            }
            if bytes.get(at + spaces) == Some(&b'"') {
                at += spaces + 1;
                loop {
                    match (bytes.get(at), bytes.get(at + 1)) {
                        (None, _) => return Found::More { in_quotes: true },
                        // It may be the first of two.
                        (Some(b'"'), None) if !last => return Found::More { in_quotes: false },
                        (Some(b'"'), Some(b'"')) => {
                            self.unquoted.push(b'"');
                            at += 2;
                        }
                        (Some(b'"'), _) => break,
                        (Some(byte), _) => {
                            lines += u64::from(*byte == shape.line_end);
                            self.unquoted.push(*byte);
                            at += 1;
                        }
                    }
                }
                at += 1;
            }
            loop {
                match bytes.get(at) {
                    None if !last => return Found::More { in_quotes: false },
                    None => {
                        self.ends.push(self.unquoted.len());
                        return Found::Whole { length: at, lines };
                    }
                    Some(byte) if *byte == shape.delimiter => break,
                    Some(byte) if *byte == shape.line_end => {
                        self.ends.push(self.unquoted.len());
                        let (length, lines) = (at + 1, lines + 1);
                        return Found::Whole { length, lines };
                    }
                    Some(byte) => {
                        self.unquoted.push(*byte);
                        at += 1;
                    }
                }
            }
            self.ends.push(self.unquoted.len());
            self.unquoted.push(shape.delimiter);
            at += 1;
        }
    }

    #[inline]
    fn cell<'a>(&'a self, bytes: &'a [u8], column: usize) -> Option<&'a [u8]> {
        let end = *self.ends.get(column)?;
        let start = match column.checked_sub(1) {
            Some(before) => self.ends[before] + 1,
            None => 0,
        };
        let all = if self.quoted { &self.unquoted } else { bytes };
        Some(trim(&all[start..end]))
    }

    fn is_blank(&self, bytes: &[u8]) -> bool {
        (0..self.ends.len()).all(|column| self.cell(bytes, column).is_none_or(<[u8]>::is_empty))
    }
}

impl<R: Read> Csv<R> {
    /// Reads the header, below so many lines that are none of the table.
    pub(crate) fn new(
        block: Block<R>,
        delimiter: Option<u8>,
        skip_lines: u64,
    ) -> Result<Self, ReadError> {
        let mut csv = Self {
            block,
            shape: Shape {
                delimiter: b',',
                line_end: b'\n',
            },
            names: Vec::new(),
            line: 1,
            record: Record::default(),
            used: 0,
        };
        csv.block.fill()?;
        if csv.block.rest().starts_with(b"\xef\xbb\xbf") {
            csv.block.consume(3);
        }
        let said = separator(csv.block.rest());
        if let Some((_, length)) = said {
            csv.block.consume(length);
            csv.line += 1;
        }
        let delimiter = delimiter.or(said.map(|(delimiter, _)| delimiter));
        let head = csv.head();
        if !head.contains(&b'\n') && head.contains(&b'\r') {
            csv.shape.line_end = b'\r';
        }
        csv.skip_to(skip_lines.saturating_add(1))?;
        let line_end = csv.shape.line_end;
        csv.shape.delimiter = delimiter.unwrap_or_else(|| guess_delimiter(csv.head(), line_end));
        loop {
            match csv.record()? {
                Step::Row(_) if !csv.record.is_blank(csv.block.rest()) => break,
                Step::Row(_) | Step::Blank => {}
                Step::Bad(problem) => {
                    return Err(csv.header_problem(problem));
                }
                Step::End => {
                    return Err(ReadError::NoRows {
                        file: csv.block.file().to_owned(),
                    });
                }
            }
        }
        let mut names = Vec::with_capacity(csv.record.ends.len());
        for column in 0..csv.record.ends.len() {
            if let Cell::Text(bytes) = csv.cell(column)
                && std::str::from_utf8(bytes).is_err()
            {
                let text = shortened(&String::from_utf8_lossy(bytes));
                return Err(csv.header_problem(Problem {
                    line: csv.line.saturating_sub(1).max(1),
                    column: None,
                    kind: ProblemKind::Encoding { text },
                }));
            }
            let name = csv.cell(column).text().into_owned();
            names.push(if name.is_empty() {
                format!("column {}", column + 1)
            } else {
                name
            });
        }
        // Cells without a name at the end of the header are no columns.
        let named = |column: usize| !csv.cell(column).is_empty();
        let last = (0..names.len()).rev().find(|column| named(*column));
        names.truncate(last.map_or(names.len(), |last| last + 1));
        csv.names = names;
        csv.check_title(delimiter)?;
        Ok(csv)
    }

    /// The bytes in hand that the shape of the file is told by.
    fn head(&self) -> &[u8] {
        let rest = &self.block.rest()[self.used..];
        &rest[..rest.len().min(1 << 16)]
    }

    /// Goes on to a line, whatever stands in those before it.
    fn skip_to(&mut self, line: u64) -> Result<(), ReadError> {
        while self.line < line {
            let rest = self.block.rest();
            if let Some(end) = rest.iter().position(|byte| *byte == self.shape.line_end) {
                self.block.consume(end + 1);
                self.line += 1;
            } else if self.block.ended() {
                self.block.consume(rest.len());
                return Ok(());
            } else {
                let length = rest.len();
                self.block.consume(length);
                self.block.fill()?;
            }
        }
        if self.block.rest().is_empty() && !self.block.ended() {
            self.block.fill()?;
        }
        Ok(())
    }

    /// Refuses a title that was taken for the header: one name above lines of several cells.
    fn check_title(&self, delimiter: Option<u8>) -> Result<(), ReadError> {
        let [text] = self.names.as_slice() else {
            return Ok(());
        };
        let candidates = DELIMITERS.iter().copied();
        let below = candidates
            .filter(|known| delimiter.is_none_or(|delimiter| delimiter == *known))
            .chain(delimiter)
            .filter_map(|delimiter| {
                wider(
                    self.head(),
                    Shape {
                        delimiter,
                        ..self.shape
                    },
                )
            })
            .max_by_key(|(_, cells)| *cells);
        match below {
            None => Ok(()),
            Some((after, cells)) => Err(ReadError::TitleAbove {
                file: self.block.file().to_owned(),
                text: shortened(text),
                first: self.line.saturating_sub(1).max(1),
                line: self.line + after,
                cells,
            }),
        }
    }

    fn header_problem(&self, problem: Problem) -> ReadError {
        ReadError::Rows {
            file: self.block.file().to_owned(),
            problems: vec![problem],
            more: 0,
        }
    }

    pub(crate) const fn delimiter(&self) -> u8 {
        self.shape.delimiter
    }

    /// Moves on to the next record, whatever the number of its cells.
    #[inline]
    fn record(&mut self) -> Result<Step, ReadError> {
        self.block.consume(self.used);
        self.used = 0;
        loop {
            let last = self.block.ended();
            let bytes = self.block.rest();
            if bytes.is_empty() && last {
                return Ok(Step::End);
            }
            match self.record.find(bytes, self.shape, last) {
                Found::Whole { length, .. } if length > LONGEST => {
                    return Err(too_long(self.block.file(), self.line));
                }
                Found::Whole { length, lines } => {
                    let line = self.line;
                    self.line += lines;
                    self.used = length;
                    // Also a line that holds nothing but the carriage return.
                    if length <= 2 && self.record.is_blank(bytes) {
                        return Ok(Step::Blank);
                    }
                    return Ok(Step::Row(line));
                }
                Found::More { .. } if bytes.len() > LONGEST => {
                    return Err(too_long(self.block.file(), self.line));
                }
                Found::More { in_quotes: true } if last => {
                    let problem = Problem {
                        line: self.line,
                        column: None,
                        kind: ProblemKind::OpenQuote,
                    };
                    self.used = bytes.len();
                    return Ok(Step::Bad(problem));
                }
                Found::More { .. } => self.block.fill()?,
            }
        }
    }
}

impl<R: Read> RowSource for Csv<R> {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn sample(&mut self) -> Result<Vec<Vec<String>>, ReadError> {
        let bytes = &self.block.rest()[self.used..];
        let mut rest = bytes;
        let mut record = Record::default();
        let mut rows = Vec::new();
        while rows.len() < SAMPLE && !rest.is_empty() {
            let Found::Whole { length, .. } = record.find(rest, self.shape, self.block.ended())
            else {
                break;
            };
            if !record.is_blank(rest) {
                let text = |column| {
                    let cell = record.cell(rest, column).unwrap_or_default();
                    String::from_utf8_lossy(cell).into_owned()
                };
                rows.push((0..self.names.len()).map(text).collect());
            }
            rest = &rest[length..];
        }
        Ok(rows)
    }

    #[inline]
    fn advance(&mut self) -> Result<Step, ReadError> {
        let step = self.record()?;
        let (found, expected) = (self.record.ends.len(), self.names.len());
        let Step::Row(line) = step else {
            return Ok(step);
        };
        let bytes = self.block.rest();
        if found != expected {
            if self.record.is_blank(bytes) {
                return Ok(Step::Blank);
            }
            let surplus = |column| self.record.cell(bytes, column).is_none_or(<[u8]>::is_empty);
            if found < expected || !(expected..found).all(surplus) {
                return Ok(Step::Bad(Problem {
                    line,
                    column: None,
                    kind: ProblemKind::Cells {
                        found: found as u64,
                        expected: expected as u64,
                    },
                }));
            }
        }
        // A row of empty cells, as spreadsheets leave behind the last one.
        if self.used <= found * 3 + 2 && self.record.is_blank(bytes) {
            return Ok(Step::Blank);
        }
        Ok(step)
    }

    #[inline]
    fn cell(&self, column: usize) -> Cell<'_> {
        match self.record.cell(self.block.rest(), column) {
            Some(bytes) => Cell::Text(bytes),
            None => Cell::Null,
        }
    }
}

/// The delimiter that a first line `sep=;` names, as spreadsheets write it, and the length of
/// that line.
fn separator(bytes: &[u8]) -> Option<(u8, usize)> {
    let (word, rest) = bytes.split_at_checked(4)?;
    let (delimiter, rest) = rest.split_first()?;
    let known = matches!(delimiter, b',' | b';' | b'\t' | b'|');
    if !word.eq_ignore_ascii_case(b"sep=") || !known {
        return None;
    }
    match rest {
        [b'\r', b'\n', ..] => Some((*delimiter, 7)),
        [b'\n' | b'\r', ..] => Some((*delimiter, 6)),
        _ => None,
    }
}

/// What may part columns where the file does not say.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Rows that tell whether a line above them is a title.
const BELOW: usize = 10;

/// The first row with several filled cells, by the number of lines before it, and how many it has,
/// where most of the rows have several.
fn wider(head: &[u8], shape: Shape) -> Option<(u64, u64)> {
    let (mut record, mut rest) = (Record::default(), head);
    let (mut lines_before, mut rows, mut wide) = (0, 0, 0);
    let mut first = None;
    while rows < BELOW && !rest.is_empty() {
        let Found::Whole { length, lines } = record.find(rest, shape, true) else {
            break;
        };
        let is_filled = |column: &usize| {
            record
                .cell(rest, *column)
                .is_some_and(|cell| !cell.is_empty())
        };
        let filled = (0..record.ends.len()).filter(is_filled).count();
        rows += usize::from(filled > 0);
        if filled > 1 {
            wide += 1;
            first.get_or_insert((lines_before, filled as u64));
        }
        lines_before += lines;
        rest = &rest[length..];
    }
    first.filter(|_| wide * 2 > rows)
}

/// The delimiter that parts the header, and the lines after it alike, into the most cells.
fn guess_delimiter(head: &[u8], line_end: u8) -> u8 {
    let cells = |delimiter: u8| {
        let shape = Shape {
            delimiter,
            line_end,
        };
        let mut record = Record::default();
        let mut rest = head;
        let mut counts = Vec::new();
        while counts.len() < 5 && !rest.is_empty() {
            let Found::Whole { length, .. } = record.find(rest, shape, false) else {
                break;
            };
            if !record.is_blank(rest) {
                counts.push(record.ends.len());
            }
            rest = &rest[length..];
        }
        if counts.is_empty() {
            record.find(head, shape, true);
            counts.push(record.ends.len());
        }
        let alike = counts.iter().all(|count| *count == counts[0]);
        (alike && counts[0] > 1, counts[0])
    };
    let mut best = (b',', (false, 1));
    for delimiter in DELIMITERS {
        let found = cells(delimiter);
        if found > best.1 {
            best = (delimiter, found);
        }
    }
    best.0
}
