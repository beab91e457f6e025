//! From raw values to subgroups.

use std::collections::HashMap;
use std::hash::Hash;

use crate::baseline::moving_range::range;
use crate::baseline::sums::{mean, standard_deviation};
use crate::constants::SpreadKind;
use crate::error::SeriesError;
use crate::observation::{Observation, Quantity, Spread};

impl SpreadKind {
    /// One subgroup of raw values: their mean, this spread, and their number. No values make a
    /// missing point.
    ///
    /// # Errors
    ///
    /// [`SeriesError::NotFinite`] with the position of a value that is NaN or an infinity, or of
    /// the last one where a sum overflows.
    ///
    /// ```
    /// use redbead::{Observation, Spread, SpreadKind};
    ///
    /// let rings = [74.030, 74.002, 74.019, 73.992, 74.008];
    /// let Ok(subgroup) = SpreadKind::Range.subgroup(&rings) else {
    ///     panic!("five finite values");
    /// };
    /// assert_eq!(subgroup, Observation::subgroup(74.0102, Spread::Range(74.030 - 73.992), 5));
    /// ```
    pub fn subgroup(self, values: &[f64]) -> Result<Observation, SeriesError> {
        let refused = |(index, value): (usize, &f64)| SeriesError::NotFinite {
            index,
            quantity: Quantity::Value,
            value: *value,
        };
        let mut numbered = values.iter().enumerate();
        if let Some(found) = numbered.find(|(_, value)| !value.is_finite()) {
            return Err(refused(found));
        }
        let limit = u32::MAX as usize;
        let size = u32::try_from(values.len()).map_err(|_| SeriesError::TooLong { limit })?;
        let Some(center) = mean(values) else {
            return Ok(Observation::missing());
        };
        let spread = match self {
            Self::Deviation => Spread::Deviation(standard_deviation(values).unwrap_or(0.0)),
            Self::Range => Spread::Range(range(values)),
        };
        let overflow = |quantity, value| SeriesError::NotFinite {
            index: values.len() - 1,
            quantity,
            value,
        };
        if !center.is_finite() {
            return Err(overflow(Quantity::Mean, center));
        }
        if !spread.value().is_finite() {
            return Err(overflow(Quantity::Spread, spread.value()));
        }
        Ok(Observation::subgroup(center, spread, size))
    }

    /// Subgroups of `size` consecutive values each. What is left at the end is a smaller one.
    ///
    /// # Errors
    ///
    /// As for [`subgroup`](Self::subgroup), with the position among all values.
    ///
    /// ```
    /// use redbead::SpreadKind;
    ///
    /// let weights = [4.0, 6.0, 5.0, 9.0, 7.0];
    /// let two = std::num::NonZeroUsize::MIN.saturating_add(1);
    /// let subgroups = SpreadKind::Deviation.subgroups_of(two, &weights)?;
    /// assert_eq!(subgroups.len(), 3);
    /// # Ok::<(), redbead::SeriesError>(())
    /// ```
    pub fn subgroups_of(
        self,
        size: std::num::NonZeroUsize,
        values: &[f64],
    ) -> Result<Vec<Observation>, SeriesError> {
        let groups = values.chunks(size.get()).enumerate();
        groups
            .map(|(number, group)| {
                let first = number * size.get();
                self.subgroup(group)
                    .map_err(|error| at(error, |within| first + within))
            })
            .collect()
    }

    /// Subgroups of the values that share a key, such as a batch or a day, in the order in which
    /// the keys first appear.
    ///
    /// # Errors
    ///
    /// [`SeriesError::LengthMismatch`] when there is not one key for each value; otherwise as for
    /// [`subgroup`](Self::subgroup), with the position among all values.
    ///
    /// ```
    /// use redbead::SpreadKind;
    ///
    /// let days = ["Mon", "Mon", "Tue", "Mon", "Tue"];
    /// let waits = [31.0, 28.0, 40.0, 34.0, 38.0];
    /// let subgroups = SpreadKind::Range.subgroups_by(&days, &waits)?;
    /// assert_eq!(subgroups.len(), 2);
    /// # Ok::<(), redbead::SeriesError>(())
    /// ```
    pub fn subgroups_by<K: Eq + Hash>(
        self,
        keys: &[K],
        values: &[f64],
    ) -> Result<Vec<Observation>, SeriesError> {
        if keys.len() != values.len() {
            return Err(SeriesError::LengthMismatch {
                column: "keys",
                found: keys.len(),
                expected: values.len(),
            });
        }
        let mut numbers: HashMap<&K, usize> = HashMap::new();
        let mut groups: Vec<(Vec<f64>, Vec<usize>)> = Vec::new();
        for (position, (key, value)) in keys.iter().zip(values).enumerate() {
            let number = *numbers.entry(key).or_insert(groups.len());
            if number == groups.len() {
                groups.push((Vec::new(), Vec::new()));
            }
            groups[number].0.push(*value);
            groups[number].1.push(position);
        }
        groups
            .iter()
            .map(|(values, positions)| {
                self.subgroup(values)
                    .map_err(|error| at(error, |within| positions[within]))
            })
            .collect()
    }
}

/// An error of one subgroup, with the position among all values.
fn at(error: SeriesError, position: impl Fn(usize) -> usize) -> SeriesError {
    match error {
        SeriesError::NotFinite {
            index,
            quantity,
            value,
        } => SeriesError::NotFinite {
            index: position(index),
            quantity,
            value,
        },
        other => other,
    }
}
