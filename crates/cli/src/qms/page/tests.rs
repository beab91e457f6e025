//! Pages of small and of hostile diagrams.

use redbead_qms::{BuildOptions, Draft, System, from_json};

use super::*;

const HOSTILE: &str = "</script><img src=x onerror=alert(1)>\\\" onclick=\\\"x";

fn hostile() -> System {
    let text = format!(
        r#"{{"format": "redbead-qms", "version": 1,
        "sites": [{{"id": "s", "name": "{HOSTILE}"}}],
        "measures": [{{"id": "m", "name": "{HOSTILE}"}}],
        "diagrams": [{{"id": "d", "title": "{HOSTILE}", "version": "{HOSTILE}"}}],
        "nodes": [
          {{"diagram": "d", "id": "a", "kind": "aim", "text": "{HOSTILE}", "note": "{HOSTILE}", "by_when": "{HOSTILE}"}},
          {{"diagram": "d", "id": "b", "kind": "primary", "text": "{HOSTILE}"}}
        ],
        "links": [{{"diagram": "d", "from": "b", "to": "a", "strength": "weak"}}],
        "bindings": [{{"diagram": "d", "node": "a", "measure": "m", "role": "outcome"}}]}}"#
    );
    from_json(&text, "f")
        .unwrap()
        .build(&BuildOptions::default())
        .unwrap()
}

fn html(system: &System) -> String {
    let page = Page {
        system,
        diagrams: system.diagrams().iter().collect(),
        answers: None,
        matching: None,
        most: 20,
    };
    page.html()
}

#[test]
fn hostile_names_stay_texts() {
    let html = html(&hostile());
    for bad in ["<img", "<script", "</script", "\" onclick"] {
        assert!(!html.contains(bad), "{bad}");
    }
    assert!(
        html.contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot; onclick=&quot;x")
    );
}

#[test]
fn a_page_needs_nothing_from_elsewhere() {
    let html = html(&hostile());
    assert!(html.contains("default-src 'none'; style-src 'sha256-"));
    for outward in ["src=\"", "url(", "@import", "style=\"", "<link"] {
        assert!(!html.contains(outward), "{outward}");
    }
    let namespace = "http://www.w3.org/2000/svg";
    assert!(!html.contains("https:"));
    assert!(!html.replace(namespace, "").contains("http:"));
}

#[test]
fn every_link_within_the_page_leads_somewhere_and_bytes_are_equal() {
    let system = hostile();
    let page = html(&system);
    for part in page.split("href=\"#").skip(1) {
        let id = part.split('"').next().unwrap();
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert_eq!(page, html(&system));
}

#[test]
fn a_diagram_without_nodes_is_a_page() {
    let mut draft = Draft::default();
    draft.diagrams.push(redbead_qms::DiagramDraft {
        id: "d".into(),
        title: "empty".into(),
        ..Default::default()
    });
    let system = draft.build_leniently(&BuildOptions::default()).system;
    assert!(html(&system).ends_with("</html>\n"));
}
