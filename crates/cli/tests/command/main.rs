//! The command, from its arguments to its exit code.

#![allow(clippy::unwrap_used)]

mod broken;
mod good;
mod plans;
mod qms;
mod run;
mod shared_time;
mod streams;
