//! Every chart, the presets that are valid on it, and random series that suit it.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use redbead::{
    Center, Chart, Individuals, Observation, Plan, PlanBuilder, Preset, Report, Rule, Side, Sigma,
    Signal, Status,
};

/// Every chart with every option that changes its numbers.
pub(crate) fn charts() -> Vec<Chart> {
    let mut charts = vec![Chart::run(), Chart::moving_range(), Chart::p(), Chart::u()];
    let sigmas = [
        Sigma::MovingRange,
        Sigma::MedianMovingRange,
        Sigma::ScreenedMovingRange,
        Sigma::Span(2),
        Sigma::Span(4),
        Sigma::StandardDeviation,
    ];
    for center in [Center::Mean, Center::Median] {
        for sigma in sigmas {
            charts.push(Chart::Individuals(Individuals { center, sigma }));
        }
    }
    charts
}

/// A plan for every chart and every preset that is valid on it.
pub(crate) fn plans(options: impl Fn(Chart, PlanBuilder) -> PlanBuilder) -> Vec<Plan> {
    let plans: Vec<Plan> = charts()
        .into_iter()
        .flat_map(|chart| Preset::ALL.map(|preset| (chart, preset)))
        .filter_map(|(chart, preset)| {
            let builder = Plan::builder(chart).preset(preset);
            options(chart, builder).build().ok()
        })
        .collect();
    for chart in charts() {
        assert!(plans.iter().any(|plan| *plan.chart() == chart), "{chart}");
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

/// A point from which each chart takes what it can use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Raw {
    /// Whole number; values are eighths of it.
    pub(crate) eighths: i32,
    /// Number of people or items.
    pub(crate) size: i32,
    pub(crate) status: Option<Status>,
}

impl Raw {
    pub(crate) fn value(self) -> f64 {
        f64::from(self.eighths) / 8.0
    }

    /// A count between 0 and the size.
    pub(crate) fn count(self) -> f64 {
        f64::from((self.eighths.clamp(-400, 400) + 400) * self.size / 800)
    }

    pub(crate) fn exposure(self) -> f64 {
        f64::from(self.size)
    }

    /// With its own status, missing where it has none.
    pub(crate) fn observe(self, observation: Observation) -> Observation {
        match self.status {
            Some(status) => observation.with_status(status),
            None => Observation::missing(),
        }
    }
}

/// The series as a chart reads it.
pub(crate) fn observations(chart: &Chart, points: &[Raw]) -> Vec<Observation> {
    let observe = |point: &Raw| {
        point.observe(match chart {
            Chart::Proportion(_) | Chart::Rate(_) => {
                Observation::ratio(point.count(), point.exposure())
            }
            _ => Observation::value(point.value()),
        })
    };
    points.iter().map(observe).collect()
}

/// Series of up to 90 points with a shift now and then, ties, gaps, and every status.
pub(crate) fn series() -> impl Strategy<Value = Vec<Raw>> {
    let levels = prop::collection::vec(prop_oneof![3 => Just(0), 1 => -150..150], 6);
    let point = (-60..=60, 20..200, 0_u8..40);
    let points = prop::collection::vec(point, 0..90);
    (levels, points, prop_oneof![4 => Just(1), 1 => Just(20)]).prop_map(|(levels, points, step)| {
        let raw = |(index, (noise, size, status)): (usize, (i32, i32, u8))| Raw {
            eighths: levels[index / 15] + noise / step * step,
            size,
            status: match status {
                0 => None,
                1 => Some(Status::Excluded),
                2 => Some(Status::Provisional),
                _ => Some(Status::Confirmed),
            },
        };
        points.into_iter().enumerate().map(raw).collect()
    })
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
    report
        .points(plan, series)
        .expect("its own series")
        .map(|point| match point.limits {
            Some(limits) => [
                limits.center,
                limits.lower.unwrap_or(limits.center),
                limits.upper.unwrap_or(limits.center),
            ],
            None => [f64::NAN; 3],
        })
        .collect()
}
