//! Links: what is believed to contribute to what.

use crate::choice::choice;
use crate::id::{DiagramId, NodeId, TestId};
use crate::node::NodeRef;

choice! {
    /// How strong a contribution is. Diagrams draw strong ones solid and weak ones dotted (IHI, QI
    /// Essentials Toolkit); no number is customary.
    Strength as "strength" {
        /// Drawn dotted.
        Weak = "weak" | "weaker" | "dotted",
        /// Drawn solid. The default.
        Strong = "strong" | "solid",
    }
}

choice! {
    /// How far the contribution is believed in. It grows with testing; no published scale is
    /// known, so the order is all that it says.
    Belief as "degree of belief" {
        /// Not tested yet. The default.
        Untested = "untested" | "none",
        /// Low.
        Low = "low",
        /// Moderate.
        Moderate = "moderate" | "medium",
        /// High.
        High = "high",
    }
}

choice! {
    /// What a belief rests on.
    EvidenceKind as "kind of evidence" {
        /// Published work.
        Literature = "literature" | "published",
        /// A test of change here.
        LocalTest = "local_test" | "test",
        /// What people who know the work think.
        Opinion = "opinion" | "experience",
    }
}

/// What a belief rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Evidence {
    /// What kind it is.
    pub kind: EvidenceKind,
    /// The test of change, where it is one on record.
    pub test: Option<TestId>,
    /// A citation or remark.
    pub note: String,
}

/// `from` contributes to `to`, which stands nearer to the aim.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Link {
    /// The diagram of both.
    pub diagram: DiagramId,
    /// What contributes.
    pub from: NodeId,
    /// To what.
    pub to: NodeId,
    /// How strongly.
    pub strength: Strength,
    /// How far that is believed.
    pub belief: Belief,
    /// What the belief rests on. Sorted.
    pub evidence: Vec<Evidence>,
}

/// A driver of one diagram is the aim of another: what reaches that aim contributes to the driver.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Cascade {
    /// The driver, in the upper diagram.
    pub driver: NodeRef,
    /// The aim, in the lower diagram.
    pub aim: NodeRef,
}
