use super::*;
use crate::observation::Observation;
use crate::plan::PlanBuilder;

const MINUTES: [f64; 12] = [
    52.0, 47.0, 53.0, 49.0, 50.0, 47.0, 51.0, 50.0, 51.0, 50.0, 49.0, 48.0,
];
const CASES: [f64; 6] = [3.0, 5.0, 2.0, 4.0, 6.0, 1.0];
/// scipy.stats.beta.cdf(0.07, 21.5, 299.5).
const BETA_AT_SEVEN_PERCENT: f64 = 0.6094108071839935;
const OF: [f64; 6] = [50.0, 60.0, 45.0, 55.0, 70.0, 40.0];

fn toward(builder: PlanBuilder, direction: Direction, target: f64) -> Plan {
    builder.direction(direction).target(target).build().unwrap()
}

fn minutes(direction: Direction, target: f64) -> Outlook {
    let plan = toward(Plan::builder(Chart::individuals()), direction, target);
    let report = plan.scan(&MINUTES).unwrap();
    report
        .outlook(&plan, &MINUTES, OutlookOptions::default())
        .unwrap()
}

fn shares(
    direction: Direction,
    target: f64,
    next_denominator: Option<f64>,
) -> Result<Outlook, OutlookError> {
    let plan = toward(Plan::builder(Chart::p()), direction, target);
    let series = Series::ratios(&CASES, &OF).unwrap();
    let options = OutlookOptions {
        next_denominator,
        ..OutlookOptions::default()
    };
    plan.scan(series).unwrap().outlook(&plan, series, options)
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 1e-9,
        "{found}, expected {expected}"
    );
}

#[test]
fn values_follow_student() {
    // scipy.stats.t with 11 degrees at (target - 49.75) / 1.940887800607097.
    close(
        minutes(Direction::Decrease, 52.0).chance,
        0.864_552_546_063_853_9,
    );
    close(
        minutes(Direction::Increase, 52.0).chance,
        0.135_447_453_936_146_07,
    );
    close(
        minutes(Direction::Increase, 45.0).chance,
        0.983_800_677_540_620_6,
    );
    close(
        minutes(Direction::Decrease, 50.0).chance,
        0.550_082_368_600_591_1,
    );
    let even = minutes(Direction::Increase, 49.75);
    close(even.chance, 0.5);
    assert_eq!((even.points, even.phase), (12, 0));
    assert!(even.in_control);
    let Prediction::StudentT {
        center,
        scale,
        degrees,
    } = even.prediction
    else {
        panic!("{:?}", even.prediction);
    };
    assert_eq!((center, degrees), (49.75, 11.0));
    close(scale, 1.940_887_800_607_096_9);
}

#[test]
fn shares_follow_the_beta_binomial() {
    // scipy.stats.betabinom with 21 of 320, a = 21.5, b = 299.5.
    let at_most = |target| shares(Direction::Decrease, target, Some(50.0)).unwrap();
    let at_least = |target| shares(Direction::Increase, target, Some(50.0)).unwrap();
    close(at_most(0.04).chance, 0.359_267_355_986_798_93);
    close(at_least(0.04).chance, 0.836_545_595_594_987_9);
    close(at_most(0.1).chance, 0.869_360_386_594_545_6);
    close(at_least(0.1).chance, 0.251_204_460_743_692_96);
    assert_eq!(at_least(0.0).chance, 1.0);
    assert_eq!(at_most(1.0).chance, 1.0);
    // 50 of 50 has a chance of some 1e-45, and tails end at 1e-20.
    assert!(at_least(1.0).chance < 1e-20);
    assert_eq!(
        at_most(0.1).prediction,
        Prediction::BetaBinomial {
            cases: 21.0,
            of: 320.0,
            next_denominator: 50.0
        }
    );
}

#[test]
fn a_phase_without_cases_is_not_sure_of_none() {
    let plan = toward(Plan::builder(Chart::p()), Direction::Decrease, 0.0);
    let series = Series::ratios(&[0.0; 6], &OF).unwrap();
    let options = OutlookOptions {
        next_denominator: Some(50.0),
        ..OutlookOptions::default()
    };
    let outlook = plan.scan(series).unwrap().outlook(&plan, series, options);
    // scipy.stats.betabinom.pmf(0, 50, 0.5, 320.5).
    close(outlook.unwrap().chance, 0.930_030_202_257_577_2);
}

#[test]
fn a_share_on_the_target_meets_it() {
    for of in 1..=200_u32 {
        for count in 0..=of {
            let (count, of) = (f64::from(count), f64::from(of));
            let target = count / of;
            assert_eq!(meeting(target, of, Direction::Increase), (count, of));
            assert_eq!(meeting(target, of, Direction::Decrease), (0.0, count));
        }
    }
    // 1e8 / 3 lies between two counts.
    let (of, first) = (1e8, 33_333_334.0);
    assert_eq!(meeting(1.0 / 3.0, of, Direction::Increase), (first, of));
    assert_eq!(
        meeting(1.0 / 3.0, of, Direction::Decrease),
        (0.0, first - 1.0)
    );
}

#[test]
fn either_side_of_a_target_between_counts_makes_one() {
    for target in [0.011, 0.033, 0.111, 0.999] {
        let up = shares(Direction::Increase, target, Some(1000.0)).unwrap();
        let down = shares(Direction::Decrease, target + 1e-9, Some(999.0)).unwrap();
        assert!(up.chance + down.chance > 0.9);
        let below = shares(Direction::Decrease, target - 0.0005, Some(1000.0)).unwrap();
        close(up.chance + below.chance, 1.0);
    }
}

#[test]
fn the_largest_denominator_takes_a_blink() {
    let outlook = shares(
        Direction::Decrease,
        0.07,
        Some(Outlook::LARGEST_DENOMINATOR),
    );
    // The count's own chance is nothing here: Beta(21.5, 299.5) at 0.07, scipy.stats.beta.cdf.
    let chance = outlook.unwrap().chance;
    assert!((chance - BETA_AT_SEVEN_PERCENT).abs() < 1e-6, "{chance}");
}

#[test]
fn every_refusal_says_how_to_mend_it() {
    let ask = |plan: &Plan, values: &[f64]| {
        let report = plan.scan(values).unwrap();
        let outlook = report.outlook(plan, values, OutlookOptions::default());
        outlook.unwrap_err().to_string()
    };
    let individuals = || Plan::builder(Chart::individuals());
    assert_eq!(
        ask(&individuals().build().unwrap(), &MINUTES),
        "the plan has no target; set one with `target`"
    );
    assert_eq!(
        ask(&individuals().target(1.0).build().unwrap(), &MINUTES),
        "the plan has no direction of good, so nothing tells when the target is met; set one with \
         `direction`"
    );
    let plan = toward(individuals(), Direction::Increase, 50.0);
    assert_eq!(
        ask(&plan, &[50.0; 8]),
        "all points of the last phase are equal, so their spread is not known; record the values with \
         more digits"
    );
    assert!(ask(&plan, &[50.0]).starts_with("the last phase is not judged"));
    let mut jump = MINUTES.to_vec();
    jump.push(90.0);
    assert!(ask(&plan, &jump).starts_with("the process is not in control: 1 signal"));
    let run = toward(Plan::builder(Chart::run()), Direction::Increase, 50.0);
    assert_eq!(
        ask(&run, &MINUTES),
        "the run chart has no outlook; chart values as individuals, shares as p"
    );
    for (next, named) in [
        (None, "left out"),
        (Some(0.0), "0"),
        (Some(2.5), "2.5"),
        (Some(f64::NAN), "NaN"),
        (Some(1e9), "1000000000"),
    ] {
        let refused = shares(Direction::Increase, 0.1, next).unwrap_err();
        assert_eq!(
            refused.to_string(),
            format!(
                "next denominator is {named}, expected a whole number from 1 to 100000000 for the p chart"
            )
        );
    }
}

#[test]
fn asked_anyway_it_says_so() {
    let plan = toward(
        Plan::builder(Chart::individuals()),
        Direction::Increase,
        50.0,
    );
    let points: Vec<Observation> = MINUTES
        .iter()
        .chain(&[90.0])
        .map(|x| Observation::value(*x))
        .collect();
    let options = OutlookOptions {
        unstable: Unstable::Accept,
        ..OutlookOptions::default()
    };
    let outlook = plan.scan(&points).unwrap().outlook(&plan, &points, options);
    let outlook = outlook.unwrap();
    assert!(!outlook.in_control);
    assert_eq!((outlook.signals, outlook.points), (1, 13));
}
