//! Rules: patterns of marks.
//!
//! A rule sees only [`Mark`]s. Each lives in a file of its own, with its parameters, its sentence
//! and its `step` on a few bytes of state; `step` is the rule's definition. Whole-phase tests
//! (`runs`) look at a tally of runs instead.

mod alternating;
mod beyond;
mod boxes;
mod hugging;
mod k_of_m;
mod mixture;
pub(crate) mod pattern;
mod phrase;
mod preset;
mod range_of;
mod recent;
mod run_count;
pub(crate) mod runs;
pub(crate) mod seen;
mod shift;
mod streak;
mod trend;
pub(crate) mod twin;

use std::fmt;

pub use alternating::Alternating;
pub use beyond::Beyond;
pub use hugging::Hugging;
pub use k_of_m::{KOfM, Newest, Others, Window};
pub use mixture::Mixture;
pub use preset::Preset;
pub use range_of::RangeOf;
pub(crate) use recent::Recent;
pub use runs::{BoxLimits, Tests};
pub use shift::Shift;
pub use trend::Trend;
pub(crate) use twin::Program;

use crate::error::PlanError;
use crate::mark::{Edge, Mark, ZoneIndex, ZoneLine};
use crate::side::Side;
use k_of_m::KOfMState;
use range_of::RangeOfState;
pub(crate) use streak::Streak;

/// What a tie does: a point on the center line in a run, or equal neighbors in a trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Tie {
    /// The point neither counts nor ends the pattern.
    Skip,
    /// The point ends the pattern.
    Break,
}

impl fmt::Display for Tie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Skip => "skip",
            Self::Break => "break",
        })
    }
}

/// A rule with its parameters.
///
/// | rule | signals when |
/// |---|---|
/// | [`Beyond`] | one point is beyond `sigma` sigma |
/// | [`Shift`] | `points` consecutive points lie on one side of the center |
/// | [`Trend`] | `points` consecutive points each lie above (below) the one before |
/// | [`KOfM`] | `k` of `m` consecutive points are beyond `sigma` sigma on one side |
/// | [`Hugging`] | `points` consecutive points lie within `sigma` sigma |
/// | [`Mixture`] | `points` consecutive points lie outside `sigma` sigma |
/// | [`Alternating`] | `points` consecutive points go up and down in turn |
/// | [`RangeOf`] | two consecutive points lie beyond `sigma` sigma on opposite sides |
/// | `LongestRun` | the longest run of a phase exceeds `round(log2 N) + 3` (Anhoej) |
/// | `Crossings` | a phase crosses its center fewer than `qbinom(0.05, N-1, 1/2)` times (Anhoej) |
/// | `RunCount` | a phase has too few or too many runs (Wald-Wolfowitz, exact) |
/// | `BestBox`, `CutBox` | longest run and crossings leave their joint box |
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Rule {
    /// One point beyond a zone line.
    Beyond(Beyond),
    /// A run on one side of the center.
    Shift(Shift),
    /// A run of steps in one direction.
    Trend(Trend),
    /// Some of the newest points beyond a zone line.
    KOfM(KOfM),
    /// A run near the center.
    Hugging(Hugging),
    /// A run away from the center, on either side.
    Mixture(Mixture),
    /// A run of steps up and down in turn.
    Alternating(Alternating),
    /// Two points far apart on opposite sides.
    RangeOf(RangeOf),
    /// Anhoej's longest run: more than `round(log2 N) + 3` of the `N` useful points of a phase on
    /// one side. A point on the center is not useful here. Anhoej and Olesen (2014), Run charts
    /// revisited, PLoS ONE 9(11), e113825.
    LongestRun,
    /// Anhoej's crossings: fewer than the 5 % quantile of the binomial with `N - 1` trials of
    /// chance one half (same source).
    Crossings,
    /// Wald-Wolfowitz count of runs, outside the exact two-sided 5 % limits given the numbers of
    /// points above and below. Too few runs mean a change, too many a mixing of sources. No
    /// signal while all points lie on one side. Swed and Eisenhart (1943), Tables for testing
    /// randomness of grouping in a sequence of alternatives, Ann. Math. Statist. 14, 66-87.
    RunCount,
    /// The joint box of longest run and crossings with the best power at its specificity
    /// (Anhoej and Wentzel-Larsen 2020), for 10 to 100 useful points; outside that range the
    /// pair `LongestRun`, `Crossings`.
    BestBox,
    /// The best box with its least likely corner cells cut off (same source and range).
    CutBox,
}

macro_rules! rule_from {
    ($($name:ident),+) => {$(
        impl From<$name> for Rule {
            fn from(rule: $name) -> Self {
                Self::$name(rule)
            }
        }
    )+};
}

rule_from!(
    Beyond,
    Shift,
    Trend,
    KOfM,
    Hugging,
    Mixture,
    Alternating,
    RangeOf
);

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Beyond(rule) => rule.fmt(f),
            Self::Shift(rule) => rule.fmt(f),
            Self::Trend(rule) => rule.fmt(f),
            Self::KOfM(rule) => rule.fmt(f),
            Self::Hugging(rule) => rule.fmt(f),
            Self::Mixture(rule) => rule.fmt(f),
            Self::Alternating(rule) => rule.fmt(f),
            Self::RangeOf(rule) => rule.fmt(f),
            Self::LongestRun => f.write_str("longest_run"),
            Self::Crossings => f.write_str("crossings"),
            Self::RunCount => f.write_str("run_count"),
            Self::BestBox => f.write_str("best_box"),
            Self::CutBox => f.write_str("cut_box"),
        }
    }
}

impl Rule {
    /// Whether the rule judges a phase as a whole, not point by point.
    #[must_use]
    pub fn is_whole_phase(&self) -> bool {
        match self {
            Self::Beyond(_)
            | Self::Shift(_)
            | Self::Trend(_)
            | Self::KOfM(_)
            | Self::Hugging(_)
            | Self::Mixture(_)
            | Self::Alternating(_)
            | Self::RangeOf(_) => false,
            Self::LongestRun | Self::Crossings | Self::RunCount | Self::BestBox | Self::CutBox => {
                true
            }
        }
    }

    /// Order in which rules speak for a point at which several hold, the least first: `Beyond`,
    /// `Trend`, `KOfM`, `Shift`, then the others. A [`Reading`](crate::Reading) takes them so.
    #[must_use]
    pub fn precedence(&self) -> u8 {
        match self {
            Self::Beyond(_) => 0,
            Self::Trend(_) => 1,
            Self::KOfM(_) => 2,
            Self::Shift(_) => 3,
            _ => 4,
        }
    }

    /// The multiples of sigma that the rule looks at, with what counts as beyond them on a plan
    /// whose option is `edge`. A point on the line of `Hugging` is within it in any case.
    pub(crate) fn zone_lines(&self, edge: Edge) -> [Option<ZoneLine>; 2] {
        let line = |sigma| Some(ZoneLine { sigma, edge });
        match self {
            Self::Beyond(rule) => [line(rule.sigma), None],
            Self::KOfM(rule) => [line(rule.sigma), rule.not_beyond.and_then(line)],
            Self::Mixture(rule) => [line(rule.sigma), None],
            Self::RangeOf(rule) => [line(rule.sigma), None],
            Self::Hugging(rule) => [
                Some(ZoneLine {
                    sigma: rule.sigma,
                    edge: Edge::Strict,
                }),
                None,
            ],
            _ => [None, None],
        }
    }

    pub(crate) fn check(&self) -> Result<(), PlanError> {
        match self {
            Self::Beyond(rule) => rule.check(),
            Self::Shift(rule) => rule.check(),
            Self::Trend(rule) => rule.check(),
            Self::KOfM(rule) => rule.check(),
            Self::Hugging(rule) => rule.check(),
            Self::Mixture(rule) => rule.check(),
            Self::Alternating(rule) => rule.check(),
            Self::RangeOf(rule) => rule.check(),
            _ => Ok(()),
        }
    }

    /// The watches that follow the rule along a series: one, or one a side where both sides are
    /// counted apart; none for a whole-phase test. `zones` are the positions of the rule's own
    /// [`zone_lines`](Self::zone_lines) in the plan's list.
    ///
    /// `two_values` on a chart that plots a value on each side, of which one may hide the other.
    pub(crate) fn watches(&self, zones: [Option<ZoneIndex>; 2], two_values: bool) -> Vec<Watch> {
        let watch = |side| Watch {
            rule: *self,
            side,
            faces: two_values,
            zones: zones.map(|zone| zone.unwrap_or(ZoneIndex(u8::MAX))),
        };
        match self {
            _ if two_values => vec![watch(Side::Below), watch(Side::Above)],
            Self::KOfM(_) => vec![watch(Side::Below), watch(Side::Above)],
            _ if self.is_whole_phase() => Vec::new(),
            _ => vec![watch(Side::Above)],
        }
    }
}

/// A rule as it follows a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Watch {
    rule: Rule,
    /// The side that is counted, for rules that count each side apart.
    side: Side,
    /// Whether the side's own value is looked at, where the chart has two.
    faces: bool,
    zones: [ZoneIndex; 2],
}

impl Watch {
    pub(crate) fn rule(&self) -> &Rule {
        &self.rule
    }

    /// Positions of the rule's zone lines in the plan's list.
    fn zones(&self) -> [ZoneIndex; 2] {
        self.zones
    }

    /// Whether it looks at one of two values.
    fn has_faces(&self) -> bool {
        self.faces
    }

    /// State before the first point of a phase.
    pub(crate) fn start(&self) -> WatchState {
        match self.rule {
            Rule::KOfM(_) => WatchState::KOfM(KOfMState::default()),
            Rule::RangeOf(_) => WatchState::RangeOf(RangeOfState::default()),
            _ => WatchState::Streak(Streak::default()),
        }
    }

    /// Takes the next judged point. This is the definition of the rule.
    pub(crate) fn step(
        &self,
        state: &mut WatchState,
        mark: Mark,
        index: u32,
        recent: &Recent,
    ) -> Event {
        let zone = self.zones[0];
        let mark = if self.faces {
            mark.facing(self.side)
        } else {
            mark
        };
        match (&self.rule, state) {
            (Rule::Beyond(rule), WatchState::Streak(state)) => rule.step(state, mark, index, zone),
            (Rule::Shift(rule), WatchState::Streak(state)) => rule.step(state, mark, index),
            (Rule::Trend(rule), WatchState::Streak(state)) => rule.step(state, mark, index),
            (Rule::Hugging(rule), WatchState::Streak(state)) => rule.step(state, mark, index, zone),
            (Rule::Mixture(rule), WatchState::Streak(state)) => rule.step(state, mark, index, zone),
            (Rule::Alternating(rule), WatchState::Streak(state)) => rule.step(state, mark, index),
            (Rule::KOfM(rule), WatchState::KOfM(state)) => {
                rule.step(state, mark, recent, self.side, self.zones)
            }
            (Rule::RangeOf(rule), WatchState::RangeOf(state)) => {
                rule.step(state, mark, index, zone)
            }
            // `start` and `fits` pair every rule with its kind of state.
            _ => Event::Quiet,
        }
    }

    /// Whether a state read from outside is one of this rule's, in a series of which `next` is the
    /// next index.
    pub(crate) fn fits(&self, state: &WatchState, next: u32) -> bool {
        let fits = match state {
            WatchState::Streak(streak) => streak.is_sound(next),
            WatchState::KOfM(_) => true,
            WatchState::RangeOf(pair) => pair.is_sound(next),
        };
        fits && std::mem::discriminant(&self.start()) == std::mem::discriminant(state)
    }

    /// Whether a useful point inside a signal's stretch is one of its members.
    pub(crate) fn has_member(&self, mark: Mark, side: Option<Side>, is_first: bool) -> bool {
        match &self.rule {
            Rule::Shift(_) => mark.side == side,
            Rule::Trend(_) => is_first || mark.step.is_some_and(|step| step.to() == side),
            Rule::KOfM(_) => side.is_some_and(|side| k_of_m::counts(mark, side, self.zones)),
            // Every useful point of these stretches has a part in the pattern.
            _ => true,
        }
    }
}

/// The few bytes that a rule remembers.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub(crate) enum WatchState {
    Streak(Streak),
    KOfM(KOfMState),
    RangeOf(RangeOfState),
}

/// What a judged point did to a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// Nothing to report.
    Quiet,
    /// The pattern is complete: a signal from `first` to `last`. Any signal of the same watch
    /// that still ran has ended.
    Opened {
        side: Option<Side>,
        first: u32,
        last: u32,
    },
    /// The pattern goes on, now up to `last`.
    Extended { last: u32 },
    /// The pattern that was complete has ended before this point.
    Ended,
}

fn parameter(
    owner: &impl fmt::Display,
    parameter: &'static str,
    value: f64,
    expected: &'static str,
    holds: bool,
) -> Result<(), PlanError> {
    if holds {
        Ok(())
    } else {
        Err(PlanError::Parameter {
            owner: format!("rule `{owner}`"),
            parameter,
            value,
            expected,
        })
    }
}

fn check_sigma(owner: &impl fmt::Display, sigma: f64) -> Result<(), PlanError> {
    let holds = sigma.is_finite() && sigma > 0.0;
    parameter(owner, "sigma", sigma, "a number above 0", holds)
}

fn check_points(owner: &impl fmt::Display, points: u32, least: u32) -> Result<(), PlanError> {
    let expected = match least {
        2 => "2 or more points",
        _ => "3 or more points",
    };
    parameter(
        owner,
        "points",
        f64::from(points),
        expected,
        points >= least,
    )
}
