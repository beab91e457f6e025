//! Chances of counts when their proportion is only known from earlier counts.

/// Chance that a beta-binomial count is among `first..=last`.
///
/// # Definition
///
/// ```text
/// P(X = k) = C(m, k) B(k + a, m - k + b) / B(a, b)          k = 0..m
/// P(X = k + 1) / P(X = k) = (m - k)(k + a) / ((k + 1)(m - k - 1 + b))
/// ```
///
/// # Input
///
/// `trials` is m, a whole number below 2⁵³; `a` and `b` are finite and above 0, and one of them is 1 or
/// more, so that the weights have one mode and fall from it.
///
/// # Accuracy and cost
///
/// Weights follow from each other by the ratio, outward from the mean, and their sums are divided, so
/// no gamma function and no cancellation is involved: 11 digits of chances above 1e-8 with up to 10,000
/// trials. A tail ends where a weight is below 1e-20 of the sum: some twenty standard deviations of
/// steps, all m at worst.
pub(super) fn chance_between(trials: f64, a: f64, b: f64, first: f64, last: f64) -> f64 {
    let start = (trials * (a / (a + b))).floor().clamp(0.0, trials);
    let mut sums = Sums {
        first,
        last,
        all: 0.0,
        within: 0.0,
    };
    sums.add(start, 1.0);
    let mut weight = 1.0;
    let mut count = start;
    while count < trials {
        let ratio = (trials - count) * (count + a) / ((count + 1.0) * (trials - count - 1.0 + b));
        weight *= ratio;
        count += 1.0;
        sums.add(count, weight);
        if sums.is_spent(weight, ratio) {
            break;
        }
    }
    weight = 1.0;
    count = start;
    while count > 0.0 {
        let ratio = count * (trials - count + b) / ((trials - count + 1.0) * (count - 1.0 + a));
        weight *= ratio;
        count -= 1.0;
        sums.add(count, weight);
        if sums.is_spent(weight, ratio) {
            break;
        }
    }
    sums.within / sums.all
}

struct Sums {
    first: f64,
    last: f64,
    all: f64,
    within: f64,
}

impl Sums {
    fn add(&mut self, count: f64, weight: f64) {
        self.all += weight;
        if self.first <= count && count <= self.last {
            self.within += weight;
        }
    }

    /// Whether what is left of a falling tail adds nothing.
    fn is_spent(&self, weight: f64, ratio: f64) -> bool {
        ratio < 1.0 && weight < 1e-20 * self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_knowledge_but_two_trials_by_hand() {
        // a = b = 1 makes every count from 0 to m as likely.
        for k in 0..=4 {
            let chance = chance_between(4.0, 1.0, 1.0, f64::from(k), f64::from(k));
            assert!((chance - 0.2).abs() < 1e-15);
        }
        // One case in one trial with a = b = 1/2: next is a case with 1.5 / 2.
        let next = chance_between(1.0, 1.5, 0.5, 1.0, 1.0);
        assert!((next - 0.75).abs() < 1e-15);
    }

    #[test]
    fn tails_agree_with_forty_digits() {
        // Sums of the definition in gamma functions, by mpmath with 40 digits.
        for (trials, a, b, first, last, expected) in TAILS {
            let found = chance_between(trials, a, b, first, last);
            assert!(
                (found - expected).abs() <= 1e-11 * expected,
                "{trials} {a} {b}: {found:e} {expected:e}"
            );
        }
    }

    const TAILS: [(f64, f64, f64, f64, f64, f64); 8] = [
        (50.0, 3.5, 97.5, 0.0, 1.0, 0.523_097_853_341_537_5),
        (50.0, 3.5, 97.5, 5.0, 50.0, 0.059_826_295_064_955_02),
        (200.0, 0.5, 1000.5, 1.0, 200.0, 0.087_110_052_484_261_39),
        (200.0, 1000.5, 0.5, 0.0, 199.0, 0.087_110_052_484_261_39),
        (1000.0, 480.5, 520.5, 0.0, 430.0, 0.013_107_771_874_756_662),
        (
            10_000.0,
            40.5,
            99_960.5,
            10.0,
            10_000.0,
            0.012_456_263_747_764_68,
        ),
        (30.0, 0.5, 2.5, 0.0, 0.0, 0.264_924_676_661_245_1),
        (5000.0, 0.5, 10.5, 4000.0, 5000.0, 9.155_056_388_720_665e-9),
    ];
}
