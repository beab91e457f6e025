//! The command, from its arguments to its exit code.

mod broken;
mod good;
mod plans;
mod run;
mod streams;
