//! Every fault, where it is said to be, and what a lenient build leaves out for it.

use super::*;
use crate::draft::{
    ActivityDraft, BindingDraft, CascadeDraft, ComponentDraft, DiagramDraft, EvidenceDraft,
    FrameworkDraft, LinkDraft, MeasureDraft, NodeDraft, RelationDraft, SiteDraft, TestDraft,
};
use crate::fault::{Fault, RecordKind};
use crate::origin::Origin;

fn diagram(id: &str) -> DiagramDraft {
    DiagramDraft {
        id: id.into(),
        title: id.into(),
        ..DiagramDraft::default()
    }
}

fn node(diagram: &str, id: &str, kind: &str) -> NodeDraft {
    NodeDraft {
        diagram: diagram.into(),
        id: id.into(),
        kind: kind.into(),
        text: id.into(),
        ..NodeDraft::default()
    }
}

fn link(diagram: &str, from: &str, to: &str) -> LinkDraft {
    LinkDraft {
        diagram: diagram.into(),
        from: from.into(),
        to: to.into(),
        ..LinkDraft::default()
    }
}

fn cascade(aim: [&str; 2], driver: [&str; 2]) -> CascadeDraft {
    CascadeDraft {
        driver_diagram: driver[0].into(),
        driver: driver[1].into(),
        aim_diagram: aim[0].into(),
        aim: aim[1].into(),
        ..CascadeDraft::default()
    }
}

fn measure(id: &str) -> MeasureDraft {
    MeasureDraft {
        id: id.into(),
        name: id.into(),
        ..MeasureDraft::default()
    }
}

fn site(id: &str, parent: &str) -> SiteDraft {
    SiteDraft {
        id: id.into(),
        name: id.into(),
        parent: Some(parent.into()),
        ..SiteDraft::default()
    }
}

fn binding(node: &str, measure: &str, role: &str) -> BindingDraft {
    BindingDraft {
        diagram: "d".into(),
        node: node.into(),
        measure: measure.into(),
        role: role.into(),
        ..BindingDraft::default()
    }
}

fn test_of(idea: &str) -> TestDraft {
    TestDraft {
        id: "t".into(),
        diagram: "d".into(),
        change_idea: idea.into(),
        start: "2026-01-05".into(),
        ..TestDraft::default()
    }
}

fn activity(drivers: &[&str]) -> ActivityDraft {
    ActivityDraft {
        diagram: "d".into(),
        audience: "frontline".into(),
        text: "look at the chart".into(),
        drivers: drivers.iter().map(|id| (*id).into()).collect(),
        provenance: "local".into(),
        ..ActivityDraft::default()
    }
}

/// A diagram without a fault: an aim, a primary driver, a change idea, a measure.
fn sound() -> Draft {
    Draft {
        sites: vec![site("board", ""), site("ward", "board")],
        measures: vec![measure("m")],
        diagrams: vec![diagram("d")],
        nodes: vec![
            node("d", "a", "aim"),
            node("d", "p", "primary"),
            node("d", "c", "change idea"),
        ],
        links: vec![link("d", "p", "a"), link("d", "c", "p")],
        bindings: vec![binding("a", "m", "outcome")],
        tests: vec![test_of("c")],
        activities: vec![activity(&["p"])],
        ..Draft::default()
    }
}

fn errors(draft: &Draft) -> Vec<String> {
    match draft.build(&BuildOptions::default()) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.as_slice().iter().map(ToString::to_string).collect(),
    }
}

fn dropped(draft: &Draft) -> Vec<String> {
    let lenient = draft.build_leniently(&BuildOptions::default());
    lenient.dropped.iter().map(ToString::to_string).collect()
}

/// Checks the only fault of a draft, and gives what is left out for it without its wording.
fn only(draft: &Draft, fault: &Fault) -> Vec<String> {
    let errors = draft
        .build(&BuildOptions::default())
        .unwrap_err()
        .into_vec();
    let [error] = &errors[..] else {
        panic!("one error expected, found {errors:#?}");
    };
    assert_eq!(error.fault, *fault);
    let lenient = draft.build_leniently(&BuildOptions::default());
    let again = lenient.system.to_draft();
    assert_eq!(again.build(&BuildOptions::default()), Ok(lenient.system));
    let lost = lenient.dropped.iter().map(|dropped| {
        let part = dropped.part.as_ref();
        part.map_or_else(
            || dropped.record.to_string(),
            |part| format!("{}, {part}", dropped.record),
        )
    });
    lost.collect()
}

#[test]
fn a_sound_draft_builds_and_comes_back() {
    let system = sound().build(&BuildOptions::default()).unwrap();
    assert_eq!(system.nodes().len(), 3);
    let again = system.to_draft().build(&BuildOptions::default());
    assert_eq!(again.as_ref(), Ok(&system));
    assert_eq!(
        sound().build_leniently(&BuildOptions::default()).dropped,
        []
    );
    assert_eq!(
        Draft::default()
            .build(&BuildOptions::default())
            .unwrap()
            .nodes(),
        []
    );
}

#[test]
fn five_faults_of_one_file_are_told_at_once_each_with_its_place() {
    // Acceptance scenario 8.
    let file: std::sync::Arc<str> = "bad.json".into();
    let mut draft = sound();
    draft.links.push(link("d", "a", "p"));
    draft.links.push(link("d", "p", "p"));
    draft.nodes.push(node("d", "c", "change"));
    draft.nodes[1].components.push("relationships".into());
    draft.diagrams.push(diagram("e"));
    draft.nodes.push(node("e", "a", "aim"));
    draft.nodes.push(node("e", "p", "primary"));
    draft.links.push(link("e", "p", "a"));
    draft.cascades.push(cascade(["d", "a"], ["e", "p"]));
    draft.cascades.push(cascade(["e", "a"], ["d", "p"]));
    for (at, node) in draft.nodes.iter_mut().enumerate() {
        node.origin = Origin::pointer(file.clone(), format!("/nodes/{at}"));
    }
    for (at, link) in draft.links.iter_mut().enumerate() {
        link.origin = Origin::pointer(file.clone(), format!("/links/{at}"));
    }
    for (at, cascade) in draft.cascades.iter_mut().enumerate() {
        cascade.origin = Origin::pointer(file.clone(), format!("/cascades/{at}"));
    }
    let expected = [
        "bad.json at \"/nodes/3\": node `d/c`: the id stands already (bad.json at \"/nodes/2\"); \
         give one of the two another id, or take it out",
        "bad.json at \"/nodes/1\": node `d/p`: names component \"relationships\", which framework \
         `his_2025` does not have; use one of planning, maintaining, improving, assurance, \
         learning_system, vision_purpose, process_rigour, people_led, leadership_culture, or a \
         framework of your own",
        "bad.json at \"/links/2\": link `d/a -> p`: goes from an aim to a primary driver, and a link \
         goes towards the aim; turn it round",
        "bad.json at \"/links/3\": link `d/p -> p`: links a node to itself; take it out or correct \
         one of its ends",
        "bad.json at \"/cascades/1\": cascade `e/a -> d/p`: closes a cycle, e/a -> d/p -> d/a -> \
         e/p -> e/a; take out one of the cascades in it",
    ];
    assert_eq!(errors(&draft), expected);

    let lenient = draft.build_leniently(&BuildOptions::default());
    assert_eq!(lenient.dropped.len(), 5);
    assert_eq!(
        lenient.dropped[1].part.as_deref(),
        Some("component relationships")
    );
    assert_eq!(lenient.system.nodes().len(), 5);
    assert_eq!(lenient.system.links().len(), 3);
    assert_eq!(lenient.system.cascades().len(), 1);

    // The order of the file changes no word.
    draft.nodes.swap(0, 5);
    draft.links.reverse();
    draft.cascades.reverse();
    assert_eq!(errors(&draft), expected);
}

#[test]
fn a_cycle_through_three_diagrams_is_told_whole() {
    let mut draft = Draft::default();
    for id in ["x", "y", "z"] {
        draft.diagrams.push(diagram(id));
        draft.nodes.push(node(id, "a", "aim"));
        draft.nodes.push(node(id, "p", "primary"));
        draft.nodes.push(node(id, "s", "secondary"));
        draft.links.push(link(id, "p", "a"));
        draft.links.push(link(id, "s", "p"));
    }
    draft.cascades.push(cascade(["x", "a"], ["y", "s"]));
    draft.cascades.push(cascade(["y", "a"], ["z", "p"]));
    assert_eq!(errors(&draft), [""; 0]);
    draft.cascades.push(cascade(["z", "a"], ["x", "s"]));
    assert_eq!(
        errors(&draft),
        [
            "program: cascade `z/a -> x/s`: closes a cycle, z/a -> x/s -> x/p -> x/a -> y/s -> y/p \
             -> y/a -> z/p -> z/a; take out one of the cascades in it"
        ]
    );
}

#[test]
fn ids() {
    let mut draft = sound();
    draft.nodes[2].id = "idea 1".into();
    for place in [&mut draft.links[1].from, &mut draft.tests[0].change_idea] {
        *place = "idea 1".into();
    }
    let bad = crate::id::NodeId::new("idea 1").unwrap_err();
    // Those that name it are not at fault as well.
    assert_eq!(
        only(&draft, &bad.into()),
        ["node `d/idea 1`", "link `d/idea 1 -> p`", "test `t`"]
    );

    let mut draft = sound();
    draft.measures.push(measure("m"));
    let first = Origin::Program;
    assert_eq!(only(&draft, &Fault::DuplicateId { first }), ["measure `m`"]);

    let mut draft = sound();
    draft.bindings[0].measure = "n".into();
    let fault = Fault::UnknownId {
        field: "measure",
        what: RecordKind::Measure,
        id: "n".into(),
    };
    assert_eq!(only(&draft, &fault), ["binding `d/a: n`"]);
    let mut draft = sound();
    draft.bindings[0].node = "b".into();
    assert_eq!(
        errors(&draft),
        [
            "program: binding `d/b: m`: node names node `d/b`, which is not there; add it or correct \
             the id"
        ]
    );
}

#[test]
fn fields() {
    let mut draft = sound();
    draft.nodes[2].text = "  ".into();
    assert_eq!(
        only(&draft, &Fault::EmptyText { field: "text" }),
        ["node `d/c`", "link `d/c -> p`", "test `t`"]
    );

    let mut draft = sound();
    draft.nodes[2].kind = "tertiary".into();
    assert_eq!(
        errors(&draft),
        [
            "program: node `d/c`: kind: \"tertiary\" is no node kind; use aim, primary, secondary or \
             change"
        ]
    );

    // What may be missing leaves nothing else out.
    let mut draft = sound();
    draft.nodes[0].owner = Some("everyone".into());
    draft.nodes[0].target = Some("half".into());
    draft.diagrams[0].as_of = Some("March".into());
    draft.measures[0].frequency = Some("often".into());
    assert_eq!(errors(&draft).len(), 4);
    let lenient = draft.build_leniently(&BuildOptions::default());
    assert_eq!(
        lenient.system,
        sound().build(&BuildOptions::default()).unwrap()
    );
    let parts: Vec<_> = lenient
        .dropped
        .iter()
        .map(|one| one.part.as_deref())
        .collect();
    assert_eq!(
        parts,
        [
            Some("frequency"),
            Some("as_of"),
            Some("owner"),
            Some("target")
        ]
    );

    // A strength that cannot be read is not guessed.
    let mut draft = sound();
    draft.links[1].strength = Some("7".into());
    assert_eq!(dropped(&draft).len(), 1);
    let mut draft = sound();
    draft.measures[0].direction = Some("sideways".into());
    assert_eq!(
        dropped(&draft)[1],
        "program: binding `d/a: m`: fell with measure `m`"
    );
}

#[test]
fn aims() {
    let mut draft = sound();
    draft.nodes.remove(0);
    draft.links.remove(0);
    draft.bindings.clear();
    assert_eq!(
        only(&draft, &Fault::NoAim),
        [
            "diagram `d`",
            "node `d/c`",
            "node `d/p`",
            "link `d/c -> p`",
            "test `t`",
            "activity `d/frontline: look at the chart`",
        ]
    );

    // An aim with a fault of its own is no missing aim.
    let mut draft = sound();
    draft.nodes[0].text.clear();
    only(&draft, &Fault::EmptyText { field: "text" });

    let mut draft = sound();
    draft.nodes.push(node("d", "0", "aim"));
    let aims = ["0", "a"]
        .map(|id| crate::id::NodeId::new(id).unwrap())
        .to_vec();
    assert_eq!(
        only(&draft, &Fault::MultipleAims { aims }),
        ["diagram `d`, aims but `a`", "node `d/0`"]
    );
}

#[test]
fn links() {
    let mut draft = sound();
    draft.links.push(link("d", "p", "a"));
    let first = Origin::Program;
    only(&draft, &Fault::DuplicateLink { first });

    let mut draft = sound();
    draft.nodes.push(node("d", "q", "primary"));
    draft.links.push(link("d", "q", "p"));
    let from_kind = crate::NodeKind::PrimaryDriver;
    let fault = Fault::WrongDirection {
        from_kind,
        to_kind: from_kind,
    };
    assert_eq!(only(&draft, &fault), ["link `d/q -> p`"]);
    assert!(
        fault
            .to_string()
            .ends_with("change the level of one of them, or tell of the link in a note")
    );

    let draft = sound();
    let adjacent = draft.build(&BuildOptions::adjacent_only()).unwrap_err();
    assert_eq!(
        adjacent.to_string(),
        "program: link `d/c -> p`: goes from a change idea to a primary driver and skips a level; \
         link neighboring levels, or allow skipping"
    );

    let mut draft = sound();
    draft.links[0].evidence = vec![
        EvidenceDraft {
            kind: "test".into(),
            test: Some("t".into()),
            ..EvidenceDraft::default()
        },
        EvidenceDraft {
            kind: "test".into(),
            test: Some("u".into()),
            ..EvidenceDraft::default()
        },
    ];
    let fault = Fault::UnknownId {
        field: "test",
        what: RecordKind::Test,
        id: "u".into(),
    };
    assert_eq!(only(&draft, &fault), ["link `d/p -> a`, evidence 2"]);
}

#[test]
fn cascades() {
    let mut draft = sound();
    draft.cascades.push(cascade(["d", "a"], ["d", "p"]));
    only(&draft, &Fault::CascadeWithin);

    let mut draft = sound();
    draft.diagrams.push(diagram("e"));
    draft.nodes.push(node("e", "a", "aim"));
    draft.cascades.push(cascade(["e", "a"], ["d", "c"]));
    let fault = Fault::CascadeEnd {
        field: "driver",
        kind: crate::NodeKind::ChangeIdea,
        expected: "a primary or secondary driver",
    };
    only(&draft, &fault);
    draft.cascades = vec![cascade(["d", "c"], ["e", "a"])];
    assert_eq!(errors(&draft).len(), 1);
    draft.nodes.push(node("e", "p", "primary"));
    draft.cascades = vec![cascade(["d", "p"], ["e", "p"])];
    let fault = Fault::CascadeEnd {
        field: "aim",
        kind: crate::NodeKind::PrimaryDriver,
        expected: "the aim of its diagram",
    };
    only(&draft, &fault);
    draft.cascades = vec![cascade(["e", "a"], ["d", "p"]); 2];
    let first = Origin::Program;
    only(&draft, &Fault::DuplicateLink { first });
}

#[test]
fn bindings() {
    use crate::measure::Role::{Balancing, Outcome};

    let mut draft = sound();
    draft.bindings.push(binding("a", "m", "balancing"));
    let (role, other) = (Balancing, Outcome);
    let first = Origin::Program;
    only(&draft, &Fault::BindingConflict { role, other, first });

    let mut draft = sound();
    draft.bindings.push(binding("a", "m", "outcome"));
    let first = Origin::Program;
    only(&draft, &Fault::DuplicateBinding { first });
    // At another site, and at another node in another role, it is another binding.
    draft.bindings[1].site = Some("ward".into());
    draft.bindings.push(binding("p", "m", "balancing"));
    assert_eq!(errors(&draft), [""; 0]);
    // Without its site it would say more than was meant.
    draft.bindings[1].site = Some("theatre".into());
    assert_eq!(dropped(&draft).len(), 1);
    assert!(dropped(&draft)[0].contains("binding `d/a: m`: site names site `theatre`"));
}

#[test]
fn sites() {
    let mut draft = sound();
    draft.sites.extend([
        site("z", "x"),
        site("y", "z"),
        site("x", "y"),
        site("w", "x"),
    ]);
    let path = ["x", "y", "z", "x"]
        .map(|id| crate::id::SiteId::new(id).unwrap())
        .to_vec();
    assert_eq!(
        only(&draft, &Fault::SiteCycle { path }),
        ["site `x`, parent"]
    );

    let mut draft = sound();
    draft.sites[0].name.clear();
    let lost = only(&draft, &Fault::EmptyText { field: "name" });
    assert_eq!(lost, ["site `board`", "site `ward`, parent"]);

    let mut draft = sound();
    draft.sites[1].codes = vec!["board".into(), "W7".into()];
    let first = Origin::Program;
    assert_eq!(
        only(&draft, &Fault::DuplicateId { first }),
        ["site `ward`, code board"]
    );
}

#[test]
fn tests_of_change() {
    let mut draft = sound();
    draft.tests[0].end = Some("2025-12-31".into());
    only(&draft, &Fault::EndsBeforeStart);

    let mut draft = sound();
    draft.tests[0].change_idea = "p".into();
    let kind = crate::NodeKind::PrimaryDriver;
    only(&draft, &Fault::NotAChangeIdea { kind });

    let mut draft = sound();
    draft.tests[0].cycle = Some("0".into());
    let fault = Fault::BadNumber {
        field: "cycle",
        value: "0".into(),
        expected: "a whole number from 1",
    };
    only(&draft, &fault);

    let mut draft = sound();
    draft.tests[0].start = "5 January".into();
    assert_eq!(
        errors(&draft),
        [
            "program: test `t`: start: \"5 January\" is no day of the calendar; write it as \
             2026-03-31"
        ]
    );
}

#[test]
fn activities() {
    let mut draft = sound();
    draft.activities.push(activity(&["p"]));
    let first = Origin::Program;
    only(&draft, &Fault::DuplicateActivity { first });

    let mut draft = sound();
    draft.activities[0].provenance = "published".into();
    only(&draft, &Fault::EmptyText { field: "source" });

    // One of two drivers may be left out; without any it would speak of the whole diagram.
    let fault = Fault::UnknownId {
        field: "drivers",
        what: RecordKind::Node,
        id: "d/q".into(),
    };
    let mut draft = sound();
    let record = "activity `d/frontline: look at the chart`";
    draft.activities = vec![activity(&["p", "q"])];
    assert_eq!(only(&draft, &fault), [format!("{record}, driver q")]);
    draft.activities = vec![activity(&["q"])];
    assert_eq!(only(&draft, &fault), [record]);
}

#[test]
fn frameworks_of_the_users_own() {
    let component = |id: &str, aliases: &[&str]| ComponentDraft {
        id: id.into(),
        name: format!("The {id}"),
        kind: "core".into(),
        aliases: aliases.iter().map(|alias| (*alias).into()).collect(),
        ..ComponentDraft::default()
    };
    let mut draft = sound();
    draft.frameworks = vec![FrameworkDraft {
        id: "ours".into(),
        title: "Ours".into(),
        components: vec![
            component("relationships", &["ties"]),
            component("money", &[]),
        ],
        relations: vec![RelationDraft {
            from: "ties".into(),
            to: "the money".into(),
            kind: "enables".into(),
            ..RelationDraft::default()
        }],
        ..FrameworkDraft::default()
    }];
    draft.diagrams[0].framework = Some("ours".into());
    draft.nodes[1].components = vec!["Ties".into()];
    let system = draft.build(&BuildOptions::default()).unwrap();
    let framework = system.framework_of(&system.diagrams()[0]).unwrap();
    assert_eq!(framework.relations()[0].to.as_str(), "money");
    let driver = &system.nodes()[2];
    assert_eq!(driver.components.first().unwrap().as_str(), "relationships");
    assert_eq!(
        system.to_draft().build(&BuildOptions::default()),
        Ok(system)
    );

    let mut ambiguous = draft.clone();
    ambiguous.frameworks[0].components[1].aliases = vec!["TIES".into()];
    ambiguous.frameworks[0].relations.clear();
    let fault = Fault::AmbiguousName {
        name: "ties".into(),
        other: "relationships".into(),
        component: "money".into(),
    };
    assert_eq!(
        only(&ambiguous, &fault),
        ["framework `ours`, component money"]
    );

    let mut unknown = draft.clone();
    unknown.diagrams[0].framework = Some("theirs".into());
    let fault = Fault::UnknownId {
        field: "framework",
        what: RecordKind::Framework,
        id: "theirs".into(),
    };
    let lost = only(&unknown, &fault);
    assert_eq!((lost.len(), lost[0].as_str()), (9, "diagram `d`"));

    draft.frameworks[0].id = "HIS 2025".into();
    assert!(errors(&draft)[0].starts_with("program: framework `HIS 2025`: the id stands already"));
}

#[test]
fn a_lenient_build_leaves_out_only_one_cascade_of_a_cycle_and_one_of_two_records() {
    let mut draft = sound();
    draft.nodes[1].note = Some("the first".into());
    let mut second = draft.nodes[1].clone();
    second.note = Some("the second".into());
    draft.nodes.push(second);
    let lenient = draft.build_leniently(&BuildOptions::default());
    let driver = &lenient.system.nodes()[2];
    assert_eq!(driver.note.as_deref(), Some("the first"));
}
