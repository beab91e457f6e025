//! Periods: what the points of a series stand for.
//!
//! A [`Period`] is a [`PeriodKind`] and a number: the next period has the next number, a hole is a
//! difference. Texts are read as periods by [`Period::parse`] one by one, and whole columns, whose
//! cells explain each other, when a file is read.

mod build;
mod calendar;
pub(crate) mod column;
mod date;
mod display;
mod error;
mod kind;
mod parse;
mod spelling;
mod step;
mod tokens;

use self::date::{day_number, year_month_day};

pub use self::calendar::{Calendar, DateOrder};
pub use self::error::PeriodError;
pub use self::kind::{PeriodKind, Weekday};
pub(crate) use self::spelling::{Reading, read};
pub(crate) use self::step::{greatest_divisor, step};

/// Bits of the number below those of the kind.
const INDEX_BITS: u32 = 48;
const BIAS: i64 = 1 << (INDEX_BITS - 1);

/// One period: a day, a week, a month, a quarter, a year, or a mere position.
///
/// Periods of one kind are in the order of time. Eight bytes, since a data set holds one for each
/// of its points.
///
/// ```
/// use redbead_io::Period;
///
/// let may: Period = "May 2024".parse()?;
/// assert_eq!(may.to_string(), "2024-05");
/// assert_eq!(may.next().map(|june| june.to_string()).as_deref(), Some("2024-06"));
/// let august: Period = "202408".parse()?;
/// assert_eq!(august.distance(may), Some(3));
/// # Ok::<(), redbead_io::PeriodError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(i64);

impl Period {
    /// The period of a kind with an index; none outside of the years 1 to 9999, or for a year that
    /// starts in no month.
    ///
    /// What is counted: seconds, minutes, hours and days since 1970-01-01; weeks from the one of
    /// Monday 1969-12-29; months, quarters and years from the year 0; rolling years by the quarter
    /// in which they end.
    #[must_use]
    pub const fn new(kind: PeriodKind, index: i64) -> Option<Self> {
        let Some(code) = kind.code() else { return None };
        let (first, last) = kind.range();
        if index < first || index > last {
            return None;
        }
        Some(Self(((code as i64) << INDEX_BITS) | (index + BIAS)))
    }

    /// What kind of period it is.
    #[must_use]
    pub const fn kind(self) -> PeriodKind {
        PeriodKind::of_code((self.0 >> INDEX_BITS) as u8)
    }

    /// Its number among the periods of its kind; see [`new`](Self::new).
    #[must_use]
    pub const fn index(self) -> i64 {
        (self.0 & ((1 << INDEX_BITS) - 1)) - BIAS
    }

    /// The period after it.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        self.offset(1)
    }

    /// The period that many after it, or before it where negative.
    #[must_use]
    pub const fn offset(self, by: i64) -> Option<Self> {
        match self.index().checked_add(by) {
            Some(index) => Self::new(self.kind(), index),
            None => None,
        }
    }

    /// How many periods it comes after another of the same kind; none where the kinds differ.
    #[must_use]
    pub fn distance(self, earlier: Self) -> Option<i64> {
        (self.kind() == earlier.kind()).then(|| self.index() - earlier.index())
    }

    /// Its first day, counted from 1970-01-01; none for a mere position. A week that is named by a
    /// weekday starts with the day that names it.
    #[must_use]
    pub fn first_day(self) -> Option<i64> {
        let index = self.index();
        let month_start =
            |months: i64| day_number(months.div_euclid(12), months.rem_euclid(12) + 1, 1);
        match self.kind() {
            PeriodKind::Index => None,
            PeriodKind::Second => Some(index.div_euclid(86_400)),
            PeriodKind::Minute => Some(index.div_euclid(1440)),
            PeriodKind::Hour => Some(index.div_euclid(24)),
            PeriodKind::Day => Some(index),
            PeriodKind::Week { on } => Some(index * 7 - 3 + on.after_monday()),
            PeriodKind::IsoWeek => Some(index * 7 - 3),
            PeriodKind::Month => month_start(index),
            PeriodKind::Quarter { year_starts } => {
                month_start(index * 3 + i64::from(year_starts) - 1)
            }
            PeriodKind::Year { year_starts } => {
                month_start(index * 12 + i64::from(year_starts) - 1)
            }
            PeriodKind::RollingYear => month_start((index - 3) * 3),
        }
    }

    /// Its last day, counted from 1970-01-01; none for a mere position, or past the year 9999.
    #[must_use]
    pub fn last_day(self) -> Option<i64> {
        match self.kind() {
            PeriodKind::Index => None,
            PeriodKind::Second | PeriodKind::Minute | PeriodKind::Hour | PeriodKind::Day => {
                self.first_day()
            }
            PeriodKind::Week { .. } | PeriodKind::IsoWeek => Some(self.first_day()? + 6),
            PeriodKind::Month | PeriodKind::Quarter { .. } | PeriodKind::Year { .. } => {
                match self.next() {
                    Some(next) => Some(next.first_day()? - 1),
                    None => day_number(9999, 12, 31),
                }
            }
            PeriodKind::RollingYear => {
                let end = PeriodKind::Quarter { year_starts: 1 };
                Self::new(end, self.index())?.last_day()
            }
        }
    }

    /// Its first and its last second, counted from 1970-01-01; none for a mere position.
    fn seconds(self) -> Option<(i64, i64)> {
        let unit = match self.kind() {
            PeriodKind::Second => 1,
            PeriodKind::Minute => 60,
            PeriodKind::Hour => 3600,
            _ => {
                let (first, last) = (self.first_day()?, self.last_day()?);
                return Some((first * DAY, last * DAY + DAY - 1));
            }
        };
        let first = self.index() * unit;
        Some((first, first + unit - 1))
    }

    /// The first period of a kind that does not start before it: of the days of a month its
    /// first, of the months from the second of May on June. None for mere positions.
    #[must_use]
    pub fn first_in(self, kind: PeriodKind) -> Option<Self> {
        if kind == self.kind() {
            return Some(self);
        }
        let (first, _) = self.seconds()?;
        let unit = unit(kind);
        // Rounded up.
        let index = -(-first).div_euclid(unit.unwrap_or(DAY));
        if unit.is_some() {
            return Self::new(kind, index);
        }
        let mut holding = Self::holding(kind, index)?;
        if kind == PeriodKind::RollingYear {
            // It is named by its last quarter; the one that begins with the day's ends three later.
            holding = holding.offset(3)?;
        }
        let started = holding.first_day().is_none_or(|first| first >= index);
        if started {
            Some(holding)
        } else {
            holding.next()
        }
    }

    /// The last period of a kind that does not end after it: of the days of a month its last.
    /// None for mere positions.
    #[must_use]
    pub fn last_in(self, kind: PeriodKind) -> Option<Self> {
        if kind == self.kind() {
            return Some(self);
        }
        let (_, last) = self.seconds()?;
        let unit = unit(kind);
        let index = (last + 1).div_euclid(unit.unwrap_or(DAY)) - 1;
        if unit.is_some() {
            return Self::new(kind, index);
        }
        let holding = Self::holding(kind, index)?;
        let ended = holding.last_day().is_none_or(|last| last <= index);
        if ended {
            Some(holding)
        } else {
            holding.offset(-1)
        }
    }

    /// The period of a kind that a day lies in, the first of the day for kinds finer than days.
    pub(crate) fn holding(kind: PeriodKind, day: i64) -> Option<Self> {
        let months = || {
            let (year, month, _) = year_month_day(day)?;
            Some(year * 12 + month - 1)
        };
        let index = match kind {
            PeriodKind::Index => return None,
            PeriodKind::Second => day * 86_400,
            PeriodKind::Minute => day * 1440,
            PeriodKind::Hour => day * 24,
            PeriodKind::Day => day,
            PeriodKind::Week { on } => (day + 3 - on.after_monday()).div_euclid(7),
            PeriodKind::IsoWeek => (day + 3).div_euclid(7),
            PeriodKind::Month => months()?,
            PeriodKind::Quarter { year_starts } => {
                (months()? - (i64::from(year_starts) - 1)).div_euclid(3)
            }
            PeriodKind::Year { year_starts } => {
                (months()? - (i64::from(year_starts) - 1)).div_euclid(12)
            }
            PeriodKind::RollingYear => months()?.div_euclid(3),
        };
        Self::new(kind, index)
    }
}

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Seconds of a period of the clock or a day.
const fn unit(kind: PeriodKind) -> Option<i64> {
    match kind {
        PeriodKind::Second => Some(1),
        PeriodKind::Minute => Some(60),
        PeriodKind::Hour => Some(3600),
        PeriodKind::Day => Some(DAY),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
