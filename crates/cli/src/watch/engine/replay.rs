//! From the store to where the watch was: states, log and ids are taken together again.

use super::{Counts, Engine, Holes};
use crate::watch::codec::{Damaged, Reader};
use crate::watch::error::WatchError;
use crate::watch::ids::Ids;
use crate::watch::log::Entry;
use crate::watch::store::{Batch, Store};

impl Engine {
    pub(super) fn read_ids(&mut self) -> Result<(), WatchError> {
        let newest = self.standing.batch;
        for batch in self.store.batches_with_ids()? {
            let row = self.store.ids(batch)?;
            let damaged = |Damaged(what)| self.store.damaged(what);
            // Those of the newest batch are taken when it is replayed.
            let count = if batch == newest && !self.standing.answered {
                Ids::new(usize::MAX).read(&row).map_err(damaged)?
            } else {
                self.ids.read(&row).map_err(damaged)?
            };
            self.id_rows.push_back((batch, count));
        }
        Ok(())
    }

    /// Takes again what the stored states do not hold, and says again what may not have been said.
    pub(super) fn replay(&mut self) -> Result<(), WatchError> {
        // As it was when the lines came in; the next batch goes by the new one.
        let history = self.standing.history.map(|points| points as usize);
        let history = std::mem::replace(&mut self.settings.history, history);
        let words = self.settings.words.take();
        let batches = self.store.batches()?;
        let newest = self.standing.batch;
        for batch in batches {
            if batch > newest {
                return Err(self.store.damaged("its log goes on after its newest batch"));
            }
            self.batch = batch;
            let row = self.store.log(batch)?;
            let speaks = batch == newest && !self.standing.answered;
            if speaks {
                self.settings.words = words.clone();
            }
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
            self.fleet.give_up(batch);
            if self.fleet.has_outgoing() {
                let mut series = self.fleet.outgoing();
                self.store.commit(Batch {
                    standing: &self.standing,
                    keys: &[],
                    series: &mut series,
                    log: None,
                    ids: None,
                    old_log: 0..0,
                    old_ids: &[],
                })?;
            }
        }
        self.settings.history = history;
        self.settings.words = words;
        self.id_row.clear();
        self.id_count = 0;
        self.counts = Counts {
            said_again: self.counts.said_again,
            ..Counts::default()
        };
        Ok(())
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
                self.fleet.track(series, &self.store, &self.plan)?;
                if self.fleet.stored(series) >= self.batch {
                    return Ok(());
                }
                let points = self.standing.points;
                let holes = Holes::Known(holes);
                let done = self.take(series, &stamp, kept, true, holes, speaks)?;
                self.standing.points = points;
                let Ok(done) = done else {
                    return Err(broken(&self.store));
                };
                if speaks {
                    self.remember(id, series, &stamp);
                    self.say(id, series, &stamp, &done, true);
                }
            }
            Entry::Known { series, stamp, id } if speaks => {
                let done = self.answer_again(series, &stamp)?;
                // A new id for a point that was there.
                if id.is_some_and(|id| self.ids.get(id).is_none()) {
                    self.remember(id, series, &stamp);
                }
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
