//! Findings: the signals of a series, and the shift with which its last phase began, in one form.

use redbead::Side;

use super::Answers;
use crate::status::{Ground, JudgeOptions, Moment, PhaseReason, SignalSide, Status};
use crate::statuses::Entry;

/// What a finding rests on if it is a sustained shift, where a signal names its rule.
const SUSTAINED_SHIFT: &str = "sustained shift";

/// A signal of a series, or the sustained shift with which its last phase began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding<'a> {
    /// The rule with its parameters, or `sustained shift`.
    pub rule: &'a str,
    /// Which way it points.
    pub side: SignalSide,
    /// Its first point.
    pub first: Moment,
    /// Its last point so far; of a sustained shift the last point of the phase that it began.
    pub last: Moment,
    /// The point at which an honest watcher first knew.
    pub known: Moment,
    /// Whether it is of the last phase, and touches the last useful points or still runs.
    pub is_current: bool,
    /// Whether it rests on provisional points.
    pub is_tentative: bool,
    /// Whether it is the sustained shift with which the last phase began.
    pub is_new_level: bool,
}

impl Finding<'_> {
    /// Number of points from its first to its last, those without a figure included.
    #[must_use]
    pub const fn points(&self) -> usize {
        self.first.points_to(self.last)
    }
}

impl Status {
    /// All signals but warnings, in the order of the engine, and after them the sustained shift with
    /// which the last phase began.
    pub fn findings(&self) -> impl Iterator<Item = Finding<'_>> {
        let signals = self.signals.iter().filter(|signal| !signal.is_warning);
        let signals = signals.map(|signal| Finding {
            rule: &signal.rule,
            side: signal.side,
            first: signal.first,
            last: signal.last,
            known: signal.known,
            is_current: signal.is_current,
            is_tentative: signal.is_tentative,
            is_new_level: false,
        });
        signals.chain(self.new_level())
    }

    /// Those of them that count under some options.
    pub(super) fn findings_by(&self, options: &JudgeOptions) -> impl Iterator<Item = Finding<'_>> {
        self.findings()
            .filter(|finding| options.takes(finding.is_tentative))
    }

    fn new_level(&self) -> Option<Finding<'_>> {
        let phase = self.phase.as_ref()?;
        let PhaseReason::Shift {
            side,
            first,
            known,
            is_tentative,
        } = phase.reason
        else {
            return None;
        };
        Some(Finding {
            rule: SUSTAINED_SHIFT,
            side: match side {
                Side::Above => SignalSide::Above,
                Side::Below => SignalSide::Below,
            },
            first,
            last: phase.last,
            known,
            is_current: true,
            is_tentative,
            is_new_level: true,
        })
    }

    /// The findings that the verdict rests on: rule, since when, how many points. Empty without
    /// special cause.
    #[must_use]
    pub fn evidence(&self, options: &JudgeOptions) -> Vec<Finding<'_>> {
        let ground = self.judge(options).ground;
        let findings = self.findings_by(options);
        match ground {
            Ground::SustainedShift => findings.filter(|finding| finding.is_new_level).collect(),
            Ground::CurrentSignals => {
                let current =
                    findings.filter(|finding| finding.is_current && !finding.is_new_level);
                let mut current: Vec<Finding<'_>> = current.collect();
                let is_sided = |finding: &Finding<'_>| finding.side.side().is_some();
                if current.iter().any(is_sided) {
                    current.retain(is_sided);
                }
                current
            }
            Ground::Quiet | Ground::TooFew { .. } | Ground::NotJudged => Vec::new(),
        }
    }
}

impl Answers<'_> {
    /// The findings that the verdict of a series rests on, under the options by which all were judged.
    #[must_use]
    pub fn evidence<'e>(&self, entry: &'e Entry) -> Vec<Finding<'e>> {
        entry.status.evidence(self.statuses.options())
    }
}
