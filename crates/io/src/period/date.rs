//! Civil dates as numbers of days.

use jiff::Span;
use jiff::civil::{Date, ISOWeekDate, Weekday, date};

const EPOCH: Date = date(1970, 1, 1);

/// Days since 1970-01-01, or none for a day that does not exist.
pub(crate) fn day_number(year: i64, month: i64, day: i64) -> Option<i64> {
    let of = Date::new(
        i16::try_from(year)
            .ok()
            .filter(|year| (1..=9999).contains(year))?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    );
    days_since_epoch(of.ok()?)
}

/// Year, month and day of a number of days since 1970-01-01, of the years 1 to 9999.
pub(crate) fn year_month_day(days: i64) -> Option<(i64, i64, i64)> {
    let of = EPOCH.checked_add(Span::new().try_days(days).ok()?).ok()?;
    Some((of.year().into(), of.month().into(), of.day().into()))
}

/// The Monday of a week of ISO 8601.
pub(crate) fn iso_monday(year: i64, week: i64) -> Option<i64> {
    let of = ISOWeekDate::new(
        i16::try_from(year)
            .ok()
            .filter(|year| (1..=9999).contains(year))?,
        i8::try_from(week).ok()?,
        Weekday::Monday,
    );
    days_since_epoch(of.ok()?.date())
}

/// ISO year and week of a day.
pub(crate) fn iso_week(days: i64) -> Option<(i64, i64)> {
    let of = EPOCH.checked_add(Span::new().try_days(days).ok()?).ok()?;
    let of = of.iso_week_date();
    Some((of.year().into(), of.week().into()))
}

fn days_since_epoch(of: Date) -> Option<i64> {
    let span = EPOCH.until(of).ok()?;
    Some(span.get_days().into())
}
