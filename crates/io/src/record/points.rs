//! Points of a record.

use std::borrow::Cow;

use redbead::{Latest, Point, Status};
use serde::{Deserialize, Serialize};

/// One point of a series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PointRecord {
    /// Its index.
    pub index: usize,
    /// Its period, such as `2024-03`.
    pub label: String,
    /// Plotted value; none where there is nothing to plot.
    pub value: Option<f64>,
    /// Center line at this point; none while the phase is not judged, or where nothing is plotted.
    pub center: Option<f64>,
    /// Lower limit at this point, if there is one.
    pub lower: Option<f64>,
    /// Upper limit at this point, if there is one.
    pub upper: Option<f64>,
    /// Whether there is no figure, or none that the chart can use.
    pub missing: bool,
    /// Whether it is plotted, but neither fitted nor judged.
    pub excluded: bool,
    /// Whether it may still be revised.
    pub provisional: bool,
    /// Positions in the record's `signals` of those of which it is a member.
    pub signals: Vec<usize>,
    /// Why there is no figure to plot: as the source says, `missing`, `suppressed`, `not_applicable`,
    /// `infinite`, `no_exposure`, `no_row`, or `invalid` where the chart cannot use the figure and the plan
    /// takes it as missing; none where there is a figure, or nothing is known.
    pub why_missing: Option<Cow<'static, str>>,
}

impl PointRecord {
    pub(super) fn of(point: Point, label: String, why_missing: Option<Cow<'static, str>>) -> Self {
        Self {
            index: point.index,
            label,
            value: point.value,
            center: point.limits.map(|limits| limits.center),
            lower: point.limits.and_then(|limits| limits.lower),
            upper: point.limits.and_then(|limits| limits.upper),
            missing: point.status.is_none(),
            excluded: point.status == Some(Status::Excluded),
            provisional: point.status == Some(Status::Provisional),
            signals: point.signals,
            why_missing,
        }
    }
}

/// The latest judged point of the last phase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LatestRecord {
    /// Its index.
    pub index: usize,
    /// Its period, such as `2024-03`.
    pub label: String,
    /// Plotted value.
    pub value: f64,
    /// Center line at this point.
    pub center: f64,
    /// Lower limit at this point, if there is one.
    pub lower: Option<f64>,
    /// Upper limit at this point, if there is one.
    pub upper: Option<f64>,
}

impl LatestRecord {
    pub(super) fn of(latest: &Latest, label: String) -> Self {
        Self {
            index: latest.index,
            label,
            value: latest.value,
            center: latest.limits.center,
            lower: latest.limits.lower,
            upper: latest.limits.upper,
        }
    }
}
