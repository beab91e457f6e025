//! The reading of a record.

use redbead::{Assurance, Direction, Meaning, Reading, Side, Variation};
use serde::{Deserialize, Serialize};

/// What a series says today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReadingRecord {
    /// What kind of variation the latest judged point shows.
    pub variation: VariationWord,
    /// Whether the process, as it is, will meet its target.
    pub assurance: Assurance,
    /// The direction of good it was read with.
    pub direction: Direction,
    /// Of special cause variation, its side or direction; none for patterns without one.
    pub side: Option<Side>,
    /// Of special cause variation, the rule that speaks for the point.
    pub rule: Option<String>,
    /// Whether the signal rests on provisional points, or the latest point is one.
    pub tentative: bool,
}

/// What kind of variation the latest judged point shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum VariationWord {
    /// No point of the last phase is judged yet.
    NotJudged,
    /// No rule holds at the latest point.
    CommonCause,
    /// Special cause in the direction of good.
    Improvement,
    /// Special cause against it.
    Concern,
    /// Special cause without a side, or a measure that is not judged.
    Neutral,
}

impl From<Meaning> for VariationWord {
    fn from(meaning: Meaning) -> Self {
        match meaning {
            Meaning::Improvement => Self::Improvement,
            Meaning::Concern => Self::Concern,
            Meaning::Neutral => Self::Neutral,
        }
    }
}

impl ReadingRecord {
    pub(super) fn of(reading: &Reading) -> Self {
        let (variation, side, rule, tentative) = match &reading.variation {
            Variation::CommonCause => (VariationWord::CommonCause, None, None, false),
            Variation::SpecialCause {
                meaning,
                side,
                rule,
                tentative,
            } => ((*meaning).into(), *side, Some(rule.to_string()), *tentative),
            _ => (VariationWord::NotJudged, None, None, false),
        };
        Self {
            variation,
            assurance: reading.assurance,
            direction: reading.direction,
            side,
            rule,
            tentative,
        }
    }
}
