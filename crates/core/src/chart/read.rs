//! From an observation to a sample: what each chart takes, and what it refuses.

use crate::constants::{MAX_TABLE_SIZE, SpreadKind};
use crate::error::SeriesError;
use crate::observation::{Measurement, Observation, Quantity, Spread, Status};
use crate::sample::{Kind, Sample};
use crate::series::Invalid;

/// `2⁵³`: beyond, doubles no longer tell a whole number from the next.
const LARGEST_COUNT: f64 = 9_007_199_254_740_992.0;

/// What the numbers of an observation must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Input {
    /// A finite number, or a ratio of which the quotient is taken.
    Number,
    /// A time above zero.
    Time,
    /// A whole number of cases or units, without a denominator.
    Count,
    /// A whole number of cases out of always the same number of items, which may be given as
    /// denominator or left out.
    CountOf { size: u32 },
    /// A whole number of cases, of any positive exposure.
    Cases,
    /// A whole number of cases out of a whole number of items.
    PartOfWhole,
    /// Any numerator, over any positive exposure.
    Weighted,
    /// The mean of a subgroup, with a spread of this kind.
    Mean(SpreadKind),
    /// The spread of a subgroup, of this kind.
    Spread(SpreadKind),
}

/// The door of a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reader {
    /// Short name of the chart.
    pub(super) chart: &'static str,
    pub(super) input: Input,
    /// Largest magnitude of a usable value.
    pub(super) limit: f64,
}

/// One observation at the door.
#[derive(Debug, Clone, Copy)]
struct Visit {
    chart: &'static str,
    input: Input,
    limit: f64,
    /// Zero-based position in the series.
    index: usize,
}

impl Reader {
    /// Largest magnitude of a usable value, where any finite number is one up to there.
    pub(crate) fn limit_of_numbers(&self) -> Option<f64> {
        (self.input == Input::Number).then_some(self.limit)
    }

    /// Reads an observation, or says why it cannot be used.
    pub(crate) fn read(
        &self,
        observation: Observation,
        index: usize,
        invalid: Invalid,
    ) -> Result<Sample, SeriesError> {
        if let Measurement::Value(value) = observation.measurement
            && self.input == Input::Number
            && value.abs() <= self.limit
        {
            // The usual case, without a look at the others.
            return Ok(Sample::of_value(value, observation.status));
        }
        let visit = Visit {
            chart: self.chart,
            input: self.input,
            limit: self.limit,
            index,
        };
        match visit.read(observation) {
            Err(SeriesError::NotFinite { value, .. })
                if value.is_nan() && invalid == Invalid::NanIsMissing =>
            {
                Ok(Sample::MISSING)
            }
            Err(error) if invalid == Invalid::Missing && !error.is_mistaken_kind() => {
                Ok(Sample::INVALID)
            }
            result => result,
        }
    }
}

impl Visit {
    fn read(self, observation: Observation) -> Result<Sample, SeriesError> {
        let status = observation.status;
        match observation.measurement {
            Measurement::Missing => Ok(Sample::MISSING),
            Measurement::Value(value) => self.value(value, status),
            Measurement::Ratio {
                numerator,
                denominator,
            } => self.ratio(numerator, denominator, status),
            Measurement::Subgroup { mean, spread, size } => {
                self.subgroup(mean, spread, size, status)
            }
        }
    }

    fn value(self, value: f64, status: Status) -> Result<Sample, SeriesError> {
        let (index, chart) = (self.index, self.chart);
        self.finite(Quantity::Value, value)?;
        let exposure = match self.input {
            Input::Number => 1.0,
            Input::Time if value > 0.0 => 1.0,
            Input::Time => return Err(SeriesError::NotPositive { index, value }),
            Input::Count => {
                self.count(Quantity::Value, value)?;
                1.0
            }
            Input::CountOf { size } => {
                self.count(Quantity::Value, value)?;
                if value > f64::from(size) {
                    return Err(SeriesError::AboveSize { index, value, size });
                }
                f64::from(size)
            }
            Input::Cases | Input::PartOfWhole | Input::Weighted => {
                let found = "one value";
                return Err(SeriesError::NeedsRatio {
                    index,
                    chart,
                    found,
                });
            }
            Input::Mean(needed) | Input::Spread(needed) => {
                return Err(self.needs_subgroup(needed));
            }
        };
        Ok(Sample {
            exposure,
            ..Sample::of_value(value, status)
        })
    }

    fn ratio(
        self,
        numerator: f64,
        denominator: f64,
        status: Status,
    ) -> Result<Sample, SeriesError> {
        let instead = match self.input {
            Input::Count => "push the count alone, or chart varying areas of opportunity as u",
            Input::Time => "push the time alone",
            Input::Mean(needed) | Input::Spread(needed) => {
                return Err(self.needs_subgroup(needed));
            }
            _ => "",
        };
        if !instead.is_empty() {
            return Err(self.needs_value("ratio", instead));
        }
        self.finite(Quantity::Denominator, denominator)?;
        if denominator <= 0.0 {
            return Ok(Sample::MISSING);
        }
        self.finite(Quantity::Numerator, numerator)?;
        if !matches!(self.input, Input::Number | Input::Weighted) {
            self.count(Quantity::Numerator, numerator)?;
        }
        if let Input::CountOf { size } = self.input {
            if denominator != f64::from(size) {
                return Err(SeriesError::OtherSize {
                    index: self.index,
                    found: denominator,
                    size,
                });
            }
            return self.value(numerator, status);
        }
        if self.input == Input::PartOfWhole {
            self.count(Quantity::Denominator, denominator)?;
            self.part(numerator, denominator)?;
        }
        let value = numerator / denominator;
        self.finite(Quantity::Ratio, value)?;
        Ok(Sample {
            value,
            numerator,
            exposure: denominator,
            kind: Kind::of(status),
        })
    }

    fn subgroup(
        self,
        mean: f64,
        spread: Spread,
        size: u32,
        status: Status,
    ) -> Result<Sample, SeriesError> {
        let index = self.index;
        if matches!(
            self.input,
            Input::Cases | Input::PartOfWhole | Input::Weighted
        ) {
            return Err(SeriesError::NeedsRatio {
                index,
                chart: self.chart,
                found: "a subgroup",
            });
        }
        let (Input::Mean(needed) | Input::Spread(needed)) = self.input else {
            let instead = "chart subgroups as xbar, s or r, or push their means alone";
            return Err(self.needs_value("subgroup", instead));
        };
        if size == 0 {
            return Ok(Sample::MISSING);
        }
        self.finite(Quantity::Mean, mean)?;
        self.finite(Quantity::Spread, spread.value())?;
        if spread.kind() != needed {
            return Err(SeriesError::OtherSpread {
                index,
                chart: self.chart,
                needed: spread_name(needed),
                found: spread_name(spread.kind()),
                other: match spread.kind() {
                    SpreadKind::Deviation => "s",
                    SpreadKind::Range => "r",
                },
            });
        }
        let value = spread.value();
        if value < 0.0 || (size == 1 && value != 0.0) {
            return Err(SeriesError::Spread { index, value, size });
        }
        let limit = MAX_TABLE_SIZE;
        if needed == SpreadKind::Range && size as usize > limit {
            return Err(SeriesError::SubgroupTooLarge { index, size, limit });
        }
        let plots_spread = matches!(self.input, Input::Spread(_));
        if plots_spread && size == 1 {
            // A single value has no spread to plot.
            return Ok(Sample::MISSING);
        }
        Ok(Sample {
            value: if plots_spread { value } else { mean },
            numerator: value,
            exposure: f64::from(size),
            kind: Kind::of(status),
        })
    }

    fn needs_subgroup(self, needed: SpreadKind) -> SeriesError {
        SeriesError::NeedsSubgroup {
            index: self.index,
            chart: self.chart,
            needed: spread_name(needed),
        }
    }

    fn needs_value(self, found: &'static str, instead: &'static str) -> SeriesError {
        SeriesError::NeedsValue {
            index: self.index,
            chart: self.chart,
            found,
            instead,
        }
    }

    fn finite(self, quantity: Quantity, value: f64) -> Result<(), SeriesError> {
        let (index, limit) = (self.index, self.limit);
        if !value.is_finite() {
            Err(SeriesError::NotFinite {
                index,
                quantity,
                value,
            })
        } else if value.abs() > limit {
            Err(SeriesError::TooLarge {
                index,
                quantity,
                value,
                limit,
            })
        } else {
            Ok(())
        }
    }

    fn count(self, quantity: Quantity, value: f64) -> Result<(), SeriesError> {
        let index = self.index;
        if value < 0.0 {
            Err(SeriesError::NegativeCount {
                index,
                quantity,
                value,
            })
        } else if value.fract() != 0.0 {
            Err(SeriesError::FractionalCount {
                index,
                quantity,
                value,
            })
        } else if value > LARGEST_COUNT {
            Err(SeriesError::TooLarge {
                index,
                quantity,
                value,
                limit: LARGEST_COUNT,
            })
        } else {
            Ok(())
        }
    }

    fn part(self, numerator: f64, denominator: f64) -> Result<(), SeriesError> {
        if numerator > denominator {
            return Err(SeriesError::NumeratorAboveDenominator {
                index: self.index,
                numerator,
                denominator,
            });
        }
        Ok(())
    }
}

fn spread_name(spread: SpreadKind) -> &'static str {
    match spread {
        SpreadKind::Deviation => "standard deviation",
        SpreadKind::Range => "range",
    }
}
