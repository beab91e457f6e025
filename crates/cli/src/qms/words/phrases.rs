//! Series, nodes and numbers in words.

use redbead_qms::{Basis, NodeKind, SiteLevel, Verdict};

use super::page::Markup;
use crate::qms::view::{Document, FindingView, NodeView, PointView, SeriesView};

/// A document, and how its parts are put in words.
pub(super) struct Phrases<'a> {
    pub(super) document: &'a Document,
    markup: Markup,
}

impl<'a> Phrases<'a> {
    pub(super) const fn of(document: &'a Document, markup: Markup) -> Self {
        Self { document, markup }
    }

    pub(super) fn quoted(&self, text: &str) -> String {
        super::page::Page::new(self.markup).quoted(text)
    }

    pub(super) fn node(&self, at: usize) -> String {
        let node = self.document.nodes.get(at);
        node.map_or_else(String::new, |node: &NodeView| self.quoted(&node.text))
    }

    /// `Falls at Ward 7`.
    pub(super) fn series(&self, at: usize) -> String {
        self.document
            .series
            .get(at)
            .map_or_else(String::new, |series| self.name(series))
    }

    fn name(&self, series: &SeriesView) -> String {
        let (measure, site) = (
            self.quoted(&series.measure_name),
            self.quoted(&series.site_name),
        );
        match series.basis {
            Basis::NotApplicable => format!("{measure} at {site}"),
            Basis::Residence => format!("{measure}, people living in {site}"),
            Basis::Treatment => format!("{measure}, people treated in {site}"),
        }
    }

    /// `Falls at Ward 7: worsening (tentative), since 2024-03: shift of 6 points or more (8 points)`.
    pub(super) fn saying(&self, at: usize) -> String {
        let Some(series) = self.document.series.get(at) else {
            return String::new();
        };
        let mut line = format!(
            "{}: {}",
            self.name(series),
            verdict(series.verdict, series.tentative)
        );
        if let Some(since) = &series.since {
            line.push_str(&format!(", since {}", point(since)));
        }
        let evidence: Vec<String> = series.evidence.iter().map(finding).collect();
        if !evidence.is_empty() {
            line.push_str(&format!(" ({})", evidence.join("; ")));
        }
        line
    }

    /// The nodes of a path, from the first to the aim.
    pub(super) fn path(&self, nodes: &[usize]) -> String {
        let texts: Vec<String> = nodes.iter().map(|node| self.node(*node)).collect();
        texts.join(" → ")
    }
}

pub(super) fn verdict(verdict: Verdict, tentative: bool) -> String {
    let title = verdict.title();
    if tentative {
        format!("{title} (tentative)")
    } else {
        title.to_owned()
    }
}

/// The day, or the number of the point counted from 1.
pub(super) fn point(point: &PointView) -> String {
    match &point.date {
        Some(date) => date.clone(),
        None => format!("point {}", point.index + 1),
    }
}

pub(super) fn finding(finding: &FindingView) -> String {
    finding_in_words(&finding.rule, finding.points)
}

/// A rule in short, and its points: `shift, 8 points`, `2 of 3, 3 points`.
pub(in crate::qms) fn finding_in_words(rule: &str, points: usize) -> String {
    let name = match rule.split_once(' ') {
        // Two words that are no rule of the core.
        _ if !rule.contains('=') => rule.to_owned(),
        Some(("k_of_m", options)) => {
            let option = |name: &str| options.split(' ').find_map(|one| one.strip_prefix(name));
            match option("k=").zip(option("m=")) {
                Some((k, m)) => format!("{k} of {m}"),
                None => "k of m".to_owned(),
            }
        }
        Some((name, _)) => name.to_owned(),
        None => rule.to_owned(),
    };
    let ending = if points == 1 { "" } else { "s" };
    format!("{}, {points} point{ending}", name.replace('_', " "))
}

pub(super) const fn kind(kind: NodeKind) -> &'static str {
    kind.title()
}

pub(super) fn places(level: SiteLevel, count: usize) -> String {
    let (one, many) = match level {
        SiteLevel::Nation => ("nation", "nations"),
        SiteLevel::Board => ("board", "boards"),
        SiteLevel::Partnership => ("partnership", "partnerships"),
        SiteLevel::Hospital => ("hospital", "hospitals"),
        SiteLevel::Cluster => ("cluster", "clusters"),
        SiteLevel::Practice => ("practice", "practices"),
        SiteLevel::CareHome => ("care home", "care homes"),
        SiteLevel::Ward => ("ward", "wards"),
        SiteLevel::Other => ("other place", "other places"),
    };
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::finding_in_words;

    #[test]
    fn rules_in_short() {
        let k_of_m = redbead::KOfM::default();
        let rule = redbead::Rule::from(k_of_m).to_string();
        let told = finding_in_words(&rule, 3);
        assert_eq!(told, format!("{} of {}, 3 points", k_of_m.k, k_of_m.m));
        assert_eq!(
            finding_in_words("beyond sigma=3 side=either", 1),
            "beyond, 1 point"
        );
        assert_eq!(
            finding_in_words("sustained shift", 9),
            "sustained shift, 9 points"
        );
        assert_eq!(finding_in_words("run_count", 9), "run count, 9 points");
    }
}
