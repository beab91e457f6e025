//! Pairs of plans that must draw the same and say the same.

use proptest::prelude::*;
use redbead::{Observation, Plan, PlanBuilder, Preset};

use crate::near_lines::is_close;
use crate::plans::{bits, drawn, is_fitted, said, scan};
use crate::series::Raw;

/// Two plans of the same rules, for each preset that suits both charts, and for their own rules
/// where these are the same.
pub(crate) fn pairs(plans: [PlanBuilder; 2]) -> Vec<[Plan; 2]> {
    let with = |preset: Option<Preset>| {
        let build = |builder: &PlanBuilder| {
            let builder = builder.clone();
            match preset {
                Some(preset) => builder.preset(preset).build().ok(),
                None => builder.build().ok(),
            }
        };
        let [one, other] = &plans;
        let pair = [build(one)?, build(other)?];
        (pair[0].rules() == pair[1].rules()).then_some(pair)
    };
    let presets = Preset::ALL.into_iter().map(Some);
    presets.chain([None]).filter_map(with).collect()
}

/// That both plans draw the same and say the same, to the last bit.
pub(crate) fn same(
    [one, other]: &[Plan; 2],
    [of_one, of_other]: [&[Observation]; 2],
) -> Result<(), TestCaseError> {
    let (report, expected) = (scan(one, of_one), scan(other, of_other));
    prop_assert_eq!(is_fitted(&report), is_fitted(&expected));
    let found = bits(&drawn(one, &report, of_one));
    let drawn = bits(&drawn(other, &expected, of_other));
    prop_assert_eq!(found, drawn, "{}{}{:?}", one, other, of_one);
    prop_assert_eq!(said(&report.signals), said(&expected.signals));
    Ok(())
}

/// That the first plan draws `factor` times what the other does, within `rounding` of the numbers
/// at hand, and says the same unless a point lies a hundred times as near to a line.
pub(crate) fn near(
    [one, other]: &[Plan; 2],
    [of_one, of_other]: [&[Observation]; 2],
    factor: f64,
    rounding: f64,
) -> Result<(), TestCaseError> {
    let (report, expected) = (scan(one, of_one), scan(other, of_other));
    prop_assert_eq!(is_fitted(&report), is_fitted(&expected));
    let (found, drawn) = (
        drawn(one, &report, of_one),
        drawn(other, &expected, of_other),
    );
    for (found, drawn) in found.iter().zip(drawn) {
        let drawn = drawn.map(|line| factor * line);
        let largest = drawn.iter().map(|line| line.abs()).fold(0.0, f64::max);
        for (found, drawn) in found.iter().zip(drawn) {
            let is_near = (found - drawn).abs() <= rounding * largest;
            let is_none = found.is_nan() && drawn.is_nan();
            prop_assert!(is_near || is_none, "{found}, not {drawn}\n{one}{other}");
        }
    }
    let reach = 100.0 * rounding;
    if !is_close(one, &report, of_one, reach) && !is_close(other, &expected, of_other, reach) {
        prop_assert_eq!(said(&report.signals), said(&expected.signals));
    }
    Ok(())
}

/// The series with each point as it is observed here, in its own status.
pub(crate) fn each(points: &[Raw], of: impl Fn(Raw) -> Observation) -> Vec<Observation> {
    points
        .iter()
        .map(|point| point.observe(of(*point)))
        .collect()
}
