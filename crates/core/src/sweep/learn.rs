//! What a phase learns from the columns of its baseline.

use fearless_simd::Level;

use super::columns::Useful;
use super::marking::Stretch;
use crate::baseline::selection;
use crate::chart::Columns;
use crate::limits::Parameters;
use crate::phase::{Baseline, BaselineUse, Fit, Phase, PhaseReason, Sufficiency};
use crate::plan::Plan;
use crate::report::Latest;
use crate::rule::runs::Tally;

/// Memory that a fit uses again from phase to phase.
#[derive(Debug)]
pub(super) struct Room {
    selection: selection::Scratch,
    ends: Vec<usize>,
}

impl Room {
    /// With the instructions of a level.
    pub(super) fn at(level: Level) -> Self {
        Self {
            selection: selection::Scratch::at(level),
            ends: Vec::new(),
        }
    }
}

/// Where a phase lies in its series: its number, its first index and the one after its last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) number: usize,
    pub(super) first: usize,
    pub(super) end: usize,
}

impl Span {
    /// Of a series of one phase.
    pub(super) fn whole(useful: &Useful<'_>) -> Self {
        Self {
            number: 0,
            first: 0,
            end: useful.counts.points,
        }
    }
}

/// What a phase learned, and from which points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Learned {
    pub(super) parameters: Parameters,
    baseline: Option<BaselineUse>,
    /// Index of the point at which the parameters were known.
    pub(super) known: usize,
}

impl Learned {
    /// How far the baseline carries.
    pub(super) fn sufficiency(&self, plan: &Plan) -> Option<Sufficiency> {
        Some(Sufficiency::of(plan.chart(), self.baseline?.used))
    }

    /// The phase, with its whole-phase tests.
    pub(super) fn phase(&self, plan: &Plan, span: Span, tally: Option<&Tally>) -> Phase {
        Phase {
            first: span.first,
            last: span.end - 1,
            reason: match span.number {
                0 => PhaseReason::SeriesStart,
                _ => PhaseReason::Planned,
            },
            baseline: self.baseline,
            fit: Fit::Fitted {
                parameters: self.parameters,
            },
            sufficiency: self.sufficiency(plan),
            tests: tally.map(Tally::tests),
        }
    }

    /// The latest point of a phase.
    pub(super) fn latest(&self, plan: &Plan, stretch: &Stretch<'_>) -> Latest {
        let place = stretch.place(stretch.len() - 1);
        let (multiple, range) = (plan.limit_sigma(), plan.clip_range());
        let Parameters { center, .. } = self.parameters;
        Latest {
            index: stretch.useful.index(stretch.end - 1),
            value: stretch.useful.value(stretch.end - 1),
            limits: match self.parameters.plain_sigma(place.exposure) {
                Some(sigma) => Parameters::limits_of(center, sigma, multiple, Some(range)),
                None => self.parameters.limits_at(place, multiple, range),
            },
        }
    }
}

impl Plan {
    /// The phases of a series.
    pub(super) fn spans(&self, points: usize) -> impl Iterator<Item = Span> {
        let start = move |number: usize| match number.checked_sub(1) {
            None => Some(0),
            Some(before) => self.next_start(before).filter(|start| *start < points),
        };
        (0..).map_while(move |number| {
            Some(Span {
                number,
                first: start(number)?,
                end: start(number + 1).unwrap_or(points),
            })
        })
    }

    /// Fits a phase; none where it cannot be judged.
    pub(super) fn learn(
        &self,
        useful: &Useful<'_>,
        Span { number, first, end }: Span,
        room: &mut Room,
    ) -> Option<Learned> {
        let baseline = self.baseline(number);
        let options = self.fit_options();
        if baseline == Baseline::All
            && end - first == useful.len()
            && !useful.has_gaps()
            && let Some(parameters) =
                self.chart()
                    .fit_values(useful.values, options, &room.selection)
        {
            return Some(Learned {
                parameters,
                baseline: Some(BaselineUse {
                    first,
                    last: end - 1,
                    used: useful.len(),
                }),
                known: end - 1,
            });
        }
        let (from, until) = match baseline {
            Baseline::Given { .. } => {
                return Some(Learned {
                    parameters: self.given(number)?,
                    baseline: None,
                    known: first,
                });
            }
            Baseline::All => (first, end),
            Baseline::First { points } => (first, first.checked_add(points)?),
            Baseline::FirstUseful { points } => {
                let newest = useful.before(first).checked_add(points)?.checked_sub(1)?;
                if newest >= useful.before(end) {
                    return None;
                }
                (first, useful.index(newest) + 1)
            }
            Baseline::Range { first, last } => (first, last.checked_add(1)?),
        };
        if from < first || until > end || from >= until {
            return None;
        }
        let (low, high) = (useful.before(from), useful.before(until));
        let ends = &mut room.ends;
        ends.clear();
        let breaks = useful.breaks;
        let outside = breaks.partition_point(|end| *end < low);
        let inside = breaks[outside..].iter().take_while(|end| **end <= high);
        ends.extend(inside.map(|end| end - low));
        ends.push(high - low);
        let column = |column: &'_ [f64]| -> std::ops::Range<usize> {
            if column.is_empty() { 0..0 } else { low..high }
        };
        let columns = Columns {
            values: &useful.values[column(useful.values)],
            numerators: &useful.numerators[column(useful.numerators)],
            exposures: &useful.exposures[column(useful.exposures)],
            ends,
        };
        let fitted = self
            .chart()
            .fit_columns(&columns, options, &mut room.selection)?;
        Some(Learned {
            parameters: fitted.ok()?,
            baseline: Some(BaselineUse {
                first: from,
                last: until - 1,
                used: high - low,
            }),
            known: until - 1,
        })
    }
}
