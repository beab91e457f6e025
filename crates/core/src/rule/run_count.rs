//! Exact limits of the number of runs, given the numbers above and below (Wald and Wolfowitz).

use std::sync::atomic::{AtomicU32, Ordering};

use crate::side::Side;

/// Tail probability on each side of the two-sided 5 % test.
const TAIL: f64 = 0.025;

/// Probabilities are compared within this relative distance, so that a tail which equals 2.5 %
/// as a fraction does so in floating point.
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
/// Probabilities follow from their neighbors, outward from the middle of the distribution until
/// they no longer count, so the cost grows with the square root of the number of points. Limits
/// of up to 127 points on each side are computed once.
///
/// # References
///
/// Swed, Eisenhart (1943), Tables for testing randomness of grouping in a sequence of
/// alternatives, Ann. Math. Statist. 14, 66-87. Printed tables differ by one in places.
pub(super) fn run_limits(a: usize, b: usize) -> Option<(usize, usize)> {
    /// Where numbers of up to this many points on each side are computed once.
    const FEW: usize = 128;
    /// The least number, and the greatest in the upper half; 0 where they were not computed yet.
    static KNOWN: [AtomicU32; FEW * FEW] = [const { AtomicU32::new(0) }; FEW * FEW];

    if a == 0 || b == 0 {
        return None;
    }
    if a >= FEW || b >= FEW {
        return Some(compute(a, b));
    }
    let slot = &KNOWN[a * FEW + b];
    let known = slot.load(Ordering::Relaxed);
    if known != 0 {
        return Some((known as usize & 0xffff, known as usize >> 16));
    }
    let (fewest, most) = compute(a, b);
    slot.store((most << 16 | fewest) as u32, Ordering::Relaxed);
    Some((fewest, most))
}

fn compute(a: usize, b: usize) -> (usize, usize) {
    let runs = Runs::new(a, b);
    let (up, down) = (runs.outward(Side::Above), runs.outward(Side::Below));
    let (up_sum, down_sum): (f64, f64) = (up.map(|(_, p)| p).sum(), down.map(|(_, p)| p).sum());
    // The middle has probability 1 on this scale.
    let total = up_sum + 1.0 + down_sum;
    let limit = TAIL * (1.0 + ROUNDING) * total;
    let last_usual = |side: Side, beyond: f64| {
        let mut tail = beyond + 1.0;
        let mut usual = runs.middle;
        let mut at_usual = 1.0;
        for (r, probability) in runs.outward(side) {
            tail -= at_usual;
            if tail <= limit {
                break;
            }
            (usual, at_usual) = (r, probability);
        }
        usual
    };
    let (fewest, most) = (
        last_usual(Side::Below, down_sum),
        last_usual(Side::Above, up_sum),
    );
    (fewest, most)
}

/// The distribution of the number of runs.
#[derive(Clone, Copy)]
struct Runs {
    small: f64,
    large: f64,
    middle: usize,
    most: usize,
}

impl Runs {
    fn new(a: usize, b: usize) -> Self {
        let (small, large) = (a.min(b), a.max(b));
        let most = 2 * small + usize::from(large > small);
        let (s, l) = (small as f64, large as f64);
        let mean = 1.0 + 2.0 * s * l / (s + l);
        Self {
            small: s,
            large: l,
            middle: (mean.round() as usize).clamp(2, most),
            most,
        }
    }

    /// `P(R = r + 1) / P(R = r)`.
    fn ratio(&self, r: usize) -> f64 {
        let k = (r / 2) as f64;
        let rest = self.small + self.large - 2.0 * k;
        if r.is_multiple_of(2) {
            rest / (2.0 * k)
        } else {
            2.0 * (self.small - k) * (self.large - k) / (k * rest)
        }
    }

    /// Numbers of runs from the middle outward, the middle left out, with their probabilities as
    /// multiples of the middle's, as far as they count.
    fn outward(self, side: Side) -> impl Iterator<Item = (usize, f64)> + Clone {
        const NEGLIGIBLE: f64 = 1e-22;
        let mut probability = 1.0;
        let mut r = self.middle;
        std::iter::from_fn(move || {
            match side {
                Side::Above if r < self.most => {
                    probability *= self.ratio(r);
                    r += 1;
                }
                Side::Below if r > 2 => {
                    r -= 1;
                    probability /= self.ratio(r);
                }
                _ => return None,
            }
            (probability > NEGLIGIBLE).then_some((r, probability))
        })
    }
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
