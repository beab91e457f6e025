//! Nodes of a driver diagram.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::audience::Audience;
use crate::choice::choice;
use crate::id::{ComponentId, DiagramId, NodeId};

choice! {
    /// The level of a node, from the aim outward.
    ///
    /// IHI, QI Essentials Toolkit: Driver Diagram. The level is an attribute that may change, as
    /// when a secondary driver turns out to be a primary one; the id of the node stays.
    NodeKind as "node kind" {
        /// What the work is for: how much, for whom, by when. One in a diagram.
        Aim = "aim",
        /// Contributes directly to the aim.
        PrimaryDriver = "primary" | "primary driver" | "primary_drivers",
        /// A part of a primary driver, or an influence on it.
        SecondaryDriver = "secondary" | "secondary driver" | "secondary_drivers",
        /// Something specific that can be tested.
        ChangeIdea = "change" | "change idea" | "change_ideas" | "idea",
    }
}

impl NodeKind {
    /// Whether it is a primary or a secondary driver.
    #[must_use]
    pub const fn is_driver(self) -> bool {
        matches!(self, Self::PrimaryDriver | Self::SecondaryDriver)
    }

    /// In words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Aim => "aim",
            Self::PrimaryDriver => "primary driver",
            Self::SecondaryDriver => "secondary driver",
            Self::ChangeIdea => "change idea",
        }
    }
}

/// Names a node of any diagram.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeRef {
    /// The diagram.
    pub diagram: DiagramId,
    /// The node in it.
    pub node: NodeId,
}

impl NodeRef {
    /// A node of a diagram.
    #[must_use]
    pub const fn new(diagram: DiagramId, node: NodeId) -> Self {
        Self { diagram, node }
    }
}

impl fmt::Display for NodeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.diagram, self.node)
    }
}

/// A node of a driver diagram.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Node {
    /// Diagram and id.
    pub id: NodeRef,
    /// Its level.
    pub kind: NodeKind,
    /// What it says.
    pub text: String,
    /// A remark.
    pub note: Option<String>,
    /// The components of the diagram's framework that it belongs to.
    pub components: BTreeSet<ComponentId>,
    /// Whose it is.
    pub owner: Option<Audience>,
    /// Free words to find it by.
    pub tags: BTreeSet<String>,
    /// What an aim says beside its text; of other nodes empty.
    pub aim: AimDetails,
}

/// What an aim should say: how much, for whom, by when (IHI, QI Essentials Toolkit).
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct AimDetails {
    /// How much, in words.
    pub how_much: Option<String>,
    /// How much, as a number in the unit of its outcome measure.
    pub target: Option<f64>,
    /// For whom.
    pub for_whom: Option<String>,
    /// By when, in words or as a date.
    pub by_when: Option<String>,
}
