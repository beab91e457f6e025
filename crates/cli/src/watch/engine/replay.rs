//! From the store to where the watch was: states, log and ids are taken together again.

use super::{Counts, Engine, Origin};
use crate::watch::codec::{Damaged, Reader};
use crate::watch::error::WatchError;
use crate::watch::log::Entry;
use crate::watch::store::{Batch, Store};

impl Engine {
    pub(super) fn read_ids(&mut self) -> Result<(), WatchError> {
        for batch in self.store.batches_with_ids()? {
            let row = self.store.ids(batch)?;
            let count = self.ids.read(&row);
            let count = count.map_err(|Damaged(what)| self.store.damaged(what))?;
            self.id_rows.push_back((batch, count));
        }
        Ok(())
    }

    /// Takes again what the stored states do not hold, and says again what may not have been said.
    pub(super) fn replay(&mut self) -> Result<(), WatchError> {
        // As it was when the lines came in; the next batch goes by the new one.
        let history = self.standing.history.map(|points| points as usize);
        let history = std::mem::replace(&mut self.settings.history, history);
        let batches = self.store.batches()?;
        let newest = self.standing.batch;
        for batch in batches {
            if batch > newest {
                return Err(self.store.damaged("its log goes on after its newest batch"));
            }
            self.batch = batch;
            // Before the batch, not after it: its answers are said again from states that do not hold
            // it yet, at this start and, should the program be killed, at the next one.
            self.fleet.give_up(batch.saturating_sub(1));
            self.store_outgoing()?;
            let row = self.store.log(batch)?;
            let speaks = batch == newest && !self.standing.answered;
            let mut reader = Reader::new(&row);
            let mut entries = 0;
            while !reader.is_empty() {
                let entry = Entry::read(&mut reader);
                let entry = entry.map_err(|Damaged(what)| self.store.damaged(what))?;
                self.replay_entry(entry, speaks)?;
                entries += 1;
            }
            self.log_rows.push_back((batch, entries));
            self.logged += u64::from(entries);
        }
        self.settings.history = history;
        self.counts = Counts {
            said_again: self.counts.said_again,
            ..Counts::default()
        };
        Ok(())
    }

    pub(super) fn store_outgoing(&mut self) -> Result<(), WatchError> {
        if !self.fleet.has_outgoing() {
            return Ok(());
        }
        let mut series = self.fleet.outgoing();
        self.store.commit(Batch {
            standing: &self.standing,
            keys: &[],
            series: &mut series,
            log: None,
            ids: None,
            old_log: 0..0,
            old_ids: &[],
        })
    }

    fn replay_entry(&mut self, entry: Entry<'_>, speaks: bool) -> Result<(), WatchError> {
        let broken = |store: &Store| store.damaged("its log cannot be taken again");
        match entry {
            Entry::Taken {
                series,
                stamp,
                kept,
                holes,
                id,
            } => {
                let (store, groups) = (&self.store, &mut self.groups);
                self.fleet.track(series, store, groups, Some(&stamp))?;
                if self.fleet.stored(series) >= self.batch {
                    if speaks {
                        // The state came to the store too early, which loses no answer.
                        let done = self.answer_again(series, &stamp)?;
                        self.say(id, series, &stamp, &done, true);
                        self.counts.said_again += 1;
                    }
                    return Ok(());
                }
                let points = self.standing.points;
                let origin = Origin::Log { holes };
                let done = self.take(series, &stamp, kept, origin, speaks)?;
                self.standing.points = points;
                let Ok(done) = done else {
                    return Err(broken(&self.store));
                };
                if speaks {
                    self.say(id, series, &stamp, &done, true);
                }
            }
            Entry::Known { series, stamp, id } if speaks => {
                let done = self.answer_again(series, &stamp)?;
                self.say(id, series, &stamp, &done, true);
            }
            Entry::Known { .. } => {}
            Entry::Refused(answer) => {
                if speaks {
                    self.answers.extend_from_slice(answer.as_bytes());
                }
            }
        }
        self.counts.said_again += u64::from(speaks);
        Ok(())
    }
}
