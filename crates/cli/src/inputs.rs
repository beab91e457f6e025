//! Charts and the figures they read: what is wanting, in flags.

use redbead::{Measurement, Plan, SeriesError};
use redbead_io::Dataset;

/// Why the columns that were read are none for any of the plans; nothing where one can use them.
pub(crate) fn unreadable(plans: &[Plan], data: &Dataset) -> Option<String> {
    let mut points = data.series().first()?.series().iter();
    // A missing point is of no kind.
    let first = [points.find(|point| point.measurement != Measurement::Missing)?];
    let mistaken = plans.iter().map(|plan| in_flags(&plan.scan(&first).err()?));
    // One plan that can read the figures is enough: the others refuse their series.
    mistaken
        .collect::<Option<Vec<String>>>()?
        .into_iter()
        .next()
}

/// What a chart wants that the columns are not, by the flags that name them; nothing for other errors.
pub(crate) fn in_flags(error: &SeriesError) -> Option<String> {
    Some(match error {
        SeriesError::NeedsRatio { chart, found, .. } => format!(
            "the {chart} chart needs a count and what it is out of, got {found}; name both: --count COL \
             --exposure COL"
        ),
        SeriesError::NeedsValue { chart, found, .. } => format!(
            "the {chart} chart takes one number a point, got a {found}; name one column: --value COL, or --count \
             COL without --exposure"
        ),
        SeriesError::NeedsSubgroup { chart, needed, .. } => format!(
            "the {chart} chart needs subgroups; name raw values: --raw COL, or the mean, {needed} and size of each: \
             --mean COL {} COL --size COL",
            spread_flag(needed)
        ),
        SeriesError::OtherSpread {
            chart,
            needed,
            found,
            other,
            ..
        } => format!(
            "the {chart} chart computes with the {needed} of a subgroup, got its {found}; name it: {} COL, or \
             choose --chart {other}",
            spread_flag(needed)
        ),
        _ => return None,
    })
}

fn spread_flag(spread: &str) -> &'static str {
    match spread {
        "range" => "--range",
        _ => "--deviation",
    }
}
