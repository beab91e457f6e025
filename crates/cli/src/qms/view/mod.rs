//! Answers as data: the document that programs read, and that the text for people is written from.
//!
//! Every series and every node stands in it once, in a list; the answers name them by their position
//! there.

mod early;
mod levels;
mod nodes;
mod theory;

use redbead::Assurance;
use redbead_qms::{
    Answers, Audience, DiagramId, Entry, Finding, Ground, Moment, NodeIndex, NodeKind, SignalSide,
    SiteIndex, SiteLevel, Statuses, Verdict, VerdictCounts,
};
use serde::Serialize;

pub(super) use early::{EarlyView, WarningView};
pub(super) use levels::{ChangesView, PlainView, SitesView, TestsView};
pub(super) use nodes::{AlarmView, CoverageView, Covered, DriversView, HandOverView};
pub(super) use theory::{MovementView, TheoryView};

use super::question::Question;
use super::world::{Matching, World};

/// Version of the JSON of answers.
pub(super) const ANSWERS_VERSION: u16 = 1;

/// The answers to some questions.
#[derive(Debug, Serialize)]
pub(super) struct Document {
    /// Version of the format.
    pub(super) version: u16,
    /// What became of each series of the results.
    pub(super) matching: Matching,
    /// The place whose view this is, with all within it; null for all.
    pub(super) within: Option<String>,
    /// The diagrams that are asked about, by id.
    pub(super) diagrams: Vec<DiagramView>,
    /// The rules that were asked of the series. More than one set only where that was allowed.
    pub(super) rules: Vec<RulesView>,
    /// Every series once. Answers name them by their position here.
    pub(super) series: Vec<SeriesView>,
    /// Every node once, of all diagrams. Answers name them by their position here.
    pub(super) nodes: Vec<NodeView>,
    /// Which drivers of each aim have special cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) drivers: Option<Vec<DriversView>>,
    /// What is measured in each diagram, and what is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) coverage: Option<Vec<CoverageView>>,
    /// What gets worse, for each audience.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) early_warnings: Option<Vec<EarlyView>>,
    /// Whether drivers and what they contribute to move together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) theory: Option<Vec<TheoryView>>,
    /// Sustained improvements to hand over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hand_over: Option<Vec<HandOverView>>,
    /// Balancing measures that get worse.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) balancing: Option<AlarmView>,
    /// Tests of change shortly before a signal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tests_near: Option<TestsView>,
    /// Each measure at its sites.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sites: Option<Vec<SitesView>>,
    /// What changed since earlier results.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) changes: Option<ChangesView>,
    /// One plain line a series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) plain: Option<ListView<PlainView>>,
}

/// A diagram.
#[derive(Debug, Serialize)]
pub(super) struct DiagramView {
    /// Its id.
    pub(super) id: String,
    /// Its title.
    pub(super) title: String,
}

/// Rules that were asked.
#[derive(Debug, Serialize)]
pub(super) struct RulesView {
    /// Name of the published set, or `custom`.
    pub(super) name: String,
    /// The set and what ties do, in words.
    pub(super) words: String,
    /// The rules with their parameters.
    pub(super) rules: Vec<String>,
    /// Options that are not the usual ones.
    pub(super) options: Vec<String>,
    /// How many series were asked them.
    pub(super) series: usize,
}

/// A series: what it is, what it says, and what that rests on.
#[derive(Debug, Serialize)]
pub(super) struct SeriesView {
    /// Id of the measure.
    pub(super) measure: String,
    /// Name of the measure.
    pub(super) measure_name: String,
    /// Id of the site.
    pub(super) site: String,
    /// Name of the site.
    pub(super) site_name: String,
    /// Level of the site.
    pub(super) level: SiteLevel,
    /// `not_applicable`, `residence` or `treatment`.
    pub(super) basis: redbead_qms::Basis,
    /// What it says.
    pub(super) verdict: Verdict,
    /// Whether that rests on provisional points or a preview of limits.
    pub(super) tentative: bool,
    /// What it rests on, in the words of `redbead-qms`.
    pub(super) ground: Ground,
    /// Since when; null without special cause.
    pub(super) since: Option<PointView>,
    /// The findings that the verdict rests on.
    pub(super) evidence: Vec<FindingView>,
    /// Points with a figure that count.
    pub(super) useful_points: usize,
    /// Points whose figure is kept back.
    pub(super) suppressed_points: usize,
    /// Whether the process will meet its target.
    pub(super) assurance: Assurance,
    /// The day as of which the figures are.
    pub(super) as_of: Option<String>,
}

/// A point of a series.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PointView {
    /// Zero-based index.
    pub(super) index: usize,
    /// First day of its period.
    pub(super) date: Option<String>,
}

impl PointView {
    fn of(moment: Moment) -> Self {
        Self {
            index: moment.index,
            date: moment.date.map(|date| date.to_string()),
        }
    }
}

/// A signal, or the shift to a new level.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FindingView {
    /// The rule with its parameters, or `sustained shift`.
    pub(super) rule: String,
    /// Which way it points.
    pub(super) side: SignalSide,
    /// First point.
    pub(super) first: PointView,
    /// Last point so far.
    pub(super) last: PointView,
    /// The point at which it was known.
    pub(super) known: PointView,
    /// Points from first to last.
    pub(super) points: usize,
    /// Whether it rests on provisional points.
    pub(super) tentative: bool,
}

impl FindingView {
    fn of(finding: &Finding<'_>) -> Self {
        Self {
            rule: finding.rule.to_owned(),
            side: finding.side,
            first: PointView::of(finding.first),
            last: PointView::of(finding.last),
            known: PointView::of(finding.known),
            points: finding.points(),
            tentative: finding.is_tentative,
        }
    }
}

/// A node, and what its own series say.
#[derive(Debug, Serialize)]
pub(super) struct NodeView {
    /// Id of its diagram.
    pub(super) diagram: String,
    /// Its id.
    pub(super) id: String,
    /// Its level.
    pub(super) kind: NodeKind,
    /// What it says.
    pub(super) text: String,
    /// Whose it is.
    pub(super) owner: Option<Audience>,
    /// Whether a measure is bound to it in a role other than balancing.
    pub(super) measured: bool,
    /// Its own series.
    pub(super) own: CountsView,
    /// Series below it by strong links, not its own.
    pub(super) below: CountsView,
    /// Series that a weak link leads to, in neither group above.
    pub(super) weak: CountsView,
    /// Balancing series, in no group above.
    pub(super) balancing: CountsView,
}

/// How many series have each verdict, tentative ones included.
#[derive(Debug, Clone, Serialize)]
pub(super) struct CountsView {
    /// All.
    pub(super) total: usize,
    /// With enough data: of so many, some signal by chance.
    pub(super) tested: usize,
    pub(super) improving: usize,
    pub(super) worsening: usize,
    pub(super) mixed: usize,
    pub(super) special_cause_not_judged: usize,
    pub(super) no_signal: usize,
    pub(super) insufficient_data: usize,
    /// How many of all have their verdict only for now.
    pub(super) tentative: usize,
    /// In words.
    pub(super) words: String,
}

impl CountsView {
    fn of(counts: &VerdictCounts) -> Self {
        let tentative = Verdict::ALL
            .iter()
            .map(|verdict| counts.tentative(*verdict));
        Self {
            total: counts.total(),
            tested: counts.tested(),
            improving: counts.get(Verdict::Improving),
            worsening: counts.get(Verdict::Worsening),
            mixed: counts.get(Verdict::Mixed),
            special_cause_not_judged: counts.get(Verdict::SpecialCauseNotJudged),
            no_signal: counts.get(Verdict::NoSignal),
            insufficient_data: counts.get(Verdict::InsufficientData),
            tentative: tentative.sum(),
            words: counts.to_string(),
        }
    }
}

/// A list that may stop short, with the number of all.
#[derive(Debug, Serialize)]
pub(super) struct ListView<T> {
    /// Number of all.
    pub(super) total: usize,
    /// The first of them.
    pub(super) listed: Vec<T>,
}

impl<T> ListView<T> {
    fn of<U>(list: &redbead_qms::Listed<U>, view: impl FnMut(&U) -> T) -> Self {
        Self {
            total: list.total,
            listed: list.listed.iter().map(view).collect(),
        }
    }

    pub(super) fn left_off(&self) -> usize {
        self.total.saturating_sub(self.listed.len())
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub(super) struct Asked<'a> {
    pub(super) questions: Vec<Question>,
    /// For whom early warnings are; empty for everyone.
    pub(super) audiences: Vec<Audience>,
    /// The diagrams that are asked about; empty for all.
    pub(super) diagrams: Vec<DiagramId>,
    /// The place whose view is wanted.
    pub(super) within: Option<SiteIndex>,
    /// Most entries of a list.
    pub(super) most: usize,
    /// How many periods before a signal a test of change is near.
    pub(super) periods: u32,
    /// Earlier results.
    pub(super) earlier: Option<&'a Statuses>,
}

/// Positions of series in the document, by their entries.
pub(super) struct Positions<'a> {
    statuses: &'a Statuses,
}

impl Positions<'_> {
    fn of(&self, entry: &Entry) -> usize {
        let entries = self.statuses.entries();
        let place = |entry: &Entry| (entry.measure, entry.site, entry.status.key.basis);
        entries.partition_point(|other| place(other) < place(entry))
    }
}

impl Document {
    /// Asks all that is wanted.
    pub(super) fn of(world: &World, answers: &Answers<'_>, asked: &Asked<'_>) -> Self {
        let system = &world.system;
        let statuses = &world.statuses;
        let positions = Positions { statuses };
        let is_asked = |id: &DiagramId| asked.diagrams.is_empty() || asked.diagrams.contains(id);
        let diagrams: Vec<&DiagramId> = system.diagrams().iter().map(|known| &known.id).collect();
        let diagrams: Vec<&DiagramId> = diagrams.into_iter().filter(|id| is_asked(id)).collect();
        let wants = |question| asked.questions.contains(&question);
        let audiences: Vec<Option<Audience>> = if asked.audiences.is_empty() {
            vec![None]
        } else {
            asked.audiences.iter().copied().map(Some).collect()
        };
        let rollups = answers.node_rollups();
        Self {
            version: ANSWERS_VERSION,
            matching: world.matching.clone(),
            within: asked.within.map(|site| system.site(site).id.to_string()),
            diagrams: diagrams
                .iter()
                .filter_map(|id| system.diagram(id))
                .map(|diagram| DiagramView {
                    id: diagram.id.to_string(),
                    title: diagram.title.clone(),
                })
                .collect(),
            rules: rules(statuses),
            series: statuses
                .entries()
                .iter()
                .map(|entry| series(answers, entry))
                .collect(),
            nodes: rollups.iter().map(|rollup| node(answers, rollup)).collect(),
            drivers: wants(Question::Drivers)
                .then(|| nodes::drivers(answers, &diagrams, asked, &positions)),
            coverage: wants(Question::Coverage).then(|| nodes::coverage(answers, &diagrams)),
            early_warnings: wants(Question::EarlyWarnings).then(|| {
                let views = audiences.iter();
                views
                    .map(|audience| early::early(answers, *audience, asked, &positions))
                    .collect()
            }),
            theory: wants(Question::Theory).then(|| theory::theory(answers, &diagrams, asked)),
            hand_over: wants(Question::HandOver).then(|| nodes::hand_over(answers, &positions)),
            balancing: wants(Question::Balancing)
                .then(|| nodes::balancing(answers, asked, &positions)),
            tests_near: wants(Question::TestsNear)
                .then(|| levels::tests(answers, asked, &positions)),
            sites: wants(Question::Sites).then(|| levels::sites(answers, asked, &positions)),
            changes: asked
                .earlier
                .filter(|_| wants(Question::Changes))
                .map(|earlier| levels::changes(statuses, earlier)),
            plain: wants(Question::Plain).then(|| levels::plain(answers, asked, &positions)),
        }
    }
}

fn rules(statuses: &Statuses) -> Vec<RulesView> {
    let mut views: Vec<(&redbead_qms::RulesUsed, usize)> = Vec::new();
    for entry in statuses.entries() {
        let rules = &entry.status.rules;
        match views.iter_mut().find(|(known, _)| known.is_same_as(rules)) {
            Some((_, series)) => *series += 1,
            None => views.push((rules, 1)),
        }
    }
    let views = views.into_iter().map(|(rules, series)| RulesView {
        name: rules.name.clone(),
        words: rules.to_string(),
        rules: rules.rules.clone(),
        options: rules.options.clone(),
        series,
    });
    views.collect()
}

fn series(answers: &Answers<'_>, entry: &Entry) -> SeriesView {
    let system = answers.system();
    let (measure, site) = (system.measure(entry.measure), system.site(entry.site));
    let status = &entry.status;
    SeriesView {
        measure: measure.id.to_string(),
        measure_name: measure.name.clone(),
        site: site.id.to_string(),
        site_name: site.name.clone(),
        level: site.level,
        basis: status.key.basis,
        verdict: entry.judgement.verdict,
        tentative: entry.judgement.is_tentative,
        ground: entry.judgement.ground,
        since: entry.judgement.since.map(PointView::of),
        evidence: answers
            .evidence(entry)
            .iter()
            .map(FindingView::of)
            .collect(),
        useful_points: status.points.useful,
        suppressed_points: status.points.suppressed,
        assurance: status.assurance,
        as_of: status.as_of.map(|day| day.to_string()),
    }
}

fn node(answers: &Answers<'_>, rollup: &redbead_qms::NodeRollup) -> NodeView {
    let node = answers.system().node(rollup.node);
    NodeView {
        diagram: node.id.diagram.to_string(),
        id: node.id.node.to_string(),
        kind: node.kind,
        text: node.text.clone(),
        owner: node.owner,
        measured: rollup.is_measured,
        own: CountsView::of(&rollup.own),
        below: CountsView::of(&rollup.below),
        weak: CountsView::of(&rollup.weak),
        balancing: CountsView::of(&rollup.balancing),
    }
}

/// Positions of nodes.
fn places(nodes: impl IntoIterator<Item = NodeIndex>) -> Vec<usize> {
    nodes.into_iter().map(NodeIndex::get).collect()
}
