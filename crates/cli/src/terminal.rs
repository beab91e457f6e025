//! What is known of the terminal, and the colors of meanings.

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Color, RgbColor, Style};
use redbead::Meaning;

use crate::args::ColorChoice;
use crate::problem::Problem;

/// Columns and lines of the terminal that standard output goes to; none where it goes elsewhere.
pub(crate) fn size() -> Option<(usize, usize)> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let (width, height) = terminal_size::terminal_size()?;
    Some((usize::from(width.0), usize::from(height.0)))
}

/// Standard output, which drops colors where they are not wanted.
pub(crate) fn stdout(color: ColorChoice) -> anstream::AutoStream<io::StdoutLock<'static>> {
    anstream::AutoStream::new(io::stdout().lock(), color.for_stream())
}

/// Prints text that may hold colors.
pub(crate) fn print(text: &str, color: ColorChoice) -> Result<(), Problem> {
    let mut out = stdout(color);
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| Problem::writing("standard output", &error))
}

/// A text without what would move the cursor, change colors or turn the direction of writing, as
/// names of files and texts of data may: such characters become a question mark.
pub(crate) fn plain(text: &str) -> String {
    let is_safe = |c: char| {
        !c.is_control()
            && !matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
    };
    text.chars()
        .map(|c| if is_safe(c) { c } else { '?' })
        .collect()
}

/// Prints a remark for people on standard error, its lines and tabs kept, the rest [`plain`].
pub(crate) fn remark(text: &str) {
    let keep = |part: &str| part.split('\t').map(plain).collect::<Vec<_>>().join("\t");
    let text = text.split('\n').map(keep).collect::<Vec<_>>().join("\n");
    // Nobody is left to tell where even this cannot be written.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// The color of a meaning, near to that of the pictures: blue for improvement, orange for concern.
pub(crate) fn style_of(meaning: Option<Meaning>) -> Style {
    let rgb = |r, g, b| Color::Rgb(RgbColor(r, g, b));
    let fine =
        std::env::var("COLORTERM").is_ok_and(|value| value == "truecolor" || value == "24bit");
    let color = match (meaning, fine) {
        (Some(Meaning::Improvement), true) => rgb(0x00, 0xa0, 0xe0),
        (Some(Meaning::Concern), true) => rgb(0xe4, 0x6c, 0x0a),
        (Some(Meaning::Improvement), false) => AnsiColor::BrightBlue.into(),
        (Some(Meaning::Concern), false) => AnsiColor::Yellow.into(),
        (Some(Meaning::Neutral), _) => AnsiColor::Magenta.into(),
        (None, _) => return Style::new(),
    };
    Style::new().fg_color(Some(color))
}
