//! Texts in columns of a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// At most so many columns, with `…` in place of what is cut.
pub(super) fn cut(text: &str, most: usize, ascii: bool) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mark = if ascii { "~" } else { "…" };
    let Some(room) = most.checked_sub(1) else {
        return String::new();
    };
    let (mut kept, mut used) = (String::new(), 0);
    for c in text.chars() {
        let own = c.width().unwrap_or(0);
        if used + own > room {
            break;
        }
        used += own;
        kept.push(c);
    }
    kept + mark
}

/// Lines of at most so many columns, broken between words; all but the first are indented.
pub(super) fn wrap(text: &str, most: Option<usize>) -> String {
    let Some(most) = most else {
        return text.to_owned();
    };
    let (mut lines, mut used) = (String::new(), 0);
    for word in text.split(' ') {
        let own = width(word);
        if used > 0 && used + 1 + own > most {
            lines.push_str("\n  ");
            used = 2;
        } else if used > 0 {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += own;
    }
    lines
}

/// Spaces behind a text, up to so many columns.
pub(super) fn left(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Spaces before a text, up to so many columns.
pub(super) fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_take_two_columns() {
        assert_eq!(cut("日本語のword", 6, false), "日本…");
        assert_eq!(width(&left("日本", 6)), 6);
        assert_eq!(right("7", 3), "  7");
        assert_eq!(wrap("ab cd ef", Some(5)), "ab cd\n  ef");
        assert_eq!(wrap("ab cd ef", None), "ab cd ef");
        assert_eq!(cut("abc", 0, false), "");
        assert_eq!(cut("abcdef", 4, true), "abc~");
        assert_eq!(crate::terminal::plain("a\u{1b}[31mb\u{202e}"), "a?[31mb?");
    }
}
