//! Which columns of a file make the series.

use redbead::SpreadKind;

/// Which columns of a file are read as what. What is not said is guessed, and the guess is told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns {
    /// How series stand in the file.
    pub layout: Layout,
    /// The columns whose texts together name a series. None: guessed. Empty: the file is one
    /// series.
    pub series: Option<Vec<String>>,
    /// The column of the period.
    pub time: Time,
    /// The columns of the figures.
    pub figures: Figures,
    /// A column that says which points are provisional: true, yes, y, 1 or `p`.
    pub provisional: Option<String>,
    /// A column that says which points are excluded: true, yes, y, 1 or `x`.
    pub excluded: Option<String>,
}

/// How series stand in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[non_exhaustive]
pub enum Layout {
    /// Told by the header: periods in columns where several names are periods, series in columns
    /// where three or more columns hold numbers, none holds texts, and their names say nothing.
    /// Long otherwise. The default.
    #[default]
    Guess,
    /// One row for each series and period.
    Long,
    /// One column for each series, named by its header, and one row for each period.
    SeriesInColumns,
    /// One column for each period, named by its header, and one row for each series.
    PeriodsInColumns,
}

/// Where the time of a row stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
#[non_exhaustive]
pub enum Time {
    /// In a column to be guessed.
    #[default]
    Guess,
    /// In this column.
    Column(String),
    /// Nowhere: rows come in the order of time. A column may hold labels for them.
    RowOrder {
        /// That column.
        label: Option<String>,
    },
}

/// Where the figures of a row stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Figures {
    /// In columns to be guessed: one value, or a count and its exposure by their names.
    #[default]
    Guess,
    /// One number a point.
    Value(String),
    /// A count or sum and its denominator or exposure.
    Ratio {
        /// The numerator.
        count: String,
        /// The denominator.
        exposure: String,
    },
    /// Statistics of a subgroup.
    Subgroup {
        /// Its mean.
        mean: String,
        /// What the next column holds.
        spread: SpreadKind,
        /// Its standard deviation or range.
        spread_column: String,
        /// Its number of values.
        size: String,
    },
    /// Raw values: all rows of a series and period make one subgroup.
    Raw {
        /// The value.
        value: String,
        /// How the spread is told.
        spread: SpreadKind,
    },
    /// In a wide file: these columns, each a series or a period. Empty: all that remain.
    Wide(Vec<String>),
}
