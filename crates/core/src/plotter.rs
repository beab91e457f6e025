//! Samples become plotted points and marks.

use crate::chart::{Setting, Statistic, Sums, Track};
use crate::limits::{Limits, Parameters, Place};
use crate::mark::Mark;
use crate::plan::Plan;
use crate::sample::Sample;
use crate::series::Gap;
use crate::side::Side;

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
pub(crate) struct Plotter {
    pub(crate) parameters: Parameters,
    /// Of a chart whose points depend on earlier ones.
    pub(crate) track: Option<Box<Track>>,
    /// Value of the newest judged point; 0 before the first.
    pub(crate) newest: f64,
    /// Number of judged points.
    pub(crate) plotted: u32,
    /// Whether the next point has no neighbor: at the start, and after a gap that breaks.
    pub(crate) broken: bool,
}

impl Plotter {
    pub(crate) fn new(plan: &Plan, parameters: Parameters) -> Self {
        Self {
            parameters,
            track: (!plan.plots_samples()).then(|| Box::new(plan.chart().start())),
            newest: 0.0,
            plotted: 0,
            broken: true,
        }
    }

    /// Value of the point that the next one is compared with.
    pub(crate) fn previous(&self) -> Option<f64> {
        (!self.broken).then_some(self.newest)
    }

    /// Takes a judged value.
    #[inline(always)]
    pub(crate) fn note(&mut self, value: f64) {
        self.newest = value;
        self.broken = false;
        self.plotted += 1;
    }

    /// The point of a sample; none where there is nothing to plot.
    pub(crate) fn step(&mut self, plan: &Plan, sample: Sample, index: u32) -> Option<Plotted> {
        if !sample.is_present() {
            if plan.gap() == Gap::Break {
                self.broken = true;
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
        let mut mark = judge(value, self.previous());
        if let Some(sums) = statistic.sums {
            let other = if value < 0.0 { sums.upper } else { -sums.lower };
            mark = mark.with_opposite(judge(other, None));
        }
        self.note(value);
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
        plan.chart().plot(self.track.as_mut()?, sample, &setting)
    }

    /// The sums that the next sample would make, on a cusum chart.
    pub(crate) fn sums(&self, plan: &Plan, sample: Sample, index: u32) -> Option<Sums> {
        self.own_sums()?;
        self.clone().statistic(plan, sample, index)?.sums
    }

    /// The newest sums, on a cusum chart.
    pub(crate) fn own_sums(&self) -> Option<&Sums> {
        match self.track.as_deref() {
            Some(Track::Sums(sums)) => Some(sums),
            _ => None,
        }
    }

    /// Index at which the pattern behind the newest point beyond its limit began, where the chart
    /// knows.
    pub(crate) fn began(&self, side: Option<Side>) -> Option<u32> {
        let sums = self.own_sums()?;
        match side? {
            Side::Above => sums.upper_since,
            Side::Below => sums.lower_since,
        }
    }

    pub(crate) fn limits(&self, plan: &Plan, place: Place) -> Limits {
        self.parameters
            .limits_at(place, plan.limit_sigma(), plan.clip_range())
    }

    /// Whether it could be one of this plan, in a series of which `next` is the next index.
    pub(crate) fn is_sound(&self, plan: &Plan, next: u32) -> bool {
        let start = plan.chart().start();
        self.parameters.are_finite()
            && match &self.track {
                None => plan.plots_samples(),
                Some(track) => track.is_sound(&start, next),
            }
            && self.newest.is_finite()
            && self.plotted <= next
            && (self.plotted > 0 || self.broken)
    }
}
