//! The order of the series in lists: worst first.

use redbead::{Report, Urgency};

use crate::analysis::Analysis;

/// Positions of the series, worst first; equal ones in the order of the data, and refused ones last.
pub(crate) fn worst_first(analysis: &Analysis<'_>) -> Vec<usize> {
    let mut ranks: Vec<(bool, Option<Urgency>, usize)> = analysis
        .lines()
        .map(|line| {
            let urgency = line.result.ok().map(Report::urgency);
            (urgency.is_none(), urgency, line.number)
        })
        .collect();
    ranks.sort_by_key(|(is_refused, urgency, _)| (*is_refused, *urgency));
    ranks.into_iter().map(|(_, _, number)| number).collect()
}
