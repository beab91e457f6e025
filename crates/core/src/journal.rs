//! What a monitor keeps of its past, so that a past point can be revised.

use crate::course::Course;
use crate::plan::Plan;
use crate::sample::Sample;

/// How much of its past a monitor keeps, so that past points can be revised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum History {
    /// Nothing: the smallest monitor, which cannot be revised. The default.
    #[default]
    None,
    /// Enough to revise at least the last so many points.
    Last {
        /// Number of points.
        points: usize,
    },
    /// Everything from here on.
    All,
}

/// The points that may still be revised, and the course before some of them.
///
/// A revision starts at the newest checkpoint before the revised point and takes the points since
/// then again. Checkpoints are made every 16 points, or less often while a copy of the course
/// weighs more; with age they thin out, so that a gap between two is at most about the age of the
/// later one. A revision therefore takes at most about twice as many points again as have come
/// since the revised one, and 32 more, or twice the weight of a copy where that is above 16: a copy
/// holds the newest signals. There are at most some 2 log2(n) checkpoints of n points.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct Journal {
    history: History,
    /// In rising order; the first is where the history starts.
    checkpoints: Vec<Course>,
    /// Every sample since the first checkpoint.
    samples: Vec<Sample>,
}

/// Fewest points from one checkpoint to the next.
const SPACING: usize = 16;

impl Journal {
    /// A journal that starts where the course is.
    pub(crate) fn new(history: History, course: &Course) -> Self {
        Self {
            history,
            checkpoints: vec![course.clone()],
            samples: Vec::new(),
        }
    }

    /// Index of the first point that can be revised.
    pub(crate) fn first(&self) -> usize {
        self.checkpoints.first().map_or(0, Course::next_index)
    }

    /// Notes a sample that the course is about to take.
    pub(crate) fn note(&mut self, course: &Course, sample: Sample) {
        let newest = self.checkpoints.last().map_or(0, Course::next_index);
        if course.next_index() - newest >= SPACING.max(course.weight()) {
            self.checkpoints.push(course.clone());
            self.thin_out(course.next_index());
        }
        self.samples.push(sample);
    }

    /// Drops checkpoints that others make up for.
    fn thin_out(&mut self, now: usize) {
        let mut position = 1;
        while let Some([before, _, after]) = self.checkpoints.get(position - 1..=position + 1) {
            let (before, after) = (before.next_index(), after.next_index());
            if after - before <= now - after {
                self.checkpoints.remove(position);
            } else {
                position += 1;
            }
        }
        if let History::Last { points } = self.history {
            let needed = now.saturating_sub(points);
            let passed = self
                .checkpoints
                .partition_point(|course| course.next_index() <= needed);
            let dropped = passed.saturating_sub(1);
            let first = self.first();
            self.checkpoints.drain(..dropped);
            self.samples.drain(..self.first() - first);
        }
    }

    /// Changes the samples from a point on, and gives the course that this leads to, with the
    /// number of points taken again. `change` gets the samples and the position of the point
    /// among them.
    pub(crate) fn revise(
        &mut self,
        plan: &Plan,
        index: usize,
        change: impl FnOnce(&mut Vec<Sample>, usize),
    ) -> Option<(Course, usize)> {
        let first = self.first();
        change(&mut self.samples, index.checked_sub(first)?);
        let kept = self
            .checkpoints
            .partition_point(|course| course.next_index() <= index);
        self.checkpoints.truncate(kept);
        let mut course = self.checkpoints.last()?.clone();
        let again = self.samples.split_off(course.next_index() - first);
        for sample in &again {
            self.note(&course, *sample);
            let now = course.next_index() as u32;
            course.admit(plan, *sample, now);
        }
        Some((course, again.len()))
    }

    /// Puts states in the place of what only a plan can read, as a snapshot has them.
    pub(crate) fn spell_out(&mut self, plan: &Plan) {
        for course in &mut self.checkpoints {
            course.spell_out(plan);
        }
    }

    /// Undoes [`spell_out`](Self::spell_out).
    pub(crate) fn pack(&mut self, plan: &Plan) {
        for course in &mut self.checkpoints {
            course.pack(plan);
        }
    }

    /// Whether a journal read from outside could be that of this course.
    pub(crate) fn is_sound(&self, plan: &Plan, course: &Course) -> bool {
        let rising = |pair: &[Course]| pair[0].next_index() < pair[1].next_index();
        let starts = |start: &Course| start.next_index() + self.samples.len();
        self.checkpoints.windows(2).all(rising)
            && self.checkpoints.first().map(starts) == Some(course.next_index())
            && self
                .checkpoints
                .iter()
                .all(|start| start.next_index() <= course.next_index())
            && self
                .checkpoints
                .iter()
                .all(|start| start.contradiction(plan).is_none())
            && self.samples.iter().all(|sample| sample.is_sound())
    }
}
