//! Control chart constants: against 20 published digits, and from their definitions.

use redbead::Constants;
use redbead::constants::{Factors, MEDIAN_RANGE_OF_TWO};

use crate::{number, table};

/// The columns of `constants_exact.csv` after `n`, and where the engine has them.
type Column = (&'static str, fn(&Factors) -> f64);

const COLUMNS: [Column; 17] = [
    ("d2", |f| f.d2),
    ("d3", |f| f.d3),
    ("c4", |f| f.c4),
    ("c5", |f| f.c5),
    ("A", |f| f.a),
    ("A2", |f| f.a2),
    ("A3", |f| f.a3),
    ("E2", |f| f.e2),
    ("E3", |f| f.e3),
    ("D1", |f| f.cap_d1),
    ("D2", |f| f.cap_d2),
    ("D3", |f| f.cap_d3),
    ("D4", |f| f.cap_d4),
    ("B3", |f| f.b3),
    ("B4", |f| f.b4),
    ("B5", |f| f.b5),
    ("B6", |f| f.b6),
];

#[test]
fn every_factor_equals_the_exact_table_to_14_digits() {
    let (header, rows) = table("constants_exact.csv");
    assert_eq!(header[0], "n");
    let names = COLUMNS.map(|(name, _)| name);
    assert_eq!(header[1..], names);
    assert_eq!(rows.len(), 99);
    for row in rows {
        let n: usize = row[0].parse().expect("a sample size");
        let factors = Factors::of(n).expect("2 to 100");
        assert_eq!(factors.n, n);
        for ((name, of), field) in COLUMNS.iter().zip(&row[1..]) {
            // A dozen roundings at most, and no more than a factor 40 lost to the difference in
            // B3(6) = 1 - 0.97: 1e-14 relative.
            assert_relative(of(&factors), number(field), 1e-14, &format!("{name}({n})"));
        }
    }
    assert_eq!(Factors::of(1), None);
    assert_eq!(Factors::of(101), None);
}

#[test]
fn d2_and_d3_follow_from_the_distribution_of_the_range() {
    // The quadrature is exact to rounding; d3² = E W² - d2² loses a factor 70 of it at n = 100.
    for (n, mean, square) in range_moments() {
        let d2 = Constants::Exact.d2(n).expect("2 to 100");
        let d3 = Constants::Exact.d3(n).expect("2 to 100");
        assert_relative(d2, mean, 1e-13, &format!("d2({n})"));
        let deviation = (square - mean * mean).sqrt();
        assert_relative(d3, deviation, 1e-11, &format!("d3({n})"));
    }
}

#[test]
fn the_median_range_of_two_halves_its_distribution() {
    // P(W <= w) = 1 - erfc(w/2) for two standard normals. Bisection to neighboring doubles.
    let (mut low, mut high) = (0.0, 2.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if libm::erfc(middle / 2.0) > 0.5 {
            low = middle;
        } else {
            high = middle;
        }
    }
    // erfc is good to about 1 ulp, and its slope at the median is near 1: a few ulp.
    assert_relative(MEDIAN_RANGE_OF_TWO, low, 1e-15, "d4(2)");
    assert_relative(Constants::Exact.median_range_of_two(), low, 1e-15, "d4(2)");
}

#[test]
fn c4_is_a_ratio_of_gamma_functions() {
    let c4 = |n| Constants::Exact.c4(n).expect("2 or more");
    // Up to n = 340 both gamma functions are finite, each good to some ulp.
    for n in 2..=340 {
        let half = n as f64 / 2.0;
        let ratio = libm::tgamma(half) / libm::tgamma(half - 0.5);
        let by_gamma = (2.0 / (n as f64 - 1.0)).sqrt() * ratio;
        assert_relative(c4(n), by_gamma, 1e-14, &format!("c4({n})"));
    }
    // Beyond, a difference of logarithms near x ln x carries that many units of 2.2e-16.
    for n in (341..=20_000).step_by(37) {
        let half = n as f64 / 2.0;
        let log_ratio = libm::lgamma(half) - libm::lgamma(half - 0.5);
        let by_gamma = (2.0 / (n as f64 - 1.0)).sqrt() * log_ratio.exp();
        let lost = 1e-15 * half * half.ln();
        assert_relative(c4(n), by_gamma, lost, &format!("c4({n})"));
    }
}

#[test]
fn neighboring_c4_multiply_to_a_root() {
    // c4(n) c4(n+1) = sqrt((n-1)/n), from Γ(x+1) = x Γ(x): sharp for any n, to some roundings.
    for n in (2..=1000).chain((1001..=1_000_000).step_by(997)) {
        let c4 = |n| Constants::Exact.c4(n).expect("2 or more");
        let root = ((n as f64 - 1.0) / n as f64).sqrt();
        assert_relative(
            c4(n) * c4(n + 1),
            root,
            1e-15,
            &format!("c4({n}) c4({})", n + 1),
        );
    }
}

#[test]
fn printed_constants_are_those_of_the_textbooks() {
    let printed = Constants::Printed;
    let d2 = [
        1.128, 1.693, 2.059, 2.326, 2.534, 2.704, 2.847, 2.970, 3.078,
    ];
    let c4 = [
        0.7979, 0.8862, 0.9213, 0.9400, 0.9515, 0.9594, 0.9650, 0.9693, 0.9727,
    ];
    for (n, (d2, c4)) in (2..).zip(d2.into_iter().zip(c4)) {
        assert_eq!(printed.d2(n), Some(d2), "d2({n})");
        assert_eq!(printed.c4(n), Some(c4), "c4({n})");
    }
    assert_eq!(printed.d3(2), Some(0.853));
    assert_eq!(printed.c4(25), Some(0.9896));
    assert_eq!(printed.range_of_two_upper(), 3.267);
    assert_eq!(printed.median_range_of_two(), 0.954);
    let off = (Constants::Exact.range_of_two_upper() - 3.266_531_919_288_601).abs();
    assert!(
        off < 2e-15,
        "D4(2) to the last places of its 20 digits: {off:e}"
    );
}

/// `(n, E W, E W²)` of the range `W` of `n` standard normals, for `n = 2..=100`.
///
/// ```text
/// P(W <= w) = n ∫ φ(x) (Φ(x+w) - Φ(x))^(n-1) dx
/// E W = ∫ P(W > w) dw      E W² = 2 ∫ w P(W > w) dw       w > 0
/// ```
///
/// The inner integrand dies off on both sides, where the plain sum of equidistant ordinates
/// converges faster than any power; `w = exp(t - exp(-t))` makes the outer one do so as well.
fn range_moments() -> Vec<(usize, f64, f64)> {
    const INNER: f64 = 1.0 / 24.0;
    const OUTER: f64 = 1.0 / 32.0;
    let normal = |x: f64| libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2) / 2.0;
    let density = |x: f64| (-x * x / 2.0).exp() / std::f64::consts::TAU.sqrt();
    let mut moments: Vec<(usize, f64, f64)> = (2..=100).map(|n| (n, 0.0, 0.0)).collect();
    for step in -150..=100 {
        let t = f64::from(step) * OUTER;
        let w = (t - (-t).exp()).exp();
        let weight = OUTER * w * (1.0 + (-t).exp());
        // P(W <= w) for all n at once: each factor more is one multiplication.
        let mut within = [0.0; 99];
        for at in -480..=240 {
            let x = f64::from(at) * INNER;
            let between = if x > 0.0 {
                normal(-x) - normal(-x - w)
            } else {
                normal(x + w) - normal(x)
            };
            let mut term = density(x) * INNER;
            for (sum, n) in within.iter_mut().zip(2..) {
                term *= between;
                *sum += f64::from(n) * term;
            }
        }
        for ((_, mean, square), within) in moments.iter_mut().zip(within) {
            *mean += weight * (1.0 - within);
            *square += weight * 2.0 * w * (1.0 - within);
        }
    }
    moments
}

fn assert_relative(found: f64, expected: f64, tolerance: f64, what: &str) {
    let off = (found - expected).abs();
    assert!(
        off <= tolerance * expected.abs(),
        "{what}: {found} against {expected}, off by {:e}",
        off / expected.abs()
    );
}
