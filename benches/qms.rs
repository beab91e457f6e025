//! The answers of `redbead-qms` over many statuses on a diagram of 40 nodes.
//!
//! Eight measures, each bound to three nodes, at as many sites as the number of statuses asks for:
//! boards of 50 practices. Nine in ten series are quiet; the others improve, worsen or have too few
//! points. The core is not asked: statuses are filled by hand.

use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use redbead::{Direction, Side, Tie};
use redbead_qms::{
    Answers, Baseline, Basis, BindingDraft, BuildOptions, Date, DiagramDraft, DiagramId, Draft,
    JudgeOptions, LinkDraft, MeasureDraft, MeasureId, MixedRules, Moment, NodeDraft, PhaseReason,
    PhaseStatus, RulesUsed, SeriesKey, SeriesSignal, SignalSide, SiteDraft, SiteId, Status,
    Statuses, System, TestDraft, TieOptions, WarningOptions,
};

const MEASURES: usize = 8;
/// Sites of one board, itself included.
const BOARD: usize = 50;

fn node(id: String, kind: &str) -> NodeDraft {
    NodeDraft {
        diagram: "care".into(),
        text: id.clone(),
        id,
        kind: kind.into(),
        components: vec!["improving".into()],
        ..NodeDraft::default()
    }
}

fn link(from: String, to: String) -> LinkDraft {
    LinkDraft {
        diagram: "care".into(),
        from,
        to,
        ..LinkDraft::default()
    }
}

fn site_id(at: usize) -> String {
    format!("b{}-{}", at / BOARD, at % BOARD)
}

/// An aim, 5 primary drivers, 14 secondary ones that serve two of these each, and 20 ideas.
fn system(sites: usize) -> System {
    let mut draft = Draft::default();
    draft.diagrams.push(DiagramDraft {
        id: "care".into(),
        title: "Better care".into(),
        ..DiagramDraft::default()
    });
    draft.nodes.push(node("aim".into(), "aim"));
    for at in 0..5 {
        draft.nodes.push(node(format!("p{at}"), "primary"));
        draft.links.push(link(format!("p{at}"), "aim".into()));
    }
    for at in 0..14 {
        let id = format!("s{at}");
        draft.nodes.push(node(id.clone(), "secondary"));
        for parent in [at % 5, (at + 1) % 5] {
            draft.links.push(link(id.clone(), format!("p{parent}")));
        }
    }
    for at in 0..20 {
        draft.nodes.push(node(format!("c{at}"), "change"));
        draft
            .links
            .push(link(format!("c{at}"), format!("s{}", at % 14)));
        draft.tests.push(TestDraft {
            id: format!("t{at}"),
            diagram: "care".into(),
            change_idea: format!("c{at}"),
            start: format!("2025-{:02}-01", at % 12 + 1),
            ..TestDraft::default()
        });
    }
    for at in 0..MEASURES {
        draft.measures.push(MeasureDraft {
            id: format!("m{at}"),
            name: format!("Measure {at}"),
            direction: Some("decrease".into()),
            frequency: Some("monthly".into()),
            ..MeasureDraft::default()
        });
        let places = [
            (
                if at == 0 {
                    "aim".into()
                } else {
                    format!("p{}", at % 5)
                },
                "outcome",
            ),
            (format!("s{at}"), "process"),
            (
                format!("s{}", at + 6),
                if at == 7 { "balancing" } else { "process" },
            ),
        ];
        draft
            .bindings
            .extend(places.map(|(node, role)| BindingDraft {
                diagram: "care".into(),
                node,
                measure: format!("m{at}"),
                role: role.into(),
                ..BindingDraft::default()
            }));
    }
    draft.sites = (0..sites)
        .map(|at| {
            let within = at % BOARD;
            SiteDraft {
                id: site_id(at),
                name: site_id(at),
                level: Some(if within == 0 { "board" } else { "practice" }.into()),
                parent: (within > 0).then(|| site_id(at - within)),
                ..SiteDraft::default()
            }
        })
        .collect();
    let options = BuildOptions::default();
    draft.build(&options).expect("the draft is sound")
}

fn moment(index: usize) -> Moment {
    Moment {
        index,
        date: Date::new(2024 + index as u16 / 12, (index % 12) as u8 + 1, 1),
    }
}

fn status(measure: usize, site: usize, release: usize) -> Status {
    let kind = (site * 7 + measure * 3 + release) % 40;
    let measure = MeasureId::new(format!("m{measure}")).expect("a plain id");
    let id = SiteId::new(site_id(site)).expect("a plain id");
    let rules = RulesUsed {
        name: "scottish_run_chart".into(),
        rules: vec![
            "shift points=6 on_center=skip".into(),
            "trend points=5".into(),
        ],
        options: Vec::new(),
        ties: TieOptions {
            on_center: Some(Tie::Skip),
            equal: Some(Tie::Skip),
        },
    };
    let key = SeriesKey::new(measure, id).on(Basis::NotApplicable);
    let mut status = Status::new(key, Direction::Decrease, rules);
    status.points.useful = 24;
    status.sufficiency.have = if kind == 0 { 5 } else { 24 };
    status.sufficiency.advised = Some(12);
    let (number, reason) = match kind {
        1 => {
            let shift = PhaseReason::Shift {
                side: Side::Below,
                first: moment(12),
                known: moment(20),
                is_tentative: false,
            };
            (1, shift)
        }
        _ => (0, PhaseReason::SeriesStart),
    };
    status.phase = Some(PhaseStatus {
        number,
        start: moment(number * 12),
        last: moment(23),
        points: 24 - number * 12,
        reason,
        baseline: Baseline::Given,
        center: Some(5.0),
    });
    let side = match kind {
        2 => SignalSide::Above,
        3 => SignalSide::Below,
        _ => return status,
    };
    status.signals.push(SeriesSignal {
        rule: "shift points=6 on_center=skip".into(),
        is_warning: false,
        side,
        first: moment(16),
        last: moment(23),
        known: moment(21),
        is_current: true,
        is_tentative: site.is_multiple_of(9),
    });
    status
}

fn statuses(series: usize, release: usize) -> Vec<Status> {
    // In an order that is not that of the keys.
    let at = |at: usize| at * 7_919 % series;
    let of = |at: usize| status(at % MEASURES, at / MEASURES, release);
    (0..series).map(at).map(of).collect()
}

fn judged(system: &System, given: Vec<Status>) -> Statuses {
    let set = Statuses::new(system, given, &JudgeOptions::default(), MixedRules::Refuse);
    set.expect("the system knows all series")
}

/// All ten answers, and what they are made from.
fn ten_answers(system: &System, now: &Statuses, before: &Statuses) -> usize {
    let answers = Answers::new(system, now).expect("they were checked against this system");
    let diagram = DiagramId::new("care").expect("a plain id");
    let aim = system.aim_of(&diagram).expect("each diagram has one");
    let rollups = answers.node_rollups();
    let drivers = answers.drivers_of(aim, 20);
    let coverage = answers.coverage(&diagram);
    let warnings = answers.early_warnings(&WarningOptions::default());
    let theory = answers.theory_check(&diagram, 20);
    let hand_over = answers.hand_over();
    let balancing = answers.balancing_alarms(20);
    let tests = answers.tests_near(3);
    let measures = system.measures().iter();
    let measures = measures.filter_map(|measure| system.measure_index(&measure.id));
    let sites: Vec<_> = measures
        .map(|measure| answers.site_rollup(measure, 20))
        .collect();
    let changes = now.changes_since(before);
    let lines = answers.plain_lines();
    black_box((
        rollups, drivers, coverage, theory, balancing, tests, sites, changes,
    ));
    warnings.warnings.total + hand_over.len() + lines.len()
}

fn qms(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("qms");
    for series in [10_000, 50_000, 250_000] {
        let system = system(series / MEASURES);
        let given = statuses(series, 1);
        let (now, before) = (
            judged(&system, given.clone()),
            judged(&system, statuses(series, 0)),
        );
        group.throughput(Throughput::Elements(series as u64));
        group.sample_size(if series > 100_000 { 10 } else { 30 });
        group.bench_function(BenchmarkId::new("statuses", series), |bencher| {
            bencher.iter_batched(
                || given.clone(),
                |given| judged(&system, given),
                BatchSize::PerIteration,
            );
        });
        group.bench_function(BenchmarkId::new("node-rollups", series), |bencher| {
            bencher.iter(|| {
                let answers = Answers::new(&system, &now);
                answers.map(|answers| answers.node_rollups())
            });
        });
        group.bench_function(BenchmarkId::new("ten-answers", series), |bencher| {
            bencher.iter(|| ten_answers(&system, &now, &before));
        });
    }
    group.finish();
}

criterion_group!(benches, qms);
criterion_main!(benches);
