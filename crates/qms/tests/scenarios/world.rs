//! A system built line by line, and statuses of figures that the core has judged.

use redbead::{Baseline, Direction, Observation, Plan, Preset, Rebase};
use redbead_qms::{
    Basis, BindingDraft, BuildOptions, Date, DiagramDraft, DiagramId, Draft, JudgeOptions,
    LinkDraft, MeasureDraft, MeasureId, MeasureIndex, MixedRules, NodeDraft, NodeId, NodeIndex,
    NodeRef, SeriesContext, SeriesKey, SiteDraft, SiteId, SiteIndex, Status, StatusSetErrors,
    Statuses, System, TestDraft,
};

/// The id of the only diagram.
pub(crate) const DIAGRAM: &str = "care";

/// A draft of one diagram.
pub(crate) struct World(pub(crate) Draft);

impl World {
    /// An aim, `aim`, alone.
    pub(crate) fn new() -> Self {
        let mut draft = Draft::default();
        draft.diagrams.push(DiagramDraft {
            id: DIAGRAM.into(),
            title: "Better care".into(),
            ..DiagramDraft::default()
        });
        Self(draft).node("aim", "aim", &[])
    }

    pub(crate) fn node(mut self, id: &str, kind: &str, components: &[&str]) -> Self {
        self.0.nodes.push(NodeDraft {
            diagram: DIAGRAM.into(),
            id: id.into(),
            kind: kind.into(),
            text: id.into(),
            components: components.iter().map(|name| (*name).to_owned()).collect(),
            ..NodeDraft::default()
        });
        self
    }

    pub(crate) fn owned_by(mut self, audience: &str) -> Self {
        self.0.nodes.last_mut().unwrap().owner = Some(audience.into());
        self
    }

    pub(crate) fn link(mut self, from: &str, to: &str) -> Self {
        self.0.links.push(LinkDraft {
            diagram: DIAGRAM.into(),
            from: from.into(),
            to: to.into(),
            ..LinkDraft::default()
        });
        self
    }

    pub(crate) fn weak(mut self, from: &str, to: &str) -> Self {
        self = self.link(from, to);
        self.0.links.last_mut().unwrap().strength = Some("weak".into());
        self
    }

    /// A monthly measure, bound to a node.
    pub(crate) fn measure(mut self, id: &str, direction: &str, node: &str, role: &str) -> Self {
        self.0.measures.push(MeasureDraft {
            id: id.into(),
            name: id.into(),
            direction: Some(direction.into()),
            frequency: Some("monthly".into()),
            ..MeasureDraft::default()
        });
        self.bind(id, node, role)
    }

    pub(crate) fn bind(mut self, measure: &str, node: &str, role: &str) -> Self {
        self.0.bindings.push(BindingDraft {
            diagram: DIAGRAM.into(),
            node: node.into(),
            measure: measure.into(),
            role: role.into(),
            ..BindingDraft::default()
        });
        self
    }

    pub(crate) fn site(mut self, id: &str, level: &str, parent: Option<&str>) -> Self {
        self.0.sites.push(SiteDraft {
            id: id.into(),
            name: id.into(),
            level: Some(level.into()),
            parent: parent.map(str::to_owned),
            ..SiteDraft::default()
        });
        self
    }

    pub(crate) fn test(mut self, id: &str, idea: &str, days: [&str; 2]) -> Self {
        self.0.tests.push(TestDraft {
            id: id.into(),
            diagram: DIAGRAM.into(),
            change_idea: idea.into(),
            start: days[0].into(),
            end: (!days[1].is_empty()).then(|| days[1].to_owned()),
            ..TestDraft::default()
        });
        self
    }

    pub(crate) fn build(&self) -> System {
        self.0.build(&BuildOptions::default()).unwrap()
    }
}

/// A sound diagram beside it, `upper`: an aim and a driver, `p`.
pub(crate) fn upper() -> Draft {
    let mut draft = World::new().node("p", "primary", &[]).link("p", "aim").0;
    draft.diagrams[0].id = "upper".into();
    for node in &mut draft.nodes {
        node.diagram = "upper".into();
    }
    draft.links[0].diagram = "upper".into();
    draft
}

pub(crate) fn diagram() -> DiagramId {
    DiagramId::new(DIAGRAM).unwrap()
}

pub(crate) fn node(system: &System, id: &str) -> NodeIndex {
    let id = NodeRef::new(diagram(), NodeId::new(id).unwrap());
    system.node_index(&id).unwrap()
}

pub(crate) fn names(system: &System, nodes: &[NodeIndex]) -> Vec<String> {
    let names = nodes
        .iter()
        .map(|node| system.node(*node).id.node.to_string());
    names.collect()
}

pub(crate) fn measure(system: &System, id: &str) -> MeasureIndex {
    system.measure_index(&MeasureId::new(id).unwrap()).unwrap()
}

pub(crate) fn site(system: &System, id: &str) -> SiteIndex {
    system.site_index(&SiteId::new(id).unwrap()).unwrap()
}

pub(crate) fn key(measure: &str, site: &str) -> SeriesKey {
    SeriesKey::new(MeasureId::new(measure).unwrap(), SiteId::new(site).unwrap())
}

/// A run chart with the Scottish rules: baseline of 8, a new one after a sustained shift of 9.
pub(crate) fn scottish() -> Plan {
    let plan = Plan::of(Preset::ScottishRunChart).rebase(Rebase::Scottish);
    plan.build().unwrap()
}

/// A run chart whose median is that of the first 8 points.
pub(crate) fn first_eight(preset: Preset) -> Plan {
    let plan = Plan::of(preset).baseline(Baseline::FirstUseful { points: 8 });
    plan.build().unwrap()
}

/// Months from January 2024 on.
pub(crate) fn months(count: usize) -> Vec<Date> {
    let month = |at: usize| Date::new(2024 + at as u16 / 12, (at % 12) as u8 + 1, 1);
    (0..count).map(|at| month(at).unwrap()).collect()
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The status of a series of months, as the core judges it.
pub(crate) fn status_of(plan: &Plan, key: SeriesKey, points: &[Observation]) -> Status {
    status_as_of(plan, key, points, day("2026-01-31"))
}

pub(crate) fn status_as_of(
    plan: &Plan,
    key: SeriesKey,
    points: &[Observation],
    as_of: Date,
) -> Status {
    let report = plan.scan(points).unwrap();
    let months = months(points.len());
    let context = SeriesContext::new(key).periods(&months).as_of(as_of);
    Status::of(&report, plan, &context).unwrap()
}

pub(crate) fn observed(values: &[f64]) -> Vec<Observation> {
    values.iter().copied().map(Observation::value).collect()
}

pub(crate) fn status(measure: &str, site: &str, values: &[f64]) -> Status {
    status_of(&scottish(), key(measure, site), &observed(values))
}

pub(crate) fn on(mut status: Status, basis: Basis) -> Status {
    status.key.basis = basis;
    status
}

pub(crate) fn statuses(system: &System, statuses: impl IntoIterator<Item = Status>) -> Statuses {
    judged(system, statuses, &JudgeOptions::default()).unwrap()
}

pub(crate) fn judged(
    system: &System,
    statuses: impl IntoIterator<Item = Status>,
    options: &JudgeOptions,
) -> Result<Statuses, StatusSetErrors> {
    Statuses::new(system, statuses, options, MixedRules::Refuse)
}

/// Falls per 1,000 bed days, of which fewer are better: median 6, then a sustained shift to 4.
pub(crate) const FEWER: [f64; 17] = [
    5.0, 7.0, 6.0, 6.0, 8.0, 7.0, 5.0, 6.0, // median 6
    4.0, 5.0, 3.0, 5.0, 4.0, 4.0, 3.0, 5.0, 4.0, // median of the first 8: 4
];

/// The same median, and a shift above it.
pub(crate) const MORE: [f64; 17] = [
    5.0, 7.0, 6.0, 6.0, 8.0, 7.0, 5.0, 6.0, // median 6
    7.0, 5.0, 6.0, 8.0, 7.0, 8.0, 8.0, 9.0, 8.0,
];

/// The same median, and nothing that stands out.
pub(crate) const STEADY: [f64; 17] = [
    5.0, 7.0, 6.0, 6.0, 8.0, 7.0, 5.0, 6.0, // median 6
    7.0, 5.0, 6.0, 7.0, 5.0, 5.0, 7.0, 6.0, 5.0,
];

#[test]
fn the_figures_say_what_they_are_meant_to_say() {
    use redbead_qms::Verdict::{Improving, NoSignal, Worsening};

    for (values, verdict) in [(FEWER, Improving), (MORE, Worsening), (STEADY, NoSignal)] {
        let mut status = status("falls", "ward-7", &values);
        status.direction = Direction::Decrease;
        assert_eq!(status.judge(&JudgeOptions::default()).verdict, verdict);
    }
}
