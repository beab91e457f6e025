//! The past of a series, as far as it is kept.

use redbead::{Chart, Observation, Plan, Report, Signal};

use super::points::Points;
use super::time::Stamp;

/// The kept points of a series, and how many came before them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Past {
    /// Zero-based index of the first kept point.
    pub(crate) first: usize,
    pub(crate) kept: Points,
}

impl Past {
    pub(crate) fn new() -> Self {
        Self {
            first: 0,
            kept: Points::new(),
        }
    }

    /// The time of the point at an index, where it is kept.
    pub(crate) fn stamp(&self, index: usize) -> Option<Stamp> {
        self.kept.stamp(index.checked_sub(self.first)?)
    }

    /// All points as observations, those that are forgotten as missing.
    pub(crate) fn observations(&self) -> Vec<Observation> {
        let mut observations = vec![Observation::missing(); self.first];
        observations.extend(self.kept.iter().map(|kept| kept.observation));
        observations
    }

    /// Whether the points that are kept are enough to tell of a signal in words.
    pub(crate) fn can_tell(&self, report: &Report, signal: &Signal, plan: &Plan) -> bool {
        // What lies before the kept points is filled in, which should not cost more than a moment.
        const LONGEST: usize = 20_000;
        let begins = report.phases.get(signal.phase).map(|phase| phase.first);
        let stands_alone = !matches!(
            plan.chart(),
            Chart::Ewma(_) | Chart::Cusum(_) | Chart::MovingRange(_)
        );
        self.first == 0
            || self.first <= LONGEST
                && (begins >= Some(self.first)
                    || stands_alone && signal.first >= self.first && !signal.rule.is_whole_phase())
    }
}
