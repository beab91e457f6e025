//! Files in and out.

#![allow(clippy::unwrap_used)]

mod files;
mod properties;
mod shared;
mod statuses;
