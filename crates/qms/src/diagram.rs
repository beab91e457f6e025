//! Driver diagrams.

use crate::date::Date;
use crate::framework::FrameworkId;
use crate::id::{DiagramId, SiteId};

/// A driver diagram: an aim, what drives it, and ideas to change that.
///
/// It is a directed acyclic graph and no tree: a driver may contribute to several others, and levels
/// may be skipped (IHI, QI Essentials Toolkit). Its nodes and links are those of the
/// [`System`](crate::System) that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagram {
    /// Its id.
    pub id: DiagramId,
    /// Its title.
    pub title: String,
    /// The framework whose components its nodes carry.
    pub framework: FrameworkId,
    /// Version, as its owners count.
    pub version: Option<String>,
    /// The day it was last true.
    pub as_of: Option<Date>,
    /// The site it is for, with all below it; none for every site.
    pub site: Option<SiteId>,
}
