//! Series as columns, and what a plan makes of the points that are not ordinary.

use std::fmt;

use crate::error::SeriesError;
use crate::observation::{Observation, Status};

/// What a missing point does to its neighbors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Gap {
    /// Rules skip it, so runs go on; no moving range is taken across it. The default.
    #[default]
    Skip,
    /// It ends every pattern in progress, and no moving range is taken across it. Whole-phase
    /// tests, whose limits are those of a sequence of useful points, still skip it.
    Break,
    /// Rules skip it, and the moving range joins its neighbors.
    Join,
}

/// What an excluded point does to the chain of moving ranges. Rules always skip it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Exclusion {
    /// The moving range joins its neighbors, as if the row were deleted. The default.
    #[default]
    Join,
    /// No moving range is taken across it.
    Break,
}

/// What happens to an observation that a chart cannot use: NaN, an infinity, a negative or
/// fractional count, a numerator above its denominator. An observation of another kind than the
/// chart reads, such as a plain value on a p chart, is an error whatever the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Invalid {
    /// An error with index and value. The default.
    #[default]
    Refuse,
    /// NaN stands for a missing point, as in columns of a matrix; all else is an error.
    NanIsMissing,
    /// A missing point, counted as invalid in the report.
    Missing,
}

macro_rules! display_as {
    ($($name:ident { $($variant:ident => $text:literal),+ $(,)? })+) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $text),+ })
            }
        }
    )+};
}

display_as! {
    Gap { Skip => "skip", Break => "break", Join => "join" }
    Exclusion { Join => "join", Break => "break" }
    Invalid { Refuse => "refuse", NanIsMissing => "nan_is_missing", Missing => "missing" }
}

/// A borrowed series in time order: columns of numbers, or observations.
///
/// ```
/// use redbead::{Series, Status};
///
/// let waits = Series::values(&[31.0, 28.0, 35.0]);
/// let breaches = Series::ratios(&[4.0, 7.0], &[120.0, 131.0])?
///     .with_status(&[Status::Confirmed, Status::Provisional])?;
/// assert_eq!(waits.len() + breaches.len(), 5);
/// # Ok::<(), redbead::SeriesError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Series<'a> {
    columns: Columns<'a>,
    status: Option<&'a [Status]>,
}

/// Where the points of a series stand.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Columns<'a> {
    Values(&'a [f64]),
    Ratios(&'a [f64], &'a [f64]),
    Observations(&'a [Observation]),
}

impl<'a> Series<'a> {
    /// One number a point.
    #[must_use]
    pub const fn values(values: &'a [f64]) -> Self {
        Self {
            columns: Columns::Values(values),
            status: None,
        }
    }

    /// A numerator and a denominator a point.
    ///
    /// # Errors
    ///
    /// [`SeriesError::LengthMismatch`] when the columns differ in length.
    pub fn ratios(numerators: &'a [f64], denominators: &'a [f64]) -> Result<Self, SeriesError> {
        same_length("denominators", denominators.len(), numerators.len())?;
        Ok(Self::row_of_ratios(numerators, denominators))
    }

    /// Numerators and denominators of the same length.
    pub(crate) const fn row_of_ratios(numerators: &'a [f64], denominators: &'a [f64]) -> Self {
        Self {
            columns: Columns::Ratios(numerators, denominators),
            status: None,
        }
    }

    /// Whole observations.
    #[must_use]
    pub const fn observations(observations: &'a [Observation]) -> Self {
        Self {
            columns: Columns::Observations(observations),
            status: None,
        }
    }

    /// The same series with the status of each point in a column of its own, which takes the
    /// place of any status in the observations.
    ///
    /// # Errors
    ///
    /// [`SeriesError::LengthMismatch`] when there is not one status for each point.
    pub fn with_status(self, status: &'a [Status]) -> Result<Self, SeriesError> {
        same_length("status", status.len(), self.len())?;
        Ok(Self {
            status: Some(status),
            ..self
        })
    }

    /// The columns of a series that has no column of status.
    pub(crate) const fn plain_columns(&self) -> Option<Columns<'a>> {
        match self.status {
            None => Some(self.columns),
            Some(_) => None,
        }
    }

    /// Number of points, missing ones included.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self.columns {
            Columns::Values(values) | Columns::Ratios(values, _) => values.len(),
            Columns::Observations(observations) => observations.len(),
        }
    }

    /// Whether there is no point at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The point at a zero-based index, or none past the end.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Observation> {
        let observation = match self.columns {
            Columns::Values(values) => Observation::value(*values.get(index)?),
            Columns::Ratios(numerators, denominators) => {
                Observation::ratio(*numerators.get(index)?, *denominators.get(index)?)
            }
            Columns::Observations(observations) => *observations.get(index)?,
        };
        Some(match self.status.and_then(|status| status.get(index)) {
            Some(status) => observation.with_status(*status),
            None => observation,
        })
    }

    /// The points in time order.
    pub fn iter(&self) -> impl Iterator<Item = Observation> + use<'a> {
        let series = *self;
        (0..series.len()).map_while(move |index| series.get(index))
    }
}

impl<'a> From<&'a [f64]> for Series<'a> {
    fn from(values: &'a [f64]) -> Self {
        Self::values(values)
    }
}

impl<'a, const N: usize> From<&'a [f64; N]> for Series<'a> {
    fn from(values: &'a [f64; N]) -> Self {
        Self::values(values)
    }
}

impl<'a> From<&'a Vec<f64>> for Series<'a> {
    fn from(values: &'a Vec<f64>) -> Self {
        Self::values(values)
    }
}

impl<'a> From<&'a [Observation]> for Series<'a> {
    fn from(observations: &'a [Observation]) -> Self {
        Self::observations(observations)
    }
}

impl<'a, const N: usize> From<&'a [Observation; N]> for Series<'a> {
    fn from(observations: &'a [Observation; N]) -> Self {
        Self::observations(observations)
    }
}

impl<'a> From<&'a Vec<Observation>> for Series<'a> {
    fn from(observations: &'a Vec<Observation>) -> Self {
        Self::observations(observations)
    }
}

fn same_length(column: &'static str, found: usize, expected: usize) -> Result<(), SeriesError> {
    if found == expected {
        Ok(())
    } else {
        Err(SeriesError::LengthMismatch {
            column,
            found,
            expected,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_different_length_are_refused() {
        let error = Series::ratios(&[1.0, 2.0], &[10.0]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "column denominators has 1 entries, expected 2, one for each point"
        );
        assert!(Series::values(&[1.0]).with_status(&[]).is_err());
    }

    #[test]
    fn a_status_column_takes_the_place_of_the_own_status() {
        let points = [Observation::value(1.0).excluded()];
        let series = Series::from(&points[..])
            .with_status(&[Status::Provisional])
            .unwrap();
        assert_eq!(series.get(0), Some(Observation::value(1.0).provisional()));
        assert_eq!(series.get(1), None);
        assert_eq!(series.iter().count(), 1);
    }
}
