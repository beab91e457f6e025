//! Pictures of SPC charts: SVG, PNG, and one-file HTML reports.

mod icons;
mod page;
mod style;

pub use icons::Icon;
pub use page::{Page, PageError, PageRow};
pub use style::{FONT_FAMILY, Ink};
