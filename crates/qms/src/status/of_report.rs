//! From a report of the core to a status.

use redbead::{Direction, Fit, Phase, Plan, Report, Signal, Unfit};

use super::{
    Baseline, Moment, PhaseFit, PhaseReason, PhaseStatus, Points, RulesUsed, SeriesSignal,
    SignalSide, Status, Sufficiency,
};
use crate::date::Date;
use crate::measure::Measure;
use crate::series_key::SeriesKey;

/// What a report does not know of its series.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SeriesContext<'a> {
    /// The series.
    pub key: SeriesKey,
    /// The day as of which the figures were published or read.
    pub as_of: Option<Date>,
    /// The direction of good of the measure; that of the plan where it is not judged.
    pub direction: Direction,
    /// How many of the points that the report counts as missing are suppressed.
    pub suppressed: usize,
    /// The first day of the period of each point; empty where they are not known.
    pub periods: &'a [Date],
}

impl<'a> SeriesContext<'a> {
    /// Of a series, without anything else.
    #[must_use]
    pub const fn new(key: SeriesKey) -> Self {
        Self {
            key,
            as_of: None,
            direction: Direction::NotJudged,
            suppressed: 0,
            periods: &[],
        }
    }

    /// With the day as of which the figures were published or read.
    #[must_use]
    pub const fn as_of(mut self, day: Date) -> Self {
        self.as_of = Some(day);
        self
    }

    /// With the direction of good of the measure.
    #[must_use]
    pub const fn measured_by(mut self, measure: &Measure) -> Self {
        self.direction = measure.direction;
        self
    }

    /// With so many of the missing points suppressed.
    #[must_use]
    pub const fn suppressed(mut self, points: usize) -> Self {
        self.suppressed = points;
        self
    }

    /// With the first day of the period of each point.
    #[must_use]
    pub const fn periods(mut self, periods: &'a [Date]) -> Self {
        self.periods = periods;
        self
    }

    fn moment(&self, index: usize) -> Moment {
        Moment {
            index,
            date: self.periods.get(index).copied(),
        }
    }
}

/// A report that a status cannot be made of.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StatusError {
    /// The report is of another plan.
    #[error("series {key}: the report was made by another plan; hand over the plan that made it")]
    OtherPlan {
        /// The series.
        key: SeriesKey,
    },
    /// Plan and measure disagree on what is good.
    #[error(
        "series {key}: the plan says {plan} is good, and the measure says {measure}; correct one of \
         them"
    )]
    OtherDirection {
        /// The series.
        key: SeriesKey,
        /// By the plan.
        plan: Direction,
        /// By the measure.
        measure: Direction,
    },
    /// More points are said to be suppressed than are missing.
    #[error(
        "series {key}: {suppressed} points are said to be suppressed, and {missing} are missing; push \
         suppressed points as missing ones"
    )]
    Suppressed {
        /// The series.
        key: SeriesKey,
        /// Said to be suppressed.
        suppressed: usize,
        /// Missing by the report.
        missing: usize,
    },
    /// Periods, but not one for each point.
    #[error("series {key}: {periods} periods for {points} points; give one for each, or none")]
    Periods {
        /// The series.
        key: SeriesKey,
        /// Number of periods.
        periods: usize,
        /// Number of points.
        points: usize,
    },
}

impl Status {
    /// The status that a report gives of a series, with the plan that made the report.
    ///
    /// Nothing is computed anew. Linear in the number of signals.
    ///
    /// # Errors
    ///
    /// A [`StatusError`] where report, plan and context do not belong together.
    pub fn of(
        report: &Report,
        plan: &Plan,
        context: &SeriesContext<'_>,
    ) -> Result<Self, StatusError> {
        let key = context.key.clone();
        if report.plan != plan.fingerprint() {
            return Err(StatusError::OtherPlan { key });
        }
        let counts = report.counts;
        if !context.periods.is_empty() && context.periods.len() != counts.points {
            return Err(StatusError::Periods {
                key,
                periods: context.periods.len(),
                points: counts.points,
            });
        }
        let Some(missing) = counts.missing.checked_sub(context.suppressed) else {
            return Err(StatusError::Suppressed {
                key,
                suppressed: context.suppressed,
                missing: counts.missing,
            });
        };
        let direction = match (report.reading.direction, context.direction) {
            (plan, Direction::NotJudged) => plan,
            (Direction::NotJudged, measure) => measure,
            (plan, measure) if plan == measure => plan,
            (plan, measure) => return Err(StatusError::OtherDirection { key, plan, measure }),
        };
        let last_phase = report.phases.len().checked_sub(1);
        let signals = report.signals.iter();
        let phase = report.phases.last();
        Ok(Self {
            key,
            as_of: context.as_of,
            direction,
            rules: RulesUsed::of(plan),
            points: Points {
                useful: counts.useful,
                provisional: counts.provisional,
                excluded: counts.excluded,
                missing,
                suppressed: context.suppressed,
                invalid: counts.invalid,
            },
            phase: phase.map(|phase| phase_status(phase, report.phases.len() - 1, context)),
            signals: signals
                .map(|signal| SeriesSignal {
                    is_current: signal.current && Some(signal.phase) == last_phase,
                    ..series_signal(signal, context)
                })
                .collect(),
            assurance: report.reading.assurance,
            sufficiency: sufficiency(report),
            is_preview: report.provisional_limits,
        })
    }
}

fn phase_status(phase: &Phase, number: usize, context: &SeriesContext<'_>) -> PhaseStatus {
    PhaseStatus {
        number,
        start: context.moment(phase.first),
        last: context.moment(phase.last),
        points: phase.last + 1 - phase.first,
        reason: match phase.reason {
            redbead::PhaseReason::SeriesStart => PhaseReason::SeriesStart,
            redbead::PhaseReason::Shift(shift) => PhaseReason::Shift {
                side: shift.side,
                first: context.moment(shift.first),
                known: context.moment(shift.known),
                is_tentative: shift.tentative,
            },
            // Every other reason is one that the plan gives.
            _ => PhaseReason::Planned,
        },
        baseline: match (phase.baseline, phase.parameters()) {
            (Some(baseline), _) => Baseline::Learned {
                first: context.moment(baseline.first),
                last: context.moment(baseline.last),
                used: baseline.used,
            },
            (None, Some(_)) => Baseline::Given,
            (None, None) => Baseline::Unknown,
        },
        center: phase.parameters().map(|parameters| parameters.center),
    }
}

fn series_signal(signal: &Signal, context: &SeriesContext<'_>) -> SeriesSignal {
    SeriesSignal {
        rule: signal.rule.to_string(),
        is_warning: signal.warning,
        side: SignalSide::of(&signal.rule, signal.side),
        first: context.moment(signal.first),
        last: context.moment(signal.last),
        known: context.moment(signal.known),
        is_current: signal.current,
        is_tentative: signal.tentative,
    }
}

/// How far the points carry since the plan last began anew. Phases that began by a shift go on with
/// what was known before.
fn sufficiency(report: &Report) -> Sufficiency {
    let is_anew = |phase: &&Phase| !matches!(phase.reason, redbead::PhaseReason::Shift(_));
    let anew = report.phases.iter().rfind(is_anew);
    let since = anew.map_or(0, |phase| phase.first);
    let have = report.counts.useful.min(report.counts.points - since);
    let fit = match report.phases.last().map(|phase| phase.fit) {
        None => PhaseFit::Learning {
            have: 0,
            need: None,
        },
        Some(Fit::Learning { have, need }) => PhaseFit::Learning { have, need },
        Some(Fit::Insufficient { unfit }) => unfit.into(),
        Some(Fit::Fitted { .. }) => PhaseFit::Fitted,
        Some(_) => PhaseFit::unknown(),
    };
    Sufficiency {
        have,
        advised: report.reading.sufficiency.map(|known| known.advised),
        fit,
    }
}

impl PhaseFit {
    /// A kind of fit that this crate does not know of yet: it judges nothing that could be shown.
    #[must_use]
    pub fn unknown() -> Self {
        Self::Unfit {
            reason: "the engine gives another reason".to_owned(),
        }
    }
}

/// What a baseline is wanting, in words.
impl From<Unfit> for PhaseFit {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit {
            reason: format!("the baseline has {unfit}"),
        }
    }
}
