//! Answers: what the statuses of many series mean in the diagrams they belong to.
//!
//! One question a file. What they share stands here: which series count for which node.

mod balancing;
mod changes;
mod counts;
mod coverage;
mod drivers;
mod early_warnings;
mod finding;
mod hand_over;
mod movement;
mod nodes;
mod plain;
mod sites;
mod tests_near;
mod theory;

pub use balancing::{BalancingAlarm, BalancingAlarms, Gain};
pub use changes::{Change, ChangeKind, Changes, SeriesChange};
pub use counts::{Listed, VerdictCounts, VerdictLists};
pub use coverage::{ComponentCoverage, Coverage, NodeCoverage};
pub use drivers::{DriverSignal, DriverSignals};
pub use early_warnings::{
    EarlyWarning, EarlyWarnings, LevelCount, Route, TentativeWarnings, WarningOptions,
};
pub use finding::Finding;
pub use hand_over::{HandOver, HandOverTo};
pub use movement::Movement;
pub use nodes::{NodeRollup, NodeVerdict};
pub use plain::{Plain, PlainLine};
pub use sites::{SiteGroup, SiteRollup};
pub use tests_near::{Onset, TestNear, TestsNear};
pub use theory::{Comparison, LinkCheck, TheoryCheck, TheoryCounts, TheoryReading, Unexplained};

use crate::measure::Role;
use crate::series_key::SeriesKey;
use crate::status::Verdict;
use crate::statuses::{Entry, Statuses};
use crate::system::{MeasureIndex, NodeIndex, SiteIndex, System};

/// Statuses that were checked against another system than the one that is asked about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("series {key}: was checked against another system; make the statuses anew with this one")]
pub struct OtherSystem {
    /// The first series that has another place in this system, or none.
    pub key: SeriesKey,
}

/// A binding, with the series that count for it.
#[derive(Debug, Clone)]
struct Bound {
    node: NodeIndex,
    measure: MeasureIndex,
    role: Role,
    /// The site within which series count; none for all.
    scope: Option<SiteIndex>,
    /// Positions in [`Statuses::entries`].
    series: Vec<u32>,
}

impl Bound {
    fn is_balancing(&self) -> bool {
        self.role == Role::Balancing
    }
}

/// What most questions ask of a series.
#[derive(Debug, Clone, Copy)]
struct Brief {
    site: SiteIndex,
    verdict: Verdict,
    is_tentative: bool,
}

impl Brief {
    fn of(entry: &Entry) -> Self {
        Self {
            site: entry.site,
            verdict: entry.judgement.verdict,
            is_tentative: entry.judgement.is_tentative,
        }
    }
}

/// A system and the statuses of its series: what all questions are asked of.
///
/// # Definitions
///
/// - The *own* series of a node are those of the measures bound to it, at the sites of the binding,
///   or of the diagram where the binding names none. A cascade says that a driver and the aim of
///   another diagram are one: the own series of that aim are the driver's too.
/// - *All* series of a node are those of the node and of everything that contributes to it, through
///   any number of links. Each counts once, whatever the number of paths, bindings and roles.
/// - Series that a node reaches through a weak link only, and those that are bound in no role but
///   balancing, are told apart and never mixed with the rest.
/// - A series whose measure is bound to no node, or not at its site, counts for none.
///
/// Every answer is the same whatever the order in which records and statuses came. Lists stand in the
/// order of ids, unless said otherwise.
///
/// ```
/// use redbead_qms::{Answers, Draft, BuildOptions, JudgeOptions, MixedRules, Statuses};
///
/// let system = Draft::default().build(&BuildOptions::default())?;
/// let statuses = Statuses::new(&system, [], &JudgeOptions::default(), MixedRules::Refuse)?;
/// let answers = Answers::new(&system, &statuses)?;
/// assert_eq!(answers.node_rollups().len(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Answers<'a> {
    system: &'a System,
    statuses: &'a Statuses,
    /// The site within which series are looked at; none for all.
    within: Option<SiteIndex>,
    /// The bindings, as in [`System::bindings`].
    bound: Vec<Bound>,
    /// For each node the positions of its own bindings.
    bound_at: Vec<Vec<u32>>,
    /// For each measure the positions of its bindings.
    bound_of: Vec<Vec<u32>>,
    /// Of each series what most questions ask for: entries are large, and lie far apart.
    briefs: Vec<Brief>,
}

impl<'a> Answers<'a> {
    /// Brings a system and statuses together. Takes time and memory in proportion to the number of
    /// series at each binding.
    ///
    /// # Errors
    ///
    /// [`OtherSystem`] if the statuses were checked against another system.
    pub fn new(system: &'a System, statuses: &'a Statuses) -> Result<Self, OtherSystem> {
        for entry in statuses.entries() {
            let (measure, site) = (entry.measure.get(), entry.site.get());
            let measure = system.measures().get(measure).map(|known| &known.id);
            let site = system.sites().get(site).map(|known| &known.id);
            let key = &entry.status.key;
            if (measure, site) != (Some(&key.measure), Some(&key.site)) {
                return Err(OtherSystem { key: key.clone() });
            }
        }
        Ok(Self::of(system, statuses, None))
    }

    /// The same for the series at a site and all within it: the view of that place. Places around it are
    /// out of sight, and are not compared with.
    ///
    /// # Panics
    ///
    /// Questions may panic for an index of another, larger system.
    #[must_use]
    pub fn within(&self, site: SiteIndex) -> Self {
        Self::of(self.system, self.statuses, Some(site))
    }

    fn of(system: &'a System, statuses: &'a Statuses, within: Option<SiteIndex>) -> Self {
        let mut answers = Self {
            system,
            statuses,
            within,
            bound: Vec::with_capacity(system.bindings().len()),
            bound_at: vec![Vec::new(); system.nodes().len()],
            bound_of: vec![Vec::new(); system.measures().len()],
            briefs: statuses.entries().iter().map(Brief::of).collect(),
        };
        for binding in system.bindings() {
            let node = system.node_index(&binding.node);
            let measure = system.measure_index(&binding.measure);
            let (Some(node), Some(measure)) = (node, measure) else {
                continue;
            };
            let mut bound = Bound {
                node,
                measure,
                role: binding.role,
                scope: system.scope_of(binding),
                series: Vec::new(),
            };
            let entries = statuses.entries();
            let first = entries.partition_point(|entry| entry.measure < measure);
            let series = first..first + statuses.of_measure(measure).len();
            bound.series = series
                .filter(|at| answers.counts_for(&bound, &entries[*at]))
                .map(|at| at as u32)
                .collect();
            answers.bound_of[measure.get()].push(answers.bound.len() as u32);
            answers.bound_at[node.get()].push(answers.bound.len() as u32);
            answers.bound.push(bound);
        }
        // From the change ideas in, so that cascades below are there already.
        for node in system.aims_first().into_iter().rev() {
            for edge in system.below(node) {
                if edge.is_cascade {
                    let of_aim = answers.bound_at[edge.node.get()].clone();
                    answers.bound_at[node.get()].extend(of_aim);
                }
            }
        }
        answers
    }

    /// The system.
    #[must_use]
    pub const fn system(&self) -> &'a System {
        self.system
    }

    /// The statuses.
    #[must_use]
    pub const fn statuses(&self) -> &'a Statuses {
        self.statuses
    }

    fn entry(&self, position: u32) -> &'a Entry {
        &self.statuses.entries()[position as usize]
    }

    fn brief(&self, position: u32) -> Brief {
        self.briefs[position as usize]
    }

    /// How many of some series have each verdict.
    fn count(&self, series: impl IntoIterator<Item = u32>) -> VerdictCounts {
        let mut counts = VerdictCounts::default();
        for at in series {
            let brief = self.brief(at);
            counts.add(brief.verdict, brief.is_tentative);
        }
        counts
    }

    /// Whether a series belongs to the view.
    fn is_seen(&self, entry: &Entry) -> bool {
        let within = self.within;
        within.is_none_or(|within| self.system.is_within(entry.site, within))
    }

    /// Whether a series of the binding's measure counts for it.
    fn counts_for(&self, bound: &Bound, entry: &Entry) -> bool {
        let scope = bound.scope;
        self.is_seen(entry) && scope.is_none_or(|scope| self.system.is_within(entry.site, scope))
    }

    /// The own bindings of a node.
    fn own(&self, node: NodeIndex) -> impl Iterator<Item = &Bound> {
        let own = self.bound_at[node.get()].iter();
        own.map(|at| &self.bound[*at as usize])
    }

    /// Whether a node is measured in a role other than balancing, and the positions of its own series in
    /// such roles, each once.
    fn own_series(&self, node: NodeIndex) -> (bool, Vec<u32>) {
        let mut is_measured = false;
        let mut series = Vec::new();
        for bound in self.own(node).filter(|bound| !bound.is_balancing()) {
            is_measured = true;
            series.extend(&bound.series);
        }
        // Runs in order already, one a binding: the stable sort merges them.
        series.sort();
        series.dedup();
        (is_measured, series)
    }

    /// The bindings that a series counts for.
    fn bindings_of(&self, entry: &Entry) -> impl Iterator<Item = &Bound> {
        let bound = self.bound_of[entry.measure.get()].iter();
        bound
            .map(|at| &self.bound[*at as usize])
            .filter(|bound| self.counts_for(bound, entry))
    }

    /// The nodes that a series speaks of: those to which it is bound in a role other than balancing.
    /// Each once, by index.
    fn nodes_of(&self, entry: &Entry) -> Vec<NodeIndex> {
        let speaking = self
            .bindings_of(entry)
            .filter(|bound| !bound.is_balancing());
        let mut nodes: Vec<NodeIndex> = speaking.map(|bound| bound.node).collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }
}
