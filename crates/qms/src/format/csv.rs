//! The CSV bundle: one table for each kind of record.

mod cell;
mod read;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::error::{FormatError, FormatErrors, FormatProblem, Imported};
use crate::choice::{choice, fold};
use crate::draft::Draft;
use crate::origin::Origin;
use crate::system::System;

pub(super) use read::{Row, Table, rows};
pub(super) use write::Lines;

choice! {
    /// The tables of a bundle, with their columns.
    CsvTable as "table" {
        /// Frameworks of the user's own: `id, title, source`.
        Frameworks = "frameworks",
        /// Their components, in their order: `framework, id, name, kind, aliases`.
        Components = "components",
        /// Their relations: `framework, from, to, kind`.
        Relations = "relations",
        /// Sites: `id, name, level, parent, codes`.
        Sites = "sites",
        /// Measures: `id, name, operational_definition, unit, direction, purpose, domain, frequency,
        /// lag, source`.
        Measures = "measures",
        /// Diagrams: `id, title, framework, version, as_of, site`.
        Diagrams = "diagrams",
        /// Nodes: `diagram, id, kind, text, note, components, owner, tags, how_much, target,
        /// for_whom, by_when`.
        Nodes = "nodes",
        /// Links: `diagram, from, to, strength, belief`.
        Links = "links",
        /// What the belief in links rests on: `diagram, from, to, kind, test, note`.
        Evidence = "evidence",
        /// Links between diagrams: `driver_diagram, driver, aim_diagram, aim`.
        Cascades = "cascades",
        /// Measures at nodes: `diagram, node, measure, role, site`.
        Bindings = "bindings",
        /// Tests of change: `id, diagram, change_idea, site, cycle, plan, prediction, start, end,
        /// decision`.
        Tests = "tests",
        /// Activities: `diagram, audience, text, drivers, provenance, source`.
        Activities = "activities",
    }
}

impl CsvTable {
    /// Usual name of its file, such as `nodes.csv`.
    #[must_use]
    pub fn file_name(self) -> String {
        format!("{self}.csv")
    }

    /// The table that a file holds, by its name: any folder before it and any ending do not count.
    #[must_use]
    pub fn of_file(name: &str) -> Option<Self> {
        let name = name.rsplit(['/', '\\']).next()?;
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let folded = fold(stem);
        Self::ALL
            .iter()
            .copied()
            .find(|table| table.name() == folded)
    }

    /// Whether it has to do with frameworks of the user's own only.
    const fn is_of_frameworks(self) -> bool {
        matches!(self, Self::Frameworks | Self::Components | Self::Relations)
    }
}

/// Tables as texts, each with the name of its file.
///
/// Whoever has the files reads and writes them:
///
/// ```no_run
/// use redbead_qms::{CsvBundle, from_csv, to_csv, BuildOptions};
///
/// let mut bundle = CsvBundle::default();
/// for file in std::fs::read_dir("diagrams")? {
///     let path = file?.path();
///     bundle.add(&path.to_string_lossy(), std::fs::read_to_string(&path)?)?;
/// }
/// let system = from_csv(&bundle)?.build(&BuildOptions::default())?;
/// for (table, text) in to_csv(&system).tables() {
///     std::fs::write(table.file_name(), text)?;
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CsvBundle {
    tables: BTreeMap<CsvTable, NamedText>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct NamedText {
    file: Arc<str>,
    text: String,
}

impl CsvBundle {
    /// Adds a file, whose name says which table it is.
    ///
    /// # Errors
    ///
    /// [`FormatError`] for a name that is none of the tables, or that of a table which is there
    /// already.
    pub fn add(&mut self, file: &str, text: impl Into<String>) -> Result<(), FormatError> {
        let names: Vec<String> = CsvTable::ALL.iter().map(|one| one.file_name()).collect();
        let unknown = FormatProblem::UnknownTable {
            known: names.join(", "),
        };
        let origin = Origin::row(file, 1);
        let Some(table) = CsvTable::of_file(file) else {
            return Err(FormatError::new(origin, unknown));
        };
        if let Some(there) = self.tables.get(&table) {
            let problem = FormatProblem::RepeatedTable {
                other: there.file.to_string(),
            };
            return Err(FormatError::new(origin, problem));
        }
        self.insert(table, file, text.into());
        Ok(())
    }

    fn insert(&mut self, table: CsvTable, file: &str, text: String) {
        let file = file.into();
        self.tables.insert(table, NamedText { file, text });
    }

    /// The text of a table.
    #[must_use]
    pub fn text(&self, table: CsvTable) -> Option<&str> {
        self.tables.get(&table).map(|named| named.text.as_str())
    }

    /// All tables with their texts, in order.
    pub fn tables(&self) -> impl Iterator<Item = (CsvTable, &str)> {
        self.tables
            .iter()
            .map(|(table, named)| (*table, named.text.as_str()))
    }
}

/// Writes a system as a bundle of tables.
///
/// Every table has its headings, also where it has no rows, so that it can be filled in; those of
/// frameworks are there only if the system has frameworks of its own. Rows are in the order of their
/// ids, lines end with `\n`, and equal systems give equal bytes.
///
/// # Cells
///
/// - A list stands in one cell, its entries separated by `;`. A `;` or `\` of an entry has a `\`
///   before it.
/// - Spreadsheet programs take a cell that begins with `=`, `+`, `-`, `@` (or their full-width forms,
///   a tab or a carriage return) for a formula. Such a cell is written with an apostrophe before it,
///   unless it is a plain number, and so is one that begins with apostrophes before such a sign.
///   [`from_csv`] takes one apostrophe away again; no text is changed by writing and reading.
#[must_use]
pub fn to_csv(system: &System) -> CsvBundle {
    let draft = system.to_draft();
    let mut bundle = CsvBundle::default();
    for table in CsvTable::ALL {
        if draft.frameworks.is_empty() && table.is_of_frameworks() {
            continue;
        }
        bundle.insert(*table, &table.file_name(), write::table(*table, &draft));
    }
    bundle
}

/// Reads a bundle of tables. A table that is not there has no rows.
///
/// Columns may stand in any order and are known whatever the case, spaces and hyphens of their
/// headings; one that may be empty may be missing. A byte order mark, any line ends, empty rows and
/// empty cells past the last heading do not count, and a row may end early. Time and space grow with
/// the length of the texts.
///
/// # Errors
///
/// [`FormatErrors`], with file and line of each: columns that are not known, missing or standing
/// twice, cells without a heading, headings separated by another sign than commas, a quote that is never
/// closed or closes amid a cell, and rows of `components`,
/// `relations` or `evidence` that belong to no framework or link of the bundle.
pub fn from_csv(bundle: &CsvBundle) -> Result<Draft, FormatErrors> {
    let imported = from_csv_leniently(bundle);
    FormatErrors::or(imported.dropped, imported.draft)
}

/// Reads a bundle of tables, and leaves out columns that are not known, cells without a heading, rows
/// that belong to nothing, and tables that cannot be read.
#[must_use]
pub fn from_csv_leniently(bundle: &CsvBundle) -> Imported {
    let mut dropped = Vec::new();
    let draft = read::bundle(bundle, &mut dropped);
    Imported {
        draft,
        notes: Vec::new(),
        dropped,
    }
}
