//! What a driver means for each audience.

use crate::audience::Audience;
use crate::choice::choice;
use crate::id::{DiagramId, NodeId};

choice! {
    /// Where the wording of an activity comes from.
    ProvenanceKind as "provenance" {
        /// A publication, which is named.
        Published = "published",
        /// The people here.
        Local = "local",
        /// Nowhere: it only shows what such an activity could be.
        Illustrative = "illustrative" | "example",
    }
}

/// Where the wording of an activity comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Provenance {
    /// A publication.
    Published {
        /// Its citation.
        source: String,
    },
    /// The people here.
    Local,
    /// Nowhere: it only shows what such an activity could be.
    Illustrative,
}

impl Provenance {
    /// Which of the three it is.
    #[must_use]
    pub const fn kind(&self) -> ProvenanceKind {
        match self {
            Self::Published { .. } => ProvenanceKind::Published,
            Self::Local => ProvenanceKind::Local,
            Self::Illustrative => ProvenanceKind::Illustrative,
        }
    }
}

/// "What does this mean for me": something an audience does, and the drivers it serves.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Activity {
    /// The diagram.
    pub diagram: DiagramId,
    /// Who does it.
    pub audience: Audience,
    /// What they do.
    pub text: String,
    /// The nodes that it serves. Sorted; empty for the diagram as a whole.
    pub drivers: Vec<NodeId>,
    /// Where the wording comes from.
    pub provenance: Provenance,
}
