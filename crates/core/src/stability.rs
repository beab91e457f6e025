//! What a statement about a process rests on: its last phase, judged, and in control.

use crate::error::SeriesError;
use crate::limits::Parameters;
use crate::phase::{Fit, Phase, PhaseReason};
use crate::plan::Plan;
use crate::plotter::Plotter;
use crate::rebase::Rebase;
use crate::report::Report;
use crate::sample::Sample;
use crate::series::Series;

/// What happens when something is asked of a process that is not in control.
///
/// An index or a chance describes a process that stays as it is. With signals in the phase there
/// is no one process to describe, and the figure says little about the next points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Unstable {
    /// An error that names the reason. The default.
    #[default]
    Refuse,
    /// The figure is computed all the same, and says that the process is not in control.
    Accept,
}

/// Why the last phase of a report carries no statement about the process.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StabilityError {
    /// The report does not belong to the series or plan, or the series cannot be read.
    #[error(transparent)]
    Series(#[from] SeriesError),
    /// The last phase has no parameters yet.
    #[error("the last phase is not judged, {}", wanting(.fit))]
    NotJudged {
        /// What became of its parameters; none for a series without a point.
        fit: Option<Fit>,
    },
    /// Rules signal in the last phase.
    #[error(
        "the process is not in control: {signals} {} in the last phase, first of rule `{rule}` at points \
         {first} to {last}; start a new phase where the process changed, exclude points with a known \
         cause, or accept an unstable process",
        if *.signals == 1 { "signal" } else { "signals" }
    )]
    NotInControl {
        /// The rule of the first signal, as text.
        rule: String,
        /// Zero-based index of the first signal's first point.
        first: usize,
        /// Zero-based index of the first signal's last point.
        last: usize,
        /// Signals in the phase; warnings are none.
        signals: usize,
    },
    /// No rule has looked at the phase, warnings aside.
    #[error(
        "the plan has no rules, so nothing tells that the process is in control; add rules, or accept an \
         unstable process"
    )]
    NoRules,
}

fn wanting(fit: &Option<Fit>) -> String {
    match fit {
        Some(Fit::Learning {
            have,
            need: Some(need),
        }) => {
            format!("its baseline has {have} of {need} points; wait for more points")
        }
        Some(Fit::Learning { .. }) => {
            "its baseline ends with the phase; finish or scan the series".to_owned()
        }
        Some(_) => "its baseline has too little to compute from; take one with more useful points"
            .to_owned(),
        None => "as the series has no points yet; wait for some".to_owned(),
    }
}

pub(crate) fn useful_points(count: usize) -> String {
    let points = if count == 1 { "point" } else { "points" };
    format!("{count} useful {points}")
}

/// Excludes the points on the center of the phase before, which are no part of the run that a
/// phase took its parameters from.
fn leave_out_centered<'a>(
    plan: &Plan,
    before: &Parameters,
    samples: impl Iterator<Item = &'a mut Sample>,
) {
    let mut plotter = Plotter::new(plan, *before);
    for (sample, index) in samples.zip(0..) {
        let plotted = plotter.step(plan, *sample, index);
        let mark = plotted.and_then(|plotted| plotted.mark);
        if mark.is_some_and(|mark| mark.side.is_none()) {
            *sample = sample.excluded();
        }
    }
}

/// The last phase of a report, with its points.
#[derive(Debug)]
pub(crate) struct Standing {
    /// Number of the phase, the first being 0.
    pub(crate) number: usize,
    pub(crate) phase: Phase,
    pub(crate) parameters: Parameters,
    /// Whether rules have looked at the phase and none has signaled.
    pub(crate) in_control: bool,
    /// Signals in the phase, warnings left aside.
    pub(crate) signals: usize,
    /// Useful points of the phase.
    pub(crate) useful: Vec<Sample>,
    /// All points of the baseline, gaps included; none with given parameters.
    pub(crate) baseline: Option<Vec<Sample>>,
}

impl Standing {
    pub(crate) fn of(
        report: &Report,
        plan: &Plan,
        series: Series<'_>,
        unstable: Unstable,
    ) -> Result<Self, StabilityError> {
        // Points are derived lazily: this checks that the three belong together, and reads the
        // series once.
        drop(report.points(plan, series)?);
        let last = report.phases.last();
        let not_judged = || StabilityError::NotJudged {
            fit: last.map(|phase| phase.fit),
        };
        let phase = *last.ok_or_else(not_judged)?;
        let parameters = *phase.parameters().ok_or_else(not_judged)?;
        if !parameters.are_finite() {
            return Err(SeriesError::DamagedReport.into());
        }
        let number = report.phases.len() - 1;
        let speaking = || {
            let signals = report.signals.iter();
            signals.filter(|signal| signal.phase == number && !signal.warning)
        };
        let signals = speaking().count();
        if unstable == Unstable::Refuse {
            if let Some(signal) = speaking().next() {
                return Err(StabilityError::NotInControl {
                    rule: signal.rule.to_string(),
                    first: signal.first,
                    last: signal.last,
                    signals,
                });
            }
            if plan.rules().is_empty() {
                return Err(StabilityError::NoRules);
            }
        }
        let samples = |first: usize, last: usize| -> Result<Vec<Sample>, SeriesError> {
            let indices = first..=last.min(series.len().saturating_sub(1));
            indices
                .filter_map(|index| Some((index, series.get(index)?)))
                .map(|(index, point)| plan.read(point, index))
                .collect()
        };
        let mut useful = samples(phase.first, phase.last)?;
        useful.retain(|sample| sample.is_useful());
        let mut baseline = phase
            .baseline
            .map(|used| samples(used.first, used.last))
            .transpose()?;
        if let (PhaseReason::Shift(_), Rebase::Runs { .. }) = (phase.reason, plan.rebase())
            && let Some(before) = number
                .checked_sub(1)
                .and_then(|n| report.phases.get(n)?.parameters())
        {
            leave_out_centered(plan, before, baseline.iter_mut().flatten());
        }
        Ok(Self {
            number,
            phase,
            parameters,
            in_control: signals == 0 && !plan.rules().is_empty(),
            signals,
            useful,
            baseline,
        })
    }
}
