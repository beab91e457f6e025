//! One road, measured in a process of its own.

use std::error::Error;
use std::hint::black_box;
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::flags::{Definitions, Total};
use crate::memory;
use crate::road::Road;

/// Runs of a road that count, whatever they take.
const FEWEST: usize = 3;
/// Runs of a road that are enough.
const MOST: usize = 25;
/// Time after which no run is added to the fewest.
const ENOUGH: Duration = Duration::from_secs(4);

/// What is known of a road after its runs; one line of output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) name: String,
    /// What its answer holds, in words.
    pub(crate) answer: String,
    pub(crate) threads: usize,
    pub(crate) series: usize,
    pub(crate) points: usize,
    /// Median of the runs.
    pub(crate) ns_per_point: f64,
    /// Of the fastest run, which what else the machine does disturbs least.
    pub(crate) fastest_ns_per_point: f64,
    pub(crate) runs: usize,
    /// Most memory of the first run above what was there before it, its answer included.
    pub(crate) peak_bytes: Option<u64>,
    pub(crate) definitions: Option<Definitions>,
    pub(crate) total: Option<Total>,
}

/// Runs a road until its time per point is known.
pub(crate) fn measure(
    road: Road,
    threads: NonZeroUsize,
    matrix: &Array2<f64>,
) -> Result<Line, Box<dyn Error>> {
    let run = road.prepare(threads)?;
    memory::reset_peak();
    let before = memory::resident();
    let answer = run(black_box(matrix));
    let peak = memory::peak();

    let flags = match road.definitions() {
        Some(definitions) => answer.flags(definitions, matrix)?,
        None => None,
    };
    drop(answer);

    let mut times: Vec<Duration> = Vec::new();
    while times.len() < FEWEST || times.len() < MOST && times.iter().sum::<Duration>() < ENOUGH {
        let start = Instant::now();
        let answer = run(black_box(matrix));
        times.push(start.elapsed());
        drop(black_box(answer));
    }
    times.sort_unstable();
    let (series, points) = matrix.dim();
    let each = |time: Duration| time.as_secs_f64() * 1e9 / (series * points).max(1) as f64;
    Ok(Line {
        name: road.name().to_owned(),
        answer: road.answer().to_owned(),
        threads: threads.get(),
        series,
        points,
        ns_per_point: each(times[times.len() / 2]),
        fastest_ns_per_point: each(times[0]),
        runs: times.len(),
        peak_bytes: peak
            .zip(before)
            .map(|(peak, before)| peak.saturating_sub(before)),
        definitions: road.definitions(),
        total: flags.map(|flags| Total::of(&flags)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_survives_its_way_through_text() {
        let values = redbead_benches::matrix(4, 30);
        let line = measure(Road::Scan, NonZeroUsize::MIN, &values).unwrap();
        assert_eq!((line.series, line.points, line.threads), (4, 30, 1));
        assert!(line.ns_per_point > 0.0 && line.runs >= FEWEST);
        let text = serde_json::to_string(&line).unwrap();
        assert_eq!(serde_json::from_str::<Line>(&text).unwrap(), line);
    }
}
