//! Hand-over: new levels that improvement reached, and that are now to be held.

use super::Answers;
use crate::framework::{Component, RelationKind};
use crate::status::{Moment, Verdict};
use crate::statuses::Entry;
use crate::system::NodeIndex;

/// A node that a new level belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct HandOverTo<'a> {
    /// The node.
    pub node: NodeIndex,
    /// The component that levels are handed over to: in the HIS framework *Maintaining Quality*. None in
    /// a framework without a hand-over.
    pub component: Option<&'a Component>,
    /// Whether the node carries that component already.
    pub is_there: bool,
}

/// A sustained improvement: a candidate for hand-over.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct HandOver<'a> {
    /// The series, with its judgement.
    pub entry: &'a Entry,
    /// First point of the new level.
    pub since: Moment,
    /// Number of points from then to the last one, those without a figure included.
    pub points: usize,
    /// Whether the shift rests on provisional points.
    pub is_tentative: bool,
    /// Whether nothing current speaks against the new level. One that slips is an early warning, and
    /// not ready to be handed over.
    pub holds: bool,
    /// The nodes that it speaks of.
    pub nodes: Vec<HandOverTo<'a>>,
}

impl<'a> Answers<'a> {
    /// Sustained improvements that are candidates for hand-over from improving to maintaining; by
    /// measure, site and basis.
    ///
    /// # Definition
    ///
    /// A series whose last phase began with a sustained shift in the direction of good
    /// ([`Status::sustained_improvement`](crate::Status::sustained_improvement)), and that is bound to
    /// some node in a role other than balancing. It *holds* unless its verdict is worsening, mixed, or
    /// rests on too little data. A plan that does not move its center at a sustained shift finds none;
    /// neither does a phase that people have planned since: they have handed over already. Nor does a
    /// shift count that rests on provisional points, where these are
    /// [left out](crate::Provisional::LeftOut). Where a level is
    /// handed over to is what the framework of the diagram says by its relation
    /// [`HandsOver`](RelationKind::HandsOver).
    ///
    /// A list to decide from; nothing is decided here. Linear in the number of series.
    #[must_use]
    pub fn hand_over(&self) -> Vec<HandOver<'a>> {
        let entries = self.statuses.entries().iter();
        entries
            .filter(|entry| self.is_seen(entry))
            .filter_map(|entry| self.candidate(entry))
            .collect()
    }

    fn candidate(&self, entry: &'a Entry) -> Option<HandOver<'a>> {
        let since = entry.status.sustained_improvement()?;
        let new_level = entry
            .status
            .findings_by(self.statuses.options())
            .find(|found| found.is_new_level)?;
        let nodes: Vec<HandOverTo<'a>> = self
            .nodes_of(entry)
            .into_iter()
            .map(|node| self.hands_over_to(node))
            .collect();
        if nodes.is_empty() {
            return None;
        }
        Some(HandOver {
            entry,
            since,
            points: new_level.points(),
            is_tentative: new_level.is_tentative,
            holds: !matches!(
                entry.judgement.verdict,
                Verdict::Worsening | Verdict::Mixed | Verdict::InsufficientData
            ),
            nodes,
        })
    }

    fn hands_over_to(&self, node: NodeIndex) -> HandOverTo<'a> {
        let record = self.system.node(node);
        let diagram = self.system.diagram(&record.id.diagram);
        let framework = diagram.and_then(|diagram| self.system.framework_of(diagram));
        let component = framework.and_then(|framework| {
            let mut relations = framework.relations().iter();
            let relation = relations.find(|known| known.kind == RelationKind::HandsOver)?;
            framework.component(&relation.to)
        });
        let is_there = |component: &Component| record.components.contains(&component.id);
        HandOverTo {
            node,
            component,
            is_there: component.is_some_and(is_there),
        }
    }
}
