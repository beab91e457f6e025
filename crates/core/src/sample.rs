//! An observation as a chart has read it.

use crate::observation::Status;

/// An observation as a chart has read it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct Sample {
    /// The plotted number: value, ratio, or mean or spread of a subgroup.
    #[cfg_attr(feature = "serde", serde(with = "crate::exact"))]
    pub(crate) value: f64,
    /// What the parameters rest on besides: the numerator of a ratio, the spread of a subgroup;
    /// else the value itself.
    #[cfg_attr(feature = "serde", serde(with = "crate::exact"))]
    pub(crate) numerator: f64,
    /// Denominator of the ratio, or size of the subgroup; 1 where there is neither.
    #[cfg_attr(feature = "serde", serde(with = "crate::exact"))]
    pub(crate) exposure: f64,
    pub(crate) kind: Kind,
}

/// What becomes of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub(crate) enum Kind {
    Confirmed,
    Provisional,
    Excluded,
    Missing,
    Invalid,
}

impl Kind {
    pub(crate) fn of(status: Status) -> Self {
        match status {
            Status::Confirmed => Self::Confirmed,
            Status::Provisional => Self::Provisional,
            Status::Excluded => Self::Excluded,
        }
    }
}

impl Sample {
    pub(crate) const MISSING: Self = Self {
        value: 0.0,
        numerator: 0.0,
        exposure: 1.0,
        kind: Kind::Missing,
    };

    pub(crate) const INVALID: Self = Self {
        kind: Kind::Invalid,
        ..Self::MISSING
    };

    pub(crate) fn of_value(value: f64, status: Status) -> Self {
        Self {
            value,
            numerator: value,
            exposure: 1.0,
            kind: Kind::of(status),
        }
    }

    /// The same sample, left out of fitting and judging.
    pub(crate) fn excluded(self) -> Self {
        Self {
            kind: Kind::Excluded,
            ..self
        }
    }

    /// Whether there is anything to plot.
    pub(crate) fn is_present(self) -> bool {
        !matches!(self.kind, Kind::Missing | Kind::Invalid)
    }

    /// Whether the point is plotted but neither fitted nor judged.
    pub(crate) fn is_excluded(self) -> bool {
        self.kind == Kind::Excluded
    }

    /// Whether the chart could not use the value.
    pub(crate) fn is_invalid(self) -> bool {
        self.kind == Kind::Invalid
    }

    /// Whether the point may still be revised.
    pub(crate) fn is_provisional(self) -> bool {
        self.kind == Kind::Provisional
    }

    /// Whether the point may be fitted and judged.
    pub(crate) fn is_useful(self) -> bool {
        self.is_present() && !self.is_excluded()
    }

    /// Whether every number is finite and the exposure positive.
    pub(crate) fn is_sound(self) -> bool {
        self.value.is_finite()
            && self.numerator.is_finite()
            && self.exposure.is_finite()
            && self.exposure > 0.0
    }
}
