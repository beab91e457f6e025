//! Periods as text, in the spelling that reads back as the same period.

use std::fmt;

use super::date::{iso_week, year_month_day};
use super::{Period, PeriodKind};

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = Written(*self);
        if f.width().is_some() || f.precision().is_some() {
            return f.pad(&written.to_string());
        }
        written.fmt(f)
    }
}

/// A period, whatever the width asked for.
struct Written(Period);

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(period) = self;
        let index = period.index();
        match period.kind() {
            PeriodKind::Index => write!(f, "{index}"),
            PeriodKind::Second => {
                let second = index.rem_euclid(86_400);
                let (hour, minute) = (second / 3600, second / 60 % 60);
                write!(
                    f,
                    "{}T{hour:02}:{minute:02}:{:02}",
                    period.date(),
                    second % 60
                )
            }
            PeriodKind::Minute => {
                let minute = index.rem_euclid(1440);
                write!(f, "{}T{:02}:{:02}", period.date(), minute / 60, minute % 60)
            }
            PeriodKind::Hour => write!(f, "{}T{:02}", period.date(), index.rem_euclid(24)),
            PeriodKind::Day | PeriodKind::Week { .. } => write!(f, "{}", period.date()),
            PeriodKind::IsoWeek => {
                let (year, week) = period.first_day().and_then(iso_week).unwrap_or_default();
                write!(f, "{year:04}-W{week:02}")
            }
            PeriodKind::Month => write!(f, "{:04}-{:02}", index / 12, index % 12 + 1),
            PeriodKind::Quarter { year_starts: 1 } => quarter(f, index),
            PeriodKind::Quarter { .. } => {
                let year = index / 4;
                let next = (year + 1) % 100;
                write!(f, "FY{year:04}/{next:02} Q{}", index % 4 + 1)
            }
            PeriodKind::Year { year_starts: 1 } => write!(f, "{index:04}"),
            PeriodKind::Year { .. } => write!(f, "{index:04}/{:02}", (index + 1) % 100),
            PeriodKind::RollingYear => {
                quarter(f, index - 3)?;
                f.write_str("-")?;
                quarter(f, index)
            }
        }
    }
}

fn quarter(f: &mut fmt::Formatter<'_>, index: i64) -> fmt::Result {
    write!(f, "{:04}Q{}", index / 4, index % 4 + 1)
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Period({self})")
    }
}

/// A date as `2024-05-31`.
struct CivilDate(i64);

impl fmt::Display for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = year_month_day(self.0).unwrap_or_default();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl Period {
    /// The day it starts with, to be written.
    fn date(self) -> CivilDate {
        CivilDate(self.first_day().unwrap_or_default())
    }
}
