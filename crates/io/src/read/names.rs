//! Columns by their names.

use crate::error::ReadError;

/// A name as far as it matters: letters and digits, in lower case.
pub(crate) fn bare(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The last word of a name, in lower case: `group` of `AgeGroup` and of `age_group`.
pub(crate) fn last_word(name: &str) -> String {
    let mut word = String::new();
    let mut before = None;
    for letter in name.chars() {
        let begins = letter.is_uppercase() && before.is_some_and(|old: char| !old.is_uppercase());
        if begins || !letter.is_alphanumeric() && !word.is_empty() {
            before = None;
        }
        if letter.is_alphanumeric() {
            if before.is_none() {
                word.clear();
            }
            word.extend(letter.to_lowercase());
            before = Some(letter);
        }
    }
    word
}

/// The column of a name: the same name, or else the only one that differs in case and marks.
pub(crate) fn column(
    file: &str,
    names: &[String],
    name: &str,
    role: &'static str,
) -> Result<usize, ReadError> {
    if let Some(exact) = names.iter().position(|own| own == name) {
        return Ok(exact);
    }
    let wanted = bare(name);
    let alike: Vec<usize> = (0..names.len())
        .filter(|at| bare(&names[*at]) == wanted)
        .collect();
    match alike.as_slice() {
        [only] if !wanted.is_empty() => Ok(*only),
        _ => Err(ReadError::UnknownColumn {
            file: file.to_owned(),
            name: name.to_owned(),
            role,
            nearest: nearest(name, names),
            all: names.to_vec(),
        }),
    }
}

/// Up to three names that may have been meant, the most alike first.
pub(crate) fn nearest(name: &str, names: &[String]) -> Vec<String> {
    let wanted = bare(name);
    let mut scored: Vec<(usize, &String)> = Vec::new();
    for own in names {
        let bare = bare(own);
        let inside = wanted.len() > 2
            && (bare.contains(&wanted) || wanted.contains(&bare) && bare.len() > 2);
        let distance = edits(&wanted, &bare);
        if inside {
            scored.push((distance.min(1), own));
        } else if distance * 3 <= wanted.chars().count().max(3) {
            scored.push((distance, own));
        }
    }
    scored.sort_by_key(|(distance, _)| *distance);
    scored
        .into_iter()
        .take(3)
        .map(|(_, own)| own.clone())
        .collect()
}

/// Letters to be put in, taken out or replaced, or neighbors to be swapped, to make one text of
/// another.
fn edits(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.chars().take(100).collect();
    let to: Vec<char> = to.chars().take(100).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (at, letter) in from.iter().enumerate() {
        let mut next = vec![at + 1];
        for (other, own) in to.iter().enumerate() {
            let replaced = row[other] + usize::from(letter != own);
            let mut least = replaced.min(row[other + 1] + 1).min(next[other] + 1);
            if at > 0 && other > 0 && *letter == to[other - 1] && from[at - 1] == *own {
                least = least.min(before[other - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<String> {
        ["period", "org_code", "type", "attendances", "breaches"]
            .map(str::to_owned)
            .to_vec()
    }

    #[test]
    fn words_end_where_marks_or_capitals_begin() {
        for (name, word) in [
            ("AgeGroup", "group"),
            ("age_group", "group"),
            ("Percentage", "percentage"),
            ("Org Code ", "code"),
            ("siteID", "id"),
            ("HBT", "hbt"),
            ("", ""),
        ] {
            assert_eq!(last_word(name), word, "{name}");
        }
    }

    #[test]
    fn case_and_marks_do_not_matter() {
        assert_eq!(column("f", &names(), "Org Code", "series"), Ok(1));
    }

    #[test]
    fn an_unknown_name_gets_the_nearest_ones() {
        let error = column("f.csv", &names(), "atendances", "exposure").unwrap_err();
        let text = "f.csv: no column `atendances` for exposure; did you mean `attendances`?";
        assert_eq!(error.to_string(), text);
        let error = column("f.csv", &names(), "xyz", "time").unwrap_err();
        assert!(error.to_string().contains("there are `period`, `org_code`"));
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("value", "valeu"), 1);
    }
}
