//! A plan as written down, and whether it holds together.

use std::fmt;

use super::{PLAN_VERSION, Plain, Plan};
use crate::chart::{Chart, Judging};
use crate::constants::Constants;
use crate::direction::Direction;
use crate::error::PlanError;
use crate::limits::{Clip, NaturalRange, Parameters};
use crate::mark::{Edge, ZoneLine};
use crate::phase::{Baseline, PhaseStart};
use crate::rebase::Rebase;
use crate::rule::Rule;
use crate::rule::seen::ZONES;
use crate::series::{Exclusion, Gap, Invalid};
use crate::side::Sides;

/// A plan as written down: every choice, unchecked. Of a file, all fields but version, chart and
/// rules may be left out, and then take defaults.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(
        rename = "plan",
        expecting = "a plan: an object with version, chart and rules",
        deny_unknown_fields
    )
)]
pub(super) struct Spec {
    pub(super) version: u16,
    pub(super) chart: Chart,
    pub(super) rules: Vec<Rule>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) warnings: Vec<Rule>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) baseline: Baseline,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) phases: Vec<PhaseStart>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_default"))]
    pub(super) rebase: Rebase,
    /// Filled in by the chart where it is left out.
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) limit_sigma: Option<f64>,
    /// The center line, where only the scale is learned.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub(super) center: Option<f64>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) constants: Constants,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) clip: Clip,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) edge: Edge,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) gap: Gap,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) exclusion: Exclusion,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) invalid: Invalid,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) direction: Direction,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) target: Option<f64>,
    #[cfg_attr(feature = "serde", serde(default = "one"))]
    pub(super) current_points: usize,
}

/// Whether a file may leave the field out.
#[cfg(feature = "serde")]
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(feature = "serde")]
fn one() -> usize {
    1
}

impl Spec {
    pub(super) fn new(chart: Chart) -> Self {
        Self {
            version: PLAN_VERSION,
            chart,
            rules: Vec::new(),
            warnings: Vec::new(),
            baseline: Baseline::default(),
            phases: Vec::new(),
            rebase: Rebase::None,
            limit_sigma: None,
            center: None,
            constants: Constants::default(),
            clip: Clip::default(),
            edge: Edge::default(),
            gap: Gap::default(),
            exclusion: Exclusion::default(),
            invalid: Invalid::default(),
            direction: Direction::default(),
            target: None,
            current_points: 1,
        }
    }

    /// The same without the phases that none of the first `points` points is in.
    pub(super) fn until(&self, points: usize) -> Self {
        let mut until = self.clone();
        until.phases.retain(|phase| phase.start < points);
        until
    }

    pub(super) fn baseline_of(&self, phase: usize) -> Baseline {
        phase
            .checked_sub(1)
            .and_then(|planned| self.phases.get(planned)?.baseline)
            .or(self.rebase.baseline())
            .unwrap_or(self.baseline)
    }

    pub(super) fn given(&self, baseline: Baseline) -> Option<Result<Parameters, PlanError>> {
        match baseline {
            Baseline::Given { center, sigma } => {
                Some(self.chart.given(center, sigma, self.constants))
            }
            _ => None,
        }
    }

    pub(super) fn check(&self) -> Result<(), PlanError> {
        if self.version == 0 || self.version > PLAN_VERSION {
            return Err(PlanError::Version {
                found: self.version,
                supported: PLAN_VERSION,
            });
        }
        self.chart.check()?;
        self.check_rules()?;
        self.check_rebase()?;
        self.check_phases()?;
        let range = self.chart.range();
        let possible = |value| (range.lower..=range.upper).contains(&value);
        if let Some(multiple) = self.limit_sigma {
            plan_parameter("limit_sigma", multiple, "a number above 0", |k| k > 0.0)?;
        }
        if let Some(center) = self.center {
            self.chart.check_center(center)?;
        }
        let current = self.current_points as f64;
        let few = |points| (1.0..=100.0).contains(&points);
        plan_parameter("current_points", current, "1 to 100 points", few)?;
        match self.target {
            Some(target) => {
                let expected = match range.upper {
                    1.0 => "a share from 0 to 1, such as 0.95 for 95 %",
                    _ => "a number that the plotted statistic can take",
                };
                plan_parameter("target", target, expected, possible)
            }
            None => Ok(()),
        }
    }

    fn check_rules(&self) -> Result<(), PlanError> {
        let rules = || self.rules.iter().chain(&self.warnings);
        let found = rules().count();
        if found > Plan::MAX_RULES {
            return Err(PlanError::TooMany {
                what: "rules",
                found,
                limit: Plan::MAX_RULES,
            });
        }
        let judging = self.chart.judging();
        for rule in rules() {
            let (text, chart) = (|| rule.to_string(), self.chart.name());
            let needs_sigma = rule.zone_lines(self.edge)[0].is_some();
            if judging == Judging::CenterOnly && needs_sigma {
                return Err(PlanError::NeedsSigma {
                    rule: text(),
                    chart,
                });
            }
            if judging == Judging::BeyondOnly && !matches!(rule, Rule::Beyond(_)) {
                return Err(PlanError::CorrelatedPoints {
                    rule: text(),
                    chart,
                });
            }
            if let Judging::Interval(interval) = judging
                && !matches!(rule, Rule::Beyond(beyond) if beyond.sigma == interval)
            {
                return Err(PlanError::OtherInterval {
                    rule: text(),
                    chart,
                    interval,
                });
            }
            if let (Judging::Interval(_), Rule::Beyond(beyond)) = (judging, rule)
                && beyond.side != Sides::Either
            {
                return Err(PlanError::Option {
                    owner: format!("rule `{}`", text()),
                    option: "side",
                    value: beyond.side.to_string(),
                    expected: "either; a one-sided cusum chart has its `sides`",
                });
            }
            rule.check()?;
            if rules().filter(|other| *other == rule).count() > 1 {
                return Err(PlanError::Duplicate { rule: text() });
            }
        }
        Ok(())
    }

    fn check_rebase(&self) -> Result<(), PlanError> {
        if self.rebase == Rebase::None {
            return Ok(());
        }
        let refuse = |option, value: String, expected| {
            Err(PlanError::Option {
                owner: "plan".to_owned(),
                option,
                value,
                expected,
            })
        };
        self.rebase.check()?;
        let judging = self.chart.judging();
        if matches!(judging, Judging::BeyondOnly | Judging::Interval(_)) {
            let expected = "none on a chart whose points are correlated";
            return refuse("rebase", self.rebase.to_string(), expected);
        }
        if judging == Judging::CenterOnly && matches!(self.rebase, Rebase::StableShift { .. }) {
            let expected = "scottish or runs on a chart without limits";
            return refuse("rebase", self.rebase.to_string(), expected);
        }
        if self.baseline != Baseline::All && Some(self.baseline) != self.rebase.baseline() {
            let expected = "none next to rebase, which brings its own";
            return refuse("baseline", self.baseline.to_string(), expected);
        }
        if let Some(center) = self.center {
            let expected = "none next to rebase, which looks for a new one";
            return refuse("center", center.to_string(), expected);
        }
        let own = self.phases.iter().find_map(|phase| phase.baseline);
        if let Some(baseline) = own {
            let expected = "none at a planned phase next to rebase, which brings its own";
            return refuse("baseline", baseline.to_string(), expected);
        }
        Ok(())
    }

    fn check_phases(&self) -> Result<(), PlanError> {
        let mut previous = 0;
        for phase in &self.phases {
            if phase.start <= previous {
                return Err(PlanError::UnsortedPhases {
                    previous,
                    start: phase.start,
                });
            }
            previous = phase.start;
        }
        let starts = || std::iter::once(0).chain(self.phases.iter().map(|phase| phase.start));
        let ends = self.phases.iter().map(|phase| Some(phase.start - 1));
        for (number, (first, last)) in starts().zip(ends.chain([None])).enumerate() {
            self.check_baseline(self.baseline_of(number), first, last)?;
        }
        Ok(())
    }

    fn check_baseline(
        &self,
        baseline: Baseline,
        phase_first: usize,
        phase_last: Option<usize>,
    ) -> Result<(), PlanError> {
        let (first, last) = match baseline {
            Baseline::All => return Ok(()),
            Baseline::Given { .. } => return self.given(baseline).map_or(Ok(()), |g| g.map(drop)),
            Baseline::First { points } | Baseline::FirstUseful { points } => (
                phase_first,
                phase_first.saturating_add(points).checked_sub(1),
            ),
            Baseline::Range { first, last } if first > last => {
                return Err(PlanError::BackwardBaseline { first, last });
            }
            Baseline::Range { first, last } => (first, Some(last)),
        };
        let points = last.map_or(0, |last| last.saturating_add(1).saturating_sub(first));
        let need = self.chart.minimum();
        if points < need {
            return Err(PlanError::BaselineTooShort {
                points,
                need,
                chart: self.chart.name(),
            });
        }
        let last = last.unwrap_or(first);
        if first < phase_first || phase_last.is_some_and(|phase_last| last > phase_last) {
            return Err(PlanError::BaselineOutsidePhase {
                first,
                last,
                phase_first,
                phase_last,
            });
        }
        Ok(())
    }

    /// Multiple of sigma at which limits stand.
    pub(super) fn limit_sigma(&self) -> f64 {
        self.limit_sigma.unwrap_or_else(|| self.chart.limit_sigma())
    }

    /// The range that reported limits are clipped to.
    pub(super) fn clip_range(&self) -> NaturalRange {
        match self.clip {
            Clip::Natural => self.chart.range(),
            Clip::Off => NaturalRange::UNBOUNDED,
        }
    }

    /// What the plan says of the usual point, largest value and steps left open; none where it is not of
    /// the plain kind. `lines` are the zone lines of its rules.
    pub(super) fn plain(&self, lines: &[ZoneLine]) -> Option<Plain> {
        let mut rules = self.rules.iter().chain(&self.warnings);
        let strict = |line: &ZoneLine| line.edge == Edge::Strict;
        let is_plain = self.chart.plots_samples()
            && self.rebase == Rebase::None
            && !rules.any(Rule::is_whole_phase)
            && lines.len() <= ZONES
            && lines.iter().all(strict);
        let last_start = self.phases.last().map(|phase| phase.start);
        let from = last_start.map_or(0, |start| {
            u32::try_from(start).map_or(u32::MAX, |start| start.saturating_add(1))
        });
        let mut multiples = [f64::INFINITY; ZONES];
        for (multiple, line) in multiples.iter_mut().zip(lines) {
            *multiple = line.sigma;
        }
        is_plain.then(|| Plain {
            limit: f64::MAX,
            from,
            points: u32::MAX - from,
            multiples,
            limit_sigma: self.limit_sigma(),
            clip: Some(self.clip_range()).filter(|range| *range != NaturalRange::UNBOUNDED),
            has_steps: false,
        })
    }

    /// The distinct zone lines of all rules, nearest the center first.
    pub(super) fn lines(&self) -> Result<Vec<ZoneLine>, PlanError> {
        let rules = self.rules.iter().chain(&self.warnings);
        let mut lines: Vec<ZoneLine> = rules
            .flat_map(|rule| rule.zone_lines(self.edge))
            .flatten()
            .collect();
        // At the same multiple, whoever is strictly beyond is inclusively beyond as well.
        let strict = |line: &ZoneLine| line.edge == Edge::Strict;
        lines.sort_by(|a, b| a.sigma.total_cmp(&b.sigma).then(strict(a).cmp(&strict(b))));
        lines.dedup();
        let limit = usize::from(u8::MAX) - 1;
        if lines.len() > limit {
            return Err(PlanError::TooMany {
                what: "zone lines",
                found: lines.len(),
                limit,
            });
        }
        Ok(lines)
    }
}

fn plan_parameter(
    parameter: &'static str,
    value: f64,
    expected: &'static str,
    holds: impl Fn(f64) -> bool,
) -> Result<(), PlanError> {
    if value.is_finite() && holds(value) {
        Ok(())
    } else {
        Err(PlanError::Parameter {
            owner: "plan".to_owned(),
            parameter,
            value,
            expected,
        })
    }
}

/// One line for each choice on which the state of a monitor rests, in a fixed order: not the ones
/// that only shape how a state is read. Options at their default are left out, so that a later
/// option leaves the text of today's plans, and with it their fingerprints, as they are.
impl fmt::Display for Spec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "chart {}", self.chart)?;
        for rule in &self.rules {
            writeln!(f, "rule {rule}")?;
        }
        for rule in &self.warnings {
            writeln!(f, "warning {rule}")?;
        }
        writeln!(f, "baseline {}", self.baseline)?;
        for phase in &self.phases {
            write!(f, "phase at {}", phase.start)?;
            match &phase.baseline {
                Some(baseline) => writeln!(f, " baseline {baseline}")?,
                None => writeln!(f)?,
            }
        }
        let usual = Self::new(self.chart);
        option(f, "rebase", &self.rebase, &usual.rebase)?;
        option(f, "constants", &self.constants, &usual.constants)?;
        if let Some(center) = self.center {
            writeln!(f, "center {center}")?;
        }
        option(f, "edge", &self.edge, &usual.edge)?;
        option(f, "gap", &self.gap, &usual.gap)?;
        option(f, "exclusion", &self.exclusion, &usual.exclusion)?;
        option(f, "invalid", &self.invalid, &usual.invalid)?;
        option(
            f,
            "current_points",
            &self.current_points,
            &usual.current_points,
        )
    }
}

fn option<T: PartialEq + fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    value: &T,
    usual: &T,
) -> fmt::Result {
    if value == usual {
        Ok(())
    } else {
        writeln!(f, "{name} {value}")
    }
}
