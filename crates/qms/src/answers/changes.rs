//! What changed between two days.

use std::cmp::Ordering;

use super::Finding;
use crate::choice::choice;
use crate::series_key::SeriesKey;
use crate::status::{Baseline, Judgement, Moment, PhaseFit, Status};
use crate::statuses::{Entry, Statuses};

choice! {
    /// What became of a finding between two days.
    ChangeKind as "kind of change" {
        /// It is new, and rests on points that are.
        Appeared = "appeared",
        /// It is new, and its points were there before: their figures, or the center, were not.
        AppearedByRevision = "appeared_by_revision",
        /// It is still there, or became the level of a new phase.
        Confirmed = "confirmed",
        /// Its points are there, and with their revised figures it is not.
        WithdrawnByRevision = "withdrawn_by_revision",
        /// A new phase began before its last point, with a center of its own.
        Rephased = "rephased",
        /// It is that of a test of the whole phase, to which points were added.
        PhaseGrew = "phase_grew",
        /// The center is learned from points that were not there before, and moved.
        CenterMoved = "center_moved",
        /// The series is asked other rules.
        OtherRules = "other_rules",
        /// The series cannot be judged any more.
        NotJudged = "not_judged",
    }
}

impl ChangeKind {
    /// In words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Appeared => "appeared",
            Self::AppearedByRevision => "appeared by revision",
            Self::Confirmed => "confirmed",
            Self::WithdrawnByRevision => "withdrawn by revision",
            Self::Rephased => "in another phase now",
            Self::PhaseGrew => "gone with more points",
            Self::CenterMoved => "gone since the center moved",
            Self::OtherRules => "gone under other rules",
            Self::NotJudged => "not judged any more",
        }
    }

    /// Whether the finding was there on the earlier day and is not on the later one.
    #[must_use]
    pub const fn is_vanished(self) -> bool {
        !matches!(
            self,
            Self::Appeared | Self::AppearedByRevision | Self::Confirmed
        )
    }
}

/// What became of one finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change<'a> {
    /// What became of it.
    pub kind: ChangeKind,
    /// As it was on the earlier day; none if it appeared.
    pub before: Option<Finding<'a>>,
    /// As it is on the later day; none if it vanished.
    pub after: Option<Finding<'a>>,
}

/// A series with findings on one of the days.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SeriesChange<'a> {
    /// The series.
    pub key: &'a SeriesKey,
    /// What it said on the earlier day.
    pub before: Judgement,
    /// What it says on the later day.
    pub after: Judgement,
    /// What became of its findings: those of the later day, then those that vanished, each in the order
    /// of the engine.
    pub changes: Vec<Change<'a>>,
}

/// What changed between two days.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Changes<'a> {
    /// Series with findings on one of the days, or another verdict; by key.
    pub series: Vec<SeriesChange<'a>>,
    /// Series with a status on the earlier day only.
    pub gone: Vec<&'a SeriesKey>,
    /// Series with a status on the later day only.
    pub new: Vec<&'a SeriesKey>,
    kinds: [usize; ChangeKind::ALL.len()],
}

impl Changes<'_> {
    /// Number of findings of which one thing became.
    #[must_use]
    pub const fn get(&self, kind: ChangeKind) -> usize {
        self.kinds[kind as usize]
    }
}

impl Statuses {
    /// What changed since an earlier day: findings that appeared, were confirmed, or vanished, and
    /// why.
    ///
    /// # Definition
    ///
    /// A finding of the later day *confirms* one of the earlier day if both are of one series and side,
    /// share a point, and are of the same rule, or the later one is the sustained shift with which a new
    /// phase begins. Points are known by the first day of their period, or by their index where either day
    /// has no dates; the index of a point must then be the same on both days.
    ///
    /// One that confirms none *appeared*: by revision if on the points of the earlier day it would have
    /// been known already. One that is not confirmed *vanished*, for the first of these reasons that
    /// holds: the rules are others; the series cannot be judged; a new phase began at or before its last
    /// point; its rule tests a whole phase, and that has later points now; the center is learned from points after those of the earlier day, and is another.
    /// Otherwise figures were
    /// changed, and it was *withdrawn by revision*.
    ///
    /// That the statuses are of an earlier and a later day is for the caller to see to; they may be of
    /// two versions of a system. Linear in the number of series, and quadratic in the findings of each.
    #[must_use]
    pub fn changes_since<'a>(&'a self, earlier: &'a Self) -> Changes<'a> {
        let mut changes = Changes::default();
        let (mut before, mut after) = (earlier.entries(), self.entries());
        loop {
            let order = match (before.first(), after.first()) {
                (None, None) => break,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(one), Some(other)) => one.status.key.cmp(&other.status.key),
            };
            let old = before.split_first().filter(|_| order.is_le());
            let new = after.split_first().filter(|_| order.is_ge());
            if let Some((_, rest)) = old {
                before = rest;
            }
            if let Some((_, rest)) = new {
                after = rest;
            }
            match (old, new) {
                (Some((old, _)), Some((new, _))) => changes.compare(old, new),
                (Some((old, _)), None) => changes.gone.push(&old.status.key),
                (None, Some((new, _))) => changes.new.push(&new.status.key),
                (None, None) => {}
            }
        }
        changes
    }
}

impl<'a> Changes<'a> {
    fn compare(&mut self, old: &'a Entry, new: &'a Entry) {
        let before: Vec<Finding<'a>> = old.status.findings().collect();
        let after: Vec<Finding<'a>> = new.status.findings().collect();
        if before.is_empty() && after.is_empty() && old.judgement.verdict == new.judgement.verdict {
            return;
        }
        let mut changes = Vec::with_capacity(after.len());
        for found in &after {
            let confirmed = before.iter().find(|old| confirms(found, old));
            let kind = match (confirmed, &old.status.phase) {
                (Some(_), _) => ChangeKind::Confirmed,
                (None, Some(phase)) if !is_after(found.known, phase.last) => {
                    ChangeKind::AppearedByRevision
                }
                (None, _) => ChangeKind::Appeared,
            };
            changes.push(Change {
                kind,
                before: confirmed.copied(),
                after: Some(*found),
            });
        }
        for lost in &before {
            if !after.iter().any(|found| confirms(found, lost)) {
                changes.push(Change {
                    kind: why_lost(lost, &old.status, &new.status),
                    before: Some(*lost),
                    after: None,
                });
            }
        }
        for change in &changes {
            self.kinds[change.kind as usize] += 1;
        }
        self.series.push(SeriesChange {
            key: &new.status.key,
            before: old.judgement,
            after: new.judgement,
            changes,
        });
    }
}

/// Whether a point lies after another, by day where both have one.
fn is_after(point: Moment, other: Moment) -> bool {
    match (point.date, other.date) {
        (Some(day), Some(other)) => day > other,
        _ => point.index > other.index,
    }
}

fn confirms(found: &Finding<'_>, old: &Finding<'_>) -> bool {
    found.side == old.side
        && (found.rule == old.rule || found.is_new_level)
        && !is_after(found.first, old.last)
        && !is_after(old.first, found.last)
}

/// Whether a rule of the core tests all points of a phase together.
fn is_of_whole_phase(rule: &str) -> bool {
    use redbead::Rule::{BestBox, Crossings, CutBox, LongestRun, RunCount};

    let tests = [LongestRun, Crossings, RunCount, BestBox, CutBox];
    tests.iter().any(|test| test.to_string() == rule)
}

fn why_lost(lost: &Finding<'_>, old: &Status, new: &Status) -> ChangeKind {
    if !new.rules.is_same_as(&old.rules) {
        return ChangeKind::OtherRules;
    }
    let (Some(before), Some(after)) = (&old.phase, &new.phase) else {
        return ChangeKind::NotJudged;
    };
    if new.sufficiency.fit != PhaseFit::Fitted {
        return ChangeKind::NotJudged;
    }
    if after.number > before.number && !is_after(after.start, lost.last) {
        return ChangeKind::Rephased;
    }
    if is_of_whole_phase(lost.rule) && is_after(after.last, before.last) {
        return ChangeKind::PhaseGrew;
    }
    match after.baseline {
        Baseline::Learned { last, .. }
            if is_after(last, before.last) && after.center != before.center =>
        {
            ChangeKind::CenterMoved
        }
        _ => ChangeKind::WithdrawnByRevision,
    }
}
