//! From the plans of the store to those at hand: each series must go on as it was judged.

use std::collections::BTreeMap;

use redbead::Plan;

use super::{Engine, no_group};
use crate::watch::error::WatchError;
use crate::watch::plans::{Group, Groups};
use crate::watch::store::Batch;
use crate::watch::track::Track;

/// Series after which those that should not be in memory are given up.
const SERIES_AT_ONCE: u32 = 4096;

impl Engine {
    /// Goes on under other plans, which judge what was taken alike. Says what else they say than
    /// those of before.
    pub(super) fn go_over_to(&mut self, mut groups: Groups) -> Result<Vec<String>, WatchError> {
        let mut changed = BTreeMap::new();
        match (self.groups.one(), groups.one()) {
            (Some(was), Some(now)) => {
                let (was, now) = (was.plan().clone(), now.plan().clone());
                self.go_over_at_once(&was, &now, &mut changed)?;
                self.store.write_plans(groups.plans())?;
            }
            _ => {
                for number in 0..self.fleet.len() as u32 {
                    self.go_over(number, &mut groups, &mut changed)?;
                    if number % SERIES_AT_ONCE == SERIES_AT_ONCE - 1 {
                        self.fleet.give_up(self.standing.batch);
                        self.store_outgoing()?;
                    }
                }
                self.settle_under(&groups)?;
            }
        }
        self.groups = groups;
        let all = self.fleet.len();
        let notes = changed.into_iter().map(|(change, series)| {
            if series == all {
                format!("{change}, for all its series")
            } else {
                format!("{change}, for {series} of its {all} series")
            }
        });
        Ok(notes.collect())
    }

    /// Keeps other plans, and with them all that was taken under those of before as states: the
    /// plans judge whole series alike, and may refuse to take their points one by one again.
    ///
    /// The log of the newest batch alone stays, whose answers may not have been written yet. They
    /// can be said again from the states.
    fn settle_under(&mut self, groups: &Groups) -> Result<(), WatchError> {
        let newest = self.standing.batch;
        self.fleet.send_out(self.fleet.changed(), newest);
        let first_kept = self.log_rows.front().map_or(newest, |(batch, _)| *batch);
        let mut series = self.fleet.outgoing();
        self.store.commit_under(
            groups.plans(),
            Batch {
                standing: &self.standing,
                keys: &[],
                series: &mut series,
                log: None,
                ids: None,
                old_log: first_kept..newest,
                old_ids: &[],
            },
        )?;
        self.log_rows.retain(|(batch, _)| *batch >= newest);
        self.logged = self
            .log_rows
            .iter()
            .map(|(_, entries)| u64::from(*entries))
            .sum();
        Ok(())
    }

    /// All series have one plan, before and after.
    fn go_over_at_once(
        &mut self,
        was: &Plan,
        now: &Plan,
        changed: &mut BTreeMap<String, usize>,
    ) -> Result<(), WatchError> {
        let series = self.fleet.len();
        if series == 0 {
            return Ok(());
        }
        if was.fingerprint() != now.fingerprint() {
            let (found, expected) = (was.fingerprint(), now.fingerprint());
            return Err(self.store.other_plan(self.fleet.key(0), found, expected));
        }
        for number in 0..series as u32 {
            if let Some(track) = self.fleet.loaded_mut(number) {
                let gone = track.go_on_under(now);
                gone.map_err(|error| self.store.damaged(error.to_string()))?;
            }
            self.fleet.regroup(number, 0);
        }
        for change in changes(was, now) {
            changed.insert(change, series);
        }
        Ok(())
    }

    fn go_over(
        &mut self,
        number: u32,
        groups: &mut Groups,
        changed: &mut BTreeMap<String, usize>,
    ) -> Result<(), WatchError> {
        let key = self.fleet.key(number).to_owned();
        let (store, own) = (&self.store, &mut self.groups);
        let (track, was) = self.fleet.track(number, store, own, None)?;
        let was = own.get(was).ok_or_else(|| no_group(store))?;
        let unplanned = |reason: String| WatchError::Choices {
            reason: format!("series {key}: {reason}"),
        };
        let stamp = track.points().last_stamp();
        let group = groups.group_of(&key, stamp.as_ref()).map_err(unplanned)?;
        let now = groups.get(group).ok_or_else(|| no_group(store))?;
        let plan = now.plan_of(&track.stream()).map_err(unplanned)?;
        let (found, expected) = (track.plan().fingerprint(), plan.fingerprint());
        if found != expected {
            return Err(store.other_plan(&key, found, expected));
        }
        if !leave_out_alike(was, now, track) {
            return Err(store.other_past(&key));
        }
        for change in changes(track.plan(), &plan) {
            *changed.entry(change).or_default() += 1;
        }
        let gone = track.go_on_under(&plan);
        gone.map_err(|error| self.store.damaged(error.to_string()))?;
        self.fleet.regroup(number, group);
        Ok(())
    }
}

/// Whether two groups exclude the same points of a series, and say the same of periods whose points
/// are no longer kept.
fn leave_out_alike(was: &Group, now: &Group, track: &Track) -> bool {
    let is_told = |group: &Group| group.excludes() || group.moves();
    if !is_told(was) && !is_told(now) {
        return true;
    }
    let points = track.points();
    let mut stamps = (0..points.len()).filter_map(|position| points.stamp(position));
    stamps.all(|stamp| was.is_left_out(&stamp) == now.is_left_out(&stamp))
        && track
            .last_forgotten()
            .is_none_or(|last| was.agrees_until(now, last))
}

/// What a plan says otherwise than the one before.
fn changes(before: &Plan, now: &Plan) -> Vec<String> {
    let written = |plan: &Plan| serde_json::to_value(plan).unwrap_or_default();
    let (before, now) = (written(before), written(now));
    let fields = now.as_object().into_iter().flatten();
    let names = fields.map(|(name, _)| name);
    let gone = before.as_object().into_iter().flatten();
    let gone = gone.filter(|(name, _)| now.get(name.as_str()).is_none());
    let names = names.chain(gone.map(|(name, _)| name));
    let said = |value: &serde_json::Value| match value {
        serde_json::Value::Null => "none".to_owned(),
        serde_json::Value::String(text) => text.replace('_', " "),
        value => value.to_string(),
    };
    let changed = names.filter(|name| before[name.as_str()] != now[name.as_str()]);
    changed
        .map(|name| {
            format!(
                "{} was {} in the store, and is {} from now on",
                name.replace('_', " "),
                said(&before[name.as_str()]),
                said(&now[name.as_str()])
            )
        })
        .collect()
}
