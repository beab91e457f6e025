//! One row: a series with its plan and report.

use redbead::{Plan, Report, Series, Wording};

use super::error::PageError;

/// A series with all that a page says of it.
///
/// Borrowed: a page takes from it what it needs, and keeps it deflated.
#[derive(Debug, Clone, Copy)]
pub struct PageRow<'a> {
    pub(super) keys: &'a [String],
    pub(super) labels: &'a [String],
    pub(super) plan: &'a Plan,
    pub(super) series: Series<'a>,
    pub(super) report: &'a Report,
    pub(super) wording: Wording<'a>,
    pub(super) remarks: &'a [(usize, String)],
    pub(super) phase_names: &'a [String],
    pub(super) ended: bool,
}

impl<'a> PageRow<'a> {
    /// A series by its keys, one for each key name of the page, and the label of each of its points
    /// in time order, with its report and the plan that made it.
    #[must_use]
    pub fn new(
        keys: &'a [String],
        labels: &'a [String],
        plan: &'a Plan,
        series: impl Into<Series<'a>>,
        report: &'a Report,
    ) -> Self {
        Self {
            keys,
            labels,
            plan,
            series: series.into(),
            report,
            wording: Wording::new(),
            remarks: &[],
            phase_names: &[],
            ended: false,
        }
    }

    /// The words of the measure: its unit, its periods, how its numbers are written. Points are
    /// named by the labels of the row whatever stands here. Default neutral.
    #[must_use]
    pub const fn wording(mut self, wording: Wording<'a>) -> Self {
        self.wording = wording;
        self
    }

    /// What there is to say of single points, by zero-based index: why a figure is missing, why one
    /// is excluded. Default nothing.
    #[must_use]
    pub const fn remarks(mut self, remarks: &'a [(usize, String)]) -> Self {
        self.remarks = remarks;
        self
    }

    /// Names of the phases in time order, or why they began; an empty one, or none, is told as what
    /// the report knows. Default none.
    #[must_use]
    pub const fn phase_names(mut self, names: &'a [String]) -> Self {
        self.phase_names = names;
        self
    }

    /// Whether the series ended long before others of the page: its row says so, and stands behind
    /// those of its kind that go on. Default no.
    #[must_use]
    pub const fn ended(mut self, ended: bool) -> Self {
        self.ended = ended;
        self
    }

    pub(super) fn check(&self, key_names: usize) -> Result<(), PageError> {
        check_keys(self.keys, key_names)?;
        let points = self.series.len();
        if self.labels.len() != points {
            return Err(PageError::Labels {
                found: self.labels.len(),
                expected: points,
            });
        }
        match self.remarks.iter().find(|(index, _)| *index >= points) {
            Some((index, _)) => Err(PageError::Remark {
                index: *index,
                points,
            }),
            None => Ok(()),
        }
    }
}

pub(super) fn check_keys(keys: &[String], key_names: usize) -> Result<(), PageError> {
    if keys.len() == key_names {
        Ok(())
    } else {
        Err(PageError::Keys {
            found: keys.len(),
            expected: key_names,
        })
    }
}
