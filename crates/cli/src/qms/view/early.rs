//! Early warnings.

use redbead_qms::{Answers, Audience, Basis, SiteLevel, Strength, WarningOptions};
use serde::Serialize;

use super::{Asked, CountsView, ListView, Positions, places};

/// Most paths of a node that are listed.
const PATHS: usize = 4;

/// What gets worse, as one audience sees it.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct EarlyView {
    /// The audience; null for everyone, at all levels.
    pub(in crate::qms) audience: Option<Audience>,
    /// All series at its levels.
    pub(in crate::qms) looked_at: CountsView,
    /// Those that get worse; that lead to their aims by weak links only last, else largest places first.
    pub(in crate::qms) warnings: ListView<WarningView>,
    /// Those with signals for better and worse at once.
    pub(in crate::qms) mixed: ListView<WarningView>,
    /// How many get worse at smaller places, by measure.
    pub(in crate::qms) smaller: Vec<LevelView>,
    /// Where the nodes lead that are named above.
    pub(in crate::qms) routes: Vec<RouteView>,
    /// How many get worse at other levels, neither shown nor counted above.
    pub(in crate::qms) elsewhere: usize,
}

/// A series that gets worse.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct WarningView {
    /// The series.
    pub(in crate::qms) series: usize,
    /// The nodes that it speaks of.
    pub(in crate::qms) nodes: Vec<usize>,
    /// Weak if these lead to their aims through weak links only.
    pub(in crate::qms) strength: Strength,
}

/// `1 of 24 wards`.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct LevelView {
    /// Id of the measure.
    pub(in crate::qms) measure: String,
    /// Its name.
    pub(in crate::qms) measure_name: String,
    /// The basis.
    pub(in crate::qms) basis: Basis,
    /// The level of the sites.
    pub(in crate::qms) level: SiteLevel,
    /// How many get worse.
    pub(in crate::qms) warnings: usize,
    /// All series there.
    pub(in crate::qms) counts: CountsView,
    /// The nodes that those speak of that get worse.
    pub(in crate::qms) nodes: Vec<usize>,
}

/// Where a node leads.
#[derive(Debug, Serialize)]
pub(in crate::qms) struct RouteView {
    /// The node.
    pub(in crate::qms) node: usize,
    /// Whose it is.
    pub(in crate::qms) owner: Option<Audience>,
    /// Number of all paths to aims.
    pub(in crate::qms) paths: u64,
    /// The first of them, each from the node to an aim.
    pub(in crate::qms) listed: Vec<Vec<usize>>,
}

pub(super) fn early(
    answers: &Answers<'_>,
    audience: Option<Audience>,
    asked: &Asked<'_>,
    positions: &Positions<'_>,
) -> EarlyView {
    let options = audience.map_or_else(WarningOptions::default, WarningOptions::of);
    let found = answers.early_warnings(&options.with_most(asked.most, PATHS));
    let system = answers.system();
    let warning = |warning: &redbead_qms::EarlyWarning<'_>| WarningView {
        series: positions.of(warning.entry),
        nodes: places(warning.nodes.iter().copied()),
        strength: warning.strength,
    };
    EarlyView {
        audience,
        looked_at: CountsView::of(&found.series),
        warnings: ListView::of(&found.warnings, warning),
        mixed: ListView::of(&found.mixed, warning),
        smaller: found
            .smaller
            .iter()
            .map(|count| LevelView {
                measure: system.measure(count.measure).id.to_string(),
                measure_name: system.measure(count.measure).name.clone(),
                basis: count.basis,
                level: count.level,
                warnings: count.warnings,
                counts: CountsView::of(&count.series),
                nodes: places(count.nodes.iter().copied()),
            })
            .collect(),
        routes: found
            .routes
            .iter()
            .map(|route| RouteView {
                node: route.node.get(),
                owner: route.owner,
                paths: route.paths.total,
                listed: route
                    .paths
                    .listed
                    .iter()
                    .map(|path| places(path.iter().copied()))
                    .collect(),
            })
            .collect(),
        elsewhere: found.elsewhere,
    }
}
