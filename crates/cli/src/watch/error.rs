//! What stops a watch.

use std::io;
use std::path::PathBuf;

use redbead::{Fingerprint, PlanError};

/// A watch that cannot begin, or cannot go on. What was acknowledged before is in the store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WatchError {
    /// The store cannot be opened, read or written.
    #[error("{}: cannot {action} the store: {reason}", .path.display())]
    Store {
        /// The store file.
        path: PathBuf,
        /// What was tried.
        action: &'static str,
        /// What the operating system or the database said.
        reason: String,
    },
    /// Another watch holds the store.
    #[error(
        "{}: another watch is using this store; stop it first, or give this one a store of its own", .path.display()
    )]
    Locked {
        /// The store file.
        path: PathBuf,
    },
    /// A watch holds the store that is to be shown.
    #[error(
        "{}: a watch is using this store, and nothing else can read it meanwhile; stop the watch, show the store \
         and start it again: it goes on where it was", .path.display()
    )]
    InUse {
        /// The store file.
        path: PathBuf,
    },
    /// A file that is no store of a watch.
    #[error(
        "{}: this file is no store of a watch; give another path, and one will be made there", .path.display()
    )]
    NotAStore {
        /// The file.
        path: PathBuf,
    },
    /// The contents of the store do not hold together.
    #[error(
        "{}: the store is damaged: {what}; go on from a copy of it, or move it away and feed the \
         observations again", .path.display()
    )]
    Damaged {
        /// The store file.
        path: PathBuf,
        /// The first thing that does not hold together.
        what: String,
    },
    /// A series of the store was judged under another plan.
    #[error(
        "{}: the store was made under plan {found}, and this is plan {expected} (series {series}); watch with the \
         plan it was made under (it is in the store), or give another path and feed the observations again",
        .path.display()
    )]
    OtherPlan {
        /// The store file.
        path: PathBuf,
        /// Keys of the first such series, as JSON.
        series: String,
        /// Fingerprint of its plan in the store.
        found: Fingerprint,
        /// Fingerprint of its plan at hand.
        expected: Fingerprint,
    },
    /// A series of the store that the plan at hand tells otherwise of points that are no longer kept,
    /// or of which points it excludes.
    #[error(
        "{}: the plan says otherwise than that of the store of periods that series {series} has judged; watch with \
         the plan it was made under (it is in the store), or give another path and feed the observations again",
        .path.display()
    )]
    OtherPast {
        /// The store file.
        path: PathBuf,
        /// Keys of the first such series, as JSON.
        series: String,
    },
    /// A plan that a stream cannot be judged by.
    #[error("{reason}")]
    Choices {
        /// What, and what would do.
        reason: String,
    },
    /// The store was written by a later version.
    #[error(
        "{}: the store has format {found}, this program reads up to format {supported}; use a newer one",
        .path.display()
    )]
    Version {
        /// The store file.
        path: PathBuf,
        /// The format of the store.
        found: u16,
        /// The newest readable one.
        supported: u16,
    },
    /// A plan whose limits rest on all points of a phase, which has no end yet.
    #[error(
        "the plan takes its limits from all points, so that a series which goes on is never judged; give a \
         baseline of the first points, such as 24, or a center and sigma"
    )]
    NeverJudged,
    /// Choices that do not fit each other.
    #[error("{0}")]
    Plan(#[from] PlanError),
    /// The input cannot be read.
    #[error("cannot read {name}: {source}")]
    Input {
        /// The file, or standard input.
        name: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// The answers cannot be written. They are in the store, and will be said again at the next
    /// start.
    #[error("cannot write the answers: {0}")]
    Output(io::Error),
    /// A line was refused, and the watch was asked to be strict.
    #[error("line {line}: {reason}; lines before it are in the store, and it is not")]
    Refused {
        /// Number of the line, from 1.
        line: u64,
        /// Why.
        reason: String,
    },
}
