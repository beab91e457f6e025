//! Pictures of SPC charts: SVG, PNG, and one-file HTML reports.
//!
//! A [`Picture`] is a report of the engine with the words around it. It is laid out as a [`Scene`],
//! every mark with its meaning in the units of the data, and a scene is written as SVG or PNG.
//! [`Multiples`] are many in a grid, a [`Page`] is one HTML file of any number of series. Nothing is
//! computed here that the engine has not said.
//!
//! # Features
//!
//! | feature | default | brings |
//! |---|---|---|
//! | `png` | yes | `Scene::png` |

mod axis;
mod canvas;
mod content;
mod error;
mod font;
mod icons;
mod layout;
mod multiples;
mod numbers;
mod page;
mod picture;
#[cfg(feature = "png")]
mod png;
mod scene;
mod single;
mod style;
mod svg;
mod words;

pub use error::PlotError;
pub use icons::Icon;
pub use multiples::Multiples;
pub use page::{Page, PageError, PageRow};
pub use picture::Picture;
pub use scene::{
    Anchor, Bounds, Frame, Key, Line, Mark, Panel, PlacedIcon, PointMark, Role, Sample, Scene, Text,
};
pub use style::{FONT_FAMILY, Ink};
