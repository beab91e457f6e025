//! Cells: lists in them, and what spreadsheet programs would take for a formula.

use std::borrow::Cow;

/// Separates the entries of a list.
const SEPARATOR: char = ';';
const ESCAPE: char = '\\';

/// A list in one cell.
pub(super) fn join(entries: &[String]) -> String {
    let mut cell = String::new();
    for (at, entry) in entries.iter().enumerate() {
        if at > 0 {
            cell.push(SEPARATOR);
        }
        for character in entry.chars() {
            if matches!(character, SEPARATOR | ESCAPE) {
                cell.push(ESCAPE);
            }
            cell.push(character);
        }
    }
    cell
}

/// The entries of a list that say something. A `\` before anything else than `;` or `\` is itself.
pub(super) fn split(cell: &str) -> Vec<String> {
    let mut entries = vec![String::new()];
    let mut characters = cell.chars().peekable();
    while let Some(character) = characters.next() {
        if character == SEPARATOR {
            entries.push(String::new());
            continue;
        }
        let escaped = (character == ESCAPE)
            .then(|| characters.next_if(|next| matches!(*next, SEPARATOR | ESCAPE)))
            .flatten();
        if let Some(entry) = entries.last_mut() {
            entry.push(escaped.unwrap_or(character));
        }
    }
    entries.retain(|entry| !entry.trim().is_empty());
    entries
}

const fn begins_formula(character: char) -> bool {
    matches!(
        character,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠'
    )
}

/// Whether it has any number of apostrophes, then what begins a formula.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(begins_formula)
}

/// `-3` or `+2.5`, which no spreadsheet program computes.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['-', '+']).unwrap_or(cell);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    are_digits(whole) && are_digits(part)
}

/// A cell as it is written.
pub(super) fn guard(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) && !is_number(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// A cell as it was before it was written.
pub(super) fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_keep_their_signs() {
        let list = ["a;b", r"C:\temp", r"\;", "plain"].map(str::to_owned);
        assert_eq!(join(&list), r"a\;b;C:\\temp;\\\;;plain");
        assert_eq!(split(&join(&list)), list);
        assert_eq!(split(" ; a;;b "), [" ".trim(), " a", "b "][1..]);
        assert_eq!(split(r"C:\temp"), [r"C:\temp"]);
        assert!(split("").is_empty());
    }

    #[test]
    fn formulas_do_not_run_and_come_back() {
        assert_eq!(guard("=1+1"), "'=1+1");
        assert_eq!(guard("'=1+1"), "''=1+1");
        assert_eq!(guard("-3.5"), "-3.5");
        assert_eq!(guard("-3-5"), "'-3-5");
        assert_eq!(guard("'tis"), "'tis");
        assert_eq!(unguard("'tis"), "'tis");
        for cell in [
            "=A1", "'=A1", "''-A1", "'-3", "-3", "@x", "\t=x", "＝x", "", "'", "''",
        ] {
            assert_eq!(unguard(&guard(cell)), cell);
        }
    }
}
