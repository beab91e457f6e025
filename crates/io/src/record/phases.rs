//! Phases of a record.

use redbead::{
    BaselineUse, Chart, Evidence, Fit, Law, Phase, PhaseReason, Place, Sufficiency, Unfit,
};
use serde::{Deserialize, Serialize};

use super::signals::TestsRecord;

/// A stretch of time with its own parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PhaseRecord {
    /// Index of its first point.
    pub first: usize,
    /// Index of its last point so far.
    pub last: usize,
    /// The points its parameters come from; none with given parameters, or before the first.
    pub baseline: Option<BaselineUse>,
    /// Center line, in the unit of the plotted values; none while the phase is not judged. Where it
    /// follows the sizes of subgroups, their mean, for information.
    pub center: Option<f64>,
    /// Standard deviation of a plotted point, in the unit of the center, where all points share it.
    /// None otherwise: see `law`.
    pub sigma: Option<f64>,
    /// Why the phase began.
    pub reason: PhaseReasonWord,
    /// The shift that began it, where its reason is one.
    pub evidence: Option<Evidence>,
    /// That shift in a sentence.
    pub text: Option<String>,
    /// Label of its first point.
    pub first_label: String,
    /// Label of its last point.
    pub last_label: String,
    /// How sigma follows for each point; none while the phase is not judged.
    pub law: Option<Law>,
    /// Why it is not judged; none where it is.
    pub not_judged: Option<NotJudged>,
    /// How far its number of points carries; none with given parameters.
    pub sufficiency: Option<Sufficiency>,
    /// Its whole-phase tests, where the plan has any and the phase is judged.
    pub tests: Option<TestsRecord>,
}

/// Why a phase began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PhaseReasonWord {
    /// The series began.
    SeriesStart,
    /// The plan says so.
    Planned,
    /// A sustained shift of the phase before.
    Shift,
}

/// Why a phase is not judged. Different from "no signal".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NotJudged {
    /// What is wanting.
    pub reason: NotJudgedReason,
    /// How many points there are, where points are wanting.
    pub have: Option<usize>,
    /// How many it takes, where that is known.
    pub need: Option<usize>,
}

/// What a phase is wanting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NotJudgedReason {
    /// Its baseline is not complete yet.
    Learning,
    /// Its baseline has fewer useful points than the chart needs.
    TooFew,
    /// Its baseline has too few useful points next to each other.
    TooFewNeighbors,
    /// No subgroup of its baseline has two values.
    NoSpread,
    /// Sums of its baseline are beyond the range of a double.
    Overflow,
    /// A reason that this version of the record has no word for.
    Other,
}

impl PhaseReasonWord {
    /// The word, and the evidence of a shift.
    pub(super) const fn of(reason: &PhaseReason) -> (Self, Option<Evidence>) {
        match reason {
            PhaseReason::SeriesStart => (Self::SeriesStart, None),
            PhaseReason::Shift(evidence) => (Self::Shift, Some(*evidence)),
            // Every other reason is one that the plan gives.
            _ => (Self::Planned, None),
        }
    }
}

impl NotJudged {
    /// Of a fit; none where there are parameters.
    pub(super) const fn of(fit: &Fit) -> Option<Self> {
        let (reason, have, need) = match fit {
            Fit::Fitted { .. } => return None,
            Fit::Learning { have, need } => (NotJudgedReason::Learning, Some(*have), *need),
            Fit::Insufficient { unfit } => match unfit {
                Unfit::TooFew { have, need } => (NotJudgedReason::TooFew, Some(*have), Some(*need)),
                Unfit::TooFewNeighbors { have, need } => {
                    (NotJudgedReason::TooFewNeighbors, Some(*have), Some(*need))
                }
                Unfit::NoSpread => (NotJudgedReason::NoSpread, None, None),
                Unfit::Overflow => (NotJudgedReason::Overflow, None, None),
                _ => (NotJudgedReason::Other, None, None),
            },
            _ => (NotJudgedReason::Other, None, None),
        };
        Some(Self { reason, have, need })
    }
}

/// Sigma where it is one number for all points, in the unit of the center.
pub(super) fn shared_sigma(chart: &Chart, phase: &Phase) -> Option<f64> {
    let parameters = phase.parameters()?;
    let is_shared = match parameters.law {
        Law::Constant { .. } | Law::Around { .. } | Law::Cumulative { .. } => true,
        Law::Weighted { growing, .. } => !growing,
        // The exposure of a count is 1 at every point.
        Law::ByExposure { .. } | Law::Dispersed { .. } => {
            matches!(chart, Chart::Count(_) | Chart::CountPrime(_))
        }
        _ => false,
    };
    let shared = is_shared.then(|| parameters.sigma_at(Place::new(1.0, 0)));
    shared.flatten()
}
