//! Why a text is no period.

use super::kind::PeriodKind;

/// A text that is no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PeriodError {
    /// No known spelling.
    #[error(
        "`{text}` is no period; write it like 2024-05-31, 2024-05, May 2024, 2024Q2, 2024-W22, 2024/25 \
         or FY2024/25 Q1"
    )]
    Unknown {
        /// What was found.
        text: String,
    },
    /// A date with slashes may be meant in two ways.
    #[error("`{text}` may be meant in two ways; say whether the day or the month comes first")]
    DateOrder {
        /// What was found.
        text: String,
    },
    /// A month 13, a 30th of February, a quarter 5, a 25th hour.
    #[error("`{text}` does not exist: {part} {number} is out of range")]
    OutOfRange {
        /// What was found.
        text: String,
        /// Which part of it.
        part: &'static str,
        /// Its number.
        number: i64,
    },
    /// A span that is not four quarters long.
    #[error("`{text}` is no span of four quarters such as 2024Q4-2025Q3")]
    Span {
        /// What was found.
        text: String,
    },
    /// A year of two parts that do not follow each other.
    #[error(
        "`{text}` is neither a month from 1 to 12 nor a year whose second part comes right after the \
         first, as in 2024/25"
    )]
    Year {
        /// What was found.
        text: String,
    },
    /// `FY2024`, which some name by its first and some by its second year.
    #[error("`{text}` may be meant in two ways; write the year with both its parts, like 2024/25")]
    FinancialYear {
        /// What was found.
        text: String,
    },
    /// A part of a second.
    #[error("`{text}` is finer than a second; take the rows in the order of the file instead")]
    TooFine {
        /// What was found.
        text: String,
    },
    /// A period of another kind than was asked for.
    #[error("`{text}` is a {found}, expected a {expected}")]
    OtherKind {
        /// What was found.
        text: String,
        /// Its kind.
        found: PeriodKind,
        /// The kind asked for.
        expected: PeriodKind,
    },
}
