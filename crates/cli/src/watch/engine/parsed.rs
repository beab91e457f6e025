//! From a line that was read to what becomes of it: its id, its time and its series are looked up.

use redbead_io::{Calendar, PeriodKind};

use super::take::unplanned;
use super::{Engine, Origin, one_way, split_hint};
use crate::watch::error::WatchError;
use crate::watch::ids::{Content, Known};
use crate::watch::line::{Line, Refusal, series_key, shortened, text_of};
use crate::watch::log::Entry;
use crate::watch::points::Kept;
use crate::watch::time::{Stamp, Times};

/// A series as a line names it.
enum Named {
    Known(u32),
    /// With its keys.
    New(String),
}

impl Engine {
    pub(super) fn take_parsed(
        &mut self,
        line: &Line<'_>,
        id: Option<&str>,
    ) -> Result<Result<(), Refusal>, WatchError> {
        if let Some(id) = id.filter(|id| !is_text_or_number(id)) {
            return Ok(Err(Refusal::new(
                format!("id is {}, expected a text or a number", shortened(id)),
                "give each observation an id of its own, or none",
            )));
        }
        let kept = match line.observation() {
            Ok(observation) => Kept::sent(observation),
            Err(refusal) => return Ok(Err(refusal)),
        };
        let spelling = line.series.get();
        let named = match self.fleet.known(spelling) {
            Some(series) => Named::Known(series),
            None => match series_key(line.series) {
                Ok(key) => match self.fleet.known(&key) {
                    Some(series) => {
                        self.fleet.spell(series, spelling);
                        Named::Known(series)
                    }
                    None => Named::New(key),
                },
                Err(refusal) => return Ok(Err(refusal)),
            },
        };
        let stamp = match self.stamp(line, &named)? {
            Ok(stamp) => stamp,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if let Some(id) = id
            && let Some(known) = self.ids.get(id)
        {
            let is_same = matches!(named, Named::Known(series) if series == known.series)
                && stamp == known.stamp
                && known.content.may_be(Content::of(kept));
            if is_same {
                return self.know_again(known.series, &stamp, id).map(Ok);
            }
            return Ok(Err(self.other_content(id, &known)));
        }
        let newest = self.fleet.len() as u32;
        let series = match named {
            Named::Known(series) => series,
            Named::New(key) => match self.groups.group_of(&key, Some(&stamp)) {
                Ok(group) => self.fleet.number(spelling, key, group),
                Err(said) => return Ok(Err(unplanned(said))),
            },
        };
        let origin = Origin::Line {
            revises: line.revises,
        };
        let done = match self.take(series, &stamp, kept, origin, true)? {
            Ok(done) => done,
            Err(refusal) => {
                // A series begins with its first observation, not with a line that is none.
                if series == newest {
                    self.fleet.unnumber(spelling);
                }
                return Ok(Err(refusal));
            }
        };
        if done.is_duplicate {
            self.counts.duplicates += 1;
            Entry::Known {
                series,
                stamp: stamp.clone(),
                id,
            }
            .write(&mut self.log);
        } else {
            Entry::Taken {
                series,
                stamp: stamp.clone(),
                kept,
                holes: done.holes,
                id,
            }
            .write(&mut self.log);
        }
        self.entries += 1;
        self.remember(id, series, &stamp, kept);
        self.say(id, series, &stamp, &done, false);
        Ok(Ok(()))
    }

    fn stamp(
        &mut self,
        line: &Line<'_>,
        named: &Named,
    ) -> Result<Result<Stamp, Refusal>, WatchError> {
        let text = match text_of(line.time, "time") {
            Ok(text) => text,
            Err(refusal) => return Ok(Err(refusal)),
        };
        // By itself `1000` would be a year, after `999` it is the next position.
        let goes_on = self.settings.times == Times::Spelled
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && match named {
                Named::New(_) => false,
                Named::Known(series) => {
                    let (store, groups) = (&self.store, &mut self.groups);
                    let (track, _) = self.fleet.track(*series, store, groups, None)?;
                    let last = track.points().last_stamp();
                    matches!(last, Some(Stamp::Period(last)) if last.kind() == PeriodKind::Index)
                }
            };
        let stamp = if goes_on {
            let position = PeriodKind::Index.parse(&text, &Calendar::default());
            position.map(Stamp::Period)
        } else {
            self.clock.read(&text)
        };
        Ok(stamp.map_err(|error| split_hint(&error.to_string(), one_way(&text))))
    }

    fn other_content(&self, id: &str, known: &Known) -> Refusal {
        Refusal::new(
            format!(
                "id {} was sent before with something else, for {} of series {}",
                shortened(id),
                known.stamp,
                shortened(self.fleet.key(known.series))
            ),
            "give each observation an id of its own, a revision too",
        )
    }
}

fn is_text_or_number(id: &str) -> bool {
    id.starts_with(['"', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
}
