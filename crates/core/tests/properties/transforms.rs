//! Shifting and scaling a series moves the limits and keeps the signals; mirroring swaps the
//! sides.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use redbead::{
    Chart, Clip, Cusum, LimitMethod, Measurement, Observation, Plan, Side, Sides, Spread,
};

use crate::charts::charts;
use crate::near_lines::{is_close, magnitude};
use crate::plans::{Said, config, drawn, plans_on, said, scan};
use crate::series::{Raw, observations, series};

/// With the drawn limits unclipped, as the lines that judge are.
static PLANS: LazyLock<Vec<Plan>> = LazyLock::new(|| unclipped(&charts()));

/// The same for the mirrored series: a sum that watches one side must watch the other.
static MIRRORED: LazyLock<Vec<Plan>> = LazyLock::new(|| {
    let mirror = |chart: &Chart| match *chart {
        Chart::Cusum(cusum) => {
            let sides = match cusum.sides {
                Sides::Above => Sides::Below,
                Sides::Below => Sides::Above,
                Sides::Either => Sides::Either,
            };
            Cusum { sides, ..cusum }.into()
        }
        chart => chart,
    };
    unclipped(&charts().iter().map(mirror).collect::<Vec<Chart>>())
});

fn unclipped(charts: &[Chart]) -> Vec<Plan> {
    plans_on(charts, |_, builder| builder.clip(Clip::Off))
}

/// What becomes of a series, and what must become of its limits and plotted values.
struct Transform {
    /// The transformed point; none where the chart does not know the transform.
    point: fn(&Chart, Measurement, f64) -> Option<Observation>,
    /// Where a limit or a plotted value of the chart goes.
    line: fn(&Chart, f64, f64) -> f64,
    amount: f64,
    /// Whether sides, and with them upper and lower limits, change places.
    mirrors: bool,
    /// How far limits may be off, as a fraction of the numbers at hand; a hundred times that is how
    /// near a point may come to a line before rounding could carry it across. Zero where all
    /// arithmetic is exact.
    rounding: f64,
}

/// Compares every plan on both series; gives the number of comparisons, and of those in which a
/// point lay within rounding of a line.
fn compare(points: &[Raw], transform: &Transform) -> Result<(usize, usize), TestCaseError> {
    let (mut compared, mut undecided) = (0, 0);
    let counterparts = if transform.mirrors { &MIRRORED } else { &PLANS };
    for (plan, counterpart) in PLANS.iter().zip(counterparts.iter()) {
        let chart = plan.chart();
        let before = observations(chart, points);
        let moved = |observation: &Observation| match observation.measurement {
            Measurement::Missing => Some(*observation),
            measurement => {
                let moved = (transform.point)(chart, measurement, transform.amount)?;
                Some(moved.with_status(observation.status))
            }
        };
        let Some(after) = before.iter().map(moved).collect::<Option<Vec<_>>>() else {
            continue;
        };
        let (from, to) = (scan(plan, &before), scan(counterpart, &after));
        let (lines, moved_lines) = (drawn(plan, &from, &before), drawn(counterpart, &to, &after));
        let by = |line: f64| (transform.line)(chart, line, transform.amount);
        let turns = transform.mirrors && by(1.0) < by(0.0);
        let expect = |[center, lower, upper, value]: [f64; 4]| match turns {
            true => [center, upper, lower, value].map(by),
            false => [center, lower, upper, value].map(by),
        };
        let expected: Vec<[f64; 4]> = lines.into_iter().map(expect).collect();
        for (expected, found) in expected.iter().zip(&moved_lines) {
            let largest = expected[..3]
                .iter()
                .map(|line| line.abs())
                .fold(0.0, f64::max);
            for (expected, found) in expected[..3].iter().zip(found) {
                let is_near = (expected - found).abs() <= transform.rounding * largest;
                let is_none = expected.is_nan() && found.is_nan();
                prop_assert!(
                    is_near || is_none,
                    "limit {found}, not {expected}\n{plan}{before:?}"
                );
            }
        }
        compared += 1;
        let reach = 100.0 * transform.rounding;
        if is_close(plan, &from, &before, reach) || is_close(counterpart, &to, &after, reach) {
            undecided += 1;
            continue;
        }
        let magnitude = magnitude(counterpart, &to, &after);
        for (expected, found) in expected.iter().zip(&moved_lines) {
            let (expected, found) = (expected[3], found[3]);
            let distance = match chart {
                // Of two sums that should be equal, rounding says which one is plotted.
                Chart::Cusum(_) => (expected.abs() - found.abs()).abs(),
                _ => (expected - found).abs(),
            };
            let is_near = distance <= reach * magnitude.max(expected.abs()) || distance == 0.0;
            let is_none = expected.is_nan() && found.is_nan();
            prop_assert!(
                is_near || is_none,
                "{found}, not {expected}\n{plan}{before:?}"
            );
        }
        let turn = |(rule, side, indices, flags): Said| {
            let side = if turns {
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
    assert!(compared > 1000 && undecided * 2 < compared);
}

/// Of the plotted statistic, a function of the values alone. Counts have no other zero, and times
/// between events none.
fn shifted(chart: &Chart, point: Measurement, amount: f64) -> Option<Observation> {
    match (chart, point) {
        (
            Chart::Run(_)
            | Chart::Individuals(_)
            | Chart::MovingRange(_)
            | Chart::Ewma(_)
            | Chart::Cusum(_),
            Measurement::Value(value),
        ) => Some(Observation::value(value + amount)),
        (_, Measurement::Subgroup { mean, spread, size }) => {
            Some(Observation::subgroup(mean + amount, spread, size))
        }
        (
            Chart::IndividualsPrime(_),
            Measurement::Ratio {
                numerator,
                denominator,
            },
        ) => Some(Observation::ratio(
            numerator + amount * denominator,
            denominator,
        )),
        _ => None,
    }
}

/// Whether a chart shows differences, which neither a shift nor a mirror changes.
fn shows_differences(chart: &Chart) -> bool {
    matches!(
        chart,
        Chart::MovingRange(_) | Chart::Deviations(_) | Chart::Ranges(_)
    )
}

#[test]
fn shifting_moves_the_limits_and_keeps_the_signals() {
    fn shift(kind: usize) -> Transform {
        Transform {
            point: shifted,
            line: |chart, line, amount| match chart {
                // In sigma, from the mean.
                Chart::Cusum(_) => line,
                chart if shows_differences(chart) => line,
                _ => line + amount,
            },
            amount: [1024.0, -8_388_608.0, 1e9, -1e9][kind],
            mirrors: false,
            rounding: 1e-15,
        }
    }
    holds(100, shift, 4);
}

/// Values have a scale, and rates have one in their exposure; counts and shares do not scale. The
/// roots of times between events do not scale exactly.
fn scaled(chart: &Chart, point: Measurement, factor: f64) -> Option<Observation> {
    match (chart, point) {
        (
            Chart::Items(_)
            | Chart::Count(_)
            | Chart::CountPrime(_)
            | Chart::UnitsBetween(_)
            | Chart::Proportion(_)
            | Chart::ProportionPrime(_),
            _,
        ) => None,
        (Chart::TimeBetween(t), _) if t.limits == LimitMethod::Sigma => None,
        (_, Measurement::Value(value)) => Some(Observation::value(value * factor)),
        (_, Measurement::Subgroup { mean, spread, size }) => {
            let spread = match spread {
                Spread::Deviation(spread) => Spread::Deviation(spread * factor),
                Spread::Range(spread) => Spread::Range(spread * factor),
            };
            Some(Observation::subgroup(mean * factor, spread, size))
        }
        (
            chart,
            Measurement::Ratio {
                numerator,
                denominator,
            },
        ) => Some(match chart {
            Chart::Rate(_) | Chart::RatePrime(_) => {
                Observation::ratio(numerator, denominator / factor)
            }
            _ => Observation::ratio(numerator * factor, denominator),
        }),
        _ => None,
    }
}

/// The sums of a cusum chart are in sigma.
fn by_factor(chart: &Chart, line: f64, factor: f64) -> f64 {
    match chart {
        Chart::Cusum(_) => line,
        _ => line * factor,
    }
}

#[test]
fn scaling_by_a_power_of_two_is_exact() {
    fn scale(kind: usize) -> Transform {
        Transform {
            point: scaled,
            line: by_factor,
            amount: [-50, -1, 7, 40].map(|power| 2.0_f64.powi(power))[kind],
            mirrors: false,
            rounding: 0.0,
        }
    }
    holds(100, scale, 4);
}

#[test]
fn scaling_by_any_factor_scales_the_limits_and_keeps_the_signals() {
    fn scale(kind: usize) -> Transform {
        Transform {
            point: |chart, point, factor| match (chart, point) {
                (Chart::TimeBetween(_), Measurement::Value(time)) => {
                    Some(Observation::value(time * factor))
                }
                _ => scaled(chart, point, factor),
            },
            line: by_factor,
            amount: [1e-15, 1e-3, 3.7, 1e12][kind],
            mirrors: false,
            rounding: 1e-13,
        }
    }
    holds(100, scale, 4);
}

#[test]
fn scaling_both_parts_of_a_mean_changes_nothing() {
    fn scale(kind: usize) -> Transform {
        // Roots of powers of four are exact.
        let amount = [2.0_f64.powi(-20), 2.0_f64.powi(14), 1e-6, 3.7, 1e9][kind];
        Transform {
            point: |chart, point, factor| match (chart, point) {
                (
                    Chart::IndividualsPrime(_),
                    Measurement::Ratio {
                        numerator,
                        denominator,
                    },
                ) => Some(Observation::ratio(numerator * factor, denominator * factor)),
                _ => None,
            },
            line: |_, line, _| line,
            amount,
            mirrors: false,
            rounding: if kind < 2 { 0.0 } else { 1e-13 },
        }
    }
    holds(200, scale, 5);
}

#[test]
fn mirroring_swaps_the_sides() {
    fn mirror(_: usize) -> Transform {
        Transform {
            point: |chart, point, _| match point {
                Measurement::Value(value) => {
                    shifted(chart, point, 0.0).map(|_| Observation::value(-value))
                }
                Measurement::Subgroup { mean, spread, size } => {
                    Some(Observation::subgroup(-mean, spread, size))
                }
                Measurement::Ratio {
                    numerator,
                    denominator,
                } => {
                    shifted(chart, point, 0.0).map(|_| Observation::ratio(-numerator, denominator))
                }
                _ => None,
            },
            line: |chart, line, _| {
                if shows_differences(chart) {
                    line
                } else {
                    -line
                }
            },
            amount: 0.0,
            mirrors: true,
            rounding: 0.0,
        }
    }
    holds(100, mirror, 1);
}

#[test]
fn counting_the_others_mirrors_a_proportion() {
    fn mirror(_: usize) -> Transform {
        Transform {
            point: |chart, point, _| match (chart, point) {
                (
                    Chart::Proportion(_) | Chart::ProportionPrime(_),
                    Measurement::Ratio {
                        numerator,
                        denominator,
                    },
                ) => Some(Observation::ratio(denominator - numerator, denominator)),
                (Chart::Items(items), Measurement::Value(count)) => {
                    Some(Observation::value(f64::from(items.size) - count))
                }
                _ => None,
            },
            line: |chart, line, _| match chart {
                Chart::Items(items) => f64::from(items.size) - line,
                _ => 1.0 - line,
            },
            amount: 0.0,
            mirrors: true,
            rounding: 1e-14,
        }
    }
    holds(150, mirror, 1);
}
