//! Files in and out.
//!
//! An importer fills a [`Draft`](crate::Draft), in which every record knows its place in the file, and
//! leaves it to [`Draft::build`](crate::Draft::build) to say whether the records hold together. It is
//! strict: whatever it cannot keep is an error, and all errors come at once. Its lenient twin leaves
//! that out and lists it. Exports of equal systems are equal to the byte.
//!
//! All of them turn texts into texts: no file is opened here, so that they serve a command line, a
//! server and a web page alike.

mod csv;
mod drawing;
mod error;
mod fields;
mod free_spc;
mod json;
mod mark;
mod named;
mod nested;
mod statuses;
mod tree;

pub use self::csv::{CsvBundle, CsvTable, from_csv, from_csv_leniently, to_csv};
pub use drawing::Drawing;
pub use error::{FormatError, FormatErrors, FormatNote, FormatProblem, FormatRemark, Imported};
pub use free_spc::{FreeSpcFile, FreeSpcLoss, from_free_spc, from_free_spc_leniently, to_free_spc};
pub use json::{JSON_FORMAT, JSON_VERSION, from_json, from_json_leniently, to_json};
pub use mark::{MarkClass, NodeMark};
pub use nested::{from_nested_json, from_nested_json_leniently};
pub use statuses::{STATUSES_FORMAT, STATUSES_VERSION, statuses_from_json, statuses_to_json};
