//! Which series to look at first.

use std::cmp::Ordering;

use crate::direction::Meaning;
use crate::limits::Limits;
use crate::reading::{Assurance, Variation};
use crate::report::{Latest, Report};

/// How urgent a report is among others: the least is to be looked at first.
///
/// First comes what matters now: a current signal of [concern](Report::concern), whatever the latest
/// point shows beside it; else what the latest point shows (neutral signal, common cause,
/// improvement, not judged). Then series that [ended](Self::ended) stand behind those that go on,
/// then comes whether the target is out of reach, then how many signals are current, then how far
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
    ended: bool,
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
                _ if self.concern().is_some() => 0,
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
            ended: false,
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

impl Urgency {
    /// The same of a series that ended long before the others: it stands behind those of its kind
    /// that go on.
    #[must_use]
    pub fn ended(mut self) -> Self {
        self.ended = true;
        self
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
        let kind = |it: &Self| (it.variation, it.ended, it.assurance);
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
            ended: false,
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
                assurance: 0,
                ..usual
            }
            .ended(),
            Urgency {
                variation: 3,
                assurance: 0,
                ..usual
            },
        ];
        assert!(order.is_sorted_by(|one, next| one < next));
    }

    #[test]
    fn a_current_concern_counts_whatever_the_latest_point_shows() {
        use crate::{Beyond, Chart, Direction, Plan, Shift};

        let plan = Plan::builder(Chart::individuals())
            .rule(Beyond::default())
            .rule(Shift {
                points: 8,
                ..Shift::default()
            })
            .baseline(crate::Baseline::Given {
                center: 5.0,
                sigma: Some(1.0),
            })
            .direction(Direction::Increase)
            .current_points(3)
            .build()
            .unwrap();
        // The newest point is far above; three points ago a run below the center ended.
        let values = [4.5, 4.5, 4.5, 4.5, 4.5, 4.5, 4.5, 4.5, 5.5, 9.0];
        let mixed = plan.scan(&values).unwrap();
        let Variation::SpecialCause { meaning, .. } = mixed.reading.variation else {
            panic!("no special cause");
        };
        assert_eq!(meaning, Meaning::Improvement);
        let concern = mixed.concern().unwrap();
        assert_eq!((concern.first, concern.last), (0, 7));
        let quiet = plan.scan(&[5.0, 4.5, 5.5, 5.0]).unwrap();
        assert!(mixed.urgency() < quiet.urgency() && quiet.concern().is_none());
        assert!(mixed.urgency() < mixed.urgency().ended());
        assert!(mixed.urgency().ended() < quiet.urgency());
    }
}
