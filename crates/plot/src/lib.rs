//! Pictures of SPC charts: SVG, PNG, and one-file HTML reports.

mod icons;
mod style;

pub use icons::Icon;
pub use style::{FONT_FAMILY, Ink};
