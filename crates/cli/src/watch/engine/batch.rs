//! From a batch to the store: one durable transaction.

use super::Engine;
use crate::watch::error::WatchError;
use crate::watch::store::{Batch, Position};

/// Entries that the log may have, however few points are kept.
const SHORTEST_LOG: u64 = 1_000_000;
/// Batches that the log may have.
const LOG_ROWS: usize = 8192;

impl Engine {
    /// Before the first line of a batch: what goes to the store with it besides.
    pub(super) fn begin_batch(&mut self) {
        let holds = self.batch - 1;
        let due = self.due();
        self.fleet.send_out(due, holds);
        self.fleet.give_up(holds);
    }

    /// How many states should go to the store with this batch, so that the log stays as short as it
    /// should be: as many entries as there are points, and some thousand batches.
    fn due(&self) -> usize {
        let longest = self.standing.points.max(SHORTEST_LOG) / 2;
        let newest = self
            .log_rows
            .back()
            .map_or(0, |(_, entries)| u64::from(*entries));
        let changed = self.fleet.changed() as u64;
        let by_entries = if self.logged > longest {
            (newest * changed).div_ceil(longest)
        } else {
            0
        };
        let by_rows = if self.log_rows.len() > LOG_ROWS / 2 {
            changed.div_ceil(LOG_ROWS as u64 / 2)
        } else {
            0
        };
        by_entries.max(by_rows) as usize
    }

    /// Whether there is anything to commit.
    pub(crate) fn has_batch(&self) -> bool {
        self.entries > 0
    }

    /// Number of lines in the batch at hand.
    pub(crate) fn entries(&self) -> u32 {
        self.entries
    }

    /// Makes the batch at hand durable, with the position of the input behind it.
    pub(crate) fn commit(&mut self, position: Option<Position>) -> Result<(), WatchError> {
        self.standing.batch = self.batch;
        self.standing.answered = false;
        self.standing.position = position;
        let mut series = self.fleet.outgoing();
        let new_rows = (self.batch, self.entries);
        let first_needed = self
            .fleet
            .first_needed()
            .unwrap_or(self.batch)
            .min(self.batch);
        let first_kept = self
            .log_rows
            .front()
            .map_or(self.batch, |(batch, _)| *batch);
        while let Some((batch, entries)) = self.log_rows.front().copied()
            && batch < first_needed
        {
            self.log_rows.pop_front();
            self.logged -= u64::from(entries);
        }
        self.log_rows.push_back(new_rows);
        self.logged += u64::from(self.entries);
        if self.id_count > 0 {
            self.id_rows.push_back((self.batch, self.id_count));
        }
        let mut old_ids = Vec::new();
        let mut excess = self.ids.excess();
        self.ids.forget(excess);
        while let Some((batch, count)) = self.id_rows.front_mut() {
            // A row goes when all its ids are forgotten; the rest of one is dropped at a restart.
            if (*count as usize) > excess || *batch == self.batch {
                *count -= (*count).min(excess as u32);
                break;
            }
            excess -= *count as usize;
            old_ids.push(*batch);
            self.id_rows.pop_front();
        }
        let has_ids = self.id_count > 0;
        self.store.commit(Batch {
            standing: &self.standing,
            keys: &self.fleet.new_keys(),
            series: &mut series,
            log: Some(&mut self.log),
            ids: has_ids.then_some(&mut self.id_row),
            old_log: first_kept..first_needed,
            old_ids: &old_ids,
        })?;
        self.fleet.committed();
        self.log.clear();
        self.id_row.clear();
        (self.entries, self.id_count) = (0, 0);
        self.batch += 1;
        self.counts.batches += 1;
        Ok(())
    }

    /// Notes that the answers of the newest batch were written: they are not said again.
    pub(crate) fn close(&mut self, position: Option<Position>) -> Result<(), WatchError> {
        if self.standing.batch == 0 || self.standing.answered {
            return Ok(());
        }
        self.standing.answered = true;
        self.standing.position = position.or(self.standing.position.take());
        self.store.commit(Batch {
            standing: &self.standing,
            keys: &[],
            series: &mut [],
            log: None,
            ids: None,
            old_log: 0..0,
            old_ids: &[],
        })
    }
}
