//! What is told of a node: its state, its measures with their sites, and what it is linked to.

use std::fmt::Write;

use redbead::Direction;
use redbead_qms::{Answers, Audience, Entry, MarkClass, NodeIndex, NodeMark};

use super::scene::own_series;
use super::text::escaped;
use super::{Page, inline_symbol};
use crate::qms::words::finding_in_words;

pub(super) fn panel(out: &mut String, page: &Page<'_>, diagram: usize, node: NodeIndex) {
    let system = page.system;
    let record = system.node(node);
    let index = node.get();
    let _ = writeln!(
        out,
        "<section class=\"panel\" id=\"n{index}\" aria-labelledby=\"h{index}\">\n\
         <a class=\"close\" href=\"#d{diagram}\">Close</a>\n<h3 id=\"h{index}\">{}</h3>",
        escaped(&record.text)
    );
    let mut facts = vec![record.kind.title().to_owned()];
    facts.extend(
        record
            .owner
            .map(|owner| format!("owner: {}", Audience::title(owner))),
    );
    let aim = &record.aim;
    let details = [
        ("how much", &aim.how_much),
        ("for whom", &aim.for_whom),
        ("by when", &aim.by_when),
    ];
    for (name, text) in details {
        facts.extend(
            text.as_ref()
                .map(|text| format!("{name}: {}", escaped(text))),
        );
    }
    if !record.components.is_empty() {
        let components: Vec<String> = record.components.iter().map(ToString::to_string).collect();
        facts.push(escaped(&components.join(", ")));
    }
    let _ = writeln!(out, "<p class=\"soft\">{}</p>", facts.join("; "));
    if let Some(note) = &record.note {
        let _ = writeln!(out, "<p>{}</p>", escaped(note));
    }
    if let Some(answers) = &page.answers {
        let mark = NodeMark::from(&answers.node_verdict(node));
        let words = escaped(&mark.words.replace('\n', ", "));
        let _ = writeln!(out, "<p>{}{words}</p>", inline_symbol(mark.class));
        for (binding, entries) in own_series(system, answers, node) {
            measure(out, page, answers, binding, &entries);
        }
    } else {
        for binding in system.bindings_at(node) {
            heading(out, page, binding);
        }
    }
    links(out, page, node);
    out.push_str("</section>\n");
}

fn heading(out: &mut String, page: &Page<'_>, binding: &redbead_qms::Binding) {
    let index = page.system.measure_index(&binding.measure);
    let Some(known) = index.map(|index| page.system.measure(index)) else {
        return;
    };
    let good = match known.direction {
        Direction::Increase => ", up is good",
        Direction::Decrease => ", down is good",
        Direction::NotJudged => "",
    };
    let _ = writeln!(
        out,
        "<h4>{} <span class=\"soft\">({}{good})</span></h4>",
        escaped(&known.name),
        binding.role
    );
}

fn measure(
    out: &mut String,
    page: &Page<'_>,
    answers: &Answers<'_>,
    binding: &redbead_qms::Binding,
    entries: &[&Entry],
) {
    heading(out, page, binding);
    if entries.is_empty() {
        out.push_str("<p class=\"soft\">no series</p>\n");
        return;
    }
    out.push_str(
        "<table>\n<thead><tr><th scope=\"col\">Site</th><th scope=\"col\">Variation</th><th scope=\"col\">Since</th>\
         <th scope=\"col\">By</th></tr></thead>\n<tbody>\n",
    );
    for entry in entries.iter().take(page.most) {
        row(out, page, answers, entry);
    }
    out.push_str("</tbody>\n</table>\n");
    let left = entries.len().saturating_sub(page.most);
    if left > 0 {
        let _ = writeln!(out, "<p class=\"soft\">and {left} more</p>");
    }
}

fn row(out: &mut String, page: &Page<'_>, answers: &Answers<'_>, entry: &Entry) {
    let site = page.system.site(entry.site);
    let judgement = &entry.judgement;
    let mut words = judgement.verdict.title().to_owned();
    if judgement.is_tentative {
        words.push_str(" (tentative)");
    }
    let since = judgement
        .since
        .map_or_else(String::new, |since| match since.date {
            Some(date) => date.to_string(),
            None => format!("point {}", since.index + 1),
        });
    let evidence: Vec<String> = answers
        .evidence(entry)
        .iter()
        .map(|finding| finding_in_words(finding.rule, finding.points()))
        .collect();
    let _ = writeln!(
        out,
        "<tr><td>{}</td><td class=\"word\">{}{words}</td><td class=\"word\">{since}</td><td>{}</td></tr>",
        escaped(&site.name),
        inline_symbol(MarkClass::from(judgement.verdict)),
        escaped(&evidence.join("; "))
    );
}

/// What the node contributes to, and what contributes to it.
fn links(out: &mut String, page: &Page<'_>, node: NodeIndex) {
    let ends = [
        ("Contributes to", page.system.above(node)),
        ("What contributes to it", page.system.below(node)),
    ];
    for (title, edges) in ends {
        if edges.is_empty() {
            continue;
        }
        let _ = writeln!(out, "<h4>{title}</h4>\n<ul>");
        for edge in edges {
            let text = escaped(&page.system.node(edge.node).text);
            let weak = match (edge.is_cascade, edge.strength) {
                (true, _) => " (another diagram)",
                (false, redbead_qms::Strength::Weak) => " (weak)",
                (false, redbead_qms::Strength::Strong) => "",
            };
            let _ = if page.shows(edge.node) {
                writeln!(
                    out,
                    "<li><a href=\"#n{}\">{text}</a>{weak}</li>",
                    edge.node.get()
                )
            } else {
                writeln!(out, "<li>{text}{weak}</li>")
            };
        }
        out.push_str("</ul>\n");
    }
}
