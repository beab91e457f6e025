//! Series of every kind, and their records.

use redbead::{
    Baseline, Chart, Count, Direction, Ewma, Growth, Individuals, Invalid, Items, LimitMethod,
    Observation, Plan, PlanBuilder, Preset, Proportion, Rate, Rebase, Rule, Series, Shift, Spread,
    Status, TimeBetween, UnitsBetween,
};
use redbead_io::{RecordOptions, SeriesRecord, Source};

/// Figures of a series, owned.
pub(crate) enum Figures {
    Values(Vec<f64>),
    Ratios(Vec<f64>, Vec<f64>),
    Subgroups(Vec<Observation>),
}

impl Figures {
    pub(crate) fn series(&self) -> Series<'_> {
        match self {
            Self::Values(values) => Series::values(values),
            Self::Ratios(counts, exposures) => Series::ratios(counts, exposures).unwrap(),
            Self::Subgroups(observations) => Series::observations(observations),
        }
    }
}

pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) plan: Plan,
    pub(crate) figures: Figures,
    pub(crate) status: Option<Vec<Status>>,
}

impl Case {
    fn new(name: &str, plan: PlanBuilder, figures: Figures) -> Self {
        Self {
            name: name.to_owned(),
            plan: plan.build().unwrap(),
            figures,
            status: None,
        }
    }

    pub(crate) fn record(&self, options: RecordOptions) -> SeriesRecord {
        let series = self.figures.series();
        let series = match &self.status {
            Some(status) => series.with_status(status).unwrap(),
            None => series,
        };
        let names = key_names();
        let keys = [self.name.clone(), "Type 1, \"all\"\nof it".to_owned()];
        let why = |index: usize| (index % 2 == 1).then_some("suppressed");
        let source = Source::new(&names, &keys, series, &label).why_missing(&why);
        match self.plan.scan(series) {
            Ok(report) => SeriesRecord::of(&source, &self.plan, &report, options).unwrap(),
            Err(error) => SeriesRecord::refused(&names, &keys, &self.plan, &error),
        }
    }
}

/// One of them has the name of a column of ours.
pub(crate) fn key_names() -> [String; 2] {
    ["service".to_owned(), "Value".to_owned()]
}

pub(crate) fn label(index: usize) -> String {
    format!("{}-{:02}", 2020 + index / 12, index % 12 + 1)
}

/// 24 whole numbers around 20, the last eight around 30.
fn counts() -> Vec<f64> {
    let noise = [3, 7, 1, 6, 4, 8, 2, 5];
    (0..24)
        .map(|index| f64::from(14 + noise[index % 8] + 11 * i32::from(index >= 16)))
        .collect()
}

fn values() -> Vec<f64> {
    counts().iter().map(|count| count / 7.0).collect()
}

fn ratios() -> Figures {
    let exposures = (0..24).map(|index| f64::from(100 + 7 * index));
    Figures::Ratios(counts(), exposures.collect())
}

fn subgroups(spread: impl Fn(f64) -> Spread) -> Figures {
    let observations = values().into_iter().enumerate().map(|(index, value)| {
        let size = 4 + index as u32 % 3;
        Observation::subgroup(value, spread(value / 10.0), size)
    });
    Figures::Subgroups(observations.collect())
}

/// Every chart, with a baseline that leaves points to be judged.
pub(crate) fn charts() -> Vec<Case> {
    let plan = |chart: Chart| {
        Plan::builder(chart)
            .baseline(Baseline::First { points: 16 })
            .direction(Direction::Decrease)
            .target(3.0)
    };
    let numbers = || Figures::Values(values());
    let whole = || Figures::Values(counts());
    let cases: Vec<(Chart, Figures)> = vec![
        (Chart::run(), numbers()),
        (Chart::individuals(), numbers()),
        (Chart::moving_range(), numbers()),
        (Chart::xbar(), subgroups(Spread::Deviation)),
        (Chart::s(), subgroups(Spread::Deviation)),
        (Chart::r(), subgroups(Spread::Range)),
        (Chart::p(), ratios()),
        (Chart::np(200), whole()),
        (Chart::c(), whole()),
        (Chart::u(), ratios()),
        (Chart::p_prime(), ratios()),
        (Chart::u_prime(), ratios()),
        (Chart::c_prime(), whole()),
        (Chart::i_prime(), ratios()),
        (Chart::g(), whole()),
        (Chart::t(), numbers()),
        (Chart::ewma(), numbers()),
        (Chart::cusum(), numbers()),
    ];
    let named = cases.into_iter().map(|(chart, figures)| {
        let unit_target = matches!(
            chart,
            Chart::Proportion(_) | Chart::ProportionPrime(_) | Chart::Rate(_)
        );
        let plan = plan(chart).target(if unit_target { 0.1 } else { 3.0 });
        Case::new(chart.name(), plan, figures)
    });
    named.collect()
}

/// Charts whose limits follow other laws than those of [`charts`].
pub(crate) fn laws() -> Vec<Case> {
    let limits = LimitMethod::Probability;
    let median = redbead::Center::Median;
    let individuals = Individuals {
        center: median,
        ..Individuals::default()
    };
    let charts: Vec<(&str, Chart, Figures)> = vec![
        (
            "p by binomial",
            Proportion { limits }.into_chart(),
            ratios(),
        ),
        (
            "np by binomial",
            Items { size: 200, limits }.into_chart(),
            Figures::Values(counts()),
        ),
        (
            "c by Poisson",
            Count { limits }.into_chart(),
            Figures::Values(counts()),
        ),
        (
            "u by Poisson",
            Rate {
                limits,
                ..Rate::default()
            }
            .into_chart(),
            ratios(),
        ),
        (
            "g by geometric",
            UnitsBetween {
                limits,
                ..UnitsBetween::default()
            }
            .into_chart(),
            Figures::Values(counts()),
        ),
        (
            "t by exponential",
            TimeBetween {
                limits,
                ..TimeBetween::default()
            }
            .into_chart(),
            Figures::Values(values()),
        ),
        (
            "median",
            Chart::Individuals(individuals),
            Figures::Values(values()),
        ),
        (
            "ewma in the long run",
            Chart::Ewma(Ewma {
                growth: Growth::Asymptotic,
                ..Ewma::default()
            }),
            Figures::Values(values()),
        ),
    ];
    let named = charts.into_iter();
    named
        .map(|(name, chart, figures)| Case::new(name, Plan::builder(chart), figures))
        .collect()
}

trait IntoChart {
    fn into_chart(self) -> Chart;
}

macro_rules! into_chart {
    ($($name:ident),+) => {$(
        impl IntoChart for $name {
            fn into_chart(self) -> Chart {
                Chart::$name(self)
            }
        }
    )+};
}

into_chart!(Proportion, Items, Count, Rate, UnitsBetween, TimeBetween);

/// Everything else that a record may say.
pub(crate) fn others() -> Vec<Case> {
    let individuals = || Plan::builder(Chart::individuals());
    let numbers = || Figures::Values(values());
    let mut with_holes = values();
    for index in [2, 3, 9, 20] {
        with_holes[index] = f64::NAN;
    }
    let mut status = vec![Status::Confirmed; 24];
    (status[5], status[6], status[19]) = (Status::Excluded, Status::Excluded, Status::Excluded);
    (status[22], status[23]) = (Status::Provisional, Status::Provisional);
    let whole_phase = [
        Rule::LongestRun,
        Rule::Crossings,
        Rule::RunCount,
        Rule::BestBox,
        Rule::CutBox,
    ];
    let tested = whole_phase
        .into_iter()
        .fold(Plan::builder(Chart::run()).no_rules(), |plan, rule| {
            plan.rule(rule)
        });
    let nelson = individuals()
        .preset(Preset::Nelson)
        .direction(Direction::Increase);
    let mut cases = vec![
        Case::new(
            "planned phases",
            nelson.clone().phases_at([8, 16]),
            numbers(),
        ),
        Case::new(
            "whole phase",
            tested.clone().phases_at([24]),
            Figures::Values([counts(), counts()].concat()),
        ),
        Case::new(
            "whole phase of too few",
            tested,
            Figures::Values(vec![1.0, 2.0, 1.0]),
        ),
        Case::new(
            "rebased",
            Plan::builder(Chart::run())
                .rebase(Rebase::Scottish)
                .direction(Direction::Decrease),
            Figures::Values([counts(), counts()].concat()),
        ),
        Case::new(
            "stable shift",
            individuals().rebase(Rebase::StableShift { period: 8, run: 8 }),
            numbers(),
        ),
        Case::new(
            "warning",
            individuals().no_rules().warning(Shift::default()),
            numbers(),
        ),
        Case::new(
            "given",
            individuals().baseline(Baseline::Given {
                center: 2.5,
                sigma: Some(0.25),
            }),
            numbers(),
        ),
        Case::new(
            "learning",
            individuals().baseline(Baseline::First { points: 30 }),
            numbers(),
        ),
        Case::new("too few", individuals(), Figures::Values(vec![4.5])),
        Case::new(
            "no neighbors",
            individuals().invalid(Invalid::NanIsMissing),
            Figures::Values(vec![1.0, f64::NAN, 2.0, f64::NAN, 3.0]),
        ),
        Case::new(
            "all missing",
            individuals().invalid(Invalid::NanIsMissing),
            Figures::Values(vec![f64::NAN; 5]),
        ),
        Case::new("constant", nelson, Figures::Values(vec![7.0; 20])),
        Case::new("empty", individuals(), Figures::Values(Vec::new())),
        Case::new("no rules", individuals().no_rules(), numbers()),
        Case::new(
            "refused",
            individuals(),
            Figures::Values(vec![1.0, f64::NAN]),
        ),
        Case::new(
            "invalid",
            Plan::builder(Chart::c()).invalid(Invalid::Missing),
            Figures::Values([counts(), vec![-1.0, 2.5, f64::INFINITY]].concat()),
        ),
        Case::new(
            "far numbers",
            individuals(),
            Figures::Values(vec![1e-300, 5e-324, -0.0, 1e150, -1e150, 0.1, 1.0 / 3.0]),
        ),
    ];
    cases.push(Case {
        status: Some(status),
        ..Case::new(
            "holes and status",
            individuals()
                .preset(Preset::MakingDataCount)
                .invalid(Invalid::NanIsMissing)
                .baseline(Baseline::First { points: 12 })
                .direction(Direction::Increase),
            Figures::Values(with_holes),
        )
    });
    cases
}

/// All of them.
pub(crate) fn all() -> Vec<Case> {
    let mut cases = charts();
    cases.extend(laws());
    cases.extend(others());
    cases
}

/// The records of all, with points.
pub(crate) fn records() -> Vec<SeriesRecord> {
    let options = RecordOptions::new().points(true);
    all().iter().map(|case| case.record(options)).collect()
}
