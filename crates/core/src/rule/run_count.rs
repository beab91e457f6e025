//! Exact limits of the number of runs, given the numbers above and below (Wald and Wolfowitz).

/// Tail probability on each side of the two-sided 5 % test.
const TAIL: f64 = 0.025;

/// Probabilities are compared within this relative distance, so that a tail which equals 2.5 %
/// as a fraction does so in floating point. Wider than the rounding of a thousand terms.
const ROUNDING: f64 = 1e-12;

/// Least and greatest usual numbers of runs.
///
/// # Definition
///
/// With `a` points above, `b` below and all their orders equally likely, the number of runs `R`
/// has
///
/// ```text
/// P(R = 2k)     = 2 C(a-1, k-1) C(b-1, k-1) / C(a+b, a)
/// P(R = 2k + 1) = [C(a-1, k) C(b-1, k-1) + C(a-1, k-1) C(b-1, k)] / C(a+b, a)
/// ```
///
/// The least usual number is the least `r` with `P(R <= r) > 0.025`, the greatest usual number
/// the greatest `r` with `P(R >= r) > 0.025`. None without points on both sides.
///
/// # Accuracy and cost
///
/// Weights follow from their neighbors by multiplication and are scaled by powers of two, so
/// nothing overflows. Linear in the smaller of `a` and `b`.
///
/// # References
///
/// Swed, Eisenhart (1943), Tables for testing randomness of grouping in a sequence of
/// alternatives, Ann. Math. Statist. 14, 66-87. Printed tables differ by one in places.
pub(super) fn run_limits(a: usize, b: usize) -> Option<(usize, usize)> {
    if a == 0 || b == 0 {
        return None;
    }
    let weights = weights(a, b);
    let limit = TAIL * (1.0 + ROUNDING) * weights.iter().sum::<f64>();
    let passes = |sum: &mut f64, weight: f64| {
        *sum += weight;
        Some(*sum > limit)
    };
    let below = weights.iter().copied().scan(0.0, passes);
    let above = weights.iter().rev().copied().scan(0.0, passes);
    let fewest = below.take_while(|passed| !passed).count();
    let most = above.take_while(|passed| !passed).count();
    Some((2 + fewest, 1 + weights.len() - most))
}

/// `P(R = r)` for `r = 2, 3, ...` up to the greatest possible number, but for a common factor.
fn weights(a: usize, b: usize) -> Vec<f64> {
    let (small, large) = (a.min(b), a.max(b));
    let (s, l) = (small as f64, large as f64);
    let mut weights: Vec<f64> = Vec::with_capacity(2 * small);
    // C(s-1, k-1) C(l-1, k-1) for k = 1, 2, ...
    let mut product = 1.0_f64;
    for k in 1..=small {
        let k = k as f64;
        if product > 1e150 {
            const DOWN: f64 = 1.0 / (1u128 << 100) as f64;
            product *= DOWN * DOWN * DOWN;
            weights.iter_mut().for_each(|w| *w *= DOWN * DOWN * DOWN);
        }
        weights.push(2.0 * product);
        if k < l {
            weights.push(product * ((s - k) / k + (l - k) / k));
        }
        product *= ((s - k) / k) * ((l - k) / k);
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binomial(n: usize, k: usize) -> u128 {
        if k > n {
            return 0;
        }
        (0..k).fold(1, |c, i| c * (n - i) as u128 / (i + 1) as u128)
    }

    /// The definition in whole numbers.
    fn exact_limits(a: usize, b: usize) -> (usize, usize) {
        let ways = |r: usize| {
            let k = r / 2;
            if r < 2 {
                0
            } else if r.is_multiple_of(2) {
                2 * binomial(a - 1, k - 1) * binomial(b - 1, k - 1)
            } else {
                binomial(a - 1, k) * binomial(b - 1, k - 1)
                    + binomial(a - 1, k - 1) * binomial(b - 1, k)
            }
        };
        let total = binomial(a + b, a);
        let beyond = |sum: u128| 40 * sum > total;
        let least = (2..).find(|&r| beyond((2..=r).map(ways).sum())).unwrap();
        let most = (2..=a + b)
            .rev()
            .find(|&r| beyond((r..=a + b).map(ways).sum()));
        (least, most.unwrap())
    }

    #[test]
    fn limits_equal_the_definition_in_whole_numbers() {
        for a in 1..=45 {
            for b in 1..=45 {
                assert_eq!(
                    run_limits(a, b),
                    Some(exact_limits(a, b)),
                    "{a} above, {b} below"
                );
            }
        }
    }

    #[test]
    fn limits_of_many_points_follow_the_normal_distribution() {
        for n in [500.0, 2_000.0, 20_000.0_f64] {
            let (fewest, most) = run_limits(n as usize, n as usize).unwrap();
            let mean = n + 1.0;
            let deviation = (n * (n - 1.0) / (2.0 * n - 1.0)).sqrt();
            let z = |r: usize| (r as f64 - mean) / deviation;
            let half_step = 1.0 / deviation;
            assert!((z(fewest) + 1.96).abs() < half_step, "{n}: {}", z(fewest));
            assert!((z(most) - 1.96).abs() < half_step, "{n}: {}", z(most));
        }
    }

    #[test]
    fn one_sided_series_have_no_limits() {
        assert_eq!(run_limits(0, 9), None);
        assert_eq!(run_limits(9, 0), None);
        assert_eq!(run_limits(1, 1), Some((2, 2)));
    }
}
