use super::*;
use crate::observation::Observation;
use crate::phase::Baseline;
use crate::plan::PlanBuilder;
use crate::rule::{Beyond, Preset, Shift};

const MINUTES: [f64; 12] = [
    52.0, 47.0, 53.0, 49.0, 50.0, 47.0, 51.0, 50.0, 51.0, 50.0, 49.0, 48.0,
];
const AROUND: Specification = Specification::between(40.0, 60.0);

// Computed apart from this crate with numpy and scipy: estimate, lower and upper end.
const WITHIN_DEGREES: f64 = 7.089_050_516_487_656_5;
const OVERALL: f64 = 1.864_744_681_524_183;
const CP: [f64; 3] = [1.477_639_385_482_219, 0.756_528_76, 2.310_066_08];
const CPK: [f64; 3] = [
    1.440_698_400_845_163_3,
    0.667_431_431_105_497_8,
    2.213_965_370_584_828_6,
];
const PP: [f64; 3] = [1.787_554_814_532_986_3, 1.052_816_98, 2.523_386_58];
const PPK: [f64; 3] = [
    1.742_865_944_169_661_5,
    0.990_558_451_368_831_7,
    2.495_173_436_970_491,
];

fn individuals() -> PlanBuilder {
    Plan::builder(Chart::individuals())
}

fn ask(
    plan: &Plan,
    values: &[f64],
    specification: Specification,
) -> Result<Capability, CapabilityError> {
    let report = plan.scan(values).unwrap();
    report.capability(plan, values, specification, CapabilityOptions::default())
}

fn message(result: Result<Capability, CapabilityError>) -> String {
    result.unwrap_err().to_string()
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 1e-8,
        "{found}, expected {expected}"
    );
}

#[test]
fn twelve_points_by_another_road() {
    let plan = individuals().build().unwrap();
    let found = ask(&plan, &MINUTES, AROUND).unwrap();
    close(found.mean, 49.75);
    close(
        found.within_sigma,
        28.0 / 11.0 / std::f64::consts::FRAC_2_SQRT_PI,
    );
    close(found.within_degrees.unwrap(), WITHIN_DEGREES);
    close(found.overall_sigma.unwrap(), OVERALL);
    for (index, [estimate, lower, upper]) in [
        (found.cp.unwrap(), CP),
        (found.cpk, CPK),
        (found.pp.unwrap(), PP),
        (found.ppk.unwrap(), PPK),
    ] {
        close(index.estimate, estimate);
        close(index.lower, lower);
        close(index.upper, upper);
    }
    assert_eq!((found.points, found.phase), (12, 0));
    assert_eq!((found.first, found.last), (0, 11));
    assert!(found.in_control && found.signals == 0 && !found.is_advised());
}

#[test]
fn one_limit_leaves_its_side() {
    let plan = individuals().build().unwrap();
    let both = ask(&plan, &MINUTES, AROUND).unwrap();
    let lower = ask(&plan, &MINUTES, Specification::at_least(40.0)).unwrap();
    let upper = ask(&plan, &MINUTES, Specification::at_most(60.0)).unwrap();
    assert_eq!((lower.cp, lower.pp), (None, None));
    assert_eq!(lower.cpk, both.cpk);
    assert_eq!(lower.ppk, both.ppk);
    close(
        lower.cpk.estimate + upper.cpk.estimate,
        2.0 * both.cp.unwrap().estimate,
    );
    let outside = ask(&plan, &MINUTES, Specification::at_least(50.0)).unwrap();
    assert!(outside.cpk.estimate < 0.0);
}

#[test]
fn signals_refuse_unless_asked_anyway() {
    let plan = individuals()
        .rule(Beyond {
            sigma: 3.0,
            ..Beyond::default()
        })
        .build()
        .unwrap();
    let mut values = MINUTES.to_vec();
    values.push(90.0);
    let refused = ask(&plan, &values, AROUND);
    assert_eq!(
        message(refused),
        "the process is not in control: 1 signal in the last phase, first of rule `beyond sigma=3 \
         side=either` at points 12 to 12; start a new phase where the process changed, exclude points \
         with a known cause, or accept an unstable process"
    );
    let anyway = CapabilityOptions {
        unstable: Unstable::Accept,
        ..CapabilityOptions::default()
    };
    let report = plan.scan(&values).unwrap();
    let found = report.capability(&plan, &values, AROUND, anyway).unwrap();
    assert!(!found.in_control);
    assert_eq!((found.signals, found.points), (1, 13));

    let points: Vec<Observation> = values.iter().map(|x| Observation::value(*x)).collect();
    let mut excluded = points.clone();
    excluded[12] = excluded[12].excluded();
    let report = plan.scan(&excluded).unwrap();
    let options = CapabilityOptions::default();
    let found = report
        .capability(&plan, &excluded, AROUND, options)
        .unwrap();
    let clean = ask(&plan, &MINUTES, AROUND).unwrap();
    assert_eq!((found.cpk, found.ppk), (clean.cpk, clean.ppk));
}

#[test]
fn warnings_do_not_refuse_and_whole_phase_tests_do() {
    let mut shifted = vec![50.0, 51.0, 50.5, 49.5, 50.2, 51.2, 50.7, 49.9];
    shifted.extend(shifted.clone().iter().map(|x| x + 2.0));
    let warned = individuals()
        .rule(Beyond {
            sigma: 9.0,
            ..Beyond::default()
        })
        .warning(Shift {
            points: 8,
            ..Shift::default()
        });
    let found = ask(&warned.build().unwrap(), &shifted, AROUND).unwrap();
    assert!(found.in_control && found.signals == 0);
    let tested = individuals().preset(Preset::Anhoej).build().unwrap();
    let refused = message(ask(&tested, &shifted, AROUND));
    assert!(refused.contains("not in control: 2 signals"), "{refused}");
}

#[test]
fn a_plan_without_rules_tells_nothing_of_control() {
    let plan = individuals().no_rules().build().unwrap();
    let refused = ask(&plan, &MINUTES, AROUND).unwrap_err();
    assert_eq!(refused, CapabilityError::Stability(StabilityError::NoRules));
    let report = plan.scan(&MINUTES).unwrap();
    let anyway = CapabilityOptions {
        unstable: Unstable::Accept,
        ..CapabilityOptions::default()
    };
    let found = report.capability(&plan, &MINUTES, AROUND, anyway).unwrap();
    assert!(!found.in_control && found.signals == 0);
}

#[test]
fn the_last_phase_speaks_and_earlier_signals_do_not_matter() {
    let plan = individuals().phases_at([13]).build().unwrap();
    let mut values = MINUTES.to_vec();
    values.push(90.0);
    values.extend(MINUTES);
    let found = ask(&plan, &values, AROUND).unwrap();
    assert_eq!(
        (found.phase, found.first, found.last, found.points),
        (1, 13, 24, 12)
    );
    let alone = ask(&individuals().build().unwrap(), &MINUTES, AROUND).unwrap();
    assert_eq!((found.cpk, found.ppk), (alone.cpk, alone.ppk));
}

#[test]
fn within_is_of_the_baseline_and_the_mean_of_all_points() {
    let plan = individuals()
        .baseline(Baseline::First { points: 6 })
        .build()
        .unwrap();
    let found = ask(&plan, &MINUTES, AROUND).unwrap();
    let six = ask(&individuals().build().unwrap(), &MINUTES[..6], AROUND).unwrap();
    assert_eq!(found.within_sigma, six.within_sigma);
    assert_eq!(found.within_degrees, six.within_degrees);
    assert_eq!((found.mean, found.points), (49.75, 12));
    assert_eq!(found.cp, six.cp);
    assert_ne!(found.cpk, six.cpk);
}

#[test]
fn a_given_sigma_has_no_degrees_and_no_error() {
    let plan = individuals()
        .baseline(Baseline::Given {
            center: 51.0,
            sigma: Some(2.0),
        })
        .build()
        .unwrap();
    let found = ask(&plan, &MINUTES, AROUND).unwrap();
    assert_eq!((found.within_sigma, found.within_degrees), (2.0, None));
    let cp = found.cp.unwrap();
    assert_eq!(
        (cp.estimate, cp.lower, cp.upper),
        (20.0 / 12.0, cp.lower, cp.lower)
    );
    // 9.75 / 6, not the distance of the given center.
    close(found.cpk.estimate, 1.625);
}

#[test]
fn gaps_cost_degrees() {
    let plan = individuals().build().unwrap();
    let mut points: Vec<Observation> = MINUTES.iter().map(|x| Observation::value(*x)).collect();
    let options = CapabilityOptions::default();
    let whole = ask(&plan, &MINUTES, AROUND).unwrap();
    points.insert(6, Observation::missing());
    let report = plan.scan(&points).unwrap();
    let gapped = report.capability(&plan, &points, AROUND, options).unwrap();
    assert!(gapped.within_degrees < whole.within_degrees);
    assert_eq!(gapped.ppk, whole.ppk);
}

#[test]
fn every_refusal_says_how_to_mend_it() {
    let plan = individuals().build().unwrap();
    let with = |specification| message(ask(&plan, &MINUTES, specification));
    let none = Specification {
        lower: None,
        upper: None,
    };
    assert_eq!(
        with(none),
        "the specification has no limit, expected a lower or an upper one, or both"
    );
    assert_eq!(
        with(Specification::between(60.0, 40.0)),
        "specification limits 60 and 40, expected the lower below the upper"
    );
    assert_eq!(
        with(Specification::at_most(f64::INFINITY)),
        "specification limit is inf, expected a finite number; leave out what has no limit"
    );
    assert!(ask(&plan, &MINUTES, Specification::at_least(f64::NAN)).is_err());

    let report = plan.scan(&MINUTES).unwrap();
    for confidence in [0.0, 1.0, -0.5, 95.0, f64::NAN] {
        let options = CapabilityOptions {
            confidence,
            ..CapabilityOptions::default()
        };
        let refused = report.capability(&plan, &MINUTES, AROUND, options);
        assert_eq!(
            message(refused),
            format!(
                "confidence is {confidence}, expected a number above 0 and below 1, such as 0.95"
            )
        );
    }

    let run = Plan::builder(Chart::run()).build().unwrap();
    assert_eq!(
        message(ask(&run, &MINUTES, AROUND)),
        "the run chart has no capability; chart measured values as individuals, or their subgroups as xbar"
    );
    assert_eq!(
        message(ask(&plan, &[50.0; 9], AROUND)),
        "within sigma of the last phase is 0, so no index can be computed; record the values with more \
         digits"
    );
    assert_eq!(
        message(ask(&plan, &[], AROUND)),
        "the last phase is not judged, as the series has no points yet; wait for some"
    );
    let learning = individuals()
        .baseline(Baseline::First { points: 20 })
        .build()
        .unwrap();
    let mut monitor = learning.monitor();
    for value in MINUTES {
        monitor.push(value).unwrap();
    }
    let refused =
        monitor
            .report()
            .capability(&learning, &MINUTES, AROUND, CapabilityOptions::default());
    assert_eq!(
        message(refused),
        "the last phase is not judged, its baseline has 12 of 20 points; wait for more points"
    );
    let given = individuals()
        .baseline(Baseline::Given {
            center: 50.0,
            sigma: Some(2.0),
        })
        .build()
        .unwrap();
    assert_eq!(
        message(ask(&given, &[50.0], AROUND)),
        "1 useful point in the last phase, need at least 2 for capability"
    );
    assert_eq!(
        message(ask(&given, &[50.0, 50.0], AROUND)),
        "overall sigma of the last phase is 0, so no index can be computed; record the values with more \
         digits"
    );
    assert_eq!(
        ask(
            &plan,
            &[0.0, 5e-324, 0.0],
            Specification::between(-1e308, 1e308)
        ),
        Err(CapabilityError::NoSpread { which: "overall" })
    );
    assert_eq!(
        ask(
            &plan,
            &[0.0, 1e-160, 0.0],
            Specification::between(-1e308, 1e308)
        ),
        Err(CapabilityError::Overflow)
    );
    // The squares overflow, the values do not.
    let huge = ask(&plan, &[0.0, 2e160], Specification::at_most(5.0));
    assert_eq!(huge, Err(CapabilityError::Overflow));
    let other = report.capability(&plan, &MINUTES[1..], AROUND, CapabilityOptions::default());
    assert_eq!(
        message(other),
        "the series does not belong to the report, take the one that it was made with"
    );
}
