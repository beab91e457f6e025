//! Every road to a report gives the same bits, on any doubles, and none panics.

use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use redbead::{
    Alternating, Baseline, Beyond, Chart, Clip, Constants, Direction, Edge, Exclusion, Gap,
    Hugging, Invalid, KOfM, Mixture, Monitor, Newest, Observation, Others, Panel, Plan, Preset,
    RangeOf, Rule, Series, SeriesResult, Shift, Sides, Spread, Status, Tie, Trend, Window,
};

use crate::charts::charts;
use crate::plans::config;
use crate::rebases::rebases;
use crate::series::Raw;

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => (-20..20).prop_map(f64::from),
        3 => -4.0..4.0,
        2 => (0..50).prop_map(f64::from),
        1 => any::<f64>(),
        1 => prop::sample::select(vec![
            0.0, -0.0, 1e9, 1e300, -1e300, f64::MAX, f64::MIN, f64::MIN_POSITIVE, 5e-324,
            f64::NAN, f64::INFINITY, f64::NEG_INFINITY,
        ]),
    ]
}

/// A point that may suit a chart, or anything at all.
#[derive(Debug, Clone, Copy)]
struct Wild {
    raw: Raw,
    any: Observation,
    /// From 0 to 99: below a number, the point is anything at all.
    lot: u32,
}

fn anything() -> impl Strategy<Value = Observation> {
    let spread = |(range, spread): (bool, f64)| match range {
        true => Spread::Range(spread),
        false => Spread::Deviation(spread),
    };
    let spread = (any::<bool>(), number()).prop_map(spread);
    prop_oneof![
        4 => number().prop_map(Observation::value),
        2 => (0_u8..60, 0_u8..60)
            .prop_map(|(count, more)| Observation::ratio(count.into(), (count + more).into())),
        2 => (number(), number()).prop_map(|(count, size)| Observation::ratio(count, size)),
        2 => (number(), spread, 0_u32..120)
            .prop_map(|(mean, spread, size)| Observation::subgroup(mean, spread, size)),
        1 => Just(Observation::missing()),
    ]
}

fn wild() -> impl Strategy<Value = Wild> {
    let raw = (-60..=60, 1..100, 1_u32..=9, 0..=40);
    let status = prop_oneof![
        1 => Just(None),
        8 => Just(Some(Status::Confirmed)),
        1 => Just(Some(Status::Provisional)),
        1 => Just(Some(Status::Excluded)),
    ];
    (raw, status, anything(), 0_u32..100).prop_map(
        |((value, size, group, spread), status, any, lot)| Wild {
            raw: Raw {
                eighths: value,
                size,
                group,
                spread,
                status,
            },
            any: any.with_status(status.unwrap_or_default()),
            lot,
        },
    )
}

/// A series of which a share, in percent, is anything at all, on a level that moves by itself.
fn wild_series(chart: &Chart, points: &[Wild], share: u32, step: i32) -> Vec<Observation> {
    let point = |(index, wild): (usize, &Wild)| {
        let mut raw = wild.raw;
        raw.eighths += step * (index as i32 / 20);
        if wild.lot < share {
            wild.any
        } else {
            raw.for_chart(chart)
        }
    };
    points.iter().enumerate().map(point).collect()
}

fn tie() -> impl Strategy<Value = Tie> {
    prop_oneof![Just(Tie::Skip), Just(Tie::Break)]
}

fn rule() -> impl Strategy<Value = Rule> {
    let sigma = || prop::sample::select(vec![1e-9, 0.5, 1.0, 2.0, 3.0, 1e300]);
    let sides = vec![Sides::Either, Sides::Above, Sides::Below];
    let beyond = (sigma(), prop::sample::select(sides));
    let k_of_m = (1_u32..=12, 0_u32..=20, sigma(), any::<[bool; 4]>());
    prop_oneof![
        beyond.prop_map(|(sigma, side)| Beyond { sigma, side }.into()),
        (2_u32..10, tie()).prop_map(|(points, on_center)| Shift { points, on_center }.into()),
        (2_u32..8, tie()).prop_map(|(points, equal)| Trend { points, equal }.into()),
        (2_u32..8, sigma()).prop_map(|(points, sigma)| Hugging { points, sigma }.into()),
        (2_u32..8, sigma(), any::<bool>()).prop_map(|(points, sigma, both_sides)| {
            Mixture {
                points,
                sigma,
                both_sides,
            }
            .into()
        }),
        (2_u32..8).prop_map(|points| Alternating { points }.into()),
        sigma().prop_map(|sigma| RangeOf { sigma }.into()),
        k_of_m.prop_map(|(k, more, sigma, [bound, full, same, any])| {
            let rule = KOfM {
                k,
                m: k + more,
                sigma,
                not_beyond: bound.then_some(2.0 * sigma),
                window: if full { Window::Full } else { Window::Partial },
                others: if same {
                    Others::SameSide
                } else {
                    Others::Anywhere
                },
                newest: if any { Newest::Any } else { Newest::Beyond },
            };
            rule.into()
        }),
        Just(Rule::LongestRun),
        Just(Rule::Crossings),
        Just(Rule::RunCount),
        Just(Rule::BestBox),
        Just(Rule::CutBox),
    ]
}

fn baseline() -> impl Strategy<Value = Baseline> {
    let given = prop_oneof![
        Just(None),
        Just(Some(0.0)),
        Just(Some(1.5)),
        number().prop_map(Some)
    ];
    prop_oneof![
        2 => Just(Baseline::All),
        2 => (1_usize..20).prop_map(|points| Baseline::First { points }),
        2 => (1_usize..20).prop_map(|points| Baseline::FirstUseful { points }),
        1 => (0_usize..20, 0_usize..20)
            .prop_map(|(first, more)| Baseline::Range { first, last: first + more }),
        1 => (number(), given).prop_map(|(center, sigma)| Baseline::Given { center, sigma }),
    ]
}

/// Any plan that holds together; the parts that do not fit a chart are left out.
fn plan() -> impl Strategy<Value = Plan> {
    let what = (
        prop::sample::select(charts()),
        prop::option::of(prop::sample::select(Preset::ALL.to_vec())),
        prop::collection::vec(rule(), 0..6),
        prop::collection::vec(rule(), 0..2),
    );
    let phases = (
        prop::collection::vec(baseline(), 1..4),
        prop::collection::btree_set(1_usize..60, 0..3),
    );
    let choices = (
        prop::sample::select(vec![Gap::Skip, Gap::Break, Gap::Join]),
        prop::sample::select(vec![Exclusion::Join, Exclusion::Break]),
        prop::sample::select(vec![
            Invalid::Refuse,
            Invalid::NanIsMissing,
            Invalid::Missing,
        ]),
        prop::sample::select(vec![Clip::Natural, Clip::Off]),
        prop::sample::select(vec![Edge::Strict, Edge::Inclusive]),
        prop::sample::select(vec![Constants::Exact, Constants::Printed]),
        prop::sample::select(vec![
            Direction::NotJudged,
            Direction::Increase,
            Direction::Decrease,
        ]),
    );
    let target = || prop::option::of(0.0..1.0);
    let rebase = prop::option::weighted(0.4, prop::sample::select(rebases()));
    let numbers = (target(), 1_usize..30, 0.5..4.0, target(), rebase);
    (what, phases, choices, numbers).prop_map(
        |((chart, preset, rules, warnings), (baselines, starts), choices, numbers)| {
            let (gap, exclusion, invalid, clip, edge, constants, direction) = choices;
            let (target, current, limit_sigma, center, rebase) = numbers;
            let mut builder = Plan::builder(chart)
                .gap(gap)
                .exclusion(exclusion)
                .invalid(invalid)
                .clip(clip)
                .edge(edge)
                .constants(constants)
                .direction(direction)
                .current_points(current)
                .limit_sigma(limit_sigma);
            if let Some(target) = target {
                builder = builder.target(target);
            }
            let mut with = |change: &dyn Fn(redbead::PlanBuilder) -> redbead::PlanBuilder| {
                let changed = change(builder.clone());
                if changed.clone().build().is_ok() {
                    builder = changed;
                }
            };
            if let Some(rebase) = rebase {
                with(&|builder| builder.rebase(rebase));
            }
            if let Some(center) = center {
                with(&|builder| builder.center(center));
            }
            with(&|builder| builder.baseline(baselines[0]));
            for (number, start) in starts.iter().enumerate() {
                match baselines.get(number + 1) {
                    Some(baseline) => with(&|builder| builder.phase(*start, *baseline)),
                    None => with(&|builder| builder.phases_at([*start])),
                }
            }
            if let Some(preset) = preset {
                with(&|builder| builder.preset(preset));
            }
            for rule in &rules {
                with(&|builder| builder.rule(*rule));
            }
            for rule in &warnings {
                with(&|builder| builder.warning(*rule));
            }
            builder.build().expect("checked at every step")
        },
    )
}

/// Text that tells any two results apart, NaN in errors and the sign of zero included.
fn text(result: &SeriesResult) -> String {
    format!("{result:?}")
}

fn pushed(mut monitor: Monitor, series: &[Observation]) -> Result<Monitor, redbead::SeriesError> {
    for observation in series {
        monitor.push(*observation)?;
    }
    Ok(monitor)
}

/// Pushed up to a cut, kept as a snapshot, and resumed.
fn resumed(plan: &Plan, series: &[Observation], cut: usize) -> SeriesResult {
    let (before, after) = series.split_at(cut);
    let snapshot = pushed(plan.monitor(), before)?.snapshot();
    #[cfg(feature = "serde")]
    let snapshot = {
        let written = serde_json::to_string(&snapshot).expect("a snapshot can be written");
        serde_json::from_str(&written).expect("and read")
    };
    let monitor = plan.resume(snapshot).expect("the same plan");
    Ok(pushed(monitor, after)?.finish())
}

/// Looks at everything that can be asked on the way.
fn looked_at(plan: &Plan, series: &[Observation]) {
    let mut monitor = plan.monitor();
    for (index, observation) in series.iter().enumerate() {
        let before = monitor.snapshot();
        match monitor.push(*observation) {
            Ok(verdict) => {
                assert_eq!(verdict.index + 1, monitor.len());
                assert!(verdict.opened.rules(plan).count() <= Plan::MAX_RULES);
            }
            Err(_) => assert_eq!(format!("{before:?}"), format!("{:?}", monitor.snapshot())),
        }
        if index % 7 == 0 {
            let (_, preview) = (monitor.report(), monitor.provisional_report());
            assert_eq!(preview.counts.points, monitor.len());
        }
    }
}

#[cfg(feature = "rayon")]
fn panels(plan: &Plan) -> Vec<Panel> {
    let threads = [1, 3].map(|threads| std::num::NonZeroUsize::new(threads).expect("not 0"));
    let panel = |threads| Panel::with_threads(plan.clone(), threads).expect("threads");
    threads.map(panel).into()
}

#[cfg(not(feature = "rayon"))]
fn panels(plan: &Plan) -> Vec<Panel> {
    vec![Panel::new(plan.clone())]
}

#[test]
fn every_road_gives_the_same_bits() {
    let series = prop::collection::vec(wild(), 0..90);
    let share = prop::sample::select(vec![0, 0, 1, 5, 50]);
    let step = prop::sample::select(vec![0, 40, -30]);
    let rows = prop::collection::vec((series, share, step), 1..5);
    let cut = any::<prop::sample::Index>();
    let judged = AtomicUsize::new(0);
    proptest!(config(3000), |(plan in plan(), rows in rows, cut in cut)| {
        let mut whole = Vec::new();
        let rows: Vec<Vec<Observation>> = rows
            .iter()
            .map(|(points, share, step)| wild_series(plan.chart(), points, *share, *step))
            .collect();
        for series in &rows {
            let scanned = plan.scan(series);
            let expected = text(&scanned);
            let push = pushed(plan.monitor(), series).map(Monitor::finish);
            prop_assert_eq!(&expected, &text(&push), "push");
            let cut = cut.index(series.len() + 1);
            prop_assert_eq!(&expected, &text(&resumed(&plan, series, cut)), "cut at {}", cut);
            looked_at(&plan, series);
            if let Ok(report) = &scanned {
                judged.fetch_add(usize::from(report.latest.is_some()), Ordering::Relaxed);
                prop_assert_eq!(report.points(&plan, series).unwrap().count(), series.len());
                for signal in &report.signals {
                    let members = report.members(&plan, series, signal).unwrap();
                    prop_assert_eq!(members.first(), Some(&signal.first));
                    prop_assert_eq!(members.last(), Some(&signal.last));
                }
                #[cfg(feature = "serde")]
                {
                    let written = serde_json::to_string(report).unwrap();
                    let read: redbead::Report = serde_json::from_str(&written).unwrap();
                    prop_assert_eq!(&expected, &text(&Ok(read)), "report as data");
                }
            }
            whole.push(expected);
        }
        let rows: Vec<Series<'_>> = rows.iter().map(Series::from).collect();
        for panel in panels(&plan) {
            let found: Vec<String> = panel.scan(&rows).iter().map(text).collect();
            prop_assert_eq!(&whole, &found, "panel");
        }
    });
    let judged = judged.into_inner();
    println!("{judged} series judged");
    assert!(judged > 2500);
}
