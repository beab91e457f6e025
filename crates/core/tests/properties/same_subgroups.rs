//! Charts of subgroups that must say the same.

use proptest::prelude::*;
use redbead::{
    Chart, Constants, Deviations, Means, Observation, Plan, Ranges, Spread, SpreadCenter,
    SpreadKind, Status, Within,
};

use crate::plans::{config, drawn, scan};
use crate::same::{each, near, pairs, same};
use crate::series::{Raw, exposure, series};

/// Subgroups of one size, or of at least two sizes.
fn subgroups(points: &[Raw], size: Option<u32>, kind: SpreadKind) -> Vec<Observation> {
    let sized = |(index, point): (usize, &Raw)| {
        let group = size.unwrap_or(2 + (index % 2) as u32 + point.group);
        let point = Raw { group, ..*point };
        point.observe(point.subgroup(kind))
    };
    points.iter().enumerate().map(sized).collect()
}

#[test]
fn the_usual_sigma_within_is_by_mean_deviation_for_one_size_and_pooled_for_several() {
    let means = |within| Plan::builder(Means { within }.into());
    let by_mean = pairs([means(Within::Deviations), means(Within::MeanDeviation)]);
    let pooled = pairs([means(Within::Deviations), means(Within::PooledDeviation)]);
    proptest!(config(60), |(points in series(), size in 2_u32..=25)| {
        let one_size = subgroups(&points, Some(size), SpreadKind::Deviation);
        for pair in &by_mean {
            same(pair, [&one_size, &one_size])?;
        }
        let several = subgroups(&points, None, SpreadKind::Deviation);
        let useful = several.iter().zip(&points).filter(|(_, point)| {
            !matches!(point.status, None | Some(Status::Excluded))
        });
        let sizes: Vec<f64> = useful
            .map(|(subgroup, _)| exposure(&Chart::xbar(), subgroup))
            .collect();
        if sizes.windows(2).any(|pair| pair[0] != pair[1]) {
            for pair in &pooled {
                same(pair, [&several, &several])?;
            }
        }
    });
}

/// `x̿ ± A3 S̄` and `x̿ ± A2 R̄`, and on the spreads `B4 S̄` and `D4 R̄`: Montgomery (2013), sections
/// 6.2 and 6.3.
#[test]
fn limits_of_subgroups_of_one_size_are_their_textbook_forms() {
    let exact = Constants::Exact;
    proptest!(config(200), |(points in series(), size in 2_u32..=25)| {
        let n = size as usize;
        for kind in [SpreadKind::Deviation, SpreadKind::Range] {
            let (mean, deviation, charts) = match kind {
                SpreadKind::Deviation => (
                    exact.c4(n).unwrap(),
                    exact.c5(n).unwrap(),
                    [Means { within: Within::MeanDeviation }.into(), Chart::s()],
                ),
                SpreadKind::Range => (
                    exact.d2(n).unwrap(),
                    exact.d3(n).unwrap(),
                    [Means { within: Within::MeanRange }.into(), Chart::r()],
                ),
            };
            let useful: Vec<Raw> = points
                .iter()
                .copied()
                .filter(|point| !matches!(point.status, None | Some(Status::Excluded)))
                .collect();
            if useful.is_empty() {
                continue;
            }
            let count = useful.len() as f64;
            let grand_mean = useful.iter().map(|point| point.value()).sum::<f64>() / count;
            let spread = useful.iter().map(|point| f64::from(point.spread) / 8.0);
            let spread = spread.sum::<f64>() / count;
            let series = subgroups(&points, Some(size), kind);
            let a = 3.0 / (mean * f64::from(size).sqrt());
            let b = 3.0 * deviation / mean;
            let expected = [
                [grand_mean, grand_mean - a * spread, grand_mean + a * spread],
                [spread, ((1.0 - b) * spread).max(0.0), (1.0 + b) * spread],
            ];
            for (chart, expected) in charts.into_iter().zip(expected) {
                let plan = Plan::builder(chart).build().expect("its own rule");
                let report = scan(&plan, &series);
                for found in drawn(&plan, &report, &series) {
                    for (found, expected) in found.into_iter().zip(expected) {
                        // The values here are below 40.
                        let is_near = (found - expected).abs() <= 1e-13 * 40.0;
                        prop_assert!(is_near || found.is_nan(), "{chart}: {found}, not {expected}");
                    }
                }
            }
        }
    });
}

#[test]
fn spreads_of_one_size_have_one_center_either_way() {
    let [fixed, by_size] = [SpreadCenter::Fixed, SpreadCenter::BySize];
    let s = [fixed, by_size].map(|center| Plan::builder(Deviations { center }.into()));
    let r = [fixed, by_size].map(|center| Plan::builder(Ranges { center }.into()));
    let all = [
        (pairs(s), SpreadKind::Deviation),
        (pairs(r), SpreadKind::Range),
    ];
    proptest!(config(60), |(points in series(), size in 2_u32..=100)| {
        for (all, kind) in &all {
            let series = subgroups(&points, Some(size), *kind);
            for pair in all {
                // Divided by a constant and multiplied by it again, and the ratio of two
                // constants known to 16 digits: some units in the last place.
                near(pair, [&series, &series], 1.0, 2e-15)?;
            }
        }
    });
}

/// `R = √2 s` for two values, so both charts and both sigmas are the same.
#[test]
fn ranges_of_two_values_are_their_deviations() {
    let spreads = pairs([Chart::r(), Chart::s()].map(Plan::builder));
    let means = [Within::MeanRange, Within::MeanDeviation];
    let means = pairs(means.map(|within| Plan::builder(Means { within }.into())));
    proptest!(config(60), |(points in series())| {
        let root = std::f64::consts::SQRT_2;
        let ranges = subgroups(&points, Some(2), SpreadKind::Range);
        let deviations = each(&points, |point| {
            let deviation = Spread::Deviation(f64::from(point.spread) / 8.0 / root);
            Observation::subgroup(point.value(), deviation, 2)
        });
        for pair in &spreads {
            near(pair, [&ranges, &deviations], root, 1e-14)?;
        }
        for pair in &means {
            near(pair, [&ranges, &deviations], 1.0, 1e-14)?;
        }
    });
}

#[test]
fn moving_ranges_are_ranges_of_neighbors() {
    let center = SpreadCenter::Fixed;
    let moving = Plan::builder(Chart::moving_range())
        .build()
        .expect("beyond");
    let ranges = Plan::builder(Ranges { center }.into())
        .build()
        .expect("beyond");
    let values = prop::collection::vec((-100..100).prop_map(|x| f64::from(x) / 8.0), 2..60);
    proptest!(config(200), |(values in values)| {
        let singles: Vec<Observation> = values.iter().copied().map(Observation::value).collect();
        let neighbors = |pair: &[f64]| {
            SpreadKind::Range.subgroup(pair).expect("two values")
        };
        let pairs: Vec<Observation> = values.windows(2).map(neighbors).collect();
        let found = drawn(&moving, &scan(&moving, &singles), &singles);
        let expected = drawn(&ranges, &scan(&ranges, &pairs), &pairs);
        prop_assert!(found[0].iter().all(|line| line.is_nan()));
        for (found, expected) in found[1..].iter().zip(expected) {
            for (found, expected) in found.iter().zip(expected) {
                // Two products of the same factors in another order.
                prop_assert!((found - expected).abs() <= 1e-14 * expected.abs());
            }
        }
    });
}
