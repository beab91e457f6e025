//! What can be wrong with a draft, and what a lenient build leaves out of it.

use std::fmt;

use crate::choice::{UnknownChoice, choice};
use crate::date::BadDate;
use crate::id::{BadId, NodeId, SiteId};
use crate::measure::Role;
use crate::node::{NodeKind, NodeRef};
use crate::origin::Origin;

choice! {
    /// The kinds of records, in the order in which a draft is checked.
    RecordKind as "kind of record" {
        /// A framework of the user's own.
        Framework = "framework",
        /// A site.
        Site = "site",
        /// A measure.
        Measure = "measure",
        /// A diagram.
        Diagram = "diagram",
        /// A node.
        Node = "node",
        /// A link.
        Link = "link",
        /// A cascade.
        Cascade = "cascade",
        /// A measure at a node.
        Binding = "binding",
        /// A test of change.
        Test = "test",
        /// An activity.
        Activity = "activity",
    }
}

/// Which record of a draft is meant, by what it says of itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Record {
    /// What kind it is.
    pub kind: RecordKind,
    /// Its id as it stood in the draft: `diagram/node` of a node, `diagram/from -> to` of a link.
    pub key: String,
}

impl Record {
    pub(crate) const fn new(kind: RecordKind, key: String) -> Self {
        Self { kind, key }
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.kind, self.key)
    }
}

/// What is wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// Its id cannot be one.
    #[error(transparent)]
    BadId(#[from] BadId),
    /// Its id is taken.
    #[error("the id stands already ({first}); give one of the two another id, or take it out")]
    DuplicateId {
        /// Where it stands.
        first: Origin,
    },
    /// It names a record that is not there.
    #[error("{field} names {what} `{id}`, which is not there; add it or correct the id")]
    UnknownId {
        /// The field.
        field: &'static str,
        /// What kind of record it names.
        what: RecordKind,
        /// The id.
        id: String,
    },
    /// A field that must say something is empty.
    #[error("{field} is empty; fill it in")]
    EmptyText {
        /// The field.
        field: &'static str,
    },
    /// A field is none of its choices.
    #[error("{field}: {choice}")]
    UnknownChoice {
        /// The field.
        field: &'static str,
        /// What it could be.
        choice: UnknownChoice,
    },
    /// A field is no day of the calendar.
    #[error("{field}: {date}")]
    BadDate {
        /// The field.
        field: &'static str,
        /// What it should look like.
        date: BadDate,
    },
    /// A field is no number of the kind that it should be.
    #[error("{field} is {value:?}, expected {expected}")]
    BadNumber {
        /// The field.
        field: &'static str,
        /// What was found.
        value: String,
        /// What was expected.
        expected: &'static str,
    },
    /// A diagram has no aim.
    #[error("has no aim; add one node of the kind `aim`")]
    NoAim,
    /// A diagram has several aims.
    #[error(
        "has {} aims ({}), expected one; make the others drivers, or aims of diagrams of their own",
        aims.len(),
        list(aims)
    )]
    MultipleAims {
        /// The aims, sorted.
        aims: Vec<NodeId>,
    },
    /// A link from a node to itself.
    #[error("links a node to itself; take it out or correct one of its ends")]
    SelfLink,
    /// A link between the same two nodes stands already.
    #[error("the link stands already ({first}); take one of the two out")]
    DuplicateLink {
        /// Where it stands.
        first: Origin,
    },
    /// A link that does not go towards the aim.
    #[error(
        "goes from {} to {}, and a link goes towards the aim{}",
        article(*from_kind),
        article(*to_kind),
        turn(*from_kind, *to_kind)
    )]
    WrongDirection {
        /// Kind of the node it comes from.
        from_kind: NodeKind,
        /// Kind of the node it goes to.
        to_kind: NodeKind,
    },
    /// A link that skips a level, where only neighboring levels may be linked.
    #[error(
        "goes from {} to {} and skips a level; link neighboring levels, or allow skipping",
        article(*from_kind),
        article(*to_kind)
    )]
    SkipsLevel {
        /// Kind of the node it comes from.
        from_kind: NodeKind,
        /// Kind of the node it goes to.
        to_kind: NodeKind,
    },
    /// A cascade that closes a cycle.
    #[error(
        "closes a cycle, {}; take out one of the cascades in it",
        path_of(path)
    )]
    Cycle {
        /// The nodes in order, each contributing to the next; the first stands again at the end.
        path: Vec<NodeRef>,
    },
    /// Sites that are parts of each other.
    #[error(
        "is a part of itself, {}; correct the parent of one of them",
        path_of(path)
    )]
    SiteCycle {
        /// The sites in order, each a part of the next; the first stands again at the end.
        path: Vec<SiteId>,
    },
    /// A component that the framework does not have.
    #[error(
        "names component {name:?}, which framework `{framework}` does not have; use one of {known}, \
         or a framework of your own"
    )]
    UnknownComponent {
        /// The component.
        name: String,
        /// Id of the framework.
        framework: String,
        /// Ids of its components.
        known: String,
    },
    /// Two components of a framework share an id, name or alias.
    #[error(
        "name {name:?} leads to component `{component}` as well as to `{other}`; keep it with one"
    )]
    AmbiguousName {
        /// The name.
        name: String,
        /// Id of the earlier component.
        other: String,
        /// Id of the later one.
        component: String,
    },
    /// A measure has two roles at one node.
    #[error(
        "is {role} here and {other} there ({first}); a measure has one role at a node, so take one out"
    )]
    BindingConflict {
        /// The role.
        role: Role,
        /// The role that stands already.
        other: Role,
        /// Where it stands.
        first: Origin,
    },
    /// A measure stands at a node already.
    #[error("the measure stands at the node already ({first}); take one of the two out")]
    DuplicateBinding {
        /// Where it stands.
        first: Origin,
    },
    /// A cascade within one diagram.
    #[error(
        "stays in one diagram; a cascade goes from the aim of a diagram to a driver of another"
    )]
    CascadeWithin,
    /// A cascade of which an end is of the wrong kind.
    #[error("{field} is {}, expected {expected}; correct the id", article(*kind))]
    CascadeEnd {
        /// The field.
        field: &'static str,
        /// Kind of the node.
        kind: NodeKind,
        /// What was expected.
        expected: &'static str,
    },
    /// A test of something else than a change idea.
    #[error("tests {}, expected a change idea; name the idea that is tested", article(*kind))]
    NotAChangeIdea {
        /// Kind of the node.
        kind: NodeKind,
    },
    /// A test that ends before it starts.
    #[error("ends before it starts; correct one of the two dates")]
    EndsBeforeStart,
    /// The same activity stands already.
    #[error("the activity stands already ({first}); take one of the two out")]
    DuplicateActivity {
        /// Where it stands.
        first: Origin,
    },
}

fn list(ids: &[NodeId]) -> String {
    let ids: Vec<&str> = ids.iter().map(NodeId::as_str).collect();
    ids.join(", ")
}

fn path_of(path: &[impl fmt::Display]) -> String {
    let steps: Vec<String> = path.iter().map(ToString::to_string).collect();
    steps.join(" -> ")
}

fn article(kind: NodeKind) -> String {
    let article = if kind == NodeKind::Aim { "an" } else { "a" };
    format!("{article} {}", kind.title())
}

/// How a link in the wrong direction is mended.
fn turn(from: NodeKind, to: NodeKind) -> &'static str {
    if from == to {
        "; change the level of one of them, or tell of the link in a note"
    } else {
        "; turn it round"
    }
}

/// A fault, the record that has it, and where that came from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{origin}: {record}: {fault}")]
#[non_exhaustive]
pub struct BuildError {
    /// Where the record came from.
    pub origin: Origin,
    /// Which one it is.
    pub record: Record,
    /// What is wrong with it.
    pub fault: Fault,
}

/// All faults of a draft, in the order of their records: by kind, then by id. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildErrors {
    pub(crate) errors: Vec<BuildError>,
}

impl BuildErrors {
    /// The errors in order.
    #[must_use]
    pub fn as_slice(&self) -> &[BuildError] {
        &self.errors
    }

    /// The errors in order.
    #[must_use]
    pub fn into_vec(self) -> Vec<BuildError> {
        self.errors
    }
}

impl fmt::Display for BuildErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_lines(f, &self.errors)
    }
}

impl std::error::Error for BuildErrors {}

/// One a line.
pub(crate) fn write_lines(f: &mut fmt::Formatter<'_>, lines: &[impl fmt::Display]) -> fmt::Result {
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            f.write_str("\n")?;
        }
        line.fmt(f)?;
    }
    Ok(())
}

/// Why something was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// It has a fault of its own.
    Fault(Fault),
    /// It needs a record that was left out.
    FellWith(Record),
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(fault) => fault.fmt(f),
            Self::FellWith(record) => write!(f, "fell with {record}"),
        }
    }
}

/// Something that a lenient build left out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dropped {
    /// Where the record came from.
    pub origin: Origin,
    /// Which one it is.
    pub record: Record,
    /// The part of it that was left out, while the rest stayed; none for all of it.
    pub part: Option<String>,
    /// Why.
    pub cause: Cause,
}

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.origin, self.record)?;
        if let Some(part) = &self.part {
            write!(f, ", {part}")?;
        }
        write!(f, ": {}", self.cause)
    }
}
