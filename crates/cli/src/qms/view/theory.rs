//! Theory check.

use std::collections::BTreeMap;

use redbead_qms::{Answers, Belief, DiagramId, Movement, Role, Strength, TheoryReading, Verdict};
use serde::Serialize;

use super::{Asked, ListView, PointView};

/// What a node says at a site.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct MovementView {
    /// Id of the site.
    pub(in crate::qms) site: String,
    /// Its name.
    pub(in crate::qms) site_name: String,
    /// The role of the series that speak.
    pub(in crate::qms) role: Role,
    /// What they say together.
    pub(in crate::qms) verdict: Verdict,
    /// Whether only for now.
    pub(in crate::qms) tentative: bool,
    /// Since when.
    pub(in crate::qms) since: Option<PointView>,
    /// Points from then on, or useful points without special cause.
    pub(in crate::qms) points: usize,
}

impl MovementView {
    pub(super) fn of(answers: &Answers<'_>, movement: &Movement) -> Self {
        let site = answers.system().site(movement.site);
        Self {
            site: site.id.to_string(),
            site_name: site.name.clone(),
            role: movement.role,
            verdict: movement.verdict,
            tentative: movement.is_tentative,
            since: movement.since.map(PointView::of),
            points: movement.points,
        }
    }
}

/// What the series say of the theory of a diagram.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct TheoryView {
    /// Id of the diagram.
    pub(in crate::qms) diagram: String,
    /// Each link.
    pub(in crate::qms) links: Vec<LinkView>,
    /// Nodes that move while no driver below them does.
    pub(in crate::qms) unexplained: Vec<UnexplainedView>,
}

/// What the sites say of a link.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct LinkView {
    /// What contributes.
    pub(in crate::qms) driver: usize,
    /// To what.
    pub(in crate::qms) parent: usize,
    /// How strongly.
    pub(in crate::qms) strength: Strength,
    /// How far that is believed.
    pub(in crate::qms) belief: Belief,
    /// What the driver says, in words.
    pub(in crate::qms) driver_says: String,
    /// What the parent says, in words.
    pub(in crate::qms) parent_says: String,
    /// How many sites have each reading.
    pub(in crate::qms) readings: BTreeMap<TheoryReading, usize>,
    /// At how many of them a larger place stands in for one end.
    pub(in crate::qms) stood_in: usize,
    /// Sites that tell something.
    pub(in crate::qms) telling: ListView<ComparisonView>,
}

/// Driver and parent side by side.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct ComparisonView {
    /// Id of the site.
    pub(in crate::qms) site: String,
    /// What they say of the theory.
    pub(in crate::qms) reading: TheoryReading,
    /// Whether only for now.
    pub(in crate::qms) tentative: bool,
    /// The driver.
    pub(in crate::qms) driver: MovementView,
    /// The parent.
    pub(in crate::qms) parent: MovementView,
    /// Whether the parent moved before the driver; null where that is not known.
    pub(in crate::qms) parent_moved_first: Option<bool>,
}

/// A node that moves while no driver below it does.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct UnexplainedView {
    /// The node.
    pub(in crate::qms) node: usize,
    /// Where.
    pub(in crate::qms) movements: ListView<MovementView>,
    /// Drivers below it.
    pub(in crate::qms) drivers: usize,
    /// How many of them have a series with enough data.
    pub(in crate::qms) drivers_tested: usize,
}

pub(super) fn theory(
    answers: &Answers<'_>,
    diagrams: &[&DiagramId],
    asked: &Asked<'_>,
) -> Vec<TheoryView> {
    let found = diagrams
        .iter()
        .filter_map(|id| Some((id, answers.theory_check(id, asked.most)?)));
    let views = found.map(|(id, check)| TheoryView {
        diagram: id.to_string(),
        links: check
            .links
            .iter()
            .map(|link| LinkView {
                driver: link.driver.get(),
                parent: link.parent.get(),
                strength: link.link.strength,
                belief: link.link.belief,
                driver_says: link.driver_verdict.to_string(),
                parent_says: link.parent_verdict.to_string(),
                readings: link.counts.iter().collect(),
                stood_in: link.stood_in,
                telling: ListView::of(&link.telling, |one| ComparisonView {
                    site: answers.system().site(one.site).id.to_string(),
                    reading: one.reading,
                    tentative: one.is_tentative,
                    driver: MovementView::of(answers, &one.driver),
                    parent: MovementView::of(answers, &one.parent),
                    parent_moved_first: one.parent_moved_first(),
                }),
            })
            .collect(),
        unexplained: check
            .unexplained
            .iter()
            .map(|one| UnexplainedView {
                node: one.node.get(),
                movements: ListView::of(&one.movements, |moving| MovementView::of(answers, moving)),
                drivers: one.drivers,
                drivers_tested: one.drivers_tested,
            })
            .collect(),
    });
    views.collect()
}
