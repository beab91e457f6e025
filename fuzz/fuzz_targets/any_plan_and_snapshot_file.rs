//! Reads damaged files. Nothing may panic, hang or ask for absurd amounts of memory.
//!
//! Through one door comes any text, as a plan file, a report and a snapshot of it; a plan that is
//! accepted must write itself back. Text seldom gets past the first checks, so through the other
//! door come genuine plans with genuine snapshots and reports, of which arbitrary parts were
//! replaced, dropped or doubled. What is accepted has its past changed and is asked everything.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use redbead::{
    Baseline, Beyond, Chart, Direction, Gap, History, KOfM, Monitor, Newest, Observation, Others,
    Plan, Preset, Report, Rule, Series, Shift, Snapshot, Status, Tie, Window,
};
use redbead_fuzz::{AnyChart, AnyQuestions, AnyRebase, compare, fitting, needs_sigma, pick};
use serde_json::{Map, Value, json};

#[derive(Debug, Arbitrary)]
enum Input<'a> {
    Text {
        plan: &'a str,
        file: &'a str,
        then: Then,
    },
    Genuine {
        plan: AnyPlan,
        history: AnyHistory,
        points: Vec<AnyPoint>,
        damage: Vec<Damage>,
        then: Then,
    },
}

/// What happens to a monitor that was resumed.
#[derive(Debug, Arbitrary)]
struct Then {
    points: Vec<AnyPoint>,
    changes: Vec<AnyChange>,
    questions: AnyQuestions,
}

#[derive(Debug, Arbitrary)]
enum AnyHistory {
    None,
    All,
    /// So many points, from that point on.
    Last(u8, u8),
}

/// A change of the point so far before the end.
#[derive(Debug, Arbitrary)]
enum AnyChange {
    Revise(u8, AnyPoint),
    Withdraw(u8),
    Insert(u8, AnyPoint),
}

#[derive(Debug, Arbitrary)]
struct AnyPlan {
    chart: AnyChart,
    rebase: AnyRebase,
    preset: u8,
    /// One bit for each of some more rules.
    rules: u8,
    warning: bool,
    baseline: u8,
    /// Distance from the start before, and the baseline.
    phases: Vec<(u8, u8)>,
    gap: u8,
}

#[derive(Debug, Arbitrary)]
struct AnyPoint {
    value: u8,
    exposure: u8,
    status: u8,
    /// How many more like it follow.
    more: u8,
}

/// What happens to one node of a file, which is counted from the root.
#[derive(Debug, Arbitrary)]
struct Damage {
    node: u16,
    how: How,
}

#[derive(Debug, Arbitrary)]
enum How {
    Number(u64),
    Small(u8),
    Add(i8),
    U32(u8),
    U64(u8),
    Bits(f64),
    EdgeBits(u8),
    Float(f64),
    Null,
    Bool(bool),
    EmptyArray,
    EmptyObject,
    /// Whatever stands elsewhere in the file.
    CopyOf(u16),
    /// Of an array or object, the entry at this position.
    Drop(u8),
    Double(u8),
    Swap(u8, u8),
}

fuzz_target!(|input: Input| {
    match input {
        Input::Text { plan, file, then } => any_text(plan, file, &then),
        Input::Genuine {
            plan,
            history,
            points,
            damage,
            then,
        } => {
            let Some(plan) = genuine_plan(&plan) else {
                return;
            };
            let (monitor, taken) = genuine_monitor(&plan, &history, &points);
            damaged_files(monitor, &taken, &damage, &then);
        }
    }
});

fn any_text(plan: &str, file: &str, then: &Then) {
    let _: Result<Report, _> = serde_json::from_str(file);
    let Ok(plan) = serde_json::from_str::<Plan>(plan) else {
        return;
    };
    let written = serde_json::to_string(&plan).expect("plans serialize");
    let read: Plan = serde_json::from_str(&written).expect("plans read back");
    assert_eq!(read, plan);
    assert_eq!(read.fingerprint(), plan.fingerprint());
    if let Ok(snapshot) = serde_json::from_str::<Snapshot>(file) {
        resume(&plan, snapshot, &[], then);
    }
}

fn genuine_monitor(
    plan: &Plan,
    history: &AnyHistory,
    points: &[AnyPoint],
) -> (Monitor, Vec<Observation>) {
    let mut monitor = plan.monitor();
    let mut taken = Vec::new();
    let (history, from) = match *history {
        AnyHistory::None => (History::None, 0),
        AnyHistory::All => (History::All, 0),
        AnyHistory::Last(points, from) => {
            let points = usize::from(points);
            (History::Last { points }, usize::from(from))
        }
    };
    let (before, after) = points.split_at(from.min(points.len()));
    push(&mut monitor, before, &mut taken);
    let mut monitor = monitor.keeping(history);
    push(&mut monitor, after, &mut taken);
    (monitor, taken)
}

fn damaged_files(monitor: Monitor, taken: &[Observation], damage: &[Damage], then: &Then) {
    let plan = monitor.plan().clone();
    let snapshot = serde_json::to_value(monitor.snapshot()).expect("snapshots serialize");
    let snapshot = damaged(snapshot, damage);
    if let Ok(snapshot) = serde_json::from_value::<Snapshot>(snapshot) {
        resume(&plan, snapshot, taken, then);
    }
    for report in [monitor.provisional_report(), monitor.finish()] {
        let file = serde_json::to_value(&report).expect("reports serialize");
        if let Ok(damaged) = serde_json::from_value::<Report>(damaged(file, damage)) {
            read_all(&damaged, &plan, taken, &then.questions);
            compare(&damaged, &report);
            compare(&report, &damaged);
        }
    }
}

/// Goes on from a snapshot, where it is accepted, and looks at everything there is to see.
fn resume(plan: &Plan, snapshot: Snapshot, before: &[Observation], then: &Then) {
    let Ok(mut monitor) = plan.resume(snapshot) else {
        return;
    };
    let mut taken = before.to_vec();
    let at_first = monitor.report();
    push(&mut monitor, &then.points, &mut taken);
    change(&mut monitor, &then.changes, &mut taken);
    push(&mut monitor, &then.points, &mut taken);
    assert_eq!(monitor.signals().rev().count(), monitor.signals().count());
    let text = serde_json::to_string(&monitor.snapshot()).expect("snapshots serialize");
    let _: Snapshot = serde_json::from_str(&text).expect("snapshots read back");
    for report in [
        monitor.report(),
        monitor.provisional_report(),
        monitor.finish(),
    ] {
        read_all(&report, plan, &taken, &then.questions);
        compare(&report, &at_first);
    }
}

/// Changes past points of a monitor, and of the series as far as it goes: the monitor may say
/// another length now.
fn change(monitor: &mut Monitor, changes: &[AnyChange], series: &mut Vec<Observation>) {
    for change in changes {
        let (AnyChange::Revise(back, _) | AnyChange::Withdraw(back) | AnyChange::Insert(back, _)) =
            change;
        let index = monitor.len().saturating_sub(usize::from(*back));
        // A million points and more are nothing that a short file holds.
        let points = monitor.len() - monitor.revisable_from().unwrap_or(0).min(monitor.len());
        assert!(monitor.revisable_from().is_none() || points < 1_000_000);
        let revised = match change {
            AnyChange::Revise(_, point) => {
                let point = observation(monitor.plan(), point, 0);
                let revised = monitor.revise(index, point);
                if let (Ok(_), Some(old)) = (&revised, series.get_mut(index)) {
                    *old = point;
                }
                revised
            }
            AnyChange::Withdraw(_) => {
                let revised = monitor.withdraw(index);
                if revised.is_ok() && index < series.len() {
                    series.remove(index);
                }
                revised
            }
            AnyChange::Insert(_, point) => {
                let point = observation(monitor.plan(), point, 0);
                let revised = monitor.insert(index, point);
                if revised.is_ok() && index <= series.len() {
                    series.insert(index, point);
                }
                revised
            }
        };
        if let Ok(revised) = revised {
            assert!(revised.replayed <= monitor.len());
        }
    }
}

fn push(monitor: &mut Monitor, points: &[AnyPoint], taken: &mut Vec<Observation>) {
    let steps = |point: &AnyPoint| 0..=point.more % 16;
    let points = points.iter();
    for (point, step) in points.flat_map(|point| steps(point).map(move |step| (point, step))) {
        let observation = observation(monitor.plan(), point, step);
        if let Ok(verdict) = monitor.push(observation) {
            taken.push(observation);
            assert!(monitor.new_signals(&verdict).count() <= verdict.opened_signals);
            assert!(verdict.held.rules(monitor.plan()).count() <= verdict.held.len());
        }
    }
}

fn read_all(report: &Report, plan: &Plan, series: &[Observation], questions: &AnyQuestions) {
    let _ = (report.is_judged(), report.current().count());
    // Of a short or long series as well: the report may say another length now.
    let longer = report.counts.points.saturating_sub(series.len()).min(300);
    let mut series = series.to_vec();
    series.resize(series.len() + longer, Observation::missing());
    series.truncate(report.counts.points);
    let series = Series::observations(&series);
    if let Ok(points) = report.points(plan, series) {
        assert!(points.count() <= report.counts.points);
    }
    for signal in report.signals.iter().take(20) {
        if let Ok(members) = report.members(plan, series, signal) {
            assert!(members.len() <= report.counts.points);
        }
    }
    let _ = questions.explain(report, plan, series);
    questions.predict(report, plan, series);
}

fn genuine_plan(input: &AnyPlan) -> Option<Plan> {
    let chart = input.chart.get();
    let mut builder = Plan::builder(chart)
        .gap(pick(input.gap, [Gap::Skip, Gap::Break, Gap::Join]))
        .direction(Direction::Increase)
        .target(0.5)
        .rebase(input.rebase.get())
        .current_points(usize::from(input.gap % 4) + 1);
    // Re-phasing brings its own baselines.
    let rephases = !matches!(input.rebase, AnyRebase::None);
    if !rephases {
        builder = builder.baseline(baseline(input.baseline, 0, &chart));
    }
    // Most plans should hold together: rules that the chart would refuse are left out.
    let suits = |rule: &Rule| Plan::builder(chart).rule(*rule).build().is_ok();
    let preset = Preset::ALL.get(usize::from(input.preset) % 32);
    let preset = preset.map_or(Vec::new(), |preset| preset.rules());
    let more = more_rules().into_iter().enumerate();
    let more = more.filter(|(bit, _)| input.rules >> bit & 1 == 1);
    for rule in preset.into_iter().chain(more.map(|(_, rule)| rule)) {
        if suits(&rule) {
            builder = builder.rule(rule);
        }
    }
    let warning = Rule::from(Beyond {
        sigma: 2.0,
        ..Beyond::default()
    });
    if input.warning && suits(&warning) {
        builder = builder.warning(warning);
    }
    let mut start = 0;
    for (distance, own) in input.phases.iter().take(5) {
        start += usize::from(distance % 8) + 5;
        builder = if rephases {
            builder.phases_at([start])
        } else {
            builder.phase(start, baseline(*own, start, &chart))
        };
    }
    builder.build().ok()
}

fn more_rules() -> [Rule; 8] {
    [
        Rule::LongestRun,
        Rule::Crossings,
        Rule::RunCount,
        Rule::BestBox,
        Rule::CutBox,
        Shift {
            points: 3,
            on_center: Tie::Break,
        }
        .into(),
        KOfM {
            k: 2,
            m: 32,
            sigma: 1.0,
            window: Window::Full,
            others: Others::SameSide,
            newest: Newest::Any,
            ..KOfM::default()
        }
        .into(),
        KOfM {
            k: 1,
            m: 5,
            sigma: 0.5,
            newest: Newest::Any,
            ..KOfM::default()
        }
        .into(),
    ]
}

/// A baseline that fits a phase of five points and more.
fn baseline(which: u8, start: usize, chart: &Chart) -> Baseline {
    let points = usize::from(which >> 4) % 4 + 2;
    pick(
        which & 15,
        [
            Baseline::All,
            Baseline::First { points },
            Baseline::FirstUseful { points },
            Baseline::Range {
                first: start + points % 2,
                last: start + points % 2 + 2,
            },
            Baseline::Given {
                center: 0.5,
                sigma: needs_sigma(chart).then_some(0.1),
            },
        ],
    )
}

fn observation(plan: &Plan, point: &AnyPoint, step: u8) -> Observation {
    if point.status & 12 == 12 {
        return Observation::missing();
    }
    let value = point
        .value
        .saturating_add(step.wrapping_mul(point.value | 1) % 8);
    let (value, exposure) = (f64::from(value), f64::from(point.exposure));
    let value = match plan.chart() {
        Chart::Run(_)
        | Chart::Individuals(_)
        | Chart::MovingRange(_)
        | Chart::Ewma(_)
        | Chart::Cusum(_)
        | Chart::Means(_)
        | Chart::TimeBetween(_) => value / 64.0,
        _ => value,
    };
    let observation = fitting(plan.chart(), value, exposure, point.status >> 4);
    observation.with_status(pick(
        point.status & 3,
        [
            Status::Confirmed,
            Status::Provisional,
            Status::Excluded,
            Status::Confirmed,
        ],
    ))
}

/// The file after all the damage, still of its version and plan.
fn damaged(mut file: Value, damage: &[Damage]) -> Value {
    let (version, plan) = (file["version"].clone(), file["plan"].clone());
    // More would seldom leave anything that is accepted.
    for damage in damage.iter().take(3) {
        let copied = match &damage.how {
            How::CopyOf(other) => {
                let mut nodes = count(&file);
                nodes = usize::from(*other) % nodes;
                node(&mut file, &mut nodes).cloned()
            }
            _ => None,
        };
        let mut position = usize::from(damage.node) % count(&file);
        if let Some(node) = node(&mut file, &mut position) {
            damage.how.strike(node, copied);
        }
        if !file.is_object() {
            file = json!({});
        }
        file["version"] = version.clone();
        file["plan"] = plan.clone();
    }
    file
}

/// Number of nodes, this one included.
fn count(value: &Value) -> usize {
    match value {
        Value::Array(entries) => 1 + entries.iter().map(count).sum::<usize>(),
        Value::Object(fields) => 1 + fields.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

/// The node that is reached after so many steps.
fn node<'a>(value: &'a mut Value, steps: &mut usize) -> Option<&'a mut Value> {
    let Some(fewer) = steps.checked_sub(1) else {
        return Some(value);
    };
    *steps = fewer;
    match value {
        Value::Array(entries) => entries.iter_mut().find_map(|entry| node(entry, steps)),
        Value::Object(fields) => fields.values_mut().find_map(|field| node(field, steps)),
        _ => None,
    }
}

impl How {
    fn strike(&self, node: &mut Value, copied: Option<Value>) {
        let bits = |float: f64| json!(float.to_bits());
        *node = match self {
            Self::Number(number) => json!(number),
            Self::Small(number) => json!(number),
            Self::Add(number) => match node.as_u64() {
                Some(old) => json!(old.saturating_add_signed(i64::from(*number))),
                None => return,
            },
            Self::U32(below) => json!(u32::MAX - u32::from(below % 4)),
            Self::U64(below) => json!(u64::MAX - u64::from(below % 4)),
            Self::Bits(float) => bits(*float),
            Self::EdgeBits(which) => bits(pick(
                *which,
                [
                    f64::NAN,
                    f64::INFINITY,
                    f64::NEG_INFINITY,
                    f64::MAX,
                    f64::MIN,
                    f64::MAX / 2.0,
                    f64::from_bits(1),
                    0.0,
                    -0.0,
                    -1.0,
                ],
            )),
            Self::Float(float) => json!(float),
            Self::Null => Value::Null,
            Self::Bool(bool) => json!(bool),
            Self::EmptyArray => json!([]),
            Self::EmptyObject => Value::Object(Map::new()),
            Self::CopyOf(_) => copied.unwrap_or(Value::Null),
            Self::Drop(position) => {
                match node {
                    Value::Array(entries) if !entries.is_empty() => {
                        entries.remove(usize::from(*position) % entries.len());
                    }
                    Value::Object(fields) => {
                        if let Some(name) = fields.keys().nth(usize::from(*position)).cloned() {
                            fields.remove(&name);
                        }
                    }
                    _ => {}
                }
                return;
            }
            Self::Double(position) => {
                if let Value::Array(entries) = node
                    && !entries.is_empty()
                    && entries.len() < 300
                {
                    let position = usize::from(*position) % entries.len();
                    entries.insert(position, entries[position].clone());
                }
                return;
            }
            Self::Swap(one, other) => {
                if let Value::Array(entries) = node
                    && !entries.is_empty()
                {
                    let length = entries.len();
                    entries.swap(usize::from(*one) % length, usize::from(*other) % length);
                }
                return;
            }
        };
    }
}
