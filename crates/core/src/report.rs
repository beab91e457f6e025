//! Reports: what a finished or half-finished series says.

use crate::direction::Meaning;
use crate::fingerprint::Fingerprint;
use crate::limits::Limits;
use crate::phase::{Fit, Phase};
use crate::plan::Plan;
use crate::reading::{Reading, Variation, assurance, variation};
use crate::signal::{Logged, Signal};

/// Version of the report format that this engine writes.
pub const REPORT_VERSION: u16 = 1;

/// How many points there are, by what became of them.
///
/// `points = useful + excluded + missing + invalid`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Counts {
    /// All points.
    pub points: usize,
    /// With a value, and not excluded.
    pub useful: usize,
    /// Of the useful ones, those that may still be revised.
    pub provisional: usize,
    /// Excluded from fitting and judging.
    pub excluded: usize,
    /// Without a value, or without an exposure.
    pub missing: usize,
    /// With a value that the chart cannot use, taken as missing because the plan says so.
    pub invalid: usize,
}

/// The latest judged point of the last phase.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Latest {
    /// Zero-based index.
    pub index: usize,
    /// Plotted statistic.
    pub value: f64,
    /// Center and limits at this point.
    pub limits: Limits,
}

/// What a finished or half-finished series says.
///
/// It holds no copy of the data: [`points`](Self::points) derives each point from the series and
/// the plan when asked for.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Report {
    /// Version of the format.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "known_version"))]
    pub version: u16,
    /// The plan that made it.
    pub plan: Fingerprint,
    /// Whether the limits come from everything so far, before the baseline was complete: a
    /// preview, no ground for an alert.
    pub provisional_limits: bool,
    /// How many points there are.
    pub counts: Counts,
    /// The phases in time order.
    pub phases: Vec<Phase>,
    /// The signals, phase by phase, in the order in which they were complete; at one point in the
    /// plan's order, below before above. Whole-phase tests stand last in their phase.
    pub signals: Vec<Signal>,
    /// The latest judged point of the last phase.
    pub latest: Option<Latest>,
    /// What the series says today.
    pub reading: Reading,
}

impl Report {
    /// The signals that matter now: see [`Signal::current`].
    pub fn current(&self) -> impl Iterator<Item = &Signal> {
        self.signals.iter().filter(|signal| signal.current)
    }

    /// The signal that speaks for the latest point: that of the reading. None without special cause.
    #[must_use]
    pub fn speaking(&self) -> Option<&Signal> {
        let Variation::SpecialCause { rule, side, .. } = self.reading.variation else {
            return None;
        };
        let latest = self.latest.as_ref()?.index;
        let last_phase = self.phases.len().checked_sub(1)?;
        self.signals.iter().rev().find(|signal| {
            signal.rule == rule
                && signal.side == side
                && !signal.warning
                && signal.phase == last_phase
                && signal.reaches(latest)
        })
    }

    /// The current signal that is a concern: the one that speaks for the latest point if it is one,
    /// else that of the first rule by precedence, the newest of several. Warnings are none.
    ///
    /// A series may have one while its latest point reads as improvement or as common cause: other
    /// rules hold there too, or the signal touches one of the points that count as current.
    #[must_use]
    pub fn concern(&self) -> Option<&Signal> {
        let is_concern = |signal: &&Signal| {
            !signal.warning && self.reading.direction.judge(signal.side) == Meaning::Concern
        };
        let speaking = self.speaking().filter(is_concern);
        speaking.or_else(|| {
            let current = self.current().filter(is_concern);
            current.min_by_key(|signal| (signal.rule.precedence(), std::cmp::Reverse(signal.last)))
        })
    }

    /// The signal that speaks for a point in several of them, of their positions in
    /// [`signals`](Self::signals): a rule before a warning, then the first rule by precedence. Tests
    /// of a whole phase speak for no single point.
    pub fn speaking_of<'a>(
        &'a self,
        positions: impl IntoIterator<Item = &'a usize>,
    ) -> Option<&'a Signal> {
        let signals = positions.into_iter().filter_map(|at| self.signals.get(*at));
        signals
            .filter(|signal| !signal.rule.is_whole_phase())
            .min_by_key(|signal| (signal.warning, signal.rule.precedence()))
    }

    /// Whether every phase could be judged. `false` is "not enough data", which is different
    /// from "no signal".
    #[must_use]
    pub fn is_judged(&self) -> bool {
        !self.phases.is_empty()
            && self
                .phases
                .iter()
                .all(|phase| matches!(phase.fit, Fit::Fitted { .. }))
    }
}

/// What is known of a series, from which its report follows.
#[derive(Debug)]
pub(crate) struct Findings<S> {
    pub(crate) counts: Counts,
    pub(crate) phases: Vec<Phase>,
    pub(crate) signals: S,
    pub(crate) latest: Option<Latest>,
    pub(crate) is_latest_provisional: bool,
    /// Index from which on a signal's last point makes it current.
    pub(crate) current_from: Option<usize>,
    pub(crate) provisional_limits: bool,
}

impl<S: Iterator<Item = Logged>> Findings<S> {
    /// The report, under the plan that judged the series.
    pub(crate) fn into_report(self, plan: &Plan) -> Report {
        let number = self.phases.len().saturating_sub(1);
        let signals = self.signals.filter_map(|signal| signal.to_signal(plan));
        let mut signals: Vec<Signal> = signals.collect();
        for signal in &mut signals {
            let is_recent = |from| signal.last >= from;
            signal.current = signal.reaches_newest() || self.current_from.is_some_and(is_recent);
        }
        let direction = plan.direction();
        let variation = match &self.latest {
            None => Variation::NotJudged,
            Some(latest) => {
                let at_latest =
                    |signal: &&Signal| signal.phase == number && signal.reaches(latest.index);
                let holding = signals.iter().filter(at_latest);
                variation(direction, holding, self.is_latest_provisional)
            }
        };
        let limits = self.latest.map(|latest| latest.limits);
        let limits = limits.filter(|_| plan.chart().has_assurance());
        Report {
            version: REPORT_VERSION,
            plan: plan.fingerprint(),
            provisional_limits: self.provisional_limits,
            counts: self.counts,
            signals,
            latest: self.latest,
            reading: Reading {
                direction,
                variation,
                assurance: assurance(direction, plan.target(), limits),
                sufficiency: self.phases.last().and_then(|phase| phase.sufficiency),
            },
            phases: self.phases,
        }
    }
}

#[cfg(feature = "serde")]
fn known_version<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    use serde::{Deserialize, de::Error};

    let version = u16::deserialize(deserializer)?;
    if (1..=REPORT_VERSION).contains(&version) {
        Ok(version)
    } else {
        Err(D::Error::custom(format!(
            "report version {version}, this engine reads up to version {REPORT_VERSION}"
        )))
    }
}
