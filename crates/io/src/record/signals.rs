//! Signals and whole-phase tests of a record.

use redbead::{BoxLimits, Meaning, Side, Signal, Tests};
use serde::{Deserialize, Serialize};

/// A rule, a side and a stretch of points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SignalRecord {
    /// The rule with its parameters, such as `beyond sigma=3 side=either`.
    pub rule: String,
    /// Side of the center or direction of the trend; none for patterns without one.
    pub side: Option<Side>,
    /// Index of the first member.
    pub first: usize,
    /// Index of the last member so far.
    pub last: usize,
    /// Index of the point at which the pattern was complete. Of a whole-phase test, the latest judged
    /// point.
    pub completed: usize,
    /// The indices of its members, in rising order.
    pub members: Vec<usize>,
    /// Whether it touches the last useful points, or still runs.
    pub current: bool,
    /// Whether it rests on a provisional point.
    pub tentative: bool,
    /// The signal in one plain sentence; none where sentences were not asked for. The words may
    /// change from one version to the next.
    pub text: Option<String>,
    /// The same in a few words.
    pub short: Option<String>,
    /// What it means by the direction of good.
    pub meaning: Meaning,
    /// Whether the plan holds the rule as a warning only: no reading rests on it.
    pub warning: bool,
    /// Position of its phase in the record's `phases`.
    pub phase: usize,
    /// Index of the point at which an honest watcher first knew.
    pub known: usize,
    /// Whether the pattern still runs.
    pub running: bool,
    /// Label of the first member.
    pub first_label: String,
    /// Label of the last member.
    pub last_label: String,
    /// Label of the point at which an honest watcher first knew.
    pub known_label: String,
}

/// Whole-phase tests of a phase: counts and their limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TestsRecord {
    /// Judged points that are not on the center.
    pub useful: usize,
    /// Points of the longest run on one side.
    pub longest_run: usize,
    /// Longest usual run.
    pub longest_run_max: usize,
    /// Times that the series crossed its center.
    pub crossings: usize,
    /// Fewest usual crossings.
    pub crossings_min: usize,
    /// Runs on one side.
    pub runs: usize,
    /// Fewest usual runs; none when all points lie on one side.
    pub runs_min: Option<usize>,
    /// Most usual runs; none when all points lie on one side.
    pub runs_max: Option<usize>,
    /// Positions in the record's `signals` of those that these tests gave.
    pub signals: Vec<usize>,
    /// Of the useful points, the ones above the center.
    pub above: usize,
    /// Of the useful points, the ones below the center.
    pub below: usize,
    /// Joint limits of longest run and crossings; none outside 10 to 100 useful points.
    pub boxes: Option<BoxLimits>,
}

impl TestsRecord {
    /// Of a phase with this number.
    pub(super) fn of(tests: &Tests, phase: usize, signals: &[Signal]) -> Self {
        let is_of_tests = |signal: &Signal| signal.phase == phase && signal.rule.is_whole_phase();
        let positions = signals.iter().enumerate();
        Self {
            useful: tests.useful,
            longest_run: tests.longest_run,
            longest_run_max: tests.longest_run_max,
            crossings: tests.crossings,
            crossings_min: tests.crossings_min,
            runs: tests.runs,
            runs_min: tests.runs_min,
            runs_max: tests.runs_max,
            signals: positions
                .filter(|(_, signal)| is_of_tests(signal))
                .map(|(position, _)| position)
                .collect(),
            above: tests.above,
            below: tests.below,
            boxes: tests.boxes,
        }
    }
}
