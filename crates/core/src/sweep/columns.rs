//! From a series to the columns of its useful points.

use crate::baseline::moving_range::ChainOptions;
use crate::error::SeriesError;
use crate::plan::Plan;
use crate::report::Counts;
use crate::sample::Kind;
use crate::series::{Columns as Source, Series};

/// The useful points of a whole series.
#[derive(Debug, Clone, Copy)]
pub(super) struct Useful<'a> {
    /// What is plotted; empty for ratios of which no rule looks at the steps.
    pub(super) values: &'a [f64],
    pub(super) numerators: &'a [f64],
    /// Empty where every exposure is 1.
    pub(super) exposures: &'a [f64],
    /// Index of each point; none where all points of the series are useful.
    indices: Option<&'a [u32]>,
    /// Numbers of useful points before the breaks between chains of neighbors; rising.
    pub(super) breaks: &'a [usize],
    /// Which of the useful points are provisional; rising.
    pub(super) provisional: &'a [u32],
    pub(super) counts: Counts,
}

impl Useful<'_> {
    pub(super) fn len(&self) -> usize {
        self.counts.useful
    }

    /// Whether any point was not useful.
    pub(super) fn has_gaps(&self) -> bool {
        self.counts.useful < self.counts.points
    }

    /// Index of a useful point in the series.
    pub(super) fn index(&self, ordinal: usize) -> usize {
        self.indices
            .map_or(ordinal, |indices| indices[ordinal] as usize)
    }

    /// Number of useful points before an index of the series.
    pub(super) fn before(&self, index: usize) -> usize {
        match self.indices {
            None => index.min(self.len()),
            Some(indices) => indices.partition_point(|known| (*known as usize) < index),
        }
    }

    /// What is plotted at a useful point.
    pub(super) fn value(&self, ordinal: usize) -> f64 {
        match self.values.get(ordinal) {
            Some(value) => *value,
            None => self.numerators[ordinal] / self.exposures[ordinal],
        }
    }

    pub(super) fn exposure(&self, ordinal: usize) -> f64 {
        self.exposures.get(ordinal).copied().unwrap_or(1.0)
    }
}

/// Memory for columns that the series does not have as they are needed; used again for the next.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    values: Vec<f64>,
    numerators: Vec<f64>,
    exposures: Vec<f64>,
    indices: Vec<u32>,
    breaks: Vec<usize>,
    provisional: Vec<u32>,
}

impl<'a> Useful<'a> {
    /// A series of which every point is useful.
    fn whole(values: &'a [f64], numerators: &'a [f64], exposures: &'a [f64]) -> Self {
        let points = numerators.len();
        Self {
            values,
            numerators,
            exposures,
            indices: None,
            breaks: &[],
            provisional: &[],
            counts: Counts {
                points,
                useful: points,
                ..Counts::default()
            },
        }
    }

    /// A plain column of values, without a look at each: where a fit to all of them shows whether
    /// they can be used.
    pub(super) fn trusted(series: Series<'a>) -> Option<Self> {
        match series.plain_columns()? {
            Source::Values(values) => Some(Self::whole(values, values, &[])),
            _ => None,
        }
    }
}

impl Gathered {
    /// The useful points of a series: its own columns where they can be taken as they are, and
    /// else point by point.
    ///
    /// # Errors
    ///
    /// The first observation that the plan cannot use.
    pub(super) fn read<'a>(
        &'a mut self,
        plan: &Plan,
        series: Series<'a>,
    ) -> Result<Useful<'a>, SeriesError> {
        match series.plain_columns() {
            Some(Source::Values(values)) if plan.reader().takes_all(values) => {
                Ok(Useful::whole(values, values, &[]))
            }
            Some(Source::Ratios(numerators, exposures))
                if plan.reader().takes_all_ratios(numerators, exposures) =>
            {
                self.values.clear();
                if plan.paths().steps {
                    let pairs = numerators.iter().zip(exposures);
                    self.values.extend(pairs.map(|(part, whole)| part / whole));
                }
                Ok(Useful::whole(&self.values, numerators, exposures))
            }
            _ => self.read_one_by_one(plan, series),
        }
    }

    fn read_one_by_one(
        &mut self,
        plan: &Plan,
        series: Series<'_>,
    ) -> Result<Useful<'_>, SeriesError> {
        self.clear();
        let chain = plan.fit_options().chain;
        let mut counts = Counts {
            points: series.len(),
            ..Counts::default()
        };
        for (index, observation) in series.iter().enumerate() {
            let sample = plan.read(observation, index)?;
            match sample.kind {
                Kind::Confirmed => {}
                Kind::Provisional => {
                    counts.provisional += 1;
                    self.provisional.push(self.values.len() as u32);
                }
                Kind::Excluded => counts.excluded += 1,
                Kind::Missing => counts.missing += 1,
                Kind::Invalid => counts.invalid += 1,
            }
            if sample.is_useful() {
                self.values.push(sample.value);
                self.numerators.push(sample.numerator);
                self.exposures.push(sample.exposure);
                self.indices.push(index as u32);
            } else if ChainOptions::breaks(chain, sample) {
                self.breaks.push(self.values.len());
            }
        }
        counts.useful = self.values.len();
        Ok(Useful {
            values: &self.values,
            numerators: &self.numerators,
            exposures: &self.exposures,
            indices: Some(&self.indices),
            breaks: &self.breaks,
            provisional: &self.provisional,
            counts,
        })
    }

    fn clear(&mut self) {
        self.values.clear();
        self.numerators.clear();
        self.exposures.clear();
        self.indices.clear();
        self.breaks.clear();
        self.provisional.clear();
    }
}
