//! What a stream cannot take of a plan file, whatever its series.

use redbead::{Baseline, Rebase};
use redbead_io::{Calendar, Period, PeriodKind};

use crate::plan_file::{BaselineChoice, Choices, PhaseChoice, Place, Span};
use crate::watch::error::WatchError;
use crate::watch::time::Times;

/// Refuses choices that no series of a stream could be judged by.
pub(super) fn check(
    choices: &Choices,
    calendar: Calendar,
    times: Option<Times>,
) -> Result<(), WatchError> {
    let refuse = |reason: String| Err(WatchError::Choices { reason });
    let Some(chart) = choices.chart() else {
        return refuse(
            "a watch cannot guess its chart; say for instance --chart individuals, or --chart u where lines have \
             count and exposure"
                .to_owned(),
        );
    };
    let readable = |place: &Place| match place {
        Place::Index(_) => Ok(()),
        Place::Period(text) => Period::parse(text, &calendar)
            .map(drop)
            .map_err(|error| error.to_string()),
    };
    let baseline = |choice: &BaselineChoice| match choice {
        BaselineChoice::Engine(_) => Ok(()),
        BaselineChoice::Periods(span) => {
            if span.last.is_none() {
                return Err(format!(
                    "{span} has no end, and a stream goes on; name its last period as well, such as 2016-04..2017-03"
                ));
            }
            ends(span).try_for_each(readable)
        }
    };
    if let Some(Err(reason)) = choices.baseline.as_ref().map(baseline) {
        return refuse(format!("baseline: {reason}"));
    }
    for phase in choices.phases.iter().flatten() {
        let own = phase.baseline.as_ref().map_or(Ok(()), baseline);
        if let Err(reason) = readable(&phase.at).and(own) {
            return refuse(format!("phase at {}: {reason}", phase.at));
        }
    }
    for exclude in choices.exclude.iter().flatten() {
        if ends(&exclude.at).any(|place| matches!(place, Place::Index(_))) && !names_numbers(times)
        {
            return refuse(format!(
                "exclude {at}: a number of a point, which a late one may move; give its period, such as \"2018-02\", or \
                 \"{at}\" in quotes for a year, or let its line say \"excluded\": true",
                at = exclude.at
            ));
        }
        if let Err(reason) = ends(&exclude.at).try_for_each(readable) {
            return refuse(format!("exclude {}: {reason}", exclude.at));
        }
    }
    let rebase = choices.rebase.filter(|rebase| rebase.0 != Rebase::None);
    if let (Some(rebase), Some(BaselineChoice::Periods(span))) = (rebase, &choices.baseline) {
        return refuse(format!(
            "baseline {span} next to rebase {}, which finds baselines by itself; leave one of the two out",
            rebase.0
        ));
    }
    let mut builder = choices.builder(chart);
    match &choices.baseline {
        Some(BaselineChoice::Engine(baseline)) => builder = builder.baseline(*baseline),
        // Some that is as good as any: next to what brings its own, there is none.
        Some(BaselineChoice::Periods(_)) => {
            builder = builder.baseline(Baseline::Range { first: 0, last: 99 });
        }
        None => {}
    }
    builder.build()?;
    match never_judged(choices, calendar) {
        _ if rebase.is_some() => Ok(()),
        None => Ok(()),
        Some(None) => Err(WatchError::NeverJudged),
        Some(Some(phase)) => refuse(format!(
            "phase at {at}: its limits would come from all its points, so that it is never judged while it goes on; \
             give it a baseline of its own, such as {{ at = \"{at}\", baseline = 12 }}",
            at = phase.at
        )),
    }
}

fn ends(span: &Span) -> impl Iterator<Item = &Place> {
    span.first.iter().chain(&span.last)
}

/// Whether a number is the name of a point rather than its index.
fn names_numbers(times: Option<Times>) -> bool {
    matches!(
        times,
        None | Some(Times::As(
            PeriodKind::Index | PeriodKind::Year { year_starts: 1 }
        ))
    )
}

/// The newest phase, where it takes its limits from all its points; no phase is the one that a series
/// begins with.
fn never_judged(choices: &Choices, calendar: Calendar) -> Option<Option<&PhaseChoice>> {
    let last = newest(choices.phases.as_deref().unwrap_or_default(), calendar);
    let own = last.and_then(|phase| phase.baseline.as_ref());
    let is_all = match (own.or(choices.baseline.as_ref()), last) {
        (None | Some(BaselineChoice::Engine(Baseline::All)), _) => true,
        // A stretch of periods is the baseline of the phase it lies in, and of no other.
        (Some(BaselineChoice::Periods(span)), Some(phase)) if own.is_none() => {
            let starts = span.first.as_ref().map(|first| day_of(first, calendar));
            starts.is_none_or(|first| first < day_of(&phase.at, calendar))
        }
        _ => false,
    };
    is_all.then_some(last)
}

/// The phase that begins last, as far as places can be compared: the last one of the file where not.
fn newest(phases: &[PhaseChoice], calendar: Calendar) -> Option<&PhaseChoice> {
    phases.iter().reduce(|newest, phase| {
        let is_later = match (&newest.at, &phase.at) {
            (Place::Index(newest), Place::Index(phase)) => phase >= newest,
            (newest, phase) => day_of(phase, calendar) >= day_of(newest, calendar),
        };
        if is_later { phase } else { newest }
    })
}

/// The first day of a place; none of a mere number.
fn day_of(place: &Place, calendar: Calendar) -> Option<i64> {
    match place {
        Place::Index(_) => None,
        Place::Period(text) => Period::parse(text, &calendar).ok()?.first_day(),
    }
}
