//! From a system back to a draft, for exports and edits.

use super::System;
use crate::activity::Provenance;
use crate::draft::{
    ActivityDraft, BindingDraft, CascadeDraft, ComponentDraft, DiagramDraft, Draft, EvidenceDraft,
    FrameworkDraft, LinkDraft, MeasureDraft, NodeDraft, RelationDraft, SiteDraft, TestDraft,
};
use crate::framework::{Framework, FrameworkId};
use crate::link::Link;
use crate::node::Node;
use crate::origin::Origin;

impl System {
    /// The draft of this system, in the order of its ids: what [`Draft::build`] makes the same system
    /// of. Every field that has a usual value is written out. Published frameworks are left out.
    #[must_use]
    pub fn to_draft(&self) -> Draft {
        let own = |known: &&Framework| matches!(known.id(), FrameworkId::Custom(_));
        Draft {
            frameworks: self.frameworks().filter(own).map(framework).collect(),
            sites: self
                .sites()
                .iter()
                .map(|site| SiteDraft {
                    id: site.id.to_string(),
                    name: site.name.clone(),
                    level: Some(site.level.to_string()),
                    parent: text(site.parent.as_ref()),
                    codes: site.codes.iter().map(ToString::to_string).collect(),
                    origin: Origin::Program,
                })
                .collect(),
            measures: self
                .measures()
                .iter()
                .map(|measure| MeasureDraft {
                    id: measure.id.to_string(),
                    name: measure.name.clone(),
                    operational_definition: measure.operational_definition.clone(),
                    unit: Some(measure.unit.clone()).filter(|unit| !unit.is_empty()),
                    direction: text(Some(&measure.direction)),
                    purpose: Some(measure.purpose.to_string()),
                    domain: measure.domain.clone(),
                    frequency: text(measure.frequency.as_ref()),
                    lag: measure.lag.clone(),
                    source: measure.source.clone(),
                    origin: Origin::Program,
                })
                .collect(),
            diagrams: self
                .diagrams()
                .iter()
                .map(|diagram| DiagramDraft {
                    id: diagram.id.to_string(),
                    title: diagram.title.clone(),
                    framework: Some(diagram.framework.to_string()),
                    version: diagram.version.clone(),
                    as_of: text(diagram.as_of.as_ref()),
                    site: text(diagram.site.as_ref()),
                    origin: Origin::Program,
                })
                .collect(),
            nodes: self.nodes().iter().map(node).collect(),
            links: self.links().iter().map(link).collect(),
            cascades: self
                .cascades()
                .iter()
                .map(|cascade| CascadeDraft {
                    driver_diagram: cascade.driver.diagram.to_string(),
                    driver: cascade.driver.node.to_string(),
                    aim_diagram: cascade.aim.diagram.to_string(),
                    aim: cascade.aim.node.to_string(),
                    origin: Origin::Program,
                })
                .collect(),
            bindings: self
                .bindings()
                .iter()
                .map(|binding| BindingDraft {
                    diagram: binding.node.diagram.to_string(),
                    node: binding.node.node.to_string(),
                    measure: binding.measure.to_string(),
                    role: binding.role.to_string(),
                    site: text(binding.site.as_ref()),
                    origin: Origin::Program,
                })
                .collect(),
            tests: self
                .tests()
                .iter()
                .map(|test| TestDraft {
                    id: test.id.to_string(),
                    diagram: test.change_idea.diagram.to_string(),
                    change_idea: test.change_idea.node.to_string(),
                    site: text(test.site.as_ref()),
                    cycle: Some(test.cycle.to_string()),
                    plan: test.plan.clone(),
                    prediction: test.prediction.clone(),
                    start: test.start.to_string(),
                    end: text(test.end.as_ref()),
                    decision: text(test.decision.as_ref()),
                    origin: Origin::Program,
                })
                .collect(),
            activities: self
                .activities()
                .iter()
                .map(|activity| ActivityDraft {
                    diagram: activity.diagram.to_string(),
                    audience: activity.audience.to_string(),
                    text: activity.text.clone(),
                    drivers: activity.drivers.iter().map(ToString::to_string).collect(),
                    provenance: activity.provenance.kind().to_string(),
                    source: match &activity.provenance {
                        Provenance::Published { source } => Some(source.clone()),
                        Provenance::Local | Provenance::Illustrative => None,
                    },
                    origin: Origin::Program,
                })
                .collect(),
        }
    }
}

fn text(value: Option<&impl ToString>) -> Option<String> {
    value.map(ToString::to_string)
}

fn framework(framework: &Framework) -> FrameworkDraft {
    let components = framework.components().iter();
    let relations = framework.relations().iter();
    FrameworkDraft {
        id: framework.id().to_string(),
        title: framework.title().to_owned(),
        source: Some(framework.source().to_owned()).filter(|source| !source.is_empty()),
        components: components
            .map(|component| ComponentDraft {
                id: component.id.to_string(),
                name: component.name.clone(),
                kind: component.kind.to_string(),
                aliases: component.aliases.clone(),
                origin: Origin::Program,
            })
            .collect(),
        relations: relations
            .map(|relation| RelationDraft {
                from: relation.from.to_string(),
                to: relation.to.to_string(),
                kind: relation.kind.to_string(),
                origin: Origin::Program,
            })
            .collect(),
        origin: Origin::Program,
    }
}

fn node(node: &Node) -> NodeDraft {
    NodeDraft {
        diagram: node.id.diagram.to_string(),
        id: node.id.node.to_string(),
        kind: node.kind.to_string(),
        text: node.text.clone(),
        note: node.note.clone(),
        components: node.components.iter().map(ToString::to_string).collect(),
        owner: text(node.owner.as_ref()),
        tags: node.tags.iter().cloned().collect(),
        how_much: node.aim.how_much.clone(),
        target: text(node.aim.target.as_ref()),
        for_whom: node.aim.for_whom.clone(),
        by_when: node.aim.by_when.clone(),
        origin: Origin::Program,
    }
}

fn link(link: &Link) -> LinkDraft {
    let evidence = link.evidence.iter();
    LinkDraft {
        diagram: link.diagram.to_string(),
        from: link.from.to_string(),
        to: link.to.to_string(),
        strength: Some(link.strength.to_string()),
        belief: Some(link.belief.to_string()),
        evidence: evidence
            .map(|one| EvidenceDraft {
                kind: one.kind.to_string(),
                test: text(one.test.as_ref()),
                note: one.note.clone(),
                origin: Origin::Program,
            })
            .collect(),
        origin: Origin::Program,
    }
}
