//! Which of the columns that may be keys tell series apart, by the first rows.

use std::collections::{HashMap, HashSet};

/// Fewer rows show nothing.
const LEAST_ROWS: usize = 6;

/// A column that may be a key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) column: usize,
    /// It is a key whatever the rows show.
    pub(crate) sure: bool,
    /// Its name is one of keys.
    pub(crate) named: bool,
    /// Its name is one of remarks on single rows: status, notes.
    pub(crate) remark: bool,
    /// Its cells are numbers.
    pub(crate) number: bool,
}

/// What the rows say.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Split {
    /// These are keys, those are none.
    Clear {
        keys: Vec<usize>,
        left_out: Vec<usize>,
    },
    /// These may be keys or not.
    Doubt(Vec<usize>),
}

/// Tells keys from columns that only look like them.
///
/// A key is needed to tell rows of one period apart, or stays the same in a series of the other
/// keys. One that is not needed and changes within such a series would cut it in pieces: a
/// remark or a number that comes and goes is none, and of others nothing can be known.
pub(crate) fn split(rows: &[Vec<String>], time: usize, candidates: &[Candidate]) -> Split {
    let all = || candidates.iter().map(|candidate| candidate.column);
    if rows.len() < LEAST_ROWS {
        let (keys, left_out) = (all().collect(), Vec::new());
        return Split::Clear { keys, left_out };
    }
    let most = most_in_a_period(rows, time);
    let (mut keys, mut left_out, mut doubt) = (all().collect::<Vec<_>>(), Vec::new(), Vec::new());
    let mut in_turn: Vec<&Candidate> = candidates.iter().filter(|own| !own.sure).collect();
    // Those first that are the least like keys, as each is judged beside the others.
    in_turn.sort_by_key(|own| (!own.remark, !own.number, own.named));
    for candidate in in_turn {
        let column = candidate.column;
        let others: Vec<usize> = keys.iter().copied().filter(|key| *key != column).collect();
        let texts = lists(rows, &[column]);
        let numbered = texts == rows.len() && texts > 2 * most;
        if !numbered && is_needed(rows, time, &others, column) {
            continue;
        }
        let (changes, returns) = changes(rows, &others, column);
        if numbered || candidate.remark || changes && candidate.number && returns {
            keys = others;
            left_out.push(column);
        } else if changes && !(candidate.named && !candidate.number && others.is_empty()) {
            doubt.push(column);
        }
    }
    let of_one = lists(rows, &keys);
    if doubt.is_empty() && of_one * 10 >= rows.len() * 9 && of_one > 2 * most {
        doubt.clone_from(&keys);
    }
    left_out.sort_unstable();
    if doubt.is_empty() {
        Split::Clear { keys, left_out }
    } else {
        doubt.sort_unstable();
        Split::Doubt(doubt)
    }
}

fn texts<'a>(row: &'a [String], columns: &[usize]) -> Vec<&'a str> {
    let text = |column: &usize| row.get(*column).map_or("", String::as_str);
    columns.iter().map(text).collect()
}

/// How many different lists of texts there are.
fn lists(rows: &[Vec<String>], columns: &[usize]) -> usize {
    let lists: HashSet<_> = rows.iter().map(|row| texts(row, columns)).collect();
    lists.len()
}

fn most_in_a_period(rows: &[Vec<String>], time: usize) -> usize {
    let mut counts = HashMap::new();
    for row in rows {
        *counts.entry(texts(row, &[time])).or_insert(0) += 1;
    }
    counts.into_values().max().unwrap_or_default()
}

/// Whether fewer rows have series and period in common with the column than without it.
fn is_needed(rows: &[Vec<String>], time: usize, others: &[usize], column: usize) -> bool {
    let mut columns = others.to_vec();
    columns.push(time);
    let without = lists(rows, &columns);
    columns.push(column);
    lists(rows, &columns) > without
}

/// Whether a column changes within series of the other keys, and comes back to an earlier text.
fn changes(rows: &[Vec<String>], others: &[usize], column: usize) -> (bool, bool) {
    let mut series: HashMap<Vec<&str>, Vec<&str>> = HashMap::new();
    let (mut changed, mut returned) = (false, false);
    for row in rows {
        let text = row.get(column).map_or("", String::as_str);
        let seen = series.entry(texts(row, others)).or_default();
        if seen.last() == Some(&text) {
            continue;
        }
        changed |= !seen.is_empty();
        returned |= seen.contains(&text);
        seen.push(text);
    }
    (changed, returned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REMARK: fn(usize) -> Candidate = |column| Candidate {
        remark: true,
        ..PLAIN(column)
    };
    const NUMBER: fn(usize) -> Candidate = |column| Candidate {
        number: true,
        named: true,
        ..PLAIN(column)
    };
    const NAMED: fn(usize) -> Candidate = |column| Candidate {
        named: true,
        ..PLAIN(column)
    };
    const PLAIN: fn(usize) -> Candidate = |column| Candidate {
        column,
        sure: false,
        named: false,
        remark: false,
        number: false,
    };

    /// Six months of two wards, with one more column.
    fn rows(more: fn(usize, usize) -> String) -> Vec<Vec<String>> {
        let row = |at: usize| {
            let (ward, month) = (at / 6, at % 6);
            vec![month.to_string(), format!("W{ward}"), more(ward, month)]
        };
        (0..12).map(row).collect()
    }

    fn clear(keys: &[usize], left_out: &[usize]) -> Split {
        let (keys, left_out) = (keys.to_vec(), left_out.to_vec());
        Split::Clear { keys, left_out }
    }

    #[test]
    fn what_is_needed_or_stays_is_a_key() {
        let names = rows(|ward, _| format!("Ward {ward}"));
        assert_eq!(split(&names, 0, &[NAMED(1), PLAIN(2)]), clear(&[1, 2], &[]));
        let mut two = rows(|_, _| "a".to_owned());
        two.extend(rows(|_, _| "b".to_owned()));
        assert_eq!(split(&two, 0, &[NAMED(1), REMARK(2)]), clear(&[1, 2], &[]));
    }

    #[test]
    fn remarks_and_numbers_of_rows_are_none() {
        let status = rows(|_, month| if month > 4 { "provisional" } else { "final" }.to_owned());
        assert_eq!(split(&status, 0, &[NAMED(1), REMARK(2)]), clear(&[1], &[2]));
        let ids = rows(|ward, month| (ward * 6 + month).to_string());
        assert_eq!(split(&ids, 0, &[NAMED(1), NUMBER(2)]), clear(&[1], &[2]));
        let ages = rows(|_, month| (40 + month % 2).to_string());
        assert_eq!(split(&ages, 0, &[NAMED(1), NUMBER(2)]), clear(&[1], &[2]));
    }

    #[test]
    fn what_cuts_series_in_pieces_is_asked() {
        let phase = rows(|_, month| if month > 2 { "after" } else { "before" }.to_owned());
        assert_eq!(
            split(&phase, 0, &[NAMED(1), PLAIN(2)]),
            Split::Doubt(vec![2])
        );
        assert_eq!(split(&phase[..6], 0, &[NAMED(2)]), clear(&[2], &[]));
        assert_eq!(split(&phase[..5], 0, &[PLAIN(2)]), clear(&[2], &[]));
    }
}
