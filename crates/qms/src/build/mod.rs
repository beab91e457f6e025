//! From a draft to a checked system: all faults in one pass, or the rest and what was left out.

mod bound;
mod frameworks;
mod links;
mod log;
mod measures;
mod nodes;
mod reading;
mod sites;
mod table;

#[cfg(test)]
mod tests;

use crate::draft::Draft;
use crate::fault::{BuildErrors, Dropped};
use crate::system::{Parts, System};
use log::Log;

/// Which levels of a diagram may be linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Levels {
    /// Any two, towards the aim; as where secondary drivers are not used. The default.
    #[default]
    SkippingAllowed,
    /// Neighboring ones only.
    AdjacentOnly,
}

/// What a build allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct BuildOptions {
    /// Which levels may be linked.
    pub levels: Levels,
}

impl BuildOptions {
    /// Refuses links that skip a level.
    #[must_use]
    pub const fn adjacent_only() -> Self {
        Self {
            levels: Levels::AdjacentOnly,
        }
    }
}

/// The outcome of a lenient build.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Lenient {
    /// The system of all that holds together.
    pub system: System,
    /// All that was left out, and why, in the order of the records: by kind, then by id.
    pub dropped: Vec<Dropped>,
}

impl Draft {
    /// Checks the draft and builds its system.
    ///
    /// The order of the records does not matter: the same records give equal systems. Time grows
    /// with their number, times its logarithm for sorting, and with the nodes above each cascade.
    ///
    /// # Errors
    ///
    /// [`BuildErrors`] with every fault that was found in one pass, in a stable order, each with the
    /// origin of its record. What only follows from another fault, such as a link to a node that has
    /// a fault, is none.
    pub fn build(&self, options: &BuildOptions) -> Result<System, BuildErrors> {
        let (parts, log) = check(self, *options);
        if log.errors.is_empty() {
            Ok(System::assemble(parts))
        } else {
            Err(BuildErrors { errors: log.errors })
        }
    }

    /// Builds the system of all that holds together, and lists everything that was left out.
    ///
    /// A fault in something that may be missing (a tag, a date, an owner, the parent of a site)
    /// leaves that out; any other fault leaves its record out, and all that needs it falls with it.
    /// Nothing is mended by guessing: a scope or a strength that cannot be read takes its record
    /// with it. Of two records with one id the earlier one in the draft stays; of several aims the one
    /// with the most links to it, or the least id; of a cycle all but one cascade.
    #[must_use]
    pub fn build_leniently(&self, options: &BuildOptions) -> Lenient {
        let (parts, log) = check(self, *options);
        Lenient {
            system: System::assemble(parts),
            dropped: log.dropped,
        }
    }
}

/// All that holds together, and all that does not.
fn check(draft: &Draft, options: BuildOptions) -> (Parts, Log) {
    let mut log = Log::default();
    let frameworks = frameworks::check(draft, &mut log);
    let sites = sites::check(draft, &mut log);
    let measures = measures::check(draft, &mut log);
    let mut diagrams = nodes::diagrams(draft, &frameworks, &sites, &mut log);
    let nodes = nodes::check(draft, &frameworks, &mut diagrams, &mut log);
    let tests = bound::tests(draft, &nodes, &sites, &mut log);
    let links = links::check(draft, options.levels, &nodes, &tests, &mut log);
    let cascades = links::cascades(draft, &nodes, &links, &mut log);
    let bindings = bound::bindings(draft, &nodes, &measures, &sites, &mut log);
    let activities = bound::activities(draft, &diagrams, &nodes, &mut log);
    log.sort();
    let parts = Parts {
        frameworks: frameworks.into_values(),
        sites: sites.into_values(),
        measures: measures.into_values(),
        diagrams: diagrams.into_values(),
        nodes: nodes.into_values(),
        links: links.into_values(),
        cascades,
        bindings,
        tests: tests.into_values(),
        activities,
    };
    (parts, log)
}
