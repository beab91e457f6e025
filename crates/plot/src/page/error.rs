//! What can be wrong with a row of a page.

use redbead::SeriesError;

/// Why a row cannot go onto a [`Page`](super::Page), or the page not out of the house.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PageError {
    /// Not one key for each key name.
    #[error("{found} keys for the {expected} key names of the page, expected one for each")]
    Keys {
        /// Keys of the row.
        found: usize,
        /// Key names of the page.
        expected: usize,
    },
    /// Not one label for each point.
    #[error("{found} labels for a series of {expected} points, expected one for each")]
    Labels {
        /// Labels of the row.
        found: usize,
        /// Points of its series.
        expected: usize,
    },
    /// A remark at a point that the series does not have.
    #[error("remark on point {index} of a series of {points} points, expected an index below that")]
    Remark {
        /// Zero-based index that was named.
        index: usize,
        /// Points of the series.
        points: usize,
    },
    /// Report, plan and series do not belong together, or the series cannot be read.
    #[error(transparent)]
    Series(#[from] SeriesError),
    /// A row could not be put into words that a browser reads.
    #[error("cannot pack the row: {0}")]
    Pack(String),
    /// The page could not be written.
    #[error("cannot write the page: {0}")]
    Write(#[from] std::io::Error),
}
