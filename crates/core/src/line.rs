//! The one inner line: a fitted phase takes its points one after the other.

use crate::cells::{Cells, Held, Settling};
use crate::limits::{Limits, Parameters, Place};
use crate::plan::{Plain, Plan};
pub(crate) use crate::plotter::{Plotted, Plotter};
use crate::report::Latest;
use crate::rule::runs::Tally;
use crate::rule::seen::Seen;
use crate::sample::Sample;
use crate::series::Gap;
use crate::signal::{Log, Logged};
use crate::surroundings::Surroundings;
use crate::watched::{self, Watched};

/// A phase with parameters, as it takes its points.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    plotter: Plotter,
    watching: Watching,
    tally: Option<Box<Tally>>,
    /// Exposure of the newest judged point; 1 before the first.
    exposure: f64,
    /// Index of the newest provisional point, or [`NEVER`].
    provisional: u32,
    /// Index of the point at which the parameters were known.
    learned: u32,
}

/// An index that no point has.
const NEVER: u32 = u32::MAX;

/// The rules of a phase.
#[derive(Debug, Clone, PartialEq)]
enum Watching {
    /// Fast twins.
    Cells(Cells),
    /// Their definitions: of plans with a rule that has no twin, and in snapshots.
    Literal {
        all: Box<[Watched]>,
        /// Index of the newest judged point; 0 before the first.
        newest: u32,
    },
}

impl Watching {
    /// Index of the newest judged point; 0 before the first.
    fn newest(&self) -> u32 {
        match self {
            Self::Cells(cells) => cells.newest(),
            Self::Literal { newest, .. } => *newest,
        }
    }
}

/// What a point did on the line.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Effect {
    pub(crate) plotted: Option<Plotted>,
    /// Rules whose pattern holds at the point, by position.
    pub(crate) held: u32,
}

impl Line {
    /// A phase whose parameters were known at the point `learned`.
    pub(crate) fn new(plan: &Plan, parameters: Parameters, learned: u32) -> Self {
        let watching = match plan.program() {
            Some(program) => Watching::Cells(Cells::new(program)),
            None => Watching::Literal {
                all: watched::start(plan),
                newest: 0,
            },
        };
        Self {
            plotter: Plotter::new(plan, parameters),
            watching,
            tally: plan.has_tests().then(Box::default),
            exposure: 1.0,
            provisional: NEVER,
            learned,
        }
    }

    /// The same on the literal road, whatever the plan.
    #[cfg(test)]
    pub(crate) fn literal(plan: &Plan, parameters: Parameters, learned: u32) -> Self {
        Self {
            watching: Watching::Literal {
                all: watched::start(plan),
                newest: 0,
            },
            ..Self::new(plan, parameters, learned)
        }
    }

    /// Whether fast twins follow the rules.
    #[cfg(test)]
    pub(crate) fn has_cells(&self) -> bool {
        matches!(self.watching, Watching::Cells(_))
    }

    /// Takes the next point of the phase.
    pub(crate) fn step(
        &mut self,
        around: &mut Surroundings<'_>,
        sample: Sample,
        index: u32,
    ) -> Effect {
        let plan = around.plan;
        if !sample.is_present() && plan.gap() == Gap::Break {
            match &mut self.watching {
                Watching::Cells(cells) => cells.break_patterns(around.log),
                Watching::Literal { all, .. } => watched::break_patterns(all, plan, around.log),
            }
        }
        let mut effect = Effect {
            plotted: self.plotter.step(plan, sample, index),
            ..Effect::default()
        };
        let Some((plotted, mark)) = effect.plotted.and_then(|p| Some((p, p.mark?))) else {
            return effect;
        };
        if sample.is_provisional() {
            self.provisional = index;
        }
        self.exposure = plotted.place.exposure;
        around.recent.push(index, plan.lookback());
        if let Some(tally) = &mut self.tally {
            tally.push(mark.side, index);
        }
        let provisional = self.provisional();
        match (&mut self.watching, plan.program()) {
            (Watching::Cells(cells), Some(program)) => {
                let (seen, before) = (Seen::from(mark), cells.newest());
                if cells.step(program, seen, index) {
                    let settling = Settling {
                        log: around.log,
                        recent: around.recent,
                        watches: plan.watches().len(),
                        seen,
                        index,
                        before,
                        judged: self.plotter.plotted,
                        phase: around.closed.len() as u32,
                        known: around.now.max(self.learned),
                        provisional,
                    };
                    effect.held = cells.settle(program, settling).held;
                }
            }
            (Watching::Literal { all, newest }, _) => {
                *newest = index;
                let (plotter, learned) = (&self.plotter, self.learned);
                effect.held =
                    watched::step(all, around, plotter, mark, index, learned, provisional);
            }
            // Cells are made from a program.
            (Watching::Cells(_), None) => {}
        }
        effect
    }

    /// Takes the next point of the phase where nothing is out of the ordinary: the same as
    /// [`step`](Self::step) of a confirmed point on a plain plan, for less. None, and nothing was
    /// done, where the line itself is not plain.
    #[inline(always)]
    pub(crate) fn step_plain(
        &mut self,
        around: Surroundings<'_>,
        plain: &Plain,
        value: f64,
        exposure: f64,
        index: u32,
    ) -> Option<(Held, Limits)> {
        let center = self.plotter.parameters.center;
        let sigma = self.plotter.parameters.plain_sigma(exposure)?;
        let (Watching::Cells(cells), Some(program)) = (&mut self.watching, around.plan.program())
        else {
            return None;
        };
        // Zones without a width are no plain zones.
        let has_width = sigma > 0.0;
        if !has_width {
            return None;
        }
        let mut seen = Seen::of(value, center, sigma, &plain.multiples);
        if plain.has_steps && !self.plotter.broken {
            seen = seen.stepped(value, self.plotter.newest);
        }
        self.plotter.note(value);
        self.exposure = exposure;
        around.recent.push(index, around.plan.lookback());
        let mut held = Held::default();
        let before = cells.newest();
        if cells.step(program, seen, index) {
            let settling = Settling {
                log: around.log,
                recent: around.recent,
                watches: around.plan.watches().len(),
                seen,
                index,
                before,
                judged: self.plotter.plotted,
                phase: around.closed.len() as u32,
                known: around.now.max(self.learned),
                provisional: (self.provisional != NEVER).then_some(self.provisional),
            };
            held = cells.settle(program, settling);
        }
        let limits = Parameters::limits_of(center, sigma, plain.limit_sigma, plain.clip);
        Some((held, limits))
    }

    /// Ends the signals that still run, at the end of the phase.
    pub(crate) fn close(&mut self, log: &mut Log) {
        match &mut self.watching {
            Watching::Cells(cells) => cells.close(log),
            Watching::Literal { all, .. } => all.iter().for_each(|watched| watched.end(log)),
        }
    }

    /// Index of the newest provisional point.
    fn provisional(&self) -> Option<u32> {
        (self.provisional != NEVER).then_some(self.provisional)
    }

    /// Index of the newest judged point.
    fn newest(&self) -> Option<u32> {
        (self.plotter.plotted > 0).then_some(self.watching.newest())
    }

    pub(crate) fn parameters(&self) -> Parameters {
        self.plotter.parameters
    }

    pub(crate) fn tally(&self) -> Option<&Tally> {
        self.tally.as_deref()
    }

    /// The newest judged point with its limits.
    pub(crate) fn latest(&self, plan: &Plan) -> Option<Latest> {
        let ordinal = self.plotter.plotted.checked_sub(1)?;
        Some(Latest {
            index: self.watching.newest() as usize,
            value: self.plotter.newest,
            limits: self.limits(plan, Place::new(self.exposure, ordinal)),
        })
    }

    pub(crate) fn limits(&self, plan: &Plan, place: Place) -> Limits {
        self.plotter.limits(plan, place)
    }

    /// Whether the newest judged point may still be revised.
    pub(crate) fn is_latest_provisional(&self) -> bool {
        self.newest().is_some() && self.newest() == self.provisional()
    }

    /// Whole-phase tests that signal on what was seen so far, by position.
    pub(crate) fn tests_held(&self, plan: &Plan) -> u32 {
        let Some(tally) = self.tally() else { return 0 };
        plan.all_rules()
            .filter(|(_, rule)| tally.signals(rule))
            .fold(0, |bits, (position, _)| bits | 1 << position)
    }

    /// The signals of the whole-phase tests as they stand.
    pub(crate) fn test_signals(&self, plan: &Plan, phase: u32) -> Vec<Logged> {
        let (Some(tally), Some(latest)) = (self.tally(), self.newest()) else {
            return Vec::new();
        };
        plan.all_rules()
            .filter(|(_, rule)| tally.signals(rule))
            .map(|(position, rule)| {
                let (side, first, last) = tally.stretch(rule);
                Logged {
                    first,
                    last,
                    completed: latest,
                    known: latest.max(self.learned),
                    phase,
                    rule: position as u8,
                    side,
                    running: tally.is_running(rule),
                    tentative: self.provisional().is_some(),
                }
            })
            .collect()
    }

    /// Puts the rules' own states in the place of the cells, as a snapshot has them.
    pub(crate) fn spell_out(&mut self, plan: &Plan) {
        if let (Watching::Cells(cells), Some(program)) = (&self.watching, plan.program()) {
            self.watching = Watching::Literal {
                all: cells.spell(program, self.plotter.plotted),
                newest: cells.newest(),
            };
        }
        self.plotter.track.get_or_insert_default();
    }

    /// Puts cells in the place of states, where the plan has them.
    pub(crate) fn pack(&mut self, plan: &Plan) {
        if let (Watching::Literal { all, newest }, Some(program)) = (&self.watching, plan.program())
            && let Some(cells) = Cells::pack(program, all, &self.plotter, *newest)
        {
            self.watching = Watching::Cells(cells);
        }
        if plan.plots_samples() {
            self.plotter.track = None;
        }
    }

    /// Whether a line read from outside could have come about under this plan, known before the
    /// point `horizon`.
    pub(crate) fn is_sound(
        &self,
        plan: &Plan,
        first: u32,
        next: u32,
        horizon: u32,
        log: &Log,
    ) -> bool {
        let Watching::Literal { all, .. } = &self.watching else {
            return true;
        };
        let in_log = |watched: &Watched| {
            watched
                .signal
                .is_none_or(|position| (position as usize) < log.len())
        };
        let tally = |tally: &Tally| tally.is_sound(first, next);
        self.plotter.is_sound(plan, next)
            && self.newest().is_none_or(|index| index < next)
            && self.exposure.is_finite()
            && self.exposure > 0.0
            && self.provisional().is_none_or(|index| index < next)
            && self.learned < horizon
            && self.tally.is_some() == plan.has_tests()
            && self.tally().is_none_or(tally)
            && all.len() == plan.watches().len()
            && all.iter().all(in_log)
            && all
                .iter()
                .zip(plan.watches())
                .all(|(watched, (_, watch))| watch.fits(&watched.state, next))
    }
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        let watching = match (&self.watching, &other.watching) {
            (Watching::Cells(own), Watching::Cells(others)) => {
                own.equals(others, self.plotter.plotted)
            }
            (own, others) => own == others,
        };
        watching
            && self.plotter == other.plotter
            && self.tally == other.tally
            && self.exposure == other.exposure
            && (self.provisional, self.learned) == (other.provisional, other.learned)
    }
}

/// As snapshots have it.
#[cfg(feature = "serde")]
mod written {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Line, NEVER, Watching};
    use crate::chart::Track;
    use crate::limits::Parameters;
    use crate::plotter::Plotter;
    use crate::rule::runs::Tally;
    use crate::watched::Watched;

    #[derive(Serialize, Deserialize)]
    #[serde(rename = "Line", deny_unknown_fields)]
    struct Written {
        plotter: Plotting,
        watched: Box<[Watched]>,
        tally: Option<Box<Tally>>,
        latest: Option<Judged>,
        provisional: Option<u32>,
        learned: u32,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename = "Plotter", deny_unknown_fields)]
    struct Plotting {
        #[serde(with = "crate::exact::parameters")]
        parameters: Parameters,
        track: Track,
        #[serde(with = "crate::exact::option")]
        previous: Option<f64>,
        plotted: u32,
    }

    /// The newest judged point.
    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Judged {
        index: u32,
        #[serde(with = "crate::exact")]
        value: f64,
        #[serde(with = "crate::exact")]
        exposure: f64,
        ordinal: u32,
    }

    impl Serialize for Line {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let Watching::Literal { all, newest } = &self.watching else {
                return Err(serde::ser::Error::custom("the rules of a phase are packed"));
            };
            let plotter = &self.plotter;
            let written = Written {
                plotter: Plotting {
                    parameters: plotter.parameters,
                    track: plotter.track.as_deref().copied().unwrap_or_default(),
                    previous: plotter.previous(),
                    plotted: plotter.plotted,
                },
                watched: all.clone(),
                tally: self.tally.clone(),
                latest: plotter.plotted.checked_sub(1).map(|ordinal| Judged {
                    index: *newest,
                    value: plotter.newest,
                    exposure: self.exposure,
                    ordinal,
                }),
                provisional: self.provisional(),
                learned: self.learned,
            };
            written.serialize(to)
        }
    }

    impl<'de> Deserialize<'de> for Line {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            let written = Written::deserialize(from)?;
            let Plotting {
                parameters,
                track,
                previous,
                plotted,
            } = written.plotter;
            // What does not hold together becomes no number, which is refused later on.
            let (index, value, exposure) = match &written.latest {
                None if plotted == 0 && previous.is_none() => (0, 0.0, 1.0),
                Some(latest)
                    if plotted.checked_sub(1) == Some(latest.ordinal)
                        && previous
                            .is_none_or(|known| known.to_bits() == latest.value.to_bits()) =>
                {
                    (latest.index, latest.value, latest.exposure)
                }
                _ => (0, f64::NAN, 1.0),
            };
            Ok(Self {
                plotter: Plotter {
                    parameters,
                    track: Some(Box::new(track)),
                    newest: value,
                    plotted,
                    broken: previous.is_none(),
                },
                watching: Watching::Literal {
                    all: written.watched,
                    newest: index,
                },
                tally: written.tally,
                exposure,
                provisional: written.provisional.unwrap_or(NEVER),
                learned: written.learned,
            })
        }
    }
}
