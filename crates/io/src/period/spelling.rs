//! The spellings of periods.

use super::Period;
use super::build::{
    date_of, financial_year, month_of, out_of_range, quarter_of, rolling_year, unknown, week_day,
    week_of, with_time,
};
use super::calendar::Calendar;
use super::error::PeriodError;
use super::tokens::{is_number, shape_of};

/// What one text may be, before the other texts of its column are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Nothing else than this.
    Period(Period),
    /// Nothing but digits, so many of them: a year, a quarter, a month, a date or a position.
    Digits(i64, u8),
    /// `2011/12` or `2011-12`: a month, or a year where the second part follows the first.
    YearAnd {
        /// The first part.
        year: i64,
        /// The second.
        two: i64,
        /// Whether a slash stands between them, or a dash.
        slash: bool,
    },
    /// `01/02/2024`, whose first number may be the day or the month.
    TwoWays(TwoWays),
}

/// A date whose first number may be the day or the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TwoWays {
    pub(crate) first: i64,
    pub(crate) second: i64,
    year: i64,
    /// Seconds into the day, where there is a time.
    time: Option<i64>,
}

impl TwoWays {
    /// The period, once it is known whether the day comes first.
    pub(crate) fn period(&self, text: &str, day_first: bool) -> Result<Period, PeriodError> {
        let (day, month) = if day_first {
            (self.first, self.second)
        } else {
            (self.second, self.first)
        };
        with_time(text, date_of(text, self.year, month, day)?, self.time)
    }
}

/// Reads one text as far as it can be read alone.
pub(crate) fn read(text: &str, calendar: &Calendar) -> Result<Reading, PeriodError> {
    let Some(parts) = shape_of(text) else {
        return Err(unknown(text));
    };
    let fiscal = calendar.year_starts;
    let year = |first: i64, second: i64| financial_year(text, first, second, fiscal);
    let period = match (parts.shape.as_str(), parts.numbers.as_slice()) {
        ("n" | "4" | "8" | "#", &[number]) => {
            let digits = text.trim().len();
            return Ok(Reading::Digits(number, digits as u8));
        }
        (shape @ ("4-n" | "4/n"), &[year, two]) => {
            let slash = shape == "4/n";
            return Ok(Reading::YearAnd { year, two, slash });
        }
        ("4-4" | "4/4" | "f4-4" | "f4/4" | "f4-n" | "f4/n", &[y, next]) => year(y, next)?,
        (
            "4-nqn" | "4/nqn" | "4-4qn" | "4/4qn" | "f4-nqn" | "f4/nqn" | "f4-4qn" | "f4/4qn",
            &[y, next, quarter],
        ) => {
            year(y, next)?;
            quarter_of(text, y, quarter, fiscal)?
        }
        ("qn 4-n" | "qn 4/n" | "qn 4-4" | "qn 4/4", &[quarter, y, next]) => {
            year(y, next)?;
            quarter_of(text, y, quarter, fiscal)?
        }
        ("4qn", &[y, quarter]) | ("qn 4" | "qn-4" | "qn/4", &[quarter, y]) => {
            quarter_of(text, y, quarter, 1)?
        }
        ("4qn-4qn", &[y, quarter, other_y, other]) => {
            let first = quarter_of(text, y, quarter, 1)?;
            rolling_year(text, first, quarter_of(text, other_y, other, 1)?)?
        }
        ("4wn", &[y, week]) => week_of(text, y, week)?,
        ("4wn-n", &[y, week, day]) => week_day(text, week_of(text, y, week)?, day)?,
        ("4mn" | "4M", &[y, month]) | ("M4", &[month, y]) => month_of(text, y, month)?,
        ("Mn", &[month, two]) => month_of(text, century(two), month)?,
        ("f4" | "fn", _) => {
            return Err(PeriodError::FinancialYear {
                text: text.trim().to_owned(),
            });
        }
        (shape, numbers) => return date_and_time(text, shape, numbers),
    };
    Ok(Reading::Period(period))
}

/// A year of two digits: 1970 to 2069.
const fn century(two: i64) -> i64 {
    if two < 70 { 2000 + two } else { 1900 + two }
}

/// A date in any order of its parts, with or without a time of day.
fn date_and_time(text: &str, shape: &str, numbers: &[i64]) -> Result<Reading, PeriodError> {
    let parts_of_date = shape
        .chars()
        .filter(|part| is_number(*part) || *part == 'M');
    let is_compact = shape.starts_with('8');
    let of_date = if is_compact {
        1
    } else {
        3.min(parts_of_date.count())
    };
    // Where the last number of the date ends.
    let mut seen = 0;
    let end = shape.find(|part: char| {
        let counts = is_number(part) || part == 'M';
        seen += usize::from(counts);
        counts && seen == of_date
    });
    let (date, rest) = shape.split_at(end.map_or(0, |end| end + 1));
    let (of_date, of_time) = numbers.split_at(of_date.min(numbers.len()));
    let time = time_of_day(text, rest, of_time)?;
    let day = match (date, of_date) {
        ("4-n-n" | "4/n/n", &[y, m, d]) => date_of(text, y, m, d)?,
        ("n.n.4" | "nM4", &[d, m, y]) => date_of(text, y, m, d)?,
        ("nMn", &[d, m, y]) => date_of(text, century(y), m, d)?,
        ("Mn,4" | "Mn 4", &[m, d, y]) => date_of(text, y, m, d)?,
        ("8", &[all]) => date_of(text, all / 10_000, all / 100 % 100, all % 100)?,
        ("n/n/4" | "n-n-4" | "n/n/n" | "n-n-n", &[first, second, y]) => {
            let year = if date.ends_with('4') { y } else { century(y) };
            return Ok(Reading::TwoWays(TwoWays {
                first,
                second,
                year,
                time,
            }));
        }
        _ => return Err(unknown(text)),
    };
    Ok(Reading::Period(with_time(text, day, time)?))
}

/// Seconds into the day of what follows a date: nothing, `T10`, ` 10:30`, `T10:30:15Z`. A zone is
/// read over: charts go by the clock on the wall.
fn time_of_day(text: &str, shape: &str, numbers: &[i64]) -> Result<Option<i64>, PeriodError> {
    if shape.is_empty() {
        return Ok(None);
    }
    let Some(shape) = shape.strip_prefix(['t', ' ']) else {
        return Err(unknown(text));
    };
    let zones = ["z", "+n:n", "-n:n", "+4", "-4", "+n", "-n"];
    let shape = zones
        .iter()
        .find_map(|zone| shape.strip_suffix(zone))
        .unwrap_or(shape);
    let (hour, minute, second) = match (shape, numbers) {
        ("n", &[hour, ..]) => (hour, 0, 0),
        ("n:n", &[hour, minute, ..]) => (hour, minute, 0),
        ("n:n:n", &[hour, minute, second, ..]) => (hour, minute, second),
        ("n:n:n.n" | "n:n:n.4" | "n:n:n.8" | "n:n:n.#", &[hour, minute, second, fraction, ..]) => {
            if fraction != 0 {
                return Err(PeriodError::TooFine {
                    text: text.trim().to_owned(),
                });
            }
            (hour, minute, second)
        }
        _ => return Err(unknown(text)),
    };
    let limits = [
        ("hour", hour, 23),
        ("minute", minute, 59),
        ("second", second, 59),
    ];
    if let Some((part, number, _)) = limits.into_iter().find(|(_, number, most)| number > most) {
        return Err(out_of_range(text, part, number));
    }
    Ok(Some(hour * 3600 + minute * 60 + second))
}

/// Whether a text ends with a distance from universal time, and which.
pub(crate) fn zone(text: &str) -> Option<&str> {
    let text = text.trim();
    let clock = text.find(':')?;
    let at = text[clock..].find(['+', '-', 'Z', 'z'])?;
    Some(&text[clock + at..])
}
