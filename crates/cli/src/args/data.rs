//! Flags that say how a data file is read.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, ValueHint};
use redbead_io::{MISSING_TEXTS, NOT_APPLICABLE_TEXTS, SUPPRESSED_TEXTS};

use crate::plan_file::{
    ColumnsChoice, DateOrderChoice, DuplicatesChoice, FormatChoice, HolesChoice, LayoutChoice,
    ReadingChoice, Texts, TotalsChoice,
};

/// How a data file is read.
#[derive(Debug, Args)]
pub(crate) struct DataArgs {
    /// Data file: CSV, NDJSON, Parquet or Arrow, gzip and zstd too; - is standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,

    /// Columns whose texts name a series
    #[arg(
        long,
        value_name = "COL,…",
        value_delimiter = ',',
        help_heading = "Columns"
    )]
    series: Option<Vec<String>>,
    /// Column of the period
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    time: Option<String>,
    /// Rows stand in the order of time, whatever their periods; --time then names their labels
    #[arg(long, help_heading = "Columns")]
    row_order: bool,
    /// Column of single numbers
    #[arg(long, value_name = "COL", help_heading = "Columns", conflicts_with_all = ["count", "mean"])]
    value: Option<String>,
    /// Column of counts; with --exposure, of the numerator
    #[arg(
        long,
        value_name = "COL",
        help_heading = "Columns",
        conflicts_with = "mean"
    )]
    count: Option<String>,
    /// Column of what the count is out of
    #[arg(long, value_name = "COL", help_heading = "Columns", requires = "count")]
    exposure: Option<String>,
    /// Column of raw values; all rows of a series and period make one subgroup
    #[arg(long, value_name = "COL", help_heading = "Columns", conflicts_with_all = ["value", "count", "mean"])]
    raw: Option<String>,
    /// Column of the means of subgroups
    #[arg(long, value_name = "COL", help_heading = "Columns", requires = "size")]
    mean: Option<String>,
    /// Column of the standard deviations of subgroups
    #[arg(long, value_name = "COL", help_heading = "Columns", requires = "mean")]
    deviation: Option<String>,
    /// Column of the ranges of subgroups
    #[arg(
        long,
        value_name = "COL",
        help_heading = "Columns",
        requires = "mean",
        conflicts_with = "deviation"
    )]
    range: Option<String>,
    /// Column of the sizes of subgroups
    #[arg(long, value_name = "COL", help_heading = "Columns", requires = "mean")]
    size: Option<String>,
    /// Column that says which points may still be revised
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    provisional: Option<String>,
    /// Column that says which points are excluded
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    excluded: Option<String>,
    /// How series stand in the file
    #[arg(long, value_name = "LAYOUT", help_heading = "Columns")]
    layout: Option<LayoutChoice>,
    /// In a wide file, the columns to read; all that remain when left out
    #[arg(
        long,
        value_name = "COL,…",
        value_delimiter = ',',
        help_heading = "Columns",
        requires = "layout"
    )]
    wide: Option<Vec<String>>,
    /// Only rows with this text; several texts of a column are alternatives
    #[arg(long, value_name = "COL=TEXT", value_parser = pair, help_heading = "Columns")]
    only: Vec<(String, String)>,
    /// Only series with this key; several keys must all match, and several values of a key are alternatives
    #[arg(long = "where", value_name = "KEY=VALUE", help_heading = "Columns")]
    pub(crate) selected: Vec<String>,

    /// Format of the file, where name and content do not tell
    #[arg(long, value_name = "FORMAT", help_heading = "Reading")]
    input_format: Option<FormatChoice>,
    /// What parts the columns of a CSV file; \t is a tab
    #[arg(long, value_name = "CHAR", help_heading = "Reading")]
    delimiter: Option<String>,
    /// Lines of a CSV file above its header, such as titles
    #[arg(long, value_name = "N", help_heading = "Reading")]
    skip_lines: Option<u32>,
    /// Numbers are written 1,5
    #[arg(long, help_heading = "Reading")]
    decimal_comma: bool,
    /// Which number of 01/02/2024 is the day
    #[arg(long, value_name = "ORDER", help_heading = "Reading")]
    date_order: Option<DateOrderChoice>,
    /// Month in which the year of 2024/25 starts
    #[arg(long, value_name = "1-12", value_parser = clap::value_parser!(u8).range(1..=12), help_heading = "Reading")]
    year_starts: Option<u8>,
    /// What happens to periods without a row
    #[arg(long, value_name = "WHAT", help_heading = "Reading")]
    holes: Option<HolesChoice>,
    /// What happens to rows of the same series and period
    #[arg(long, value_name = "WHAT", help_heading = "Reading")]
    duplicates: Option<DuplicatesChoice>,
    /// What happens to rows marked as totals of others, by a d in a column …QF, the qualifiers of a column …
    #[arg(long, value_name = "WHAT", help_heading = "Reading")]
    totals: Option<TotalsChoice>,
    /// Further texts that stand for a missing figure
    #[arg(
        long,
        help = missing_help(),
        value_name = "TEXT,…",
        value_delimiter = ',',
        help_heading = "Reading"
    )]
    missing: Option<Vec<String>>,
    /// Read infinities as missing
    #[arg(long, help_heading = "Reading")]
    infinities_are_missing: bool,
    /// Do not read columns …QF as qualifiers of the column …
    #[arg(long, help_heading = "Reading")]
    no_qualifiers: bool,
    /// Read replaced codes of Scottish health boards as their successors
    #[arg(long, help_heading = "Reading")]
    join_board_codes: bool,
}

impl DataArgs {
    /// The columns that are named.
    pub(super) fn columns(&self) -> ColumnsChoice {
        ColumnsChoice {
            layout: self.layout,
            series: self.series.clone().map(or_empty),
            time: self.time.clone(),
            row_order: self.row_order.then_some(true),
            value: self.value.clone(),
            count: self.count.clone(),
            exposure: self.exposure.clone(),
            raw: self.raw.clone(),
            mean: self.mean.clone(),
            deviation: self.deviation.clone(),
            range: self.range.clone(),
            size: self.size.clone(),
            wide: self.wide.clone(),
            provisional: self.provisional.clone(),
            excluded: self.excluded.clone(),
        }
    }

    /// How the file is written.
    pub(super) fn reading(&self) -> ReadingChoice {
        ReadingChoice {
            format: self.input_format,
            delimiter: self.delimiter.clone(),
            skip_lines: self.skip_lines,
            decimal_comma: self.decimal_comma.then_some(true),
            date_order: self.date_order,
            year_starts: self.year_starts,
            holes: self.holes,
            duplicates: self.duplicates,
            totals: self.totals,
            only: self.rows(),
            missing: self.missing.clone(),
            infinities_are_missing: self.infinities_are_missing.then_some(true),
            qualifiers: self.no_qualifiers.then_some(false),
            join_board_codes: self.join_board_codes.then_some(true),
        }
    }

    /// The rows that are read, by column.
    fn rows(&self) -> Option<BTreeMap<String, Texts>> {
        let mut rows: BTreeMap<String, Texts> = BTreeMap::new();
        for (column, text) in &self.only {
            rows.entry(column.clone())
                .or_insert_with(|| Texts(Vec::new()))
                .0
                .push(text.clone());
        }
        (!rows.is_empty()).then_some(rows)
    }
}

/// The help of `--missing`, with the texts that need not be named.
fn missing_help() -> String {
    let list = |texts: &[&str]| texts.join(" ");
    format!(
        "Further texts that stand for a missing figure. Known, in any case: blank {}; as suppressed: {}; as not \
         applicable: {}",
        list(MISSING_TEXTS),
        list(SUPPRESSED_TEXTS),
        NOT_APPLICABLE_TEXTS.join(", ")
    )
}

fn pair(text: &str) -> Result<(String, String), String> {
    let pair = text
        .split_once('=')
        .map(|(column, text)| (column.trim().to_owned(), text.trim().to_owned()));
    pair.ok_or_else(|| "expected a column and a text, such as type=1".to_owned())
}

/// A list that may have been left empty to say "none": `--series ''`.
fn or_empty(list: Vec<String>) -> Vec<String> {
    list.into_iter().filter(|text| !text.is_empty()).collect()
}
