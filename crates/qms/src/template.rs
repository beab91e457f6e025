//! A template with the structure of 'Creating the Conditions', and illustrative content.

use crate::activity::ProvenanceKind;
use crate::audience::Audience;
use crate::draft::{ActivityDraft, DiagramDraft, Draft, LinkDraft, NodeDraft};
use crate::framework::FrameworkId;
use crate::node::NodeKind;

const DIAGRAM: &str = "creating-the-conditions";
const AIM: &str = "aim";

/// What every part says of itself, so that none is taken for a publication.
const TAG: &str = "illustrative";
const NOTE: &str = "illustrative wording of this template, not that of Healthcare Improvement Scotland; \
                    put your own in its place";

/// Id, component, text, and what it means for each of the four audiences, in their order.
type Driver = (&'static str, &'static str, &'static str, [&'static str; 4]);

/// One driver for each enabler of the HIS 2025 framework, which is the part of the publications that
/// can be named.
const DRIVERS: [Driver; 5] = [
    (
        "vision",
        "vision_purpose",
        "everyone can say what good care is here and how their work serves it",
        [
            "I say in plain words which few aims matter most this year, and leave the rest aside",
            "I show each team which of its measures serve which aim",
            "I can name the aim that our chart on the wall is about",
            "I was asked what good care means to me before the aim was written",
        ],
    ),
    (
        "leaders",
        "leadership_culture",
        "leaders ask what the data say before they ask who is to blame",
        [
            "I ask of every chart whether this is signal or noise, and what we learned",
            "I thank those who bring me a worsening chart early",
            "I speak up when a chart and my day on the ward do not agree",
            "I am told honestly when care has slipped, and what is done about it",
        ],
    ),
    (
        "rigour",
        "process_rigour",
        "the work is done in an agreed way that is tested before it is changed",
        [
            "I fund the time for teams to test changes before they are spread",
            "I keep one agreed way of doing each process, and know where it is not followed",
            "I write down what I expect before I test a change",
            "I know what will happen next, and whom to ask if it does not",
        ],
    ),
    (
        "people",
        "people_led",
        "people who use the service and people who work in it shape what is done",
        [
            "I open board meetings with what people told us, beside the charts",
            "I bring those who use the service into each improvement team",
            "I ask what matters to the person before I ask what is the matter",
            "I help to choose what is measured",
        ],
    ),
    (
        "learning",
        "learning_system",
        "what one team learns reaches the others that could use it",
        [
            "I read what did not work with the same interest as what did",
            "I bring teams with the same measure together around their charts",
            "I look at our chart with the team every week, and we decide one thing",
            "I see what was changed because of what I said",
        ],
    ),
];

/// A draft with the structure of Healthcare Improvement Scotland's 'Creating the Conditions': an aim,
/// drivers, and for each of the four audiences what these mean for them.
///
/// Of that publication only the structure is known to this crate. The wording here is the crate's own
/// and shows what such a diagram could say: every node carries the tag `illustrative` and a note that
/// says so, and every activity has the provenance [`Illustrative`](crate::Provenance::Illustrative).
/// The drivers follow the enablers of the HIS 2025 framework. Replace the texts, and bind your own
/// measures.
///
/// ```
/// use redbead_qms::{Audience, BuildOptions, Provenance, creating_the_conditions};
///
/// let system = creating_the_conditions().build(&BuildOptions::default())?;
/// let mut activities = system.activities().iter();
/// assert!(activities.all(|known| known.provenance == Provenance::Illustrative));
/// # Ok::<(), redbead_qms::BuildErrors>(())
/// ```
#[must_use]
pub fn creating_the_conditions() -> Draft {
    let mut draft = Draft {
        diagrams: vec![DiagramDraft {
            id: DIAGRAM.to_owned(),
            title: "Creating the conditions (illustrative template)".to_owned(),
            framework: Some(FrameworkId::His2025.to_string()),
            ..DiagramDraft::default()
        }],
        nodes: vec![NodeDraft {
            owner: Some(Audience::SeniorLeaders.to_string()),
            ..node(
                AIM,
                NodeKind::Aim,
                "quality is managed in one consistent and co-ordinated way, at every level",
            )
        }],
        ..Draft::default()
    };
    for (id, component, text, activities) in DRIVERS {
        draft.nodes.push(NodeDraft {
            components: vec![component.to_owned()],
            ..node(id, NodeKind::PrimaryDriver, text)
        });
        draft.links.push(LinkDraft {
            diagram: DIAGRAM.to_owned(),
            from: id.to_owned(),
            to: AIM.to_owned(),
            ..LinkDraft::default()
        });
        let told = Audience::ALL.iter().zip(activities);
        draft
            .activities
            .extend(told.map(|(audience, text)| ActivityDraft {
                diagram: DIAGRAM.to_owned(),
                audience: audience.to_string(),
                text: text.to_owned(),
                drivers: vec![id.to_owned()],
                provenance: ProvenanceKind::Illustrative.to_string(),
                ..ActivityDraft::default()
            }));
    }
    draft
}

fn node(id: &str, kind: NodeKind, text: &str) -> NodeDraft {
    NodeDraft {
        diagram: DIAGRAM.to_owned(),
        id: id.to_owned(),
        kind: kind.to_string(),
        text: text.to_owned(),
        note: Some(NOTE.to_owned()),
        tags: vec![TAG.to_owned()],
        ..NodeDraft::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activity::Provenance;
    use crate::build::BuildOptions;

    #[test]
    fn it_has_the_structure_and_says_everywhere_that_it_is_illustrative() {
        let system = creating_the_conditions()
            .build(&BuildOptions::default())
            .unwrap();
        assert_eq!(system.diagrams().len(), 1);
        assert!(system.diagrams()[0].title.contains("illustrative"));
        for node in system.nodes() {
            assert!(node.tags.contains(TAG), "{}", node.id);
            assert!(node.note.as_deref().unwrap().contains("illustrative"));
        }
        for audience in Audience::ALL {
            let activities = system.activities().iter();
            let theirs: Vec<_> = activities
                .filter(|known| known.audience == *audience)
                .collect();
            assert_eq!(theirs.len(), DRIVERS.len());
            for activity in theirs {
                assert_eq!(activity.provenance, Provenance::Illustrative);
                assert_eq!(activity.drivers.len(), 1);
            }
        }
    }

    #[test]
    fn its_drivers_are_the_published_enablers() {
        let system = creating_the_conditions()
            .build(&BuildOptions::default())
            .unwrap();
        let framework = system.framework_of(&system.diagrams()[0]).unwrap();
        let enablers = framework.of_kind(crate::framework::ComponentKind::Enabler);
        for enabler in enablers {
            let nodes = system.nodes().iter();
            let carriers = nodes.filter(|node| node.components.contains(&enabler.id));
            assert_eq!(carriers.count(), 1, "{}", enabler.name);
        }
    }
}
