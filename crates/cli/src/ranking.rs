//! The order of the series in lists: worst first.

use redbead::{Assurance, Limits, Meaning, Report, Variation};

use crate::analysis::{Analysis, Line};

/// Position of a line, lower is worse: what the latest point shows, then whether the target is out
/// of reach, then how many rules agree, then how far out the latest point is.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Rank {
    variation: u8,
    assurance: u8,
    fewer_signals: usize,
    nearer: f64,
}

impl Rank {
    fn of(line: &Line<'_>) -> Self {
        let Ok(report) = line.result else {
            return Self {
                variation: 5,
                assurance: 0,
                fewer_signals: 0,
                nearer: 0.0,
            };
        };
        Self {
            variation: match report.reading.variation {
                Variation::SpecialCause {
                    meaning: Meaning::Concern,
                    ..
                } => 0,
                Variation::SpecialCause {
                    meaning: Meaning::Neutral,
                    ..
                } => 1,
                Variation::CommonCause => 2,
                Variation::SpecialCause {
                    meaning: Meaning::Improvement,
                    ..
                } => 3,
                _ => 4,
            },
            assurance: match report.reading.assurance {
                Assurance::ConsistentlyFails => 0,
                Assurance::HitAndMiss => 1,
                Assurance::ConsistentlyMeets => 3,
                _ => 2,
            },
            fewer_signals: usize::MAX - report.current().count(),
            nearer: -distance(report),
        }
    }

    fn order(&self, other: &Self) -> std::cmp::Ordering {
        let parts = |rank: &Self| (rank.variation, rank.assurance, rank.fewer_signals);
        parts(self)
            .cmp(&parts(other))
            .then(self.nearer.total_cmp(&other.nearer))
    }
}

/// How far the latest point is from the center, in widths of its limits; 0 where it has none.
fn distance(report: &Report) -> f64 {
    let Some(latest) = report.latest else {
        return 0.0;
    };
    let Limits {
        center,
        lower,
        upper,
        ..
    } = latest.limits;
    let limit = if latest.value > center { upper } else { lower };
    let width = limit.map_or(0.0, |limit| (limit - center).abs());
    let distance = (latest.value - center).abs() / width;
    if distance.is_nan() { 0.0 } else { distance }
}

/// Positions of the series, worst first; equal ones in the order of the data.
pub(crate) fn worst_first(analysis: &Analysis<'_>) -> Vec<usize> {
    let mut ranks: Vec<(Rank, usize)> = analysis
        .lines()
        .map(|line| (Rank::of(&line), line.number))
        .collect();
    ranks.sort_by(|(a, _), (b, _)| a.order(b));
    ranks.into_iter().map(|(_, number)| number).collect()
}
