//! Records: what one series says, as data for other programs.
//!
//! A record is a contract, one JSON object a series: `scan.schema.json` describes each field. It is
//! made of a report, its plan and its series, and holds nothing that these do not say. All indices
//! count from 0.

mod keys;
mod make;
mod phases;
mod points;
mod read;
mod reading;
mod rules;
mod signals;

use std::collections::BTreeMap;

use redbead::{Counts, Fingerprint, Sufficiency};
use serde::{Deserialize, Serialize};

pub use keys::Keys;
pub use make::{RecordOptions, Source};
pub use phases::{NotJudged, NotJudgedReason, PhaseReasonWord, PhaseRecord};
pub use points::{LatestRecord, PointRecord};
pub use read::{RecordError, read_records};
pub use reading::{ReadingRecord, VariationWord};
pub use rules::RulesRecord;
pub use signals::{SignalRecord, TestsRecord};

/// Version of the record format that this engine writes, and the newest it reads.
pub const RECORD_VERSION: u16 = 1;

/// What one series says: one object of the NDJSON output.
///
/// Made by [`SeriesRecord::of`], or by [`SeriesRecord::refused`] of a series that the plan cannot
/// read. Written and read by serde, every number to the last bit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SeriesRecord {
    /// Version of the format.
    #[serde(deserialize_with = "known_version")]
    pub version: u16,
    /// The keys of the series, by the names of their columns; empty where a file is one series.
    pub series: Keys,
    /// Short name of the chart, such as `p`.
    pub chart: String,
    /// The phases in time order; none of a refused series or one without points.
    pub phases: Vec<PhaseRecord>,
    /// The points in time order; left out unless they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Vec<PointRecord>>,
    /// The signals, phase by phase, in the order in which they were complete.
    pub signals: Vec<SignalRecord>,
    /// Whole-phase tests of the last phase, where the plan has any and the phase is judged.
    pub tests: Option<TestsRecord>,
    /// What the series says today; none of a refused series.
    pub reading: Option<ReadingRecord>,
    /// How many points there are; none of a refused series.
    pub counts: Option<Counts>,
    /// How far the baseline of the last phase carries; none with given parameters.
    pub sufficiency: Option<Sufficiency>,
    /// The latest judged point of the last phase.
    pub latest: Option<LatestRecord>,
    /// The value that the measure should reach, if the plan has one.
    pub target: Option<f64>,
    /// Whether limits come from everything so far, before the baseline was complete: a preview, no
    /// ground for an alert.
    pub provisional_limits: bool,
    /// Which plan judged the series.
    pub plan: Fingerprint,
    /// The rules that were asked, and what they make of points on a line and of gaps.
    pub rules: RulesRecord,
    /// How many of the missing points have a figure that is kept back; none where that is not known.
    pub suppressed: Option<usize>,
    /// The first day, such as `2024-05-01`, of the period of each point that phases and signals name,
    /// by its index; empty where points have no dates.
    pub days: BTreeMap<usize, String>,
    /// Why the series was refused, and how to mend it; none where it was read.
    pub error: Option<String>,
}

impl SeriesRecord {
    /// Whether the series could not be read.
    #[must_use]
    pub const fn is_refused(&self) -> bool {
        self.error.is_some()
    }

    /// The signals that matter now.
    pub fn current(&self) -> impl Iterator<Item = &SignalRecord> {
        self.signals.iter().filter(|signal| signal.current)
    }
}

fn known_version<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    use serde::de::Error;

    let version = u16::deserialize(deserializer)?;
    if (1..=RECORD_VERSION).contains(&version) {
        Ok(version)
    } else {
        Err(D::Error::custom(format!(
            "record version {version}, this engine reads up to version {RECORD_VERSION}"
        )))
    }
}
