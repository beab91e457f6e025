//! The four audiences, and the levels of the service they look at.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::choice::choice;
use crate::site::SiteLevel;

choice! {
    /// One of the four audiences of Healthcare Improvement Scotland's 'Creating the Conditions'
    /// (ihub, About Quality Management System).
    Audience as "audience" {
        /// Senior Leaders.
        SeniorLeaders = "senior_leaders" | "senior leader" | "senior" | "board",
        /// Operational Managers.
        OperationalManagers = "operational_managers" | "operational manager" | "operational" | "managers",
        /// Frontline Teams.
        FrontlineTeams = "frontline_teams" | "frontline team" | "frontline" | "front-line teams",
        /// Service Users and Carers.
        ServiceUsersAndCarers = "service_users_and_carers" | "service users" | "carers",
    }
}

impl Audience {
    /// The published name.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::SeniorLeaders => "Senior Leaders",
            Self::OperationalManagers => "Operational Managers",
            Self::FrontlineTeams => "Frontline Teams",
            Self::ServiceUsersAndCarers => "Service Users and Carers",
        }
    }
}

/// Which levels of the service each audience looks at.
///
/// The publications name the audiences, and not their levels: the default here is this crate's own.
///
/// | audience | levels |
/// |---|---|
/// | Senior Leaders | nation, board, partnership |
/// | Operational Managers | partnership, hospital, cluster |
/// | Frontline Teams | practice, care home, ward |
/// | Service Users and Carers | all |
///
/// Sites of the level `other` belong to Service Users and Carers alone until told otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AudienceLevels {
    levels: BTreeMap<Audience, BTreeSet<SiteLevel>>,
}

impl AudienceLevels {
    /// The same, with other levels for one audience.
    #[must_use]
    pub fn with(mut self, audience: Audience, levels: impl IntoIterator<Item = SiteLevel>) -> Self {
        self.levels.insert(audience, levels.into_iter().collect());
        self
    }

    /// Whether an audience looks at a level.
    #[must_use]
    pub fn sees(&self, audience: Audience, level: SiteLevel) -> bool {
        self.levels
            .get(&audience)
            .is_some_and(|levels| levels.contains(&level))
    }

    /// The levels of an audience, largest places first.
    pub fn of(&self, audience: Audience) -> impl Iterator<Item = SiteLevel> {
        self.levels.get(&audience).into_iter().flatten().copied()
    }
}

impl Default for AudienceLevels {
    fn default() -> Self {
        use SiteLevel::{Board, CareHome, Cluster, Hospital, Nation, Partnership, Practice, Ward};

        Self {
            levels: BTreeMap::new(),
        }
        .with(Audience::SeniorLeaders, [Nation, Board, Partnership])
        .with(
            Audience::OperationalManagers,
            [Partnership, Hospital, Cluster],
        )
        .with(Audience::FrontlineTeams, [Practice, CareHome, Ward])
        .with(
            Audience::ServiceUsersAndCarers,
            SiteLevel::ALL.iter().copied(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_a_setting() {
        let usual = AudienceLevels::default();
        assert!(usual.sees(Audience::SeniorLeaders, SiteLevel::Board));
        assert!(!usual.sees(Audience::SeniorLeaders, SiteLevel::Ward));
        assert!(usual.sees(Audience::FrontlineTeams, SiteLevel::Ward));
        assert!(usual.sees(Audience::ServiceUsersAndCarers, SiteLevel::Other));
        let own = usual.with(Audience::SeniorLeaders, [SiteLevel::Ward]);
        assert_eq!(
            own.of(Audience::SeniorLeaders).collect::<Vec<_>>(),
            [SiteLevel::Ward]
        );
    }
}
