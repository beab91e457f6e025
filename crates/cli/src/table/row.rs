//! What the table says of one series.

use redbead::{Assurance, Meaning, Report, Side, Signal, Variation};
use redbead_io::Period;

use super::sparkline::sparkline;
use crate::analysis::{Analysis, Line};
use crate::figures::Figures;
use crate::plural::counted;
use crate::ranking::ended;
use crate::terminal::plain;
use crate::words;

/// Texts of one row.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) keys: Vec<String>,
    pub(super) spark: String,
    pub(super) latest: String,
    pub(super) at: String,
    pub(super) variation: String,
    pub(super) assurance: String,
    pub(super) since: String,
    pub(super) rule: String,
    pub(super) meaning: Option<Meaning>,
}

/// Columns of a sparkline.
pub(super) const SPARK: usize = 24;

impl Row {
    pub(super) fn of(
        analysis: &Analysis<'_>,
        line: &Line<'_>,
        newest: &[Period],
        ascii: bool,
    ) -> Self {
        let keys = line.data.keys().iter().map(|key| match key.trim() {
            "" => words::NO_NAME.to_owned(),
            _ => plain(key),
        });
        let keys = keys.collect();
        let report = match line.result {
            Ok(report) => report,
            Err(reason) => {
                return Self {
                    keys,
                    variation: "refused".to_owned(),
                    rule: plain(reason),
                    ..Self::default()
                };
            }
        };
        let wording = analysis
            .file
            .wording_of(analysis.data.key_names(), line.data.keys());
        let wording = words::wording_of(&wording, words::period_words(line.data));
        let figures = Figures::new(line.plan.chart(), &wording);
        let latest = report.latest.as_ref();
        let speaking = report.speaking();
        let beside = beside(report);
        let (mut variation, mut meaning) = variation(report, ascii);
        if beside.is_some() {
            variation.push_str(" + concern");
            meaning = Some(Meaning::Concern);
        }
        let label = |signal: &Signal| plain(&line.data.label(signal.first));
        let said = match speaking {
            Some(signal) => {
                let said = signal.rule.phrase(signal.side);
                Some(match agreeing(report, signal) {
                    0 => said,
                    others => format!("{said} (+{others})"),
                })
            }
            None => Some(wanting(report)).filter(|why| !why.is_empty()),
        };
        let concern = beside.map(|signal| {
            let rule = signal.rule.phrase(signal.side);
            match speaking {
                Some(_) => format!("concern: {rule} since {}", label(signal)),
                None => format!("concern: {rule}"),
            }
        });
        let ended = ended(line, newest).map(|at| format!("ended {}", plain(&at)));
        let rule = [ended, said, concern, few_data(report)];
        Self {
            keys,
            spark: sparkline(&values(line, report), SPARK, ascii),
            latest: latest.map_or_else(String::new, |latest| {
                figures.value(latest.value, &latest.limits)
            }),
            at: latest.map_or_else(String::new, |latest| plain(&line.data.label(latest.index))),
            variation,
            assurance: assurance(report.reading.assurance, ascii),
            since: speaking.or(beside).map_or_else(String::new, label),
            rule: rule.into_iter().flatten().collect::<Vec<_>>().join("; "),
            meaning,
        }
    }
}

/// The plotted values.
fn values(line: &Line<'_>, report: &Report) -> Vec<Option<f64>> {
    let points = report.points(line.plan, line.series);
    points.map_or_else(
        |_| Vec::new(),
        |points| points.map(|point| point.value).collect(),
    )
}

/// The current concern of a series whose latest point reads as something else.
fn beside(report: &Report) -> Option<&Signal> {
    report
        .concern()
        .filter(|concern| report.speaking() != Some(concern))
}

/// That limits come from fewer points than is advised; nothing where they come from enough.
fn few_data(report: &Report) -> Option<String> {
    let few = report.reading.sufficiency.filter(|it| !it.is_advised())?;
    Some(format!(
        "few data: {}, {} advised",
        counted(few.have, "point"),
        few.advised
    ))
}

/// How many other rules hold at the latest point on the same side.
fn agreeing(report: &Report, speaking: &Signal) -> usize {
    let others = report.current().filter(|signal| {
        signal.phase == speaking.phase
            && signal.side == speaking.side
            && signal.rule != speaking.rule
            && !signal.warning
    });
    others.count()
}

fn variation(report: &Report, ascii: bool) -> (String, Option<Meaning>) {
    match report.reading.variation {
        Variation::SpecialCause {
            meaning,
            side,
            tentative,
            ..
        } => {
            let symbol = match (side, ascii) {
                (Some(Side::Above), false) => "▲",
                (Some(Side::Below), false) => "▼",
                (None, false) => "◆",
                (Some(Side::Above), true) => "^",
                (Some(Side::Below), true) => "v",
                (None, true) => "*",
            };
            let word = words::meaning(meaning);
            let high = words::side(side);
            let comma = if high.is_empty() { "" } else { ", " };
            let maybe = if tentative { " (tentative)" } else { "" };
            (
                format!("{symbol} {word}{comma}{high}{maybe}"),
                Some(meaning),
            )
        }
        Variation::CommonCause => {
            let symbol = if ascii { "." } else { "·" };
            (format!("{symbol} common cause"), None)
        }
        _ => {
            let symbol = if ascii { "-" } else { "–" };
            (format!("{symbol} not judged"), None)
        }
    }
}

fn assurance(assurance: Assurance, ascii: bool) -> String {
    let symbol = match (assurance, ascii) {
        (Assurance::ConsistentlyMeets, false) => "✓ ",
        (Assurance::ConsistentlyFails, false) => "✗ ",
        (Assurance::ConsistentlyMeets, true) => "P ",
        (Assurance::ConsistentlyFails, true) => "F ",
        (Assurance::HitAndMiss, _) => "? ",
        _ => "",
    };
    format!("{symbol}{}", words::assurance(assurance))
}

/// Why the last phase is not judged; nothing where it is.
fn wanting(report: &Report) -> String {
    let last = report.phases.last();
    last.and_then(|phase| phase.fit.wanting())
        .unwrap_or_default()
}
