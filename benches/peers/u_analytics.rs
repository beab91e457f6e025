//! The crate `u-analytics`, as its documentation shows it and as fast as it can be called.

use u_analytics::spc::{
    ChartPoint, ControlChart, ControlLimits, IndividualMRChart, RuleSet, RunRule, ViolationType,
};

use crate::flags::Flags;
use crate::scalar::limits;

/// Its individuals chart, fed point by point; the chart computes itself again at every point.
pub(crate) fn chart(series: &[f64]) -> Flags {
    // The rules come last, so that they are not looked at again at every point as well.
    let mut chart = IndividualMRChart::new().with_rules(RuleSet::none());
    for value in series {
        if chart.add_sample(&[*value]).is_err() {
            return Flags::default();
        }
    }
    let chart = chart.with_rules(RuleSet::western_electric());
    let violations = chart.points().iter().flat_map(|point| &point.violations);
    count(violations.copied())
}

/// Its rules alone, once over the series, under limits that are computed beside it.
pub(crate) fn rules(series: &[f64]) -> Flags {
    let (center, sigma) = limits(series);
    let limits = ControlLimits {
        ucl: center + 3.0 * sigma,
        cl: center,
        lcl: center - 3.0 * sigma,
    };
    let point = |(index, value): (usize, &f64)| ChartPoint {
        value: *value,
        index,
        violations: Vec::new(),
    };
    let points: Vec<ChartPoint> = series.iter().enumerate().map(point).collect();
    let violations = RuleSet::western_electric().check(&points, &limits);
    count(violations.into_iter().map(|(_, violation)| violation))
}

fn count(violations: impl Iterator<Item = ViolationType>) -> Flags {
    let mut flags = Flags::default();
    for violation in violations {
        match violation {
            ViolationType::BeyondLimits => flags.beyond_3 += 1,
            ViolationType::TwoOfThreeBeyond2Sigma => flags.two_of_three += 1,
            ViolationType::FourOfFiveBeyond1Sigma => flags.four_of_five += 1,
            ViolationType::EightOneSide => flags.eight_on_one_side += 1,
            _ => {}
        }
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flags::Definitions;
    use crate::scalar::by_series;
    use redbead_benches::{POINTS, matrix};

    #[test]
    fn the_engine_set_to_its_definitions_flags_what_it_flags() {
        let values = matrix(1_000, POINTS);
        let flat = values.as_slice().unwrap();
        for (definitions, road) in [
            (Definitions::OtherRules, rules as fn(&[f64]) -> Flags),
            (Definitions::OtherRulesPrintedFactor, chart),
        ] {
            let expected = definitions.engine_flags(values.view()).unwrap();
            assert_eq!(by_series(flat, POINTS, 1, road), expected);
        }
    }
}
