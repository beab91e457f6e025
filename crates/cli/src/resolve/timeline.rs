//! A series as places are looked up in it.

use redbead_io::{DataSeries, Period};

/// The points of a series in time order, of a file or of a stream.
pub(crate) trait Timeline {
    /// Number of points.
    fn len(&self) -> usize;

    /// Whether a point with this index is there, or is sure to come.
    fn has(&self, index: usize) -> bool;

    /// Period of the first point.
    fn first(&self) -> Option<Period>;

    /// The first point of a period or a later one.
    fn at_or_after(&self, period: Period) -> Option<usize>;

    /// The last point of a period or an earlier one.
    fn at_or_before(&self, period: Period) -> Option<usize>;

    /// The point with a label.
    fn labeled(&self, label: &str) -> Option<usize>;

    /// Whether further points may still come before the end of a period.
    fn is_open(&self, last: Period) -> bool;
}

impl Timeline for DataSeries {
    fn len(&self) -> usize {
        self.len()
    }

    fn has(&self, index: usize) -> bool {
        index < self.len()
    }

    fn first(&self) -> Option<Period> {
        self.periods().first().copied()
    }

    fn at_or_after(&self, period: Period) -> Option<usize> {
        self.at_or_after(period)
    }

    fn at_or_before(&self, period: Period) -> Option<usize> {
        let after = self.periods().partition_point(|own| *own <= period);
        after.checked_sub(1)
    }

    fn labeled(&self, label: &str) -> Option<usize> {
        (0..self.len()).find(|index| self.label(*index) == label)
    }

    /// A file is all there is.
    fn is_open(&self, _: Period) -> bool {
        false
    }
}
