//! How many degrees of freedom an estimate of sigma is worth.

use crate::baseline::moving_range::ChainView;
use crate::chart::Sigma;
use crate::constants::Constants;

/// Degrees of freedom of a sigma: those of the chi distribution that varies as much, in
/// proportion to its mean.
///
/// # Definition
///
/// ```text
/// V  = Var(sigma) / E(sigma)²                    of independent normal points
/// nu = (√(1 + 2V) + 1) / (4V)                    so that chi with nu degrees has about the same V
///
/// SD / c4               nu = n - 1, exactly
/// mean range of spans   V = (d3/d2)² Σ_j Σ_k ρ(|j - k|) / m²
/// median moving range   V = 1.36046 (m + 2 × 0.10641 a) / (m (m + 1.4))
/// screened              V of the mean moving range, times 1 + 0.21 m / (m + 10)
/// ```
///
/// over the `m` ranges of the baseline, `a` pairs of which overlap; `ρ(k)` is the correlation of two
/// ranges of `w` points that lie `k` points apart and belong to one chain:
///
/// ```text
/// w = 2    ρ(1) = (π/12 + √3/2 - 1) / (π/2 - 1)              exact
/// w > 2    ρ(k) = (1 - k/w)^(1.2 + 0.9588 (2/w)³)            fitted to a simulation
/// ```
///
/// For the mean moving range of one chain that is `V = 0.8264 / m` and `nu = 0.605 m` for many
/// ranges, where S has `nu = m`.
///
/// # Accuracy and cost
///
/// Exact up to the match of two moments for mean moving ranges. Against simulations of 200,000
/// series of 10 to 200 points within 2 % for spans of 3, 5 and 10, medians and screened ranges. Medians of
/// less than 10 ranges come out up to 13 % too low, which widens intervals. Linear in the chains and the span.
///
/// # References
///
/// Patnaik (1950), The use of mean range as an estimator of variance in statistical tests,
/// Biometrika 37, 78-87: the match by moments.
/// Hoel (1946), The efficiency of the mean moving range, Ann. Math. Statist. 17, 475-482; Cryer and Ryan
/// (1990), The estimation of sigma for an X chart, J. Quality Technology 22, 187-192: the variance.
pub(super) fn degrees_of_freedom(sigma: Sigma, chains: ChainView<'_>) -> Option<f64> {
    let variance = match sigma {
        Sigma::StandardDeviation => {
            let degrees = chains.values.len().checked_sub(1)?;
            return Some(degrees as f64).filter(|degrees| *degrees > 0.0);
        }
        Sigma::MovingRange => mean_range(chains, 2)?,
        Sigma::ScreenedMovingRange => {
            let ranges = ranges(chains, 2);
            mean_range(chains, 2)? * (1.0 + 0.21 * ranges / (ranges + 10.0))
        }
        Sigma::MedianMovingRange => {
            let (ranges, pairs) = (ranges(chains, 2), ranges(chains, 3));
            // 1/(4 f² q²) at the median q of a moving range with density f, and the chance that
            // both of two neighbors are below q, in excess of 1/4 and relative to it.
            1.360_46 * (ranges + 2.0 * 0.106_41 * pairs) / (ranges * (ranges + 1.4))
        }
        Sigma::Span(points) => mean_range(chains, points as usize)?,
    };
    Some(matched_degrees(variance)).filter(|degrees| degrees.is_finite() && *degrees > 0.0)
}

/// Degrees of freedom of the chi distribution with about this variance over its squared mean.
pub(super) fn matched_degrees(variance: f64) -> f64 {
    ((1.0 + 2.0 * variance).sqrt() + 1.0) / (4.0 * variance)
}

/// Stretches of `span` neighbors in all chains.
fn ranges(chains: ChainView<'_>, span: usize) -> f64 {
    let of_chain = |length: usize| (length + 1).saturating_sub(span);
    chains.lengths().map(of_chain).sum::<usize>() as f64
}

/// Variance of the mean range of `span` neighbors, over its squared mean.
fn mean_range(chains: ChainView<'_>, span: usize) -> Option<f64> {
    let exact = Constants::Exact;
    let relative = exact.d3(span)? / exact.d2(span)?;
    let correlations: Vec<f64> = (1..span).map(|lag| correlation(span, lag)).collect();
    let mut total = 0.0;
    for length in chains.lengths() {
        let ranges = (length + 1).saturating_sub(span);
        total += ranges as f64;
        for (lag, correlation) in (1..ranges).zip(&correlations) {
            total += 2.0 * (ranges - lag) as f64 * correlation;
        }
    }
    let count = ranges(chains, span);
    Some(relative * relative * total / (count * count))
}

/// Correlation of the ranges of two stretches of `span` points, `lag` points apart.
fn correlation(span: usize, lag: usize) -> f64 {
    use std::f64::consts::{FRAC_PI_2, PI};
    if span == 2 {
        return (PI / 12.0 + 0.75_f64.sqrt() - 1.0) / (FRAC_PI_2 - 1.0);
    }
    let narrow = 2.0 / span as f64;
    let power = 1.2 + 0.9588 * (narrow * narrow * narrow);
    libm::pow(1.0 - lag as f64 / span as f64, power)
}

/// `c4` of a sample with this many degrees of freedom, which need not be whole: the mean of chi
/// over the root of its mean square.
pub(super) fn c4(degrees: f64) -> f64 {
    if degrees > 100.0 {
        let r = 2.0 / degrees;
        // The next term is below 2e-10.
        return 1.0 + r * (-1.0 / 8.0 + r * (1.0 / 128.0 + r * 5.0 / 1024.0));
    }
    let half = degrees / 2.0;
    libm::exp(libm::lgamma(half + 0.5) - libm::lgamma(half)) / half.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::baseline::moving_range::{ChainOptions, Chains};
    use crate::observation::Status;
    use crate::sample::Sample;
    use crate::series::{Exclusion, Gap};

    fn chains(lengths: &[usize]) -> Chains {
        let mut samples = Vec::new();
        for length in lengths {
            samples.extend((0..*length).map(|i| Sample::of_value(i as f64, Status::Confirmed)));
            samples.push(Sample::MISSING);
        }
        let options = ChainOptions {
            gap: Gap::Skip,
            exclusion: Exclusion::Join,
        };
        Chains::of(&samples, options)
    }

    fn degrees(sigma: Sigma, lengths: &[usize]) -> f64 {
        degrees_of_freedom(sigma, chains(lengths).view()).unwrap()
    }

    #[test]
    fn the_match_of_moments_by_hand() {
        // One moving range: V = π/2 - 1 = 0.570796, √2.141593 = 1.463418, 2.463418 / 2.283185.
        let one = degrees(Sigma::MovingRange, &[2]);
        assert!((one - 1.078_939).abs() < 1e-6, "{one}");
        // Two that overlap: V = (2 × 0.570796 + 2 × 0.127825) / 4 = 0.349311.
        let two = degrees(Sigma::MovingRange, &[3]);
        assert!((two - 1.648_5).abs() < 1e-4, "{two}");
        // Two that do not: V = 0.285398.
        let apart = degrees(Sigma::MovingRange, &[2, 2]);
        assert!((apart - 1.973_8).abs() < 1e-4, "{apart}");
    }

    #[test]
    fn many_mean_moving_ranges_are_worth_three_fifths_as_many_deviations() {
        let many = degrees(Sigma::MovingRange, &[100_001]) / 1e5;
        // 1 / (2 × 0.826442), V × m = π/2 - 1 + 2 (π/12 + √3/2 - 1).
        assert!((many - 0.605_003).abs() < 1e-5, "{many}");
        assert_eq!(degrees(Sigma::StandardDeviation, &[20, 5]), 24.0);
    }

    #[test]
    fn a_single_long_span_is_one_range() {
        // d3/d2 of ten points is 0.797051/3.077505 = 0.258992, V = 0.067077, and 2.064967 / 0.268308.
        let one = degrees(Sigma::Span(10), &[10]);
        assert!((one - 7.696).abs() < 1e-3, "{one}");
    }

    #[test]
    fn degrees_agree_with_simulated_ones() {
        // Moments of 200,000 simulated series (numpy, seed 3), put through the same match.
        for (sigma, points, simulated) in [
            (Sigma::MovingRange, 12, 7.11),
            (Sigma::MovingRange, 50, 30.08),
            (Sigma::MedianMovingRange, 12, 4.00),
            (Sigma::MedianMovingRange, 24, 7.68),
            (Sigma::MedianMovingRange, 50, 15.52),
            (Sigma::ScreenedMovingRange, 12, 6.51),
            (Sigma::ScreenedMovingRange, 24, 12.45),
            (Sigma::ScreenedMovingRange, 50, 25.57),
            (Sigma::Span(3), 12, 8.14),
            (Sigma::Span(3), 50, 35.79),
            (Sigma::Span(5), 12, 8.33),
            (Sigma::Span(5), 50, 39.30),
            (Sigma::Span(10), 20, 12.94),
            (Sigma::Span(10), 50, 36.83),
        ] {
            let found = degrees(sigma, &[points]);
            assert!(
                (found / simulated - 1.0).abs() < 0.02,
                "{sigma} {points}: {found}"
            );
        }
    }

    #[test]
    fn c4_of_whole_degrees_is_the_tabled_one() {
        for n in [2_usize, 3, 10, 50, 100, 101, 102, 1000] {
            let tabled = Constants::Exact.c4(n).unwrap();
            let found = c4((n - 1) as f64);
            assert!((found - tabled).abs() < 1e-9, "{n}: {found} {tabled}");
        }
    }

    #[test]
    fn no_range_has_no_degrees() {
        assert_eq!(
            degrees_of_freedom(Sigma::MovingRange, chains(&[1, 1]).view()),
            None
        );
        assert_eq!(
            degrees_of_freedom(Sigma::MedianMovingRange, chains(&[1]).view()),
            None
        );
        assert_eq!(
            degrees_of_freedom(Sigma::StandardDeviation, chains(&[1]).view()),
            None
        );
        assert_eq!(
            degrees_of_freedom(Sigma::Span(4), chains(&[3]).view()),
            None
        );
    }
}
