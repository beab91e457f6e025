//! The signals of a series so far.

use std::sync::Arc;

use crate::signal::Logged;

type Chunk = Arc<[Logged]>;

/// Entries of a chunk.
const CHUNK: usize = 32;

/// Signals in the order in which they were complete.
///
/// Older ones are kept in chunks that copies share, so that a copy costs about the same however
/// many signals there were. An entry that still grows is copied with its chunk once.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Log {
    /// In a box, as most series have none.
    #[allow(clippy::box_collection)]
    older: Option<Box<Vec<Chunk>>>,
    /// At most a chunk.
    newest: Vec<Logged>,
}

impl Log {
    fn older(&self) -> &[Chunk] {
        self.older.as_deref().map_or(&[], Vec::as_slice)
    }

    pub(crate) fn len(&self) -> usize {
        self.older().len() * CHUNK + self.newest.len()
    }

    /// What a copy takes, in about the size of an entry.
    pub(crate) fn weight(&self) -> usize {
        self.older().len() / 2 + self.newest.len()
    }

    pub(crate) fn push(&mut self, signal: Logged) {
        if self.newest.len() == CHUNK {
            let full: Vec<Logged> = std::mem::take(&mut self.newest);
            self.older.get_or_insert_default().push(full.into());
        }
        self.newest.push(signal);
    }

    pub(crate) fn get_mut(&mut self, position: usize) -> Option<&mut Logged> {
        let before = self.older().len() * CHUNK;
        let chunk = self
            .older
            .as_mut()
            .and_then(|older| older.get_mut(position / CHUNK));
        match chunk {
            Some(chunk) => Arc::make_mut(chunk).get_mut(position % CHUNK),
            None => self.newest.get_mut(position.checked_sub(before)?),
        }
    }

    /// The signals from a position on.
    pub(crate) fn since(&self, position: usize) -> impl Iterator<Item = &Logged> {
        let chunk = (position / CHUNK).min(self.older().len());
        let older = self.older()[chunk..].iter().flat_map(|chunk| chunk.iter());
        older.chain(&self.newest).skip(position - chunk * CHUNK)
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Logged> {
        let older = self.older().iter().flat_map(|chunk| chunk.iter());
        older.chain(&self.newest)
    }
}

impl Extend<Logged> for Log {
    fn extend<T: IntoIterator<Item = Logged>>(&mut self, signals: T) {
        for signal in signals {
            self.push(signal);
        }
    }
}

/// A plain list in files.
#[cfg(feature = "serde")]
mod list {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Log, Logged};

    impl Serialize for Log {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.collect_seq(self.iter())
        }
    }

    impl<'de> Deserialize<'de> for Log {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            let mut log = Self::default();
            log.extend(Vec::<Logged>::deserialize(from)?);
            Ok(log)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signal(first: u32) -> Logged {
        Logged {
            first,
            last: first,
            completed: first,
            known: first,
            phase: 0,
            rule: 0,
            side: None,
            running: true,
            tentative: false,
        }
    }

    #[test]
    fn a_copy_keeps_what_it_was() {
        let mut log = Log::default();
        log.extend((0..200).map(signal));
        assert_eq!(
            (log.len(), log.iter().count(), log.weight()),
            (200, 200, 11)
        );
        let copy = log.clone();
        for position in [0, 63, 64, 191, 192, 199] {
            let entry = log.get_mut(position).map(|entry| {
                entry.last = 1000;
                entry.first as usize
            });
            assert_eq!(entry, Some(position));
        }
        assert_eq!(log.get_mut(200), None);
        assert_eq!(copy.iter().map(|entry| entry.last).max(), Some(199));
        assert_eq!(log.iter().filter(|entry| entry.last == 1000).count(), 6);
        for position in [0, 1, 63, 64, 130, 192, 199, 200, 400] {
            let since: Vec<u32> = log.since(position).map(|entry| entry.first).collect();
            assert_eq!(since, (position.min(200) as u32..200).collect::<Vec<_>>());
        }
        assert_eq!(log.iter().next_back().map(|entry| entry.first), Some(199));
    }
}
