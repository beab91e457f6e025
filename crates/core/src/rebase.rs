//! Automatic re-phasing: when the evidence says that the process has moved.

use std::fmt;

use crate::error::PlanError;
use crate::phase::Baseline;
use crate::side::Sides;

/// Whether new phases begin by themselves, on evidence in the series.
///
/// Each kind freezes the baseline of a phase, watches the points after it for a sustained shift,
/// and starts the new phase at the shift's first point. Points on the center neither count nor
/// end a shift. A re-phase is recorded with its reason, see
/// [`PhaseReason`](crate::PhaseReason); signals of points that a new phase takes over are judged again
/// by its parameters. What was known before is never taken back: pushing further points adds
/// phases after the last one, and the same points always give the same phases.
///
/// A shift whose points give no parameters (of an individuals chart, with too many gaps) starts no
/// phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum Rebase {
    /// Phases begin where the plan says. The default.
    #[default]
    None,
    /// As NHS Scotland's run charts: the baseline is the first 8 useful points of a phase, a
    /// sustained shift is 9 useful points on one side after it, and the new phase takes its
    /// parameters from the first 8 useful points from the shift's first point on.
    Scottish,
    /// As the R package runcharter: the baseline is the first `baseline` useful points; after a run
    /// of `run` points on a watched side, the new parameters are those of the points of that run.
    Runs {
        /// Useful points of the first baseline. Usually 13.
        baseline: u32,
        /// Points of the run, without those on the center. Usually 9.
        run: u32,
        /// Which side is watched. A run on the other side starts no phase.
        side: Sides,
    },
    /// As the stable shift algorithm of the R package autospc, without regrets: limits once set
    /// stay. The baseline is the first `period` useful points. A run of `run` points on one side
    /// after it gives candidate parameters from the first `period` useful points from its first
    /// point on. They are refused if a run of as many points on the other side of the candidate
    /// center begins among these; the search then goes on with the next point. They wait for
    /// further points while the last of these, off the center, lies on the other side, since such
    /// a run could still come about.
    StableShift {
        /// Useful points that parameters are taken from. Usually 21.
        period: u32,
        /// Points of a run. Usually 8.
        run: u32,
    },
}

impl Rebase {
    /// The baseline that a phase takes; none without re-phasing.
    pub(crate) fn baseline(self) -> Option<Baseline> {
        let points = self.period();
        (self != Self::None).then_some(Baseline::FirstUseful { points })
    }

    /// Useful points that parameters are taken from, unless they are those of a run; 0 without
    /// re-phasing.
    pub(crate) fn period(self) -> usize {
        match self {
            Self::None => 0,
            Self::Scottish => 8,
            Self::Runs { baseline, .. } => baseline as usize,
            Self::StableShift { period, .. } => period as usize,
        }
    }

    /// Points on one side that make a shift; 0 without re-phasing.
    pub(crate) fn run(self) -> usize {
        match self {
            Self::None => 0,
            Self::Scottish => 9,
            Self::Runs { run, .. } | Self::StableShift { run, .. } => run as usize,
        }
    }

    pub(crate) fn check(self) -> Result<(), PlanError> {
        let refuse = |parameter, value: u32, expected| {
            Err(PlanError::Parameter {
                owner: "rebase".to_owned(),
                parameter,
                value: f64::from(value),
                expected,
            })
        };
        match self {
            Self::Runs { run, .. } if run < 2 => refuse("run", run, "2 or more points"),
            Self::StableShift { run, .. } if run < 2 => refuse("run", run, "2 or more points"),
            Self::StableShift { period, run } if period < run => {
                refuse("period", period, "at least the points of a run")
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Rebase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Scottish => f.write_str("scottish"),
            Self::Runs {
                baseline,
                run,
                side,
            } => write!(f, "runs baseline={baseline} run={run} side={side}"),
            Self::StableShift { period, run } => {
                write!(f, "stable_shift period={period} run={run}")
            }
        }
    }
}
