//! Pictures of SPC charts: SVG, PNG, and one-file HTML reports.

mod page;

pub use page::{Page, PageError, PageRow};
