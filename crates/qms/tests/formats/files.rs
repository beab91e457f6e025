//! Files as they are written, to the byte, and what importers say of bad ones.

use std::path::Path;

use redbead_qms::{
    BuildOptions, CsvBundle, CsvTable, DiagramId, Drawing, FormatErrors, FormatProblem, Imported,
    MarkClass, NodeIndex, NodeMark, Origin, System, from_csv, from_csv_leniently, from_free_spc,
    from_free_spc_leniently, from_json, from_json_leniently, from_nested_json,
    from_nested_json_leniently, to_csv, to_free_spc, to_json,
};

fn system() -> System {
    crate::shared::full()
        .build(&BuildOptions::default())
        .unwrap()
}

fn falls() -> DiagramId {
    DiagramId::new("falls").unwrap()
}

/// Compares with a file, or writes it where the variable `UPDATE_GOLDEN` is set.
pub(crate) fn assert_golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(text == known, "{name} differs; it is now:\n{text}");
}

fn lines(errors: &FormatErrors) -> Vec<String> {
    errors.as_slice().iter().map(ToString::to_string).collect()
}

fn dropped(imported: &Imported) -> Vec<String> {
    imported.dropped.iter().map(ToString::to_string).collect()
}

fn marks(system: &System) -> impl Fn(NodeIndex) -> Option<NodeMark> {
    move |node| {
        Some(match system.node(node).id.node.as_str() {
            "aim" => NodeMark::new(MarkClass::Improving),
            "p1" => NodeMark::saying(MarkClass::Worsening, "worsening at 3 of 24 wards"),
            "p2" => NodeMark::unmeasured(),
            "s1" => NodeMark::new(MarkClass::Mixed),
            "s2" => NodeMark::new(MarkClass::InsufficientData),
            "c1" => NodeMark::new(MarkClass::SpecialCauseNotJudged),
            _ => return None,
        })
    }
}

#[test]
fn files_are_as_they_were() {
    let system = system();
    assert_golden("full.json", &to_json(&system));
    for (table, text) in to_csv(&system).tables() {
        assert_golden(&table.file_name(), text);
    }
    let file = to_free_spc(&system, &falls()).unwrap();
    assert_golden("free_spc.csv", &file.text);
    let losses: Vec<String> = file.losses.iter().map(ToString::to_string).collect();
    assert_golden("free_spc_losses.txt", &format!("{}\n", losses.join("\n")));
    let drawing = Drawing::new(&system, &falls(), marks(&system)).unwrap();
    assert_golden("falls.mmd", &drawing.mermaid());
    assert_golden("falls.dot", &drawing.dot());
    assert_golden("falls.md", &drawing.markdown());
}

#[test]
fn files_of_record_and_tables_keep_everything() {
    let system = system();
    let options = BuildOptions::default();
    let json = to_json(&system);
    let read = from_json(&format!("\u{feff}{json}"), "full.json").unwrap();
    assert_eq!(read.build(&options).unwrap(), system);
    assert_eq!(
        read.nodes[1].origin,
        Origin::pointer("full.json", "/nodes/1")
    );
    let bundle = to_csv(&system);
    assert_eq!(from_csv(&bundle).unwrap().build(&options).unwrap(), system);
}

#[test]
fn tables_are_read_forgivingly() {
    let mut bundle = CsvBundle::default();
    bundle
        .add("a/Diagrams.CSV", "\u{feff}Title,ID,,\r\nFalls,falls,,\r\n")
        .unwrap();
    let nodes =
        "\r\nKind,Text,id,Diagram\r\n\r\naim,\"a,\r\nb\",aim,falls\r\n,,,\r\nprimary,x,p\r\n";
    bundle.add("nodes.csv", nodes).unwrap();
    let draft = from_csv(&bundle).unwrap();
    assert_eq!(draft.nodes.len(), 2);
    assert_eq!(draft.nodes[0].text, "a,\r\nb");
    assert_eq!(draft.nodes[0].origin, Origin::row("nodes.csv", 4));
    assert_eq!(draft.nodes[1].origin, Origin::row("nodes.csv", 7));
    assert_eq!(draft.nodes[1].diagram, "");
    let twice = bundle.add("b/nodes.txt", "").unwrap_err();
    assert_eq!(
        twice.to_string(),
        "b/nodes.txt line 1: holds a table that is there already, in \"nodes.csv\"; keep one of the \
         two files"
    );
    assert!(
        bundle
            .add("people.csv", "")
            .unwrap_err()
            .to_string()
            .contains("name it one of")
    );
    assert_eq!(bundle.text(CsvTable::Nodes), Some(nodes));
}

#[test]
fn what_tables_cannot_keep_is_refused_or_listed() {
    let mut bundle = CsvBundle::default();
    bundle
        .add("diagrams.csv", "id,title,shape,\nd,D,round,\n")
        .unwrap();
    bundle
        .add("nodes.csv", "diagram,id,kind,text\nd,a,aim,x,y\n")
        .unwrap();
    bundle.add("sites.csv", "id;name\n").unwrap();
    bundle
        .add("links.csv", "diagram,from,to\n\"d,a,b\n")
        .unwrap();
    bundle
        .add("evidence.csv", "diagram,from,to,kind\nd,a,b,opinion\n")
        .unwrap();
    bundle.add("measures.csv", "id,ID,name\nm,n,M\n").unwrap();
    let expected = [
        "sites.csv line 1: the headings are separated by ';', expected commas; save the table with commas",
        "measures.csv line 1: column \"id\" stands twice; keep one",
        "diagrams.csv line 1: column \"shape\", with 1 filled cells, is not known; use one of id, \
         title, framework, version, as_of, site, or read leniently to leave it out",
        "nodes.csv line 2: has 5 cells under 4 headings; quote the cells that hold commas",
        "links.csv line 2: a quote is opened here and never closed; close it, or double it if it is a \
         sign",
        "evidence.csv line 2: belongs to link `d/a -> b`, which is not there; add it or correct the \
         row",
    ];
    assert_eq!(lines(&from_csv(&bundle).unwrap_err()), expected);
    let lenient = from_csv_leniently(&bundle);
    assert_eq!(dropped(&lenient), expected);
    assert_eq!(lenient.draft.nodes[0].text, "x");
    assert!(lenient.draft.measures.is_empty());
}

#[test]
fn what_json_cannot_keep_is_refused_or_listed() {
    let text = r#"{
        "format": "redbead-qms", "version": 1, "colour": "red",
        "nodes": [
            {"diagram": "d", "id": "a", "kind": "aim", "text": "x", "target": 3, "a/b~c": 1},
            7,
            {"id": "p", "id": "q", "text": 5, "tags": ["t", true], "note": null, "owner": {}}
        ],
        "links": {"from": "p"}
    }"#;
    let expected = [
        "f.json at \"/nodes/0/a~1b~0c\": field \"a/b~c\" is not known; use one of diagram, id, kind, \
         text, note, components, owner, tags, how_much, target, for_whom, by_when, or read leniently \
         to leave it out",
        "f.json at \"/nodes/1\": is a number, expected an object",
        "f.json at \"/nodes/2/text\": is a number, expected a text",
        "f.json at \"/nodes/2/owner\": is an object, expected a text",
        "f.json at \"/nodes/2/tags/1\": is true or false, expected a text",
        "f.json at \"/nodes/2/id\": field \"id\" stands twice; keep one",
        "f.json at \"/links\": is an object, expected a list",
        "f.json at \"/colour\": field \"colour\" is not known; use one of format, version, \
         frameworks, sites, measures, diagrams, nodes, links, cascades, bindings, tests, activities, \
         or read leniently to leave it out",
    ];
    assert_eq!(lines(&from_json(text, "f.json").unwrap_err()), expected);
    let lenient = from_json_leniently(text, "f.json").unwrap();
    assert_eq!(dropped(&lenient), expected);
    assert_eq!(lenient.draft.nodes.len(), 2);
    assert_eq!(lenient.draft.nodes[0].target.as_deref(), Some("3"));
    assert_eq!(lenient.draft.nodes[1].id, "p");
}

#[test]
fn other_files_are_told_apart() {
    let refused = |text: &str| {
        let strict = from_json(text, "f").unwrap_err();
        assert_eq!(from_json_leniently(text, "f").unwrap_err(), strict);
        strict.to_string()
    };
    assert_eq!(
        refused("{\"format\": \"redbead-qms\", \"version\": 2, \"new\": 1}"),
        "f at \"/version\": the version is 2, expected 1; read it with the release that wrote it"
    );
    assert_eq!(
        refused("{\"version\": 1}"),
        "f at \"/format\": the format is missing, expected \"redbead-qms\"; read it with the importer of \
         its format"
    );
    assert_eq!(
        refused("{\"format\":\n \"redbead-qms\""),
        "f at \"\": line 2, column 14: EOF while parsing an object; mend the JSON there"
    );
    assert_eq!(refused("[]"), "f at \"\": is a list, expected an object");
    let deep = "[".repeat(100_000);
    assert!(refused(&deep).contains("recursion limit"));
}

#[test]
fn free_spc_files_come_back() {
    let system = system();
    let file = to_free_spc(&system, &falls()).unwrap();
    assert!(to_free_spc(&system, &DiagramId::new("other").unwrap()).is_none());
    let imported = from_free_spc(&file.text, "falls.csv", &falls()).unwrap();
    assert_eq!(
        imported.notes.len(),
        2,
        "appearance, and a structure measure"
    );
    let back = imported.draft.build(&BuildOptions::default()).unwrap();
    let ends = |system: &System| -> Vec<String> {
        let links = system.links_of(&falls()).iter();
        links
            .map(|link| format!("{} {}", link.from, link.to))
            .collect()
    };
    assert_eq!(ends(&back), ends(&system));
    let nodes: Vec<_> = system
        .nodes_of(&falls())
        .map(|node| system.node(node))
        .collect();
    assert_eq!(back.nodes().len(), nodes.len());
    for (one, other) in back.nodes().iter().zip(nodes) {
        assert_eq!(
            (&one.id, one.kind, &one.text),
            (&other.id, other.kind, &other.text)
        );
    }
}

#[test]
fn what_free_spc_drops_silently_is_refused_or_listed() {
    let text = concat!(
        "id,level,parent_id,text,color,extra_parents,measures_json\n",
        "1,aim,,Halve falls,#ff0000,,\"[{\"\"type\"\":\"\"none\"\",\"\"text\"\":\"\"Falls\"\"}]\"\n",
        "a b,primary,1,Rounds,,,\"{\"\"type\"\":\"\"balancing\"\",\"\"text\"\":\"\"Stay\"\"}\"\n",
        "a-b,primary,1,Beds,,\"1,9\",[1]\n",
        ",primary,1,No id,,,\n",
        "2,,1,,,,\n",
        "3,secondary,a b,Who,,a-b;8,\"[{\"\"type\"\":\"\"x\"\",\"\"text\"\":\"\"M\"\"},{\"\"type\"\":\"\"process\"\",\"\"text\"\":\"\"\"\"}]\"\n",
        "4,change,3,Sign,,,not json\n",
    );
    let diagram = DiagramId::new("d").unwrap();
    let expected = [
        "d.csv line 4: extra_parents names `1`, which is named already; name each parent once",
        "d.csv line 4: extra_parents names `9`, which is not there; add it or correct the id",
        "d.csv line 4: measures_json at \"/0\": is a number, expected an object",
        "d.csv line 5: id is empty, and the row says nothing without it; fill it in or delete the row",
        "d.csv line 6: level is empty, and the row says nothing without it; fill it in or delete the \
         row",
        "d.csv line 6: text is empty, and the row says nothing without it; fill it in or delete the row",
        "d.csv line 7: extra_parents names `8`, which is not there; add it or correct the id",
        "d.csv line 7: measures_json at \"/0\": measure type \"x\" is not known; use outcome, process, \
         balancing or none",
        "d.csv line 7: measures_json at \"/1\": text of a measure is empty, and the row says nothing \
         without it; fill it in or delete the row",
        "d.csv line 8: measures_json at \"\": line 1, column 2: expected ident; mend the JSON there",
    ];
    assert_eq!(
        lines(&from_free_spc(text, "d.csv", &diagram).unwrap_err()),
        expected
    );
    let lenient = from_free_spc_leniently(text, "d.csv", &diagram);
    assert_eq!(dropped(&lenient), expected);
    let notes: Vec<String> = lenient.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "d.csv line 1: appearance is not kept: color",
            "d.csv line 2: measure \"Falls\" has no type and got the role outcome",
            "d.csv line 3: id \"a b\" is now `a-b-2`",
        ]
    );
    let system = lenient.draft.build(&BuildOptions::default()).unwrap();
    let ends: Vec<String> = system
        .links()
        .iter()
        .map(|link| format!("{} {}", link.from, link.to))
        .collect();
    assert_eq!(ends, ["3 a-b", "3 a-b-2", "4 3", "a-b 1", "a-b-2 1"]);
    assert_eq!(system.diagrams()[0].title, "Halve falls");
}

#[test]
fn a_free_spc_file_without_rows_is_no_diagram() {
    let empty = from_free_spc("id,level,parent_id,text\n", "d.csv", &falls()).unwrap_err();
    assert_eq!(
        lines(&empty),
        ["d.csv line 1: holds no row; a diagram has an aim at least"]
    );
}

#[test]
fn tables_with_other_separators_and_stray_quotes_are_refused() {
    let read = |text: &str| {
        let mut bundle = CsvBundle::default();
        bundle.add("sites.csv", text).unwrap();
        let strict = lines(&from_csv(&bundle).unwrap_err());
        assert_eq!(dropped(&from_csv_leniently(&bundle)), strict);
        strict
    };
    for (text, sign) in [("id;name\nw,Ward\n", "';'"), ("\"id\"\tname\n", "'\\t'")] {
        let said = "the headings are separated by";
        let mend = "expected commas; save the table with commas";
        assert_eq!(
            read(text),
            [format!("sites.csv line 1: {said} {sign}, {mend}")]
        );
    }
    assert_eq!(
        read("id,name\nw,\"Ward\" 7\nv,\"say \"\"7\"\"\"\nu,6\" bed\n"),
        [
            "sites.csv line 2: a cell goes on after its closing quote; double each quote that is a \
             sign, or take the text behind it out"
        ]
    );
}

#[test]
fn trees_become_diagrams() {
    let text = r#"{
        "aim": "Halve falls",
        "primaryDrivers": [
            {"id": "pd1", "label": "Rounds", "sub": "day and night", "secondaryDrivers": [
                {"id": "sd 1", "label": "Who", "changeIdeas": [{"label": "A sign"}]}
            ]},
            {"id": "pd2", "label": "Beds", "changeIdeas": [{"id": "ci", "label": "Low beds"}]}
        ]
    }"#;
    let diagram = DiagramId::new("d").unwrap();
    let imported = from_nested_json(text, "t.json", &diagram).unwrap();
    let notes: Vec<String> = imported.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "t.json at \"/aim\": has no id and got `aim`",
            "t.json at \"/primaryDrivers/0/secondaryDrivers/0\": id \"sd 1\" is now `sd-1`",
            "t.json at \"/primaryDrivers/0/secondaryDrivers/0/changeIdeas/0\": has no id and got \
             `change`",
        ]
    );
    let system = imported.draft.build(&BuildOptions::default()).unwrap();
    let ends: Vec<String> = system
        .links()
        .iter()
        .map(|link| format!("{} {}", link.from, link.to))
        .collect();
    assert_eq!(
        ends,
        ["change sd-1", "ci pd2", "pd1 aim", "pd2 aim", "sd-1 pd1"]
    );

    let bad = r#"{"primaryDrivers": [{"id": 1, "label": "x", "primaryDrivers": []}], "x": 0}"#;
    let errors = from_nested_json(bad, "t.json", &diagram).unwrap_err();
    let problems: Vec<_> = errors
        .as_slice()
        .iter()
        .map(|error| &error.problem)
        .collect();
    assert!(matches!(
        problems[..],
        [
            FormatProblem::MissingField { field: "aim" },
            FormatProblem::WrongType { .. },
            FormatProblem::UnknownField { .. },
            FormatProblem::UnknownField { .. },
        ]
    ));
    let lenient = from_nested_json_leniently(bad, "t.json", &diagram).unwrap();
    assert_eq!(lenient.dropped, errors.into_vec());
    assert_eq!(lenient.draft.nodes.len(), 1);
}
