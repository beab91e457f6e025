//! Phases that begin on evidence: they never alter what was known, and are those of a plan that
//! names their starts.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use redbead::{Baseline, Gap, Phase, PhaseReason, Plan, Rebase, Sides, Signal};

use crate::charts::usual_charts;
use crate::plans::{bits, config, limits, plans_on, said, scan};
use crate::series::{Raw, observations, series};

/// Every kind, as published and with fewer points, so that random series hold several phases.
pub(crate) fn rebases() -> Vec<Rebase> {
    let mut all = vec![
        Rebase::Scottish,
        Rebase::StableShift { period: 21, run: 8 },
        Rebase::StableShift { period: 6, run: 4 },
    ];
    for side in [Sides::Either, Sides::Above, Sides::Below] {
        let (baseline, run) = (13, 9);
        all.push(Rebase::Runs {
            baseline,
            run,
            side,
        });
        let (baseline, run) = (6, 5);
        all.push(Rebase::Runs {
            baseline,
            run,
            side,
        });
    }
    all
}

/// On charts with their usual options: what a phase learns is no matter of what begins it.
static PLANS: LazyLock<Vec<Plan>> = LazyLock::new(|| {
    let charts = usual_charts();
    let mut plans = Vec::new();
    for (number, rebase) in rebases().into_iter().enumerate() {
        let gap = [Gap::Skip, Gap::Break, Gap::Join][number % 3];
        let built = plans_on(&charts, |_, builder| builder.rebase(rebase).gap(gap));
        // Of the presets of a chart, some.
        plans.extend(built.into_iter().skip(number % 4).step_by(4));
    }
    plans
});

/// Series whose level moves more often.
fn moving() -> impl Strategy<Value = Vec<Raw>> {
    let steps = prop::collection::vec(prop::sample::select(vec![-60, -30, 0, 0, 40, 80]), 9);
    (series(), steps).prop_map(|(mut points, steps)| {
        for (index, point) in points.iter_mut().enumerate() {
            point.eighths = point.eighths / 2 + steps[index / 10];
        }
        points
    })
}

#[test]
fn the_future_never_alters_phases_that_have_ended() {
    proptest!(config(60), |(points in moving(), cut in any::<prop::sample::Index>())| {
        let cut = cut.index(points.len() + 1);
        for plan in PLANS.iter() {
            unaltered(plan, &points, cut)?;
        }
    });
}

fn unaltered(plan: &Plan, points: &[Raw], cut: usize) -> Result<(), TestCaseError> {
    let all = observations(plan.chart(), points);
    let past = &all[..cut];
    let (then, now) = (scan(plan, past), scan(plan, &all));
    prop_assert!(then.phases.len() <= now.phases.len());
    let Some((open, ended)) = then.phases.split_last() else {
        return Ok(());
    };
    prop_assert_eq!(ended, &now.phases[..ended.len()], "{}{:?}", plan, all);
    let later = &now.phases[ended.len()];
    prop_assert_eq!((open.first, open.reason), (later.first, later.reason));
    if open.parameters().is_some() && !then.provisional_limits {
        prop_assert_eq!((open.fit, open.baseline), (later.fit, later.baseline));
    }
    // Signals of the phases that had ended stay in every word, but for being the latest.
    let of_ended = |signals: &[Signal]| -> Vec<Signal> {
        let ended = signals.iter().filter(|signal| signal.phase < ended.len());
        ended.map(|signal| with_current(*signal, false)).collect()
    };
    prop_assert_eq!(of_ended(&then.signals), of_ended(&now.signals));
    // Of the phase that was open, those that still stand were known when they were known.
    for signal in then.signals.iter().filter(|s| s.phase == ended.len()) {
        let pattern = |s: &&Signal| {
            (s.rule, s.side, s.phase, s.first, s.completed)
                == (
                    signal.rule,
                    signal.side,
                    signal.phase,
                    signal.first,
                    signal.completed,
                )
        };
        if let Some(later) = now.signals.iter().find(pattern)
            && !signal.rule.is_whole_phase()
            && !then.provisional_limits
        {
            prop_assert_eq!(signal.known, later.known, "{}{:?}", plan, all);
        }
    }
    let drawn = |report, series| bits(&limits(plan, report, series));
    let (then, now) = (drawn(&then, past), drawn(&now, &all));
    prop_assert_eq!(&then[..open.first], &now[..open.first]);
    Ok(())
}

fn with_current(mut signal: Signal, current: bool) -> Signal {
    signal.current = current;
    signal
}

/// By hand: mean 0.5 and sigma 0.886 of the first six, so 9 is beyond its limit at once; the shift
/// of five zeros after it begins a phase, and is known at the last of them.
#[test]
fn a_signal_before_a_shift_stays_known_at_its_own_point() {
    let (baseline, run, side) = (6, 5, Sides::Either);
    let rebase = Rebase::Runs {
        baseline,
        run,
        side,
    };
    let plan = Plan::builder(redbead::Chart::individuals()).rebase(rebase);
    let plan = plan.build().expect("its own rule");
    let values = [0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 9.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    let report = plan.scan(&values).expect("finite values");
    assert_eq!(report.phases.len(), 2);
    assert_eq!(report.phases[1].first, 7);
    let known: Vec<usize> = report.signals.iter().map(|signal| signal.known).collect();
    assert_eq!(known, [6]);
}

#[test]
fn phases_begun_on_evidence_are_those_of_a_plan_that_names_their_starts() {
    let compared = AtomicUsize::new(0);
    // The phases of `Runs` take their parameters from the points of the run, without those on
    // the center: no baseline that a plan can name.
    let named = [
        (Rebase::Scottish, 8),
        (Rebase::StableShift { period: 6, run: 4 }, 6),
        (Rebase::StableShift { period: 21, run: 8 }, 21),
    ];
    let charts = usual_charts();
    let plans: Vec<(Plan, usize)> = named
        .into_iter()
        .flat_map(|(rebase, points)| {
            let plans = plans_on(&charts, |_, builder| builder.rebase(rebase));
            plans.into_iter().step_by(5).map(move |plan| (plan, points))
        })
        .collect();
    proptest!(config(60), |(points in moving())| {
        for (plan, first_useful) in &plans {
            let series = observations(plan.chart(), &points);
            let report = scan(plan, &series);
            let starts = report.phases.iter().skip(1).map(|phase| phase.first);
            let mut builder = Plan::builder(*plan.chart()).phases_at(starts).baseline(
                Baseline::FirstUseful { points: *first_useful },
            );
            for rule in plan.rules() {
                builder = builder.rule(*rule);
            }
            for rule in plan.warnings() {
                builder = builder.warning(*rule);
            }
            // A series of fewer points than a baseline needs no plan of its own phases.
            let Ok(planned) = builder.build() else {
                prop_assert_eq!(report.phases.len(), 1);
                continue;
            };
            let expected = scan(&planned, &series);
            let shown = |phase: &Phase| {
                let stretch = (phase.first, phase.last);
                (stretch, phase.fit, phase.baseline, phase.sufficiency, phase.tests)
            };
            let phases = |phases: &[Phase]| phases.iter().map(shown).collect::<Vec<_>>();
            let (found, wanted) = (phases(&report.phases), phases(&expected.phases));
            prop_assert_eq!(found, wanted, "{}{:?}", plan, series);
            let (found, wanted) = (said(&report.signals), said(&expected.signals));
            prop_assert_eq!(found, wanted, "{}{:?}", plan, series);
            for pair in report.phases.windows(2) {
                let PhaseReason::Shift(evidence) = pair[1].reason else {
                    return Err(TestCaseError::fail("a phase that nothing began"));
                };
                prop_assert_eq!(evidence.first, pair[1].first);
                compared.fetch_add(1, Ordering::Relaxed);
            }
        }
    });
    let compared = compared.into_inner();
    println!("{compared} phases begun on evidence");
    assert!(compared > 500);
}
