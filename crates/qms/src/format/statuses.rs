//! Statuses that were kept, as JSON.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::error::{FormatError, FormatProblem};
use super::json::check_heading;
use super::tree::{Place, Tree, no_json};
use crate::origin::Origin;
use crate::status::Status;

/// What the field `format` of a file of statuses says.
pub const STATUSES_FORMAT: &str = "redbead-qms-statuses";

/// The version of files of statuses that is written and read.
pub const STATUSES_VERSION: u64 = 1;

#[derive(Deserialize)]
struct Heading {
    format: Option<Tree>,
    version: Option<Tree>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "format")]
    _format: IgnoredAny,
    #[serde(rename = "version")]
    _version: IgnoredAny,
    statuses: Vec<Status>,
}

/// Writes statuses, one a line, in the order of their keys and dates.
///
/// ```text
/// {
///   "format": "redbead-qms-statuses",
///   "version": 1,
///   "statuses": [
///     {"key":{"measure":"falls","site":"ward-7","basis":"not_applicable"},"as_of":"2026-03-31", ...}
///   ]
/// }
/// ```
///
/// The fields are those of [`Status`]. The same statuses in any order give equal bytes. Time grows
/// with their number, times its logarithm for sorting.
///
/// # Errors
///
/// [`FormatError`] with [`FormatProblem::NotFinite`] for a center that is not finite, as can only be
/// said by hand: JSON has no such number.
pub fn statuses_to_json<'a>(
    statuses: impl IntoIterator<Item = &'a Status>,
) -> Result<String, FormatError> {
    let mut lines = Vec::new();
    for status in statuses {
        let center = status.phase.and_then(|phase| phase.center);
        let line = serde_json::to_string(status).ok();
        match line.filter(|_| center.is_none_or(f64::is_finite)) {
            Some(line) => lines.push((&status.key, status.as_of, line)),
            None => {
                let field = "center of the phase";
                let problem = FormatProblem::NotFinite { field };
                return Err(FormatError::new(Origin::Program, problem));
            }
        }
    }
    lines.sort();
    let lines: Vec<String> = lines.into_iter().map(|(_, _, line)| line).collect();
    let heading =
        format!("  \"format\": \"{STATUSES_FORMAT}\",\n  \"version\": {STATUSES_VERSION}");
    let list = if lines.is_empty() {
        "[]".to_owned()
    } else {
        format!("[\n    {}\n  ]", lines.join(",\n    "))
    };
    Ok(format!("{{\n{heading},\n  \"statuses\": {list}\n}}\n"))
}

/// Reads statuses, in the order of the file; whether a system knows their series is for
/// [`Statuses::new`](crate::Statuses::new) to say. A byte order mark is skipped.
///
/// # Errors
///
/// [`FormatError`] for another format or version, or with line and column for the first fault of any
/// other kind: no JSON, a field that is not known, missing or standing twice, a value of another
/// type.
pub fn statuses_from_json(text: &str, file: &str) -> Result<Vec<Status>, FormatError> {
    let file: Arc<str> = file.into();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let heading: Heading = serde_json::from_str(text).map_err(|error| no_json(&error, &file))?;
    check_heading(
        [heading.format, heading.version],
        (STATUSES_FORMAT, STATUSES_VERSION),
        &Place::top(Arc::clone(&file)),
    )?;
    let read: File = serde_json::from_str(text).map_err(|error| no_json(&error, &file))?;
    Ok(read.statuses)
}
