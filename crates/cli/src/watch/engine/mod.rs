//! From a line to its answer, and from a batch to the store.

mod batch;
mod other;
mod parsed;
mod replay;
mod take;

use std::collections::VecDeque;
use std::path::Path;

use redbead_io::Calendar;

use super::answer::{Answer, How, refuse};
use super::error::WatchError;
use super::fleet::Fleet;
use super::ids::{Content, Ids, Known};
use super::line::{Line, Refusal};
use super::log::Entry;
use super::plans::{Groups, Plans};
use super::points::{Kept, Place};
use super::store::{Position, Standing, Store};
use super::time::{Clock, Stamp, Times};
use super::told::Telling;
use super::track::Taken;
use super::words::Words;

/// How a watch goes about its work.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) times: Times,
    pub(crate) calendar: Calendar,
    pub(crate) fill_holes: bool,
    pub(crate) only_signals: bool,
    pub(crate) words: Option<Words>,
    pub(crate) history: Option<usize>,
    pub(crate) keep_ids: usize,
    pub(crate) loaded_series: usize,
    /// Whether refusals are kept until they are known to have been written.
    pub(crate) keeps_refusals: bool,
}

/// What was done with the lines so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Counts {
    /// Lines that were read, empty ones left out.
    pub lines: u64,
    /// Observations that were taken, late ones and revisions included.
    pub taken: u64,
    /// Of these, those that came after a later one.
    pub late: u64,
    /// Of these, those that took the place of an earlier figure.
    pub revised: u64,
    /// Observations that were known already.
    pub duplicates: u64,
    /// Lines that were refused.
    pub refused: u64,
    /// Periods that were passed over, and taken as missing.
    pub holes: u64,
    /// Answers with at least one signal.
    pub with_signals: u64,
    /// Answers of the run before, which were said again.
    pub said_again: u64,
    /// Batches that were committed.
    pub batches: u64,
    /// Series under watch.
    pub series: u64,
    /// Ids that are kept.
    pub ids: u64,
    /// Ids that were dropped for newer ones.
    pub ids_forgotten: u64,
}

/// The watch without its input and output.
#[derive(Debug)]
pub(crate) struct Engine {
    groups: Groups,
    settings: Settings,
    store: Store,
    clock: Clock,
    fleet: Fleet,
    ids: Ids,
    /// Batches that have rows of ids, with the number of ids in each.
    id_rows: VecDeque<(u64, u32)>,
    standing: Standing,
    /// Number of the batch at hand.
    batch: u64,
    /// Its rows of the log and of the ids.
    log: Vec<u8>,
    id_row: Vec<u8>,
    id_count: u32,
    entries: u32,
    /// Batches in the log of the store, with the number of entries in each.
    log_rows: VecDeque<(u64, u32)>,
    logged: u64,
    counts: Counts,
    answers: Vec<u8>,
}

/// What became of an observation that is no mistake.
struct Done {
    how: How,
    is_duplicate: bool,
    index: Option<usize>,
    holes: u64,
    taken: Option<Taken>,
}

/// Where an observation comes from.
#[derive(Clone, Copy)]
enum Origin {
    /// From a line, which may say that it puts another figure in the place of one.
    Line { revises: bool },
    /// From the log, where it was taken after so many periods that were passed over.
    Log { holes: u64 },
}

impl Engine {
    /// Opens the store, and brings the series to where they were. What may not have been answered
    /// is among the answers then.
    ///
    /// Says what else the plans now say than they did.
    pub(crate) fn open(
        path: &Path,
        plans: Plans,
        settings: Settings,
    ) -> Result<(Self, Vec<String>), WatchError> {
        let words = settings.words.clone();
        let groups = Groups::new(plans, words.clone(), Some(settings.times))?;
        let (store, found, standing) = Store::open(path, groups.plans())?;
        if found != *groups.plans() {
            let own = Groups::new(found, words, None)?;
            let mut engine = Self::resume(store, standing, own, settings)?;
            let changed = engine.go_over_to(groups)?;
            return Ok((engine, changed));
        }
        if store.is_older()? {
            // What this program adds is in a newer format.
            store.write_plans(groups.plans())?;
        }
        let engine = Self::resume(store, standing, groups, settings)?;
        Ok((engine, Vec::new()))
    }

    pub(crate) fn resume(
        store: Store,
        standing: Standing,
        groups: Groups,
        settings: Settings,
    ) -> Result<Self, WatchError> {
        let mut engine = Self {
            groups,
            clock: Clock::new(settings.times, settings.calendar),
            fleet: Fleet::new(store.keys()?, settings.loaded_series),
            ids: Ids::new(settings.keep_ids),
            id_rows: VecDeque::new(),
            batch: standing.batch,
            log: Vec::new(),
            id_row: Vec::new(),
            id_count: 0,
            entries: 0,
            log_rows: VecDeque::new(),
            logged: 0,
            counts: Counts::default(),
            answers: Vec::new(),
            settings,
            store,
            standing,
        };
        engine.read_ids()?;
        engine.replay()?;
        engine.batch = engine.standing.batch + 1;
        let history = engine.settings.history.map(|points| points as u64);
        engine.standing.history = history;
        Ok(engine)
    }

    /// Takes one line, whose answer is then among the answers. Says why where it was refused.
    pub(crate) fn take_line(
        &mut self,
        bytes: &[u8],
        number: u64,
    ) -> Result<Option<Refusal>, WatchError> {
        if self.entries == 0 && self.log.is_empty() {
            self.begin_batch();
        }
        self.counts.lines += 1;
        let (id, refusal) = match Line::parse(bytes) {
            Err(refusal) => (None, refusal),
            Ok(line) => {
                let id = line.id.map(serde_json::value::RawValue::get);
                match self.take_parsed(&line, id)? {
                    Ok(()) => return Ok(None),
                    Err(refusal) => (id, refusal),
                }
            }
        };
        self.answer_refused(number, id, &refusal);
        Ok(Some(refusal))
    }

    /// Refuses a line that was not even read.
    pub(crate) fn refuse_line(&mut self, number: u64, refusal: &Refusal) {
        if self.entries == 0 && self.log.is_empty() {
            self.begin_batch();
        }
        self.counts.lines += 1;
        self.answer_refused(number, None, refusal);
    }

    fn answer_refused(&mut self, number: u64, id: Option<&str>, refusal: &Refusal) {
        let from = self.answers.len();
        refuse(&mut self.answers, number, id, refusal);
        self.counts.refused += 1;
        if self.settings.keeps_refusals
            && let Some(answer) = self.answers.get(from..)
            && let Ok(answer) = std::str::from_utf8(answer)
        {
            Entry::Refused(answer).write(&mut self.log);
            self.entries += 1;
        }
    }

    /// Answers an observation whose id is known.
    fn know_again(&mut self, series: u32, stamp: &Stamp, id: &str) -> Result<(), WatchError> {
        let id = Some(id);
        self.counts.duplicates += 1;
        let done = self.answer_again(series, stamp)?;
        let entry = Entry::Known {
            series,
            stamp: stamp.clone(),
            id,
        };
        entry.write(&mut self.log);
        self.entries += 1;
        self.say(id, series, stamp, &done, false);
        Ok(())
    }

    fn answer_again(&mut self, series: u32, stamp: &Stamp) -> Result<Done, WatchError> {
        let (store, groups) = (&self.store, &mut self.groups);
        let (track, group) = self.fleet.track(series, store, groups, Some(stamp))?;
        let group = groups.get(group).ok_or_else(|| no_group(store))?;
        let mut done = Done {
            how: How::New,
            is_duplicate: true,
            index: None,
            holes: 0,
            taken: None,
        };
        let Some(Place::At(position)) = track.place(stamp) else {
            return Ok(done);
        };
        done.index = Some(track.first() + position);
        let now = track.plan().clone();
        let mut again = match group.plans_at(track, position) {
            None => track.again(position, None, &Telling::new(group, &now)),
            Some((was, then)) => track.again(position, was.as_ref(), &Telling::new(group, &then)),
        };
        if again.is_err() {
            // What is no longer kept may not bear the plan of then, which is no damage.
            again = track.again(position, None, &Telling::new(group, &now));
        }
        done.taken = again.map_err(|error| self.store.damaged(error.to_string()))?;
        Ok(done)
    }

    /// Keeps the id of an observation that is acknowledged.
    fn remember(&mut self, id: Option<&str>, series: u32, stamp: &Stamp, kept: Kept) {
        // One that was known already was answered as such.
        if let Some(id) = id
            && self.settings.keep_ids > 0
        {
            let known = Known {
                series,
                stamp: stamp.clone(),
                content: Content::of(kept),
            };
            self.ids.insert(id, &known, &mut self.id_row);
            self.id_count += 1;
        }
    }

    fn say(&mut self, id: Option<&str>, series: u32, stamp: &Stamp, done: &Done, again: bool) {
        let signals = done
            .taken
            .as_ref()
            .is_some_and(|taken| !taken.told.is_empty());
        self.counts.with_signals += u64::from(signals);
        if self.settings.only_signals && !signals {
            return;
        }
        // It was just used, so it is in memory.
        let Some((track, group)) = self.fleet.loaded(series) else {
            return;
        };
        let Some(group) = self.groups.get(group) else {
            return;
        };
        let position = done
            .index
            .and_then(|index| index.checked_sub(track.first()));
        let kept = position.and_then(|position| track.points().get(position));
        let answer = Answer {
            id,
            series: self.fleet.key(series),
            stamp,
            index: done.index,
            how: done.how,
            is_duplicate: done.is_duplicate || again,
            holes: done.holes,
            has_no_exposure: kept.is_some_and(Kept::has_no_exposure),
            excluded_for: kept
                .filter(|kept| kept.is_left_out)
                .and_then(|_| group.reason(stamp)),
            taken: done.taken.as_ref(),
        };
        answer.write(&mut self.answers, track, group.plan());
    }

    /// Answers that are durable, and not written yet.
    pub(crate) fn answers(&mut self) -> &mut Vec<u8> {
        &mut self.answers
    }

    /// Where the input was read up to, as far as the store knows.
    pub(crate) fn position(&self) -> Option<&Position> {
        self.standing.position.as_ref()
    }

    pub(crate) fn counts(&self) -> Counts {
        Counts {
            series: self.fleet.len() as u64,
            ids: self.ids.len() as u64,
            ids_forgotten: self.ids.forgotten(),
            ..self.counts
        }
    }

    /// Overrides with a key that no series has so far, each once.
    pub(crate) fn mistyped(&mut self) -> Vec<String> {
        self.groups.mistyped()
    }

    /// Overrides that match no series.
    pub(crate) fn unmatched(&self) -> Vec<String> {
        self.groups.unmatched(self.fleet.keys())
    }

    /// Every series in the order in which it first came, with its keys.
    pub(crate) fn each_series(
        &mut self,
        mut each: impl FnMut(&str, &super::track::Track) -> Result<(), WatchError>,
    ) -> Result<(), WatchError> {
        for number in 0..self.fleet.len() as u32 {
            self.fleet
                .track(number, &self.store, &mut self.groups, None)?;
            if let Some((track, _)) = self.fleet.loaded(number) {
                each(self.fleet.key(number), track)?;
            }
        }
        Ok(())
    }
}

/// That a series names what is not there.
fn no_group(store: &Store) -> WatchError {
    store.damaged("a series has no group")
}

/// How times should be written, as far as one of them tells.
fn one_way(time: &str) -> &'static str {
    if time.bytes().all(|byte| byte.is_ascii_digit()) {
        "write all times of a series in one way; where they are mere numbers, watch with --times index"
    } else {
        "write all times of a series in one way"
    }
}

fn split_hint(said: &str, otherwise: &'static str) -> Refusal {
    match said.split_once("; ") {
        Some((reason, hint)) => Refusal::new(reason, hint.to_owned()),
        None => Refusal::new(said, otherwise),
    }
}
