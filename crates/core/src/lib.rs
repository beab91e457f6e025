//! Redbead: statistical process control for many live series.
//!
//! Named after Deming's red bead experiment: most variation belongs to the system, and the skill
//! is to see the part that does not.
//!
//! A [`Plan`] says what is computed: a [`Chart`], [`Rule`]s, [`Baseline`]s, options. It is checked
//! once and shared. A [`Monitor`] is the small running state of one series: push an
//! [`Observation`], get a [`Verdict`]. A [`Report`] is what a finished or half-finished series
//! says: phases, signals, tests, a [`Reading`]. A [`Panel`] runs one plan over many series in
//! parallel.
//!
//! ```
//! use redbead::{Baseline, Chart, Direction, Meaning, Plan, Preset, Variation};
//!
//! let plan = Plan::builder(Chart::individuals())
//!     .preset(Preset::MakingDataCount)
//!     .baseline(Baseline::First { points: 12 })
//!     .direction(Direction::Decrease)
//!     .build()?;
//! let falls = [
//!     41.0, 38.0, 44.0, 40.0, 37.0, 43.0, 39.0, 42.0, 40.0, 38.0, 41.0, 43.0, // baseline
//!     36.0, 35.0, 38.0, 34.0, 36.0, 37.0, 35.0,
//! ];
//! let report = plan.scan(&falls)?;
//! let Variation::SpecialCause { meaning, .. } = report.reading.variation else {
//!     panic!("seven months below the average are no chance");
//! };
//! assert_eq!(meaning, Meaning::Improvement);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Charts
//!
//! | chart | needs | limits | rules | source |
//! |---|---|---|---|---|
//! | [`Run`] | value or ratio | none, a median | those of sides and steps | Perla, Provost, Murray 2011 |
//! | [`Individuals`] (i, X of XmR) | value or ratio | `k` sigma of moving ranges or SD | all | Montgomery 2013, 6.4 |
//! | [`MovingRange`] (mR) | value or ratio | 0 and `D4 MR̄` | `Beyond` | Montgomery 2013, 6.4 |
//! | [`Means`] (x̄) | subgroup: mean, spread, size | `k sigma / √n_i` (`A2`, `A3`) | all | Montgomery 2013, 6.2, 6.3 |
//! | [`Deviations`] (s) | subgroup: SD, size | `B3`, `B4` by size | all, `Beyond` advised | Montgomery 2013, 6.3 |
//! | [`Ranges`] (r) | subgroup: range, size | `D3`, `D4` by size | all, `Beyond` advised | Montgomery 2013, 6.2 |
//! | [`Proportion`] (p) | count of n | binomial, or exact quantiles, by n | all | Montgomery 2013, 7.2 |
//! | [`Items`] (np) | count of a fixed n | binomial, or exact quantiles | all | Montgomery 2013, 7.2 |
//! | [`Count`] (c) | count | Poisson, or exact quantiles | all | Montgomery 2013, 7.3 |
//! | [`Rate`] (u) | count and exposure | Poisson, or exact quantiles, by exposure | all | Montgomery 2013, 7.3 |
//! | [`ProportionPrime`] (p′) | count of n | binomial times `sigma_z`, by n | all | Laney 2002 |
//! | [`RatePrime`] (u′) | count and exposure | Poisson times `sigma_z`, by exposure | all | Laney 2002 |
//! | [`CountPrime`] (c′) | count | Poisson times `sigma_z` | all | Laney 2002 |
//! | [`IndividualsPrime`] (i′) | value with exposure | `k` sigma of normalized ranges, by exposure | all | Taylor 2018 |
//! | [`UnitsBetween`] (g) | whole units between events | geometric around the mean, or exact quantiles | all | Benneyan 2001 |
//! | [`TimeBetween`] (t) | time between events | individuals on `x^(1/3.6)`, or exponential quantiles | all | Nelson 1994 |
//! | [`Ewma`] | value or ratio | `L` sigma of the weighted mean, growing or not | `Beyond` | Lucas, Saccucci 1990 |
//! | [`Cusum`] | value or ratio | decision interval `h` | `Beyond h` | Page 1954; Lucas, Crosier 1982 |
//!
//! Every chart takes given parameters ([`Baseline::Given`]), a given center with a learned scale
//! ([`PlanBuilder::center`]), and any baseline. Raw values become subgroups by
//! [`SpreadKind::subgroup`], event dates and cases become g and t series in [`rare_event`].
//!
//! # Beyond charts
//!
//! - [`Rebase`] starts new phases on evidence in the series.
//! - A monitor that keeps a [`History`] can be revised; [`Report::diff`] says what that changed.
//! - [`Report::explain`] puts a signal in one plain sentence, [`Report::explain_phase`] a phase that
//!   began by itself.
//! - [`Report::capability`] compares the process with a specification, [`Report::outlook`] gives the
//!   chance that the next point meets the target.
//!
//! # Promises
//!
//! - Pushing points one by one, scanning the slice, resuming from a snapshot at any cut and a panel
//!   on any number of threads give the same bits.
//! - Once a baseline is frozen, the past never changes.
//! - Nothing panics, and nothing is dropped in silence: an observation is used, counted, or
//!   refused with an error that says how to mend it.
//! - Not enough data is an answer of its own: see [`Fit`] and [`Sufficiency`].
//!
//! # Features
//!
//! | feature | default | brings |
//! |---|---|---|
//! | `rayon` | yes | panels on several threads |
//! | `ndarray` | yes | panels over the rows of a matrix |
//! | `serde` | no | plans, snapshots and reports as data |

mod baseline;
mod capability;
mod cells;
mod chart;
mod chunks;
pub mod constants;
mod course;
mod direction;
mod distribution;
mod error;
#[cfg(feature = "serde")]
mod exact;
mod explain;
mod fingerprint;
mod journal;
mod lanes;
mod limits;
mod line;
mod mark;
mod monitor;
mod observation;
mod open;
mod outlook;
mod panel;
mod phase;
mod plan;
mod planes;
mod plotter;
mod points;
pub mod rare_event;
mod reading;
mod rebase;
mod report;
mod report_diff;
mod revise;
mod rule;
mod rule_set;
mod sample;
mod scan;
mod search;
mod series;
mod side;
mod signal;
mod stability;
mod state;
mod subgroups;
mod summary;
mod surroundings;
mod sweep;
mod urgency;
mod watched;

pub use capability::{Capability, CapabilityError, CapabilityOptions, Index, Specification};
pub use chart::{
    AfterSignal, Center, Chart, Count, CountPrime, Cusum, Deviations, Ewma, Growth, Individuals,
    IndividualsPrime, Items, Means, MovingRange, Proportion, ProportionPrime, Ranges, Rate,
    RatePrime, Run, Sigma, SpreadCenter, TimeBetween, Unfit, UnitsBetween, Within,
};
pub use constants::{Constants, SpreadKind};
pub use direction::{Direction, Meaning};
pub use error::{PanelError, PlanError, ResumeError, ReviseError, SeriesError};
pub use explain::{Explanation, Notation, Scale, Wording};
pub use fingerprint::Fingerprint;
pub use journal::History;
pub use limits::{Clip, Law, LimitMethod, Limits, NaturalRange, Parameters, Place};
pub use mark::Edge;
pub use monitor::{Monitor, Outcome, SNAPSHOT_VERSION, Snapshot, Verdict};
pub use observation::{Measurement, Observation, Quantity, Spread, Status};
pub use outlook::{Outlook, OutlookError, OutlookOptions, Prediction};
pub use panel::{Panel, SeriesResult, SummaryResult};
pub use phase::{
    Baseline, BaselineUse, Evidence, Fit, Phase, PhaseReason, PhaseStart, Sufficiency,
};
pub use plan::{PLAN_VERSION, Plan, PlanBuilder};
pub use points::{CumulativeSums, Point};
pub use reading::{Assurance, Reading, Variation};
pub use rebase::Rebase;
pub use report::{Counts, Latest, REPORT_VERSION, Report};
pub use report_diff::{ReportDiff, SignalChange};
pub use revise::Revised;
pub use rule::{
    Alternating, Beyond, BoxLimits, Hugging, KOfM, Mixture, Newest, Others, Preset, RangeOf, Rule,
    Shift, Tests, Tie, Trend, Window,
};
pub use rule_set::RuleSet;
pub use series::{Exclusion, Gap, Invalid, Series};
pub use side::{Side, Sides};
pub use signal::Signal;
pub use stability::{StabilityError, Unstable};
pub use summary::Summary;
pub use urgency::Urgency;
