//! Early warnings: what gets worse, where, whose it is, and which aims it leads to.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answers, Listed, VerdictCounts};
use crate::audience::{Audience, AudienceLevels};
use crate::link::Strength;
use crate::node::NodeKind;
use crate::series_key::Basis;
use crate::site::SiteLevel;
use crate::status::{Provisional, Verdict};
use crate::statuses::Entry;
use crate::system::{MeasureIndex, NodeIndex, Paths};

/// What becomes of warnings that rest on provisional points, or on a preview of limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TentativeWarnings {
    /// They are listed, and their judgement says that they are tentative. The default.
    #[default]
    Marked,
    /// They are left out, and counted in [`EarlyWarnings::tentative_left_out`]. Not so a series that
    /// gets worse without those points too, and only for now gets better besides.
    LeftOut,
}

/// Which early warnings are wanted.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct WarningOptions {
    /// For whom; none for everyone, at all levels.
    pub audience: Option<Audience>,
    /// Which levels each audience looks at.
    pub levels: AudienceLevels,
    /// What becomes of tentative ones.
    pub tentative: TentativeWarnings,
    /// Most warnings to list.
    pub most: usize,
    /// Most paths to list for a node.
    pub paths: usize,
}

/// For everyone, tentative ones marked, all listed, with 8 paths for a node.
impl Default for WarningOptions {
    fn default() -> Self {
        Self {
            audience: None,
            levels: AudienceLevels::default(),
            tentative: TentativeWarnings::Marked,
            most: usize::MAX,
            paths: 8,
        }
    }
}

impl WarningOptions {
    /// For one audience, at the levels it looks at by default.
    #[must_use]
    pub fn of(audience: Audience) -> Self {
        Self {
            audience: Some(audience),
            ..Self::default()
        }
    }

    /// The same with other levels of the audiences.
    #[must_use]
    pub fn with_levels(mut self, levels: AudienceLevels) -> Self {
        self.levels = levels;
        self
    }

    /// The same with another treatment of tentative warnings.
    #[must_use]
    pub const fn with_tentative(mut self, tentative: TentativeWarnings) -> Self {
        self.tentative = tentative;
        self
    }

    /// The same with at most so many warnings listed, and for each node so many paths.
    #[must_use]
    pub const fn with_most(mut self, warnings: usize, paths: usize) -> Self {
        self.most = warnings;
        self.paths = paths;
        self
    }

    fn shows(&self, level: SiteLevel) -> bool {
        let sees = |audience| self.levels.sees(audience, level);
        self.audience.is_none_or(sees)
    }

    /// Whether a level that is not shown is counted: that of places smaller than the smallest shown.
    fn counts(&self, level: SiteLevel) -> bool {
        let smallest = |audience| self.levels.of(audience).last();
        let smallest = self.audience.and_then(smallest);
        smallest.is_some_and(|smallest| level > smallest)
    }
}

/// A series that gets worse.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct EarlyWarning<'a> {
    /// The series, with its judgement.
    pub entry: &'a Entry,
    /// The level of its site.
    pub level: SiteLevel,
    /// The nodes that it speaks of: [`EarlyWarnings::route`] tells whose they are, and which aims
    /// they lead to.
    pub nodes: Vec<NodeIndex>,
    /// Weak if all of these lead to their aims through a weak link only.
    pub strength: Strength,
}

/// How many of the series of a measure get worse, at one level of places smaller than those that the
/// audience looks at: `1 of 24 wards`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LevelCount {
    /// The measure.
    pub measure: MeasureIndex,
    /// The basis.
    pub basis: Basis,
    /// The level of the sites.
    pub level: SiteLevel,
    /// All its series there, by verdict.
    pub series: VerdictCounts,
    /// How many of them would have been a warning: as many as
    /// [`VerdictCounts::get`] gives, without tentative ones where these are left out.
    pub warnings: usize,
    /// The nodes that these speak of.
    pub nodes: Vec<NodeIndex>,
}

/// Where a node leads.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Route {
    /// The node.
    pub node: NodeIndex,
    /// Whose it is.
    pub owner: Option<Audience>,
    /// The paths from it up to the aims.
    pub paths: Paths,
    /// Strong where some aim at the top is reached by strong links alone.
    pub strength: Strength,
}

/// What gets worse, as one audience sees it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct EarlyWarnings<'a> {
    /// Series that get worse at the levels of the audience. Those that lead to their aims through
    /// weak links only come last; among the others the largest places come first.
    pub warnings: Listed<EarlyWarning<'a>>,
    /// Series there with signals for the better and for the worse at once, in the same order.
    pub mixed: Listed<EarlyWarning<'a>>,
    /// How many get worse at smaller places, where there are any; by measure, basis and level.
    pub smaller: Vec<LevelCount>,
    /// Where the nodes lead that are named above, by index.
    pub routes: Vec<Route>,
    /// All series at the levels of the audience, by verdict. Of so many that were tested some
    /// signal by chance.
    pub series: VerdictCounts,
    /// Number of series that get worse at other levels, neither shown nor counted here.
    pub elsewhere: usize,
    /// Number of tentative warnings that were left out, at all levels; series with signals for the
    /// better and for the worse are among them.
    pub tentative_left_out: usize,
}

impl EarlyWarnings<'_> {
    /// Whose a node is, and which aims it leads to.
    #[must_use]
    pub fn route(&self, node: NodeIndex) -> Option<&Route> {
        let found = self.routes.binary_search_by_key(&node, |route| route.node);
        self.routes.get(found.ok()?)
    }
}

impl<'a> Answers<'a> {
    /// What gets worse now, for whom, whose it is, and which aims it leads to.
    ///
    /// # Definition
    ///
    /// A *warning* is a series whose verdict is *worsening*, and that is bound to some node in a role
    /// other than balancing. That verdict is about now: it rests on signals that touch the last
    /// points, or on a sustained shift for the worse with which the last phase began
    /// ([`JudgeOptions::sustained`](crate::JudgeOptions::sustained) says how long that counts). One
    /// that rests on provisional points only is marked or left out.
    ///
    /// A warning at a level that the audience looks at is listed, once, with all nodes it speaks of. One
    /// at a smaller place than the smallest of these is counted with the series of its measure at
    /// that level: one ward in 24 may be chance, and is for the ward to look at. One at any other
    /// level is not the audience's, and only its number is given. Without an audience all are listed.
    ///
    /// To look at one place and all within it, ask [`within`](Self::within) it.
    ///
    /// Takes time in proportion to the number of series and bindings of each, and to the length of
    /// the paths.
    #[must_use]
    pub fn early_warnings(&self, options: &WarningOptions) -> EarlyWarnings<'a> {
        let mut answer = EarlyWarnings {
            warnings: Listed::default(),
            mixed: Listed::default(),
            smaller: Vec::new(),
            routes: Vec::new(),
            series: VerdictCounts::default(),
            elsewhere: 0,
            tentative_left_out: 0,
        };
        let mut routes: BTreeMap<NodeIndex, Route> = BTreeMap::new();
        let (mut warnings, mut mixed) = (Vec::new(), Vec::new());
        let mut smaller: BTreeMap<(MeasureIndex, Basis, SiteLevel), Smaller> = BTreeMap::new();
        for entry in self.statuses.entries() {
            let mut speaking = self.bindings_of(entry);
            if !speaking.any(|bound| !bound.is_balancing()) {
                continue;
            }
            let judgement = &entry.judgement;
            let level = self.system.site(entry.site).level;
            let (shows, counts) = (options.shows(level), options.counts(level));
            let is_worse = judgement.verdict == Verdict::Worsening;
            let is_mixed = judgement.verdict == Verdict::Mixed;
            let is_left_out = (is_worse || is_mixed)
                && judgement.is_tentative
                && options.tentative == TentativeWarnings::LeftOut
                && !self.is_firmly_worse(entry);
            answer.tentative_left_out += usize::from(is_left_out);
            let warns = (is_worse || is_mixed) && !is_left_out;
            let nodes = if warns && (shows || counts) {
                self.nodes_of(entry)
            } else {
                Vec::new()
            };
            for node in &nodes {
                let route = || self.route(*node, options.paths);
                routes.entry(*node).or_insert_with(route);
            }
            if shows {
                answer.series.add(judgement.verdict, judgement.is_tentative);
                if warns {
                    let strengths = nodes.iter().filter_map(|node| routes.get(node));
                    let strength = strengths.map(|route| route.strength).max();
                    let warning = EarlyWarning {
                        entry,
                        level,
                        nodes,
                        strength: strength.unwrap_or(Strength::Weak),
                    };
                    let list = if is_worse { &mut warnings } else { &mut mixed };
                    list.push(warning);
                }
            } else if counts {
                let key = (entry.measure, entry.status.key.basis, level);
                let place = smaller.entry(key).or_default();
                place.series.add(judgement.verdict, judgement.is_tentative);
                if is_worse && warns {
                    place.warnings += 1;
                    place.nodes.extend(nodes);
                }
            } else if is_worse && warns {
                answer.elsewhere += 1;
            }
        }
        for list in [&mut warnings, &mut mixed] {
            // Stable: by measure, site and basis within a level.
            list.sort_by_key(|warning| (warning.strength == Strength::Weak, warning.level));
        }
        answer.warnings = Listed::first(warnings, options.most);
        answer.mixed = Listed::first(mixed, options.most);
        for ((measure, basis, level), place) in smaller {
            if place.warnings > 0 {
                answer.smaller.push(LevelCount {
                    measure,
                    basis,
                    level,
                    series: place.series,
                    warnings: place.warnings,
                    nodes: place.nodes.into_iter().collect(),
                });
            }
        }
        let listed = answer.warnings.listed.iter().chain(&answer.mixed.listed);
        let named: BTreeSet<NodeIndex> = listed
            .flat_map(|warning| &warning.nodes)
            .chain(answer.smaller.iter().flat_map(|count| &count.nodes))
            .copied()
            .collect();
        routes.retain(|node, _| named.contains(node));
        answer.routes = routes.into_values().collect();
        answer
    }

    /// Whether a series gets worse by what does not rest on provisional points.
    fn is_firmly_worse(&self, entry: &Entry) -> bool {
        let options = self.statuses.options();
        let firm = entry
            .status
            .judge(&options.with_provisional(Provisional::LeftOut));
        !firm.is_tentative && matches!(firm.verdict, Verdict::Worsening | Verdict::Mixed)
    }

    fn route(&self, node: NodeIndex, most: usize) -> Route {
        let above = self.system.reach_above(node);
        let mut tops = above
            .iter()
            .filter(|reached| self.system.above(reached.node).is_empty());
        let is_strong = tops.any(|top| {
            let is_aim = self.system.node(top.node).kind == NodeKind::Aim;
            is_aim && top.strength == Strength::Strong
        });
        Route {
            node,
            owner: self.system.node(node).owner,
            paths: self.system.paths_to_aims(node, most),
            strength: if is_strong {
                Strength::Strong
            } else {
                Strength::Weak
            },
        }
    }
}

/// The series of a measure at one level of smaller places.
#[derive(Debug, Default)]
struct Smaller {
    series: VerdictCounts,
    warnings: usize,
    nodes: BTreeSet<NodeIndex>,
}
