//! The labels of all series, each held once.
//!
//! Most series of a page share their periods, so a row holds one number: where its run of labels
//! begins among all labels. Rows with holes hold a list of numbers.

use std::collections::HashMap;

use serde::Serialize;

/// Labels that are held once at most; later new ones stand in their rows.
const MOST: usize = 100_000;

/// All labels, in the order in which they were first met.
#[derive(Debug, Default)]
pub(super) struct Labels {
    numbers: HashMap<String, u32>,
    texts: Vec<String>,
}

/// One label: its number, or its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(super) enum Label {
    Number(u32),
    Text(String),
}

/// The labels of a row: the number of the first, where the others follow it; or each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(super) enum RowLabels {
    From(u32),
    Each(Vec<Label>),
}

impl Labels {
    /// All texts, by number.
    pub(super) fn texts(&self) -> &[String] {
        &self.texts
    }

    /// The label of one point.
    pub(super) fn label(&mut self, text: &str) -> Label {
        if let Some(number) = self.numbers.get(text) {
            return Label::Number(*number);
        }
        if self.texts.len() >= MOST {
            return Label::Text(text.to_owned());
        }
        let number = self.texts.len() as u32;
        self.numbers.insert(text.to_owned(), number);
        self.texts.push(text.to_owned());
        Label::Number(number)
    }

    /// The labels of the points of a row.
    pub(super) fn row(&mut self, texts: &[String]) -> RowLabels {
        if let Some(first) = texts.first()
            && let Some(start) = self.numbers.get(first)
            && let from = *start as usize
            && self.texts.get(from..from + texts.len()) == Some(texts)
        {
            return RowLabels::From(*start);
        }
        let each: Vec<Label> = texts.iter().map(|text| self.label(text)).collect();
        let start = match each.first() {
            Some(Label::Number(start)) => *start,
            _ => return RowLabels::Each(each),
        };
        let in_a_row = |(position, label): (usize, &Label)| match label {
            Label::Number(number) => *number as usize == start as usize + position,
            Label::Text(_) => false,
        };
        if each.iter().enumerate().all(in_a_row) {
            RowLabels::From(start)
        } else {
            RowLabels::Each(each)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(of: &[&str]) -> Vec<String> {
        of.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn shared_periods_are_one_number() {
        let mut labels = Labels::default();
        assert_eq!(
            labels.row(&texts(&["Jan", "Feb", "Mar"])),
            RowLabels::From(0)
        );
        assert_eq!(labels.row(&texts(&["Feb", "Mar"])), RowLabels::From(1));
        // A longer series adds to them.
        assert_eq!(labels.row(&texts(&["Mar", "Apr"])), RowLabels::From(2));
        assert_eq!(labels.texts(), texts(&["Jan", "Feb", "Mar", "Apr"]));
    }

    #[test]
    fn holes_and_repeats_are_listed() {
        let mut labels = Labels::default();
        labels.row(&texts(&["Jan", "Feb", "Mar"]));
        let each =
            |numbers: &[u32]| RowLabels::Each(numbers.iter().copied().map(Label::Number).collect());
        assert_eq!(labels.row(&texts(&["Jan", "Mar"])), each(&[0, 2]));
        assert_eq!(labels.row(&texts(&["Mar", "Mar"])), each(&[2, 2]));
        assert_eq!(labels.row(&[]), RowLabels::Each(Vec::new()));
    }
}
