//! Records: made of reports of every kind, written, read back, and held against their schema.

#![allow(clippy::unwrap_used)]

mod cases;
mod contract;
mod errors;
mod files;
mod formats;
#[cfg(feature = "parquet")]
mod parquet;
mod properties;
mod schema;
