//! What does not depend on the order of a baseline's points: to the last bit where it is a median
//! or a sum of whole numbers, within rounding where it is another sum.

use std::sync::LazyLock;

use proptest::prelude::*;
use redbead::{
    Baseline, Center, Chart, Fit, Law, LimitMethod, NaturalRange, Parameters, Place, Plan, Sigma,
};

use crate::charts::charts;
use crate::plans::{config, scan};
use crate::series::{Raw, observations, series};

/// How a number answers to another order of the points that it comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Order {
    /// Not at all.
    Exact,
    /// By rounding.
    Rounding,
    /// Moving ranges are of neighbors.
    Matters,
}

/// Of the center, and of the scale.
fn order(chart: &Chart) -> [Order; 2] {
    use Order::{Exact, Matters, Rounding};
    let of_sigma = |sigma| match sigma {
        Sigma::StandardDeviation => Rounding,
        _ => Matters,
    };
    match chart {
        // A median.
        Chart::Run(_) => [Exact, Exact],
        // Quotients of sums of whole numbers.
        Chart::Proportion(_) | Chart::Items(_) | Chart::Count(_) | Chart::Rate(_) => [Exact, Exact],
        Chart::ProportionPrime(p) => [Exact, of_sigma(p.sigma)],
        Chart::RatePrime(u) => [Exact, of_sigma(u.sigma)],
        Chart::CountPrime(c) => [Exact, of_sigma(c.sigma)],
        Chart::Individuals(individuals) => match individuals.center {
            Center::Median => [Exact, of_sigma(individuals.sigma)],
            _ => [Rounding, of_sigma(individuals.sigma)],
        },
        // The limits rest on a mean, shifted by whichever value comes first.
        Chart::UnitsBetween(g) => match g.center {
            Center::Median => [Exact, Rounding],
            _ => [Rounding, Rounding],
        },
        Chart::TimeBetween(t) => match t.limits {
            LimitMethod::Probability => [Rounding, Rounding],
            _ => [Rounding, of_sigma(t.sigma)],
        },
        Chart::Means(_) | Chart::Deviations(_) | Chart::Ranges(_) => [Rounding, Rounding],
        Chart::IndividualsPrime(_) => [Rounding, Matters],
        Chart::Ewma(ewma) => [Rounding, of_sigma(ewma.sigma)],
        Chart::Cusum(cusum) => [Rounding, of_sigma(cusum.sigma)],
        _ => [Matters, Matters],
    }
}

/// The center, and the limits of some place.
fn numbers(parameters: &Parameters) -> [Vec<f64>; 2] {
    if let Law::Cumulative { mean, sigma } = parameters.law {
        return [vec![mean], vec![sigma]];
    }
    let place = Place::new(7.0, 3);
    let limits = parameters.limits_at(place, 3.0, NaturalRange::UNBOUNDED);
    let limits = [limits.lower, limits.upper].into_iter().flatten();
    [vec![parameters.center], limits.collect()]
}

static PLANS: LazyLock<Vec<Plan>> = LazyLock::new(|| {
    let baseline = Baseline::All;
    let plan = |chart: &Chart| Plan::builder(*chart).baseline(baseline).build();
    let plans = charts().iter().map(plan).collect::<Result<_, _>>();
    plans.expect("every chart with its own rule")
});

fn unmoved(points: &[Raw], shuffled: &[Raw]) -> Result<(), TestCaseError> {
    for plan in PLANS.iter() {
        let chart = plan.chart();
        let fit = |points: &[Raw]| scan(plan, &observations(chart, points)).phases[0].fit;
        let (fit, other) = (fit(points), fit(shuffled));
        let (Fit::Fitted { parameters }, Fit::Fitted { parameters: other }) = (fit, other) else {
            continue;
        };
        let parts = numbers(&parameters).into_iter().zip(numbers(&other));
        for (order, (numbers, others)) in order(chart).into_iter().zip(parts) {
            // Sums of up to 90 terms, each rounded by 1e-16 of itself; of a standard deviation
            // the values are far smaller than 1e3 times their spread.
            let largest = numbers
                .iter()
                .map(|number| number.abs())
                .fold(0.0, f64::max);
            for (number, other) in numbers.into_iter().zip(others) {
                let is_same = match order {
                    Order::Exact => number.to_bits() == other.to_bits(),
                    Order::Rounding => (number - other).abs() <= 1e-12 * largest.max(1.0),
                    Order::Matters => true,
                };
                prop_assert!(is_same, "{number}, not {other}\n{plan}{points:?}");
            }
        }
    }
    Ok(())
}

#[test]
fn the_order_of_a_baseline_moves_only_what_comes_of_neighbors() {
    let shuffled = series()
        .prop_filter("a baseline", |points| !points.is_empty())
        .prop_flat_map(|points| (Just(points.clone()), Just(points).prop_shuffle()));
    proptest!(config(250), |((points, shuffled) in shuffled)| {
        unmoved(&points, &shuffled)?;
    });
}
