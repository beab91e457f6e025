//! Answers about nodes: drivers, coverage, hand-over, balancing.

use redbead_qms::{Answers, DiagramId, NodeVerdict, Strength, Verdict};
use serde::Serialize;

use super::theory::MovementView;
use super::{Asked, CountsView, ListView, PointView, Positions, places};

/// The drivers of an aim that have special cause now.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct DriversView {
    /// The aim.
    pub(in crate::qms) aim: usize,
    /// Drivers with special cause, once for each node they serve; from the aim outward.
    pub(in crate::qms) drivers: Vec<DriverView>,
}

/// A driver with special cause.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct DriverView {
    /// The driver.
    pub(in crate::qms) driver: usize,
    /// What it contributes to.
    pub(in crate::qms) parent: usize,
    /// Whether strong links alone lead to the aim by this parent.
    pub(in crate::qms) strength: Strength,
    /// Its own series.
    pub(in crate::qms) counts: CountsView,
    /// Those with special cause, by verdict; the first of each.
    pub(in crate::qms) series: Vec<usize>,
}

pub(super) fn drivers(
    answers: &Answers<'_>,
    diagrams: &[&DiagramId],
    asked: &Asked<'_>,
    positions: &Positions<'_>,
) -> Vec<DriversView> {
    let aims = diagrams.iter().filter_map(|id| answers.system().aim_of(id));
    let views = aims.map(|aim| {
        let found = answers.drivers_of(aim, asked.most);
        let drivers = found.drivers.iter().map(|driver| {
            let special = Verdict::ALL
                .iter()
                .filter(|verdict| verdict.is_special_cause());
            let series = special.flat_map(|verdict| driver.series.listed(*verdict));
            DriverView {
                driver: driver.driver.get(),
                parent: driver.parent.get(),
                strength: driver.strength,
                counts: CountsView::of(driver.series.counts()),
                series: series.map(|entry| positions.of(entry)).collect(),
            }
        });
        DriversView {
            aim: aim.get(),
            drivers: drivers.collect(),
        }
    });
    views.collect()
}

/// What is measured in a diagram.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct CoverageView {
    /// Id of the diagram.
    pub(in crate::qms) diagram: String,
    /// The components of its framework, in its order.
    pub(in crate::qms) components: Vec<ComponentView>,
    /// Aim and drivers.
    pub(in crate::qms) nodes: Vec<CoveredView>,
}

/// Whether something is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::qms) enum Covered {
    /// It has no measure.
    Unmeasured,
    /// It has one, and there is no series of it.
    NoSeries,
    /// It has series, and none has enough data.
    TooFewData,
    /// It has series with enough data.
    Measured,
}

impl Covered {
    fn of(verdict: &NodeVerdict) -> Self {
        match verdict {
            NodeVerdict::Unmeasured => Self::Unmeasured,
            NodeVerdict::NoSeries => Self::NoSeries,
            verdict if verdict.has_too_few_data() => Self::TooFewData,
            _ => Self::Measured,
        }
    }
}

/// A component of the framework.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct ComponentView {
    /// Its id.
    pub(in crate::qms) id: String,
    /// Its name.
    pub(in crate::qms) name: String,
    /// Whether it is measured.
    pub(in crate::qms) covered: Covered,
    /// The nodes that carry it.
    pub(in crate::qms) nodes: Vec<usize>,
    /// Their own series, each counted once.
    pub(in crate::qms) counts: CountsView,
}

/// An aim or driver.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct CoveredView {
    /// The node.
    pub(in crate::qms) node: usize,
    /// Whether it is measured.
    pub(in crate::qms) covered: Covered,
    /// Its own series.
    pub(in crate::qms) counts: CountsView,
    /// Number of balancing measures at it.
    pub(in crate::qms) balancing: usize,
}

pub(super) fn coverage(answers: &Answers<'_>, diagrams: &[&DiagramId]) -> Vec<CoverageView> {
    let found = diagrams
        .iter()
        .filter_map(|id| Some((id, answers.coverage(id)?)));
    let views = found.map(|(id, coverage)| CoverageView {
        diagram: id.to_string(),
        components: coverage
            .components
            .iter()
            .map(|known| ComponentView {
                id: known.component.id.to_string(),
                name: known.component.name.clone(),
                covered: Covered::of(&known.verdict),
                nodes: places(known.nodes.iter().copied()),
                counts: CountsView::of(&known.verdict.counts()),
            })
            .collect(),
        nodes: coverage
            .nodes
            .iter()
            .map(|known| CoveredView {
                node: known.node.get(),
                covered: Covered::of(&known.verdict),
                counts: CountsView::of(&known.verdict.counts()),
                balancing: known.balancing,
            })
            .collect(),
    });
    views.collect()
}

/// A sustained improvement.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct HandOverView {
    /// The series.
    pub(in crate::qms) series: usize,
    /// First point of the new level.
    pub(in crate::qms) since: PointView,
    /// Points from then on.
    pub(in crate::qms) points: usize,
    /// Whether it rests on provisional points.
    pub(in crate::qms) tentative: bool,
    /// Whether nothing current speaks against it.
    pub(in crate::qms) holds: bool,
    /// The nodes it belongs to.
    pub(in crate::qms) nodes: Vec<HandOverNode>,
}

/// A node that a new level belongs to.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct HandOverNode {
    /// The node.
    pub(in crate::qms) node: usize,
    /// Name of the component that levels are handed over to.
    pub(in crate::qms) to: Option<String>,
    /// Whether the node carries it already.
    pub(in crate::qms) is_there: bool,
}

pub(super) fn hand_over(answers: &Answers<'_>, positions: &Positions<'_>) -> Vec<HandOverView> {
    let found = answers.hand_over();
    let views = found.iter().map(|candidate| HandOverView {
        series: positions.of(candidate.entry),
        since: PointView::of(candidate.since),
        points: candidate.points,
        tentative: candidate.is_tentative,
        holds: candidate.holds,
        nodes: candidate
            .nodes
            .iter()
            .map(|to| HandOverNode {
                node: to.node.get(),
                to: to.component.map(|component| component.name.clone()),
                is_there: to.is_there,
            })
            .collect(),
    });
    views.collect()
}

/// Balancing series that get worse.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct AlarmView {
    /// While what they balance improves.
    pub(in crate::qms) alarms: Vec<BalancingView>,
    /// While nothing they balance improves.
    pub(in crate::qms) without_gain: Vec<BalancingView>,
}

/// A balancing series that gets worse.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct BalancingView {
    /// The series.
    pub(in crate::qms) series: usize,
    /// The nodes at which it is balancing.
    pub(in crate::qms) nodes: Vec<usize>,
    /// What improves meanwhile.
    pub(in crate::qms) gains: Vec<GainView>,
}

/// A node that improves.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct GainView {
    /// The node.
    pub(in crate::qms) node: usize,
    /// Where, and since when.
    pub(in crate::qms) movements: ListView<MovementView>,
}

pub(super) fn balancing(
    answers: &Answers<'_>,
    asked: &Asked<'_>,
    positions: &Positions<'_>,
) -> AlarmView {
    let found = answers.balancing_alarms(asked.most);
    let view = |alarm: &redbead_qms::BalancingAlarm<'_>| BalancingView {
        series: positions.of(alarm.entry),
        nodes: places(alarm.nodes.iter().copied()),
        gains: alarm
            .gains
            .iter()
            .map(|gain| GainView {
                node: gain.node.get(),
                movements: ListView::of(&gain.movements, |one| MovementView::of(answers, one)),
            })
            .collect(),
    };
    AlarmView {
        alarms: found.alarms.iter().map(view).collect(),
        without_gain: found.without_gain.iter().map(view).collect(),
    }
}
