//! A monitor at work, and what its newest point has to tell.

use redbead::{Monitor, Observation, Outcome, Plan, Report, RuleSet, SeriesError, Signal, Verdict};

use super::past::Seen;
use super::told::{Change, Old, Telling, Told};

#[cfg(test)]
thread_local! {
    /// Points that were judged, again or for the first time, for tests of what that costs.
    pub(crate) static PUSHES: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// A monitor, and the rules that held at its newest judged point.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Running {
    pub(crate) monitor: Monitor,
    pub(crate) held: Held,
}

/// A set of rules by position, as the engine's, in a form that can be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Held(pub(crate) u32);

impl Held {
    fn of(rules: RuleSet) -> Self {
        Self(rules.positions().fold(0, |bits, at| bits | 1 << at))
    }

    fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn positions(self) -> impl Iterator<Item = usize> {
        (0..32).filter(move |at| self.0 >> at & 1 == 1)
    }
}

impl Running {
    pub(crate) fn new(plan: &Plan) -> Self {
        Self {
            monitor: plan.monitor(),
            held: Held::default(),
        }
    }

    /// The same under another plan, as if it had always been that.
    pub(crate) fn under(&self, plan: &Plan) -> Result<Self, SeriesError> {
        // Plans of a series agree on the points before those that are kept.
        let monitor = self.monitor.go_on_under(plan);
        Ok(Self {
            monitor: monitor.map_err(|_| SeriesError::Foreign { what: "plan" })?,
            held: self.held,
        })
    }

    pub(crate) fn push(&mut self, observation: Observation) -> Result<Verdict, SeriesError> {
        #[cfg(test)]
        PUSHES.with(|pushes| pushes.set(pushes.get() + 1));
        let verdict = self.monitor.push(observation)?;
        if matches!(verdict.outcome, Outcome::Judged { .. }) {
            self.held = Held::of(verdict.held);
        }
        Ok(verdict)
    }

    /// Whether the newest point may have ended what a monitor does not tell of: a test of an open
    /// phase, or signals that a new phase takes over.
    pub(crate) fn was_over(&self, verdict: &Verdict, before: Held, plan: &Plan) -> bool {
        let was_open = before.positions().any(|position| {
            let is_test = |(rule, _): (redbead::Rule, bool)| rule.is_whole_phase();
            plan.rule_at(position).is_some_and(is_test)
                && !verdict.held.contains(position)
                && matches!(verdict.outcome, Outcome::Judged { .. })
        });
        was_open || verdict.rephased.is_some()
    }

    /// The signals that the newest point has made or kept, next to the report before it where that
    /// is needed.
    pub(crate) fn tell(
        &self,
        seen: Seen<'_>,
        verdict: &Verdict,
        before: Held,
        earlier: Option<Report>,
        telling: &Telling<'_>,
    ) -> Vec<Told> {
        let plan = telling.plan;
        let report = self.monitor.report();
        if let Some(earlier) = earlier {
            let old = Old {
                report: earlier,
                past: Seen {
                    kept: seen.kept.saturating_sub(1),
                    ..seen
                },
                inserted: None,
            };
            return telling.changes(seen, &report, &old).unwrap_or_default();
        }
        let fresh: Vec<Signal> = self.monitor.new_signals(verdict).collect();
        let told = report.signals.iter().filter_map(|signal| {
            let change = Self::newly(signal, &report, verdict, before, &fresh, plan)?;
            Some(telling.now(seen, &report, signal, change))
        });
        told.collect()
    }

    /// What the newest point has done to a signal, where it has done anything.
    fn newly(
        signal: &Signal,
        report: &Report,
        verdict: &Verdict,
        before: Held,
        fresh: &[Signal],
        plan: &Plan,
    ) -> Option<Change> {
        let holds = |rules: Held| {
            rules
                .positions()
                .any(|position| plan.rule_at(position) == Some((signal.rule, signal.warning)))
        };
        let is_open = signal.phase + 1 == report.phases.len();
        let is_fresh = fresh.iter().any(|new| {
            (new.rule, new.side, new.first, new.phase)
                == (signal.rule, signal.side, signal.first, signal.phase)
        });
        let holds_now = is_open && holds(Held::of(verdict.held));
        if signal.rule.is_whole_phase() {
            // A test of an open phase stands in no log: what held before says whether it is new.
            return match (holds_now || is_fresh, holds(before)) {
                (true, false) => Some(Change::Appeared),
                (true, true) if holds_now => Some(Change::Extended),
                _ => None,
            };
        }
        match (is_fresh, holds_now && signal.running) {
            (true, _) => Some(Change::Appeared),
            (false, true) => Some(Change::Extended),
            _ => None,
        }
    }
}

/// Whether there is nothing to tell of a newest point.
pub(crate) fn is_quiet(verdict: &Verdict, before: Held) -> bool {
    verdict.opened_signals == 0
        && verdict.held.is_empty()
        && before.is_empty()
        && verdict.rephased.is_none()
}
