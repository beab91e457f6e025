//! Systems for the tests of formats.

use redbead_qms::{
    ActivityDraft, BindingDraft, CascadeDraft, ComponentDraft, DiagramDraft, Draft, EvidenceDraft,
    FrameworkDraft, LinkDraft, MeasureDraft, NodeDraft, RelationDraft, SiteDraft, TestDraft,
};

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

pub(crate) fn node(diagram: &str, id: &str, kind: &str, text: &str) -> NodeDraft {
    NodeDraft {
        diagram: diagram.into(),
        id: id.into(),
        kind: kind.into(),
        text: text.into(),
        ..NodeDraft::default()
    }
}

pub(crate) fn link(diagram: &str, from: &str, to: &str) -> LinkDraft {
    LinkDraft {
        diagram: diagram.into(),
        from: from.into(),
        to: to.into(),
        ..LinkDraft::default()
    }
}

pub(crate) fn bind(diagram: &str, node: &str, measure: &str, role: &str) -> BindingDraft {
    BindingDraft {
        diagram: diagram.into(),
        node: node.into(),
        measure: measure.into(),
        role: role.into(),
        ..BindingDraft::default()
    }
}

/// Two diagrams with something in every field, and texts that mean something in some format.
pub(crate) fn full() -> Draft {
    let measure = |id: &str, name: &str| MeasureDraft {
        id: id.into(),
        name: name.into(),
        ..MeasureDraft::default()
    };
    Draft {
        frameworks: vec![FrameworkDraft {
            id: "ours".into(),
            title: "Our own".into(),
            source: some("a workshop; \"spring\""),
            components: vec![
                ComponentDraft {
                    id: "watch".into(),
                    name: "Watch".into(),
                    kind: "core".into(),
                    aliases: list(&["look; see", "=SUM(A1)"]),
                    ..ComponentDraft::default()
                },
                ComponentDraft {
                    id: "act".into(),
                    name: "Act".into(),
                    kind: "enabler".into(),
                    ..ComponentDraft::default()
                },
            ],
            relations: vec![RelationDraft {
                from: "watch".into(),
                to: "act".into(),
                kind: "feeds".into(),
                ..RelationDraft::default()
            }],
            ..FrameworkDraft::default()
        }],
        sites: vec![
            SiteDraft {
                id: "S08000030".into(),
                name: "NHS Tayside".into(),
                level: some("board"),
                codes: list(&["S08000027"]),
                ..SiteDraft::default()
            },
            SiteDraft {
                id: "ward-7".into(),
                name: "Ward 7".into(),
                level: some("ward"),
                parent: some("S08000030"),
                ..SiteDraft::default()
            },
        ],
        measures: vec![
            MeasureDraft {
                operational_definition: some("falls, by 1,000 occupied bed days"),
                unit: some("per 1,000 OBD"),
                direction: some("decrease"),
                purpose: some("improvement"),
                domain: some("safe"),
                frequency: some("monthly"),
                lag: some("2 weeks"),
                source: some("incident reports"),
                ..measure("falls", "Falls")
            },
            measure("rounds-done", "Rounds done"),
            measure("length-of-stay", "Length of stay"),
            measure("beds", "Low beds"),
        ],
        diagrams: vec![
            DiagramDraft {
                id: "falls".into(),
                title: "Fewer falls: \"ours\" & <theirs>".into(),
                framework: some("ours"),
                version: some("2.10"),
                as_of: some("2026-03-31"),
                site: some("S08000030"),
                ..DiagramDraft::default()
            },
            DiagramDraft {
                id: "rounds".into(),
                title: "Rounds".into(),
                ..DiagramDraft::default()
            },
        ],
        nodes: vec![
            NodeDraft {
                note: some("first line\nsecond line"),
                components: list(&["watch", "Act"]),
                owner: some("senior_leaders"),
                tags: list(&["a;b", r"C:\temp", "-x"]),
                how_much: some("by half"),
                target: some("2.50"),
                for_whom: some("all who stay"),
                by_when: some("2026-12"),
                ..node("falls", "aim", "aim", "Halve falls with harm by December")
            },
            node("falls", "p1", "primary", "=cmd|' /C calc'!A1"),
            node(
                "falls",
                "p2",
                "primary",
                "1. \"Quoted\" & <b>bold</b> `code` [link](x) | #tag",
            ),
            node("falls", "s1", "secondary", "end"),
            node(
                "falls",
                "s2",
                "secondary",
                "Què passa? 漢字, عربى\r\nsecond line -- {x}",
            ),
            node("falls", "c1", "change", "+ a sign at the bed; \\N"),
            node("falls", "c2", "change", "*alone*"),
            node("rounds", "aim", "aim", "Rounds every two hours"),
            node("rounds", "team", "primary", "One team"),
        ],
        links: vec![
            LinkDraft {
                belief: some("high"),
                evidence: vec![
                    EvidenceDraft {
                        kind: "literature".into(),
                        note: "Somebody, 2019; p. 3".into(),
                        ..EvidenceDraft::default()
                    },
                    EvidenceDraft {
                        kind: "local_test".into(),
                        test: some("t1"),
                        ..EvidenceDraft::default()
                    },
                ],
                ..link("falls", "p1", "aim")
            },
            LinkDraft {
                strength: some("weak"),
                ..link("falls", "p2", "aim")
            },
            link("falls", "s1", "p1"),
            LinkDraft {
                strength: some("weak"),
                ..link("falls", "s1", "p2")
            },
            link("falls", "s2", "p2"),
            link("falls", "c1", "s1"),
            link("falls", "c1", "p2"),
            link("rounds", "team", "aim"),
        ],
        cascades: vec![CascadeDraft {
            driver_diagram: "falls".into(),
            driver: "s2".into(),
            aim_diagram: "rounds".into(),
            aim: "aim".into(),
            ..CascadeDraft::default()
        }],
        bindings: vec![
            bind("falls", "aim", "falls", "outcome"),
            bind("falls", "aim", "length-of-stay", "balancing"),
            BindingDraft {
                site: some("ward-7"),
                ..bind("falls", "p1", "rounds-done", "process")
            },
            bind("falls", "s1", "rounds-done", "process"),
            bind("falls", "s2", "beds", "structure"),
        ],
        tests: vec![TestDraft {
            id: "t1".into(),
            diagram: "falls".into(),
            change_idea: "c1".into(),
            site: some("ward-7"),
            cycle: some("2"),
            plan: some("three beds"),
            prediction: some("fewer calls"),
            start: "2026-02-01".into(),
            end: some("2026-02-14"),
            decision: some("adapt"),
            ..TestDraft::default()
        }],
        activities: vec![ActivityDraft {
            diagram: "falls".into(),
            audience: "frontline_teams".into(),
            text: "@ each handover: who is at risk?".into(),
            drivers: list(&["p1", "s1"]),
            provenance: "published".into(),
            source: some("a sheet"),
            ..ActivityDraft::default()
        }],
    }
}
