//! Statuses against the real core: do they carry what the questions need?

#![allow(clippy::unwrap_used)]

use redbead::{Baseline, Chart, Direction, Observation, Plan, Preset, Rebase, Report, Tie};
use redbead_qms::{
    Basis, Date, Ground, JudgeOptions, Judgement, MeasureId, Minimum, Moment, PhaseFit,
    PhaseReason, Provisional, SeriesContext, SeriesKey, SignalSide, SiteId, Status, StatusError,
    Sustained, Verdict,
};

fn key() -> SeriesKey {
    let measure = MeasureId::new("falls").unwrap();
    SeriesKey::new(measure, SiteId::new("ward-7").unwrap())
}

fn status(report: &Report, plan: &Plan) -> Status {
    Status::of(report, plan, &SeriesContext::new(key())).unwrap()
}

fn judged(report: &Report, plan: &Plan, minimum: usize) -> Judgement {
    status(report, plan).judge(&least(minimum))
}

fn least(points: usize) -> JudgeOptions {
    JudgeOptions::default().with_minimum(Minimum::Points(points))
}

fn first_eight(preset: Preset) -> Plan {
    let plan = Plan::of(preset).baseline(Baseline::FirstUseful { points: 8 });
    plan.direction(Direction::Decrease).build().unwrap()
}

fn scottish() -> Plan {
    let plan = Plan::of(Preset::ScottishRunChart).rebase(Rebase::Scottish);
    plan.direction(Direction::Decrease).build().unwrap()
}

/// Scenario 1: falls per 1,000 bed days, with a new median from month 9 on.
const SUSTAINED: [f64; 17] = [
    5.0, 7.0, 6.0, 6.0, 8.0, 7.0, 5.0, 6.0, // median 6
    4.0, 5.0, 3.0, 5.0, 4.0, 4.0, 3.0, 5.0, 4.0, // median of the first 8: 4
];

#[test]
fn a_sustained_improvement_still_reads_improving_under_its_new_median() {
    let plan = scottish();
    let report = plan.scan(&SUSTAINED).unwrap();
    assert_eq!(report.current().count(), 0, "nothing stands out any more");
    let status = status(&report, &plan);
    let phase = status.phase.unwrap();
    assert_eq!((phase.number, phase.center), (1, Some(4.0)));
    assert!(matches!(phase.reason, PhaseReason::Shift { .. }));

    let judgement = status.judge(&JudgeOptions::default());
    assert_eq!(judgement.verdict, Verdict::Improving);
    assert_eq!(judgement.ground, Ground::SustainedShift);
    assert!(!judgement.is_tentative);
    let ninth = Some(Moment {
        index: 8,
        date: None,
    });
    assert_eq!(judgement.since, ninth);
    assert_eq!(status.sustained_improvement(), ninth);
    let short = JudgeOptions::default().with_sustained(Sustained::Points(8));
    assert_eq!(status.judge(&short).verdict, Verdict::NoSignal);
}

#[test]
fn without_a_new_median_the_same_shift_says_the_same() {
    let plan = first_eight(Preset::ScottishRunChart);
    let judgement = judged(&plan.scan(&SUSTAINED).unwrap(), &plan, 12);
    assert_eq!(judgement.verdict, Verdict::Improving);
    assert_eq!(judgement.ground, Ground::CurrentSignals);
    // The point before the ninth month is on the median, and the one before that below it.
    assert_eq!(judgement.since.map(|since| since.index), Some(6));
}

#[test]
fn a_new_level_that_slips_is_worsening_at_once() {
    let mut falls = SUSTAINED.to_vec();
    falls.extend([6.0, 5.0, 6.0, 5.0, 6.0, 5.0]);
    let plan = scottish();
    let judgement = judged(&plan.scan(&falls).unwrap(), &plan, 12);
    assert_eq!(judgement.verdict, Verdict::Worsening);
    assert_eq!(judgement.ground, Ground::CurrentSignals);
    assert_eq!(judgement.since.map(|since| since.index), Some(15));
}

/// Scenario 2: seven points, one of them on the median of 2.
const ON_MEDIAN: [f64; 15] = [
    3.0, 2.0, 1.0, 2.0, 3.0, 1.0, 2.0, 2.0, // median 2
    3.0, 4.0, 2.0, 3.0, 3.0, 5.0, 4.0,
];

#[test]
fn what_ties_do_decides_and_is_named() {
    let skip = first_eight(Preset::ScottishRunChart);
    let skipping = status(&skip.scan(&ON_MEDIAN).unwrap(), &skip);
    assert_eq!(skipping.rules.ties.on_center, Some(Tie::Skip));
    let judgement = skipping.judge(&least(12));
    assert_eq!(judgement.verdict, Verdict::Worsening);
    assert_eq!(judgement.since.map(|since| since.index), Some(8));
    let shift = skipping.current().next().unwrap();
    assert_eq!((shift.side, shift.len()), (SignalSide::Above, 7));

    let strict = first_eight(Preset::PhsStrictTies);
    let strictly = status(&strict.scan(&ON_MEDIAN).unwrap(), &strict);
    assert_eq!(strictly.rules.ties.on_center, Some(Tie::Break));
    assert_eq!(strictly.judge(&least(12)).verdict, Verdict::NoSignal);
    assert!(!skipping.rules.is_same_as(&strictly.rules));
}

#[test]
fn five_points_are_too_few_to_say() {
    // Scenario 7.
    let plan = Plan::of(Preset::ScottishRunChart).build().unwrap();
    let judgement = status(&plan.scan(&[4.0, 5.0, 3.0, 6.0, 5.0]).unwrap(), &plan)
        .judge(&JudgeOptions::default());
    assert_eq!(judgement.verdict, Verdict::InsufficientData);
    assert_eq!(judgement.ground, Ground::TooFew { have: 5, need: 12 });
}

/// Scenario 9: a shift of six whose last point is provisional.
fn provisional_shift(last: f64) -> Vec<Observation> {
    let mut points: Vec<Observation> = [6.0, 4.0, 5.0, 6.0, 4.0, 5.0, 4.0, 6.0, 4.0]
        .into_iter()
        .chain([6.0, 7.0, 6.0, 7.0, 8.0])
        .map(Observation::value)
        .collect();
    points.push(Observation::value(last).provisional());
    points
}

#[test]
fn a_shift_that_rests_on_a_provisional_point_is_tentative() {
    let plan = first_eight(Preset::ScottishRunChart);
    let points = provisional_shift(7.0);
    let early = status(&plan.scan(&points).unwrap(), &plan);
    let judgement = early.judge(&least(12));
    assert_eq!(judgement.verdict, Verdict::Worsening);
    assert!(judgement.is_tentative);
    assert_eq!(early.points.provisional, 1);
    let firm = least(12).with_provisional(Provisional::LeftOut);
    let judgement = early.judge(&firm);
    assert_eq!(judgement.verdict, Verdict::NoSignal);
    assert!(!judgement.is_tentative);

    // The next release has the point on the other side.
    let revised = status(&plan.scan(&provisional_shift(3.0)).unwrap(), &plan);
    assert_eq!(revised.judge(&least(12)).verdict, Verdict::NoSignal);
    assert_eq!(revised.signals.len() + 1, early.signals.len());
}

#[test]
fn suppressed_points_are_counted_and_never_filled_in() {
    // Scenario 10: 24 months of which 15 are kept back.
    let mut months = vec![Observation::missing(); 24];
    for (month, falls) in [7.0, 5.0, 6.0, 8.0, 5.0, 7.0, 6.0, 5.0, 9.0]
        .iter()
        .enumerate()
    {
        months[month * 2 + 5] = Observation::value(*falls);
    }
    let plan = Plan::of(Preset::ScottishRunChart).build().unwrap();
    let report = plan.scan(&months).unwrap();
    let context = SeriesContext::new(key()).suppressed(15);
    let status = Status::of(&report, &plan, &context).unwrap();
    let points = status.points;
    assert_eq!(
        (points.useful, points.missing, points.suppressed),
        (9, 0, 15)
    );
    let judgement = status.judge(&least(12));
    assert_eq!(judgement.verdict, Verdict::InsufficientData);
    assert_eq!(judgement.ground, Ground::TooFew { have: 9, need: 12 });
    assert_eq!(status.judge(&least(9)).verdict, Verdict::NoSignal);

    let context = SeriesContext::new(key()).suppressed(16);
    assert_eq!(
        Status::of(&report, &plan, &context)
            .unwrap_err()
            .to_string(),
        "series falls at ward-7: 16 points are said to be suppressed, and 15 are missing; push \
         suppressed points as missing ones"
    );
}

#[test]
fn a_baseline_that_is_not_complete_judges_nothing() {
    let plan = first_eight(Preset::ScottishRunChart);
    let mut monitor = plan.monitor();
    for value in [5.0, 7.0, 6.0] {
        monitor.push(value).unwrap();
    }
    let status = status(&monitor.report(), &plan);
    assert_eq!(status.judge(&least(1)).verdict, Verdict::InsufficientData);
    assert_eq!(
        status.sufficiency.fit,
        PhaseFit::Learning {
            have: 3,
            need: Some(8)
        }
    );
}

#[test]
fn a_planned_phase_is_not_carried_by_the_points_before_it() {
    let values: Vec<f64> = (0..30).map(|at| f64::from(at * 7 % 5)).collect();
    let plan = |phases: &[usize]| {
        let plan = Plan::of(Preset::ScottishRunChart).phases_at(phases.iter().copied());
        plan.build().unwrap()
    };
    let usual = JudgeOptions::default();
    let (one, two) = (plan(&[]), plan(&[25]));
    assert_ne!(
        status(&one.scan(&values).unwrap(), &one)
            .judge(&usual)
            .verdict,
        Verdict::InsufficientData
    );
    let judgement = status(&two.scan(&values).unwrap(), &two).judge(&usual);
    assert_eq!(judgement.ground, Ground::TooFew { have: 5, need: 12 });
}

#[test]
fn signals_of_an_earlier_phase_are_history() {
    let mut values = vec![5.0, 4.0, 6.0, 5.0, 4.0, 6.0, 5.0, 4.0];
    values.extend([9.0; 6]);
    values.extend([5.0, 4.0, 6.0, 5.0, 4.0, 6.0, 5.0, 4.0, 6.0, 4.0]);
    let plan = Plan::of(Preset::PhsStrictTies)
        .baseline(Baseline::FirstUseful { points: 8 })
        .phases_at([14])
        .current_points(12)
        .direction(Direction::Decrease)
        .build()
        .unwrap();
    let status = status(&plan.scan(&values).unwrap(), &plan);
    assert!(!status.signals.is_empty());
    assert_eq!(status.current().count(), 0);
    assert_eq!(status.judge(&least(8)).verdict, Verdict::NoSignal);
}

#[test]
fn warnings_and_patterns_without_a_side() {
    let mut values = vec![
        10.0, 12.0, 11.0, 9.0, 8.0, 10.0, 11.0, 9.0, 10.0, 12.0, 9.0, 11.0,
    ];
    values.push(14.0);
    let plan = Plan::of(Preset::Westgard)
        .baseline(Baseline::First { points: 12 })
        .direction(Direction::Decrease)
        .build()
        .unwrap();
    let status = status(&plan.scan(&values).unwrap(), &plan);
    assert!(status.current().all(|signal| signal.is_warning));
    assert_eq!(status.current().count(), 1);
    assert_eq!(status.judge(&least(12)).verdict, Verdict::NoSignal);

    // Up and down in turn, too often for chance: special cause, for better or worse.
    let zigzag: Vec<f64> = (0..24).map(|at| f64::from(at % 2)).collect();
    let plan = first_eight(Preset::ScottishRunChart);
    let judgement = judged(&plan.scan(&zigzag).unwrap(), &plan, 12);
    assert_eq!(judgement.verdict, Verdict::SpecialCauseNotJudged);
}

#[test]
fn both_ways_at_once_is_mixed_and_no_direction_is_not_judged() {
    // Below the median for long, and rising all the while.
    let mut values = vec![10.0, 12.0, 11.0, 13.0, 10.0, 12.0, 11.0, 13.0];
    values.extend([3.0, 4.0, 5.0, 6.0, 7.0, 8.0]);
    for (direction, verdict) in [
        (Direction::Decrease, Verdict::Mixed),
        (Direction::NotJudged, Verdict::SpecialCauseNotJudged),
    ] {
        let plan = Plan::of(Preset::ScottishRunChart)
            .baseline(Baseline::FirstUseful { points: 8 })
            .direction(direction)
            .build()
            .unwrap();
        let status = status(&plan.scan(&values).unwrap(), &plan);
        let sides: Vec<SignalSide> = status.current().map(|signal| signal.side).collect();
        assert!(sides.contains(&SignalSide::Below) && sides.contains(&SignalSide::Rising));
        assert_eq!(status.judge(&least(12)).verdict, verdict);
    }
}

#[test]
fn given_limits_ask_for_no_minimum() {
    let plan = Plan::builder(Chart::individuals())
        .baseline(Baseline::Given {
            center: 5.0,
            sigma: Some(1.0),
        })
        .direction(Direction::Increase)
        .build()
        .unwrap();
    let judgement = status(&plan.scan(&[5.0, 9.0]).unwrap(), &plan).judge(&JudgeOptions::default());
    assert_eq!(judgement.verdict, Verdict::Improving);
}

#[test]
fn points_that_no_series_can_have_are_no_trouble() {
    let plan = scottish();
    let mut status = status(&plan.scan(&SUSTAINED).unwrap(), &plan);
    let far = Moment {
        index: usize::MAX,
        date: None,
    };
    status.phase.as_mut().unwrap().last = far;
    for signal in &mut status.signals {
        signal.last = far;
    }
    let short = JudgeOptions::default().with_sustained(Sustained::Points(8));
    assert_eq!(status.judge(&short).verdict, Verdict::NoSignal);
    assert!(status.findings().all(|finding| finding.points() > 0));
}

#[test]
fn report_plan_and_context_must_belong_together() {
    let (plan, other) = (scottish(), first_eight(Preset::PhsStrictTies));
    let report = plan.scan(&SUSTAINED).unwrap();
    let error =
        |plan: &Plan, context: &SeriesContext<'_>| Status::of(&report, plan, context).unwrap_err();
    let context = SeriesContext::new(key());
    assert_eq!(
        error(&other, &context),
        StatusError::OtherPlan { key: key() }
    );
    let day: Date = "2026-01-01".parse().unwrap();
    let days = [day; 3];
    assert!(matches!(
        error(&plan, &context.clone().periods(&days)),
        StatusError::Periods {
            periods: 3,
            points: 17,
            ..
        }
    ));
    let mut risen = context;
    risen.direction = Direction::Increase;
    assert!(matches!(
        error(&plan, &risen),
        StatusError::OtherDirection { .. }
    ));
}

#[test]
fn periods_and_day_are_told_with_the_points() {
    let plan = scottish();
    let report = plan.scan(&SUSTAINED).unwrap();
    let months: Vec<Date> = (0..17)
        .map(|at| Date::new(2024 + at / 12, (at % 12) as u8 + 1, 1).unwrap())
        .collect();
    let context = SeriesContext::new(key().on(Basis::Residence))
        .periods(&months)
        .as_of("2025-06-30".parse().unwrap());
    let status = Status::of(&report, &plan, &context).unwrap();
    let since = status.judge(&JudgeOptions::default()).since.unwrap();
    assert_eq!(since.date.unwrap().to_string(), "2024-09-01");
    assert_eq!(status.as_of, Date::new(2025, 6, 30));
    assert_eq!(status.key.to_string(), "falls at ward-7 by residence");
}

#[test]
fn a_preview_is_tentative() {
    let plan = Plan::builder(Chart::individuals())
        .baseline(Baseline::First { points: 40 })
        .direction(Direction::Decrease)
        .build()
        .unwrap();
    let mut monitor = plan.monitor();
    let mut values: Vec<f64> = (0..24).map(|at| f64::from(at * 7 % 5)).collect();
    values.push(40.0);
    for value in &values {
        monitor.push(*value).unwrap();
    }
    let preview = monitor.provisional_report();
    let judgement = judged(&preview, &plan, 12);
    assert_eq!(judgement.verdict, Verdict::Worsening);
    assert!(judgement.is_tentative);
}
