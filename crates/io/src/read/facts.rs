//! What the first rows show of a column.

use super::cell::{Cell, Figure, Numbers};
use crate::period::column::{Cell as TimeCell, column};
use crate::period::{Calendar, Period, PeriodKind, Reading, read};

/// What the first rows show of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    /// No cell has content.
    pub(crate) empty: bool,
    /// Nearly all cells are numbers, or look as if they were meant to be.
    pub(crate) numbers: bool,
    /// Most cells are dates, months or other periods, and could be nothing else.
    pub(crate) periods: bool,
    /// All cells are digits that may be years, months, dates or quarters.
    pub(crate) digits: bool,
    /// All cells are whole numbers.
    pub(crate) whole: bool,
    /// Some numbers have decimals or a percent sign, as no code has.
    pub(crate) decimals: bool,
}

impl Facts {
    pub(crate) fn of<'a>(
        cells: impl Iterator<Item = &'a str>,
        numbers: &Numbers,
        calendar: &Calendar,
    ) -> Self {
        let (mut full, mut number, mut period, mut whole) = (0, 0, 0, 0);
        let mut texts = Vec::new();
        let mut decimals = false;
        for text in cells {
            if numbers.why_missing(text.as_bytes()).is_some() {
                continue;
            }
            full += 1;
            let is_number = matches!(numbers.read(Cell::Text(text.as_bytes())), Figure::Number(_));
            let is_period = matches!(
                read(text, calendar),
                Ok(Reading::Period(_) | Reading::YearAnd { .. } | Reading::TwoWays(_))
            );
            let is_number = is_number || !is_period && meant_as_number(text);
            decimals |= is_number && text.contains(['.', ',', '%']);
            number += usize::from(is_number);
            period += usize::from(is_period);
            whole += usize::from(text.bytes().all(|byte| byte.is_ascii_digit()));
            texts.push(TimeCell::Text(text));
        }
        let whole = full > 0 && whole == full;
        let digits = whole && {
            let read = column(&texts, calendar, None);
            let kind =
                |period: &Result<Period, _>| period.as_ref().ok().map(|period| period.kind());
            read.periods
                .iter()
                .all(|period| kind(period).is_some_and(|kind| kind != PeriodKind::Index))
        };
        Self {
            empty: full == 0,
            numbers: full > 0 && number * 10 >= full * 9,
            periods: period * 2 > full,
            digits,
            whole,
            decimals,
        }
    }
}

/// `1,234`, `12%`, `<5`: no numbers, but nothing else either.
fn meant_as_number(text: &str) -> bool {
    let digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let plain = |letter: char| letter.is_ascii_digit() || ",.%£$€<> -+".contains(letter);
    digit && text.chars().all(plain)
}
