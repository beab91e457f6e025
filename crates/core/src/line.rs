//! The one inner line: a fitted phase takes its points one after the other.

use crate::chart::{Setting, Statistic, Sums, Track};
use crate::limits::{Limits, Parameters, Place};
use crate::mark::Mark;
use crate::plan::Plan;
use crate::report::Latest;
use crate::rule::runs::Tally;
use crate::rule::{Event, Recent, Watch, WatchState};
use crate::sample::Sample;
use crate::series::Gap;
use crate::side::Side;
use crate::signal::{Log, Logged};

/// What a plotted point looks like: its statistic, its place, its mark.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plotted {
    pub(crate) value: f64,
    pub(crate) place: Place,
    /// None for an excluded point.
    pub(crate) mark: Option<Mark>,
}

/// Turns samples into plotted points and marks; the part of a line that rules do not touch.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct Plotter {
    #[cfg_attr(feature = "serde", serde(with = "crate::exact::parameters"))]
    parameters: Parameters,
    track: Track,
    #[cfg_attr(feature = "serde", serde(with = "crate::exact::option"))]
    previous: Option<f64>,
    plotted: u32,
}

impl Plotter {
    pub(crate) fn new(plan: &Plan, parameters: Parameters) -> Self {
        Self {
            parameters,
            track: plan.chart().start(),
            previous: None,
            plotted: 0,
        }
    }

    /// The point of a sample; none where there is nothing to plot.
    pub(crate) fn step(&mut self, plan: &Plan, sample: Sample, index: u32) -> Option<Plotted> {
        if !sample.is_present() {
            if plan.gap() == Gap::Break {
                self.previous = None;
            }
            if plan.plots_samples() {
                return None;
            }
        }
        let statistic = if plan.plots_samples() {
            sample.value.into()
        } else {
            self.statistic(plan, sample, index)?
        };
        let place = Place::new(sample.exposure, self.plotted);
        let value = statistic.value;
        if sample.is_excluded() {
            let mark = None;
            return Some(Plotted { value, place, mark });
        }
        let judge =
            |value, previous| Mark::of(value, &self.parameters, place, plan.zone_lines(), previous);
        let mut mark = judge(value, self.previous);
        if let Some(sums) = statistic.sums {
            let other = if value < 0.0 { sums.upper } else { -sums.lower };
            mark = mark.with_opposite(judge(other, None));
        }
        self.previous = Some(value);
        self.plotted = self.plotted.saturating_add(1);
        Some(Plotted {
            value,
            place,
            mark: Some(mark),
        })
    }

    /// The statistic of a chart that does not plot samples as they are.
    fn statistic(&mut self, plan: &Plan, sample: Sample, index: u32) -> Option<Statistic> {
        let setting = Setting {
            parameters: &self.parameters,
            chain: plan.fit_options().chain,
            edge: plan.edge(),
            index,
        };
        plan.chart().plot(&mut self.track, sample, &setting)
    }

    /// The sums that the next sample would make, on a cusum chart.
    pub(crate) fn sums(&self, plan: &Plan, sample: Sample, index: u32) -> Option<Sums> {
        let Track::Sums(_) = self.track else {
            return None;
        };
        self.clone().statistic(plan, sample, index)?.sums
    }

    /// Index at which the pattern behind the newest point beyond its limit began, where the chart
    /// knows.
    fn began(&self, side: Option<Side>) -> Option<u32> {
        let Track::Sums(sums) = &self.track else {
            return None;
        };
        match side? {
            Side::Above => sums.upper_since,
            Side::Below => sums.lower_since,
        }
    }

    pub(crate) fn limits(&self, plan: &Plan, place: Place) -> Limits {
        self.parameters
            .limits_at(place, plan.limit_sigma(), plan.clip_range())
    }

    fn is_sound(&self, plan: &Plan, next: u32) -> bool {
        self.parameters.are_finite()
            && self.track.is_sound(&plan.chart().start(), next)
            && self.previous.is_none_or(f64::is_finite)
            && self.plotted <= next
    }
}

/// A rule's state, and where its newest signal stands in the log.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Watched {
    state: WatchState,
    signal: Option<u32>,
}

/// The newest judged point.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Judged {
    index: u32,
    #[cfg_attr(feature = "serde", serde(with = "crate::exact"))]
    value: f64,
    #[cfg_attr(feature = "serde", serde(with = "crate::exact"))]
    exposure: f64,
    ordinal: u32,
}

/// A phase with parameters, as it takes its points.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct Line {
    plotter: Plotter,
    watched: Box<[Watched]>,
    tally: Option<Box<Tally>>,
    latest: Option<Judged>,
    provisional: Option<u32>,
    /// Index of the point at which the parameters were known.
    learned: u32,
}

/// What the rest of a monitor lends to its line.
pub(crate) struct Surroundings<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) log: &'a mut Log,
    pub(crate) recent: &'a mut Recent,
    /// Number of the phase.
    pub(crate) phase: u32,
    /// Index of the newest point, which comes later than the one that is judged in a replay.
    pub(crate) now: u32,
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
        let start = |(_, watch): &(u8, Watch)| Watched {
            state: watch.start(),
            signal: None,
        };
        Self {
            plotter: Plotter::new(plan, parameters),
            watched: plan.watches().iter().map(start).collect(),
            tally: plan.has_tests().then(Box::default),
            latest: None,
            provisional: None,
            learned,
        }
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
            self.break_patterns(plan, around.log);
        }
        let mut effect = Effect {
            plotted: self.plotter.step(plan, sample, index),
            ..Effect::default()
        };
        let Some((plotted, mark)) = effect.plotted.and_then(|p| Some((p, p.mark?))) else {
            return effect;
        };
        if sample.is_provisional() {
            self.provisional = Some(index);
        }
        self.latest = Some(Judged {
            index,
            value: plotted.value,
            exposure: plotted.place.exposure,
            ordinal: plotted.place.ordinal,
        });
        around.recent.push(index);
        if let Some(tally) = &mut self.tally {
            tally.push(mark.side, index);
        }
        for (watched, (rule, watch)) in self.watched.iter_mut().zip(plan.watches()) {
            let bit = 1 << rule;
            let mut event = watch.step(&mut watched.state, mark, index, around.recent);
            if let Event::Extended { last } = event
                && let Some(first) = watched.restarted(&self.plotter, around.log)
            {
                let side = watched.side(around.log);
                event = Event::Opened { side, first, last };
            }
            match event {
                Event::Quiet => {}
                Event::Ended => watched.end(around.log),
                Event::Extended { last } => {
                    effect.held |= bit;
                    watched.extend(around.log, last);
                }
                Event::Opened { side, first, last } => {
                    let first = self.plotter.began(side).unwrap_or(first);
                    effect.held |= bit;
                    watched.end(around.log);
                    watched.signal = Some(around.log.len() as u32);
                    around.log.push(Logged {
                        first,
                        last,
                        completed: index,
                        known: around.now.max(self.learned),
                        phase: around.phase,
                        rule: *rule,
                        side,
                        running: true,
                        tentative: self.provisional.is_some_and(|point| point >= first),
                    });
                }
            }
        }
        effect
    }

    /// Ends every pattern in progress, as a gap may.
    fn break_patterns(&mut self, plan: &Plan, log: &mut Log) {
        for (watched, (_, watch)) in self.watched.iter_mut().zip(plan.watches()) {
            watched.state = watch.start();
            watched.end(log);
        }
    }

    /// Ends the signals that still run, at the end of the phase.
    pub(crate) fn close(&mut self, log: &mut Log) {
        for watched in &mut self.watched {
            watched.end(log);
        }
    }

    pub(crate) fn parameters(&self) -> Parameters {
        self.plotter.parameters
    }

    pub(crate) fn tally(&self) -> Option<&Tally> {
        self.tally.as_deref()
    }

    /// The newest judged point with its limits.
    pub(crate) fn latest(&self, plan: &Plan) -> Option<Latest> {
        self.latest.map(|judged| Latest {
            index: judged.index as usize,
            value: judged.value,
            limits: self.limits(plan, Place::new(judged.exposure, judged.ordinal)),
        })
    }

    pub(crate) fn limits(&self, plan: &Plan, place: Place) -> Limits {
        self.plotter.limits(plan, place)
    }

    /// Whether the newest judged point may still be revised.
    pub(crate) fn is_latest_provisional(&self) -> bool {
        let latest = self.latest.map(|judged| judged.index);
        latest.is_some() && latest == self.provisional
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
        let (Some(tally), Some(latest)) = (self.tally(), &self.latest) else {
            return Vec::new();
        };
        plan.all_rules()
            .filter(|(_, rule)| tally.signals(rule))
            .map(|(position, rule)| {
                let (side, first, last) = tally.stretch(rule);
                Logged {
                    first,
                    last,
                    completed: latest.index,
                    known: latest.index.max(self.learned),
                    phase,
                    rule: position as u8,
                    side,
                    running: tally.is_running(rule),
                    tentative: self.provisional.is_some(),
                }
            })
            .collect()
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
        let in_log = |watched: &Watched| {
            watched
                .signal
                .is_none_or(|position| (position as usize) < log.len())
        };
        let latest = self.latest.is_none_or(|judged| {
            judged.index < next
                && judged.value.is_finite()
                && judged.exposure.is_finite()
                && judged.exposure > 0.0
        });
        let tally = |tally: &Tally| tally.is_sound(first, next);
        self.plotter.is_sound(plan, next)
            && latest
            && self.provisional.is_none_or(|index| index < next)
            && self.learned < horizon
            && self.tally.is_some() == plan.has_tests()
            && self.tally().is_none_or(tally)
            && self.watched.len() == plan.watches().len()
            && self.watched.iter().all(in_log)
            && self
                .watched
                .iter()
                .zip(plan.watches())
                .all(|(watched, (_, watch))| watch.fits(&watched.state, next))
    }
}

impl Watched {
    fn end(&self, log: &mut Log) {
        if let Some(signal) = self.logged(log) {
            signal.running = false;
        }
    }

    fn extend(&self, log: &mut Log, last: u32) {
        if let Some(signal) = self.logged(log) {
            signal.last = signal.last.max(last);
            signal.running = true;
        }
    }

    fn side(&self, log: &mut Log) -> Option<Side> {
        self.logged(log)?.side
    }

    /// Where the pattern behind the newest point began, if that was after the newest signal: sums
    /// that started again at zero.
    fn restarted(&self, plotter: &Plotter, log: &mut Log) -> Option<u32> {
        let Track::Sums(_) = plotter.track else {
            return None;
        };
        let signal = self.logged(log)?;
        let began = plotter.began(signal.side)?;
        (began > signal.last).then_some(began)
    }

    fn logged<'a>(&self, log: &'a mut Log) -> Option<&'a mut Logged> {
        log.get_mut(self.signal? as usize)
    }
}
