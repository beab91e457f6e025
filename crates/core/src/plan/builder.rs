//! Choices collected one by one.

use super::Plan;
use super::spec::Spec;
use crate::chart::{Chart, Judging};
use crate::constants::Constants;
use crate::direction::Direction;
use crate::error::PlanError;
use crate::limits::Clip;
use crate::mark::Edge;
use crate::phase::{Baseline, PhaseStart};
use crate::rebase::Rebase;
use crate::rule::{Beyond, Preset, Rule};
use crate::series::{Exclusion, Gap, Invalid};

/// Collects the choices of a [`Plan`]; [`build`](Self::build) checks them.
#[derive(Debug, Clone)]
#[must_use]
pub struct PlanBuilder {
    spec: Spec,
    has_rules: bool,
}

impl PlanBuilder {
    pub(super) fn new(chart: Chart) -> Self {
        Self {
            spec: Spec::new(chart),
            has_rules: false,
        }
    }

    /// Adds a rule whose signals call for action, if the plan does not hold it already.
    pub fn rule(mut self, rule: impl Into<Rule>) -> Self {
        self.has_rules = true;
        add(&mut self.spec.rules, rule.into());
        self
    }

    /// Adds a rule whose signals are a warning to look closer; readings leave them aside.
    pub fn warning(mut self, rule: impl Into<Rule>) -> Self {
        self.has_rules = true;
        add(&mut self.spec.warnings, rule.into());
        self
    }

    /// Adds the rules and warnings of a preset. The chart stays as it is: where a source goes with
    /// a chart option, as `PlotTheDots` with screened moving ranges, [`Plan::of`] sets both.
    pub fn preset(mut self, preset: Preset) -> Self {
        self.has_rules = true;
        for rule in preset.rules() {
            add(&mut self.spec.rules, rule);
        }
        for rule in preset.warnings() {
            add(&mut self.spec.warnings, rule);
        }
        self
    }

    /// Leaves the plan without rules, for limits alone.
    pub fn no_rules(mut self) -> Self {
        self.has_rules = true;
        self
    }

    /// Where the parameters of each phase come from. Default [`Baseline::All`].
    pub fn baseline(mut self, baseline: Baseline) -> Self {
        self.spec.baseline = baseline;
        self
    }

    /// Starts a new phase at each of these zero-based indices, with the plan's baseline.
    pub fn phases_at(mut self, starts: impl IntoIterator<Item = usize>) -> Self {
        let planned = starts.into_iter().map(|start| PhaseStart {
            start,
            baseline: None,
        });
        self.spec.phases.extend(planned);
        self
    }

    /// Starts a new phase at a zero-based index, with a baseline of its own.
    pub fn phase(mut self, start: usize, baseline: Baseline) -> Self {
        self.spec.phases.push(PhaseStart {
            start,
            baseline: Some(baseline),
        });
        self
    }

    /// Starts new phases on evidence in the series. Brings its own baselines, so that none is
    /// chosen next to it, unless it is the same; planned phases take them as well. Default none.
    pub fn rebase(mut self, rebase: Rebase) -> Self {
        self.spec.rebase = rebase;
        self
    }

    /// Multiple of sigma at which control limits are reported. Default 3, on an EWMA chart its
    /// width, on a CUSUM chart its interval. Rules keep their own.
    pub fn limit_sigma(mut self, multiple: f64) -> Self {
        self.spec.limit_sigma = Some(multiple);
        self
    }

    /// The center line of every phase, so that a baseline gives the scale alone: a target, or a
    /// known mean. In the unit of the plotted statistic; on a CUSUM chart the mean of the values,
    /// on a g chart the mean number of units. Not next to [`rebase`](Self::rebase), which looks for
    /// new centers. Default learned.
    pub fn center(mut self, center: f64) -> Self {
        self.spec.center = Some(center);
        self
    }

    /// Which constants turn ranges into sigma. Default exact.
    pub fn constants(mut self, constants: Constants) -> Self {
        self.spec.constants = constants;
        self
    }

    /// Whether reported limits stop at the range of the statistic. Default natural.
    pub fn clip(mut self, clip: Clip) -> Self {
        self.spec.clip = clip;
        self
    }

    /// Whether a point on a zone line is beyond it. Default strict.
    pub fn edge(mut self, edge: Edge) -> Self {
        self.spec.edge = edge;
        self
    }

    /// What a missing point does to its neighbors. Default skip.
    pub fn gap(mut self, gap: Gap) -> Self {
        self.spec.gap = gap;
        self
    }

    /// What an excluded point does to moving ranges. Default join.
    pub fn exclusion(mut self, exclusion: Exclusion) -> Self {
        self.spec.exclusion = exclusion;
        self
    }

    /// What happens to observations that the chart cannot use. Default refuse.
    pub fn invalid(mut self, invalid: Invalid) -> Self {
        self.spec.invalid = invalid;
        self
    }

    /// Which direction is good. Default not judged.
    pub fn direction(mut self, direction: Direction) -> Self {
        self.spec.direction = direction;
        self
    }

    /// The value that the measure should reach, in the unit of the plotted statistic: a share from
    /// 0 to 1 on a p chart, cases per one unit of exposure on a u chart whatever its `per`.
    pub fn target(mut self, target: f64) -> Self {
        self.spec.target = Some(target);
        self
    }

    /// A signal is current when it touches the last so many useful points. Default 1.
    pub fn current_points(mut self, points: usize) -> Self {
        self.spec.current_points = points;
        self
    }

    /// Checks that everything fits.
    ///
    /// Without any rule the plan takes the usual ones: [`Preset::ScottishRunChart`] on a run
    /// chart, [`Preset::Shewhart`] on a chart with sigma, and [`Beyond`] the chart's own multiple on
    /// an EWMA or CUSUM chart.
    ///
    /// # Errors
    ///
    /// A [`PlanError`] that names the first thing that does not fit, and what would.
    pub fn build(mut self) -> Result<Plan, PlanError> {
        if !self.has_rules {
            self = match self.spec.chart.judging() {
                Judging::CenterOnly => self.preset(Preset::ScottishRunChart),
                Judging::AnyRule | Judging::BeyondOnly | Judging::Interval(_) => {
                    let sigma = self.spec.chart.limit_sigma();
                    self.rule(Beyond {
                        sigma,
                        ..Beyond::default()
                    })
                }
            };
        }
        Plan::try_from(self.spec)
    }
}

fn add(rules: &mut Vec<Rule>, rule: Rule) {
    if !rules.contains(&rule) {
        rules.push(rule);
    }
}
