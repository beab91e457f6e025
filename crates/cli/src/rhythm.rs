//! What the points of a series stand for: months, quarters, or mere points where dates keep no rhythm.

use redbead_io::{Period, PeriodKind};

/// For one and for more.
type Noun = (&'static str, &'static str);

const POINT: Noun = ("point", "points");
const FORTNIGHT: Noun = ("fortnight", "fortnights");
const HALF_YEAR: Noun = ("half-year", "half-years");

/// What a point stands for, by the periods of some points of the series in order.
///
/// Their kind alone does not tell: months that come by threes are quarters, and nothing is said of a
/// length of time where the dates keep no rhythm.
pub(crate) fn noun_of(periods: &[Period]) -> Noun {
    let Some(first) = periods.first() else {
        return POINT;
    };
    let kind = first.kind();
    let usual = kind_of(kind);
    match Period::common_step(periods) {
        // A date or two show none yet.
        None if periods.len() < 3 => usual.map_or(POINT, noun),
        None => calendar_days(periods, kind).unwrap_or(POINT),
        Some(1) => usual.map_or(POINT, noun),
        // A few months may all be of 31 days.
        Some(step) => usual
            .and_then(|usual| wider(usual, step))
            .or_else(|| calendar_days(periods, kind))
            .unwrap_or(POINT),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

const fn noun(unit: Unit) -> Noun {
    match unit {
        Unit::Second => ("second", "seconds"),
        Unit::Minute => ("minute", "minutes"),
        Unit::Hour => ("hour", "hours"),
        Unit::Day => ("day", "days"),
        Unit::Week => ("week", "weeks"),
        Unit::Month => ("month", "months"),
        Unit::Quarter => ("quarter", "quarters"),
        Unit::Year => ("year", "years"),
    }
}

/// The unit of a kind; none for what is no time.
fn kind_of(kind: PeriodKind) -> Option<Unit> {
    Some(match kind {
        PeriodKind::Second => Unit::Second,
        PeriodKind::Minute => Unit::Minute,
        PeriodKind::Hour => Unit::Hour,
        PeriodKind::Day => Unit::Day,
        PeriodKind::Week { .. } | PeriodKind::IsoWeek => Unit::Week,
        PeriodKind::Month => Unit::Month,
        PeriodKind::Quarter { .. } => Unit::Quarter,
        PeriodKind::Year { .. } | PeriodKind::RollingYear => Unit::Year,
        _ => return None,
    })
}

/// What so many of a unit are called.
fn wider(unit: Unit, step: i64) -> Option<Noun> {
    Some(match (unit, step) {
        (Unit::Second, 60) => noun(Unit::Minute),
        (Unit::Second, 3600) | (Unit::Minute, 60) => noun(Unit::Hour),
        (Unit::Second, 86_400) | (Unit::Minute, 1440) | (Unit::Hour, 24) => noun(Unit::Day),
        (Unit::Hour, 168) | (Unit::Day, 7) => noun(Unit::Week),
        (Unit::Day, 14) | (Unit::Week, 2) => FORTNIGHT,
        (Unit::Month, 3) => noun(Unit::Quarter),
        (Unit::Month, 6) | (Unit::Quarter, 2) => HALF_YEAR,
        (Unit::Month, 12) | (Unit::Quarter, 4) => noun(Unit::Year),
        _ => return None,
    })
}

/// Months, quarters and years that are told by a day of each.
fn calendar_days(periods: &[Period], kind: PeriodKind) -> Option<Noun> {
    if kind != PeriodKind::Day {
        return None;
    }
    let pairs = periods.windows(2);
    let gaps = || pairs.clone().filter_map(|pair| pair[1].distance(pair[0]));
    let (least, most) = (gaps().min()?, gaps().max()?);
    let known = [
        (28, 31, Unit::Month),
        (89, 92, Unit::Quarter),
        (365, 366, Unit::Year),
    ];
    let known = known
        .into_iter()
        .find(|(shortest, longest, _)| *shortest <= least && most <= *longest);
    known.map(|(.., unit)| noun(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn many(texts: &[&str]) -> &'static str {
        let periods: Vec<Period> = texts.iter().map(|text| text.parse().unwrap()).collect();
        noun_of(&periods).1
    }

    #[test]
    fn steps_are_called_what_they_are() {
        assert_eq!(many(&["2024-01", "2024-02", "2024-03"]), "months");
        assert_eq!(many(&["2024-01", "2024-04", "2024-07"]), "quarters");
        assert_eq!(many(&["2024-01", "2024-07", "2025-01"]), "half-years");
        assert_eq!(many(&["2022-04", "2023-04", "2024-04"]), "years");
        assert_eq!(many(&["2024-01", "2024-03", "2024-05"]), "points");
        assert_eq!(many(&["2024-01-01", "2024-01-08", "2024-01-15"]), "weeks");
        assert_eq!(
            many(&["2024-01-01", "2024-01-15", "2024-01-29"]),
            "fortnights"
        );
        // A hole, and a weekend, break no rhythm.
        assert_eq!(
            many(&["2024-01", "2024-02", "2024-03", "2024-06"]),
            "months"
        );
        assert_eq!(
            many(&["2024-01-04", "2024-01-05", "2024-01-08", "2024-01-09"]),
            "days"
        );
    }

    #[test]
    fn days_of_months_are_months() {
        assert_eq!(
            many(&["2024-01-15", "2024-02-15", "2024-03-15", "2024-04-15"]),
            "months"
        );
        assert_eq!(many(&["2024-07-15", "2024-08-15", "2024-09-15"]), "months");
        assert_eq!(
            many(&["2023-12-31", "2024-03-31", "2024-06-30", "2024-09-30"]),
            "quarters"
        );
    }

    #[test]
    fn dates_without_a_rhythm_are_points() {
        assert_eq!(
            many(&["2024-01-03", "2024-01-15", "2024-02-20", "2024-05-01"]),
            "points"
        );
        assert_eq!(many(&["2024-01-03"]), "days");
        assert_eq!(many(&[]), "points");
    }
}
