//! What was read, in numbers.

use std::fmt;

use crate::plural::counted;

/// Why a point has no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum WhyMissing {
    /// The cell is empty or says so: `NA`, `-`, `:`.
    Missing,
    /// The figure was withheld, because so small a number might tell of a person.
    Suppressed,
    /// There can be no figure.
    NotApplicable,
    /// The cell holds an infinity, and infinities were asked to be read as missing.
    Infinite,
    /// What the count is of is zero or less: 3 of 0, 2 of -5.
    NoExposure,
    /// The file has no row for the period, and the hole was filled with a missing point.
    Hole,
}

impl fmt::Display for WhyMissing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Missing => "missing",
            Self::Suppressed => "suppressed",
            Self::NotApplicable => "not applicable",
            Self::Infinite => "infinite",
            Self::NoExposure => "no exposure",
            Self::Hole => "no row",
        })
    }
}

/// What was read of a file, in numbers: every row and every point is accounted for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Account {
    /// Rows with content, without the header.
    pub rows: u64,
    /// Lines without content.
    pub blank: u64,
    /// Rows of which a point was made.
    pub used: u64,
    /// Series.
    pub series: u64,
    /// Points, missing ones and filled holes included.
    pub points: u64,
    /// Points whose cell is empty or says that there is no figure.
    pub missing: u64,
    /// Cells of figures that say there is none, by what they say, in order of the text.
    pub spellings: Vec<(String, u64)>,
    /// Points whose figure was withheld.
    pub suppressed: u64,
    /// Points to which no figure can belong.
    pub not_applicable: u64,
    /// Points of an infinity that was read as missing.
    pub infinite: u64,
    /// Points of counts whose exposure is zero or less.
    pub no_exposure: u64,
    /// The first line with one of these.
    pub first_no_exposure: Option<u64>,
    /// Points that may still be revised.
    pub provisional: u64,
    /// Points that the file says were revised.
    pub revised: u64,
    /// Points to be plotted but neither fitted nor judged.
    pub excluded: u64,
    /// Rows that had the series and the period of another one and were dropped or added to it.
    pub duplicates: u64,
    /// Rows that stood before an earlier period of their series.
    pub out_of_order: u64,
    /// Periods without a row inside of series.
    pub holes: u64,
    /// Of these, filled with a missing point.
    pub filled: u64,
    /// Rows that are totals of other rows, as the file marks them.
    pub totals: u64,
    /// Rows left out because they are totals, or because they are none.
    pub left_out: u64,
    /// Cells of rows with many figures that are totals of others, in rows that are none.
    pub total_cells: u64,
    /// Cells of rows with many figures left out because they are totals, or because they are
    /// none, where others of the row were read.
    pub cells_left_out: u64,
    /// Codes that were replaced by their successor.
    pub joined: u64,
}

impl fmt::Display for Account {
    /// One sentence or a few, in plain words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            rows,
            points,
            series,
            ..
        } = self;
        let (rows, points) = (
            counted(*rows, "row", "rows"),
            counted(*points, "point", "points"),
        );
        write!(f, "{rows} gave {points} of {series} series")?;
        let parts = [
            (self.missing, "missing"),
            (self.suppressed, "suppressed"),
            (self.not_applicable, "not applicable"),
            (self.infinite, "infinite"),
            (self.provisional, "provisional"),
            (self.revised, "revised"),
            (self.excluded, "excluded"),
            (self.no_exposure, "of an exposure of zero or less"),
        ];
        list(f, "; points: ", &parts)?;
        if let Some(line) = self.first_no_exposure {
            write!(f, " (first in line {line})")?;
        }
        let parts = [
            (self.blank, "blank"),
            (self.duplicates, "doubled"),
            (self.out_of_order, "out of order"),
            (self.totals, "totals"),
            (self.left_out, "left out"),
            (self.joined, "under a code that was replaced"),
        ];
        list(f, "; rows: ", &parts)?;
        let parts = [
            (self.total_cells, "totals"),
            (self.cells_left_out, "left out"),
        ];
        list(f, "; cells: ", &parts)?;
        if self.holes > 0 {
            let holes = counted(self.holes, "period", "periods");
            write!(f, "; {holes} without a row")?;
            match self.filled {
                0 => f.write_str(", left open")?,
                filled if filled == self.holes => f.write_str(", filled as missing")?,
                filled => write!(f, ", {filled} filled as missing")?,
            }
        }
        Ok(())
    }
}

/// The parts that are not zero.
fn list(f: &mut fmt::Formatter<'_>, head: &str, parts: &[(u64, &str)]) -> fmt::Result {
    let mut between = head;
    for (count, what) in parts.iter().filter(|(count, _)| *count > 0) {
        write!(f, "{between}{count} {what}")?;
        between = ", ";
    }
    Ok(())
}
