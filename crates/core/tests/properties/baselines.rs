//! What limits rest on, and what they do not: the frozen past, the baseline alone, no excluded
//! row.

use std::sync::LazyLock;

use proptest::prelude::*;
use redbead::{Baseline, Fit, Gap, Plan, Report, Rule, Signal, Status, Tests};

use crate::charts::usual_charts;
use crate::plans::{config, given, limits, plans, plans_on, said, scan};
use crate::rebases::rebases;
use crate::series::{Raw, observations, series};

fn with_baseline(baseline: Baseline) -> Vec<Plan> {
    plans(|_, builder| builder.baseline(baseline))
}

#[test]
fn the_future_never_alters_the_past() {
    static PLANS: LazyLock<Vec<Plan>> = LazyLock::new(|| {
        let mut all = with_baseline(Baseline::First { points: 12 });
        all.extend(with_baseline(Baseline::FirstUseful { points: 12 }));
        all.extend(with_baseline(Baseline::Range { first: 3, last: 14 }));
        all.extend(plans(given));
        all
    });
    proptest!(config(100), |(points in series(), cut in any::<prop::sample::Index>())| {
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
    let Some(phase) = then.phases.first() else {
        return Ok(());
    };
    if matches!(phase.fit, Fit::Learning { .. }) || then.provisional_limits {
        return Ok(());
    }
    prop_assert_eq!(&phase.fit, &now.phases[0].fit);
    let lines = limits(plan, &now, &all);
    for (then, now) in limits(plan, &then, past).into_iter().zip(lines) {
        prop_assert_eq!(then.map(f64::to_bits), now.map(f64::to_bits));
    }
    let by_point = |signal: &&Signal| !signal.rule.is_whole_phase();
    let known: Vec<&Signal> = then.signals.iter().filter(by_point).collect();
    let later: Vec<&Signal> = now
        .signals
        .iter()
        .filter(by_point)
        .filter(|signal| signal.completed < cut)
        .collect();
    prop_assert_eq!(known.len(), later.len(), "{}{:?}", plan, all);
    for (then, now) in known.into_iter().zip(later) {
        // It may have grown: while it ran, or by a window that touched it later.
        let by_window = matches!(then.rule, Rule::KOfM(_) | Rule::RangeOf(_));
        let may_grow = then.running || by_window;
        let mut expected = *then;
        expected.last = if may_grow && now.last >= cut {
            now.last
        } else {
            then.last
        };
        expected.running = may_grow && now.running;
        expected.current = now.current;
        prop_assert_eq!(&expected, now, "{}{:?}", plan, all);
    }
    Ok(())
}

#[test]
fn a_baseline_of_the_first_points_gives_the_limits_of_those_alone() {
    static PLANS: LazyLock<Vec<[Plan; 2]>> = LazyLock::new(|| {
        let first = with_baseline(Baseline::First { points: 15 });
        let all = with_baseline(Baseline::All);
        first
            .into_iter()
            .zip(all)
            .map(|(first, all)| [first, all])
            .collect()
    });
    proptest!(config(150), |(points in series())| {
        for [first, all] in PLANS.iter() {
            let series = observations(first.chart(), &points);
            if series.len() < 15 {
                continue;
            }
            let extended = scan(first, &series);
            let alone = scan(all, &series[..15]);
            let (extended, fitted) = (extended.phases[0], alone.phases[0]);
            prop_assert_eq!(extended.fit, fitted.fit);
            prop_assert_eq!(extended.sufficiency, fitted.sufficiency);
            let so_far = scan(first, &series[..15]);
            prop_assert_eq!(said(&so_far.signals), said(&alone.signals));
        }
    });
}

#[test]
fn excluded_points_are_as_deleted_rows() {
    static PLANS: LazyLock<Vec<Plan>> = LazyLock::new(|| {
        let baselines = [Baseline::All, Baseline::FirstUseful { points: 12 }];
        let gaps = [Gap::Skip, Gap::Break, Gap::Join];
        let choices = baselines.iter().flat_map(|b| gaps.map(|gap| (*b, gap)));
        let with = |(baseline, gap)| plans(|_, builder| builder.baseline(baseline).gap(gap));
        let mut all: Vec<Plan> = choices.flat_map(with).collect();
        for rebase in rebases() {
            let rebased = plans_on(&usual_charts(), |_, builder| builder.rebase(rebase));
            all.extend(rebased.into_iter().step_by(5));
        }
        all
    });
    let excluded = prop::collection::vec(prop::bool::weighted(0.15), 90);
    proptest!(config(80), |(mut points in series(), excluded in excluded)| {
        for (point, excluded) in points.iter_mut().zip(excluded) {
            if excluded && point.status.is_some() {
                point.status = Some(Status::Excluded);
            }
            if point.status == Some(Status::Excluded) {
                // A single value has no spread to plot: on s and r charts it is missing.
                point.group = point.group.max(2);
            }
        }
        let is_kept = |point: &Raw| point.status != Some(Status::Excluded);
        let kept: Vec<usize> = (0..points.len()).filter(|i| is_kept(&points[*i])).collect();
        let deleted: Vec<Raw> = kept.iter().map(|index| points[*index]).collect();
        for plan in PLANS.iter() {
            let with = scan(plan, &observations(plan.chart(), &points));
            let without = scan(plan, &observations(plan.chart(), &deleted));
            let (Some(phase), Some(expected)) = (with.phases.first(), without.phases.first())
            else {
                continue;
            };
            prop_assert_eq!(phase.fit, expected.fit, "{}", plan);
            let found = |report: &Report| -> Vec<(Fit, Option<Tests>)> {
                let phases = report.phases.iter();
                phases.map(|phase| (phase.fit, phase.tests)).collect()
            };
            prop_assert_eq!(found(&with), found(&without), "{}{:?}", plan, points);
            prop_assert_eq!(with.reading, without.reading);
            let mut expected = said(&without.signals);
            for (_, _, [_, first, last, completed], _) in &mut expected {
                [*first, *last, *completed] = [*first, *last, *completed].map(|i| kept[i]);
            }
            prop_assert_eq!(said(&with.signals), expected, "{}{:?}", plan, points);
        }
    });
}
