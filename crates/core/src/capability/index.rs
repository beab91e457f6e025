//! Capability indices with their confidence intervals.

use statrs::distribution::{ChiSquared, ContinuousCDF, Normal};

use super::Specification;
use super::degrees::c4;

/// A capability index with its confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Index {
    /// Point estimate.
    pub estimate: f64,
    /// Lower end of the interval.
    pub lower: f64,
    /// Upper end of the interval.
    pub upper: f64,
}

impl Index {
    pub(super) fn is_finite(&self) -> bool {
        [self.estimate, self.lower, self.upper]
            .iter()
            .all(|value| value.is_finite())
    }
}

/// An estimate of sigma and how far it carries.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    pub(super) sigma: f64,
    /// Degrees of freedom; none where sigma was given.
    pub(super) degrees: Option<f64>,
    /// Whether its mean is sigma, as that of `MR̄ / d2` is and that of a plain standard deviation
    /// is not.
    pub(super) is_unbiased: bool,
}

impl Spread {
    /// Index of the width of the specification, where it has two limits.
    ///
    /// # Definition
    ///
    /// ```text
    /// index    = (U - L) / (6 sigma)
    /// interval = index √(χ²(α/2; nu) / nu) / e to index √(χ²(1 - α/2; nu) / nu) / e
    /// ```
    ///
    /// `e` is 1 for a plain standard deviation, and `c4` of `nu` degrees for an unbiased sigma. For
    /// both kinds of standard deviation that is exact; for ranges it takes `sigma / E(sigma)` to be
    /// chi over its mean (Patnaik 1950). A given sigma has no error: both ends are the estimate.
    pub(super) fn potential(
        &self,
        specification: &Specification,
        confidence: f64,
    ) -> Option<Index> {
        let width = specification.upper? - specification.lower?;
        let estimate = width / (6.0 * self.sigma);
        let end = |probability: f64| match self.degrees {
            None => estimate,
            Some(degrees) => {
                let mean = if self.is_unbiased { c4(degrees) } else { 1.0 };
                let quantile = ChiSquared::new(degrees)
                    .map_or(f64::NAN, |chi_squared| chi_squared.inverse_cdf(probability));
                estimate * (quantile / degrees).sqrt() / mean
            }
        };
        let tail = (1.0 - confidence) / 2.0;
        Some(Index {
            estimate,
            lower: end(tail),
            upper: end(1.0 - tail),
        })
    }

    /// Index of the distance from the mean to the nearer specification limit.
    ///
    /// # Definition
    ///
    /// ```text
    /// index    = min(U - mean, mean - L) / (3 sigma)
    /// interval = index ± z(1 - α/2) √(1 / (9 n) + index² / (2 nu))
    /// ```
    ///
    /// `n` is the number of points behind the mean. With a given sigma the second term is 0.
    pub(super) fn actual(
        &self,
        specification: &Specification,
        mean: f64,
        points: usize,
        confidence: f64,
    ) -> Index {
        let above = specification.upper.map(|upper| upper - mean);
        let below = specification.lower.map(|lower| mean - lower);
        let distance = [above, below]
            .into_iter()
            .flatten()
            .fold(f64::INFINITY, f64::min);
        let estimate = distance / (3.0 * self.sigma);
        let of_sigma = self
            .degrees
            .map_or(0.0, |degrees| estimate * estimate / (2.0 * degrees));
        let error = (1.0 / (9.0 * points as f64) + of_sigma).sqrt();
        let half = error * -Normal::standard().inverse_cdf((1.0 - confidence) / 2.0);
        Index {
            estimate,
            lower: estimate - half,
            upper: estimate + half,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(sigma: f64, n: usize) -> Spread {
        Spread {
            sigma,
            degrees: Some((n - 1) as f64),
            is_unbiased: false,
        }
    }

    #[test]
    fn montgomery_cp_interval() {
        // Printed: USL 62, LSL 38, n = 20, S = 1.75; Cp = 2.29, and from that with chi-squared of 8.91 and
        // 32.85 on 19 degrees 1.57 <= Cp <= 3.01 with 95 %. 24 / 10.5 itself is 2.2857.
        let cp = |width| {
            let specification = Specification::between(0.0, width);
            sample(1.75, 20).potential(&specification, 0.95).unwrap()
        };
        let printed = cp(2.29 * 10.5);
        assert!((printed.lower - 1.57).abs() < 0.005, "{printed:?}");
        assert!((printed.upper - 3.01).abs() < 0.005, "{printed:?}");
        let exact = cp(24.0);
        assert!((exact.estimate - 2.29).abs() < 0.005, "{exact:?}");
        // With scipy.stats.chi2.ppf.
        assert!((exact.lower - 1.564_945).abs() < 5e-8, "{exact:?}");
        assert!((exact.upper - 3.005_579_43).abs() < 5e-9, "{exact:?}");
    }

    #[test]
    fn montgomery_cpk_interval() {
        // Printed: n = 20, Cpk = 1.33, 95 % interval 0.88 <= Cpk <= 1.78.
        let specification = Specification::at_most(3.0 * 1.33);
        let cpk = sample(1.0, 20).actual(&specification, 0.0, 20, 0.95);
        assert!((cpk.estimate - 1.33).abs() < 1e-15, "{cpk:?}");
        assert!((cpk.lower - 0.88).abs() < 0.005, "{cpk:?}");
        assert!((cpk.upper - 1.78).abs() < 0.005, "{cpk:?}");
    }

    #[test]
    fn nist_handbook_indices() {
        // NIST/SEMATECH e-Handbook 6.1.6: USL 20, LSL 8, mean 16, s 2; Cp 1.0, Cpu 0.6667, Cpl
        // 1.3333, Cpk 0.6667. Its observed mean stands for any number of points.
        let specification = Specification::between(8.0, 20.0);
        let spread = sample(2.0, 50);
        let cp = spread.potential(&specification, 0.95).unwrap();
        assert_eq!(cp.estimate, 1.0);
        let of = |specification| spread.actual(&specification, 16.0, 50, 0.95).estimate;
        assert_eq!(of(specification), 4.0 / 6.0);
        assert_eq!(of(Specification::at_most(20.0)), 4.0 / 6.0);
        assert_eq!(of(Specification::at_least(8.0)), 8.0 / 6.0);
    }

    #[test]
    fn an_unbiased_standard_deviation_has_the_exact_interval() {
        // S / c4 widens the estimate and c4 takes it out again: both intervals are one.
        let specification = Specification::between(0.0, 1.0);
        let plain = sample(0.1, 15).potential(&specification, 0.9).unwrap();
        let unbiased = Spread {
            sigma: 0.1 / c4(14.0),
            is_unbiased: true,
            ..sample(0.1, 15)
        };
        let unbiased = unbiased.potential(&specification, 0.9).unwrap();
        assert!((plain.lower - unbiased.lower).abs() < 1e-14);
        assert!((plain.upper - unbiased.upper).abs() < 1e-14);
        assert!(unbiased.estimate < plain.estimate);
    }

    #[test]
    fn a_given_sigma_leaves_the_error_of_the_mean() {
        let known = Spread {
            sigma: 2.0,
            degrees: None,
            is_unbiased: true,
        };
        let specification = Specification::between(8.0, 20.0);
        let cp = known.potential(&specification, 0.95).unwrap();
        assert_eq!((cp.lower, cp.upper), (1.0, 1.0));
        let cpk = known.actual(&specification, 16.0, 25, 0.95);
        // 1.959964 / √225.
        assert!((cpk.upper - cpk.estimate - 0.130_664_27).abs() < 1e-8);
        assert!((cpk.estimate - cpk.lower - 0.130_664_27).abs() < 1e-8);
    }
}
