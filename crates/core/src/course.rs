//! The course of one series: its state, and the search for the shift that begins a new phase.

use crate::error::SeriesError;
use crate::observation::{Measurement, Observation, Status};
use crate::plan::Plan;
use crate::rebase::Rebase;
use crate::sample::{Kind, Sample};
use crate::search::{Search, Shift};
use crate::state::{Judgment, State, Usual};

/// The state of a series, under a plan that may begin phases by itself.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct Course {
    pub(crate) state: State,
    /// Of a plan that re-phases, from the last point of a baseline on.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub(crate) search: Option<Box<Search>>,
}

/// What became of a point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taken {
    pub(crate) judgment: Judgment,
    /// Position in the log from which the signals are new.
    pub(crate) fresh: usize,
    /// Index of the first point that was judged again, where this point began a phase or several.
    pub(crate) rephased: Option<u32>,
}

impl Course {
    pub(crate) fn new() -> Self {
        Self {
            state: State::new(),
            search: None,
        }
    }

    /// Index of the next point, which is the number of points so far.
    pub(crate) fn next_index(&self) -> usize {
        self.state.next_index()
    }

    /// What a copy takes, in about the size of a point.
    pub(crate) fn weight(&self) -> usize {
        self.state.weight() + self.search.as_ref().map_or(0, |search| search.weight())
    }

    /// Reads the next observation. A refused one changes nothing.
    pub(crate) fn read(
        &self,
        plan: &Plan,
        observation: Observation,
    ) -> Result<Sample, SeriesError> {
        self.state.read(plan, observation, self.next_index())
    }

    /// Reads the next observation and takes it where nothing is out of the ordinary, with the same
    /// effect as the long way. None, and nothing was done, elsewhere.
    #[inline(always)]
    pub(crate) fn take_plain(&mut self, plan: &Plan, observation: Observation) -> Option<Usual> {
        let plain = plan.plain()?;
        let (Measurement::Value(value), Status::Confirmed) =
            (observation.measurement, observation.status)
        else {
            return None;
        };
        if value.abs() <= plain.limit {
            self.state.accept_plain(plan, plain, value, 1.0)
        } else {
            None
        }
    }

    /// The same of an observation that was read.
    #[inline(always)]
    pub(crate) fn admit_plain(&mut self, plan: &Plan, sample: Sample) -> Option<Usual> {
        let plain = plan.plain()?;
        if sample.kind != Kind::Confirmed {
            return None;
        }
        self.state
            .accept_plain(plan, plain, sample.value, sample.exposure)
    }

    /// Reads the next observation and takes it.
    pub(crate) fn take(
        &mut self,
        plan: &Plan,
        observation: Observation,
    ) -> Result<(), SeriesError> {
        if self.take_plain(plan, observation).is_none() {
            let sample = self.read(plan, observation)?;
            if self.admit_plain(plan, sample).is_none() {
                self.admit(plan, sample, self.next_index() as u32);
            }
        }
        Ok(())
    }

    /// Takes the next sample, and begins a new phase where a sustained shift asks for one. `now` is
    /// the index of the newest point, which comes later than this one in a replay.
    #[inline]
    pub(crate) fn admit(&mut self, plan: &Plan, sample: Sample, now: u32) -> Taken {
        let fresh = self.state.log().len();
        let finished = self.state.finished();
        let judgment = self.state.accept(plan, sample, now);
        if plan.rebase() != Rebase::None {
            if self.state.finished() > finished {
                self.search = None;
            }
            if let Some(shift) = self.look_for_shift(plan, sample, judgment, now) {
                return self.rephase(plan, &shift, now, judgment);
            }
        }
        Taken {
            judgment,
            fresh,
            rephased: None,
        }
    }

    /// Follows the points after a complete baseline, and gives the shift that the newest one makes
    /// known.
    #[inline(never)]
    fn look_for_shift(
        &mut self,
        plan: &Plan,
        sample: Sample,
        judgment: Judgment,
        now: u32,
    ) -> Option<Shift> {
        if let Some(search) = &mut self.search {
            let side = match judgment {
                Judgment::Judged { effect, .. } => {
                    effect.plotted.and_then(|plotted| plotted.mark?.side)
                }
                _ => None,
            };
            return search.push(plan, sample, side, now);
        }
        if self.state.is_past_baseline() {
            self.search = Some(Box::new(Search::new(self.state.clone())));
        }
        None
    }

    /// Ends the open phase before a shift, and takes the points since then into the new one.
    /// That may make a further shift known, and so on.
    #[inline(never)]
    fn rephase(&mut self, plan: &Plan, shift: &Shift, now: u32, judgment: Judgment) -> Taken {
        let mut taken = Taken {
            judgment,
            fresh: self.state.log().len(),
            rephased: Some(shift.evidence.first as u32),
        };
        let Some(search) = self.search.take() else {
            return taken;
        };
        let (before, samples) = search.into_parts();
        self.state = before;
        taken.fresh = self.state.log().len();
        self.state.begin_phase(plan, shift.evidence, &shift.learned);
        for sample in samples {
            let next = self.admit(plan, sample, now);
            taken.judgment = next.judgment;
            taken.fresh = taken.fresh.min(next.fresh);
        }
        if let Judgment::Judged { froze, .. } = &mut taken.judgment {
            *froze = true;
        }
        taken
    }

    /// Puts states in the place of what only a plan can read, as a snapshot has them.
    pub(crate) fn spell_out(&mut self, plan: &Plan) {
        self.state.spell_out(plan);
        if let Some(search) = &mut self.search {
            search.spell_out(plan);
        }
    }

    /// Undoes [`spell_out`](Self::spell_out).
    pub(crate) fn pack(&mut self, plan: &Plan) {
        self.state.pack(plan);
        if let Some(search) = &mut self.search {
            search.pack(plan);
        }
    }

    /// Whether a course read from outside could have come about under this plan: the first
    /// contradiction, or none.
    pub(crate) fn contradiction(&self, plan: &Plan) -> Option<&'static str> {
        let next = self.next_index() as u32;
        self.state.contradiction(plan, next).or_else(|| {
            let needed = plan.rebase() != Rebase::None && self.state.is_past_baseline();
            let is_sound = match &self.search {
                None => !needed,
                Some(search) => needed && search.is_sound(plan, &self.state),
            };
            (!is_sound).then_some("its search for a shift does not fit the plan")
        })
    }
}
