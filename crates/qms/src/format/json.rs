//! The file of record.

use std::sync::Arc;

use super::error::{FormatError, FormatErrors, FormatProblem, Imported};
use super::fields::{Fields, Record, Sink};
use super::tree::{Object, Place, Tree};
use crate::draft::Draft;
use crate::system::System;

/// What the field `format` of a file of record says.
pub const JSON_FORMAT: &str = "redbead-qms";

/// The version of files of record that is written and read.
pub const JSON_VERSION: u64 = 1;

macro_rules! sections {
    ($($section:ident),+ $(,)?) => {
        /// The fields of a file.
        const KNOWN: &[&str] = &["format", "version", $(stringify!($section)),+];

        fn read(object: &mut Object<'_>) -> Draft {
            Draft { $($section: object.nested(stringify!($section)),)+ }
        }

        fn write(draft: &Draft, out: &mut String) {
            $(section(stringify!($section), &draft.$section, out);)+
        }
    };
}

sections!(
    frameworks, sites, measures, diagrams, nodes, links, cascades, bindings, tests, activities,
);

/// Writes a system as a file of record.
///
/// ```text
/// {
///   "format": "redbead-qms",
///   "version": 1,
///   "diagrams": [
///     {"id": "falls", "title": "Fewer falls", "framework": "his_2025"}
///   ],
///   "nodes": [
///     {"diagram": "falls", "id": "aim", "kind": "aim", "text": "halve falls by December"},
///     {"diagram": "falls", "id": "rounds", "kind": "primary", "text": "regular rounds"}
///   ],
///   "links": [
///     {"diagram": "falls", "from": "rounds", "to": "aim", "strength": "strong", "belief": "untested"}
///   ]
/// }
/// ```
///
/// The lists are those of [`Draft`], in its order, and empty ones are left out; so are empty fields.
/// Every record is a line of its own, in the order of its ids, so that versions can be compared line
/// by line. Equal systems give equal bytes. Time and space grow with the number of records.
///
/// What it holds is what [`from_json`] and [`Draft::build`] make the same system of.
#[must_use]
pub fn to_json(system: &System) -> String {
    let mut out = format!("{{\n  \"format\": \"{JSON_FORMAT}\",\n  \"version\": {JSON_VERSION}");
    write(&system.to_draft(), &mut out);
    out.push_str("\n}\n");
    out
}

/// Reads a file of record; `file` is the name by which its records say where they come from.
///
/// A byte order mark is skipped. `null` is as good as a missing field. Numbers are accepted for
/// `target` and `cycle`; every other value is a text or a list of them. Time and space grow with the
/// length of the text.
///
/// # Errors
///
/// [`FormatErrors`], with the JSON pointer of each: no JSON (with line and column), another format
/// or version, fields that are not known or stand twice, values of another type.
pub fn from_json(text: &str, file: &str) -> Result<Draft, FormatErrors> {
    let imported = from_json_leniently(text, file)?;
    FormatErrors::or(imported.dropped, imported.draft)
}

/// Reads a file of record, and leaves out what is not known or of another type.
///
/// # Errors
///
/// [`FormatErrors`] for what is no JSON, no object, or of another format or version.
pub fn from_json_leniently(text: &str, file: &str) -> Result<Imported, FormatErrors> {
    let file: Arc<str> = file.into();
    let tree = Tree::parse(text, &file)?;
    let mut log = Vec::new();
    let Some(mut object) = Object::open(tree, Place::top(file), &mut log) else {
        return FormatErrors::or(log, Imported::default());
    };
    let heading = [object.take("format"), object.take("version")];
    check_heading(heading, (JSON_FORMAT, JSON_VERSION), object.place())?;
    let draft = read(&mut object);
    object.close(KNOWN);
    Ok(Imported {
        draft,
        notes: Vec::new(),
        dropped: log,
    })
}

/// Checks the fields that say what a file is.
pub(super) fn check_heading(
    fields: [Option<Tree>; 2],
    expected: (&'static str, u64),
    place: &Place,
) -> Result<(), FormatError> {
    let found = |tree: Option<Tree>| match tree {
        None => "missing".to_owned(),
        Some(Tree::Number(number)) => number,
        Some(Tree::Text(text)) => format!("{text:?}"),
        Some(other) => other.what().to_owned(),
    };
    let [format, version] = fields.map(found);
    let (expected, known) = expected;
    if format != format!("{expected:?}") {
        let problem = FormatProblem::OtherFormat {
            found: format,
            expected,
        };
        return Err(FormatError::new(place.below("format").origin(), problem));
    }
    if version != known.to_string() {
        let problem = FormatProblem::OtherVersion {
            found: version,
            known,
        };
        return Err(FormatError::new(place.below("version").origin(), problem));
    }
    Ok(())
}

fn section<R: Record>(name: &str, records: &[R], out: &mut String) {
    if records.is_empty() {
        return;
    }
    out.push_str(",\n  \"");
    out.push_str(name);
    out.push_str("\": [");
    for (at, record) in records.iter().enumerate() {
        out.push_str(if at == 0 { "\n    " } else { ",\n    " });
        object(record, out);
    }
    out.push_str("\n  ]");
}

fn object(record: &impl Record, out: &mut String) {
    let mut line = Line {
        out,
        is_first: true,
    };
    line.out.push('{');
    record.write(&mut line);
    out.push('}');
}

/// Writes a text with its quotes.
pub(super) fn quoted(text: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(text).to_string());
}

/// The fields of an object on one line, without those that are empty.
struct Line<'a> {
    out: &'a mut String,
    is_first: bool,
}

impl Line<'_> {
    fn name(&mut self, name: &str) {
        if !self.is_first {
            self.out.push_str(", ");
        }
        self.is_first = false;
        quoted(name, self.out);
        self.out.push_str(": ");
    }
}

impl Sink for Line<'_> {
    fn text(&mut self, name: &'static str, value: &str) {
        self.optional(name, Some(value));
    }

    fn optional(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.name(name);
            quoted(value, self.out);
        }
    }

    fn number(&mut self, name: &'static str, value: Option<&str>) {
        match value {
            Some(value) if serde_json::from_str::<serde_json::Number>(value).is_ok() => {
                self.name(name);
                self.out.push_str(value);
            }
            other => self.optional(name, other),
        }
    }

    fn texts(&mut self, name: &'static str, values: &[String]) {
        if values.is_empty() {
            return;
        }
        self.name(name);
        self.out.push('[');
        for (at, value) in values.iter().enumerate() {
            if at > 0 {
                self.out.push_str(", ");
            }
            quoted(value, self.out);
        }
        self.out.push(']');
    }

    fn nested<R: Record>(&mut self, name: &'static str, records: &[R]) {
        if records.is_empty() {
            return;
        }
        self.name(name);
        self.out.push('[');
        for (at, record) in records.iter().enumerate() {
            if at > 0 {
                self.out.push_str(", ");
            }
            object(record, self.out);
        }
        self.out.push(']');
    }
}
