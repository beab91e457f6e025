//! Average run lengths of the finished monitors, by seeded simulation, against exact values.
//!
//! Each row of `testdata/run_lengths.csv` is a rule set, a shift and the average number of points
//! to the first signal. A monitor with given parameters is fed independent normal points until a
//! verdict opens a signal; the mean over many runs must lie within 4 standard errors of the row.
//! Seeds are fixed by the row's text, so a run that passes once passes always.

use std::str::FromStr;

use redbead::{
    Alternating, Baseline, Beyond, Chart, Hugging, KOfM, Mixture, Newest, Observation, Others,
    Plan, PlanBuilder, Preset, RangeOf, Rule, Shift, Trend, Window,
};

const TABLE: &str = include_str!("../testdata/run_lengths.csv");

/// Points that the short test spends on a row, about; the long test spends 50 times as many.
const POINTS_A_ROW: f64 = 400_000.0;
/// Rows with short runs stop here.
const MOST_RUNS: f64 = 10_000.0;
/// The mean is taken as normal, which fewer skew run lengths do not allow.
const FEWEST_RUNS: f64 = 100.0;

/// The rules of `Preset::Westgard` whose signals call for action.
const WESTGARD_REJECTIONS: &str = "beyond 3 + k_of_m 2 2 2 + range_of 2 + k_of_m 4 4 1 + shift 10";

struct Row {
    rules: &'static str,
    shift: f64,
    run_length: f64,
    /// SD of the run length, where it is known.
    deviation: Option<f64>,
    /// Standard error of `run_length` itself.
    error: f64,
}

fn rows() -> Vec<Row> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines.skip(1).map(row).collect()
}

fn row(line: &'static str) -> Row {
    let cells: Vec<&str> = line.split(',').collect();
    let [rules, shift, run_length, deviation, error, _] = cells[..] else {
        panic!("six cells in `{line}`");
    };
    Row {
        rules,
        shift: number(shift),
        run_length: number(run_length),
        deviation: deviation.parse().ok(),
        error: number(error),
    }
}

fn number<T: FromStr>(text: &str) -> T {
    text.parse()
        .unwrap_or_else(|_| panic!("`{text}` is no number of its kind"))
}

fn preset(name: &str) -> Preset {
    let mut all = Preset::ALL.into_iter();
    all.find(|preset| preset.name() == name)
        .unwrap_or_else(|| panic!("no preset `{name}`"))
}

/// Rules are joined by ` + `; each is its name, its numbers in the order of its fields, and the
/// options that are not its defaults.
fn plan(rules: &str) -> Plan {
    let builder = Plan::builder(Chart::individuals()).baseline(Baseline::Given {
        center: 0.0,
        sigma: Some(1.0),
    });
    let builder = match rules.strip_prefix("preset ") {
        Some(name) => builder.preset(preset(name)),
        None => rules
            .split(" + ")
            .map(rule)
            .fold(builder, PlanBuilder::rule),
    };
    builder
        .build()
        .expect("rules that fit an individuals chart")
}

fn rule(text: &str) -> Rule {
    let words: Vec<&str> = text.split(' ').collect();
    let sigma = |position: usize| number::<f64>(words[position]);
    let points = |position: usize| number::<u32>(words[position]);
    let has = |option| words.contains(&option);
    match words[0] {
        "beyond" => Beyond {
            sigma: sigma(1),
            ..Beyond::default()
        }
        .into(),
        "shift" => Shift {
            points: points(1),
            ..Shift::default()
        }
        .into(),
        "trend" => Trend {
            points: points(1),
            ..Trend::default()
        }
        .into(),
        "alternating" => Alternating { points: points(1) }.into(),
        "hugging" => Hugging {
            points: points(1),
            sigma: sigma(2),
        }
        .into(),
        "mixture" => Mixture {
            points: points(1),
            sigma: sigma(2),
            both_sides: has("both_sides"),
        }
        .into(),
        "range_of" => RangeOf { sigma: sigma(1) }.into(),
        "k_of_m" => k_of_m(points(1), points(2), sigma(3), has).into(),
        _ => panic!("no rule `{text}`"),
    }
}

fn k_of_m(k: u32, m: u32, sigma: f64, has: impl Fn(&'static str) -> bool) -> KOfM {
    let mut rule = KOfM {
        k,
        m,
        sigma,
        ..KOfM::default()
    };
    if has("full") {
        rule.window = Window::Full;
    }
    if has("same_side") {
        rule.others = Others::SameSide;
    }
    if has("any") {
        rule.newest = Newest::Any;
    }
    rule
}

/// `SplitMix64` (Steele, Lea, Flood 2014), and normals by Marsaglia's polar method.
struct Normals {
    state: u64,
    spare: Option<f64>,
}

impl Normals {
    /// Seeded by the FNV-1a hash of a text.
    fn of(text: &str) -> Self {
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
fn distance(row: &Row, effort: f64) -> f64 {
    let runs = (POINTS_A_ROW / row.run_length).clamp(FEWEST_RUNS, MOST_RUNS) * effort;
    let runs = runs.round();
    let plan = plan(row.rules);
    let mut normals = Normals::of(&format!("{} {}", row.rules, row.shift));
    let (mut sum, mut squares) = (0.0, 0.0);
    for _ in 0..runs as u32 {
        let length = f64::from(run_length(&plan, &mut normals, row.shift));
        sum += length;
        squares += length * length;
    }
    let mean = sum / runs;
    let sampled = || ((squares - sum * mean) / (runs - 1.0)).sqrt();
    let deviation = row.deviation.unwrap_or_else(sampled);
    let error = (deviation / runs.sqrt()).hypot(row.error);
    let distance = (mean - row.run_length) / error;
    println!(
        "{distance:+.2}  {mean:.3} ± {error:.3} in {runs} runs, expected {}: {} at shift {}",
        row.run_length, row.rules, row.shift
    );
    distance
}

fn assert_run_lengths(effort: f64) {
    let rows = rows();
    let distances: Vec<f64> = rows.iter().map(|row| distance(row, effort)).collect();
    let mut far = rows.iter().zip(&distances);
    let far = far.find(|(_, distance)| distance.is_nan() || distance.abs() > 4.0);
    if let Some((row, distance)) = far {
        let (rules, shift) = (row.rules, row.shift);
        panic!("{rules} at shift {shift}: {distance:+.2} standard errors from the exact value");
    }
    // 4 standard errors let a small bias pass in each row; in all rows together it would show.
    // Presets with the same rules share their error, so this is a little wider than chance.
    let mean_square = distances.iter().map(|z| z * z).sum::<f64>() / distances.len() as f64;
    println!("mean square {mean_square:.3} of {} rows", distances.len());
    assert!(mean_square < 1.6, "mean square distance {mean_square}");
}

#[test]
fn run_lengths_are_those_of_the_table() {
    assert_run_lengths(1.0);
}

#[test]
#[ignore = "about 6 minutes: 50 times the runs of the short test, so 7 times as sharp"]
fn run_lengths_are_those_of_the_table_at_length() {
    assert_run_lengths(50.0);
}

#[test]
fn presets_state_the_run_length_of_the_table() {
    let rows = rows();
    for preset in Preset::ALL {
        // The warning of this preset is no call for action.
        let name = match preset {
            Preset::Westgard => WESTGARD_REJECTIONS.to_owned(),
            _ => format!("preset {preset}"),
        };
        let row = rows
            .iter()
            .find(|row| row.rules == name && row.shift == 0.0);
        let stated = preset.in_control_run_length();
        assert_eq!(stated.is_some(), preset.chart() != Chart::run(), "{name}");
        if let Some(stated) = stated {
            let row = row.unwrap_or_else(|| panic!("no row for {name}"));
            // Stated to two decimals; a simulated figure to the error of a simulation.
            let tolerance = 0.005 + 4.0 * row.error;
            assert!((stated - row.run_length).abs() <= tolerance, "{name}");
        }
    }
}
