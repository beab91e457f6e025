//! The known name that a mistyped one most likely stands for.

/// The nearest of `known` to `word`, if any is near enough to be meant: at most one slip in three
/// letters, whatever the case; the begin of a longer name will do.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    let allowed = (folded.len() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        let other = fold(name);
        let whole = distance(&folded, &other);
        let start = &other[..folded.len().min(other.len())];
        // The begin of a long name is a fair guess, if not as good as the name itself.
        let distance = match folded.len() {
            0 | 1 => whole,
            2 | 3 if start == folded.as_slice() => 1,
            2 | 3 => whole,
            _ => whole.min(1 + distance(&folded, start)),
        };
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// ` (did you mean …?)`, or nothing.
pub(crate) fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known).map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

/// Letters and digits alone, small: `Org-Code` and `org_code` are the same slip-free word.
fn fold(word: &str) -> Vec<char> {
    let letters = word.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).take(64).collect()
}

/// Insertions, deletions, substitutions and swaps of neighbors between two words.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let substituted = previous[j] + usize::from(x != y);
            let mut least = substituted.min(previous[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *y && b[j - 1] == *x {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut previous, row);
    }
    previous.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_mended_and_another_word_is_not() {
        let known = ["baseline", "phases", "org_code"];
        assert_eq!(nearest("basline", known), Some("baseline"));
        assert_eq!(nearest("Org Code", known), Some("org_code"));
        assert_eq!(nearest("phaess", known), Some("phases"));
        assert_eq!(nearest("base", known), Some("baseline"));
        assert_eq!(nearest("org", known), Some("org_code"));
        assert_eq!(nearest("bsaelin", known), Some("baseline"));
        assert_eq!(nearest("target", known), None);
        assert_eq!(nearest("", known), None);
    }

    #[test]
    fn distances_count_swaps_once() {
        let letters = |word: &str| word.chars().collect::<Vec<_>>();
        assert_eq!(distance(&letters("ab"), &letters("ba")), 1);
        assert_eq!(distance(&letters(""), &letters("abc")), 3);
        assert_eq!(distance(&letters("kitten"), &letters("sitting")), 3);
    }
}
