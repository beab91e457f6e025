//! Sums of a binomial or Poisson mass, and the search for a quantile.

use super::{MAX_SUMMED_VARIANCE, PI, TIE, Tail};

/// Terms that no longer change a sum, even if thousands of them are left out.
const NEGLIGIBLE: f64 = f64::EPSILON / 64.0;

/// A binomial distribution, or a Poisson one: infinitely many trials.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mass {
    /// Largest count.
    trials: f64,
    /// Mean number of events.
    events: f64,
    /// Mean number of trials without one.
    others: f64,
    /// Chance of an event and of none; 0 and 1 for Poisson, as in the limit.
    p: f64,
    q: f64,
    variance: f64,
}

impl Mass {
    pub(super) fn binomial(trials: f64, p: f64) -> Self {
        let q = 1.0 - p;
        Self {
            trials,
            events: trials * p,
            others: trials * q,
            p,
            q,
            variance: trials * p * q,
        }
    }

    pub(super) fn poisson(mean: f64) -> Self {
        Self {
            trials: f64::INFINITY,
            events: mean,
            others: f64::INFINITY,
            p: 0.0,
            q: 1.0,
            variance: mean,
        }
    }

    fn is_poisson(&self) -> bool {
        self.trials.is_infinite()
    }

    /// Quantile at a tail of a chance of at most 1/2.
    pub(super) fn quantile(&self, tail: Tail) -> f64 {
        if self.events <= 0.0 || self.others <= 0.0 {
            return if self.events <= 0.0 { 0.0 } else { self.trials };
        }
        match tail {
            Tail::Lower(a) if a <= 0.0 => return 0.0,
            Tail::Upper(a) if a <= 0.0 => return self.trials,
            _ => {}
        }
        if self.variance > MAX_SUMMED_VARIANCE {
            self.expanded(tail)
        } else {
            self.summed(tail)
        }
    }

    /// Quantile by expansion.
    fn expanded(&self, tail: Tail) -> f64 {
        let offset = self.cornish_fisher(tail.deviate());
        self.rounded_up(offset).max(0.0).min(self.trials)
    }

    /// Quantile by sums, from the expansion onwards.
    fn summed(&self, tail: Tail) -> f64 {
        let guess = self.expanded(tail);
        // The median is the floor or the ceiling of a binomial mean, and from ln 2 below to 1/3
        // above a Poisson mean; the rest is for rounding.
        let middle = self.rounded_up(0.0);
        match tail {
            Tail::Lower(a) => {
                let enough = a * (1.0 - TIE);
                let end = (middle + 3.0).min(self.trials);
                first_where(guess, -1.0, end, |x| self.up_to(x) >= enough)
            }
            Tail::Upper(a) => {
                let few = a * (1.0 + TIE);
                let below = (middle - 3.0).max(-1.0);
                first_where(guess, below, self.trials, |x| self.above(x) <= few)
            }
        }
    }

    /// How far the quantile at the normal `deviate` lies from the mean, for the smooth distribution
    /// function `G` with `G(x + 1/2) = P(X <= x)`.
    ///
    /// Cornish-Fisher expansion with the terms up to `1/variance`; the cumulants of `G` are those of the count less
    /// those of a uniform between -1/2 and 1/2.
    fn cornish_fisher(&self, deviate: f64) -> f64 {
        let (z, skew, pq) = (deviate, self.q - self.p, self.p * self.q);
        let square = z * z;
        if self.variance < 10.0 {
            return z * self.variance.sqrt() + skew * (square - 1.0) / 6.0;
        }
        let variance = self.variance - 1.0 / 12.0;
        let sigma = variance.sqrt();
        // Each over a power of sigma one lower than usual, since the whole is times sigma.
        let third = self.variance * skew / variance;
        let fourth = (self.variance * (1.0 - 6.0 * pq) + 1.0 / 120.0) / variance / sigma;
        let fifth = self.variance * skew * (1.0 - 12.0 * pq) / variance / variance;
        let third_over_sigma = third / sigma;
        z * sigma + third * (square - 1.0) / 6.0 + fourth * z * (square - 3.0) / 24.0
            - third * third_over_sigma * z * (2.0 * square - 5.0) / 36.0
            + fifth * (square * (square - 6.0) + 3.0) / 120.0
            - fourth * third_over_sigma * (square * (square - 5.0) + 2.0) / 24.0
            + third * third_over_sigma * third_over_sigma * (square * (12.0 * square - 53.0) + 17.0)
                / 324.0
    }

    /// The count at an offset from the mean, by the mean that is the smaller and rounds the less.
    fn rounded_up(&self, offset: f64) -> f64 {
        if self.p <= self.q {
            (self.events + (offset - 0.5)).ceil()
        } else {
            self.trials - (self.others - (offset - 0.5)).floor()
        }
    }

    /// `P(X <= x)`: small ones by their own sum, so with full relative accuracy.
    fn up_to(&self, x: f64) -> f64 {
        if x > self.events {
            return 1.0 - self.above(x);
        }
        let (mut sum, mut term, mut k) = (0.0, 1.0, x);
        while term > sum * NEGLIGIBLE {
            sum += term;
            // Ends by itself at k = 0.
            term *= if self.is_poisson() {
                k / self.events
            } else {
                k * self.q / ((self.trials - k + 1.0) * self.p)
            };
            k -= 1.0;
        }
        self.at(x) * sum
    }

    /// `P(X > x)`: small ones by their own sum, so with full relative accuracy.
    fn above(&self, x: f64) -> f64 {
        if x >= self.trials {
            return 0.0;
        }
        if x + 1.0 < self.events {
            return 1.0 - self.up_to(x);
        }
        let (mut sum, mut term, mut k) = (0.0, 1.0, x + 1.0);
        // Counted apart: beyond 2^53, `k` no longer grows.
        let mut rest = self.trials - k;
        while term > sum * NEGLIGIBLE {
            sum += term;
            k += 1.0;
            term *= if self.is_poisson() {
                self.events / k
            } else {
                rest * self.p / (k * self.q)
            };
            rest -= 1.0;
        }
        self.at(x + 1.0) * sum
    }

    /// `P(X = x)` for a whole `x` from 0 to the number of trials.
    ///
    /// A logarithm of factorials would lose as many digits as it has before its point. So each
    /// factorial stands as Stirling's formula times its small error, and the powers as deviances.
    fn at(&self, x: f64) -> f64 {
        if self.is_poisson() {
            return if x == 0.0 {
                libm::exp(-self.events)
            } else {
                let deviance = deviance(x, x - self.events, self.events);
                libm::exp(-stirling_error(x) - deviance) / (2.0 * PI * x).sqrt()
            };
        }
        let rest = self.trials - x;
        if x == 0.0 || rest == 0.0 {
            // All of one kind. Of the two chances only the smaller is free of rounding.
            let (chance, other) = if x == 0.0 {
                (self.q, self.p)
            } else {
                (self.p, self.q)
            };
            let log = if chance <= other {
                libm::log(chance)
            } else {
                libm::log1p(-other)
            };
            return libm::exp(self.trials * log);
        }
        let excess = if self.p <= self.q {
            x - self.events
        } else {
            self.others - rest
        };
        let correction = stirling_error(self.trials) - stirling_error(x) - stirling_error(rest);
        let deviance = deviance(x, excess, self.events) + deviance(rest, -excess, self.others);
        libm::exp(correction - deviance) * (self.trials / (2.0 * PI * x) / rest).sqrt()
    }
}

/// `ln x! - ln(sqrt(2 pi x) (x/e)^x)` for a whole `x` from 1 on.
fn stirling_error(x: f64) -> f64 {
    if x < 16.0 {
        return libm::lgamma(x + 1.0) - (x + 0.5) * libm::log(x) + x - 0.5 * libm::log(2.0 * PI);
    }
    let square = x * x;
    let tail = 1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / square) / square;
    (1.0 / 12.0 - (1.0 / 360.0 - tail / square) / square) / x
}

/// `x ln(x / mean) - excess`, where `excess = x - mean` is known better than by subtraction.
fn deviance(x: f64, excess: f64, mean: f64) -> f64 {
    let ratio = excess / (x + mean);
    if ratio.abs() >= 0.1 {
        return x * libm::log(x / mean) - excess;
    }
    // ln(x / mean) = 2 artanh(ratio), whose first term all but cancels the excess.
    let square = ratio * ratio;
    let mut sum = excess * ratio;
    let mut term = 2.0 * x * ratio;
    for odd in 1..12_u32 {
        term *= square;
        sum += term / f64::from(2 * odd + 1);
    }
    sum
}

/// The smallest whole number above `below`, up to `end`, where a condition holds that holds ever
/// after; it is taken to hold at `end`.
fn first_where(guess: f64, below: f64, end: f64, holds: impl Fn(f64) -> bool) -> f64 {
    let (mut no, mut yes) = (below, end);
    let mut x = guess.max(below + 1.0).min(end);
    let mut step = 1.0;
    // Strides that double, away from the guess until it is enclosed.
    while x > no && x < yes {
        if holds(x) {
            yes = x;
            x -= step;
        } else {
            no = x;
            x += step;
        }
        let enclosed = no > below && yes < end;
        if enclosed {
            break;
        }
        step *= 2.0;
    }
    while yes - no > 1.0 {
        let middle = no + ((yes - no) / 2.0).floor();
        if holds(middle) {
            yes = middle;
        } else {
            no = middle;
        }
    }
    yes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From mpmath with 60 digits, at the very doubles: P(X <= x) and P(X > x).
    const PROBABILITIES: &[(f64, f64, f64, f64, f64)] = &[
        (0.0, 0.001, 0.0, 0.999000499833375, 0.0009995001666250085),
        (0.0, 0.1, 2.0, 0.9998453469297354, 0.00015465307026467167),
        (0.0, 4.0, 0.0, 0.01831563888873418, 0.9816843611112658),
        (0.0, 4.0, 11.0, 0.99908477085273, 0.000915229147270063),
        (0.0, 30.0, 15.0, 0.0019474797778723063, 0.9980525202221276),
        (0.0, 100.0, 72.0, 0.0020163672379143764, 0.9979836327620856),
        (0.0, 100.0, 132.0, 0.9990649536535858, 0.000935046346414126),
        (0.0, 600.0, 310.0, 4.25258232341236e-39, 1.0),
        (
            0.0,
            10000.0,
            9703.0,
            0.0014499178436807746,
            0.9985500821563192,
        ),
        (
            0.0,
            100000.0,
            99056.0,
            0.0014050065589283614,
            0.9985949934410716,
        ),
        (
            0.0,
            100000.0,
            100956.0,
            0.9987379697855275,
            0.0012620302144725145,
        ),
        (0.0, 100000.0, 95000.0, 1.572286306083212e-57, 1.0),
        (1.0, 1e-9, 0.0, 0.999999999, 1e-9),
        (2.0, 1e-12, 0.0, 0.999999999998, 1.999999999999e-12),
        (1.0, 0.00135, 0.0, 0.99865, 0.00135),
        (10.0, 0.1, 4.0, 0.9983650626, 0.0016349374000000005),
        (50.0, 0.2, 19.0, 0.9990675635105789, 0.0009324364894211238),
        (100.0, 0.99, 93.0, 7.108366137124782e-05, 0.9999289163386288),
        (
            5000.0,
            0.05,
            299.0,
            0.9991216607186433,
            0.0008783392813567539,
        ),
        (
            5000.0,
            0.05,
            205.0,
            0.0015114898533346982,
            0.9984885101466653,
        ),
        (
            400000.0,
            0.5,
            199054.0,
            0.0013951682281304252,
            0.9986048317718695,
        ),
        (
            1000000.0,
            0.01,
            9705.0,
            0.0014757364196002279,
            0.9985242635803998,
        ),
        (
            1000000.0,
            0.9,
            900900.0,
            0.9986731497516083,
            0.0013268502483917456,
        ),
        (
            100000000.0,
            0.99999,
            99998900.0,
            0.0009625786845138222,
            0.9990374213154862,
        ),
        (
            1000000000000.0,
            1e-07,
            100900.0,
            0.9977717453886626,
            0.002228254611337348,
        ),
        (
            9007199254740992.0,
            1e-14,
            119.0,
            0.9985021273288571,
            0.0014978726711428855,
        ),
        (
            9007199254740992.0,
            0.99999999999999,
            9007199254740932.0,
            0.9996747109890874,
            0.00032528901091252244,
        ),
        (
            1000000.0,
            0.5,
            500000.0,
            0.5003989421806658,
            0.4996010578193341,
        ),
    ];

    #[test]
    fn small_probabilities_have_a_relative_error_below_a_tie() {
        for &(trials, parameter, x, up_to, above) in PROBABILITIES {
            let mass = if trials == 0.0 {
                Mass::poisson(parameter)
            } else {
                Mass::binomial(trials, parameter)
            };
            let got = (mass.up_to(x), mass.above(x));
            let off = |got: f64, exact: f64| (got / exact - 1.0).abs();
            assert!(
                off(got.0, up_to) < 0.5 * TIE,
                "{trials} {parameter} {x}: {got:?}"
            );
            assert!(
                off(got.1, above) < 0.5 * TIE,
                "{trials} {parameter} {x}: {got:?}"
            );
        }
    }

    #[test]
    fn expansion_and_sums_agree_where_they_meet() {
        for step in 0..60 {
            let mean = MAX_SUMMED_VARIANCE * (1.0 + f64::from(step) / 97.3);
            let half = Mass::binomial((4.0 * mean).floor(), 0.5);
            let rare = Mass::binomial((mean * 1e3).floor(), 0.001_001);
            let usual = Mass::binomial((mean * 1.1).floor(), 0.9);
            for mass in [Mass::poisson(mean), half, rare, usual] {
                for a in [0.001_349_898_031_630_094_6, 0.066_8, 0.31, 1e-5] {
                    for tail in [Tail::Lower(a), Tail::Upper(a)] {
                        assert_eq!(mass.expanded(tail), mass.summed(tail), "{mass:?} {tail:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_expansion_turns_the_sums_around() {
        let masses = [
            Mass::poisson(1e5),
            Mass::binomial(4e5, 0.5),
            Mass::binomial(1e6, 0.12),
            Mass::binomial(1e6, 0.88),
        ];
        for mass in masses {
            for sigmas in [-3.0, -2.0, -1.0, -0.3, 0.5, 1.5, 2.5, 3.0] {
                let x = (mass.events + sigmas * mass.variance.sqrt()).floor();
                let tail = if sigmas < 0.0 {
                    Tail::Lower(mass.up_to(x))
                } else {
                    Tail::Upper(mass.above(x))
                };
                let off = mass.cornish_fisher(tail.deviate()) - (x + 0.5 - mass.events);
                // The first term left out is 8e-9 at 3 sigma of a Poisson count.
                assert!(off.abs() < 1e-8, "{mass:?} {sigmas}: {off:e}");
            }
        }
    }

    #[test]
    fn the_first_number_is_found_from_any_guess() {
        for first in [0.0, 1.0, 7.0, 100.0, 1000.0] {
            for guess in [f64::NEG_INFINITY, -5.0, 0.0, 6.0, 7.0, 8.0, 90.0, 1e4] {
                assert_eq!(first_where(guess, -1.0, 1000.0, |x| x >= first), first);
                assert_eq!(
                    first_where(guess, -1.0, f64::INFINITY, |x| x >= first),
                    first
                );
            }
        }
    }
}
