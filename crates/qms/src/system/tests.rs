//! Paths, reach and sites, by hand.

use super::*;
use crate::build::BuildOptions;
use crate::draft::{
    BindingDraft, CascadeDraft, DiagramDraft, Draft, LinkDraft, MeasureDraft, NodeDraft, SiteDraft,
};
use crate::id::NodeId;
use crate::link::Strength;

/// A diagram whose aim is a driver of another; a secondary driver serves two primary ones, one of
/// them weakly.
fn system() -> System {
    let mut draft = Draft::default();
    for (diagram, nodes) in [
        (
            "lower",
            vec![
                "a aim",
                "p1 primary",
                "p2 primary",
                "s secondary",
                "c change",
                "x change",
            ],
        ),
        ("upper", vec!["a aim", "p primary", "s secondary"]),
    ] {
        draft.diagrams.push(DiagramDraft {
            id: diagram.into(),
            title: diagram.into(),
            ..DiagramDraft::default()
        });
        for node in nodes {
            let (id, kind) = node.split_once(' ').unwrap();
            draft.nodes.push(NodeDraft {
                diagram: diagram.into(),
                id: id.into(),
                kind: kind.into(),
                text: id.into(),
                ..NodeDraft::default()
            });
        }
    }
    for link in [
        "lower p1 a strong",
        "lower p2 a strong",
        "lower s p1 strong",
        "lower s p2 weak",
        "lower c s strong",
        "upper p a weak",
        "upper s p strong",
    ] {
        let parts: Vec<&str> = link.split(' ').collect();
        draft.links.push(LinkDraft {
            diagram: parts[0].into(),
            from: parts[1].into(),
            to: parts[2].into(),
            strength: Some(parts[3].into()),
            ..LinkDraft::default()
        });
    }
    for driver in ["p", "s"] {
        draft.cascades.push(CascadeDraft {
            driver_diagram: "upper".into(),
            driver: driver.into(),
            aim_diagram: "lower".into(),
            aim: "a".into(),
            ..CascadeDraft::default()
        });
    }
    for (id, parent, codes) in [
        ("scotland", "", vec![]),
        ("fife", "scotland", vec!["S08000018", "S08000029"]),
        ("ward-1", "fife", vec![]),
        ("ward-2", "fife", vec![]),
        ("tayside", "scotland", vec![]),
    ] {
        draft.sites.push(SiteDraft {
            id: id.into(),
            name: id.into(),
            parent: Some(parent.into()),
            codes: codes.into_iter().map(str::to_owned).collect(),
            ..SiteDraft::default()
        });
    }
    draft.measures.push(MeasureDraft {
        id: "m".into(),
        name: "M".into(),
        ..MeasureDraft::default()
    });
    for (diagram, node, site) in [("lower", "s", ""), ("upper", "a", "ward-2")] {
        draft.bindings.push(BindingDraft {
            diagram: diagram.into(),
            node: node.into(),
            measure: "m".into(),
            role: "process".into(),
            site: Some(site.into()),
            ..BindingDraft::default()
        });
    }
    draft.diagrams[0].site = Some("fife".into());
    draft.build(&BuildOptions::default()).unwrap()
}

fn at(system: &System, node: &str) -> NodeIndex {
    let (diagram, node) = node.split_once('/').unwrap();
    let id = NodeRef::new(DiagramId::new(diagram).unwrap(), NodeId::new(node).unwrap());
    system.node_index(&id).unwrap()
}

fn shown(system: &System, reached: &[Reached]) -> Vec<String> {
    let each = reached.iter().map(|one| {
        let strength = match one.strength {
            Strength::Strong => "",
            Strength::Weak => " (weak)",
        };
        format!("{}{strength}", system.node(one.node).id)
    });
    each.collect()
}

#[test]
fn what_lies_below_is_reached_once_and_a_strong_path_wins() {
    let system = system();
    assert_eq!(
        shown(&system, &system.reach_below(at(&system, "lower/a"))),
        ["lower/a", "lower/c", "lower/p1", "lower/p2", "lower/s"]
    );
    assert_eq!(
        shown(&system, &system.reach_below(at(&system, "lower/p2"))),
        ["lower/c (weak)", "lower/p2", "lower/s (weak)"]
    );
    assert_eq!(
        shown(&system, &system.reach_above(at(&system, "lower/s"))),
        [
            "lower/a",
            "lower/p1",
            "lower/p2 (weak)",
            "lower/s",
            "upper/a (weak)",
            "upper/p",
            "upper/s"
        ]
    );
}

#[test]
fn paths_go_up_through_cascades_to_the_last_aim() {
    let system = system();
    let paths = system.paths_to_aims(at(&system, "lower/c"), 3);
    let shown: Vec<String> = paths
        .listed
        .iter()
        .map(|path| {
            let ids = path.iter().map(|node| system.node(*node).id.to_string());
            ids.collect::<Vec<_>>().join(" ")
        })
        .collect();
    assert_eq!(paths.total, 4);
    assert_eq!(
        shown,
        [
            "lower/c lower/s lower/p1 lower/a upper/p upper/a",
            "lower/c lower/s lower/p1 lower/a upper/s upper/p upper/a",
            "lower/c lower/s lower/p2 lower/a upper/p upper/a",
        ]
    );
    let aim = at(&system, "upper/a");
    assert_eq!(system.paths_to_aims(aim, 9).listed, [[aim]]);
    let isolated = system.paths_to_aims(at(&system, "lower/x"), 9);
    assert_eq!((isolated.total, isolated.listed.len()), (0, 0));
}

#[test]
fn the_number_of_paths_costs_no_time() {
    // Each of 70 diagrams doubles the number of paths.
    let mut draft = Draft::default();
    for number in 0..70 {
        let diagram = format!("d{number:02}");
        draft.diagrams.push(DiagramDraft {
            id: diagram.clone(),
            title: diagram.clone(),
            ..DiagramDraft::default()
        });
        for (id, kind) in [
            ("a", "aim"),
            ("p", "primary"),
            ("q", "primary"),
            ("s", "secondary"),
        ] {
            draft.nodes.push(NodeDraft {
                diagram: diagram.clone(),
                id: id.into(),
                kind: kind.into(),
                text: id.into(),
                ..NodeDraft::default()
            });
        }
        for (from, to) in [("p", "a"), ("q", "a"), ("s", "p"), ("s", "q")] {
            draft.links.push(LinkDraft {
                diagram: diagram.clone(),
                from: from.into(),
                to: to.into(),
                ..LinkDraft::default()
            });
        }
        if number > 0 {
            draft.cascades.push(CascadeDraft {
                driver_diagram: diagram,
                driver: "s".into(),
                aim_diagram: format!("d{:02}", number - 1),
                aim: "a".into(),
                ..CascadeDraft::default()
            });
        }
    }
    let system = draft.build(&BuildOptions::default()).unwrap();
    let paths = system.paths_to_aims(at(&system, "d00/s"), 2);
    assert_eq!(paths.total, u64::MAX);
    assert_eq!(paths.listed.len(), 2);
    let paths = system.paths_to_aims(at(&system, "d60/s"), 2);
    assert_eq!(paths.total, 1 << 10);
    assert_eq!(paths.listed[0].len(), 30);
}

#[test]
fn each_node_stands_after_all_that_it_contributes_to() {
    let system = system();
    let order = system.aims_first();
    assert_eq!(order.len(), system.nodes().len());
    for (place, node) in order.iter().enumerate() {
        for edge in system.above(*node) {
            assert!(order[..place].contains(&edge.node));
        }
    }
}

#[test]
fn sites_lie_within_sites() {
    let system = system();
    let site = |id: &str| system.site_index(&SiteId::new(id).unwrap()).unwrap();
    let (scotland, fife, ward) = (site("scotland"), site("fife"), site("ward-2"));
    assert!(system.is_within(ward, fife) && system.is_within(ward, scotland));
    assert!(system.is_within(fife, fife) && !system.is_within(fife, ward));
    assert!(!system.is_within(ward, site("tayside")));
    assert_eq!(system.parent_of(ward), Some(fife));
    assert_eq!(system.sites_within(fife), [fife, site("ward-1"), ward]);
    assert_eq!(system.sites_within(scotland).len(), 5);
    // Codes of before and after the boundary was redrawn are one place.
    for code in ["S08000018", "S08000029", "fife"] {
        let code = SiteId::new(code).unwrap();
        assert_eq!(system.site_of_code(&code), Some(fife));
    }
    assert_eq!(
        system.site_of_code(&SiteId::new("S08000099").unwrap()),
        None
    );
}

#[test]
fn a_binding_covers_its_own_site_or_that_of_its_diagram() {
    let system = system();
    let site = |id: &str| system.site_index(&SiteId::new(id).unwrap()).unwrap();
    let measure = system.measure_index(&MeasureId::new("m").unwrap()).unwrap();
    let covered = |binding: &Binding| {
        let sites = ["scotland", "fife", "ward-1", "ward-2", "tayside"];
        sites.map(|id| system.covers(binding, site(id)))
    };
    let bindings: Vec<&Binding> = system.bindings_of(measure).collect();
    assert_eq!(bindings.len(), 2);
    assert_eq!(covered(bindings[0]), [false, true, true, true, false]);
    assert_eq!(covered(bindings[1]), [false, false, false, true, false]);
    let at_aim = system.bindings_at(at(&system, "upper/a"));
    assert_eq!(at_aim, std::slice::from_ref(bindings[1]));
}
