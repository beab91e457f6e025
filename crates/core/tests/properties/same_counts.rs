//! Charts of counts and means with exposures that must say the same as simpler ones.

use proptest::prelude::*;
use redbead::{
    Baseline, Center, Chart, Count, CountPrime, Individuals, IndividualsPrime, Items, Observation,
    Plan, Proportion, Rate, RatePrime,
};

use crate::charts::{ITEMS, LIMITS, SIGMAS};
use crate::plans::{config, scan};
use crate::same::{each, near, pairs, same};
use crate::series::{observations, series};

fn given(center: f64, sigma: Option<f64>) -> Baseline {
    Baseline::Given { center, sigma }
}

#[test]
fn primed_charts_with_sigma_z_of_one_are_the_charts_they_widen() {
    let charts = [
        [Chart::p_prime(), Chart::p()],
        [Chart::u_prime(), Chart::u()],
        [Chart::c_prime(), Chart::c()],
    ];
    proptest!(config(60), |(points in series())| {
        for [primed, plain] in charts {
            let series = observations(&plain, &points);
            let learned = Plan::builder(plain).build().expect("its own rule");
            let report = scan(&learned, &series);
            let Some(parameters) = report.phases.first().and_then(|phase| phase.parameters())
            else {
                continue;
            };
            let center = parameters.center;
            let primed = Plan::builder(primed).baseline(given(center, Some(1.0)));
            for plain in [
                Plan::builder(plain),
                Plan::builder(plain).baseline(given(center, None)),
            ] {
                for pair in pairs([primed.clone(), plain]) {
                    same(&pair, [&series, &series])?;
                }
            }
        }
    });
}

#[test]
fn rates_of_exposure_one_are_counts() {
    let per = 1.0;
    let mut all: Vec<[Chart; 2]> = Vec::new();
    for limits in LIMITS {
        all.push([Rate { per, limits }.into(), Count { limits }.into()]);
    }
    for sigma in SIGMAS {
        all.push([RatePrime { sigma, per }.into(), CountPrime { sigma }.into()]);
    }
    let all: Vec<[Plan; 2]> = all
        .into_iter()
        .flat_map(|charts| pairs(charts.map(Plan::builder)))
        .collect();
    proptest!(config(40), |(points in series())| {
        let counts = each(&points, |point| Observation::value(point.count()));
        let rates = each(&points, |point| Observation::ratio(point.count(), 1.0));
        for pair in &all {
            same(pair, [&rates, &counts])?;
        }
    });
}

#[test]
fn normalized_individuals_of_equal_exposures_are_individuals() {
    let center = Center::Mean;
    let all: Vec<[Plan; 2]> = SIGMAS[..3]
        .iter()
        .flat_map(|sigma| {
            let sigma = *sigma;
            let individuals = Individuals { center, sigma }.into();
            let charts = [IndividualsPrime { sigma }.into(), individuals];
            pairs(charts.map(Plan::builder))
        })
        .collect();
    proptest!(config(60), |(points in series(), size in 1..200)| {
        let values = each(&points, |point| Observation::value(point.value()));
        for exposure in [1.0, 64.0, f64::from(size)] {
            let means = each(&points, |point| {
                Observation::ratio(point.value() * exposure, exposure)
            });
            for pair in &all {
                if size == exposure as i32 {
                    // The root of the exposure is rounded on the way in and on the way out, and
                    // the mean once more: some units in the last place of 1.1e-16.
                    near(pair, [&means, &values], 1.0, 2e-15)?;
                } else {
                    // Roots of powers of four are exact.
                    same(pair, [&means, &values])?;
                }
            }
        }
    });
}

#[test]
fn numbers_of_cases_are_proportions_times_the_items() {
    let size = ITEMS;
    let all: Vec<[Plan; 2]> = LIMITS
        .into_iter()
        .flat_map(|limits| {
            let charts = [Items { size, limits }.into(), Proportion { limits }.into()];
            pairs(charts.map(Plan::builder))
        })
        .collect();
    let n = f64::from(size);
    proptest!(config(60), |(points in series())| {
        let counts = each(&points, |point| Observation::value(point.part_of(size as i32)));
        let ratios = each(&points, |point| Observation::ratio(point.part_of(size as i32), n));
        for pair in &all {
            // A quotient, a root and a product, each rounded by 1.1e-16.
            near(pair, [&counts, &ratios], n, 2e-15)?;
        }
    });
}
