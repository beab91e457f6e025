//! Lists that grow at the end, of which copies share the older part.

use std::sync::Arc;

/// Entries of a chunk.
const CHUNK: usize = 32;

/// A list that grows at the end.
///
/// Older entries are kept in chunks that copies share, so that a copy costs about the same however
/// many there were. An entry that still changes is copied with its chunk once. One pointer wide, as
/// most series have no entries.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chunks<T> {
    filled: Option<Box<Filled<T>>>,
}

#[derive(Debug, Clone, PartialEq)]
struct Filled<T> {
    older: Vec<Arc<[T]>>,
    /// At most a chunk.
    newest: Vec<T>,
}

impl<T> Default for Chunks<T> {
    fn default() -> Self {
        Self { filled: None }
    }
}

impl<T> Default for Filled<T> {
    fn default() -> Self {
        Self {
            older: Vec::new(),
            newest: Vec::new(),
        }
    }
}

impl<T: Clone> Chunks<T> {
    fn older(&self) -> &[Arc<[T]>] {
        self.filled.as_ref().map_or(&[], |filled| &filled.older)
    }

    fn newest(&self) -> &[T] {
        self.filled.as_ref().map_or(&[], |filled| &filled.newest)
    }

    pub(crate) fn len(&self) -> usize {
        self.older().len() * CHUNK + self.newest().len()
    }

    /// What a copy takes, in about the size of an entry.
    pub(crate) fn weight(&self) -> usize {
        self.older().len() / 2 + self.newest().len()
    }

    pub(crate) fn push(&mut self, entry: T) {
        let filled = self.filled.get_or_insert_default();
        if filled.newest.len() == CHUNK {
            let full: Vec<T> = std::mem::take(&mut filled.newest);
            filled.older.push(full.into());
        }
        filled.newest.push(entry);
    }

    pub(crate) fn get_mut(&mut self, position: usize) -> Option<&mut T> {
        let filled = self.filled.as_mut()?;
        let before = filled.older.len() * CHUNK;
        match filled.older.get_mut(position / CHUNK) {
            Some(chunk) => Arc::make_mut(chunk).get_mut(position % CHUNK),
            None => filled.newest.get_mut(position.checked_sub(before)?),
        }
    }

    /// The entries from a position on.
    pub(crate) fn since(&self, position: usize) -> impl Iterator<Item = &T> {
        let chunk = (position / CHUNK).min(self.older().len());
        let older = self.older()[chunk..].iter().flat_map(|chunk| chunk.iter());
        older.chain(self.newest()).skip(position - chunk * CHUNK)
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        let older = self.older().iter().flat_map(|chunk| chunk.iter());
        older.chain(self.newest())
    }
}

impl<T: Clone> Extend<T> for Chunks<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, entries: I) {
        for entry in entries {
            self.push(entry);
        }
    }
}

impl<T: Clone> FromIterator<T> for Chunks<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        let mut chunks = Self::default();
        chunks.extend(entries);
        chunks
    }
}

/// A plain list in files.
#[cfg(feature = "serde")]
mod list {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Chunks;

    impl<T: Clone + Serialize> Serialize for Chunks<T> {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.collect_seq(self.iter())
        }
    }

    impl<'de, T: Clone + Deserialize<'de>> Deserialize<'de> for Chunks<T> {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            Ok(Vec::<T>::deserialize(from)?.into_iter().collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_keeps_what_it_was() {
        let mut list: Chunks<u32> = (0..200).collect();
        assert_eq!((list.len(), list.iter().count()), (200, 200));
        assert_eq!(list.weight(), 11);
        let copy = list.clone();
        for position in [0, 63, 64, 191, 192, 199] {
            let old = list
                .get_mut(position)
                .map(|entry| std::mem::replace(entry, 1000));
            assert_eq!(old, Some(position as u32));
        }
        assert_eq!(list.get_mut(200), None);
        assert_eq!(copy.iter().max(), Some(&199));
        assert_eq!(list.iter().filter(|entry| **entry == 1000).count(), 6);
        assert_eq!(copy.iter().next_back(), Some(&199));
        for position in [0, 1, 63, 64, 130, 192, 199, 200, 400] {
            let since: Vec<u32> = copy.since(position).copied().collect();
            assert_eq!(since, (position.min(200) as u32..200).collect::<Vec<_>>());
        }
    }
}
