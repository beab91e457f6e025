//! Results in: records of a scan, or statuses that were kept.

use std::path::Path;

use redbead_io::{RecordDocument, SeriesRecord, read_records};
use redbead_qms::{STATUSES_FORMAT, Status, statuses_from_json};

use super::load::{name_of, read_text};

/// What a file of results holds.
#[derive(Debug)]
pub(super) enum Results {
    /// Records, each with its line, or its place in the document from 1.
    Records(Vec<(u64, SeriesRecord)>),
    /// Statuses, whose series have their names already.
    Statuses(Vec<Status>),
}

/// Most faults of one file that are told.
const MOST: usize = 20;

/// Reads a file of results, `-` for standard input: NDJSON or JSON of `redbead scan`, or statuses.
/// All lines that are wrong are told at once.
pub(super) fn read(path: &Path) -> Result<Results, Vec<String>> {
    let name = name_of(path);
    let text = read_text(path).map_err(|error| vec![error])?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(vec![format!(
            "{name}: is empty; make it with redbead scan DATA --format ndjson"
        )]);
    }
    match shape(text) {
        Shape::Statuses => {
            let statuses = statuses_from_json(text, &name);
            let statuses = statuses.map_err(|error| vec![error.to_string()])?;
            Ok(Results::Statuses(statuses))
        }
        Shape::Document => {
            let document = RecordDocument::read(text.as_bytes());
            let document = document.map_err(|error| vec![format!("{name}: {error}")])?;
            Ok(Results::Records((1..).zip(document.series).collect()))
        }
        Shape::Lines => lines(text, &name),
    }
}

fn lines(text: &str, name: &str) -> Result<Results, Vec<String>> {
    let (mut records, mut faults, mut left) = (Vec::new(), Vec::new(), 0usize);
    for (number, record) in (1..).zip(read_records(text.as_bytes())) {
        match record {
            Ok(record) => records.push((number, record)),
            Err(error) if faults.len() < MOST => faults.push(format!("{name}: {error}")),
            Err(_) => left += 1,
        }
    }
    if left > 0 {
        faults.push(format!("{name}: and {left} more lines that are no records"));
    }
    if faults.is_empty() {
        Ok(Results::Records(records))
    } else {
        Err(faults)
    }
}

enum Shape {
    Lines,
    Document,
    Statuses,
}

/// Each line of NDJSON is whole; a document is whole only as the file.
fn shape(text: &str) -> Shape {
    let first = text.lines().find(|line| !line.trim().is_empty());
    let line: Option<serde_json::Value> = first.and_then(|line| serde_json::from_str(line).ok());
    let says = |value: &serde_json::Value| value["format"] == STATUSES_FORMAT;
    match line {
        Some(value) if says(&value) => Shape::Statuses,
        Some(value) if value["series"].is_array() => Shape::Document,
        Some(_) => Shape::Lines,
        None => {
            let begin: String = text.chars().take(400).collect();
            let is_whole = || serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
            if begin.contains(STATUSES_FORMAT) {
                Shape::Statuses
            } else if is_whole() {
                Shape::Document
            } else {
                Shape::Lines
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_shape() {
        assert!(matches!(
            shape("{\"version\":1,\"series\":{}}\n"),
            Shape::Lines
        ));
        let document =
            "{\"version\":1,\"plan\":null,\"notes\":[],\"series\":[\n],\"left_out\":0}\n";
        assert!(matches!(shape(document), Shape::Document));
        let statuses = "{\n  \"format\": \"redbead-qms-statuses\",\n";
        assert!(matches!(shape(statuses), Shape::Statuses));
        assert!(matches!(shape("no json"), Shape::Lines));
    }
}
