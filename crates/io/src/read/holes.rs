//! Periods without a row.

use crate::note::Note;
use crate::period::{Period, PeriodKind, Weekday};

/// Which periods between others are expected to have a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Grid {
    /// From one expected period to the next.
    step: i64,
    no_weekends: bool,
}

impl Grid {
    /// What the different periods of a file, in order, say about those that are expected; none
    /// where they are too irregular to say anything.
    pub(crate) fn of(periods: &[Period], notes: &mut Vec<Note>) -> Option<Self> {
        let (first, last) = (periods.first()?, periods.last()?);
        let kind = first.kind();
        if kind == PeriodKind::Index {
            return None;
        }
        let gaps = periods
            .windows(2)
            .filter_map(|pair| pair[1].distance(pair[0]));
        let step = gaps.fold(0, greatest_divisor).max(1);
        let span = last.distance(*first)?;
        let weekend = |period: &Period| {
            matches!(
                Weekday::of_day(period.index()),
                Weekday::Saturday | Weekday::Sunday
            )
        };
        let weeks = kind == PeriodKind::Day && step == 1 && span >= 7;
        let no_weekends = weeks && !periods.iter().any(weekend);
        let grid = Self { step, no_weekends };
        if !kind.is_calendar() {
            let expected = if no_weekends {
                span / 7 * 5 + 1
            } else {
                span / step + 1
            };
            if (periods.len() as i64) * 2 < expected {
                notes.push(Note::Irregular { kind });
                return None;
            }
        }
        if no_weekends {
            notes.push(Note::NoWeekends);
        }
        if step > 1 {
            notes.push(Note::Steps { kind, step });
        }
        Some(grid)
    }

    /// The expected period after one.
    pub(crate) fn next(self, period: Period) -> Option<Period> {
        let next = period.offset(self.step)?;
        if !self.no_weekends {
            return Some(next);
        }
        match Weekday::of_day(next.index()) {
            Weekday::Saturday => next.offset(2),
            Weekday::Sunday => next.offset(1),
            _ => Some(next),
        }
    }

    /// How many expected periods lie between two.
    pub(crate) fn between(self, before: Period, after: Period) -> u64 {
        let Some(gap) = after.distance(before) else {
            return 0;
        };
        let steps = gap / self.step;
        let steps = if self.no_weekends {
            // Days from Monday to Friday of the whole weeks, and of what is left of them.
            let weekdays = |day: i64| {
                let monday = day + 3;
                monday.div_euclid(7) * 5 + monday.rem_euclid(7).min(5)
            };
            weekdays(after.index()) - weekdays(before.index())
        } else {
            steps
        };
        u64::try_from(steps - 1).unwrap_or_default()
    }
}

const fn greatest_divisor(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(texts: &[&str]) -> (Option<Grid>, Vec<String>) {
        let periods: Vec<Period> = texts.iter().map(|text| text.parse().unwrap()).collect();
        let mut notes = Vec::new();
        let grid = Grid::of(&periods, &mut notes);
        (grid, notes.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn months_have_holes() {
        let (found, notes) = grid(&["2024-01", "2024-02", "2024-05"]);
        let grid = found.unwrap();
        let (february, may) = ("2024-02".parse().unwrap(), "2024-05".parse().unwrap());
        assert_eq!(grid.between(february, may), 2);
        assert_eq!(grid.next(february), "2024-03".parse().ok());
        assert!(notes.is_empty());
    }

    #[test]
    fn every_third_month_has_none_between() {
        let (found, notes) = grid(&["2024-03", "2024-06", "2024-12"]);
        let (june, december) = ("2024-06".parse().unwrap(), "2024-12".parse().unwrap());
        assert_eq!(found.unwrap().between(june, december), 1);
        assert_eq!(
            notes,
            ["there is a figure every 3 months, those between are no holes"]
        );
    }

    #[test]
    fn weekends_are_no_holes_where_there_are_none() {
        let days = [
            "2024-01-04",
            "2024-01-05",
            "2024-01-08",
            "2024-01-09",
            "2024-01-11",
            "2024-01-12",
        ];
        let (found, notes) = grid(&days);
        let grid = found.unwrap();
        let day = |text: &str| text.parse::<Period>().unwrap();
        assert_eq!(grid.between(day("2024-01-05"), day("2024-01-08")), 0);
        assert_eq!(grid.between(day("2024-01-09"), day("2024-01-11")), 1);
        assert_eq!(grid.between(day("2024-01-05"), day("2024-01-15")), 5);
        assert_eq!(grid.next(day("2024-01-05")), Some(day("2024-01-08")));
        assert_eq!(notes.len(), 1);
    }

    #[test]
    fn scattered_days_have_no_holes() {
        let (found, notes) = grid(&["2024-01-04", "2024-03-05", "2024-07-01", "2025-01-01"]);
        assert_eq!(found, None);
        assert_eq!(
            notes,
            ["the days are too irregular to tell holes, so none were filled"]
        );
        assert_eq!(grid(&["1", "5"]).0, None);
    }
}
