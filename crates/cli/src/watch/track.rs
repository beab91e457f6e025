//! One series under watch: its monitor, and the points that can still be revised.

use redbead::{
    Monitor, Observation, Outcome, Plan, Report, ResumeError, RuleSet, SeriesError, Signal, Verdict,
};

use super::codec::{Damaged, Reader, put_bytes, put_count};
use super::past::Past;
use super::points::{Kept, Place, Points};
use super::time::Stamp;
use super::told::{Change, Old, Telling, Told};

/// One series under watch.
///
/// The points are kept anyway, to know a line that was sent twice and to tell signals in words. So
/// a revision replays them, from the monitor as it was before the first of them, rather than have
/// the monitor keep a history of its own: the engine gives the same bits on both roads.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Track {
    now: Running,
    /// How it stood before the first kept point; none while all points are kept.
    base: Option<Box<Running>>,
    past: Past,
}

/// A monitor, and the rules that held at its newest judged point.
#[derive(Debug, Clone, PartialEq)]
struct Running {
    monitor: Monitor,
    held: RuleSet,
}

impl Running {
    fn new(plan: &Plan) -> Self {
        Self {
            monitor: plan.monitor(),
            held: RuleSet::default(),
        }
    }

    fn push(&mut self, observation: Observation) -> Result<Verdict, SeriesError> {
        let verdict = self.monitor.push(observation)?;
        if matches!(verdict.outcome, Outcome::Judged { .. }) {
            self.held = verdict.held;
        }
        Ok(verdict)
    }
}

/// What became of an observation.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) verdict: Verdict,
    pub(crate) told: Vec<Told>,
}

/// What is to be done with points that were there before.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Edit {
    Insert(usize),
    Replace(usize),
}

impl Track {
    pub(crate) fn new(plan: &Plan) -> Self {
        Self {
            now: Running::new(plan),
            base: None,
            past: Past::new(),
        }
    }

    pub(crate) fn monitor(&self) -> &Monitor {
        &self.now.monitor
    }

    pub(crate) fn past(&self) -> &Past {
        &self.past
    }

    pub(crate) fn points(&self) -> &Points {
        &self.past.kept
    }

    /// Zero-based index of the first kept point.
    pub(crate) fn first(&self) -> usize {
        self.past.first
    }

    pub(crate) fn place(&self, stamp: &Stamp) -> Option<Place> {
        self.past.kept.place(stamp)
    }

    /// Takes the newest point, after so many periods that nobody has sent a figure for. A refused
    /// one changes nothing.
    #[inline]
    pub(crate) fn push(
        &mut self,
        stamp: Stamp,
        kept: Kept,
        telling: &Telling<'_>,
    ) -> Result<Taken, SeriesError> {
        let before = self.now.held;
        let verdict = self.now.push(kept.observation)?;
        self.past.kept.insert(self.past.kept.len(), stamp, kept);
        let is_quiet = verdict.opened_signals == 0
            && verdict.held.is_empty()
            && before.is_empty()
            && verdict.rephased.is_none();
        let told = if is_quiet || telling.is_silent {
            Vec::new()
        } else {
            self.tell(&verdict, before, telling)
        };
        Ok(Taken { verdict, told })
    }

    /// Takes the newest point, after the ends of periods that nobody has sent a figure for.
    pub(crate) fn push_after_holes(
        &mut self,
        holes: impl Iterator<Item = Stamp>,
        stamp: Stamp,
        kept: Kept,
        telling: &Telling<'_>,
    ) -> Result<Taken, SeriesError> {
        let mut track = self.clone();
        let mut told = Vec::new();
        for hole in holes {
            told.append(&mut track.push(hole, Kept::HOLE, telling)?.told);
        }
        let mut taken = track.push(stamp, kept, telling)?;
        told.append(&mut taken.told);
        *self = track;
        Ok(Taken { told, ..taken })
    }

    /// Puts a late point in, or another one in the place of one that was there. A refused one
    /// changes nothing.
    pub(crate) fn change(
        &mut self,
        edit: Edit,
        stamp: Stamp,
        kept: Kept,
        telling: &Telling<'_>,
    ) -> Result<Taken, SeriesError> {
        let mut points = self.past.kept.clone();
        let (position, inserted) = match edit {
            Edit::Insert(position) => {
                points.insert(position, stamp, kept);
                (position, Some(self.past.first + position))
            }
            Edit::Replace(position) => {
                points.replace(position, kept);
                (position, None)
            }
        };
        let mut now = self.start(telling.plan);
        let mut taken = None;
        for (at, kept) in points.iter().enumerate() {
            let verdict = now.push(kept.observation)?;
            if at == position {
                taken = Some(verdict);
            }
        }
        let Some(verdict) = taken else {
            // `place` gave the position, so there is a point.
            return Err(SeriesError::Foreign { what: "series" });
        };
        let changed = Self {
            now,
            base: self.base.clone(),
            past: Past {
                first: self.past.first,
                kept: points,
            },
        };
        let told = if telling.is_silent {
            Vec::new()
        } else {
            let old = Old {
                report: self.now.monitor.report(),
                past: &self.past,
                inserted,
            };
            telling.changes(&changed.past, &changed.now.monitor.report(), &old)?
        };
        *self = changed;
        Ok(Taken { verdict, told })
    }

    /// What was said when a kept point was the newest, as if it had come in its turn.
    pub(crate) fn again(
        &self,
        position: usize,
        telling: &Telling<'_>,
    ) -> Result<Option<Taken>, SeriesError> {
        let (Some(stamp), Some(kept)) =
            (self.past.kept.stamp(position), self.past.kept.get(position))
        else {
            return Ok(None);
        };
        let mut track = self.until(position, telling.plan)?;
        track.push(stamp, kept, telling).map(Some)
    }

    /// The series as it was with so many of the kept points.
    fn until(&self, kept: usize, plan: &Plan) -> Result<Self, SeriesError> {
        let mut track = Self {
            now: self.start(plan),
            base: self.base.clone(),
            past: Past {
                first: self.past.first,
                kept: Points::new(),
            },
        };
        for position in 0..kept {
            if let (Some(stamp), Some(kept)) =
                (self.past.kept.stamp(position), self.past.kept.get(position))
            {
                track.now.push(kept.observation)?;
                track.past.kept.insert(position, stamp, kept);
            }
        }
        Ok(track)
    }

    fn start(&self, plan: &Plan) -> Running {
        self.base
            .as_deref()
            .cloned()
            .unwrap_or_else(|| Running::new(plan))
    }

    /// Forgets the oldest points where there are well above so many.
    pub(crate) fn trim(&mut self, history: usize, plan: &Plan) -> Result<(), SeriesError> {
        // In steps, so that a point costs the same in the long run.
        if self.past.kept.len() <= history.saturating_add((history / 4).max(16)) {
            return Ok(());
        }
        let forgotten = self.past.kept.len() - history;
        let mut base = self.start(plan);
        for kept in self.past.kept.iter().take(forgotten) {
            base.push(kept.observation)?;
        }
        self.past.kept.forget(forgotten);
        self.past.first += forgotten;
        self.base = Some(Box::new(base));
        Ok(())
    }

    /// The signals that the newest point has made or kept.
    #[inline(never)]
    fn tell(&self, verdict: &Verdict, before: RuleSet, telling: &Telling<'_>) -> Vec<Told> {
        let plan = telling.plan;
        let report = self.now.monitor.report();
        let was_open = before.positions().any(|position| {
            let is_test = |(rule, _): (redbead::Rule, bool)| rule.is_whole_phase();
            plan.rule_at(position).is_some_and(is_test)
                && !verdict.held.contains(position)
                && matches!(verdict.outcome, Outcome::Judged { .. })
        });
        let mut told = Vec::new();
        if was_open || verdict.rephased.is_some() {
            let earlier = self.until(self.past.kept.len().saturating_sub(1), plan);
            if let Ok(earlier) = earlier {
                let old = Old {
                    report: earlier.now.monitor.report(),
                    past: &earlier.past,
                    inserted: None,
                };
                told = telling
                    .changes(&self.past, &report, &old)
                    .unwrap_or_default();
            }
        } else {
            let fresh: Vec<Signal> = self.now.monitor.new_signals(verdict).collect();
            for signal in &report.signals {
                if let Some(change) = self.newly(signal, &report, verdict, before, &fresh, plan) {
                    told.push(telling.now(&self.past, &report, signal, change));
                }
            }
        }
        told
    }

    /// What the newest point has done to a signal, where it has done anything.
    fn newly(
        &self,
        signal: &Signal,
        report: &Report,
        verdict: &Verdict,
        before: RuleSet,
        fresh: &[Signal],
        plan: &Plan,
    ) -> Option<Change> {
        let holds = |rules: RuleSet| {
            rules
                .positions()
                .any(|position| plan.rule_at(position) == Some((signal.rule, signal.warning)))
        };
        let is_open = signal.phase + 1 == report.phases.len();
        let is_fresh = fresh.iter().any(|new| {
            (new.rule, new.side, new.first, new.phase)
                == (signal.rule, signal.side, signal.first, signal.phase)
        });
        let holds_now = is_open && holds(verdict.held);
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

    pub(crate) fn write(&self, to: &mut Vec<u8>) {
        put_count(to, self.past.first as u64);
        let base = self.base.as_ref().map(|base| base.monitor.snapshot());
        // As text, since a snapshot leaves out fields that are empty, which only a format with names
        // can read back; a long series alone has one.
        let base = base.and_then(|snapshot| serde_json::to_vec(&snapshot).ok());
        put_bytes(to, base.as_deref().unwrap_or(&[]));
        self.past.kept.write(to);
    }

    pub(crate) fn read(from: &mut Reader<'_>, plan: &Plan) -> Result<Self, Damaged> {
        const BROKEN: Damaged = Damaged("the state of a series does not hold together");
        let first = usize::try_from(from.count()?).map_err(|_| BROKEN)?;
        let base = match from.bytes()? {
            [] if first == 0 => None,
            snapshot => {
                let snapshot = serde_json::from_slice(snapshot).map_err(|_| BROKEN)?;
                let monitor = plan.resume(snapshot).map_err(|error| match error {
                    ResumeError::OtherPlan { .. } => Damaged("a series is of another plan"),
                    _ => BROKEN,
                })?;
                if monitor.len() != first {
                    return Err(BROKEN);
                }
                Some(Box::new(Running {
                    monitor,
                    held: RuleSet::default(),
                }))
            }
        };
        let mut track = Self {
            now: Running::new(plan),
            base,
            past: Past {
                first,
                kept: Points::read(from)?,
            },
        };
        let mut now = track.start(plan);
        for kept in track.past.kept.iter() {
            now.push(kept.observation).map_err(|_| BROKEN)?;
        }
        track.now = now;
        Ok(track)
    }
}
