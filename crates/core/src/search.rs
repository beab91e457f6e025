//! The search for a sustained shift that begins a new phase.

use crate::chart::Unfit;
use crate::limits::Parameters;
use crate::line::Plotter;
use crate::open::Learned;
use crate::phase::Evidence;
use crate::plan::Plan;
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
    /// The points since then; the first of them is on a side of the center.
    waiting: Vec<Waiting>,
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
            waiting: Vec::new(),
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
        self.waiting.push(Waiting { sample, side });
        self.settle(plan, now)
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
            match self.decide(plan, now) {
                Decision::Wait => return None,
                Decision::Accept(shift) => return Some(shift),
                Decision::Refuse => {}
            }
            // The twin follows to the next point that is on a side.
            let mut rest = self.waiting.iter().skip(1);
            let next = rest.position(|waiting| waiting.side.is_some());
            let passed = next.map_or(self.waiting.len(), |position| position + 1);
            for waiting in self.waiting.drain(..passed) {
                // Its signals were known at the point itself, not when the search got past it.
                let own = self.twin.next_index() as u32;
                self.twin.accept(plan, waiting.sample, own);
            }
        }
    }

    fn decide(&self, plan: &Plan, now: u32) -> Decision {
        let Some(side) = self.waiting.first().map(|waiting| waiting.side) else {
            return Decision::Wait;
        };
        let Some(side) = side else {
            return Decision::Refuse;
        };
        let rebase = plan.rebase();
        let run = Run::of(self.steps(plan), side, rebase.run());
        if run == Run::Broken {
            return Decision::Refuse;
        }
        let watched = match rebase {
            Rebase::Runs { side, .. } => side,
            _ => Sides::Either,
        };
        if !watched.contain(side) {
            return Decision::Refuse;
        }
        let Run::Complete(completed) = run else {
            return Decision::Wait;
        };
        let first = self.twin.next_index() as u32;
        let evidence = Evidence {
            side,
            points: rebase.run(),
            first: first as usize,
            completed: first as usize + completed,
            known: now as usize,
        };
        let taken = match rebase {
            Rebase::Runs { .. } => self.of_run(completed),
            Rebase::Scottish => self.first_useful(8),
            Rebase::StableShift { period, .. } => self.first_useful(period as usize),
            Rebase::None => None,
        };
        let Some((samples, last)) = taken else {
            return Decision::Wait;
        };
        let Ok(parameters) = fit(plan, &samples) else {
            return Decision::Refuse;
        };
        if let Rebase::StableShift { run, .. } = rebase {
            match self.is_stable(plan, parameters, side, last, run as usize) {
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

    /// The waiting points as they stand to the center of their phase.
    fn steps<'a>(&'a self, plan: &Plan) -> impl Iterator<Item = Step> + use<'a> {
        let gap = plan.gap();
        let step = move |waiting: &Waiting| Step::of(waiting.side, waiting.sample, gap);
        self.waiting.iter().map(step)
    }

    /// The points of the run that was completed at a position: those on its side.
    fn of_run(&self, completed: usize) -> Option<(Vec<Sample>, usize)> {
        let run = self.waiting.get(..=completed)?.iter();
        let on_side = run.filter(|waiting| waiting.side.is_some());
        Some((on_side.map(|waiting| waiting.sample).collect(), completed))
    }

    /// The waiting points up to the `count`-th useful one, and its position.
    fn first_useful(&self, count: usize) -> Option<(Vec<Sample>, usize)> {
        let useful = |(_, waiting): &(usize, &Waiting)| waiting.sample.is_useful();
        let mut positions = self.waiting.iter().enumerate().filter(useful);
        let (last, _) = positions.nth(count.checked_sub(1)?)?;
        let samples = self.waiting[..=last].iter();
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
        run: usize,
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
        for start in (0..=last).filter(|start| steps[*start] == Step::On(back)) {
            match Run::of(steps[start..].iter().copied(), back, run) {
                Run::Broken => {}
                Run::Unfinished => return None,
                Run::Complete(_) => return Some(false),
            }
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

/// What becomes of a run that begins with the first of some steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Run {
    /// It ends before it has its points.
    Broken,
    /// It may still come about.
    Unfinished,
    /// It has its points; the last of them stands at this position.
    Complete(usize),
}

impl Run {
    fn of(steps: impl Iterator<Item = Step>, side: Side, points: usize) -> Self {
        let mut found = 0;
        for (position, step) in steps.enumerate() {
            match step {
                Step::On(on) if on == side => found += 1,
                Step::Skip => {}
                Step::On(_) | Step::Break => return Self::Broken,
            }
            if found == points {
                return Self::Complete(position);
            }
        }
        Self::Unfinished
    }
}

fn fit(plan: &Plan, samples: &[Sample]) -> Result<Parameters, Unfit> {
    plan.chart().fit(samples, plan.fit_options())
}
