//! The search for a sustained shift that begins a new phase.

use std::collections::VecDeque;

use crate::limits::Parameters;
use crate::open::Learned;
use crate::phase::Evidence;
use crate::plan::Plan;
use crate::plotter::Plotter;
use crate::rebase::Rebase;
use crate::sample::Sample;
use crate::series::Gap;
use crate::side::{Side, Sides};
use crate::state::State;

/// What a phase keeps while it looks for the shift that ends it.
///
/// A shift is known some points after it began, and the phase before it must then end as if
/// nothing had followed. So a twin of the state stays behind at the point where a shift might
/// have begun, and the points since then wait to be taken by the one or the other. Every point
/// is taken twice, and nothing is ever undone.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct Search {
    twin: State,
    /// The points since then; the first of them is on a side of the center. As many as the shift
    /// takes to be decided: points without a side decide nothing.
    waiting: VecDeque<Waiting>,
    /// How far the run that begins with the first of them was followed.
    run: Run,
}

/// A run that begins with the first of some points, as far as it was followed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Run {
    /// Points looked at.
    seen: u32,
    /// Of these, the ones on the side of the run.
    found: u32,
    /// Whether the run has ended before it had its points.
    broken: bool,
    /// Position of the point that completed it.
    completed: Option<u32>,
}

/// A point that may belong to a shift.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Waiting {
    sample: Sample,
    /// Side of the center, of a judged point off the center.
    side: Option<Side>,
}

/// A shift that begins a new phase.
#[derive(Debug)]
pub(crate) struct Shift {
    pub(crate) evidence: Evidence,
    pub(crate) learned: Learned,
}

/// What can be said of the first waiting point.
enum Decision {
    /// Not before more points are known.
    Wait,
    /// No shift begins there.
    Refuse,
    Accept(Shift),
}

impl Search {
    pub(crate) fn new(twin: State) -> Self {
        Self {
            twin,
            waiting: VecDeque::new(),
            run: Run::default(),
        }
    }

    /// Takes the next point, with its side of the center, and gives the shift that it makes
    /// known.
    pub(crate) fn push(
        &mut self,
        plan: &Plan,
        sample: Sample,
        side: Option<Side>,
        now: u32,
    ) -> Option<Shift> {
        self.waiting.push_back(Waiting { sample, side });
        self.settle(plan, now)
    }

    /// Puts states in the place of what only a plan can read, as a snapshot has them.
    pub(crate) fn spell_out(&mut self, plan: &Plan) {
        self.twin.spell_out(plan);
    }

    /// Undoes [`spell_out`](Self::spell_out).
    pub(crate) fn pack(&mut self, plan: &Plan) {
        self.twin.pack(plan);
    }

    /// The state before the shift, and the points since then.
    pub(crate) fn into_parts(self) -> (State, impl Iterator<Item = Sample>) {
        let samples = self.waiting.into_iter().map(|waiting| waiting.sample);
        (self.twin, samples)
    }

    /// What a copy takes, in about the size of a point.
    pub(crate) fn weight(&self) -> usize {
        self.twin.weight() + self.waiting.len()
    }

    /// Looks at one possible start after the other, until one waits or is accepted.
    fn settle(&mut self, plan: &Plan, now: u32) -> Option<Shift> {
        loop {
            self.follow(plan);
            match self.decide(plan, now) {
                Decision::Wait => return None,
                Decision::Accept(shift) => return Some(shift),
                Decision::Refuse => {}
            }
            // The twin follows to the next point that is on a side.
            let mut rest = self.waiting.iter().skip(1);
            let next = rest.position(|waiting| waiting.side.is_some());
            let passed = next.map_or(self.waiting.len(), |position| position + 1);
            self.run = Run::default();
            for waiting in self.waiting.drain(..passed) {
                // Its signals were known at the point itself, not when the search got past it.
                let own = self.twin.next_index() as u32;
                self.twin.accept(plan, waiting.sample, own);
            }
        }
    }

    fn decide(&self, plan: &Plan, now: u32) -> Decision {
        let Some(first) = self.waiting.front() else {
            return Decision::Wait;
        };
        let (Some(side), false) = (first.side, self.run.broken) else {
            return Decision::Refuse;
        };
        let rebase = plan.rebase();
        let watched = match rebase {
            Rebase::Runs { side, .. } => side,
            _ => Sides::Either,
        };
        if !watched.contain(side) {
            return Decision::Refuse;
        }
        let Some(completed) = self.run.completed.map(|position| position as usize) else {
            return Decision::Wait;
        };
        let first = self.twin.next_index() as u32;
        let evidence = Evidence {
            side,
            points: rebase.run(),
            first: first as usize,
            completed: first as usize + completed,
            known: now as usize,
            tentative: self
                .waiting
                .iter()
                .any(|waiting| waiting.sample.is_provisional()),
        };
        let taken = match rebase {
            Rebase::Runs { .. } => Some(self.of_run(completed)),
            _ => self.first_useful(rebase.period()),
        };
        let Some((samples, last)) = taken else {
            return Decision::Wait;
        };
        let Ok(parameters) = plan.chart().fit(&samples, plan.fit_options()) else {
            return Decision::Refuse;
        };
        if let Rebase::StableShift { .. } = rebase {
            match self.is_stable(plan, parameters, side, last) {
                Some(true) => {}
                Some(false) => return Decision::Refuse,
                None => return Decision::Wait,
            }
        }
        let used = samples.iter().filter(|sample| sample.is_useful()).count();
        Decision::Accept(Shift {
            evidence,
            learned: Learned {
                parameters,
                first,
                end: first + last as u32 + 1,
                used: used as u32,
            },
        })
    }

    /// Follows the run that begins with the first waiting point as far as there are points.
    fn follow(&mut self, plan: &Plan) {
        let Some(side) = self.waiting.front().and_then(|waiting| waiting.side) else {
            return;
        };
        let steps = self.waiting.iter().skip(self.run.seen as usize);
        let steps = steps.map(|waiting| Step::of(waiting.side, waiting.sample, plan.gap()));
        self.run.follow(steps, side, plan.rebase().run());
    }

    /// The waiting points up to one, as they are fitted. Points without a side are no part of a run,
    /// as if they had been excluded.
    fn of_run(&self, completed: usize) -> (Vec<Sample>, usize) {
        let run = self.waiting.iter().take(completed + 1);
        let fitted = |waiting: &Waiting| match waiting.side {
            None if waiting.sample.is_useful() => waiting.sample.excluded(),
            _ => waiting.sample,
        };
        (run.map(fitted).collect(), completed)
    }

    /// The waiting points up to the `count`-th useful one, and its position.
    fn first_useful(&self, count: usize) -> Option<(Vec<Sample>, usize)> {
        if self.waiting.len() < count {
            return None;
        }
        let useful = |(_, waiting): &(usize, &Waiting)| waiting.sample.is_useful();
        let mut positions = self.waiting.iter().enumerate().filter(useful);
        let (last, _) = positions.nth(count.checked_sub(1)?)?;
        let samples = self.waiting.iter().take(last + 1);
        Some((samples.map(|waiting| waiting.sample).collect(), last))
    }

    /// Whether no run back towards the old level begins among the points up to `last`, judged by
    /// the candidate parameters; none while one might still come about.
    fn is_stable(
        &self,
        plan: &Plan,
        candidate: Parameters,
        shift: Side,
        last: usize,
    ) -> Option<bool> {
        let mut plotter = Plotter::new(plan, candidate);
        let first = self.twin.next_index() as u32;
        let steps: Vec<Step> = (first..)
            .zip(&self.waiting)
            .map(|(index, waiting)| {
                let plotted = plotter.step(plan, waiting.sample, index);
                let side = plotted.and_then(|plotted| plotted.mark?.side);
                Step::of(side, waiting.sample, plan.gap())
            })
            .collect();
        let back = shift.opposite();
        let mut start = 0;
        while start <= last {
            if steps[start] != Step::On(back) {
                start += 1;
                continue;
            }
            let mut found = Run::default();
            found.follow(steps[start..].iter().copied(), back, plan.rebase().run());
            if found.completed.is_some() {
                return Some(false);
            }
            if !found.broken {
                return None;
            }
            // A run that was broken is broken for the points within it as well.
            start += found.seen as usize;
        }
        Some(true)
    }

    /// Whether a search read from outside could belong to this state.
    pub(crate) fn is_sound(&self, plan: &Plan, state: &State) -> bool {
        self.twin
            .contradiction(plan, state.next_index() as u32)
            .is_none()
            && self.twin.is_past_baseline()
            && self.twin.finished() == state.finished()
            && self.twin.next_index() + self.waiting.len() == state.next_index()
            && self.waiting.iter().all(|waiting| waiting.sample.is_sound())
            && self.is_followed_soundly(plan)
    }

    /// Whether the run was followed as far as it says.
    fn is_followed_soundly(&self, plan: &Plan) -> bool {
        let mut again = Self {
            run: Run::default(),
            ..self.clone()
        };
        again.follow(plan);
        again.run == self.run
    }
}

/// One point of a possible run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    On(Side),
    Skip,
    Break,
}

impl Step {
    /// A gap ends runs only where the plan says so.
    fn of(side: Option<Side>, sample: Sample, gap: Gap) -> Self {
        match side {
            Some(side) => Self::On(side),
            None if gap == Gap::Break && !sample.is_present() => Self::Break,
            None => Self::Skip,
        }
    }
}

impl Run {
    /// Goes on with some steps, until the run is broken or has its points.
    fn follow(&mut self, steps: impl Iterator<Item = Step>, side: Side, points: usize) {
        for step in steps {
            if self.broken || self.completed.is_some() {
                return;
            }
            match step {
                Step::On(on) if on == side => self.found += 1,
                Step::Skip => {}
                Step::On(_) | Step::Break => self.broken = true,
            }
            if self.found as usize == points {
                self.completed = Some(self.seen);
            }
            self.seen += 1;
        }
    }
}
