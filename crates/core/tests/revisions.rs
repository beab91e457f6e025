//! Revised monitors: as if the series had been pushed that way from the start, to the last bit, at
//! the cost of the last few points.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use redbead::{
    Baseline, Chart, Cusum, Gap, History, Monitor, Observation, Plan, Preset, Rebase, Report,
    ReviseError, Rule, SeriesError, Side, Sides, Signal, SignalChange, Status,
};

/// Every way in which a state comes about: learned, given, of all points, in phases, re-phased,
/// with a running track.
fn plans() -> Vec<Plan> {
    let first = |points| Baseline::FirstUseful { points };
    let given = |center, sigma| Baseline::Given {
        center,
        sigma: Some(sigma),
    };
    let fast_initial_response = Cusum {
        head_start: 0.5,
        interval: 3.0,
        ..Cusum::default()
    };
    let runs = Rebase::Runs {
        baseline: 6,
        run: 5,
        side: Sides::Either,
    };
    let stable = Rebase::StableShift { period: 8, run: 4 };
    let plans = [
        Plan::of(Preset::Nelson).baseline(first(12)),
        Plan::of(Preset::WesternElectric).gap(Gap::Break),
        Plan::of(Preset::MakingDataCount)
            .baseline(Baseline::Range { first: 3, last: 14 })
            .phase(30, first(8)),
        Plan::of(Preset::Anhoej).phases_at([25, 50]),
        Plan::of(Preset::ScottishRunChart).rebase(Rebase::Scottish),
        Plan::of(Preset::ScottishRunChart).rebase(runs),
        Plan::of(Preset::Westgard).rebase(stable),
        Plan::builder(Chart::ewma()).baseline(given(3.0, 2.0)),
        Plan::builder(Chart::from(fast_initial_response)).baseline(given(3.0, 2.0)),
        Plan::builder(Chart::moving_range()).baseline(first(10)),
    ];
    plans.map(|builder| builder.build().unwrap()).into()
}

fn point() -> impl Strategy<Value = Observation> {
    (0..40_i32, 0..20_u8).prop_map(|(eighths, kind)| {
        let value = Observation::value(f64::from(eighths) / 8.0);
        match kind {
            0 => Observation::missing(),
            1 => value.excluded(),
            2 => value.provisional(),
            _ => value,
        }
    })
}

/// One thing that happens to a series.
#[derive(Debug, Clone)]
enum Event {
    Push(Observation),
    Revise(prop::sample::Index, Observation),
    Withdraw(prop::sample::Index),
    Insert(prop::sample::Index, Observation),
}

fn event() -> impl Strategy<Value = Event> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        12 => point().prop_map(Event::Push),
        1 => (index(), point()).prop_map(|(at, point)| Event::Revise(at, point)),
        1 => index().prop_map(Event::Withdraw),
        1 => (index(), point()).prop_map(|(at, point)| Event::Insert(at, point)),
    ]
}

fn replay(plan: &Plan, series: &[Observation]) -> Monitor {
    let mut monitor = plan.monitor();
    for point in series {
        monitor.push(*point).unwrap();
    }
    monitor
}

/// The same event for the series and for its monitor; false where the point is not kept.
fn apply(event: &Event, series: &mut Vec<Observation>, monitor: &mut Monitor) -> bool {
    let length = series.len();
    let at = |index: &prop::sample::Index, end: usize| (end > 0).then(|| index.index(end));
    let done = match event {
        Event::Push(point) => {
            series.push(*point);
            monitor.push(*point).unwrap();
            return true;
        }
        Event::Revise(index, point) => at(index, length).map(|at| {
            let done = monitor.revise(at, *point);
            if done.is_ok() {
                series[at] = *point;
            }
            done
        }),
        Event::Withdraw(index) => at(index, length).map(|at| {
            let done = monitor.withdraw(at);
            if done.is_ok() {
                series.remove(at);
            }
            done
        }),
        Event::Insert(index, point) => at(index, length + 1).map(|at| {
            let done = monitor.insert(at, *point);
            if done.is_ok() {
                series.insert(at, *point);
            }
            done
        }),
    };
    match done {
        Some(Err(ReviseError::Forgotten { index, first })) => {
            assert!(index < first && monitor.revisable_from() == Some(first));
            false
        }
        Some(done) => done.unwrap().replayed <= series.len() + 1,
        None => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_261),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_revised_monitor_is_as_a_clean_replay(
        events in prop::collection::vec(event(), 0..110),
        last in prop_oneof![Just(None), (0..40_usize).prop_map(Some)],
    ) {
        let history = last.map_or(History::All, |points| History::Last { points });
        for plan in plans() {
            let mut monitor = plan.monitor().keeping(history);
            let mut series = Vec::new();
            for event in &events {
                let done = apply(event, &mut series, &mut monitor);
                prop_assert!(done || history != History::All);
                let kept = monitor.revisable_from().unwrap();
                let due = last.map_or(0, |points| series.len().saturating_sub(points));
                prop_assert!(kept <= due, "{kept} of {due}");
            }
            prop_assert_eq!(monitor.report(), replay(&plan, &series).report());
            prop_assert_eq!(&monitor.clone().keeping(History::None), &replay(&plan, &series));
            prop_assert_eq!(monitor.finish(), plan.scan(&series).unwrap());
        }
    }
}

/// A value for each index, with a shift now and then.
fn value(index: usize) -> f64 {
    let level = if index / 300 % 2 == 1 { 2.0 } else { 0.0 };
    level + f64::from((index * 7919 % 101) as u32) / 25.0
}

#[test]
fn the_last_few_points_cost_the_same_however_long_the_series() {
    let plan = Plan::of(Preset::WesternElectric)
        .baseline(Baseline::First { points: 24 })
        .build()
        .unwrap();
    for length in [1_000, 30_000] {
        let mut monitor = plan.monitor().keeping(History::All);
        for index in 0..length {
            monitor.push(value(index)).unwrap();
        }
        for age in [1, 2, 5, 10, 31, 100, 500] {
            let mut revised = monitor.clone();
            let index = length - age;
            let replayed = revised.revise(index, 1.5).unwrap().replayed;
            // A checkpoint weighs up to 32 of the newest signals, and a pointer for each 32 older
            // ones; it is made again after as many points.
            let weight = 33 + monitor.signals().count() / 64;
            assert!(
                replayed >= age && replayed <= 2 * (age + weight),
                "{replayed} at {age}"
            );
        }
    }
}

#[test]
fn a_refused_revision_changes_nothing() {
    let plan = Plan::builder(Chart::p()).build().unwrap();
    let mut monitor = plan.monitor();
    monitor.push(Observation::ratio(3.0, 40.0)).unwrap();
    let error = monitor.revise(0, Observation::missing()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the monitor keeps no history; ask it to with `keeping`, or replay the series"
    );
    let mut monitor = monitor.keeping(History::All);
    monitor.push(Observation::ratio(5.0, 40.0)).unwrap();
    assert_eq!(monitor.revisable_from(), Some(1));
    let before = monitor.clone();
    assert_eq!(
        monitor.revise(0, Observation::missing()).unwrap_err(),
        ReviseError::Forgotten { index: 0, first: 1 }
    );
    assert_eq!(
        monitor.withdraw(2).unwrap_err().to_string(),
        "there is no point 2 in a series of 2; push new points at the end"
    );
    let impossible = monitor.revise(1, Observation::ratio(50.0, 40.0));
    assert!(matches!(
        impossible.unwrap_err(),
        ReviseError::Series(SeriesError::NumeratorAboveDenominator { index: 1, .. })
    ));
    assert_eq!(monitor, before);
    // The end is a place for a late point as well.
    monitor.insert(2, Observation::ratio(4.0, 40.0)).unwrap();
    assert_eq!(monitor.len(), 3);
}

#[cfg(feature = "serde")]
#[test]
fn a_history_travels_with_its_snapshot() {
    for plan in plans() {
        let mut monitor = plan.monitor().keeping(History::Last { points: 30 });
        for index in 0..90 {
            monitor.push(value(index * 13)).unwrap();
        }
        let text = serde_json::to_string(&monitor.snapshot()).unwrap();
        let mut resumed = plan.resume(serde_json::from_str(&text).unwrap()).unwrap();
        assert_eq!(resumed, monitor);
        resumed.revise(80, 9.0).unwrap();
        monitor.revise(80, 9.0).unwrap();
        assert_eq!(resumed, monitor);
        // A history of other points is refused.
        let damaged = text.replacen("\"samples\":[{", "\"samples\":[{\"value\":0,\"numerator\":0,\"exposure\":4607182418800017408,\"kind\":\"missing\"},{", 1);
        assert_ne!(damaged, text);
        let refused = plan.resume(serde_json::from_str(&damaged).unwrap());
        assert!(
            refused
                .unwrap_err()
                .to_string()
                .contains("the snapshot is damaged")
        );
    }
}

/// Above 3 from `from` on, at and below before.
fn shifted(points: usize, from: usize) -> Vec<f64> {
    (0..points)
        .map(|index| if index < from { 2.0 } else { 4.0 })
        .collect()
}

fn shift_plan() -> Plan {
    Plan::builder(Chart::run())
        .rule(redbead::Shift {
            points: 6,
            ..redbead::Shift::default()
        })
        .baseline(Baseline::Given {
            center: 3.0,
            sigma: None,
        })
        .build()
        .unwrap()
}

fn changes(now: &Report, before: &Report) -> Vec<SignalChange> {
    now.diff(before).unwrap().changes
}

#[test]
fn a_tentative_signal_is_confirmed_or_withdrawn() {
    let plan = shift_plan();
    let mut monitor = plan.monitor().keeping(History::All);
    // Twos are a shift below from the start; the sixth four makes one above.
    for value in &shifted(15, 10) {
        monitor.push(*value).unwrap();
    }
    let five = monitor.report();
    monitor.push(Observation::value(4.0).provisional()).unwrap();
    let tentative = monitor.report();
    let [SignalChange::Appeared { now, .. }] = changes(&tentative, &five)[..] else {
        panic!("one signal more");
    };
    assert_eq!((now.first, now.completed, now.tentative), (10, 15, true));
    assert_eq!(now.side, Some(Side::Above));

    let mut confirmed = monitor.clone();
    confirmed.revise(15, Observation::value(4.5)).unwrap();
    let changed = changes(&confirmed.report(), &tentative);
    let [SignalChange::Confirmed { before, now }] = changed[..] else {
        panic!("{changed:?}");
    };
    assert!(before.tentative && !now.tentative && changed[0].is_tentative());
    assert!(
        confirmed
            .report()
            .diff(&confirmed.report())
            .unwrap()
            .is_empty()
    );

    let mut withdrawn = monitor.clone();
    withdrawn.revise(15, Observation::value(2.5)).unwrap();
    let changed = changes(&withdrawn.report(), &tentative);
    let [SignalChange::Withdrawn { before, .. }] = changed[..] else {
        panic!("{changed:?}");
    };
    assert!(before.tentative && changed[0].is_tentative());
    // A firm one may be withdrawn as well: the fourth four was a two.
    let mut firm = confirmed.clone();
    firm.revise(13, Observation::value(2.0)).unwrap();
    let diff = firm.report().diff(&confirmed.report()).unwrap();
    assert_eq!(
        diff.withdrawn()
            .map(|signal| signal.first)
            .collect::<Vec<_>>(),
        [10]
    );
    assert!(!diff.changes[0].is_tentative());
    assert_eq!((diff.appeared().count(), diff.confirmed().count()), (0, 0));
}

#[test]
fn a_signal_that_grows_or_moves_is_the_same() {
    let plan = shift_plan();
    let scan = |values: &[f64]| plan.scan(values).unwrap();
    let before = scan(&shifted(16, 10));
    assert!(changes(&scan(&shifted(20, 10)), &before).is_empty());
    assert!(changes(&scan(&shifted(20, 12)), &before).is_empty());
    let doubted: Vec<Observation> = shifted(16, 10)
        .into_iter()
        .enumerate()
        .map(|(index, value)| {
            let status = if index == 12 {
                Status::Provisional
            } else {
                Status::Confirmed
            };
            Observation::value(value).with_status(status)
        })
        .collect();
    let doubted = plan.scan(&doubted).unwrap();
    assert!(matches!(
        changes(&doubted, &before)[..],
        [SignalChange::Doubted { .. }]
    ));
    // Another plan's report is no older one of this.
    let other = Plan::builder(Chart::run())
        .rule(Rule::LongestRun)
        .build()
        .unwrap();
    let other = other.scan(&shifted(16, 10)).unwrap();
    assert_eq!(
        before.diff(&other),
        Err(SeriesError::Foreign { what: "plan" })
    );
    let all: Vec<&Signal> = before.signals.iter().collect();
    assert_eq!(all.len(), 2);
}
