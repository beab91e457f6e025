//! Graphviz DOT.

use std::fmt::Write;

use super::words::wrapped;
use super::{Drawing, heading};
use crate::link::{Link, Strength};
use crate::node::NodeKind;
use crate::system::NodeIndex;

/// Characters of a line in a box.
const WIDTH: usize = 28;

pub(super) fn write(drawing: &Drawing<'_>) -> String {
    let mut title = wrapped(&drawing.diagram.title, 80);
    let is_weak = |link: &Link| link.strength == Strength::Weak;
    if drawing.links().iter().any(is_weak) {
        title.push("(dotted: weak link)".to_owned());
    }
    let title = quoted(&title);
    let mut out = format!("digraph {} {{\n", quoted(&[drawing.diagram.id.as_str()]));
    let _ = write!(
        out,
        concat!(
            "    graph [rankdir=RL, ranksep=0.9, nodesep=0.18, fontname=\"Helvetica\",\n",
            "        labelloc=t, fontsize=16, label={}]\n",
            "    node [shape=box, style=\"filled,rounded\", fillcolor=\"#ffffff\", color=\"#6e6e6e\",\n",
            "        fontname=\"Helvetica\", fontsize=11, margin=\"0.14,0.08\", width=2.5]\n",
            "    edge [color=\"#4d4d4d\", arrowsize=0.7]\n",
        ),
        title
    );
    let mut hold = String::new();
    let mut titles = Vec::new();
    for (kind, nodes) in drawing.levels() {
        // No id of a node holds a space.
        let title = quoted(&[format!("level {kind}")]);
        out.push_str("    { rank=same\n");
        let _ = writeln!(
            out,
            "        {title} [label={}, shape=plaintext, style=\"\", fontsize=13]",
            quoted(&[heading(kind)])
        );
        for index in nodes {
            let id = quoted(&[drawing.node(*index).id.node.as_str()]);
            let _ = writeln!(out, "        {id} [{}]", attributes(drawing, *index));
            let _ = writeln!(hold, "    {title} -> {id} [style=invis]");
        }
        out.push_str("    }\n");
        titles.push(title);
    }
    // Titles stand in one line, above all nodes of their levels.
    titles.reverse();
    let _ = writeln!(out, "    {} [style=invis, weight=100]", titles.join(" -> "));
    out.push_str(&hold);
    for link in drawing.links() {
        let (from, to) = (quoted(&[link.from.as_str()]), quoted(&[link.to.as_str()]));
        let style = match link.strength {
            Strength::Strong => "",
            Strength::Weak => " [style=dotted, penwidth=1.6]",
        };
        let _ = writeln!(out, "    {from} -> {to}{style}");
    }
    out.push_str("}\n");
    out
}

fn attributes(drawing: &Drawing<'_>, index: NodeIndex) -> String {
    let node = drawing.node(index);
    let mut label = wrapped(&node.text, WIDTH);
    for remark in drawing.remarks(index) {
        label.extend(wrapped(&remark, WIDTH));
    }
    let mut attributes = format!("label={}", quoted(&label));
    if let Some(mark) = drawing.marks.get(&index) {
        let (fill, line) = mark.class.colors();
        let _ = write!(attributes, ", fillcolor=\"{fill}\", color=\"{line}\"");
    }
    if node.kind == NodeKind::Aim {
        attributes.push_str(", penwidth=2");
    }
    attributes
}

/// Lines as one quoted text. Graphviz reads entities of HTML in it, and escapes with a backslash.
fn quoted(lines: &[impl AsRef<str>]) -> String {
    let escape = |line: &str| {
        line.replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    };
    let lines: Vec<String> = lines.iter().map(|line| escape(line.as_ref())).collect();
    format!("\"{}\"", lines.join("\\n"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn signs_of_graphviz_are_escaped() {
        assert_eq!(
            quoted(&[r#"a "b" \N"#, "c & <d>"]),
            r#""a \"b\" \\N\nc &amp; &lt;d&gt;""#
        );
    }
}
