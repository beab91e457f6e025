//! Writing a plan file.

use std::path::Path;

use super::PlanFile;
use super::error::PlanFileError;

/// How a plan file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// TOML.
    Toml,
    /// JSON.
    Json,
}

impl FileFormat {
    /// By the ending of a name: JSON for `.json`, else TOML.
    #[must_use]
    pub fn of_name(path: &Path) -> Self {
        match path.extension() {
            Some(end) if end.eq_ignore_ascii_case("json") => Self::Json,
            _ => Self::Toml,
        }
    }
}

impl PlanFile {
    /// The text of the file, which reads back as the same plan.
    ///
    /// # Errors
    ///
    /// [`PlanFileError::Unwritable`] for numbers that JSON has no word for.
    pub fn to_text(&self, format: FileFormat) -> Result<String, PlanFileError> {
        let unwritable = |reason: String| PlanFileError::Unwritable { reason };
        match format {
            FileFormat::Toml => {
                toml::to_string(self).map_err(|error| unwritable(error.to_string()))
            }
            FileFormat::Json => {
                let text = serde_json::to_string_pretty(self);
                let text = text.map_err(|error| unwritable(error.to_string()))?;
                Ok(text + "\n")
            }
        }
    }
}
