//! Records by id while they are checked.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::log::{At, Log};
use super::reading::filled;
use crate::fault::{Fault, Record, RecordKind};
use crate::id::BadId;
use crate::origin::Origin;

/// The records of one kind that hold together so far, and the ids of all.
#[derive(Debug)]
pub(super) struct Table<K, V> {
    kind: RecordKind,
    rows: BTreeMap<K, V>,
    /// Every id of the draft, as it stood there, with its first origin.
    seen: BTreeMap<String, Origin>,
}

impl<K: Ord, V> Table<K, V> {
    pub(super) const fn new(kind: RecordKind) -> Self {
        Self {
            kind,
            rows: BTreeMap::new(),
            seen: BTreeMap::new(),
        }
    }

    /// The id of a record, unless it cannot be one or is taken. Remembered in any case, so that
    /// those who name the record are not at fault as well.
    pub(super) fn take<I>(&mut self, at: At<'_>, id: Result<I, BadId>, log: &mut Log) -> Option<I> {
        let claimed = self.claim(at);
        let id = log.need(at, id)?;
        log.need(at, claimed)?;
        Some(id)
    }

    /// Remembers a record, or says that its id is taken.
    pub(super) fn claim(&mut self, at: At<'_>) -> Result<(), Fault> {
        match self.seen.get(&at.record.key) {
            Some(first) => Err(Fault::DuplicateId {
                first: first.clone(),
            }),
            None => {
                self.seen.insert(at.record.key.clone(), at.origin.clone());
                Ok(())
            }
        }
    }

    pub(super) fn insert(&mut self, key: K, value: V) {
        self.rows.insert(key, value);
    }

    pub(super) fn get(&self, key: &K) -> Option<&V> {
        self.rows.get(key)
    }

    pub(super) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.rows.get_mut(key)
    }

    pub(super) fn remove(&mut self, key: &K) -> Option<V> {
        self.rows.remove(key)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.rows.iter()
    }

    pub(super) fn into_values(self) -> Vec<V> {
        self.rows.into_values().collect()
    }

    /// Where the record with this id came from.
    pub(super) fn origin(&self, key: &str) -> Origin {
        self.seen.get(key).cloned().unwrap_or_default()
    }

    /// Looks a record up, whose id reads `key` in the draft and is `parsed`, if it can be an id.
    pub(super) fn find(&self, parsed: Option<K>, key: &str) -> Found<K> {
        match parsed {
            Some(id) if self.rows.contains_key(&id) => Found::Here(id),
            _ if self.seen.contains_key(key) => Found::Fell(Record::new(self.kind, key.to_owned())),
            _ => Found::Unknown(self.kind),
        }
    }
}

impl<K: Ord + FromStr, V> Table<K, V> {
    /// The record that a field names, or what becomes of the one under the check without it.
    pub(super) fn named(&self, field: &'static str, text: &str) -> Result<K, Missing> {
        let text = filled(field, text).map_err(Missing::Fault)?;
        self.find(text.parse().ok(), text).or_missing(field, text)
    }
}

/// What is behind an id.
#[derive(Debug)]
pub(super) enum Found<K> {
    /// A record that holds together.
    Here(K),
    /// One that was left out.
    Fell(Record),
    /// None of this kind.
    Unknown(RecordKind),
}

impl<K> Found<K> {
    pub(super) fn or_missing(self, field: &'static str, id: &str) -> Result<K, Missing> {
        match self {
            Self::Here(key) => Ok(key),
            Self::Fell(record) => Err(Missing::FellWith(record)),
            Self::Unknown(what) => Err(Missing::Fault(Fault::UnknownId {
                field,
                what,
                id: id.to_owned(),
            })),
        }
    }
}

/// Why a record that is needed is missing.
#[derive(Debug)]
pub(super) enum Missing {
    /// It is a fault of the record that needs it.
    Fault(Fault),
    /// It was left out.
    FellWith(Record),
}

impl Log {
    /// Leaves out the record under the check, for want of another.
    pub(super) fn missing(&mut self, at: At<'_>, missing: Missing) {
        match missing {
            Missing::Fault(fault) => self.fault(at, fault),
            Missing::FellWith(record) => self.fell(at, None, record),
        }
    }

    /// Leaves out a part of it.
    pub(super) fn missing_in(&mut self, at: At<'_>, part: impl Into<String>, missing: Missing) {
        match missing {
            Missing::Fault(fault) => self.fault_in(at, part, fault),
            Missing::FellWith(record) => self.fell(at, Some(part.into()), record),
        }
    }
}
