//! Charts: what is plotted, and how a baseline becomes parameters.
//!
//! A chart does three things, each in the file that bears its name: it reads an observation into
//! a `Sample`, it fits [`Parameters`] to the samples of a baseline, and it turns each sample
//! into the plotted statistic, with a running track where a point depends on earlier ones.
//! It knows nothing of rules, phases or streams.

mod columns;
mod count;
mod count_prime;
mod cusum;
mod deviations;
mod ewma;
mod individuals;
mod individuals_prime;
mod items;
mod laney;
mod means;
mod moving_range;
mod proportion;
mod proportion_prime;
mod ranges;
mod rate;
mod rate_prime;
mod read;
mod run;
mod spreads;
mod time_between;
mod track;
mod unfit;
mod units_between;
mod within;
mod words;

use std::fmt;

pub(crate) use columns::Columns;
pub use count::Count;
pub use count_prime::CountPrime;
pub use cusum::{AfterSignal, Cusum};
pub use deviations::Deviations;
pub use ewma::{Ewma, Growth};
pub use individuals::{Center, Individuals, Sigma};
pub use individuals_prime::IndividualsPrime;
pub(crate) use individuals_prime::weighted_mean;
pub use items::Items;
pub use means::Means;
pub use moving_range::MovingRange;
pub use proportion::Proportion;
pub use proportion_prime::ProportionPrime;
pub use ranges::Ranges;
pub use rate::Rate;
pub use rate_prime::RatePrime;
use read::Input;
pub(crate) use read::Reader;
pub use run::Run;
pub use spreads::SpreadCenter;
pub use time_between::TimeBetween;
pub(crate) use track::{Setting, Statistic, Sums, Track};
pub use unfit::Unfit;
pub use units_between::UnitsBetween;
pub use within::Within;

use crate::baseline::moving_range::ChainOptions;
use crate::baseline::selection::Scratch;
use crate::constants::Constants;
use crate::error::PlanError;
use crate::limits::{LimitMethod, NaturalRange, Parameters};
use crate::sample::Sample;

/// A chart with its options.
///
/// What each needs, and its limits: see the table of the [crate](crate#charts).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(tag = "kind", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Chart {
    /// Run chart.
    Run(Run),
    /// Individuals chart: the X of XmR.
    Individuals(Individuals),
    /// Moving range chart: the mR of XmR.
    MovingRange(MovingRange),
    /// Means of subgroups.
    #[cfg_attr(feature = "serde", serde(rename = "xbar"))]
    Means(Means),
    /// Standard deviations of subgroups.
    #[cfg_attr(feature = "serde", serde(rename = "s"))]
    Deviations(Deviations),
    /// Ranges of subgroups.
    #[cfg_attr(feature = "serde", serde(rename = "r"))]
    Ranges(Ranges),
    /// Proportion chart.
    #[cfg_attr(feature = "serde", serde(rename = "p"))]
    Proportion(Proportion),
    /// Number of cases out of a fixed number of items.
    #[cfg_attr(feature = "serde", serde(rename = "np"))]
    Items(Items),
    /// Count chart.
    #[cfg_attr(feature = "serde", serde(rename = "c"))]
    Count(Count),
    /// Rate chart.
    #[cfg_attr(feature = "serde", serde(rename = "u"))]
    Rate(Rate),
    /// Laney's proportion chart.
    #[cfg_attr(feature = "serde", serde(rename = "p_prime"))]
    ProportionPrime(ProportionPrime),
    /// Laney's rate chart.
    #[cfg_attr(feature = "serde", serde(rename = "u_prime"))]
    RatePrime(RatePrime),
    /// Laney's count chart.
    #[cfg_attr(feature = "serde", serde(rename = "c_prime"))]
    CountPrime(CountPrime),
    /// Normalized individuals chart.
    #[cfg_attr(feature = "serde", serde(rename = "i_prime"))]
    IndividualsPrime(IndividualsPrime),
    /// Units between rare events.
    #[cfg_attr(feature = "serde", serde(rename = "g"))]
    UnitsBetween(UnitsBetween),
    /// Time between rare events.
    #[cfg_attr(feature = "serde", serde(rename = "t"))]
    TimeBetween(TimeBetween),
    /// Exponentially weighted moving averages.
    Ewma(Ewma),
    /// Cumulative sums.
    Cusum(Cusum),
}

macro_rules! chart_from {
    ($($name:ident),+ $(,)?) => {
        $(
            impl From<$name> for Chart {
                fn from(chart: $name) -> Self {
                    Self::$name(chart)
                }
            }
        )+

        impl Chart {
            fn kernel(&self) -> &dyn Kernel {
                match self {
                    $(Self::$name(chart) => chart),+
                }
            }
        }
    };
}

chart_from!(
    Run,
    Individuals,
    MovingRange,
    Means,
    Deviations,
    Ranges,
    Proportion,
    Items,
    Count,
    Rate,
    ProportionPrime,
    RatePrime,
    CountPrime,
    IndividualsPrime,
    UnitsBetween,
    TimeBetween,
    Ewma,
    Cusum,
);

/// Charts with their usual options; others are made from their own types.
impl Chart {
    /// A run chart.
    #[must_use]
    pub fn run() -> Self {
        Run {}.into()
    }

    /// An individuals chart with mean center and sigma from the mean moving range.
    #[must_use]
    pub fn individuals() -> Self {
        Individuals::default().into()
    }

    /// A moving range chart.
    #[must_use]
    pub fn moving_range() -> Self {
        MovingRange {}.into()
    }

    /// An x̄ chart with sigma from standard deviations.
    #[must_use]
    pub fn xbar() -> Self {
        Means::default().into()
    }

    /// An s chart.
    #[must_use]
    pub fn s() -> Self {
        Deviations::default().into()
    }

    /// An r chart.
    #[must_use]
    pub fn r() -> Self {
        Ranges::default().into()
    }

    /// A p chart.
    #[must_use]
    pub fn p() -> Self {
        Proportion::default().into()
    }

    /// An np chart of cases out of `size` items at every point.
    #[must_use]
    pub fn np(size: u32) -> Self {
        let limits = LimitMethod::Sigma;
        Items { size, limits }.into()
    }

    /// A c chart.
    #[must_use]
    pub fn c() -> Self {
        Count::default().into()
    }

    /// A u chart of cases per one unit of exposure.
    #[must_use]
    pub fn u() -> Self {
        Rate::default().into()
    }

    /// Laney's p′ chart.
    #[must_use]
    pub fn p_prime() -> Self {
        ProportionPrime::default().into()
    }

    /// Laney's u′ chart of cases per one unit of exposure.
    #[must_use]
    pub fn u_prime() -> Self {
        RatePrime::default().into()
    }

    /// Laney's c′ chart.
    #[must_use]
    pub fn c_prime() -> Self {
        CountPrime::default().into()
    }

    /// A normalized individuals chart.
    #[must_use]
    pub fn i_prime() -> Self {
        IndividualsPrime::default().into()
    }

    /// A g chart with limits at multiples of sigma around the mean.
    #[must_use]
    pub fn g() -> Self {
        UnitsBetween::default().into()
    }

    /// A t chart by Nelson's transformation.
    #[must_use]
    pub fn t() -> Self {
        TimeBetween::default().into()
    }

    /// An EWMA chart with `λ = 0.2`, `L = 2.962` and time-varying limits.
    #[must_use]
    pub fn ewma() -> Self {
        Ewma::default().into()
    }

    /// A two-sided CUSUM chart with `k = 0.5`, `h = 5`, that restarts after a signal.
    #[must_use]
    pub fn cusum() -> Self {
        Cusum::default().into()
    }

    /// Short name, as in the plan file; for people there is [`title`](Self::title).
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.kernel().name()
    }

    /// The range of values that the plotted statistic can take.
    #[must_use]
    pub fn range(&self) -> NaturalRange {
        self.kernel().range()
    }

    /// Which rules may judge this chart.
    pub(crate) fn judging(&self) -> Judging {
        self.kernel().judging()
    }

    /// Whether a target can be compared with the limits.
    pub(crate) fn has_assurance(&self) -> bool {
        self.kernel().has_assurance()
    }

    /// Fewest useful points to compute anything.
    pub(crate) fn minimum(&self) -> usize {
        self.kernel().minimum()
    }

    /// Fewest useful points at which limits deserve trust.
    pub(crate) fn advised(&self) -> usize {
        match self.judging() {
            Judging::CenterOnly => 12,
            Judging::AnyRule | Judging::BeyondOnly | Judging::Interval(_) => 20,
        }
    }

    pub(crate) fn check(&self) -> Result<(), PlanError> {
        self.kernel().check()
    }

    pub(crate) fn given(
        &self,
        center: f64,
        sigma: Option<f64>,
        constants: Constants,
    ) -> Result<Parameters, PlanError> {
        let parameters = self.kernel().given(center, sigma, constants)?;
        self.check_center(center)?;
        if parameters.are_finite() {
            Ok(parameters)
        } else {
            Err(PlanError::Given {
                parameter: "center",
                value: Some(center),
                expected: "a number whose limits can be written down; change the unit",
                chart: self.name(),
            })
        }
    }

    /// Whether the statistic can take a center line there.
    pub(crate) fn check_center(&self, center: f64) -> Result<(), PlanError> {
        let range = self.range();
        let possible = (range.lower..=range.upper).contains(&center);
        if center.is_finite() && possible && center.abs() <= self.kernel().largest() {
            return Ok(());
        }
        Err(PlanError::Given {
            parameter: "center",
            value: Some(center),
            expected: match (range.lower, range.upper) {
                (_, 1.0) => "a share from 0 to 1, such as 0.05 for 5 %",
                (0.0, _) => "a number of 0 or more that the statistic can take",
                _ => "a number that the statistic can take",
            },
            chart: self.name(),
        })
    }

    /// The door through which observations come.
    pub(crate) fn reader(&self) -> Reader {
        let kernel = self.kernel();
        Reader {
            chart: kernel.name(),
            input: kernel.input(),
            limit: kernel.largest(),
        }
    }

    /// Whether each point is plotted as it was read.
    pub(crate) fn plots_samples(&self) -> bool {
        self.kernel().plots_samples()
    }

    /// Parameters from the samples of a baseline.
    pub(crate) fn fit(&self, samples: &[Sample], options: FitOptions) -> Result<Parameters, Unfit> {
        let useful = samples.iter().filter(|sample| sample.is_useful()).count();
        if let Some(unfit) = self.too_few(useful) {
            return Err(unfit);
        }
        self.kernel().fit(samples, options).and_then(Self::finite)
    }

    fn too_few(&self, have: usize) -> Option<Unfit> {
        let need = self.minimum();
        (have < need).then_some(Unfit::TooFew { have, need })
    }

    fn finite(parameters: Parameters) -> Result<Parameters, Unfit> {
        let finite = parameters.are_finite().then_some(parameters);
        finite.ok_or(Unfit::Overflow)
    }

    /// What the statistic of the first point of a phase rests on.
    pub(crate) fn start(&self) -> Track {
        self.kernel().start()
    }

    /// The plotted statistic of a sample; none for a missing point, or one without the earlier
    /// point that its statistic needs.
    pub(crate) fn plot(
        &self,
        track: &mut Track,
        sample: Sample,
        setting: &Setting<'_>,
    ) -> Option<Statistic> {
        self.kernel().plot(track, sample, setting)
    }

    /// Multiple of sigma at which limits stand, unless the plan says otherwise.
    pub(crate) fn limit_sigma(&self) -> f64 {
        self.kernel().limit_sigma()
    }
}

impl fmt::Display for Chart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        self.kernel().describe_options(f)
    }
}

/// What one chart has to say. Adding a chart is implementing this in a file of its own and
/// adding a variant to [`Chart`].
trait Kernel {
    /// Short name, as in the plan file.
    fn name(&self) -> &'static str;

    /// The options, each as ` name=value`.
    fn describe_options(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }

    /// What the numbers of an observation must be.
    fn input(&self) -> Input {
        Input::Number
    }

    /// The range of the plotted statistic.
    fn range(&self) -> NaturalRange;

    /// Which rules may judge the chart.
    fn judging(&self) -> Judging;

    /// Multiple of sigma at which limits stand, unless the plan says otherwise.
    fn limit_sigma(&self) -> f64 {
        3.0
    }

    /// Whether the plotted statistic is what a target speaks of, and its limits those of single
    /// points.
    fn has_assurance(&self) -> bool {
        true
    }

    /// Largest magnitude of a value whose statistic is still a finite number.
    fn largest(&self) -> f64 {
        f64::MAX
    }

    /// Fewest useful points to compute anything.
    fn minimum(&self) -> usize {
        1
    }

    /// Whether the options hold together.
    fn check(&self) -> Result<(), PlanError> {
        Ok(())
    }

    /// Parameters from given numbers.
    fn given(
        &self,
        center: f64,
        sigma: Option<f64>,
        constants: Constants,
    ) -> Result<Parameters, PlanError>;

    /// Parameters from a baseline of at least `minimum()` useful samples.
    fn fit(&self, samples: &[Sample], options: FitOptions) -> Result<Parameters, Unfit>;

    /// Whether the chart is fitted from columns, and its lines lie evenly around the center.
    fn fits_columns(&self) -> bool {
        false
    }

    /// Whether a fit to values that are not all finite fails, unless the center is given.
    fn fit_refuses_infinity(&self) -> bool {
        false
    }

    /// The same from the useful points alone, of a chart that can do without the others.
    fn fit_columns(
        &self,
        _: &Columns<'_>,
        _: FitOptions,
        _: &mut Scratch,
    ) -> Option<Result<Parameters, Unfit>> {
        None
    }

    /// What the statistic of the first point rests on.
    fn start(&self) -> Track {
        Track::default()
    }

    /// Whether each point is plotted as it was read, so that `plot` need not be asked.
    fn plots_samples(&self) -> bool {
        true
    }

    /// The plotted statistic.
    fn plot(&self, _: &mut Track, sample: Sample, _: &Setting<'_>) -> Option<Statistic> {
        sample.is_present().then(|| sample.value.into())
    }

    /// A given sigma, of a chart that needs one.
    fn needs_sigma(&self, sigma: Option<f64>) -> Result<f64, PlanError> {
        sigma
            .filter(|sigma| sigma.is_finite() && *sigma >= 0.0)
            .ok_or(PlanError::Given {
                parameter: "sigma",
                value: sigma,
                expected: "a number of 0 or more",
                chart: self.name(),
            })
    }

    /// Refuses a given sigma where the chart's law has none to set.
    fn no_sigma(&self, sigma: Option<f64>, expected: &'static str) -> Result<(), PlanError> {
        match sigma {
            None => Ok(()),
            Some(_) => Err(PlanError::Given {
                parameter: "sigma",
                value: sigma,
                expected,
                chart: self.name(),
            }),
        }
    }

    /// Refuses a number that the chart cannot compute with.
    fn parameter(
        &self,
        parameter: &'static str,
        value: f64,
        expected: &'static str,
        holds: bool,
    ) -> Result<(), PlanError> {
        if holds {
            Ok(())
        } else {
            Err(PlanError::Parameter {
                owner: self.name().to_owned(),
                parameter,
                value,
                expected,
            })
        }
    }
}

/// Which rules may judge a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Judging {
    /// Rules that look at the center line only.
    CenterOnly,
    /// Any rule.
    AnyRule,
    /// `Beyond` only: neighboring points are correlated.
    BeyondOnly,
    /// `Beyond` this multiple only, by which the chart itself goes; each side for itself.
    Interval(f64),
}

/// What a fit needs to know besides the samples.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FitOptions {
    pub(crate) constants: Constants,
    pub(crate) chain: ChainOptions,
    /// The center line, where the plan gives it and only the scale is learned.
    pub(crate) center: Option<f64>,
}
