//! A series of a stream, as places are looked up in it.

use std::borrow::Cow;

use redbead_io::Period;

use crate::resolve::Timeline;
use crate::watch::time::Stamp;

/// The periods of a series so far: of the points that are kept, and of those before them that a
/// plan rests on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stream<'a> {
    /// Points that are no longer kept, by index: the first and the last one, and those at which a
    /// phase or a baseline begins or ends.
    marks: &'a [(usize, Period)],
    /// Index of the first kept point.
    first: usize,
    kept: Cow<'a, [Period]>,
}

impl<'a> Stream<'a> {
    pub(crate) fn new(marks: &'a [(usize, Period)], first: usize, kept: &'a [Period]) -> Self {
        Self {
            marks,
            first,
            kept: Cow::Borrowed(kept),
        }
    }

    /// The same with a point before a kept one, or at the end.
    pub(crate) fn with(mut self, position: usize, stamp: &Stamp) -> Self {
        if let Stamp::Period(period) = stamp {
            let position = position.min(self.kept.len());
            self.kept.to_mut().insert(position, *period);
        }
        self
    }

    /// The first points alone.
    pub(crate) fn until(mut self, points: usize) -> Self {
        let points = points.saturating_sub(self.first);
        self.kept = match self.kept {
            Cow::Borrowed(kept) => Cow::Borrowed(kept.get(..points).unwrap_or(kept)),
            Cow::Owned(mut kept) => {
                kept.truncate(points);
                Cow::Owned(kept)
            }
        };
        self
    }

    pub(crate) fn newest(&self) -> Option<Period> {
        let mark = self.marks.last().map(|(_, period)| *period);
        self.kept.last().copied().or(mark)
    }

    /// What a point is called.
    pub(crate) fn label(&self, index: usize) -> String {
        let position = index.checked_sub(self.first);
        let kept = position.and_then(|position| self.kept.get(position));
        let marked = || self.marks.iter().find(|(at, _)| *at == index);
        match kept.or_else(|| marked().map(|(_, period)| period)) {
            Some(period) => period.to_string(),
            None => format!("point {index}"),
        }
    }

    /// What has to be known of the points before an index once they are no longer kept.
    pub(crate) fn marks_before(&self, first: usize, turns: &[Period]) -> Vec<(usize, Period)> {
        let at = |index: usize| {
            let position = index.checked_sub(self.first);
            match position.and_then(|position| self.kept.get(position)) {
                Some(period) => Some((index, *period)),
                None => self.marks.iter().find(|(at, _)| *at == index).copied(),
            }
        };
        let ends = turns
            .iter()
            .flat_map(|turn| [self.at_or_after(*turn), self.at_or_before(*turn)]);
        let earliest = self.marks.first().map_or(self.first, |(index, _)| *index);
        let wanted = ends.flatten().chain([earliest, first.saturating_sub(1)]);
        let mut marks: Vec<(usize, Period)> = wanted
            .filter(|index| *index < first)
            .filter_map(at)
            .collect();
        marks.sort_unstable();
        marks.dedup();
        marks
    }
}

impl Timeline for Stream<'_> {
    fn len(&self) -> usize {
        self.first + self.kept.len()
    }

    /// More points will come.
    fn has(&self, _: usize) -> bool {
        true
    }

    fn first(&self) -> Option<Period> {
        let mark = self.marks.first().map(|(_, period)| *period);
        mark.or_else(|| self.kept.first().copied())
    }

    fn at_or_after(&self, period: Period) -> Option<usize> {
        let marked = self.marks.partition_point(|(_, own)| *own < period);
        if let Some((index, _)) = self.marks.get(marked) {
            return Some(*index);
        }
        let position = self.kept.partition_point(|own| *own < period);
        (position < self.kept.len()).then_some(self.first + position)
    }

    fn at_or_before(&self, period: Period) -> Option<usize> {
        let position = self.kept.partition_point(|own| *own <= period);
        if let Some(position) = position.checked_sub(1) {
            return Some(self.first + position);
        }
        let marked = self.marks.partition_point(|(_, own)| *own <= period);
        Some(self.marks.get(marked.checked_sub(1)?)?.0)
    }

    fn labeled(&self, _: &str) -> Option<usize> {
        None
    }

    fn is_open(&self, last: Period) -> bool {
        self.newest().is_none_or(|newest| newest < last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use redbead_io::PeriodKind;

    fn month(number: i64) -> Period {
        Period::new(PeriodKind::Month, 24_000 + number).unwrap()
    }

    #[test]
    fn what_a_plan_rests_on_is_known_of_forgotten_points() {
        let months: Vec<Period> = [0, 1, 2, 5, 6, 9, 10, 11, 12].map(month).into();
        let whole = Stream::new(&[], 0, &months);
        let turns = [month(3), month(6), month(8), month(20)];
        for first in 1..months.len() {
            let marks = whole.marks_before(first, &turns);
            let short = Stream::new(&marks, first, &months[first..]);
            assert_eq!((short.len(), short.first()), (whole.len(), whole.first()));
            for turn in turns {
                assert_eq!(short.at_or_after(turn), whole.at_or_after(turn));
                assert_eq!(short.at_or_before(turn), whole.at_or_before(turn));
                assert_eq!(short.is_open(turn), whole.is_open(turn));
            }
            // And of what was forgotten later on.
            for later in first..months.len() {
                let later_marks = short.marks_before(later, &turns);
                let shorter = Stream::new(&later_marks, later, &months[later..]);
                for turn in turns {
                    assert_eq!(shorter.at_or_after(turn), whole.at_or_after(turn));
                    assert_eq!(shorter.at_or_before(turn), whole.at_or_before(turn));
                }
            }
        }
    }
}
