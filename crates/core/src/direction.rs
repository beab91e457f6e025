//! The direction of good, and what a signal means by it.

use std::fmt;

use crate::side::Side;

/// Which direction of the measure is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Direction {
    /// Neither: signals are neutral. The default.
    #[default]
    NotJudged,
    /// Up is good.
    Increase,
    /// Down is good.
    Decrease,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotJudged => "not_judged",
            Self::Increase => "increase",
            Self::Decrease => "decrease",
        })
    }
}

impl Direction {
    /// What a signal on this side means; a signal without a side is neutral.
    #[must_use]
    pub fn judge(self, side: Option<Side>) -> Meaning {
        let good = match self {
            Self::NotJudged => return Meaning::Neutral,
            Self::Increase => Side::Above,
            Self::Decrease => Side::Below,
        };
        match side {
            None => Meaning::Neutral,
            Some(side) if side == good => Meaning::Improvement,
            Some(_) => Meaning::Concern,
        }
    }
}

/// What a signal means for those in the service's care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Meaning {
    /// Special cause in the direction of good.
    Improvement,
    /// Special cause against it.
    Concern,
    /// Special cause without a side, or a measure that is not judged.
    Neutral,
}

impl Meaning {
    /// Name in data.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Improvement => "improvement",
            Self::Concern => "concern",
            Self::Neutral => "neutral",
        }
    }
}

impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn side_and_direction_give_the_meaning() {
        let (above, below) = (Some(Side::Above), Some(Side::Below));
        assert_eq!(Direction::Increase.judge(above), Meaning::Improvement);
        assert_eq!(Direction::Increase.judge(below), Meaning::Concern);
        assert_eq!(Direction::Decrease.judge(above), Meaning::Concern);
        assert_eq!(Direction::Decrease.judge(below), Meaning::Improvement);
        assert_eq!(Direction::Decrease.judge(None), Meaning::Neutral);
        assert_eq!(Direction::NotJudged.judge(above), Meaning::Neutral);
    }
}
