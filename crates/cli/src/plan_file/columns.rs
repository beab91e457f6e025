//! How a data file is read: its columns.

use redbead::SpreadKind;
use redbead_io::{Columns, Figures, Layout, Time};
use serde::{Deserialize, Serialize};

use super::reading::LayoutChoice;

/// The columns of a data file by what they hold. What is left out is guessed from the file, and
/// told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename = "columns")]
pub struct ColumnsChoice {
    /// How series stand in the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<LayoutChoice>,
    /// Columns whose texts name a series; an empty list where the file is one series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<Vec<String>>,
    /// Column of the period; of labels, where rows stand in the order of time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Whether rows stand in the order of time, whatever their periods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row_order: Option<bool>,
    /// Column of single numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Column of counts: the numerator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<String>,
    /// Column of what the count is out of: the denominator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exposure: Option<String>,
    /// Column of raw values, of which all rows of a series and period make one subgroup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
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
    /// In a wide file, the columns that are read; all that remain when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wide: Option<Vec<String>>,
    /// Column that says which points are provisional.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provisional: Option<String>,
    /// Column that says which points are excluded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excluded: Option<String>,
}

impl ColumnsChoice {
    /// Its own choices, and those of `other` where it has none. Columns of figures go together:
    /// naming one of them puts those of `other` aside; so do the two ways to tell the time.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        let nothing = &Self::default();
        let figures = if self.names_figures() { nothing } else { other };
        let time = if self.time.is_some() || self.row_order.is_some() {
            nothing
        } else {
            other
        };
        Self {
            layout: self.layout.or(other.layout),
            series: self.series.or_else(|| other.series.clone()),
            time: self.time.or_else(|| time.time.clone()),
            row_order: self.row_order.or(time.row_order),
            value: self.value.or_else(|| figures.value.clone()),
            count: self.count.or_else(|| figures.count.clone()),
            exposure: self.exposure.or_else(|| figures.exposure.clone()),
            raw: self.raw.or_else(|| figures.raw.clone()),
            mean: self.mean.or_else(|| figures.mean.clone()),
            deviation: self.deviation.or_else(|| figures.deviation.clone()),
            range: self.range.or_else(|| figures.range.clone()),
            size: self.size.or_else(|| figures.size.clone()),
            wide: self.wide.or_else(|| figures.wide.clone()),
            provisional: self.provisional.or_else(|| other.provisional.clone()),
            excluded: self.excluded.or_else(|| other.excluded.clone()),
        }
    }

    fn is_wide(&self) -> bool {
        self.layout
            .is_some_and(|layout| layout != LayoutChoice::Long)
    }

    fn names_figures(&self) -> bool {
        let Self {
            value,
            count,
            exposure,
            raw,
            mean,
            deviation,
            range,
            size,
            ..
        } = self;
        let figures = [value, count, exposure, raw, mean, deviation, range, size];
        figures.into_iter().any(Option::is_some) || self.wide.is_some()
    }

    /// Whether nothing is chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// For the reader. `raw_spread` is what the chart computes with, for raw values.
    ///
    /// # Errors
    ///
    /// Columns that do not go together, with what would.
    pub(crate) fn for_reader(&self, raw_spread: SpreadKind) -> Result<Columns, String> {
        let time = match (&self.time, self.row_order) {
            (label, Some(true)) => Time::RowOrder {
                label: label.clone(),
            },
            (Some(column), _) => Time::Column(column.clone()),
            (None, _) => Time::Guess,
        };
        Ok(Columns {
            layout: self.layout.map_or(Layout::Guess, Into::into),
            series: self.series.clone(),
            time,
            figures: self.figures(raw_spread)?,
            provisional: self.provisional.clone(),
            excluded: self.excluded.clone(),
        })
    }

    fn figures(&self, raw_spread: SpreadKind) -> Result<Figures, String> {
        if self.is_wide() && (self.wide.is_some() || !self.names_figures()) {
            return Ok(Figures::Wide(self.wide.clone().unwrap_or_default()));
        }
        if !self.names_figures() {
            return Ok(Figures::Guess);
        }
        let kinds = [
            self.value.is_some(),
            self.count.is_some() || self.exposure.is_some(),
            self.raw.is_some(),
            self.mean.is_some()
                || self.deviation.is_some()
                || self.range.is_some()
                || self.size.is_some(),
            self.wide.is_some(),
        ];
        if kinds.iter().filter(|named| **named).count() > 1 {
            return Err(
                "columns of several kinds of figures; expected a value, a count with or without its exposure, \
                 raw values, or a subgroup's mean, deviation or range, and size"
                    .to_owned(),
            );
        }
        Ok(match self {
            Self {
                value: Some(value), ..
            }
            | Self {
                count: Some(value),
                exposure: None,
                ..
            } => Figures::Value(value.clone()),
            Self {
                count: Some(count),
                exposure: Some(exposure),
                ..
            } => Figures::Ratio {
                count: count.clone(),
                exposure: exposure.clone(),
            },
            Self {
                count: None,
                exposure: Some(_),
                ..
            } => {
                return Err("a column of exposures without one of counts; name both".to_owned());
            }
            Self {
                raw: Some(value), ..
            } => Figures::Raw {
                value: value.clone(),
                spread: raw_spread,
            },
            Self {
                mean: Some(mean),
                size: Some(size),
                deviation,
                range,
                ..
            } => {
                let (spread, column) = match (deviation, range) {
                    (Some(column), None) => (SpreadKind::Deviation, column),
                    (None, Some(column)) => (SpreadKind::Range, column),
                    _ => {
                        return Err("subgroups take a column of deviations or one of ranges; name one of them".to_owned());
                    }
                };
                Figures::Subgroup {
                    mean: mean.clone(),
                    spread,
                    spread_column: column.clone(),
                    size: size.clone(),
                }
            }
            Self { wide: Some(_), .. } => {
                return Err("columns of a wide file without its layout; say layout = \"series_in_columns\" or \
                            \"periods_in_columns\""
                    .to_owned());
            }
            _ => {
                return Err(
                    "subgroups take columns of mean, deviation or range, and size; name all three"
                        .to_owned(),
                );
            }
        })
    }
}
