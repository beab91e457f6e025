//! How wide texts are: SVG has no layout, so texts are measured with the widths of the bundled font.

mod widths;

use widths::RUNS;

/// Units of the widths in one em.
const EM: f64 = 2048.0;

/// Of characters that the font lacks: as wide as the widest of usual fallback fonts, an emoji.
const FALLBACK: u16 = 2800;

/// The regular font, as a TrueType file.
#[cfg(any(feature = "png", test))]
pub(crate) const REGULAR: &[u8] = include_bytes!("../../fonts/RedbeadSans-Regular.ttf");

/// The bold font, as a TrueType file.
#[cfg(any(feature = "png", test))]
pub(crate) const BOLD: &[u8] = include_bytes!("../../fonts/RedbeadSans-Bold.ttf");

/// A size in pixels and a weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Font {
    pub(crate) size: f64,
    pub(crate) bold: bool,
}

/// Widths of a character in regular and bold; none where the fonts lack it.
fn widths_of(character: char) -> Option<(u16, u16)> {
    let code = u32::from(character);
    let after = RUNS.partition_point(|(first, _)| *first <= code);
    let (first, widths) = RUNS.get(after.checked_sub(1)?)?;
    widths.get((code - first) as usize).copied()
}

/// Whether the bundled fonts have a character.
#[cfg(feature = "png")]
pub(crate) fn has(character: char) -> bool {
    widths_of(character).is_some()
}

impl Font {
    pub(crate) const fn regular(size: f64) -> Self {
        Self { size, bold: false }
    }

    pub(crate) const fn bold(size: f64) -> Self {
        Self { size, bold: true }
    }

    /// From one line of text to the next.
    pub(crate) fn line(self) -> f64 {
        (self.size * 1.3).ceil()
    }

    /// Width of a text in pixels.
    pub(crate) fn width(self, text: &str) -> f64 {
        let units: u64 = text.chars().map(|one| u64::from(self.advance(one))).sum();
        units as f64 / EM * self.size
    }

    fn advance(self, character: char) -> u16 {
        match widths_of(character) {
            Some((regular, bold)) => [regular, bold][usize::from(self.bold)],
            // Marks that stand on the character before.
            None if (0x300..0x370).contains(&u32::from(character)) => 0,
            None => FALLBACK,
        }
    }

    /// The text in lines of at most `width` pixels, broken at spaces, and inside a word only where
    /// the word alone is too long; what goes past `most` lines is left out and marked by an ellipsis.
    pub(crate) fn wrap(self, text: &str, width: f64, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() {
                word.to_owned()
            } else {
                format!("{line} {word}")
            };
            if self.width(&longer) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for character in word.chars() {
                line.push(character);
                if self.width(&line) > width && line.chars().count() > 1 {
                    line.pop();
                    lines.push(std::mem::take(&mut line));
                    line.push(character);
                }
            }
            // The rest of a hostile text is not worth breaking.
            if lines.len() > most {
                break;
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                *last = self.cut(&format!("{last} …"), width);
            }
        }
        lines
    }

    /// The text, cut so that it is at most `width` pixels wide, with an ellipsis where it was cut.
    pub(crate) fn cut(self, text: &str, width: f64) -> String {
        if self.width(text) <= width {
            return text.to_owned();
        }
        let mut kept = String::new();
        let mut taken = self.width("…");
        for character in text.chars() {
            taken += self.width(character.encode_utf8(&mut [0; 4]));
            if taken > width {
                break;
            }
            kept.push(character);
        }
        let mut kept = kept.trim_end_matches([' ', '…']).to_owned();
        kept.push('…');
        kept
    }
}

/// A text as it may stand in XML and on one line: control characters become spaces, runs of spaces
/// one, and characters that turn the direction of what follows are left out.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            '\u{fffe}' | '\u{ffff}' | '\u{2028}' | '\u{2029}' | ' ' => push_space(&mut out),
            // No-break spaces keep numbers and their signs together.
            '\u{a0}' | '\u{202f}' => out.push('\u{a0}'),
            other if other.is_control() || other.is_whitespace() => push_space(&mut out),
            other => out.push(other),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn push_space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(bytes: &[u8], at: usize) -> usize {
        usize::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]))
    }

    fn table<'a>(font: &'a [u8], tag: &[u8]) -> &'a [u8] {
        let long = |at: usize| (number(font, at) << 16) + number(font, at + 2);
        let records = (0..number(font, 4)).map(|record| 12 + 16 * record);
        let record = records
            .clone()
            .find(|at| &font[*at..*at + 4] == tag)
            .unwrap();
        &font[long(record + 8)..long(record + 8) + long(record + 12)]
    }

    /// Characters of a font with their widths, read from its `cmap` (format 4) and `hmtx`.
    fn widths(font: &[u8]) -> Vec<(u32, u16)> {
        let cmap = table(font, b"cmap");
        let offset = (0..number(cmap, 2))
            .map(|record| number(cmap, 4 + 8 * record + 6))
            .find(|offset| number(cmap, *offset) == 4)
            .unwrap();
        let map = &cmap[offset..];
        let metrics = number(table(font, b"hhea"), 34);
        let hmtx = table(font, b"hmtx");
        let segments = number(map, 6) / 2;
        let mut found = Vec::new();
        for segment in 0..segments {
            let end = number(map, 14 + 2 * segment);
            let start = number(map, 16 + 2 * (segments + segment));
            let delta = number(map, 16 + 2 * (2 * segments + segment));
            let at = 16 + 2 * (3 * segments + segment);
            let range = number(map, at);
            for code in start..=end.min(0xfffe) {
                let glyph = if range == 0 {
                    (code + delta) & 0xffff
                } else {
                    number(map, at + range + 2 * (code - start))
                };
                let metric = glyph.min(metrics - 1);
                found.push((code as u32, number(hmtx, 4 * metric) as u16));
            }
        }
        found
    }

    #[test]
    fn widths_are_those_of_the_fonts() {
        for (file, bold) in [(REGULAR, false), (BOLD, true)] {
            let font = Font { size: 1.0, bold };
            let widths = widths(file);
            assert_eq!(
                widths.len(),
                RUNS.iter().map(|(_, run)| run.len()).sum::<usize>()
            );
            for (code, width) in widths {
                let character = char::from_u32(code).unwrap();
                assert_eq!(font.advance(character), width, "{character:?}");
            }
        }
    }

    #[test]
    fn texts_are_measured_and_broken() {
        let font = Font::regular(2048.0);
        assert_eq!(font.width("A1 "), 1366.0 + 1139.0 + 569.0);
        let font = Font::regular(10.0);
        let lines = font.wrap("one two three", font.width("one two"), 9);
        assert_eq!(lines, ["one two", "three"]);
        let lines = font.wrap("abcdef", font.width("abc"), 9);
        assert_eq!(lines, ["abc", "def"]);
        let lines = font.wrap("one two three four", font.width("one two"), 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
        assert!(font.width(&font.cut("a long text", 30.0)) <= 30.0);
    }

    #[test]
    fn texts_are_cleaned() {
        assert_eq!(clean(" a\u{0}b\n\n c\u{202e}d\u{ffff} "), "a b cd");
    }
}
