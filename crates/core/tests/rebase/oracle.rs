//! Automatic re-phasing as slow, literal sentences over a whole series; `None` is missing.
//!
//! Nothing here streams. Each law asks, of every point in turn, whether a run begins there, and
//! looks at as much of the series as it needs to answer. [`Phase::known`] says how much that was.

use redbead::Side;

/// How a baseline becomes a center.
pub(crate) type Center = fn(&[f64]) -> f64;

/// A stretch of the series with a center of its own, up to the next phase or the end.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Phase {
    /// First index; 0 for the first phase, missing or not.
    pub(crate) first: usize,
    /// The points that the center is computed from.
    pub(crate) baseline: Vec<usize>,
    pub(crate) center: f64,
    /// Why the phase began; none for the first.
    pub(crate) evidence: Option<Evidence>,
    /// The point with which the phase could first be known: every prefix that holds it has this
    /// phase, and no shorter prefix has.
    pub(crate) known: usize,
}

/// A run on one side of the center of the phase before.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Evidence {
    pub(crate) side: Side,
    pub(crate) first: usize,
    /// The last point that the run needed.
    pub(crate) completed: usize,
    /// The points on that side that made the run, and no others.
    pub(crate) points: Vec<usize>,
}

/// "Baseline = median of the first 8 useful points, frozen and extended; a sustained shift is 9
/// useful points on one side after the baseline; the new phase starts at the shift's first point
/// with the median of its first 8; repeat."
pub(crate) fn scottish(series: &[Option<f64>]) -> Vec<Phase> {
    after_runs(series, 8, 9, None, |series, shift| {
        useful_from(series, shift.first, 8).expect("a shift of 9 has 8 points")
    })
}

/// "Median of the first 13; after a run of 9 on the chosen side the new median is that of the run;
/// repeat." The numbers and the side are parameters; no side is either side.
pub(crate) fn runs(
    series: &[Option<f64>],
    baseline: usize,
    run: usize,
    side: Option<Side>,
) -> Vec<Phase> {
    after_runs(series, baseline, run, side, |_, shift| shift.points.clone())
}

/// What the two run chart laws share: a run counts from the first point after the last point of
/// the baseline, and begins a phase whose baseline `next` picks.
fn after_runs(
    series: &[Option<f64>],
    baseline: usize,
    run: usize,
    side: Option<Side>,
    next: fn(&[Option<f64>], &Evidence) -> Vec<usize>,
) -> Vec<Phase> {
    let mut phases: Vec<Phase> = first_phase(series, baseline, median).into_iter().collect();
    while let Some(phase) = phases.last() {
        let shift = (last(&phase.baseline) + 1..series.len())
            .filter_map(|start| run_from(series, start, phase.center, run))
            .find(|shift| side.is_none_or(|side| shift.side == side));
        let Some(shift) = shift else {
            break;
        };
        let baseline = next(series, &shift);
        let new = Phase {
            first: shift.first,
            center: median(&values(series, &baseline)),
            baseline,
            // A run of the replayed points may have ended before the phase itself was known.
            known: shift.completed.max(phase.known),
            evidence: Some(shift),
        };
        phases.push(new);
    }
    phases
}

/// "Limits from the first 21 points; at the next run of 8 on one side that starts after them,
/// candidate limits from its first 21 points; accept unless a run of 8 on the opposite side of the
/// candidate center begins inside those points, or the candidate's last run is on that side and
/// could still grow into one; then continue after the new period."
pub(crate) fn stable_shift(
    series: &[Option<f64>],
    period: usize,
    run: usize,
    center: Center,
) -> Vec<Phase> {
    let Some(first) = first_phase(series, period, center) else {
        return Vec::new();
    };
    let (mut start, mut settled) = (last(&first.baseline) + 1, first.known);
    let mut phases = vec![first];
    while start < series.len() {
        let prevailing = phases[phases.len() - 1].center;
        let Some(trigger) = run_from(series, start, prevailing, run) else {
            start += 1;
            continue;
        };
        let Some(baseline) = useful_from(series, start, period) else {
            break;
        };
        let candidate = center(&values(series, &baseline));
        let against = trigger.side.opposite();
        // One candidate at a time: whatever comes after it waits until it is settled.
        settled = settled.max(trigger.completed).max(last(&baseline));
        match judge(series, &baseline, candidate, against, run) {
            Verdict::Undecided => break,
            Verdict::Refused { at } => {
                settled = settled.max(at);
                start += 1;
            }
            Verdict::Accepted { at } => {
                settled = settled.max(at);
                start = last(&baseline) + 1;
                phases.push(Phase {
                    first: trigger.first,
                    baseline,
                    center: candidate,
                    evidence: Some(trigger),
                    known: settled,
                });
            }
        }
    }
    phases
}

enum Verdict {
    Accepted { at: usize },
    Refused { at: usize },
    Undecided,
}

/// Whether a candidate stands, and the point that settled it.
fn judge(
    series: &[Option<f64>],
    points: &[usize],
    center: f64,
    against: Side,
    run: usize,
) -> Verdict {
    let side = |&index: &usize| series[index].and_then(|value| side_of(value, center));
    let opposing = points
        .iter()
        .filter_map(|&index| run_from(series, index, center, run))
        .filter(|opposing| opposing.side == against)
        .map(|opposing| opposing.completed)
        .min();
    if let Some(at) = opposing {
        return Verdict::Refused { at };
    }
    let ends_against = points.iter().rev().find_map(side) == Some(against);
    if !ends_against {
        return Verdict::Accepted { at: last(points) };
    }
    // The last run is on the opposite side and too short so far: a point on the trigger's side
    // ends it, and until then it could grow.
    let breaker =
        (last(points) + 1..series.len()).find(|index| side(index) == Some(against.opposite()));
    breaker.map_or(Verdict::Undecided, |at| Verdict::Accepted { at })
}

fn first_phase(series: &[Option<f64>], count: usize, center: Center) -> Option<Phase> {
    let baseline = useful_from(series, 0, count)?;
    Some(Phase {
        first: 0,
        center: center(&values(series, &baseline)),
        evidence: None,
        known: last(&baseline),
        baseline,
    })
}

/// The first `count` points from `start` on that have a value; none when there are fewer.
pub(crate) fn useful_from(
    series: &[Option<f64>],
    start: usize,
    count: usize,
) -> Option<Vec<usize>> {
    let useful = (start..series.len()).filter(|&index| series[index].is_some());
    let points: Vec<usize> = useful.take(count).collect();
    (points.len() == count).then_some(points)
}

/// The run of `points` points that begins at `start`: `start` is on a side, and so are the next
/// points that are on any side. Missing points and points on the center are passed over.
pub(crate) fn run_from(
    series: &[Option<f64>],
    start: usize,
    center: f64,
    points: usize,
) -> Option<Evidence> {
    let side = |index: usize| series[index].and_then(|value| side_of(value, center));
    let first = side(start)?;
    let sided = (start..series.len()).filter(|&index| side(index).is_some());
    let members: Vec<usize> = sided.take(points).collect();
    let holds = members.len() == points && members.iter().all(|&index| side(index) == Some(first));
    holds.then(|| Evidence {
        side: first,
        first: start,
        completed: last(&members),
        points: members,
    })
}

/// The side of the center; none within 4 units in the last place of the larger magnitude.
pub(crate) fn side_of(value: f64, center: f64) -> Option<Side> {
    let larger = value.abs().max(center.abs());
    let unit = larger.next_up() - larger;
    if (value - center).abs() <= 4.0 * unit {
        None
    } else if value > center {
        Some(Side::Above)
    } else {
        Some(Side::Below)
    }
}

/// The middle value of the sorted values, or halfway between the two middle ones.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 {
        sorted[middle]
    } else {
        f64::midpoint(sorted[middle - 1], sorted[middle])
    }
}

/// The mean, with Neumaier's compensated sum: within an ulp or so of the exact mean, so that a
/// point that should be on the center is.
pub(crate) fn mean(values: &[f64]) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for &value in values {
        let next = sum + value;
        lost += if sum.abs() >= value.abs() {
            (sum - next) + value
        } else {
            (value - next) + sum
        };
        sum = next;
    }
    (sum + lost) / values.len() as f64
}

fn values(series: &[Option<f64>], indices: &[usize]) -> Vec<f64> {
    indices.iter().filter_map(|&index| series[index]).collect()
}

fn last(indices: &[usize]) -> usize {
    *indices.last().expect("a baseline has points")
}
