//! Site roll-up: one measure at many sites.

use std::collections::BTreeMap;
use std::fmt;

use super::{Answers, VerdictLists};
use crate::series_key::Basis;
use crate::site::SiteLevel;
use crate::system::{MeasureIndex, SiteIndex};

/// The series of a measure at the sites of one level, on one basis.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SiteGroup<'a> {
    /// The level.
    pub level: SiteLevel,
    /// The basis.
    pub basis: Basis,
    /// Number of all sites of the level that are looked at, with a series or without.
    pub sites: usize,
    /// The series by verdict: how many, and the first of each.
    pub series: VerdictLists<'a>,
}

impl SiteGroup<'_> {
    /// Number of series that had enough data to be tested: of so many, some signal by chance.
    #[must_use]
    pub fn tested(&self) -> usize {
        self.series.counts().tested()
    }
}

/// In words, such as `ward: 24 tested (of 30 sites): 1 worsening, 23 no signal`.
impl fmt::Display for SiteGroup<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = self.level.name().replace('_', " ");
        f.write_str(&level)?;
        if self.basis != Basis::NotApplicable {
            write!(f, " by {}", self.basis)?;
        }
        let (tested, sites) = (self.tested(), self.sites);
        write!(
            f,
            ": {tested} tested (of {sites} sites): {}",
            self.series.counts()
        )
    }
}

/// A measure at many sites.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SiteRollup<'a> {
    /// The measure.
    pub measure: MeasureIndex,
    /// The site within which they lie; none for all.
    pub within: Option<SiteIndex>,
    /// Levels and bases, largest places first.
    pub groups: Vec<SiteGroup<'a>>,
}

impl<'a> Answers<'a> {
    /// How many sites of a measure are in each verdict, and which: at most `most` of each.
    ///
    /// For the sites of one board ask [`within`](Self::within) the board. Its own series, often the
    /// total of the others, is a group of another level: levels are never added up, nor are bases.
    /// Whether the measure is bound to a node does not matter.
    ///
    /// Every chart may signal by chance, so among many sites some will: the number tested stands
    /// beside what was found.
    ///
    /// Takes time in proportion to the number of series of the measure and of sites.
    ///
    /// # Panics
    ///
    /// For an index of another, larger system.
    #[must_use]
    pub fn site_rollup(&self, measure: MeasureIndex, most: usize) -> SiteRollup<'a> {
        let mut sites: BTreeMap<SiteLevel, usize> = BTreeMap::new();
        let all = (0..self.system.sites().len()).map(SiteIndex::new);
        let seen = |site: &SiteIndex| {
            let within = self.within;
            within.is_none_or(|within| self.system.is_within(*site, within))
        };
        for site in all.filter(seen) {
            *sites.entry(self.system.site(site).level).or_default() += 1;
        }
        let mut groups: BTreeMap<(SiteLevel, Basis), VerdictLists<'a>> = BTreeMap::new();
        let of_measure = self.statuses.of_measure(measure).iter();
        for entry in of_measure.filter(|entry| self.is_seen(entry)) {
            let level = self.system.site(entry.site).level;
            let group = groups.entry((level, entry.status.key.basis));
            group.or_insert_with(|| VerdictLists::new(most)).push(entry);
        }
        let groups = groups
            .into_iter()
            .map(|((level, basis), series)| SiteGroup {
                level,
                basis,
                sites: sites.get(&level).copied().unwrap_or(0),
                series,
            });
        SiteRollup {
            measure,
            within: self.within,
            groups: groups.collect(),
        }
    }
}
