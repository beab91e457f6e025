//! What a chart remembers of earlier points, and what it plots.

use crate::baseline::moving_range::{Chain, ChainOptions};
use crate::limits::Parameters;
use crate::mark::Edge;

/// What a chart must remember of earlier points to plot the next.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub(crate) enum Track {
    /// The value that the next range is taken from.
    Chain(Chain),
    /// The newest weighted mean; none before the first point.
    Weighted(#[cfg_attr(feature = "serde", serde(with = "crate::exact::option"))] Option<f64>),
    /// The newest sums.
    Sums(Sums),
}

impl Default for Track {
    fn default() -> Self {
        Self::Chain(Chain::default())
    }
}

impl Track {
    /// Whether it could be that of a chart which starts with `start`, in a series of which `next`
    /// is the next index.
    pub(crate) fn is_sound(&self, start: &Self, next: u32) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(start)
            && match self {
                Self::Chain(chain) => chain.is_sound(),
                Self::Weighted(mean) => mean.is_none_or(f64::is_finite),
                Self::Sums(sums) => sums.is_sound(next),
            }
    }
}

/// The two sums of a cusum chart, in sigma, with the index at which each left zero.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct Sums {
    #[cfg_attr(feature = "serde", serde(with = "crate::exact"))]
    pub(crate) upper: f64,
    #[cfg_attr(feature = "serde", serde(with = "crate::exact"))]
    pub(crate) lower: f64,
    pub(crate) upper_since: Option<u32>,
    pub(crate) lower_since: Option<u32>,
}

impl Sums {
    pub(super) const fn new(upper: f64, lower: f64) -> Self {
        Self {
            upper,
            lower,
            upper_since: None,
            lower_since: None,
        }
    }

    fn is_sound(&self, next: u32) -> bool {
        let sum = |sum: f64| sum.is_finite() && sum >= 0.0;
        let since = |since: Option<u32>| since.is_none_or(|index| index < next);
        sum(self.upper) && sum(self.lower) && since(self.upper_since) && since(self.lower_since)
    }
}

/// What a chart plots at a point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Statistic {
    /// The plotted value; of two sums the larger one, below the center if it is the lower.
    pub(crate) value: f64,
    pub(crate) sums: Option<Sums>,
}

impl From<f64> for Statistic {
    fn from(value: f64) -> Self {
        Self { value, sums: None }
    }
}

/// Where a statistic is computed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting<'a> {
    pub(crate) parameters: &'a Parameters,
    pub(crate) chain: ChainOptions,
    pub(crate) edge: Edge,
    pub(crate) index: u32,
}
