//! What a page holds of a row, as JSON: a short entry of the table for all rows at once, and a long
//! one for the picture, which a browser inflates when the row comes into view.
//!
//! Columns of numbers are one text with commas, `41,38.5,,40`, nothing standing for a missing
//! point; a column of one number is the same at every point of its stretch.

use redbead::{Chart, Limits, Meaning, Point, Report, Scale, Side, Status, Variation};
use serde::Serialize;

use crate::content::has_target;

use super::error::PageError;
use super::labels::{Label, Labels, RowLabels};
use super::numbers::{Digits, Format};
use super::row::PageRow;
use super::words;

/// A row of the table.
#[derive(Debug, Serialize)]
pub(super) struct Short<'a> {
    pub(super) keys: &'a [String],
    /// `concern`, `neutral`, `improvement`, `common`, `unjudged` or `refused`.
    pub(super) variation: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    side: Option<Side>,
    #[serde(skip_serializing_if = "is_false")]
    tentative: bool,
    /// `meets`, `misses`, `fails` or `unjudged`.
    #[serde(skip_serializing_if = "Option::is_none")]
    assurance: Option<&'static str>,
    /// Number of its measure: how its numbers are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    measure: Option<usize>,
    /// Latest judged value, all digits that are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    latest: Option<String>,
    /// Its label.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Label>,
    /// Label of the first point of the signal that speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Label>,
    /// How many points ago that was, the latest one being 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    ago: Option<usize>,
    /// The rule that speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    /// The rule of a current concern, where the latest point reads as something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    concern: Option<String>,
    /// Label of its first point.
    #[serde(skip_serializing_if = "Option::is_none")]
    concerned: Option<Label>,
    /// Label of its last point, where a series ended long before others.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<Label>,
    /// Current signals.
    #[serde(skip_serializing_if = "is_zero")]
    current: usize,
    /// Why it is not judged or refused, or that its limits are uncertain.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

/// What a picture needs.
#[derive(Debug, Serialize)]
pub(super) struct Long {
    labels: RowLabels,
    values: String,
    /// Digits behind the point of values, and of lines; none where numbers are as they are.
    digits: [Option<usize>; 2],
    /// Of a CUSUM chart, the other of the two sums.
    #[serde(skip_serializing_if = "Option::is_none")]
    others: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    excluded: Vec<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    provisional: Vec<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<(usize, String)>,
    phases: Vec<Stretch>,
    signals: Vec<Pattern>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    /// Whether limits come from everything so far, before the baseline was complete.
    #[serde(skip_serializing_if = "is_false")]
    preview: bool,
}

/// A phase.
#[derive(Debug, Serialize)]
struct Stretch {
    first: usize,
    last: usize,
    center: String,
    lower: String,
    upper: String,
    /// First and last point of its baseline, and how many were used.
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<[usize; 3]>,
    /// Why it began, where the series did not.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Why it is not judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    unjudged: Option<String>,
}

/// A signal.
#[derive(Debug, Serialize)]
struct Pattern {
    rule: String,
    meaning: &'static str,
    /// Of the signals at a point the one of the least rank gives it its color; none of tests of a
    /// whole phase, which speak for no single point.
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<u8>,
    first: usize,
    last: usize,
    known: usize,
    /// Points between first and last that are no members.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    except: Vec<usize>,
    #[serde(skip_serializing_if = "is_false")]
    current: bool,
    #[serde(skip_serializing_if = "is_false")]
    tentative: bool,
    #[serde(skip_serializing_if = "is_false")]
    warning: bool,
    /// Whether it is one of the lower of two sums.
    #[serde(skip_serializing_if = "is_false")]
    below: bool,
    text: String,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape serde asks for"
)]
pub(super) fn is_false(flag: &bool) -> bool {
    !flag
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape serde asks for"
)]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl<'a> Short<'a> {
    /// What it is counted and filtered as: of concern where a current signal is one.
    pub(super) fn kind(&self) -> &'static str {
        match self.concern {
            Some(_) => Meaning::Concern.name(),
            None => self.variation,
        }
    }

    /// Of a series that could not be charted.
    pub(super) fn refused(keys: &'a [String], why: &str) -> Self {
        Self {
            keys,
            variation: words::REFUSED,
            side: None,
            tentative: false,
            assurance: None,
            measure: None,
            latest: None,
            at: None,
            since: None,
            ago: None,
            rule: None,
            concern: None,
            concerned: None,
            ended: None,
            current: 0,
            why: Some(why.to_owned()),
        }
    }
}

/// Both entries of a row, and the sentence of the signal that speaks, or of the newest current one.
pub(super) fn entries<'a>(
    row: &PageRow<'a>,
    scale: &Scale,
    measure: usize,
    labels: &mut Labels,
) -> Result<(Short<'a>, Long, Option<String>), PageError> {
    let points: Vec<Point> = row.report.points(row.plan, row.series)?.collect();
    let format = format_of(row, scale, &points);
    let patterns = patterns(row, &points)?;
    let speaking = speaking(row.report);
    let telling = speaking
        .and_then(|position| patterns.get(position))
        .or_else(|| patterns.iter().rfind(|pattern| pattern.current));
    let sentence = telling.map(|pattern| pattern.text.clone());
    let short = short(row, scale, format, measure, labels, speaking);
    let long = Long {
        labels: labels.row(row.labels),
        values: column(points.iter().map(|point| point.value), scale, format.values),
        digits: format.shown.map(Digits::decimals),
        others: other_sums(&points, scale, format.values),
        excluded: with_status(&points, Status::Excluded),
        provisional: with_status(&points, Status::Provisional),
        remarks: row.remarks.to_vec(),
        phases: stretches(row, scale, format, &points)?,
        signals: patterns,
        target: target_of(row).map(|target| {
            let mut text = String::new();
            format.lines.write(&mut text, target * scale.factor);
            text
        }),
        preview: row.report.provisional_limits,
    };
    Ok((short, long, sentence))
}

fn short<'a>(
    row: &PageRow<'a>,
    scale: &Scale,
    format: Format,
    measure: usize,
    labels: &mut Labels,
    speaking: Option<usize>,
) -> Short<'a> {
    let report = row.report;
    let reading = &report.reading;
    let signal = speaking.and_then(|position| report.signals.get(position));
    let mut label = |index: usize| row.labels.get(index).map(|text| labels.label(text));
    let latest = report.latest.as_ref();
    let at = latest.and_then(|latest| label(latest.index));
    let since = signal.and_then(|signal| label(signal.first));
    let few = reading.sufficiency.filter(|it| !it.is_advised());
    let why = match report.phases.last().and_then(|phase| phase.fit.wanting()) {
        Some(why) => Some(why),
        None if latest.is_none() => Some("no judged point".to_owned()),
        None => few.map(|few| {
            let (have, advised) = (few.have, few.advised);
            format!("learned from {have} points, {advised} advised")
        }),
    };
    let concern = report.concern();
    let concern = concern.filter(|concern| signal != Some(concern));
    let concerned = concern.and_then(|concern| label(concern.first));
    let ended = latest
        .filter(|_| row.ended)
        .and_then(|latest| label(latest.index));
    let (side, tentative) = match reading.variation {
        Variation::SpecialCause {
            side, tentative, ..
        } => (side, tentative),
        _ => (None, false),
    };
    Short {
        keys: row.keys,
        variation: words::variation_code(&reading.variation),
        side,
        tentative,
        assurance: words::assurance_code(reading.assurance),
        measure: Some(measure),
        latest: latest.map(|latest| format.table.full(latest.value * scale.factor)),
        at,
        since,
        ago: signal
            .zip(latest)
            .map(|(signal, latest)| latest.index.saturating_sub(signal.first)),
        rule: signal.map(|signal| signal.rule.phrase(signal.side)),
        concern: concern.map(|concern| concern.rule.phrase(concern.side)),
        concerned,
        ended,
        current: report.current().count(),
        why,
    }
}

/// The target, where it is of the kind of what is plotted.
fn target_of(row: &PageRow<'_>) -> Option<f64> {
    let target = row.plan.target();
    target.filter(|_| has_target(row.plan.chart()))
}

/// Position of the signal that speaks for the latest point.
fn speaking(report: &Report) -> Option<usize> {
    let speaks = report.speaking()?;
    report.signals.iter().position(|signal| signal == speaks)
}

fn format_of(row: &PageRow<'_>, scale: &Scale, points: &[Point]) -> Format {
    let values: Vec<Option<f64>> = points
        .iter()
        .map(|point| point.value.map(|value| value * scale.factor))
        .collect();
    let lines = points
        .iter()
        .filter_map(|point| point.limits)
        .flat_map(|it| {
            [Some(it.center), it.lower, it.upper]
                .into_iter()
                .flatten()
                .map(|line| line * scale.factor)
        });
    let target = target_of(row).map(|target| target * scale.factor);
    let all = values.iter().flatten().copied().chain(lines).chain(target);
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for number in all {
        low = low.min(number);
        high = high.max(number);
    }
    if low > high {
        (low, high) = (0.0, 0.0);
    }
    Format::of(&values, low, high, row.wording.decimals)
}

/// A column of numbers, one for each point.
fn column(numbers: impl Iterator<Item = Option<f64>>, scale: &Scale, digits: Digits) -> String {
    let mut text = String::new();
    for (position, number) in numbers.enumerate() {
        if position > 0 {
            text.push(',');
        }
        if let Some(number) = number {
            digits.write(&mut text, number * scale.factor);
        }
    }
    text
}

/// A line of the limits of a phase: one number where it is the same at every point that has limits.
fn line(
    limits: impl Iterator<Item = Option<Limits>> + Clone,
    of: impl Fn(Limits) -> Option<f64>,
    scale: &Scale,
    digits: Digits,
) -> String {
    let mut known = limits.clone().flatten().map(&of);
    match known.next() {
        None => String::new(),
        Some(first) if known.all(|number| number == first) => {
            column(std::iter::once(first), scale, digits)
        }
        Some(_) => column(limits.map(|limits| of(limits?)), scale, digits),
    }
}

fn other_sums(points: &[Point], scale: &Scale, digits: Digits) -> Option<String> {
    points.iter().find(|point| point.sums.is_some())?;
    let others = points.iter().map(|point| {
        let sums = point.sums?;
        let is_lower = point.value.is_some_and(|value| value < 0.0);
        Some(if is_lower { sums.upper } else { -sums.lower })
    });
    Some(column(others, scale, digits))
}

fn with_status(points: &[Point], status: Status) -> Vec<usize> {
    let chosen = points.iter().filter(|point| point.status == Some(status));
    chosen.map(|point| point.index).collect()
}

fn stretches(
    row: &PageRow<'_>,
    scale: &Scale,
    format: Format,
    points: &[Point],
) -> Result<Vec<Stretch>, PageError> {
    let label = |index: usize| row.labels.get(index).cloned().unwrap_or_default();
    let wording = row.wording.label(&label);
    let mut stretches = Vec::with_capacity(row.report.phases.len());
    for (number, phase) in row.report.phases.iter().enumerate() {
        let of_phase = points.get(phase.first..=phase.last).unwrap_or_default();
        let limits = of_phase.iter().map(|point| point.limits);
        let named = row.phase_names.get(number).filter(|name| !name.is_empty());
        let reason = match phase.reason {
            _ if named.is_some() => named.cloned(),
            redbead::PhaseReason::SeriesStart => None,
            redbead::PhaseReason::Planned => Some("New phase, as planned".to_owned()),
            _ => row
                .report
                .explain_phase(row.plan, row.series, number, &wording)?
                .map(|explanation| explanation.sentence),
        };
        stretches.push(Stretch {
            first: phase.first,
            last: phase.last,
            center: line(limits.clone(), |it| Some(it.center), scale, format.lines),
            lower: line(limits.clone(), |it| it.lower, scale, format.lines),
            upper: line(limits, |it| it.upper, scale, format.lines),
            baseline: phase.baseline.map(|it| [it.first, it.last, it.used]),
            reason,
            unjudged: phase.fit.wanting(),
        });
    }
    Ok(stretches)
}

/// Ranks of warnings are so much above those of signals.
const WARNINGS: u8 = 100;

fn patterns(row: &PageRow<'_>, points: &[Point]) -> Result<Vec<Pattern>, PageError> {
    let label = |index: usize| row.labels.get(index).cloned().unwrap_or_default();
    let wording = row.wording.label(&label);
    let report = row.report;
    let has_sums = matches!(row.plan.chart(), Chart::Cusum(_));
    let mut patterns = Vec::with_capacity(report.signals.len());
    let explained = report.explain_all(row.plan, row.series, &wording)?;
    for (position, (signal, explained)) in report.signals.iter().zip(explained).enumerate() {
        let stretch = points.get(signal.first..=signal.last).unwrap_or_default();
        let outsiders = stretch
            .iter()
            .filter(|point| !point.signals.contains(&position));
        patterns.push(Pattern {
            rule: signal.rule.phrase(signal.side),
            meaning: row.plan.direction().judge(signal.side).name(),
            rank: (!signal.rule.is_whole_phase())
                .then(|| signal.rule.precedence() + if signal.warning { WARNINGS } else { 0 }),
            first: signal.first,
            last: signal.last,
            known: signal.known,
            except: outsiders.map(|point| point.index).collect(),
            current: signal.current,
            tentative: signal.tentative,
            warning: signal.warning,
            below: has_sums && signal.side == Some(Side::Below),
            text: explained.sentence,
        });
    }
    Ok(patterns)
}
