//! The command, from its arguments to its exit code.

mod broken;
mod good;
mod plans;
mod qms;
mod run;
mod streams;
