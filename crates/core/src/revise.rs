//! Monitors whose past may change: revising, withdrawing and inserting points.

use crate::error::ReviseError;
use crate::journal::{History, Journal};
use crate::monitor::Monitor;
use crate::observation::Observation;

/// What a revision took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Revised {
    /// Points that were taken again, the revised one included.
    pub replayed: usize,
}

/// Health data arrive provisional, suppressed, late, and are revised. A monitor that keeps a
/// [`History`] can be told so; afterwards it is as if the series had been pushed that way from the
/// start, to the last bit. [`Report::diff`](crate::Report::diff) says what that did to the signals.
///
/// A revised point of a baseline gives other limits, and with them other signals. Indices of the
/// plan stay where they are: after a point is withdrawn, a phase planned at a later index starts
/// one point later in time.
impl Monitor {
    /// The same monitor, keeping a history from here on.
    ///
    /// Each point takes 32 bytes of it. A push costs a little more, in the long run a constant;
    /// snapshots hold the history as well.
    ///
    /// ```
    /// use redbead::{Baseline, Chart, History, Observation, Plan};
    ///
    /// let plan = Plan::builder(Chart::individuals())
    ///     .baseline(Baseline::First { points: 6 })
    ///     .build()?;
    /// let mut monitor = plan.monitor().keeping(History::Last { points: 24 });
    /// for value in [10.0, 12.0, 11.0, 10.0, 12.0, 11.0, 11.0, 91.0, 10.0] {
    ///     monitor.push(value)?;
    /// }
    /// let before = monitor.report();
    /// assert_eq!(before.signals.len(), 1);
    ///
    /// // The 91 was a slip of the pen.
    /// monitor.revise(7, Observation::value(11.0))?;
    /// let report = monitor.report();
    /// assert!(report.signals.is_empty());
    /// assert_eq!(report.diff(&before)?.withdrawn().count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn keeping(mut self, history: History) -> Self {
        self.journal = match history {
            History::None => None,
            _ => Some(Box::new(Journal::new(history, &self.course))),
        };
        self
    }

    /// Index of the first point that can be revised; none without a history.
    #[must_use]
    pub fn revisable_from(&self) -> Option<usize> {
        self.journal.as_deref().map(Journal::first)
    }

    /// Replaces the observation at a zero-based index.
    ///
    /// # Cost
    ///
    /// The points since the revised one are taken again, and at most about as many before it and
    /// 32 more (some 100 more in a series of hundreds of signals): a constant for the last few
    /// points, whatever the length of the series. While a baseline is learned, points are taken
    /// again from an earlier one on, which is cheap until the baseline is complete.
    ///
    /// # Errors
    ///
    /// [`ReviseError`] when no such point is kept, or the plan cannot use the observation. The
    /// monitor is then as before.
    pub fn revise(
        &mut self,
        index: usize,
        observation: impl Into<Observation>,
    ) -> Result<Revised, ReviseError> {
        self.check_index(index, self.len())?;
        let state = &self.course.state;
        let sample = state.read(&self.plan, observation.into(), index)?;
        self.change(index, |samples, position| {
            if let Some(old) = samples.get_mut(position) {
                *old = sample;
            }
        })
    }

    /// Takes the point at a zero-based index out of the series, as if it had never been: later
    /// points move down by one. To keep its place, revise it to [`Observation::missing`].
    ///
    /// # Cost, errors
    ///
    /// As for [`revise`](Self::revise).
    pub fn withdraw(&mut self, index: usize) -> Result<Revised, ReviseError> {
        self.check_index(index, self.len())?;
        self.change(index, |samples, position| {
            if position < samples.len() {
                samples.remove(position);
            }
        })
    }

    /// Puts a late point in before the one at a zero-based index, or at the end: later points move
    /// up by one.
    ///
    /// # Cost, errors
    ///
    /// As for [`revise`](Self::revise).
    pub fn insert(
        &mut self,
        index: usize,
        observation: impl Into<Observation>,
    ) -> Result<Revised, ReviseError> {
        self.check_index(index, self.len() + 1)?;
        let state = &self.course.state;
        let sample = state.read(&self.plan, observation.into(), index)?;
        self.change(index, |samples, position| {
            if position <= samples.len() {
                samples.insert(position, sample);
            }
        })
    }

    fn check_index(&self, index: usize, end: usize) -> Result<(), ReviseError> {
        let Some(first) = self.revisable_from() else {
            return Err(ReviseError::NoHistory);
        };
        if index < first {
            return Err(ReviseError::Forgotten { index, first });
        }
        if index >= end {
            let points = self.len();
            return Err(ReviseError::OutOfRange { index, points });
        }
        Ok(())
    }

    fn change(
        &mut self,
        index: usize,
        change: impl FnOnce(&mut Vec<crate::sample::Sample>, usize),
    ) -> Result<Revised, ReviseError> {
        let journal = self.journal.as_mut().ok_or(ReviseError::NoHistory)?;
        let revised = journal.revise(&self.plan, index, change);
        let (course, replayed) = revised.ok_or(ReviseError::NoHistory)?;
        self.course = course;
        Ok(Revised { replayed })
    }
}
