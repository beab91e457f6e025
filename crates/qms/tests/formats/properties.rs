//! Properties of files: the order of the input does not matter, and what is written is read back.

use crate::shared::{bind, link, node};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;
use redbead_qms::{
    ActivityDraft, BuildOptions, DiagramDraft, DiagramId, Draft, Drawing, EvidenceDraft, LinkDraft,
    MarkClass, NodeDraft, NodeMark, Origin, SiteDraft, System, from_csv, from_csv_leniently,
    from_free_spc, from_free_spc_leniently, from_json, from_json_leniently,
    from_nested_json_leniently, to_csv, to_free_spc, to_json,
};

/// Texts that mean something in one format or another.
fn hostile() -> impl Strategy<Value = String> {
    let piece = select(vec![
        "=", "+", "-", "@", "'", "\"", "\\", ";", ",", "|", "<", ">", "&", "`", "\n", "\r", "\r\n",
        "\t", "\u{feff}", "\u{0}", "é", "漢", "\u{202e}", "end", "#", "[", "]", "{", "}", "(", ")",
        "1.", "--", ":", "/", "~", "~0", "%%", "a", "B", " ", "0", "\u{2028}", "<br/>", "]:::x",
    ]);
    vec(piece, 0..8).prop_map(|pieces| {
        let text = pieces.concat();
        if text.trim().is_empty() {
            "x".to_owned()
        } else {
            text
        }
    })
}

fn maybe() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(hostile())
}

/// A system of one diagram with hostile texts, and any links that are allowed.
fn any_draft() -> impl Strategy<Value = Draft> {
    let kinds = ["primary", "secondary", "change"];
    let ids = ["-a", "b.1", "c:2", "D", "e-", "_f", "1", "2-2"];
    let nodes = vec(
        (
            select(kinds.to_vec()),
            hostile(),
            maybe(),
            vec(hostile(), 0..3),
        ),
        ids.len(),
    );
    let links = btree_set((0..ids.len(), 0..=ids.len()), 0..20);
    let strengths = vec((select(vec!["weak", "strong"]), vec(hostile(), 0..2)), 20);
    let bindings = btree_set((0..=ids.len(), 0..4_usize), 0..10);
    let names = vec((hostile(), maybe(), maybe(), hostile()), 4);
    let numbers = proptest::num::f64::NORMAL;
    (
        nodes,
        links,
        strengths,
        bindings,
        names,
        (hostile(), maybe(), numbers),
    )
        .prop_map(
            move |(nodes, links, strengths, bindings, names, (title, version, target))| {
                let mut draft = Draft {
                    diagrams: vec![DiagramDraft {
                        id: "d".into(),
                        title,
                        version,
                        ..DiagramDraft::default()
                    }],
                    nodes: vec![NodeDraft {
                        target: Some(target.to_string()),
                        how_much: names[0].1.clone(),
                        ..node("d", "aim", "aim", &names[0].0)
                    }],
                    ..Draft::default()
                };
                let level = |kind: &str| kinds.iter().position(|known| *known == kind);
                for (at, (kind, text, note, tags)) in nodes.iter().enumerate() {
                    draft.nodes.push(NodeDraft {
                        note: note.clone(),
                        tags: tags.clone(),
                        ..node("d", ids[at], kind, text)
                    });
                }
                for ((from, to), (strength, notes)) in links.iter().zip(&strengths) {
                    let end = match nodes.get(*to) {
                        None => "aim",
                        Some(node) if level(node.0) < level(nodes[*from].0) => ids[*to],
                        Some(_) => continue,
                    };
                    draft.links.push(LinkDraft {
                        strength: Some((*strength).to_owned()),
                        evidence: notes
                            .iter()
                            .map(|note| EvidenceDraft {
                                kind: "opinion".into(),
                                note: note.clone(),
                                ..EvidenceDraft::default()
                            })
                            .collect(),
                        ..link("d", ids[*from], end)
                    });
                }
                for (at, (name, unit, source, text)) in names.iter().enumerate() {
                    let id = format!("m{at}");
                    draft.measures.push(redbead_qms::MeasureDraft {
                        id: id.clone(),
                        name: name.clone(),
                        unit: unit.clone(),
                        source: source.clone(),
                        ..redbead_qms::MeasureDraft::default()
                    });
                    draft.sites.push(SiteDraft {
                        id: format!("site{at}"),
                        name: text.clone(),
                        ..SiteDraft::default()
                    });
                    draft.activities.push(ActivityDraft {
                        diagram: "d".into(),
                        audience: "senior_leaders".into(),
                        text: format!("{at}{text}"),
                        provenance: "local".into(),
                        ..ActivityDraft::default()
                    });
                }
                let roles = ["outcome", "process", "balancing"];
                for (at, (node, measure)) in bindings.iter().enumerate() {
                    let node = ids.get(*node).copied().unwrap_or("aim");
                    let role = roles[at % roles.len()];
                    draft
                        .bindings
                        .push(bind("d", node, &format!("m{measure}"), role));
                }
                draft
            },
        )
}

fn build(draft: &Draft) -> System {
    draft.build(&BuildOptions::default()).unwrap()
}

fn every_text(system: &System) -> Vec<String> {
    let id = DiagramId::new("d").unwrap();
    let mark = |node: redbead_qms::NodeIndex| {
        let class = MarkClass::ALL[node.get() % MarkClass::ALL.len()];
        Some(NodeMark::new(class))
    };
    let drawing = Drawing::new(system, &id, mark).unwrap();
    let tables = to_csv(system);
    let mut texts: Vec<String> = tables.tables().map(|(_, text)| text.to_owned()).collect();
    texts.extend([
        to_json(system),
        to_free_spc(system, &id).unwrap().text,
        drawing.mermaid(),
        drawing.dot(),
        drawing.markdown(),
    ]);
    texts
}

/// All that the FreeSPC format holds.
fn free_spc_content(system: &System) -> Vec<String> {
    let nodes = system.nodes().iter();
    let nodes = nodes.map(|node| format!("{} {} {}", node.id, node.kind, node.text));
    let links = system.links().iter();
    let links = links.map(|link| format!("{} {}", link.from, link.to));
    let roles = system.bindings().iter();
    let roles = roles.map(|bound| format!("{} {}", bound.node, bound.role));
    let mut roles: Vec<String> = roles.collect();
    roles.sort();
    nodes.chain(links).chain(roles).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_order_of_the_input_does_not_matter(
        (draft, shuffled) in any_draft().prop_flat_map(|draft| {
            let other = draft.clone();
            let nodes = Just(draft.nodes.clone()).prop_shuffle();
            let links = Just(draft.links.clone()).prop_shuffle();
            let bindings = Just(draft.bindings.clone()).prop_shuffle();
            let measures = Just(draft.measures.clone()).prop_shuffle();
            (Just(draft), (nodes, links, bindings, measures)).prop_map(
                move |(draft, (nodes, links, bindings, measures))| {
                    let other = Draft { nodes, links, bindings, measures, ..other.clone() };
                    (draft, other)
                },
            )
        })
    ) {
        prop_assert_eq!(every_text(&build(&draft)), every_text(&build(&shuffled)));
    }

    #[test]
    fn files_of_record_and_tables_keep_everything(draft in any_draft()) {
        let system = build(&draft);
        let json = to_json(&system);
        let read = from_json(&json, "f.json").unwrap();
        prop_assert_eq!(&build(&read), &system);
        let bundle = to_csv(&system);
        let read = from_csv(&bundle).unwrap();
        prop_assert_eq!(&build(&read), &system);
        for (at, node) in read.nodes.iter().enumerate() {
            let is_row = matches!(&node.origin, Origin::Row { line, .. } if *line > at as u64 + 1);
            prop_assert!(is_row);
        }
    }

    #[test]
    fn no_cell_is_a_formula(draft in any_draft()) {
        let system = build(&draft);
        let file = to_free_spc(&system, &DiagramId::new("d").unwrap()).unwrap();
        let tables = to_csv(&system);
        let texts = tables.tables().map(|(_, text)| text).chain([file.text.as_str()]);
        for text in texts {
            let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
            for record in reader.records() {
                for cell in &record.unwrap() {
                    let is_number = cell.parse::<f64>().is_ok();
                    prop_assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
                }
            }
        }
    }

    #[test]
    fn free_spc_keeps_ids_parents_and_roles(draft in any_draft()) {
        let system = build(&draft);
        let id = DiagramId::new("d").unwrap();
        let file = to_free_spc(&system, &id).unwrap();
        let back = build(&from_free_spc(&file.text, "f.csv", &id).unwrap().draft);
        prop_assert_eq!(free_spc_content(&back), free_spc_content(&system));
    }

    #[test]
    fn drawings_hold_every_node_and_no_stray_sign(draft in any_draft()) {
        let system = build(&draft);
        let mark = |node| Some(NodeMark::saying(MarkClass::Mixed, system.node(node).text.as_str()));
        let drawing = Drawing::new(&system, &DiagramId::new("d").unwrap(), mark).unwrap();
        let mermaid = drawing.mermaid();
        let boxes = mermaid.lines().filter(|line| line.trim_start().starts_with('n') && line.contains('"'));
        for line in boxes.clone() {
            prop_assert_eq!(line.matches('"').count(), 2);
            let inside = line.split('"').nth(1).unwrap().replace("<br/>", "");
            prop_assert!(!inside.contains(['<', '>', '&', '`', '[', ']', '{', '}', '|']), "{inside}");
        }
        prop_assert_eq!(boxes.count(), system.nodes().len());
        // In DOT quotes come in pairs once escaped signs are taken out.
        let dot = drawing.dot().replace("\\\\", "").replace("\\\"", "");
        for line in dot.lines() {
            prop_assert_eq!(line.matches('"').count() % 2, 0, "{}", line);
        }
        for node in system.nodes() {
            let start = format!("        \"{}\" [label=", node.id.node);
            prop_assert_eq!(dot.matches(&start).count(), 1);
        }
    }

    #[test]
    fn importers_take_any_text(text in prop_oneof![hostile_file(), ".{0,200}"]) {
        let id = DiagramId::new("d").unwrap();
        let options = BuildOptions::default();
        if let Ok(read) = from_json_leniently(&text, "f") {
            let _ = read.draft.build_leniently(&options);
        }
        if let Ok(read) = from_nested_json_leniently(&text, "f", &id) {
            let _ = read.draft.build_leniently(&options);
        }
        let read = from_free_spc_leniently(&text, "f", &id);
        let _ = read.draft.build_leniently(&options);
        let mut bundle = redbead_qms::CsvBundle::default();
        for table in redbead_qms::CsvTable::ALL {
            bundle.add(&table.file_name(), text.as_str()).unwrap();
        }
        let _ = from_csv_leniently(&bundle).draft.build_leniently(&options);
    }
}

/// Cells and signs of the formats in any order.
fn hostile_file() -> impl Strategy<Value = String> {
    let piece = select(vec![
        "id",
        "level",
        "text",
        "parent_id",
        "extra_parents",
        "measures_json",
        "diagram",
        "kind",
        "from",
        "to",
        ",",
        ",",
        ",",
        "\n",
        "\n",
        "\"",
        "aim",
        "primary",
        "a",
        "b",
        ";",
        "1",
        "{",
        "}",
        "[",
        "]",
        ":",
        "\"id\"",
        "\"aim\"",
        "\"label\"",
        "\"primaryDrivers\"",
        "null",
        "'=",
        "{\"format\":\"redbead-qms\",\"version\":1",
        ",\"nodes\":[",
        "{\"id\":\"a\",\"kind\":\"aim\"}",
    ]);
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}
