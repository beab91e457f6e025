use super::*;

const THREE_SIGMA: f64 = 0.001_349_898_031_630_094_6;
const TAILS: [f64; 5] = [
    THREE_SIGMA,
    0.001_35,
    0.022_750_131_948_179_21,
    0.158_655_253_931_457_05,
    0.066_807_201_268_858_07,
];

/// Both ends at a chance.
fn both(a: f64) -> [Tail; 2] {
    [Tail::Lower(a), Tail::Upper(a)]
}

/// Compensated sum (Neumaier).
fn total(terms: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0);
    for term in terms {
        let next = sum + term;
        lost += if sum.abs() >= term.abs() {
            sum - next + term
        } else {
            term - next + sum
        };
        sum = next;
    }
    sum + lost
}

/// The definition, by adding up the mass from each end: no saddle point, no ratios.
fn holds_the_definition(tail: Tail, x: f64, mass: &[f64]) -> bool {
    let x = x as usize;
    let up_to = |end: usize| total(mass[..end].iter().copied());
    let above = |first: usize| total(mass[first..].iter().rev().copied());
    match tail {
        Tail::Lower(a) => up_to(x + 1) >= a && up_to(x) < a,
        Tail::Upper(a) => above(x + 1) <= a && (x == 0 || above(x) > a),
    }
}

#[test]
fn poisson_counts_are_those_of_summed_mass() {
    for mean in [
        0.003, 0.05, 0.7, 1.0, 3.3, 4.0, 12.0, 41.5, 100.0, 250.25, 2000.0,
    ] {
        let mass: Vec<f64> = (0..4000)
            .map(|k| {
                libm::exp(f64::from(k) * libm::log(mean) - mean - libm::lgamma(f64::from(k + 1)))
            })
            .collect();
        for tail in TAILS.into_iter().flat_map(both) {
            let x = poisson_quantile(tail, mean);
            assert!(holds_the_definition(tail, x, &mass), "{mean} {tail:?}: {x}");
        }
    }
}

#[test]
fn binomial_counts_are_those_of_summed_mass() {
    for trials in [1_u32, 2, 7, 30, 50, 137, 1000, 5000] {
        for p in [1e-4, 0.003, 0.05, 0.2, 0.41, 0.5, 0.77, 0.99, 0.9999] {
            let n = f64::from(trials);
            let mass: Vec<f64> = (0..=trials)
                .map(|k| {
                    let k = f64::from(k);
                    let ways =
                        libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
                    libm::exp(ways + k * libm::log(p) + (n - k) * libm::log1p(-p))
                })
                .collect();
            for tail in TAILS.into_iter().flat_map(both) {
                let x = binomial_quantile(tail, n, p);
                assert!(
                    holds_the_definition(tail, x, &mass),
                    "{n} {p} {tail:?}: {x}"
                );
            }
        }
    }
}

#[test]
fn quantiles_equal_the_exact_table() {
    let table = include_str!("../../testdata/quantiles_exact.csv");
    let mut rows = table.lines().filter(|line| !line.starts_with('#'));
    assert_eq!(
        rows.next(),
        Some("distribution,trials,parameter,tail,a,quantile,margin")
    );
    let mut seen = 0;
    for row in rows {
        let fields: Vec<&str> = row.split(',').collect();
        let number = |field: usize| fields[field].parse::<f64>().unwrap();
        let tail = match fields[3] {
            "lower" => Tail::Lower(number(4)),
            "upper" => Tail::Upper(number(4)),
            other => panic!("{other}"),
        };
        let (parameter, exact) = (number(2), number(5));
        let quantile = match fields[0] {
            "binomial" => binomial_quantile(tail, number(1), parameter),
            "poisson" => poisson_quantile(tail, parameter),
            "geometric" => geometric_quantile(tail, parameter),
            "exponential" => {
                // Three roundings.
                let quantile = exponential_quantile(tail, parameter);
                assert!((quantile / exact - 1.0).abs() < 4e-16, "{row}: {quantile}");
                exact
            }
            other => panic!("{other}"),
        };
        assert_eq!(quantile, exact, "{row}");
        // No row depends on rounding: sums are good to 1e-12, closed forms to some 1e-15 of the
        // count, which is a relative 1e-14 of the chance at 3 sigma.
        assert!(fields[6].is_empty() || number(6) > 1e-11, "{row}");
        seen += 1;
    }
    assert_eq!(seen, 316);
}

#[test]
fn equal_chances_do_not_fail_by_rounding() {
    // One trial: P(X > 0) = p.
    for p in [1e-15, 1e-9, 0.001_35, 0.1, 0.3] {
        assert_eq!(binomial_quantile(Tail::Upper(p), 1.0, p), 0.0);
        let q = 1.0 - p;
        assert_eq!(binomial_quantile(Tail::Lower(1.0 - q), 1.0, q), 0.0);
    }
    // Three tosses: none and three heads have the chance 1/8 each.
    assert_eq!(binomial_quantile(Tail::Lower(0.125), 3.0, 0.5), 0.0);
    assert_eq!(binomial_quantile(Tail::Upper(0.125), 3.0, 0.5), 2.0);
    // An odd number of tosses: half of the chance up to the lower middle.
    for n in [1.0, 3.0, 99.0, 1e5 + 1.0, 1e9 + 1.0] {
        assert_eq!(binomial_quantile(Tail::Lower(0.5), n, 0.5), (n - 1.0) / 2.0);
        assert_eq!(binomial_quantile(Tail::Upper(0.5), n, 0.5), (n - 1.0) / 2.0);
    }
    // Mean 1 is p = 1/2, mean 4 is p = 1/5: P(X > x) is 2^-(x+1) and 0.8^(x+1).
    let (mut half, mut fifth) = (1.0, 1.0);
    for x in 0..200 {
        half *= 0.5;
        fifth *= 0.8;
        assert_eq!(geometric_quantile(Tail::Upper(half), 1.0), f64::from(x));
        if x < 8 {
            assert_eq!(geometric_quantile(Tail::Upper(fifth), 4.0), f64::from(x));
            assert_eq!(
                geometric_quantile(Tail::Lower(1.0 - fifth), 4.0),
                f64::from(x)
            );
        }
    }
}

#[test]
fn medians_by_hand() {
    // (1 - p)^(x+1) <= 1/2: p = 1/2 at once, 0.8^3 = 0.512 and 0.8^4 = 0.4096.
    assert_eq!(geometric_median(0.0), 0.0);
    assert_eq!(geometric_median(1.0), 0.0);
    assert_eq!(geometric_median(4.0), 3.0);
    // ln 2 of the mean, less some.
    assert_eq!(geometric_median(1e6), 693_147.0);
    // e^-0.69 > 1/2 > e^-0.70.
    assert_eq!(poisson_quantile(Tail::Lower(0.5), 0.69), 0.0);
    assert_eq!(poisson_quantile(Tail::Lower(0.5), 0.70), 1.0);
    assert_eq!(
        exponential_quantile(Tail::Lower(0.5), 2.0),
        2.0 * std::f64::consts::LN_2
    );
}

#[test]
fn normal_quantile_turns_the_distribution_function_around() {
    // The rounding of 3 / sqrt(2) counts tenfold.
    assert!((normal_cdf(-3.0) / THREE_SIGMA - 1.0).abs() < 1e-15);
    assert_eq!((normal_cdf(0.0), normal_cdf(f64::INFINITY)), (0.5, 1.0));
    assert_eq!(
        (normal_quantile(0.5), normal_quantile(1.0)),
        (0.0, f64::INFINITY)
    );
    assert!(normal_quantile(f64::NAN).is_nan() && normal_cdf(f64::NAN).is_nan());
    for step in 1..370 {
        let x = f64::from(step) * -0.1;
        // One rounding of the chance moves the quantile by 1e-16 / x at most.
        assert!(
            (normal_quantile(normal_cdf(x)) / x - 1.0).abs() < 1e-14,
            "{x}"
        );
    }
}

#[test]
fn a_smaller_chance_never_gives_an_inner_count() {
    let chances: Vec<f64> = (0..=60)
        .map(|step| libm::exp2(-1.0 - f64::from(step) * f64::from(step) / 3.4))
        .chain([0.0])
        .collect();
    let quantiles: [fn(Tail, f64) -> f64; 6] = [
        poisson_quantile,
        geometric_quantile,
        exponential_quantile,
        |tail, mean| binomial_quantile(tail, (mean * 3.0).ceil(), 0.3),
        |tail, mean| binomial_quantile(tail, (mean * 1e6).ceil(), 1e-6),
        |tail, mean| binomial_quantile(tail, mean.ceil(), 1.0 - 1e-3),
    ];
    for quantile in quantiles {
        for mean in [
            1e-300, 1e-3, 0.4, 3.0, 77.7, 5e3, 9e4, 2e5, 1e9, 1e15, 1e300,
        ] {
            for pair in chances.windows(2) {
                let [inner, outer] = [pair[0], pair[1]];
                let at = |tail| quantile(tail, mean);
                assert!(
                    at(Tail::Lower(outer)) <= at(Tail::Lower(inner)),
                    "{mean} {pair:?}"
                );
                assert!(
                    at(Tail::Upper(outer)) >= at(Tail::Upper(inner)),
                    "{mean} {pair:?}"
                );
                assert!(at(Tail::Lower(1.0 - inner)) <= at(Tail::Lower(1.0 - outer)));
                assert!(
                    at(Tail::Lower(inner)) <= at(Tail::Upper(inner)),
                    "{mean} {pair:?}"
                );
            }
        }
    }
}

#[test]
fn any_input_gives_a_number_in_the_support() {
    let numbers = [
        0.0,
        5e-324,
        1e-310,
        1e-300,
        1e-17,
        1e-9,
        0.001,
        0.3,
        0.5,
        0.999,
        1.0 - 1e-16,
        1.0,
        2.0,
        3.7,
        40.0,
        1e5,
        1e6,
        1e9,
        9_007_199_254_740_992.0,
        1e18,
        1e100,
        1e300,
        f64::MAX,
        -1.0,
        f64::INFINITY,
        f64::NEG_INFINITY,
    ];
    for a in numbers {
        for tail in both(a) {
            for mean in numbers {
                for quantile in [poisson_quantile, geometric_quantile, exponential_quantile] {
                    assert!(quantile(tail, mean) >= 0.0, "{tail:?} {mean}");
                    assert!(quantile(Tail::Lower(f64::NAN), mean).is_nan());
                    assert!(quantile(tail, f64::NAN).is_nan());
                }
                for p in numbers {
                    let x = binomial_quantile(tail, mean, p);
                    assert!(
                        x >= 0.0 && x <= mean.max(0.0) && x.fract() == 0.0,
                        "{tail:?} {mean} {p}"
                    );
                }
                assert!(binomial_quantile(tail, mean, f64::NAN).is_nan());
            }
        }
    }
    assert_eq!(binomial_quantile(Tail::Upper(THREE_SIGMA), 70.0, 0.0), 0.0);
    assert_eq!(binomial_quantile(Tail::Lower(THREE_SIGMA), 70.0, 1.0), 70.0);
    assert_eq!(binomial_quantile(Tail::Upper(0.0), 70.0, 0.5), 70.0);
    assert_eq!(poisson_quantile(Tail::Upper(0.0), 1.0), f64::INFINITY);
    assert_eq!(poisson_quantile(Tail::Upper(THREE_SIGMA), 0.0), 0.0);
}
