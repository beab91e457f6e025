//! Monitors: push one observation, get its verdict; snapshot, resume.

use crate::chart::Unfit;
use crate::course::Course;
use crate::error::{ResumeError, SeriesError};
use crate::fingerprint::Fingerprint;
use crate::journal::Journal;
use crate::limits::Limits;
use crate::observation::Observation;
use crate::plan::Plan;
use crate::report::Report;
use crate::rule_set::RuleSet;
use crate::sample::Sample;
use crate::search::Search;
use crate::signal::{Log, Signal};
use crate::state::{Judgment, State, Usual};

/// Version of the snapshot format that this engine writes, and the newest it reads.
pub const SNAPSHOT_VERSION: u16 = 1;

/// The running state of one series: push one observation, get its verdict.
///
/// A phase first learns: its points wait until the baseline is complete. Then the parameters are
/// frozen, the waiting points are replayed through the same line that later points take, and
/// from then on the past never changes. A phase whose baseline is [`Baseline::All`] can be judged
/// only when it is closed: by the start of the next phase, or by [`finish`](Self::finish).
///
/// Pushing all points and finishing gives the report of [`Plan::scan`], to the last bit; so does
/// any number of snapshots and resumptions on the way.
///
/// ```
/// use redbead::{Baseline, Chart, Observation, Plan};
///
/// let plan = Plan::builder(Chart::individuals())
///     .baseline(Baseline::First { points: 6 })
///     .build()?;
/// let mut monitor = plan.monitor();
/// for value in [10.0, 12.0, 11.0, 10.0, 12.0, 11.0, 11.0] {
///     monitor.push(Observation::value(value))?;
/// }
/// let verdict = monitor.push(Observation::value(40.0))?;
/// assert_eq!(verdict.opened.len(), 1);
/// assert_eq!(monitor.new_signals(&verdict).next().map(|signal| signal.first), Some(7));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [`Baseline::All`]: crate::Baseline::All
#[derive(Debug, Clone, PartialEq)]
pub struct Monitor {
    pub(crate) plan: Plan,
    pub(crate) course: Course,
    pub(crate) journal: Option<Box<Journal>>,
}

/// The state of a monitor, to keep and to resume from. Remembers which plan made it; see
/// [`Plan::fingerprint`] for what may change in the plan.
///
/// Its numbers are written as their bits, so that every format and reader gives them back.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Snapshot {
    version: u16,
    plan: Fingerprint,
    state: State,
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    search: Option<Box<Search>>,
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    journal: Option<Box<Journal>>,
}

/// What became of one pushed observation.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Verdict {
    /// Zero-based index of the point.
    pub index: usize,
    /// How it was taken.
    pub outcome: Outcome,
    /// Whether this point completed the baseline of its phase: the points before it in the phase
    /// were judged just now as well.
    pub froze: bool,
    /// Where the plan re-phases and this point made a shift known: zero-based index of the first
    /// point of the new phase, of the earliest where there are several. The points from there on
    /// were judged again just now, and signals that rested on them are replaced;
    /// [`Report::diff`] against an earlier report lists them.
    pub rephased: Option<usize>,
    /// Rules that hold at this point, whole-phase tests on what was seen so far included.
    pub held: RuleSet,
    /// Rules of the signals that this push made known: at this point, at the points that were
    /// replayed because it completed a baseline, and of the phase that it closed. A whole-phase
    /// test of an open phase, which may hold now and not later, is only ever among the held.
    pub opened: RuleSet,
    /// Number of those signals; [`Monitor::new_signals`] has them.
    pub opened_signals: usize,
}

impl From<Usual> for Verdict {
    #[inline(always)]
    fn from(usual: Usual) -> Self {
        let Usual {
            index,
            value,
            held,
            limits,
        } = usual;
        Self {
            index: index as usize,
            outcome: Outcome::Judged { value, limits },
            froze: false,
            rephased: None,
            held: RuleSet::from_bits(held.held),
            opened: RuleSet::from_bits(held.opened),
            opened_signals: held.signals as usize,
        }
    }
}

/// How a pushed observation was taken.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Outcome {
    /// No value: counted, not plotted, not judged.
    Missing,
    /// A value that the chart cannot use, taken as missing because the plan says so.
    Invalid,
    /// The baseline is not complete yet: the point waits.
    Learning {
        /// Points of the baseline so far: useful ones where it asks for useful ones, or ends with
        /// the phase.
        have: usize,
        /// Points that it asks for; none when it ends with its phase.
        need: Option<usize>,
    },
    /// The baseline gave no parameters, so the phase is not judged.
    Insufficient {
        /// What is wanting.
        unfit: Unfit,
    },
    /// The statistic needs an earlier point that is not there, as the first moving range does.
    NotPlotted,
    /// Plotted, and excluded from judging.
    Excluded {
        /// Plotted statistic.
        value: f64,
        /// Center and limits at this point.
        limits: Limits,
    },
    /// Plotted and judged.
    Judged {
        /// Plotted statistic.
        value: f64,
        /// Center and limits at this point.
        limits: Limits,
    },
}

/// Rules of the signals from a position of the log on.
#[cold]
fn opened_since(log: &Log, position: usize) -> RuleSet {
    let opened = log.since(position);
    RuleSet::from_bits(opened.fold(0, |rules, signal| rules | 1 << signal.rule))
}

impl Plan {
    /// A monitor for a new series.
    #[must_use]
    pub fn monitor(&self) -> Monitor {
        Monitor {
            plan: self.clone(),
            course: Course::new(),
            journal: None,
        }
    }

    /// A monitor that goes on where a snapshot was taken.
    ///
    /// # Errors
    ///
    /// [`ResumeError`] for a snapshot of a later version, of another plan, or with contents that do
    /// not hold together. The check keeps a damaged file from doing harm; it is no seal, and
    /// believes a number that was changed into another plausible one.
    pub fn resume(&self, snapshot: Snapshot) -> Result<Monitor, ResumeError> {
        if snapshot.version == 0 || snapshot.version > SNAPSHOT_VERSION {
            return Err(ResumeError::Version {
                found: snapshot.version,
                supported: SNAPSHOT_VERSION,
            });
        }
        if snapshot.plan != self.fingerprint() {
            return Err(ResumeError::OtherPlan {
                found: snapshot.plan,
                expected: self.fingerprint(),
            });
        }
        let mut course = Course {
            state: snapshot.state,
            search: snapshot.search,
        };
        let mut journal = snapshot.journal;
        if let Some(what) = course.contradiction(self) {
            return Err(ResumeError::Damaged { what });
        }
        let fits = |journal: &Journal| journal.is_sound(self, &course);
        if !journal.as_deref().is_none_or(fits) {
            let what = "its history does not fit its state";
            return Err(ResumeError::Damaged { what });
        }
        course.pack(self);
        if let Some(journal) = &mut journal {
            journal.pack(self);
        }
        Ok(Monitor {
            plan: self.clone(),
            course,
            journal,
        })
    }
}

impl Monitor {
    /// The plan it runs under.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Number of points so far, which is the index of the next one.
    #[must_use]
    pub fn len(&self) -> usize {
        self.course.state.next_index()
    }

    /// Whether nothing was pushed yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes the next observation.
    ///
    /// With a frozen baseline the cost is constant, but for the rule on the number of runs, whose
    /// limits take time in the square root of the points of the phase; it takes memory for a new
    /// signal only. The point that completes a baseline also judges the points that waited for it.
    ///
    /// # Errors
    ///
    /// [`SeriesError`] when the plan cannot use it. The monitor is then as before, and the next
    /// push has the same index.
    #[inline]
    pub fn push(&mut self, observation: impl Into<Observation>) -> Result<Verdict, SeriesError> {
        let observation = observation.into();
        if self.journal.is_none()
            && let Some(usual) = self.course.take_plain(&self.plan, observation)
        {
            return Ok(usual.into());
        }
        self.take_any(observation)
    }

    /// Takes an observation of any kind, at any time.
    #[inline(never)]
    fn take_any(&mut self, observation: Observation) -> Result<Verdict, SeriesError> {
        let plan = &self.plan;
        // Field by field: moved as a whole, the padding comes along in pieces that overlap, and a
        // processor waits for them.
        let sample = match self.course.read(plan, observation) {
            Ok(Sample {
                value,
                numerator,
                exposure,
                kind,
            }) => Sample {
                value,
                numerator,
                exposure,
                kind,
            },
            Err(error) => return Err(error),
        };
        match &mut self.journal {
            Some(journal) => journal.note(&self.course, sample),
            None => {
                if let Some(usual) = self.course.admit_plain(plan, sample) {
                    return Ok(usual.into());
                }
            }
        }
        let index = self.course.next_index();
        let taken = self.course.admit(plan, sample, index as u32);
        let log = self.course.state.log();
        let opened_signals = log.len().saturating_sub(taken.fresh);
        let opened = match opened_signals {
            0 => RuleSet::default(),
            _ => opened_since(log, taken.fresh),
        };
        let mut verdict = Verdict {
            index,
            outcome: Outcome::NotPlotted,
            froze: false,
            rephased: taken.rephased.map(|first| first as usize),
            held: RuleSet::default(),
            opened,
            opened_signals,
        };
        match taken.judgment {
            Judgment::Learning => {
                let (have, need) = self.course.state.progress(plan);
                verdict.outcome = Outcome::Learning { have, need };
            }
            Judgment::Insufficient(unfit) => verdict.outcome = Outcome::Insufficient { unfit },
            Judgment::Judged { effect, froze } => {
                verdict.froze = froze;
                verdict.held = RuleSet::from_bits(effect.held);
                if let (Some(plotted), Some(line)) = (effect.plotted, self.course.state.line()) {
                    let (value, limits) = (plotted.value, line.limits(plan, plotted.place));
                    if plotted.mark.is_some() {
                        verdict.outcome = Outcome::Judged { value, limits };
                        verdict.held.insert_all(line.tests_held(plan));
                    } else {
                        verdict.outcome = Outcome::Excluded { value, limits };
                    }
                }
            }
        }
        if !sample.is_present() {
            verdict.outcome = if sample.is_invalid() {
                Outcome::Invalid
            } else {
                Outcome::Missing
            };
        }
        Ok(verdict)
    }

    /// The same monitor under another plan, as if it had run under that one from the start, to the
    /// last bit: where it becomes known when a phase begins, or a reader wants another target.
    ///
    /// The plans may differ in phases that begin with the next point or later, and in what a
    /// [fingerprint](Plan::fingerprint) leaves out: direction, target, and how limits are drawn. A
    /// monitor without points goes on under any plan. Costs as much as a snapshot that is resumed.
    ///
    /// ```
    /// use redbead::{Baseline, Chart, Observation, Plan};
    ///
    /// let before = Plan::builder(Chart::individuals()).baseline(Baseline::First { points: 4 });
    /// let mut monitor = before.clone().build()?.monitor();
    /// for value in [10.0, 12.0, 11.0, 10.0, 11.0] {
    ///     monitor.push(Observation::value(value))?;
    /// }
    /// // The process is changed before the next point.
    /// let after = before.phase(5, Baseline::First { points: 3 }).build()?;
    /// let mut monitor = monitor.go_on_under(&after)?;
    /// monitor.push(Observation::value(30.0))?;
    /// assert_eq!(monitor.report().phases.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ResumeError::OtherPast`] when the plans differ in what they say of points that were taken.
    pub fn go_on_under(&self, plan: &Plan) -> Result<Self, ResumeError> {
        let points = self.len();
        if !self.plan.agrees_until(plan, points) {
            return Err(ResumeError::OtherPast { points });
        }
        if points == 0 && self.journal.is_none() {
            return Ok(plan.monitor());
        }
        plan.resume(Snapshot {
            plan: plan.fingerprint(),
            ..self.snapshot()
        })
    }

    /// The signals so far, in the order in which they were complete. Whole-phase tests of a closed
    /// phase stand at its end; those of the open phase are in the [`report`](Self::report), which
    /// alone knows which signals are current.
    #[must_use]
    pub fn signals(&self) -> impl DoubleEndedIterator<Item = Signal> {
        let plan = &self.plan;
        let log = self.course.state.log().iter();
        log.filter_map(|signal| signal.to_signal(plan))
    }

    /// The signals that a push made known.
    pub fn new_signals(&self, verdict: &Verdict) -> impl Iterator<Item = Signal> {
        let log = self.course.state.log();
        let known = log.len().saturating_sub(verdict.opened_signals);
        log.since(known)
            .filter_map(|signal| signal.to_signal(&self.plan))
    }

    /// What the series says so far.
    ///
    /// A phase whose baseline is not complete is reported as learning. Linear in the signals and
    /// phases so far, whatever the number of points.
    #[must_use]
    pub fn report(&self) -> Report {
        self.course.state.report(&self.plan, false)
    }

    /// What the series would say with limits from everything so far: a preview while the
    /// baseline is not complete, marked as such, and no ground for an alert. Linear in the points
    /// that wait for the baseline.
    #[must_use]
    pub fn provisional_report(&self) -> Report {
        let mut state = self.course.state.clone();
        state.finish_early(&self.plan);
        let provisional = self.course.state.line().is_none() && state.line().is_some();
        state.report(&self.plan, provisional)
    }

    /// Ends the series: a phase that learns from all its points is judged now.
    #[must_use]
    pub fn finish(mut self) -> Report {
        self.course.state.finish(&self.plan);
        self.course.state.report(&self.plan, false)
    }

    /// The state to keep.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let mut course = self.course.clone();
        course.spell_out(&self.plan);
        let mut journal = self.journal.clone();
        if let Some(journal) = &mut journal {
            journal.spell_out(&self.plan);
        }
        Snapshot {
            version: SNAPSHOT_VERSION,
            plan: self.plan.fingerprint(),
            state: course.state,
            search: course.search,
            journal,
        }
    }
}
