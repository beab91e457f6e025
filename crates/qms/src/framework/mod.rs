//! Frameworks: the components of a quality management system, as versioned data.

mod published;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::choice::{choice, fold};
use crate::id::{BadId, ComponentId, CustomFrameworkId};

/// Names a framework: one of the published ones, in one version, or one of the user's own.
///
/// In files: `his_2025`, `juran_trilogy`, `wales_duty_of_quality`, `ihi_whole_system`, or the id of
/// the user's own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum FrameworkId {
    /// Healthcare Improvement Scotland, Quality Management Systems (2025), with the Learning System
    /// of the Scottish Approach to Change (2025). The default.
    #[default]
    His2025,
    /// Juran (1986), The Quality Trilogy.
    JuranTrilogy,
    /// NHS Wales, Duty of Quality (2023) and its Quality Management System.
    WalesDutyOfQuality,
    /// Institute for Healthcare Improvement, Whole System Quality (2021).
    IhiWholeSystem,
    /// One of the user's own.
    Custom(CustomFrameworkId),
}

impl FrameworkId {
    /// The published ones, newest of the default's line first.
    pub const PUBLISHED: [Self; 4] = [
        Self::His2025,
        Self::JuranTrilogy,
        Self::WalesDutyOfQuality,
        Self::IhiWholeSystem,
    ];

    /// Name in files.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::His2025 => "his_2025",
            Self::JuranTrilogy => "juran_trilogy",
            Self::WalesDutyOfQuality => "wales_duty_of_quality",
            Self::IhiWholeSystem => "ihi_whole_system",
            Self::Custom(id) => id.as_str(),
        }
    }
}

impl fmt::Display for FrameworkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Of the published ones, case, spaces, hyphens and underscores do not matter.
impl FromStr for FrameworkId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let folded = fold(text);
        let published = Self::PUBLISHED.into_iter();
        match published.into_iter().find(|id| fold(id.as_str()) == folded) {
            Some(published) => Ok(published),
            None => CustomFrameworkId::new(text.trim()).map(Self::Custom),
        }
    }
}

impl TryFrom<String> for FrameworkId {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

impl From<FrameworkId> for String {
    fn from(id: FrameworkId) -> Self {
        id.as_str().to_owned()
    }
}

choice! {
    /// What a component is in its framework. The same id may be of another kind in another one.
    ComponentKind as "kind of component" {
        /// What a quality management system does.
        Core = "core",
        /// What makes that work.
        Enabler = "enabler",
    }
}

choice! {
    /// How a component acts on another.
    RelationKind as "kind of relation" {
        /// Its findings are where the other starts.
        Feeds = "feeds" | "informs",
        /// A level that was reached is the other's to hold.
        HandsOver = "hands_over",
        /// It gathers from the other and shares with it.
        Connects = "connects",
        /// It makes the other work.
        Enables = "enables",
    }
}

/// A component of a quality management system.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Component {
    /// Its id: the same for what is the same in other frameworks, where that is clear.
    pub id: ComponentId,
    /// Its name in this framework.
    pub name: String,
    /// What it is in this framework.
    pub kind: ComponentKind,
    /// Other names that are read as this component.
    pub aliases: Vec<String>,
}

/// A component acts on another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Relation {
    /// Which one acts.
    pub from: ComponentId,
    /// On which one.
    pub to: ComponentId,
    /// How.
    pub kind: RelationKind,
}

/// The components of a quality management system, and how they act on each other.
///
/// ```
/// use redbead_qms::{ComponentKind, Framework, FrameworkId};
///
/// let his = Framework::published(&FrameworkId::His2025).expect("it is published");
/// let maintaining = his.resolve("Quality control").expect("an older name");
/// assert_eq!(maintaining.name, "Maintaining Quality");
/// assert_eq!(his.of_kind(ComponentKind::Enabler).count(), 5);
/// assert_eq!(his.resolve("relationships"), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    id: FrameworkId,
    title: String,
    source: String,
    components: Vec<Component>,
    relations: Vec<Relation>,
    /// Folded ids, names and aliases, sorted, each with the position of its component.
    names: Vec<(String, usize)>,
}

impl Framework {
    /// A published framework; none for one of the user's own, which are part of a draft
    /// ([`FrameworkDraft`](crate::FrameworkDraft)).
    #[must_use]
    pub fn published(id: &FrameworkId) -> Option<Self> {
        published::framework(id)
    }

    /// From parts of which no two components share a name.
    pub(crate) fn assemble(
        id: FrameworkId,
        title: String,
        source: String,
        components: Vec<Component>,
        mut relations: Vec<Relation>,
    ) -> Self {
        let mut names: Vec<(String, usize)> = components
            .iter()
            .enumerate()
            .flat_map(|(at, component)| folded_names(component).map(move |name| (name, at)))
            .collect();
        names.sort();
        names.dedup();
        relations.sort();
        relations.dedup();
        Self {
            id,
            title,
            source,
            components,
            relations,
            names,
        }
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> &FrameworkId {
        &self.id
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Where its components come from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Its components in the framework's own order.
    #[must_use]
    pub fn components(&self) -> &[Component] {
        &self.components
    }

    /// Its components of one kind, in the framework's own order.
    pub fn of_kind(&self, kind: ComponentKind) -> impl Iterator<Item = &Component> {
        let components = self.components.iter();
        components.filter(move |component| component.kind == kind)
    }

    /// Its relations, sorted.
    #[must_use]
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// The component with this id.
    #[must_use]
    pub fn component(&self, id: &ComponentId) -> Option<&Component> {
        self.components.iter().find(|component| component.id == *id)
    }

    /// The component with this id, name or alias; case, spaces, hyphens and other signs do not
    /// matter.
    #[must_use]
    pub fn resolve(&self, name: &str) -> Option<&Component> {
        let folded = fold(name);
        let found = self
            .names
            .binary_search_by(|(known, _)| known.as_str().cmp(&folded));
        let (_, at) = self.names.get(found.ok()?)?;
        self.components.get(*at)
    }
}

/// The names that lead to a component, folded; not those of which nothing is left.
pub(crate) fn folded_names(component: &Component) -> impl Iterator<Item = String> {
    let aliases = component.aliases.iter().map(String::as_str);
    [component.id.as_str(), &component.name]
        .into_iter()
        .chain(aliases)
        .map(fold)
        .filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published() -> impl Iterator<Item = Framework> {
        let ids = FrameworkId::PUBLISHED.iter();
        ids.map(|id| Framework::published(id).unwrap())
    }

    #[test]
    fn no_name_leads_to_two_components() {
        for framework in published() {
            let mut names: Vec<&str> = framework.names.iter().map(|(name, _)| &**name).collect();
            names.dedup();
            assert_eq!(names.len(), framework.names.len(), "{}", framework.title());
        }
    }

    #[test]
    fn every_relation_is_between_known_components() {
        for framework in published() {
            for relation in framework.relations() {
                assert!(framework.component(&relation.from).is_some());
                assert!(framework.component(&relation.to).is_some());
                assert_ne!(relation.from, relation.to);
            }
        }
    }

    #[test]
    fn the_default_is_his_2025_in_its_own_order() {
        let his = Framework::published(&FrameworkId::default()).unwrap();
        let names: Vec<&str> = his.components().iter().map(|known| &*known.name).collect();
        assert_eq!(
            names,
            [
                "Planning for Quality",
                "Maintaining Quality",
                "Improving Quality",
                "Quality Assurance",
                "Learning System",
                "Clear Vision and Purpose",
                "Process Rigour",
                "People-Led",
                "Leadership and Culture",
            ]
        );
        assert_eq!(his.of_kind(ComponentKind::Core).count(), 4);
    }

    #[test]
    fn older_names_lead_to_the_current_ones() {
        let his = Framework::published(&FrameworkId::His2025).unwrap();
        for (name, id) in [
            ("quality planning", "planning"),
            ("What is our performance?", "maintaining"),
            ("QUALITY-IMPROVEMENT", "improving"),
            ("assure", "assurance"),
            ("process flow", "process_rigour"),
            ("people led", "people_led"),
            ("leadership, workforce and culture", "leadership_culture"),
        ] {
            assert_eq!(his.resolve(name).unwrap().id.as_str(), id, "{name}");
        }
    }

    #[test]
    fn names_not_confirmed_in_a_publication_are_not_shipped() {
        for framework in published() {
            for name in ["relationships", "co-design", "co-production", "evaluation"] {
                assert_eq!(framework.resolve(name), None);
            }
        }
    }

    #[test]
    fn ids_are_read_forgivingly() {
        assert_eq!("HIS 2025".parse(), Ok(FrameworkId::His2025));
        let own = CustomFrameworkId::new("board-2030").unwrap();
        assert_eq!("board-2030".parse(), Ok(FrameworkId::Custom(own)));
        assert!("board 2030".parse::<FrameworkId>().is_err());
        for id in FrameworkId::PUBLISHED {
            assert_eq!(id.as_str().parse(), Ok(id));
        }
    }
}
