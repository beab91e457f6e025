//! The time axis that several series share.

use std::collections::BTreeMap;

use redbead_io::{DataSeries, Period};

/// Places of the axis for each point at most; events far apart would need many more.
const MOST_PLACES: i64 = 20;

/// Labels of an axis on which all series fit: of the periods of all, and of those between, where all
/// are whole steps apart.
pub(crate) fn time_axis<'a>(
    series: impl Iterator<Item = (&'a DataSeries, &'a [String])>,
) -> Vec<String> {
    let mut known: BTreeMap<Period, &str> = BTreeMap::new();
    for (data, labels) in series {
        let labels = labels.iter().map(String::as_str);
        known.extend(data.periods().iter().copied().zip(labels));
    }
    let label = |period: &Period| match known.get(period) {
        Some(label) => (*label).to_owned(),
        None => period.to_string(),
    };
    match evenly(known.keys().copied()) {
        Some(periods) => periods.iter().map(label).collect(),
        None => known.keys().map(label).collect(),
    }
}

/// The periods from the first to the last in the least step that there is between two; none where
/// some do not lie on such steps, or far apart.
fn evenly(known: impl ExactSizeIterator<Item = Period> + Clone) -> Option<Vec<Period>> {
    let neighbors = known.clone().zip(known.clone().skip(1));
    let steps: Vec<i64> = neighbors
        .map(|(earlier, later)| later.distance(earlier))
        .collect::<Option<_>>()?;
    let step = steps.iter().copied().min()?;
    let points = i64::try_from(known.len()).ok()?;
    let whole: i64 = steps.iter().sum();
    if steps.iter().any(|one| one % step != 0) || whole / step > MOST_PLACES * points {
        return None;
    }
    let first = known.clone().next()?;
    (0..=whole / step)
        .map(|number| first.offset(number * step))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(periods: &[&str]) -> Option<Vec<String>> {
        let periods = periods.iter().map(|text| text.parse::<Period>().unwrap());
        let found = evenly(periods.collect::<Vec<_>>().into_iter())?;
        Some(found.iter().map(Period::to_string).collect())
    }

    #[test]
    fn what_lies_between_has_its_place() {
        let found = told(&["2018-11", "2018-12", "2019-02"]).unwrap();
        assert_eq!(found, ["2018-11", "2018-12", "2019-01", "2019-02"]);
        assert_eq!(told(&["2018"]), None);
        // Not on the steps of two months.
        assert_eq!(told(&["2018-01", "2018-03", "2018-06"]), None);
    }
}
