//! What a file holds: series, what was read, and what was guessed.

use std::collections::BTreeMap;
use std::sync::Arc;

use redbead::{Observation, Series, Status};

use crate::account::{Account, WhyMissing};
use crate::columns::Columns;
use crate::note::Note;
use crate::period::Period;

/// The series of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    pub(crate) key_names: Vec<String>,
    pub(crate) series: Vec<DataSeries>,
    pub(crate) columns: Columns,
    pub(crate) account: Account,
    pub(crate) notes: Vec<Note>,
}

impl Dataset {
    /// The names of the columns that tell series apart; none where the file is one series.
    #[must_use]
    pub fn key_names(&self) -> &[String] {
        &self.key_names
    }

    /// The series, in the order of their keys.
    #[must_use]
    pub fn series(&self) -> &[DataSeries] {
        &self.series
    }

    /// The columns as they were used, guesses included: with these, nothing is left to guess.
    #[must_use]
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// What was read, in numbers.
    #[must_use]
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// What was guessed, recognized or left undone.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Keeps the series of which a question is answered with yes. The account stays that of the
    /// file.
    pub fn retain(&mut self, keep: impl FnMut(&DataSeries) -> bool) {
        self.series.retain(keep);
    }

    /// The series of a list of keys, in the order of [`key_names`](Self::key_names).
    #[must_use]
    pub fn find(&self, keys: &[&str]) -> Option<&DataSeries> {
        let same = |series: &DataSeries| {
            series
                .keys
                .iter()
                .map(String::as_str)
                .cmp(keys.iter().copied())
        };
        let at = self.series.binary_search_by(same).ok()?;
        self.series.get(at)
    }
}

/// One series of a file, in the order of time.
#[derive(Debug, Clone, PartialEq)]
pub struct DataSeries {
    pub(crate) keys: Vec<String>,
    pub(crate) periods: Vec<Period>,
    pub(crate) points: Points,
    /// None where every point is confirmed.
    pub(crate) status: Option<Vec<Status>>,
    /// The points without a figure, by index.
    pub(crate) missing: Vec<(u32, WhyMissing)>,
    /// Points that the file says were revised, by index.
    pub(crate) revised: Vec<u32>,
    pub(crate) spellings: Arc<Spellings>,
    /// The texts of rows that come in the order of time without a period.
    pub(crate) own_labels: Option<Vec<String>>,
}

/// Periods that the file spells otherwise than [`Period`] writes them, as it spells them first.
pub(crate) type Spellings = BTreeMap<Period, String>;

/// The figures of a series. They are alike where their bits are, so that missing points are.
#[derive(Debug, Clone)]
pub(crate) enum Points {
    Values(Vec<f64>),
    Ratios(Vec<f64>, Vec<f64>),
    Subgroups(Vec<Observation>),
}

impl PartialEq for Points {
    fn eq(&self, other: &Self) -> bool {
        let alike = |a: &[f64], b: &[f64]| {
            a.iter()
                .map(|value| value.to_bits())
                .eq(b.iter().map(|value| value.to_bits()))
        };
        match (self, other) {
            (Self::Values(a), Self::Values(b)) => alike(a, b),
            (Self::Ratios(a, c), Self::Ratios(b, d)) => alike(a, b) && alike(c, d),
            (Self::Subgroups(a), Self::Subgroups(b)) => a == b,
            _ => false,
        }
    }
}

impl DataSeries {
    /// One text for each of the key names.
    #[must_use]
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// Number of points, missing ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.periods.len()
    }

    /// Whether there is no point, which no series of a file has.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.periods.is_empty()
    }

    /// The period of each point.
    #[must_use]
    pub fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// The label of a point: its period as [`Period`] writes it, or, where rows only come in order,
    /// the text that the file has for it. Empty past the end.
    #[must_use]
    pub fn label(&self, index: usize) -> String {
        let own = self
            .own_labels
            .as_ref()
            .and_then(|labels| labels.get(index));
        match (own, self.periods.get(index)) {
            (Some(label), _) => label.clone(),
            (None, Some(period)) => period.to_string(),
            (None, None) => String::new(),
        }
    }

    /// The labels of all points.
    #[must_use]
    pub fn labels(&self) -> Vec<String> {
        (0..self.len()).map(|index| self.label(index)).collect()
    }

    /// The spelling of a point's period in the file, where it differs from the label.
    #[must_use]
    pub fn spelling(&self, index: usize) -> Option<&str> {
        let text = self.spellings.get(self.periods.get(index)?)?;
        Some(text.as_str())
    }

    /// The first point whose period is the given one or a later one of the same kind.
    #[must_use]
    pub fn at_or_after(&self, period: Period) -> Option<usize> {
        let index = self.periods.partition_point(|own| *own < period);
        (index < self.len()).then_some(index)
    }

    /// The figures as the engine reads them, with a status for each point where one is provisional
    /// or excluded.
    ///
    /// In values and ratios NaN stands for a missing point: a plan over them has
    /// [`Invalid::NanIsMissing`](redbead::Invalid::NanIsMissing).
    #[must_use]
    pub fn series(&self) -> Series<'_> {
        let series = match &self.points {
            Points::Values(values) => Series::values(values),
            Points::Ratios(counts, exposures) => {
                // The two columns are filled together.
                Series::ratios(counts, exposures).unwrap_or(Series::values(counts))
            }
            Points::Subgroups(observations) => Series::observations(observations),
        };
        match &self.status {
            Some(status) => series.with_status(status).unwrap_or(series),
            None => series,
        }
    }

    /// Why a point has no figure; none where it has one.
    #[must_use]
    pub fn why_missing(&self, index: usize) -> Option<WhyMissing> {
        let index = u32::try_from(index).ok()?;
        let at = self
            .missing
            .binary_search_by_key(&index, |(index, _)| *index)
            .ok()?;
        self.missing.get(at).map(|(_, why)| *why)
    }

    /// Whether the file says that the figure of a point was revised.
    #[must_use]
    pub fn is_revised(&self, index: usize) -> bool {
        u32::try_from(index).is_ok_and(|index| self.revised.binary_search(&index).is_ok())
    }
}
