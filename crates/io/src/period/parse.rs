//! Texts read as periods.

use std::str::FromStr;

use super::build::{financial_year, month_of, of_digits, unknown};
use super::calendar::{Calendar, DateOrder};
use super::error::PeriodError;
use super::spelling::{Reading, read};
use super::{Period, PeriodKind};

impl Period {
    /// Reads a text by itself.
    ///
    /// Dates, date-times, months, quarters, years, ISO weeks and spans of four quarters are known
    /// in the spellings of [`PeriodKind`] and in others: `May 2024`, `May-24`, `31 May 2024`,
    /// `Q2 2024`, `2024M05`, `31.05.2024`. Of digits alone, four are a year, five a quarter
    /// (`20242`), six a month (`202405`), eight a date, and any other number a position.
    /// `2024-25` is no month and hence a year; `2011-12` is a month, `2011/12` a year.
    ///
    /// # Errors
    ///
    /// See [`PeriodError`].
    pub fn parse(text: &str, calendar: &Calendar) -> Result<Self, PeriodError> {
        match read(text, calendar)? {
            Reading::Period(period) => Ok(period),
            Reading::Digits(number, digits) => of_digits(text, number, digits),
            Reading::YearAnd { year, two, slash } => {
                let follows = two == (year + 1) % 100;
                if (1..=12).contains(&two) && !(slash && follows) {
                    month_of(text, year, two)
                } else {
                    financial_year(text, year, two, calendar.year_starts)
                }
            }
            Reading::TwoWays(date) => match calendar.date_order {
                Some(order) => date.period(text, order == DateOrder::DayFirst),
                None => Err(PeriodError::DateOrder {
                    text: text.trim().to_owned(),
                }),
            },
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        Self::parse(text, &Calendar::default())
    }
}

impl PeriodKind {
    /// Reads a text as a period of this kind: `2024-05-06` as a week named by its Monday, `20242`
    /// as a position.
    ///
    /// # Errors
    ///
    /// As for [`Period::parse`], and [`PeriodError::OtherKind`].
    pub fn parse(self, text: &str, calendar: &Calendar) -> Result<Period, PeriodError> {
        let calendar = match self {
            Self::Quarter { year_starts } | Self::Year { year_starts } if year_starts > 1 => {
                &Calendar {
                    year_starts,
                    ..*calendar
                }
            }
            _ => calendar,
        };
        let found = match (read(text, calendar)?, self) {
            (Reading::Digits(number, _), Self::Index) => {
                return Period::new(self, number).ok_or_else(|| unknown(text));
            }
            (Reading::YearAnd { year, two, .. }, Self::Month) => month_of(text, year, two)?,
            (Reading::YearAnd { year, two, .. }, Self::Year { year_starts: 2.. }) => {
                financial_year(text, year, two, calendar.year_starts)?
            }
            _ => Period::parse(text, calendar)?,
        };
        found.as_kind(self).ok_or_else(|| PeriodError::OtherKind {
            text: text.trim().to_owned(),
            found: found.kind(),
            expected: self,
        })
    }
}

impl Period {
    /// The same stretch of time as a period of another kind, where there is one.
    pub(crate) fn as_kind(self, kind: PeriodKind) -> Option<Self> {
        if self.kind() == kind {
            return Some(self);
        }
        let finer = |unit: i64| Self::new(kind, self.index().checked_mul(unit)?);
        let coarser = |unit: i64| {
            (self.index().rem_euclid(unit) == 0)
                .then(|| Self::new(kind, self.index().div_euclid(unit)))
                .flatten()
        };
        match (self.kind(), kind) {
            (PeriodKind::Day, PeriodKind::Hour) => finer(24),
            (PeriodKind::Day, PeriodKind::Minute) => finer(1440),
            (PeriodKind::Day, PeriodKind::Second) => finer(86_400),
            (PeriodKind::Hour, PeriodKind::Minute) | (PeriodKind::Minute, PeriodKind::Second) => {
                finer(60)
            }
            (PeriodKind::Hour, PeriodKind::Second) => finer(3600),
            (PeriodKind::Second, PeriodKind::Minute) | (PeriodKind::Minute, PeriodKind::Hour) => {
                coarser(60)
            }
            (PeriodKind::Second, PeriodKind::Hour) => coarser(3600),
            (PeriodKind::Second, PeriodKind::Day) => coarser(86_400),
            (PeriodKind::Minute, PeriodKind::Day) => coarser(1440),
            (PeriodKind::Hour, PeriodKind::Day) => coarser(24),
            (PeriodKind::Day, _) => {
                let holding = Self::holding(kind, self.index())?;
                (holding.first_day() == Some(self.index())).then_some(holding)
            }
            _ => None,
        }
    }
}
