//! What a build found.

use crate::fault::{BuildError, Cause, Dropped, Fault, Record};
use crate::origin::Origin;

/// Faults, and what is left out for them, in the order in which they were found until sorted.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) errors: Vec<BuildError>,
    pub(super) dropped: Vec<Dropped>,
}

/// A record under the check.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) origin: &'a Origin,
    pub(super) record: &'a Record,
}

impl Log {
    /// A fault that leaves the whole record out.
    pub(super) fn fault(&mut self, at: At<'_>, fault: impl Into<Fault>) {
        self.lose(at, None, fault.into());
    }

    /// A fault that leaves only a part of the record out.
    pub(super) fn fault_in(
        &mut self,
        at: At<'_>,
        part: impl Into<String>,
        fault: impl Into<Fault>,
    ) {
        self.lose(at, Some(part.into()), fault.into());
    }

    /// The record, or a part of it, is left out with another record.
    pub(super) fn fell(&mut self, at: At<'_>, part: Option<String>, with: Record) {
        self.dropped.push(Dropped {
            origin: at.origin.clone(),
            record: at.record.clone(),
            part,
            cause: Cause::FellWith(with),
        });
    }

    fn lose(&mut self, at: At<'_>, part: Option<String>, fault: Fault) {
        self.errors.push(BuildError {
            origin: at.origin.clone(),
            record: at.record.clone(),
            fault: fault.clone(),
        });
        self.dropped.push(Dropped {
            origin: at.origin.clone(),
            record: at.record.clone(),
            part,
            cause: Cause::Fault(fault),
        });
    }

    /// By record, then by what is wrong, whatever the order of the draft.
    pub(super) fn sort(&mut self) {
        self.errors.sort_by_cached_key(|error| {
            let what = error.fault.to_string();
            (error.record.clone(), what, error.origin.clone())
        });
        self.dropped.sort_by_cached_key(|dropped| {
            let what = (dropped.part.clone(), dropped.cause.to_string());
            (dropped.record.clone(), what, dropped.origin.clone())
        });
        // A link falls once, whether one of its ends fell or both.
        self.dropped.dedup_by(|later, earlier| {
            let falls =
                |one: &Dropped| one.part.is_none() && matches!(one.cause, Cause::FellWith(_));
            falls(later)
                && falls(earlier)
                && (&later.record, &later.origin) == (&earlier.record, &earlier.origin)
        });
    }
}
