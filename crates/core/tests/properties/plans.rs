//! Every chart with the presets that are valid on it, and what a report says.

use proptest::test_runner::{Config, RngSeed};
use redbead::{
    Baseline, Chart, Fit, LimitMethod, Observation, Plan, PlanBuilder, Preset, Report, Rule, Side,
    Signal, SpreadCenter,
};

use crate::charts::{charts, usual_charts};

/// Presets that a chart with other than its usual options takes, in turn.
const IN_TURN: usize = 3;

/// A plan for every chart and the presets that are valid on it: all of them on each chart with its
/// usual options, some in turn on the others, which differ in numbers and not in what rules may
/// see. Charts that no preset suits take their own rule.
pub(crate) fn plans(options: impl Fn(Chart, PlanBuilder) -> PlanBuilder) -> Vec<Plan> {
    plans_on(&charts(), options)
}

/// As [`plans`], on some charts; those that the options do not suit are left out.
pub(crate) fn plans_on(
    charts: &[Chart],
    options: impl Fn(Chart, PlanBuilder) -> PlanBuilder,
) -> Vec<Plan> {
    let usual = usual_charts();
    let mut plans = Vec::new();
    for (number, chart) in charts.iter().enumerate() {
        let build = |builder| options(*chart, builder).build().ok();
        let with = |preset| build(Plan::builder(*chart).preset(preset));
        let presets: Vec<Plan> = Preset::ALL.into_iter().filter_map(with).collect();
        let own = build(Plan::builder(*chart));
        let taken = if usual.contains(chart) {
            presets.len()
        } else {
            presets.len().min(IN_TURN)
        };
        let in_turn = presets.iter().cycle().skip(number * IN_TURN).take(taken);
        let is_correlated = matches!(chart, Chart::Ewma(_) | Chart::Cusum(_));
        plans.extend(own.filter(|_| is_correlated));
        plans.extend(in_turn.cloned());
    }
    plans
}

/// Fixed seeds, unless `PROPTEST_RNG_SEED` names another.
pub(crate) fn config(cases: u32) -> Config {
    let config = Config::default();
    Config {
        cases,
        rng_seed: match config.rng_seed {
            RngSeed::Random => RngSeed::Fixed(20_260),
            fixed @ RngSeed::Fixed(_) => fixed,
        },
        failure_persistence: None,
        ..config
    }
}

/// Parameters that are about right for [`series`](crate::series::series).
pub(crate) fn given(chart: Chart, builder: PlanBuilder) -> PlanBuilder {
    let (center, sigma) = match chart {
        Chart::Individuals(_) | Chart::Means(_) | Chart::Ewma(_) | Chart::Cusum(_) => {
            (0.5, Some(5.0))
        }
        Chart::IndividualsPrime(_) => (0.5, Some(50.0)),
        Chart::MovingRange(_) => (5.0, None),
        Chart::Deviations(s) => (2.5, (s.center == SpreadCenter::BySize).then_some(2.6)),
        Chart::Ranges(r) => (2.5, (r.center == SpreadCenter::BySize).then_some(1.1)),
        Chart::Items(_) => (40.0, None),
        Chart::Count(_) => (25.0, None),
        Chart::ProportionPrime(_) | Chart::RatePrime(_) => (0.5, Some(1.2)),
        Chart::CountPrime(_) => (25.0, Some(0.8)),
        Chart::UnitsBetween(_) => (18.0, None),
        Chart::TimeBetween(t) => match t.limits {
            LimitMethod::Probability => (80.0, None),
            _ => (58.0, Some(0.8)),
        },
        _ => (0.5, None),
    };
    builder.baseline(Baseline::Given { center, sigma })
}

/// The report of a series without an observation that the plan refuses.
pub(crate) fn scan(plan: &Plan, series: &[Observation]) -> Report {
    plan.scan(series).expect("a series that suits the chart")
}

/// All that a signal says, in an order that does not depend on sides.
pub(crate) type Said = (Rule, Option<Side>, [usize; 4], [bool; 4]);

pub(crate) fn said(signals: &[Signal]) -> Vec<Said> {
    let say = |signal: &Signal| {
        let indices = [signal.phase, signal.first, signal.last, signal.completed];
        let flags = [
            signal.warning,
            signal.running,
            signal.current,
            signal.tentative,
        ];
        (signal.rule, signal.side, indices, flags)
    };
    signals.iter().map(say).collect()
}

/// Center and limits of each point that has them, by index.
pub(crate) fn limits(plan: &Plan, report: &Report, series: &[Observation]) -> Vec<[f64; 3]> {
    drawn(plan, report, series)
        .into_iter()
        .map(|[center, lower, upper, _]| [center, lower, upper])
        .collect()
}

/// Center, limits and plotted value of each point that has them, by index. Without parameters there
/// is no statistic yet, and a point shows what was measured.
pub(crate) fn drawn(plan: &Plan, report: &Report, series: &[Observation]) -> Vec<[f64; 4]> {
    report
        .points(plan, series)
        .expect("its own series")
        .map(|point| {
            let value = point.value.unwrap_or(f64::NAN);
            match point.limits {
                Some(limits) => [
                    limits.center,
                    limits.lower.unwrap_or(limits.center),
                    limits.upper.unwrap_or(limits.center),
                    value,
                ],
                None => [f64::NAN; 4],
            }
        })
        .collect()
}

/// The bits of numbers, one NaN as good as another.
pub(crate) fn bits<const NUMBERS: usize>(rows: &[[f64; NUMBERS]]) -> Vec<[u64; NUMBERS]> {
    let bits = |number: f64| {
        let number = if number.is_nan() { f64::NAN } else { number };
        number.to_bits()
    };
    rows.iter().map(|row| row.map(bits)).collect()
}

/// Whether the first phase has parameters.
pub(crate) fn is_fitted(report: &Report) -> bool {
    let phase = report.phases.first();
    phase.is_some_and(|phase| matches!(phase.fit, Fit::Fitted { .. }))
}

#[test]
fn every_chart_has_a_plan() {
    let charts = charts();
    let plans = plans(|_, builder| builder);
    let with_given = plans_on(&charts, given);
    for chart in &charts {
        assert!(plans.iter().any(|plan| plan.chart() == chart), "{chart}");
        assert!(
            with_given.iter().any(|plan| plan.chart() == chart),
            "{chart}"
        );
    }
    println!("{} charts, {} plans", charts.len(), plans.len());
}
