//! What the own series of a node say at one site.

use super::{Answers, VerdictCounts};
use crate::measure::Role;
use crate::status::{Moment, Verdict};
use crate::statuses::Entry;
use crate::system::{NodeIndex, SiteIndex};

/// What the own series of a node say at one site, together.
///
/// # Definition
///
/// A node is judged by its outcome measures; where it has no series of any at the site, by its
/// process measures, and where it has none of these, by its structure measures. So the work done
/// better does not make an aim that stands still improve. Balancing measures never speak. Series of the
/// leading role, of whatever basis, are taken [together](VerdictCounts::together).
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Movement {
    /// The site.
    pub site: SiteIndex,
    /// The role of the series that speak.
    pub role: Role,
    /// What they say together.
    pub verdict: Verdict,
    /// Whether that would be another without tentative series.
    pub is_tentative: bool,
    /// Since when: the earliest of the series that say so. None without special cause.
    pub since: Option<Moment>,
    /// For special cause the number of points from then to the last one of that series, else the
    /// largest number of useful points.
    pub points: usize,
    /// The series that speak.
    pub series: VerdictCounts,
}

/// Outcome before process before structure.
const fn lead(role: Role) -> u8 {
    match role {
        Role::Outcome => 0,
        Role::Process => 1,
        Role::Structure => 2,
        Role::Balancing => 3,
    }
}

/// The part of a [`Movement`] by which sites are compared; the rest is looked up where it is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moving {
    pub(super) site: SiteIndex,
    pub(super) verdict: Verdict,
    pub(super) is_tentative: bool,
    /// Where the series that speak stand in [`Movements::series`].
    series: (u32, u32),
}

/// The movements of a node, looked up by site.
#[derive(Debug, Clone)]
pub(super) struct Movements {
    /// By site.
    pub(super) at: Vec<Moving>,
    /// Site, lead of the role and position of each series; sorted.
    series: Vec<(SiteIndex, u8, u32)>,
    /// For each site the position of the movement there, or at the nearest place that it is a part
    /// of.
    nearest: Vec<Option<u32>>,
}

impl Movements {
    /// The movement at a site, or at the nearest place that it is a part of.
    pub(super) fn nearest(&self, site: SiteIndex) -> Option<&Moving> {
        let position = self.nearest[site.get()]?;
        self.at.get(position as usize)
    }
}

impl Answers<'_> {
    /// The movements of a node. Linear in the number of its own series and of all sites.
    pub(super) fn movements(&self, node: NodeIndex) -> Movements {
        let speaking = self.own(node).filter(|bound| !bound.is_balancing());
        let mut series: Vec<(SiteIndex, u8, u32)> = speaking
            .flat_map(|bound| {
                let series = bound.series.iter();
                series.map(|at| (self.brief(*at).site, lead(bound.role), *at))
            })
            .collect();
        // Runs in order already, one a binding: the stable sort merges them.
        series.sort();
        series.dedup();
        let mut at = Vec::new();
        let mut first = 0;
        for place in series.chunk_by(|one, other| one.0 == other.0) {
            let (site, leading, _) = place[0];
            let speaking = place.partition_point(|(_, role, _)| *role == leading);
            let counts = self.count(place[..speaking].iter().map(|(.., at)| *at));
            if let Some(verdict) = counts.together() {
                at.push(Moving {
                    site,
                    verdict,
                    is_tentative: counts.is_tentative_together(),
                    series: (first, first + speaking as u32),
                });
            }
            first += place.len() as u32;
        }
        let mut nearest = vec![None; self.system.sites().len()];
        for (position, moving) in at.iter().enumerate() {
            nearest[moving.site.get()] = Some(position as u32);
        }
        let sites = (0..self.system.sites().len()).map(SiteIndex::new);
        let roots = sites.filter(|site| self.system.parent_of(*site).is_none());
        // Each site after the place that it is a part of.
        for site in roots.flat_map(|root| self.system.sites_within(root)) {
            let parent = self.system.parent_of(*site);
            let above = parent.and_then(|parent| nearest[parent.get()]);
            let own = &mut nearest[site.get()];
            *own = own.or(above);
        }
        Movements {
            at,
            series,
            nearest,
        }
    }

    /// All that is shown of a movement.
    pub(super) fn movement(&self, movements: &Movements, moving: &Moving) -> Movement {
        let verdict = moving.verdict;
        let speaking = moving.series.0 as usize..moving.series.1 as usize;
        let speaking = &movements.series[speaking];
        let says_so = |entry: &&Entry| {
            let own = entry.judgement.verdict;
            let is_mixed = verdict == Verdict::Mixed;
            own == verdict || is_mixed && matches!(own, Verdict::Improving | Verdict::Worsening)
        };
        let series = speaking.iter().map(|(.., at)| self.entry(*at));
        let saying = series.clone().filter(says_so);
        let since = saying
            .clone()
            .filter_map(|entry| Some((entry.judgement.since?, entry)));
        let first = since.min_by_key(|(since, _)| (since.date, since.index));
        let points = match first {
            Some((since, entry)) => {
                let last = entry.status.phase.map_or(since, |phase| phase.last);
                since.points_to(last)
            }
            None => saying
                .map(|entry| entry.status.points.useful)
                .max()
                .unwrap_or(0),
        };
        let leading = speaking.first().map_or(0, |(_, role, _)| *role);
        let mut roles = Role::ALL.iter().copied();
        Movement {
            site: moving.site,
            role: roles
                .find(|role| lead(*role) == leading)
                .unwrap_or(Role::Outcome),
            verdict,
            is_tentative: moving.is_tentative,
            since: first.map(|(since, _)| since),
            points,
            series: VerdictCounts::of(series),
        }
    }
}
