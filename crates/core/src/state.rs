//! The running state of one series, and how it becomes a report.

use crate::cells::Held;
use crate::chart::Unfit;
use crate::chunks::Chunks;
use crate::error::SeriesError;
use crate::limits::{Limits, Parameters};
use crate::line::{Effect, Line};
use crate::observation::Observation;
use crate::open::{Learned, Open, Stage, need, start};
use crate::phase::{Baseline, Evidence, Phase, PhaseReason};
use crate::plan::{Plain, Plan};
use crate::rebase::Rebase;
use crate::report::{Counts, Findings, Report};
use crate::rule::Recent;
use crate::sample::{Kind, Sample};
use crate::signal::{Log, Logged};
use crate::surroundings::Surroundings;

/// The running state of one series under a plan that it is always handed.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct State {
    /// Index of the next point, which is the number of points so far.
    next: u32,
    useful: u32,
    provisional: u32,
    excluded: u32,
    missing: u32,
    recent: Recent,
    /// Finished phases.
    #[cfg_attr(feature = "serde", serde(with = "crate::exact::phases"))]
    closed: Chunks<Phase>,
    open: Option<Open>,
    /// Signals in the order in which they were complete.
    log: Log,
    /// Phases so far that the plan did not begin.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_zero"))]
    shifts: u32,
}

#[cfg(feature = "serde")]
#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference.
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// How a point was judged.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Judgment {
    Learning,
    Insufficient(Unfit),
    /// `froze` when this point completed the baseline.
    Judged {
        effect: Effect,
        froze: bool,
    },
}

/// What became of a point with nothing out of the ordinary.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usual {
    pub(crate) index: u32,
    pub(crate) value: f64,
    pub(crate) held: Held,
    pub(crate) limits: Limits,
}

impl State {
    pub(crate) fn new() -> Self {
        Self {
            next: 0,
            useful: 0,
            provisional: 0,
            excluded: 0,
            missing: 0,
            recent: Recent::default(),
            closed: Chunks::default(),
            open: None,
            log: Log::default(),
            shifts: 0,
        }
    }

    pub(crate) fn next_index(&self) -> usize {
        self.next as usize
    }

    pub(crate) fn log(&self) -> &Log {
        &self.log
    }

    pub(crate) fn line(&self) -> Option<&Line> {
        match &self.open.as_ref()?.stage {
            Stage::Judging(line) => Some(line),
            _ => None,
        }
    }

    /// Number of the newest phase that the plan began.
    fn planned(&self) -> usize {
        self.closed.len().saturating_sub(self.shifts as usize)
    }

    /// The baseline that the plan names for the open phase.
    fn baseline(&self, plan: &Plan) -> Baseline {
        plan.baseline(self.planned())
    }

    /// An observation as the point at an index.
    pub(crate) fn read(
        &self,
        plan: &Plan,
        observation: Observation,
        index: usize,
    ) -> Result<Sample, SeriesError> {
        if self.next == u32::MAX {
            let limit = u32::MAX as usize;
            return Err(SeriesError::TooLong { limit });
        }
        plan.read(observation, index)
    }

    /// Takes the next sample into the phase that the plan has for it. `now` is the index of the
    /// newest point, which comes later than this one in a replay.
    #[inline]
    pub(crate) fn accept(&mut self, plan: &Plan, sample: Sample, now: u32) -> Judgment {
        if self.open.is_none() {
            self.open = Some(Open::planned(plan, 0, self.next));
        } else if plan.next_start(self.planned()) == Some(self.next_index()) {
            self.close_phase(plan);
            self.open = Some(Open::planned(plan, self.planned(), self.next));
        }
        let index = self.next;
        self.next += 1;
        match sample.kind {
            Kind::Confirmed => self.useful += 1,
            Kind::Provisional => {
                self.useful += 1;
                self.provisional += 1;
            }
            Kind::Excluded => self.excluded += 1,
            Kind::Missing => self.missing += 1,
            // Invalid points are what is left of the sum.
            Kind::Invalid => {}
        }
        self.judge(plan, sample, index, now)
    }

    /// Takes a confirmed point where nothing is out of the ordinary: the same as
    /// [`accept`](Self::accept) on a plan that is plain, for less. None, and nothing was done, where
    /// the state is not.
    #[inline(always)]
    pub(crate) fn accept_plain(
        &mut self,
        plan: &Plan,
        plain: &Plain,
        value: f64,
        exposure: f64,
    ) -> Option<Usual> {
        let index = self.next;
        if index.wrapping_sub(plain.from) >= plain.points {
            return None;
        }
        let Some(Open {
            stage: Stage::Judging(line),
            ..
        }) = &mut self.open
        else {
            return None;
        };
        let around = Surroundings {
            plan,
            log: &mut self.log,
            recent: &mut self.recent,
            closed: &self.closed,
            now: index,
        };
        let (held, limits) = line.step_plain(around, plain, value, exposure, index)?;
        self.next = index + 1;
        self.useful += 1;
        Some(Usual {
            index,
            value,
            held,
            limits,
        })
    }

    #[inline]
    fn judge(&mut self, plan: &Plan, sample: Sample, index: u32, now: u32) -> Judgment {
        let planned = self.planned();
        let Some(open) = &mut self.open else {
            return Judgment::Learning;
        };
        match &mut open.stage {
            Stage::Judging(line) => {
                let mut around = Surroundings {
                    plan,
                    log: &mut self.log,
                    recent: &mut self.recent,
                    closed: &self.closed,
                    now,
                };
                let effect = line.step(&mut around, sample, index);
                Judgment::Judged {
                    effect,
                    froze: false,
                }
            }
            Stage::Insufficient(unfit) => {
                if sample.is_useful() {
                    self.recent.push(index, plan.lookback());
                }
                Judgment::Insufficient(*unfit)
            }
            Stage::Learning(samples) => {
                let baseline = plan.baseline(planned);
                samples.push(sample);
                open.count_in(baseline, sample, index);
                if open.is_complete(baseline) {
                    self.learn(plan, now)
                } else {
                    Judgment::Learning
                }
            }
        }
    }

    /// Fits the open phase to the baseline as far as it goes, and replays what it learned from.
    #[inline(never)]
    fn learn(&mut self, plan: &Plan, now: u32) -> Judgment {
        let Some(open) = &mut self.open else {
            return Judgment::Learning;
        };
        let Stage::Learning(samples) = &mut open.stage else {
            return Judgment::Learning;
        };
        let samples = std::mem::take(samples);
        let from = (open.baseline_first - open.first) as usize;
        let until = (open.baseline_end - open.first) as usize;
        let baseline = samples.get(from..until).unwrap_or(&[]);
        match plan.chart().fit(baseline, plan.fit_options()) {
            Err(unfit) => {
                pass_over(&mut self.recent, plan, &samples, open.first);
                open.stage = Stage::Insufficient(unfit);
                Judgment::Insufficient(unfit)
            }
            Ok(parameters) => {
                let mut line = Line::new(plan, parameters, now);
                let mut around = Surroundings {
                    plan,
                    log: &mut self.log,
                    recent: &mut self.recent,
                    closed: &self.closed,
                    now,
                };
                let mut newest = Effect::default();
                for (sample, index) in samples.iter().zip(open.first..) {
                    newest = line.step(&mut around, *sample, index);
                }
                open.stage = Stage::Judging(line);
                Judgment::Judged {
                    effect: newest,
                    froze: true,
                }
            }
        }
    }

    /// Ends the open phase here, and begins one that the plan does not name.
    pub(crate) fn begin_phase(&mut self, plan: &Plan, evidence: Evidence, learned: &Learned) {
        self.close_phase(plan);
        self.open = Some(Open::rephased(plan, evidence, learned));
        self.shifts += 1;
    }

    /// Whether the open phase has its parameters from a baseline that lies behind.
    pub(crate) fn is_past_baseline(&self) -> bool {
        self.open.as_ref().is_some_and(|open| {
            matches!(open.stage, Stage::Judging(_)) && self.next >= open.baseline_end
        })
    }

    /// What a copy takes, in about the size of a point.
    pub(crate) fn weight(&self) -> usize {
        let waiting = match self.open.as_ref().map(|open| &open.stage) {
            Some(Stage::Learning(samples)) => samples.len(),
            _ => 0,
        };
        waiting + self.log.weight() + 8 * self.closed.weight()
    }

    /// Number of finished phases.
    pub(crate) fn finished(&self) -> usize {
        self.closed.len()
    }

    /// The series ends here: a phase that learns from all its points can now be judged.
    pub(crate) fn finish(&mut self, plan: &Plan) {
        if self.baseline(plan) == Baseline::All {
            self.finish_early(plan);
        }
    }

    /// As [`finish`](Self::finish), and any other incomplete baseline is taken as it stands.
    pub(crate) fn finish_early(&mut self, plan: &Plan) {
        self.learn(plan, self.next.saturating_sub(1));
    }

    /// How far the open phase's baseline has come, and what it asks for.
    pub(crate) fn progress(&self, plan: &Plan) -> (usize, Option<usize>) {
        let baseline = self.baseline(plan);
        let have = self.open.as_ref().map_or(0, |open| open.have(baseline));
        (have, need(baseline))
    }

    #[inline(never)]
    fn close_phase(&mut self, plan: &Plan) {
        self.finish(plan);
        let (number, baseline) = (self.closed.len(), self.baseline(plan));
        let Some(mut open) = self.open.take() else {
            return;
        };
        if let (Stage::Learning(samples), Some(need)) = (&open.stage, need(baseline)) {
            // The phase is over, and its baseline will never be complete.
            pass_over(&mut self.recent, plan, samples, open.first);
            let have = open.baseline_used as usize;
            open.stage = Stage::Insufficient(Unfit::TooFew { have, need });
        }
        self.closed
            .push(open.phase(plan, baseline, number, self.next));
        if let Stage::Judging(line) = &mut open.stage {
            line.close(&mut self.log);
            let tests = line.test_signals(plan, number as u32).into_iter();
            self.log.extend(tests.map(|signal| Logged {
                running: false,
                ..signal
            }));
        }
    }

    pub(crate) fn report(&self, plan: &Plan, provisional_limits: bool) -> Report {
        let number = self.closed.len();
        let mut phases: Vec<Phase> = self.closed.iter().copied().collect();
        let mut log = self.log.clone();
        let mut latest = None;
        let mut is_latest_provisional = false;
        if let Some(open) = &self.open {
            phases.push(open.phase(plan, self.baseline(plan), number, self.next));
            if let Stage::Judging(line) = &open.stage {
                log.extend(line.test_signals(plan, number as u32));
                latest = line.latest(plan);
                is_latest_provisional = line.is_latest_provisional();
            }
        }
        let useful_and_others = self.useful + self.excluded + self.missing;
        let findings = Findings {
            counts: Counts {
                points: self.next as usize,
                useful: self.useful as usize,
                provisional: self.provisional as usize,
                excluded: self.excluded as usize,
                missing: self.missing as usize,
                invalid: (self.next - useful_and_others) as usize,
            },
            phases,
            signals: log.iter().copied(),
            latest,
            is_latest_provisional,
            current_from: self.nth_last_useful(plan.current_points()),
            provisional_limits,
        };
        findings.into_report(plan)
    }

    /// Index of the `n`-th last useful point, or of the oldest one remembered.
    fn nth_last_useful(&self, n: usize) -> Option<usize> {
        let mut wanted = n.checked_sub(1)?;
        if let Some(Open {
            first,
            stage: Stage::Learning(samples),
            ..
        }) = &self.open
        {
            let useful = samples.iter().rev().filter(|sample| sample.is_useful());
            let waiting = useful.count();
            if let Some(position) = waiting.checked_sub(n) {
                let mut useful = samples.iter().enumerate().filter(|(_, s)| s.is_useful());
                return Some(*first as usize + useful.nth(position)?.0);
            }
            wanted -= waiting;
        }
        Some(self.recent.ago(wanted as u32) as usize)
    }

    /// Puts states in the place of what only a plan can read, as a snapshot has them.
    pub(crate) fn spell_out(&mut self, plan: &Plan) {
        self.recent.spell_out(plan.lookback());
        if let Some(Open {
            stage: Stage::Judging(line),
            ..
        }) = &mut self.open
        {
            line.spell_out(plan);
        }
    }

    /// Undoes [`spell_out`](Self::spell_out).
    pub(crate) fn pack(&mut self, plan: &Plan) {
        self.recent.pack();
        if let Some(Open {
            stage: Stage::Judging(line),
            ..
        }) = &mut self.open
        {
            line.pack(plan);
        }
    }

    /// Whether a state read from outside could have come about under this plan: the first
    /// contradiction, or none. `horizon` is the index of the next point, which for a state that
    /// stays behind lies further on.
    pub(crate) fn contradiction(&self, plan: &Plan, horizon: u32) -> Option<&'static str> {
        let next = u64::from(self.next);
        let parts = [self.useful, self.excluded, self.missing].map(u64::from);
        let number = self.closed.len();
        let logged = |signal: &Logged| signal.is_sound(plan, number + 1, self.next, horizon);
        let is_over = || plan.next_start(self.planned());
        if parts.iter().sum::<u64>() > next || self.provisional > self.useful {
            Some("its counts do not add up")
        } else if !self.recent.is_sound(plan.lookback(), self.next) {
            Some("its recent points do not fit the plan")
        } else if !self.log.iter().all(logged) {
            Some("a signal lies outside the series")
        } else if self.shifts != self.counted_shifts() || !self.are_closed_soundly(plan, horizon) {
            Some("its finished phases are not those of the plan")
        } else if self.open.is_none() && (self.next > 0 || number > 0) {
            Some("it has points but no phase")
        } else if is_over().is_some_and(|end| self.next_index() > end) {
            Some("its phase ended earlier")
        } else {
            let open = self.open.as_ref()?;
            open.contradiction(plan, self.planned(), self.next, horizon, &self.log)
        }
    }

    /// Phases that a shift began.
    fn counted_shifts(&self) -> u32 {
        let closed = self.closed.iter().map(|phase| phase.reason);
        let closed = closed.filter(|reason| matches!(reason, PhaseReason::Shift(_)));
        let open = self.open.as_ref().and_then(|open| open.evidence.as_ref());
        (closed.count() + open.iter().count()) as u32
    }

    /// Whether the finished phases follow each other, planned ones from where the plan says, with
    /// parameters one can draw.
    fn are_closed_soundly(&self, plan: &Plan, horizon: u32) -> bool {
        if self.shifts > 0 && plan.rebase() == Rebase::None {
            return false;
        }
        let mut planned = 0;
        let mut next = 0;
        for (number, phase) in self.closed.iter().enumerate() {
            let starts = match phase.reason {
                PhaseReason::Shift(evidence) => {
                    number > 0 && evidence.is_sound(phase.first as u32, horizon)
                }
                _ => {
                    let starts = start(plan, planned) == Some(phase.first);
                    planned += 1;
                    starts
                }
            };
            let ends = plan.next_start(planned.saturating_sub(1));
            if !starts
                || phase.first != next
                || phase.last < phase.first
                || ends.is_some_and(|end| phase.last >= end)
                || !phase.parameters().is_none_or(Parameters::are_finite)
            {
                return false;
            }
            let Some(after) = phase.last.checked_add(1) else {
                return false;
            };
            next = after;
        }
        self.open
            .as_ref()
            .is_none_or(|open| open.first as usize == next)
    }
}

/// Remembers the useful points of samples that are never judged.
fn pass_over(recent: &mut Recent, plan: &Plan, samples: &[Sample], first: u32) {
    for (sample, index) in samples.iter().zip(first..) {
        if sample.is_useful() {
            recent.push(index, plan.lookback());
        }
    }
}
