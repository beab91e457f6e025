//! What in the options may mend an error of reading.

/// A field of [`ReadOptions`](crate::ReadOptions), or of what it holds, that may mend an error. A
/// program names its own way to set it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Remedy {
    /// `columns.series`.
    Series,
    /// `columns.time`, as a column.
    Time,
    /// `columns.time`, as the order of rows.
    RowOrder,
    /// `columns.figures`.
    Figures,
    /// `columns.layout`.
    Layout,
    /// `delimiter`.
    Delimiter,
    /// `skip_lines`.
    SkipLines,
    /// `decimal_comma`.
    DecimalComma,
    /// `calendar.date_order`.
    DateOrder,
    /// `missing_texts`.
    MissingTexts,
    /// `infinities_are_missing`.
    InfinitiesAreMissing,
    /// `duplicates`.
    Duplicates,
    /// `totals`.
    Totals,
    /// `qualifiers`.
    Qualifiers,
    /// `holes`.
    Holes,
}
