//! Every road from a series to its report.

use redbead::{
    Measurement, Monitor, Observation, Panel, Plan, Report, Series, SeriesError, Snapshot, Status,
};

type Ending = Result<Report, SeriesError>;

/// Ways to the same report; a road that cannot carry a series gives none.
type Road = fn(&Plan, &[Observation]) -> Vec<Ending>;

/// The roads next to `Plan::scan` of the observations, which is the one they are compared with.
const ROADS: &[(&str, Road)] = &[
    ("a scan of columns", columns),
    ("pushing one by one", push),
    ("resuming from a snapshot at each cut", resume_at_each_cut),
    ("a relay of snapshots", relay),
    ("a panel on all threads", panel),
    #[cfg(feature = "rayon")]
    ("a panel on one thread", panel_on::<1>),
    #[cfg(feature = "rayon")]
    ("a panel on three threads", panel_on::<3>),
    #[cfg(feature = "ndarray")]
    ("rows of a matrix", matrix::rows),
    #[cfg(feature = "ndarray")]
    (
        "rows of a matrix that is stored by columns",
        matrix::strided_rows,
    ),
];

/// Sends a series down every road and gives the one report, or the one error, that all end with.
///
/// The reports must be equal, and so must their texts: those tell 0 from -0, and write every
/// double in full.
pub(crate) fn every_road(plan: &Plan, points: &[Observation]) -> Ending {
    let scanned = plan.scan(points);
    for (name, road) in ROADS {
        for ending in road(plan, points) {
            match (&scanned, &ending) {
                (Ok(expected), Ok(found)) => {
                    assert_eq!(expected, found, "{name}");
                    assert_eq!(text(expected), text(found), "{name}");
                }
                // NaN in an error is not equal to itself.
                _ => assert_eq!(format!("{scanned:?}"), format!("{ending:?}"), "{name}"),
            }
        }
    }
    scanned
}

#[cfg(feature = "serde")]
fn text(report: &Report) -> String {
    let text = serde_json::to_string(report).expect("a report can be written");
    let read: Report = serde_json::from_str(&text).expect("a report can be read");
    assert_eq!(&read, report, "a report reads back as it was written");
    text
}

#[cfg(not(feature = "serde"))]
fn text(report: &Report) -> String {
    format!("{report:?}")
}

/// The same snapshot, from storage where there is any.
#[cfg(feature = "serde")]
fn stored(snapshot: &Snapshot) -> Snapshot {
    let text = serde_json::to_string(snapshot).expect("a snapshot can be written");
    serde_json::from_str(&text).expect("a snapshot can be read")
}

#[cfg(not(feature = "serde"))]
fn stored(snapshot: &Snapshot) -> Snapshot {
    snapshot.clone()
}

fn columns(plan: &Plan, points: &[Observation]) -> Vec<Ending> {
    let status: Vec<Status> = points.iter().map(|point| point.status).collect();
    let Some(columns) = Columns::of(plan, points) else {
        return Vec::new();
    };
    let series = columns.series().with_status(&status);
    vec![plan.scan(series.expect("one status for each point"))]
}

fn push(plan: &Plan, points: &[Observation]) -> Vec<Ending> {
    vec![push_rest(plan.monitor(), points)]
}

fn push_rest(mut monitor: Monitor, points: &[Observation]) -> Ending {
    for (pushed, point) in points.iter().enumerate() {
        let before = monitor.len();
        let verdict = monitor.push(*point)?;
        assert_eq!(verdict.index, before, "point {pushed}");
    }
    Ok(monitor.finish())
}

/// Each cut of a short series; of a long one, whose snapshots are long as well, some 30 cuts.
fn resume_at_each_cut(plan: &Plan, points: &[Observation]) -> Vec<Ending> {
    let step = if points.len() > 400 {
        points.len() / 30
    } else {
        1
    };
    let mut monitor = plan.monitor();
    let mut endings = Vec::new();
    for cut in 0..=points.len() {
        if cut % step == 0 || cut == points.len() {
            let resumed = plan.resume(stored(&monitor.snapshot()));
            let resumed = resumed.expect("a snapshot resumes under its own plan");
            assert_eq!(resumed, monitor, "cut before point {cut}");
            endings.push(push_rest(resumed, &points[cut..]));
        }
        let next = points.get(cut).map(|point| monitor.push(*point));
        if let Some(Err(_)) = next {
            return endings;
        }
    }
    endings
}

/// A new monitor for each point, resumed from the snapshot of the one before.
fn relay(plan: &Plan, points: &[Observation]) -> Vec<Ending> {
    if points.len() > 400 {
        return Vec::new();
    }
    let mut snapshot = plan.monitor().snapshot();
    for point in points {
        let resumed = plan.resume(stored(&snapshot));
        let mut monitor = resumed.expect("a snapshot resumes under its own plan");
        if let Err(error) = monitor.push(*point) {
            return vec![Err(error)];
        }
        snapshot = monitor.snapshot();
    }
    let last = plan.resume(stored(&snapshot));
    vec![Ok(last
        .expect("a snapshot resumes under its own plan")
        .finish())]
}

/// The series twice, with another one (itself turned round) in between.
fn in_company(panel: &Panel, points: &[Observation]) -> Vec<Ending> {
    let turned: Vec<Observation> = points.iter().rev().copied().collect();
    let series = [points, &turned, points].map(Series::from);
    let mut endings = panel.scan(&series);
    assert_eq!(endings.len(), 3);
    drop(endings.remove(1));
    endings
}

fn panel(plan: &Plan, points: &[Observation]) -> Vec<Ending> {
    in_company(&Panel::new(plan.clone()), points)
}

#[cfg(feature = "rayon")]
fn panel_on<const THREADS: usize>(plan: &Plan, points: &[Observation]) -> Vec<Ending> {
    let threads = std::num::NonZeroUsize::new(THREADS).expect("at least one thread");
    let panel = Panel::with_threads(plan.clone(), threads);
    in_company(&panel.expect("threads to start"), points)
}

/// A series as columns of plain numbers, without its status.
enum Columns {
    Values(Vec<f64>),
    Ratios(Vec<f64>, Vec<f64>),
}

impl Columns {
    /// None where plain numbers cannot say it: values next to ratios, or missing values under a
    /// plan to which NaN is an error. A missing ratio is one of nothing out of nothing.
    fn of(plan: &Plan, points: &[Observation]) -> Option<Self> {
        let nan_is_missing = plan.to_string().contains("invalid nan_is_missing");
        let value = |point: &Observation| match point.measurement {
            Measurement::Value(value) => Some(value),
            Measurement::Missing if nan_is_missing => Some(f64::NAN),
            _ => None,
        };
        let ratio = |point: &Observation| match point.measurement {
            Measurement::Ratio {
                numerator,
                denominator,
            } => Some((numerator, denominator)),
            Measurement::Missing => Some((0.0, 0.0)),
            _ => None,
        };
        if let Some(values) = points.iter().map(value).collect() {
            return Some(Self::Values(values));
        }
        let pairs: Option<Vec<(f64, f64)>> = points.iter().map(ratio).collect();
        let (numerators, denominators) = pairs?.into_iter().unzip();
        Some(Self::Ratios(numerators, denominators))
    }

    fn series(&self) -> Series<'_> {
        match self {
            Self::Values(values) => Series::values(values),
            Self::Ratios(numerators, denominators) => {
                Series::ratios(numerators, denominators).expect("columns of one length")
            }
        }
    }
}

#[cfg(feature = "ndarray")]
mod matrix {
    use ndarray::{Array2, ShapeBuilder};

    use super::{Columns, Ending, Observation, Panel, Plan, Status};

    pub(super) fn rows(plan: &Plan, points: &[Observation]) -> Vec<Ending> {
        scan(plan, points, false)
    }

    pub(super) fn strided_rows(plan: &Plan, points: &[Observation]) -> Vec<Ending> {
        scan(plan, points, true)
    }

    /// The series in the first and the third row of a matrix; a matrix has no status column.
    fn scan(plan: &Plan, points: &[Observation], by_columns: bool) -> Vec<Ending> {
        let has_status = points.iter().any(|p| p.status != Status::Confirmed);
        let Some(columns) = Columns::of(plan, points).filter(|_| !has_status) else {
            return Vec::new();
        };
        let matrix = |column: &[f64]| {
            let shape = (3, column.len()).set_f(by_columns);
            Array2::from_shape_fn(shape, |(row, at)| match row {
                1 => column[column.len() - 1 - at],
                _ => column[at],
            })
        };
        let panel = Panel::new(plan.clone());
        let mut endings = match &columns {
            Columns::Values(values) => panel.scan_rows(matrix(values).view()),
            Columns::Ratios(numerators, denominators) => {
                let (above, below) = (matrix(numerators), matrix(denominators));
                let scanned = panel.scan_ratio_rows(above.view(), below.view());
                scanned.expect("matrices of one shape")
            }
        };
        assert_eq!(endings.len(), 3);
        drop(endings.remove(1));
        endings
    }
}
