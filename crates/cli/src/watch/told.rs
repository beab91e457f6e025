//! What is told of a signal: what it is, what has changed for it, and its words.

use redbead::{PhaseReason, Plan, Report, SeriesError, Signal, SignalChange};

use super::past::Seen;
use super::plans::Group;
use super::words::Words;

/// What an observation has done to a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    Appeared,
    Extended,
    Withdrawn,
    Confirmed,
    Doubted,
}

impl Change {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Appeared => "appeared",
            Self::Extended => "extended",
            Self::Withdrawn => "withdrawn",
            Self::Confirmed => "confirmed",
            Self::Doubted => "doubted",
        }
    }
}

/// A signal to be told.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) change: Change,
    pub(crate) signal: Signal,
    pub(crate) text: Option<String>,
}

/// The series before a change.
pub(crate) struct Old<'a> {
    pub(crate) report: Report,
    pub(crate) past: Seen<'a>,
    /// Index from which on points have moved up by one.
    pub(crate) inserted: Option<usize>,
}

/// How signals are told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Telling<'a> {
    /// The plan of the series, with the point that is told of.
    pub(crate) plan: &'a Plan,
    /// Whether that point has given the series another one.
    pub(crate) is_moved: bool,
    /// None where no words are wanted.
    pub(crate) words: Option<&'a Words>,
    /// Whether nothing is told at all, as of what was told before.
    pub(crate) is_silent: bool,
}

impl<'a> Telling<'a> {
    /// In the words of a group.
    pub(crate) fn new(group: &'a Group, plan: &'a Plan) -> Self {
        Self {
            plan,
            is_moved: false,
            words: group.words(),
            is_silent: false,
        }
    }

    /// A signal as it stands.
    pub(crate) fn now(
        &self,
        past: Seen<'_>,
        report: &Report,
        signal: &Signal,
        change: Change,
    ) -> Told {
        Told {
            change,
            signal: *signal,
            text: self.text(past, report, signal),
        }
    }

    /// What a change of past points, or a new phase, has done to the signals.
    pub(crate) fn changes(
        &self,
        past: Seen<'_>,
        report: &Report,
        old: &Old<'_>,
    ) -> Result<Vec<Told>, SeriesError> {
        let mut before = old.report.clone();
        // A plan that is told by periods grows with the series.
        before.plan = report.plan;
        if let Some(inserted) = old.inserted {
            move_up(&mut before, inserted);
        }
        let diff = report.diff(&before)?;
        let told = diff.changes.iter().filter_map(|change| {
            let (name, signal) = match change {
                SignalChange::Appeared { now, .. } => (Change::Appeared, now),
                SignalChange::Confirmed { now, .. } => (Change::Confirmed, now),
                SignalChange::Doubted { now, .. } => (Change::Doubted, now),
                SignalChange::Withdrawn { before: gone, .. } => {
                    // Its words are those of the series as it was, under the indices of then.
                    let at = before.signals.iter().position(|known| known == gone)?;
                    let was = old.report.signals.get(at)?;
                    return Some(Told {
                        change: Change::Withdrawn,
                        signal: *gone,
                        text: self.text(old.past, &old.report, was),
                    });
                }
                _ => return None,
            };
            Some(self.now(past, report, signal, name))
        });
        Ok(told.collect())
    }

    fn text(&self, past: Seen<'_>, report: &Report, signal: &Signal) -> Option<String> {
        let words = self.words?;
        let excerpt = past.excerpt(report, signal, self.plan)?;
        let label = |index: usize| {
            let stamp = past.past.stamp(excerpt.first + index);
            stamp.map(|stamp| stamp.to_string()).unwrap_or_default()
        };
        let wording = words.wording(&past.newest_periods(), &label);
        let (points, signal) = (&excerpt.observations[..], &excerpt.signal);
        let explanation = excerpt.report.explain(self.plan, points, signal, &wording);
        explanation.ok().map(|explanation| explanation.sentence)
    }
}

/// Moves what lies at an index or after it up by one, so that an old report can be compared with
/// one that has a point more.
fn move_up(report: &mut Report, inserted: usize) {
    let move_up = |index: &mut usize| *index += usize::from(*index >= inserted);
    for signal in &mut report.signals {
        let ends = [&mut signal.first, &mut signal.last];
        for index in ends
            .into_iter()
            .chain([&mut signal.completed, &mut signal.known])
        {
            move_up(index);
        }
    }
    for phase in &mut report.phases {
        if let PhaseReason::Shift(evidence) = &mut phase.reason {
            move_up(&mut evidence.first);
            move_up(&mut evidence.completed);
            move_up(&mut evidence.known);
        }
    }
}
