//! Whatever the order of a draft, it makes the same system, or the same errors.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use redbead_qms::{
    ActivityDraft, BindingDraft, BuildOptions, CascadeDraft, Cause, DiagramDraft, Draft, LinkDraft,
    MeasureDraft, NodeDraft, NodeIndex, Origin, SiteDraft, Strength, TestDraft,
};

const KINDS: [&str; 4] = ["aim", "primary", "secondary", "change"];

fn node_id(at: usize) -> String {
    format!("n{at}")
}

/// Any draft of a few diagrams: often sound, often not.
fn any_draft() -> impl Strategy<Value = Draft> {
    let nodes = prop::collection::vec((0..3_usize, 0..8_usize, 1..4_usize), 0..14);
    let links = prop::collection::vec((0..3_usize, 0..8_usize, 0..8_usize, any::<bool>()), 0..14);
    let cascades = prop::collection::vec((0..3_usize, 0..3_usize, 0..8_usize), 0..5);
    let bindings = prop::collection::vec((0..3_usize, 0..8_usize, 0..3_usize, 0..2_usize), 0..8);
    let sites = prop::collection::vec((0..6_usize, 0..7_usize), 0..7);
    let rest = prop::collection::vec((0..3_usize, 0..8_usize), 0..5);
    (nodes, links, cascades, bindings, sites, rest).prop_map(
        |(nodes, links, cascades, bindings, sites, rest)| {
            let text = |prefix: &str, at: usize| format!("{prefix}{at}");
            let mut draft = Draft::default();
            for at in 0..3 {
                draft.diagrams.push(DiagramDraft {
                    id: text("d", at),
                    title: "a diagram".into(),
                    ..DiagramDraft::default()
                });
                draft.measures.push(MeasureDraft {
                    id: text("m", at),
                    name: "a measure".into(),
                    ..MeasureDraft::default()
                });
                let aim = (at, 0, 0);
                for (diagram, id, kind) in nodes.iter().copied().chain([aim]) {
                    if diagram == at {
                        draft.nodes.push(NodeDraft {
                            diagram: text("d", diagram),
                            id: node_id(id),
                            kind: KINDS[kind].into(),
                            text: "a node".into(),
                            components: [(kind == 2).then_some("quality control".to_owned())]
                                .into_iter()
                                .flatten()
                                .collect(),
                            ..NodeDraft::default()
                        });
                    }
                }
            }
            draft.links = links
                .into_iter()
                .map(|(diagram, from, to, weak)| LinkDraft {
                    diagram: text("d", diagram),
                    from: node_id(from),
                    to: node_id(to),
                    strength: weak.then(|| "weak".to_owned()),
                    ..LinkDraft::default()
                })
                .collect();
            draft.cascades = cascades
                .into_iter()
                .map(|(lower, upper, driver)| CascadeDraft {
                    driver_diagram: text("d", upper),
                    driver: node_id(driver),
                    aim_diagram: text("d", lower),
                    aim: node_id(0),
                    ..CascadeDraft::default()
                })
                .collect();
            draft.bindings = bindings
                .into_iter()
                .map(|(diagram, node, measure, role)| BindingDraft {
                    diagram: text("d", diagram),
                    node: node_id(node),
                    measure: text("m", measure),
                    role: ["process", "balancing"][role].into(),
                    ..BindingDraft::default()
                })
                .collect();
            draft.sites = sites
                .into_iter()
                .map(|(id, parent)| SiteDraft {
                    id: text("s", id),
                    name: "a site".into(),
                    parent: (parent < 6).then(|| text("s", parent)),
                    ..SiteDraft::default()
                })
                .collect();
            for (at, (diagram, node)) in rest.into_iter().enumerate() {
                draft.tests.push(TestDraft {
                    id: text("t", at),
                    diagram: text("d", diagram),
                    change_idea: node_id(node),
                    start: "2026-02-01".into(),
                    ..TestDraft::default()
                });
                draft.activities.push(ActivityDraft {
                    diagram: text("d", diagram),
                    audience: "frontline teams".into(),
                    text: text("activity ", at),
                    drivers: vec![node_id(node)],
                    provenance: "illustrative".into(),
                    ..ActivityDraft::default()
                });
            }
            number(&mut draft);
            draft
        },
    )
}

/// Gives each record a line of its own.
fn number(draft: &mut Draft) {
    let mut line = 0;
    let mut next = || {
        line += 1;
        Origin::row("all.csv", line)
    };
    draft
        .diagrams
        .iter_mut()
        .for_each(|one| one.origin = next());
    draft.nodes.iter_mut().for_each(|one| one.origin = next());
    draft.links.iter_mut().for_each(|one| one.origin = next());
    draft
        .cascades
        .iter_mut()
        .for_each(|one| one.origin = next());
    draft
        .measures
        .iter_mut()
        .for_each(|one| one.origin = next());
    draft
        .bindings
        .iter_mut()
        .for_each(|one| one.origin = next());
    draft.sites.iter_mut().for_each(|one| one.origin = next());
    draft.tests.iter_mut().for_each(|one| one.origin = next());
    draft
        .activities
        .iter_mut()
        .for_each(|one| one.origin = next());
}

fn records(draft: &Draft) -> usize {
    draft.diagrams.len()
        + draft.nodes.len()
        + draft.links.len()
        + draft.cascades.len()
        + draft.measures.len()
        + draft.bindings.len()
        + draft.sites.len()
        + draft.tests.len()
        + draft.activities.len()
}

/// Puts a list into another order, the same for the same seed.
fn shuffle<T>(list: &mut [T], seed: u64) {
    let mut state = seed | 1;
    for at in (1..list.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        list.swap(at, (state >> 33) as usize % (at + 1));
    }
}

fn shuffled(draft: &Draft, seed: u64) -> Draft {
    let mut draft = draft.clone();
    shuffle(&mut draft.diagrams, seed);
    shuffle(&mut draft.nodes, seed);
    shuffle(&mut draft.links, seed);
    shuffle(&mut draft.cascades, seed);
    shuffle(&mut draft.measures, seed);
    shuffle(&mut draft.bindings, seed);
    shuffle(&mut draft.sites, seed);
    shuffle(&mut draft.tests, seed);
    shuffle(&mut draft.activities, seed);
    draft
}

/// Of several records with one id only the first, which alone depends on the order.
fn without_doubles(mut draft: Draft) -> Draft {
    let mut seen = BTreeSet::new();
    let mut is_new = |key: [&str; 3]| seen.insert(key.map(str::to_owned));
    draft
        .nodes
        .retain(|node| is_new(["node", &node.diagram, &node.id]));
    draft.sites.retain(|site| is_new(["site", &site.id, ""]));
    let mut bound = BTreeSet::new();
    draft.bindings.retain(|binding| {
        bound.insert([&binding.diagram, &binding.node, &binding.measure].map(Clone::clone))
    });
    let mut linked = BTreeSet::new();
    draft
        .links
        .retain(|link| linked.insert([&link.diagram, &link.from, &link.to].map(Clone::clone)));
    let mut joined = BTreeSet::new();
    draft.cascades.retain(|cascade| {
        joined.insert(
            [
                &cascade.aim_diagram,
                &cascade.driver_diagram,
                &cascade.driver,
            ]
            .map(Clone::clone),
        )
    });
    draft
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn order_does_not_matter(draft in any_draft(), seed in any::<u64>()) {
        let draft = without_doubles(draft);
        let other = shuffled(&draft, seed);
        let options = BuildOptions::default();
        prop_assert_eq!(draft.build(&options), other.build(&options));
        prop_assert_eq!(draft.build_leniently(&options), other.build_leniently(&options));
    }

    #[test]
    fn what_is_left_of_a_draft_holds_together(draft in any_draft()) {
        let options = BuildOptions::default();
        let strict = draft.build(&options);
        let lenient = draft.build_leniently(&options);
        let faults = lenient.dropped.iter().filter(|one| matches!(one.cause, Cause::Fault(_)));
        let errors = strict.as_ref().err().map_or(0, |errors| errors.as_slice().len());
        prop_assert_eq!(faults.count(), errors);
        if let Ok(system) = &strict {
            prop_assert_eq!(system, &lenient.system);
            prop_assert!(lenient.dropped.is_empty());
        }
        let again = lenient.system.to_draft().build(&options);
        prop_assert_eq!(again.as_ref(), Ok(&lenient.system));
        // Each record is there, or in the list of what was left out.
        let whole = lenient.dropped.iter().filter(|one| one.part.is_none());
        let whole: BTreeSet<_> = whole.map(|one| &one.origin).collect();
        let kept = records(&lenient.system.to_draft());
        prop_assert_eq!(kept + whole.len(), records(&draft));
        let _ = lenient.system.lint(&redbead_qms::LintOptions::default());
    }

    /// Beside the plain walk that it stands for.
    #[test]
    fn reach_and_paths_are_those_of_a_plain_walk(draft in any_draft()) {
        let system = draft.build_leniently(&BuildOptions::default()).system;
        for at in system.aims_first() {
            let mut paths = Vec::new();
            walk(&system, &mut vec![at], &mut paths);
            let found = system.paths_to_aims(at, usize::MAX);
            prop_assert_eq!(found.total, paths.len() as u64);
            prop_assert_eq!(found.listed, paths);
            let reached = system.reach_above(at);
            for one in &reached {
                let below = system.reach_below(one.node);
                let back = below.iter().find(|other| other.node == at);
                prop_assert_eq!(back.map(|back| back.strength), Some(one.strength));
            }
        }
    }

    /// A planted cycle is told with its whole path, each step of which is there.
    #[test]
    fn a_planted_cycle_is_told_whole(length in 2..7_usize, depth in 1..3_usize, seed in any::<u64>()) {
        let mut draft = Draft::default();
        for at in 0..length {
            let diagram = format!("d{at}");
            draft.diagrams.push(DiagramDraft {
                id: diagram.clone(),
                title: "a diagram".into(),
                ..DiagramDraft::default()
            });
            for (level, kind) in KINDS.iter().take(depth + 1).enumerate() {
                draft.nodes.push(NodeDraft {
                    diagram: diagram.clone(),
                    id: node_id(level),
                    kind: (*kind).into(),
                    text: "a node".into(),
                    ..NodeDraft::default()
                });
                if level > 0 {
                    draft.links.push(LinkDraft {
                        diagram: diagram.clone(),
                        from: node_id(level),
                        to: node_id(level - 1),
                        ..LinkDraft::default()
                    });
                }
            }
            draft.cascades.push(CascadeDraft {
                driver_diagram: format!("d{}", (at + 1) % length),
                driver: node_id(depth),
                aim_diagram: diagram,
                aim: node_id(0),
                origin: Origin::row("cascades.csv", at as u64 + 2),
            });
        }
        let draft = shuffled(&draft, seed);
        let errors = draft.build(&BuildOptions::default()).unwrap_err().into_vec();
        prop_assert_eq!(errors.len(), 1);
        let redbead_qms::Fault::Cycle { path } = &errors[0].fault else {
            panic!("a cycle was planted, found {}", errors[0]);
        };
        prop_assert_eq!(path.len(), length * (depth + 1) + 1);
        prop_assert_eq!(path.first(), path.last());
        for pair in path.windows(2) {
            let is_link = draft.links.iter().any(|link| {
                pair[0].to_string() == format!("{}/{}", link.diagram, link.from)
                    && pair[1].to_string() == format!("{}/{}", link.diagram, link.to)
            });
            let is_cascade = draft.cascades.iter().any(|cascade| {
                pair[0].to_string() == format!("{}/{}", cascade.aim_diagram, cascade.aim)
                    && pair[1].to_string() == format!("{}/{}", cascade.driver_diagram, cascade.driver)
            });
            prop_assert!(is_link || is_cascade);
        }
    }
}

fn walk(system: &redbead_qms::System, path: &mut Vec<NodeIndex>, paths: &mut Vec<Vec<NodeIndex>>) {
    let at = path[path.len() - 1];
    let edges = system.above(at);
    if edges.is_empty() && system.node(at).kind == redbead_qms::NodeKind::Aim {
        paths.push(path.clone());
    }
    for edge in edges {
        assert!(edge.strength == Strength::Strong || !edge.is_cascade);
        path.push(edge.node);
        walk(system, path, paths);
        path.pop();
    }
}
