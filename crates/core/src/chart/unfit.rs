//! Why a baseline has no parameters.

use std::fmt;

/// Why a baseline has no parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Unfit {
    /// Fewer useful points than the chart's minimum.
    TooFew {
        /// Useful points in the baseline.
        have: usize,
        /// Useful points needed.
        need: usize,
    },
    /// Useful points, but too few next to each other to take a range between.
    TooFewNeighbors {
        /// Longest stretch without a break.
        have: usize,
        /// Length needed.
        need: usize,
    },
    /// Subgroups, but none of two values or more to tell a spread from.
    NoSpread,
    /// Sums beyond the range of a double.
    Overflow,
}

/// What the baseline has, and what it takes: `1 useful point, 2 needed`.
impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let points = |have: usize| match have {
            1 => "1 useful point".to_owned(),
            have => format!("{have} useful points"),
        };
        match *self {
            Self::TooFew { have, need } => write!(f, "{}, {need} needed", points(have)),
            Self::TooFewNeighbors { have, need } => {
                write!(f, "at most {} without a gap, {need} needed", points(have))
            }
            Self::NoSpread => f.write_str("no subgroup of two values or more"),
            Self::Overflow => f.write_str("figures too large to add up; change their unit"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_is_there_and_what_it_takes() {
        let few = Unfit::TooFew { have: 1, need: 2 };
        assert_eq!(few.to_string(), "1 useful point, 2 needed");
        let apart = Unfit::TooFewNeighbors { have: 3, need: 5 };
        assert_eq!(
            apart.to_string(),
            "at most 3 useful points without a gap, 5 needed"
        );
    }
}
