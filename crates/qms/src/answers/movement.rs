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

/// The movements of a node, looked up by site.
#[derive(Debug, Clone)]
pub(super) struct Movements {
    /// By site.
    pub(super) at: Vec<Movement>,
    /// For each site the position of the movement there, or at the nearest place that it is a part
    /// of.
    nearest: Vec<Option<u32>>,
}

impl Movements {
    /// The movement at a site, or at the nearest place that it is a part of.
    pub(super) fn nearest(&self, site: SiteIndex) -> Option<&Movement> {
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
                series.map(|at| (self.entry(*at).site, lead(bound.role), *at))
            })
            .collect();
        series.sort_unstable();
        series.dedup();
        let places = series.chunk_by(|one, other| one.0 == other.0);
        let at: Vec<Movement> = places
            .filter_map(|series| {
                let (site, leading, _) = *series.first()?;
                let of_role = series.iter().filter(|(_, role, _)| *role == leading);
                self.together(site, leading, of_role.map(|(_, _, at)| self.entry(*at)))
            })
            .collect();
        let mut nearest = vec![None; self.system.sites().len()];
        for (position, movement) in at.iter().enumerate() {
            nearest[movement.site.get()] = Some(position as u32);
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
        Movements { at, nearest }
    }

    fn together<'e>(
        &self,
        site: SiteIndex,
        leading: u8,
        series: impl Iterator<Item = &'e Entry> + Clone,
    ) -> Option<Movement> {
        let counts = VerdictCounts::of(series.clone());
        let verdict = counts.together()?;
        let says_so = |entry: &&Entry| {
            let own = entry.judgement.verdict;
            own == verdict || verdict == Verdict::Mixed && own.is_special_cause()
        };
        let saying = series.filter(says_so);
        let since = saying.clone().filter_map(|entry| {
            let since = entry.judgement.since?;
            Some((since.date, since.index, entry))
        });
        let first = since.min_by_key(|(date, index, _)| (*date, *index));
        let points = match first {
            Some((_, index, entry)) => {
                let last = entry.status.phase.map_or(index, |phase| phase.last.index);
                (last + 1).saturating_sub(index)
            }
            None => saying
                .map(|entry| entry.status.points.useful)
                .max()
                .unwrap_or(0),
        };
        let role = Role::ALL.iter().copied();
        Some(Movement {
            site,
            role: role.clone().find(|role| lead(*role) == leading)?,
            verdict,
            is_tentative: counts.is_tentative_together(),
            since: first.map(|(date, index, _)| Moment { index, date }),
            points,
            series: counts,
        })
    }
}
