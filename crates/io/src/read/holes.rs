//! Periods without a row.

use std::collections::{BTreeMap, BTreeSet};

use crate::note::Note;
use crate::period::{Period, PeriodKind, Weekday, greatest_divisor, step};

/// Which periods between others are expected to have a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Grid {
    /// From one expected period to the next.
    step: i64,
    no_weekends: bool,
}

/// What the series of a file show of how far apart their periods stand.
///
/// A series is asked for its own step first, so that a quarterly measure beside a monthly one has
/// no holes between its quarters. Only one that shows none, such as one of two points, takes the
/// widest that others show and that fits.
#[derive(Debug, Default)]
pub(crate) struct Spacings {
    /// The steps that series show.
    shown: BTreeSet<i64>,
    /// The greatest step that leads to all periods of each series.
    common: i64,
    /// First and last period of the file, and whether one of its days is at a weekend.
    span: Option<(Period, Period)>,
    weekend: bool,
    kind: Option<PeriodKind>,
    /// Series so far of which the grid was asked.
    series: u64,
    irregular: u64,
    no_weekends: u64,
    steps: BTreeMap<i64, u64>,
    /// The periods that were looked at last, and their step.
    latest: Option<(Vec<Period>, (i64, bool))>,
}

fn is_weekend(period: &Period) -> bool {
    matches!(
        Weekday::of_day(period.index()),
        Weekday::Saturday | Weekday::Sunday
    )
}

impl Spacings {
    /// Takes in the different periods of a series, in order.
    pub(crate) fn add(&mut self, periods: &[Period]) {
        let (Some(first), Some(last)) = (periods.first(), periods.last()) else {
            return;
        };
        self.kind = Some(first.kind());
        if first.kind() == PeriodKind::Day && !self.weekend {
            self.weekend = periods.iter().any(is_weekend);
        }
        let (start, end) = self.span.unwrap_or((*first, *last));
        self.span = Some((start.min(*first), end.max(*last)));
        let (step, shown) = self.step_of(periods);
        if shown {
            self.shown.insert(step);
        }
        if periods.len() > 1 {
            self.common = greatest_divisor(self.common, step);
        }
    }

    /// The step of a series. Neighbors often have the same periods, so the latest are remembered.
    fn step_of(&mut self, periods: &[Period]) -> (i64, bool) {
        match &self.latest {
            Some((latest, step)) if latest == periods => *step,
            _ => {
                let step = step(periods);
                self.latest = Some((periods.to_vec(), step));
                step
            }
        }
    }

    /// Which periods of a series are expected, by its different periods in order; none where they
    /// are too irregular to say anything.
    pub(crate) fn grid(&mut self, periods: &[Period]) -> Option<Grid> {
        let (first, last) = (periods.first()?, periods.last()?);
        let kind = first.kind();
        if kind == PeriodKind::Index {
            return None;
        }
        self.series += 1;
        let (own, shown) = self.step_of(periods);
        let step = if shown || periods.len() < 2 {
            own
        } else {
            let fits = self.shown.iter().rev().find(|step| own % **step == 0);
            fits.copied().unwrap_or(self.common.max(1))
        };
        let span = last.distance(*first)?;
        let of_file = |(start, end): (Period, Period)| end.distance(start).unwrap_or_default();
        let no_weekends = kind == PeriodKind::Day
            && step == 1
            && if self.weekend {
                // Two of them could have been seen.
                span >= 14 && !periods.iter().any(is_weekend)
            } else {
                self.span.is_some_and(|span| of_file(span) >= 7)
            };
        let grid = Grid { step, no_weekends };
        if !kind.is_calendar() {
            let expected = if no_weekends {
                span / 7 * 5 + 1
            } else {
                span / step + 1
            };
            if (periods.len() as i64) * 2 < expected {
                self.irregular += 1;
                return None;
            }
        }
        self.no_weekends += u64::from(no_weekends);
        if step > 1 {
            *self.steps.entry(step).or_default() += 1;
        }
        Some(grid)
    }

    /// What was found, to be told.
    pub(crate) fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        let Some(kind) = self.kind else {
            return notes;
        };
        let of = |series: u64| (series < self.series).then_some(series);
        if self.irregular > 0 {
            let series = of(self.irregular);
            notes.push(Note::Irregular { kind, series });
        }
        if self.no_weekends > 0 {
            let series = of(self.no_weekends);
            notes.push(Note::NoWeekends { series });
        }
        for (step, series) in &self.steps {
            notes.push(Note::Steps {
                kind,
                step: *step,
                series: of(*series),
            });
        }
        notes
    }
}

impl Grid {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(texts: &[&str]) -> (Option<Grid>, Vec<String>) {
        let periods: Vec<Period> = texts.iter().map(|text| text.parse().unwrap()).collect();
        let mut spacings = Spacings::default();
        spacings.add(&periods);
        let grid = spacings.grid(&periods);
        let notes = spacings.notes();
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
