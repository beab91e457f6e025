//! One series under watch: its monitor, and the points that can still be revised.

use redbead::{Fit, Limits, Monitor, Plan, Report, SeriesError, Verdict};
use redbead_io::Period;

use super::past::{Past, Seen};
use super::plans::Stream;
use super::points::{Kept, Place, Points};
use super::running::{Held, Running, is_quiet};
use super::time::Stamp;
use super::told::{Old, Telling, Told};

/// One series under watch.
///
/// The points are kept anyway, to know a line that was sent twice and to tell signals in words. So
/// a revision replays them, from the monitor as it was before the first of them, rather than have
/// the monitor keep a history of its own: the engine gives the same bits on both roads.
#[derive(Debug, Clone)]
pub(crate) struct Track {
    now: Running,
    /// How it stood before the first kept point, under the plan of now; none while all points are
    /// kept.
    pub(super) base: Option<Box<Running>>,
    pub(super) past: Past,
    /// Points that are no longer kept, and that a plan by periods rests on; see [`Stream`].
    pub(super) marks: Box<[(usize, Period)]>,
    /// How it stood after so many kept points, where the latest look back ended, under the plan that
    /// was asked for. What is sent again comes in order, so that the next look goes on from there.
    look: Option<Box<(usize, Running)>>,
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

/// Whether the newest phase has its parameters now, and had none before.
fn has_frozen(before: &Report, now: &Report) -> bool {
    let learns = |report: &Report| {
        let last = report.phases.last();
        last.is_some_and(|phase| matches!(phase.fit, Fit::Learning { .. }))
    };
    before.phases.len() == now.phases.len() && learns(before) && now.latest.is_some()
}

/// A report as it was while its newest phase still learned: with no signals of that.
fn still_learning(mut report: Report) -> Report {
    if let Some((last, phase)) = report.phases.iter_mut().enumerate().next_back() {
        let have = (phase.last + 1).saturating_sub(phase.first);
        phase.fit = Fit::Learning { have, need: None };
        report.signals.retain(|signal| signal.phase != last);
    }
    report
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
            marks: Box::default(),
            look: None,
        }
    }

    /// A series under a plan, which takes its kept points again.
    pub(super) fn of(
        plan: &Plan,
        base: Option<Box<Running>>,
        past: Past,
        marks: Vec<(usize, Period)>,
    ) -> Result<Self, SeriesError> {
        let mut track = Self {
            now: Running::new(plan),
            base,
            past,
            marks: marks.into(),
            look: None,
        };
        track.now = track.replayed(track.past.kept.len(), plan)?;
        Ok(track)
    }

    /// The plan that it runs under.
    pub(crate) fn plan(&self) -> &Plan {
        self.now.monitor.plan()
    }

    /// Its periods, for the plan to be found.
    pub(crate) fn stream(&self) -> Stream<'_> {
        Stream::new(&self.marks, self.past.first, self.past.kept.periods())
    }

    /// The newest period that is known to lie before the kept points, or else the first of those;
    /// none while all points are kept, or where their times are texts.
    pub(crate) fn last_forgotten(&self) -> Option<Period> {
        let marked = self.marks.last().map(|(_, period)| *period);
        let kept = || self.past.kept.periods().first().copied();
        marked.or_else(kept).filter(|_| self.past.first > 0)
    }

    /// Goes on under a plan that judges all its points alike.
    pub(crate) fn go_on_under(&mut self, plan: &Plan) -> Result<(), SeriesError> {
        self.base = match &self.base {
            Some(base) => Some(Box::new(base.under(plan)?)),
            None => None,
        };
        self.now = self.now.under(plan)?;
        self.look = None;
        Ok(())
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
        let verdict = self.now.push(kept.judged())?;
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
        holes: impl Iterator<Item = (Stamp, Kept)>,
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

    /// Takes the newest point, which gives the series another plan: that of the telling. A refused
    /// one changes nothing.
    pub(crate) fn push_under(
        &mut self,
        stamp: Stamp,
        kept: Kept,
        telling: &Telling<'_>,
    ) -> Result<Taken, SeriesError> {
        let newest = self.past.kept.len();
        let earlier = self.now.monitor.report();
        let base = self.start(telling.plan)?;
        let running = self.replayed(newest, telling.plan)?;
        self.past.kept.insert(newest, stamp, kept);
        match self.step(newest, running, Some(earlier), telling) {
            Ok((now, taken)) => {
                self.rebase(base);
                (self.now, self.look) = (now, None);
                Ok(taken)
            }
            Err(error) => {
                self.past.kept.truncate(newest);
                Err(error)
            }
        }
    }

    /// Puts the start of a replay in the place of the one before.
    fn rebase(&mut self, start: Running) {
        if let Some(base) = &mut self.base {
            **base = start;
        }
    }

    /// Takes a kept point from where the series stood before it, and says what there is to tell,
    /// next to the report before it where that was under another plan.
    fn step(
        &self,
        position: usize,
        mut running: Running,
        mut earlier: Option<Report>,
        telling: &Telling<'_>,
    ) -> Result<(Running, Taken), SeriesError> {
        let Some(kept) = self.past.kept.get(position) else {
            return Err(SeriesError::Foreign { what: "series" });
        };
        let before = running.held;
        let mut verdict = running.push(kept.judged())?;
        if let Some(earlier) = &earlier {
            verdict.froze |= has_frozen(earlier, &running.monitor.report());
        }
        let mut told = Vec::new();
        if !telling.is_silent && (earlier.is_some() || !is_quiet(&verdict, before)) {
            if earlier.is_none() && running.was_over(&verdict, before, telling.plan) {
                let then = self.replayed(position, telling.plan)?;
                earlier = Some(then.monitor.report());
            }
            let seen = Seen {
                past: &self.past,
                kept: position + 1,
            };
            told = running.tell(seen, &verdict, before, earlier, telling);
        }
        let taken = Taken {
            verdict,
            told,
            limits: Vec::new(),
        };
        Ok((running, taken))
    }

    /// Puts a late point in, or another one in the place of one that was there. A refused one
    /// changes nothing. The plan of the telling may be another than that of before.
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
        let is_same = !telling.is_moved;
        let start = if is_same {
            None
        } else {
            Some(self.start(telling.plan)?)
        };
        let mut now = if is_same {
            self.before(position, telling.plan)?
        } else {
            self.replayed(position, telling.plan)?
        };
        let look = Box::new((position, now.clone()));
        let mut verdict = None;
        for kept in (position..points.len()).filter_map(|position| points.get(position)) {
            let pushed = now.push(kept.judged())?;
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
        if let Some(start) = start {
            self.rebase(start);
        }
        Ok(Taken {
            verdict,
            told,
            limits,
        })
    }

    /// What was said when a kept point was the newest, as if it had come in its turn. The plan of the
    /// telling is that with the point, and `was` the one before it where that was another.
    pub(crate) fn again(
        &mut self,
        position: usize,
        was: Option<&Plan>,
        telling: &Telling<'_>,
    ) -> Result<Option<Taken>, SeriesError> {
        if position >= self.past.kept.len() {
            return Ok(None);
        }
        let earlier = match was {
            None => None,
            Some(was) => Some(self.report_before(position, was, telling.plan)?),
        };
        let then = self.before(position, telling.plan)?;
        let (running, taken) = self.step(position, then, earlier, telling)?;
        self.look = Some(Box::new((position + 1, running)));
        Ok(Some(taken))
    }

    /// The report before a kept point that moved the plan from `was` to `then`.
    fn report_before(
        &mut self,
        position: usize,
        was: &Plan,
        then: &Plan,
    ) -> Result<Report, SeriesError> {
        match self.before(position, was) {
            Ok(running) => Ok(running.monitor.report()),
            // The first kept point shows that the baseline of the phase before it was over, since the
            // last period of that has no point. What goes before the kept points holds it as over.
            Err(_) => Ok(still_learning(
                self.before(position, then)?.monitor.report(),
            )),
        }
    }

    /// How the series stood before a kept point. Ends the latest look back, and goes on from there
    /// where that was under the same plan.
    fn before(&mut self, position: usize, plan: &Plan) -> Result<Running, SeriesError> {
        let fits = |look: &(usize, Running)| {
            look.0 <= position && look.1.monitor.plan().fingerprint() == plan.fingerprint()
        };
        let (from, running) = match self.look.take() {
            Some(look) if fits(&look) => *look,
            _ => (0, self.start(plan)?),
        };
        self.replay(running, from, position)
    }

    /// How the series stood before a kept point, from the start on.
    fn replayed(&self, position: usize, plan: &Plan) -> Result<Running, SeriesError> {
        self.replay(self.start(plan)?, 0, position)
    }

    fn replay(&self, mut running: Running, from: usize, to: usize) -> Result<Running, SeriesError> {
        for position in from..to {
            if let Some(kept) = self.past.kept.get(position) {
                running.push(kept.judged())?;
            }
        }
        Ok(running)
    }

    /// Where a replay starts.
    fn start(&self, plan: &Plan) -> Result<Running, SeriesError> {
        match self.base.as_deref() {
            None => Ok(Running::new(plan)),
            Some(base) if base.monitor.plan().fingerprint() == plan.fingerprint() => {
                Ok(base.clone())
            }
            Some(base) => base.under(plan),
        }
    }

    /// How many of the oldest points should be forgotten: some where there are well above as many
    /// as the history has.
    #[inline]
    pub(crate) fn excess(&self, history: usize) -> usize {
        // In steps, so that a point costs the same in the long run.
        let most = history.saturating_add((history / 4).max(16));
        let kept = self.past.kept.len();
        if kept <= most { 0 } else { kept - history }
    }

    /// Forgets so many of the oldest points, but for what the plan rests on.
    pub(crate) fn forget(
        &mut self,
        forgotten: usize,
        marks: Vec<(usize, Period)>,
    ) -> Result<(), SeriesError> {
        let base = self.replayed(forgotten, &self.plan().clone())?;
        self.past.kept.forget(forgotten);
        self.look = self.look.take().and_then(|mut look| {
            look.0 = look.0.checked_sub(forgotten)?;
            Some(look)
        });
        self.past.first += forgotten;
        self.base = Some(Box::new(base));
        self.marks = marks.into();
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
}
