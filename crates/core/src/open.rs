//! The phase that takes the next point.

use crate::chart::Unfit;
use crate::limits::Parameters;
use crate::line::Line;
use crate::phase::{Baseline, BaselineUse, Evidence, Fit, Phase, PhaseReason, Sufficiency};
use crate::plan::Plan;
use crate::rule::runs::Tally;
use crate::sample::Sample;
use crate::signal::Log;

/// The phase that takes the next point.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct Open {
    pub(crate) first: u32,
    /// Points of the baseline so far, as positions in the series; empty before its first.
    pub(crate) baseline_first: u32,
    pub(crate) baseline_end: u32,
    pub(crate) baseline_used: u32,
    pub(crate) stage: Stage,
    /// What began it, if the plan did not.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub(crate) evidence: Option<Box<Evidence>>,
}

#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub(crate) enum Stage {
    /// The baseline is not complete: every sample of the phase waits for it.
    Learning(Vec<Sample>),
    /// The baseline was complete and gave no parameters.
    Insufficient(Unfit),
    /// The parameters are known.
    Judging(Line),
}

/// The points that the parameters of a phase come from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Learned {
    pub(crate) parameters: Parameters,
    /// Index of the first of them.
    pub(crate) first: u32,
    /// Index after the last of them.
    pub(crate) end: u32,
    /// Number of useful ones.
    pub(crate) used: u32,
}

impl Open {
    /// A phase that the plan begins; `planned` is its number among those.
    pub(crate) fn planned(plan: &Plan, planned: usize, first: u32) -> Self {
        let baseline_first = match plan.baseline(planned) {
            Baseline::Range { first, .. } => u32::try_from(first).unwrap_or(u32::MAX),
            _ => first,
        };
        Self {
            first,
            baseline_first,
            baseline_end: baseline_first,
            baseline_used: 0,
            stage: match plan.given(planned) {
                Some(parameters) => Stage::Judging(Line::new(plan, parameters, first)),
                None => Stage::Learning(Vec::new()),
            },
            evidence: None,
        }
    }

    /// A phase that a sustained shift begins, with its parameters.
    pub(crate) fn rephased(plan: &Plan, evidence: Evidence, learned: &Learned) -> Self {
        Self {
            first: evidence.first as u32,
            baseline_first: learned.first,
            baseline_end: learned.end,
            baseline_used: learned.used,
            stage: Stage::Judging(Line::new(plan, learned.parameters, evidence.known as u32)),
            evidence: Some(Box::new(evidence)),
        }
    }

    /// Counts a point that belongs to the baseline.
    pub(crate) fn count_in(&mut self, baseline: Baseline, sample: Sample, index: u32) {
        let belongs = match baseline {
            Baseline::Range { first, last } => (first..=last).contains(&(index as usize)),
            _ => true,
        };
        if belongs {
            self.baseline_end = index + 1;
            self.baseline_used += u32::from(sample.is_useful());
        }
    }

    pub(crate) fn is_complete(&self, baseline: Baseline) -> bool {
        match baseline {
            Baseline::All | Baseline::Given { .. } => false,
            Baseline::First { points } => (self.baseline_end - self.first) as usize >= points,
            Baseline::FirstUseful { points } => self.baseline_used as usize >= points,
            Baseline::Range { last, .. } => self.baseline_end as usize > last,
        }
    }

    /// Points of the baseline so far, in the unit in which it asks for them.
    pub(crate) fn have(&self, baseline: Baseline) -> usize {
        match baseline {
            Baseline::First { .. } | Baseline::Range { .. } => {
                (self.baseline_end - self.baseline_first) as usize
            }
            _ => self.baseline_used as usize,
        }
    }

    /// The phase for readers; `baseline` is the one the plan names for it, `number` its number
    /// and `end` the index after its last point.
    pub(crate) fn phase(&self, plan: &Plan, baseline: Baseline, number: usize, end: u32) -> Phase {
        let have = self.baseline_used as usize;
        let given = matches!(baseline, Baseline::Given { .. }) && self.evidence.is_none();
        Phase {
            first: self.first as usize,
            last: end.saturating_sub(1) as usize,
            reason: match (&self.evidence, number) {
                (Some(evidence), _) => PhaseReason::Shift(**evidence),
                (None, 0) => PhaseReason::SeriesStart,
                (None, _) => PhaseReason::Planned,
            },
            baseline: (self.baseline_end > self.baseline_first).then(|| BaselineUse {
                first: self.baseline_first as usize,
                last: self.baseline_end as usize - 1,
                used: have,
            }),
            fit: match &self.stage {
                Stage::Learning(_) => Fit::Learning {
                    have: self.have(baseline),
                    need: need(baseline),
                },
                Stage::Insufficient(unfit) => Fit::Insufficient { unfit: *unfit },
                Stage::Judging(line) => Fit::Fitted {
                    parameters: line.parameters(),
                },
            },
            sufficiency: (!given).then(|| Sufficiency::of(plan.chart(), have)),
            tests: match &self.stage {
                Stage::Judging(line) => line.tally().map(Tally::tests),
                _ => None,
            },
        }
    }

    fn has_given(&self, plan: &Plan, planned: usize) -> bool {
        match &self.stage {
            Stage::Judging(line) => Some(line.parameters()) == plan.given(planned),
            _ => false,
        }
    }

    /// Whether a phase read from outside could have come about under this plan: the first
    /// contradiction, or none.
    pub(crate) fn contradiction(
        &self,
        plan: &Plan,
        planned: usize,
        next: u32,
        horizon: u32,
        log: &Log,
    ) -> Option<&'static str> {
        let fresh = Self::planned(plan, planned, self.first);
        let is_planned = self.evidence.is_none();
        let starts = if is_planned {
            start(plan, planned) == Some(self.first as usize)
        } else {
            self.evidence
                .as_ref()
                .is_some_and(|evidence| evidence.is_sound(self.first, horizon))
        };
        if !starts || self.first >= next {
            return Some("its phase does not start where the plan says");
        }
        if (is_planned && self.baseline_first != fresh.baseline_first)
            || self.baseline_first < self.first
            || self.baseline_end < self.baseline_first
            || (self.baseline_end > self.baseline_first && self.baseline_end > next)
            || self.baseline_used > self.baseline_end - self.baseline_first
        {
            return Some("its baseline does not lie where the plan says");
        }
        match &self.stage {
            Stage::Learning(samples) => {
                let waiting = (next - self.first) as usize;
                let sound = samples.len() == waiting && samples.iter().all(|s| s.is_sound());
                let learns = is_planned && matches!(fresh.stage, Stage::Learning(_));
                (!sound || !learns).then_some("its waiting points do not fit the plan")
            }
            _ if is_planned
                && matches!(fresh.stage, Stage::Judging(_))
                && !self.has_given(plan, planned) =>
            {
                Some("its parameters are not the given ones")
            }
            Stage::Insufficient(_) if is_planned => None,
            Stage::Insufficient(_) => Some("a shift without parameters began its phase"),
            Stage::Judging(line) => (!line.is_sound(plan, self.first, next, horizon, log))
                .then_some("its rules do not fit the plan"),
        }
    }
}

impl Evidence {
    /// Whether it could begin a phase at `first`, known before the point `horizon`.
    pub(crate) fn is_sound(&self, first: u32, horizon: u32) -> bool {
        self.first == first as usize
            && self.first <= self.completed
            && self.completed <= self.known
            && self.known < horizon as usize
    }
}

/// Index at which a planned phase starts.
pub(crate) fn start(plan: &Plan, planned: usize) -> Option<usize> {
    match planned.checked_sub(1) {
        None => Some(0),
        Some(before) => plan.next_start(before),
    }
}

/// Points that a baseline asks for; none when it ends with its phase.
pub(crate) fn need(baseline: Baseline) -> Option<usize> {
    match baseline {
        Baseline::First { points } | Baseline::FirstUseful { points } => Some(points),
        Baseline::Range { first, last } => Some((last - first).saturating_add(1)),
        Baseline::All | Baseline::Given { .. } => None,
    }
}
