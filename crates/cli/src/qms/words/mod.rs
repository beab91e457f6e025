//! Answers in words: the document as a text for people.

mod answers;
mod page;
mod phrases;

pub(super) use page::Markup;
pub(super) use phrases::finding_in_words;

use super::question::Question;
use super::view::Document;
use page::Page;
use phrases::Phrases;

/// Most series that are named where they do not count.
const NAMED: usize = 10;

/// The document as a text.
pub(super) fn text(document: &Document, questions: &[Question], markup: Markup) -> String {
    let mut page = Page::new(markup);
    let titles: Vec<String> = document
        .diagrams
        .iter()
        .map(|diagram| page.quoted(&diagram.title))
        .collect();
    let title = if titles.is_empty() {
        "No diagram".to_owned()
    } else {
        titles.join("; ")
    };
    page.heading(1, &title);
    basis(&mut page, document);
    for question in questions {
        answers::answer(&mut page, &Phrases::of(document, markup), *question);
    }
    page.finish()
}

/// What the answers rest on, and what does not count.
fn basis(page: &mut Page, document: &Document) {
    let matching = &document.matching;
    let mut line = format!("{} of {} series count.", matching.matched, matching.series);
    if let Some(within) = &document.within {
        line.push_str(&format!(
            " Seen from {}, with all within it.",
            page.quoted(within)
        ));
    }
    for rules in &document.rules {
        line.push_str(&format!(" Rules: {}", rules.words));
        if document.rules.len() > 1 {
            line.push_str(&format!(" for {} series", rules.series));
        }
        line.push('.');
    }
    page.paragraph(&line);
    let lists = [
        (&matching.unmatched, "not known to the diagram"),
        (&matching.refused, "without a result"),
    ];
    for (lines, what) in lists {
        if lines.is_empty() {
            continue;
        }
        page.item(0, &format!("{} series {what}:", lines.len()));
        for line in lines.iter().take(NAMED) {
            let series = page.quoted(&line.series);
            let reason = page.quoted(&line.reason);
            page.item(1, &format!("{series}: {reason}"));
        }
        if lines.len() > NAMED {
            page.item(1, &format!("and {} more", lines.len() - NAMED));
        }
    }
    if !matching.new_sites.is_empty() {
        let added = matching.new_sites.len();
        page.item(
            0,
            &format!("{added} sites of the results added to those of the diagram"),
        );
    }
    if matching.unbound > 0 {
        let unbound = matching.unbound;
        page.item(
            0,
            &format!("{unbound} series of measures that are bound to no node: they count for none"),
        );
    }
    if !matching.measures_without_series.is_empty() {
        let measures = matching.measures_without_series.join(", ");
        page.item(0, &format!("measures without any series: {measures}"));
    }
}
