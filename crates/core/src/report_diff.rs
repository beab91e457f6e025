//! What changed between two reports of one series.

use std::collections::HashMap;

use crate::error::SeriesError;
use crate::phase::{Evidence, PhaseReason};
use crate::report::Report;
use crate::side::Side;
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
        /// The shift that had taken its points into a phase of their own before, and is gone; or
        /// the one that has done so now.
        rephased: Option<Evidence>,
    },
    /// It was there before, and is not now.
    Withdrawn {
        /// As it was.
        before: Signal,
        /// The shift that has taken its points into a phase of their own now, or had done so
        /// before and is gone. The signal was no false alarm: the phase tells of it.
        rephased: Option<Evidence>,
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
    /// one that was withdrawn or confirmed did, or the shift that took its points over does.
    #[must_use]
    pub fn is_tentative(&self) -> bool {
        let doubtful = |rephased: &Option<Evidence>| rephased.is_some_and(|shift| shift.tentative);
        match self {
            Self::Appeared { now, rephased } => now.tentative || doubtful(rephased),
            Self::Withdrawn { before, rephased } => before.tentative || doubtful(rephased),
            Self::Confirmed { .. } | Self::Doubted { .. } => true,
        }
    }

    /// The signal as it is now, or as it was where it is gone.
    #[must_use]
    pub const fn signal(&self) -> &Signal {
        match self {
            Self::Appeared { now, .. }
            | Self::Confirmed { now, .. }
            | Self::Doubted { now, .. } => now,
            Self::Withdrawn { before, .. } => before,
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
    /// Shifts that begin a phase now, and did not before.
    pub rephased: Vec<Evidence>,
    /// Shifts that began a phase before, and do not now.
    pub unphased: Vec<Evidence>,
}

impl ReportDiff {
    /// Whether signals and phases are the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.rephased.is_empty() && self.unphased.is_empty()
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
    /// start, has not changed. After points were withdrawn or inserted, later indices have moved
    /// against the older report, and neighbors may be taken for each other. Linear in the signals,
    /// but for sorting them.
    ///
    /// # Errors
    ///
    /// [`SeriesError::Foreign`] for a report of another plan.
    pub fn diff(&self, older: &Self) -> Result<ReportDiff, SeriesError> {
        if self.plan != older.plan {
            return Err(SeriesError::Foreign { what: "plan" });
        }
        let matches = matched(&self.signals, &older.signals);
        let (now, before) = (shifts(self), shifts(older));
        let rephased = missing_from(&now, &before);
        let unphased = missing_from(&before, &now);
        let moved = |signal: &Signal| {
            let shifts = rephased.iter().chain(&unphased);
            let mut reached = shifts.filter(|shift| signal.last >= shift.first);
            reached.next().copied()
        };
        let mut kept = vec![false; older.signals.len()];
        for position in matches.iter().flatten() {
            kept[*position] = true;
        }
        let gone = older.signals.iter().zip(kept).filter(|(_, kept)| !kept);
        let mut changes: Vec<SignalChange> = gone
            .map(|(before, _)| SignalChange::Withdrawn {
                before: *before,
                rephased: moved(before),
            })
            .collect();
        for (now, partner) in self.signals.iter().zip(matches) {
            let now = *now;
            match partner.map(|at| older.signals[at]) {
                None => changes.push(SignalChange::Appeared {
                    now,
                    rephased: moved(&now),
                }),
                Some(before) if before.tentative && !now.tentative => {
                    changes.push(SignalChange::Confirmed { before, now });
                }
                Some(before) if !before.tentative && now.tentative => {
                    changes.push(SignalChange::Doubted { before, now });
                }
                Some(_) => {}
            }
        }
        Ok(ReportDiff {
            changes,
            rephased,
            unphased,
        })
    }
}

/// The shifts that begin phases of a report.
fn shifts(report: &Report) -> Vec<Evidence> {
    let reasons = report.phases.iter().map(|phase| phase.reason);
    let shifts = reasons.filter_map(|reason| match reason {
        PhaseReason::Shift(evidence) => Some(evidence),
        _ => None,
    });
    shifts.collect()
}

/// The shifts without one of the same side and first point among others.
fn missing_from(shifts: &[Evidence], others: &[Evidence]) -> Vec<Evidence> {
    let key = |shift: &Evidence| (shift.first, shift.side);
    let mut known: Vec<(usize, Side)> = others.iter().map(key).collect();
    known.sort_unstable();
    let is_missing = |shift: &&Evidence| known.binary_search(&key(shift)).is_err();
    shifts.iter().filter(is_missing).copied().collect()
}

/// For each of the newer signals, the position of the older one that it is.
fn matched(newer: &[Signal], older: &[Signal]) -> Vec<Option<usize>> {
    let mut matches = vec![None; newer.len()];
    let (mut newer_groups, mut older_groups) = (by_kind(newer), by_kind(older));
    for (kind, now) in &mut newer_groups {
        let Some(before) = older_groups.get_mut(kind) else {
            continue;
        };
        now.sort_by_key(|at| newer[*at].first);
        before.sort_by_key(|at| older[*at].first);
        let mut pair = |is_same: fn(&Signal, &Signal) -> bool| {
            let mut rest = Vec::new();
            let mut candidates = before.iter().copied().peekable();
            now.retain(|at| {
                let signal = &newer[*at];
                // Those that ended before, and cannot be any later one either.
                while let Some(passed) = candidates.next_if(|candidate| {
                    let known = &older[*candidate];
                    known.first < signal.first && !is_same(signal, known)
                }) {
                    rest.push(passed);
                }
                let found = candidates.next_if(|candidate| is_same(signal, &older[*candidate]));
                matches[*at] = found;
                found.is_none()
            });
            rest.extend(candidates);
            *before = rest;
        };
        pair(|now, before| now.first == before.first);
        pair(|now, before| now.first <= before.last && before.first <= now.last);
    }
    matches
}

type Kind = (String, Option<Side>, bool);

/// Positions of the signals of one rule and side.
fn by_kind(signals: &[Signal]) -> HashMap<Kind, Vec<usize>> {
    let mut groups: HashMap<Kind, Vec<usize>> = HashMap::new();
    for (position, signal) in signals.iter().enumerate() {
        let kind = (signal.rule.to_string(), signal.side, signal.warning);
        groups.entry(kind).or_default().push(position);
    }
    groups
}
