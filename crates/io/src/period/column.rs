//! A whole column of periods, whose cells explain each other.

use std::collections::BTreeMap;

use super::build::{financial_year, month_of, of_digits};
use super::spelling::{Reading, TwoWays, read, zone};
use super::{Calendar, DateOrder, Period, PeriodError, PeriodKind, Weekday};
use crate::error::ProblemKind;
use crate::note::Note;

/// One of the different cells of a column.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cell<'a> {
    Text(&'a str),
    Day(i64),
    Second(i64),
}

/// The cells of a column as periods, all of one kind.
#[derive(Debug)]
pub(crate) struct Column {
    /// For each cell, in their order.
    pub(crate) periods: Vec<Result<Period, ProblemKind>>,
    pub(crate) notes: Vec<Note>,
}

/// Reads the different cells of a column as periods of one kind.
///
/// What a cell leaves open, the others decide: whether `20243` is a quarter or a number, `2011-12`
/// a month or a year, `01/02/2024` in January or in February, and whether dates stand for weeks or
/// months.
pub(crate) fn column(cells: &[Cell<'_>], calendar: &Calendar, kind: Option<PeriodKind>) -> Column {
    let mut notes = Vec::new();
    let texts = || {
        cells.iter().filter_map(|cell| match cell {
            Cell::Text(text) => Some(*text),
            _ => None,
        })
    };
    let zones: std::collections::BTreeSet<&str> = texts().filter_map(zone).collect();
    if zones.len() > 1 {
        notes.push(Note::Zones);
    }
    let periods = match kind {
        Some(kind) => {
            let one = |cell: &Cell<'_>| of_kind(*cell, kind, calendar);
            cells.iter().map(one).collect()
        }
        None => {
            let readings: Vec<_> = cells.iter().map(|cell| reading(*cell, calendar)).collect();
            let around = Around::of(cells, &readings, calendar, &mut notes);
            let settled = cells.iter().zip(readings);
            let settled = settled.map(|(cell, reading)| around.settle(*cell, reading));
            recognized(alike(cells, settled.collect()), &mut notes)
        }
    };
    let rolling = |period: &Result<Period, _>| matches!(period, Ok(period) if period.kind() == PeriodKind::RollingYear);
    if periods.iter().filter(|period| rolling(period)).count() > 1 {
        notes.push(Note::Overlapping);
    }
    Column { periods, notes }
}

fn reading(cell: Cell<'_>, calendar: &Calendar) -> Result<Reading, PeriodError> {
    let of = |kind, index: i64| match Period::new(kind, index) {
        Some(period) => Ok(Reading::Period(period)),
        None => Err(PeriodError::Unknown {
            text: index.to_string(),
        }),
    };
    match cell {
        Cell::Text(text) => read(text, calendar),
        Cell::Day(day) => of(PeriodKind::Day, day),
        Cell::Second(second) => of(PeriodKind::Second, second),
    }
}

fn of_kind(cell: Cell<'_>, kind: PeriodKind, calendar: &Calendar) -> Result<Period, ProblemKind> {
    let other_kind = |period: Period| {
        period.as_kind(kind).ok_or_else(|| PeriodError::OtherKind {
            text: period.to_string(),
            found: period.kind(),
            expected: kind,
        })
    };
    let period = match cell {
        Cell::Text(text) => kind.parse(text, calendar),
        Cell::Day(_) | Cell::Second(_) => match reading(cell, calendar) {
            Ok(Reading::Period(period)) => other_kind(period),
            Ok(_) => Err(PeriodError::Unknown {
                text: String::new(),
            }),
            Err(error) => Err(error),
        },
    };
    period.map_err(ProblemKind::Period)
}

/// What the column as a whole says about its cells.
struct Around {
    /// How many digits stand for a period; all others are positions.
    digits: Option<u8>,
    /// Whether `2011/12` is a year.
    years: bool,
    day_first: Option<bool>,
    calendar: Calendar,
}

impl Around {
    fn of(
        cells: &[Cell<'_>],
        readings: &[Result<Reading, PeriodError>],
        calendar: &Calendar,
        notes: &mut Vec<Note>,
    ) -> Self {
        let digits = readings.iter().filter_map(|reading| match reading {
            Ok(Reading::Digits(number, digits)) => Some((*number, *digits)),
            _ => None,
        });
        let years = readings.iter().filter_map(|reading| match reading {
            Ok(Reading::YearAnd { year, two, slash }) => Some((*year, *two, *slash)),
            _ => None,
        });
        let dates =
            cells
                .iter()
                .zip(readings)
                .filter_map(|(cell, reading)| match (cell, reading) {
                    (Cell::Text(text), Ok(Reading::TwoWays(date))) => Some((*text, *date)),
                    _ => None,
                });
        Self {
            digits: digits_of_periods(digits.collect()),
            years: are_years(years.collect()),
            day_first: day_first(calendar, dates, notes),
            calendar: *calendar,
        }
    }

    fn settle(
        &self,
        cell: Cell<'_>,
        reading: Result<Reading, PeriodError>,
    ) -> Result<Period, PeriodError> {
        let text = match cell {
            Cell::Text(text) => text,
            Cell::Day(_) | Cell::Second(_) => "",
        };
        match reading? {
            Reading::Period(period) => Ok(period),
            Reading::Digits(number, digits) if self.digits == Some(digits) => {
                of_digits(text, number, digits)
            }
            Reading::Digits(number, _) => {
                Period::new(PeriodKind::Index, number).ok_or_else(|| PeriodError::Unknown {
                    text: text.to_owned(),
                })
            }
            Reading::YearAnd { year, two, .. } if self.years => {
                financial_year(text, year, two, self.calendar.year_starts)
            }
            Reading::YearAnd { year, two, .. } => month_of(text, year, two),
            Reading::TwoWays(date) => match self.day_first {
                Some(day_first) => date.period(text, day_first),
                // Both ways are one: 02/02/2024.
                None if date.first == date.second => date.period(text, true),
                None => Err(PeriodError::DateOrder {
                    text: text.to_owned(),
                }),
            },
        }
    }
}

/// How many digits the numbers have, where they are years of our time with or without a quarter,
/// month or day after them.
fn digits_of_periods(numbers: Vec<(i64, u8)>) -> Option<u8> {
    let (_, digits) = *numbers.first()?;
    let unit = match digits {
        4 => 1,
        5 => 10,
        6 => 100,
        8 => 10_000,
        _ => return None,
    };
    let of_our_time = |number: i64| (1800..=2199).contains(&(number / unit));
    let all = numbers
        .iter()
        .all(|(number, own)| *own == digits && of_our_time(*number));
    // Most have to exist: 20240 to 20249 are numbers.
    let exist = |(number, _): &&(i64, u8)| of_digits("", *number, digits).is_ok();
    let most = numbers.iter().filter(exist).count() * 2 > numbers.len();
    (all && most).then_some(digits)
}

/// Whether `2011/12` and its like are years: each second part follows the first, and not all could
/// be months of which there is but one spelling.
fn are_years(parts: Vec<(i64, i64, bool)>) -> bool {
    let follows = |(year, two, _): &(i64, i64, bool)| *two == (year + 1) % 100;
    let months = parts.iter().all(|(_, two, _)| (1..=12).contains(two));
    let following = parts.iter().filter(|part| follows(part)).count();
    if !months {
        // A month 25 does not exist, so the few that do not follow are mistakes.
        return following * 2 > parts.len();
    }
    let slash = parts.iter().all(|(_, _, slash)| *slash);
    following == parts.len() && (slash || following > 1)
}

fn day_first<'a>(
    calendar: &Calendar,
    dates: impl Iterator<Item = (&'a str, TwoWays)>,
    notes: &mut Vec<Note>,
) -> Option<bool> {
    if let Some(order) = calendar.date_order {
        return Some(order == DateOrder::DayFirst);
    }
    // One date that can be read in one way only tells the order of all.
    let (mut first, mut second) = (None, None);
    for (text, date) in dates {
        if date.first > 12 {
            first.get_or_insert(text);
        } else if date.second > 12 {
            second.get_or_insert(text);
        }
    }
    let (text, day_first) = match (first, second) {
        (Some(text), None) => (text, true),
        (None, Some(text)) => (text, false),
        _ => return None,
    };
    notes.push(Note::DateOrder {
        text: text.to_owned(),
        day_first,
    });
    Some(day_first)
}

/// Times of day on the scale of the finest; all else of the kind that most have.
fn alike(
    cells: &[Cell<'_>],
    periods: Vec<Result<Period, PeriodError>>,
) -> Vec<Result<Period, ProblemKind>> {
    let of_clock = |kind| {
        matches!(
            kind,
            PeriodKind::Second | PeriodKind::Minute | PeriodKind::Hour | PeriodKind::Day
        )
    };
    // As coarse as each of them can be, then as fine as the finest of them.
    let coarse = |period: Period| {
        let kinds = [PeriodKind::Day, PeriodKind::Hour, PeriodKind::Minute];
        kinds
            .into_iter()
            .find_map(|kind| period.as_kind(kind))
            .unwrap_or(period)
    };
    let kinds = periods.iter().flatten().map(|period| period.kind());
    let clock = kinds
        .clone()
        .any(|kind| of_clock(kind) && kind != PeriodKind::Day);
    let finest = periods
        .iter()
        .flatten()
        .filter(|period| of_clock(period.kind()));
    let finest = finest
        .map(|period| coarse(*period).kind())
        .min()
        .filter(|_| clock);
    let on_scale = |period: Period| match finest {
        Some(kind) if of_clock(period.kind()) => period.as_kind(kind).unwrap_or(period),
        _ => period,
    };
    let mut counts: BTreeMap<PeriodKind, usize> = BTreeMap::new();
    for period in periods.iter().flatten() {
        *counts.entry(on_scale(*period).kind()).or_default() += 1;
    }
    let most = counts
        .iter()
        .max_by_key(|(_, count)| **count)
        .map(|(kind, _)| *kind);
    let settle = |(cell, period): (&Cell<'_>, Result<Period, PeriodError>)| {
        let period = on_scale(period.map_err(ProblemKind::Period)?);
        match most {
            Some(kind) if kind != period.kind() => Err(ProblemKind::MixedPeriods {
                text: match cell {
                    Cell::Text(text) => (*text).to_owned(),
                    _ => period.to_string(),
                },
                found: period.kind(),
                expected: kind,
            }),
            _ => Ok(period),
        }
    };
    cells.iter().zip(periods).map(settle).collect()
}

/// Dates that stand for weeks or months, as these.
fn recognized(
    periods: Vec<Result<Period, ProblemKind>>,
    notes: &mut Vec<Note>,
) -> Vec<Result<Period, ProblemKind>> {
    let mut days: Vec<i64> = periods
        .iter()
        .flatten()
        .map(|period| period.index())
        .collect();
    days.sort_unstable();
    days.dedup();
    let are_days = periods
        .iter()
        .flatten()
        .all(|period| period.kind() == PeriodKind::Day);
    if days.len() < 2 || !are_days {
        return periods;
    }
    let month = |day: &i64| Period::holding(PeriodKind::Month, *day);
    let firsts = days
        .iter()
        .all(|day| month(day).and_then(Period::first_day) == Some(*day));
    let lasts = days
        .iter()
        .all(|day| month(day).and_then(Period::last_day) == Some(*day));
    let weekday = Weekday::of_day(days[0]);
    let weekly = days.len() > 2 && days.iter().all(|day| Weekday::of_day(*day) == weekday);
    let (what, kind) = if firsts {
        ("dates on the first of months", PeriodKind::Month)
    } else if lasts {
        ("dates on the last of months", PeriodKind::Month)
    } else if weekly {
        ("dates on one weekday", PeriodKind::Week { on: weekday })
    } else {
        return periods;
    };
    notes.push(Note::Recognized { what, kind });
    let longer = |period: Period| Period::holding(kind, period.index()).unwrap_or(period);
    periods
        .into_iter()
        .map(|period| period.map(longer))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(texts: &[&str]) -> Vec<String> {
        let cells: Vec<Cell<'_>> = texts.iter().map(|text| Cell::Text(text)).collect();
        let read = column(&cells, &Calendar::default(), None);
        let texts = read.periods.into_iter().map(|period| match period {
            Ok(period) => format!("{} {period}", period.kind()),
            Err(error) => error.to_string(),
        });
        texts.collect()
    }

    #[test]
    fn digits_are_read_by_their_column() {
        assert_eq!(
            read_all(&["20243", "20244"]),
            ["quarter 2024Q3", "quarter 2024Q4"]
        );
        assert_eq!(
            read_all(&["202405", "202406"]),
            ["month 2024-05", "month 2024-06"]
        );
        assert_eq!(read_all(&["2023", "2024"]), ["year 2023", "year 2024"]);
        assert_eq!(
            read_all(&["1", "2", "10"]),
            ["position 1", "position 2", "position 10"]
        );
        assert_eq!(read_all(&["9998", "9999", "10000"])[2], "position 10000");
        assert_eq!(read_all(&["100001", "100002"])[0], "position 100001");
        let mistake = read_all(&["202405", "202406", "202413"]);
        assert_eq!(
            mistake[2],
            "`202413` does not exist: month 13 is out of range"
        );
    }

    #[test]
    fn years_of_two_parts_are_told_from_months() {
        assert_eq!(
            read_all(&["2010-11", "2011-12"])[1],
            "year from month 4 2011/12"
        );
        assert_eq!(read_all(&["2011-11", "2011-12"])[1], "month 2011-12");
        assert_eq!(
            read_all(&["2023/24", "2024/25"])[0],
            "year from month 4 2023/24"
        );
        assert!(
            read_all(&["2023/24", "2024/25", "2025/27"])[2].contains("nor a year whose second")
        );
    }

    #[test]
    fn one_date_tells_the_order_of_all() {
        assert_eq!(read_all(&["03/02/2024", "13/02/2024"])[0], "day 2024-02-03");
        assert_eq!(read_all(&["03/02/2024", "03/13/2024"])[0], "day 2024-03-02");
        assert!(read_all(&["03/02/2024", "04/02/2024"])[0].contains("two ways"));
        assert!(read_all(&["13/02/2024", "03/13/2024"])[0].contains("two ways"));
    }

    #[test]
    fn dates_that_are_the_same_both_ways_are_not_in_doubt() {
        assert_eq!(
            read_all(&["01/01/2024", "02/02/2024"]),
            ["day 2024-01-01", "day 2024-02-02"]
        );
        let mixed = read_all(&["01/01/2024", "03/02/2024"]);
        assert_eq!(mixed[0], "day 2024-01-01");
        assert!(mixed[1].contains("two ways"));
    }

    #[test]
    fn dates_stand_for_months_and_weeks() {
        assert_eq!(read_all(&["2024-01-01", "2024-03-01"])[1], "month 2024-03");
        assert_eq!(read_all(&["2024-01-31", "2024-02-29"])[1], "month 2024-02");
        let weeks = read_all(&["2024-01-07", "2024-01-14", "2024-01-28"]);
        assert_eq!(weeks[2], "week (named by its Sunday) 2024-01-28");
        assert_eq!(read_all(&["2024-01-01", "2024-01-02"])[1], "day 2024-01-02");
    }

    #[test]
    fn times_of_day_are_as_fine_as_the_finest() {
        assert_eq!(
            read_all(&["2024-01-01 00:00", "2024-01-02 00:00"])[1],
            "day 2024-01-02"
        );
        assert_eq!(
            read_all(&["2024-01-01 00:00", "2024-01-01 08:30"])[0],
            "minute 2024-01-01T00:00"
        );
        assert_eq!(
            read_all(&["2024-01-01", "2024-01-01 08:00"])[0],
            "hour 2024-01-01T00"
        );
    }

    #[test]
    fn mixed_kinds_are_told() {
        let mixed = read_all(&["2024-05", "2024-06", "2024Q3"]);
        assert_eq!(
            mixed[2],
            "`2024Q3` is a quarter, the other rows have a month; write all alike"
        );
    }
}
