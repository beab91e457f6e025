//! Looks for what is wanting.

use std::collections::BTreeSet;

use redbead::Direction;

use super::{Lint, LintKind, LintOptions, Place};
use crate::diagram::Diagram;
use crate::framework::Framework;
use crate::measure::{Binding, Role};
use crate::node::{Node, NodeKind};
use crate::system::{NodeIndex, System};

impl System {
    /// What good driver diagrams would have, and those of this system have not, in order of head,
    /// place and kind. Linear in the size of the system, but for sorting.
    #[must_use]
    pub fn lint(&self, options: &LintOptions) -> Vec<Lint> {
        let mut lints = Lints::default();
        let ways = Ways::of(self);
        for diagram in self.diagrams() {
            lint_diagram(self, diagram, options, &mut lints);
        }
        for (at, node) in self.nodes().iter().enumerate() {
            lint_node(self, NodeIndex::new(at), node, &ways, &mut lints);
        }
        for link in self.links().iter().filter(|link| link.evidence.is_empty()) {
            let place = Place::Link {
                diagram: link.diagram.clone(),
                from: link.from.clone(),
                to: link.to.clone(),
            };
            lints.add(&place, LintKind::LinkWithoutEvidence);
        }
        lint_measures(self, &mut lints);
        lints.found.sort();
        lints.found
    }
}

#[derive(Default)]
struct Lints {
    found: Vec<Lint>,
}

impl Lints {
    fn add(&mut self, place: &Place, kind: LintKind) {
        self.found.push(Lint {
            head: kind.head(),
            place: place.clone(),
            kind,
        });
    }

    fn add_if(&mut self, wanting: bool, place: &Place, kind: LintKind) {
        if wanting {
            self.add(place, kind);
        }
    }
}

/// Where links lead, for each node.
struct Ways {
    /// Whether it is an aim, or leads to one.
    lead_to_aim: Vec<bool>,
    /// Whether it is a change idea, or one leads to it.
    come_from_idea: Vec<bool>,
}

impl Ways {
    fn of(system: &System) -> Self {
        let is = |kind| system.nodes().iter().map(move |node| node.kind == kind);
        let mut ways = Self {
            lead_to_aim: is(NodeKind::Aim).collect(),
            come_from_idea: is(NodeKind::ChangeIdea).collect(),
        };
        let order = system.aims_first();
        for node in &order {
            let leads = |edge: &crate::system::Edge| ways.lead_to_aim[edge.node.get()];
            let leads = system.above(*node).iter().any(leads);
            ways.lead_to_aim[node.get()] |= leads;
        }
        for node in order.iter().rev() {
            let comes = |edge: &crate::system::Edge| ways.come_from_idea[edge.node.get()];
            let comes = system.below(*node).iter().any(comes);
            ways.come_from_idea[node.get()] |= comes;
        }
        ways
    }
}

fn lint_diagram(system: &System, diagram: &Diagram, options: &LintOptions, lints: &mut Lints) {
    let place = Place::Diagram(diagram.id.clone());
    let nodes: Vec<NodeIndex> = system.nodes_of(&diagram.id).collect();
    let is_primary = |node: &&NodeIndex| system.node(**node).kind == NodeKind::PrimaryDriver;
    let count = nodes.iter().filter(is_primary).count();
    let (least, most) = (options.primary_least, options.primary_most);
    lints.add_if(
        count < least || most < count,
        &place,
        LintKind::PrimaryDrivers { count, least, most },
    );
    let tagged: BTreeSet<_> = nodes
        .iter()
        .flat_map(|node| &system.node(*node).components)
        .collect();
    let framework = system.framework_of(diagram);
    for component in framework.into_iter().flat_map(Framework::components) {
        if !tagged.contains(&component.id) {
            let component = component.id.clone();
            lints.add(&place, LintKind::UntaggedComponent { component });
        }
    }
    let bindings: Vec<&Binding> = nodes
        .iter()
        .flat_map(|node| system.bindings_at(*node))
        .collect();
    let has_balancing = bindings
        .iter()
        .any(|binding| binding.role == Role::Balancing);
    lints.add_if(!has_balancing, &place, LintKind::NoBalancingMeasure);
    let measures: BTreeSet<_> = bindings.iter().map(|binding| &binding.measure).collect();
    let (count, most) = (measures.len(), options.measures_most);
    lints.add_if(count > most, &place, LintKind::ManyMeasures { count, most });
    let of_diagram = diagram.site.as_ref().and_then(|id| system.site_index(id));
    let outside: BTreeSet<_> = bindings
        .iter()
        .filter_map(|binding| {
            let (site, around) = (binding.site.as_ref()?, of_diagram?);
            let is_within = system.is_within(system.site_index(site)?, around);
            (!is_within).then_some((&binding.measure, site))
        })
        .collect();
    for (measure, site) in outside {
        let (measure, site) = (measure.clone(), site.clone());
        lints.add(&place, LintKind::SiteOutside { measure, site });
    }
}

fn lint_node(system: &System, at: NodeIndex, node: &Node, ways: &Ways, lints: &mut Lints) {
    let place = Place::Node(node.id.clone());
    let (above, below) = (system.above(at), system.below(at));
    let is_isolated = above.is_empty() && below.is_empty();
    lints.add_if(is_isolated, &place, LintKind::Isolated);
    let leads = ways.lead_to_aim[at.get()];
    lints.add_if(!is_isolated && !leads, &place, LintKind::OffTheAim);
    if node.kind == NodeKind::Aim {
        let aim = &node.aim;
        let has_amount = aim.how_much.is_some() || aim.target.is_some();
        lints.add_if(!has_amount, &place, LintKind::AimWithoutAmount);
        lints.add_if(aim.for_whom.is_none(), &place, LintKind::AimWithoutGroup);
        lints.add_if(aim.by_when.is_none(), &place, LintKind::AimWithoutDate);
    }
    if node.kind == NodeKind::ChangeIdea {
        let on_driver = above
            .iter()
            .any(|edge| system.node(edge.node).kind.is_driver());
        lints.add_if(!on_driver, &place, LintKind::IdeaWithoutDriver);
    } else {
        let mut bindings = system.bindings_at(at).iter();
        let is_measured = bindings.any(|binding| binding.role != Role::Balancing);
        lints.add_if(!is_measured, &place, LintKind::NoMeasure);
    }
    let lacks_idea = node.kind.is_driver() && !ways.come_from_idea[at.get()];
    lints.add_if(lacks_idea, &place, LintKind::DriverWithoutIdea);
}

fn lint_measures(system: &System, lints: &mut Lints) {
    let bindings = system.bindings().iter();
    let outcomes = bindings.filter(|binding| binding.role == Role::Outcome);
    let outcomes: BTreeSet<_> = outcomes.map(|binding| &binding.measure).collect();
    for measure in system.measures() {
        let place = Place::Measure(measure.id.clone());
        let is_judged = measure.direction != Direction::NotJudged;
        let not_judged = outcomes.contains(&measure.id) && !is_judged;
        lints.add_if(not_judged, &place, LintKind::OutcomeNotJudged);
        let is_defined = measure.operational_definition.is_some();
        lints.add_if(!is_defined, &place, LintKind::NoOperationalDefinition);
    }
}

#[cfg(test)]
mod tests {
    use crate::draft::{
        BindingDraft, DiagramDraft, Draft, EvidenceDraft, LinkDraft, MeasureDraft, NodeDraft,
        SiteDraft,
    };
    use crate::lint::{LintHead, LintOptions};
    use crate::{BuildOptions, FrameworkId, Lint};

    fn node(id: &str, kind: &str) -> NodeDraft {
        NodeDraft {
            diagram: "d".into(),
            id: id.into(),
            kind: kind.into(),
            text: id.into(),
            ..NodeDraft::default()
        }
    }

    fn link(from: &str, to: &str) -> LinkDraft {
        LinkDraft {
            diagram: "d".into(),
            from: from.into(),
            to: to.into(),
            ..LinkDraft::default()
        }
    }

    fn binding(node: &str, measure: &str, role: &str) -> BindingDraft {
        BindingDraft {
            diagram: "d".into(),
            node: node.into(),
            measure: measure.into(),
            role: role.into(),
            ..BindingDraft::default()
        }
    }

    fn site(id: &str, parent: Option<&str>) -> SiteDraft {
        SiteDraft {
            id: id.into(),
            name: id.into(),
            parent: parent.map(str::to_owned),
            ..SiteDraft::default()
        }
    }

    fn bare() -> Draft {
        Draft {
            diagrams: vec![DiagramDraft {
                id: "d".into(),
                title: "D".into(),
                framework: Some(FrameworkId::JuranTrilogy.to_string()),
                ..DiagramDraft::default()
            }],
            nodes: vec![
                node("a", "aim"),
                node("p", "primary"),
                node("s", "secondary"),
                node("c", "change"),
                node("alone", "change"),
            ],
            links: vec![link("p", "a"), link("c", "s")],
            measures: vec![MeasureDraft {
                id: "m".into(),
                name: "M".into(),
                ..MeasureDraft::default()
            }],
            bindings: vec![binding("a", "m", "outcome")],
            ..Draft::default()
        }
    }

    fn lint(draft: &Draft, options: &LintOptions) -> Vec<String> {
        let system = draft.build(&BuildOptions::default()).unwrap();
        let lints: Vec<Lint> = system.lint(options);
        assert!(lints.is_sorted());
        lints
            .iter()
            .map(|lint| format!("{} | {lint}", lint.head.title()))
            .collect()
    }

    #[test]
    fn a_bare_diagram_is_told_all_that_is_wanting_under_its_head() {
        let found = lint(&bare(), &LintOptions::default());
        let shown: Vec<&str> = found
            .iter()
            .map(|lint| lint.split(';').next().unwrap())
            .collect();
        assert_eq!(
            shown,
            [
                "overall aim | node `d/a`: the aim does not say how much",
                "overall aim | node `d/a`: the aim does not say for whom",
                "overall aim | node `d/a`: the aim does not say by when",
                "logical overview | diagram `d`: has 1 primary drivers, usual are 2 to 5",
                "logical overview | node `d/alone`: is linked to nothing",
                "logical overview | node `d/c`: does not lead to the aim",
                "logical overview | node `d/s`: does not lead to the aim",
                "clarity of components | diagram `d`: no node carries component `improving`",
                "clarity of components | diagram `d`: no node carries component `maintaining`",
                "clarity of components | diagram `d`: no node carries component `planning`",
                "cause-effect relationships | node `d/alone`: the change idea is on no driver",
                "cause-effect relationships | node `d/p`: no change idea is on the driver",
                "evidence | link `d/c -> s`: nothing is said of why it is believed",
                "evidence | link `d/p -> a`: nothing is said of why it is believed",
                "measurement | diagram `d`: has no balancing measure",
                "measurement | node `d/p`: has no measure",
                "measurement | node `d/s`: has no measure",
                "measurement | measure `m`: is an outcome, and no direction of it is good",
                "measurement | measure `m`: has no operational definition",
            ]
        );
    }

    #[test]
    fn a_diagram_that_wants_nothing_is_told_nothing() {
        let mut draft = bare();
        draft.nodes.retain(|node| node.id != "alone");
        draft.nodes.push(node("p2", "primary"));
        draft.nodes[0].how_much = Some("by half".into());
        draft.nodes[0].for_whom = Some("all on the ward".into());
        draft.nodes[0].by_when = Some("2027-03-31".into());
        draft.nodes[0].components = ["planning", "control", "improvement"]
            .map(|name| format!("quality {name}"))
            .to_vec();
        draft
            .links
            .extend([link("s", "p"), link("c", "p2"), link("p2", "a")]);
        for link in &mut draft.links {
            link.evidence.push(EvidenceDraft {
                kind: "opinion".into(),
                note: "seen on another ward".into(),
                ..EvidenceDraft::default()
            });
        }
        draft.measures[0].direction = Some("decrease".into());
        draft.measures[0].operational_definition = Some("falls over bed days".into());
        let bound = [("p", "process"), ("p2", "process"), ("s", "structure")];
        let bound = bound.map(|(node, role)| binding(node, "m", role));
        draft.bindings.extend(bound);
        draft.measures.push(MeasureDraft {
            id: "other".into(),
            name: "Other harm".into(),
            operational_definition: Some("as reported".into()),
            ..MeasureDraft::default()
        });
        draft.bindings.push(binding("a", "other", "balancing"));
        assert_eq!(lint(&draft, &LintOptions::default()), [""; 0]);

        let strict = LintOptions {
            primary_least: 3,
            measures_most: 1,
            ..LintOptions::default()
        };
        assert_eq!(
            lint(&draft, &strict),
            [
                "logical overview | diagram `d`: has 2 primary drivers, usual are 3 to 5; split or \
                 merge some, or make some secondary",
                "measurement | diagram `d`: has 2 measures, and more than 1 are seldom kept up; leave \
                 some out",
            ]
        );
    }

    #[test]
    fn a_measure_bound_outside_the_site_of_the_diagram_is_told() {
        let mut draft = bare();
        draft.sites = vec![
            site("board", None),
            site("ward-1", Some("board")),
            site("ward-2", Some("board")),
        ];
        let outside = |draft: &Draft| {
            let system = draft.build(&BuildOptions::default()).unwrap();
            let lints = system.lint(&LintOptions::default());
            let measurement = lints
                .iter()
                .filter(|lint| lint.head == LintHead::Measurement);
            let shown = measurement.map(ToString::to_string);
            shown
                .filter(|lint| lint.contains("outside"))
                .collect::<Vec<_>>()
        };
        draft.diagrams[0].site = Some("ward-1".into());
        assert_eq!(outside(&draft), [""; 0]);
        draft.bindings[0].site = Some("ward-2".into());
        assert_eq!(
            outside(&draft),
            [
                "diagram `d`: is for one site, and measure `m` is bound to it at `ward-2` outside; \
                 name a larger site, or take the binding out"
            ]
        );
        draft.diagrams[0].site = Some("board".into());
        assert_eq!(outside(&draft), [""; 0]);
    }
}
