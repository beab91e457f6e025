//! Oracles: each rule as a slow, literal transcription of its sentence in the definitions, against
//! the engine, on many thousands of random series.
//!
//! A rule is asked of every window of points by itself ([`windows`], [`whole_phase`]), the windows
//! that hold become signals by the stated law ([`signals`]), and a series on which the engine says
//! anything else is shrunk before it is shown ([`check`]). Parameters are given, with exact
//! centers and sigmas, so points on the center and on zone lines occur ([`cases`]).

#[path = "oracles/cases.rs"]
mod cases;
#[path = "oracles/check.rs"]
mod check;
#[path = "oracles/point_rules.rs"]
mod point_rules;
#[path = "oracles/random.rs"]
mod random;
#[path = "oracles/signals.rs"]
mod signals;
#[path = "oracles/whole_phase.rs"]
mod whole_phase;
#[path = "oracles/windows.rs"]
mod windows;
