//! The groups of all series, found as series come.

use std::collections::{BTreeSet, HashMap};

use redbead::Chart;
use redbead_io::{Calendar, PeriodKind};

use super::check::check;
use super::keys::keys_of;
use super::{Group, Plans, Source, learns_from_all};
use crate::plan_file::{BaselineChoice, Choices, Place, PlanFile};
use crate::resolve::{Clock, places_of, unknown_key, unmatched};
use crate::watch::error::WatchError;
use crate::watch::time::{Stamp, Times};
use crate::watch::words::Words;

/// The groups of all series, each made when its first series comes.
#[derive(Debug)]
pub(crate) struct Groups {
    plans: Plans,
    words: Option<Words>,
    all: Vec<Group>,
    /// By the overrides that match, and the kind of the times where that counts.
    by_choice: HashMap<(Vec<usize>, Option<PeriodKind>), u32>,
    /// Whether all series are in the first group, whatever their keys and times.
    is_one: bool,
    /// Names of the keys of the series that were looked up.
    names: BTreeSet<String>,
    /// For each override whether a series has matched it, and whether its mistyped key was told.
    used: Vec<bool>,
    is_told: Vec<bool>,
}

impl Groups {
    /// `words` are those of series that no override has any for; `times` are none where the plans
    /// come from a store, and were checked when it was made.
    ///
    /// # Errors
    ///
    /// What no series of a stream could be judged by.
    pub(crate) fn new(
        plans: Plans,
        words: Option<Words>,
        times: Option<Times>,
    ) -> Result<Self, WatchError> {
        let mut groups = Self {
            words,
            all: Vec::new(),
            by_choice: HashMap::new(),
            is_one: false,
            names: BTreeSet::new(),
            used: Vec::new(),
            is_told: Vec::new(),
            plans,
        };
        match &groups.plans.0 {
            Source::One(plan) => {
                if learns_from_all(plan) {
                    return Err(WatchError::NeverJudged);
                }
                let group = Group::of_one(plan.clone(), groups.words.clone());
                groups.all.push(group);
                groups.is_one = true;
            }
            Source::File(file) => {
                check_file(file, times)?;
                groups.used = vec![false; file.overrides.len()];
                groups.is_told = groups.used.clone();
                if file.overrides.is_empty() && is_timeless(&file.plan) {
                    let group = make(file, &groups.words, &[], None);
                    groups
                        .all
                        .push(group.map_err(|reason| WatchError::Choices { reason })?);
                    groups.is_one = true;
                }
            }
        }
        Ok(groups)
    }

    pub(crate) fn plans(&self) -> &Plans {
        &self.plans
    }

    /// The one group, where all series are in it.
    pub(crate) fn one(&self) -> Option<&Group> {
        self.all.first().filter(|_| self.is_one)
    }

    #[inline]
    pub(crate) fn get(&self, group: u32) -> Option<&Group> {
        self.all.get(group as usize)
    }

    /// The group of a series by its keys and a time of it, or why it can have none.
    pub(crate) fn group_of(&mut self, key: &str, stamp: Option<&Stamp>) -> Result<u32, String> {
        let Some(file) = self.plans.file().filter(|_| !self.is_one) else {
            return Ok(0);
        };
        let mut overrides = Vec::new();
        if !file.overrides.is_empty() {
            let (names, keys) = keys_of(key);
            overrides = file.overrides_of(&names, &keys);
            self.names.extend(names);
            for number in &overrides {
                self.used[*number] = true;
            }
        }
        let kind = match stamp {
            _ if is_timeless(&file.choices_of(&overrides)) => None,
            Some(Stamp::Period(period)) => Some(period.kind()),
            _ => None,
        };
        let choice = (overrides, kind);
        if let Some(known) = self.by_choice.get(&choice) {
            return Ok(*known);
        }
        let group = make(file, &self.words, &choice.0, kind)?;
        let number = self.all.len() as u32;
        self.all.push(group);
        self.by_choice.insert(choice, number);
        Ok(number)
    }

    /// Overrides with a key that no series has so far, each once.
    pub(crate) fn mistyped(&mut self) -> Vec<String> {
        let Some(file) = self.plans.file().filter(|_| !self.names.is_empty()) else {
            return Vec::new();
        };
        let names: Vec<String> = self.names.iter().cloned().collect();
        let told = self.is_told.iter_mut().enumerate();
        let told = told.filter(|(_, is_told)| !**is_told);
        told.filter_map(|(number, is_told)| {
            let unknown = unknown_key(file, number, &names)?;
            *is_told = true;
            Some(format!("{unknown}; it matches no series so far"))
        })
        .collect()
    }

    /// Overrides that none of the series match, of which some may not have been looked up.
    pub(crate) fn unmatched<'a>(&self, series: impl Iterator<Item = &'a str>) -> Vec<String> {
        let Some(file) = self.plans.file() else {
            return Vec::new();
        };
        let unused = self.used.iter().zip(0..).filter(|(used, _)| !**used);
        let mut unused: Vec<usize> = unused.map(|(_, number)| number).collect();
        for key in series {
            if unused.is_empty() {
                break;
            }
            let (names, keys) = keys_of(key);
            unused.retain(|number| !file.overrides[*number].matches(&names, &keys));
        }
        let notes = unused.into_iter();
        notes.filter_map(|number| unmatched(file, number)).collect()
    }
}

/// Makes the group of series that some overrides match, with times of a kind; of texts where there
/// is none.
fn make(
    file: &PlanFile,
    words: &Option<Words>,
    overrides: &[usize],
    kind: Option<PeriodKind>,
) -> Result<Group, String> {
    let choices = file.choices_of(overrides);
    let calendar = file.reading.calendar();
    if overrides.len() > 1 {
        // Others were checked before.
        check(
            &choices,
            calendar,
            Some(kind.map_or(Times::Text, Times::As)),
        )
        .map_err(|error| error.to_string())?;
    }
    if kind.is_none() && names_periods(&choices) {
        return Err(
            "the plan speaks of periods, and the times of the series are texts; watch without --times text, or tell \
             phases by zero-based indices and baselines by numbers of points"
                .to_owned(),
        );
    }
    let clock = clock(kind, calendar);
    let chart = choices.chart().unwrap_or(Chart::individuals());
    let places = places_of(file, overrides, chart, clock)?;
    if let Some(text) = places.text_among_numbers() {
        return Err(format!(
            "the plan speaks of {text}, and the times of the series are mere numbers; give the number of a point, or \
             watch with --times for what the numbers stand for"
        ));
    }
    let own = overrides
        .iter()
        .filter_map(|number| file.overrides.get(*number)?.wording.as_ref());
    let words = words
        .clone()
        .map(|words| own.fold(words, |words, own| words.with(own)));
    Group::new(places, words)
}

/// How the places of a plan are looked up among times of a kind.
fn clock(kind: Option<PeriodKind>, calendar: Calendar) -> Clock {
    Clock {
        kind: kind.unwrap_or(PeriodKind::Index),
        calendar,
        is_numbered: matches!(
            kind,
            Some(PeriodKind::Index | PeriodKind::Year { year_starts: 1 })
        ),
        has_labels: false,
    }
}

/// Checks the plan, and what each override makes of it.
fn check_file(file: &PlanFile, times: Option<Times>) -> Result<(), WatchError> {
    let calendar = file.reading.calendar();
    let reading = file.reading.for_reader();
    reading.map_err(|reason| WatchError::Choices { reason })?;
    check(&file.plan, calendar, times)?;
    for number in 0..file.overrides.len() {
        let checked = check(&file.choices_of(&[number]), calendar, times);
        checked.map_err(|error| WatchError::Choices {
            reason: format!("[[series]] number {}: {error}", number + 1),
        })?;
    }
    Ok(())
}

/// Whether choices come to the same whatever the times of a series.
fn is_timeless(choices: &Choices) -> bool {
    let is_empty = |phases: usize| phases == 0;
    is_empty(choices.phases.as_ref().map_or(0, Vec::len))
        && is_empty(choices.exclude.as_ref().map_or(0, Vec::len))
        && !matches!(choices.baseline, Some(BaselineChoice::Periods(_)))
}

fn names_periods(choices: &Choices) -> bool {
    let phases = || choices.phases.iter().flatten();
    let own = phases().filter_map(|phase| phase.baseline.as_ref());
    let by_periods = |baseline: &BaselineChoice| match baseline {
        BaselineChoice::Engine(_) => false,
        BaselineChoice::Periods(span) => {
            let mut ends = span.first.iter().chain(&span.last);
            ends.any(|place| matches!(place, Place::Period(_)))
        }
    };
    own.chain(&choices.baseline).any(by_periods)
        || phases().any(|phase| matches!(phase.at, Place::Period(_)))
        || choices
            .exclude
            .as_ref()
            .is_some_and(|exclude| !exclude.is_empty())
}
