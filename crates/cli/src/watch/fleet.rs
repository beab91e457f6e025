//! All series under watch: which are in memory, and which have changed since they were stored.

use std::collections::{HashMap, VecDeque};

use hashbrown::DefaultHashBuilder;

use super::codec::{Damaged, Reader, put_count};
use super::error::WatchError;
use super::plans::Groups;
use super::store::Store;
use super::stored::Stored;
use super::time::Stamp;
use super::track::Track;

/// The group of a series that was not looked up yet.
const NO_GROUP: u32 = u32::MAX;

/// All series under watch.
#[derive(Debug)]
pub(crate) struct Fleet {
    slots: Vec<Slot>,
    /// Numbers of the series by their keys, and by other spellings of them that came along.
    numbers: HashMap<Box<str>, u32, DefaultHashBuilder>,
    /// Series that are in memory, and most that should be.
    loaded: usize,
    limit: usize,
    /// Where the search for one to give up goes on.
    hand: usize,
    /// Series that have changed, each with the batch of its first change since it was stored.
    changed: VecDeque<(u64, u32)>,
    /// States that go to the store with the next batch, and their places by series.
    outgoing: Vec<(u32, Vec<u8>)>,
    outgoing_at: HashMap<u32, usize, DefaultHashBuilder>,
    /// Series that the store does not know of yet: those from this number on.
    stored_keys: u32,
}

#[derive(Debug)]
struct Slot {
    key: Box<str>,
    track: Option<Box<Track>>,
    /// The group that it belongs to.
    group: u32,
    /// The batch up to which the stored state holds; 0 where there is none.
    stored: u64,
    /// The batch of its first change since then; 0 where there is none.
    changed: u64,
    /// Whether it was used since the hand last passed.
    used: bool,
}

impl Slot {
    fn new(key: Box<str>) -> Self {
        Self {
            key,
            track: None,
            group: NO_GROUP,
            stored: 0,
            changed: 0,
            used: false,
        }
    }
}

impl Fleet {
    /// The series with these keys, none of them in memory.
    pub(crate) fn new(keys: Vec<Box<str>>, limit: usize) -> Self {
        let numbers = keys
            .iter()
            .zip(0..)
            .map(|(key, number)| (key.clone(), number))
            .collect();
        Self {
            numbers,
            stored_keys: keys.len() as u32,
            slots: keys.into_iter().map(Slot::new).collect(),
            loaded: 0,
            limit: limit.max(1),
            hand: 0,
            changed: VecDeque::new(),
            outgoing: Vec::new(),
            outgoing_at: HashMap::default(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    /// The number of a series by a spelling of its keys that came along before.
    #[inline]
    pub(crate) fn known(&self, spelling: &str) -> Option<u32> {
        self.numbers.get(spelling).copied()
    }

    /// The number of a series by its keys, of a new one of a group where there is none.
    pub(crate) fn number(&mut self, spelling: &str, key: String, group: u32) -> u32 {
        let number = match self.numbers.get(key.as_str()) {
            Some(number) => *number,
            None => {
                let number = self.slots.len() as u32;
                let key: Box<str> = key.into();
                self.numbers.insert(key.clone(), number);
                self.slots.push(Slot {
                    group,
                    ..Slot::new(key)
                });
                number
            }
        };
        self.spell(number, spelling);
        number
    }

    /// Notes a spelling of the keys of a series.
    pub(crate) fn spell(&mut self, number: u32, spelling: &str) {
        // Some four spellings of each are remembered, which is all that a stream has.
        if self.numbers.len() < 5 * self.slots.len() {
            self.numbers.insert(spelling.into(), number);
        }
    }

    /// Takes back the number of the newest series, which came to nothing.
    pub(crate) fn unnumber(&mut self, spelling: &str) {
        let is_stored = self.slots.len() <= self.stored_keys as usize;
        if let Some(slot) = self.slots.pop_if(|slot| !is_stored && slot.changed == 0) {
            self.numbers.remove(&slot.key);
            self.numbers.remove(spelling);
            self.loaded -= usize::from(slot.track.is_some());
        }
    }

    pub(crate) fn key(&self, number: u32) -> &str {
        self.slots
            .get(number as usize)
            .map_or("null", |slot| &slot.key)
    }

    /// The keys that the store does not know of yet.
    pub(crate) fn new_keys(&self) -> Vec<(u32, &str)> {
        let new = self
            .slots
            .iter()
            .enumerate()
            .skip(self.stored_keys as usize);
        new.map(|(number, slot)| (number as u32, &*slot.key))
            .collect()
    }

    /// A series with its group, from the store where it is not in memory. The time is one that it
    /// will have where it has none yet.
    #[inline]
    pub(crate) fn track(
        &mut self,
        number: u32,
        store: &Store,
        groups: &mut Groups,
        stamp: Option<&Stamp>,
    ) -> Result<(&mut Track, u32), WatchError> {
        let Some(slot) = self.slots.get_mut(number as usize) else {
            return Err(store.damaged("an entry names a series that is not there"));
        };
        slot.used = true;
        let track = match slot.track.take() {
            Some(track) => track,
            None => {
                self.loaded += 1;
                let waiting = self.outgoing_at.get(&number);
                let waiting = waiting.and_then(|at| self.outgoing.get(*at));
                let state = match waiting {
                    Some((_, state)) => Some(state.clone()),
                    None => store.series(number)?,
                };
                load(slot, state.as_deref(), groups, stamp)
                    .map_err(|what| store.damaged(format!("series {}: {what}", slot.key)))?
            }
        };
        Ok((slot.track.insert(track), slot.group))
    }

    /// Puts a series that is in memory, or none of it, in another group.
    pub(crate) fn regroup(&mut self, number: u32, group: u32) {
        if let Some(slot) = self.slots.get_mut(number as usize) {
            slot.group = group;
        }
    }

    /// The keys of all series.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.slots.iter().map(|slot| &*slot.key)
    }

    /// A series that is in memory, with its group.
    pub(crate) fn loaded(&self, number: u32) -> Option<(&Track, u32)> {
        let slot = self.slots.get(number as usize)?;
        Some((slot.track.as_deref()?, slot.group))
    }

    /// The same, to be changed.
    pub(crate) fn loaded_mut(&mut self, number: u32) -> Option<&mut Track> {
        self.slots.get_mut(number as usize)?.track.as_deref_mut()
    }

    /// The batch up to which the stored state of a series in memory holds.
    pub(crate) fn stored(&self, number: u32) -> u64 {
        self.slots
            .get(number as usize)
            .map_or(0, |slot| slot.stored)
    }

    /// Notes that a series was changed in a batch.
    #[inline]
    pub(crate) fn touch(&mut self, number: u32, batch: u64) {
        if let Some(slot) = self.slots.get_mut(number as usize)
            && slot.changed == 0
        {
            slot.changed = batch;
            self.changed.push_back((batch, number));
        }
    }

    /// Puts the states of the series that have waited longest among those that go to the store.
    /// They hold up to a batch.
    pub(crate) fn send_out(&mut self, series: usize, holds: u64) {
        for _ in 0..series {
            let Some((since, number)) = self.changed.pop_front() else {
                return;
            };
            let is_due = |slot: &&mut Slot| slot.changed == since;
            if let Some(slot) = self.slots.get_mut(number as usize).filter(is_due) {
                let state = put_away(slot, holds);
                self.send(number, state);
            }
        }
    }

    /// Gives up series that were not used for long, until no more are in memory than should be.
    /// Their states hold up to a batch.
    pub(crate) fn give_up(&mut self, holds: u64) {
        // Each is passed twice at most: the first time it only loses the mark that it was used.
        let mut passes = 2 * self.slots.len();
        while self.loaded > self.limit && passes > 0 {
            passes -= 1;
            self.hand = (self.hand + 1) % self.slots.len();
            let Some(slot) = self.slots.get_mut(self.hand) else {
                return;
            };
            if slot.track.is_none() || std::mem::take(&mut slot.used) {
                continue;
            }
            let state = if slot.changed > 0 {
                put_away(slot, holds)
            } else {
                None
            };
            slot.track = None;
            self.loaded -= 1;
            self.send(self.hand as u32, state);
        }
    }

    fn send(&mut self, number: u32, state: Option<Vec<u8>>) {
        let Some(state) = state else { return };
        match self.outgoing_at.get(&number).copied() {
            Some(at) => self.outgoing[at].1 = state,
            None => {
                self.outgoing_at.insert(number, self.outgoing.len());
                self.outgoing.push((number, state));
            }
        }
    }

    /// The states that go to the store.
    pub(crate) fn outgoing(&mut self) -> Vec<(u32, Vec<u8>)> {
        self.outgoing_at.clear();
        std::mem::take(&mut self.outgoing)
    }

    pub(crate) fn has_outgoing(&self) -> bool {
        !self.outgoing.is_empty()
    }

    /// Notes that a batch is in the store.
    pub(crate) fn committed(&mut self) {
        self.stored_keys = self.slots.len() as u32;
    }

    /// Number of series that have changed since they were stored, at most.
    pub(crate) fn changed(&self) -> usize {
        self.changed.len()
    }

    /// The first batch that the stored states do not hold yet; none where they hold all.
    pub(crate) fn first_needed(&mut self) -> Option<u64> {
        while let Some((since, number)) = self.changed.front().copied() {
            let slot = self.slots.get(number as usize);
            if slot.is_some_and(|slot| slot.changed == since) {
                return Some(since);
            }
            self.changed.pop_front();
        }
        None
    }
}

/// The state of a series for the store, which holds it from now on.
fn put_away(slot: &mut Slot, holds: u64) -> Option<Vec<u8>> {
    let track = slot.track.as_ref()?;
    slot.changed = 0;
    slot.stored = holds;
    let mut state = Vec::with_capacity(64 + 10 * track.points().len());
    put_count(&mut state, holds);
    track.write(&mut state);
    Some(state)
}

/// Brings a series to life, under the plan of its group.
fn load(
    slot: &mut Slot,
    state: Option<&[u8]>,
    groups: &mut Groups,
    stamp: Option<&Stamp>,
) -> Result<Box<Track>, String> {
    let stored = match state {
        None => None,
        Some(state) => {
            let (holds, stored) = read(state).map_err(|Damaged(what)| what.to_owned())?;
            slot.stored = holds;
            Some(stored)
        }
    };
    let own = stored.as_ref().and_then(Stored::stamp);
    if slot.group == NO_GROUP {
        slot.group = groups.group_of(&slot.key, own.as_ref().or(stamp))?;
    }
    let group = groups.get(slot.group).ok_or("its group is not there")?;
    let track = match stored {
        None => Track::new(group.plan()),
        Some(stored) => {
            let track = stored.under(group);
            track.map_err(|Damaged(what)| what.to_owned())?
        }
    };
    Ok(Box::new(track))
}

fn read(state: &[u8]) -> Result<(u64, Stored), Damaged> {
    let mut reader = Reader::new(state);
    let holds = reader.count()?;
    let stored = Stored::read(&mut reader)?;
    if reader.is_empty() {
        Ok((holds, stored))
    } else {
        Err(Damaged("a record is longer than its state"))
    }
}
