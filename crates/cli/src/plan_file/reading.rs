//! How a data file is written: its format and its spellings.

use std::collections::BTreeMap;

use clap::ValueEnum;
use redbead_io::{Calendar, DateOrder, Duplicates, Format, Holes, Layout, ReadOptions, Totals};
use serde::{Deserialize, Serialize};

use super::overrides::Texts;

/// How a data file is written. What is left out is told by the file, or is the usual.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename = "reading")]
pub struct ReadingChoice {
    /// Its format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<FormatChoice>,
    /// What parts the columns of a CSV file: one character, or `\t`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// Lines of a CSV file above its header, such as titles, that are not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip_lines: Option<u32>,
    /// Whether numbers are written `1,5`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal_comma: Option<bool>,
    /// Which number of `01/02/2024` is the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrderChoice>,
    /// Month in which the year of `2024/25` starts, 1 to 12.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_starts: Option<u8>,
    /// What happens to periods without a row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holes: Option<HolesChoice>,
    /// What happens to rows of the same series and period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicates: Option<DuplicatesChoice>,
    /// What happens to rows marked as totals of others, by a `d` in a column `…QF`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totals: Option<TotalsChoice>,
    /// Rows to read, by columns and their texts; others are left out and counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only: Option<BTreeMap<String, Texts>>,
    /// Further texts that stand for a missing figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Vec<String>>,
    /// Whether infinities are read as missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub infinities_are_missing: Option<bool>,
    /// Whether columns `…QF` are read as qualifiers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub qualifiers: Option<bool>,
    /// Whether replaced codes of Scottish health boards are read as their successors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join_board_codes: Option<bool>,
}

impl ReadingChoice {
    /// Its own choices, and those of `other` where it has none.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        Self {
            format: self.format.or(other.format),
            delimiter: self.delimiter.or_else(|| other.delimiter.clone()),
            skip_lines: self.skip_lines.or(other.skip_lines),
            decimal_comma: self.decimal_comma.or(other.decimal_comma),
            date_order: self.date_order.or(other.date_order),
            year_starts: self.year_starts.or(other.year_starts),
            holes: self.holes.or(other.holes),
            duplicates: self.duplicates.or(other.duplicates),
            totals: self.totals.or(other.totals),
            only: self.only.or_else(|| other.only.clone()),
            missing: self.missing.or_else(|| other.missing.clone()),
            infinities_are_missing: self.infinities_are_missing.or(other.infinities_are_missing),
            qualifiers: self.qualifiers.or(other.qualifiers),
            join_board_codes: self.join_board_codes.or(other.join_board_codes),
        }
    }

    /// Whether nothing is chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How dates and years are meant.
    pub(crate) fn calendar(&self) -> Calendar {
        let usual = Calendar::default();
        Calendar {
            date_order: self.date_order.map(Into::into).or(usual.date_order),
            year_starts: self.year_starts.unwrap_or(usual.year_starts),
        }
    }

    /// For the reader, columns left to be set.
    ///
    /// # Errors
    ///
    /// A delimiter of several characters, a month that does not exist.
    pub(crate) fn for_reader(&self) -> Result<ReadOptions, String> {
        let delimiter = match self.delimiter.as_deref() {
            None => None,
            Some("\\t" | "tab") => Some(b'\t'),
            Some(text) => match text.as_bytes() {
                [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Some(*byte),
                _ => {
                    return Err(format!(
                        "delimiter {text:?} cannot part columns, expected one character such as \";\", or \"\\t\" for a tab"
                    ));
                }
            },
        };
        if let Some(month) = self.year_starts.filter(|month| !(1..=12).contains(month)) {
            return Err(format!(
                "year_starts is {month}, expected a month from 1 to 12"
            ));
        }
        let usual = ReadOptions::default();
        Ok(ReadOptions {
            format: self.format.map(Into::into),
            delimiter,
            skip_lines: self.skip_lines.map_or(usual.skip_lines, u64::from),
            decimal_comma: self.decimal_comma.unwrap_or(usual.decimal_comma),
            calendar: self.calendar(),
            holes: self.holes.map_or(usual.holes, Into::into),
            duplicates: self.duplicates.map_or(usual.duplicates, Into::into),
            totals: self.totals.map_or(usual.totals, Into::into),
            only: self
                .only
                .iter()
                .flatten()
                .map(|(column, texts)| (column.clone(), texts.0.clone()))
                .collect(),
            missing_texts: self.missing.clone().unwrap_or_default(),
            infinities_are_missing: self
                .infinities_are_missing
                .unwrap_or(usual.infinities_are_missing),
            qualifiers: self.qualifiers.unwrap_or(usual.qualifiers),
            join_board_codes: self.join_board_codes.unwrap_or(usual.join_board_codes),
            ..usual
        })
    }
}

/// Names on command lines and in plan files for choices of the reader.
macro_rules! choice_of {
    ($(#[$doc:meta])* $name:ident => $target:ident { $($(#[$help:meta])* $variant:ident => $value:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize, Serialize)]
        #[serde(rename_all = "snake_case")]
        #[value(rename_all = "snake_case")]
        pub enum $name { $($(#[$help])* $variant),+ }

        impl From<$name> for $target {
            fn from(choice: $name) -> Self {
                match choice { $($name::$variant => Self::$value),+ }
            }
        }
    };
}

choice_of! {
    /// How series stand in a file.
    LayoutChoice => Layout {
        /// One row for each series and period
        Long => Long,
        /// One column for each series, one row for each period
        SeriesInColumns => SeriesInColumns,
        /// One column for each period, one row for each series
        PeriodsInColumns => PeriodsInColumns,
    }
}

choice_of! {
    /// The format of a file.
    FormatChoice => Format {
        /// Columns of text with a header
        Csv => Csv,
        /// One JSON object on each line
        Ndjson => Ndjson,
        /// Apache Parquet
        Parquet => Parquet,
        /// Apache Arrow IPC
        Arrow => Arrow,
    }
}

choice_of! {
    /// Which number of `01/02/2024` is the day.
    DateOrderChoice => DateOrder {
        /// The first of February
        DayFirst => DayFirst,
        /// The second of January
        MonthFirst => MonthFirst,
    }
}

choice_of! {
    /// What happens to periods without a row.
    HolesChoice => Holes {
        /// A missing point is put in
        Fill => Fill,
        /// They are counted only: neighbors in the file are neighbors in the series
        Leave => Leave,
    }
}

choice_of! {
    /// What happens to rows of the same series and period.
    DuplicatesChoice => Duplicates {
        /// An error that names both lines
        Refuse => Refuse,
        /// The first stays
        First => First,
        /// The last stays
        Last => Last,
        /// They are added up
        Sum => Sum,
    }
}

choice_of! {
    /// What happens to rows marked as totals of others, by a `d` in a column `…QF`.
    TotalsChoice => Totals {
        /// They stay as series of their own
        Keep => Keep,
        /// They are left out and counted
        Drop => Drop,
        /// Only they are read
        Only => Only,
    }
}
