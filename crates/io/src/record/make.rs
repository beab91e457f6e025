//! From a report to a record.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use redbead::{Phase, PhaseReason, Plan, Report, Series, SeriesError, Signal, Wording};

use super::keys::Keys;
use super::phases::{NotJudged, PhaseReasonWord, PhaseRecord, shared_sigma};
use super::points::{LatestRecord, PointRecord};
use super::reading::ReadingRecord;
use super::rules::RulesRecord;
use super::signals::{SignalRecord, TestsRecord};
use super::{RECORD_VERSION, SeriesRecord};

/// What [`Source::why_missing`] says of a figure that is kept back.
const SUPPRESSED: &str = "suppressed";

/// What of a series goes into its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordOptions {
    /// Whether each point stands in it. Default no.
    pub points: bool,
    /// Whether each signal is put in a sentence. Default yes.
    pub texts: bool,
}

impl Default for RecordOptions {
    fn default() -> Self {
        Self {
            points: false,
            texts: true,
        }
    }
}

impl RecordOptions {
    /// Signals with sentences, no points.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets whether each point stands in the record.
    #[must_use]
    pub const fn points(self, points: bool) -> Self {
        Self { points, ..self }
    }

    /// Sets whether each signal is put in a sentence.
    #[must_use]
    pub const fn texts(self, texts: bool) -> Self {
        Self { texts, ..self }
    }
}

/// A series as a record needs it: what a report does not know.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Source<'a> {
    /// The names of the columns that tell series apart.
    pub key_names: &'a [String],
    /// One key for each of them.
    pub keys: &'a [String],
    /// The figures.
    pub series: Series<'a>,
    /// The label of the point at an index, such as `2024-03`.
    pub label: &'a dyn Fn(usize) -> String,
    /// Why the point at an index has no figure, where that is known.
    pub why_missing: Option<&'a dyn Fn(usize) -> Option<&'static str>>,
    /// The first day of the period of the point at an index, such as `2024-05-01`, where that is known.
    pub first_day: Option<&'a dyn Fn(usize) -> Option<String>>,
    /// The words of the measure. Points without a name in it take their label.
    pub wording: Wording<'a>,
}

impl<'a> Source<'a> {
    /// A series with its keys and the labels of its points.
    #[must_use]
    pub fn new(
        key_names: &'a [String],
        keys: &'a [String],
        series: Series<'a>,
        label: &'a dyn Fn(usize) -> String,
    ) -> Self {
        Self {
            key_names,
            keys,
            series,
            label,
            why_missing: None,
            first_day: None,
            wording: Wording::new(),
        }
    }

    /// Sets what is known of points without a figure.
    #[must_use]
    pub fn why_missing(self, why: &'a dyn Fn(usize) -> Option<&'static str>) -> Self {
        Self {
            why_missing: Some(why),
            ..self
        }
    }

    /// Sets the first days of the periods.
    #[must_use]
    pub fn first_day(self, day: &'a dyn Fn(usize) -> Option<String>) -> Self {
        Self {
            first_day: Some(day),
            ..self
        }
    }

    /// Sets the words of the measure.
    #[must_use]
    pub fn wording(self, wording: Wording<'a>) -> Self {
        Self { wording, ..self }
    }

    fn words(&self) -> Wording<'a> {
        match self.wording.label {
            Some(_) => self.wording,
            None => self.wording.label(self.label),
        }
    }
}

impl fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source")
            .field("key_names", &self.key_names)
            .field("keys", &self.keys)
            .field("points", &self.series.len())
            .finish_non_exhaustive()
    }
}

impl SeriesRecord {
    /// The record of a series, its plan and the report that the plan made of it.
    ///
    /// One walk along the points, and with sentences another for each signal.
    ///
    /// # Errors
    ///
    /// As for [`Report::points`]: plan, series and report do not belong together.
    ///
    /// ```
    /// use redbead::{Chart, Plan, Series};
    /// use redbead_io::{RecordOptions, SeriesRecord, Source};
    ///
    /// let plan = Plan::builder(Chart::individuals()).build()?;
    /// let waits = [39.0, 41.0, 40.0, 43.0, 44.0, 41.0, 42.0, 90.0];
    /// let report = plan.scan(&waits)?;
    /// let (names, keys) = (["ward".to_owned()], ["A".to_owned()]);
    /// let label = |index: usize| format!("2024-{:02}", index + 1);
    /// let source = Source::new(&names, &keys, Series::values(&waits), &label);
    /// let record = SeriesRecord::of(&source, &plan, &report, RecordOptions::new())?;
    /// assert_eq!(record.signals[0].rule, "beyond sigma=3 side=either");
    /// assert_eq!(record.signals[0].first_label, "2024-08");
    /// assert_eq!(record.signals[0].members, [7]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(
        source: &Source<'_>,
        plan: &Plan,
        report: &Report,
        options: RecordOptions,
    ) -> Result<Self, SeriesError> {
        let (points, members) = walk(source, plan, report, options)?;
        let words = source.words();
        let texts = match options.texts {
            true => report.explain_all(plan, source.series, &words)?,
            false => Vec::new(),
        };
        let mut texts = texts.into_iter();
        let signals = report.signals.iter().zip(members);
        let signals = signals.map(|(signal, members)| {
            let text = texts.next().map(|text| (text.sentence, text.short));
            let (text, short) = text.unzip();
            signal_record(source, plan, signal, members, text, short)
        });
        let signals = signals.collect();
        let mut phases = Vec::with_capacity(report.phases.len());
        for (number, phase) in report.phases.iter().enumerate() {
            let text = match phase.reason {
                // Of other phases there is nothing to tell, and finding that out takes a walk.
                PhaseReason::Shift(_) if options.texts => {
                    report.explain_phase(plan, source.series, number, &words)?
                }
                _ => None,
            };
            let text = text.map(|text| text.sentence);
            phases.push(phase_record(source, plan, report, number, phase, text));
        }
        Ok(Self {
            version: RECORD_VERSION,
            series: Keys::new(source.key_names, source.keys),
            chart: plan.chart().name().to_owned(),
            points,
            signals,
            tests: phases.last().and_then(|phase| phase.tests.clone()),
            phases,
            reading: Some(ReadingRecord::of(&report.reading)),
            counts: Some(report.counts),
            sufficiency: report.reading.sufficiency,
            latest: report
                .latest
                .map(|latest| LatestRecord::of(&latest, (source.label)(latest.index))),
            target: plan.target(),
            provisional_limits: report.provisional_limits,
            plan: report.plan,
            rules: RulesRecord::of(plan),
            suppressed: source.why_missing.map(|why| suppressed(report, why)),
            days: source
                .first_day
                .map_or_else(BTreeMap::new, |day| days(report, day)),
            error: None,
        })
    }

    /// The record of a series that the plan could not read, with the error that says why.
    #[must_use]
    pub fn refused(
        key_names: &[String],
        keys: &[String],
        plan: &Plan,
        error: &dyn fmt::Display,
    ) -> Self {
        Self {
            version: RECORD_VERSION,
            series: Keys::new(key_names, keys),
            chart: plan.chart().name().to_owned(),
            phases: Vec::new(),
            points: None,
            signals: Vec::new(),
            tests: None,
            reading: None,
            counts: None,
            sufficiency: None,
            latest: None,
            target: plan.target(),
            provisional_limits: false,
            plan: plan.fingerprint(),
            rules: RulesRecord::of(plan),
            suppressed: None,
            days: BTreeMap::new(),
            error: Some(error.to_string()),
        }
    }
}

/// How many points have a figure that is kept back.
fn suppressed(report: &Report, why: &dyn Fn(usize) -> Option<&'static str>) -> usize {
    let points = 0..report.counts.points;
    let found = points
        .filter(|index| why(*index) == Some(SUPPRESSED))
        .count();
    // What a chart cannot use for another reason, such as exclusion, is not counted as missing.
    found.min(report.counts.missing)
}

/// The first days of all points that phases and signals name.
fn days(report: &Report, day: &dyn Fn(usize) -> Option<String>) -> BTreeMap<usize, String> {
    let of_phase = |phase: &Phase| {
        let baseline = phase.baseline.map(|known| [known.first, known.last]);
        let shift = match phase.reason {
            PhaseReason::Shift(shift) => Some([shift.first, shift.known]),
            _ => None,
        };
        let own = [phase.first, phase.last].into_iter();
        own.chain(baseline.into_iter().flatten())
            .chain(shift.into_iter().flatten())
    };
    let of_signal = |signal: &Signal| [signal.first, signal.last, signal.known];
    let of_phases = report.phases.iter().flat_map(of_phase);
    let named = of_phases.chain(report.signals.iter().flat_map(of_signal));
    let mut days = BTreeMap::new();
    for index in named {
        if !days.contains_key(&index) {
            days.extend(day(index).map(|day| (index, day)));
        }
    }
    days
}

/// The members of each signal.
type Members = Vec<Vec<usize>>;

/// The points, where asked for, and the members of each signal, in one walk.
fn walk(
    source: &Source<'_>,
    plan: &Plan,
    report: &Report,
    options: RecordOptions,
) -> Result<(Option<Vec<PointRecord>>, Members), SeriesError> {
    let mut members = vec![Vec::new(); report.signals.len()];
    if !options.points && report.signals.is_empty() {
        return Ok((None, members));
    }
    let mut records = Vec::with_capacity(if options.points {
        source.series.len()
    } else {
        0
    });
    for point in report.points(plan, source.series)? {
        for position in &point.signals {
            if let Some(members) = members.get_mut(*position) {
                members.push(point.index);
            }
        }
        if options.points {
            let label = (source.label)(point.index);
            let why = source.why_missing.filter(|_| point.status.is_none());
            let why = why.and_then(|why| why(point.index)).map(Cow::Borrowed);
            records.push(PointRecord::of(point, label, why));
        }
    }
    Ok((options.points.then_some(records), members))
}

fn signal_record(
    source: &Source<'_>,
    plan: &Plan,
    signal: &Signal,
    members: Vec<usize>,
    text: Option<String>,
    short: Option<String>,
) -> SignalRecord {
    SignalRecord {
        rule: signal.rule.to_string(),
        side: signal.side,
        first: signal.first,
        last: signal.last,
        completed: signal.completed,
        members,
        current: signal.current,
        tentative: signal.tentative,
        text,
        short,
        meaning: plan.direction().judge(signal.side),
        warning: signal.warning,
        phase: signal.phase,
        known: signal.known,
        running: signal.running,
        first_label: (source.label)(signal.first),
        last_label: (source.label)(signal.last),
        known_label: (source.label)(signal.known),
    }
}

fn phase_record(
    source: &Source<'_>,
    plan: &Plan,
    report: &Report,
    number: usize,
    phase: &Phase,
    text: Option<String>,
) -> PhaseRecord {
    let (reason, evidence) = PhaseReasonWord::of(&phase.reason);
    let tests = phase.tests.as_ref();
    PhaseRecord {
        first: phase.first,
        last: phase.last,
        baseline: phase.baseline,
        center: phase.parameters().map(|known| known.center),
        sigma: shared_sigma(plan.chart(), phase),
        reason,
        evidence,
        text,
        first_label: (source.label)(phase.first),
        last_label: (source.label)(phase.last),
        law: phase.parameters().map(|known| known.law),
        not_judged: NotJudged::of(&phase.fit),
        sufficiency: phase.sufficiency,
        tests: tests.map(|tests| TestsRecord::of(tests, number, &report.signals)),
    }
}
