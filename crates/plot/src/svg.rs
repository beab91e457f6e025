//! Scenes as SVG.
//!
//! Numbers have at most two decimals, ids follow from the content, and nothing depends on the
//! machine, so the same scene gives the same bytes.

use std::fmt::Write;

use redbead::{Meaning, Status};

use crate::icons::Icon;
use crate::scene::{Anchor, Frame, Key, Line, Mark, PointMark, Role, Scene, Text};
use crate::style::{FONT_FAMILY, Ink};

impl Scene {
    /// The picture as SVG: one `svg` element, without an XML declaration, so that it stands in a
    /// file or inside a page.
    #[must_use]
    pub fn svg(&self) -> String {
        let mut writer = Writer {
            out: String::with_capacity(16 * 1024),
            classes: self.dark_mode,
        };
        writer.body(self);
        let body = writer.out;
        let mut hash = fnv(self.title.as_bytes(), 0xcbf2_9ce4_8422_2325);
        hash = fnv(self.description.as_bytes(), hash);
        hash = fnv(body.as_bytes(), hash);
        let id = format!("{}rb{hash:016x}", self.id_prefix);

        let mut head = Writer {
            out: String::with_capacity(body.len() + self.description.len() + 2048),
            classes: self.dark_mode,
        };
        head.push("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"");
        head.number(self.width);
        head.push("\" height=\"");
        head.number(self.height);
        head.push("\" viewBox=\"0 0 ");
        head.number(self.width);
        head.push(" ");
        head.number(self.height);
        head.push("\" role=\"img\" aria-labelledby=\"");
        head.push(&format!("{id}t {id}d\" font-family=\"{FONT_FAMILY}\">"));
        let title = if self.title.is_empty() {
            "Chart"
        } else {
            &self.title
        };
        head.push(&format!("<title id=\"{id}t\">"));
        head.escaped(title);
        head.push(&format!("</title><desc id=\"{id}d\">"));
        head.escaped(&self.description);
        head.push("</desc>");
        if self.dark_mode {
            head.push("<style>@media screen and (prefers-color-scheme:dark){");
            for ink in Ink::ALL {
                let (name, color) = (ink.name(), ink.dark());
                head.push(&format!(
                    ".rf-{name}{{fill:{color}}}.rs-{name}{{stroke:{color}}}.rc-{name}{{color:{color}}}"
                ));
            }
            head.push("}</style>");
        }
        head.push(&body);
        head.push("</svg>\n");
        head.out
    }
}

struct Writer {
    out: String,
    /// Whether elements carry classes for a dark ground.
    classes: bool,
}

impl Writer {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// At most two decimals, no zeros at the end, no minus zero.
    fn number(&mut self, number: f64) {
        // Far outside of any canvas, and exact as an integer.
        let hundredths = (number.clamp(-1e9, 1e9) * 100.0).round() as i64;
        if hundredths < 0 {
            self.out.push('-');
        }
        let size = hundredths.unsigned_abs();
        // Writing to a text does not fail.
        let _ = write!(self.out, "{}", size / 100);
        let rest = size % 100;
        if rest > 0 {
            let digits = [b'0' + (rest / 10) as u8, b'0' + (rest % 10) as u8];
            self.out.push('.');
            self.out.push(char::from(digits[0]));
            if digits[1] != b'0' {
                self.out.push(char::from(digits[1]));
            }
        }
    }

    fn attribute(&mut self, name: &str, number: f64) {
        self.push(" ");
        self.push(name);
        self.push("=\"");
        self.number(number);
        self.push("\"");
    }

    fn escaped(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.push("&amp;"),
                '<' => self.push("&lt;"),
                '>' => self.push("&gt;"),
                '"' => self.push("&quot;"),
                '\'' => self.push("&#39;"),
                '\u{fffe}' | '\u{ffff}' => self.push("\u{fffd}"),
                other if other.is_control() => self.push(" "),
                other => self.out.push(other),
            }
        }
    }

    /// Color of the inside and of the outline, and the classes that go with them.
    fn inks(&mut self, fill: Option<Ink>, stroke: Option<Ink>) {
        if self.classes {
            let fill = fill.map(|ink| format!("rf-{}", ink.name()));
            let stroke = stroke.map(|ink| format!("rs-{}", ink.name()));
            let names: Vec<String> = fill.into_iter().chain(stroke).collect();
            if !names.is_empty() {
                self.push(&format!(" class=\"{}\"", names.join(" ")));
            }
        }
        self.push(&format!(" fill=\"{}\"", fill.map_or("none", Ink::light)));
        if let Some(ink) = stroke {
            self.push(&format!(" stroke=\"{}\"", ink.light()));
        }
    }

    fn body(&mut self, scene: &Scene) {
        self.push("<rect");
        self.attribute("width", scene.width);
        self.attribute("height", scene.height);
        self.inks(Some(Ink::Ground), None);
        self.push("/>");
        for panel in &scene.panels {
            self.push("<g>");
            for mark in &panel.marks {
                match mark {
                    Mark::Line { line, path } => {
                        let path: Vec<(f64, f64)> = path
                            .iter()
                            .map(|(index, value)| (panel.frame.x(*index), panel.frame.y(*value)))
                            .collect();
                        self.line(*line, &path, panel.radius);
                    }
                    Mark::Point(point) => self.point(point, &panel.frame, panel.radius),
                    Mark::Break { at, title, .. } => self.phase_break(&panel.frame, *at, title),
                    Mark::Leader { index, value, from } => {
                        self.leader(&panel.frame, *index, *value, *from, panel.radius);
                    }
                }
            }
            self.push("</g>");
        }
        for sample in &scene.samples {
            self.sample(sample.key, sample.x, sample.y);
        }
        for text in &scene.texts {
            self.text(text);
        }
        for placed in &scene.icons {
            self.icon(&placed.icon, placed.x, placed.y, placed.size);
        }
    }

    fn line(&mut self, line: Line, path: &[(f64, f64)], radius: f64) {
        let thin = (radius / 2.2).clamp(0.7, 1.4);
        let (ink, width, dashes) = match line {
            Line::Grid => (Ink::Grid, 1.0, ""),
            Line::Data => (Ink::Data, thin, ""),
            Line::Provisional => (Ink::Data, thin, "1.5 3"),
            Line::Center => (Ink::Text, 1.2, ""),
            Line::UnusualCenter => (Ink::Text, 1.6, "12 5"),
            Line::Limit => (Ink::Limit, 1.2, "5 3"),
            Line::Target => (Ink::Target, 1.4, "8 3 2 3"),
        };
        self.push("<path d=\"");
        let mut last: Option<(f64, f64)> = None;
        for (x, y) in path {
            match last {
                None => self.push("M"),
                Some((_, before)) if before == *y => self.push("H"),
                Some((before, _)) if before == *x => self.push("V"),
                Some(_) => self.push("L"),
            }
            match last {
                Some((_, before)) if before == *y => self.number(*x),
                Some((before, _)) if before == *x => self.number(*y),
                _ => {
                    self.number(*x);
                    self.push(" ");
                    self.number(*y);
                }
            }
            last = Some((*x, *y));
        }
        self.push("\"");
        self.inks(None, Some(ink));
        self.attribute("stroke-width", width);
        if !dashes.is_empty() {
            self.push(&format!(" stroke-dasharray=\"{dashes}\""));
        }
        if line == Line::Data {
            self.push(" stroke-linejoin=\"round\"");
        }
        self.push("/>");
    }

    fn point(&mut self, point: &PointMark, frame: &Frame, radius: f64) {
        let (x, y) = (frame.x(point.index as f64), frame.y(point.value));
        self.push("<g>");
        if !point.title.is_empty() {
            self.push("<title>");
            self.escaped(&point.title);
            self.push("</title>");
        }
        self.shape(point.meaning, point.warning, point.status, x, y, radius);
        self.push("</g>");
    }

    fn shape(
        &mut self,
        meaning: Option<Meaning>,
        warning: bool,
        status: Status,
        x: f64,
        y: f64,
        radius: f64,
    ) {
        let ink = meaning.map_or(Ink::Data, Ink::of);
        let is_open = warning || status != Status::Confirmed;
        // Shapes with corners look smaller than they are.
        let r = (radius * 1.35).max(2.4);
        match meaning {
            None => {
                self.push("<circle");
                self.attribute("cx", x);
                self.attribute("cy", y);
                self.attribute("r", if is_open { radius.max(1.6) } else { radius });
            }
            Some(Meaning::Improvement) => {
                self.push("<rect");
                self.attribute("x", x - r);
                self.attribute("y", y - r);
                self.attribute("width", 2.0 * r);
                self.attribute("height", 2.0 * r);
            }
            Some(Meaning::Concern) => self.polygon(&[
                (x, y - r * 1.4),
                (x + r * 1.4, y),
                (x, y + r * 1.4),
                (x - r * 1.4, y),
            ]),
            Some(Meaning::Neutral) => {
                self.polygon(&[(x, y - r * 1.3), (x + r * 1.3, y + r), (x - r * 1.3, y + r)]);
            }
        }
        if is_open {
            self.inks(Some(Ink::Ground), Some(ink));
            self.attribute("stroke-width", 1.4);
            if status == Status::Provisional {
                self.push(" stroke-dasharray=\"1.5 1.5\"");
            }
        } else {
            self.inks(Some(ink), None);
        }
        self.push("/>");
    }

    fn polygon(&mut self, corners: &[(f64, f64)]) {
        self.push("<path d=\"M");
        for (number, (x, y)) in corners.iter().enumerate() {
            if number > 0 {
                self.push("L");
            }
            self.number(*x);
            self.push(" ");
            self.number(*y);
        }
        self.push("z\"");
    }

    fn phase_break(&mut self, frame: &Frame, at: f64, title: &str) {
        let x = frame.x(at);
        self.push("<path d=\"M");
        self.number(x);
        self.push(" ");
        self.number(frame.top - 4.0);
        self.push("V");
        self.number(frame.top + frame.height);
        self.push("\"");
        self.inks(None, Some(Ink::Limit));
        self.push(" stroke-width=\"1\" stroke-dasharray=\"2 3\"><title>");
        self.escaped(title);
        self.push("</title></path>");
    }

    fn leader(
        &mut self,
        frame: &Frame,
        index: f64,
        value: Option<f64>,
        from: (f64, f64),
        radius: f64,
    ) {
        let x = frame.x(index);
        let y = value.map_or(frame.top + frame.height, |value| frame.y(value));
        self.push("<path d=\"M");
        self.number(from.0);
        self.push(" ");
        self.number(from.1);
        self.push("L");
        self.number(x);
        self.push(" ");
        self.number((y - radius - 2.0).max(from.1));
        self.push("\"");
        self.inks(None, Some(Ink::Quiet));
        self.push(" stroke-width=\"0.8\"/>");
    }

    fn sample(&mut self, key: Key, x: f64, y: f64) {
        let radius = 3.4;
        match key {
            Key::Signal(meaning) => {
                self.shape(Some(meaning), false, Status::Confirmed, x, y, radius);
            }
            Key::Warning(meaning) => {
                self.shape(Some(meaning), true, Status::Confirmed, x, y, radius);
            }
            Key::Excluded => self.shape(None, false, Status::Excluded, x, y, radius),
            Key::Provisional => self.shape(None, false, Status::Provisional, x, y, radius),
            Key::Line(line) => self.line(line, &[(x - 8.0, y), (x + 12.0, y)], radius),
        }
    }

    fn text(&mut self, text: &Text) {
        if text.role == Role::NoteNumber {
            self.push("<circle");
            self.attribute("cx", text.x);
            self.attribute("cy", text.y - 3.2);
            self.push(" r=\"7\"");
            self.inks(Some(Ink::Ground), Some(Ink::Quiet));
            self.push("/>");
        }
        self.push("<text");
        self.attribute("x", text.x);
        self.attribute("y", text.y);
        self.attribute("font-size", text.size);
        match text.anchor {
            Anchor::Start => {}
            Anchor::Middle => self.push(" text-anchor=\"middle\""),
            Anchor::End => self.push(" text-anchor=\"end\""),
        }
        if text.bold {
            self.push(" font-weight=\"bold\"");
        }
        self.inks(Some(text.ink), None);
        self.push(">");
        self.escaped(&text.text);
        self.push("</text>");
    }

    fn icon(&mut self, icon: &Icon, x: f64, y: f64, size: f64) {
        self.push("<g transform=\"translate(");
        self.number(x);
        self.push(" ");
        self.number(y);
        self.push(") scale(");
        let _ = write!(self.out, "{:.4}", size / Icon::SIZE);
        self.push(")\"");
        if self.classes {
            self.push(&format!(" class=\"rc-{}\"", icon.ink.name()));
        }
        self.push(&format!(" color=\"{}\"><title>", icon.ink.light()));
        self.escaped(icon.title);
        self.push("</title>");
        self.push(icon.drawing);
        self.push("</g>");
    }
}

/// FNV-1a, 64 bits.
fn fnv(bytes: &[u8], start: u64) -> u64 {
    bytes.iter().fold(start, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
