//! The running state of one series, and how it becomes a report.

use crate::chart::Unfit;
use crate::error::SeriesError;
use crate::limits::Parameters;
use crate::line::{Effect, Line, Surroundings};
use crate::observation::Observation;
use crate::phase::{Baseline, BaselineUse, Fit, Phase, PhaseReason, Sufficiency};
use crate::plan::Plan;
use crate::reading::{Reading, Variation, assurance, variation};
use crate::report::{Counts, REPORT_VERSION, Report};
use crate::rule::Recent;
use crate::rule::runs::Tally;
use crate::sample::{Kind, Sample};
use crate::signal::{Logged, Signal};

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
    closed: Vec<Phase>,
    open: Option<Open>,
    /// Signals in the order in which they were complete.
    log: Vec<Logged>,
}

/// The phase that takes the next point.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Open {
    first: u32,
    /// Points of the baseline so far, as positions in the series; empty before its first.
    baseline_first: u32,
    baseline_end: u32,
    baseline_used: u32,
    stage: Stage,
}

#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
enum Stage {
    /// The baseline is not complete: every sample of the phase waits for it.
    Learning(Vec<Sample>),
    /// The baseline was complete and gave no parameters.
    Insufficient(Unfit),
    /// The parameters are known.
    Judging(Line),
}

/// What became of a point.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Taken {
    Learning,
    Insufficient(Unfit),
    /// `froze` when this point completed the baseline.
    Judged {
        effect: Effect,
        froze: bool,
    },
}

impl State {
    pub(crate) fn new(plan: &Plan) -> Self {
        Self {
            next: 0,
            useful: 0,
            provisional: 0,
            excluded: 0,
            missing: 0,
            recent: Recent::with_length(plan.lookback()),
            closed: Vec::new(),
            open: None,
            log: Vec::new(),
        }
    }

    pub(crate) fn next_index(&self) -> usize {
        self.next as usize
    }

    pub(crate) fn log(&self) -> &[Logged] {
        &self.log
    }

    pub(crate) fn line(&self) -> Option<&Line> {
        match &self.open.as_ref()?.stage {
            Stage::Judging(line) => Some(line),
            _ => None,
        }
    }

    /// Takes the next observation. A refused one changes nothing.
    pub(crate) fn take(
        &mut self,
        plan: &Plan,
        observation: Observation,
    ) -> Result<(Sample, Taken), SeriesError> {
        if self.next == u32::MAX {
            let limit = u32::MAX as usize;
            return Err(SeriesError::TooLong { limit });
        }
        let sample = plan
            .chart()
            .read(observation, self.next_index(), plan.invalid())?;
        let number = self.closed.len();
        if self.open.is_none() {
            self.open = Some(Open::new(plan, number, self.next));
        } else if plan.next_start(number) == Some(self.next_index()) {
            self.close_phase(plan);
            self.open = Some(Open::new(plan, number + 1, self.next));
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
        Ok((sample, self.take_sample(plan, sample, index)))
    }

    fn take_sample(&mut self, plan: &Plan, sample: Sample, index: u32) -> Taken {
        let number = self.closed.len();
        let Some(open) = &mut self.open else {
            return Taken::Learning;
        };
        match &mut open.stage {
            Stage::Judging(line) => {
                let mut around = Surroundings {
                    plan,
                    log: &mut self.log,
                    recent: &mut self.recent,
                    phase: number as u32,
                    now: index,
                };
                let effect = line.step(&mut around, sample, index);
                Taken::Judged {
                    effect,
                    froze: false,
                }
            }
            Stage::Insufficient(unfit) => {
                if sample.is_useful() {
                    self.recent.push(index);
                }
                Taken::Insufficient(*unfit)
            }
            Stage::Learning(samples) => {
                samples.push(sample);
                let baseline = plan.baseline(number);
                open.count_in(baseline, sample, index);
                if open.is_complete(baseline) {
                    self.learn(plan)
                } else {
                    Taken::Learning
                }
            }
        }
    }

    /// Fits the open phase to the baseline as far as it goes, and replays what it learned from.
    fn learn(&mut self, plan: &Plan) -> Taken {
        let number = self.closed.len();
        let Some(open) = &mut self.open else {
            return Taken::Learning;
        };
        let Stage::Learning(samples) = &mut open.stage else {
            return Taken::Learning;
        };
        let samples = std::mem::take(samples);
        let from = (open.baseline_first - open.first) as usize;
        let until = (open.baseline_end - open.first) as usize;
        let baseline = samples.get(from..until).unwrap_or(&[]);
        match plan.chart().fit(baseline, plan.fit_options()) {
            Err(unfit) => {
                pass_over(&mut self.recent, &samples, open.first);
                open.stage = Stage::Insufficient(unfit);
                Taken::Insufficient(unfit)
            }
            Ok(parameters) => {
                let mut line = Line::new(plan, parameters, self.next - 1);
                let mut around = Surroundings {
                    plan,
                    log: &mut self.log,
                    recent: &mut self.recent,
                    phase: number as u32,
                    now: self.next - 1,
                };
                let mut newest = Effect::default();
                for (sample, index) in samples.iter().zip(open.first..) {
                    newest = line.step(&mut around, *sample, index);
                }
                open.stage = Stage::Judging(line);
                Taken::Judged {
                    effect: newest,
                    froze: true,
                }
            }
        }
    }

    /// The series ends here: a phase that learns from all its points can now be judged.
    pub(crate) fn finish(&mut self, plan: &Plan) {
        if matches!(plan.baseline(self.closed.len()), Baseline::All) {
            self.learn(plan);
        }
    }

    /// As [`finish`](Self::finish), and any other incomplete baseline is taken as it stands.
    pub(crate) fn finish_early(&mut self, plan: &Plan) {
        self.learn(plan);
    }

    /// How far the open phase's baseline has come, and what it asks for.
    pub(crate) fn progress(&self, plan: &Plan) -> (usize, Option<usize>) {
        let baseline = plan.baseline(self.closed.len());
        let have = self.open.as_ref().map_or(0, |open| open.have(baseline));
        (have, need(baseline))
    }

    fn close_phase(&mut self, plan: &Plan) {
        self.finish(plan);
        let number = self.closed.len();
        let Some(mut open) = self.open.take() else {
            return;
        };
        if let (Stage::Learning(samples), Some(need)) = (&open.stage, need(plan.baseline(number))) {
            // The phase is over, and its baseline will never be complete.
            pass_over(&mut self.recent, samples, open.first);
            let have = open.baseline_used as usize;
            open.stage = Stage::Insufficient(Unfit::TooFew { have, need });
        }
        self.closed.push(open.phase(plan, number, self.next));
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
        let mut phases = self.closed.clone();
        let mut log = self.log.clone();
        let mut latest = None;
        let mut is_latest_provisional = false;
        if let Some(open) = &self.open {
            phases.push(open.phase(plan, number, self.next));
            if let Stage::Judging(line) = &open.stage {
                log.extend(line.test_signals(plan, number as u32));
                latest = line.latest(plan);
                is_latest_provisional = line.is_latest_provisional();
            }
        }
        let current_from = self.nth_last_useful(plan.current_points());
        let signals = log.into_iter().filter_map(|signal| signal.to_signal(plan));
        let mut signals: Vec<Signal> = signals.collect();
        for signal in &mut signals {
            signal.current = signal.running || current_from.is_some_and(|from| signal.last >= from);
        }
        let direction = plan.direction();
        let variation = match &latest {
            None => Variation::NotJudged,
            Some(latest) => {
                let at_latest = |signal: &&Signal| {
                    signal.phase == number && (signal.running || signal.last == latest.index)
                };
                let holding = signals.iter().filter(at_latest);
                variation(direction, holding, is_latest_provisional)
            }
        };
        let limits = latest.map(|latest| latest.limits);
        let useful_and_others = self.useful + self.excluded + self.missing;
        Report {
            version: REPORT_VERSION,
            plan: plan.fingerprint_text(),
            provisional_limits,
            counts: Counts {
                points: self.next as usize,
                useful: self.useful as usize,
                provisional: self.provisional as usize,
                excluded: self.excluded as usize,
                missing: self.missing as usize,
                invalid: (self.next - useful_and_others) as usize,
            },
            signals,
            latest,
            reading: Reading {
                direction,
                variation,
                assurance: assurance(direction, plan.target(), limits),
                sufficiency: phases.last().and_then(|phase| phase.sufficiency),
            },
            phases,
        }
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

    /// Whether a state read from outside could have come about under this plan: the first
    /// contradiction, or none.
    pub(crate) fn contradiction(&self, plan: &Plan) -> Option<&'static str> {
        let next = u64::from(self.next);
        let parts = [self.useful, self.excluded, self.missing].map(u64::from);
        let number = self.closed.len();
        let logged = |signal: &Logged| signal.is_sound(plan, number + 1, self.next);
        if parts.iter().sum::<u64>() > next || self.provisional > self.useful {
            Some("its counts do not add up")
        } else if !self.recent.is_sound(plan.lookback(), self.next) {
            Some("its recent points do not fit the plan")
        } else if !self.log.iter().all(logged) {
            Some("a signal lies outside the series")
        } else if !(0..number).all(|phase| self.is_planned(plan, phase)) {
            Some("its finished phases are not those of the plan")
        } else if self.open.is_none() && (self.next > 0 || number > 0) {
            Some("it has points but no phase")
        } else if plan
            .next_start(number)
            .is_some_and(|end| self.next_index() > end)
        {
            Some("its phase ended earlier")
        } else {
            self.open.as_ref()?.contradiction(plan, self)
        }
    }

    /// Whether a finished phase stands where the plan says, with parameters one can draw.
    fn is_planned(&self, plan: &Plan, number: usize) -> bool {
        let phase = &self.closed[number];
        Some(phase.first) == start(plan, number)
            && phase.last.checked_add(1) == plan.next_start(number)
            && phase.parameters().is_none_or(Parameters::are_finite)
    }
}

impl Open {
    fn new(plan: &Plan, number: usize, first: u32) -> Self {
        let baseline_first = match plan.baseline(number) {
            Baseline::Range { first, .. } => u32::try_from(first).unwrap_or(u32::MAX),
            _ => first,
        };
        Self {
            first,
            baseline_first,
            baseline_end: baseline_first,
            baseline_used: 0,
            stage: match plan.given(number) {
                Some(parameters) => Stage::Judging(Line::new(plan, parameters, first)),
                None => Stage::Learning(Vec::new()),
            },
        }
    }

    /// Counts a point that belongs to the baseline.
    fn count_in(&mut self, baseline: Baseline, sample: Sample, index: u32) {
        let belongs = match baseline {
            Baseline::Range { first, last } => (first..=last).contains(&(index as usize)),
            _ => true,
        };
        if belongs {
            self.baseline_end = index + 1;
            self.baseline_used += u32::from(sample.is_useful());
        }
    }

    fn is_complete(&self, baseline: Baseline) -> bool {
        match baseline {
            Baseline::All | Baseline::Given { .. } => false,
            Baseline::First { points } => (self.baseline_end - self.first) as usize >= points,
            Baseline::FirstUseful { points } => self.baseline_used as usize >= points,
            Baseline::Range { last, .. } => self.baseline_end as usize > last,
        }
    }

    /// Points of the baseline so far, in the unit in which it asks for them.
    fn have(&self, baseline: Baseline) -> usize {
        match baseline {
            Baseline::First { .. } | Baseline::Range { .. } => {
                (self.baseline_end - self.baseline_first) as usize
            }
            _ => self.baseline_used as usize,
        }
    }

    fn phase(&self, plan: &Plan, number: usize, end: u32) -> Phase {
        let baseline = plan.baseline(number);
        let given = matches!(baseline, Baseline::Given { .. });
        let have = self.baseline_used as usize;
        Phase {
            first: self.first as usize,
            last: end.saturating_sub(1) as usize,
            reason: match number {
                0 => PhaseReason::SeriesStart,
                _ => PhaseReason::Planned,
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
            sufficiency: (!given).then(|| Sufficiency {
                have,
                minimum: plan.chart().minimum(),
                advised: plan.chart().advised(),
            }),
            tests: match &self.stage {
                Stage::Judging(line) => line.tally().map(Tally::tests),
                _ => None,
            },
        }
    }

    fn has_given(&self, plan: &Plan, number: usize) -> bool {
        match &self.stage {
            Stage::Judging(line) => Some(line.parameters()) == plan.given(number),
            _ => false,
        }
    }

    fn contradiction(&self, plan: &Plan, state: &State) -> Option<&'static str> {
        let number = state.closed.len();
        let baseline = Self::new(plan, number, self.first);
        if start(plan, number) != Some(self.first as usize) || self.first >= state.next {
            return Some("its phase does not start where the plan says");
        }
        if self.baseline_first != baseline.baseline_first
            || self.baseline_end < self.baseline_first
            || (self.baseline_end > self.baseline_first && self.baseline_end > state.next)
            || self.baseline_used > self.baseline_end - self.baseline_first
        {
            return Some("its baseline does not lie where the plan says");
        }
        match &self.stage {
            Stage::Learning(samples) => {
                let waiting = (state.next - self.first) as usize;
                let sound = samples.len() == waiting && samples.iter().all(|s| s.is_sound());
                let learns = matches!(baseline.stage, Stage::Learning(_));
                (!sound || !learns).then_some("its waiting points do not fit the plan")
            }
            _ if matches!(baseline.stage, Stage::Judging(_)) && !self.has_given(plan, number) => {
                Some("its parameters are not the given ones")
            }
            Stage::Insufficient(_) => None,
            Stage::Judging(line) => (!line.is_sound(plan, self.first, state.next, &state.log))
                .then_some("its rules do not fit the plan"),
        }
    }
}

/// Remembers the useful points of samples that are never judged.
fn pass_over(recent: &mut Recent, samples: &[Sample], first: u32) {
    for (sample, index) in samples.iter().zip(first..) {
        if sample.is_useful() {
            recent.push(index);
        }
    }
}

/// Index at which a phase starts.
fn start(plan: &Plan, number: usize) -> Option<usize> {
    match number.checked_sub(1) {
        None => Some(0),
        Some(before) => plan.next_start(before),
    }
}

/// Points that a baseline asks for; none when it ends with its phase.
fn need(baseline: Baseline) -> Option<usize> {
    match baseline {
        Baseline::First { points } | Baseline::FirstUseful { points } => Some(points),
        Baseline::Range { first, last } => Some((last - first).saturating_add(1)),
        Baseline::All | Baseline::Given { .. } => None,
    }
}
