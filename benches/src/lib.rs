//! What the benchmarks share: seeded series, a plain sum as the yardstick, a naive recompute.

pub mod files;

use criterion::BenchmarkGroup;
use criterion::measurement::WallTime;
use ndarray::{Array2, ArrayView1};
use redbead::{Baseline, Chart, Plan, PlanError, Preset};

/// Points of one series, ten years of months.
pub const POINTS: usize = 120;

/// A matrix of series, one a row: half of them in control, a quarter with a shift of one and a
/// half sigma half-way, a quarter drifting by two sigma. Every eighth is rounded to half a sigma,
/// so that ties occur.
#[must_use]
pub fn matrix(series: usize, points: usize) -> Array2<f64> {
    let mut random = Random(20_161_204);
    let mut values = Array2::zeros((series, points));
    for (row, mut line) in values.rows_mut().into_iter().enumerate() {
        for (index, value) in line.iter_mut().enumerate() {
            let progress = index as f64 / points as f64;
            let change = match row % 4 {
                2 if progress >= 0.5 => 1.5,
                3 => 2.0 * progress,
                _ => 0.0,
            };
            let x = random.normal() + change;
            let x = if row % 8 == 0 {
                (2.0 * x).round() / 2.0
            } else {
                x
            };
            *value = 100.0 + 10.0 * x;
        }
    }
    values
}

/// A matrix of series in control, of which nine in ten have no signal under the plan and one in ten
/// has some.
///
/// # Errors
///
/// A plan that does not take plain numbers.
pub fn calm_matrix(
    plan: &Plan,
    series: usize,
    points: usize,
) -> Result<Array2<f64>, redbead::SeriesError> {
    let mut random = Random(1_924);
    let mut values = Array2::zeros((series, points));
    for (row, mut line) in values.rows_mut().into_iter().enumerate() {
        let wanted = row % 10 == 0;
        loop {
            let drawn: Vec<f64> = (0..points)
                .map(|_| 100.0 + 10.0 * random.normal())
                .collect();
            if (plan.summarize(&drawn)?.signals() > 0) == wanted {
                line.iter_mut().zip(drawn).for_each(|(value, x)| *value = x);
                break;
            }
        }
    }
    Ok(values)
}

/// Matrices of cases and of exposures: the series of [`matrix`] as shares around 20 %, of 200 to 300
/// people each.
#[must_use]
pub fn counts(series: usize, points: usize) -> (Array2<f64>, Array2<f64>) {
    let mut random = Random(1_931);
    let mut cases = matrix(series, points);
    let mut exposures = Array2::zeros((series, points));
    for (cases, exposure) in cases.iter_mut().zip(&mut exposures) {
        let people = (200.0 + 100.0 * random.uniform()).round();
        let share = 0.2 + (*cases - 100.0) / 10.0 * 0.025;
        (*cases, *exposure) = ((share.clamp(0.0, 1.0) * people).round(), people);
    }
    (cases, exposures)
}

/// Uniform numbers by `SplitMix64`, and normal numbers by the polar method of Marsaglia.
#[derive(Debug, Clone)]
pub struct Random(pub u64);

impl Random {
    /// A uniform number from 0 to 1, 1 excluded.
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ z >> 31) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A standard normal number.
    pub fn normal(&mut self) -> f64 {
        loop {
            let (u, v) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = u * u + v * v;
            if square > 0.0 && square < 1.0 {
                return u * (-2.0 * square.ln() / square).sqrt();
            }
        }
    }
}

/// A retrospective plan of a preset on its own chart.
///
/// # Errors
///
/// None of the presets has any.
pub fn plan(preset: Preset) -> Result<Plan, PlanError> {
    Plan::of(preset).build()
}

/// An individuals plan of a preset with given parameters: judging from the first point on.
///
/// # Errors
///
/// A preset that does not suit an individuals chart.
pub fn frozen(preset: Preset) -> Result<Plan, PlanError> {
    let sigma = Some(10.0);
    Plan::builder(Chart::individuals())
        .preset(preset)
        .baseline(Baseline::Given {
            center: 100.0,
            sigma,
        })
        .build()
}

/// The yardstick: one read of the data, summed in eight lanes.
#[must_use]
pub fn plain_sum(values: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let blocks = values.chunks_exact(8);
    let tail: f64 = blocks.remainder().iter().sum();
    for block in blocks {
        lanes.iter_mut().zip(block).for_each(|(lane, x)| *lane += x);
    }
    lanes.iter().sum::<f64>() + tail
}

/// Puts the plain sum and the naive recompute of the whole matrix beside the engine's figures.
pub fn yardsticks(group: &mut BenchmarkGroup<'_, WallTime>, values: &Array2<f64>) {
    group.bench_function("plain-sum", |bencher| {
        bencher.iter(|| values.as_slice().map(plain_sum));
    });
    naive(group, values);
}

/// Puts the naive recompute beside the engine's figures.
pub fn naive(group: &mut BenchmarkGroup<'_, WallTime>, values: &Array2<f64>) {
    group.bench_function("naive-western_electric", |bencher| {
        let count = |row: ArrayView1<'_, f64>| row.to_slice().map(naive_western_electric);
        bencher.iter(|| values.rows().into_iter().filter_map(count).sum::<usize>());
    });
}

/// What one would write first: limits of an individuals chart, and the Western Electric rules by
/// looking back from every point. Gives the number of points at which a rule holds.
#[must_use]
pub fn naive_western_electric(values: &[f64]) -> usize {
    let n = values.len() as f64;
    let center = values.iter().sum::<f64>() / n;
    let ranges: Vec<f64> = values
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).abs())
        .collect();
    let sigma = ranges.iter().sum::<f64>() / (n - 1.0) / std::f64::consts::FRAC_2_SQRT_PI;
    let holds = |end: usize| {
        [1.0, -1.0].into_iter().any(|side| {
            let beyond =
                |index: usize, multiple: f64| side * (values[index] - center) > multiple * sigma;
            let k_of_m = |k: usize, m: usize, multiple: f64| {
                let window = (end + 1).saturating_sub(m)..=end;
                beyond(end, multiple) && window.filter(|i| beyond(*i, multiple)).count() >= k
            };
            let shift = end >= 7 && (end - 7..=end).all(|index| beyond(index, 0.0));
            beyond(end, 3.0) || k_of_m(2, 3, 2.0) || k_of_m(4, 5, 1.0) || shift
        })
    };
    (0..values.len()).filter(|end| holds(*end)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_naive_recompute_marks_the_points_that_the_engine_marks() {
        let plan = plan(Preset::WesternElectric).unwrap();
        let values = matrix(64, POINTS);
        for row in values.rows() {
            let row = row.as_slice().unwrap();
            let report = plan.scan(row).unwrap();
            let Some(parameters) = report.phases[0].parameters() else {
                panic!("the baseline suffices");
            };
            let sigma = parameters.sigma_at(redbead::Place::new(1.0, 0));
            let given = Plan::builder(Chart::individuals())
                .preset(Preset::WesternElectric)
                .baseline(Baseline::Given {
                    center: parameters.center,
                    sigma,
                })
                .build()
                .unwrap();
            let mut monitor = given.monitor();
            let verdicts = row.iter().map(|value| monitor.push(*value).unwrap());
            let held = verdicts.filter(|verdict| !verdict.held.is_empty()).count();
            assert_eq!(held, naive_western_electric(row));
        }
    }
}
