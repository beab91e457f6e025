//! The live watch: what becomes of each line, and what survives.

#![allow(clippy::unwrap_used)]

mod again;
mod follow;
mod kill;
mod refused;
mod signals;
mod stop;
mod store;
mod support;
mod times;
