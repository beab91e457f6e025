//! What the `redbead` command does, as a library: translation between files and the engine.

mod analysis;
mod args;
mod figures;
mod nearest;
pub mod plan_file;
mod problem;
mod resolve;
mod serde_words;
mod short;
mod words;
