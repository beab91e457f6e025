//! Series that the same choices hold for.

use std::cell::RefCell;
use std::collections::HashMap;

use redbead::{Plan, PlanError};
use redbead_io::Period;

use super::{Stream, learns_from_all};
use crate::resolve::{Places, Spots, Timeline, told};
use crate::watch::error::WatchError;
use crate::watch::points::{Kept, Place};
use crate::watch::time::Stamp;
use crate::watch::track::Track;
use crate::watch::words::Words;

/// Most plans that a group knows again by their spots.
const MOST_KNOWN: usize = 10_000;

/// Series that the same choices hold for, with times of one kind.
#[derive(Debug)]
pub(crate) struct Group {
    /// The plan of all of them; where it is told by periods, that of a series without points.
    plan: Plan,
    words: Option<Words>,
    /// What is told by periods.
    told: Option<Told>,
}

#[derive(Debug)]
struct Told {
    places: Places,
    /// Periods at which a plan may change; none where all series have one.
    turns: Vec<Period>,
    known: RefCell<HashMap<Spots, Plan>>,
}

impl Group {
    /// Of series that all have one plan.
    pub(super) fn of_one(plan: Plan, words: Option<Words>) -> Self {
        Self {
            plan,
            words,
            told: None,
        }
    }

    /// Of series under choices whose periods are looked up.
    pub(super) fn new(places: Places, words: Option<Words>) -> Result<Self, String> {
        let turns = places.turns();
        let empty = Stream::new(&[], 0, &[]);
        let spots = places.spots(&empty, |_| {})?;
        let plan = places.plan(&spots).map_err(|error| error.to_string())?;
        if turns.is_empty() && learns_from_all(&plan) {
            return Err(WatchError::NeverJudged.to_string());
        }
        let is_told = places.excludes() || !turns.is_empty();
        Ok(Self {
            plan,
            words,
            told: is_told.then(|| Told {
                places,
                turns,
                known: RefCell::default(),
            }),
        })
    }

    /// The plan of its series; where they have plans of their own, that of a series without points.
    #[inline]
    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(crate) fn words(&self) -> Option<&Words> {
        self.words.as_ref()
    }

    /// Whether each series has a plan of its own.
    #[inline]
    pub(crate) fn moves(&self) -> bool {
        self.moving().is_some()
    }

    #[inline]
    fn moving(&self) -> Option<&Told> {
        self.told.as_ref().filter(|told| !told.turns.is_empty())
    }

    /// A point, left out where the plan excludes its period.
    #[inline]
    pub(crate) fn mark(&self, stamp: &Stamp, kept: Kept) -> Kept {
        match &self.told {
            None => kept,
            Some(told) => Kept {
                is_left_out: told.exclusion(stamp),
                ..kept
            },
        }
    }

    /// Whether the plan excludes a period.
    pub(crate) fn is_left_out(&self, stamp: &Stamp) -> bool {
        self.told.as_ref().is_some_and(|told| told.exclusion(stamp))
    }

    /// Whether the plan excludes any periods.
    pub(crate) fn excludes(&self) -> bool {
        self.told
            .as_ref()
            .is_some_and(|told| told.places.excludes())
    }

    /// Why the plan excludes a period.
    pub(crate) fn reason(&self, stamp: &Stamp) -> Option<&str> {
        match (&self.told, stamp) {
            (Some(told), Stamp::Period(period)) => told.places.reason(*period),
            _ => None,
        }
    }

    /// The plan of a series.
    pub(crate) fn plan_of(&self, series: &Stream<'_>) -> Result<Plan, String> {
        match self.moving() {
            None => Ok(self.plan.clone()),
            Some(told) => told.plan(series),
        }
    }

    /// The plan that a series has with one more point, where that is another than before.
    #[inline]
    pub(crate) fn moved(
        &self,
        track: &Track,
        place: Place,
        stamp: &Stamp,
    ) -> Result<Option<Plan>, String> {
        match self.moving() {
            None => Ok(None),
            Some(told) => told.moved(track, place, stamp),
        }
    }

    /// The plan that a series had with a kept point, had it come in its turn, and the one before it
    /// where the point moved the plan; none where that of now says the same.
    pub(crate) fn plans_at(&self, track: &Track, position: usize) -> Option<(Option<Plan>, Plan)> {
        let told = self.moving()?;
        let points = track.first() + position;
        let plan = |points: usize| match points {
            0 => Ok(self.plan.clone()),
            _ => told.plan(&track.stream().until(points)),
        };
        // Points that came late may have made the plan what it is.
        let (was, then) = (plan(points).ok()?, plan(points + 1).ok()?);
        let was = Some(was).filter(|was| *was != then);
        let is_of_now = was.is_none() && judge_alike(&then, track.plan(), points + 1);
        (!is_of_now).then_some((was, then))
    }

    /// How many of the kept points may be forgotten, where so many should be: what a phase learns
    /// from by periods is kept until that is over, and then forgotten as a whole.
    pub(crate) fn forgettable(&self, track: &Track, points: usize) -> usize {
        let Some(told) = self.moving() else {
            return points;
        };
        let series = track.stream();
        let Ok(spots) = told.places.spots(&series, |_| {}) else {
            return 0;
        };
        let mut stretches = told.places.whole(&spots, series.len());
        stretches.sort_unstable();
        let mut until = track.first() + points;
        for (start, last) in stretches.into_iter().rev() {
            if start < until && until <= last {
                until = start;
            }
        }
        until.saturating_sub(track.first())
    }

    /// What has to be known of points that will no longer be kept.
    pub(crate) fn marks_before(&self, track: &Track, first: usize) -> Vec<(usize, Period)> {
        match self.moving() {
            None => Vec::new(),
            Some(told) => track.stream().marks_before(first, &told.turns),
        }
    }

    /// Whether it says the same as another group of the periods up to one: of points that are no
    /// longer kept, no more is known.
    pub(crate) fn agrees_until(&self, other: &Self, last: Period) -> bool {
        let turns = |group: &Self| -> Vec<Period> {
            let turns = group.told.iter().flat_map(|told| &told.turns);
            turns.copied().filter(|turn| *turn <= last).collect()
        };
        let excluded = |group: &Self| {
            let told = group.told.as_ref();
            told.map_or_else(Vec::new, |told| told.places.excluded_until(last))
        };
        turns(self) == turns(other) && excluded(self) == excluded(other)
    }
}

impl Told {
    fn exclusion(&self, stamp: &Stamp) -> bool {
        match stamp {
            Stamp::Period(period) => self.places.exclusion(*period).is_some(),
            Stamp::Text(_) => false,
        }
    }

    fn plan(&self, series: &Stream<'_>) -> Result<Plan, String> {
        let spots = self.places.spots(series, |_| {})?;
        let known = self.known.borrow().get(&spots).cloned();
        let plan = match known {
            Some(plan) => plan,
            None => {
                let plan = self.places.plan(&spots);
                let plan = plan.map_err(|error| self.said(&error, series))?;
                let mut known = self.known.borrow_mut();
                if known.len() >= MOST_KNOWN {
                    known.clear();
                }
                known.insert(spots.clone(), plan.clone());
                plan
            }
        };
        if learns_from_all(&plan) && !self.places.waits(&spots, series) {
            return Err(WatchError::NeverJudged.to_string());
        }
        Ok(plan)
    }

    fn said(&self, error: &PlanError, series: &Stream<'_>) -> String {
        told(error, series.len(), |index| series.label(index))
    }

    fn moved(&self, track: &Track, place: Place, stamp: &Stamp) -> Result<Option<Plan>, String> {
        let position = match place {
            Place::At(_) => return Ok(None),
            Place::Before(position) => position,
            Place::After if !self.is_due(track, stamp) => return Ok(None),
            Place::After => track.points().len(),
        };
        let plan = self.plan(&track.stream().with(position, stamp))?;
        Ok((plan != *track.plan()).then_some(plan))
    }

    /// Whether a newest point passes a period at which the plan may change.
    fn is_due(&self, track: &Track, stamp: &Stamp) -> bool {
        match (track.points().last_stamp(), stamp) {
            (Some(Stamp::Period(last)), Stamp::Period(now)) => {
                let passed = self.turns.partition_point(|turn| *turn <= last);
                self.turns.get(passed).is_some_and(|turn| turn <= now)
            }
            _ => true,
        }
    }
}

/// Whether two plans of one group judge a series of so many points alike: they differ in phases that
/// begin later, if at all.
fn judge_alike(one: &Plan, other: &Plan, points: usize) -> bool {
    let begun = |plan: &Plan| -> Vec<usize> {
        let starts = plan.phases().iter().map(|phase| phase.start);
        starts.take_while(|start| *start < points).collect()
    };
    let starts = begun(one);
    starts == begun(other)
        && (0..=starts.len()).all(|phase| one.baseline(phase) == other.baseline(phase))
}
