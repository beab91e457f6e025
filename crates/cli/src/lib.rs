//! What the `redbead` command does, as a library: translation between files and the engine.

pub mod watch;
