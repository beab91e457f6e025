//! The CSV of the FreeSPC driver diagram tool.
//!
//! Columns: `id, level, parent_id, text, color, auto_size, extra_parents, box_height, vertical_gap,
//! font_size, font_family, font_bold, title_aim, title_primary, title_secondary, title_change,
//! palette_json, measures_json`. One file is one diagram, one row a node; `parent_id` names the node
//! it contributes to, `extra_parents` further ones.

mod read;
mod write;

use std::sync::Arc;

use super::error::{FormatErrors, Imported};
use crate::id::DiagramId;
use crate::system::System;

pub use write::{FreeSpcFile, FreeSpcLoss};

/// Columns that say what a diagram says, in the order of the tool.
const COLUMNS: [&str; 18] = [
    "id",
    "level",
    "parent_id",
    "text",
    "color",
    "auto_size",
    "extra_parents",
    "box_height",
    "vertical_gap",
    "font_size",
    "font_family",
    "font_bold",
    "title_aim",
    "title_primary",
    "title_secondary",
    "title_change",
    "palette_json",
    "measures_json",
];

/// Columns of which this crate keeps something.
const CONTENT: [&str; 6] = [
    "id",
    "level",
    "parent_id",
    "text",
    "extra_parents",
    "measures_json",
];

/// Reads a driver diagram of FreeSPC as the diagram with this id.
///
/// - The title of the diagram is the text of its aim. All links are strong and untested.
/// - An id that cannot be one here gets the nearest that is free, the same whatever the order of the
///   rows, and a note.
/// - A measure is known by its text: one text is one measure, with an id made of it, and not judged
///   until its direction is said. Its type is its role; the type `none` becomes `outcome` at an aim
///   and `process` elsewhere, with a note.
/// - Columns of appearance are not kept; one note names those with something in them.
/// - Extra parents are separated by `;` or `,`. Columns may stand in any order.
///
/// Time grows with the number of rows, times its logarithm.
///
/// # Errors
///
/// [`FormatErrors`], with file and line of each, for whatever the tool itself would drop without a
/// word: rows without id, level or text; parents that are not there or named twice; measures that
/// cannot be read. Also for columns that are not known, and for a file without rows. Levels, directions and doubled ids are for
/// [`Draft::build`](crate::Draft::build) to judge.
pub fn from_free_spc(
    text: &str,
    file: &str,
    diagram: &DiagramId,
) -> Result<Imported, FormatErrors> {
    let mut imported = from_free_spc_leniently(text, file, diagram);
    let dropped = std::mem::take(&mut imported.dropped);
    FormatErrors::or(dropped, imported)
}

/// Reads a driver diagram of FreeSPC, and leaves out what [`from_free_spc`] refuses.
#[must_use]
pub fn from_free_spc_leniently(text: &str, file: &str, diagram: &DiagramId) -> Imported {
    let file: Arc<str> = file.into();
    read::import(text, &file, diagram)
}

/// Writes a diagram as a file of FreeSPC, with a list of all that the format cannot hold; none if the
/// system has no such diagram.
///
/// Ids, levels, texts, links and the roles of measures are kept: [`from_free_spc`] reads them back.
/// Rows stand by level, from the aim outward, then by id; of several parents the first is one of the
/// next level, if there is any. Columns of appearance get the tool's usual values. A cell that a
/// spreadsheet program would take for a formula gets a space before it, which does not count on
/// reading, here or there: an apostrophe would show in the tool.
#[must_use]
pub fn to_free_spc(system: &System, diagram: &DiagramId) -> Option<FreeSpcFile> {
    system
        .diagram(diagram)
        .map(|diagram| write::export(system, diagram))
}
