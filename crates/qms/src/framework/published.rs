//! The published frameworks, by exact public name.
//!
//! Figure 1, "QMS Framework (working draft 4)", of the ihub page About Quality Management System is not
//! reproduced: its labels are not part of its public text.

use super::{Component, ComponentKind, Framework, FrameworkId, Relation, RelationKind};
use crate::id::ComponentId;

/// A component: id, name, kind, aliases.
type Row = (
    &'static str,
    &'static str,
    ComponentKind,
    &'static [&'static str],
);

struct Published {
    title: &'static str,
    source: &'static str,
    components: &'static [Row],
    /// Beside [`RelationKind::Enables`], which goes from each enabler to each core component that
    /// it does not stand in another relation with.
    relations: &'static [(&'static str, &'static str, RelationKind)],
}

use ComponentKind::{Core, Enabler};
use RelationKind::{Connects, Feeds, HandsOver};

/// Names: healthcareimprovementscotland.scot, Quality Management Systems (QMS), 2025, and for the
/// Learning System the figure of the Scottish Approach to Change framework, 2025.
///
/// HIS says that each component influences and informs the others, and draws no single relations. Those
/// here are this crate's reading of what feeds what in the Excellence in Care framework, of Juran's
/// trilogy (a level that improvement reached is control's to hold) and of the ihub's Introduction to
/// Learning Systems.
const HIS_2025: Published = Published {
    title: "HIS Quality Management Systems, 2025",
    source: "Healthcare Improvement Scotland, Quality Management Systems (QMS), 2025; Scottish \
             Approach to Change: the framework, 2025",
    components: &[
        (
            "planning",
            "Planning for Quality",
            Core,
            &["quality planning", "plan", "what do we need?"],
        ),
        (
            "maintaining",
            "Maintaining Quality",
            Core,
            &[
                "quality control",
                "control",
                "maintain",
                "what is our performance?",
            ],
        ),
        (
            "improving",
            "Improving Quality",
            Core,
            &["quality improvement", "improve", "what could be better?"],
        ),
        (
            "assurance",
            "Quality Assurance",
            Core,
            &["assure", "are we meeting standards?"],
        ),
        (
            "learning_system",
            "Learning System",
            Enabler,
            &["learning", "learning, improvement and research"],
        ),
        (
            "vision_purpose",
            "Clear Vision and Purpose",
            Enabler,
            &["vision", "quality strategy"],
        ),
        (
            "process_rigour",
            "Process Rigour",
            Enabler,
            &["process flow"],
        ),
        ("people_led", "People-Led", Enabler, &["person-centred"]),
        (
            "leadership_culture",
            "Leadership and Culture",
            Enabler,
            &["leadership", "leadership, workforce and culture"],
        ),
    ],
    relations: &[
        ("planning", "improving", Feeds),
        ("planning", "maintaining", Feeds),
        ("maintaining", "planning", Feeds),
        ("assurance", "planning", Feeds),
        ("improving", "maintaining", HandsOver),
        ("learning_system", "planning", Connects),
        ("learning_system", "maintaining", Connects),
        ("learning_system", "improving", Connects),
        ("learning_system", "assurance", Connects),
    ],
};

/// Juran's three, which others took over by name.
const PLANNING: Row = (
    "planning",
    "Quality planning",
    Core,
    &["plan", "planning for quality"],
);
const CONTROL: Row = (
    "maintaining",
    "Quality control",
    Core,
    &["control", "maintaining quality"],
);
const IMPROVEMENT: Row = (
    "improving",
    "Quality improvement",
    Core,
    &["improve", "improving quality"],
);

/// Juran (1986), The Quality Trilogy: a universal approach to managing for quality, Quality Progress
/// 19(8), 19-24.
const JURAN_TRILOGY: Published = Published {
    title: "Juran trilogy, 1986",
    source: "Juran (1986), The Quality Trilogy, Quality Progress 19(8), 19-24",
    components: &[PLANNING, CONTROL, IMPROVEMENT],
    relations: &[
        ("planning", "maintaining", Feeds),
        ("improving", "maintaining", HandsOver),
    ],
};

/// NHS Wales: four aspects of its Quality Management System, and four groups of organisational
/// enablers (NHS Wales Executive, QMS, 2024-25; Duty of Quality in force from April 2023).
const WALES_DUTY_OF_QUALITY: Published = Published {
    title: "NHS Wales Duty of Quality, 2023",
    source: "NHS Wales, Duty of Quality, 2023; NHS Wales Executive, Quality Management System, 2024-25",
    components: &[
        (
            "planning",
            "Quality Planning",
            Core,
            &["plan", "planning for quality"],
        ),
        (
            "improving",
            "Quality Improvement",
            Core,
            &["improve", "improving quality"],
        ),
        (
            "maintaining",
            "Quality Control",
            Core,
            &["control", "maintaining quality"],
        ),
        ("assurance", "Quality Assurance", Core, &["assure"]),
        (
            "leadership_workforce_culture",
            "Leadership, workforce and culture",
            Enabler,
            &["leadership", "leadership and culture"],
        ),
        (
            "learning_improvement_research",
            "Learning, improvement and research",
            Enabler,
            &["learning", "learning system"],
        ),
        (
            "whole_system_approach",
            "Whole-system approach",
            Enabler,
            &[],
        ),
        ("information", "Information", Enabler, &[]),
    ],
    relations: &[],
};

/// Institute for Healthcare Improvement, Whole System Quality (2021): three domains and two
/// prerequisites.
const IHI_WHOLE_SYSTEM: Published = Published {
    title: "IHI Whole System Quality, 2021",
    source: "Institute for Healthcare Improvement, Whole System Quality, white paper, 2021",
    components: &[
        PLANNING,
        CONTROL,
        IMPROVEMENT,
        (
            "quality_strategy",
            "Aligned quality strategy",
            Enabler,
            &["strategy"],
        ),
        (
            "learning_culture",
            "Learning culture",
            Enabler,
            &["learning"],
        ),
    ],
    relations: &[],
};

pub(super) fn framework(id: &FrameworkId) -> Option<Framework> {
    let published = match id {
        FrameworkId::His2025 => HIS_2025,
        FrameworkId::JuranTrilogy => JURAN_TRILOGY,
        FrameworkId::WalesDutyOfQuality => WALES_DUTY_OF_QUALITY,
        FrameworkId::IhiWholeSystem => IHI_WHOLE_SYSTEM,
        FrameworkId::Custom(_) => return None,
    };
    let components: Option<Vec<Component>> =
        published.components.iter().map(component_of).collect();
    let components = components?;
    let relation = |(from, to, kind): &(&str, &str, RelationKind)| {
        let [from, to] = [from, to].map(|id| ComponentId::new(id).ok());
        Some(Relation {
            from: from?,
            to: to?,
            kind: *kind,
        })
    };
    let relations: Option<Vec<Relation>> = published.relations.iter().map(relation).collect();
    let mut relations = relations?;
    let of_kind = |kind| components.iter().filter(move |row| row.kind == kind);
    for enabler in of_kind(Enabler) {
        for core in of_kind(Core) {
            let is_known = |known: &Relation| known.from == enabler.id && known.to == core.id;
            if !relations.iter().any(is_known) {
                relations.push(Relation {
                    from: enabler.id.clone(),
                    to: core.id.clone(),
                    kind: RelationKind::Enables,
                });
            }
        }
    }
    let (title, source) = (published.title.to_owned(), published.source.to_owned());
    Some(Framework::assemble(
        id.clone(),
        title,
        source,
        components,
        relations,
    ))
}

fn component_of((id, name, kind, aliases): &Row) -> Option<Component> {
    Some(Component {
        id: ComponentId::new(id).ok()?,
        name: (*name).to_owned(),
        kind: *kind,
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
    })
}
