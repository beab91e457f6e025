//! Drafts: what files say, before it is checked.
//!
//! Every importer, and every program that puts a system together, fills the same plain records. All
//! fields are texts as they stood in the file; spaces around them do not count, and an empty text is
//! as good as none. Each record carries its [`Origin`].

use serde::{Deserialize, Serialize};

use crate::origin::Origin;

macro_rules! records {
    ($(
        $(#[$meta:meta])*
        $name:ident {
            $($(#[$field_meta:meta])* $field:ident: $type:ident,)+
        }
    )+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $(
                $(#[$field_meta])*
                #[serde(skip_serializing_if = "is_default")]
                pub $field: records!(@type $type),
            )+
            /// Where the record came from.
            #[serde(skip)]
            pub origin: Origin,
        }
    )+};
    (@type text) => { String };
    (@type texts) => { Vec<String> };
    (@type optional) => { Option<String> };
    (@type evidence) => { Vec<EvidenceDraft> };
    (@type components) => { Vec<ComponentDraft> };
    (@type relations) => { Vec<RelationDraft> };
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

records! {
    /// A [`Framework`](crate::Framework) of the user's own.
    FrameworkDraft {
        /// Its id.
        id: text,
        /// Its title.
        title: text,
        /// Where its components come from.
        source: optional,
        /// Its components, in its own order.
        components: components,
        /// How they act on each other.
        relations: relations,
    }

    /// A [`Component`](crate::Component) of a framework.
    ComponentDraft {
        /// Its id.
        id: text,
        /// Its name.
        name: text,
        /// A [`ComponentKind`](crate::ComponentKind).
        kind: text,
        /// Other names that are read as this component.
        aliases: texts,
    }

    /// A [`Relation`](crate::Relation) of a framework.
    RelationDraft {
        /// Id of the component that acts.
        from: text,
        /// Id of the one it acts on.
        to: text,
        /// A [`RelationKind`](crate::RelationKind).
        kind: text,
    }

    /// A [`Diagram`](crate::Diagram).
    DiagramDraft {
        /// Its id.
        id: text,
        /// Its title.
        title: text,
        /// A [`FrameworkId`](crate::FrameworkId); the default one when none is named.
        framework: optional,
        /// Version, as its owners count.
        version: optional,
        /// A [`Date`](crate::Date).
        as_of: optional,
        /// Id of the site it is for.
        site: optional,
    }

    /// A [`Node`](crate::Node).
    NodeDraft {
        /// Id of its diagram.
        diagram: text,
        /// Its id.
        id: text,
        /// A [`NodeKind`](crate::NodeKind).
        kind: text,
        /// What it says.
        text: text,
        /// A remark.
        note: optional,
        /// Components of the diagram's framework, by id, name or alias.
        components: texts,
        /// An [`Audience`](crate::Audience).
        owner: optional,
        /// Free words.
        tags: texts,
        /// Of an aim: how much, in words.
        how_much: optional,
        /// Of an aim: how much, as a number.
        target: optional,
        /// Of an aim: for whom.
        for_whom: optional,
        /// Of an aim: by when.
        by_when: optional,
    }

    /// A [`Link`](crate::Link).
    LinkDraft {
        /// Id of the diagram of both.
        diagram: text,
        /// Id of the node that contributes.
        from: text,
        /// Id of the node it contributes to, nearer to the aim.
        to: text,
        /// A [`Strength`](crate::Strength); strong when none is named.
        strength: optional,
        /// A [`Belief`](crate::Belief); untested when none is named.
        belief: optional,
        /// What the belief rests on.
        evidence: evidence,
    }

    /// [`Evidence`](crate::Evidence) of a link.
    EvidenceDraft {
        /// An [`EvidenceKind`](crate::EvidenceKind).
        kind: text,
        /// Id of a test of change, for evidence of that kind.
        test: optional,
        /// A citation or remark.
        note: text,
    }

    /// A [`Cascade`](crate::Cascade).
    CascadeDraft {
        /// Id of the upper diagram.
        driver_diagram: text,
        /// Id of the driver in it.
        driver: text,
        /// Id of the lower diagram.
        aim_diagram: text,
        /// Id of its aim.
        aim: text,
    }

    /// A [`Measure`](crate::Measure).
    MeasureDraft {
        /// Its id.
        id: text,
        /// Its name.
        name: text,
        /// How it is measured.
        operational_definition: optional,
        /// Its unit.
        unit: optional,
        /// `increase`, `decrease` or `not_judged`; not judged when none is named.
        direction: optional,
        /// A [`Purpose`](crate::Purpose); improvement when none is named.
        purpose: optional,
        /// Domain of quality.
        domain: optional,
        /// A [`Frequency`](crate::Frequency).
        frequency: optional,
        /// How long after the end of a period its figure comes.
        lag: optional,
        /// Where its figures come from.
        source: optional,
    }

    /// A [`Binding`](crate::Binding).
    BindingDraft {
        /// Id of the diagram.
        diagram: text,
        /// Id of the node.
        node: text,
        /// Id of the measure.
        measure: text,
        /// A [`Role`](crate::Role).
        role: text,
        /// Id of the site whose series count.
        site: optional,
    }

    /// A [`Site`](crate::Site).
    SiteDraft {
        /// Its id.
        id: text,
        /// Its name.
        name: text,
        /// A [`SiteLevel`](crate::SiteLevel); other when none is named.
        level: optional,
        /// Id of the site that it is a part of.
        parent: optional,
        /// Other codes of the same place.
        codes: texts,
    }

    /// A [`Test`](crate::Test) of change.
    TestDraft {
        /// Its id.
        id: text,
        /// Id of the diagram of its change idea.
        diagram: text,
        /// Id of its change idea.
        change_idea: text,
        /// Id of the site.
        site: optional,
        /// Number of the cycle, from 1; 1 when none is named.
        cycle: optional,
        /// What is done.
        plan: optional,
        /// What is expected.
        prediction: optional,
        /// First day, a [`Date`](crate::Date).
        start: text,
        /// Last day, a [`Date`](crate::Date).
        end: optional,
        /// A [`Decision`](crate::Decision).
        decision: optional,
    }

    /// An [`Activity`](crate::Activity).
    ActivityDraft {
        /// Id of its diagram.
        diagram: text,
        /// An [`Audience`](crate::Audience).
        audience: text,
        /// What is done.
        text: text,
        /// Ids of the nodes it serves.
        drivers: texts,
        /// A [`ProvenanceKind`](crate::ProvenanceKind).
        provenance: text,
        /// Its citation, if it is published.
        source: optional,
    }
}

/// What files say of a quality management system, before it is checked: the input of
/// [`Draft::build`].
///
/// The order of the records does not matter, but for the components of a framework.
///
/// ```
/// use redbead_qms::{BuildOptions, DiagramDraft, Draft, LinkDraft, NodeDraft};
///
/// let node = |id: &str, kind: &str, text: &str| NodeDraft {
///     diagram: "falls".into(),
///     id: id.into(),
///     kind: kind.into(),
///     text: text.into(),
///     ..NodeDraft::default()
/// };
/// let draft = Draft {
///     diagrams: vec![DiagramDraft {
///         id: "falls".into(),
///         title: "Fewer falls".into(),
///         ..DiagramDraft::default()
///     }],
///     nodes: vec![
///         node("aim", "aim", "halve falls on the ward by December"),
///         node("rounds", "primary", "regular rounds"),
///     ],
///     links: vec![LinkDraft {
///         diagram: "falls".into(),
///         from: "rounds".into(),
///         to: "aim".into(),
///         ..LinkDraft::default()
///     }],
///     ..Draft::default()
/// };
/// let system = draft.build(&BuildOptions::default())?;
/// assert_eq!(system.nodes().len(), 2);
/// # Ok::<(), redbead_qms::BuildErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// Frameworks of the user's own.
    #[serde(skip_serializing_if = "is_default")]
    pub frameworks: Vec<FrameworkDraft>,
    /// Sites.
    #[serde(skip_serializing_if = "is_default")]
    pub sites: Vec<SiteDraft>,
    /// Measures.
    #[serde(skip_serializing_if = "is_default")]
    pub measures: Vec<MeasureDraft>,
    /// Diagrams.
    #[serde(skip_serializing_if = "is_default")]
    pub diagrams: Vec<DiagramDraft>,
    /// Nodes of all diagrams.
    #[serde(skip_serializing_if = "is_default")]
    pub nodes: Vec<NodeDraft>,
    /// Links of all diagrams.
    #[serde(skip_serializing_if = "is_default")]
    pub links: Vec<LinkDraft>,
    /// Links between diagrams.
    #[serde(skip_serializing_if = "is_default")]
    pub cascades: Vec<CascadeDraft>,
    /// Measures at nodes.
    #[serde(skip_serializing_if = "is_default")]
    pub bindings: Vec<BindingDraft>,
    /// Tests of change.
    #[serde(skip_serializing_if = "is_default")]
    pub tests: Vec<TestDraft>,
    /// What drivers mean for each audience.
    #[serde(skip_serializing_if = "is_default")]
    pub activities: Vec<ActivityDraft>,
}

impl Draft {
    /// Adds the records of another draft, for systems kept in several files.
    pub fn extend(&mut self, other: Self) {
        self.frameworks.extend(other.frameworks);
        self.sites.extend(other.sites);
        self.measures.extend(other.measures);
        self.diagrams.extend(other.diagrams);
        self.nodes.extend(other.nodes);
        self.links.extend(other.links);
        self.cascades.extend(other.cascades);
        self.bindings.extend(other.bindings);
        self.tests.extend(other.tests);
        self.activities.extend(other.activities);
    }
}
