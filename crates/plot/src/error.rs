//! Why a picture cannot be drawn.

use redbead::SeriesError;

/// Why a picture cannot be drawn.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PlotError {
    /// Report, plan and series do not belong together.
    #[error(transparent)]
    Series(#[from] SeriesError),
    /// There is not one label for each point.
    #[error("{found} labels for {expected} points, expected one for each point")]
    Labels {
        /// Labels that were given.
        found: usize,
        /// Points of the series.
        expected: usize,
    },
    /// A note stands at a point that the series does not have.
    #[error("a note at index {index}, but the series has {points} points; indices count from 0")]
    Note {
        /// Zero-based index of the note.
        index: usize,
        /// Points of the series.
        points: usize,
    },
    /// A series does not stand point by point on the time axis that is shared.
    #[error(
        "{title:?} has a point {label:?} that the shared time axis does not have in its place, expected \
         the labels of a series there, one after the other"
    )]
    TimeAxis {
        /// Title of the picture.
        title: String,
        /// Label of the first point without a place.
        label: String,
    },
    /// A size in pixels that no picture can have.
    #[error("a size of {width} by {height} pixels, expected 1 to {largest} each way")]
    Size {
        /// Width in pixels.
        width: f64,
        /// Height in pixels.
        height: f64,
        /// Most pixels each way.
        largest: u32,
    },
    /// A picture could not be written as PNG.
    #[error("the picture cannot be written as PNG: {reason}")]
    Png {
        /// What went wrong.
        reason: String,
    },
}
