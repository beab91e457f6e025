//! One series under watch: its monitor, and the points that can still be revised.

use redbead::{
    Limits, Monitor, Observation, Outcome, Plan, Report, ResumeError, RuleSet, SeriesError, Signal,
    Verdict,
};

use super::codec::{Damaged, Reader, put_bytes, put_count};
use super::past::{Past, Seen};
use super::points::{Kept, Place, Points};
use super::time::Stamp;
use super::told::{Change, Old, Telling, Told};

/// One series under watch.
///
/// The points are kept anyway, to know a line that was sent twice and to tell signals in words. So
/// a revision replays them, from the monitor as it was before the first of them, rather than have
/// the monitor keep a history of its own: the engine gives the same bits on both roads.
#[derive(Debug, Clone)]
pub(crate) struct Track {
    now: Running,
    /// How it stood before the first kept point; none while all points are kept.
    base: Option<Box<Running>>,
    past: Past,
    /// How it stood after so many kept points, where the latest look back ended. What is sent again
    /// comes in order, so that the next look goes on from there.
    look: Option<Box<(usize, Running)>>,
}

/// A monitor, and the rules that held at its newest judged point.
#[derive(Debug, Clone, PartialEq)]
struct Running {
    monitor: Monitor,
    held: Held,
}

/// A set of rules by position, as the engine's, in a form that can be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Held(u32);

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
    fn new(plan: &Plan) -> Self {
        Self {
            monitor: plan.monitor(),
            held: Held::default(),
        }
    }

    fn push(&mut self, observation: Observation) -> Result<Verdict, SeriesError> {
        let verdict = self.monitor.push(observation)?;
        if matches!(verdict.outcome, Outcome::Judged { .. }) {
            self.held = Held::of(verdict.held);
        }
        Ok(verdict)
    }

    /// Whether the newest point may have ended what a monitor does not tell of: a test of an open
    /// phase, or signals that a new phase takes over.
    fn was_over(&self, verdict: &Verdict, before: Held, plan: &Plan) -> bool {
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
    fn tell(
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
fn is_quiet(verdict: &Verdict, before: Held) -> bool {
    verdict.opened_signals == 0
        && verdict.held.is_empty()
        && before.is_empty()
        && verdict.rephased.is_none()
}

/// What became of an observation.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) verdict: Verdict,
    pub(crate) told: Vec<Told>,
    /// Phases to which a change of past points gave other limits.
    pub(crate) limits: Vec<Moved>,
}

/// A phase with other limits than before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Moved {
    /// Its number.
    pub(crate) phase: usize,
    pub(crate) center: f64,
    /// Those of the newest judged point, where that lies in the phase.
    pub(crate) newest: Option<Limits>,
}

/// The phases that have other limits than before, by number. Phases that were added or went are told
/// by their signals.
fn moved_limits(before: &Report, now: &Report) -> Vec<Moved> {
    let now_at = |phase: usize| {
        let is_last = phase + 1 == now.phases.len();
        now.latest.filter(|_| is_last).map(|latest| latest.limits)
    };
    let both = before.phases.iter().zip(&now.phases).enumerate();
    let moved = both.filter_map(|(number, (before, now))| {
        let parameters = *now.parameters()?;
        let newest = now_at(number);
        (before.parameters() != Some(&parameters)).then_some(Moved {
            phase: number,
            center: newest.map_or(parameters.center, |limits| limits.center),
            newest,
        })
    });
    moved.collect()
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
            look: None,
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
        let told = if is_quiet(&verdict, before) || telling.is_silent {
            Vec::new()
        } else {
            self.tell_newest(&verdict, before, telling)
        };
        Ok(Taken {
            verdict,
            told,
            limits: Vec::new(),
        })
    }

    /// Takes the newest point, after the ends of periods that nobody has sent a figure for.
    pub(crate) fn push_after_holes(
        &mut self,
        holes: impl Iterator<Item = Stamp>,
        stamp: Stamp,
        kept: Kept,
        telling: &Telling<'_>,
    ) -> Result<Taken, SeriesError> {
        let (now, kept_before) = (self.now.clone(), self.past.kept.len());
        let mut told = Vec::new();
        let mut push = |stamp, kept| -> Result<Verdict, SeriesError> {
            let mut taken = self.push(stamp, kept, telling)?;
            told.append(&mut taken.told);
            Ok(taken.verdict)
        };
        let verdict = holes
            .map(|hole| (hole, Kept::HOLE))
            .chain([(stamp, kept)])
            .try_fold(None, |_, (stamp, kept)| push(stamp, kept).map(Some));
        match verdict {
            Ok(Some(verdict)) => Ok(Taken {
                verdict,
                told,
                limits: Vec::new(),
            }),
            // There is always the point after the holes.
            Ok(None) => Err(SeriesError::Foreign { what: "series" }),
            Err(error) => {
                self.now = now;
                self.past.kept.truncate(kept_before);
                self.look = None;
                Err(error)
            }
        }
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
        let mut now = self.before(position, telling.plan)?;
        let look = Box::new((position, now.clone()));
        let mut verdict = None;
        for kept in (position..points.len()).filter_map(|position| points.get(position)) {
            let pushed = now.push(kept.observation)?;
            verdict.get_or_insert(pushed);
        }
        let Some(verdict) = verdict else {
            // `place` gave the position, so there is a point.
            return Err(SeriesError::Foreign { what: "series" });
        };
        let past = Past {
            first: self.past.first,
            kept: points,
        };
        let before = self.now.monitor.report();
        let report = now.monitor.report();
        let limits = moved_limits(&before, &report);
        let told = if telling.is_silent {
            Vec::new()
        } else {
            let old = Old {
                report: before,
                past: self.past.seen(),
                inserted,
            };
            telling.changes(past.seen(), &report, &old)?
        };
        (self.now, self.past, self.look) = (now, past, Some(look));
        Ok(Taken {
            verdict,
            told,
            limits,
        })
    }

    /// What was said when a kept point was the newest, as if it had come in its turn.
    pub(crate) fn again(
        &mut self,
        position: usize,
        telling: &Telling<'_>,
    ) -> Result<Option<Taken>, SeriesError> {
        let Some(kept) = self.past.kept.get(position) else {
            return Ok(None);
        };
        let mut then = self.before(position, telling.plan)?;
        let before = then.held;
        let verdict = then.push(kept.observation)?;
        let told = if is_quiet(&verdict, before) || telling.is_silent {
            Vec::new()
        } else {
            let earlier = then.was_over(&verdict, before, telling.plan);
            let earlier = if earlier {
                let before = self.before(position, telling.plan)?;
                Some(before.monitor.report())
            } else {
                None
            };
            let seen = Seen {
                past: &self.past,
                kept: position + 1,
            };
            then.tell(seen, &verdict, before, earlier, telling)
        };
        self.look = Some(Box::new((position + 1, then)));
        Ok(Some(Taken {
            verdict,
            told,
            limits: Vec::new(),
        }))
    }

    /// How the series stood before a kept point. Ends the latest look back.
    fn before(&mut self, position: usize, plan: &Plan) -> Result<Running, SeriesError> {
        let (from, mut running) = match self.look.take() {
            Some(look) if look.0 <= position => *look,
            _ => (0, self.start(plan)),
        };
        for position in from..position {
            if let Some(kept) = self.past.kept.get(position) {
                running.push(kept.observation)?;
            }
        }
        Ok(running)
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
        self.look = self.look.take().and_then(|mut look| {
            look.0 = look.0.checked_sub(forgotten)?;
            Some(look)
        });
        self.past.first += forgotten;
        self.base = Some(Box::new(base));
        Ok(())
    }

    /// The signals that the newest point has made or kept.
    #[inline(never)]
    fn tell_newest(&mut self, verdict: &Verdict, before: Held, telling: &Telling<'_>) -> Vec<Told> {
        let mut earlier = None;
        if self.now.was_over(verdict, before, telling.plan) {
            let newest = self.past.kept.len().saturating_sub(1);
            // What was taken once is taken again.
            if let Ok(running) = self.before(newest, telling.plan) {
                earlier = Some(running.monitor.report());
                self.look = Some(Box::new((newest, running)));
            }
        }
        let seen = self.past.seen();
        self.now.tell(seen, verdict, before, earlier, telling)
    }

    pub(crate) fn write(&self, to: &mut Vec<u8>) {
        put_count(to, self.past.first as u64);
        let base = self.base.as_ref().map(|base| base.monitor.snapshot());
        // As text, since a snapshot leaves out fields that are empty, which only a format with names
        // can read back; a long series alone has one.
        let base = base.and_then(|snapshot| serde_json::to_vec(&snapshot).ok());
        put_bytes(to, base.as_deref().unwrap_or(&[]));
        self.past.kept.write(to);
        if let Some(base) = &self.base {
            put_count(to, base.held.0.into());
        }
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
                    held: Held::default(),
                }))
            }
        };
        let kept = Points::read(from)?;
        let mut base = base;
        // Format 1 has none: the first kept point may then be said to open what it goes on with.
        if let Some(base) = base.as_mut().filter(|_| !from.is_empty()) {
            base.held = Held(from.small()?);
        }
        let mut track = Self {
            now: Running::new(plan),
            base,
            past: Past { first, kept },
            look: None,
        };
        let mut now = track.start(plan);
        for kept in track.past.kept.iter() {
            now.push(kept.observation).map_err(|_| BROKEN)?;
        }
        track.now = now;
        Ok(track)
    }
}
