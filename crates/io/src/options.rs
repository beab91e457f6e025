//! How a file is to be read.

use crate::columns::Columns;
use crate::period::{Calendar, PeriodKind};

/// How a file is to be read. The default guesses what it can and refuses what is in doubt.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadOptions {
    /// The format. None: told by the name and the content of the file.
    pub format: Option<Format>,
    /// What parts the columns of a CSV file. None: guessed among `,`, `;`, tab and `|`.
    pub delimiter: Option<u8>,
    /// Lines of a CSV file above its header, such as titles, that are not read. Lines are counted from
    /// the first of the file all the same.
    pub skip_lines: u64,
    /// Whether numbers in CSV are written `1,5`. Needs another delimiter than the comma.
    pub decimal_comma: bool,
    /// Which columns are what.
    pub columns: Columns,
    /// How dates and years are meant.
    pub calendar: Calendar,
    /// The kind of the periods. None: told by their texts.
    pub period_kind: Option<PeriodKind>,
    /// Rows to be read, by the texts of columns: each of these columns has one of these texts.
    /// Others are left out and counted.
    pub only: Vec<(String, Vec<String>)>,
    /// What happens to rows of the same series and period.
    pub duplicates: Duplicates,
    /// What happens to periods without a row inside of a series.
    pub holes: Holes,
    /// Whether an infinity is a missing point, counted, instead of an error.
    pub infinities_are_missing: bool,
    /// Texts that stand for a missing figure, beside those that are always known.
    pub missing_texts: Vec<String>,
    /// Whether columns `…QF` are read as the qualifiers of the column `…`.
    pub qualifiers: bool,
    /// What happens to rows that a qualifier marks as totals of others.
    pub totals: Totals,
    /// Whether codes of Scottish health boards that were replaced in 2018 and 2019 are read as
    /// their successors.
    pub join_board_codes: bool,
    /// How many problems are collected before reading is given up.
    pub problem_limit: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            format: None,
            delimiter: None,
            skip_lines: 0,
            decimal_comma: false,
            columns: Columns::default(),
            calendar: Calendar::default(),
            period_kind: None,
            only: Vec::new(),
            duplicates: Duplicates::default(),
            holes: Holes::default(),
            infinities_are_missing: false,
            missing_texts: Vec::new(),
            qualifiers: true,
            totals: Totals::default(),
            join_board_codes: false,
            problem_limit: 20,
        }
    }
}

/// The format of a file, whether it is compressed or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Columns of text, parted by a delimiter, with a header.
    Csv,
    /// One JSON object on each line.
    Ndjson,
    /// Apache Parquet.
    #[cfg(feature = "parquet")]
    Parquet,
    /// Apache Arrow IPC, as a file or as a stream.
    #[cfg(feature = "parquet")]
    Arrow,
}

/// What happens to rows of the same series and period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[non_exhaustive]
pub enum Duplicates {
    /// An error that names both lines. The default.
    #[default]
    Refuse,
    /// The first stays, the others are counted.
    First,
    /// The last stays, the others are counted.
    Last,
    /// Values, counts and exposures are added up; missing where any of them is. Refused for
    /// statistics of subgroups, and for totals together with their parts.
    Sum,
}

/// What happens to periods without a row inside of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[non_exhaustive]
pub enum Holes {
    /// A missing point is put in, so that no moving range is taken across the hole and a picture
    /// shows a gap. The default.
    #[default]
    Fill,
    /// They are counted only: neighbors in the file are neighbors in the series.
    Leave,
}

/// What happens to rows that a qualifier marks as totals of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[non_exhaustive]
pub enum Totals {
    /// They stay as series of their own beside their parts. The default.
    #[default]
    Keep,
    /// They are left out and counted.
    Drop,
    /// Only they are read.
    Only,
}
