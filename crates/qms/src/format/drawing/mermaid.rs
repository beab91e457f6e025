//! Mermaid.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::words::{begins_list, lines};
use super::{Drawing, heading};
use crate::id::NodeId;
use crate::link::Strength;
use crate::node::NodeKind;
use crate::system::NodeIndex;

pub(super) fn write(drawing: &Drawing<'_>) -> String {
    let mut out = String::from("---\ntitle: ");
    // A quoted text of YAML is one of JSON.
    crate::format::json::quoted(&title(&drawing.diagram.title), &mut out);
    out.push_str("\n---\nflowchart RL\n");
    // Each node by its column and a name: ids may hold what Mermaid takes for an arrow.
    let mut names: BTreeMap<&NodeId, (usize, String)> = BTreeMap::new();
    let mut first_before = None;
    let has_parent: BTreeSet<&NodeId> = drawing.links().iter().map(|link| &link.from).collect();
    let mut hold = String::new();
    for (column, (kind, nodes)) in drawing.levels().enumerate() {
        let _ = writeln!(out, "    %% {}", heading(kind));
        let mut first = None;
        for index in nodes {
            let id = &drawing.node(*index).id.node;
            let name = format!("n{}", names.len());
            let _ = writeln!(out, "    {name}{}", shape(drawing, *index));
            if let Some(before) = first_before.as_ref().filter(|_| !has_parent.contains(id)) {
                // Without a link of its own it would stand in the last column.
                let _ = writeln!(hold, "    {name} ~~~ {before}");
            }
            first.get_or_insert_with(|| name.clone());
            names.insert(id, (column, name));
        }
        first_before = first;
    }
    for link in drawing.links() {
        if let (Some((start, from)), Some((end, to))) = (names.get(&link.from), names.get(&link.to))
        {
            let more = start.saturating_sub(end + 1);
            let arrow = match link.strength {
                Strength::Strong => format!("--{}>", "-".repeat(more)),
                Strength::Weak => format!("-.{}->", ".".repeat(more)),
            };
            let _ = writeln!(out, "    {from} {arrow} {to}");
        }
    }
    out.push_str(&hold);
    out.push_str("    classDef default fill:#ffffff,stroke:#6e6e6e,color:#1a1a1a\n");
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

/// Mermaid takes the title for HTML and knows no escapes in it: signs that look alike stand in.
fn title(text: &str) -> String {
    let alike = |sign| match sign {
        '<' => '‹',
        '>' => '›',
        '&' => '+',
        sign => sign,
    };
    lines(text).join(" ").chars().map(alike).collect()
}

/// The box of a node.
fn shape(drawing: &Drawing<'_>, index: NodeIndex) -> String {
    let node = drawing.node(index);
    let mut label = lines(&node.text);
    let remarks = drawing.remarks(index);
    label.extend(remarks.iter().flat_map(|remark| lines(remark)));
    let label: Vec<String> = label.iter().map(|line| escaped(line)).collect();
    let (open, close) = brackets(node.kind);
    let class = drawing
        .marks
        .get(&index)
        .map(|mark| format!(":::{}", mark.class));
    let class = class.unwrap_or_default();
    format!("{open}\"{}\"{close}{class}", label.join("<br/>"))
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
    let mut out = String::new();
    for (at, sign) in line.char_indices() {
        let is_harmless = matches!(
            sign,
            ',' | '\'' | '?' | '%' | '/' | '(' | ')' | '.' | '-' | '!' | '+' | '='
        ) || (sign == ':' && !line[at..].starts_with(":/"));
        let is_plain = !sign.is_ascii_punctuation() || (is_harmless && !begins_list(line, at));
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
            "#60;b#62; #38; #34;x#34; #124; #96;y#96; #91;z#93; #35;1#59;"
        );
        assert_eq!(escaped("1. first"), "1#46; first");
        assert_eq!(escaped("- item"), "#45; item");
        assert_eq!(escaped("https://x.y"), "https#58;//x.y");
        assert_eq!(escaped("end"), "end");
    }
}
