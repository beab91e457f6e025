//! Days of the calendar, as far as this crate needs them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A text that is no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} is no day of the calendar; write it as 2026-03-31")]
pub struct BadDate {
    /// What was found.
    pub value: String,
}

/// A day of the Gregorian calendar from year 1 to 9999, read and written as `2026-03-31`.
///
/// ```
/// use redbead_qms::Date;
///
/// let day: Date = "2024-02-29".parse()?;
/// assert_eq!(day.days_until("2024-03-01".parse()?), 1);
/// assert!("2023-02-29".parse::<Date>().is_err());
/// # Ok::<(), redbead_qms::BadDate>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A day; none where the calendar has no such day.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let is_year = matches!(year, 1..=9999);
        if is_year && matches!(month, 1..=12) && 1 <= day && day <= days_of(year, month) {
            Some(Self { year, month, day })
        } else {
            None
        }
    }

    /// Year, 1 to 9999.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, 1 to 31.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Days from this day to another; below 0 where that one is earlier.
    #[must_use]
    pub const fn days_until(self, other: Self) -> i64 {
        other.number() - self.number()
    }

    /// Months from the month of this day to that of another, whatever the days.
    #[must_use]
    pub const fn months_until(self, other: Self) -> i64 {
        (other.year as i64 - self.year as i64) * 12 + other.month as i64 - self.month as i64
    }

    /// Days since a fixed day: whole years from March on, so that leap days come last.
    const fn number(self) -> i64 {
        let (year, month) = match self.month {
            1 | 2 => (self.year as i64 - 1, self.month as i64 + 9),
            later => (self.year as i64, later as i64 - 3),
        };
        let leap_days = year / 4 - year / 100 + year / 400;
        365 * year + leap_days + (153 * month + 2) / 5 + self.day as i64
    }
}

const fn days_of(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = BadDate;

    fn from_str(text: &str) -> Result<Self, BadDate> {
        let bad = || BadDate {
            value: text.to_owned(),
        };
        let trimmed = text.trim();
        let is_plain = trimmed.len() == 10
            && trimmed.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !is_plain {
            return Err(bad());
        }
        let year = trimmed[..4].parse().map_err(|_| bad())?;
        let month = trimmed[5..7].parse().map_err(|_| bad())?;
        let day = trimmed[8..].parse().map_err(|_| bad())?;
        Self::new(year, month, day).ok_or_else(bad)
    }
}

impl TryFrom<String> for Date {
    type Error = BadDate;

    fn try_from(text: String) -> Result<Self, BadDate> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn only_days_of_the_calendar_are_read() {
        for bad in [
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "2024-00-01",
            "2024-04-31",
            "0000-01-01",
            "24-01-01",
            "2024/01/01",
            "2024-1-01",
            "２024-01-01",
            "",
        ] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
        assert_eq!(date("2000-02-29").to_string(), "2000-02-29");
    }

    #[test]
    fn days_and_months_between() {
        assert_eq!(date("2024-02-28").days_until(date("2024-03-01")), 2);
        assert_eq!(date("2023-02-28").days_until(date("2023-03-01")), 1);
        assert_eq!(date("1970-01-01").days_until(date("2000-01-01")), 10957);
        assert_eq!(date("2024-03-01").days_until(date("2023-03-01")), -366);
        assert_eq!(date("2023-11-30").months_until(date("2024-02-01")), 3);
        assert_eq!(date("2024-02-01").months_until(date("2023-11-30")), -3);
    }
}
