//! One point as it arrives: what was measured, and how far it may be trusted.

use std::fmt;

use crate::constants::SpreadKind;

/// What was measured at one point of time.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Measurement {
    /// Nothing: the period passed without a figure.
    Missing,
    /// One number in the unit of the measure.
    Value(f64),
    /// A count (or sum) and its exposure: cases out of patients, falls per bed days.
    Ratio {
        /// The count or sum.
        numerator: f64,
        /// The denominator, area of opportunity or exposure; zero or less means missing.
        denominator: f64,
    },
    /// A sample of values taken together, by its statistics.
    Subgroup {
        /// Arithmetic mean.
        mean: f64,
        /// How far the values spread.
        spread: Spread,
        /// Number of values; zero means missing.
        size: u32,
    },
}

/// How far the values of a subgroup spread.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Spread {
    /// Sample standard deviation, with `n - 1` in its denominator; 0 for a single value.
    Deviation(f64),
    /// Largest less smallest value; 0 for a single value.
    Range(f64),
}

impl Spread {
    /// The number itself.
    #[must_use]
    pub const fn value(self) -> f64 {
        match self {
            Self::Deviation(value) | Self::Range(value) => value,
        }
    }

    /// Which of the two it is.
    #[must_use]
    pub const fn kind(self) -> SpreadKind {
        match self {
            Self::Deviation(_) => SpreadKind::Deviation,
            Self::Range(_) => SpreadKind::Range,
        }
    }
}

/// How far a point may be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Status {
    /// An ordinary point.
    #[default]
    Confirmed,
    /// An ordinary point that may still be revised: signals that rest on it are tentative.
    Provisional,
    /// Plotted, but neither fitted nor judged ("ghosted").
    Excluded,
}

/// One point as it arrives: a measurement and its [`Status`].
///
/// Any `f64` may be put in; what a plan cannot use is refused or counted when the observation is
/// pushed or scanned, never here.
///
/// ```
/// use redbead::Observation;
///
/// let waits = Observation::value(41.0);
/// let breaches = Observation::ratio(33.0, 412.0).provisional();
/// let closed_for_flood = Observation::value(3.0).excluded();
/// # let _ = (waits, breaches, closed_for_flood);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Observation {
    /// What was measured.
    pub measurement: Measurement,
    /// How far it may be trusted.
    #[cfg_attr(feature = "serde", serde(default))]
    pub status: Status,
}

impl Observation {
    /// A single number.
    #[must_use]
    pub const fn value(value: f64) -> Self {
        Self::of(Measurement::Value(value))
    }

    /// A count or sum and its denominator or exposure.
    #[must_use]
    pub const fn ratio(numerator: f64, denominator: f64) -> Self {
        Self::of(Measurement::Ratio {
            numerator,
            denominator,
        })
    }

    /// A subgroup by its mean, its spread and its size. From raw values:
    /// [`SpreadKind::subgroup`].
    #[must_use]
    pub const fn subgroup(mean: f64, spread: Spread, size: u32) -> Self {
        Self::of(Measurement::Subgroup { mean, spread, size })
    }

    /// A period without a figure.
    #[must_use]
    pub const fn missing() -> Self {
        Self::of(Measurement::Missing)
    }

    /// The same point, marked provisional.
    #[must_use]
    pub const fn provisional(self) -> Self {
        self.with_status(Status::Provisional)
    }

    /// The same point, excluded from fitting and judging.
    #[must_use]
    pub const fn excluded(self) -> Self {
        self.with_status(Status::Excluded)
    }

    /// The same point with another status.
    #[must_use]
    pub const fn with_status(self, status: Status) -> Self {
        Self {
            measurement: self.measurement,
            status,
        }
    }

    const fn of(measurement: Measurement) -> Self {
        Self {
            measurement,
            status: Status::Confirmed,
        }
    }
}

impl From<f64> for Observation {
    fn from(value: f64) -> Self {
        Self::value(value)
    }
}

impl From<Option<f64>> for Observation {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::missing(), Self::value)
    }
}

/// Which number of an observation an error speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Quantity {
    /// The single value.
    Value,
    /// The count or sum of a ratio.
    Numerator,
    /// The denominator or exposure of a ratio.
    Denominator,
    /// The quotient of the two.
    Ratio,
    /// The mean of a subgroup.
    Mean,
    /// The standard deviation or range of a subgroup.
    Spread,
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Value => "value",
            Self::Numerator => "numerator",
            Self::Denominator => "denominator",
            Self::Ratio => "ratio",
            Self::Mean => "mean",
            Self::Spread => "spread",
        })
    }
}
