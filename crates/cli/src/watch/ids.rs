//! The ids of acknowledged observations, the newest so many of them.

use std::collections::VecDeque;
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::codec::{Damaged, Reader, put_bytes, put_count};
use super::points::Kept;
use super::time::Stamp;

/// The ids of acknowledged observations, in the order in which they came.
///
/// Kept as bytes, each once: an id costs its length and some 25 bytes. Ids are JSON values as they
/// were written.
#[derive(Debug)]
pub(crate) struct Ids {
    /// Most that are kept.
    limit: usize,
    hasher: DefaultHashBuilder,
    /// Where the entry of an id begins, counted over all that were ever taken.
    starts: HashTable<u64>,
    blocks: VecDeque<Block>,
    /// Where the oldest entry that is kept begins.
    oldest: u64,
    forgotten: u64,
}

/// Entries one after the other; none reaches from one block into the next.
#[derive(Debug)]
struct Block {
    start: u64,
    bytes: Vec<u8>,
}

const BLOCK: usize = 1 << 18;

/// The point for which an id stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) series: u32,
    pub(crate) stamp: Stamp,
    pub(crate) content: Content,
}

/// What was sent under an id, as a check sum: enough to tell another figure from the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Content(u32);

impl Content {
    /// Of an id that an earlier version took, which kept none.
    const UNKNOWN: Self = Self(0);

    pub(crate) fn of(kept: Kept) -> Self {
        let mut bytes = Vec::with_capacity(32);
        kept.write(&mut bytes);
        Self(crc32fast::hash(&bytes).max(1))
    }

    /// Whether both may be the same, as far as is known.
    pub(crate) fn may_be(self, other: Self) -> bool {
        self == other || self == Self::UNKNOWN || other == Self::UNKNOWN
    }
}

/// The first byte of a row that has check sums. No id is empty, so rows of format 1 begin with
/// another.
const WITH_CONTENT: u8 = 0;

impl Ids {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            hasher: DefaultHashBuilder::default(),
            starts: HashTable::new(),
            blocks: VecDeque::new(),
            oldest: 0,
            forgotten: 0,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }

    /// Ids that were dropped for newer ones, since the watch began.
    pub(crate) fn forgotten(&self) -> u64 {
        self.forgotten
    }

    pub(crate) fn get(&self, id: &str) -> Option<Known> {
        if self.starts.is_empty() {
            return None;
        }
        let hash = self.hasher.hash_one(id.as_bytes());
        let start = self.starts.find(hash, |start| {
            id_at(&self.blocks, *start) == Some(id.as_bytes())
        })?;
        let mut reader = entry_at(&self.blocks, *start)?;
        reader.bytes().ok()?;
        let series = reader.small().ok()?;
        let stamp = Stamp::read(&mut reader).ok()?;
        let content = Content(reader.small().ok()?);
        Some(Known {
            series,
            stamp,
            content,
        })
    }

    /// Takes an id that is not known yet, and appends its entry to the bytes that go to the store.
    pub(crate) fn insert(&mut self, id: &str, known: &Known, to: &mut Vec<u8>) {
        if to.is_empty() {
            to.push(WITH_CONTENT);
        }
        let from = to.len();
        put_bytes(to, id.as_bytes());
        put_count(to, known.series.into());
        known.stamp.write(to);
        put_count(to, known.content.0.into());
        let entry = to.get(from..).unwrap_or(&[]);
        let end = self
            .blocks
            .back()
            .map_or(0, |block| block.start + block.bytes.len() as u64);
        let fits = self
            .blocks
            .back()
            .is_some_and(|block| block.bytes.len() + entry.len() <= BLOCK);
        if !fits {
            self.blocks.push_back(Block {
                start: end,
                bytes: Vec::with_capacity(if end == 0 { 0 } else { BLOCK }),
            });
        }
        if let Some(block) = self.blocks.back_mut() {
            block.bytes.extend_from_slice(entry);
        }
        let (blocks, hasher) = (&self.blocks, &self.hasher);
        let hash_of = |start: &u64| hasher.hash_one(id_at(blocks, *start).unwrap_or(&[]));
        self.starts
            .insert_unique(hasher.hash_one(id.as_bytes()), end, hash_of);
    }

    /// Takes the entries of a row of the store, and gives their number.
    pub(crate) fn read(&mut self, row: &[u8]) -> Result<u32, Damaged> {
        let has_content = row.first() == Some(&WITH_CONTENT);
        let mut reader = Reader::new(row.get(usize::from(has_content)..).unwrap_or(row));
        let (mut count, mut scratch) = (0, Vec::new());
        while !reader.is_empty() {
            let id = reader.text()?;
            let series = reader.small()?;
            let stamp = Stamp::read(&mut reader)?;
            let content = if has_content {
                Content(reader.small()?)
            } else {
                Content::UNKNOWN
            };
            if self.get(id).is_none() {
                scratch.clear();
                let known = Known {
                    series,
                    stamp,
                    content,
                };
                self.insert(id, &known, &mut scratch);
            }
            count += 1;
        }
        Ok(count)
    }

    /// How many of the oldest ids are above the limit.
    pub(crate) fn excess(&self) -> usize {
        self.len().saturating_sub(self.limit)
    }

    /// Forgets the oldest ids.
    pub(crate) fn forget(&mut self, ids: usize) {
        for _ in 0..ids {
            let Some(block) = self.blocks.front() else {
                return;
            };
            let Some(mut reader) = entry_at(&self.blocks, self.oldest) else {
                return;
            };
            let whole = reader.left();
            let Ok(id) = reader.bytes() else { return };
            let hash = self.hasher.hash_one(id);
            let rest = [
                reader.small().is_err(),
                Stamp::read(&mut reader).is_err(),
                reader.small().is_err(),
            ];
            if rest.contains(&true) {
                return;
            }
            let next = self.oldest + (whole - reader.left()) as u64;
            let ends = next == block.start + block.bytes.len() as u64;
            let oldest = self.oldest;
            if let Ok(found) = self.starts.find_entry(hash, |start| *start == oldest) {
                found.remove();
            }
            self.oldest = next;
            self.forgotten += 1;
            if ends && self.blocks.len() > 1 {
                self.blocks.pop_front();
            }
        }
    }
}

fn entry_at(blocks: &VecDeque<Block>, start: u64) -> Option<Reader<'_>> {
    let after = blocks.partition_point(|block| block.start <= start);
    let block = blocks.get(after.checked_sub(1)?)?;
    let from = usize::try_from(start - block.start).ok()?;
    block.bytes.get(from..).map(Reader::new)
}

fn id_at(blocks: &VecDeque<Block>, start: u64) -> Option<&[u8]> {
    entry_at(blocks, start)?.bytes().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(number: u32) -> Known {
        Known {
            series: number / 7,
            stamp: Stamp::Text(format!("{number:08}").into()),
            content: Content::of(Kept::sent(redbead::Observation::value(f64::from(number)))),
        }
    }

    #[test]
    fn the_newest_ids_are_known() {
        let mut ids = Ids::new(10_000);
        let mut row = Vec::new();
        for number in 0..40_000 {
            ids.insert(&format!("\"{number}\""), &known(number), &mut row);
            if ids.excess() >= 100 {
                ids.forget(ids.excess());
            }
        }
        assert_eq!((ids.len(), ids.forgotten()), (10_000, 30_000));
        assert_eq!(ids.get("\"29999\""), None);
        for number in 30_000..40_000 {
            assert_eq!(ids.get(&format!("\"{number}\"")), Some(known(number)));
        }
        assert_eq!(ids.get("39999"), None);
        // Some 34 bytes an id, in blocks that are dropped once they are empty.
        assert!(ids.blocks.len() <= 10_000 * 34 / BLOCK + 2);
    }

    #[test]
    fn a_row_of_the_store_comes_back() {
        let (mut ids, mut row) = (Ids::new(100), Vec::new());
        ids.insert("\"a\"", &known(1), &mut row);
        ids.insert("17", &known(2), &mut row);
        let mut again = Ids::new(100);
        assert_eq!(again.read(&row), Ok(2));
        assert_eq!(again.get("17"), ids.get("17"));
        assert!(again.read(&row[..row.len() - 1]).is_err());
    }

    #[test]
    fn a_row_of_format_1_comes_back_without_its_content() {
        let (mut row, known) = (Vec::new(), known(9));
        put_bytes(&mut row, b"17");
        put_count(&mut row, known.series.into());
        known.stamp.write(&mut row);
        let mut ids = Ids::new(100);
        assert_eq!(ids.read(&row), Ok(1));
        let found = ids.get("17").unwrap();
        assert_eq!((found.series, &found.stamp), (known.series, &known.stamp));
        assert!(found.content.may_be(known.content));
    }
}
