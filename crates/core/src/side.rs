//! The two sides of a center line.

use std::fmt;

/// A side of the center line; of a trend, its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Side {
    /// Below the center; downward.
    Below,
    /// Above the center; upward.
    Above,
}

impl Side {
    /// The other side.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Below => Self::Above,
            Self::Above => Self::Below,
        }
    }
}

/// Which sides of the center are watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Sides {
    /// Both, each for itself. The default.
    #[default]
    Either,
    /// Above the center only.
    Above,
    /// Below the center only.
    Below,
}

impl Sides {
    pub(crate) fn contain(self, side: Side) -> bool {
        match self {
            Self::Either => true,
            Self::Above => side == Side::Above,
            Self::Below => side == Side::Below,
        }
    }
}

impl fmt::Display for Sides {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Either => "either",
            Self::Above => "above",
            Self::Below => "below",
        })
    }
}
