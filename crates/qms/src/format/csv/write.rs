//! Writes the tables of a bundle.

use super::CsvTable;
use super::cell::{guard, join};
use crate::draft::Draft;
use crate::format::fields::{Record, Shape, Sink};

/// The text of a table.
pub(super) fn table(table: CsvTable, draft: &Draft) -> String {
    match table {
        CsvTable::Frameworks => simple(&draft.frameworks),
        CsvTable::Components => {
            let frameworks = draft.frameworks.iter();
            let rows =
                frameworks.flat_map(|one| one.components.iter().map(move |part| (one, part)));
            owned(&["framework"], rows, |framework| vec![&framework.id])
        }
        CsvTable::Relations => {
            let frameworks = draft.frameworks.iter();
            let rows = frameworks.flat_map(|one| one.relations.iter().map(move |part| (one, part)));
            owned(&["framework"], rows, |framework| vec![&framework.id])
        }
        CsvTable::Sites => simple(&draft.sites),
        CsvTable::Measures => simple(&draft.measures),
        CsvTable::Diagrams => simple(&draft.diagrams),
        CsvTable::Nodes => simple(&draft.nodes),
        CsvTable::Links => simple(&draft.links),
        CsvTable::Evidence => {
            let links = draft.links.iter();
            let rows = links.flat_map(|link| link.evidence.iter().map(move |part| (link, part)));
            owned(&["diagram", "from", "to"], rows, |link| {
                vec![&link.diagram, &link.from, &link.to]
            })
        }
        CsvTable::Cascades => simple(&draft.cascades),
        CsvTable::Bindings => simple(&draft.bindings),
        CsvTable::Tests => simple(&draft.tests),
        CsvTable::Activities => simple(&draft.activities),
    }
}

fn simple<R: Record>(records: &[R]) -> String {
    owned(&[], records.iter().map(|record| ((), record)), |()| {
        Vec::new()
    })
}

/// Rows of records that belong to another, which comes first.
fn owned<'a, O, R: Record + 'a>(
    owner_columns: &[&str],
    rows: impl Iterator<Item = (O, &'a R)>,
    owner: impl Fn(O) -> Vec<&'a String>,
) -> String {
    let mut lines = Lines::new();
    let fields = R::FIELDS
        .iter()
        .filter(|(_, shape)| *shape != Shape::Nested);
    let fields = fields.map(|(name, _)| *name);
    lines.end(
        owner_columns
            .iter()
            .copied()
            .chain(fields)
            .map(str::to_owned),
    );
    for (of, record) in rows {
        let mut cells = Cells(owner(of).into_iter().cloned().collect());
        record.write(&mut cells);
        lines.end(cells.0.iter().map(|cell| guard(cell).into_owned()));
    }
    lines.finish()
}

/// Lines of a CSV text.
#[derive(Debug)]
pub(in crate::format) struct Lines {
    writer: csv::Writer<Vec<u8>>,
}

impl Lines {
    pub(in crate::format) fn new() -> Self {
        let mut builder = csv::WriterBuilder::new();
        let writer = builder.flexible(true).from_writer(Vec::new());
        Self { writer }
    }

    pub(in crate::format) fn end(&mut self, cells: impl IntoIterator<Item = String>) {
        // A writer into memory has nothing that fails.
        let _ = self.writer.write_record(cells);
    }

    pub(in crate::format) fn finish(self) -> String {
        let bytes = self.writer.into_inner().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

/// The cells of a row.
struct Cells(Vec<String>);

impl Sink for Cells {
    fn text(&mut self, _: &'static str, value: &str) {
        self.0.push(value.to_owned());
    }

    fn optional(&mut self, _: &'static str, value: Option<&str>) {
        self.0.push(value.unwrap_or_default().to_owned());
    }

    fn number(&mut self, name: &'static str, value: Option<&str>) {
        self.optional(name, value);
    }

    fn texts(&mut self, _: &'static str, values: &[String]) {
        self.0.push(join(values));
    }

    // These have a table of their own.
    fn nested<R: Record>(&mut self, _: &'static str, _: &[R]) {}
}
