//! Plans: chart, rules and phases, checked once.

use std::fmt;
use std::sync::Arc;

use crate::baseline::moving_range::ChainOptions;
use crate::chart::{Chart, FitOptions, Judging};
use crate::constants::Constants;
use crate::error::PlanError;
use crate::limits::{Clip, Parameters, Range};
use crate::mark::{Edge, Mark, ZoneIndex, ZoneLine};
use crate::phase::{Baseline, PhaseStart};
use crate::reading::Direction;
use crate::report::Signal;
use crate::rule::{KOfM, Preset, Rule, Watch};
use crate::series::{Exclusion, Gap, Invalid};

/// Version of the plan format that this engine writes, and the newest it reads.
pub const PLAN_VERSION: u16 = 1;

/// What is computed for a series: chart, rules, phases, options. Immutable, checked once, shared.
///
/// A plan can only be built valid, so scanning and pushing have nothing left to refuse but data.
/// Cloning is cheap: clones share one allocation.
///
/// ```
/// use redbead::{Baseline, Chart, Direction, Plan, Preset, Shift, Tie};
///
/// let plan = Plan::builder(Chart::individuals())
///     .preset(Preset::WesternElectric)
///     .rule(Shift { points: 7, on_center: Tie::Break })
///     .baseline(Baseline::First { points: 24 })
///     .direction(Direction::Decrease)
///     .build()?;
/// assert_eq!(plan.rules().len(), 5);
///
/// // What does not fit is refused, with the reason.
/// let refused = Plan::builder(Chart::run()).preset(Preset::Nelson).build();
/// assert_eq!(
///     refused.unwrap_err().to_string(),
///     "rule `beyond sigma=3 side=either` needs sigma, and the run chart has none; \
///      use an individuals chart"
/// );
/// # Ok::<(), redbead::PlanError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Spec", into = "Spec"))]
pub struct Plan {
    checked: Arc<Checked>,
}

/// A specification that holds together, and what follows from it.
#[derive(Debug, PartialEq)]
struct Checked {
    spec: Spec,
    /// Distinct zone lines of all rules, nearest the center first.
    lines: Vec<ZoneLine>,
    /// Rules and warnings as they follow a series, each with its position among them.
    watches: Vec<(u8, Watch)>,
    /// Judged points that windows and the question what is current look back on.
    lookback: usize,
    tests: bool,
    fingerprint: u64,
}

/// A plan as written down: every choice, unchecked. Fields left out of a file take defaults.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Spec {
    version: u16,
    chart: Chart,
    rules: Vec<Rule>,
    #[cfg_attr(feature = "serde", serde(default))]
    warnings: Vec<Rule>,
    #[cfg_attr(feature = "serde", serde(default))]
    baseline: Baseline,
    #[cfg_attr(feature = "serde", serde(default))]
    phases: Vec<PhaseStart>,
    #[cfg_attr(feature = "serde", serde(default = "three"))]
    limit_sigma: f64,
    #[cfg_attr(feature = "serde", serde(default))]
    constants: Constants,
    #[cfg_attr(feature = "serde", serde(default))]
    clip: Clip,
    #[cfg_attr(feature = "serde", serde(default))]
    edge: Edge,
    #[cfg_attr(feature = "serde", serde(default))]
    gap: Gap,
    #[cfg_attr(feature = "serde", serde(default))]
    exclusion: Exclusion,
    #[cfg_attr(feature = "serde", serde(default))]
    invalid: Invalid,
    #[cfg_attr(feature = "serde", serde(default))]
    direction: Direction,
    #[cfg_attr(feature = "serde", serde(default))]
    target: Option<f64>,
    #[cfg_attr(feature = "serde", serde(default = "one"))]
    current_points: usize,
}

#[cfg(feature = "serde")]
fn three() -> f64 {
    3.0
}

#[cfg(feature = "serde")]
fn one() -> usize {
    1
}

/// Collects the choices of a [`Plan`]; [`build`](Self::build) checks them.
#[derive(Debug, Clone)]
#[must_use]
pub struct PlanBuilder {
    spec: Spec,
    has_rules: bool,
}

impl PlanBuilder {
    /// Adds a rule whose signals call for action.
    pub fn rule(mut self, rule: impl Into<Rule>) -> Self {
        self.has_rules = true;
        self.spec.rules.push(rule.into());
        self
    }

    /// Adds a rule whose signals are a warning to look closer; readings leave them aside.
    pub fn warning(mut self, rule: impl Into<Rule>) -> Self {
        self.has_rules = true;
        self.spec.warnings.push(rule.into());
        self
    }

    /// Adds the rules and warnings of a preset.
    pub fn preset(mut self, preset: Preset) -> Self {
        self.has_rules = true;
        self.spec.rules.extend(preset.rules());
        self.spec.warnings.extend(preset.warnings());
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

    /// Multiple of sigma at which control limits are reported. Default 3. Rules keep their own.
    pub fn limit_sigma(mut self, multiple: f64) -> Self {
        self.spec.limit_sigma = multiple;
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

    /// The value that the measure should reach, in the unit of the plotted statistic.
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
    /// chart, [`Preset::Shewhart`] on a chart with sigma.
    ///
    /// # Errors
    ///
    /// A [`PlanError`] that names the first thing that does not fit, and what would.
    pub fn build(mut self) -> Result<Plan, PlanError> {
        if !self.has_rules {
            self = match self.spec.chart.judging() {
                Judging::CenterOnly => self.preset(Preset::ScottishRunChart),
                Judging::AnyRule | Judging::BeyondOnly => self.preset(Preset::Shewhart),
            };
        }
        Plan::try_from(self.spec)
    }
}

impl Plan {
    /// Most rules and warnings that one plan can hold.
    pub const MAX_RULES: usize = 32;

    /// Starts a plan for a chart.
    pub fn builder(chart: Chart) -> PlanBuilder {
        PlanBuilder {
            spec: Spec {
                version: PLAN_VERSION,
                chart,
                rules: Vec::new(),
                warnings: Vec::new(),
                baseline: Baseline::default(),
                phases: Vec::new(),
                limit_sigma: 3.0,
                constants: Constants::default(),
                clip: Clip::default(),
                edge: Edge::default(),
                gap: Gap::default(),
                exclusion: Exclusion::default(),
                invalid: Invalid::default(),
                direction: Direction::default(),
                target: None,
                current_points: 1,
            },
            has_rules: false,
        }
    }

    /// Starts a plan with the chart and the rules of a preset.
    pub fn of(preset: Preset) -> PlanBuilder {
        Self::builder(preset.chart()).preset(preset)
    }

    /// The chart.
    #[must_use]
    pub fn chart(&self) -> &Chart {
        &self.checked.spec.chart
    }

    /// The rules whose signals call for action.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.checked.spec.rules
    }

    /// The rules whose signals are warnings.
    #[must_use]
    pub fn warnings(&self) -> &[Rule] {
        &self.checked.spec.warnings
    }

    /// Which direction is good.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.checked.spec.direction
    }

    /// The value that the measure should reach.
    #[must_use]
    pub fn target(&self) -> Option<f64> {
        self.checked.spec.target
    }

    /// A number that stands for the plan: equal plans have equal fingerprints, on every machine.
    ///
    /// FNV-1a, 64 bits, of the plan's text.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        self.checked.fingerprint
    }

    pub(crate) fn fingerprint_text(&self) -> String {
        format!("{:016x}", self.fingerprint())
    }

    /// Rule at a position of a [`RuleSet`](crate::RuleSet): rules first, then warnings; and
    /// whether it is a warning.
    #[must_use]
    pub fn rule_at(&self, position: usize) -> Option<(Rule, bool)> {
        let rules = self.rules();
        match rules.get(position) {
            Some(rule) => Some((*rule, false)),
            None => {
                let warning = self.warnings().get(position.checked_sub(rules.len())?)?;
                Some((*warning, true))
            }
        }
    }

    pub(crate) fn all_rules(&self) -> impl Iterator<Item = (usize, &Rule)> {
        self.rules().iter().chain(self.warnings()).enumerate()
    }

    pub(crate) fn watches(&self) -> &[(u8, Watch)] {
        &self.checked.watches
    }

    /// Whether a judged point inside a signal's stretch is one of its members.
    pub(crate) fn has_member(&self, signal: &Signal, mark: Mark, is_first: bool) -> bool {
        if signal.rule.is_whole_phase() {
            return match signal.side {
                None => mark.side.is_some(),
                side => mark.side == side,
            };
        }
        let watches = self.watches().iter();
        let mut of_rule = watches.filter(|(_, watch)| *watch.rule() == signal.rule);
        of_rule.any(|(_, watch)| watch.has_member(mark, signal.side, is_first))
    }

    pub(crate) fn zone_lines(&self) -> &[ZoneLine] {
        &self.checked.lines
    }

    /// Judged points that windows and the question what is current look back on.
    pub(crate) fn lookback(&self) -> usize {
        self.checked.lookback
    }

    pub(crate) fn has_tests(&self) -> bool {
        self.checked.tests
    }

    pub(crate) fn gap(&self) -> Gap {
        self.checked.spec.gap
    }

    pub(crate) fn invalid(&self) -> Invalid {
        self.checked.spec.invalid
    }

    pub(crate) fn limit_sigma(&self) -> f64 {
        self.checked.spec.limit_sigma
    }

    pub(crate) fn current_points(&self) -> usize {
        self.checked.spec.current_points
    }

    /// The range that reported limits are clipped to.
    pub(crate) fn clip_range(&self) -> Range {
        match self.checked.spec.clip {
            Clip::Natural => self.chart().range(),
            Clip::Off => Range::UNBOUNDED,
        }
    }

    pub(crate) fn fit_options(&self) -> FitOptions {
        let spec = &self.checked.spec;
        FitOptions {
            constants: spec.constants,
            chain: ChainOptions {
                gap: spec.gap,
                exclusion: spec.exclusion,
            },
        }
    }

    /// Baseline of the phase with this number, the first being 0.
    pub(crate) fn baseline(&self, phase: usize) -> Baseline {
        self.checked.spec.baseline_of(phase)
    }

    /// Start of the phase after the one with this number.
    pub(crate) fn next_start(&self, phase: usize) -> Option<usize> {
        Some(self.checked.spec.phases.get(phase)?.start)
    }

    /// Parameters of a phase whose baseline is given.
    pub(crate) fn given(&self, phase: usize) -> Option<Parameters> {
        self.checked.spec.given(self.baseline(phase))?.ok()
    }
}

impl Spec {
    fn baseline_of(&self, phase: usize) -> Baseline {
        phase
            .checked_sub(1)
            .and_then(|planned| self.phases.get(planned)?.baseline)
            .unwrap_or(self.baseline)
    }

    fn given(&self, baseline: Baseline) -> Option<Result<Parameters, PlanError>> {
        match baseline {
            Baseline::Given { center, sigma } => {
                Some(self.chart.given(center, sigma, self.constants))
            }
            _ => None,
        }
    }

    fn check(&self) -> Result<(), PlanError> {
        if self.version == 0 || self.version > PLAN_VERSION {
            return Err(PlanError::Version {
                found: self.version,
                supported: PLAN_VERSION,
            });
        }
        self.chart.check()?;
        self.check_rules()?;
        self.check_phases()?;
        plan_parameter("limit_sigma", self.limit_sigma, "a number above 0", |k| {
            k > 0.0
        })?;
        let current = self.current_points as f64;
        let few = |points| (1.0..=100.0).contains(&points);
        plan_parameter("current_points", current, "1 to 100 points", few)?;
        match self.target {
            Some(target) => plan_parameter("target", target, "a finite number", |_| true),
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
            rule.check()?;
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

    /// The distinct zone lines of all rules, nearest the center first.
    fn lines(&self) -> Result<Vec<ZoneLine>, PlanError> {
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

impl TryFrom<Spec> for Plan {
    type Error = PlanError;

    fn try_from(spec: Spec) -> Result<Self, PlanError> {
        spec.check()?;
        let lines = spec.lines()?;
        let position = |line: ZoneLine| {
            let found = lines.iter().position(|known| *known == line)?;
            Some(ZoneIndex(found as u8))
        };
        let rules = || spec.rules.iter().chain(&spec.warnings);
        let watches = rules()
            .enumerate()
            .flat_map(|(number, rule)| {
                let zones = rule.zone_lines(spec.edge).map(|line| position(line?));
                let watches = rule.watches(zones).into_iter();
                watches.map(move |watch| (number as u8, watch))
            })
            .collect();
        let lookback = rules()
            .map(|rule| match rule {
                Rule::KOfM(KOfM { m, .. }) => *m as usize,
                _ => 0,
            })
            .fold(spec.current_points, usize::max);
        let tests = rules().any(Rule::is_whole_phase);
        let fingerprint = fnv1a(&spec.to_string());
        Ok(Self {
            checked: Arc::new(Checked {
                lines,
                watches,
                lookback,
                tests,
                fingerprint,
                spec,
            }),
        })
    }
}

impl From<Plan> for Spec {
    fn from(plan: Plan) -> Self {
        Arc::unwrap_or_clone(plan.checked).spec
    }
}

impl Clone for Checked {
    fn clone(&self) -> Self {
        Self {
            spec: self.spec.clone(),
            lines: self.lines.clone(),
            watches: self.watches.clone(),
            ..*self
        }
    }
}

/// One line for each choice that shapes the numbers, in a fixed order.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.checked.spec.fmt(f)
    }
}

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
        writeln!(
            f,
            "limits {} sigma, {} constants",
            self.limit_sigma, self.constants
        )?;
        let clip = match self.clip {
            Clip::Natural => "natural",
            Clip::Off => "off",
        };
        let edge = match self.edge {
            Edge::Strict => "strict",
            Edge::Inclusive => "inclusive",
        };
        writeln!(f, "clip {clip}, edge {edge}")?;
        writeln!(
            f,
            "gap {}, exclusion {}, invalid {}",
            self.gap, self.exclusion, self.invalid
        )?;
        write!(f, "direction {}, ", self.direction)?;
        match self.target {
            Some(target) => write!(f, "target {target}, ")?,
            None => f.write_str("no target, ")?,
        }
        writeln!(f, "current within {} points", self.current_points)
    }
}

fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
