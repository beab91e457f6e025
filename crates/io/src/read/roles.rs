//! What each column of a file is read as.

use redbead::SpreadKind;

use crate::columns::{Columns, Figures, Layout, Time};

/// What each column is read as, by number.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Roles {
    pub(crate) keys: Vec<usize>,
    pub(crate) time: TimeRole,
    pub(crate) figures: FigureRole,
    pub(crate) provisional: Option<usize>,
    pub(crate) excluded: Option<usize>,
    /// For each column, the one that holds its qualifiers.
    pub(crate) qualifiers: Vec<Option<usize>>,
    /// Columns with the qualifiers of others than figures, which say of a row whether it is a
    /// total, whether or not those are keys.
    pub(crate) totals: Vec<usize>,
    pub(crate) only: Vec<(usize, Vec<String>)>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TimeRole {
    Column(usize),
    Rows {
        label: Option<usize>,
    },
    /// In the names of the columns of figures.
    Names,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FigureRole {
    Value(usize),
    Ratio {
        count: usize,
        exposure: usize,
    },
    Subgroup {
        mean: usize,
        spread: usize,
        size: usize,
        kind: SpreadKind,
    },
    Raw {
        value: usize,
        kind: SpreadKind,
    },
    /// Each of these columns is a series; with those that appear later, where there are any.
    Series {
        columns: Vec<usize>,
        open: bool,
    },
    /// Each of these columns is a period.
    Periods {
        columns: Vec<usize>,
    },
}

impl FigureRole {
    pub(crate) fn columns(&self) -> Vec<usize> {
        self.parts().into_iter().map(|(column, _)| column).collect()
    }

    /// Its columns, each with the name of its part.
    pub(crate) fn parts(&self) -> Vec<(usize, &'static str)> {
        match self {
            Self::Value(value) | Self::Raw { value, .. } => vec![(*value, "value")],
            Self::Ratio { count, exposure } => vec![(*count, "count"), (*exposure, "exposure")],
            Self::Subgroup {
                mean,
                spread,
                size,
                kind,
            } => {
                let spread_is = match kind {
                    SpreadKind::Deviation => "standard deviation",
                    SpreadKind::Range => "range",
                };
                vec![(*mean, "mean"), (*spread, spread_is), (*size, "size")]
            }
            Self::Series { columns, .. } | Self::Periods { columns } => {
                columns.iter().map(|column| (*column, "figures")).collect()
            }
        }
    }
}

impl Roles {
    /// The columns as one would name them.
    pub(crate) fn columns(&self, names: &[String]) -> Columns {
        let name = |column: usize| names.get(column).cloned().unwrap_or_default();
        let all = |columns: &[usize]| columns.iter().map(|column| name(*column)).collect();
        Columns {
            layout: match self.figures {
                FigureRole::Series { .. } => Layout::SeriesInColumns,
                FigureRole::Periods { .. } => Layout::PeriodsInColumns,
                _ => Layout::Long,
            },
            series: Some(all(&self.keys)),
            time: match self.time {
                TimeRole::Column(column) => Time::Column(name(column)),
                TimeRole::Rows { label } => Time::RowOrder {
                    label: label.map(name),
                },
                TimeRole::Names => Time::Guess,
            },
            figures: match &self.figures {
                FigureRole::Value(value) => Figures::Value(name(*value)),
                FigureRole::Ratio { count, exposure } => Figures::Ratio {
                    count: name(*count),
                    exposure: name(*exposure),
                },
                FigureRole::Subgroup {
                    mean,
                    spread,
                    size,
                    kind,
                } => Figures::Subgroup {
                    mean: name(*mean),
                    spread: *kind,
                    spread_column: name(*spread),
                    size: name(*size),
                },
                FigureRole::Raw { value, kind } => Figures::Raw {
                    value: name(*value),
                    spread: *kind,
                },
                FigureRole::Series { columns, .. } | FigureRole::Periods { columns } => {
                    Figures::Wide(all(columns))
                }
            },
            provisional: self.provisional.map(name),
            excluded: self.excluded.map(name),
        }
    }

    /// All columns whose cells are looked at.
    pub(crate) fn used(&self) -> Vec<usize> {
        let mut used = self.keys.clone();
        used.extend(self.figures.columns());
        match self.time {
            TimeRole::Column(column)
            | TimeRole::Rows {
                label: Some(column),
            } => used.push(column),
            _ => {}
        }
        used.extend(self.provisional.iter().chain(&self.excluded));
        used.extend(self.only.iter().map(|(column, _)| *column));
        let qualified: Vec<usize> = used
            .iter()
            .filter_map(|column| *self.qualifiers.get(*column)?)
            .collect();
        used.extend(qualified);
        used.extend(&self.totals);
        used.sort_unstable();
        used.dedup();
        used
    }
}
