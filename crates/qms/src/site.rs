//! Sites: the places where measures are taken.

use crate::choice::choice;
use crate::id::SiteId;

choice! {
    /// What kind of place a site is.
    SiteLevel as "site level" {
        /// A nation.
        Nation = "nation" | "country",
        /// A health board.
        Board = "board" | "health board",
        /// A health and social care partnership, or an integration authority.
        Partnership = "partnership" | "hscp" | "integration authority",
        /// A hospital.
        Hospital = "hospital",
        /// A cluster of general practices.
        Cluster = "cluster" | "gp cluster",
        /// A general practice.
        Practice = "practice" | "gp practice",
        /// A care home.
        CareHome = "care_home",
        /// A ward.
        Ward = "ward",
        /// Any other place or team.
        Other = "other" | "team",
    }
}

/// A place where measures are taken. Sites form a forest.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// Its name.
    pub name: String,
    /// What kind of place it is.
    pub level: SiteLevel,
    /// The place that it is a part of.
    pub parent: Option<SiteId>,
    /// Other codes that sources use for the same place, such as the code of a health board before
    /// its boundary was redrawn. Sorted.
    pub codes: Vec<SiteId>,
}
