//! The roads of this process: each a way from the matrix to an answer.

use std::error::Error;
use std::num::NonZeroUsize;

use ndarray::Array2;
use redbead::{Baseline, Panel, SeriesResult, SummaryResult};

use crate::flags::{Definitions, Flags};
use crate::{scalar, u_analytics};

/// A way from the matrix to an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Road {
    PlainSum,
    LookingBack,
    OnePass,
    OtherChart,
    OtherRules,
    Scan,
    Summary,
}

/// What a road gives, kept whole until it is measured.
#[derive(Debug)]
pub(crate) enum Answer {
    Sum(f64),
    Flags(Vec<Flags>),
    Reports(Vec<SeriesResult>),
    Summaries(Vec<SummaryResult>),
}

/// A road with its threads started.
pub(crate) type Prepared = Box<dyn Fn(&Array2<f64>) -> Answer>;

impl Road {
    pub(crate) const ALL: [Self; 7] = [
        Self::PlainSum,
        Self::Summary,
        Self::Scan,
        Self::OnePass,
        Self::LookingBack,
        Self::OtherRules,
        Self::OtherChart,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::PlainSum => "plain-sum",
            Self::LookingBack => "scalar-looking-back",
            Self::OnePass => "scalar-one-pass",
            Self::OtherChart => "u-analytics-chart",
            Self::OtherRules => "u-analytics-rules",
            Self::Scan => "redbead-scan",
            Self::Summary => "redbead-summary",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|road| road.name() == name)
    }

    /// What its answer holds, in words.
    pub(crate) fn answer(self) -> &'static str {
        match self {
            Self::PlainSum => "one number",
            Self::Scan => "a report a series",
            Self::Summary => "a summary a series",
            _ => "flag counts a series",
        }
    }

    /// How it reads the rules; none for a road without any.
    pub(crate) fn definitions(self) -> Option<Definitions> {
        match self {
            Self::PlainSum => None,
            Self::OtherRules => Some(Definitions::OtherRules),
            Self::OtherChart => Some(Definitions::OtherRulesPrintedFactor),
            _ => Some(Definitions::WesternElectric),
        }
    }

    /// Starts what is not to be measured: plans and pools of threads.
    pub(crate) fn prepare(self, threads: NonZeroUsize) -> Result<Prepared, Box<dyn Error>> {
        let count = threads.get();
        let by_series = |flags_of: fn(&[f64]) -> Flags| -> Prepared {
            Box::new(move |matrix| {
                let (flat, points) = (flat(matrix), matrix.ncols());
                Answer::Flags(scalar::by_series(flat, points, count, flags_of))
            })
        };
        Ok(match self {
            Self::PlainSum => Box::new(move |matrix| Answer::Sum(scalar::sum(flat(matrix), count))),
            Self::LookingBack => by_series(scalar::looking_back),
            Self::OnePass => by_series(scalar::one_pass),
            Self::OtherChart => by_series(u_analytics::chart),
            Self::OtherRules => by_series(u_analytics::rules),
            Self::Scan => {
                let panel = panel(threads)?;
                Box::new(move |matrix| Answer::Reports(panel.scan_rows(matrix.view())))
            }
            Self::Summary => {
                let panel = panel(threads)?;
                Box::new(move |matrix| Answer::Summaries(panel.summarize_rows(matrix.view())))
            }
        })
    }
}

impl Answer {
    /// The flags of every series; none of a sum.
    pub(crate) fn flags(
        &self,
        definitions: Definitions,
        matrix: &Array2<f64>,
    ) -> Result<Option<Vec<Flags>>, Box<dyn Error>> {
        match self {
            Self::Sum(sum) if sum.is_finite() => Ok(None),
            Self::Sum(sum) => Err(format!("the matrix sums to {sum}, a number is needed").into()),
            Self::Flags(flags) => Ok(Some(flags.clone())),
            Self::Reports(reports) => {
                let flags_of = |(report, row): (&SeriesResult, &[f64])| {
                    definitions.flags_under(report.as_ref().map_err(Clone::clone)?, row)
                };
                let flags = reports.iter().zip(rows(matrix)).map(flags_of);
                Ok(Some(flags.collect::<Result<_, _>>()?))
            }
            Self::Summaries(summaries) => {
                let plan = definitions.plan(Baseline::All)?;
                let flags_of = |(summary, row): (&SummaryResult, &[f64])| {
                    let report = plan.scan(row)?;
                    // A summary does not hold all that flags need; what it holds is the report's.
                    if summary.as_ref() != Ok(&report.summary(&plan)?) {
                        return Err("the summary is not that of the report".into());
                    }
                    definitions.flags_under(&report, row)
                };
                let flags = summaries.iter().zip(rows(matrix)).map(flags_of);
                Ok(Some(flags.collect::<Result<_, Box<dyn Error>>>()?))
            }
        }
    }
}

fn rows(matrix: &Array2<f64>) -> impl Iterator<Item = &[f64]> {
    flat(matrix).chunks(matrix.ncols().max(1))
}

fn panel(threads: NonZeroUsize) -> Result<Panel, Box<dyn Error>> {
    let plan = Definitions::WesternElectric.plan(Baseline::All)?;
    Ok(Panel::with_threads(plan, threads)?)
}

/// The matrix as it lies in memory; empty for one that was turned, which no road is given.
fn flat(matrix: &Array2<f64>) -> &[f64] {
    matrix.as_slice().unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use super::*;
    use redbead_benches::{POINTS, matrix};

    #[test]
    fn every_road_flags_what_the_engine_flags_under_its_definitions() {
        let values = matrix(64, POINTS);
        for road in Road::ALL {
            assert_eq!(Road::named(road.name()), Some(road));
            let Some(definitions) = road.definitions() else {
                continue;
            };
            let expected = definitions.engine_flags(values.view()).unwrap();
            for threads in [1, 2] {
                let run = road.prepare(NonZeroUsize::new(threads).unwrap()).unwrap();
                let flags = run(&values).flags(definitions, &values).unwrap();
                assert_eq!(flags.as_ref(), Some(&expected), "{}", road.name());
            }
        }
    }

    #[test]
    fn the_sum_is_the_sum() {
        let values = matrix(64, POINTS);
        for threads in [1, 2] {
            let run = Road::PlainSum.prepare(NonZeroUsize::new(threads).unwrap());
            let Answer::Sum(sum) = run.unwrap()(&values) else {
                panic!("a sum is one number");
            };
            // 7,680 values of about 100: far less is lost than the tolerance.
            assert!((sum - values.sum()).abs() < 1e-6);
        }
    }
}
