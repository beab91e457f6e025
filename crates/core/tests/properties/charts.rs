//! Every chart with every option that changes its numbers.

use redbead::{
    AfterSignal, Center, Chart, Count, CountPrime, Cusum, Deviations, Ewma, Growth, Individuals,
    IndividualsPrime, Items, LimitMethod, Means, Proportion, ProportionPrime, Ranges, Rate,
    RatePrime, Sides, Sigma, SpreadCenter, TimeBetween, UnitsBetween, Within,
};

/// Number of items at every point of an np chart.
pub(crate) const ITEMS: u32 = 80;

/// Every way from moving ranges or values to sigma; a span of two is the moving range.
pub(crate) const SIGMAS: [Sigma; 6] = [
    Sigma::MovingRange,
    Sigma::MedianMovingRange,
    Sigma::ScreenedMovingRange,
    Sigma::Span(2),
    Sigma::Span(4),
    Sigma::StandardDeviation,
];

pub(crate) const LIMITS: [LimitMethod; 2] = [LimitMethod::Sigma, LimitMethod::Probability];

/// One chart of each kind, with its usual options.
pub(crate) fn usual_charts() -> Vec<Chart> {
    vec![
        Chart::run(),
        Chart::individuals(),
        Chart::moving_range(),
        Chart::xbar(),
        Chart::s(),
        Chart::r(),
        Chart::p(),
        Chart::np(ITEMS),
        Chart::c(),
        Chart::u(),
        Chart::p_prime(),
        Chart::u_prime(),
        Chart::c_prime(),
        Chart::i_prime(),
        Chart::g(),
        Chart::t(),
        Chart::ewma(),
        Chart::cusum(),
    ]
}

/// Every chart with every option that changes its numbers; those of [`usual_charts`] first.
pub(crate) fn charts() -> Vec<Chart> {
    let mut charts = usual_charts();
    let others = [individuals, subgroups, counts, rare_events, ewmas, cusums];
    for chart in others.into_iter().flat_map(|charts| charts()) {
        if !charts.contains(&chart) {
            charts.push(chart);
        }
    }
    charts
}

fn individuals() -> Vec<Chart> {
    let mut charts = Vec::new();
    for sigma in SIGMAS {
        for center in [Center::Mean, Center::Median] {
            charts.push(Individuals { center, sigma }.into());
        }
    }
    let of_two = |sigma| Chart::from(IndividualsPrime { sigma });
    charts.extend(SIGMAS[..3].iter().copied().map(of_two));
    charts
}

fn subgroups() -> Vec<Chart> {
    let within = [
        Within::Deviations,
        Within::PooledDeviation,
        Within::MeanDeviation,
        Within::MeanRange,
    ];
    let mut charts: Vec<Chart> = within.map(|within| Means { within }.into()).into();
    for center in [SpreadCenter::Fixed, SpreadCenter::BySize] {
        charts.push(Deviations { center }.into());
        charts.push(Ranges { center }.into());
    }
    charts
}

fn counts() -> Vec<Chart> {
    let mut charts = Vec::new();
    for limits in LIMITS {
        let (size, per) = (ITEMS, 1.0);
        charts.push(Proportion { limits }.into());
        charts.push(Items { size, limits }.into());
        charts.push(Count { limits }.into());
        charts.push(Rate { per, limits }.into());
    }
    for sigma in SIGMAS {
        let per = 1.0;
        charts.push(ProportionPrime { sigma }.into());
        charts.push(RatePrime { sigma, per }.into());
        charts.push(CountPrime { sigma }.into());
    }
    charts
}

fn rare_events() -> Vec<Chart> {
    let mut charts = Vec::new();
    for limits in LIMITS {
        for center in [Center::Median, Center::Mean] {
            charts.push(UnitsBetween { center, limits }.into());
        }
    }
    let limits = LimitMethod::Sigma;
    charts.extend(SIGMAS.map(|sigma| Chart::from(TimeBetween { sigma, limits })));
    let limits = LimitMethod::Probability;
    let sigma = Sigma::default();
    charts.push(TimeBetween { sigma, limits }.into());
    charts
}

fn ewmas() -> Vec<Chart> {
    let mut charts = Vec::new();
    for growth in [Growth::TimeVarying, Growth::Asymptotic] {
        for sigma in SIGMAS {
            let usual = Ewma::default();
            charts.push(
                Ewma {
                    growth,
                    sigma,
                    ..usual
                }
                .into(),
            );
        }
        for (lambda, width) in [(0.05, 2.615), (1.0, 3.0)] {
            let sigma = Sigma::default();
            charts.push(
                Ewma {
                    lambda,
                    width,
                    growth,
                    sigma,
                }
                .into(),
            );
        }
    }
    charts
}

fn cusums() -> Vec<Chart> {
    let usual = Cusum::default();
    let of_sigma = |sigma| Cusum { sigma, ..usual }.into();
    let mut charts: Vec<Chart> = SIGMAS.map(of_sigma).into();
    for after_signal in [AfterSignal::Restart, AfterSignal::Continue] {
        for head_start in [0.0, 0.5] {
            for sides in [Sides::Either, Sides::Above, Sides::Below] {
                charts.push(
                    Cusum {
                        after_signal,
                        head_start,
                        sides,
                        ..usual
                    }
                    .into(),
                );
            }
        }
    }
    for (allowance, interval) in [(0.0, 8.0), (1.0, 2.5)] {
        charts.push(
            Cusum {
                allowance,
                interval,
                ..usual
            }
            .into(),
        );
    }
    charts
}
