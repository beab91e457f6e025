//! Monitors that go on under another plan are as if they had run under it from the start.

use std::sync::LazyLock;

use proptest::prelude::*;
use redbead::{Baseline, Clip, Direction, History, Monitor, PlanBuilder, ResumeError};

use crate::charts::usual_charts;
use crate::plans::{config, plans_on};
use crate::rebases::rebases;
use crate::series::{observations, series};

/// Ways to phases, on each chart with some of its presets.
fn builders() -> Vec<PlanBuilder> {
    let baselines = [
        Baseline::First { points: 9 },
        Baseline::FirstUseful { points: 12 },
        Baseline::Range { first: 2, last: 12 },
        Baseline::All,
    ];
    let mut all = Vec::new();
    for (number, baseline) in baselines.into_iter().enumerate() {
        collect(&mut all, 4, number, |builder| builder.baseline(baseline));
    }
    for (number, rebase) in rebases().into_iter().enumerate() {
        collect(&mut all, 9, number, |builder| builder.rebase(rebase));
    }
    all
}

fn collect(
    all: &mut Vec<PlanBuilder>,
    step: usize,
    number: usize,
    with: impl Fn(PlanBuilder) -> PlanBuilder,
) {
    let found = std::cell::RefCell::new(Vec::new());
    plans_on(&usual_charts(), |_, builder| {
        let builder = with(builder);
        if builder.clone().build().is_ok() {
            found.borrow_mut().push(builder.clone());
        }
        builder
    });
    all.extend(found.into_inner().into_iter().skip(number).step_by(step));
}

/// Phases at some of the points; of a plan that re-phases, with its own baseline.
fn with_phases(builder: &PlanBuilder, starts: &[usize]) -> PlanBuilder {
    let own = starts.iter().fold(builder.clone(), |builder, start| {
        builder.phase(*start, Baseline::First { points: 3 })
    });
    match own.clone().build() {
        Ok(_) => own,
        Err(_) => builder.clone().phases_at(starts.iter().copied()),
    }
}

#[test]
fn a_change_of_later_phases_is_as_if_it_had_always_been() {
    static BUILDERS: LazyLock<Vec<PlanBuilder>> = LazyLock::new(builders);
    let gaps = || prop::collection::vec(3_usize..30, 0..3);
    let changes = (gaps(), gaps(), any::<prop::sample::Index>());
    proptest!(config(25), |(points in series(), (early, late, cut) in changes, keeps: bool)| {
        let cut = cut.index(points.len() + 1);
        let starts = |from: usize, gaps: &[usize]| {
            gaps.iter().scan(from, |at, gap| {
                *at += gap;
                Some(*at)
            }).collect::<Vec<usize>>()
        };
        let early = starts(14, &early);
        let kept: Vec<usize> = early.iter().copied().filter(|start| *start < cut).collect();
        let after = kept.last().copied().unwrap_or(14);
        // The first one may begin with the next point.
        let late = starts(cut.max(after + 3) - 3, &late);
        let mut switches = 0;
        for builder in BUILDERS.iter() {
            let before = with_phases(builder, &early).build();
            let changed = with_phases(builder, &[&kept[..], &late[..]].concat())
                .direction(Direction::Increase)
                .limit_sigma(2.5)
                .clip(Clip::Off);
            let (Ok(before), Ok(now)) = (before, changed.build()) else { continue };
            let all = observations(before.chart(), &points);
            let push = |mut monitor: Monitor, points: &[_]| {
                for point in points {
                    monitor.push(*point).expect("a series that suits the chart");
                }
                monitor
            };
            let history = if keeps { History::All } else { History::None };
            let start = push(before.monitor().keeping(history), &all[..cut]);
            // Own baselines of both or of neither.
            let Ok(switched) = start.go_on_under(&now) else {
                prop_assert_ne!(
                    before.baseline(1) == Baseline::First { points: 3 },
                    now.baseline(1) == Baseline::First { points: 3 }
                );
                continue;
            };
            switches += 1;
            let always = push(now.monitor().keeping(history), &all[..cut]);
            prop_assert_eq!(&switched, &always, "{}{}", before, now);
            prop_assert_eq!(switched.report(), always.report());
            let (switched, always) = (push(switched, &all[cut..]), push(always, &all[cut..]));
            prop_assert_eq!(&switched, &always, "{}{}", before, now);
            prop_assert_eq!(switched.finish(), always.finish());
        }
        prop_assert!(switches > 0);
    });
}

#[test]
fn a_change_of_the_past_is_refused() {
    let plan = |start: usize, points: usize| {
        let builder = redbead::Plan::builder(redbead::Chart::individuals());
        let builder = builder.baseline(Baseline::First { points });
        builder.phases_at([start]).build().expect("a plan")
    };
    let mut monitor = plan(10, 5).monitor();
    assert_eq!(
        monitor.go_on_under(&plan(20, 6)).as_ref(),
        Ok(&plan(20, 6).monitor())
    );
    for _ in 0..10 {
        monitor.push(1.0).expect("a number");
    }
    let error = ResumeError::OtherPast { points: 10 };
    assert_eq!(monitor.go_on_under(&plan(9, 5)), Err(error.clone()));
    assert_eq!(monitor.go_on_under(&plan(10, 6)), Err(error.clone()));
    assert!(monitor.go_on_under(&plan(11, 5)).is_ok());
    assert_eq!(
        error.to_string(),
        "the plans differ in what they say of the first 10 points, which are judged already; go on under a plan \
         whose phases differ from point 10 on alone, or replay the series"
    );
}
