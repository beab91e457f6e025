//! Theory check: do drivers and what they contribute to move together?

use std::collections::{BTreeMap, BTreeSet};

use super::movement::{Movement, Movements, Moving};
use super::{Answers, Listed, NodeVerdict};
use crate::choice::choice;
use crate::id::DiagramId;
use crate::link::Link;
use crate::node::{NodeKind, NodeRef};
use crate::status::Verdict;
use crate::system::{NodeIndex, SiteIndex};

choice! {
    /// What a link's two ends say of the theory, at one site.
    TheoryReading as "reading of the theory" {
        /// Both improve, or both worsen.
        Consistent = "consistent",
        /// The driver improves and the parent does not (yet), or the driver worsens and the parent
        /// does not.
        NotYetSupported = "not_yet_supported",
        /// The parent improves, or worsens, and no driver below it does.
        Unexplained = "unexplained",
        /// The driver has no signal; the parent has none either, or another driver moves with it.
        Silent = "silent",
        /// Measures of one end disagree, or have no direction of good.
        Undecided = "undecided",
        /// One end has too little data.
        TooFewData = "too_few_data",
    }
}

impl TheoryReading {
    /// In words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Consistent => "consistent",
            Self::NotYetSupported => "not (yet) supported",
            Self::Unexplained => "unexplained",
            Self::Silent => "nothing to compare",
            Self::Undecided => "undecided",
            Self::TooFewData => "not enough data",
        }
    }

    /// Whether it says something of the theory: consistent, not (yet) supported or unexplained.
    #[must_use]
    pub const fn is_telling(self) -> bool {
        matches!(
            self,
            Self::Consistent | Self::NotYetSupported | Self::Unexplained
        )
    }
}

/// How many comparisons have each reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TheoryCounts {
    sites: [u32; TheoryReading::ALL.len()],
}

impl TheoryCounts {
    /// Number of sites with a reading.
    #[must_use]
    pub const fn get(&self, reading: TheoryReading) -> usize {
        self.sites[reading as usize] as usize
    }

    /// Number of all sites that were compared.
    #[must_use]
    pub fn total(&self) -> usize {
        self.sites.iter().map(|count| *count as usize).sum()
    }

    /// The readings that some sites have, in order, with their number.
    pub fn iter(&self) -> impl Iterator<Item = (TheoryReading, usize)> + '_ {
        let all = TheoryReading::ALL.iter().copied();
        all.map(|reading| (reading, self.get(reading)))
            .filter(|(_, count)| *count > 0)
    }
}

/// Driver and parent side by side, at one site.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Comparison {
    /// The site.
    pub site: SiteIndex,
    /// What they say of the theory.
    pub reading: TheoryReading,
    /// Whether that rests on tentative series.
    pub is_tentative: bool,
    /// The driver, at the site or at the nearest place that it is a part of.
    pub driver: Movement,
    /// The parent, at the site or at the nearest place that it is a part of.
    pub parent: Movement,
}

impl Comparison {
    /// Whether the parent moved before the driver did, where both have dates: then it was not the
    /// driver that moved it first.
    #[must_use]
    pub fn parent_moved_first(&self) -> Option<bool> {
        let [driver, parent] = [&self.driver, &self.parent].map(|end| end.since?.date);
        Some(parent? < driver?)
    }
}

/// What the sites say of one link.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LinkCheck<'a> {
    /// The link, with its strength and degree of belief.
    pub link: &'a Link,
    /// What contributes.
    pub driver: NodeIndex,
    /// To what.
    pub parent: NodeIndex,
    /// What the driver's own series say, at all sites.
    pub driver_verdict: NodeVerdict,
    /// What the parent's own series say, at all sites.
    pub parent_verdict: NodeVerdict,
    /// How many sites have each reading. Empty where an end is unmeasured, or both are measured at
    /// places of which none is a part of another.
    pub counts: TheoryCounts,
    /// Of them, those in which a larger place stands in for an end that has no series at the site:
    /// the same series may then be compared many times.
    pub stood_in: usize,
    /// The comparisons that tell something, by site.
    pub telling: Listed<Comparison>,
}

/// A node that moves while no driver below it does.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Unexplained {
    /// The node.
    pub node: NodeIndex,
    /// Where it moves so, and since when.
    pub movements: Listed<Movement>,
    /// Number of drivers below it, directly or not.
    pub drivers: usize,
    /// How many of these have a series with enough data, at any site. Where there are few, what
    /// explains the movement may be unmeasured.
    pub drivers_tested: usize,
}

/// What the statuses say of the theory of a diagram.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TheoryCheck<'a> {
    /// Each link of the diagram, in order.
    pub links: Vec<LinkCheck<'a>>,
    /// Nodes that move while no driver below them does, by index.
    pub unexplained: Vec<Unexplained>,
}

/// The direction that a movement has.
const fn is_directed(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Improving | Verdict::Worsening)
}

/// A node of the diagram with what is compared of it.
struct Side {
    movements: Movements,
    verdict: NodeVerdict,
    /// For each site, the directions in which the node moves there, at a place within it, or at the
    /// nearest place that it is a part of: bits as in [`bit`].
    moves: Vec<u8>,
}

const fn bit(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Improving => 1,
        Verdict::Worsening => 2,
        _ => 0,
    }
}

impl<'a> Answers<'a> {
    /// Whether the statuses bear out the theory of a diagram, link by link. None for a diagram that is
    /// not known.
    ///
    /// # Definition
    ///
    /// The *own* measures of both ends of a link are compared, site by site: those of nodes further
    /// below say nothing of this link. What an end says at a site is its [`Movement`]. Sites are
    /// compared at which an end has a series; where the other end has none there, that at the nearest
    /// place stands for it of which the site is a part: wards with their board. With `d` for the
    /// driver and `p` for the parent, to which it contributes:
    ///
    /// | `d` | `p` | reading |
    /// |---|---|---|
    /// | too little data | any | not enough data; also the other way round |
    /// | mixed, not judged | any | undecided; also the other way round |
    /// | improving | improving | consistent |
    /// | worsening | worsening | consistent |
    /// | improving | no signal, worsening | not (yet) supported |
    /// | worsening | no signal, improving | not (yet) supported |
    /// | no signal | improving, worsening | unexplained, if no driver below `p` moves in the same direction |
    /// | no signal | otherwise | nothing to compare |
    ///
    /// *Below `p`* is everything that contributes to it, directly or not; such a driver moves if it
    /// does so where `p` is measured, at a place within that, or at the nearest place around it. The
    /// nodes that move so are listed a second time by themselves, with places where no driver is
    /// measured; a node without a driver below it is not.
    ///
    /// Two series that move together prove nothing: a link is *consistent* with the data, no more. At
    /// many sites some signal by chance; the counts are to be read with that in mind.
    ///
    /// At most `most` comparisons of a link, and movements of a node, are listed. Takes time in
    /// proportion to the own series of the nodes, and to the number of sites for each link and each
    /// pair of nodes of which one contributes to the other.
    #[must_use]
    pub fn theory_check(&self, diagram: &DiagramId, most: usize) -> Option<TheoryCheck<'a>> {
        self.system.diagram(diagram)?;
        let of_diagram: Vec<NodeIndex> = self.system.nodes_of(diagram).collect();
        // Those of other diagrams that cascade into this one are looked at too.
        let reached = of_diagram
            .iter()
            .flat_map(|node| self.system.reach_below(*node));
        let reached: BTreeSet<NodeIndex> = reached.map(|below| below.node).collect();
        let sides = reached.into_iter().map(|node| (node, self.side(node)));
        let sides: BTreeMap<NodeIndex, Side> = sides.collect();
        let below = of_diagram
            .iter()
            .map(|node| (*node, self.drivers_below(*node, &sides)));
        let below: BTreeMap<NodeIndex, Below> = below.collect();
        let is_explained = |parent: NodeIndex, movement: &Moving| {
            let below = below.get(&parent);
            let moves = below.map_or(0, |below| below.moves[movement.site.get()]);
            moves & bit(movement.verdict) != 0
        };
        let mut links = Vec::new();
        for link in self.system.links_of(diagram) {
            let [driver, parent] = [&link.from, &link.to].map(|node| {
                let id = NodeRef::new(diagram.clone(), node.clone());
                self.system.node_index(&id)
            });
            let (Some(driver), Some(parent)) = (driver, parent) else {
                continue;
            };
            let (Some(from), Some(to)) = (sides.get(&driver), sides.get(&parent)) else {
                continue;
            };
            let mut check = LinkCheck {
                link,
                driver,
                parent,
                driver_verdict: from.verdict,
                parent_verdict: to.verdict,
                counts: TheoryCounts::default(),
                stood_in: 0,
                telling: Listed::default(),
            };
            for (driver, parent, site) in pairs(&from.movements, &to.movements) {
                let reading = match (driver.verdict, parent.verdict) {
                    (Verdict::NoSignal, moved) if is_directed(moved) => {
                        if is_explained(check.parent, parent) {
                            TheoryReading::Silent
                        } else {
                            TheoryReading::Unexplained
                        }
                    }
                    (driver, parent) => compared(driver, parent),
                };
                check.counts.sites[reading as usize] += 1;
                check.stood_in += usize::from(driver.site != site || parent.site != site);
                if reading.is_telling() {
                    check.telling.push(most, || Comparison {
                        site,
                        reading,
                        is_tentative: driver.is_tentative || parent.is_tentative,
                        driver: self.movement(&from.movements, driver),
                        parent: self.movement(&to.movements, parent),
                    });
                }
            }
            links.push(check);
        }
        let mut unexplained = Vec::new();
        for (node, below) in &below {
            let Some(side) = sides.get(node) else {
                continue;
            };
            let mut movements = Listed::default();
            for moving in &side.movements.at {
                if is_directed(moving.verdict) && !is_explained(*node, moving) {
                    movements.push(most, || self.movement(&side.movements, moving));
                }
            }
            if movements.total > 0 && below.drivers > 0 {
                unexplained.push(Unexplained {
                    node: *node,
                    movements,
                    drivers: below.drivers,
                    drivers_tested: below.tested,
                });
            }
        }
        Some(TheoryCheck { links, unexplained })
    }

    fn side(&self, node: NodeIndex) -> Side {
        let movements = self.movements(node);
        let mut moves = vec![0; self.system.sites().len()];
        for movement in &movements.at {
            // Up to the largest place: a movement within it.
            let mut place = Some(movement.site);
            while let Some(site) = place {
                moves[site.get()] |= bit(movement.verdict);
                place = self.system.parent_of(site);
            }
        }
        for (at, moves) in moves.iter_mut().enumerate() {
            let around = movements.nearest(SiteIndex::new(at));
            *moves |= around.map_or(0, |movement| bit(movement.verdict));
        }
        Side {
            verdict: self.node_verdict(node),
            movements,
            moves,
        }
    }

    /// What contributes to a node, but for aims of other diagrams: each of those is one with a driver
    /// that is among them, or with the node itself.
    fn drivers_below(&self, node: NodeIndex, sides: &BTreeMap<NodeIndex, Side>) -> Below {
        let mut below = Below {
            drivers: 0,
            tested: 0,
            moves: vec![0; self.system.sites().len()],
        };
        for reached in self.system.reach_below(node) {
            let kind = self.system.node(reached.node).kind;
            let Some(side) = sides.get(&reached.node) else {
                continue;
            };
            if reached.node == node || kind == NodeKind::Aim {
                continue;
            }
            let tested = side.verdict.counts().tested() > 0;
            if kind.is_driver() || tested {
                below.drivers += 1;
                below.tested += usize::from(tested);
            }
            for (all, moves) in below.moves.iter_mut().zip(&side.moves) {
                *all |= moves;
            }
        }
        below
    }
}

/// What is below a node.
struct Below {
    drivers: usize,
    tested: usize,
    /// As in [`Side::moves`], of all of them.
    moves: Vec<u8>,
}

/// The two ends at each site where one of them has a series, by site.
fn pairs<'m>(
    driver: &'m Movements,
    parent: &'m Movements,
) -> impl Iterator<Item = (&'m Moving, &'m Moving, SiteIndex)> {
    let of_both = driver.at.iter().chain(&parent.at);
    let mut sites: Vec<SiteIndex> = of_both.map(|moving| moving.site).collect();
    // Two runs in order: the stable sort merges them.
    sites.sort();
    sites.dedup();
    sites
        .into_iter()
        .filter_map(|site| Some((driver.nearest(site)?, parent.nearest(site)?, site)))
}

/// The table of the definition, but for what depends on other drivers.
const fn compared(driver: Verdict, parent: Verdict) -> TheoryReading {
    use Verdict::{Improving, InsufficientData, Mixed, NoSignal, SpecialCauseNotJudged, Worsening};

    match (driver, parent) {
        (InsufficientData, _) | (_, InsufficientData) => TheoryReading::TooFewData,
        (Mixed | SpecialCauseNotJudged, _) | (_, Mixed | SpecialCauseNotJudged) => {
            TheoryReading::Undecided
        }
        (Improving, Improving) | (Worsening, Worsening) => TheoryReading::Consistent,
        (Improving | Worsening, _) => TheoryReading::NotYetSupported,
        (NoSignal, _) => TheoryReading::Silent,
    }
}
