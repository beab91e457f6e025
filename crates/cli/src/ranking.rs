//! The order of the series in lists: worst first.

use redbead::Urgency;
use redbead_io::{Period, PeriodKind};

use crate::analysis::{Analysis, Line};

/// So many periods may a series be behind the newest of the file, before it counts as ended: figures
/// of some come later than those of others.
const BEHIND: usize = 3;

/// Positions of the series, worst first; refused ones last, equal ones in the order of the data.
pub(crate) fn worst_first(analysis: &Analysis<'_>) -> Vec<usize> {
    let newest = newest(analysis);
    let of = |line: Line<'_>| -> (bool, Option<Urgency>) {
        let urgency = line.result.ok().map(redbead::Report::urgency);
        let urgency = urgency.map(|it| match ended(&line, newest) {
            Some(_) => it.ended(),
            None => it,
        });
        (urgency.is_none(), urgency)
    };
    let mut ranks: Vec<_> = analysis
        .lines()
        .map(|line| (of(line), line.number))
        .collect();
    ranks.sort_by_key(|(rank, _)| *rank);
    ranks.into_iter().map(|(_, number)| number).collect()
}

/// The series that goes on longest, of a file whose points have times.
pub(crate) fn newest<'a>(analysis: &'a Analysis<'_>) -> &'a [Period] {
    let series = analysis.data.series().iter();
    let timed = series.filter_map(|series| {
        let last = series.periods().last()?;
        (last.kind() != PeriodKind::Index).then_some((*last, series.periods()))
    });
    let newest = timed.max_by_key(|(last, _)| *last);
    newest.map_or(&[], |(_, periods)| periods)
}

/// The label of its latest judged point, where a series ended long before others of its file.
pub(crate) fn ended(line: &Line<'_>, newest: &[Period]) -> Option<String> {
    let latest = line.result.ok()?.latest.as_ref()?.index;
    let own = line.data.periods().get(latest)?;
    let later = newest.len() - newest.partition_point(|period| period <= own);
    (later > BEHIND).then(|| line.data.label(latest))
}
