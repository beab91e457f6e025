//! What a stream cannot take of a plan file, whatever its series.

use redbead::Baseline;
use redbead_io::{Calendar, Period, PeriodKind};

use crate::plan_file::{BaselineChoice, Choices, Place, Span};
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
                "exclude {}: a number of a point, which a late one may move; give its period, such as \"2018-02\", or \
                 let its line say \"excluded\": true",
                exclude.at
            ));
        }
        if let Err(reason) = ends(&exclude.at).try_for_each(readable) {
            return refuse(format!("exclude {}: {reason}", exclude.at));
        }
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
    if never_judges(choices) {
        return Err(WatchError::NeverJudged);
    }
    Ok(())
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

/// Whether the last phase takes its limits from all its points.
fn never_judges(choices: &Choices) -> bool {
    let rebases = choices
        .rebase
        .is_some_and(|rebase| rebase.0 != redbead::Rebase::None);
    let last = choices.phases.as_ref().and_then(|phases| phases.last());
    let own = last.and_then(|phase| phase.baseline.as_ref());
    let baseline = own.or(choices.baseline.as_ref());
    let is_all = |baseline: &BaselineChoice| *baseline == BaselineChoice::Engine(Baseline::All);
    !rebases && baseline.is_none_or(is_all)
}
