//! From a plan file and a data set to the plan of each series.
//!
//! Periods become indices, overrides are put over the plan, and series whose plans are equal share
//! one, so that each group can be run as one panel.

mod names;
mod periods;
mod places;
mod stream;
mod timeline;

use std::collections::{BTreeMap, HashMap};

use redbead::{Chart, Fingerprint, Plan, PlanError, Series, Status};
use redbead_io::{DataSeries, Dataset, PeriodKind};

pub(crate) use self::periods::Clock;
pub(crate) use self::places::{Places, Spots};
pub(crate) use self::timeline::Timeline;
use crate::nearest::did_you_mean;
use crate::plan_file::{Choices, PlanFile};
use crate::problem::Problem;

/// The plans of the series of a data set.
#[derive(Debug)]
pub(crate) struct Resolved {
    /// Plans that are not equal.
    plans: Vec<Plan>,
    /// For each series the position of its plan, or why it has none.
    of_series: Vec<Result<usize, String>>,
    /// The status of each point, where points are excluded by the plan.
    status: HashMap<usize, Vec<Status>>,
    /// Why points are excluded, by series.
    reasons: HashMap<usize, Vec<(usize, String)>>,
    /// What was found on the way, to be told.
    notes: Vec<String>,
    /// The plan without baselines and phases, to be told in words.
    usual: Plan,
    /// What the plans come from, and how its periods are looked up.
    file: PlanFile,
    clock: Clock,
}

impl Resolved {
    /// Finds the plan of each series. `chart` is taken where none is chosen.
    ///
    /// # Errors
    ///
    /// Choices that hold for no series whatever: rules that do not fit the chart, a text that is no
    /// period, a key that no column is named after.
    pub(crate) fn new(file: &PlanFile, data: &Dataset, chart: Chart) -> Result<Self, Problem> {
        check_key_names(file, data)?;
        let mut finder = Finder::new(file, data, chart);
        let usual = finder.places(&[])?;
        let usual = finder.places[usual].plan(&Spots::default());
        let usual = usual.map_err(|error| Problem::work(error.to_string()))?;
        let mut of_series = Vec::with_capacity(data.series().len());
        let (mut status, mut reasons) = (HashMap::new(), HashMap::new());
        for (number, series) in data.series().iter().enumerate() {
            let places = finder.places_of(series)?;
            of_series.push(finder.plan_of(places, series));
            if let Some((own, why)) = finder.status_of(places, series) {
                status.insert(number, own);
                reasons.insert(number, why);
            }
        }
        let notes = finder.notes(file);
        Ok(Self {
            file: file.clone(),
            clock: finder.clock,
            plans: finder.plans,
            of_series,
            status,
            reasons,
            notes,
            usual,
        })
    }

    /// Plans that are not equal.
    pub(crate) fn plans(&self) -> &[Plan] {
        &self.plans
    }

    /// The plan of a series by its position, or why it has none.
    pub(crate) fn plan_of(&self, number: usize) -> Result<usize, &str> {
        match self.of_series.get(number) {
            Some(Ok(plan)) => Ok(*plan),
            Some(Err(reason)) => Err(reason),
            None => Err("no such series"),
        }
    }

    /// The plan without baselines and phases.
    pub(crate) fn usual(&self) -> &Plan {
        &self.usual
    }

    /// What was found on the way.
    pub(crate) fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Why points of a series are excluded, where the plan says so.
    pub(crate) fn reasons(&self, number: usize) -> &[(usize, String)] {
        self.reasons.get(&number).map_or(&[], Vec::as_slice)
    }

    /// The figures of a series, with the points that the plan excludes.
    pub(crate) fn series<'a>(&'a self, number: usize, data: &'a DataSeries) -> Series<'a> {
        let series = data.series();
        match self.status.get(&number) {
            Some(status) => series.with_status(status).unwrap_or(series),
            None => series,
        }
    }
}

/// Whether points are called by whole numbers, so that a number names a point and no position.
fn is_numbered(data: &Dataset) -> bool {
    let first = data.series().first();
    first.is_some_and(|series| {
        let is_whole =
            |label: String| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit());
        !series.is_empty() && (0..series.len()).all(|index| is_whole(series.label(index)))
    })
}

/// Whether rows only come in order and have texts of their own.
fn has_labels(data: &Dataset) -> bool {
    let first = data.series().first();
    first.is_some_and(|series| {
        let period = series.periods().first();
        period.is_some_and(|period| {
            period.kind() == PeriodKind::Index && period.to_string() != series.label(0)
        })
    })
}

/// A mistyped key of an override would silently match nothing.
fn check_key_names(file: &PlanFile, data: &Dataset) -> Result<(), Problem> {
    let numbers = 0..file.overrides.len();
    let unknown = numbers.map(|number| unknown_key(file, number, data.key_names()));
    match unknown.flatten().next() {
        Some(unknown) => Err(Problem::work(unknown)),
        None => Ok(()),
    }
}

/// A key name of an override that is none of those that series have.
pub(crate) fn unknown_key(file: &PlanFile, number: usize, known: &[String]) -> Option<String> {
    let mut names = file.overrides.get(number)?.keys.keys();
    let name = names.find(|name| !known.contains(name))?;
    let hint = did_you_mean(name, known.iter().map(String::as_str));
    Some(format!(
        "[[series]] number {} matches by {name:?}, and series are told apart by {}{hint}",
        number + 1,
        known.join(", ")
    ))
}

/// An override that no series has matched.
pub(crate) fn unmatched(file: &PlanFile, number: usize) -> Option<String> {
    let keys = file.overrides.get(number)?.keys.iter();
    let keys: Vec<String> = keys
        .map(|(name, texts)| format!("{name} = {}", texts.0.join(" or ")))
        .collect();
    Some(format!(
        "[[series]] number {} matches no series: {}",
        number + 1,
        keys.join(", ")
    ))
}

/// The choices that some overrides make, with all periods looked up.
///
/// # Errors
///
/// What does not fit, whatever the series, with the override that says it.
pub(crate) fn places_of(
    file: &PlanFile,
    overrides: &[usize],
    chart: Chart,
    clock: Clock,
) -> Result<Places, String> {
    let choices = file.choices_of(overrides);
    let of_which = |error: String| match overrides {
        [] => error,
        [.., last] => format!("[[series]] number {}: {error}", last + 1),
    };
    check_target(&choices, chart).map_err(of_which)?;
    Places::new(&choices, chart, clock).map_err(of_which)
}

/// A target beyond what the chart can show is a percentage that was meant as a share.
fn check_target(choices: &Choices, chart: Chart) -> Result<(), String> {
    let is_share = matches!(
        choices.chart().unwrap_or(chart),
        Chart::Proportion(_) | Chart::ProportionPrime(_)
    );
    match choices.target.filter(|target| is_share && *target > 1.0) {
        Some(target) => {
            let share = target / 100.0;
            Err(format!(
                "target {target} is above 1, and the chart plots shares from 0 to 1; write {share} or {target}%"
            ))
        }
        None => Ok(()),
    }
}

/// A plan that does not fit a series, in the periods of the series.
pub(crate) fn told(error: &PlanError, length: usize, label: impl Fn(usize) -> String) -> String {
    let label = |index: usize| label(index.min(length.saturating_sub(1)));
    match error {
        PlanError::BaselineOutsidePhase {
            first,
            last,
            phase_first,
            phase_last,
            ..
        } => format!(
            "the baseline {} to {} leaves its phase, {} to {}; shorten it, or give the phase a baseline of its own",
            label(*first),
            label(*last),
            label(*phase_first),
            label(phase_last.unwrap_or(usize::MAX)),
        ),
        PlanError::BackwardBaseline { first, last, .. } => format!(
            "the baseline {} to {} ends before it starts, expected the earlier period first",
            label(*first),
            label(*last)
        ),
        error => error.to_string(),
    }
}

/// The status of each point, and why some are excluded.
type Excluded = (Vec<Status>, Vec<(usize, String)>);

/// Finds plans, each once.
struct Finder<'a> {
    file: &'a PlanFile,
    data: &'a Dataset,
    chart: Chart,
    clock: Clock,
    /// Choices by the overrides that make them.
    by_overrides: HashMap<Vec<usize>, usize>,
    places: Vec<Places>,
    /// Plans by choices and spots.
    by_spots: HashMap<(usize, Spots), Result<usize, PlanError>>,
    by_fingerprint: HashMap<Fingerprint, Vec<usize>>,
    plans: Vec<Plan>,
    used: Vec<bool>,
    phases_outside: BTreeMap<String, usize>,
    excluded_outside: BTreeMap<String, usize>,
}

impl<'a> Finder<'a> {
    fn new(file: &'a PlanFile, data: &'a Dataset, chart: Chart) -> Self {
        let first = data
            .series()
            .first()
            .and_then(|series| series.periods().first());
        Self {
            file,
            data,
            chart,
            clock: Clock {
                kind: first.map_or(PeriodKind::Index, |period| period.kind()),
                calendar: file.reading.calendar(),
                is_numbered: is_numbered(data),
                has_labels: has_labels(data),
            },
            by_overrides: HashMap::new(),
            places: Vec::new(),
            by_spots: HashMap::new(),
            by_fingerprint: HashMap::new(),
            plans: Vec::new(),
            used: vec![false; file.overrides.len()],
            phases_outside: BTreeMap::new(),
            excluded_outside: BTreeMap::new(),
        }
    }

    /// The choices of a series.
    fn places_of(&mut self, series: &DataSeries) -> Result<usize, Problem> {
        if self.file.overrides.is_empty() {
            return Ok(0);
        }
        let matching = self.file.overrides_of(self.data.key_names(), series.keys());
        for number in &matching {
            self.used[*number] = true;
        }
        self.places(&matching)
    }

    /// The choices that these overrides make.
    fn places(&mut self, overrides: &[usize]) -> Result<usize, Problem> {
        if let Some(known) = self.by_overrides.get(overrides) {
            return Ok(*known);
        }
        let places = places_of(self.file, overrides, self.chart, self.clock);
        self.places.push(places.map_err(Problem::work)?);
        let number = self.places.len() - 1;
        self.by_overrides.insert(overrides.to_vec(), number);
        Ok(number)
    }

    fn plan_of(&mut self, number: usize, series: &DataSeries) -> Result<usize, String> {
        let places = &self.places[number];
        let spots = if places.are_the_same_everywhere() {
            Spots::default()
        } else {
            let outside = &mut self.phases_outside;
            places.spots(series, |phase| {
                *outside.entry(phase.to_owned()).or_default() += 1;
            })?
        };
        let key = (number, spots);
        let said = |error| told(&error, series.len(), |index| series.label(index));
        if let Some(known) = self.by_spots.get(&key) {
            return known.clone().map_err(said);
        }
        let plan = places.plan(&key.1);
        let found = plan.map(|plan| {
            // Equal plans have one fingerprint; few others share it, by target or direction.
            let alike = self.by_fingerprint.entry(plan.fingerprint()).or_default();
            let known = alike.iter().find(|known| self.plans[**known] == plan);
            known.copied().unwrap_or_else(|| {
                self.plans.push(plan);
                let number = self.plans.len() - 1;
                alike.push(number);
                number
            })
        });
        self.by_spots.insert(key, found.clone());
        found.map_err(said)
    }

    /// The status of each point, and why points are excluded, where the plan excludes any.
    fn status_of(&mut self, number: usize, series: &DataSeries) -> Option<Excluded> {
        let outside = &mut self.excluded_outside;
        let excluded = self.places[number].excluded(series, |at| {
            *outside.entry(at.to_owned()).or_default() += 1;
        });
        if excluded.is_empty() {
            return None;
        }
        let mut status: Vec<Status> = series.series().iter().map(|point| point.status).collect();
        let mut reasons = Vec::new();
        for (first, last, reason) in excluded {
            if let Some(stretch) = status.get_mut(first..=last) {
                stretch.fill(Status::Excluded);
            }
            if let Some(reason) = reason {
                reasons.extend((first..=last).map(|index| (index, reason.to_owned())));
            }
        }
        Some((status, reasons))
    }

    fn notes(&self, file: &PlanFile) -> Vec<String> {
        let series = |count: usize| match count {
            1 => "1 series".to_owned(),
            count => format!("{count} series"),
        };
        let mut notes = Vec::new();
        for (phase, count) in &self.phases_outside {
            notes.push(format!(
                "phase at {phase}: outside of {}, where it has no effect",
                series(*count)
            ));
        }
        for (at, count) in &self.excluded_outside {
            notes.push(format!("exclude {at}: no point in {}", series(*count)));
        }
        let unused = self.used.iter().enumerate().filter(|(_, used)| !**used);
        notes.extend(unused.filter_map(|(number, _)| unmatched(file, number)));
        notes
    }
}

#[cfg(test)]
mod tests;
