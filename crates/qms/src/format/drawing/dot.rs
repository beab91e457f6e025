//! Graphviz DOT.

use std::fmt::Write;

use super::words::wrapped;
use super::{Drawing, heading};
use crate::link::Strength;
use crate::node::NodeKind;

/// Characters of a line in a box.
const WIDTH: usize = 28;

pub(super) fn write(drawing: &Drawing<'_>) -> String {
    let title = wrapped(&drawing.diagram.title, 80);
    let mut out = format!("digraph {} {{\n", quoted(&[drawing.diagram.id.as_str()]));
    let _ = writeln!(
        out,
        "    graph [rankdir=RL, newrank=true, ranksep=0.9, nodesep=0.18,"
    );
    let _ = writeln!(
        out,
        "        labelloc=t, fontname=\"Helvetica\", fontsize=16, label={}]",
        quoted(&title)
    );
    out.push_str(concat!(
        "    node [shape=box, style=\"filled,rounded\", fillcolor=\"#ffffff\", color=\"#6e6e6e\",\n",
        "        fontname=\"Helvetica\", fontsize=11, margin=\"0.14,0.08\"]\n",
        "    edge [color=\"#4d4d4d\", arrowsize=0.7]\n",
    ));
    for (kind, nodes) in drawing.levels() {
        let _ = writeln!(out, "    subgraph \"cluster_{kind}\" {{");
        let _ = writeln!(
            out,
            "        label={}; peripheries=0; fontsize=13",
            quoted(&[heading(kind)])
        );
        out.push_str("        { rank=same\n");
        for index in nodes {
            let node = drawing.node(*index);
            let id = quoted(&[node.id.node.as_str()]);
            let mut label = wrapped(&node.text, WIDTH);
            for remark in drawing.remarks(*index) {
                label.extend(wrapped(&remark, WIDTH));
            }
            let _ = write!(out, "            {id} [label={}", quoted(&label));
            if let Some(mark) = drawing.marks.get(index) {
                let (fill, line) = mark.class.colors();
                let _ = write!(out, ", fillcolor=\"{fill}\", color=\"{line}\"");
            }
            if kind == NodeKind::Aim {
                out.push_str(", penwidth=2");
            }
            out.push_str("]\n");
        }
        out.push_str("        }\n    }\n");
    }
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
