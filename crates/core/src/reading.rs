//! Reading a chart: is it better, is it worse, will it meet its target?

use crate::direction::{Direction, Meaning};
use crate::limits::Limits;
use crate::phase::Sufficiency;
use crate::rule::Rule;
use crate::side::Side;
use crate::signal::Signal;

/// What kind of variation the latest judged point shows.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Variation {
    /// No point of the last phase is judged yet.
    NotJudged,
    /// No rule holds at the latest point. Says little while the reading's
    /// [`sufficiency`](Reading::sufficiency) is below what is advised.
    CommonCause,
    /// At least one rule holds.
    SpecialCause {
        /// What it means.
        meaning: Meaning,
        /// Its side or direction.
        side: Option<Side>,
        /// The rule that speaks for the point: the first of `Beyond`, `Trend`, `KOfM`, `Shift`
        /// and the others that holds.
        rule: Rule,
        /// Whether the signal rests on provisional points, or the latest point is one.
        tentative: bool,
    },
}

/// Whether the process, as it is, will meet its target.
///
/// # Definition
///
/// With the limits `lower` and `upper` at the latest judged point of the last phase:
///
/// ```text
/// up is good      meets: target < lower      fails: target > upper      else hit and miss
/// down is good    meets: target > upper      fails: target < lower      else hit and miss
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Assurance {
    /// The plan has no target.
    NoTarget,
    /// There is a target, but no direction of good, or no limits to compare with: none at all, or
    /// those of something else than the measure, such as ranges, smoothed values or sums.
    NotJudged,
    /// The target lies outside the limits, on the side that is easy to meet.
    ConsistentlyMeets,
    /// The target lies outside the limits, out of reach.
    ConsistentlyFails,
    /// The target lies inside the limits, or on one: chance decides.
    HitAndMiss,
}

/// What a series says today.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Reading {
    /// The direction of good it was read with.
    pub direction: Direction,
    /// Variation of the latest judged point.
    pub variation: Variation,
    /// Target against the limits of the last phase.
    pub assurance: Assurance,
    /// How far the baseline of the last phase carries; none with given parameters.
    pub sufficiency: Option<Sufficiency>,
}

/// Variation from the signals that hold at the latest judged point. Warnings do not speak, and
/// nothing that rests on a provisional latest point is certain.
pub(crate) fn variation<'a>(
    direction: Direction,
    holding: impl Iterator<Item = &'a Signal>,
    is_latest_provisional: bool,
) -> Variation {
    let speaking = holding
        .filter(|signal| !signal.warning)
        .min_by_key(|signal| signal.rule.precedence());
    match speaking {
        None => Variation::CommonCause,
        Some(signal) => Variation::SpecialCause {
            meaning: direction.judge(signal.side),
            side: signal.side,
            rule: signal.rule,
            tentative: signal.tentative || is_latest_provisional,
        },
    }
}

/// Assurance from the limits at the latest judged point of the last phase.
pub(crate) fn assurance(
    direction: Direction,
    target: Option<f64>,
    limits: Option<Limits>,
) -> Assurance {
    let Some(target) = target else {
        return Assurance::NoTarget;
    };
    let Some((lower, upper)) = limits.and_then(|limits| limits.lower.zip(limits.upper)) else {
        return Assurance::NotJudged;
    };
    let (out_of_reach, met) = match direction {
        Direction::NotJudged => return Assurance::NotJudged,
        Direction::Increase => (target > upper, target < lower),
        Direction::Decrease => (target < lower, target > upper),
    };
    if met {
        Assurance::ConsistentlyMeets
    } else if out_of_reach {
        Assurance::ConsistentlyFails
    } else {
        Assurance::HitAndMiss
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(lower: f64, upper: f64) -> Option<Limits> {
        Some(Limits {
            center: f64::midpoint(lower, upper),
            lower: Some(lower),
            upper: Some(upper),
        })
    }

    #[test]
    fn a_target_outside_the_limits_is_decided() {
        let judge = |direction, target| assurance(direction, Some(target), limits(10.0, 20.0));
        assert_eq!(
            judge(Direction::Increase, 9.0),
            Assurance::ConsistentlyMeets
        );
        assert_eq!(
            judge(Direction::Increase, 21.0),
            Assurance::ConsistentlyFails
        );
        assert_eq!(
            judge(Direction::Decrease, 9.0),
            Assurance::ConsistentlyFails
        );
        assert_eq!(
            judge(Direction::Decrease, 21.0),
            Assurance::ConsistentlyMeets
        );
        for target in [10.0, 15.0, 20.0] {
            assert_eq!(judge(Direction::Decrease, target), Assurance::HitAndMiss);
        }
    }

    #[test]
    fn without_target_direction_or_limits_nothing_is_assured() {
        let any = limits(10.0, 20.0);
        assert_eq!(
            assurance(Direction::Increase, None, any),
            Assurance::NoTarget
        );
        assert_eq!(
            assurance(Direction::NotJudged, Some(1.0), any),
            Assurance::NotJudged
        );
        assert_eq!(
            assurance(Direction::Increase, Some(1.0), None),
            Assurance::NotJudged
        );
    }
}
