//! Scenario 8: everything that is wrong with a file, at once.

use redbead_qms::{BuildOptions, CascadeDraft, Draft, Fault, Origin};

use crate::world::{World, upper};

/// A sound file with five faults in it: lines 3 to 6, and 7 or 8.
fn file() -> Draft {
    let mut draft = World::new()
        .node("p1", "primary", &[])
        .link("p1", "aim")
        .node("p2", "primary", &["relationships"])
        .node("p1", "secondary", &[])
        .link("p2", "p2")
        .link("aim", "p1")
        .0;
    // The aim is a driver of the upper diagram, whose aim is a driver here.
    draft.extend(upper());
    let cascade = |driver: [&str; 2], aim: &str| CascadeDraft {
        driver_diagram: driver[0].into(),
        driver: driver[1].into(),
        aim_diagram: aim.into(),
        aim: "aim".into(),
        ..CascadeDraft::default()
    };
    draft.cascades = vec![
        cascade(["upper", "p"], "care"),
        cascade(["care", "p1"], "upper"),
    ];
    let line = |at| Origin::row("care.csv", at);
    draft.nodes[2].origin = line(3);
    draft.nodes[3].origin = line(4);
    draft.links[1].origin = line(5);
    draft.links[2].origin = line(6);
    draft.cascades[0].origin = line(7);
    draft.cascades[1].origin = line(8);
    draft
}

#[test]
fn five_located_errors_and_a_list_of_what_was_dropped() {
    let options = BuildOptions::default();
    let errors = file().build(&options).unwrap_err();
    let told: Vec<String> = errors.as_slice().iter().map(ToString::to_string).collect();
    // By the kind of record, then by its id; the cycle is told of the cascade that closes it.
    let place = |line: usize| format!("care.csv line {line}: ");
    for (text, line) in told.iter().zip([4, 3, 6, 5, 8]) {
        assert!(text.starts_with(&place(line)), "{told:#?}");
    }
    assert_eq!(told.len(), 5, "{told:#?}");
    let has =
        |wanted: fn(&Fault) -> bool| errors.as_slice().iter().any(|known| wanted(&known.fault));
    assert!(has(|fault| matches!(fault, Fault::DuplicateId { .. })));
    assert!(has(|fault| matches!(fault, Fault::UnknownComponent { .. })));
    assert!(has(|fault| matches!(fault, Fault::SelfLink)));
    assert!(has(|fault| matches!(fault, Fault::WrongDirection { .. })));
    assert!(has(|fault| matches!(fault, Fault::Cycle { .. })));

    // In the same order, whatever that of the file: but of two equal ids the later one is at fault.
    let mut shuffled = file();
    shuffled.nodes.rotate_left(4);
    shuffled.cascades.reverse();
    shuffled.links.reverse();
    let again = shuffled.build(&options).unwrap_err();
    let again: Vec<String> = again.as_slice().iter().map(ToString::to_string).collect();
    assert_eq!(told, again);

    // The lenient build returns the rest, and tells each thing it left out.
    let lenient = file().build_leniently(&options);
    let dropped: Vec<String> = lenient.dropped.iter().map(ToString::to_string).collect();
    for (text, line) in dropped.iter().zip([4, 3, 6, 5, 8]) {
        assert!(text.starts_with(&place(line)), "{dropped:#?}");
    }
    assert_eq!(dropped.len(), 5, "{dropped:#?}");
    let system = lenient.system;
    assert_eq!((system.nodes().len(), system.links().len()), (5, 2));
    assert_eq!(system.cascades().len(), 1);
}
