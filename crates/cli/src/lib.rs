//! What the `redbead` command does, as a library: translation between files and the engine.

mod nearest;
pub mod plan_file;
mod serde_words;
mod short;
