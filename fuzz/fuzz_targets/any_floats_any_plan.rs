//! Pushes any floats through any plan. Nothing may panic, and every road must give the same report:
//! that of pushing, of a snapshot on the way, and of points that were changed afterwards.

#![no_main]

use std::num::NonZeroUsize;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use redbead::rare_event::{
    Counting, Gaps, RareEventError, SameTime, Tally, cases_between, days_between,
    opportunities_between, tallies_between, times_between,
};
use redbead::{
    Alternating, Baseline, Beyond, Chart, Clip, Constants, Direction, Edge, Exclusion, Gap,
    History, Hugging, Invalid, KOfM, Measurement, Mixture, Monitor, Newest, Observation, Others,
    Plan, Preset, RangeOf, Rule, Series, Shift, Sides, Spread, SpreadKind, Status, Tie, Trend,
    Window,
};
use redbead_fuzz::{AnyChart, AnyFloat, AnyQuestions, AnyRebase, compare, fitting, pick};

#[derive(Debug, Arbitrary)]
enum Input {
    Series(Box<AnySeries>),
    Values(Vec<AnyFloat>, u8),
    Events(AnyEvents),
}

#[derive(Debug, Arbitrary)]
struct AnySeries {
    plan: AnyPlan,
    points: Vec<AnyPoint>,
    cut: u8,
    history: AnyHistory,
    /// Where in the series it begins.
    history_from: u8,
    /// Changes of past points, each before the push of this number, in rising order.
    changes: Vec<(u8, AnyChange)>,
    questions: AnyQuestions,
}

#[derive(Debug, Arbitrary)]
struct AnyPlan {
    chart: AnyChart,
    preset: u8,
    rules: Vec<AnyRule>,
    baseline: AnyBaseline,
    phases: Vec<(u8, Option<AnyBaseline>)>,
    rebase: AnyRebase,
    options: [u8; 8],
    limit_sigma: AnyFloat,
    center: Option<AnyFloat>,
    target: Option<AnyFloat>,
}

#[derive(Debug, Arbitrary)]
struct AnyRule {
    kind: u8,
    points: u8,
    window: u8,
    sigma: AnyFloat,
    bound: Option<AnyFloat>,
    options: u8,
}

#[derive(Debug, Arbitrary)]
enum AnyBaseline {
    All,
    First(u8),
    FirstUseful(u8),
    Range(u8, u8),
    Given(AnyFloat, Option<AnyFloat>),
}

#[derive(Debug, Arbitrary)]
enum AnyPoint {
    Missing,
    /// Several around one level, which make long series with shifts.
    Stretch {
        points: u8,
        level: u8,
        seed: u8,
    },
    /// Of the kind that the chart reads.
    Fitting(AnyFloat, AnyFloat, u8, u8),
    Counts(u16, u16, u8),
    Value(AnyFloat, u8),
    Ratio(AnyFloat, AnyFloat, u8),
    Subgroup(AnyFloat, AnyFloat, bool, u32, u8),
    Group(Vec<AnyFloat>, bool, u8),
}

#[derive(Debug, Clone, Copy, Arbitrary)]
enum AnyHistory {
    None,
    All,
    Last(u8),
}

#[derive(Debug, Arbitrary)]
enum AnyChange {
    Revise(u8, AnyPoint),
    Withdraw(u8),
    Insert(u8, AnyPoint),
}

#[derive(Debug, Arbitrary)]
struct AnyEvents {
    times: Vec<AnyFloat>,
    now: Option<AnyFloat>,
    apart: AnyFloat,
    days: Vec<i64>,
    day: Option<i64>,
    numbers: Vec<u64>,
    number: Option<u64>,
    periods: Vec<(AnyCount, AnyCount)>,
    cases: Vec<bool>,
    inclusive: bool,
}

#[derive(Debug, Clone, Copy, Arbitrary)]
enum AnyCount {
    Few(u8),
    Many(u64),
}

fuzz_target!(|input: Input| {
    match input {
        Input::Series(series) => any_series(&series),
        Input::Values(values, size) => any_values(&values, size),
        Input::Events(events) => any_events(&events),
    }
});

fn any_series(input: &AnySeries) {
    let Ok(plan) = plan(&input.plan) else { return };
    let text = serde_json::to_string(&plan).expect("plans serialize");
    assert_eq!(serde_json::from_str::<Plan>(&text).expect(&text), plan);

    let mut monitor = plan.monitor();
    let mut taken = Vec::new();
    let mut changes = input.changes.iter().peekable();
    let points = input.points.iter();
    let points = points.flat_map(|point| observations(plan.chart(), point));
    for (index, observation) in points.enumerate() {
        if index == usize::from(input.history_from) {
            monitor = monitor.keeping(history(input.history));
        }
        if index == usize::from(input.cut) {
            monitor = resumed(monitor);
        }
        while let Some((_, change)) = changes.next_if(|(when, _)| usize::from(*when) <= index) {
            change_point(&mut monitor, &mut taken, change);
        }
        let before = monitor.len();
        match monitor.push(observation) {
            Ok(verdict) => {
                assert_eq!(verdict.index, before);
                assert_eq!(
                    monitor.new_signals(&verdict).count(),
                    verdict.opened_signals
                );
                taken.push(observation);
            }
            Err(error) => assert_eq!(monitor.len(), before, "{error}"),
        }
    }
    for (_, change) in changes {
        change_point(&mut monitor, &mut taken, change);
    }

    let provisional = monitor.provisional_report();
    let so_far = monitor.report();
    let pushed = monitor.finish();
    let scanned = plan.scan(&taken).expect("every point was taken before");
    assert_eq!(pushed, scanned);
    let summary = plan
        .summarize(&taken)
        .expect("every point was taken before");
    assert_eq!(Ok(summary), scanned.summary(&plan));
    let columns: Option<Vec<f64>> = taken.iter().map(plain_value).collect();
    if let Some(values) = columns {
        assert_eq!(plan.scan(&values).as_ref(), Ok(&scanned));
    }
    assert_eq!(so_far.counts, scanned.counts);
    let text = serde_json::to_string(&scanned).expect("reports serialize");
    assert!(!text.is_empty());

    let series = Series::observations(&taken);
    let points = scanned
        .points(&plan, series)
        .expect("the series is its own");
    assert_eq!(points.count(), taken.len());
    for signal in &scanned.signals {
        let members = scanned
            .members(&plan, series, signal)
            .expect("the series is its own");
        assert_eq!(members.first(), Some(&signal.first));
        assert_eq!(members.last(), Some(&signal.last));
    }
    for report in [&so_far, &provisional, &scanned] {
        let explained = input.questions.explain(report, &plan, series);
        explained.expect("the series is its own");
        input.questions.predict(report, &plan, series);
        compare(&scanned, report);
    }
    let same = scanned.diff(&pushed).expect("the plan is the same");
    assert!(same.is_empty());
}

fn resumed(monitor: Monitor) -> Monitor {
    let text = serde_json::to_string(&monitor.snapshot()).expect("snapshots serialize");
    let snapshot = serde_json::from_str(&text).expect("snapshots read back");
    let resumed = monitor.plan().resume(snapshot);
    let resumed = resumed.expect("own snapshots resume");
    assert_eq!(resumed, monitor);
    resumed
}

/// Changes a past point of the monitor, and of the points that it has taken so far.
fn change_point(monitor: &mut Monitor, taken: &mut Vec<Observation>, change: &AnyChange) {
    let before = monitor.clone();
    let at = |index: &u8| usize::from(*index) % (taken.len() + 2);
    let chart = *monitor.plan().chart();
    let (index, revised) = match change {
        AnyChange::Revise(index, point) => {
            let (index, point) = (at(index), observation(&chart, point));
            let revised = monitor.revise(index, point);
            if revised.is_ok() {
                taken[index] = point;
            }
            (index, revised)
        }
        AnyChange::Withdraw(index) => {
            let index = at(index);
            let revised = monitor.withdraw(index);
            if revised.is_ok() {
                taken.remove(index);
            }
            (index, revised)
        }
        AnyChange::Insert(index, point) => {
            let (index, point) = (at(index), observation(&chart, point));
            let revised = monitor.insert(index, point);
            if revised.is_ok() {
                taken.insert(index, point);
            }
            (index, revised)
        }
    };
    match revised {
        Ok(revised) => {
            assert!((taken.len() - index..=taken.len()).contains(&revised.replayed));
            compare(&monitor.report(), &before.report());
        }
        Err(_) => assert_eq!(*monitor, before),
    }
    assert_eq!(monitor.len(), taken.len());
}

/// Raw values, which make subgroups or are refused by their position.
fn any_values(values: &[AnyFloat], size: u8) {
    let values: Vec<f64> = values.iter().map(|value| value.get()).collect();
    let size = NonZeroUsize::new(size.into()).unwrap_or(NonZeroUsize::MIN);
    let keys: Vec<usize> = (0..values.len()).map(|at| at / size.get()).collect();
    for kind in [SpreadKind::Deviation, SpreadKind::Range] {
        let found = kind.subgroups_of(size, &values);
        let by_key = kind.subgroups_by(&keys, &values);
        // As text, in which the refused NaN of an error is equal to itself.
        assert_eq!(format!("{found:?}"), format!("{by_key:?}"));
        for subgroup in found.iter().flatten() {
            let Measurement::Subgroup { mean, spread, .. } = subgroup.measurement else {
                panic!("a group has at least one value");
            };
            assert!(mean.is_finite() && spread.value().is_finite());
            assert!(spread.value() >= 0.0 && spread.kind() == kind);
        }
    }
}

fn any_events(events: &AnyEvents) {
    let times: Vec<f64> = events.times.iter().map(|time| time.get()).collect();
    let now = events.now.map(AnyFloat::get);
    let apart = SameTime::Apart(events.apart.get());
    for same_time in [SameTime::Refuse, SameTime::Merge, apart] {
        if let Some(gaps) = checked(times_between(&times, now, same_time)) {
            // Between times lies some time.
            assert!(gaps.between.iter().all(|gap| *gap > 0.0));
            scan_gaps(Chart::t(), &gaps);
        }
    }
    if let Some(gaps) = checked(days_between(&events.days, events.day)) {
        scan_gaps(Chart::g(), &gaps);
    }
    let counting = pick(
        events.inclusive.into(),
        [Counting::Between, Counting::UpToEvent],
    );
    let numbers = opportunities_between(&events.numbers, events.number, counting);
    if let Some(gaps) = checked(numbers) {
        scan_gaps(Chart::g(), &gaps);
    }
    let count = |any: &AnyCount| match *any {
        AnyCount::Few(count) => count.into(),
        // Far beyond what is taken; just below that lies work of seconds.
        AnyCount::Many(count) => count | 1 << 25,
    };
    let periods: Vec<Tally> = events
        .periods
        .iter()
        .map(|(events, opportunities)| Tally {
            events: count(events),
            opportunities: count(opportunities),
        })
        .collect();
    checked(tallies_between(&periods, counting));

    // Each case a period of its own, or a number among all.
    let cases = cases_between(events.cases.iter().copied(), counting);
    let periods: Vec<Tally> = events
        .cases
        .iter()
        .map(|is_event| Tally {
            events: u64::from(*is_event),
            opportunities: 1,
        })
        .collect();
    assert_eq!(
        checked(tallies_between(&periods, counting)),
        Some(cases.clone())
    );
    let numbered = (1..).zip(&events.cases);
    let numbers: Vec<u64> = numbered
        .filter_map(|(at, case)| case.then_some(at))
        .collect();
    let now = Some(events.cases.len() as u64);
    let by_number = checked(opportunities_between(&numbers, now, counting));
    assert_eq!(by_number, Some(cases));
}

/// The gaps, where there are any, all of them numbers.
fn checked(gaps: Result<Gaps, RareEventError>) -> Option<Gaps> {
    let gaps = gaps.ok()?;
    let mut all = gaps.between.iter().chain(&gaps.since_last);
    assert!(all.all(|gap| gap.is_finite() && *gap >= 0.0));
    Some(gaps)
}

/// The number of a point that a column of numbers can hold.
fn plain_value(observation: &Observation) -> Option<f64> {
    match (observation.measurement, observation.status) {
        (Measurement::Value(value), Status::Confirmed) => Some(value),
        _ => None,
    }
}

fn scan_gaps(chart: Chart, gaps: &Gaps) {
    let plan = Plan::builder(chart).build().expect("a usual chart");
    let report = plan.scan(&gaps.between).expect("gaps are what it reads");
    assert_eq!(report.counts.useful, gaps.between.len());
}

fn history(history: AnyHistory) -> History {
    match history {
        AnyHistory::None => History::None,
        AnyHistory::All => History::All,
        AnyHistory::Last(points) => History::Last {
            points: points.into(),
        },
    }
}

fn plan(input: &AnyPlan) -> Result<Plan, redbead::PlanError> {
    let mut builder = Plan::builder(input.chart.get())
        .baseline(baseline(&input.baseline))
        .constants(pick(
            input.options[0],
            [
                Constants::Exact,
                Constants::Printed,
                Constants::PrintedFactors,
            ],
        ))
        .clip(pick(input.options[1], [Clip::Natural, Clip::Off]))
        .edge(pick(input.options[2], [Edge::Strict, Edge::Inclusive]))
        .gap(pick(input.options[3], [Gap::Skip, Gap::Break, Gap::Join]))
        .exclusion(pick(input.options[4], [Exclusion::Join, Exclusion::Break]))
        .invalid(pick(
            input.options[5],
            [Invalid::Refuse, Invalid::NanIsMissing, Invalid::Missing],
        ))
        .direction(pick(
            input.options[6],
            [
                Direction::NotJudged,
                Direction::Increase,
                Direction::Decrease,
            ],
        ))
        .rebase(input.rebase.get())
        .current_points(usize::from(input.options[7] % 9));
    let limit_sigma = input.limit_sigma.get();
    if limit_sigma > 0.0 {
        builder = builder.limit_sigma(limit_sigma);
    }
    if let Some(center) = input.center {
        builder = builder.center(center.get());
    }
    if let Some(target) = input.target {
        builder = builder.target(target.get());
    }
    if let Some(preset) = Preset::ALL.get(usize::from(input.preset)) {
        builder = builder.preset(*preset);
    }
    for rule in &input.rules {
        builder = builder.rule(any_rule(rule));
    }
    let mut start = 0;
    for (gap, own) in &input.phases {
        start += usize::from(*gap);
        builder = match own {
            Some(own) => builder.phase(start, baseline(own)),
            None => builder.phases_at([start]),
        };
    }
    builder.build()
}

fn any_rule(rule: &AnyRule) -> Rule {
    let points = u32::from(rule.points);
    let (k, m) = (points, u32::from(rule.window));
    let sigma = rule.sigma.get();
    let option = |bit: u8| rule.options >> bit & 1;
    let tie = pick(option(0), [Tie::Skip, Tie::Break]);
    match rule.kind % 13 {
        0 => Beyond {
            sigma,
            side: pick(rule.options, [Sides::Either, Sides::Above, Sides::Below]),
        }
        .into(),
        1 => Shift {
            points,
            on_center: tie,
        }
        .into(),
        2 => Trend { points, equal: tie }.into(),
        3 => KOfM {
            k,
            m,
            sigma,
            not_beyond: rule.bound.map(AnyFloat::get),
            window: pick(option(1), [Window::Partial, Window::Full]),
            others: pick(option(2), [Others::Anywhere, Others::SameSide]),
            newest: pick(option(3), [Newest::Beyond, Newest::Any]),
        }
        .into(),
        4 => Hugging { points, sigma }.into(),
        5 => Mixture {
            points,
            sigma,
            both_sides: option(0) == 1,
        }
        .into(),
        6 => Alternating { points }.into(),
        7 => RangeOf { sigma }.into(),
        8 => Rule::LongestRun,
        9 => Rule::Crossings,
        10 => Rule::RunCount,
        11 => Rule::BestBox,
        _ => Rule::CutBox,
    }
}

fn baseline(baseline: &AnyBaseline) -> Baseline {
    match *baseline {
        AnyBaseline::All => Baseline::All,
        AnyBaseline::First(points) => Baseline::First {
            points: usize::from(points),
        },
        AnyBaseline::FirstUseful(points) => Baseline::FirstUseful {
            points: usize::from(points),
        },
        AnyBaseline::Range(first, last) => Baseline::Range {
            first: usize::from(first),
            last: usize::from(last),
        },
        AnyBaseline::Given(center, sigma) => Baseline::Given {
            center: center.get(),
            sigma: sigma.map(AnyFloat::get),
        },
    }
}

fn observations(chart: &Chart, point: &AnyPoint) -> Vec<Observation> {
    match *point {
        AnyPoint::Stretch {
            points,
            level,
            seed,
        } => {
            let steps = 0..=points % 64;
            steps.map(|at| step(chart, level, seed, at)).collect()
        }
        _ => vec![observation(chart, point)],
    }
}

/// A point of a stretch: of a level, and as much above it as the seed says.
fn step(chart: &Chart, level: u8, seed: u8, at: u8) -> Observation {
    let above = seed.wrapping_mul(at + 1) / 32;
    fitting(chart, f64::from(level) + f64::from(above), 300.0, 5)
}

fn observation(chart: &Chart, point: &AnyPoint) -> Observation {
    let kind = |of_ranges: &bool| {
        pick(
            u8::from(*of_ranges),
            [SpreadKind::Deviation, SpreadKind::Range],
        )
    };
    let (observation, status) = match point {
        AnyPoint::Missing => return Observation::missing(),
        AnyPoint::Stretch { level, seed, .. } => (step(chart, *level, *seed, 0), &0),
        AnyPoint::Fitting(one, two, size, status) => {
            (fitting(chart, one.get(), two.get(), *size), status)
        }
        AnyPoint::Counts(count, exposure, status) => {
            let (count, exposure) = (f64::from(*count), f64::from(*exposure));
            (fitting(chart, count, exposure, 5), status)
        }
        AnyPoint::Value(value, status) => (Observation::value(value.get()), status),
        AnyPoint::Ratio(numerator, denominator, status) => {
            let ratio = Observation::ratio(numerator.get(), denominator.get());
            (ratio, status)
        }
        AnyPoint::Subgroup(mean, spread, of_ranges, size, status) => {
            let spread = match kind(of_ranges) {
                SpreadKind::Deviation => Spread::Deviation(spread.get()),
                SpreadKind::Range => Spread::Range(spread.get()),
            };
            (Observation::subgroup(mean.get(), spread, *size), status)
        }
        AnyPoint::Group(values, of_ranges, status) => {
            let values: Vec<f64> = values.iter().map(|value| value.get()).collect();
            let subgroup = kind(of_ranges).subgroup(&values);
            (subgroup.unwrap_or(Observation::missing()), status)
        }
    };
    observation.with_status(pick(
        *status,
        [Status::Confirmed, Status::Provisional, Status::Excluded],
    ))
}
