//! An observation is taken, or refused.

use redbead::{Plan, SeriesError};

use super::{Done, Engine, Origin, no_group, one_way, split_hint};
use crate::watch::answer::How;
use crate::watch::error::WatchError;
use crate::watch::line::Refusal;
use crate::watch::plans::Group;
use crate::watch::points::{Kept, Place, figure_of};
use crate::watch::time::Stamp;
use crate::watch::told::Telling;
use crate::watch::track::{Edit, Taken, Track};

/// Most periods that are taken as passed over: beyond that, a time is more likely wrong.
const MOST_HOLES: i64 = 1000;

impl Engine {
    /// Takes an observation, or says why not.
    pub(super) fn take(
        &mut self,
        series: u32,
        stamp: &Stamp,
        kept: Kept,
        origin: Origin,
        speaks: bool,
    ) -> Result<Result<Done, Refusal>, WatchError> {
        let (store, groups) = (&self.store, &mut self.groups);
        let (track, group) = self.fleet.track(series, store, groups, Some(stamp))?;
        let group = groups.get(group).ok_or_else(|| no_group(store))?;
        let kept = group.mark(stamp, kept);
        let Some(place) = track.place(stamp) else {
            let kind = track
                .points()
                .last_stamp()
                .map_or(String::new(), |last| last.kind());
            return Ok(Err(Refusal::new(
                format!(
                    "time {stamp} is a {}, and those of the series so far are of the kind {kind}",
                    stamp.kind()
                ),
                one_way(&stamp.to_string()),
            )));
        };
        if let Origin::Line { revises } = origin {
            let points = track.points();
            if let Some(others) = points.other_figure(place, kept) {
                return Ok(Err(Refusal::new(
                    format!(
                        "the line has {}, and the series has {others}",
                        figure_of(kept)
                    ),
                    "send all figures of a series in one way",
                )));
            }
            let is_there =
                matches!(place, Place::At(at) if points.get(at).is_some_and(|at| !at.is_hole));
            let is_forgotten = track.first() > 0 && place == Place::Before(0);
            if revises && !is_there && !is_forgotten {
                return Ok(Err(Refusal::new(
                    format!("there is no figure of {stamp} to revise"),
                    "correct the time, or leave revises out to send a first figure",
                )));
            }
        }
        let first = track.first();
        let mut passed = 0;
        let (how, position, taken) = match place {
            Place::After => {
                passed = match origin {
                    Origin::Log { holes } => holes as i64,
                    Origin::Line { .. } if self.settings.fill_holes => {
                        passed_over(track.points().last_stamp(), stamp)
                    }
                    Origin::Line { .. } => 0,
                };
                if passed > MOST_HOLES {
                    return Ok(Err(Refusal::new(
                        format!("time {stamp} is {passed} periods after the one before"),
                        "correct the time; to leave such holes out, watch without filling them",
                    )));
                }
                let position = track.points().len() + passed as usize;
                let taken = if passed == 0 {
                    push(track, group, stamp.clone(), kept, speaks)
                } else {
                    let holes = hole_stamps(stamp, passed);
                    push_after_holes(track, group, holes, (stamp.clone(), kept), speaks)
                };
                (How::New, position, taken)
            }
            Place::At(position) => {
                let old = track.points().get(position);
                let is_hole = old.is_some_and(|old| old.is_hole);
                if !is_hole && old.is_some_and(|old| old.observation == kept.observation) {
                    return Ok(Ok(Done {
                        index: Some(first + position),
                        ..self.answer_again(series, stamp)?
                    }));
                }
                if !is_hole && matches!(origin, Origin::Line { revises: false }) {
                    return Ok(Err(Refusal::new(
                        format!("the series has another figure for {stamp} already"),
                        "add \"revises\": true to put this one in its place",
                    )));
                }
                let how = if is_hole { How::Late } else { How::Revised };
                let taken = change(track, group, place, stamp, kept, speaks);
                (how, position, taken)
            }
            Place::Before(0) if first > 0 => {
                let oldest = track.points().stamp(0);
                let oldest = oldest.map_or(String::new(), |oldest| format!(" {oldest}"));
                return Ok(Err(Refusal::new(
                    format!("time {stamp} lies before the kept points, which begin with{oldest}"),
                    "watch with a longer history, from the next observations on",
                )));
            }
            Place::Before(position) => {
                let taken = change(track, group, place, stamp, kept, speaks);
                (How::Late, position, taken)
            }
        };
        let taken = match taken {
            Ok(taken) => taken,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let before = track.points().len() as u64;
        if let Some(history) = self.settings.history {
            let trimmed = trim(track, group, history);
            trimmed.map_err(|error| self.store.damaged(error.to_string()))?;
        }
        let forgotten = before - track.points().len() as u64;
        let added = if matches!(place, Place::At(_)) {
            0
        } else {
            1 + passed as u64
        };
        self.standing.points = (self.standing.points + added).saturating_sub(forgotten);
        self.fleet.touch(series, self.batch);
        self.counts.taken += 1;
        self.counts.holes += passed as u64;
        match how {
            How::New => {}
            How::Late => self.counts.late += 1,
            How::Revised => self.counts.revised += 1,
        }
        Ok(Ok(Done {
            how,
            is_duplicate: false,
            index: Some(first + position),
            holes: passed as u64,
            taken: Some(taken),
        }))
    }
}

/// Takes the newest point, which may give the series another plan.
#[inline]
fn push(
    track: &mut Track,
    group: &Group,
    stamp: Stamp,
    kept: Kept,
    speaks: bool,
) -> Result<Taken, Refusal> {
    let moved = group
        .moved(track, Place::After, &stamp)
        .map_err(unplanned)?;
    let taken = match moved {
        None if !group.moves() => {
            let telling = telling(group, group.plan(), false, speaks);
            track.push(stamp, kept, &telling)
        }
        None => {
            let plan = track.plan().clone();
            track.push(stamp, kept, &telling(group, &plan, false, speaks))
        }
        Some(plan) => track.push_under(stamp, kept, &telling(group, &plan, true, speaks)),
    };
    taken.map_err(|error| refused_by(&error))
}

/// Takes the newest point, after periods that nobody has sent a figure for.
fn push_after_holes(
    track: &mut Track,
    group: &Group,
    holes: impl Iterator<Item = Stamp>,
    (stamp, kept): (Stamp, Kept),
    speaks: bool,
) -> Result<Taken, Refusal> {
    let holes = holes.map(|stamp| {
        let hole = group.mark(&stamp, Kept::HOLE);
        (stamp, hole)
    });
    if !group.moves() {
        let telling = telling(group, group.plan(), false, speaks);
        let taken = track.push_after_holes(holes, stamp, kept, &telling);
        return taken.map_err(|error| refused_by(&error));
    }
    // Each of them may give the series another plan.
    let before = track.clone();
    let mut told = Vec::new();
    let mut push_one = |(stamp, kept)| {
        let mut taken = push(track, group, stamp, kept, speaks)?;
        told.append(&mut taken.told);
        Ok(taken)
    };
    let taken = holes
        .chain([(stamp, kept)])
        .try_fold(None, |_, point| push_one(point).map(Some));
    match taken {
        Ok(Some(taken)) => Ok(Taken { told, ..taken }),
        // There is always the point after the holes.
        Ok(None) => Err(refused_by(&SeriesError::Foreign { what: "series" })),
        Err(refusal) => {
            *track = before;
            Err(refusal)
        }
    }
}

/// Puts a late point in, or another one in the place of one that was there.
fn change(
    track: &mut Track,
    group: &Group,
    place: Place,
    stamp: &Stamp,
    kept: Kept,
    speaks: bool,
) -> Result<Taken, Refusal> {
    let edit = match place {
        Place::At(position) => Edit::Replace(position),
        Place::Before(position) => Edit::Insert(position),
        Place::After => Edit::Insert(track.points().len()),
    };
    let moved = group.moved(track, place, stamp).map_err(unplanned)?;
    let (plan, is_moved) = match moved {
        Some(plan) => (plan, true),
        None => (track.plan().clone(), false),
    };
    let telling = telling(group, &plan, is_moved, speaks);
    let taken = track.change(edit, stamp.clone(), kept, &telling);
    taken.map_err(|error| refused_by(&error))
}

/// Forgets the oldest points where there are well above so many.
#[inline]
fn trim(track: &mut Track, group: &Group, history: usize) -> Result<(), SeriesError> {
    let excess = track.excess(history);
    if excess == 0 {
        return Ok(());
    }
    let points = group.forgettable(track, excess);
    if points == 0 {
        return Ok(());
    }
    let marks = group.marks_before(track, track.first() + points);
    track.forget(points, marks)
}

fn telling<'a>(group: &'a Group, plan: &'a Plan, is_moved: bool, speaks: bool) -> Telling<'a> {
    Telling {
        is_moved,
        is_silent: !speaks,
        ..Telling::new(group, plan)
    }
}

/// What the engine says, its advice apart.
fn refused_by(error: &SeriesError) -> Refusal {
    split_hint(
        &error.to_string(),
        "correct the figure, or send null where there is none",
    )
}

/// A plan that a series cannot have.
pub(super) fn unplanned(said: String) -> Refusal {
    split_hint(&said, "give this series a plan of its own by an override")
}

/// How many periods lie between two times; none between texts.
fn passed_over(last: Option<Stamp>, stamp: &Stamp) -> i64 {
    match (last, stamp) {
        (Some(Stamp::Period(last)), Stamp::Period(period)) => {
            period.distance(last).map_or(0, |distance| distance - 1)
        }
        _ => 0,
    }
}

/// The times of so many periods before another.
fn hole_stamps(stamp: &Stamp, holes: i64) -> impl Iterator<Item = Stamp> + use<> {
    let period = match stamp {
        Stamp::Period(period) => Some(*period),
        Stamp::Text(_) => None,
    };
    (1..=holes)
        .rev()
        .filter_map(move |back| Some(Stamp::Period(period?.offset(-back)?)))
}
