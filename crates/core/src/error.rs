//! What can go wrong, one enum per stage, each message saying how to mend the input.

use crate::fingerprint::Fingerprint;
use crate::observation::Quantity;

/// An observation or a series that a plan cannot read.
///
/// The series is left as it was: a refused observation is not counted, and may be pushed again
/// once corrected, or pushed as missing.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SeriesError {
    /// NaN or an infinity.
    #[error(
        "point {index}: {quantity} is {value}, expected a finite number; correct it or mark the \
         point missing"
    )]
    NotFinite {
        /// Zero-based position in the series.
        index: usize,
        /// Which number of the observation.
        quantity: Quantity,
        /// What was found.
        value: f64,
    },
    /// A count below zero.
    #[error(
        "point {index}: {quantity} is {}, expected a count of 0 or more; correct it or mark the \
         point missing",
        number(*.value)
    )]
    NegativeCount {
        /// Zero-based position in the series.
        index: usize,
        /// Which number of the observation.
        quantity: Quantity,
        /// What was found.
        value: f64,
    },
    /// A count that is no whole number, where the chart's limits rest on counts.
    #[error(
        "point {index}: {quantity} is {}, expected a whole number; chart other numbers than counts as \
         individuals, or over an exposure as i_prime, times as t",
        number(*.value)
    )]
    FractionalCount {
        /// Zero-based position in the series.
        index: usize,
        /// Which number of the observation.
        quantity: Quantity,
        /// What was found.
        value: f64,
    },
    /// More cases than there were people or items.
    #[error(
        "point {index}: numerator {} is above its denominator {}, expected a part of a whole; chart \
         cases per exposure as u",
        number(*.numerator),
        number(*.denominator)
    )]
    NumeratorAboveDenominator {
        /// Zero-based position in the series.
        index: usize,
        /// The count.
        numerator: f64,
        /// What it should be a part of.
        denominator: f64,
    },
    /// A value so large that a difference of two could not be written down.
    #[error(
        "point {index}: {quantity} is {}, expected at most {limit:e} without its sign; change the unit",
        number(*.value)
    )]
    TooLarge {
        /// Zero-based position in the series.
        index: usize,
        /// Which number of the observation.
        quantity: Quantity,
        /// What was found.
        value: f64,
        /// The largest usable magnitude.
        limit: f64,
    },
    /// Something else on a chart that needs a count and its exposure.
    #[error(
        "point {index}: the {chart} chart needs a numerator and a denominator, got {found}; use `Observation::ratio`"
    )]
    NeedsRatio {
        /// Zero-based position in the series.
        index: usize,
        /// The chart's short name.
        chart: &'static str,
        /// What was found.
        found: &'static str,
    },
    /// A ratio or subgroup on a chart that takes one number a point.
    #[error("point {index}: the {chart} chart takes one number a point, got a {found}; {instead}")]
    NeedsValue {
        /// Zero-based position in the series.
        index: usize,
        /// The chart's short name.
        chart: &'static str,
        /// What was found.
        found: &'static str,
        /// What to do instead.
        instead: &'static str,
    },
    /// Something else than a subgroup on a chart of subgroups.
    #[error(
        "point {index}: the {chart} chart needs a subgroup's mean, {needed} and size; use \
         `Observation::subgroup`, or `SpreadKind::subgroup` for raw values"
    )]
    NeedsSubgroup {
        /// Zero-based position in the series.
        index: usize,
        /// The chart's short name.
        chart: &'static str,
        /// The spread that the chart computes with.
        needed: &'static str,
    },
    /// A subgroup with the other spread than the one that the chart computes with.
    #[error(
        "point {index}: the {chart} chart computes with the {needed} of a subgroup, got its {found}; give \
         that, or choose another `Within` for xbar, or the {other} chart"
    )]
    OtherSpread {
        /// Zero-based position in the series.
        index: usize,
        /// The chart's short name.
        chart: &'static str,
        /// The spread that the chart computes with.
        needed: &'static str,
        /// What was found.
        found: &'static str,
        /// The chart of the spread that was found.
        other: &'static str,
    },
    /// A spread below zero, or a subgroup of one value that has any.
    #[error(
        "point {index}: the spread of a subgroup of {size} is {}, expected a number of 0 or more, and 0 for \
         a single value",
        number(*.value)
    )]
    Spread {
        /// Zero-based position in the series.
        index: usize,
        /// What was found.
        value: f64,
        /// Number of values in the subgroup.
        size: u32,
    },
    /// A subgroup larger than the table of constants for ranges.
    #[error(
        "point {index}: the range of {size} values has no constants, expected at most {limit} values; \
         use standard deviations"
    )]
    SubgroupTooLarge {
        /// Zero-based position in the series.
        index: usize,
        /// Number of values in the subgroup.
        size: u32,
        /// The largest size with constants.
        limit: usize,
    },
    /// A time between events of zero or less.
    #[error(
        "point {index}: the time between events is {}, expected a time above 0; give the finer \
         time of day, or chart whole days as g",
        number(*.value)
    )]
    NotPositive {
        /// Zero-based position in the series.
        index: usize,
        /// What was found.
        value: f64,
    },
    /// Another number of items than the chart counts in.
    #[error(
        "point {index}: {} items, expected {size} at every point of an np chart; chart varying \
         numbers as p",
        number(*.found)
    )]
    OtherSize {
        /// Zero-based position in the series.
        index: usize,
        /// What was found.
        found: f64,
        /// The size that the chart was made for.
        size: u32,
    },
    /// More cases than the chart counts in.
    #[error("point {index}: {} cases out of {size} items, expected a part of them", number(*.value))]
    AboveSize {
        /// Zero-based position in the series.
        index: usize,
        /// What was found.
        value: f64,
        /// The size that the chart was made for.
        size: u32,
    },
    /// Columns that belong together have different lengths.
    #[error("column {column} has {found} entries, expected {expected}, one for each point")]
    LengthMismatch {
        /// The column that does not fit.
        column: &'static str,
        /// Its length.
        found: usize,
        /// The length of the first column.
        expected: usize,
    },
    /// A report was read together with a series or plan that it was not made from, or asked for
    /// a signal that is not its own.
    #[error("the {what} does not belong to the report, {}", foreign(*.what == "signal"))]
    Foreign {
        /// `"series"`, `"plan"`, `"signal"` or `"phase"`.
        what: &'static str,
    },
    /// A report whose phases do not cover its points.
    #[error("the phases of the report do not cover its points; make it again from its series")]
    DamagedReport,
    /// The series is longer than a monitor can number.
    #[error("a series can have at most {limit} points")]
    TooLong {
        /// The largest number of points.
        limit: usize,
    },
}

impl SeriesError {
    /// Zero-based position of the observation that cannot be used; none where it is the series as a
    /// whole.
    #[must_use]
    pub const fn index(&self) -> Option<usize> {
        match self {
            Self::NotFinite { index, .. }
            | Self::NegativeCount { index, .. }
            | Self::FractionalCount { index, .. }
            | Self::NumeratorAboveDenominator { index, .. }
            | Self::TooLarge { index, .. }
            | Self::NeedsRatio { index, .. }
            | Self::NeedsValue { index, .. }
            | Self::NeedsSubgroup { index, .. }
            | Self::OtherSpread { index, .. }
            | Self::Spread { index, .. }
            | Self::SubgroupTooLarge { index, .. }
            | Self::NotPositive { index, .. }
            | Self::OtherSize { index, .. }
            | Self::AboveSize { index, .. } => Some(*index),
            Self::LengthMismatch { .. }
            | Self::Foreign { .. }
            | Self::TooLong { .. }
            | Self::DamagedReport => None,
        }
    }

    /// Whether the observation is of another kind than the chart reads: a mistake of the program,
    /// which no policy for bad data covers.
    pub(crate) const fn is_mistaken_kind(&self) -> bool {
        matches!(
            self,
            Self::NeedsRatio { .. }
                | Self::NeedsValue { .. }
                | Self::NeedsSubgroup { .. }
                | Self::OtherSpread { .. }
        )
    }
}

/// A plan that does not hold together.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// A rule that looks at sigma zones on a chart that has none.
    #[error("rule `{rule}` needs sigma, and the {chart} chart has none; use an individuals chart")]
    NeedsSigma {
        /// The rule as text.
        rule: String,
        /// The chart's short name.
        chart: &'static str,
    },
    /// A pattern rule on a chart whose neighboring points are correlated by construction.
    #[error(
        "rule `{rule}` does not suit the {chart} chart, whose points are correlated; only `beyond` does"
    )]
    CorrelatedPoints {
        /// The rule as text.
        rule: String,
        /// The chart's short name.
        chart: &'static str,
    },
    /// Another rule than the one by which the chart itself goes.
    #[error(
        "rule `{rule}` does not suit the {chart} chart, which signals beyond its interval of {interval}; \
         leave the rules out, or use `beyond` {interval}"
    )]
    OtherInterval {
        /// The rule as text.
        rule: String,
        /// The chart's short name.
        chart: &'static str,
        /// The chart's decision interval.
        interval: f64,
    },
    /// A parameter out of its range.
    #[error("{owner}: {parameter} is {}, expected {expected}", number(*.value))]
    Parameter {
        /// The chart, rule or option it belongs to.
        owner: String,
        /// Name of the parameter.
        parameter: &'static str,
        /// What was given.
        value: f64,
        /// The range in words.
        expected: &'static str,
    },
    /// Options that do not go together.
    #[error("{owner}: {option} is {value}, expected {expected}")]
    Option {
        /// The chart or plan it belongs to.
        owner: String,
        /// Name of the option.
        option: &'static str,
        /// What was chosen.
        value: String,
        /// What would do.
        expected: &'static str,
    },
    /// The same rule with the same parameters twice, which would tell every signal twice.
    #[error("rule `{rule}` stands twice, expected each rule once")]
    Duplicate {
        /// The rule as text.
        rule: String,
    },
    /// More rules, or more different zone lines, than a mark can carry.
    #[error("{found} {what}, expected at most {limit}")]
    TooMany {
        /// `"rules"` or `"zone lines"`.
        what: &'static str,
        /// How many the plan has.
        found: usize,
        /// How many it may have.
        limit: usize,
    },
    /// Phase starts that do not rise.
    #[error(
        "phase start {start} follows {previous}, expected each start above the one before; the \
         first phase starts at 0 without being named"
    )]
    UnsortedPhases {
        /// The start before.
        previous: usize,
        /// The start that is not above it.
        start: usize,
    },
    /// A baseline too short for the chart to compute anything.
    #[error("baseline of {points} {}, need at least {need} for the {chart} chart", points_word(*.points))]
    BaselineTooShort {
        /// Points in the baseline.
        points: usize,
        /// The chart's minimum.
        need: usize,
        /// The chart's short name.
        chart: &'static str,
    },
    /// A baseline that ends before it starts.
    #[error("baseline {first}..={last} ends before it starts, expected the earlier index first")]
    BackwardBaseline {
        /// First index of the baseline.
        first: usize,
        /// Last index of the baseline.
        last: usize,
    },
    /// A baseline that leaves its phase.
    #[error(
        "baseline {first}..={last} leaves its phase, which starts at {phase_first} and ends {}; shorten it, \
         or give the phase a baseline of its own",
        .phase_last.map_or_else(|| "with the series".to_owned(), |last| format!("at {last}"))
    )]
    BaselineOutsidePhase {
        /// First index of the baseline.
        first: usize,
        /// Last index of the baseline.
        last: usize,
        /// First index of the phase.
        phase_first: usize,
        /// Last index of the phase, where the next start fixes it.
        phase_last: Option<usize>,
    },
    /// Given parameters that the chart cannot use.
    #[error("given {parameter} is {}, expected {expected}, for the {chart} chart", or_left_out(*.value))]
    Given {
        /// `"center"` or `"sigma"`.
        parameter: &'static str,
        /// What was given, if anything.
        value: Option<f64>,
        /// The range in words.
        expected: &'static str,
        /// The chart's short name.
        chart: &'static str,
    },
    /// A plan file written by a later version of the engine.
    #[error("plan version {found}, this engine reads up to version {supported}")]
    Version {
        /// The version in the file.
        found: u16,
        /// The newest readable one.
        supported: u16,
    },
}

/// A snapshot that cannot be resumed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResumeError {
    /// Written by a later version of the engine.
    #[error("snapshot version {found}, this engine reads up to version {supported}")]
    Version {
        /// The version in the snapshot.
        found: u16,
        /// The newest readable one.
        supported: u16,
    },
    /// Made under another plan.
    #[error(
        "the snapshot was made under plan {found}, and this is plan {expected}; resume it with its own plan"
    )]
    OtherPlan {
        /// Fingerprint in the snapshot.
        found: Fingerprint,
        /// Fingerprint of the plan at hand.
        expected: Fingerprint,
    },
    /// A plan that says something else of points that were taken already; see
    /// [`Monitor::go_on_under`](crate::Monitor::go_on_under).
    #[error(
        "the plans differ in what they say of the first {points} points, which are judged already; go on under \
         a plan whose phases differ from point {points} on alone, or replay the series"
    )]
    OtherPast {
        /// Number of points that the monitor has taken.
        points: usize,
    },
    /// Contents that no monitor could have written.
    #[error("the snapshot is damaged: {what}; replay the series instead")]
    Damaged {
        /// The first contradiction found.
        what: &'static str,
    },
}

/// A point that cannot be revised.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ReviseError {
    /// The monitor keeps no history.
    #[error("the monitor keeps no history; ask it to with `keeping`, or replay the series")]
    NoHistory,
    /// The point lies before what is kept.
    #[error(
        "point {index} is no longer kept, the first one that is has index {first}; keep a longer history, \
         or replay the series"
    )]
    Forgotten {
        /// Zero-based position in the series.
        index: usize,
        /// Index of the first point that can be revised.
        first: usize,
    },
    /// There is no such point.
    #[error("there is no point {index} in a series of {points}; push new points at the end")]
    OutOfRange {
        /// Zero-based position that was asked for.
        index: usize,
        /// Number of points so far.
        points: usize,
    },
    /// The plan cannot use the observation.
    #[error(transparent)]
    Series(#[from] SeriesError),
}

/// A panel that cannot be set up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PanelError {
    /// Numerators and denominators of different shape.
    #[error(
        "numerators are {numerators:?} and denominators {denominators:?}, expected equal shapes"
    )]
    ShapeMismatch {
        /// Rows and columns of the numerators.
        numerators: (usize, usize),
        /// Rows and columns of the denominators.
        denominators: (usize, usize),
    },
    /// The operating system refused the threads.
    #[error("cannot start {threads} threads: {reason}; ask for fewer")]
    Threads {
        /// How many were asked for.
        threads: usize,
        /// What the thread pool said.
        reason: String,
    },
}

fn foreign(is_signal: bool) -> &'static str {
    if is_signal {
        "a new phase or a revision may have replaced it"
    } else {
        "take the one that it was made with"
    }
}

fn points_word(count: usize) -> &'static str {
    if count == 1 { "point" } else { "points" }
}

fn or_left_out(value: Option<f64>) -> String {
    value.map_or_else(|| "left out".to_owned(), number)
}

/// A number as one writes it: digits, or an exponent where they would not end.
fn number(value: f64) -> String {
    if value == 0.0 || (1e-6..1e15).contains(&value.abs()) {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}
