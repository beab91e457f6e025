//! Any chart with any options, and observations that it reads.

use arbitrary::Arbitrary;
use redbead::{
    AfterSignal, Center, Chart, Count, CountPrime, Cusum, Deviations, Ewma, Growth, Individuals,
    IndividualsPrime, Items, LimitMethod, Means, Observation, Proportion, ProportionPrime, Ranges,
    Rate, RatePrime, Rebase, Sides, Sigma, Spread, SpreadCenter, TimeBetween, UnitsBetween, Within,
};

use crate::{AnyFloat, pick};

#[derive(Debug, Arbitrary)]
pub struct AnyChart {
    kind: u8,
    sigma: u8,
    span: u8,
    options: u8,
    /// Of the chart's own numbers, those that are not the usual ones.
    numbers: [Option<AnyFloat>; 3],
}

impl AnyChart {
    pub fn get(&self) -> Chart {
        let option = |bit: u8| self.options >> bit & 1;
        let number = |which: usize, usual| self.numbers[which].map_or(usual, AnyFloat::get);
        let per = number(0, 1000.0);
        let limits = pick(option(0), [LimitMethod::Sigma, LimitMethod::Probability]);
        let center = pick(option(1), [Center::Mean, Center::Median]);
        let sigma = pick(
            self.sigma,
            [
                Sigma::MovingRange,
                Sigma::MedianMovingRange,
                Sigma::ScreenedMovingRange,
                Sigma::Span(u32::from(self.span)),
                Sigma::StandardDeviation,
            ],
        );
        let within = pick(
            self.options,
            [
                Within::Deviations,
                Within::PooledDeviation,
                Within::MeanDeviation,
                Within::MeanRange,
            ],
        );
        let spread_center = pick(option(1), [SpreadCenter::Fixed, SpreadCenter::BySize]);
        let size = pick(
            self.options,
            [u32::from(self.span), 20, u32::from(self.span) << 24],
        );
        let (ewma, cusum) = (Ewma::default(), Cusum::default());
        pick(
            self.kind,
            [
                Chart::run(),
                Chart::moving_range(),
                Individuals { center, sigma }.into(),
                Means { within }.into(),
                Deviations {
                    center: spread_center,
                }
                .into(),
                Ranges {
                    center: spread_center,
                }
                .into(),
                Proportion { limits }.into(),
                Items { size, limits }.into(),
                Count { limits }.into(),
                Rate { per, limits }.into(),
                ProportionPrime { sigma }.into(),
                RatePrime { sigma, per }.into(),
                CountPrime { sigma }.into(),
                IndividualsPrime { sigma }.into(),
                UnitsBetween { center, limits }.into(),
                TimeBetween { sigma, limits }.into(),
                Ewma {
                    lambda: number(0, ewma.lambda),
                    width: number(1, ewma.width),
                    growth: pick(option(0), [Growth::TimeVarying, Growth::Asymptotic]),
                    sigma,
                }
                .into(),
                Cusum {
                    allowance: number(0, cusum.allowance),
                    interval: number(1, cusum.interval),
                    head_start: number(2, cusum.head_start),
                    after_signal: pick(option(0), [AfterSignal::Restart, AfterSignal::Continue]),
                    sides: pick(
                        self.options / 2,
                        [Sides::Either, Sides::Above, Sides::Below],
                    ),
                    sigma,
                }
                .into(),
            ],
        )
    }
}

/// Any re-phasing, with numbers small enough for a short series to get there.
#[derive(Debug, Clone, Copy, Arbitrary)]
pub enum AnyRebase {
    None,
    Scottish,
    Runs { baseline: u8, run: u8, side: u8 },
    StableShift { period: u8, run: u8 },
}

impl AnyRebase {
    pub fn get(self) -> Rebase {
        match self {
            Self::None => Rebase::None,
            Self::Scottish => Rebase::Scottish,
            Self::Runs {
                baseline,
                run,
                side,
            } => Rebase::Runs {
                baseline: u32::from(baseline % 12),
                run: u32::from(run % 8),
                side: pick(side, [Sides::Either, Sides::Above, Sides::Below]),
            },
            Self::StableShift { period, run } => Rebase::StableShift {
                period: u32::from(period % 16),
                run: u32::from(run % 8),
            },
        }
    }
}

/// An observation of the kind that the chart reads. `two` is the exposure, or the spread.
pub fn fitting(chart: &Chart, one: f64, two: f64, size: u8) -> Observation {
    match chart {
        Chart::Means(Means {
            within: Within::MeanRange,
        })
        | Chart::Ranges(_) => Observation::subgroup(one, Spread::Range(two), u32::from(size)),
        Chart::Means(_) | Chart::Deviations(_) => {
            Observation::subgroup(one, Spread::Deviation(two), u32::from(size))
        }
        Chart::Proportion(_) | Chart::ProportionPrime(_) => Observation::ratio(one.min(two), two),
        Chart::Rate(_) | Chart::RatePrime(_) | Chart::IndividualsPrime(_) => {
            Observation::ratio(one, two)
        }
        Chart::Items(Items { size, .. }) => Observation::value(one.min(f64::from(*size))),
        _ => Observation::value(one),
    }
}

/// Whether given parameters of the chart include a sigma.
pub fn needs_sigma(chart: &Chart) -> bool {
    !matches!(
        chart,
        Chart::Run(_)
            | Chart::MovingRange(_)
            | Chart::Deviations(_)
            | Chart::Ranges(_)
            | Chart::Proportion(_)
            | Chart::Items(_)
            | Chart::Count(_)
            | Chart::Rate(_)
            | Chart::UnitsBetween(_)
    )
}
