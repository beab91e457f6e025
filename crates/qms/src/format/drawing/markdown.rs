//! A Markdown outline.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::Drawing;
use super::words::{begins_list, lines};
use crate::id::NodeId;
use crate::link::{Link, Strength};
use crate::node::NodeKind;
use crate::system::NodeIndex;

pub(super) fn write(drawing: &Drawing<'_>) -> String {
    let mut out = format!("# {}\n", escaped(&drawing.diagram.title));
    let version = drawing.diagram.version.as_deref();
    let facts = [
        version.map(|version| format!("version {}", escaped(version))),
        drawing.diagram.as_of.map(|day| format!("as of {day}")),
        drawing
            .diagram
            .site
            .as_ref()
            .and_then(|site| drawing.system.site_index(site))
            .map(|site| escaped(&drawing.system.site(site).name)),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    if !facts.is_empty() {
        let _ = write!(out, "\n{}\n", facts.join(", "));
    }
    let mut outline = Outline::new(drawing);
    for (kind, nodes) in drawing.levels() {
        for node in nodes {
            if kind == NodeKind::Aim {
                outline.aim(*node, &mut out);
            } else if !outline.has_parent.contains(&drawing.node(*node).id.node) {
                outline.loose.push(*node);
            }
        }
    }
    let loose = std::mem::take(&mut outline.loose);
    if !loose.is_empty() {
        out.push_str("\n## Not linked to the aim\n\n");
        for node in loose {
            outline.branch(node, None, 0, &mut out);
        }
    }
    out
}

struct Outline<'a> {
    drawing: &'a Drawing<'a>,
    below: BTreeMap<&'a NodeId, Vec<&'a Link>>,
    has_parent: BTreeSet<&'a NodeId>,
    index: BTreeMap<&'a NodeId, NodeIndex>,
    shown: BTreeSet<NodeIndex>,
    loose: Vec<NodeIndex>,
}

impl<'a> Outline<'a> {
    fn new(drawing: &'a Drawing<'a>) -> Self {
        let mut below: BTreeMap<&NodeId, Vec<&Link>> = BTreeMap::new();
        let mut has_parent = BTreeSet::new();
        for link in drawing.links() {
            below.entry(&link.to).or_default().push(link);
            has_parent.insert(&link.from);
        }
        let nodes = drawing.levels().flat_map(|(_, nodes)| nodes.iter());
        let index = nodes
            .map(|index| (&drawing.node(*index).id.node, *index))
            .collect();
        Self {
            drawing,
            below,
            has_parent,
            index,
            shown: BTreeSet::new(),
            loose: Vec::new(),
        }
    }

    fn aim(&mut self, index: NodeIndex, out: &mut String) {
        let node = self.drawing.node(index);
        let _ = write!(
            out,
            "\n**Aim:** {}{}\n",
            escaped(&node.text),
            self.state(index)
        );
        let details = [
            ("How much", &node.aim.how_much),
            ("For whom", &node.aim.for_whom),
            ("By when", &node.aim.by_when),
        ];
        let details = details
            .into_iter()
            .filter_map(|(what, said)| Some((what, said.as_ref()?)));
        let mut list: Vec<String> = details
            .map(|(what, said)| format!("- {what}: {}", escaped(said)))
            .collect();
        if let Some(target) = node.aim.target {
            list.push(format!("- Target: {target}"));
        }
        list.extend(self.measures(index).map(|measure| format!("- {measure}")));
        if !list.is_empty() {
            let _ = write!(out, "\n{}\n", list.join("\n"));
        }
        self.shown.insert(index);
        let links = self.below.get(&node.id.node).cloned().unwrap_or_default();
        if !links.is_empty() {
            out.push_str("\n## Drivers\n\n");
        }
        for (child, link) in self.children(&links) {
            self.branch(child, Some(link), 0, out);
        }
    }

    /// The nodes at the other end of links, by level and id.
    fn children(&self, links: &[&'a Link]) -> Vec<(NodeIndex, &'a Link)> {
        let ends = links
            .iter()
            .map(|link| (self.index.get(&link.from).copied(), *link));
        let mut ends: Vec<(NodeIndex, &Link)> = ends
            .filter_map(|(index, link)| Some((index?, link)))
            .collect();
        ends.sort_by_key(|(index, _)| (self.drawing.node(*index).kind, *index));
        ends
    }

    /// A node and all below it. There are no more levels than kinds of nodes.
    fn branch(&mut self, index: NodeIndex, link: Option<&Link>, depth: usize, out: &mut String) {
        let node = self.drawing.node(index);
        let indent = "  ".repeat(depth);
        let weak = link.is_some_and(|link| link.strength == Strength::Weak);
        let weak = if weak { ", weak link" } else { "" };
        let (title, text) = (node.kind.title(), escaped(&node.text));
        let mut title = title.to_owned();
        if let Some(first) = title.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let state = self.state(index);
        let _ = write!(out, "{indent}- **{title}{weak}:** {text}{state}");
        let links = self.below.get(&node.id.node).cloned().unwrap_or_default();
        if !self.shown.insert(index) {
            let more = if links.is_empty() && self.measures(index).next().is_none() {
                ""
            } else {
                ", as above"
            };
            let _ = writeln!(out, "{more}");
            return;
        }
        out.push('\n');
        for measure in self.measures(index) {
            let _ = writeln!(out, "{indent}  - {measure}");
        }
        for (child, link) in self.children(&links) {
            self.branch(child, Some(link), depth + 1, out);
        }
    }

    fn state(&self, index: NodeIndex) -> String {
        let remarks = self.drawing.remarks(index);
        if remarks.is_empty() {
            return String::new();
        }
        let remarks: Vec<String> = remarks
            .iter()
            .map(|remark| escaped(&lines(remark).join(", ")))
            .collect();
        format!(" ({})", remarks.join("; "))
    }

    /// The measures at a node, each once, with its role.
    fn measures(&self, index: NodeIndex) -> impl Iterator<Item = String> + use<'a> {
        let system = self.drawing.system;
        let mut last = None;
        system.bindings_at(index).iter().filter_map(move |binding| {
            if last.replace(&binding.measure) == Some(&binding.measure) {
                return None;
            }
            let measure = system.measure(system.measure_index(&binding.measure)?);
            let unit = if measure.unit.is_empty() {
                String::new()
            } else {
                format!(", {}", escaped(&measure.unit))
            };
            Some(format!(
                "Measure ({}): {}{unit}",
                binding.role,
                escaped(&measure.name)
            ))
        })
    }
}

/// A text on one line, in which nothing is Markdown or HTML.
fn escaped(text: &str) -> String {
    let line = lines(text).join(" ");
    let mut out = String::new();
    for (at, sign) in line.char_indices() {
        let is_special = matches!(
            sign,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '$' | '#' | '@'
        );
        if is_special || begins_list(&line, at) {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn texts_are_no_markdown() {
        assert_eq!(
            escaped("*a* <b> `c`\n# d|e & f"),
            r"\*a\* \<b\> \`c\` \# d\|e \& f"
        );
        assert_eq!(escaped("1. first-class"), r"1\. first-class");
        assert_eq!(escaped("- item"), r"\- item");
        assert_eq!(escaped("-item, 2.10 1"), "-item, 2.10 1");
    }
}
