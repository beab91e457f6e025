//! What was decided for the user, to be told.

use std::fmt;

use crate::period::PeriodKind;
use crate::plural::{counted, noun};

/// Something that was guessed, recognized or left undone while reading.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// A column was taken for a part of the data without being named.
    Guessed {
        /// What for: `time`, `count`, `series`.
        role: &'static str,
        /// Its name or names.
        columns: Vec<String>,
    },
    /// The delimiter of the file.
    Delimiter {
        /// The delimiter.
        delimiter: char,
    },
    /// Columns that no part of the data was made of.
    Unused {
        /// Their names.
        columns: Vec<String>,
    },
    /// Columns that look as if they told series apart and change within one, such as a status.
    NotKeys {
        /// Their names.
        columns: Vec<String>,
    },
    /// Dates that stand for longer periods.
    Recognized {
        /// What stands in the file: `dates on the first of months`.
        what: &'static str,
        /// What they were read as.
        kind: PeriodKind,
    },
    /// The order of day and month, told by a date that can be read in one way only.
    DateOrder {
        /// That date.
        text: String,
        /// Whether its day comes first.
        day_first: bool,
    },
    /// Times are too irregular for a missing one to be a hole.
    Irregular {
        /// What they are.
        kind: PeriodKind,
        /// Of how many series; none where of all.
        series: Option<u64>,
    },
    /// No day is a Saturday or a Sunday, so these are no holes.
    NoWeekends {
        /// Of how many series; none where of all.
        series: Option<u64>,
    },
    /// Times with different distances from universal time were read by the clock on the wall.
    Zones,
    /// Rolling years overlap, which rules over time take for signals.
    Overlapping,
    /// Totals stand beside their parts as series of their own.
    TotalsKept {
        /// How many rows.
        rows: u64,
    },
    /// Totals are to be left out, and no row is marked as one.
    NoTotals,
    /// Series that no qualifier marks as totals and that are the sums of others all the same.
    SumOfOthers {
        /// The key.
        column: String,
        /// Its text in these series.
        text: String,
        /// How many they are.
        series: u64,
    },
    /// Codes of one place before and after a renaming stand as different series.
    OldCodes {
        /// How many of the series have the older code.
        series: u64,
    },
    /// Figures that the file marks otherwise than as missing, provisional, revised or totals.
    Marked {
        /// As what: `estimated`, `a break in their series`.
        what: &'static str,
        /// How many cells.
        cells: u64,
    },
    /// Periods come in regular steps wider than one, so those between are no holes.
    Steps {
        /// What they are.
        kind: PeriodKind,
        /// How many of them one step is.
        step: i64,
        /// Of how many series; none where of all.
        series: Option<u64>,
    },
    /// A qualifier that is not known and was read over.
    UnknownQualifier {
        /// What the cell says.
        text: String,
        /// How many cells.
        cells: u64,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Guessed { role, columns } if columns.is_empty() => {
                write!(f, "{role}: no column, guessed")
            }
            Self::Guessed { role, columns } => {
                write!(f, "{role}: {}, guessed", columns.join(", "))
            }
            Self::Delimiter { delimiter } => match delimiter {
                '\t' => f.write_str("columns are taken to be parted by tabs"),
                other => write!(f, "columns are taken to be parted by `{other}`"),
            },
            Self::Unused { columns } => write!(f, "columns not used: {}", columns.join(", ")),
            Self::NotKeys { columns } => write!(
                f,
                "columns not taken to tell series apart: {}; name them with the series where they do",
                columns.join(", ")
            ),
            Self::Recognized { what, kind } => write!(f, "{what} were read as {}", kind.plural()),
            Self::DateOrder { text, day_first } => {
                let first = if *day_first { "day" } else { "month" };
                write!(f, "dates were read with the {first} first, as `{text}` shows")
            }
            Self::Irregular { kind, series } => write!(
                f,
                "the {}{} are too irregular to tell holes, so none were filled",
                kind.plural(),
                of_series(" of ", *series)
            ),
            Self::NoWeekends { series } => write!(
                f,
                "no row{} is of a Saturday or Sunday, so weekends are no holes",
                of_series(" of ", *series)
            ),
            Self::Zones => f.write_str(
                "times have different distances from universal time and were read by the clock on the wall",
            ),
            Self::Overlapping => f.write_str(
                "rolling years overlap, so neighboring points are alike and rules over time mislead",
            ),
            Self::TotalsKept { rows } => write!(
                f,
                "{} of others; {} of their own and are not to be added to their parts",
                match rows {
                    1 => "1 row is a total".to_owned(),
                    rows => format!("{rows} rows are totals"),
                },
                noun(*rows, "its points stand in a series", "they stand as series"),
            ),
            Self::NoTotals => f.write_str(
                "no row is marked as a total of others, so none was left out; a `d` in a column `…QF` marks \
                 totals",
            ),
            Self::SumOfOthers { column, text, series } => write!(
                f,
                "{column} `{text}` is in every period the sum of the others beside it, in {series} series; it \
                 is not to be added to them"
            ),
            Self::OldCodes { series } => write!(
                f,
                "{} a board code that was replaced; join the codes to continue them",
                counted(*series, "series has", "series have")
            ),
            Self::Marked { what, cells } => write!(
                f,
                "{} marked as {what}",
                counted(*cells, "figure is", "figures are")
            ),
            Self::Steps { kind, step, series } => write!(
                f,
                "there is a figure every {step} {}{}, those between are no holes",
                kind.plural(),
                of_series(" in ", *series)
            ),
            Self::UnknownQualifier { text, cells } => {
                let cells = counted(*cells, "cell", "cells");
                write!(f, "qualifier `{text}` in {cells} is not known and was read over")
            }
        }
    }
}

/// ` of 2 series`; nothing where all are meant.
fn of_series(before: &str, series: Option<u64>) -> String {
    series.map_or_else(String::new, |series| format!("{before}{series} series"))
}
