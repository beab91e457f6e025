//! What holds of the answers whatever the diagram and the statuses.

#![allow(clippy::unwrap_used)]

mod theory;

use std::collections::BTreeSet;

use proptest::prelude::*;
use redbead::{Direction, Side, Tie};
use redbead_qms::{
    Answers, Basis, BindingDraft, BuildOptions, CascadeDraft, DiagramDraft, DiagramId, Draft,
    JudgeOptions, LinkDraft, MeasureDraft, MeasureId, MixedRules, Moment, NodeDraft, NodeIndex,
    PhaseReason, PhaseStatus, RulesUsed, SeriesKey, SeriesSignal, SignalSide, SiteDraft, SiteId,
    SiteIndex, SiteLevel, Status, Statuses, System, TestDraft, TieOptions, Verdict, VerdictCounts,
    WarningOptions,
};

const MEASURES: usize = 5;
const SITES: usize = 9;
const ROLES: [&str; 4] = ["outcome", "process", "structure", "balancing"];

/// A diagram with its bindings, and what is said of some series.
#[derive(Debug, Clone)]
struct Case {
    draft: Draft,
    statuses: Vec<Status>,
}

/// Level of each node: an aim, three primary drivers, four secondary ones, three change ideas.
const KINDS: [&str; 11] = [
    "aim",
    "primary",
    "primary",
    "primary",
    "secondary",
    "secondary",
    "secondary",
    "secondary",
    "change",
    "change",
    "change",
];

fn level(node: usize) -> usize {
    let kinds = ["aim", "primary", "secondary", "change"];
    kinds.iter().position(|kind| *kind == KINDS[node]).unwrap()
}

fn any_case() -> impl Strategy<Value = Case> {
    let links = prop::collection::btree_map((1..KINDS.len(), 0..KINDS.len()), any::<bool>(), 0..24);
    let bindings = prop::collection::btree_map(
        (0..KINDS.len(), 0..MEASURES),
        (0..4_usize, 0..SITES * 2),
        0..16,
    );
    let statuses =
        prop::collection::btree_map((0..MEASURES, 0..SITES, 0..3_usize), 0..9_usize, 0..40);
    let tests = prop::collection::vec((8..KINDS.len(), 1..12_u8, 0..SITES * 2), 0..4);
    // Whether the aim is a driver of a larger diagram, whether that one is weak, and whether it is
    // measured besides.
    let upper = (any::<bool>(), any::<bool>(), any::<bool>());
    let parents = prop::collection::vec(any::<prop::sample::Index>(), SITES);
    (links, bindings, statuses, tests, parents, upper).prop_map(
        |(links, bindings, statuses, tests, parents, upper)| {
            let mut draft = Draft::default();
            draft.diagrams.push(DiagramDraft {
                id: "d".into(),
                title: "a diagram".into(),
                ..DiagramDraft::default()
            });
            for (at, kind) in KINDS.iter().enumerate() {
                draft.nodes.push(NodeDraft {
                    diagram: "d".into(),
                    id: format!("n{at:02}"),
                    kind: (*kind).into(),
                    text: "a node".into(),
                    components: vec![["planning", "improving"][at % 2].into()],
                    ..NodeDraft::default()
                });
            }
            for ((from, to), is_weak) in links {
                if level(from) > level(to) {
                    draft.links.push(LinkDraft {
                        diagram: "d".into(),
                        from: format!("n{from:02}"),
                        to: format!("n{to:02}"),
                        strength: is_weak.then(|| "weak".into()),
                        ..LinkDraft::default()
                    });
                }
            }
            for at in 0..MEASURES {
                draft.measures.push(MeasureDraft {
                    id: format!("m{at}"),
                    name: "a measure".into(),
                    direction: Some("decrease".into()),
                    frequency: Some("monthly".into()),
                    ..MeasureDraft::default()
                });
            }
            let scope = |site: usize| (site < SITES).then(|| format!("s{site}"));
            for ((node, measure), (role, site)) in bindings {
                draft.bindings.push(BindingDraft {
                    diagram: "d".into(),
                    node: format!("n{node:02}"),
                    measure: format!("m{measure}"),
                    role: ROLES[role].into(),
                    site: scope(site),
                    ..BindingDraft::default()
                });
            }
            for (at, parent) in parents.iter().enumerate() {
                let parent = parent.index(at + 1);
                draft.sites.push(SiteDraft {
                    id: format!("s{at}"),
                    name: "a site".into(),
                    level: Some(SiteLevel::ALL[at % SiteLevel::ALL.len()].to_string()),
                    parent: (parent < at).then(|| format!("s{parent}")),
                    ..SiteDraft::default()
                });
            }
            for (at, (idea, month, site)) in tests.into_iter().enumerate() {
                draft.tests.push(TestDraft {
                    id: format!("t{at}"),
                    diagram: "d".into(),
                    change_idea: format!("n{idea:02}"),
                    site: scope(site),
                    start: format!("2025-{month:02}-03"),
                    ..TestDraft::default()
                });
            }
            draft.extend(upper_diagram(upper));
            let statuses = statuses.into_iter();
            let statuses = statuses
                .map(|((measure, site, basis), kind)| status(measure, site, basis, kind))
                .collect();
            Case { draft, statuses }
        },
    )
}

/// A larger diagram, `u`, with one driver, `p`: a cascade from the aim, whether the driver is weak,
/// and whether it has a measure.
fn upper_diagram((cascades, is_weak, is_measured): (bool, bool, bool)) -> Draft {
    let node = |id: &str, kind: &str| NodeDraft {
        diagram: "u".into(),
        id: id.into(),
        kind: kind.into(),
        text: "a node".into(),
        ..NodeDraft::default()
    };
    let mut draft = Draft {
        nodes: vec![node("aim", "aim"), node("p", "primary")],
        ..Draft::default()
    };
    draft.diagrams.push(DiagramDraft {
        id: "u".into(),
        title: "a larger diagram".into(),
        ..DiagramDraft::default()
    });
    draft.links.push(LinkDraft {
        diagram: "u".into(),
        from: "p".into(),
        to: "aim".into(),
        strength: is_weak.then(|| "weak".into()),
        ..LinkDraft::default()
    });
    if cascades {
        draft.cascades.push(CascadeDraft {
            driver_diagram: "u".into(),
            driver: "p".into(),
            aim_diagram: "d".into(),
            aim: "n00".into(),
            ..CascadeDraft::default()
        });
    }
    let bound = [("aim", 0, "outcome"), ("p", 1, "process")];
    let bound = bound.iter().filter(|_| is_measured);
    draft
        .bindings
        .extend(bound.map(|(node, measure, role)| BindingDraft {
            diagram: "u".into(),
            node: (*node).into(),
            measure: format!("m{measure}"),
            role: (*role).into(),
            ..BindingDraft::default()
        }));
    draft
}

/// A status by hand, of one of nine kinds.
fn status(measure: usize, site: usize, basis: usize, kind: usize) -> Status {
    let key = SeriesKey::new(
        MeasureId::new(format!("m{measure}")).unwrap(),
        SiteId::new(format!("s{site}")).unwrap(),
    );
    let at = |index: usize| Moment {
        index,
        date: redbead_qms::Date::new(2024 + index as u16 / 12, (index % 12) as u8 + 1, 1),
    };
    let rules = RulesUsed {
        name: "by hand".into(),
        rules: vec!["shift".into()],
        options: Vec::new(),
        ties: TieOptions {
            on_center: Some(Tie::Skip),
            equal: None,
        },
    };
    let mut status = Status::new(key.on(Basis::ALL[basis]), Direction::Decrease, rules);
    status.points.useful = 24;
    status.sufficiency.have = if kind == 0 { 5 } else { 24 };
    status.sufficiency.advised = Some(12);
    status.phase = Some(PhaseStatus {
        number: 0,
        start: at(0),
        last: at(23),
        points: 24,
        reason: PhaseReason::SeriesStart,
        baseline: redbead_qms::Baseline::Given,
        center: Some(5.0),
    });
    let signal = |side, is_tentative| SeriesSignal {
        rule: "shift".into(),
        is_warning: false,
        side,
        first: at(14 + measure),
        last: at(23),
        known: at(20),
        is_current: true,
        is_tentative,
    };
    match kind {
        1 => status.signals.push(signal(SignalSide::Above, false)),
        2 => status.signals.push(signal(SignalSide::Below, false)),
        3 => status.signals.push(signal(SignalSide::Above, true)),
        4 => status.signals.push(signal(SignalSide::Neither, false)),
        5 => {
            status.signals.push(signal(SignalSide::Above, false));
            status.signals.push(signal(SignalSide::Falling, true));
        }
        6 | 7 => {
            let side = if kind == 6 { Side::Below } else { Side::Above };
            if let Some(phase) = &mut status.phase {
                phase.number = 1;
                phase.reason = PhaseReason::Shift {
                    side,
                    first: at(12),
                    known: at(20),
                    is_tentative: false,
                };
            }
        }
        _ => {}
    }
    status
}

fn build(draft: &Draft) -> System {
    draft.build(&BuildOptions::default()).unwrap()
}

fn judged(system: &System, statuses: Vec<Status>) -> Statuses {
    let options = JudgeOptions::default();
    Statuses::new(system, statuses, &options, MixedRules::Refuse).unwrap()
}

fn nodes(system: &System) -> Vec<NodeIndex> {
    let nodes = system.nodes().iter();
    nodes
        .map(|node| system.node_index(&node.id).unwrap())
        .collect()
}

fn diagram() -> DiagramId {
    DiagramId::new("d").unwrap()
}

/// All answers, as text.
fn told(system: &System, statuses: &Statuses) -> String {
    let answers = Answers::new(system, statuses).unwrap();
    let aim = system.aim_of(&diagram()).unwrap();
    let rollups: Vec<_> = (0..MEASURES)
        .map(|at| MeasureId::new(format!("m{at}")).unwrap())
        .map(|id| answers.site_rollup(system.measure_index(&id).unwrap(), 3))
        .collect();
    format!(
        "{:?}",
        (
            answers.node_rollups(),
            answers.drivers_of(aim, 3),
            answers.coverage(&diagram()),
            answers.early_warnings(&WarningOptions::default().with_most(3, 2)),
            answers.theory_check(&diagram(), 3),
            answers.hand_over(),
            answers.balancing_alarms(3),
            answers.tests_near(6),
            rollups,
            statuses.changes_since(statuses),
            answers.plain_lines(),
        )
    )
}

/// The nodes from which a chain of links leads to a node, by trying all of them; with weak links or
/// without.
fn chained(system: &System, to: NodeIndex, takes_weak: bool) -> BTreeSet<NodeIndex> {
    let mut found = BTreeSet::from([to]);
    loop {
        let before = found.len();
        for node in nodes(system) {
            let mut edges = system.above(node).iter();
            let leads = |edge: &redbead_qms::Edge| {
                let is_taken = takes_weak || edge.strength == redbead_qms::Strength::Strong;
                is_taken && found.contains(&edge.node)
            };
            if edges.any(leads) {
                found.insert(node);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// A node, with the aim that cascades to it.
fn one_with(system: &System, node: NodeIndex) -> BTreeSet<NodeIndex> {
    let below = system.below(node).iter();
    let aims = below.filter(|edge| edge.is_cascade).map(|edge| edge.node);
    aims.chain([node]).collect()
}

/// Whether a series speaks at one of some nodes, by trying every binding.
fn speaks_at(
    system: &System,
    entry: &redbead_qms::Entry,
    nodes: &BTreeSet<NodeIndex>,
    is_balancing: bool,
) -> bool {
    system.bindings().iter().any(|binding| {
        let node = system.node_index(&binding.node).unwrap();
        nodes.contains(&node)
            && binding.measure == entry.status.key.measure
            && (binding.role == redbead_qms::Role::Balancing) == is_balancing
            && system.covers(binding, entry.site)
    })
}

proptest! {
    #[test]
    fn a_rollup_is_that_of_trying_everything(case in any_case()) {
        let system = build(&case.draft);
        let set = judged(&system, case.statuses);
        let answers = Answers::new(&system, &set).unwrap();
        for (node, rollup) in nodes(&system).into_iter().zip(answers.node_rollups()) {
            prop_assert_eq!(answers.node_rollup(node), rollup);
            let own = one_with(&system, node);
            let strong = chained(&system, node, false);
            let all = chained(&system, node, true);
            let mut expected = [const { Vec::new() }; 4];
            for entry in set.entries() {
                let speaks = |nodes, balancing| speaks_at(&system, entry, nodes, balancing);
                let group = if speaks(&own, false) {
                    0
                } else if speaks(&strong, false) {
                    1
                } else if speaks(&all, false) {
                    2
                } else if speaks(&all, true) {
                    3
                } else {
                    continue;
                };
                expected[group].push(entry);
            }
            let groups = [rollup.own, rollup.below, rollup.weak, rollup.balancing];
            for (group, expected) in groups.into_iter().zip(&expected) {
                prop_assert_eq!(group, VerdictCounts::of(expected.iter().copied()));
            }
            let total: usize = expected.iter().map(Vec::len).sum();
            prop_assert_eq!(rollup.all().total(), total);
            let of_verdict = Verdict::ALL.iter().map(|verdict| rollup.all().get(*verdict));
            prop_assert_eq!(of_verdict.sum::<usize>(), total);
        }
    }

    #[test]
    fn order_does_not_matter(case in any_case(), step in 0..40_usize) {
        let system = build(&case.draft);
        let expected = told(&system, &judged(&system, case.statuses.clone()));
        let mut statuses = case.statuses;
        let count = statuses.len().max(1);
        statuses.rotate_left(step % count);
        let mut draft = case.draft;
        draft.nodes.reverse();
        draft.links.reverse();
        draft.bindings.reverse();
        draft.sites.reverse();
        draft.tests.reverse();
        let again = build(&draft);
        prop_assert_eq!(told(&again, &judged(&again, statuses.clone())), expected.clone());
        statuses.reverse();
        prop_assert_eq!(told(&system, &judged(&system, statuses)), expected);
    }

    #[test]
    fn a_second_path_changes_the_list_and_not_the_total(case in any_case(), from in 4..8_usize) {
        // A secondary driver that serves one primary driver, and then two, each strongly.
        let mut draft = case.draft;
        draft.links.retain(|link| link.from != format!("n{from:02}"));
        draft.links.retain(|link| !["n01", "n02"].contains(&link.from.as_str()));
        let link = |from: String, to: &str| LinkDraft {
            diagram: "d".into(),
            from,
            to: to.into(),
            ..LinkDraft::default()
        };
        draft.links.push(link("n01".into(), "n00"));
        draft.links.push(link("n02".into(), "n00"));
        draft.links.push(link(format!("n{from:02}"), "n01"));
        let one = build(&draft);
        draft.links.push(link(format!("n{from:02}"), "n02"));
        let two = build(&draft);
        let of = |system: &System| {
            let set = judged(system, case.statuses.clone());
            let answers = Answers::new(system, &set).unwrap();
            let aim = system.aim_of(&diagram()).unwrap();
            let found = answers.drivers_of(aim, 3);
            assert_eq!(found.total, answers.node_rollup(aim));
            let id = format!("n{from:02}");
            let places = found
                .drivers
                .iter()
                .filter(|place| system.node(place.driver).id.node.as_str() == id)
                .count();
            (found.total, places)
        };
        let ((total, places), (total_of_two, places_of_two)) = (of(&one), of(&two));
        prop_assert_eq!(total, total_of_two);
        prop_assert_eq!(places * 2, places_of_two);
    }

    #[test]
    fn counts_add_up(case in any_case()) {
        let system = build(&case.draft);
        let set = judged(&system, case.statuses);
        let answers = Answers::new(&system, &set).unwrap();
        let everywhere: BTreeSet<NodeIndex> = nodes(&system).into_iter().collect();
        let speaking: Vec<_> = set
            .entries()
            .iter()
            .filter(|entry| speaks_at(&system, entry, &everywhere, false))
            .collect();
        let worse = |verdict| speaking.iter().filter(|entry| entry.judgement.verdict == verdict).count();

        // Every series that gets worse is shown, counted, or told of, for each audience.
        for audience in redbead_qms::Audience::ALL {
            let found = answers.early_warnings(&WarningOptions::of(*audience));
            let smaller: usize = found.smaller.iter().map(|count| count.warnings).sum();
            let all = found.warnings.total + smaller + found.elsewhere;
            prop_assert_eq!(all, worse(Verdict::Worsening));
            for count in &found.smaller {
                prop_assert_eq!(count.warnings, count.series.get(Verdict::Worsening));
            }
            for warning in found.warnings.listed.iter().chain(&found.mixed.listed) {
                for node in &warning.nodes {
                    prop_assert!(found.route(*node).is_some());
                }
            }
        }
        let found = answers.early_warnings(&WarningOptions::default());
        prop_assert_eq!(found.mixed.total, worse(Verdict::Mixed));
        prop_assert_eq!(found.series, VerdictCounts::of(speaking.iter().copied()));

        // The sites of a measure, by trying all.
        for measure in system.measures() {
            let index = system.measure_index(&measure.id).unwrap();
            for within in (0..SITES).map(|at| SiteId::new(format!("s{at}")).unwrap()) {
                let within = system.site_index(&within).unwrap();
                let rollup = answers.within(within).site_rollup(index, 2);
                let is_within = |site: SiteIndex| {
                    let mut place = Some(site);
                    while let Some(at) = place.filter(|at| *at != within) {
                        place = system.parent_of(at);
                    }
                    place.is_some()
                };
                let of_measure = set.entries().iter().filter(|entry| entry.measure == index);
                let expected = of_measure.filter(|entry| is_within(entry.site)).count();
                let groups = rollup.groups.iter().map(|group| group.series.counts().total());
                prop_assert_eq!(groups.sum::<usize>(), expected);
            }
        }

        // A balancing series that gets worse is in one of the two lists.
        let balancing = set.entries().iter().filter(|entry| {
            matches!(entry.judgement.verdict, Verdict::Worsening | Verdict::Mixed)
                && speaks_at(&system, entry, &everywhere, true)
        });
        let found = answers.balancing_alarms(1);
        prop_assert_eq!(found.alarms.len() + found.without_gain.len(), balancing.count());

        // Each finding of a series is one thing or another.
        let changes = set.changes_since(&set);
        prop_assert!(changes.new.is_empty() && changes.gone.is_empty());
        let of_series = changes.series.iter().flat_map(|series| &series.changes);
        for change in of_series {
            prop_assert_eq!(change.kind, redbead_qms::ChangeKind::Confirmed);
            prop_assert_eq!(change.before, change.after);
        }
    }
}
