//! Lints: what a good driver diagram would have, and this one has not.

mod find;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::choice::choice;
use crate::id::{ComponentId, DiagramId, MeasureId, NodeId, SiteId};
use crate::node::NodeRef;

choice! {
    /// The six heads under which driver diagrams were scored by Issen et al. (2018), Criteria for
    /// evaluating programme theory diagrams in quality improvement initiatives: a structured method
    /// for appraisal, Int. J. for Quality in Health Care 30(7), 508-513.
    LintHead as "head" {
        /// The overall aim.
        OverallAim = "overall_aim",
        /// The logical overview.
        LogicalOverview = "logical_overview",
        /// Clarity of components.
        ClarityOfComponents = "clarity_of_components",
        /// Cause and effect relationships.
        CauseAndEffect = "cause_and_effect",
        /// Evidence.
        Evidence = "evidence",
        /// Measurement.
        Measurement = "measurement",
    }
}

impl LintHead {
    /// The published name.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::OverallAim => "overall aim",
            Self::LogicalOverview => "logical overview",
            Self::ClarityOfComponents => "clarity of components",
            Self::CauseAndEffect => "cause-effect relationships",
            Self::Evidence => "evidence",
            Self::Measurement => "measurement",
        }
    }
}

/// Numbers that lints compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LintOptions {
    /// Fewest primary drivers. Default 2 (IHI, QI Essentials Toolkit: Driver Diagram).
    pub primary_least: usize,
    /// Most primary drivers. Default 5 (same source).
    pub primary_most: usize,
    /// Most measures of a diagram. Default 10: the upper ends of the family of measures of NHS
    /// Education for Scotland, 3 of outcome and 7 of process.
    pub measures_most: usize,
}

impl Default for LintOptions {
    fn default() -> Self {
        Self {
            primary_least: 2,
            primary_most: 5,
            measures_most: 10,
        }
    }
}

/// Where a lint is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Place {
    /// A diagram.
    Diagram(DiagramId),
    /// A node.
    Node(NodeRef),
    /// A link.
    Link {
        /// Its diagram.
        diagram: DiagramId,
        /// What contributes.
        from: NodeId,
        /// To what.
        to: NodeId,
    },
    /// A measure.
    Measure(MeasureId),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Diagram(id) => write!(f, "diagram `{id}`"),
            Self::Node(id) => write!(f, "node `{id}`"),
            Self::Link { diagram, from, to } => write!(f, "link `{diagram}/{from} -> {to}`"),
            Self::Measure(id) => write!(f, "measure `{id}`"),
        }
    }
}

/// What is wanting.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum LintKind {
    /// An aim that does not say how much.
    #[error("the aim does not say how much; give it an amount or a target")]
    AimWithoutAmount,
    /// An aim that does not say for whom.
    #[error("the aim does not say for whom; name the group")]
    AimWithoutGroup,
    /// An aim that does not say by when.
    #[error("the aim does not say by when; give it a date")]
    AimWithoutDate,
    /// Fewer or more primary drivers than usual.
    #[error(
        "has {count} primary drivers, usual are {least} to {most}; split or merge some, or make some \
         secondary"
    )]
    PrimaryDrivers {
        /// Primary drivers of the diagram.
        count: usize,
        /// Fewest.
        least: usize,
        /// Most.
        most: usize,
    },
    /// A node without any link.
    #[error("is linked to nothing; link it towards the aim, or take it out")]
    Isolated,
    /// A node that is linked, and from which no link leads on to the aim.
    #[error("does not lead to the aim; link it to what it contributes to")]
    OffTheAim,
    /// A component of the framework that no node carries.
    #[error(
        "no node carries component `{component}`; tag those that belong to it, or say why none does"
    )]
    UntaggedComponent {
        /// The component.
        component: ComponentId,
    },
    /// A change idea that contributes to no driver.
    #[error("the change idea is on no driver; link it to the driver it is to change")]
    IdeaWithoutDriver,
    /// A driver to which no change idea contributes.
    #[error(
        "no change idea is on the driver; add one to test, or say that it is not worked on yet"
    )]
    DriverWithoutIdea,
    /// A link without evidence.
    #[error("nothing is said of why it is believed; add literature, a test or an opinion")]
    LinkWithoutEvidence,
    /// An aim or driver without a measure of its own, balancing ones aside.
    #[error("has no measure; bind one to it")]
    NoMeasure,
    /// A diagram without a balancing measure.
    #[error("has no balancing measure; bind one that would show harm elsewhere")]
    NoBalancingMeasure,
    /// A diagram with many measures.
    #[error("has {count} measures, and more than {most} are seldom kept up; leave some out")]
    ManyMeasures {
        /// Measures bound to its nodes.
        count: usize,
        /// Most.
        most: usize,
    },
    /// A measure bound outside of the site that the diagram is for.
    #[error(
        "is for one site, and measure `{measure}` is bound to it at `{site}` outside; name a larger \
         site, or take the binding out"
    )]
    SiteOutside {
        /// The measure.
        measure: MeasureId,
        /// The site of the binding.
        site: SiteId,
    },
    /// An outcome measure without a direction of good.
    #[error(
        "is an outcome, and no direction of it is good; say whether it is to increase or decrease"
    )]
    OutcomeNotJudged,
    /// A measure without an operational definition.
    #[error("has no operational definition; say what is counted, out of what, by whom and how")]
    NoOperationalDefinition,
}

impl LintKind {
    /// The head that it stands under.
    #[must_use]
    pub const fn head(&self) -> LintHead {
        match self {
            Self::AimWithoutAmount | Self::AimWithoutGroup | Self::AimWithoutDate => {
                LintHead::OverallAim
            }
            Self::PrimaryDrivers { .. } | Self::Isolated | Self::OffTheAim => {
                LintHead::LogicalOverview
            }
            Self::UntaggedComponent { .. } => LintHead::ClarityOfComponents,
            Self::IdeaWithoutDriver | Self::DriverWithoutIdea => LintHead::CauseAndEffect,
            Self::LinkWithoutEvidence => LintHead::Evidence,
            Self::NoMeasure
            | Self::NoBalancingMeasure
            | Self::ManyMeasures { .. }
            | Self::SiteOutside { .. }
            | Self::OutcomeNotJudged
            | Self::NoOperationalDefinition => LintHead::Measurement,
        }
    }
}

/// Something that is wanting in a system that holds together: a hint, never an error. In order of
/// head, place and kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Lint {
    /// The head that it stands under.
    pub head: LintHead,
    /// Where it is.
    pub place: Place,
    /// What is wanting.
    pub kind: LintKind,
}

/// Where it is, what is wanting, and how to mend it.
impl fmt::Display for Lint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.kind)
    }
}
