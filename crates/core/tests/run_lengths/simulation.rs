//! Monitors fed with independent normal points until a signal opens, compared with the table.

use redbead::{Observation, Plan};

/// Rows with short runs stop here.
const MOST_RUNS: f64 = 10_000.0;

/// What a row says.
pub(crate) struct Row {
    /// Names the row, and seeds its points.
    pub(crate) name: String,
    pub(crate) plan: Plan,
    pub(crate) shift: f64,
    pub(crate) run_length: f64,
    /// SD of the run length, where it is known.
    pub(crate) deviation: Option<f64>,
    /// Standard error of `run_length` itself.
    pub(crate) error: f64,
}

/// How much is spent on a row.
#[derive(Clone, Copy)]
pub(crate) struct Effort {
    /// Points, about.
    pub(crate) points: f64,
    /// The mean is taken as normal, which fewer skew run lengths do not allow.
    pub(crate) fewest_runs: f64,
    /// How many times all that.
    pub(crate) times: f64,
}

/// `SplitMix64` (Steele, Lea, Flood 2014), and normals by Marsaglia's polar method.
pub(crate) struct Normals {
    state: u64,
    spare: Option<f64>,
}

impl Normals {
    /// Seeded by the FNV-1a hash of a text.
    pub(crate) fn of(text: &str) -> Self {
        let state = text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self { state, spare: None }
    }

    /// Uniform on -1 to 1.
    fn uniform(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        (bits >> 11) as f64 * 2f64.powi(-52) - 1.0
    }

    fn next(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (x, y) = (self.uniform(), self.uniform());
            let square = x * x + y * y;
            if square < 1.0 && square > 0.0 {
                // `libm` gives the same bits on every machine, so no machine can draw a bad seed.
                let stretch = (-2.0 * libm::log(square) / square).sqrt();
                self.spare = Some(y * stretch);
                return x * stretch;
            }
        }
    }
}

/// Points up to and including the first that opens a signal.
fn run_length(plan: &Plan, normals: &mut Normals, shift: f64) -> u32 {
    let mut monitor = plan.monitor();
    let mut points = 0;
    loop {
        points += 1;
        let observation = Observation::value(normals.next() + shift);
        let verdict = monitor.push(observation).expect("a finite value");
        if !verdict.opened.is_empty() {
            return points;
        }
    }
}

/// Standard errors between the simulated mean run length and the row's.
fn distance(row: &Row, effort: Effort) -> f64 {
    let runs = (effort.points / row.run_length).clamp(effort.fewest_runs, MOST_RUNS);
    let runs = (runs * effort.times).round();
    let mut normals = Normals::of(&row.name);
    let (mut sum, mut squares) = (0.0, 0.0);
    for _ in 0..runs as u32 {
        let length = f64::from(run_length(&row.plan, &mut normals, row.shift));
        sum += length;
        squares += length * length;
    }
    let mean = sum / runs;
    let sampled = || ((squares - sum * mean) / (runs - 1.0)).sqrt();
    let deviation = row.deviation.unwrap_or_else(sampled);
    let error = (deviation / runs.sqrt()).hypot(row.error);
    let distance = (mean - row.run_length) / error;
    println!(
        "{distance:+.2}  {mean:.3} ± {error:.3} in {runs} runs, expected {}: {}",
        row.run_length, row.name
    );
    distance
}

/// Sees that every row lies within 4 standard errors, and the mean square of the distances below a
/// bound.
pub(crate) fn assert_run_lengths(rows: &[Row], effort: Effort, largest_mean_square: f64) {
    let distances: Vec<f64> = rows.iter().map(|row| distance(row, effort)).collect();
    let far = |distance: f64| distance.is_nan() || distance.abs() > 4.0;
    let far = rows.iter().zip(&distances).filter(|(_, z)| far(**z));
    let far: Vec<String> = far
        .map(|(row, z)| format!("{}: {z:+.2} standard errors from the table", row.name))
        .collect();
    assert!(far.is_empty(), "{far:#?}");
    // 4 standard errors let a small bias pass in each row; in all rows together it would show.
    let mean_square = distances.iter().map(|z| z * z).sum::<f64>() / distances.len() as f64;
    println!("mean square {mean_square:.3} of {} rows", distances.len());
    assert!(
        mean_square < largest_mean_square,
        "mean square distance {mean_square}"
    );
}
