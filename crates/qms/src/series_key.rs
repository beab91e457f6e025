//! What names a series.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::choice::choice;
use crate::id::{MeasureId, SiteId};

choice! {
    /// Whether a figure is of the people who live in a place or of those treated there: two
    /// different series.
    Basis as "basis" {
        /// Neither. The default.
        NotApplicable = "not_applicable" | "na" | "n/a",
        /// Of those who live there.
        Residence = "residence",
        /// Of those treated there.
        Treatment = "treatment",
    }
}

/// Names a series: a measure at a site on a basis.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesKey {
    /// The measure.
    pub measure: MeasureId,
    /// The site.
    pub site: SiteId,
    /// The basis.
    pub basis: Basis,
}

impl SeriesKey {
    /// A measure at a site, on no particular basis.
    #[must_use]
    pub const fn new(measure: MeasureId, site: SiteId) -> Self {
        Self {
            measure,
            site,
            basis: Basis::NotApplicable,
        }
    }

    /// The same on another basis.
    #[must_use]
    pub const fn on(mut self, basis: Basis) -> Self {
        self.basis = basis;
        self
    }
}

impl fmt::Display for SeriesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.measure, self.site)?;
        match self.basis {
            Basis::NotApplicable => Ok(()),
            basis => write!(f, " by {basis}"),
        }
    }
}
