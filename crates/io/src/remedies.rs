//! Which options may mend which error.

use crate::error::{ProblemKind, ReadError};
use crate::period::PeriodError;
use crate::remedy::Remedy;

impl ReadError {
    /// What in the options may mend it, without doubles, in the order of [`Remedy`]; nothing where
    /// only the file can be mended.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        let mut all = match self {
            Self::Ambiguous { role, .. } | Self::NotFound { role, .. } => match *role {
                "the series" => vec![Remedy::Series],
                "the time" => vec![Remedy::Time],
                "time" => vec![Remedy::Time, Remedy::RowOrder],
                _ => vec![Remedy::Figures, Remedy::Layout],
            },
            Self::TitleAbove { .. } => vec![Remedy::SkipLines, Remedy::Delimiter],
            Self::NoTotals { .. } => vec![Remedy::Totals],
            Self::TooManyHoles { .. } => vec![Remedy::Holes],
            Self::LateQualifier { .. } => vec![Remedy::Qualifiers],
            Self::Rows { problems, .. } => {
                let problems = problems.iter();
                problems
                    .flat_map(|problem| problem.kind.remedies())
                    .copied()
                    .collect()
            }
            _ => Vec::new(),
        };
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl ProblemKind {
    const fn remedies(&self) -> &'static [Remedy] {
        match self {
            Self::Cells { .. } => &[Remedy::Delimiter],
            Self::Number { remedies, .. } => remedies,
            Self::Infinite { .. } => &[Remedy::InfinitiesAreMissing],
            Self::Period(PeriodError::DateOrder { .. }) => &[Remedy::DateOrder],
            Self::Period(PeriodError::TooFine { .. }) => &[Remedy::RowOrder],
            Self::Duplicate { .. } => &[Remedy::Series, Remedy::Duplicates],
            Self::TotalAmongParts { .. } => &[Remedy::Series, Remedy::Totals],
            _ => &[],
        }
    }
}
