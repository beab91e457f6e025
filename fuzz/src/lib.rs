//! What the fuzz targets share: any chart with any options, any float, and every question that can
//! be put to a report.

mod chart;
mod float;
mod questions;

pub use chart::{AnyChart, AnyRebase, fitting, needs_sigma};
pub use float::AnyFloat;
pub use questions::{AnyQuestions, compare};

/// One of a few choices.
pub fn pick<T: Copy, const N: usize>(byte: u8, of: [T; N]) -> T {
    of[usize::from(byte) % N]
}
