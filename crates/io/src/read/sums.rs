//! Series that are the sums of others, in files that do not mark them as totals.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::dataset::{DataSeries, Points};
use crate::note::Note;
use crate::period::Period;

/// Texts of keys, in lower case, that stand for all others.
const TOTALS: &[&str] = &[
    "both",
    "both sexes",
    "england",
    "everyone",
    "great britain",
    "national",
    "northern ireland",
    "overall",
    "persons",
    "scotland",
    "uk",
    "united kingdom",
    "wales",
    // Codes of the nations and of the kingdom in statistics of geography.
    "e92000001",
    "k02000001",
    "n92000002",
    "s92000003",
    "w92000004",
];

/// How far a sum of rounded decimals may lie off, in relation to it.
const TOLERANCE: f64 = 1e-9;

fn sounds_like_all(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_alphanumeric());
    lower.starts_with("all ")
        || lower == "all"
        || words.any(|word| matches!(word, "total" | "totals"))
        || TOTALS.contains(&lower.as_str())
}

/// Tells of each key with a text such as `All` whose figures are in every period the sums of
/// those beside it, of all others alike in their other keys.
pub(crate) fn sums(key_names: &[String], series: &[DataSeries]) -> Vec<Note> {
    let mut notes = Vec::new();
    for (at, name) in key_names.iter().enumerate() {
        let own = |series: &DataSeries| series.keys.get(at).cloned().unwrap_or_default();
        let totals: BTreeSet<String> = series
            .iter()
            .map(own)
            .filter(|text| sounds_like_all(text))
            .collect();
        if totals.is_empty() {
            continue;
        }
        let mut groups: BTreeMap<Vec<&str>, Vec<&DataSeries>> = BTreeMap::new();
        for one in series {
            let others = one.keys.iter().enumerate().filter(|(key, _)| *key != at);
            let others = others.map(|(_, text)| text.as_str()).collect();
            groups.entry(others).or_default().push(one);
        }
        for text in totals {
            let (mut sums, mut whole) = (0, true);
            for group in groups.values() {
                let (total, parts): (Vec<&DataSeries>, Vec<&DataSeries>) =
                    group.iter().partition(|one| own(one) == text);
                if let ([total], 2..) = (total.as_slice(), parts.len()) {
                    let is_sum = is_sum(total, &parts);
                    whole &= is_sum;
                    sums += u64::from(is_sum);
                }
            }
            if whole && sums > 0 {
                notes.push(Note::SumOfOthers {
                    column: name.clone(),
                    text,
                    series: sums,
                });
            }
        }
    }
    notes
}

/// Whether a series is the sum of others wherever all have a figure, which is somewhere.
fn is_sum(total: &DataSeries, parts: &[&DataSeries]) -> bool {
    let mut sums: HashMap<Period, ([f64; 2], usize)> = HashMap::new();
    for part in parts {
        for (period, figures) in figures(part) {
            let (sum, count) = sums.entry(period).or_default();
            *sum = [sum[0] + figures[0], sum[1] + figures[1]];
            *count += 1;
        }
    }
    // A period in which a part has no figure of its own shows nothing.
    let known = figures(total).filter_map(|(period, figures)| {
        let (sum, count) = sums.get(&period)?;
        (*count == parts.len()).then_some((figures, *sum))
    });
    let near = |(figures, sum): ([f64; 2], [f64; 2])| {
        let near = |at: usize| (figures[at] - sum[at]).abs() <= TOLERANCE * sum[at].abs();
        near(0) && near(1)
    };
    let mut known = known.peekable();
    known.peek().is_some() && known.all(near)
}

/// The figures of a series, without those that are missing.
fn figures(series: &DataSeries) -> impl Iterator<Item = (Period, [f64; 2])> {
    let of = |at: usize| match &series.points {
        Points::Values(values) => Some([*values.get(at)?, 0.0]),
        Points::Ratios(counts, exposures) => Some([*counts.get(at)?, *exposures.get(at)?]),
        Points::Subgroups(_) => None,
    };
    let periods = series.periods.iter().copied().enumerate();
    periods
        .filter_map(move |(at, period)| Some((period, of(at)?)))
        .filter(|(_, figures)| figures.iter().all(|figure| figure.is_finite()))
}
