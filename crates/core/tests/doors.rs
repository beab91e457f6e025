//! Bad input at every door: a typed error that says how to mend it, or a counted outcome.

#![allow(clippy::unwrap_used)]

use redbead::{
    Assurance, Baseline, Beyond, Chart, Direction, Fit, Individuals, Invalid, KOfM, Observation,
    Outcome, Plan, PlanError, Preset, Quantity, Rate, Report, Series, SeriesError, Shift, Sigma,
    Trend, Unfit, Variation,
};

fn plan(chart: Chart) -> Plan {
    Plan::builder(chart).build().unwrap()
}

fn refusal(chart: Chart, observation: Observation) -> String {
    let mut monitor = plan(chart).monitor();
    let before = monitor.clone();
    let error = monitor.push(observation).unwrap_err();
    assert_eq!(monitor, before, "a refused observation changes nothing");
    error.to_string()
}

#[test]
fn nan_and_infinities_are_refused_with_index_and_value() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let error = plan(Chart::individuals())
            .scan(&[1.0, 2.0, value])
            .unwrap_err();
        let SeriesError::NotFinite {
            index: 2,
            quantity: Quantity::Value,
            value: found,
        } = error
        else {
            panic!("{error}");
        };
        assert_eq!(found.to_bits(), value.to_bits());
    }
    assert_eq!(
        refusal(Chart::run(), Observation::value(f64::NAN)),
        "point 0: value is NaN, expected a finite number; correct it or mark the point missing"
    );
    assert_eq!(
        refusal(Chart::u(), Observation::ratio(3.0, f64::INFINITY)),
        "point 0: denominator is inf, expected a finite number; correct it or mark the point missing"
    );
    assert_eq!(
        refusal(Chart::u(), Observation::ratio(3.0, 5e-324)),
        "point 0: ratio is inf, expected a finite number; correct it or mark the point missing"
    );
}

#[test]
fn counts_that_cannot_be_are_refused() {
    assert_eq!(
        refusal(Chart::p(), Observation::ratio(11.0, 10.0)),
        "point 0: numerator 11 is above its denominator 10, expected a part of a whole; chart cases per exposure as u"
    );
    assert_eq!(
        refusal(Chart::u(), Observation::ratio(-1.0, 10.0)),
        "point 0: numerator is -1, expected a count of 0 or more; correct it or mark the point missing"
    );
    for (chart, observation) in [
        (Chart::p(), Observation::ratio(2.5, 10.0)),
        (Chart::p(), Observation::ratio(2.0, 10.5)),
        (Chart::u(), Observation::ratio(0.1, 10.0)),
    ] {
        assert!(refusal(chart, observation).contains("expected a whole number"));
    }
    assert_eq!(
        refusal(Chart::p(), Observation::value(0.3)),
        "point 0: the p chart needs a numerator and a denominator, got one value; use `Observation::ratio`"
    );
    // Exposure is no count on a u chart, and neither are the parts of a plain ratio.
    plan(Chart::u())
        .scan(Series::ratios(&[3.0], &[10.5]).unwrap())
        .unwrap();
    plan(Chart::individuals())
        .scan(Series::ratios(&[-3.5], &[1.5]).unwrap())
        .unwrap();
}

#[test]
fn no_exposure_is_a_missing_point_and_counted() {
    let series = Series::ratios(&[1.0, 2.0, 3.0, 0.0], &[10.0, 0.0, -4.0, 10.0]).unwrap();
    let report = plan(Chart::p()).scan(series).unwrap();
    assert_eq!(
        (
            report.counts.points,
            report.counts.useful,
            report.counts.missing
        ),
        (4, 2, 2)
    );
}

#[test]
fn a_policy_turns_invalid_points_into_counted_missing_ones() {
    let values = [1.0, f64::NAN, 3.0, f64::INFINITY, 2.0];
    let policy = |invalid| {
        let builder = Plan::builder(Chart::individuals());
        builder.invalid(invalid).build().unwrap()
    };
    let report = policy(Invalid::Missing).scan(&values).unwrap();
    assert_eq!(
        (
            report.counts.useful,
            report.counts.invalid,
            report.counts.missing
        ),
        (3, 2, 0)
    );
    let error = policy(Invalid::NanIsMissing).scan(&values).unwrap_err();
    assert!(
        matches!(error, SeriesError::NotFinite { index: 3, .. }),
        "{error}"
    );
    let report = policy(Invalid::NanIsMissing).scan(&values[..3]).unwrap();
    assert_eq!((report.counts.useful, report.counts.missing), (2, 1));

    let mut monitor = policy(Invalid::Missing).monitor();
    assert_eq!(monitor.push(f64::NAN).unwrap().outcome, Outcome::Invalid);
    assert_eq!(monitor.push(None).unwrap().outcome, Outcome::Missing);
}

#[test]
fn an_empty_series_and_one_point_are_not_enough_rather_than_no_signal() {
    let empty = plan(Chart::individuals()).scan(&[] as &[f64]).unwrap();
    assert!(empty.phases.is_empty() && !empty.is_judged());
    assert_eq!(empty.reading.variation, Variation::NotJudged);

    let one = plan(Chart::individuals()).scan(&[4.0]).unwrap();
    let unfit = Unfit::TooFew { have: 1, need: 2 };
    assert_eq!(one.phases[0].fit, Fit::Insufficient { unfit });
    assert!(!one.is_judged());

    let one = plan(Chart::run()).scan(&[4.0]).unwrap();
    assert!(one.is_judged(), "a median can be drawn through one point");
    let sufficiency = one.phases[0].sufficiency.unwrap();
    assert_eq!(
        (sufficiency.have, sufficiency.minimum, sufficiency.advised),
        (1, 1, 12)
    );
    assert!(!sufficiency.is_advised());
}

#[test]
fn useful_points_without_a_neighbor_have_no_moving_range() {
    let observations = [
        Observation::value(4.0),
        Observation::missing(),
        Observation::value(5.0),
    ];
    let report = plan(Chart::individuals()).scan(&observations[..]).unwrap();
    let unfit = Unfit::TooFewNeighbors { have: 1, need: 2 };
    assert_eq!(report.phases[0].fit, Fit::Insufficient { unfit });
}

#[test]
fn sums_beyond_the_range_of_a_double_are_no_limits() {
    let report = plan(Chart::individuals())
        .scan(&[f64::MAX, f64::MIN, f64::MAX, f64::MIN])
        .unwrap();
    let unfit = Unfit::Overflow;
    assert_eq!(report.phases[0].fit, Fit::Insufficient { unfit });
}

#[test]
fn a_baseline_longer_than_the_series_is_still_learning() {
    let plan = Plan::builder(Chart::individuals())
        .baseline(Baseline::First { points: 24 })
        .build()
        .unwrap();
    let report = plan.scan(&[5.0, 6.0, 7.0]).unwrap();
    let need = Some(24);
    assert_eq!(report.phases[0].fit, Fit::Learning { have: 3, need });
    assert!(!report.is_judged() && report.signals.is_empty());

    let mut monitor = plan.monitor();
    for value in [5.0, 6.0, 7.0, 6.0, 90.0] {
        let verdict = monitor.push(value).unwrap();
        assert!(matches!(verdict.outcome, Outcome::Learning { .. }));
    }
    let preview = monitor.provisional_report();
    assert!(preview.provisional_limits && preview.is_judged());
    assert!(!monitor.report().provisional_limits);
}

fn plan_error(builder: redbead::PlanBuilder) -> PlanError {
    builder.build().unwrap_err()
}

#[test]
fn rules_that_do_not_fit_the_chart_are_refused() {
    let error = plan_error(Plan::builder(Chart::run()).rule(Beyond::default()));
    assert!(matches!(error, PlanError::NeedsSigma { chart: "run", .. }));
    let error = plan_error(Plan::builder(Chart::moving_range()).rule(Shift::default()));
    assert_eq!(
        error.to_string(),
        "rule `shift points=8 on_center=skip` does not suit the moving_range chart, whose points are \
         correlated; only `beyond` does"
    );
    for preset in Preset::ALL {
        Plan::of(preset).build().unwrap();
    }
}

#[test]
fn parameters_out_of_range_are_refused_with_the_range() {
    let individuals = || Plan::builder(Chart::individuals());
    for (builder, message) in [
        (
            individuals().rule(Beyond {
                sigma: f64::NAN,
                ..Beyond::default()
            }),
            "rule `beyond sigma=NaN side=either`: sigma is NaN, expected a number above 0",
        ),
        (
            individuals().rule(Shift {
                points: 1,
                ..Shift::default()
            }),
            "rule `shift points=1 on_center=skip`: points is 1, expected 2 or more points",
        ),
        (
            individuals().rule(Trend {
                points: 0,
                ..Trend::default()
            }),
            "rule `trend points=0 equal=break`: points is 0, expected 2 or more points",
        ),
        (
            individuals().rule(KOfM {
                k: 4,
                m: 3,
                ..KOfM::default()
            }),
            "rule `k_of_m k=4 m=3 sigma=2`: k is 4, expected at least 1 and at most m",
        ),
        (
            individuals().rule(KOfM {
                m: 33,
                ..KOfM::default()
            }),
            "rule `k_of_m k=2 m=33 sigma=2`: m is 33, expected a window of 1 to 32 points",
        ),
        (
            individuals().rule(KOfM {
                not_beyond: Some(1.0),
                ..KOfM::default()
            }),
            "rule `k_of_m k=2 m=3 sigma=2 not_beyond=1`: not_beyond is 1, expected a number above \
             sigma",
        ),
        (
            individuals().limit_sigma(0.0),
            "plan: limit_sigma is 0, expected a number above 0",
        ),
        (
            individuals().target(f64::INFINITY),
            "plan: target is inf, expected a number that the plotted statistic can take",
        ),
        (
            individuals().current_points(0),
            "plan: current_points is 0, expected 1 to 100 points",
        ),
        (
            Plan::builder(Chart::Rate(Rate {
                per: 0.0,
                ..Rate::default()
            })),
            "u: per is 0, expected a number above 0",
        ),
        (
            Plan::builder(Chart::Individuals(Individuals {
                sigma: Sigma::Span(101),
                ..Individuals::default()
            })),
            "individuals: span is 101, expected 2 to 100 points",
        ),
        (
            Plan::builder(Chart::cusum()).rule(Beyond {
                sigma: 5.0,
                side: redbead::Sides::Above,
            }),
            "rule `beyond sigma=5 side=above`: side is above, expected either; a one-sided cusum chart \
             has its `sides`",
        ),
        (
            Plan::builder(Chart::cusum()).preset(redbead::Preset::Shewhart),
            "rule `beyond sigma=3 side=either` does not suit the cusum chart, which signals beyond its \
             interval of 5; leave the rules out, or use `beyond` 5",
        ),
    ] {
        assert_eq!(plan_error(builder).to_string(), message);
    }
    let shift = |points| Shift {
        points,
        ..Shift::default()
    };
    let many = (2..35).fold(individuals(), |builder, points| builder.rule(shift(points)));
    assert_eq!(
        plan_error(many).to_string(),
        "33 rules, expected at most 32"
    );
}

#[test]
fn given_numbers_that_leave_the_range_of_doubles_are_refused() {
    let given = |chart: Chart, center, sigma| {
        plan_error(Plan::builder(chart).baseline(Baseline::Given { center, sigma })).to_string()
    };
    let written_down = "expected a number whose limits can be written down; change the unit";
    assert!(given(Chart::g(), 9e307, None).contains(written_down));
    let too_large = given(Chart::ewma(), -f64::MAX, Some(1.0));
    assert!(too_large.contains("expected a number that the statistic can take"));
    assert!(
        Plan::builder(Chart::ewma())
            .center(f64::MAX)
            .build()
            .is_err()
    );
}

#[test]
fn counts_beyond_the_whole_doubles_are_refused() {
    let plan = Plan::builder(Chart::p()).build().unwrap();
    let error = plan.scan(&[Observation::ratio(1.0, 1e17)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "point 0: denominator is 1e17, expected at most 9.007199254740992e15 without its sign; change \
         the unit"
    );
}

#[test]
fn an_observation_of_another_kind_is_no_invalid_point() {
    let plan = Plan::builder(Chart::p()).invalid(Invalid::Missing);
    let plan = plan.build().unwrap();
    let error = plan.scan(&[0.3, 0.4]).unwrap_err();
    assert!(matches!(error, SeriesError::NeedsRatio { index: 0, .. }));
}

#[test]
fn phases_and_baselines_that_contradict_each_other_are_refused() {
    let individuals = || Plan::builder(Chart::individuals());
    for (builder, message) in [
        (
            individuals().phases_at([12, 12]),
            "phase start 12 follows 12, expected each start above the one before; the first phase starts at 0 without being named",
        ),
        (
            individuals().phases_at([0]),
            "phase start 0 follows 0, expected each start above the one before; the first phase starts at 0 without being named",
        ),
        (
            individuals().phases_at([20, 10]),
            "phase start 10 follows 20, expected each start above the one before; the first phase starts at 0 without being named",
        ),
        (
            individuals().baseline(Baseline::First { points: 1 }),
            "baseline of 1 point, need at least 2 for the individuals chart",
        ),
        (
            individuals()
                .baseline(Baseline::First { points: 24 })
                .phases_at([12]),
            "baseline 0..=23 leaves its phase, which starts at 0 and ends at 11; shorten it, or give the phase a baseline of its own",
        ),
        (
            individuals().phase(12, Baseline::Range { first: 6, last: 20 }),
            "baseline 6..=20 leaves its phase, which starts at 12 and ends with the series; shorten it, or give the phase a baseline of its own",
        ),
        (
            individuals()
                .baseline(Baseline::Range {
                    first: 9,
                    last: usize::MAX,
                })
                .phases_at([12]),
            "baseline 9..=18446744073709551615 leaves its phase, which starts at 0 and ends at 11; shorten it, or give the phase a baseline of its own",
        ),
        (
            individuals().baseline(Baseline::Given {
                center: 3.0,
                sigma: None,
            }),
            "given sigma is left out, expected a number of 0 or more, for the individuals chart",
        ),
        (
            Plan::builder(Chart::p()).baseline(Baseline::Given {
                center: 1.5,
                sigma: None,
            }),
            "given center is 1.5, expected a share from 0 to 1, such as 0.05 for 5 %, for the p chart",
        ),
        (
            Plan::builder(Chart::run()).baseline(Baseline::Given {
                center: 1.5,
                sigma: Some(1.0),
            }),
            "given sigma is 1, expected none, as there is a center line only, for the run chart",
        ),
    ] {
        assert_eq!(plan_error(builder).to_string(), message);
    }
}

#[test]
fn a_report_gives_points_only_for_its_own_series_and_plan() {
    let plan = plan(Chart::individuals());
    let values = [1.0, 2.0, 3.0];
    let report = plan.scan(&values).unwrap();
    let foreign = |report: &Report, plan: &Plan, values: &[f64]| {
        report
            .points(plan, values)
            .err()
            .map(|error| error.to_string())
    };
    assert_eq!(foreign(&report, &plan, &values), None);
    let refused = |what| {
        Some(format!(
            "the {what} does not belong to the report, take the one that it was made with"
        ))
    };
    assert_eq!(foreign(&report, &plan, &values[..2]), refused("series"));
    let other = Plan::builder(Chart::individuals()).rule(Shift::default());
    let other = other.build().unwrap();
    assert_eq!(foreign(&report, &other, &values), refused("plan"));
    let read_otherwise = Plan::builder(Chart::individuals())
        .limit_sigma(2.0)
        .target(1.0)
        .build()
        .unwrap();
    assert_eq!(foreign(&report, &read_otherwise, &values), None);
}

#[cfg(feature = "serde")]
#[test]
fn a_snapshot_with_other_parameters_than_the_given_ones_is_refused() {
    let given = Baseline::Given {
        center: 3.0,
        sigma: Some(1.0),
    };
    let plan = Plan::builder(Chart::individuals()).baseline(given);
    let plan = plan.build().unwrap();
    let mut monitor = plan.monitor();
    monitor.push(3.0).unwrap();
    let mut value = serde_json::to_value(monitor.snapshot()).unwrap();
    let center = "/state/open/stage/judging/plotter/parameters/0";
    *value.pointer_mut(center).unwrap() = serde_json::json!(4.0_f64.to_bits());
    let error = plan
        .resume(serde_json::from_value(value).unwrap())
        .unwrap_err();
    let message = "the snapshot is damaged: its parameters are not the given ones; replay the series \
                   instead";
    assert_eq!(error.to_string(), message);
}

#[test]
fn a_phase_that_ends_before_its_baseline_is_complete_is_insufficient() {
    let plan = Plan::builder(Chart::individuals())
        .rule(Beyond::default())
        .baseline(Baseline::Given {
            center: 0.0,
            sigma: Some(1.0),
        })
        .phase(2, Baseline::FirstUseful { points: 5 })
        .phase(8, Baseline::First { points: 4 });
    let (value, missing) = (Observation::value, Observation::missing);
    let mut series = vec![value(0.0), value(7.0)];
    series.extend([
        value(1.0),
        missing(),
        missing(),
        value(2.0),
        missing(),
        value(3.0),
    ]);
    series.push(value(4.0));
    let report = plan.build().unwrap().scan(&series).unwrap();
    let unfit = Unfit::TooFew { have: 3, need: 5 };
    assert_eq!(report.phases[1].fit, Fit::Insufficient { unfit });
    let need = Some(4);
    assert_eq!(report.phases[2].fit, Fit::Learning { have: 1, need });
    // Useful points came after it, judged or not, so the first phase's signal is not current.
    assert!(!report.signals[0].current);
}

#[test]
fn a_summary_is_read_under_the_plan_that_made_it() {
    let plan = |direction| {
        let plan = Plan::of(Preset::WesternElectric).direction(direction);
        plan.target(5.0).build().unwrap()
    };
    let (up, down) = (plan(Direction::Increase), plan(Direction::Decrease));
    let values = [10.0, 11.0, 10.5, 11.5, 10.0, 11.0, 10.5, 11.5];
    let summary = up.summarize(&values).unwrap();
    let reading = summary.reading(&up).unwrap();
    assert_eq!(reading.assurance, Assurance::ConsistentlyMeets);
    // Judging does not rest on the direction, so the plan is let in; what was said stays.
    assert_eq!(summary.reading(&down).unwrap(), reading);
    let report = up.scan(&values).unwrap();
    assert_eq!(report.summary(&up).unwrap(), summary);
    assert_eq!(report.summary(&down).unwrap(), summary);
    let other = Plan::of(Preset::Nelson).build().unwrap();
    assert!(summary.reading(&other).is_err() && report.summary(&other).is_err());
}

#[test]
fn a_summary_says_where_not_all_could_be_judged() {
    let plan = Plan::of(Preset::WesternElectric)
        .phases_at([1])
        .build()
        .unwrap();
    let values = [10.0, 11.0, 10.5, 11.5, 10.0, 11.0, 10.5, 11.5];
    let summary = plan.summarize(&values).unwrap();
    assert!(!summary.is_judged() && !plan.scan(&values).unwrap().is_judged());
    let preview = Plan::of(Preset::WesternElectric)
        .baseline(Baseline::First { points: 20 })
        .build()
        .unwrap();
    let mut monitor = preview.monitor();
    for value in values {
        monitor.push(value).unwrap();
    }
    let summary = monitor.provisional_report().summary(&preview).unwrap();
    assert!(summary.provisional_limits() && summary.is_judged());
    assert!(!monitor.report().summary(&preview).unwrap().is_judged());
}
