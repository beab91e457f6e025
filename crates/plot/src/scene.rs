//! Scenes: what a picture shows, each mark with its meaning, in the units of the data.
//!
//! Marks stand at points and values; a [`Frame`] says where those are on the canvas. Texts are laid
//! out, and have a place in pixels.

use redbead::{Meaning, Status};

use crate::font::Font;
use crate::icons::Icon;
use crate::style::Ink;

/// A picture before it is written: marks in data units, texts in their places.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Scene {
    /// Width in pixels.
    pub width: f64,
    /// Height in pixels; more than was asked for where texts need it.
    pub height: f64,
    /// The title, unbroken.
    pub title: String,
    /// What a person would say who reads the picture aloud.
    pub description: String,
    /// Plots, each with its frame and marks.
    pub panels: Vec<Panel>,
    /// Texts in their places.
    pub texts: Vec<Text>,
    /// Symbols of variation and assurance in their places.
    pub icons: Vec<PlacedIcon>,
    /// Samples of marks beside the texts of the legend.
    pub samples: Vec<Sample>,
    pub(crate) dark_mode: bool,
    pub(crate) id_prefix: String,
}

/// One plot.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Panel {
    /// Where points and values are on the canvas.
    pub frame: Frame,
    /// What is drawn, the hindmost first.
    pub marks: Vec<Mark>,
    /// Radius of an ordinary point in pixels.
    pub radius: f64,
}

/// From points and values to pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Frame {
    /// Left edge in pixels.
    pub left: f64,
    /// Upper edge in pixels.
    pub top: f64,
    /// Width in pixels.
    pub width: f64,
    /// Height in pixels.
    pub height: f64,
    /// Points side by side.
    pub points: f64,
    /// Place of index 0 among them: 0 unless a time axis is shared with a series that begins
    /// earlier. The left edge is half a point before place 0.
    pub first: f64,
    /// Value at the lower edge.
    pub low: f64,
    /// Value at the upper edge.
    pub high: f64,
}

impl Frame {
    /// Pixels from the left edge of the canvas to a zero-based index.
    #[must_use]
    pub fn x(&self, index: f64) -> f64 {
        self.left + (index + self.first + 0.5) / self.points.max(1.0) * self.width
    }

    /// Pixels from the upper edge of the canvas to a value.
    #[must_use]
    pub fn y(&self, value: f64) -> f64 {
        // Halves, so that the whole range of floats has a size.
        let low = self.low / 2.0;
        let share = (value / 2.0 - low) / (self.high / 2.0 - low);
        self.top + (1.0 - share) * self.height
    }
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Line {
    /// A rule across the plot at a tick.
    Grid,
    /// From point to point.
    Data,
    /// To or from a provisional point.
    Provisional,
    /// The center line of a phase.
    Center,
    /// The center line of a phase whose runs are unusual as a whole.
    UnusualCenter,
    /// A control limit, or the decision interval of sums.
    Limit,
    /// The target.
    Target,
}

/// Something drawn, in data units: zero-based indices and values as in the report.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Mark {
    /// A line through points of index and value.
    Line {
        /// What it is.
        line: Line,
        /// Index and value of each corner.
        path: Vec<(f64, f64)>,
    },
    /// A point of the series.
    Point(PointMark),
    /// The border between two phases.
    Break {
        /// Number of the phase that begins, the first being 0.
        phase: usize,
        /// Between two indices.
        at: f64,
        /// Why it begins.
        title: String,
    },
    /// From a note's number to its point.
    Leader {
        /// Index of the point.
        index: f64,
        /// Its value; none where nothing is plotted.
        value: Option<f64>,
        /// Where the number stands, in pixels.
        from: (f64, f64),
    },
}

/// A point of the series.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PointMark {
    /// Zero-based index.
    pub index: usize,
    /// Value at which it is drawn.
    pub value: f64,
    /// How far it may be trusted.
    pub status: Status,
    /// What the signals mean of which it is a member.
    pub meaning: Option<Meaning>,
    /// Whether all of them are warnings.
    pub warning: bool,
    /// Label, value and signals in words.
    pub title: String,
}

/// Where a text is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// At its left end.
    Start,
    /// In its middle.
    Middle,
    /// At its right end.
    End,
}

/// What a text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// A line of the title.
    Title,
    /// A line of the subtitle.
    Subtitle,
    /// That there is too little data.
    Status,
    /// Unit of a value axis.
    AxisTitle,
    /// A tick of a value axis.
    ValueTick,
    /// A tick of the time axis.
    TimeTick,
    /// Value of a center, limit or target.
    LineValue,
    /// Name of a phase.
    Phase,
    /// Number of a note.
    NoteNumber,
    /// A line of a note.
    Note,
    /// Legend.
    Legend,
}

/// A text in its place.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Text {
    /// What it says.
    pub role: Role,
    /// The text.
    pub text: String,
    /// Pixels from the left edge to where it is held.
    pub x: f64,
    /// Pixels from the upper edge to its base line.
    pub y: f64,
    /// Where it is held.
    pub anchor: Anchor,
    /// Size in pixels.
    pub size: f64,
    /// Whether it is bold.
    pub bold: bool,
    /// Color.
    pub ink: Ink,
}

/// A rectangle in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Bounds {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Bounds {
    /// Whether two have an inner point in common.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

impl Text {
    /// The box that the text takes.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        let font = Font {
            size: self.size,
            bold: self.bold,
        };
        let width = font.width(&self.text);
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        Bounds {
            left,
            top: self.y - 0.8 * self.size,
            right: left + width,
            bottom: self.y + 0.22 * self.size,
        }
    }
}

/// A symbol in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct PlacedIcon {
    /// The symbol.
    pub icon: Icon,
    /// Left edge in pixels.
    pub x: f64,
    /// Upper edge in pixels.
    pub y: f64,
    /// Width and height in pixels.
    pub size: f64,
}

/// What a sample in the legend shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Key {
    /// A point in a signal.
    Signal(Meaning),
    /// A point in a warning.
    Warning(Meaning),
    /// An excluded point.
    Excluded,
    /// A provisional point.
    Provisional,
    /// A line.
    Line(Line),
}

/// A sample of a mark in the legend.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Sample {
    /// What it shows.
    pub key: Key,
    /// Middle in pixels.
    pub x: f64,
    /// Middle in pixels.
    pub y: f64,
}

impl PlacedIcon {
    /// The box that the symbol takes.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        Bounds {
            left: self.x,
            top: self.y,
            right: self.x + self.size,
            bottom: self.y + self.size,
        }
    }
}
