//! The command, from its arguments to its exit code.

#![allow(clippy::unwrap_used)]

mod agreement;
mod broken;
mod concern;
mod flags;
mod good;
mod places;
mod plans;
mod qms;
mod reading;
mod run;
mod shared_time;
mod streams;
