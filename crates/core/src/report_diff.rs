//! What changed between two reports of one series.

use crate::error::SeriesError;
use crate::report::Report;
use crate::signal::Signal;

/// What changed for one signal.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum SignalChange {
    /// It is there now, and was not before.
    Appeared {
        /// As it is now.
        now: Signal,
    },
    /// It was there before, and is not now.
    Withdrawn {
        /// As it was.
        before: Signal,
    },
    /// It rested on provisional points before, and does not now.
    Confirmed {
        /// As it was.
        before: Signal,
        /// As it is now.
        now: Signal,
    },
    /// It was firm before, and rests on provisional points now.
    Doubted {
        /// As it was.
        before: Signal,
        /// As it is now.
        now: Signal,
    },
}

impl SignalChange {
    /// Whether provisional points are behind the change: a signal that appeared rests on some, or
    /// one that was withdrawn or confirmed did.
    #[must_use]
    pub const fn is_tentative(&self) -> bool {
        match self {
            Self::Appeared { now } => now.tentative,
            Self::Withdrawn { before } => before.tentative,
            Self::Confirmed { .. } | Self::Doubted { .. } => true,
        }
    }

    /// The signal as it is now, or as it was where it is gone.
    #[must_use]
    pub const fn signal(&self) -> &Signal {
        match self {
            Self::Appeared { now } | Self::Confirmed { now, .. } | Self::Doubted { now, .. } => now,
            Self::Withdrawn { before } => before,
        }
    }
}

/// What changed between two reports of one series: what was withdrawn in the order of the older
/// report, then what appeared, was confirmed or doubted in the order of the newer one.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct ReportDiff {
    /// The changes.
    pub changes: Vec<SignalChange>,
}

impl ReportDiff {
    /// Whether the signals are the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The signals that are new.
    pub fn appeared(&self) -> impl Iterator<Item = &Signal> {
        self.of(|change| matches!(change, SignalChange::Appeared { .. }))
    }

    /// The signals that are gone, as they were.
    pub fn withdrawn(&self) -> impl Iterator<Item = &Signal> {
        self.of(|change| matches!(change, SignalChange::Withdrawn { .. }))
    }

    /// The signals that are firm now.
    pub fn confirmed(&self) -> impl Iterator<Item = &Signal> {
        self.of(|change| matches!(change, SignalChange::Confirmed { .. }))
    }

    fn of(&self, wanted: fn(&SignalChange) -> bool) -> impl Iterator<Item = &Signal> {
        let changes = self.changes.iter().filter(move |change| wanted(change));
        changes.map(SignalChange::signal)
    }
}

impl Report {
    /// What changed for the signals since an older report of the same series and plan: after new
    /// points, or after a revision.
    ///
    /// Two signals are the same when rule and side are, and their stretches overlap; the ones that
    /// start at the same point first, then in order of time. A signal that grew, or moved its
    /// start, has not changed. Quadratic in the number of signals.
    ///
    /// # Errors
    ///
    /// [`SeriesError::Foreign`] for a report of another plan.
    pub fn diff(&self, older: &Self) -> Result<ReportDiff, SeriesError> {
        if self.plan != older.plan {
            return Err(SeriesError::Foreign { what: "plan" });
        }
        let mut matched: Vec<Option<usize>> = vec![None; self.signals.len()];
        let mut taken = vec![false; older.signals.len()];
        let mut pair = |is_same: fn(&Signal, &Signal) -> bool| {
            let unmatched = self.signals.iter().zip(&mut matched);
            for (now, partner) in unmatched.filter(|(_, partner)| partner.is_none()) {
                let mut known = older.signals.iter().enumerate();
                let found = known.find(|(at, before)| !taken[*at] && is_same(now, before));
                if let Some((at, _)) = found {
                    taken[at] = true;
                    *partner = Some(at);
                }
            }
        };
        pair(|now, before| is_alike(now, before) && now.first == before.first);
        pair(|now, before| {
            is_alike(now, before) && now.first <= before.last && before.first <= now.last
        });
        let gone = older
            .signals
            .iter()
            .zip(&taken)
            .filter(|(_, taken)| !**taken);
        let mut changes: Vec<SignalChange> = gone
            .map(|(before, _)| SignalChange::Withdrawn { before: *before })
            .collect();
        for (now, partner) in self.signals.iter().zip(matched) {
            let now = *now;
            match partner.map(|at| older.signals[at]) {
                None => changes.push(SignalChange::Appeared { now }),
                Some(before) if before.tentative && !now.tentative => {
                    changes.push(SignalChange::Confirmed { before, now });
                }
                Some(before) if !before.tentative && now.tentative => {
                    changes.push(SignalChange::Doubted { before, now });
                }
                Some(_) => {}
            }
        }
        Ok(ReportDiff { changes })
    }
}

fn is_alike(now: &Signal, before: &Signal) -> bool {
    now.rule == before.rule && now.side == before.side && now.warning == before.warning
}
