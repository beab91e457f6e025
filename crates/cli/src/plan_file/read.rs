//! Reading a plan file, with the place of a mistake.

use std::path::Path;

use super::error::PlanFileError;
use super::write::FileFormat;
use super::{PLAN_FILE_VERSION, PlanFile};
use crate::serde_words::plain;

impl PlanFile {
    /// Reads a file: JSON where its name ends in `.json` or its text begins with a brace, else TOML.
    ///
    /// # Errors
    ///
    /// [`PlanFileError`] with line and column of the first mistake.
    pub fn read(path: &Path) -> Result<Self, PlanFileError> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| PlanFileError::Unreadable {
            path: name.clone(),
            reason: error.to_string(),
        })?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let (line, column) = place(&String::from_utf8_lossy(valid), valid.len());
            PlanFileError::Mistake {
                path: name.clone(),
                line,
                column,
                reason: "no UTF-8 text, expected a plan file saved as UTF-8".to_owned(),
            }
        })?;
        let is_json = path
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("json"))
            || text.trim_start().starts_with('{');
        let format = if is_json {
            FileFormat::Json
        } else {
            FileFormat::Toml
        };
        Self::parse(&text, format, &name)
    }

    /// Reads a text; `name` stands for it in errors.
    ///
    /// # Errors
    ///
    /// [`PlanFileError`] with line and column of the first mistake.
    pub fn parse(text: &str, format: FileFormat, name: &str) -> Result<Self, PlanFileError> {
        let mistake = |(line, column), reason: &str| PlanFileError::Mistake {
            path: name.to_owned(),
            line,
            column,
            reason: hint(reason),
        };
        let file: Self = match format {
            FileFormat::Toml => toml::from_str(text).map_err(|error| {
                let at = error.span().map_or(0, |span| span.start);
                mistake(place(text, at), error.message())
            })?,
            FileFormat::Json => serde_json::from_str(text).map_err(|error| {
                let place = (error.line(), error.column().max(1));
                let message = error.to_string();
                let end = message.rfind(" at line ").unwrap_or(message.len());
                mistake(place, &message[..end])
            })?,
        };
        file.check(name)
    }

    fn check(self, name: &str) -> Result<Self, PlanFileError> {
        let refuse = |reason| PlanFileError::Refused {
            path: name.to_owned(),
            reason,
        };
        if self.version == 0 || self.version > PLAN_FILE_VERSION {
            return Err(refuse(format!(
                "version {}, this program reads up to version {PLAN_FILE_VERSION}; use a newer redbead",
                self.version
            )));
        }
        self.plan.check_version().map_err(refuse)?;
        if let Some(number) = self.overrides.iter().position(|some| some.keys.is_empty()) {
            return Err(refuse(format!(
                "[[series]] number {} has no `match`, expected such as match = {{ org = \"RXN\" }}; put what \
                 holds for all series under [plan]",
                number + 1
            )));
        }
        Ok(self)
    }
}

/// Tells the writer of the engine's own plan where it belongs.
fn hint(reason: &str) -> String {
    let reason = plain(reason.lines().next().unwrap_or_default());
    if reason.starts_with("unknown field `chart`") || reason.starts_with("unknown field `rules`") {
        return format!("{reason}; put the plan under [plan]");
    }
    if reason.starts_with("missing field `version`") {
        return "the version is missing; write version = 1 at the top".to_owned();
    }
    reason
}

/// Line and column, from 1, of a byte of a text; columns count characters.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    (line, before[start..].chars().count() + 1)
}
