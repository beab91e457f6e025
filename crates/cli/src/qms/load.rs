//! A diagram file of any form, as a checked system, or with every fault in it.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use redbead_qms::{
    BuildError, BuildOptions, CsvBundle, CsvTable, DiagramId, FormatError, Imported, Origin,
    System, from_csv_leniently, from_free_spc_leniently, from_json_leniently,
    from_nested_json_leniently,
};
use serde::{Deserialize, Serialize};

/// The form of a diagram file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DiagramForm {
    /// The file of record.
    Json,
    /// A tree of drivers.
    NestedJson,
    /// A folder of tables.
    Csv,
    /// The table of the FreeSPC tool.
    FreeSpc,
}

/// What a diagram file holds, checked.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) system: System,
    pub(crate) form: DiagramForm,
    /// What the importer decided, in words.
    pub(crate) notes: Vec<String>,
    /// What a lenient reading left out.
    pub(crate) left_out: Vec<FaultLine>,
}

/// Something wrong in a file: where, with which record, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct FaultLine {
    /// File with line or JSON pointer.
    pub(crate) place: String,
    /// The record, such as ``link `falls/a -> b` ``; null where the file cannot be read that far.
    pub(crate) record: Option<String>,
    /// What is wrong, and how to mend it.
    pub(crate) message: String,
}

impl std::fmt::Display for FaultLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.record {
            Some(record) => write!(f, "{}: {record}: {}", self.place, self.message),
            None => write!(f, "{}: {}", self.place, self.message),
        }
    }
}

/// Why a diagram file gives no system.
#[derive(Debug)]
pub(crate) enum LoadError {
    /// It cannot be read at all.
    Unreadable(String),
    /// It can, and is wrong in these places.
    Faults(Vec<FaultLine>),
}

/// The text of a file, or of standard input for `-`.
///
/// A text that is no UTF-8 is refused with line and column.
pub(crate) fn read_text(path: &Path) -> Result<String, String> {
    let name = name_of(path);
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    let bytes = bytes.map_err(|error| format!("{name}: {error}"))?;
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = good.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
        format!("{name} line {line}, column {column}: is no UTF-8 there; save the file as UTF-8")
    })
}

/// How a file is named in messages.
pub(crate) fn name_of(path: &Path) -> String {
    if path.as_os_str() == "-" {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    }
}

/// Reads a diagram file; its form is that which is named, or that which it looks like.
pub(crate) fn load(
    path: &Path,
    form: Option<DiagramForm>,
    is_lenient: bool,
    options: &BuildOptions,
) -> Result<Loaded, LoadError> {
    let is_folder = path.is_dir();
    let (imported, form) = if is_folder {
        if form.is_some_and(|form| form != DiagramForm::Csv) {
            let name = name_of(path);
            return Err(LoadError::Unreadable(format!(
                "{name}: is a folder, and only a csv bundle is one; name a file"
            )));
        }
        (bundle(path)?, DiagramForm::Csv)
    } else {
        let text = read_text(path).map_err(LoadError::Unreadable)?;
        let name = name_of(path);
        let form = match form {
            Some(form) => form,
            None => looks_like(&text, path).map_err(LoadError::Unreadable)?,
        };
        (import(&text, &name, path, form)?, form)
    };
    finish(imported, form, is_lenient, options)
}

fn finish(
    imported: Imported,
    form: DiagramForm,
    is_lenient: bool,
    options: &BuildOptions,
) -> Result<Loaded, LoadError> {
    let notes = imported.notes.iter().map(ToString::to_string).collect();
    let unread = imported.dropped.iter().map(unread_line);
    if is_lenient {
        let built = imported.draft.build_leniently(options);
        let fallen = built.dropped.iter().map(|dropped| {
            let part = dropped.part.as_ref();
            let record = dropped.record.to_string();
            FaultLine {
                place: dropped.origin.to_string(),
                record: Some(part.map_or(record.clone(), |part| format!("{record}, {part}"))),
                message: dropped.cause.to_string(),
            }
        });
        return Ok(Loaded {
            system: built.system,
            form,
            notes,
            left_out: unread.chain(fallen).collect(),
        });
    }
    match imported.draft.build(options) {
        Ok(system) if imported.dropped.is_empty() => Ok(Loaded {
            system,
            form,
            notes,
            left_out: Vec::new(),
        }),
        Ok(_) => Err(LoadError::Faults(unread.collect())),
        Err(errors) => {
            // A record of which a part could not be read has told its fault already.
            let is_new = |error: &&BuildError| {
                let same = |unread: &FormatError| is_within(&unread.origin, &error.origin);
                !imported.dropped.iter().any(same)
            };
            let built = errors
                .as_slice()
                .iter()
                .filter(is_new)
                .map(|error| FaultLine {
                    place: error.origin.to_string(),
                    record: Some(error.record.to_string()),
                    message: error.fault.to_string(),
                });
            Err(LoadError::Faults(unread.chain(built).collect()))
        }
    }
}

fn unread_line(error: &FormatError) -> FaultLine {
    FaultLine {
        place: error.origin.to_string(),
        record: None,
        message: error.problem.to_string(),
    }
}

/// Whether a place is a record, or a part of it.
fn is_within(place: &Origin, record: &Origin) -> bool {
    match (place, record) {
        (Origin::Pointer { pointer, .. }, Origin::Pointer { pointer: whole, .. }) => {
            let rest = pointer.strip_prefix(whole.as_str());
            !whole.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
        _ => place == record,
    }
}

fn import(text: &str, name: &str, path: &Path, form: DiagramForm) -> Result<Imported, LoadError> {
    let faults = |errors: redbead_qms::FormatErrors| {
        LoadError::Faults(errors.as_slice().iter().map(unread_line).collect())
    };
    match form {
        DiagramForm::Json => from_json_leniently(text, name).map_err(faults),
        DiagramForm::NestedJson => {
            let id = diagram_id(path).map_err(LoadError::Unreadable)?;
            from_nested_json_leniently(text, name, &id).map_err(faults)
        }
        DiagramForm::FreeSpc => {
            let id = diagram_id(path).map_err(LoadError::Unreadable)?;
            Ok(from_free_spc_leniently(text, name, &id))
        }
        DiagramForm::Csv => {
            let mut bundle = CsvBundle::default();
            bundle
                .add(name, text)
                .map_err(|error| faults(error.into()))?;
            Ok(from_csv_leniently(&bundle))
        }
    }
}

/// The tables of a folder. Files of other endings are passed over, and told of.
fn bundle(folder: &Path) -> Result<Imported, LoadError> {
    let name = name_of(folder);
    let unreadable = |error: io::Error| LoadError::Unreadable(format!("{name}: {error}"));
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<PathBuf>, _>>()
        .map_err(unreadable)?;
    paths.sort();
    let (mut bundle, mut dropped) = (CsvBundle::default(), Vec::new());
    for path in paths {
        let ending = path.extension().and_then(|ending| ending.to_str());
        if !ending.is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) {
            continue;
        }
        let text = read_text(&path).map_err(LoadError::Unreadable)?;
        dropped.extend(bundle.add(&name_of(&path), text).err());
    }
    if bundle.tables().next().is_none() && dropped.is_empty() {
        let tables: Vec<String> = CsvTable::ALL
            .iter()
            .map(|table| table.file_name())
            .collect();
        return Err(LoadError::Unreadable(format!(
            "{name}: holds none of the tables of a csv bundle; put at least nodes.csv there, and what it \
             needs of {}",
            tables.join(", ")
        )));
    }
    let mut imported = from_csv_leniently(&bundle);
    dropped.append(&mut imported.dropped);
    imported.dropped = dropped;
    Ok(imported)
}

#[derive(Deserialize)]
struct Heading {
    format: Option<serde::de::IgnoredAny>,
    nodes: Option<serde::de::IgnoredAny>,
    aim: Option<serde::de::IgnoredAny>,
}

fn looks_like(text: &str, path: &Path) -> Result<DiagramForm, String> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') || text.starts_with('[') {
        let heading: Option<Heading> = serde_json::from_str(text).ok();
        return Ok(match heading {
            Some(heading) if heading.format.is_none() && heading.nodes.is_none() => {
                match heading.aim {
                    Some(_) => DiagramForm::NestedJson,
                    None => DiagramForm::Json,
                }
            }
            _ => DiagramForm::Json,
        });
    }
    let name = name_of(path);
    if text.is_empty() {
        return Err(format!(
            "{name}: is empty; a diagram is a JSON file, a folder of csv tables, or a FreeSPC csv file"
        ));
    }
    let headings = text.lines().next().unwrap_or_default().to_lowercase();
    let is_free_spc = headings.contains("parent_id") && headings.contains("level");
    if !is_free_spc && CsvTable::of_file(&name).is_some() {
        return Err(format!(
            "{name}: is one table of a csv bundle; name the folder that holds all of them"
        ));
    }
    if is_free_spc {
        return Ok(DiagramForm::FreeSpc);
    }
    Err(format!(
        "{name}: is neither JSON nor a FreeSPC csv file, whose headings are id, level, parent_id, text and \
         others; say what it is with --from"
    ))
}

/// The id of the diagram of a file that has none in it: the name of the file.
fn diagram_id(path: &Path) -> Result<DiagramId, String> {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    let stem = stem.filter(|stem| *stem != "-").unwrap_or("diagram");
    DiagramId::new(as_id(stem, "diagram")).map_err(|error| error.to_string())
}

/// The nearest text that can be an id.
pub(crate) fn as_id(text: &str, word: &str) -> String {
    let is_allowed = |sign: char| sign.is_ascii_alphanumeric() || "_.:-".contains(sign);
    let parts = text.split(|sign| !is_allowed(sign));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let mut id = parts.join("-");
    id.truncate(redbead_qms::MAX_ID_CHARACTERS);
    if id.is_empty() { word.to_owned() } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_known_by_what_stands_in_them() {
        let form = |text: &str, name: &str| looks_like(text, Path::new(name));
        assert_eq!(form("\u{feff} {\"format\": 1}", "a"), Ok(DiagramForm::Json));
        assert_eq!(form("{\"aim\": \"x\"}", "a"), Ok(DiagramForm::NestedJson));
        assert_eq!(form("{\"nodes\": []}", "a"), Ok(DiagramForm::Json));
        assert_eq!(form("{broken", "a"), Ok(DiagramForm::Json));
        let headings = "id,level,parent_id,text\n";
        assert_eq!(form(headings, "a.csv"), Ok(DiagramForm::FreeSpc));
        assert!(form("id,text\n", "nodes.csv").is_err_and(|error| error.contains("folder")));
        assert!(form("hello", "a.txt").is_err_and(|error| error.contains("--from")));
        assert!(form("", "a.txt").is_err_and(|error| error.contains("is empty")));
    }

    #[test]
    fn any_text_becomes_an_id() {
        assert_eq!(as_id("Ward 7 (north)", "site"), "Ward-7-north");
        assert_eq!(as_id("…", "site"), "site");
        assert_eq!(
            as_id(&"x".repeat(500), "site").len(),
            redbead_qms::MAX_ID_CHARACTERS
        );
    }

    #[test]
    fn a_part_of_a_record_is_within_it() {
        let at = |pointer: &str| Origin::pointer("f", pointer);
        assert!(is_within(&at("/nodes/3/id"), &at("/nodes/3")));
        assert!(!is_within(&at("/nodes/31/id"), &at("/nodes/3")));
        assert!(!is_within(&at("/nodes/3"), &at("")));
        assert!(is_within(&Origin::row("f", 2), &Origin::row("f", 2)));
    }
}
