//! The frame of the page: what stands in it before any script runs.

use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use redbead::{Assurance, Meaning, Rule, Shift, Side, Variation};

use super::pack::write_base64;
use super::words::VARIATION;
use super::{Counts, Listed};
use crate::icons::Icon;
use crate::style::Ink;

const STYLE: &str = include_str!("page.css");
const BODY: &str = include_str!("page.html");
const SYMBOLS: &str = include_str!("symbols.svg");

/// One script in parts: each part says what it is about in its first lines.
const SCRIPT: &str = concat!(
    include_str!("data.js"),
    include_str!("words.js"),
    include_str!("draw.js"),
    include_str!("table.js"),
    include_str!("chart.js"),
    include_str!("main.js")
);

/// All that a page is made of.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    pub(super) title: &'a str,
    pub(super) made_of: &'a [(String, String)],
    pub(super) key_names: &'a [String],
    pub(super) counts: Counts,
    pub(super) listed: Vec<&'a Listed>,
    pub(super) signaling: usize,
    pub(super) head: &'a [u8],
    pub(super) index: &'a [u8],
    pub(super) details: &'a [Vec<u8>],
}

/// Text as it may stand in HTML, between tags and in quoted attributes.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(' '),
            // HTML allows no other control characters, whichever way they are written.
            control if control.is_control() => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}

/// The style sheet: colors of pictures as variables, and the page's own part.
fn style() -> String {
    Ink::variables() + STYLE
}

/// Every symbol of variation, once, and every one of assurance that says something.
fn icons() -> impl Iterator<Item = Icon> {
    let signal = |side| Variation::SpecialCause {
        meaning: Meaning::Neutral,
        side,
        rule: Rule::Shift(Shift::default()),
        tentative: false,
    };
    let variations = [
        signal(Some(Side::Above)),
        signal(Some(Side::Below)),
        signal(None),
        Variation::CommonCause,
        Variation::NotJudged,
    ];
    let assurances = [
        Assurance::ConsistentlyMeets,
        Assurance::ConsistentlyFails,
        Assurance::HitAndMiss,
    ];
    let of_variation = variations.map(|variation| Icon::of_variation(&variation));
    let of_assurance = assurances.into_iter().filter_map(Icon::of_assurance);
    of_variation.into_iter().chain(of_assurance)
}

/// Symbols by the codes that the script knows, and the page's own.
fn symbols() -> String {
    let mut out =
        "<svg width=\"0\" height=\"0\" aria-hidden=\"true\" class=\"symbols\">\n".to_owned();
    for icon in icons() {
        let (id, size, drawing) = (icon.code(), Icon::SIZE, icon.drawing);
        out += &format!("<symbol id=\"{id}\" viewBox=\"0 0 {size} {size}\">{drawing}</symbol>\n");
    }
    out + SYMBOLS + "</svg>\n"
}

/// The script, with the words for the codes of rows.
fn script() -> String {
    let variation = VARIATION.map(|(code, words)| format!("  {code}: {words:?},\n"));
    let words = format!("const VARIATION = {{\n{}}};\n", variation.concat());
    format!("\"use strict\";\n(() => {{\n{words}{SCRIPT}}})();\n")
}

/// The source of a script or style for a content security policy.
fn source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

fn policy(style: &str, script: &str) -> String {
    format!(
        "default-src 'none'; script-src {}; style-src {}; img-src data:; base-uri 'none'; \
         form-action 'none'",
        source(script),
        source(style)
    )
}

pub(super) fn write(out: &mut impl Write, parts: &Parts<'_>) -> io::Result<()> {
    let title = escaped(parts.title);
    let (style, symbols, script) = (style(), symbols(), script());
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"generator\" content=\"Redbead {}\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>{title}</title>\n<style>{style}</style>\n\
         </head>\n<body>\n{symbols}",
        policy(&style, &script),
        env!("CARGO_PKG_VERSION"),
    )?;
    write!(
        out,
        "<header>\n<h1 dir=\"auto\">{title}</h1>\n<dl class=\"made-of\">"
    )?;
    for (term, text) in parts.made_of {
        write!(
            out,
            "<div><dt>{}</dt><dd dir=\"auto\">{}</dd></div>",
            escaped(term),
            escaped(text)
        )?;
    }
    out.write_all(b"</dl>\n</header>\n")?;
    write_without_script(out, parts)?;
    out.write_all(BODY.as_bytes())?;
    write_data(out, "head", parts.head)?;
    write_data(out, "index", parts.index)?;
    for (number, block) in parts.details.iter().enumerate() {
        write_data(out, &format!("block-{number}"), block)?;
    }
    write!(out, "<script>{script}</script>\n</body>\n</html>\n")
}

fn write_data(out: &mut impl Write, id: &str, bytes: &[u8]) -> io::Result<()> {
    write!(out, "<script type=\"text/plain\" id=\"{id}\">")?;
    write_base64(out, bytes)?;
    out.write_all(b"</script>\n")
}

/// What a reader without scripts sees: counts, and the worst of the series that signal now.
fn write_without_script(out: &mut impl Write, parts: &Parts<'_>) -> io::Result<()> {
    let counts = parts.counts;
    write!(
        out,
        "<noscript><div class=\"plain\"><p>Without scripts this page shows no charts, only the \
         services with a current signal.</p><p>{} series: {} of concern, {} improving, {} with a \
         neutral signal, {} with common cause variation, {} not judged, {} refused.</p>",
        counts.total(),
        counts.concern,
        counts.improvement,
        counts.neutral,
        counts.common,
        counts.unjudged,
        counts.refused
    )?;
    if !parts.listed.is_empty() {
        out.write_all(b"<table><thead><tr>")?;
        for name in parts.key_names {
            write!(out, "<th scope=\"col\">{}</th>", escaped(name))?;
        }
        out.write_all(
            b"<th scope=\"col\">Variation</th><th scope=\"col\">Signal</th></tr></thead><tbody>\n",
        )?;
        for row in &parts.listed {
            out.write_all(b"<tr>")?;
            for key in &row.keys {
                write!(out, "<td><bdi>{}</bdi></td>", escaped(key))?;
            }
            writeln!(
                out,
                "<td>{}</td><td dir=\"auto\">{}</td></tr>",
                escaped(row.variation),
                escaped(&row.sentence)
            )?;
        }
        out.write_all(b"</tbody></table>")?;
        let more = parts.signaling - parts.listed.len();
        if more > 0 {
            write!(out, "<p>And {more} more.</p>")?;
        }
    }
    out.write_all(b"</div></noscript>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hostile_is_left_of_a_text() {
        assert_eq!(
            escaped("</script><img src=x onerror='a()'>\"&\0\u{1b}\n"),
            "&lt;/script&gt;&lt;img src=x onerror=&#39;a()&#39;&gt;&quot;&amp;\u{fffd}\u{fffd} "
        );
    }

    #[test]
    fn no_part_ends_its_own_element() {
        assert!(!script().contains("</script") && !script().contains("<!--"));
        assert!(!style().contains("</style"));
        for id in ["above", "meets", "refused", "mark-concern"] {
            assert!(symbols().contains(&format!("<symbol id=\"{id}\" viewBox")));
        }
    }
}
