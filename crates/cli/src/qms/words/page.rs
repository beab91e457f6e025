//! A text for people as Markdown or plain text.

/// How a text is marked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::qms) enum Markup {
    /// As little as a terminal needs.
    Plain,
    /// Markdown, with texts of files escaped.
    Markdown,
}

/// A text that grows line by line.
#[derive(Debug)]
pub(super) struct Page {
    markup: Markup,
    text: String,
    /// Whether the last line belongs to a list.
    in_list: bool,
}

impl Page {
    pub(super) const fn new(markup: Markup) -> Self {
        Self {
            markup,
            text: String::new(),
            in_list: false,
        }
    }

    /// A text of a file, on one line and without meaning to Markdown or a terminal.
    pub(super) fn quoted(&self, text: &str) -> String {
        quoted(text, self.markup)
    }

    pub(super) fn heading(&mut self, level: usize, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.in_list = false;
        match (self.markup, level) {
            (Markup::Markdown, _) => {
                self.text.push_str(&"#".repeat(level));
                self.text.push(' ');
                self.text.push_str(text);
                self.text.push_str("\n\n");
            }
            (Markup::Plain, 1) => {
                let rule = "=".repeat(text.chars().count());
                self.text.push_str(&format!("{text}\n{rule}\n"));
            }
            (Markup::Plain, 2) => {
                let rule = "-".repeat(text.chars().count());
                self.text.push_str(&format!("{text}\n{rule}\n"));
            }
            (Markup::Plain, _) => self.text.push_str(&format!("{text}\n")),
        }
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        if self.in_list && self.markup == Markup::Markdown {
            self.text.push('\n');
        }
        self.in_list = false;
        self.text.push_str(text);
        self.text.push('\n');
        if self.markup == Markup::Markdown {
            self.text.push('\n');
        }
    }

    /// An entry of a list, `depth` steps in.
    pub(super) fn item(&mut self, depth: usize, text: &str) {
        self.in_list = true;
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str("- ");
        self.text.push_str(text);
        self.text.push('\n');
    }

    pub(super) fn finish(mut self) -> String {
        while self.text.ends_with("\n\n") {
            self.text.pop();
        }
        self.text
    }
}

/// Signs that mean something amid a line of Markdown, or begin HTML.
const MARKS: &str = "\\`*_{}[]<>#|~&$";

fn quoted(text: &str, markup: Markup) -> String {
    let turns = |sign| matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut line = String::with_capacity(text.len());
    let words = text.split(|sign: char| sign.is_whitespace() || sign.is_control() || turns(sign));
    for word in words.filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        for sign in word.chars() {
            if markup == Markup::Markdown && MARKS.contains(sign) {
                line.push('\\');
            }
            line.push(sign);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_files_have_no_meaning() {
        assert_eq!(quoted("a\n*b* <i>", Markup::Markdown), "a \\*b\\* \\<i\\>");
        assert_eq!(
            quoted("a\u{1b}[31mred\u{202e}\tb", Markup::Plain),
            "a [31mred b"
        );
    }

    #[test]
    fn lists_and_paragraphs_are_parted() {
        let mut page = Page::new(Markup::Markdown);
        page.heading(1, "A");
        page.item(0, "one");
        page.item(1, "two");
        page.paragraph("end");
        assert_eq!(page.finish(), "# A\n\n- one\n  - two\n\nend\n");
    }
}
