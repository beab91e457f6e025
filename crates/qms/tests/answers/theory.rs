//! The theory check against its definition, by trying all sites, bindings and paths.

use std::collections::BTreeSet;

use proptest::prelude::*;
use redbead_qms::{
    Answers, Entry, NodeIndex, NodeKind, Role, SiteIndex, Statuses, System, TheoryReading, Verdict,
};

use super::{any_case, build, chained, diagram, judged, nodes, one_with};

/// Outcome before process before structure; balancing measures do not speak.
const SPEAKING: [Role; 3] = [Role::Outcome, Role::Process, Role::Structure];

struct Tried<'a> {
    system: &'a System,
    set: &'a Statuses,
}

impl Tried<'_> {
    fn sites(&self) -> Vec<SiteIndex> {
        let sites = self.system.sites().iter();
        sites
            .map(|site| self.system.site_index(&site.id).unwrap())
            .collect()
    }

    /// The series of a node in a role.
    fn of_role(&self, node: NodeIndex, role: Role) -> Vec<&Entry> {
        let nodes = one_with(self.system, node);
        let bindings = self.system.bindings().iter().filter(|binding| {
            let at = self.system.node_index(&binding.node).unwrap();
            nodes.contains(&at) && binding.role == role
        });
        let bindings: Vec<_> = bindings.collect();
        let entries = self.set.entries().iter();
        let counts = |entry: &&Entry| {
            bindings.iter().any(|binding| {
                let is_of = binding.measure == entry.status.key.measure;
                is_of && self.system.covers(binding, entry.site)
            })
        };
        entries.filter(counts).collect()
    }

    /// What a node says at a site by its own series there.
    fn own(&self, node: NodeIndex, site: SiteIndex) -> Option<Verdict> {
        use Verdict::{
            Improving, InsufficientData, Mixed, NoSignal, SpecialCauseNotJudged, Worsening,
        };

        let mut roles = SPEAKING.iter().map(|role| {
            let of_role = self.of_role(node, *role).into_iter();
            let here = of_role.filter(|entry| entry.site == site);
            here.map(|entry| entry.judgement.verdict).collect()
        });
        let said: Vec<Verdict> = roles.find(|said: &Vec<Verdict>| !said.is_empty())?;
        let some = |verdict| said.contains(&verdict);
        Some(if some(Mixed) || (some(Improving) && some(Worsening)) {
            Mixed
        } else if some(Improving) {
            Improving
        } else if some(Worsening) {
            Worsening
        } else if some(SpecialCauseNotJudged) {
            SpecialCauseNotJudged
        } else if some(NoSignal) {
            NoSignal
        } else {
            InsufficientData
        })
    }

    /// What it says at a site, or at the nearest place around that.
    fn nearest(&self, node: NodeIndex, site: SiteIndex) -> Option<(SiteIndex, Verdict)> {
        let mut at = Some(site);
        while let Some(place) = at {
            if let Some(verdict) = self.own(node, place) {
                return Some((place, verdict));
            }
            at = self.system.parent_of(place);
        }
        None
    }

    /// What contributes to a node, aims of other diagrams aside.
    fn drivers(&self, node: NodeIndex) -> BTreeSet<NodeIndex> {
        let mut below = chained(self.system, node, true);
        below.remove(&node);
        below.retain(|below| self.system.node(*below).kind != NodeKind::Aim);
        below
    }

    fn is_explained(&self, node: NodeIndex, site: SiteIndex, verdict: Verdict) -> bool {
        self.drivers(node).into_iter().any(|driver| {
            let around = self.nearest(driver, site).map(|(_, said)| said);
            let within = self.sites().into_iter();
            let mut within = within.filter(|place| self.system.is_within(*place, site));
            around == Some(verdict) || within.any(|place| self.own(driver, place) == Some(verdict))
        })
    }

    fn has_enough_data(&self, node: NodeIndex) -> bool {
        let mut series = SPEAKING.iter().flat_map(|role| self.of_role(node, *role));
        series.any(|entry| entry.judgement.verdict != Verdict::InsufficientData)
    }

    /// What a site says of a link, by the table of the definition.
    fn reading(
        &self,
        driver: NodeIndex,
        parent: NodeIndex,
        site: SiteIndex,
    ) -> Option<TheoryReading> {
        use Verdict::{Improving, InsufficientData, NoSignal, Worsening};

        self.own(driver, site).or(self.own(parent, site))?;
        let (_, of_driver) = self.nearest(driver, site)?;
        let (place, of_parent) = self.nearest(parent, site)?;
        let is_plain = |verdict| matches!(verdict, Improving | Worsening | NoSignal);
        Some(
            if of_driver == InsufficientData || of_parent == InsufficientData {
                TheoryReading::TooFewData
            } else if !is_plain(of_driver) || !is_plain(of_parent) {
                TheoryReading::Undecided
            } else if of_driver == NoSignal {
                let moves = of_parent != NoSignal;
                if moves && !self.is_explained(parent, place, of_parent) {
                    TheoryReading::Unexplained
                } else {
                    TheoryReading::Silent
                }
            } else if of_driver == of_parent {
                TheoryReading::Consistent
            } else {
                TheoryReading::NotYetSupported
            },
        )
    }
}

proptest! {
    #[test]
    fn it_is_that_of_trying_everything(case in any_case(), of_upper in any::<bool>()) {
        let system = build(&case.draft);
        let set = judged(&system, case.statuses);
        let tried = Tried { system: &system, set: &set };
        let answers = Answers::new(&system, &set).unwrap();
        let id = if of_upper { "u".parse().unwrap() } else { diagram() };
        let check = answers.theory_check(&id, usize::MAX).unwrap();

        prop_assert_eq!(check.links.len(), system.links_of(&id).len());
        for link in &check.links {
            let readings = tried.sites().into_iter().filter_map(|site| {
                Some((site, tried.reading(link.driver, link.parent, site)?))
            });
            let readings: Vec<(SiteIndex, TheoryReading)> = readings.collect();
            for reading in TheoryReading::ALL {
                let expected = readings.iter().filter(|(_, read)| read == reading).count();
                prop_assert_eq!(link.counts.get(*reading), expected, "{:?}", reading);
            }
            let told: Vec<_> = link.telling.listed.iter().map(|one| (one.site, one.reading)).collect();
            let telling = readings.into_iter().filter(|(_, read)| read.is_telling());
            prop_assert_eq!(told, telling.collect::<Vec<_>>());
        }

        let mut expected = Vec::new();
        for node in nodes(&system).into_iter().filter(|node| system.node(*node).id.diagram == id) {
            let movements = tried.sites().into_iter().filter(|site| {
                let moved = tried.own(node, *site);
                let moved = moved.filter(|said| matches!(said, Verdict::Improving | Verdict::Worsening));
                moved.is_some_and(|said| !tried.is_explained(node, *site, said))
            });
            let movements: Vec<SiteIndex> = movements.collect();
            let drivers = tried.drivers(node).into_iter();
            let tested = |driver: &NodeIndex| tried.has_enough_data(*driver);
            let drivers = drivers
                .filter(|driver| system.node(*driver).kind.is_driver() || tested(driver));
            let drivers: Vec<NodeIndex> = drivers.collect();
            if !movements.is_empty() && !drivers.is_empty() {
                let tested = drivers.iter().filter(|driver| tested(driver)).count();
                expected.push((node, movements, drivers.len(), tested));
            }
        }
        let told = check.unexplained.iter().map(|one| {
            let movements = one.movements.listed.iter().map(|movement| movement.site);
            (one.node, movements.collect(), one.drivers, one.drivers_tested)
        });
        prop_assert_eq!(told.collect::<Vec<(_, Vec<_>, _, _)>>(), expected);
    }
}
