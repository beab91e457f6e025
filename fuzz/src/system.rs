//! What must hold of a draft, whatever file it comes from.

use redbead_qms::{
    BuildOptions, Draft, Drawing, FormatErrors, Imported, MarkClass, NodeKind, NodeMark, Role,
    System, from_csv, from_free_spc, from_json, to_csv, to_free_spc, to_json,
};

/// A strict and a lenient import of the same file agree, and the draft is sound.
pub fn check_import(strict: Result<Draft, FormatErrors>, lenient: Result<Imported, FormatErrors>) {
    match (strict, lenient) {
        (Err(strict), Err(lenient)) => assert_eq!(strict, lenient),
        (Err(strict), Ok(lenient)) => {
            assert_eq!(strict.as_slice(), lenient.dropped);
            check_draft(&lenient.draft);
        }
        (Ok(strict), Ok(lenient)) => {
            assert!(lenient.dropped.is_empty());
            assert_eq!(strict, lenient.draft);
            check_draft(&strict);
        }
        (Ok(_), Err(lenient)) => panic!("the strict import is laxer: {lenient}"),
    }
}

/// What can be built of a draft comes back from every file that it is written to.
pub fn check_draft(draft: &Draft) {
    let options = BuildOptions::default();
    let lenient = draft.build_leniently(&options);
    if let Ok(system) = draft.build(&options) {
        assert!(lenient.dropped.is_empty());
        assert_eq!(system, lenient.system);
    }
    for dropped in &lenient.dropped {
        assert!(!dropped.to_string().is_empty());
    }
    let system = lenient.system;
    let build = |draft: Draft| match draft.build(&options) {
        Ok(system) => system,
        Err(errors) => panic!("what was written does not build: {errors}"),
    };
    let json = to_json(&system);
    let read = from_json(&json, "f.json").expect("a file of record that was written is read");
    let back = build(read);
    assert_eq!(back, system);
    assert_eq!(to_json(&back), json);
    let tables = from_csv(&to_csv(&system)).expect("tables that were written are read");
    assert_eq!(build(tables), system);
    for diagram in system.diagrams() {
        let mark = |node: redbead_qms::NodeIndex| {
            let class = MarkClass::ALL[node.get() % MarkClass::ALL.len()];
            Some(NodeMark::saying(class, system.node(node).text.as_str()))
        };
        let drawing = Drawing::new(&system, &diagram.id, mark).expect("the diagram is there");
        let texts = [drawing.mermaid(), drawing.dot(), drawing.markdown()];
        assert!(texts.iter().all(|text| !text.is_empty()));
        let file = to_free_spc(&system, &diagram.id).expect("the diagram is there");
        let read = from_free_spc(&file.text, "f.csv", &diagram.id).expect("a FreeSPC file is read");
        let back = build(read.draft);
        assert_eq!(
            held(&back, diagram.id.as_str()),
            held(&system, diagram.id.as_str())
        );
    }
}

/// What a FreeSPC file holds of a diagram.
fn held(system: &System, diagram: &str) -> Vec<String> {
    let nodes = system.nodes().iter();
    let nodes = nodes.filter(|node| node.id.diagram.as_str() == diagram);
    let nodes = nodes.map(|node| format!("{} {} {}", node.id, node.kind, node.text));
    let links = system.links().iter();
    let links = links.filter(|link| link.diagram.as_str() == diagram);
    let links = links.map(|link| format!("{} {}", link.from, link.to));
    // One measure for several sites is one there, and structure is what is usual at the level.
    let mut roles: Vec<_> = system
        .bindings()
        .iter()
        .filter(|binding| binding.node.diagram.as_str() == diagram)
        .map(|binding| {
            let node = system.node_index(&binding.node).expect("a node");
            let role = match (binding.role, system.node(node).kind) {
                (Role::Structure, NodeKind::Aim) => Role::Outcome,
                (Role::Structure, _) => Role::Process,
                (role, _) => role,
            };
            (&binding.node, &binding.measure, role)
        })
        .collect();
    roles.dedup();
    let roles = roles.iter();
    let mut roles: Vec<String> = roles
        .map(|(node, _, role)| format!("{node} {role}"))
        .collect();
    roles.sort();
    nodes.chain(links).chain(roles).collect()
}
