//! Qualifiers of figures, as Public Health Scotland publishes them in columns `…QF`.

use std::collections::BTreeMap;

use super::cell::{Cell, shortened};
use crate::account::WhyMissing;
use crate::note::Note;

/// What qualifiers say of one figure or key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Qualified {
    pub(crate) why: Option<WhyMissing>,
    pub(crate) provisional: bool,
    pub(crate) revised: bool,
    pub(crate) total: bool,
}

/// Reads qualifiers and counts those that change nothing.
#[derive(Debug, Default)]
pub(crate) struct Qualifiers {
    marked: BTreeMap<&'static str, u64>,
    unknown: BTreeMap<String, u64>,
}

impl Qualifiers {
    /// Reads a cell, which may hold several qualifiers.
    #[inline]
    pub(crate) fn read(&mut self, cell: Cell<'_>) -> Qualified {
        if cell.is_empty() {
            Qualified::default()
        } else {
            self.read_text(&cell.text())
        }
    }

    fn read_text(&mut self, text: &str) -> Qualified {
        let mut said = Qualified::default();
        for letter in text
            .chars()
            .filter(|letter| !matches!(letter, ' ' | ',' | ';' | '[' | ']'))
        {
            match letter.to_ascii_lowercase() {
                'c' => said.why = Some(WhyMissing::Suppressed),
                'z' => said.why = said.why.or(Some(WhyMissing::NotApplicable)),
                ':' => said.why = said.why.or(Some(WhyMissing::Missing)),
                'd' => said.total = true,
                'p' => said.provisional = true,
                'r' => said.revised = true,
                'b' => self.mark("a break in their series"),
                'e' => self.mark("estimated"),
                'f' => self.mark("forecasts"),
                'u' => self.mark("of low reliability"),
                '~' => self.mark("rounded to zero"),
                _ => {
                    *self.unknown.entry(shortened(text)).or_default() += 1;
                    break;
                }
            }
        }
        said
    }

    fn mark(&mut self, what: &'static str) {
        *self.marked.entry(what).or_default() += 1;
    }

    pub(crate) fn notes(self) -> impl Iterator<Item = Note> {
        let marked = self
            .marked
            .into_iter()
            .map(|(what, cells)| Note::Marked { what, cells });
        let unknown = self.unknown.into_iter().take(20);
        let unknown = unknown.map(|(text, cells)| Note::UnknownQualifier { text, cells });
        marked.chain(unknown)
    }
}

/// The column whose qualifiers a column holds, by its name: `HBT` for `HBTQF`.
pub(crate) fn qualified_name(name: &str) -> Option<&str> {
    let base = name
        .strip_suffix("QF")
        .or_else(|| name.strip_suffix("_qf"))?;
    (!base.is_empty()).then_some(base)
}

/// The code that took the place of a code of a Scottish health board: Fife and Tayside in 2018,
/// Greater Glasgow and Clyde and Lanarkshire in 2019.
pub(crate) fn successor(code: &[u8]) -> Option<&'static [u8; 9]> {
    match code {
        b"S08000018" => Some(b"S08000029"),
        b"S08000027" => Some(b"S08000030"),
        b"S08000021" => Some(b"S08000031"),
        b"S08000023" => Some(b"S08000032"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cell_may_hold_several() {
        let mut qualifiers = Qualifiers::default();
        let said = qualifiers.read(Cell::Text(b"p, d"));
        assert!(said.provisional && said.total && !said.revised);
        assert_eq!(
            qualifiers.read(Cell::Text(b"c")).why,
            Some(WhyMissing::Suppressed)
        );
        assert_eq!(qualifiers.read(Cell::Null), Qualified::default());
        qualifiers.read(Cell::Text(b"e"));
        qualifiers.read(Cell::Text(b"?"));
        let notes: Vec<String> = qualifiers.notes().map(|note| note.to_string()).collect();
        assert_eq!(notes[0], "1 figure is marked as estimated");
        assert!(notes[1].contains("qualifier `?`"));
    }

    #[test]
    fn names_of_qualifiers() {
        assert_eq!(
            qualified_name("NumberOfDelayedBedDaysQF"),
            Some("NumberOfDelayedBedDays")
        );
        assert_eq!(qualified_name("QF"), None);
        assert_eq!(qualified_name("value"), None);
    }
}
