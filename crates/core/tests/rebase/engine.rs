//! The engine against the laws: the same phases as the oracle, by scan and by push, and the report
//! that the same phases give when they are planned.

use redbead::{
    Baseline, Chart, Evidence, Fit, Observation, PhaseReason, Plan, Preset, Rebase, Report, Rule,
    Shift, Side, Sides, Signal,
};

use super::oracle::{self, Phase, mean, runs, scottish, stable_shift};
use super::planted;

const SERIES: u64 = 10_000;

fn plan(chart: Chart, rebase: Rebase) -> Plan {
    Plan::builder(chart)
        .rule(Shift::default())
        .rule(Rule::RunCount)
        .rule(Rule::LongestRun)
        .rebase(rebase)
        .build()
        .expect("rules that need no sigma")
}

fn run_chart(rebase: Rebase) -> Plan {
    plan(Chart::run(), rebase)
}

fn of_runs(baseline: u32, run: u32, side: Sides) -> Rebase {
    Rebase::Runs {
        baseline,
        run,
        side,
    }
}

const STABLE: Rebase = Rebase::StableShift { period: 21, run: 8 };

fn observations(series: &[Option<f64>]) -> Vec<Observation> {
    series
        .iter()
        .map(|value| Observation::from(*value))
        .collect()
}

fn pushed(plan: &Plan, series: &[Observation]) -> Report {
    let mut monitor = plan.monitor();
    let mut phases = 1;
    for observation in series {
        let verdict = monitor.push(*observation).expect("a finite value");
        let report = monitor.report();
        let grown = report.phases.len();
        assert_eq!(verdict.rephased.is_some(), grown > phases);
        if let Some(first) = verdict.rephased {
            let newest = report.phases[grown - 1];
            assert!(
                report.phases[phases..]
                    .iter()
                    .any(|phase| phase.first == first)
            );
            let PhaseReason::Shift(Evidence { known, .. }) = newest.reason else {
                panic!("a phase without evidence");
            };
            assert_eq!(known, verdict.index);
            assert!(verdict.froze);
        }
        let told: Vec<Signal> = monitor.new_signals(&verdict).collect();
        assert_eq!(told.len(), verdict.opened_signals);
        phases = grown;
    }
    monitor.finish()
}

/// Compares the phases of a report with those of a law; gives how many there are.
fn compare(report: &Report, law: &[Phase], length: usize, tolerance: f64) -> usize {
    if law.is_empty() {
        assert!(
            report
                .phases
                .iter()
                .all(|phase| phase.parameters().is_none())
        );
        return 0;
    }
    assert_eq!(report.phases.len(), law.len());
    for (number, (found, expected)) in report.phases.iter().zip(law).enumerate() {
        let end = law.get(number + 1).map_or(length, |next| next.first);
        assert_eq!((found.first, found.last), (expected.first, end - 1));
        let used = found.baseline.expect("a learned baseline");
        assert_eq!(used.used, expected.baseline.len());
        assert_eq!(Some(&used.last), expected.baseline.last());
        let center = found.parameters().expect("a fitted phase").center;
        let distance = (center - expected.center).abs();
        assert!(distance <= tolerance * expected.center.abs());
        match (&expected.evidence, found.reason) {
            (None, PhaseReason::SeriesStart) => {}
            (Some(expected_evidence), PhaseReason::Shift(evidence)) => {
                assert_eq!(evidence.side, expected_evidence.side);
                assert_eq!(evidence.first, expected_evidence.first);
                assert_eq!(evidence.completed, expected_evidence.completed);
                assert_eq!(evidence.points, expected_evidence.points.len());
                assert_eq!(evidence.known, expected.known);
            }
            (expected, found) => panic!("{found:?}, expected {expected:?}"),
        }
    }
    law.len()
}

/// `tolerance` is 0 for medians, which are exact.
fn follows(plan: &Plan, law: impl Fn(&[Option<f64>]) -> Vec<Phase>, tolerance: f64) {
    let mut phases = 0;
    for seed in 0..SERIES {
        let series = planted::series(seed);
        let points = observations(&series);
        let scanned = plan.scan(&points).expect("finite values");
        // Reports after each point take a while.
        if seed % 10 == 0 {
            assert_eq!(pushed(plan, &points), scanned, "seed {seed}");
        } else {
            let mut monitor = plan.monitor();
            for point in &points {
                monitor.push(*point).expect("a finite value");
            }
            assert_eq!(monitor.finish(), scanned, "seed {seed}");
        }
        phases += compare(&scanned, &law(&series), series.len(), tolerance);
        if seed % 10 == 0 {
            as_planned(plan, &scanned, &points);
        }
    }
    println!("{phases} phases in {SERIES} series");
    assert!(phases > 12_000);
}

/// What the report says of its phases is what it would say had the plan named them; only since
/// when it is known differs.
fn as_planned(plan: &Plan, report: &Report, points: &[Observation]) {
    let Some(first) = report.phases.first() else {
        return;
    };
    let starts = report.phases.iter().skip(1);
    let mut builder = Plan::builder(*plan.chart());
    for rule in plan.rules() {
        builder = builder.rule(*rule);
    }
    builder = builder.baseline(Baseline::FirstUseful {
        points: match first.fit {
            Fit::Learning { need, .. } => need.expect("a number of points"),
            _ => first.baseline.expect("a learned baseline").used,
        },
    });
    for phase in starts {
        let parameters = phase.parameters().expect("a fitted phase");
        builder = builder.phase(
            phase.first,
            Baseline::Given {
                center: parameters.center,
                sigma: sigma(plan, phase),
            },
        );
    }
    let planned = builder.build().expect("the same plan").scan(points);
    let planned = planned.expect("finite values");
    let plain = |signal: &Signal| {
        let flags = (signal.running, signal.current, signal.tentative);
        let indices = [signal.phase, signal.first, signal.last, signal.completed];
        (signal.rule, signal.side, indices, flags)
    };
    let found: Vec<_> = report.signals.iter().map(plain).collect();
    let expected: Vec<_> = planned.signals.iter().map(plain).collect();
    assert_eq!(found, expected);
    assert_eq!(report.latest, planned.latest);
    let tests = |report: &Report| -> Vec<_> { report.phases.iter().map(|p| p.tests).collect() };
    assert_eq!(tests(report), tests(&planned));
}

fn sigma(plan: &Plan, phase: &redbead::Phase) -> Option<f64> {
    let place = redbead::Place::new(1.0, 0);
    let parameters = phase.parameters()?;
    match plan.chart() {
        Chart::Run(_) => None,
        _ => parameters.sigma_at(place),
    }
}

#[test]
fn scottish_phases_are_those_of_the_law() {
    follows(&run_chart(Rebase::Scottish), scottish, 0.0);
}

#[test]
fn phases_of_runs_are_those_of_the_law() {
    let law = |baseline, run, side| move |series: &[Option<f64>]| runs(series, baseline, run, side);
    let plan = |baseline, run, side| run_chart(of_runs(baseline, run, side));
    follows(&plan(13, 9, Sides::Either), law(13, 9, None), 0.0);
    follows(
        &plan(13, 9, Sides::Above),
        law(13, 9, Some(Side::Above)),
        0.0,
    );
    follows(
        &plan(12, 7, Sides::Below),
        law(12, 7, Some(Side::Below)),
        0.0,
    );
}

#[test]
fn stable_phases_are_those_of_the_law() {
    // The engine's sums are shifted and striped, the oracle's compensated: a few units in the
    // last place apart.
    let law = |series: &[Option<f64>]| stable_shift(series, 21, 8, mean);
    follows(&plan(Chart::individuals(), STABLE), law, 1e-14);
}

#[test]
fn the_hand_worked_case() {
    let falls = [
        5.0, 7.0, 6.0, 6.0, 8.0, 7.0, 5.0, 6.0, 4.0, 5.0, 3.0, 5.0, 4.0, 4.0, 3.0, 5.0, 4.0,
    ];
    let plan = run_chart(Rebase::Scottish);
    // Baseline 5 5 6 6 6 7 7 8: median 6. Eight low points are not enough.
    let before = plan.scan(&falls[..16]).expect("finite values");
    assert_eq!(before.phases.len(), 1);
    let center =
        |report: &Report, number: usize| report.phases[number].parameters().map(|p| p.center);
    assert_eq!(center(&before, 0), Some(6.0));
    // The ninth, index 16, completes the shift; 3 3 4 4 4 5 5 5 of the first eight: median 4.
    let report = plan.scan(&falls).expect("finite values");
    assert_eq!(
        (center(&report, 0), center(&report, 1)),
        (Some(6.0), Some(4.0))
    );
    let PhaseReason::Shift(evidence) = report.phases[1].reason else {
        panic!("evidence");
    };
    assert_eq!((evidence.side, evidence.points), (Side::Below, 9));
    assert_eq!(
        (evidence.first, evidence.completed, evidence.known),
        (8, 16, 16)
    );
    assert_eq!(report.phases[0].last, 7);
}

#[test]
fn a_push_may_begin_two_phases() {
    // Eight 5s; 9 9 9 9 9, twelve 5s, 9 9 9 9. No: 5 is the median, so the twelve are on it and
    // the nine 9s are a shift up, complete at index 28. Its first eight, 9 9 9 9 9 5 5 5, have
    // median 9; the nine 5s after them are a shift down that was complete at 24.
    let mut series = vec![5.0; 8];
    series.extend([9.0; 5]);
    series.extend([5.0; 12]);
    series.extend([9.0; 4]);
    let plan = run_chart(Rebase::Scottish);
    let mut monitor = plan.monitor();
    for value in &series[..28] {
        assert_eq!(monitor.push(*value).expect("finite").rephased, None);
    }
    let verdict = monitor.push(series[28]).expect("finite");
    let report = monitor.report();
    assert_eq!(report.phases.len(), 3);
    assert_eq!(verdict.rephased, Some(report.phases[1].first));
    let law = scottish(&series.iter().map(|value| Some(*value)).collect::<Vec<_>>());
    assert_eq!(compare(&report, &law, series.len(), 0.0), 3);
}

#[test]
fn signals_before_a_shift_stay_known_since_when_they_were() {
    // Mean 10 and moving ranges of 1 to 3: 40 is beyond at once. Six points above 10 begin a phase.
    let mut values = vec![10.0, 11.0, 9.0, 10.0, 12.0, 10.0, 9.0, 11.0, 40.0];
    values.extend([
        9.0, 10.5, 9.0, 10.5, 9.0, 15.0, 16.0, 15.0, 16.0, 15.0, 16.0,
    ]);
    let plan = Plan::builder(Chart::individuals())
        .rebase(of_runs(8, 6, Sides::Either))
        .build()
        .expect("a plan");
    let report = plan.scan(&values).expect("finite values");
    assert_eq!(report.phases.len(), 2);
    let first = report.signals[0];
    assert_eq!(
        (first.phase, first.first, first.completed, first.known),
        (0, 8, 8, 8)
    );
}

#[test]
fn no_range_of_a_run_is_taken_across_a_gap() {
    // Center 1.5. The run 10 10 - 50 50 has the ranges 0 and 0; across the gap it would be 40.
    let value = Observation::value;
    let mut points: Vec<Observation> = [1.0, 2.0, 1.0, 2.0, 10.0, 10.0].map(value).into();
    points.push(Observation::missing());
    points.extend([value(50.0), value(50.0)]);
    let plan = plan(Chart::individuals(), of_runs(4, 4, Sides::Either));
    let report = plan.scan(&points).expect("finite values");
    let found = report.phases[1].parameters().expect("a fitted phase");
    assert_eq!(
        (found.center, sigma(&plan, &report.phases[1])),
        (30.0, Some(0.0))
    );
    assert_eq!(report.phases[1].baseline.map(|used| used.used), Some(4));
}

#[test]
fn a_phase_that_rests_on_a_provisional_point_says_so() {
    let plan = run_chart(Rebase::Scottish);
    let falls = [
        5.0, 7.0, 6.0, 6.0, 8.0, 7.0, 5.0, 6.0, 4.0, 5.0, 3.0, 5.0, 4.0, 4.0, 3.0, 5.0,
    ];
    let mut monitor = plan.monitor().keeping(redbead::History::All);
    for value in falls {
        monitor.push(value).expect("finite");
    }
    let before = monitor.report();
    monitor
        .push(Observation::value(4.0).provisional())
        .expect("finite");
    let report = monitor.report();
    let PhaseReason::Shift(evidence) = report.phases[1].reason else {
        panic!("evidence");
    };
    assert!(evidence.tentative);
    // The shift of eight that was told before is what began the phase, and no false alarm.
    let diff = report.diff(&before).expect("the same plan");
    assert_eq!(diff.rephased, [evidence]);
    let of_shift = |change: &&redbead::SignalChange| matches!(change.signal().rule, Rule::Shift(_));
    let change = diff.changes.iter().find(of_shift).expect("the shift");
    assert!(change.is_tentative());
    assert!(matches!(
        change,
        redbead::SignalChange::Withdrawn { rephased: Some(shift), .. } if *shift == evidence
    ));
    // Confirmed, it is a phase like any other; revised away, it is gone.
    let mut confirmed = monitor.clone();
    confirmed.revise(16, 4.0).expect("kept");
    let PhaseReason::Shift(firm) = confirmed.report().phases[1].reason else {
        panic!("evidence");
    };
    assert!(!firm.tentative);
    monitor.revise(16, 7.0).expect("kept");
    let diff = monitor.report().diff(&report).expect("the same plan");
    assert_eq!(diff.unphased, [evidence]);
}

#[test]
fn points_without_a_side_wait_in_a_line_that_is_looked_at_once() {
    // Quadratic work would take minutes: 400,000 points on the median behind the first of a shift.
    let plan = run_chart(Rebase::Scottish);
    let mut values = vec![0.0; 8];
    values.push(1.0);
    values.extend(std::iter::repeat_n(0.0, 400_000));
    values.extend([1.0; 8]);
    let report = plan.scan(&values).expect("finite values");
    assert_eq!(report.phases.len(), 2);
    assert_eq!(report.phases[1].first, 8);
    // And so would copies of the phases before: one for every nine points.
    let steps: Vec<f64> = (0..90_000).map(|index| f64::from(index / 9 % 2)).collect();
    assert!(plan.scan(&steps).expect("finite values").phases.len() > 9_000);
}

#[test]
fn excluded_points_count_as_deleted_rows() {
    let plan = run_chart(Rebase::Scottish);
    for seed in 0..500 {
        let series = planted::series(seed);
        let points = observations(&series);
        let mut with = Vec::new();
        for (index, point) in points.iter().enumerate() {
            if index % 7 == 3 {
                with.push(Observation::value(1e6).excluded());
            }
            with.push(*point);
        }
        let (plain, ghosted) = (plan.scan(&points), plan.scan(&with));
        let (plain, ghosted) = (plain.expect("finite"), ghosted.expect("finite"));
        let centers = |report: &Report| -> Vec<Option<f64>> {
            report
                .phases
                .iter()
                .map(|p| p.parameters().map(|p| p.center))
                .collect()
        };
        assert_eq!(centers(&plain), centers(&ghosted), "seed {seed}");
    }
}

#[test]
fn rebased_plans_are_checked() {
    let refused = |builder: redbead::PlanBuilder| builder.build().unwrap_err().to_string();
    let scottish = |chart| Plan::builder(chart).rebase(Rebase::Scottish);
    assert_eq!(
        refused(scottish(Chart::run()).baseline(Baseline::First { points: 10 })),
        "plan: baseline is first(10), expected none next to rebase, which brings its own"
    );
    assert_eq!(
        refused(scottish(Chart::run()).phase(30, Baseline::All)),
        "plan: baseline is all, expected none at a planned phase next to rebase, which brings its own"
    );
    assert_eq!(
        refused(scottish(Chart::run()).center(5.0)),
        "plan: center is 5, expected none next to rebase, which looks for a new one"
    );
    assert_eq!(
        refused(scottish(Chart::cusum())),
        "plan: rebase is scottish, expected none on a chart whose points are correlated"
    );
    assert_eq!(
        refused(Plan::builder(Chart::run()).rebase(STABLE)),
        "plan: rebase is stable_shift period=21 run=8, expected scottish or runs on a chart without limits"
    );
    assert_eq!(
        refused(Plan::builder(Chart::p()).rebase(Rebase::StableShift { period: 6, run: 8 })),
        "rebase: period is 6, expected at least the points of a run"
    );
    // Planned starts and shifts go together.
    let plan = Plan::of(Preset::ScottishRunChart)
        .rebase(Rebase::Scottish)
        .phases_at([20])
        .build()
        .expect("a plan");
    let values: Vec<f64> = (0..60)
        .map(|index| {
            if index < 40 {
                f64::from(index % 3)
            } else {
                9.0 + f64::from(index % 3)
            }
        })
        .collect();
    let report = plan.scan(&values).expect("finite values");
    let starts: Vec<usize> = report.phases.iter().map(|phase| phase.first).collect();
    assert_eq!(starts, [0, 20, 40]);
    assert!(matches!(report.phases[1].reason, PhaseReason::Planned));
    assert!(matches!(report.phases[2].reason, PhaseReason::Shift(_)));
    assert!(oracle::side_of(9.0, 1.0).is_some());
}
