//! Texts and other cells, each kept once and known by a number.

use std::collections::HashMap;
use std::io::Write;

use super::cell::{Cell, shortened};

/// Numbers for lists of cells: the keys of series.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    numbers: HashMap<Box<[u8]>, u32>,
    lists: Vec<Box<[u8]>>,
    /// The list that is being put together: each text after its length.
    scratch: Vec<u8>,
    last: u32,
}

impl Keys {
    pub(crate) fn start(&mut self) {
        self.scratch.clear();
    }

    /// Adds a cell to the list.
    #[inline]
    pub(crate) fn add(&mut self, cell: Cell<'_>) {
        match cell {
            Cell::Text(bytes) | Cell::Digits(_, bytes) => self.add_text(bytes),
            Cell::Null => self.add_text(b""),
            Cell::Int(number) => self.add_int(number),
            Cell::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
                self.add_int(number as i64);
            }
            other => self.add_text(other.text().as_bytes()),
        }
    }

    /// Adds the digits of a number without a text of their own.
    fn add_int(&mut self, number: i64) {
        let start = self.scratch.len();
        self.scratch.extend_from_slice(&[0; 8]);
        // Writing to bytes in memory does not fail.
        let _ = write!(self.scratch, "{number}");
        let length = (self.scratch.len() - start - 8) as u64;
        self.scratch[start..start + 8].copy_from_slice(&length.to_le_bytes());
    }

    #[inline]
    pub(crate) fn add_text(&mut self, bytes: &[u8]) {
        self.scratch
            .extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        self.scratch.extend_from_slice(bytes);
    }

    /// The number of the list.
    #[inline]
    pub(crate) fn number(&mut self) -> Result<u32, NoNumber> {
        // Files often stand in the order of series.
        let last = self.lists.get(self.last as usize);
        if last.is_some_and(|last| **last == *self.scratch) {
            return Ok(self.last);
        }
        self.last = match self.numbers.get(self.scratch.as_slice()) {
            Some(number) => *number,
            None => {
                let texts = parts(&self.scratch);
                if let Some(bad) = texts
                    .into_iter()
                    .find(|text| std::str::from_utf8(text).is_err())
                {
                    return Err(NoNumber::Encoding(shortened(&String::from_utf8_lossy(bad))));
                }
                let number = u32::try_from(self.lists.len()).map_err(|_| NoNumber::TooMany)?;
                self.numbers.insert(self.scratch.as_slice().into(), number);
                self.lists.push(self.scratch.as_slice().into());
                number
            }
        };
        Ok(self.last)
    }

    pub(crate) fn len(&self) -> usize {
        self.lists.len()
    }

    /// The texts of a list.
    pub(crate) fn texts(&self, number: usize) -> Vec<String> {
        let list: &[u8] = self.lists.get(number).map_or(&[], |list| list);
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        parts(list).into_iter().map(text).collect()
    }
}

/// The texts of which a list was put together.
fn parts(mut list: &[u8]) -> Vec<&[u8]> {
    let mut texts = Vec::new();
    while let Some((length, after)) = list.split_first_chunk::<8>() {
        let length = (u64::from_le_bytes(*length) as usize).min(after.len());
        let (text, after) = after.split_at(length);
        texts.push(text);
        list = after;
    }
    texts
}

/// Why a cell has no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoNumber {
    TooMany,
    /// The text is no UTF-8.
    Encoding(String),
}

/// A cell of the column of time, as far as it is told from others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Moment {
    Text(Box<[u8]>),
    Int(i64),
    Day(i64),
    Second(i64),
}

/// Numbers for the cells of the column of time.
#[derive(Debug, Default)]
pub(crate) struct Moments {
    texts: HashMap<Box<[u8]>, u32>,
    others: HashMap<Moment, u32>,
    /// In the order of numbers, each with the line in which it stands first.
    pub(crate) list: Vec<(Moment, u64)>,
    last: u32,
}

impl Moments {
    /// The number of a cell.
    #[inline]
    pub(crate) fn number(&mut self, cell: Cell<'_>, line: u64) -> Result<u32, NoNumber> {
        let other = match cell {
            Cell::Text(bytes) => return self.text(bytes, line),
            Cell::Int(number) => Moment::Int(number),
            Cell::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
                Moment::Int(number as i64)
            }
            Cell::Day(day) => Moment::Day(day),
            Cell::Second(second) => Moment::Second(second),
            other => return self.text(other.text().as_bytes(), line),
        };
        if let Some((last, _)) = self.list.get(self.last as usize)
            && *last == other
        {
            return Ok(self.last);
        }
        self.last = match self.others.get(&other) {
            Some(number) => *number,
            None => {
                let number = u32::try_from(self.list.len()).map_err(|_| NoNumber::TooMany)?;
                self.others.insert(other.clone(), number);
                self.list.push((other, line));
                number
            }
        };
        Ok(self.last)
    }

    #[inline]
    fn text(&mut self, bytes: &[u8], line: u64) -> Result<u32, NoNumber> {
        if let Some((Moment::Text(last), _)) = self.list.get(self.last as usize)
            && **last == *bytes
        {
            return Ok(self.last);
        }
        self.last = match self.texts.get(bytes) {
            Some(number) => *number,
            None => {
                if std::str::from_utf8(bytes).is_err() {
                    return Err(NoNumber::Encoding(shortened(&String::from_utf8_lossy(
                        bytes,
                    ))));
                }
                let number = u32::try_from(self.list.len()).map_err(|_| NoNumber::TooMany)?;
                self.texts.insert(bytes.into(), number);
                self.list.push((Moment::Text(bytes.into()), line));
                number
            }
        };
        Ok(self.last)
    }
}
