//! One self-contained page: the diagram drawn, each node with its verdict, and what it rests on.
//!
//! There is no script in it. A node is a link to its panel, which stands open while it is the target;
//! on paper all panels stand below each other.

mod layout;
mod panel;
mod scene;
mod svg;
mod text;

use std::fmt::Write;

use base64::Engine;
use redbead_plot::Ink;
use redbead_qms::{Answers, Diagram, DiagramId, MarkClass, NodeIndex, System};
use sha2::{Digest, Sha256};

use super::world::Matching;
use scene::{Scene, heading};
use svg::symbol;
use text::escaped;

const STYLE: &str = include_str!("style.css");

/// What a page is made of.
#[derive(Debug)]
pub(super) struct Page<'a> {
    pub(super) system: &'a System,
    /// The diagrams to draw.
    pub(super) diagrams: Vec<&'a Diagram>,
    /// What the series say; none to draw the diagrams alone.
    pub(super) answers: Option<Answers<'a>>,
    /// What became of the series.
    pub(super) matching: Option<&'a Matching>,
    /// Most series that are listed of a measure at a node.
    pub(super) most: usize,
}

impl Page<'_> {
    /// The page. Equal input gives equal bytes.
    pub(super) fn html(&self) -> String {
        let style = Ink::variables() + STYLE;
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(&style));
        let titles: Vec<String> = self
            .diagrams
            .iter()
            .map(|known| escaped(&known.title))
            .collect();
        let title = titles.join("; ");
        let mut out = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; \
             base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
             <style>{style}</style>\n</head>\n<body>\n<header>\n<h1 id=\"top\">{title}</h1>\n"
        );
        self.basis(&mut out);
        out.push_str("</header>\n<main>\n");
        for (number, diagram) in self.diagrams.iter().enumerate() {
            self.diagram(&mut out, number, diagram);
        }
        out.push_str("</main>\n");
        for (number, diagram) in self.diagrams.iter().enumerate() {
            for node in self.system.nodes_of(&diagram.id) {
                panel::panel(&mut out, self, number, node);
            }
        }
        out.push_str("</body>\n</html>\n");
        out
    }

    /// What the verdicts rest on.
    fn basis(&self, out: &mut String) {
        let Some((answers, matching)) = self.answers.as_ref().zip(self.matching) else {
            return;
        };
        let mut rules: Vec<String> = Vec::new();
        for entry in answers.statuses().entries() {
            let words = entry.status.rules.to_string();
            if !rules.contains(&words) {
                rules.push(words);
            }
        }
        let _ = write!(
            out,
            "<p class=\"soft\">{} of {} series of the results count.",
            matching.matched, matching.series
        );
        if !rules.is_empty() {
            let _ = write!(out, " Rules: {}.", escaped(&rules.join("; ")));
        }
        let lost = [
            (matching.unmatched.len(), "not known to the diagram"),
            (matching.refused.len(), "without a result"),
            (matching.unbound, "bound to no node"),
        ];
        for (count, what) in lost.iter().filter(|(count, _)| *count > 0) {
            let _ = write!(out, " {count} {what}.");
        }
        let without = &matching.measures_without_series;
        if !without.is_empty() {
            let _ = write!(
                out,
                " Measures without any series: {}.",
                escaped(&without.join(", "))
            );
        }
        out.push_str("</p>\n");
    }

    fn diagram(&self, out: &mut String, number: usize, diagram: &Diagram) {
        let cascades = |node| self.cascades(node);
        let scene = Scene::of(self.system, diagram, self.answers.as_ref(), &cascades);
        let title = escaped(&diagram.title);
        let _ = writeln!(out, "<section class=\"diagram\" id=\"d{number}\">");
        if self.diagrams.len() > 1 {
            let _ = writeln!(out, "<h2>{title}</h2>");
        }
        self.facts(out, diagram);
        let picture = svg::svg(&scene, self.system, number);
        let picture = picture.replacen("<svg ", "<svg class=\"picture\" ", 1);
        let _ = writeln!(
            out,
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Diagram: {title}\">\n{picture}</div>"
        );
        self.legend(out, &scene);
        self.table(out, &scene);
        out.push_str("</section>\n");
    }

    fn facts(&self, out: &mut String, diagram: &Diagram) {
        let site = diagram
            .site
            .as_ref()
            .and_then(|site| self.system.site_index(site));
        let facts = [
            diagram
                .version
                .as_ref()
                .map(|version| format!("version {}", escaped(version))),
            diagram.as_of.map(|day| format!("as of {day}")),
            site.map(|site| escaped(&self.system.site(site).name)),
        ];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        if !facts.is_empty() {
            let _ = writeln!(out, "<p class=\"soft\">{}</p>", facts.join(", "));
        }
    }

    fn legend(&self, out: &mut String, scene: &Scene<'_>) {
        out.push_str("<ul class=\"legend\">\n");
        if self.answers.is_some() {
            for class in MarkClass::ALL {
                let words = class.title();
                let _ = writeln!(out, "<li>{}{words}</li>", inline_symbol(*class));
            }
        }
        let is_weak =
            |link: &(usize, usize, redbead_qms::Strength)| link.2 == redbead_qms::Strength::Weak;
        if scene.links.iter().any(is_weak) {
            out.push_str(
                "<li><svg width=\"34\" height=\"10\" aria-hidden=\"true\"><path class=\"link weak\" d=\"M2 5H32\"/>\
                 </svg>weak link</li>\n",
            );
        }
        out.push_str("</ul>\n");
        if scene.drawn.iter().any(|drawn| !drawn.counts.is_empty()) {
            out.push_str(
                "<p class=\"soft\">The sign of a node is what all its series say together; the bar below it shows how many \
                 say what. At many sites some signal by chance.</p>\n",
            );
        }
    }

    /// The same as a table, in the order of the columns.
    fn table(&self, out: &mut String, scene: &Scene<'_>) {
        out.push_str(
            "<details>\n<summary>The diagram as a table</summary>\n<div class=\"wide\"><table>\n<thead><tr>\
             <th scope=\"col\">Level</th><th scope=\"col\">Node</th><th scope=\"col\">Contributes to</th>\
             <th scope=\"col\">Verdict</th></tr></thead>\n<tbody>\n",
        );
        let mut rows: Vec<usize> = (0..scene.drawn.len()).collect();
        // Stable: by id within a level.
        rows.sort_by_key(|at| self.system.node(scene.drawn[*at].node).kind);
        for at in rows {
            let drawn = &scene.drawn[at];
            let record = self.system.node(drawn.node);
            let parents = scene.links.iter().filter(|link| link.0 == at).map(|link| {
                let parent = self.system.node(scene.drawn[link.1].node);
                let weak = if is_weak(link) { " (weak)" } else { "" };
                format!("{}{weak}", escaped(&parent.text))
            });
            let parents: Vec<String> = parents.collect();
            let verdict = drawn.mark.as_ref().map_or_else(String::new, |mark| {
                let words = escaped(&mark.words.replace('\n', ", "));
                format!("{}{words}", inline_symbol(mark.class))
            });
            let _ = writeln!(
                out,
                "<tr><td>{}</td><td><a href=\"#n{}\">{}</a></td><td>{}</td><td>{verdict}</td></tr>",
                heading(record.kind),
                drawn.node.get(),
                escaped(&record.text),
                parents.join("<br>")
            );
        }
        out.push_str("</tbody>\n</table></div>\n</details>\n");
    }

    /// The diagrams that a node is linked to by cascades, in words, with the id of what is told of the
    /// other end.
    fn cascades(&self, node: NodeIndex) -> Vec<(String, String)> {
        let id = &self.system.node(node).id;
        let title = |diagram: &DiagramId| {
            let found = self.system.diagram(diagram);
            found.map_or_else(|| diagram.to_string(), |found| found.title.clone())
        };
        let target = |other| {
            let other = self.system.node_index(other);
            other.map_or_else(String::new, |other| format!("#n{}", other.get()))
        };
        let cascades = self.system.cascades().iter().filter_map(|cascade| {
            if cascade.driver == *id {
                Some((
                    format!("↳ diagram: {}", title(&cascade.aim.diagram)),
                    target(&cascade.aim),
                ))
            } else if cascade.aim == *id {
                Some((
                    format!("↰ part of: {}", title(&cascade.driver.diagram)),
                    target(&cascade.driver),
                ))
            } else {
                None
            }
        });
        cascades.collect()
    }

    /// Whether what is told of a node is on the page.
    fn shows(&self, node: NodeIndex) -> bool {
        let own = &self.system.node(node).id.diagram;
        self.diagrams.iter().any(|diagram| diagram.id == *own)
    }
}

fn is_weak(link: &(usize, usize, redbead_qms::Strength)) -> bool {
    link.2 == redbead_qms::Strength::Weak
}

/// A sign amid a text, which says the same.
fn inline_symbol(class: MarkClass) -> String {
    let sign = symbol(class, 9.0, 9.0);
    format!("<svg width=\"18\" height=\"18\" aria-hidden=\"true\">{sign}</svg> ")
}

#[cfg(test)]
mod tests;
