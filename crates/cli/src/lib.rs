//! What the `redbead` command does, as a library: translation between files and the engine.

mod analysis;
mod args;
mod catalog;
mod chart;
mod command;
mod completions;
mod explain;
mod figures;
mod files;
mod inputs;
mod interrupt;
mod load;
mod nearest;
pub mod plan_file;
mod plural;
mod problem;
mod progress;
mod qms;
mod ranking;
mod rate_scale;
mod report;
mod resolve;
mod rhythm;
mod rules;
mod scan;
mod serde_words;
mod short;
mod suggest;
mod table;
mod terminal;
mod time_axis;
pub mod watch;
mod watching;
mod words;

pub use command::run;
