//! `redbead qms check`: faults, lints, and what there is.

use std::fmt::Write;

use redbead_qms::{LintHead, LintOptions, System};
use serde::Serialize;

use super::load::{DiagramForm, FaultLine, LoadError, Loaded};
use crate::plural::counted;

/// Version of the JSON that a check writes.
pub(crate) const CHECK_VERSION: u16 = 1;

/// What a check found.
#[derive(Debug, Serialize)]
pub(crate) struct Check {
    /// Version of the format.
    pub(crate) version: u16,
    /// The file.
    pub(crate) file: String,
    /// Its form; null where it could not be read so far.
    pub(crate) form: Option<DiagramForm>,
    /// Whether the records hold together; faults that a lenient reading left out do not count.
    pub(crate) holds_together: bool,
    /// Every fault.
    pub(crate) faults: Vec<FaultLine>,
    /// What a lenient reading left out.
    pub(crate) left_out: Vec<FaultLine>,
    /// What the reader decided, in words.
    pub(crate) notes: Vec<String>,
    /// What a good diagram would have, and this one has not.
    pub(crate) lints: Vec<LintLine>,
    /// How many records there are; null with faults.
    pub(crate) counts: Option<Counts>,
}

/// A lint.
#[derive(Debug, Serialize)]
pub(crate) struct LintLine {
    /// The head it stands under.
    pub(crate) head: LintHead,
    /// Where it is.
    pub(crate) place: String,
    /// What is wanting.
    pub(crate) message: String,
}

/// Records by kind.
#[derive(Debug, Serialize)]
pub(crate) struct Counts {
    pub(crate) diagrams: usize,
    pub(crate) nodes: usize,
    pub(crate) links: usize,
    pub(crate) cascades: usize,
    pub(crate) measures: usize,
    pub(crate) bindings: usize,
    pub(crate) sites: usize,
    pub(crate) tests: usize,
    pub(crate) activities: usize,
}

impl Counts {
    fn of(system: &System) -> Self {
        Self {
            diagrams: system.diagrams().len(),
            nodes: system.nodes().len(),
            links: system.links().len(),
            cascades: system.cascades().len(),
            measures: system.measures().len(),
            bindings: system.bindings().len(),
            sites: system.sites().len(),
            tests: system.tests().len(),
            activities: system.activities().len(),
        }
    }

    fn in_words(&self) -> String {
        let parts = [
            (self.diagrams, "diagram"),
            (self.nodes, "node"),
            (self.links, "link"),
            (self.cascades, "cascade"),
            (self.measures, "measure"),
            (self.bindings, "binding"),
            (self.sites, "site"),
            (self.tests, "test"),
        ];
        let parts = parts.iter().filter(|(count, _)| *count > 0);
        let mut parts: Vec<String> = parts.map(|(count, name)| counted(*count, name)).collect();
        match self.activities {
            0 => {}
            1 => parts.push("1 activity".to_owned()),
            many => parts.push(format!("{many} activities")),
        }
        if parts.is_empty() {
            "no records".to_owned()
        } else {
            parts.join(", ")
        }
    }
}

impl Check {
    /// Of a file that was read, or was not.
    pub(crate) fn of(file: String, loaded: Result<Loaded, Vec<FaultLine>>) -> Self {
        let empty = Self {
            version: CHECK_VERSION,
            file,
            form: None,
            holds_together: false,
            faults: Vec::new(),
            left_out: Vec::new(),
            notes: Vec::new(),
            lints: Vec::new(),
            counts: None,
        };
        match loaded {
            Err(faults) => Self { faults, ..empty },
            Ok(loaded) => {
                let lints = loaded.system.lint(&LintOptions::default());
                let lints = lints.iter().map(|lint| LintLine {
                    head: lint.head,
                    place: lint.place.to_string(),
                    message: lint.kind.to_string(),
                });
                Self {
                    form: Some(loaded.form),
                    holds_together: true,
                    lints: lints.collect(),
                    counts: Some(Counts::of(&loaded.system)),
                    left_out: loaded.left_out,
                    notes: loaded.notes,
                    ..empty
                }
            }
        }
    }

    /// For people: one fault a line, lints under their heads, and a line of numbers.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for fault in &self.faults {
            let _ = writeln!(text, "fault: {fault}");
        }
        for note in &self.notes {
            let _ = writeln!(text, "note: {note}");
        }
        for left_out in &self.left_out {
            let _ = writeln!(text, "left out: {left_out}");
        }
        for head in LintHead::ALL {
            let mut lints = self
                .lints
                .iter()
                .filter(|lint| lint.head == *head)
                .peekable();
            if lints.peek().is_some() {
                let _ = writeln!(text, "{}", head.title());
            }
            for lint in lints {
                let _ = writeln!(text, "  {}: {}", lint.place, lint.message);
            }
        }
        let found = match &self.counts {
            None => counted(self.faults.len(), "fault"),
            Some(counts) => {
                let mut found = format!(
                    "{}; no faults, {}",
                    counts.in_words(),
                    counted(self.lints.len(), "lint")
                );
                if !self.left_out.is_empty() {
                    let _ = write!(found, ", {} left out", self.left_out.len());
                }
                found
            }
        };
        let _ = writeln!(text, "{}: {found}", self.file);
        text
    }
}

/// Faults as one message.
pub(crate) fn faults_in_words(error: LoadError) -> String {
    match error {
        LoadError::Unreadable(message) => message,
        LoadError::Faults(faults) => {
            let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            lines.join("\n")
        }
    }
}
