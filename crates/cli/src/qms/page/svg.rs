//! The picture of a diagram.

use std::fmt::Write;

use redbead_qms::{MarkClass, Strength, System, Verdict};

use super::scene::{BOX_WIDTH, Drawn, LEFT, SMALL, Scene, TITLE};
use super::text::{escaped, width};

/// Space above the boxes for the headings, and around all.
const HEAD: f64 = 30.0;
const MARGIN: f64 = 6.0;

/// The name of a class of mark in the style sheet, which is also its name in files.
pub(super) fn class(mark: MarkClass) -> &'static str {
    mark.name()
}

/// The picture, every box a link to what is told of its node. `number` makes its ids its own.
pub(super) fn svg(scene: &Scene<'_>, system: &System, number: usize) -> String {
    let layout = &scene.layout;
    let wide = layout
        .columns
        .last()
        .map_or(0.0, |(left, width)| left + width);
    let (wide, high) = (wide + 2.0 * MARGIN, layout.height + HEAD + 2.0 * MARGIN);
    let mut out = String::new();
    let title = escaped(&scene.diagram.title);
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide:.0} {high:.0}\" width=\"{wide:.0}\" \
         height=\"{high:.0}\" role=\"group\" aria-labelledby=\"t{number}\">\n<title id=\"t{number}\">{title}</title>"
    );
    for ((left, _), heading) in layout.columns.iter().zip(&scene.headings) {
        let _ = writeln!(
            out,
            "<text class=\"head\" x=\"{:.1}\" y=\"{:.1}\">{heading}</text>",
            left + MARGIN,
            MARGIN + 14.0
        );
    }
    out.push_str("<g class=\"links\" aria-hidden=\"true\">\n");
    for ((_, _, strength), way) in scene.links.iter().zip(&layout.ways) {
        link(&mut out, way, *strength);
    }
    out.push_str("</g>\n");
    let mut order: Vec<usize> = (0..scene.drawn.len()).collect();
    // The keyboard goes column by column, from the top down.
    order.sort_by(|one, other| {
        let place = |at: usize| (scene.column_of(system, at), layout.tops[at]);
        let (one, other) = (place(*one), place(*other));
        one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))
    });
    for at in order {
        let (left, _) = layout.columns[scene.column_of(system, at)];
        node(
            &mut out,
            &scene.drawn[at],
            system,
            left + MARGIN,
            layout.tops[at] + HEAD + MARGIN,
        );
    }
    out.push_str("</svg>\n");
    out
}

/// A link: curves between columns, level through those that it skips, and a head at what it leads to.
fn link(out: &mut String, way: &[(f64, f64)], strength: Strength) {
    let Some((end, rest)) = way.split_first() else {
        return;
    };
    let at = |point: &(f64, f64)| (point.0 + MARGIN, point.1 + HEAD + MARGIN);
    let end = at(end);
    let weak = if strength == Strength::Weak {
        " weak"
    } else {
        ""
    };
    let mut path = format!("M{:.1} {:.1}", end.0 + 5.0, end.1);
    let mut from = (end.0 + 5.0, end.1);
    for (number, point) in rest.iter().enumerate() {
        let to = at(point);
        if number % 2 == 0 {
            let middle = (from.0 + to.0) / 2.0;
            let _ = write!(
                path,
                "C{middle:.1} {:.1} {middle:.1} {:.1} {:.1} {:.1}",
                from.1, to.1, to.0, to.1
            );
        } else {
            let _ = write!(path, "L{:.1} {:.1}", to.0, to.1);
        }
        from = to;
    }
    let _ = writeln!(out, "<path class=\"link{weak}\" d=\"{path}\"/>");
    let (x, y) = end;
    let _ = writeln!(
        out,
        "<path class=\"tip\" d=\"M{:.1} {y:.1}L{:.1} {:.1}L{:.1} {:.1}Z\"/>",
        x + 0.5,
        x + 7.5,
        y - 3.5,
        x + 7.5,
        y + 3.5
    );
}

fn node(out: &mut String, drawn: &Drawn, system: &System, x: f64, y: f64) {
    let index = drawn.node.get();
    let name = drawn
        .mark
        .as_ref()
        .map_or("plain", |mark| class(mark.class));
    let record = system.node(drawn.node);
    let says = drawn.mark.as_ref().map_or_else(String::new, |mark| {
        format!(
            ": {} ({})",
            mark.class.title(),
            mark.words.replace('\n', ", ")
        )
    });
    let label = escaped(&format!("{}, {}{says}", record.text, record.kind.title()));
    let _ = writeln!(
        out,
        "<a class=\"node {name}\" href=\"#n{index}\" aria-label=\"{label}\"><title>{label}</title>\
         <rect class=\"box\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{BOX_WIDTH}\" height=\"{:.1}\" rx=\"6\"/>\
         <path class=\"stripe\" d=\"M{:.1} {:.1}v{:.1}\"/>",
        drawn.height,
        x + 5.0,
        y + 7.0,
        drawn.height - 14.0
    );
    let mut line = y + 10.0 + TITLE.0;
    for text in &drawn.title {
        let text = escaped(text);
        let _ = writeln!(
            out,
            "<text class=\"title\" x=\"{:.1}\" y=\"{line:.1}\">{text}</text>",
            x + LEFT
        );
        line += TITLE.1;
    }
    if let Some(mark) = &drawn.mark {
        line += 4.0;
        let _ = writeln!(out, "{}", symbol(mark.class, x + LEFT + 7.0, line - 4.5));
        for text in &drawn.says {
            let text = escaped(text);
            let _ = writeln!(
                out,
                "<text class=\"says\" x=\"{:.1}\" y=\"{line:.1}\">{text}</text>",
                x + LEFT + 21.0
            );
            line += SMALL.1;
        }
        line += 2.0;
    }
    if !drawn.counts.is_empty() {
        bar(
            out,
            &drawn.counts,
            x + LEFT,
            line - SMALL.0 + 2.0,
            BOX_WIDTH - LEFT - 12.0,
        );
        line += 12.0;
    }
    for (words, _) in &drawn.cascades {
        let mut text = words.clone();
        while width(&text, SMALL.0) > BOX_WIDTH - LEFT - 10.0 && text.chars().count() > 4 {
            text = text
                .chars()
                .take(text.chars().count() - 4)
                .collect::<String>()
                + "…";
        }
        let text = escaped(&text);
        let _ = writeln!(
            out,
            "<text class=\"cascade\" x=\"{:.1}\" y=\"{line:.1}\">{text}</text>",
            x + LEFT
        );
        line += SMALL.1;
    }
    out.push_str("</a>\n");
}

/// How many series say what, as parts of a bar; the words beside it say the same.
fn bar(out: &mut String, counts: &[(Verdict, usize)], x: f64, y: f64, wide: f64) {
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    let mut left = x;
    for (verdict, count) in counts {
        let part = wide * *count as f64 / all as f64;
        let name = class(MarkClass::from(*verdict));
        let _ = writeln!(
            out,
            "<rect class=\"part {name}\" x=\"{left:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"5\"/>",
            (part - 1.0).max(1.0)
        );
        left += part;
    }
}

/// A sign for a class, told by shape as well as by color.
pub(super) fn symbol(mark: MarkClass, x: f64, y: f64) -> String {
    let name = class(mark);
    let shape = match mark {
        MarkClass::Improving => {
            "<circle class=\"full\" r=\"7\"/><path class=\"cut\" d=\"M-3.4 .2L-.9 2.8L3.6 -2.6\"/>"
        }
        MarkClass::Worsening => {
            "<path class=\"full\" d=\"M0 -8L8 6.4H-8Z\"/><path class=\"cut\" d=\"M0 -3.4V1.4M0 3.4V4.6\"/>"
        }
        MarkClass::Mixed => {
            "<path class=\"full\" d=\"M0 -8L8 0L0 8L-8 0Z\"/><path class=\"cut\" d=\"M0 -4V1M-2.5 -1.5H2.5M-2.2 3.2H2.2\"/>"
        }
        MarkClass::SpecialCauseNotJudged => {
            "<rect class=\"full\" x=\"-6.5\" y=\"-6.5\" width=\"13\" height=\"13\" rx=\"2\"/><path class=\"cut\" d=\"M-3.4 0H3.4M.8 -2.6L3.4 0L.8 2.6\"/>"
        }
        MarkClass::NoSignal => {
            "<circle class=\"open\" r=\"6.5\"/><path class=\"line\" d=\"M-3 -1.6H3M-3 1.6H3\"/>"
        }
        MarkClass::InsufficientData => {
            "<circle class=\"open dashed\" r=\"6.5\"/><path class=\"line dots\" d=\"M-3 0H-2.9M0 0H.1M3 0H3.1\"/>"
        }
        MarkClass::Unmeasured => "<circle class=\"open dashed\" r=\"6.5\"/>",
    };
    format!("<g class=\"sign {name}\" transform=\"translate({x:.1} {y:.1})\">{shape}</g>")
}
