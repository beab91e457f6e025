//! What can go wrong while a file is read.

use std::fmt;

use crate::period::PeriodError;
use crate::plural::{counted, noun};
use crate::remedy::Remedy;

/// A file that cannot be read as series.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file cannot be opened or read.
    #[error("{file}: {message}")]
    Io {
        /// The name of the file, or `standard input`.
        file: String,
        /// What the system says.
        message: String,
    },
    /// The content is of a format that this build cannot read.
    #[error("{file}: {what} cannot be read by this build; {hint}")]
    Unsupported {
        /// The name of the file.
        file: String,
        /// What it seems to be.
        what: &'static str,
        /// What to do.
        hint: &'static str,
    },
    /// The content breaks the rules of its format as a whole.
    #[error("{file}: no {format} that can be read: {message}")]
    Damaged {
        /// The name of the file.
        file: String,
        /// What it was taken for.
        format: &'static str,
        /// What is wrong.
        message: String,
    },
    /// Nothing but blank lines, or only a header.
    #[error(
        "{file}: no rows; expected a header with names of columns and at least one row of data"
    )]
    NoRows {
        /// The name of the file.
        file: String,
    },
    /// The header holds numbers and periods instead of names.
    #[error(
        "{file}: the first line looks like data, not names ({}); add a line with the names of the \
         columns above it", list(.cells)
    )]
    NoHeader {
        /// The name of the file.
        file: String,
        /// The cells of the first line.
        cells: Vec<String>,
    },
    /// The first line is one text, and the lines below it have several cells: a title, as
    /// spreadsheets have it, or a header in another delimiter.
    #[error(
        "{file}: `{text}` stands alone in line {first}, and line {line} has {cells} cells; if titles stand \
         above the header, skip their lines, so that the header comes first"
    )]
    TitleAbove {
        /// The name of the file.
        file: String,
        /// The text of the first line.
        text: String,
        /// The line it stands in.
        first: u64,
        /// The first line of several cells, which may be the header.
        line: u64,
        /// How many.
        cells: u64,
    },
    /// Only totals are asked for, and no row is marked as one.
    #[error(
        "{file}: only totals are asked for, and no row is marked as one: a `d` in a column `…QF` marks \
         totals; read without asking for them, or read the rows whose texts say that they are totals"
    )]
    NoTotals {
        /// The name of the file.
        file: String,
    },
    /// Two columns of the same name.
    #[error("{file}: two columns are named `{name}`; give them different names")]
    DoubledColumn {
        /// The name of the file.
        file: String,
        /// The name.
        name: String,
    },
    /// A column that is asked for and does not exist.
    #[error("{file}: no column `{name}` for {role}; {}", nearest_in_words(.nearest, .all))]
    UnknownColumn {
        /// The name of the file.
        file: String,
        /// The name asked for.
        name: String,
        /// What it was asked for.
        role: &'static str,
        /// Columns with like names, the most alike first.
        nearest: Vec<String>,
        /// All columns.
        all: Vec<String>,
    },
    /// One column for two parts of the data.
    #[error(
        "{file}: column `{name}` is asked for as {first} and as {second}; a column has one part"
    )]
    ColumnTwice {
        /// The name of the file.
        file: String,
        /// The column.
        name: String,
        /// The one part.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// Several columns would do, and none was named.
    #[error("{file}: {role} may be {}; {hint}", list(.candidates))]
    Ambiguous {
        /// The name of the file.
        file: String,
        /// What is to be said.
        role: &'static str,
        /// The columns that would do.
        candidates: Vec<String>,
        /// What to do.
        hint: &'static str,
    },
    /// No column would do, and none was named.
    #[error("{file}: no column for {role} found among {}; {hint}", list(.all))]
    NotFound {
        /// The name of the file.
        file: String,
        /// What was looked for.
        role: &'static str,
        /// All columns.
        all: Vec<String>,
        /// What to do.
        hint: &'static str,
    },
    /// A column with the qualifiers of another, first named after the rows in which columns are looked
    /// for: what it says of figures and totals would be lost.
    #[error(
        "{file}: column `{name}`, which qualifies another, first appears after row {rows}; name it in the \
         first object, as null where it says nothing, or read without qualifiers"
    )]
    LateQualifier {
        /// The name of the file.
        file: String,
        /// The column.
        name: String,
        /// Rows in which columns are looked for.
        rows: usize,
    },
    /// Choices that do not go together.
    #[error("{message}")]
    Options {
        /// Which, and what to do.
        message: String,
    },
    /// Rows or cells that cannot be used.
    #[error("{}", rows_in_words(.file, .problems, *.more))]
    Rows {
        /// The name of the file.
        file: String,
        /// The first of them.
        problems: Vec<Problem>,
        /// How many more there are.
        more: u64,
    },
    /// Filling all holes would make far more points than the file has.
    #[error(
        "{file}: {holes} periods have no row, far more than the {} there {}; correct a \
         period that is far off, such as {example}, or leave holes open",
        counted(*.points, "point", "points"), noun(*.points, "is", "are")
    )]
    TooManyHoles {
        /// The name of the file.
        file: String,
        /// How many.
        holes: u64,
        /// Points in the file.
        points: u64,
        /// A period at the end of the widest hole.
        example: String,
    },
    /// More rows, series, texts or points of one series than can be numbered.
    #[error("{file}: more than {limit} {what}; read the file in parts")]
    TooLarge {
        /// The name of the file.
        file: String,
        /// What there are too many of.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
}

/// A row or a cell that cannot be used.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Line of the file, or row of a table that has no lines; both count from 1.
    pub line: u64,
    /// The column.
    pub column: Option<String>,
    /// What is wrong, and how to mend it.
    pub kind: ProblemKind,
}

/// What is wrong with a row or a cell, and how to mend it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ProblemKind {
    /// A row has more or fewer cells than the header.
    #[error(
        "{}, the header has {expected}; {}",
        counted(*.found, "cell", "cells"),
        if .found < .expected {
            "complete the row, or remove it if it is no row of data"
        } else {
            "quote cells that hold the delimiter"
        }
    )]
    Cells {
        /// Cells of the row.
        found: u64,
        /// Cells of the header.
        expected: u64,
    },
    /// A text where a number is expected.
    #[error("`{text}` is no number; {hint}")]
    Number {
        /// What was found.
        text: String,
        /// How to mend it.
        hint: &'static str,
        /// What in the options may do so.
        remedies: &'static [Remedy],
    },
    /// An infinity, or a number too large to be one.
    #[error(
        "`{text}` is no finite number; correct it, or ask for infinities to be read as missing"
    )]
    Infinite {
        /// What was found.
        text: String,
    },
    /// A size of a subgroup that is no whole number of 0 to 4,294,967,295.
    #[error("`{text}` is no size of a subgroup; expected a whole number of 0 or more")]
    Size {
        /// What was found.
        text: String,
    },
    /// A text where true or false is expected.
    #[error("`{text}` says neither yes nor no; write true or false")]
    Flag {
        /// What was found.
        text: String,
    },
    /// A text that is no period.
    #[error("{0}")]
    Period(PeriodError),
    /// A period of another kind than the rest of the column.
    #[error("`{text}` is a {found}, the other rows have a {expected}; write all alike")]
    MixedPeriods {
        /// What was found.
        text: String,
        /// What it is.
        found: crate::period::PeriodKind,
        /// What the others are.
        expected: crate::period::PeriodKind,
    },
    /// Neither figure nor period.
    #[error("no period; write one, or remove the row")]
    NoPeriod,
    /// The same series and period a second time.
    #[error(
        "{series} has {period} a second time, first in line {first}; remove one, or say whether the \
         first, the last or the sum counts"
    )]
    Duplicate {
        /// The keys of the series.
        series: String,
        /// The period.
        period: String,
        /// The line in which it stands first.
        first: u64,
    },
    /// A total and a part of it in one series.
    #[error(
        "{series} has a total beside parts of it, as in line {first}; leave totals out, or read only \
         them, or name the column that tells them apart with the series"
    )]
    TotalAmongParts {
        /// The keys of the series.
        series: String,
        /// The first line of the other sort.
        first: u64,
    },
    /// A line that is no JSON object.
    #[error("no JSON object: {message}; write one object on each line")]
    Json {
        /// What is wrong.
        message: String,
    },
    /// A cell that holds a list or an object.
    #[error("holds {what}; expected a text, a number, true, false or null")]
    Nested {
        /// `a list` or `an object`.
        what: &'static str,
    },
    /// Bytes that are no UTF-8.
    #[error("`{text}` is not in UTF-8; save the file as CSV UTF-8")]
    Encoding {
        /// What was found, with replacement characters.
        text: String,
    },
    /// A quote that is never closed.
    #[error(
        "a quote is opened and never closed; close it, or double quotes inside of quoted cells"
    )]
    OpenQuote,
    /// A line, or a record in quotes, that goes on and on.
    #[error(
        "longer than {} MB; break it into rows, or close the quote that is open", .limit >> 20
    )]
    LongLine {
        /// The most bytes that are read.
        limit: usize,
    },
    /// Values whose sum, mean or spread is too large a number.
    #[error(
        "the values of {series} in {period} are too large to be added or averaged; change their unit"
    )]
    Overflow {
        /// The keys of the series.
        series: String,
        /// The period.
        period: String,
    },
}

impl Problem {
    /// Whether another one is of the same column and mended in the same way.
    fn is_like(&self, other: &Self) -> bool {
        let kind = |problem: &Self| std::mem::discriminant(&problem.kind);
        let hint = |problem: &Self| match problem.kind {
            ProblemKind::Number { hint, .. } => hint,
            ProblemKind::Cells { found, expected } if found < expected => "complete",
            _ => "",
        };
        self.column == other.column && kind(self) == kind(other) && hint(self) == hint(other)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.kind)
    }
}

/// Problems of one kind in one column that are told each on a line of its own.
const ALIKE: usize = 3;

fn rows_in_words(file: &str, problems: &[Problem], more: u64) -> String {
    let mut lines: Vec<String> = Vec::new();
    // How many there are of each kind, and the line that tells the last of those told.
    let mut kinds: Vec<(&Problem, usize, usize)> = Vec::new();
    for problem in problems {
        let at = match kinds.iter().position(|(other, ..)| problem.is_like(other)) {
            Some(at) => at,
            None => {
                kinds.push((problem, 0, 0));
                kinds.len() - 1
            }
        };
        let (_, count, told) = &mut kinds[at];
        *count += 1;
        if *count <= ALIKE {
            *told = lines.len();
            lines.push(format!("{file}, {problem}"));
        }
    }
    for (problem, count, told) in kinds {
        let rest = count.saturating_sub(ALIKE);
        if rest > 0
            && let Some(line) = lines.get_mut(told)
        {
            let column = problem.column.as_deref();
            let column = column.map_or_else(String::new, |column| format!(" in column {column}"));
            line.push_str(&format!("\nand {rest} more of the kind{column}"));
        }
    }
    match more {
        0 => {}
        1 => lines.push("and one more problem".to_owned()),
        more => lines.push(format!("and {more} more problems")),
    }
    lines.join("\n")
}

fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .take(30)
        .map(|name| format!("`{name}`"))
        .collect();
    let rest = names.len().saturating_sub(30);
    match (quoted.as_slice(), rest) {
        ([], _) => "nothing".to_owned(),
        (names, 0) => names.join(", "),
        (names, rest) => format!("{} and {rest} others", names.join(", ")),
    }
}

fn nearest_in_words(nearest: &[String], all: &[String]) -> String {
    match nearest {
        [] => format!("there are {}", list(all)),
        [one] => format!("did you mean `{one}`?"),
        several => format!("did you mean one of {}?", list(several)),
    }
}
