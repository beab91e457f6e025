//! What the fuzz targets share: any chart with any options, any float, and every question that can
//! be put to a report. And what must hold of every system that is built of an imported draft.

mod chart;
mod files;
mod float;
mod questions;
mod system;
mod watch;

pub use chart::{AnyChart, AnyRebase, fitting, needs_sigma};
pub use files::{AnyChoices, check_file};
pub use float::AnyFloat;
pub use questions::{AnyQuestions, compare};
pub use system::{check_draft, check_import};
pub use watch::check_watch;

/// One of a few choices.
pub fn pick<T: Copy, const N: usize>(byte: u8, of: [T; N]) -> T {
    of[usize::from(byte) % N]
}
