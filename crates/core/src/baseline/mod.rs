//! From the points of a baseline to numbers: sums, medians, moving ranges.

pub(crate) mod median;
pub(crate) mod moving_range;
pub(crate) mod selection;
pub(crate) mod sums;
