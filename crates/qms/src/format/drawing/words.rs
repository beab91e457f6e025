//! Texts on their way into a drawing.

/// The lines of a text; control characters and signs that turn the direction of writing are spaces.
pub(super) fn lines(text: &str) -> Vec<String> {
    let turns = |sign| matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_break = |sign| matches!(sign, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    text.split(is_break)
        .map(|line| {
            let plain = |sign: char| {
                if sign.is_control() || turns(sign) {
                    ' '
                } else {
                    sign
                }
            };
            let line: String = line.chars().map(plain).collect();
            line.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .filter(|line| !line.is_empty())
        .collect()
}

/// The lines of a text, broken at spaces so that none is wider than it must be.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut wrapped = Vec::new();
    for line in lines(text) {
        let mut current = String::new();
        for word in line.split(' ') {
            let wide = current.chars().count() + 1 + word.chars().count() > width;
            if wide && !current.is_empty() {
                wrapped.push(std::mem::take(&mut current));
            }
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
        wrapped.push(current);
    }
    wrapped
}

/// Whether the sign at a place makes a line the entry of a list, or a heading, in Markdown.
pub(super) fn begins_list(line: &str, at: usize) -> bool {
    let (before, rest) = line.split_at(at);
    let mut signs = rest.chars();
    match signs.next() {
        Some('.' | ')') if !before.is_empty() => {
            before.bytes().all(|byte| byte.is_ascii_digit())
                && matches!(signs.next(), None | Some(' '))
        }
        Some(sign @ ('-' | '+' | '=')) if before.is_empty() => {
            // A run of them is a line across or below a heading.
            matches!(signs.next(), None | Some(' ')) || rest.chars().all(|other| other == sign)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_plain_and_not_too_wide() {
        assert_eq!(lines("a\r\n\tb  c\u{7}\u{202e}d\n"), ["a", "b c d"]);
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("unbreakable", 3), ["unbreakable"]);
        assert!(wrapped(" \n", 3).is_empty());
    }
}
