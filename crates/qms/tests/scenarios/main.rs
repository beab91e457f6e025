//! The acceptance scenarios, on the real core: figures in, answers out.

#![allow(clippy::unwrap_used)]

mod bad_input;
mod balancing;
mod changes;
mod coverage;
mod delayed_discharges;
mod drivers;
mod early_warnings;
mod hand_over;
mod national;
mod plain;
mod sites;
mod tests_near;
mod theory;
mod world;
