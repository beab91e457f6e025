//! The fields of each record, once for all formats that have them.

use crate::draft::{
    ActivityDraft, BindingDraft, CascadeDraft, ComponentDraft, DiagramDraft, EvidenceDraft,
    FrameworkDraft, LinkDraft, MeasureDraft, NodeDraft, RelationDraft, SiteDraft, TestDraft,
};
use crate::origin::Origin;

/// Where the fields of a record are read from.
pub(super) trait Fields {
    /// A text that must be there.
    fn text(&mut self, name: &'static str) -> String;
    /// A text that may be missing.
    fn optional(&mut self, name: &'static str) -> Option<String>;
    /// A number that may be missing, as it was written.
    fn number(&mut self, name: &'static str) -> Option<String>;
    /// A list of texts.
    fn texts(&mut self, name: &'static str) -> Vec<String>;
    /// Records within the record, where the format has them there.
    fn nested<R: Record>(&mut self, name: &'static str) -> Vec<R>;
    /// Where the record stands.
    fn origin(&self) -> Origin;
}

/// Where the fields of a record are written to.
pub(super) trait Sink {
    fn text(&mut self, name: &'static str, value: &str);
    fn optional(&mut self, name: &'static str, value: Option<&str>);
    fn number(&mut self, name: &'static str, value: Option<&str>);
    fn texts(&mut self, name: &'static str, values: &[String]);
    fn nested<R: Record>(&mut self, name: &'static str, records: &[R]);
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Optional,
    Number,
    Texts,
    Nested,
}

/// A record of a draft, field by field.
pub(super) trait Record: Sized {
    /// Its fields in their order.
    const FIELDS: &'static [(&'static str, Shape)];

    fn read(fields: &mut impl Fields) -> Self;

    fn write(&self, sink: &mut impl Sink);
}

macro_rules! records {
    ($($record:ident { $($field:ident: $shape:ident,)+ })+) => {$(
        impl Record for $record {
            const FIELDS: &'static [(&'static str, Shape)] =
                &[$((stringify!($field), records!(@shape $shape))),+];

            fn read(fields: &mut impl Fields) -> Self {
                Self {
                    origin: fields.origin(),
                    $($field: fields.$shape(stringify!($field)),)+
                }
            }

            fn write(&self, sink: &mut impl Sink) {
                $(sink.$shape(stringify!($field), records!(@value $shape self.$field));)+
            }
        }
    )+};
    (@shape text) => { Shape::Text };
    (@shape optional) => { Shape::Optional };
    (@shape number) => { Shape::Number };
    (@shape texts) => { Shape::Texts };
    (@shape nested) => { Shape::Nested };
    (@value optional $value:expr) => { $value.as_deref() };
    (@value number $value:expr) => { $value.as_deref() };
    (@value $shape:ident $value:expr) => { &$value };
}

records! {
    FrameworkDraft {
        id: text,
        title: text,
        source: optional,
        components: nested,
        relations: nested,
    }
    ComponentDraft {
        id: text,
        name: text,
        kind: text,
        aliases: texts,
    }
    RelationDraft {
        from: text,
        to: text,
        kind: text,
    }
    DiagramDraft {
        id: text,
        title: text,
        framework: optional,
        version: optional,
        as_of: optional,
        site: optional,
    }
    NodeDraft {
        diagram: text,
        id: text,
        kind: text,
        text: text,
        note: optional,
        components: texts,
        owner: optional,
        tags: texts,
        how_much: optional,
        target: number,
        for_whom: optional,
        by_when: optional,
    }
    LinkDraft {
        diagram: text,
        from: text,
        to: text,
        strength: optional,
        belief: optional,
        evidence: nested,
    }
    EvidenceDraft {
        kind: text,
        test: optional,
        note: text,
    }
    CascadeDraft {
        driver_diagram: text,
        driver: text,
        aim_diagram: text,
        aim: text,
    }
    MeasureDraft {
        id: text,
        name: text,
        operational_definition: optional,
        unit: optional,
        direction: optional,
        purpose: optional,
        domain: optional,
        frequency: optional,
        lag: optional,
        source: optional,
    }
    BindingDraft {
        diagram: text,
        node: text,
        measure: text,
        role: text,
        site: optional,
    }
    SiteDraft {
        id: text,
        name: text,
        level: optional,
        parent: optional,
        codes: texts,
    }
    TestDraft {
        id: text,
        diagram: text,
        change_idea: text,
        site: optional,
        cycle: number,
        plan: optional,
        prediction: optional,
        start: text,
        end: optional,
        decision: optional,
    }
    ActivityDraft {
        diagram: text,
        audience: text,
        text: text,
        drivers: texts,
        provenance: text,
        source: optional,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;

    /// Has something in every field.
    struct Filled;

    impl Fields for Filled {
        fn text(&mut self, name: &'static str) -> String {
            name.to_owned()
        }

        fn optional(&mut self, name: &'static str) -> Option<String> {
            Some(self.text(name))
        }

        fn number(&mut self, name: &'static str) -> Option<String> {
            self.optional(name)
        }

        fn texts(&mut self, name: &'static str) -> Vec<String> {
            vec![self.text(name)]
        }

        fn nested<R: Record>(&mut self, _: &'static str) -> Vec<R> {
            vec![R::read(self)]
        }

        fn origin(&self) -> Origin {
            Origin::Program
        }
    }

    #[test]
    fn the_fields_are_those_of_the_drafts() {
        fn check<R: Record + serde::Serialize>() -> R {
            let record = R::read(&mut Filled);
            let json = serde_json::to_value(&record).unwrap();
            let known: Vec<&String> = json.as_object().unwrap().keys().collect();
            let mut fields: Vec<&str> = R::FIELDS.iter().map(|(name, _)| *name).collect();
            fields.sort_unstable();
            assert_eq!(fields, known);
            record
        }
        check::<ComponentDraft>();
        check::<RelationDraft>();
        check::<EvidenceDraft>();
        let draft = Draft {
            frameworks: vec![check()],
            sites: vec![check()],
            measures: vec![check()],
            diagrams: vec![check()],
            nodes: vec![check()],
            links: vec![check()],
            cascades: vec![check()],
            bindings: vec![check()],
            tests: vec![check()],
            activities: vec![check()],
        };
        assert_eq!(draft.nodes[0].text, "text");
    }
}
