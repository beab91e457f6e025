//! `redbead qms`: driver diagrams checked, drawn with what results say of them, and asked.
//!
//! Translation only: what a series says is the core's, and what it means in a diagram is said by
//! `redbead-qms`.

mod check;
mod load;
mod mapping;
mod page;
mod question;
mod records;
mod run;
mod status;
mod view;
mod words;
mod world;

pub(crate) use load::DiagramForm;
pub(crate) use question::Question;
pub(crate) use run::run;
