//! Ids for what has another name in the file, or none.

use std::collections::{BTreeMap, BTreeSet};

use super::error::{FormatNote, FormatRemark};
use crate::draft::{DiagramDraft, MeasureDraft, NodeDraft};
use crate::id::{DiagramId, MAX_ID_CHARACTERS, NodeId};
use crate::node::NodeKind;
use crate::origin::Origin;

/// Ids that are taken, and what the texts of a file became.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: BTreeSet<String>,
    /// For each id that was wanted again, the number that is tried next.
    next: BTreeMap<String, u64>,
    of: BTreeMap<String, String>,
}

impl Ids {
    /// Ids for all texts, whatever their order: those that can be ids stay, the others get the
    /// nearest that is free.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>, word: &str) -> Self {
        let texts: BTreeSet<&str> = texts.into_iter().map(str::trim).collect();
        let (good, bad): (Vec<&str>, Vec<&str>) = texts
            .into_iter()
            .filter(|text| !text.is_empty())
            .partition(|text| NodeId::new(text).is_ok());
        let mut ids = Self::default();
        for text in good {
            ids.taken.insert(text.to_owned());
            ids.of.insert(text.to_owned(), text.to_owned());
        }
        for text in bad {
            let id = ids.free(&nearest(text, word));
            ids.of.insert(text.to_owned(), id);
        }
        ids
    }

    /// Ids made of names: in lower case, with a hyphen for whatever ids do not hold.
    pub(super) fn of_names<'a>(names: impl IntoIterator<Item = &'a str>, word: &str) -> Self {
        let names: BTreeSet<&str> = names.into_iter().map(str::trim).collect();
        let mut ids = Self::default();
        for name in names {
            let id = ids.free(&nearest(&name.to_lowercase(), word));
            ids.of.insert(name.to_owned(), id);
        }
        ids
    }

    /// The id of a text; an empty text has none.
    pub(super) fn get(&self, text: &str) -> Option<&str> {
        self.of.get(text.trim()).map(String::as_str)
    }

    /// A free id for something without a text.
    pub(super) fn free(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        while !self.taken.insert(id.clone()) {
            let number = self.next.entry(wanted.to_owned()).or_insert(2);
            let ending = format!("-{number}");
            *number += 1;
            let kept = MAX_ID_CHARACTERS - ending.len();
            id = format!("{}{ending}", wanted.get(..kept).unwrap_or(wanted));
        }
        id
    }

    /// What became of a text, if it changed.
    pub(super) fn note(&self, text: &str, origin: &Origin) -> Option<FormatNote> {
        let (from, to) = (text.trim(), self.get(text)?);
        (from != to).then(|| {
            let remark = FormatRemark::NewId {
                from: from.to_owned(),
                to: to.to_owned(),
            };
            FormatNote::new(origin.clone(), remark)
        })
    }
}

/// A text with a hyphen for each run of characters that ids do not hold.
pub(super) fn nearest(text: &str, word: &str) -> String {
    let is_allowed = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '_' | '.' | ':' | '-')
    };
    let mut id = String::new();
    for part in text.split(|character| !is_allowed(character)) {
        if !id.is_empty() && !part.is_empty() {
            id.push('-');
        }
        id.push_str(part);
    }
    id.truncate(MAX_ID_CHARACTERS);
    if id.is_empty() { word.to_owned() } else { id }
}

/// The diagram of a file that holds one, with its only aim's text for a title.
pub(super) fn diagram(id: &DiagramId, nodes: &[NodeDraft], origin: Origin) -> DiagramDraft {
    let is_aim = |node: &&NodeDraft| node.kind.parse() == Ok(NodeKind::Aim);
    let mut aims = nodes.iter().filter(is_aim);
    let title = match (aims.next(), aims.next()) {
        (Some(aim), None) if !aim.text.trim().is_empty() => aim.text.trim(),
        _ => id.as_str(),
    };
    DiagramDraft {
        id: id.to_string(),
        title: title.to_owned(),
        origin,
        ..DiagramDraft::default()
    }
}

/// A measure of which the file has the name only.
pub(super) fn measure(id: &str, name: &str, origin: Origin) -> MeasureDraft {
    MeasureDraft {
        id: id.to_owned(),
        name: name.to_owned(),
        origin,
        ..MeasureDraft::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_the_nearest_free_ids_in_any_order() {
        for texts in [["a b", "a/b", "a-b", "漢"], ["漢", "a-b", "a/b", "a b"]] {
            let ids = Ids::of(texts, "node");
            let of = texts.map(|text| (text, ids.get(text).unwrap()));
            let expected = [
                ("a b", "a-b-2"),
                ("a/b", "a-b-3"),
                ("a-b", "a-b"),
                ("漢", "node"),
            ];
            assert!(of.iter().all(|pair| expected.contains(pair)), "{of:?}");
        }
        let long = ["x", "y"].map(|end| "ab".repeat(100) + end);
        let ids = Ids::of(long.iter().map(String::as_str), "node");
        let second = ids.get(&long[1]).unwrap();
        assert_eq!(second.len(), MAX_ID_CHARACTERS);
        assert!(second.ends_with("-2"));
    }

    #[test]
    fn many_names_without_a_letter_take_no_time() {
        let names: Vec<String> = (0..20_000)
            .map(|at| "é".repeat(at % 50) + &"ö".repeat(at / 50))
            .collect();
        let ids = Ids::of_names(names.iter().map(String::as_str), "measure");
        assert!(ids.get(&names[19_999]).is_some());
    }
}
