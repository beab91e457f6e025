//! Balancing alarms: something else suffers while the aim is reached.

use std::collections::BTreeMap;

use super::movement::{Movement, Movements, Moving};
use super::{Answers, Listed};
use crate::status::Verdict;
use crate::statuses::Entry;
use crate::system::NodeIndex;

/// A node that improves where a balancing measure worsens.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Gain {
    /// The node.
    pub node: NodeIndex,
    /// Where it improves, and since when.
    pub movements: Listed<Movement>,
}

/// A balancing series that gets worse.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct BalancingAlarm<'a> {
    /// The series: worsening, or mixed.
    pub entry: &'a Entry,
    /// The nodes at which it is balancing, by index.
    pub nodes: Vec<NodeIndex>,
    /// What improves meanwhile, among these nodes and all that they contribute to; by index.
    pub gains: Vec<Gain>,
}

/// Balancing series that get worse.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct BalancingAlarms<'a> {
    /// Those that get worse while what they balance improves.
    pub alarms: Vec<BalancingAlarm<'a>>,
    /// Those that get worse while nothing they balance improves: no trade, and no less a concern.
    pub without_gain: Vec<BalancingAlarm<'a>>,
}

impl<'a> Answers<'a> {
    /// Balancing series that get worse, with what improves meanwhile; by measure, site and basis.
    ///
    /// # Definition
    ///
    /// An *alarm* is a series bound as balancing to some node, whose verdict is worsening or mixed,
    /// while that node or one that it contributes to improves. A node improves by its [`Movement`] at
    /// the site of the series, or at the nearest place that the site is a part of; where there is
    /// neither, at places within it. The verdict of the node stays as it is: both are said, and neither
    /// hides the other.
    ///
    /// At most `most` movements are listed for a node. Takes time in proportion to the number of
    /// series, and to that of sites for each node above a balancing measure.
    #[must_use]
    pub fn balancing_alarms(&self, most: usize) -> BalancingAlarms<'a> {
        let mut answer = BalancingAlarms {
            alarms: Vec::new(),
            without_gain: Vec::new(),
        };
        let mut movements: BTreeMap<NodeIndex, Movements> = BTreeMap::new();
        let mut above: BTreeMap<NodeIndex, Vec<NodeIndex>> = BTreeMap::new();
        for entry in self.statuses.entries() {
            if !matches!(entry.judgement.verdict, Verdict::Worsening | Verdict::Mixed) {
                continue;
            }
            let bound = self.bindings_of(entry).filter(|bound| bound.is_balancing());
            let mut nodes: Vec<NodeIndex> = bound.map(|bound| bound.node).collect();
            nodes.sort_unstable();
            nodes.dedup();
            if nodes.is_empty() {
                continue;
            }
            let mut balanced: Vec<NodeIndex> = Vec::new();
            for node in &nodes {
                let reach = || {
                    let reached = self.system.reach_above(*node).into_iter();
                    reached.map(|reached| reached.node).collect()
                };
                balanced.extend(above.entry(*node).or_insert_with(reach).iter());
            }
            balanced.sort_unstable();
            balanced.dedup();
            let gains = balanced.into_iter().filter_map(|node| {
                let movements = movements
                    .entry(node)
                    .or_insert_with(|| self.movements(node));
                let movements = self.improving_at(movements, entry, most);
                (movements.total > 0).then_some(Gain { node, movements })
            });
            let alarm = BalancingAlarm {
                entry,
                nodes,
                gains: gains.collect(),
            };
            if alarm.gains.is_empty() {
                answer.without_gain.push(alarm);
            } else {
                answer.alarms.push(alarm);
            }
        }
        answer
    }

    fn improving_at(&self, movements: &Movements, entry: &Entry, most: usize) -> Listed<Movement> {
        let mut improving = Listed::default();
        let improves = |moving: &&Moving| moving.verdict == Verdict::Improving;
        if let Some(moving) = movements.nearest(entry.site) {
            if improves(&moving) {
                improving.push(most, || self.movement(movements, moving));
            }
            return improving;
        }
        let within = self.system.sites_within(entry.site).iter();
        let found = within.filter_map(|site| {
            let moving = movements.nearest(*site)?;
            (moving.site == *site).then_some(moving)
        });
        for moving in found.filter(improves) {
            improving.push(most, || self.movement(movements, moving));
        }
        improving
    }
}
