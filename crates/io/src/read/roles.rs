//! What each column of a file is read as.

use std::collections::{HashMap, HashSet};

use redbead::SpreadKind;

use super::guess::Guess;
use super::names::column;
use super::qualifiers::qualified_name;
use crate::columns::{Columns, Figures, Layout, Time};
use crate::error::ReadError;
use crate::note::Note;
use crate::options::ReadOptions;

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
        match self {
            Self::Value(value) | Self::Raw { value, .. } => vec![*value],
            Self::Ratio { count, exposure } => vec![*count, *exposure],
            Self::Subgroup {
                mean, spread, size, ..
            } => vec![*mean, *spread, *size],
            Self::Series { columns, .. } | Self::Periods { columns } => columns.clone(),
        }
    }
}

impl Roles {
    /// Finds the columns that are asked for, and guesses the others.
    pub(crate) fn find(
        file: &str,
        names: &[String],
        sample: &[Vec<String>],
        options: &ReadOptions,
        grows: bool,
    ) -> Result<(Self, Vec<Note>), ReadError> {
        let mut seen = HashSet::new();
        if let Some(name) = names.iter().find(|name| !seen.insert(name.as_str())) {
            return Err(ReadError::DoubledColumn {
                file: file.to_owned(),
                name: name.clone(),
            });
        }
        let find = |name: &str, role| column(file, names, name, role);
        let Columns {
            layout,
            series,
            time,
            figures,
            provisional,
            excluded,
        } = &options.columns;
        let flag =
            |name: &Option<String>, role| name.as_deref().map(|name| find(name, role)).transpose();
        let mut guess = Guess::new(file, names, sample, options);
        guess.take(
            flag(provisional, "provisional points")?,
            "provisional points",
        )?;
        guess.take(flag(excluded, "excluded points")?, "excluded points")?;
        let qualifiers = if options.qualifiers {
            qualifier_columns(names)
        } else {
            vec![None; names.len()]
        };
        for column in qualifiers.iter().flatten() {
            guess.take(Some(*column), "qualifiers")?;
        }
        let keys = match series {
            Some(series) => {
                let mut keys = Vec::with_capacity(series.len());
                for name in series {
                    let key = find(name, "series")?;
                    guess.take(Some(key), "series")?;
                    keys.push(key);
                }
                Some(keys)
            }
            None => None,
        };
        let time_column = match time {
            Time::Column(name) => Some(find(name, "time")?),
            Time::RowOrder { label: Some(name) } => Some(find(name, "labels")?),
            _ => None,
        };
        guess.take(time_column, "time")?;
        let figures = match figures {
            Figures::Guess => None,
            Figures::Value(value) => Some(FigureRole::Value(find(value, "value")?)),
            Figures::Ratio { count, exposure } => Some(FigureRole::Ratio {
                count: find(count, "count")?,
                exposure: find(exposure, "exposure")?,
            }),
            Figures::Subgroup {
                mean,
                spread,
                spread_column,
                size,
            } => Some(FigureRole::Subgroup {
                mean: find(mean, "mean")?,
                spread: find(spread_column, "spread")?,
                size: find(size, "size")?,
                kind: *spread,
            }),
            Figures::Raw { value, spread } => Some(FigureRole::Raw {
                value: find(value, "value")?,
                kind: *spread,
            }),
            Figures::Wide(wide) if wide.is_empty() => None,
            Figures::Wide(wide) => {
                let columns = wide
                    .iter()
                    .map(|name| find(name, "values"))
                    .collect::<Result<_, _>>()?;
                Some(match layout {
                    Layout::PeriodsInColumns => FigureRole::Periods { columns },
                    _ => FigureRole::Series {
                        columns,
                        open: false,
                    },
                })
            }
        };
        for column in figures.iter().flat_map(FigureRole::columns) {
            guess.take(Some(column), "figures")?;
        }
        let wide = matches!(options.columns.figures, Figures::Wide(_));
        let layout = match layout {
            Layout::Guess if wide => Layout::SeriesInColumns,
            Layout::Guess if figures.is_some() => Layout::Long,
            Layout::Guess => guess.layout(time_column.is_some()),
            layout => *layout,
        };
        let named = figures.as_ref().is_some_and(|role| {
            matches!(role, FigureRole::Series { .. } | FigureRole::Periods { .. })
        });
        if figures.is_some() && named != (layout != Layout::Long) {
            return Err(ReadError::Options {
                message: "a wide file has its figures in many columns of one kind; name them as wide, or \
                          read the file as long"
                    .to_owned(),
            });
        }
        let provisional = match flag(provisional, "provisional points")? {
            None if layout == Layout::Long => guess.flag("provisional", b'p'),
            named => named,
        };
        let excluded = match flag(excluded, "excluded points")? {
            None if layout == Layout::Long => guess.flag("excluded", b'x'),
            named => named,
        };
        if layout == Layout::PeriodsInColumns && *time != Time::Guess {
            return Err(ReadError::Options {
                message:
                    "with periods in columns their names are the time; name no other column as time"
                        .to_owned(),
            });
        }
        let time = match (time, time_column) {
            _ if layout == Layout::PeriodsInColumns => TimeRole::Names,
            (Time::RowOrder { .. }, label) => TimeRole::Rows { label },
            (_, Some(column)) => TimeRole::Column(column),
            (_, None) => guess.time()?,
        };
        let figures = match (figures, layout) {
            (Some(figures), _) => figures,
            (None, Layout::PeriodsInColumns) => FigureRole::Periods {
                columns: guess.periods()?,
            },
            (None, Layout::SeriesInColumns) => {
                let columns = guess.series_columns(keys.is_some())?;
                FigureRole::Series {
                    columns,
                    open: grows,
                }
            }
            (None, _) => guess.figures()?,
        };
        let keys = match keys {
            Some(keys) => keys,
            None => guess.keys(),
        };
        let mut only = Vec::with_capacity(options.only.len());
        for (name, texts) in &options.only {
            only.push((find(name, "rows to be read")?, texts.clone()));
        }
        let roles = Self {
            keys,
            time,
            figures,
            provisional,
            excluded,
            qualifiers,
            only,
        };
        let notes = guess.notes(&roles);
        if matches!(
            (&roles.figures, &roles.time),
            (FigureRole::Raw { .. }, TimeRole::Rows { .. })
        ) {
            return Err(ReadError::Options {
                message:
                    "raw values need a period or a number of their subgroup in each row; name its \
                          column as time"
                        .to_owned(),
            });
        }
        Ok((roles, notes))
    }

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
        used.sort_unstable();
        used.dedup();
        used
    }
}

/// For each column, the one that holds its qualifiers.
fn qualifier_columns(names: &[String]) -> Vec<Option<usize>> {
    let of = names.iter().enumerate();
    let of = of.filter_map(|(at, name)| Some((qualified_name(name)?, at)));
    let of: HashMap<&str, usize> = of.collect();
    names
        .iter()
        .map(|name| of.get(name.as_str()).copied())
        .collect()
}
