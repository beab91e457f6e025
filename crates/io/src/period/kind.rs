//! Which periods there are.

use std::fmt;

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weekday {
    /// The first day of an ISO week.
    Monday,
    /// The second.
    Tuesday,
    /// The third.
    Wednesday,
    /// The fourth.
    Thursday,
    /// The fifth.
    Friday,
    /// The sixth.
    Saturday,
    /// The last.
    Sunday,
}

impl Weekday {
    pub(crate) const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// The weekday of a day, counted from 1970-01-01, a Thursday.
    #[must_use]
    pub const fn of_day(days_since_1970: i64) -> Self {
        Self::ALL[(days_since_1970 + 3).rem_euclid(7) as usize]
    }

    /// Days after the Monday before or on it.
    pub(crate) const fn after_monday(self) -> i64 {
        self as i64
    }
}

impl fmt::Display for Weekday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        })
    }
}

/// What kind of time one point of a series stands for.
///
/// Finer kinds come before coarser ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PeriodKind {
    /// A whole number that only gives the order: a row, a batch, a patient. Written `17`.
    Index,
    /// A second of a civil clock. Written `2024-05-31T10:30:15`.
    Second,
    /// A minute. Written `2024-05-31T10:30`.
    Minute,
    /// An hour. Written `2024-05-31T10`.
    Hour,
    /// A day. Written `2024-05-31`.
    Day,
    /// A week that is named by the date of one weekday: its first day, or its last one where the
    /// source says "week ending". Written as that date.
    Week {
        /// The weekday of these dates.
        on: Weekday,
    },
    /// A week of ISO 8601, from Monday to Sunday. Written `2024-W22`.
    IsoWeek,
    /// A calendar month. Written `2024-05`.
    Month,
    /// A quarter of a year. Written `2024Q2`, or `FY2024/25 Q1` where the year is no calendar year.
    Quarter {
        /// The month in which its year starts: 1 for calendar years, 4 for years from April.
        year_starts: u8,
    },
    /// A year. Written `2024`, or `2024/25` where it is no calendar year.
    Year {
        /// The month in which it starts.
        year_starts: u8,
    },
    /// Four calendar quarters in a row, one more each quarter. Written `2024Q4-2025Q3`. Such
    /// figures overlap from point to point.
    RollingYear,
}

/// The first and the last day that a period may touch: 0001-01-01 and 9999-12-31.
const DAYS: (i64, i64) = (-719_162, 2_932_896);

impl PeriodKind {
    /// A number of its own for each kind, in their order; none for a month that does not exist.
    pub(super) const fn code(self) -> Option<u8> {
        Some(match self {
            Self::Index => 0,
            Self::Second => 1,
            Self::Minute => 2,
            Self::Hour => 3,
            Self::Day => 4,
            Self::Week { on } => 5 + on as u8,
            Self::IsoWeek => 12,
            Self::Month => 13,
            Self::Quarter {
                year_starts: month @ 1..=12,
            } => 13 + month,
            Self::Year {
                year_starts: month @ 1..=12,
            } => 25 + month,
            Self::Quarter { .. } | Self::Year { .. } => return None,
            Self::RollingYear => 38,
        })
    }

    pub(super) const fn of_code(code: u8) -> Self {
        match code {
            0 => Self::Index,
            1 => Self::Second,
            2 => Self::Minute,
            3 => Self::Hour,
            4 => Self::Day,
            5..=11 => Self::Week {
                on: Weekday::ALL[(code - 5) as usize],
            },
            12 => Self::IsoWeek,
            13 => Self::Month,
            14..=25 => Self::Quarter {
                year_starts: code - 13,
            },
            26..=37 => Self::Year {
                year_starts: code - 25,
            },
            _ => Self::RollingYear,
        }
    }

    /// The lowest and the highest index, so that the whole period lies in the years 1 to 9999.
    pub(super) const fn range(self) -> (i64, i64) {
        match self {
            Self::Index => (0, 1 << 46),
            Self::Second => (DAYS.0 * 86_400, DAYS.1 * 86_400 + 86_399),
            Self::Minute => (DAYS.0 * 1440, DAYS.1 * 1440 + 1439),
            Self::Hour => (DAYS.0 * 24, DAYS.1 * 24 + 23),
            Self::Day => DAYS,
            // The first whole week is that of Monday 0001-01-01.
            Self::Week { .. } | Self::IsoWeek => ((DAYS.0 + 3) / 7, (DAYS.1 - 6) / 7),
            Self::Month => (12, 9999 * 12 + 11),
            Self::Quarter { year_starts: 1 } => (4, 9999 * 4 + 3),
            Self::Quarter { .. } => (4, 9998 * 4 + 3),
            Self::Year { year_starts: 1 } => (1, 9999),
            Self::Year { .. } => (1, 9998),
            Self::RollingYear => (7, 9999 * 4 + 3),
        }
    }

    /// Whether its periods are wide enough that every one of them is expected to have a figure.
    pub(crate) const fn is_calendar(self) -> bool {
        !matches!(
            self,
            Self::Index | Self::Second | Self::Minute | Self::Hour | Self::Day
        )
    }

    /// Several of its periods, in one word.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Index => "positions",
            Self::Second => "seconds",
            Self::Minute => "minutes",
            Self::Hour => "hours",
            Self::Day => "days",
            Self::Week { .. } | Self::IsoWeek => "weeks",
            Self::Month => "months",
            Self::Quarter { .. } => "quarters",
            Self::Year { .. } => "years",
            Self::RollingYear => "rolling years",
        }
    }
}

impl fmt::Display for PeriodKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index => f.write_str("position"),
            Self::Second => f.write_str("second"),
            Self::Minute => f.write_str("minute"),
            Self::Hour => f.write_str("hour"),
            Self::Day => f.write_str("day"),
            Self::Week { on } => write!(f, "week (named by its {on})"),
            Self::IsoWeek => f.write_str("ISO week"),
            Self::Month => f.write_str("month"),
            Self::Quarter { year_starts: 1 } => f.write_str("quarter"),
            Self::Quarter { year_starts } => {
                write!(f, "quarter of a year from month {year_starts}")
            }
            Self::Year { year_starts: 1 } => f.write_str("year"),
            Self::Year { year_starts } => write!(f, "year from month {year_starts}"),
            Self::RollingYear => f.write_str("rolling year"),
        }
    }
}
