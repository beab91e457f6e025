//! How a data file is read: its columns, its layout, its spellings.

use serde::{Deserialize, Serialize};

/// The columns of a data file by what they hold, and how the file is written. What is left out is
/// guessed from the file, and told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename = "columns")]
pub struct ColumnsChoice {
    /// Columns whose texts name a series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<Vec<String>>,
    /// Column of the period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Column of single numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Column of counts: the numerator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<String>,
    /// Column of what the count is out of: the denominator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exposure: Option<String>,
    /// Column of the means of subgroups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean: Option<String>,
    /// Column of the standard deviations of subgroups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deviation: Option<String>,
    /// Column of the ranges of subgroups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    /// Column of the sizes of subgroups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// Column that says which points are provisional.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provisional: Option<String>,
    /// Column that says which points are excluded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excluded: Option<String>,
}

impl ColumnsChoice {
    /// Its own choices, and those of `other` where it has none. Columns of figures go together:
    /// naming one of them puts those of `other` aside.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        let figures = if self.names_figures() {
            &Self::default()
        } else {
            other
        };
        Self {
            series: self.series.or_else(|| other.series.clone()),
            time: self.time.or_else(|| other.time.clone()),
            value: self.value.or_else(|| figures.value.clone()),
            count: self.count.or_else(|| figures.count.clone()),
            exposure: self.exposure.or_else(|| figures.exposure.clone()),
            mean: self.mean.or_else(|| figures.mean.clone()),
            deviation: self.deviation.or_else(|| figures.deviation.clone()),
            range: self.range.or_else(|| figures.range.clone()),
            size: self.size.or_else(|| figures.size.clone()),
            provisional: self.provisional.or_else(|| other.provisional.clone()),
            excluded: self.excluded.or_else(|| other.excluded.clone()),
        }
    }

    fn names_figures(&self) -> bool {
        let Self {
            value,
            count,
            exposure,
            mean,
            deviation,
            range,
            size,
            ..
        } = self;
        let figures = [value, count, exposure, mean, deviation, range, size];
        figures.into_iter().any(Option::is_some)
    }

    /// Whether nothing is chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
