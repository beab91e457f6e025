//! The choices of some of the series, looked up once, and what they come to in one series.

use redbead::{Baseline, Chart, Plan, PlanBuilder, PlanError};

use super::periods::{At, Clock, End, Ends, Stretch, points_of};
use super::timeline::Timeline;
use crate::plan_file::{BaselineChoice, Choices, Exclude};

/// A baseline whose periods are looked up.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum BaselineAt {
    Engine(Baseline),
    Periods { span: Ends, text: String },
}

/// A phase whose start is looked up.
#[derive(Debug, Clone)]
pub(super) struct PhaseAt {
    pub(super) at: At,
    pub(super) baseline: Option<BaselineAt>,
    pub(super) text: String,
}

/// Choices that hold for some of the series, ready to be put to each of them.
#[derive(Debug)]
pub(crate) struct Places {
    builder: PlanBuilder,
    pub(super) baseline: Option<BaselineAt>,
    pub(super) phases: Vec<PhaseAt>,
    pub(super) exclude: Vec<(Ends, Exclude)>,
}

/// What makes the plan of one series differ from that of another under the same choices.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Spots {
    /// Points of the baseline that is told by periods.
    pub(super) baseline: Found,
    pub(super) phases: Vec<PhaseSpot>,
}

/// The points of a baseline that is told by periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Found {
    /// It is not told by periods.
    #[default]
    NotAsked,
    /// Its last point may still come: until then it is not learned from.
    Open,
    Points(Stretch),
}

/// Where a phase lies in a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct PhaseSpot {
    pub(super) start: usize,
    /// Its number in the choices.
    pub(super) number: usize,
    /// The points of a baseline of its own that is told by periods.
    pub(super) own: Found,
}

impl Places {
    /// Looks up all periods. `chart` is taken where none is chosen.
    pub(crate) fn new(choices: &Choices, chart: Chart, clock: Clock) -> Result<Self, String> {
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
    pub(crate) fn are_the_same_everywhere(&self) -> bool {
        let by_period = |baseline: &BaselineAt| matches!(baseline, BaselineAt::Periods { .. });
        self.phases.is_empty() && !self.baseline.as_ref().is_some_and(by_period)
    }

    /// Where the choices lie in a series. `outside` hears of phases without effect.
    pub(crate) fn spots(
        &self,
        series: &impl Timeline,
        mut outside: impl FnMut(&str),
    ) -> Result<Spots, String> {
        let points = |baseline: &Option<BaselineAt>| {
            let Some(BaselineAt::Periods { span, text }) = baseline else {
                return Ok(Found::NotAsked);
            };
            let last = span.1.as_ref().and_then(At::period);
            if last.is_some_and(|last| series.is_open(last)) {
                return Ok(Found::Open);
            }
            let points = points_of(span, series).map(Found::Points);
            points.ok_or_else(|| {
                format!("no point in its baseline {text}; give this series a baseline of its own")
            })
        };
        let mut phases: Vec<PhaseSpot> = Vec::new();
        for (number, phase) in self.phases.iter().enumerate() {
            let start = phase.at.at_or_after(series).filter(|start| *start > 0);
            let Some(start) = start.filter(|_| !phase.at.is_before(series)) else {
                outside(&phase.text);
                continue;
            };
            let own = points(&phase.baseline)?;
            phases.push(PhaseSpot { start, number, own });
        }
        phases.sort_by_key(|spot| (spot.start, spot.number));
        // Of two phases that begin with one point, because the first began in a hole, the later.
        phases.reverse();
        phases.dedup_by_key(|spot| spot.start);
        phases.reverse();
        let baseline = points(&self.baseline)?;
        Ok(Spots { baseline, phases })
    }

    /// The plan of series with these spots.
    pub(crate) fn plan(&self, spots: &Spots) -> Result<Plan, PlanError> {
        let mut builder = self.builder.clone();
        let usual = match self.baseline {
            Some(BaselineAt::Engine(baseline)) => Some(baseline),
            _ => None,
        };
        if let Some(baseline) = usual {
            builder = builder.baseline(baseline);
        }
        if spots.baseline == Found::NotAsked {
            for spot in &spots.phases {
                builder = match self.own_baseline(spot) {
                    Some(baseline) => builder.phase(spot.start, baseline),
                    None => builder.phases_at([spot.start]),
                };
            }
            return builder.build();
        }
        // A stretch of periods is the baseline of the phase it lies in; other phases are judged by
        // all their points, as nothing else is said of them. So is a phase that waits for the
        // stretch to end: it learns, and has no end yet.
        let stretch = match spots.baseline {
            Found::Points((first, last)) => Some(Baseline::Range { first, last }),
            Found::NotAsked | Found::Open => None,
        };
        let holding = spots.holding();
        if let (None, Some(stretch)) = (holding, stretch) {
            builder = builder.baseline(stretch);
        }
        for (place, spot) in spots.phases.iter().enumerate() {
            let here = stretch.filter(|_| holding == Some(place));
            let baseline = self.own_baseline(spot).or(here);
            builder = builder.phase(spot.start, baseline.unwrap_or(Baseline::All));
        }
        builder.build()
    }

    fn own_baseline(&self, spot: &PhaseSpot) -> Option<Baseline> {
        let BaselineAt::Engine(baseline) = self.phases.get(spot.number)?.baseline.as_ref()? else {
            return Some(match spot.own {
                Found::Points((first, last)) => Baseline::Range { first, last },
                Found::NotAsked | Found::Open => Baseline::All,
            });
        };
        Some(*baseline)
    }

    /// The points to exclude, with the reason. `outside` hears of exclusions without a point.
    pub(crate) fn excluded(
        &self,
        series: &impl Timeline,
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

impl Spots {
    /// The phase that the plan's baseline lies in; none for the first one of the series.
    pub(super) fn holding(&self) -> Option<usize> {
        match self.baseline {
            Found::Points((first, _)) => self.phases.iter().rposition(|spot| spot.start <= first),
            Found::NotAsked | Found::Open => None,
        }
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
