//! How often a process without change shows a pattern: enough to know whether to speak of chance.

use crate::rule::{KOfM, Rule};

/// Patterns that a steady process shows at fewer points than this may be called rare. Lies
/// between the shortest published run, 6 points on one side (0.031), and the warning line at 2
/// sigma (0.046).
const RARE: f64 = 0.04;

/// Whether chance alone would rarely make a pattern of so many points, on either side.
///
/// # Definition
///
/// The chance that the newest points show the pattern, for independent normal points and known
/// parameters. Zone lines are taken as the nearest ones, 0.5 sigma apart, that make the pattern
/// likelier, so that none is called rarer than it is; counts of steps are exact, but for `Alternating`,
/// whose chance is `4 (2/π)^(n+1)` to within 1 % from 5 points on. Whole-phase tests signal at
/// some 5 % of steady phases, and are never called rare here.
///
/// # References
///
/// André (1881), Sur les permutations alternées, J. Math. Pures Appl. 7, 167-184.
pub(super) fn is_rare(rule: &Rule, members: usize) -> bool {
    let members = u32::try_from(members).unwrap_or(u32::MAX);
    let chance = match rule {
        Rule::Beyond(rule) => 2.0 * tail(rule.sigma),
        Rule::Shift(rule) => 2.0 * power(0.5, rule.points.max(members)),
        Rule::Trend(rule) => (1..=rule.points.max(members))
            .take(20)
            .fold(2.0, |chance, points| chance / f64::from(points)),
        Rule::KOfM(rule) => 2.0 * at_least(rule),
        // The area within a line grows with it, so the next line outward is the careful one.
        Rule::Hugging(rule) if rule.sigma <= 3.0 => {
            let line = (rule.sigma * 2.0).ceil() / 2.0;
            power(1.0 - 2.0 * tail(line), rule.points.max(members))
        }
        Rule::Mixture(rule) => power(2.0 * tail(rule.sigma), rule.points.max(members)),
        Rule::Alternating(rule) => {
            let points = rule.points.max(members);
            4.0 * power(std::f64::consts::FRAC_2_PI, points.saturating_add(1))
        }
        Rule::RangeOf(rule) => 2.0 * power(tail(rule.sigma), 2),
        _ => return false,
    };
    chance < RARE
}

/// Area of the standard normal above the multiple of sigma, or above the next smaller half.
fn tail(sigma: f64) -> f64 {
    const TAILS: [f64; 8] = [0.5, 0.3086, 0.1587, 0.0669, 0.0228, 0.0063, 0.0014, 0.0003];
    let halves = (sigma * 2.0).clamp(0.0, 7.0);
    TAILS[halves as usize]
}

fn power(base: f64, exponent: u32) -> f64 {
    base.powi(i32::try_from(exponent).unwrap_or(i32::MAX))
}

/// Chance of `k` or more of `m` points beyond one zone line.
fn at_least(rule: &KOfM) -> f64 {
    let area = tail(rule.sigma);
    let mut ways = 1.0;
    let mut chance = 0.0;
    for beyond in 0..=rule.m {
        if beyond >= rule.k {
            chance += ways * power(area, beyond) * power(1.0 - area, rule.m - beyond);
        }
        ways *= f64::from(rule.m - beyond) / f64::from(beyond + 1);
    }
    chance
}

/// Whether sums of both sides seldom pass their interval without a change: at most some 4 times in
/// 100 points.
///
/// By the approximation of Siegmund (1985), Sequential Analysis, to the average run length of one sum:
///
/// ```text
/// L = (exp(2 k b) - 2 k b - 1) / (2 k²)      b = h + 1.166, and b² for k = 0
/// ```
pub(super) fn is_rare_sum(allowance: f64, interval: f64) -> bool {
    let b = interval + 1.166;
    let product = 2.0 * allowance * b;
    let run_length = if allowance < 1e-6 {
        b * b
    } else {
        (libm::exp(product) - product - 1.0) / (2.0 * allowance * allowance)
    };
    // A large product alone says enough, where the exponential would leave the range of doubles.
    product > 100.0 || run_length / 2.0 > 25.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Alternating, Beyond, Hugging, Mixture, Preset, RangeOf, Shift, Tie, Trend};

    #[test]
    fn every_published_pattern_is_rare_but_the_warning_line() {
        for preset in Preset::ALL {
            for rule in preset.rules() {
                assert_eq!(is_rare(&rule, 1), !rule.is_whole_phase(), "{rule}");
            }
        }
        assert!(!is_rare(&Preset::Westgard.warnings()[0], 1));
    }

    #[test]
    fn sums_are_rare_by_their_run_length() {
        // Table values of both sides: 465 at k 0.5, h 5; 168 at h 4; some 8 at h 1.
        assert!(is_rare_sum(0.5, 5.0) && is_rare_sum(0.5, 4.0));
        assert!(!is_rare_sum(0.5, 1.0) && !is_rare_sum(0.0, 3.0));
        assert!(is_rare_sum(0.0, 8.0) && is_rare_sum(1e300, 5.0));
    }

    #[test]
    fn short_patterns_are_not_rare() {
        let equal = Tie::Break;
        let beyond = |sigma| Beyond {
            sigma,
            ..Beyond::default()
        };
        let common: [Rule; 9] = [
            beyond(1.0).into(),
            Shift {
                points: 5,
                on_center: equal,
            }
            .into(),
            Trend { points: 4, equal }.into(),
            KOfM {
                k: 2,
                m: 20,
                ..KOfM::default()
            }
            .into(),
            KOfM {
                k: 1,
                m: 1,
                ..KOfM::default()
            }
            .into(),
            Hugging {
                points: 5,
                sigma: 1.0,
            }
            .into(),
            Mixture {
                points: 2,
                ..Mixture::default()
            }
            .into(),
            Alternating { points: 6 }.into(),
            RangeOf { sigma: 0.5 }.into(),
        ];
        for rule in common {
            assert!(!is_rare(&rule, 1), "{rule}");
        }
        // But a run of 19 is, whatever its rule asks for.
        assert!(is_rare(&common[1], 19));
        let endless: [Rule; 3] = [
            Shift {
                points: u32::MAX,
                on_center: equal,
            }
            .into(),
            Trend {
                points: u32::MAX,
                equal,
            }
            .into(),
            beyond(f64::MAX).into(),
        ];
        for rule in endless {
            assert!(is_rare(&rule, 1), "{rule}");
        }
    }
}
