//! EWMA and CUSUM charts against their definitions, and against the charts that they become.

use proptest::prelude::*;
use redbead::{
    AfterSignal, Baseline, Center, Chart, Cusum, Ewma, Growth, Individuals, Observation, Plan,
    Sides,
};

use crate::charts::SIGMAS;
use crate::near_lines::is_close;
use crate::plans::{bits, config, drawn, said, scan};
use crate::same::pairs;
use crate::series::{Raw, observations, series};

/// Each average is then the newest value itself.
#[test]
fn averages_of_the_newest_value_alone_are_individuals() {
    let mut all: Vec<[Plan; 2]> = Vec::new();
    for growth in [Growth::TimeVarying, Growth::Asymptotic] {
        for sigma in SIGMAS {
            let (lambda, width, center) = (1.0, 3.0, Center::Mean);
            let ewma = Ewma {
                lambda,
                width,
                growth,
                sigma,
            }
            .into();
            let charts = [ewma, Individuals { center, sigma }.into()];
            all.extend(pairs(charts.map(Plan::builder)));
        }
    }
    assert!(all.len() >= 12);
    proptest!(config(120), |(points in series())| {
        for [ewma, individuals] in &all {
            let series = observations(individuals.chart(), &points);
            let (report, expected) = (scan(ewma, &series), scan(individuals, &series));
            let found = drawn(ewma, &report, &series);
            let lines = drawn(individuals, &expected, &series);
            for ([.., average], [.., value]) in found.iter().zip(&lines) {
                // `z + (x - z)` rounds twice, by half a unit in the last place of 60 at most.
                let is_near = (average - value).abs() <= 2e-14;
                prop_assert!(is_near || average.is_nan() && value.is_nan());
            }
            let limits = |rows: &[[f64; 4]]| {
                bits(&rows.iter().map(|[c, l, u, _]| [*c, *l, *u]).collect::<Vec<_>>())
            };
            prop_assert_eq!(limits(&found), limits(&lines));
            if !is_close(individuals, &expected, &series, 1e-12) {
                prop_assert_eq!(said(&report.signals), said(&expected.signals));
            }
        }
    });
}

/// `z_n = (1-λ)^n μ + Σ λ (1-λ)^(n-i) x_i`, and `sigma_n² = sigma² Σ λ² (1-λ)^(2(n-i))`, the
/// variance of that sum.
#[test]
fn averages_and_their_limits_are_those_of_the_weighted_sum() {
    let chart = (0.01..1.0, 0.5..4.0, -3.0..3.0, 0.1..9.0);
    let values = prop::collection::vec(-20.0..20.0, 1..60);
    proptest!(config(200), |((lambda, width, center, sigma) in chart, values in values)| {
        let ewma = Ewma { lambda, width, ..Ewma::default() };
        let baseline = Baseline::Given { center, sigma: Some(sigma) };
        let plan = Plan::builder(ewma.into()).baseline(baseline).build().expect("its own rule");
        let series: Vec<Observation> = values.iter().copied().map(Observation::value).collect();
        let report = scan(&plan, &series);
        let drawn = drawn(&plan, &report, &series);
        for (n, [_, lower, upper, average]) in drawn.into_iter().enumerate() {
            let weight = |i: usize| lambda * (1.0 - lambda).powi((n - i) as i32);
            let rest = (1.0 - lambda).powi(n as i32 + 1);
            let sum: f64 = (0..=n).map(|i| weight(i) * values[i]).sum();
            let variance: f64 = (0..=n).map(|i| weight(i) * weight(i)).sum();
            let reach = width * sigma * variance.sqrt();
            for (found, expected) in [
                (average, sum + rest * center),
                (lower, center - reach),
                (upper, center + reach),
            ] {
                // Sums of up to 60 terms below 20.
                prop_assert!((found - expected).abs() <= 1e-12, "{found}, not {expected}");
            }
        }
    });
}

/// With mean 0 and sigma 1 given, eighths and `k` in eighths, all sums are exact.
fn sums(cusum: Cusum, points: &[Raw]) -> Vec<Option<[f64; 2]>> {
    let baseline = Baseline::Given {
        center: 0.0,
        sigma: Some(1.0),
    };
    let plan = Plan::builder(cusum.into()).baseline(baseline).build();
    let plan = plan.expect("its own rule");
    let series = observations(&Chart::cusum(), points);
    let report = scan(&plan, &series);
    let points = report.points(&plan, &series).expect("its own series");
    points
        .map(|point| point.sums.map(|sums| [sums.upper, sums.lower]))
        .collect()
}

fn cusums() -> impl Strategy<Value = Cusum> {
    let eighths = |range: std::ops::Range<i32>| range.prop_map(|x| f64::from(x) / 8.0);
    let head_start = prop::sample::select(vec![0.0, 0.5]);
    (eighths(0..40), eighths(8..400), head_start).prop_map(|(allowance, interval, head_start)| {
        Cusum {
            allowance,
            interval,
            head_start,
            after_signal: AfterSignal::Continue,
            ..Cusum::default()
        }
    })
}

/// `C_n` is the largest sum of `x - k` over the last points, none or all of them, the head start
/// standing before the first. With `k = 0`: how far the plain sum lies above its lowest so far.
#[test]
fn a_sum_that_goes_on_is_the_largest_of_its_last_points() {
    proptest!(config(300), |(points in series(), cusum in cusums())| {
        let start = cusum.head_start * cusum.interval;
        let mut useful: Vec<f64> = Vec::new();
        for (point, found) in points.iter().zip(sums(cusum, &points)) {
            let Some(found) = found else { continue };
            let mut with_it = useful.clone();
            with_it.push(point.value());
            for (found, sign) in found.into_iter().zip([1.0, -1.0]) {
                let step = |x: &f64| sign * x - cusum.allowance;
                let mut sum = 0.0;
                let mut largest: f64 = 0.0;
                for x in with_it.iter().rev() {
                    sum += step(x);
                    largest = largest.max(sum);
                }
                prop_assert_eq!(found, largest.max(sum + start));
            }
            if point.status != Some(redbead::Status::Excluded) {
                useful = with_it;
            }
        }
    });
}

/// Not where both restart after a signal of either.
#[test]
fn two_sums_that_go_on_are_the_sums_of_either_side() {
    proptest!(config(300), |(points in series(), cusum in cusums())| {
        let side = |sides| sums(Cusum { sides, ..cusum }, &points).into_iter();
        let sides = side(Sides::Above).zip(side(Sides::Below));
        for (both, (above, below)) in sums(cusum, &points).into_iter().zip(sides) {
            let Some(both) = both else { continue };
            prop_assert_eq!(Some([both[0], 0.0]), above);
            prop_assert_eq!(Some([0.0, both[1]]), below);
        }
    });
}

/// The first signal of a sum that restarts is that of one that goes on, and until then so are the
/// sums; the point after it, they are those of a series that begins there, without head start.
#[test]
fn sums_that_restart_begin_anew_after_a_signal() {
    proptest!(config(300), |(points in series(), cusum in cusums())| {
        let restarting = Cusum { after_signal: AfterSignal::Restart, ..cusum };
        let (whole, on) = (sums(restarting, &points), sums(cusum, &points));
        let signals = |sums: &Option<[f64; 2]>| {
            sums.is_some_and(|sums| sums.iter().any(|sum| *sum > cusum.interval))
        };
        // A signal of an excluded point ends nothing.
        let is_useful = |index: usize| points[index].status != Some(redbead::Status::Excluded);
        let first = (0..points.len()).find(|index| is_useful(*index) && signals(&whole[*index]));
        let until = first.map_or(points.len(), |first| first + 1);
        prop_assert_eq!(&whole[..until], &on[..until]);
        let anew = Cusum { head_start: 0.0, ..restarting };
        prop_assert_eq!(&whole[until..], &sums(anew, &points[until..])[..]);
    });
}
