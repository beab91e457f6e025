//! Plans: chart, rules and phases, checked once.

mod builder;
mod spec;
mod words;

use std::fmt;
use std::sync::Arc;

pub use builder::PlanBuilder;
use spec::Spec;

use crate::baseline::moving_range::ChainOptions;
use crate::chart::{Chart, FitOptions, Judging, Reader};
use crate::direction::Direction;
use crate::error::{PlanError, SeriesError};
use crate::fingerprint::Fingerprint;
use crate::limits::{NaturalRange, Parameters};
use crate::mark::{Edge, ZoneIndex, ZoneLine};
use crate::observation::Observation;
use crate::phase::{Baseline, PhaseStart};
use crate::rebase::Rebase;
use crate::rule::pattern::Paths;
use crate::rule::seen::ZONES;
use crate::rule::{KOfM, Preset, Program, Rule, Watch};
use crate::sample::Sample;
use crate::series::Gap;

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
///
/// # As a file
///
/// With the feature `serde` a plan is its own configuration file. `version`, `chart` and `rules` must
/// stand; every other field has the default of the builder. A chart is an object with its short
/// name as `kind` and its options; a rule is its name, or its name with an object of the options
/// that are not at their default; so is a baseline. `rules` are taken as they are: an empty list is
/// a plan without rules. Presets have no name in the file: write their rules, which
/// `Plan::of(preset)` does.
///
/// ```json
#[doc = include_str!("../../testdata/formats/plan_by_hand.json")]
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
    reader: Reader,
    plots_samples: bool,
    /// Whether the batch road may be tried.
    sweeps: bool,
    /// What rules go along, on that road.
    paths: Paths,
    /// Whether a fit to a whole series shows whether all its values can be used.
    fit_checks_values: bool,
    /// Distinct zone lines of all rules, nearest the center first.
    lines: Vec<ZoneLine>,
    /// Rules and warnings as they follow a series, each with its position among them.
    watches: Vec<(u8, Watch)>,
    /// Judged points that windows and the question what is current look back on.
    lookback: usize,
    tests: bool,
    /// Twins of the rules, where all have one.
    program: Option<Program>,
    plain: Option<Plain>,
    limit_sigma: f64,
    /// The range that reported limits are clipped to.
    clip: NaturalRange,
    fingerprint: Fingerprint,
}

/// What a plan says of the usual point, in one place: a chart that plots what it reads, no
/// re-phasing, rules with twins, and strict zone lines of the usual number. Other plans have none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Plain {
    /// Largest magnitude of a usable value; below 0 on a chart that takes no single values.
    pub(crate) limit: f64,
    /// Index from which no planned phase begins any more, and the number of points that a series can
    /// have from there on.
    pub(crate) from: u32,
    pub(crate) points: u32,
    /// Multiples of the zone lines, and infinity after the last.
    pub(crate) multiples: [f64; ZONES],
    pub(crate) limit_sigma: f64,
    /// The range that reported limits are clipped to, where it has an end.
    pub(crate) clip: Option<NaturalRange>,
    /// Whether a rule looks at steps.
    pub(crate) has_steps: bool,
}

impl Plan {
    /// Most rules and warnings that one plan can hold.
    pub const MAX_RULES: usize = 32;

    /// Starts a plan for a chart.
    pub fn builder(chart: Chart) -> PlanBuilder {
        PlanBuilder::new(chart)
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

    /// Whether a point exactly on a zone line counts as beyond it.
    #[must_use]
    pub fn edge(&self) -> Edge {
        self.checked.spec.edge
    }

    /// What a missing point does to its neighbors.
    #[must_use]
    pub fn gap(&self) -> Gap {
        self.checked.spec.gap
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

    /// The center line that is given for every phase; none where each learns its own, or has it from
    /// its [baseline](Self::baseline).
    #[must_use]
    pub fn center(&self) -> Option<f64> {
        self.checked.spec.center
    }

    /// Multiple of sigma at which limits are reported: 3 unless the plan or the chart has another.
    #[must_use]
    pub fn limit_sigma(&self) -> f64 {
        self.checked.limit_sigma
    }

    /// Where the parameters of the planned phase with this number come from, the first being 0. A
    /// phase of which the plan says nothing has the baseline of its [`Rebase`] or its own.
    #[must_use]
    pub fn baseline(&self, phase: usize) -> Baseline {
        self.checked.spec.baseline_of(phase)
    }

    /// The phases that the plan begins, after the one that begins with the series.
    #[must_use]
    pub fn phases(&self) -> &[PhaseStart] {
        &self.checked.spec.phases
    }

    /// A number that stands for all on which judging rests: chart, rules, phases, and how points
    /// are read. The same on every machine.
    ///
    /// Snapshots and reports carry it. Direction, target, and the multiple and clipping of reported
    /// limits are not in it: they may change, and a snapshot is still resumed.
    ///
    /// FNV-1a, 64 bits, of the plan's text.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.checked.fingerprint
    }

    /// Whether it and another plan judge a series of so many points alike, whatever they are: they
    /// differ in phases that begin later and in what a fingerprint leaves out, if at all.
    pub(crate) fn agrees_until(&self, other: &Self, points: usize) -> bool {
        let until = |plan: &Self| plan.checked.spec.until(points).to_string();
        points == 0 || self.fingerprint() == other.fingerprint() || until(self) == until(other)
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

    pub(crate) fn zone_lines(&self) -> &[ZoneLine] {
        &self.checked.lines
    }

    /// Judged points that windows and the question what is current look back on.
    pub(crate) fn lookback(&self) -> usize {
        self.checked.lookback
    }

    /// Twins of the rules, where all have one.
    pub(crate) fn program(&self) -> Option<&Program> {
        self.checked.program.as_ref()
    }

    /// What it says of the usual point, where it is of the plain kind.
    pub(crate) fn plain(&self) -> Option<&Plain> {
        self.checked.plain.as_ref()
    }

    pub(crate) fn has_tests(&self) -> bool {
        self.checked.tests
    }

    /// Reads an observation, or says why it cannot be used.
    pub(crate) fn read(
        &self,
        observation: Observation,
        index: usize,
    ) -> Result<Sample, SeriesError> {
        let checked = &*self.checked;
        checked
            .reader
            .read(observation, index, checked.spec.invalid)
    }

    /// Whether the chart plots each point as it was read.
    pub(crate) fn plots_samples(&self) -> bool {
        self.checked.plots_samples
    }

    /// The door of the chart.
    pub(crate) fn reader(&self) -> &Reader {
        &self.checked.reader
    }

    /// Whether the batch road may be tried: it knows the twin of each rule, charts whose points
    /// stand for themselves, and phases that the plan begins.
    pub(crate) fn sweeps(&self) -> bool {
        self.checked.sweeps
    }

    /// What rules go along.
    pub(crate) fn paths(&self) -> Paths {
        self.checked.paths
    }

    /// Whether a fit to a whole series shows whether all its values can be used.
    pub(crate) fn fit_checks_values(&self) -> bool {
        self.checked.fit_checks_values
    }

    pub(crate) fn current_points(&self) -> usize {
        self.checked.spec.current_points
    }

    /// The range that reported limits are clipped to.
    pub(crate) fn clip_range(&self) -> NaturalRange {
        self.checked.clip
    }

    pub(crate) fn fit_options(&self) -> FitOptions {
        let spec = &self.checked.spec;
        FitOptions {
            constants: spec.constants,
            center: spec.center,
            chain: ChainOptions {
                gap: spec.gap,
                exclusion: spec.exclusion,
            },
        }
    }

    pub(crate) fn rebase(&self) -> Rebase {
        self.checked.spec.rebase
    }

    /// Start of the planned phase after the one with this number.
    pub(crate) fn next_start(&self, phase: usize) -> Option<usize> {
        Some(self.checked.spec.phases.get(phase)?.start)
    }

    /// Parameters of a planned phase whose baseline is given.
    pub(crate) fn given(&self, phase: usize) -> Option<Parameters> {
        self.checked.spec.given(self.baseline(phase))?.ok()
    }
}

impl TryFrom<Spec> for Plan {
    type Error = PlanError;

    fn try_from(mut spec: Spec) -> Result<Self, PlanError> {
        spec.limit_sigma.get_or_insert(spec.chart.limit_sigma());
        spec.check()?;
        let lines = spec.lines()?;
        let position = |line: ZoneLine| {
            let found = lines.iter().position(|known| *known == line)?;
            Some(ZoneIndex(found as u8))
        };
        let rules = || spec.rules.iter().chain(&spec.warnings);
        let two_values = matches!(spec.chart.judging(), Judging::Interval(_));
        let watches: Vec<(u8, Watch)> = rules()
            .enumerate()
            .flat_map(|(number, rule)| {
                let zones = rule.zone_lines(spec.edge).map(|line| position(line?));
                let watches = rule.watches(zones, two_values).into_iter();
                watches.map(move |watch| (number as u8, watch))
            })
            .collect();
        let follows_twins = watches.iter().all(|(_, watch)| watch.has_twin());
        let lookback = rules()
            .map(|rule| match rule {
                Rule::KOfM(KOfM { m, .. }) => *m as usize,
                _ => 0,
            })
            .fold(spec.current_points, usize::max);
        let tests = rules().any(Rule::is_whole_phase);
        let program = Program::of(&watches, lines.len());
        let reader = spec.chart.reader();
        let plain = program.as_ref().and_then(|program| {
            let plain = spec.plain(&lines)?;
            Some(Plain {
                // No magnitude is below that, so charts that take no numbers look on.
                limit: reader.limit_of_numbers().unwrap_or(-1.0),
                has_steps: program.has_steps(),
                ..plain
            })
        });
        let fingerprint = Fingerprint::of(&spec.to_string());
        Ok(Self {
            checked: Arc::new(Checked {
                reader,
                plots_samples: spec.chart.plots_samples(),
                paths: Paths::of(&watches),
                fit_checks_values: reader.takes_numbers()
                    && spec.chart.fit_refuses_infinity()
                    && spec.center.is_none()
                    && spec.baseline == Baseline::All
                    && spec.phases.is_empty(),
                sweeps: spec.rebase == Rebase::None && spec.chart.fits_columns() && follows_twins,
                lines,
                watches,
                lookback,
                tests,
                program,
                plain,
                limit_sigma: spec.limit_sigma(),
                clip: spec.clip_range(),
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
            program: self.program.clone(),
            ..*self
        }
    }
}

/// One line for each choice on which judging rests, in a fixed order; options at their default are
/// left out, and so are the multiple and the clipping of reported limits, direction and target.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.checked.spec.fmt(f)
    }
}
