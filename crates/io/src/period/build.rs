//! Periods from their numbers, or why there are none.

use super::date::{day_number, iso_monday};
use super::error::PeriodError;
use super::{Period, PeriodKind};

pub(super) fn unknown(text: &str) -> PeriodError {
    PeriodError::Unknown {
        text: text.trim().to_owned(),
    }
}

pub(super) fn out_of_range(text: &str, part: &'static str, number: i64) -> PeriodError {
    PeriodError::OutOfRange {
        text: text.trim().to_owned(),
        part,
        number,
    }
}

/// Digits alone, as the kind that so many digits stand for; a position otherwise.
pub(super) fn of_digits(text: &str, number: i64, digits: u8) -> Result<Period, PeriodError> {
    let part = |unit: i64| (number / unit, number % unit);
    match digits {
        4 => year_of(text, number),
        5 => {
            let (year, quarter) = part(10);
            quarter_of(text, year, quarter, 1)
        }
        6 => {
            let (year, month) = part(100);
            month_of(text, year, month)
        }
        8 => {
            let (year, rest) = part(10_000);
            date_of(text, year, rest / 100, rest % 100)
        }
        _ => Period::new(PeriodKind::Index, number).ok_or_else(|| unknown(text)),
    }
}

pub(super) fn year_of(text: &str, year: i64) -> Result<Period, PeriodError> {
    Period::new(PeriodKind::Year { year_starts: 1 }, year)
        .ok_or_else(|| out_of_range(text, "year", year))
}

pub(super) fn month_of(text: &str, year: i64, month: i64) -> Result<Period, PeriodError> {
    if !(1..=12).contains(&month) {
        return Err(out_of_range(text, "month", month));
    }
    Period::new(PeriodKind::Month, year * 12 + month - 1)
        .ok_or_else(|| out_of_range(text, "year", year))
}

pub(super) fn quarter_of(
    text: &str,
    year: i64,
    quarter: i64,
    year_starts: u8,
) -> Result<Period, PeriodError> {
    if !(1..=4).contains(&quarter) {
        return Err(out_of_range(text, "quarter", quarter));
    }
    Period::new(PeriodKind::Quarter { year_starts }, year * 4 + quarter - 1)
        .ok_or_else(|| out_of_range(text, "year", year))
}

/// `2024/25` or `2024/2025`, where the second part follows the first.
pub(super) fn financial_year(
    text: &str,
    year: i64,
    next: i64,
    year_starts: u8,
) -> Result<Period, PeriodError> {
    if next != (year + 1) % 100 && next != year + 1 {
        return Err(PeriodError::Year {
            text: text.trim().to_owned(),
        });
    }
    Period::new(PeriodKind::Year { year_starts }, year)
        .ok_or_else(|| out_of_range(text, "year", year))
}

pub(super) fn week_of(text: &str, year: i64, week: i64) -> Result<Period, PeriodError> {
    iso_monday(year, week)
        .and_then(|monday| Period::holding(PeriodKind::IsoWeek, monday))
        .ok_or_else(|| out_of_range(text, "week", week))
}

pub(super) fn date_of(text: &str, year: i64, month: i64, day: i64) -> Result<Period, PeriodError> {
    if !(1..=12).contains(&month) {
        return Err(out_of_range(text, "month", month));
    }
    if day_number(year, month, 1).is_none() {
        return Err(out_of_range(text, "year", year));
    }
    day_number(year, month, day)
        .and_then(|days| Period::new(PeriodKind::Day, days))
        .ok_or_else(|| out_of_range(text, "day", day))
}

/// A day with seconds into it, as the coarsest kind that keeps them.
pub(super) fn with_time(text: &str, day: Period, time: Option<i64>) -> Result<Period, PeriodError> {
    let Some(second) = time else { return Ok(day) };
    let kind = PeriodKind::Second;
    let exact = Period::new(kind, day.index() * 86_400 + second);
    let exact = exact.ok_or_else(|| unknown(text))?;
    let coarser = [PeriodKind::Hour, PeriodKind::Minute];
    let coarser = coarser.into_iter().find_map(|kind| exact.as_kind(kind));
    Ok(coarser.unwrap_or(exact))
}

/// The span from one quarter to another, which has to be the third after it.
pub(super) fn rolling_year(text: &str, first: Period, last: Period) -> Result<Period, PeriodError> {
    let four = last.distance(first) == Some(3);
    let year = four.then(|| Period::new(PeriodKind::RollingYear, last.index()));
    year.flatten().ok_or_else(|| PeriodError::Span {
        text: text.trim().to_owned(),
    })
}

/// A day of an ISO week, 1 to 7.
pub(super) fn week_day(text: &str, week: Period, day: i64) -> Result<Period, PeriodError> {
    if !(1..=7).contains(&day) {
        return Err(out_of_range(text, "day", day));
    }
    let monday = week.first_day().ok_or_else(|| unknown(text))?;
    Period::new(PeriodKind::Day, monday + day - 1).ok_or_else(|| unknown(text))
}
