//! Rows of NDJSON: one object on each line.

use std::collections::HashMap;
use std::fmt;
use std::io::Read;
use std::ops::Range;

use memchr::memchr;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::block::{Block, LONGEST, too_long};
use super::cell::{Cell, trim};
use super::rows::{RowSource, SAMPLE, Step};
use crate::error::{Problem, ProblemKind, ReadError};

/// A reader of NDJSON. The columns are the names in the objects, in the order in which they first
/// appear; a name that an object lacks is null.
pub(crate) struct Ndjson<R> {
    block: Block<R>,
    line: u64,
    row: Row,
    used: usize,
}

/// The cells of the last object.
#[derive(Debug, Default, Clone)]
struct Row {
    names: Vec<String>,
    columns: HashMap<String, usize>,
    cells: Vec<Slot>,
    /// The texts of the cells.
    texts: Vec<u8>,
    /// The column after the one that was filled last, which objects of one make name next.
    next: usize,
    doubled: Option<String>,
    /// The columns in the order of the object, where one of them holds a number that no float
    /// can hold.
    order: Vec<usize>,
    wide_number: bool,
}

/// Whole numbers from here on are not all floats.
const EXACT: f64 = 9_007_199_254_740_992.0;

#[derive(Debug, Clone)]
enum Slot {
    Absent,
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Range<usize>),
    /// A number of more digits than the float beside them holds.
    Digits(f64, Range<usize>),
    Nested(&'static str),
}

impl Row {
    fn read(&mut self, line: &[u8]) -> Result<(), ProblemKind> {
        self.cells.iter_mut().for_each(|cell| *cell = Slot::Absent);
        self.texts.clear();
        self.next = 0;
        self.doubled = None;
        self.order.clear();
        self.wide_number = false;
        let mut json = serde_json::Deserializer::from_slice(line);
        let read = Object(self)
            .deserialize(&mut json)
            .and_then(|()| json.end());
        read.map_err(|error| {
            let text = error.to_string();
            // There is but one line.
            let message = text.replace(" at line 1 column ", " at column ");
            ProblemKind::Json { message }
        })?;
        match self.doubled.take() {
            Some(name) => Err(ProblemKind::Json {
                message: format!("`{name}` stands twice in the object"),
            }),
            None => {
                if self.wide_number {
                    self.keep_digits(line);
                }
                Ok(())
            }
        }
    }

    /// Puts the digits of the line beside numbers that no float holds, so that two of them are
    /// not taken for one.
    fn keep_digits(&mut self, line: &[u8]) {
        for (column, token) in self.order.iter().zip(values(line)) {
            if let Some(Slot::Float(number)) = self.cells.get(*column)
                && number.abs() >= EXACT
            {
                let start = self.texts.len();
                self.texts.extend_from_slice(trim(token));
                self.cells[*column] = Slot::Digits(*number, start..self.texts.len());
            }
        }
    }

    fn column(&mut self, name: &str) -> usize {
        let column = match self.names.get(self.next) {
            Some(expected) if expected == name => self.next,
            _ => match self.columns.get(name) {
                Some(column) => *column,
                None => {
                    let column = self.names.len();
                    self.names.push(name.to_owned());
                    self.columns.insert(name.to_owned(), column);
                    self.cells.push(Slot::Absent);
                    column
                }
            },
        };
        self.next = column + 1;
        column
    }

    fn put(&mut self, column: usize, slot: Slot) {
        let cell = &mut self.cells[column];
        if !matches!(cell, Slot::Absent) {
            self.doubled = Some(self.names[column].clone());
        }
        self.wide_number |= matches!(slot, Slot::Float(number) if number.abs() >= EXACT);
        self.order.push(column);
        *cell = slot;
    }

    fn cell(&self, column: usize) -> Cell<'_> {
        match self.cells.get(column) {
            None | Some(Slot::Absent | Slot::Null) => Cell::Null,
            Some(Slot::Bool(flag)) => Cell::Bool(*flag),
            Some(Slot::Int(number)) => Cell::Int(*number),
            Some(Slot::Float(number)) => Cell::Float(*number),
            Some(Slot::Text(range)) => Cell::Text(trim(&self.texts[range.clone()])),
            Some(Slot::Digits(number, range)) => Cell::Digits(*number, &self.texts[range.clone()]),
            Some(Slot::Nested(what)) => Cell::Nested(what),
        }
    }
}

/// The texts of the values of an object that is known to be one, in its order.
fn values(line: &[u8]) -> Vec<&[u8]> {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    let mut start = None;
    let mut values = Vec::new();
    for (at, byte) in line.iter().enumerate() {
        if in_text {
            in_text = escaped || *byte != b'"';
            escaped = !escaped && *byte == b'\\';
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b':' if depth == 1 => start = Some(at + 1),
            b'{' | b'[' => depth += 1,
            b',' | b'}' if depth == 1 => {
                values.extend(start.take().map(|start| &line[start..at]));
                depth -= usize::from(*byte == b'}');
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    values
}

/// Reads an object into the row.
struct Object<'r>(&'r mut Row);

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(column) = map.next_key_seed(Name(self.0))? {
            let slot = map.next_value_seed(Value(self.0))?;
            self.0.put(column, slot);
        }
        Ok(())
    }
}

/// Reads a name as the number of its column.
struct Name<'r>(&'r mut Row);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<usize, D::Error> {
        json.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<usize, E> {
        Ok(self.0.column(name))
    }
}

/// Reads a value; texts go to the row.
struct Value<'r>(&'r mut Row);

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Slot;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Slot, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Slot;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Slot, E> {
        Ok(Slot::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Slot, E> {
        Ok(Slot::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Slot, E> {
        Ok(Slot::Int(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Slot, E> {
        Ok(i64::try_from(number).map_or(Slot::Float(number as f64), Slot::Int))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Slot, E> {
        Ok(Slot::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Slot, E> {
        let start = self.0.texts.len();
        self.0.texts.extend_from_slice(text.as_bytes());
        Ok(Slot::Text(start..self.0.texts.len()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Slot, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Slot::Nested("a list"))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Slot, A::Error> {
        IgnoredAny::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
        Ok(Slot::Nested("an object"))
    }
}

impl<R: Read> Ndjson<R> {
    /// Reads the first lines for their names.
    pub(crate) fn new(block: Block<R>) -> Result<Self, ReadError> {
        let mut ndjson = Self {
            block,
            line: 1,
            row: Row::default(),
            used: 0,
        };
        ndjson.block.fill()?;
        if ndjson.block.rest().starts_with(b"\xef\xbb\xbf") {
            ndjson.block.consume(3);
        }
        let rows = ndjson.sample()?;
        if rows.is_empty() && ndjson.block.ended() && trim_lines(ndjson.block.rest()).is_empty() {
            return Err(ReadError::NoRows {
                file: ndjson.block.file().to_owned(),
            });
        }
        Ok(ndjson)
    }
}

impl<R: Read> Ndjson<R> {
    /// Reads on until the next line is in hand as a whole. Gives its length without its end, and with it.
    fn fill_line(&mut self) -> Result<(usize, usize), ReadError> {
        loop {
            let rest = &self.block.rest()[self.used..];
            let line = line_of(rest, self.block.ended());
            let known = line.map_or(rest.len(), |(_, length)| length);
            if known > LONGEST {
                return Err(too_long(self.block.file(), self.line));
            }
            if let Some((line, length)) = line {
                return Ok((line.len(), length));
            }
            self.block.fill()?;
        }
    }
}

fn trim_lines(bytes: &[u8]) -> &[u8] {
    bytes.trim_ascii()
}

/// The first line, its end left out, and its length with it; none where it goes on.
fn line_of(bytes: &[u8], last: bool) -> Option<(&[u8], usize)> {
    match memchr(b'\n', bytes) {
        Some(end) => Some((&bytes[..end], end + 1)),
        None => last.then_some((bytes, bytes.len())),
    }
}

impl<R: Read> RowSource for Ndjson<R> {
    fn names(&self) -> &[String] {
        &self.row.names
    }

    fn sample(&mut self) -> Result<Vec<Vec<String>>, ReadError> {
        self.fill_line()?;
        let mut rest = &self.block.rest()[self.used..];
        let mut rows: Vec<Vec<String>> = Vec::new();
        while let Some((line, length)) = line_of(rest, self.block.ended()) {
            if rows.len() == SAMPLE || rest.is_empty() {
                break;
            }
            if !trim(line).is_empty() && self.row.read(line).is_ok() {
                // Lists and objects are no texts that a guess could rest on.
                let text = |column| match self.row.cell(column) {
                    Cell::Nested(_) => String::new(),
                    cell => cell.text().into_owned(),
                };
                rows.push((0..self.row.names.len()).map(text).collect());
            }
            rest = &rest[length..];
        }
        let columns = self.row.names.len();
        for row in &mut rows {
            row.resize(columns, String::new());
        }
        Ok(rows)
    }

    fn advance(&mut self) -> Result<Step, ReadError> {
        self.block.consume(self.used);
        self.used = 0;
        let (end, length) = self.fill_line()?;
        if length == 0 {
            return Ok(Step::End);
        }
        let bytes = &self.block.rest()[..end];
        let line = self.line;
        self.line += 1;
        self.used = length;
        if trim(bytes).is_empty() {
            return Ok(Step::Blank);
        }
        match self.row.read(bytes) {
            Ok(()) => Ok(Step::Row(line)),
            Err(kind) => Ok(Step::Bad(Problem {
                line,
                column: None,
                kind,
            })),
        }
    }

    fn cell(&self, column: usize) -> Cell<'_> {
        self.row.cell(column)
    }
}
