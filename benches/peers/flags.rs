//! What every road is checked by: at how many points each rule holds.

use std::error::Error;
use std::ops::Add;

use ndarray::ArrayView2;
use redbead::{
    Baseline, Beyond, Chart, Constants, KOfM, Newest, Parameters, Place, Plan, PlanError, Preset,
    Report, Rule, Shift, Tie, Window,
};
use serde::{Deserialize, Serialize};

/// Points of a series at which each of the Western Electric rules holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Flags {
    pub(crate) beyond_3: u64,
    pub(crate) two_of_three: u64,
    pub(crate) four_of_five: u64,
    pub(crate) eight_on_one_side: u64,
}

impl Add for Flags {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            beyond_3: self.beyond_3 + other.beyond_3,
            two_of_three: self.two_of_three + other.two_of_three,
            four_of_five: self.four_of_five + other.four_of_five,
            eight_on_one_side: self.eight_on_one_side + other.eight_on_one_side,
        }
    }
}

/// The flags of many series: their sum, and a sum weighted by series and rule, which differs as
/// well where two roads disagree on single series and agree on the whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Total {
    pub(crate) flags: Flags,
    pub(crate) checksum: u64,
}

impl Total {
    pub(crate) fn of(series: &[Flags]) -> Self {
        let mut total = Self::default();
        for (row, flags) in series.iter().enumerate() {
            let weighted = flags.beyond_3
                + 2 * flags.two_of_three
                + 4 * flags.four_of_five
                + 8 * flags.eight_on_one_side;
            total.flags = total.flags + *flags;
            total.checksum += (row as u64 + 1) * weighted;
        }
        total
    }
}

/// What a road understands by the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Definitions {
    /// The engine's preset: the newest point of a window is beyond, a window need not be full, a
    /// point on the center is skipped by runs.
    WesternElectric,
    /// The rules of `u-analytics`: any point of a window may be the newest, windows are full, a
    /// point on the center ends a run.
    OtherRules,
    /// The individuals chart of `u-analytics`: its rules, under limits 2.66 mean moving ranges from
    /// the center.
    OtherRulesPrintedFactor,
}

impl Definitions {
    pub(crate) const ALL: [Self; 3] = [
        Self::WesternElectric,
        Self::OtherRules,
        Self::OtherRulesPrintedFactor,
    ];

    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Self::WesternElectric => "the engine's preset `western_electric`",
            Self::OtherRules => "the rules as `u-analytics` reads them",
            Self::OtherRulesPrintedFactor => "the same, under its chart's limits",
        }
    }

    /// The engine's plan that says the same, for a series without parameters yet or with them.
    pub(crate) fn plan(self, baseline: Baseline) -> Result<Plan, PlanError> {
        let chart = Plan::builder(Chart::individuals()).baseline(baseline);
        let plan = match self {
            Self::WesternElectric => chart.preset(Preset::WesternElectric),
            Self::OtherRules => with_other_rules(chart),
            Self::OtherRulesPrintedFactor => {
                with_other_rules(chart).constants(Constants::PrintedFactors)
            }
        };
        plan.build()
    }

    /// The engine's flags of every row.
    pub(crate) fn engine_flags(
        self,
        matrix: ArrayView2<'_, f64>,
    ) -> Result<Vec<Flags>, Box<dyn Error>> {
        let plan = self.plan(Baseline::All)?;
        let rows = matrix.rows();
        let flags_of = |row: ndarray::ArrayView1<'_, f64>| {
            let row = row.to_slice().ok_or("rows lie whole in memory")?;
            self.flags_under(&plan.scan(row)?, row)
        };
        rows.into_iter().map(flags_of).collect()
    }

    /// The flags of a series under the limits of its report: pushed point by point through a
    /// monitor that was given them.
    pub(crate) fn flags_under(
        self,
        report: &Report,
        series: &[f64],
    ) -> Result<Flags, Box<dyn Error>> {
        let phase = report.phases.first();
        let Some(parameters) = phase.and_then(redbead::Phase::parameters) else {
            return Ok(Flags::default());
        };
        self.flags_given(parameters, series)
    }

    fn flags_given(self, parameters: &Parameters, series: &[f64]) -> Result<Flags, Box<dyn Error>> {
        let plan = self.plan(Baseline::Given {
            center: parameters.center,
            sigma: parameters.sigma_at(Place::new(1.0, 0)),
        })?;
        let mut monitor = plan.monitor();
        let mut flags = Flags::default();
        for value in series {
            for rule in monitor.push(*value)?.held.rules(&plan) {
                match rule {
                    Rule::Beyond(_) => flags.beyond_3 += 1,
                    Rule::KOfM(KOfM { k: 2, .. }) => flags.two_of_three += 1,
                    Rule::KOfM(_) => flags.four_of_five += 1,
                    Rule::Shift(_) => flags.eight_on_one_side += 1,
                    other => return Err(format!("`{other}` is not to be counted").into()),
                }
            }
        }
        Ok(flags)
    }
}

fn with_other_rules(chart: redbead::PlanBuilder) -> redbead::PlanBuilder {
    let window = |k, m, sigma| KOfM {
        k,
        m,
        sigma,
        window: Window::Full,
        newest: Newest::Any,
        ..KOfM::default()
    };
    chart
        .rule(Beyond {
            sigma: 3.0,
            ..Beyond::default()
        })
        .rule(window(2, 3, 2.0))
        .rule(window(4, 5, 1.0))
        .rule(Shift {
            points: 8,
            on_center: Tie::Break,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Center 0 and sigma 1, so that each value is its own multiple of sigma.
    fn flags(definitions: Definitions, series: &[f64]) -> Flags {
        let given = Baseline::Given {
            center: 0.0,
            sigma: Some(1.0),
        };
        let report = definitions.plan(given).unwrap().scan(series).unwrap();
        definitions.flags_under(&report, series).unwrap()
    }

    #[test]
    fn definitions_differ_where_they_should() {
        // Two points beyond 2 sigma, then one that is not: both flag once, but not the same point.
        let early = [2.5, 2.5, 0.5];
        let pairs = |definitions, series: &[f64]| flags(definitions, series).two_of_three;
        assert_eq!(pairs(Definitions::WesternElectric, &early), 1);
        assert_eq!(pairs(Definitions::WesternElectric, &early[..2]), 1);
        assert_eq!(pairs(Definitions::OtherRules, &early), 1);
        assert_eq!(pairs(Definitions::OtherRules, &early[..2]), 0);
        let late = [0.5, 2.5, 2.5, 0.5];
        assert_eq!(pairs(Definitions::WesternElectric, &late), 1);
        assert_eq!(pairs(Definitions::OtherRules, &late), 2);
        // Four points, one on the center, four more: a run of eight only where it is skipped.
        let tied = [0.5, 0.5, 0.5, 0.5, 0.0, 0.5, 0.5, 0.5, 0.5];
        let run = |definitions| flags(definitions, &tied).eight_on_one_side;
        assert_eq!(run(Definitions::WesternElectric), 1);
        assert_eq!(run(Definitions::OtherRules), 0);
    }

    #[test]
    fn the_checksum_tells_series_and_rules_apart() {
        let one = Flags {
            beyond_3: 2,
            ..Flags::default()
        };
        let two = Flags {
            two_of_three: 1,
            ..Flags::default()
        };
        assert_eq!(Total::of(&[one, two]).checksum, 2 + 2 * 2);
        assert_eq!(Total::of(&[two, one]).checksum, 2 + 2 * 2);
        assert_eq!(Total::of(&[one, Flags::default()]).checksum, 2);
        assert_eq!(Total::of(&[Flags::default(), one]).checksum, 4);
    }
}
