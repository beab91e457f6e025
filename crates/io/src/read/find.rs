//! The columns that are named, found; the others guessed.

use std::collections::{HashMap, HashSet};

use super::guess::Guess;
use super::names::column;
use super::qualifiers::qualified_name;
use super::roles::{FigureRole, Roles, TimeRole};
use crate::columns::{Columns, Figures, Layout, Time};
use crate::error::ReadError;
use crate::note::Note;
use crate::options::ReadOptions;

/// Finds the columns that are asked for, and guesses the others.
pub(crate) fn find_roles(
    file: &str,
    names: &[String],
    sample: &[Vec<String>],
    options: &ReadOptions,
    grows: bool,
) -> Result<(Roles, Vec<Note>), ReadError> {
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
    for (column, part) in figures.iter().flat_map(FigureRole::parts) {
        guess.take(Some(column), part)?;
    }
    let wide = matches!(options.columns.figures, Figures::Wide(_));
    let layout = match layout {
        Layout::Guess if wide => Layout::SeriesInColumns,
        Layout::Guess if figures.is_some() => Layout::Long,
        Layout::Guess => guess.layout(time_column.is_some()),
        layout => *layout,
    };
    let named = figures
        .as_ref()
        .is_some_and(|role| matches!(role, FigureRole::Series { .. } | FigureRole::Periods { .. }));
    if figures.is_some() && named != (layout != Layout::Long) {
        return Err(ReadError::Options {
            message:
                "a wide file has its figures in many columns of one kind; name them as wide, or \
                      read the file as long"
                    .to_owned(),
        });
    }
    let provisional = match flag(provisional, "provisional points")? {
        None if layout == Layout::Long => {
            guess.flag(&["provisional", "prov", "preliminary", "prelim"], b'p')
        }
        named => named,
    };
    let excluded = match flag(excluded, "excluded points")? {
        None if layout == Layout::Long => guess.flag(&["excluded", "exclude", "excl"], b'x'),
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
        None => guess.keys(&time, &qualifiers)?,
    };
    let mut only = Vec::with_capacity(options.only.len());
    for (name, texts) in &options.only {
        only.push((find(name, "rows to be read")?, texts.clone()));
    }
    let totals = totals(&qualifiers, &keys, &figures, |column| {
        guess.is_number(column)
    });
    let roles = Roles {
        totals,
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

/// The columns with qualifiers of others than figures.
fn totals(
    qualifiers: &[Option<usize>],
    keys: &[usize],
    figures: &FigureRole,
    is_number: impl Fn(usize) -> bool,
) -> Vec<usize> {
    let own = figures.columns();
    let wide = matches!(
        figures,
        FigureRole::Series { .. } | FigureRole::Periods { .. }
    );
    let qualifiers = qualifiers.iter().enumerate();
    qualifiers
        .filter(|(column, _)| {
            // Of a wide file some figures may not be asked for.
            let figure = own.contains(column) || wide && is_number(*column);
            !figure || keys.contains(column)
        })
        .filter_map(|(_, qualifier)| *qualifier)
        .collect()
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
