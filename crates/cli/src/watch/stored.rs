//! A series as the store keeps it.

use redbead::{ResumeError, Snapshot};
use redbead_io::{Period, PeriodKind};

use super::codec::{Damaged, Reader, put_bytes, put_count};
use super::past::Past;
use super::plans::{Group, Stream};
use super::points::Points;
use super::running::{Held, Running};
use super::time::Stamp;
use super::track::Track;

const BROKEN: Damaged = Damaged("the state of a series does not hold together");

/// The state of a series that was read, and not yet brought to life: that takes its plan, which its
/// times may decide on.
#[derive(Debug)]
pub(crate) struct Stored {
    snapshot: Option<Box<Snapshot>>,
    held: Held,
    past: Past,
    marks: Vec<(usize, Period)>,
}

impl Track {
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
        // Of a series whose plan is told by periods alone.
        if !self.marks.is_empty() {
            put_count(to, self.marks.len() as u64);
            for (index, period) in &self.marks {
                put_count(to, *index as u64);
                Stamp::Period(*period).write(to);
            }
        }
    }
}

impl Stored {
    pub(crate) fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
        let first = usize::try_from(from.count()?).map_err(|_| BROKEN)?;
        let snapshot = match from.bytes()? {
            [] if first == 0 => None,
            snapshot => Some(serde_json::from_slice(snapshot).map_err(|_| BROKEN)?),
        };
        let kept = Points::read(from)?;
        // Format 1 has none: the first kept point may then be said to open what it goes on with.
        let held = if snapshot.is_some() && !from.is_empty() {
            Held(from.small()?)
        } else {
            Held::default()
        };
        // Format 2 has none.
        let mut marks = Vec::new();
        if snapshot.is_some() && !from.is_empty() {
            marks = read_marks(from, first, kept.periods())?;
        }
        Ok(Self {
            snapshot,
            held,
            past: Past { first, kept },
            marks,
        })
    }

    /// A time of the series; none where no point is kept.
    pub(crate) fn stamp(&self) -> Option<Stamp> {
        self.past.kept.last_stamp()
    }

    /// The series, under the plan that its group has for it.
    pub(crate) fn under(mut self, group: &Group) -> Result<Track, Damaged> {
        if group.excludes() {
            let kept = &mut self.past.kept;
            kept.leave_out(|stamp| group.is_left_out(stamp));
        }
        let first = self.past.first;
        let series = Stream::new(&self.marks, first, self.past.kept.periods());
        let plan = group.plan_of(&series).map_err(|_| BROKEN)?;
        let base = match self.snapshot {
            None => None,
            Some(snapshot) => {
                let monitor = plan.resume(*snapshot).map_err(|error| match error {
                    ResumeError::OtherPlan { .. } => Damaged("a series is of another plan"),
                    _ => BROKEN,
                })?;
                if monitor.len() != first {
                    return Err(BROKEN);
                }
                let held = self.held;
                Some(Box::new(Running { monitor, held }))
            }
        };
        let track = Track::of(&plan, base, self.past, self.marks);
        track.map_err(|_| BROKEN)
    }
}

/// Reads the marks of points before the first kept one, in rising order and of the kind of those.
fn read_marks(
    from: &mut Reader<'_>,
    first: usize,
    kept: &[Period],
) -> Result<Vec<(usize, Period)>, Damaged> {
    let mut marks: Vec<(usize, Period)> = Vec::new();
    for _ in 0..from.length()? {
        let index = usize::try_from(from.count()?).map_err(|_| BROKEN)?;
        let Stamp::Period(period) = Stamp::read(from)? else {
            return Err(BROKEN);
        };
        let rises = marks
            .last()
            .is_none_or(|last| last.0 < index && is_earlier(last.1, period));
        if !rises || index >= first || !kept.first().is_none_or(|kept| is_earlier(period, *kept)) {
            return Err(BROKEN);
        }
        marks.push((index, period));
    }
    Ok(marks)
}

fn is_earlier(one: Period, two: Period) -> bool {
    let kind: fn(Period) -> PeriodKind = |period| period.kind();
    kind(one) == kind(two) && one < two
}
