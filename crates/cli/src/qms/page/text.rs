//! Texts measured, wrapped, and made safe for a page.

/// Widths of the printable ASCII signs in Helvetica and its like, in thousandths of the size of the
/// letters: Adobe font metrics, as published for the 14 standard PDF fonts.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// Readers have other fonts, and bold letters: so much wider a text may come out.
const SLACK: f64 = 1.15;

/// The most that a line takes, in the unit of the size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let thousandths: u32 = text.chars().map(sign).sum();
    f64::from(thousandths) / 1000.0 * size * SLACK
}

fn sign(sign: char) -> u32 {
    let code = sign as u32;
    match code {
        32..=126 => u32::from(WIDTHS[(code - 32) as usize]),
        // Letters of Latin, Greek and Cyrillic are as wide as a capital at most; beyond are full ones.
        0..=0x10ff => 722,
        _ => 1050,
    }
}

/// A text on lines no wider than asked; words that are wider themselves are broken.
pub(super) fn wrapped(text: &str, size: f64, most: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in plain(text).split(' ').filter(|word| !word.is_empty()) {
        let joined = format!("{line} {word}");
        if !line.is_empty() && width(&joined, size) <= most {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for sign in word.chars() {
            line.push(sign);
            if width(&line, size) > most && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::take(&mut line));
                line.push(sign);
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A text on one line, without control characters and signs that turn the direction of writing.
pub(super) fn plain(text: &str) -> String {
    let turns = |sign| matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let words = text.split(|sign: char| sign.is_whitespace() || sign.is_control() || turns(sign));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// A text between tags or in a quoted attribute. Signs that XML does not allow are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in plain(text).chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => {}
            sign => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_asked() {
        let texts = [
            "one two three four",
            "Donaudampfschifffahrtsgesellschaft",
            "",
            "漢字漢字漢字 a",
        ];
        for text in texts {
            let lines = wrapped(text, 13.0, 60.0);
            assert!(
                lines.iter().all(|line| width(line, 13.0) <= 60.0),
                "{lines:?}"
            );
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
    }

    #[test]
    fn hostile_texts_are_texts() {
        let hostile = "</script><img src=x onerror='a(\"b\")'>\u{202e}\u{0}&";
        assert_eq!(
            escaped(hostile),
            "&lt;/script&gt;&lt;img src=x onerror=&#39;a(&quot;b&quot;)&#39;&gt; &amp;"
        );
    }
}
