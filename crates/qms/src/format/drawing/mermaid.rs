//! Mermaid.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::words::lines;
use super::{Drawing, heading};
use crate::id::NodeId;
use crate::link::Strength;
use crate::node::NodeKind;

pub(super) fn write(drawing: &Drawing<'_>) -> String {
    let mut out = String::from("---\ntitle: ");
    // A quoted text of YAML is one of JSON.
    let title = lines(&drawing.diagram.title).join(" ");
    crate::format::json::quoted(&title, &mut out);
    out.push_str("\n---\nflowchart RL\n");
    let mut names: BTreeMap<&NodeId, String> = BTreeMap::new();
    for (kind, nodes) in drawing.levels() {
        let _ = writeln!(out, "    %% {}", heading(kind));
        for index in nodes {
            let node = drawing.node(*index);
            // Ids may hold what Mermaid takes for an arrow.
            let name = format!("n{}", names.len());
            let mut label = lines(&node.text);
            label.extend(drawing.remarks(*index));
            let label: Vec<String> = label.iter().map(|line| escaped(line)).collect();
            let (open, close) = brackets(kind);
            let _ = write!(out, "    {name}{open}\"{}\"{close}", label.join("<br/>"));
            if let Some(mark) = drawing.marks.get(index) {
                let _ = write!(out, ":::{}", mark.class);
            }
            out.push('\n');
            names.insert(&node.id.node, name);
        }
    }
    for link in drawing.links() {
        if let (Some(from), Some(to)) = (names.get(&link.from), names.get(&link.to)) {
            let arrow = match link.strength {
                Strength::Strong => "-->",
                Strength::Weak => "-.->",
            };
            let _ = writeln!(out, "    {from} {arrow} {to}");
        }
    }
    let classes: BTreeSet<_> = drawing.marks.values().map(|mark| mark.class).collect();
    for class in classes {
        let (fill, line) = class.colors();
        let _ = writeln!(
            out,
            "    classDef {class} fill:{fill},stroke:{line},color:#1a1a1a"
        );
    }
    out
}

/// Boxes of a shape for each level.
const fn brackets(kind: NodeKind) -> (&'static str, &'static str) {
    match kind {
        NodeKind::Aim => ("([", "])"),
        NodeKind::PrimaryDriver | NodeKind::SecondaryDriver => ("[", "]"),
        NodeKind::ChangeIdea => ("(", ")"),
    }
}

/// A line of a label. Signs that Mermaid, Markdown or HTML could take for their own become entities
/// by number, and so does what would begin a list.
fn escaped(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mut out = String::new();
    for (at, sign) in line.char_indices() {
        let is_plain = !sign.is_ascii_punctuation()
            || matches!(sign, ',' | '\'' | '?' | '%' | '/' | '(')
            || (matches!(sign, '.' | ')' | '-' | '!') && at != digits)
            || (sign == ':' && !line[at..].starts_with(":/"));
        if is_plain {
            out.push(sign);
        } else {
            let _ = write!(out, "#{};", u32::from(sign));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn signs_of_other_languages_become_numbers() {
        assert_eq!(escaped("a, b (c) 50%: d-e."), "a, b (c) 50%: d-e.");
        assert_eq!(
            escaped("<b> & \"x\" | `y` [z] #1;"),
            concat!("#60;b#62; #38; #34;x#34; #124; #96;y#96; #91;z#93; #35;1#59;")
        );
        assert_eq!(escaped("1. first"), "1#46; first");
        assert_eq!(escaped("- item"), "#45; item");
        assert_eq!(escaped("https://x.y"), "https#58;//x.y");
        assert_eq!(escaped("end"), "end");
    }
}
