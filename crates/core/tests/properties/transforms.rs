//! Shifting and scaling a series moves the limits and keeps the signals; mirroring swaps the
//! sides.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use redbead::{Center, Chart, Clip, Individuals, Limits, Observation, Plan, Side, Status};

use crate::plans::{Raw, Said, config, limits, observations, plans, said, scan, series};

/// With the drawn limits unclipped, as the lines that judge are.
static PLANS: LazyLock<Vec<Plan>> = LazyLock::new(|| plans(|_, builder| builder.clip(Clip::Off)));

/// What becomes of a series, and what must become of its limits.
struct Transform {
    /// The transformed point; none where the chart does not know the transform.
    point: fn(&Chart, Raw, f64) -> Option<Observation>,
    /// Where a limit of the chart goes.
    limit: fn(&Chart, f64, f64) -> f64,
    amount: f64,
    /// Whether sides, and with them upper and lower limits, change places.
    mirrors: bool,
    /// How near a point may come to a line before rounding could carry it across, and how far
    /// limits may be off, as a fraction of the numbers at hand. Zero where all arithmetic is exact.
    rounding: f64,
}

/// Compares every plan on both series; gives the number of comparisons, and of those in which a
/// point lay within rounding of a line.
fn compare(points: &[Raw], transform: &Transform) -> Result<(usize, usize), TestCaseError> {
    let (mut compared, mut undecided) = (0, 0);
    for plan in PLANS.iter() {
        let chart = plan.chart();
        let before = observations(chart, points);
        let moved = |point: &Raw| {
            let observation = (transform.point)(chart, *point, transform.amount)?;
            Some(point.observe(observation))
        };
        let Some(after) = points.iter().map(moved).collect::<Option<Vec<_>>>() else {
            continue;
        };
        let (from, to) = (scan(plan, &before), scan(plan, &after));
        let (lines, moved_lines) = (limits(plan, &from, &before), limits(plan, &to, &after));
        let swap = |[center, lower, upper]: [f64; 3]| [center, upper, lower];
        let by = |limit: f64| (transform.limit)(chart, limit, transform.amount);
        for (mut line, moved_line) in lines.into_iter().zip(moved_lines) {
            if transform.mirrors && by(1.0) < by(0.0) {
                line = swap(line);
            }
            let expected = line.map(by);
            let largest = expected.map(f64::abs).into_iter().fold(0.0, f64::max);
            for (expected, found) in expected.into_iter().zip(moved_line) {
                let is_near = (expected - found).abs() <= transform.rounding * largest;
                let is_none = expected.is_nan() && found.is_nan();
                prop_assert!(
                    is_near || is_none,
                    "limit {found}, not {expected}\n{plan}{before:?}"
                );
            }
        }
        compared += 1;
        let reaches = 100.0 * transform.rounding;
        if is_close(plan, &before, reaches) || is_close(plan, &after, reaches) {
            undecided += 1;
            continue;
        }
        let turn = |(rule, side, indices, flags): Said| {
            let swaps = transform.mirrors && !matches!(chart, Chart::MovingRange(_));
            let side = if swaps {
                side.map(Side::opposite)
            } else {
                side
            };
            (rule, side, indices, flags)
        };
        let sorted = |mut signals: Vec<Said>| {
            signals.sort_by_key(|(rule, side, indices, _)| (rule.to_string(), *side, *indices));
            signals
        };
        let expected = sorted(said(&from.signals).into_iter().map(turn).collect());
        let found = sorted(said(&to.signals));
        prop_assert_eq!(expected, found, "{}{:?}", plan, before);
    }
    Ok((compared, undecided))
}

/// Whether a judged point lies within rounding of a line that its rules might look at, or equal
/// ratios of different numbers follow each other. A point that is the median lies on it for sure.
fn is_close(plan: &Plan, series: &[Observation], rounding: f64) -> bool {
    if rounding == 0.0 {
        return false;
    }
    let is_ratio = matches!(plan.chart(), Chart::Proportion(_) | Chart::Rate(_));
    let is_median = matches!(
        plan.chart(),
        Chart::Run(_)
            | Chart::Individuals(Individuals {
                center: Center::Median,
                ..
            })
    );
    let report = scan(plan, series);
    let mut previous = None;
    let mut is_undecided = |value: f64, limits: Limits| {
        let upper = limits.upper.unwrap_or(limits.center);
        let (center, sigma) = (limits.center, (upper - limits.center) / 3.0);
        let reach = rounding * value.abs().max(center.abs()).max(upper.abs());
        let is_sure = |k: f64| k == 0.0 && is_median && value == center;
        let is_near = |k: f64| ((value - center).abs() - k * sigma).abs() <= reach;
        let is_near_line = [0.0, 1.0, 1.5, 2.0, 3.0]
            .into_iter()
            .any(|k| is_near(k) && !is_sure(k));
        let is_tied = previous
            .replace(value)
            .is_some_and(|previous: f64| (value - previous).abs() <= reach);
        is_near_line || is_ratio && is_tied
    };
    let mut points = report.points(plan, series).expect("its own series");
    points.any(|point| {
        let is_judged = point.status != Some(Status::Excluded);
        let lines = point.value.zip(point.limits);
        is_judged && lines.is_some_and(|(value, limits)| is_undecided(value, limits))
    })
}

/// Runs the comparison on many series, and sees that most decided something.
fn holds(cases: u32, of: fn(usize) -> Transform, kinds: usize) {
    let (compared, undecided) = (AtomicUsize::new(0), AtomicUsize::new(0));
    proptest!(config(cases), |(points in series(), kind in 0..kinds)| {
        let (all, open) = compare(&points, &of(kind))?;
        compared.fetch_add(all, Ordering::Relaxed);
        undecided.fetch_add(open, Ordering::Relaxed);
    });
    let (compared, undecided) = (compared.into_inner(), undecided.into_inner());
    println!("{compared} comparisons, {undecided} with a point within rounding of a line");
    assert!(compared > 5000 && undecided * 3 < compared);
}

#[test]
fn shifting_moves_the_limits_and_keeps_the_signals() {
    fn shift(kind: usize) -> Transform {
        Transform {
            point: |chart, point, amount| match chart {
                Chart::Proportion(_) | Chart::Rate(_) => None,
                _ => Some(Observation::value(point.value() + amount)),
            },
            limit: |chart, limit, amount| match chart {
                Chart::MovingRange(_) => limit,
                _ => limit + amount,
            },
            amount: [1024.0, -8_388_608.0, 1e9, -1e9][kind],
            mirrors: false,
            rounding: 1e-15,
        }
    }
    holds(120, shift, 4);
}

/// Rates have a scale in their exposure.
fn scaled(chart: &Chart, point: Raw, factor: f64) -> Option<Observation> {
    match chart {
        Chart::Proportion(_) => None,
        Chart::Rate(_) => Some(Observation::ratio(point.count(), point.exposure() / factor)),
        _ => Some(Observation::value(point.value() * factor)),
    }
}

#[test]
fn scaling_by_a_power_of_two_is_exact() {
    fn scale(kind: usize) -> Transform {
        Transform {
            point: scaled,
            limit: |_, limit, factor| limit * factor,
            amount: [-50, -1, 7, 40].map(|power| 2.0_f64.powi(power))[kind],
            mirrors: false,
            rounding: 0.0,
        }
    }
    holds(120, scale, 4);
}

#[test]
fn scaling_by_any_factor_scales_the_limits_and_keeps_the_signals() {
    fn scale(kind: usize) -> Transform {
        Transform {
            point: scaled,
            limit: |_, limit, factor| limit * factor,
            amount: [1e-15, 1e-3, 3.7, 1e12][kind],
            mirrors: false,
            rounding: 1e-13,
        }
    }
    holds(120, scale, 4);
}

#[test]
fn mirroring_swaps_the_sides() {
    fn mirror(_: usize) -> Transform {
        Transform {
            point: |chart, point, _| match chart {
                Chart::Rate(_) | Chart::Proportion(_) => None,
                _ => Some(Observation::value(-point.value())),
            },
            limit: |chart, limit, _| match chart {
                Chart::MovingRange(_) => limit,
                _ => -limit,
            },
            amount: 0.0,
            mirrors: true,
            rounding: 0.0,
        }
    }
    holds(120, mirror, 1);
}

#[test]
fn counting_the_others_mirrors_a_proportion() {
    fn mirror(_: usize) -> Transform {
        Transform {
            point: |chart, point, _| {
                let others = Observation::ratio(point.exposure() - point.count(), point.exposure());
                matches!(chart, Chart::Proportion(_)).then_some(others)
            },
            limit: |_, limit, _| 1.0 - limit,
            amount: 0.0,
            mirrors: true,
            rounding: 1e-14,
        }
    }
    holds(800, mirror, 1);
}
