//! Sites within sites.

use super::{SiteIndex, System, position};
use crate::id::SiteId;
use crate::site::Site;

/// The forest of sites as one walk through it: what is within a site is a stretch of the walk.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SiteTree {
    parents: Vec<Option<SiteIndex>>,
    /// The walk, each site before what is within it; neighbors by id.
    walk: Vec<SiteIndex>,
    /// For each site, where its stretch of the walk begins and ends.
    spans: Vec<(u32, u32)>,
    /// Other codes, sorted.
    codes: Vec<(SiteId, SiteIndex)>,
}

impl SiteTree {
    /// Of sites of which none is a part of itself.
    pub(super) fn of(sites: &[Site]) -> Self {
        let parent = |site: &Site| {
            let parent = site.parent.as_ref()?;
            position(sites, parent, |known| &known.id).map(SiteIndex::new)
        };
        let parents: Vec<Option<SiteIndex>> = sites.iter().map(parent).collect();
        let mut children: Vec<Vec<SiteIndex>> = vec![Vec::new(); sites.len()];
        let mut roots = Vec::new();
        for (at, parent) in parents.iter().enumerate() {
            match parent {
                None => roots.push(SiteIndex::new(at)),
                Some(parent) => children[parent.get()].push(SiteIndex::new(at)),
            }
        }
        let mut walk = Vec::with_capacity(sites.len());
        let mut spans = vec![(0, 0); sites.len()];
        // To enter, or once all within it was walked, to leave.
        let mut waiting: Vec<(SiteIndex, bool)> =
            roots.into_iter().rev().map(|site| (site, true)).collect();
        while let Some((site, enters)) = waiting.pop() {
            let span = &mut spans[site.get()];
            if enters {
                span.0 = walk.len() as u32;
                walk.push(site);
                waiting.push((site, false));
                let within = children[site.get()].iter().rev();
                waiting.extend(within.map(|child| (*child, true)));
            } else {
                span.1 = walk.len() as u32;
            }
        }
        let codes = sites.iter().enumerate().flat_map(|(at, site)| {
            let codes = site.codes.iter();
            codes.map(move |code| (code.clone(), SiteIndex::new(at)))
        });
        let mut codes: Vec<(SiteId, SiteIndex)> = codes.collect();
        codes.sort();
        Self {
            parents,
            walk,
            spans,
            codes,
        }
    }
}

impl System {
    /// The site that a site is a part of.
    ///
    /// # Panics
    ///
    /// For an index of another, larger system.
    #[must_use]
    pub fn parent_of(&self, site: SiteIndex) -> Option<SiteIndex> {
        self.tree.parents[site.get()]
    }

    /// Whether a site is another one or lies within it. Takes constant time.
    ///
    /// # Panics
    ///
    /// For an index of another, larger system.
    #[must_use]
    pub fn is_within(&self, site: SiteIndex, other: SiteIndex) -> bool {
        let (enters, leaves) = self.tree.spans[other.get()];
        (enters..leaves).contains(&self.tree.spans[site.get()].0)
    }

    /// A site and all within it, each before what is within it.
    ///
    /// # Panics
    ///
    /// For an index of another, larger system.
    #[must_use]
    pub fn sites_within(&self, site: SiteIndex) -> &[SiteIndex] {
        let (enters, leaves) = self.tree.spans[site.get()];
        &self.tree.walk[enters as usize..leaves as usize]
    }

    /// The site with this id or other code.
    #[must_use]
    pub fn site_of_code(&self, code: &SiteId) -> Option<SiteIndex> {
        self.site_index(code).or_else(|| {
            let codes = &self.tree.codes;
            Some(codes[position(codes, code, |(known, _)| known)?].1)
        })
    }
}
