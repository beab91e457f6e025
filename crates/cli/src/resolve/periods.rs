//! Periods in the words of a plan become places in the series of a file.

use redbead_io::{Calendar, Period, PeriodKind};

use super::timeline::Timeline;
use crate::plan_file::{Place, Span};

/// A place as it can be looked up in a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum At {
    /// An index.
    Index(usize),
    /// A period of the file's kind.
    Period(Period),
    /// The label of a row, in a file whose rows only come in order.
    Label(String),
}

/// Both ends of a span; an end that is none is open.
pub(super) type Ends = (Option<At>, Option<At>);

/// First and last point of a stretch, both included.
pub(super) type Stretch = (usize, usize);

/// The kind of the periods of a file, and how its dates are meant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    pub(crate) kind: PeriodKind,
    pub(crate) calendar: Calendar,
    /// Whether points are called by whole numbers: a number then names a point.
    pub(crate) is_numbered: bool,
    /// Whether rows only come in order, and are called by texts of their own.
    pub(crate) has_labels: bool,
}

/// Which end of a longer period is meant, where a file of months is told of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    First,
    Last,
}

impl Clock {
    /// The place in the file's own kind of period: of a longer period its first or last one.
    pub(super) fn place(self, place: &Place, end: End) -> Result<At, String> {
        let number;
        let text = match place {
            Place::Index(index) if !self.is_numbered => return Ok(At::Index(*index)),
            Place::Index(index) => {
                number = index.to_string();
                &number
            }
            Place::Period(text) => text,
        };
        if self.has_labels {
            return Ok(At::Label(text.clone()));
        }
        let own = match self.kind.parse(text, &self.calendar) {
            Ok(period) => return Ok(At::Period(period)),
            Err(error) => error,
        };
        if self.kind == PeriodKind::Index {
            return Ok(At::Label(text.clone()));
        }
        let other = Period::parse(text, &self.calendar).map_err(|error| error.to_string())?;
        let ends = other.first_in(self.kind).zip(other.last_in(self.kind));
        let (first, last) = ends.ok_or_else(|| own.to_string())?;
        if first > last {
            return self.within(text, other, (first, last)).map(At::Period);
        }
        Ok(At::Period(match end {
            End::First => first,
            End::Last => last,
        }))
    }

    /// The period of the file that is named by its first or last day; any other day within one is
    /// refused, since it could mean the period before or the one after as well. Given are the periods
    /// that start and end next to the day.
    fn within(
        self,
        text: &str,
        other: Period,
        (next, before): (Period, Period),
    ) -> Result<Period, String> {
        if next.first_day() == other.first_day() {
            return Ok(next);
        }
        if before.last_day() == other.last_day() {
            return Ok(before);
        }
        let holding = before.offset(1).unwrap_or(next);
        let kind = self.kind;
        Err(format!(
            "{text} is a {} within {holding}, and each point is a {kind}; write {holding}",
            other.kind()
        ))
    }

    /// Both ends of a span.
    pub(super) fn span(self, span: &Span) -> Result<Ends, String> {
        let first = span
            .first
            .as_ref()
            .map(|place| self.place(place, End::First));
        let last = span.last.as_ref().map(|place| self.place(place, End::Last));
        let ends = (first.transpose()?, last.transpose()?);
        let is_reversed = match &ends {
            (Some(At::Period(first)), Some(At::Period(last))) => last < first,
            (Some(At::Index(first)), Some(At::Index(last))) => last < first,
            _ => false,
        };
        match span {
            Span {
                first: Some(first),
                last: Some(last),
            } if is_reversed => Err(format!(
                "{span} ends before it starts; turn it around: {}",
                Span {
                    first: Some(last.clone()),
                    last: Some(first.clone())
                }
            )),
            _ => Ok(ends),
        }
    }
}

impl At {
    /// The first point at it or after it; none after the end of the series.
    pub(super) fn at_or_after(&self, series: &impl Timeline) -> Option<usize> {
        match self {
            Self::Index(index) => series.has(*index).then_some(*index),
            Self::Period(period) => series.at_or_after(*period),
            Self::Label(text) => series.labeled(text),
        }
    }

    /// The last point at it or before it; none before the start of the series.
    fn at_or_before(&self, series: &impl Timeline) -> Option<usize> {
        match self {
            Self::Index(index) if series.has(*index) => Some(*index),
            Self::Index(_) => series.len().checked_sub(1),
            Self::Period(period) => series.at_or_before(*period),
            Self::Label(text) => series.labeled(text),
        }
    }

    /// Whether the place comes before the first point, where a phase that starts there began
    /// without being seen.
    pub(super) fn is_before(&self, series: &impl Timeline) -> bool {
        match (self, series.first()) {
            (Self::Period(period), Some(first)) => *period < first,
            _ => false,
        }
    }

    /// The period that it is.
    pub(super) fn period(&self) -> Option<Period> {
        match self {
            Self::Period(period) => Some(*period),
            _ => None,
        }
    }
}

/// The points of a span, none where it has none.
pub(super) fn points_of((first, last): &Ends, series: &impl Timeline) -> Option<Stretch> {
    let first = match first {
        Some(at) => at.at_or_after(series)?,
        None => 0,
    };
    let last = match last {
        Some(at) => at.at_or_before(series)?,
        None => series.len().checked_sub(1)?,
    };
    (first <= last).then_some((first, last))
}
