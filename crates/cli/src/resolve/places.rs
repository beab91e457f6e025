//! The choices of some of the series, looked up once, and what they come to in one series.

use redbead::{Baseline, Chart, Plan, PlanBuilder, PlanError};
use redbead_io::DataSeries;

use super::periods::{At, Clock, End, Ends, Stretch, points_of};
use crate::plan_file::{BaselineChoice, Choices, Exclude};

/// A baseline whose periods are looked up.
#[derive(Debug, Clone, PartialEq)]
enum BaselineAt {
    Engine(Baseline),
    Periods { span: Ends, text: String },
}

/// A phase whose start is looked up.
#[derive(Debug, Clone)]
struct PhaseAt {
    at: At,
    baseline: Option<BaselineAt>,
    text: String,
}

/// Choices that hold for some of the series, ready to be put to each of them.
#[derive(Debug)]
pub(super) struct Places {
    builder: PlanBuilder,
    baseline: Option<BaselineAt>,
    phases: Vec<PhaseAt>,
    exclude: Vec<(Ends, Exclude)>,
}

/// What makes the plan of one series differ from that of another under the same choices.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Spots {
    /// Points of the baseline that is told by periods.
    baseline: Option<Stretch>,
    phases: Vec<PhaseSpot>,
}

/// Where a phase lies in a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct PhaseSpot {
    start: usize,
    /// Its number in the choices.
    number: usize,
    /// The points of a baseline of its own that is told by periods.
    own: Option<Stretch>,
}

impl Places {
    /// Looks up all periods. `chart` is taken where none is chosen.
    pub(super) fn new(choices: &Choices, chart: Chart, clock: Clock) -> Result<Self, String> {
        let chart = choices.chart().unwrap_or(chart);
        let baseline = choices.baseline.as_ref();
        let baseline = baseline.map(|choice| BaselineAt::new(choice, clock));
        let baseline = baseline
            .transpose()
            .map_err(|error| format!("baseline: {error}"))?;
        let phases = choices.phases.iter().flatten().map(|choice| {
            let wrong = |error| format!("phase at {}: {error}", choice.at);
            let own = choice.baseline.as_ref();
            let own = own.map(|own| BaselineAt::new(own, clock)).transpose();
            Ok(PhaseAt {
                at: clock.place(&choice.at, End::First).map_err(wrong)?,
                baseline: own.map_err(wrong)?,
                text: choice.at.to_string(),
            })
        });
        let exclude = choices.exclude.iter().flatten().map(|choice| {
            let wrong = |error| format!("exclude {}: {error}", choice.at);
            Ok((clock.span(&choice.at).map_err(wrong)?, choice.clone()))
        });
        Ok(Self {
            builder: choices.builder(chart),
            baseline,
            phases: phases.collect::<Result<_, String>>()?,
            exclude: exclude.collect::<Result<_, String>>()?,
        })
    }

    /// Whether all series under these choices have the same plan, whatever their periods.
    pub(super) fn are_the_same_everywhere(&self) -> bool {
        let by_period = |baseline: &BaselineAt| matches!(baseline, BaselineAt::Periods { .. });
        self.phases.is_empty() && !self.baseline.as_ref().is_some_and(by_period)
    }

    /// Where the choices lie in a series. `outside` hears of phases without effect.
    pub(super) fn spots(
        &self,
        series: &DataSeries,
        mut outside: impl FnMut(&str),
    ) -> Result<Spots, String> {
        let points = |baseline: &BaselineAt| match baseline {
            BaselineAt::Engine(_) => Ok(None),
            BaselineAt::Periods { span, text } => match points_of(span, series) {
                Some(points) => Ok(Some(points)),
                None => Err(format!(
                    "no point in its baseline {text}; give this series a baseline of its own"
                )),
            },
        };
        let mut phases: Vec<PhaseSpot> = Vec::new();
        for (number, phase) in self.phases.iter().enumerate() {
            let start = phase.at.at_or_after(series).filter(|start| *start > 0);
            let Some(start) = start.filter(|_| !phase.at.is_before(series)) else {
                outside(&phase.text);
                continue;
            };
            let own = phase.baseline.as_ref().map(points).transpose()?.flatten();
            phases.push(PhaseSpot { start, number, own });
        }
        phases.sort_by_key(|spot| (spot.start, spot.number));
        // Of two phases that begin with one point, because the first began in a hole, the later.
        phases.reverse();
        phases.dedup_by_key(|spot| spot.start);
        phases.reverse();
        let baseline = self.baseline.as_ref().map(points).transpose()?.flatten();
        Ok(Spots { baseline, phases })
    }

    /// The plan of series with these spots.
    pub(super) fn plan(&self, spots: &Spots) -> Result<Plan, PlanError> {
        let mut builder = self.builder.clone();
        let usual = match self.baseline {
            Some(BaselineAt::Engine(baseline)) => Some(baseline),
            _ => None,
        };
        if let Some(baseline) = usual {
            builder = builder.baseline(baseline);
        }
        let Some((first, last)) = spots.baseline else {
            for spot in &spots.phases {
                builder = match self.own_baseline(spot) {
                    Some(baseline) => builder.phase(spot.start, baseline),
                    None => builder.phases_at([spot.start]),
                };
            }
            return builder.build();
        };
        // A stretch of periods is the baseline of the phase it lies in; other phases are judged by
        // all their points, as nothing else is said of them.
        let stretch = Baseline::Range { first, last };
        let holding = spots.phases.iter().rposition(|spot| spot.start <= first);
        if holding.is_none() {
            builder = builder.baseline(stretch);
        }
        for (place, spot) in spots.phases.iter().enumerate() {
            let here = (holding == Some(place)).then_some(stretch);
            let baseline = self.own_baseline(spot).or(here);
            builder = builder.phase(spot.start, baseline.unwrap_or(Baseline::All));
        }
        builder.build()
    }

    fn own_baseline(&self, spot: &PhaseSpot) -> Option<Baseline> {
        match (self.phases.get(spot.number)?.baseline.as_ref()?, spot.own) {
            (_, Some((first, last))) => Some(Baseline::Range { first, last }),
            (BaselineAt::Engine(baseline), None) => Some(*baseline),
            (BaselineAt::Periods { .. }, None) => None,
        }
    }

    /// The points to exclude, with the reason. `outside` hears of exclusions without a point.
    pub(super) fn excluded(
        &self,
        series: &DataSeries,
        mut outside: impl FnMut(&str),
    ) -> Vec<(usize, usize, Option<&str>)> {
        let mut excluded = Vec::new();
        for (span, choice) in &self.exclude {
            match points_of(span, series) {
                Some((first, last)) => excluded.push((first, last, choice.reason.as_deref())),
                None => outside(&choice.at.to_string()),
            }
        }
        excluded
    }
}

impl BaselineAt {
    fn new(choice: &BaselineChoice, clock: Clock) -> Result<Self, String> {
        Ok(match choice {
            BaselineChoice::Engine(baseline) => Self::Engine(*baseline),
            BaselineChoice::Periods(span) => Self::Periods {
                span: clock.span(span)?,
                text: span.to_string(),
            },
        })
    }
}
