//! The batch road against the line, on random plans and series.

use super::Scratch;
use crate::chart::{Center, Chart, Individuals, Sigma};
use crate::direction::Direction;
use crate::error::SeriesError;
use crate::lanes::{SIDE_BY_SIDE, levels};
use crate::mark::Edge;
use crate::observation::{Observation, Status};
use crate::phase::Baseline;
use crate::plan::{Plan, PlanBuilder};
use crate::rule::{
    Alternating, Beyond, Hugging, KOfM, Mixture, Newest, Others, Preset, RangeOf, Rule, Shift, Tie,
    Trend, Window,
};
use crate::series::{Exclusion, Gap, Invalid, Series};
use crate::side::Sides;

/// Uniform numbers by `SplitMix64`.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// About normal.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }

    /// Up to 300 points and some long series, often around a multiple of the bits of a word.
    fn length(&mut self) -> usize {
        match self.below(12) {
            0..6 => self.below(300),
            6..10 => (64 * self.below(5) + self.below(5)).saturating_sub(2),
            10 => 120,
            _ => 1000 + self.below(130),
        }
    }

    fn rule(&mut self, needs_no_sigma: bool) -> Rule {
        let tie = self.of(&[Tie::Skip, Tie::Break]);
        let points = match self.below(8) {
            0 => 2,
            1 => self.of(&[63, 64, 65, 40]),
            _ => 3 + self.below(8) as u32,
        };
        let usual = [1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 1.5, 0.3];
        let sigma = match self.below(8) {
            0 => self.of(&[1e-7, 1e-3, 7.0, 1e3, 1e6, 1e7]),
            _ => self.of(&usual),
        };
        let kinds = if needs_no_sigma { 3 } else { 8 };
        match self.below(kinds) {
            0 => Shift {
                points,
                on_center: tie,
            }
            .into(),
            1 => Trend { points, equal: tie }.into(),
            2 => Alternating {
                points: points.max(3),
            }
            .into(),
            3 => Beyond {
                sigma,
                side: self.of(&[Sides::Either, Sides::Above, Sides::Below]),
            }
            .into(),
            4 => Hugging { points, sigma }.into(),
            5 => Mixture {
                points,
                sigma,
                both_sides: self.one_in(8),
            }
            .into(),
            6 => RangeOf { sigma }.into(),
            _ => {
                let m = match self.below(6) {
                    0 => 1 + self.below(32) as u32,
                    _ => 2 + self.below(5) as u32,
                };
                KOfM {
                    k: 1 + self.below(m as usize) as u32,
                    m,
                    sigma,
                    not_beyond: self.one_in(4).then_some(sigma * self.of(&[2.0, 1.5])),
                    window: self.of(&[Window::Partial, Window::Full]),
                    others: self.of(&[Others::Anywhere, Others::SameSide]),
                    newest: self.of(&[Newest::Beyond, Newest::Any]),
                }
                .into()
            }
        }
    }

    fn chart(&mut self) -> Chart {
        match self.below(10) {
            0..2 => Chart::run(),
            2 => Chart::p(),
            3 => Chart::u(),
            4 => Chart::c(),
            5 => Chart::Individuals(Individuals {
                center: self.of(&[Center::Mean, Center::Median]),
                sigma: self.of(&[
                    Sigma::MovingRange,
                    Sigma::MedianMovingRange,
                    Sigma::ScreenedMovingRange,
                    Sigma::Span(3),
                    Sigma::StandardDeviation,
                ]),
            }),
            _ => Chart::individuals(),
        }
    }

    fn baseline(&mut self, chart: &Chart, first: usize) -> Baseline {
        let points = 2 + self.below(60);
        match self.below(8) {
            0 => Baseline::First { points },
            1 => Baseline::FirstUseful { points },
            2 => Baseline::Range {
                first: first + self.below(5),
                last: first + 5 + points,
            },
            3 => Baseline::Given {
                center: match chart.name() {
                    "p" => self.of(&[0.3, 0.25, 0.0, 1.0, 0.999, 1.0f64.next_down(), 1e-16]),
                    "individuals" | "run" => self.of(&[0.0, 0.25, 8.0]),
                    _ => self.of(&[4.0, 0.25, 0.3, 1e5, 1e-20, 1e15, 5e-324, 0.0]),
                },
                sigma: (chart.name() == "individuals").then(|| self.of(&[1.0, 0.5, 0.0, 1e-12])),
            },
            _ => Baseline::All,
        }
    }

    /// A plan, half the time of a preset.
    fn plan(&mut self) -> Option<Plan> {
        let chart = self.chart();
        let is_run = chart == Chart::run();
        let mut builder: PlanBuilder = match self.of(&Preset::ALL) {
            preset if self.one_in(2) && (preset.chart() == Chart::run()) == is_run => {
                Plan::builder(chart).preset(preset)
            }
            _ => {
                let rules: Vec<Rule> = (0..1 + self.below(5)).map(|_| self.rule(is_run)).collect();
                rules
                    .into_iter()
                    .fold(Plan::builder(chart), PlanBuilder::rule)
            }
        };
        if self.one_in(3) {
            let tests = [
                Rule::LongestRun,
                Rule::Crossings,
                Rule::RunCount,
                Rule::BestBox,
                Rule::CutBox,
            ];
            builder = builder.rule(self.of(&tests));
        }
        builder = builder
            .baseline(self.baseline(&chart, 0))
            .gap(self.of(&[Gap::Skip, Gap::Skip, Gap::Join, Gap::Break]))
            .exclusion(self.of(&[Exclusion::Join, Exclusion::Break]))
            .edge(self.of(&[Edge::Strict, Edge::Strict, Edge::Inclusive]))
            .invalid(self.of(&[
                Invalid::NanIsMissing,
                Invalid::NanIsMissing,
                Invalid::Refuse,
            ]));
        if self.one_in(4) {
            builder = builder.current_points(1 + self.below(4));
        }
        if self.one_in(4) {
            let direction = self.of(&[Direction::Increase, Direction::Decrease]);
            let warning = self.rule(is_run);
            builder = builder.direction(direction).target(0.5).warning(warning);
        }
        if self.one_in(4) {
            let (first, further) = (1 + self.below(90), self.below(150));
            let baseline = self.baseline(&chart, first);
            builder = builder
                .phase(first, baseline)
                .phases_at([first + 1 + further]);
        }
        builder.build().ok()
    }

    /// A level, a spread, a change half-way, few or many distinct values.
    fn values(&mut self, length: usize) -> Vec<f64> {
        let level = self.of(&[
            0.0,
            0.25,
            8.0,
            1000.0,
            1e9,
            -7.0,
            4.0f64.next_down(),
            1e-310,
        ]);
        let spread = self.of(&[1.0, 1.0, 0.5, 0.0, 1e-12, 1e300]);
        let change = self.of(&[0.0, 0.0, 1.5, -3.0]);
        let drift = self.of(&[0.0, 0.0, 4.0]);
        let round = self.of(&[0.0, 0.0, 0.5, 1.0]);
        let outlier = self.of(&[1.0, 1.0, 1e7, 1e12]);
        (0..length)
            .map(|index| {
                let progress = index as f64 / length as f64;
                let mut x = self.normal() + drift * progress;
                x += if progress > 0.5 { change } else { 0.0 };
                x *= if self.one_in(80) { outlier } else { 1.0 };
                x = if round > 0.0 {
                    (x / round).round() * round
                } else {
                    x
                };
                level + x * spread
            })
            .collect()
    }

    /// Cases and exposures; the latter alike in some series, fractional in others.
    fn ratios(&mut self, length: usize) -> (Vec<f64>, Vec<f64>) {
        if self.one_in(3) {
            return self.ratios_at_lines(length);
        }
        let size = self.of(&[1.0, 20.0, 300.0, 1e6, 1e-45, 1e-38, 1e-199, 1e70]);
        let vary = self.of(&[0.0, 1.0, 0.5]);
        let fraction = self.of(&[0.0, 0.0, 0.25]);
        let exposures: Vec<f64> = (0..length)
            .map(|_| match size {
                1.0..1e9 => (size * (1.0 + vary * self.uniform())).round() + fraction,
                _ => size * (1.0 + vary * self.uniform()),
            })
            .collect();
        let level = self.of(&[0.0, 0.1, 0.5]);
        let cases = exposures
            .iter()
            .map(|n| {
                let spread = (n * level).sqrt() * self.normal();
                match size {
                    1.0..1e9 => (n * level + spread).round().clamp(0.0, n.floor()),
                    _ => (20.0 + 5.0 * self.normal()).round().max(0.0),
                }
            })
            .collect();
        (cases, exposures)
    }
}

impl Random {
    /// A number, often a few units in the last place beside another.
    fn beside(&mut self, number: f64) -> f64 {
        let steps = self.of(&[0_i32, 0, 0, 1, -1, 2, -3, 4, -5, 6, 100]);
        (0..steps.abs()).fold(number, |number, _| match steps {
            1.. => number.next_up(),
            _ => number.next_down(),
        })
    }

    /// Cases at some distance from a center, in sigma, and exposures of which a good part put them
    /// right on the line there; exposures of all sizes in one series.
    fn ratios_at_lines(&mut self, length: usize) -> (Vec<f64>, Vec<f64>) {
        let center = self.of(&[4.0, 0.25, 0.3, 1.0, 1e5, 1e-20, 1e-300, 0.0, 0.999]);
        let sizes = self.below(5);
        let solves = self.one_in(2);
        let of_one = |random: &mut Self| {
            let uniform = random.uniform();
            let mut n = match sizes {
                0 => random.of(&[1.0, 4.0, 9.0, 16.0, 25.0, 64.0, 100.0, 0.25, 2.25]),
                1 => 10f64.powf(72.0 * uniform - 36.0),
                2 => random.of(&[1.0, 1e300, 1e300]),
                3 => (1e15 * (1.0 + uniform)).round(),
                _ => (1.0 + 100.0 * uniform).round(),
            };
            let k = random.of(&[0.0, 1.0, 2.0, 3.0, 1.5, 1e-7, 1e-3, 1e3, 1e6]);
            let side = random.of(&[1.0, -1.0]);
            let cases = n * center + side * k * (n * center).sqrt();
            let cases = (cases.round() + random.of(&[0.0, 0.0, 1.0])).clamp(0.0, 4e15);
            if solves && cases > 0.0 && center > 0.0 {
                // (cases - n center)² = k² n center, solved for n.
                let b = 2.0 * cases * center + k * k * center;
                let root = (b * b - 4.0 * (center * cases).powi(2)).max(0.0).sqrt();
                let solved = random.beside((b + side * root) / (2.0 * center * center));
                n = if solved.is_finite() && solved > 1e-200 {
                    solved
                } else {
                    n
                };
            }
            (cases, n)
        };
        (0..length).map(|_| of_one(self)).unzip()
    }
}

/// A result, its error in words: a NaN in it does not equal itself.
fn told<T: Clone>(result: &Result<T, SeriesError>) -> Result<T, String> {
    result.clone().map_err(|error| error.to_string())
}

/// A random series that a plan may find useful, as it owns its columns.
struct Columns {
    values: Vec<f64>,
    exposures: Vec<f64>,
    status: Vec<Status>,
    observations: Vec<Observation>,
    kind: usize,
}

impl Columns {
    fn random(random: &mut Random, plan: &Plan) -> Self {
        let length = random.length();
        let (mut values, exposures) = match plan.chart().name() {
            "p" | "u" => random.ratios(length),
            "c" => (random.ratios(length).0, Vec::new()),
            _ => (random.values(length), Vec::new()),
        };
        if random.one_in(3) {
            for value in &mut values {
                if random.one_in(15) {
                    *value = f64::NAN;
                }
            }
        }
        let rare = [Status::Provisional, Status::Excluded];
        let status = (0..length).map(|_| match random.one_in(20) {
            true => random.of(&rare),
            false => Status::Confirmed,
        });
        let mut columns = Self {
            status: status.collect(),
            values,
            exposures,
            observations: Vec::new(),
            kind: random.below(4),
        };
        columns.observations = columns.plain().iter().collect();
        columns
    }

    fn plain(&self) -> Series<'_> {
        match self.exposures.as_slice() {
            [] => Series::values(&self.values),
            exposures => Series::ratios(&self.values, exposures).unwrap(),
        }
    }

    fn series(&self) -> Series<'_> {
        match self.kind {
            0 => self.plain().with_status(&self.status).unwrap(),
            1 => Series::observations(&self.observations),
            _ => self.plain(),
        }
    }
}

/// Both roads over many random series, by themselves and side by side.
fn compare(seed: u64, cases: usize) {
    let mut random = Random(seed);
    let mut scratches: Vec<Scratch> = levels().into_iter().map(Scratch::at).collect();
    let (mut tried, mut swept, mut points, mut signals) = (0, 0, 0, 0);
    while tried < cases {
        let Some(plan) = random.plan() else { continue };
        let together = 1 + random.below(SIDE_BY_SIDE);
        let columns: Vec<Columns> = (0..together)
            .map(|_| Columns::random(&mut random, &plan))
            .collect();
        let series: Vec<Series<'_>> = columns.iter().map(Columns::series).collect();
        let level = random.below(scratches.len());
        let scratch = &mut scratches[level];
        let mut reports = vec![None; together];
        plan.sweep_reports(&series, scratch, &mut reports);
        let mut summaries = vec![None; together];
        plan.summarize_side_by_side(&series, scratch, &mut summaries);
        for ((series, report), summary) in series.iter().zip(reports).zip(summaries) {
            tried += 1;
            points += series.len();
            let by_line = plan.scan_by_line(*series);
            let text = || format!("{plan}\n{series:?}");
            let swept_or_phases = report.or_else(|| plan.sweep_phases(*series, scratch));
            if let Some(report) = swept_or_phases {
                swept += 1;
                assert_eq!(told(&report), told(&by_line), "{}", text());
                signals += report.map_or(0, |report| report.signals.len());
            }
            let summary = summary.unwrap();
            let of_report = by_line.and_then(|report| report.summary(&plan));
            assert_eq!(told(&summary), told(&of_report), "{}", text());
        }
    }
    // Most of what is compared is compared for a reason.
    assert!(swept * 2 > tried, "{swept} of {tried} swept");
    assert!(
        signals > 2 * tried && points > 100 * tried,
        "{signals} signals"
    );
}

#[test]
fn both_roads_give_the_same_reports_and_summaries() {
    // Some ten million points.
    for seed in 0..20 {
        compare(seed, 2_500);
    }
}
