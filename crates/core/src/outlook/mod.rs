//! Outlook: the chance that the next point meets the target.

mod beta_binomial;

use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::baseline::sums::{mean, standard_deviation, total};
use crate::chart::Chart;
use crate::direction::Direction;
use crate::plan::Plan;
use crate::report::Report;
use crate::sample::Sample;
use crate::series::Series;
use crate::stability::{StabilityError, Standing, Unstable, useful_points};

/// What an outlook is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, default))]
pub struct OutlookOptions {
    /// Denominator of the next point, a whole number from 1 to
    /// [`Outlook::LARGEST_DENOMINATOR`]. A p chart needs it, as a small one may hit or miss any target by
    /// chance; other charts leave it aside.
    pub next_denominator: Option<f64>,
    /// What happens when the process is not in control. Default refuse.
    pub unstable: Unstable,
}

/// The chance that the next point meets the plan's target, if the process stays as it is.
///
/// # Definition
///
/// The target is met by a value of at least the target when up is good, of at most the target when
/// down is good; a value on the target meets it. The chance is that of a predictive distribution, which
/// knows that the process is known from n points only, and comes from the useful points of the last phase.
///
/// ```text
/// individuals   (next - mean) / (s √(1 + 1/n))  is Student's t with n - 1 degrees
///               mean and standard deviation s of the n points
/// p             next count of m  is beta-binomial with a = Σ count + 1/2, b = Σ (n_i - count) + 1/2
/// ```
///
/// Chosen over putting the estimates into a normal or binomial distribution, which is too sure of itself when
/// there are few points: with 12 points the plug-in normal promises 97.5 % where 95.7 % is kept, and after
/// no case at all the plug-in binomial promises that there will never be one. For independent
/// normal points the t distribution keeps exactly what it promises, over all series.
/// The beta-binomial has the prior of Jeffreys, Beta(1/2, 1/2), and keeps it nearly.
///
/// Center and sigma of the phase are not used, even where they are given: the chance is about the points that
/// come, not about the standard they are held to.
///
/// # Input
///
/// Individuals: independent points of one normal distribution; at least 2, not all equal. Proportions:
/// counts of one unknown proportion; at least 1 point with a denominator.
///
/// # Accuracy and cost
///
/// Individuals to 6 decimals with any number of points, to 9 digits up to 1,000. Proportions to 11 digits, but for chances
/// below 1e-20, which may be 0; in time
/// linear in the standard deviation of the next count. Reading is linear in the points.
///
/// # References
///
/// Hahn and Meeker (1991), Statistical Intervals, section 4.7; Geisser (1993), Predictive Inference, chapters 2
/// and 3. Brown, Cai and Das Gupta (2001), Interval estimation for a binomial proportion, Statist. Sci.
/// 16, 101-133: the prior of Jeffreys.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Outlook {
    /// Chance that the next point meets the target, from 0 to 1.
    pub chance: f64,
    /// The target.
    pub target: f64,
    /// The direction of good it was judged with.
    pub direction: Direction,
    /// The distribution of the next point.
    pub prediction: Prediction,
    /// Useful points of the phase.
    pub points: usize,
    /// Number of the phase, the first being 0: the last of the report.
    pub phase: usize,
    /// Zero-based index of the first point of the phase.
    pub first: usize,
    /// Zero-based index of the last point of the phase.
    pub last: usize,
    /// Whether the plan has rules and none of them signals in the phase. When not, the chance is that
    /// of no process, and was asked for all the same.
    pub in_control: bool,
    /// Signals in the phase; warnings are none.
    pub signals: usize,
}

impl Outlook {
    /// Largest denominator of a next point: 100 million.
    pub const LARGEST_DENOMINATOR: f64 = 1e8;
}

/// The distribution that the next point is expected to have.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Prediction {
    /// Student's t, moved and scaled.
    StudentT {
        /// Mean of the points.
        center: f64,
        /// Their standard deviation times `√(1 + 1/n)`.
        scale: f64,
        /// `n - 1`.
        degrees: f64,
    },
    /// Beta-binomial with the prior of Jeffreys.
    BetaBinomial {
        /// Cases in the phase.
        cases: f64,
        /// Of so many.
        of: f64,
        /// Denominator of the next point.
        next_denominator: f64,
    },
}

/// Why there is no outlook.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum OutlookError {
    /// A plan without a target.
    #[error("the plan has no target; set one with `target`")]
    NoTarget,
    /// A plan that does not say which direction is good.
    #[error(
        "the plan has no direction of good, so nothing tells when the target is met; set one with `direction`"
    )]
    NoDirection,
    /// A chart whose next point is not predicted.
    #[error("the {chart} chart has no outlook; chart values as individuals, shares as p")]
    Chart {
        /// The chart's short name.
        chart: &'static str,
    },
    /// A p chart without a usable denominator of the next point.
    #[error(
        "next denominator is {}, expected a whole number from 1 to {} for the p chart",
        .value.map_or_else(|| "left out".to_owned(), |value| value.to_string()),
        Outlook::LARGEST_DENOMINATOR
    )]
    Denominator {
        /// What was given, if anything.
        value: Option<f64>,
    },
    /// The last phase carries no statement about the process.
    #[error(transparent)]
    Stability(#[from] StabilityError),
    /// Fewer points than a prediction needs.
    #[error("{} in the last phase, need at least {need} for an outlook", useful_points(*.have))]
    TooFew {
        /// Useful points in the phase.
        have: usize,
        /// Points needed.
        need: usize,
    },
    /// Points that are all equal, which tell nothing of the spread.
    #[error(
        "all points of the last phase are equal, so their spread is not known; record the values with more \
         digits"
    )]
    NoSpread,
    /// Sums beyond the range of numbers.
    #[error("the sums of the last phase are beyond the range of numbers; change the unit")]
    Overflow,
}

impl Report {
    /// The chance that the next point meets the plan's target: see [`Outlook`].
    ///
    /// Target and direction are no part of a plan's fingerprint: the same report may be asked with
    /// plans that differ in them.
    ///
    /// ```
    /// use redbead::{Chart, Direction, OutlookOptions, Plan};
    ///
    /// let plan = Plan::builder(Chart::individuals())
    ///     .direction(Direction::Decrease)
    ///     .target(52.0)
    ///     .build()?;
    /// let minutes = [52.0, 47.0, 53.0, 49.0, 50.0, 47.0, 51.0, 50.0, 51.0, 50.0, 49.0, 48.0];
    /// let report = plan.scan(&minutes)?;
    /// let outlook = report.outlook(&plan, &minutes, OutlookOptions::default())?;
    /// assert!(outlook.chance > 0.8 && outlook.chance < 0.9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`OutlookError`] for a plan without target or direction, charts other than individuals and p, a phase that
    /// is not judged or not in control (unless [`Unstable::Accept`]), too few points, or no usable
    /// denominator.
    pub fn outlook<'a>(
        &self,
        plan: &Plan,
        series: impl Into<Series<'a>>,
        options: OutlookOptions,
    ) -> Result<Outlook, OutlookError> {
        let target = plan.target().ok_or(OutlookError::NoTarget)?;
        let direction = plan.direction();
        if direction == Direction::NotJudged {
            return Err(OutlookError::NoDirection);
        }
        let standing = || Standing::of(self, plan, series.into(), options.unstable);
        let (standing, prediction) = match plan.chart() {
            Chart::Individuals(_) => {
                let standing = standing()?;
                let prediction = of_values(&standing.useful)?;
                (standing, prediction)
            }
            Chart::Proportion(_) => {
                let next_denominator = checked(options.next_denominator)?;
                let standing = standing()?;
                let prediction = of_counts(&standing.useful, next_denominator)?;
                (standing, prediction)
            }
            other => {
                return Err(OutlookError::Chart {
                    chart: other.name(),
                });
            }
        };
        Ok(Outlook {
            chance: prediction.chance(target, direction),
            target,
            direction,
            prediction,
            points: standing.useful.len(),
            phase: standing.number,
            first: standing.phase.first,
            last: standing.phase.last,
            in_control: standing.in_control,
            signals: standing.signals,
        })
    }
}

fn checked(denominator: Option<f64>) -> Result<f64, OutlookError> {
    denominator
        .filter(|value| (1.0..=Outlook::LARGEST_DENOMINATOR).contains(value))
        .filter(|value| value.fract() == 0.0)
        .ok_or(OutlookError::Denominator { value: denominator })
}

fn of_values(samples: &[Sample]) -> Result<Prediction, OutlookError> {
    let values: Vec<f64> = samples.iter().map(|sample| sample.value).collect();
    let too_few = || OutlookError::TooFew {
        have: values.len(),
        need: 2,
    };
    let center = mean(&values).ok_or_else(too_few)?;
    let deviation = standard_deviation(&values).ok_or_else(too_few)?;
    let n = values.len() as f64;
    let scale = deviation * (1.0 + 1.0 / n).sqrt();
    if deviation == 0.0 {
        return Err(OutlookError::NoSpread);
    }
    if !(center.is_finite() && scale.is_finite()) {
        return Err(OutlookError::Overflow);
    }
    Ok(Prediction::StudentT {
        center,
        scale,
        degrees: n - 1.0,
    })
}

fn of_counts(samples: &[Sample], next_denominator: f64) -> Result<Prediction, OutlookError> {
    if samples.is_empty() {
        return Err(OutlookError::TooFew { have: 0, need: 1 });
    }
    let cases: Vec<f64> = samples.iter().map(|sample| sample.numerator).collect();
    let exposures: Vec<f64> = samples.iter().map(|sample| sample.exposure).collect();
    let (cases, of) = (total(&cases), total(&exposures));
    if !of.is_finite() {
        return Err(OutlookError::Overflow);
    }
    Ok(Prediction::BetaBinomial {
        cases,
        of,
        next_denominator,
    })
}

impl Prediction {
    /// Chance of a value on the good side of the target or on it.
    fn chance(&self, target: f64, direction: Direction) -> f64 {
        match *self {
            Self::StudentT {
                center,
                scale,
                degrees,
            } => {
                let distance = (center - target) / scale;
                let t = match direction {
                    Direction::Decrease => -distance,
                    _ => distance,
                };
                StudentsT::new(0.0, 1.0, degrees).map_or(f64::NAN, |student| student.cdf(t))
            }
            Self::BetaBinomial {
                cases,
                of,
                next_denominator,
            } => {
                let (a, b) = (cases + 0.5, (of - cases).max(0.0) + 0.5);
                let (first, last) = meeting(target, next_denominator, direction);
                beta_binomial::chance_between(next_denominator, a, b, first, last)
            }
        }
    }
}

/// The counts out of `of` whose share meets the target, from the first to the last; a first above the
/// last when there is none.
///
/// A share is the quotient that the chart would plot: 7 of 10 meets a target of 0.7, although 0.7
/// times 10 need not be 7.
fn meeting(target: f64, of: f64, direction: Direction) -> (f64, f64) {
    let near = (target * of).floor();
    let around = [near - 1.0, near, near + 1.0, near + 2.0];
    match direction {
        Direction::Decrease => {
            let below = around.iter().rev().find(|count| **count / of <= target);
            (0.0, below.copied().unwrap_or(-1.0).min(of))
        }
        _ => {
            let above = around.iter().find(|count| **count / of >= target);
            (above.copied().unwrap_or(of + 1.0).max(0.0), of)
        }
    }
}

#[cfg(test)]
mod tests;
