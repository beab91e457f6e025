//! Which series to look at first.

use std::cmp::Ordering;

use crate::direction::Meaning;
use crate::limits::Limits;
use crate::reading::{Assurance, Variation};
use crate::report::{Latest, Report};

/// How urgent a report is among others: the least is to be looked at first.
///
/// First comes what the latest point shows (concern, neutral signal, common cause, improvement, not
/// judged), then whether the target is out of reach, then how many signals are current, then how far
/// out the latest point is, in widths of its limits.
///
/// ```
/// use redbead::{Chart, Direction, Plan, Preset};
///
/// let plan = Plan::builder(Chart::individuals())
///     .preset(Preset::MakingDataCount)
///     .direction(Direction::Decrease)
///     .build()?;
/// let quiet = plan.scan(&[5.0, 4.0, 6.0, 5.0, 4.0, 5.0, 6.0, 5.0, 4.0, 5.0])?;
/// let worse = plan.scan(&[5.0, 4.0, 6.0, 5.0, 4.0, 5.0, 6.0, 5.0, 4.0, 19.0])?;
/// assert!(worse.urgency() < quiet.urgency());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Urgency {
    variation: u8,
    assurance: u8,
    current: usize,
    distance: f64,
}

impl Report {
    /// How urgent the report is among others.
    ///
    /// Linear in the signals.
    #[must_use]
    pub fn urgency(&self) -> Urgency {
        Urgency {
            variation: match self.reading.variation {
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
                Variation::NotJudged => 4,
            },
            assurance: match self.reading.assurance {
                Assurance::ConsistentlyFails => 0,
                Assurance::HitAndMiss => 1,
                Assurance::NoTarget | Assurance::NotJudged => 2,
                Assurance::ConsistentlyMeets => 3,
            },
            current: self.current().count(),
            distance: self.latest.as_ref().map_or(0.0, distance),
        }
    }
}

/// How far a point is from the center, in widths of its limits; 0 where it has none.
fn distance(latest: &Latest) -> f64 {
    let Limits {
        center,
        lower,
        upper,
    } = latest.limits;
    let limit = if latest.value > center { upper } else { lower };
    let width = limit.map_or(0.0, |limit| (limit - center).abs());
    let distance = (latest.value - center).abs() / width;
    if distance.is_nan() { 0.0 } else { distance }
}

impl Ord for Urgency {
    fn cmp(&self, other: &Self) -> Ordering {
        let kind = |it: &Self| (it.variation, it.assurance);
        kind(self)
            .cmp(&kind(other))
            .then(other.current.cmp(&self.current))
            .then(other.distance.total_cmp(&self.distance))
    }
}

impl PartialOrd for Urgency {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Urgency {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Urgency {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concern_comes_first_then_the_target_then_signals_then_distance() {
        let usual = Urgency {
            variation: 2,
            assurance: 2,
            current: 0,
            distance: 0.5,
        };
        let order = [
            Urgency {
                variation: 0,
                assurance: 3,
                ..usual
            },
            Urgency {
                assurance: 0,
                ..usual
            },
            Urgency {
                current: 2,
                ..usual
            },
            Urgency {
                distance: 0.75,
                ..usual
            },
            usual,
            Urgency {
                variation: 3,
                assurance: 0,
                ..usual
            },
        ];
        assert!(order.is_sorted_by(|one, next| one < next));
    }
}
