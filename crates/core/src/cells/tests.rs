//! Twins against the definitions, on any rules and any points.

use super::*;
use crate::chart::Chart;
use crate::chunks::Chunks;
use crate::line::Line;
use crate::mark::Edge;
use crate::observation::Status;
use crate::phase::{Baseline, Phase};
use crate::plan::Plan;
use crate::rule::twin::{MOST_POINTS, POINT, count, first};
use crate::rule::{
    Alternating, Beyond, Hugging, KOfM, Mixture, Newest, Others, RangeOf, Recent, Rule, Shift, Tie,
    Trend, Window,
};
use crate::sample::{Kind, Sample};
use crate::series::Gap;
use crate::side::Sides;
use crate::surroundings::Surroundings;

/// `SplitMix64`: Steele, Lea, Flood (2014), Fast splittable pseudorandom number generators.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % u64::from(bound)) as u32
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u32) as usize]
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// Near enough to normal: the sum of four uniforms, in sixteenths of a standard deviation.
    fn sixteenths(&mut self) -> f64 {
        let sum: u32 = (0..4).map(|_| self.below(28)).sum();
        f64::from(sum) - 54.0
    }

    fn rule(&mut self, has_sigma: bool) -> Rule {
        let sigma = self.pick(&[0.5, 1.0, 1.5, 2.0, 3.0]);
        let tie = self.pick(&[Tie::Skip, Tie::Break]);
        let points = 2 + self.below(7);
        match self.below(if has_sigma { 9 } else { 3 }) {
            0 => {
                let on_center = tie;
                Shift { points, on_center }.into()
            }
            1 => Trend { points, equal: tie }.into(),
            2 => Alternating { points: points + 1 }.into(),
            3 => {
                let side = self.pick(&[Sides::Either, Sides::Above, Sides::Below]);
                Beyond { sigma, side }.into()
            }
            4 => Hugging { points, sigma }.into(),
            5 => Mixture {
                points,
                sigma,
                both_sides: self.chance(10),
            }
            .into(),
            6 => RangeOf { sigma }.into(),
            _ => {
                let m = self.pick(&[1, 2, 3, 3, 4, 5, 5, 6, 7, 12, 31, 32]);
                let is_usual = self.chance(60);
                let mut is = |percent| !is_usual && self.chance(percent);
                let rule = KOfM {
                    k: 1,
                    m,
                    sigma,
                    not_beyond: is(30).then_some(sigma + 1.0),
                    window: if is(40) {
                        Window::Full
                    } else {
                        Window::Partial
                    },
                    others: if is(40) {
                        Others::SameSide
                    } else {
                        Others::Anywhere
                    },
                    newest: if is(40) { Newest::Any } else { Newest::Beyond },
                };
                let k = 1 + self.below(m);
                KOfM { k, ..rule }.into()
            }
        }
    }

    /// A plan whose parameters are given: center 8, sigma 16 or 0.
    fn plan(&mut self) -> Plan {
        let sigma = Some(self.pick(&[16.0, 16.0, 16.0, 0.0]));
        let (chart, sigma) = match self.below(10) {
            0 => (Chart::run(), None),
            1 => (Chart::u(), None),
            2 => (Chart::i_prime(), sigma),
            3 => (Chart::u_prime(), sigma.map(|sigma| sigma / 16.0)),
            _ => (Chart::individuals(), sigma),
        };
        let has_sigma = chart != Chart::run();
        let mut builder = Plan::builder(chart)
            .baseline(Baseline::Given { center: 8.0, sigma })
            .gap(self.pick(&[Gap::Skip, Gap::Break, Gap::Join]))
            .edge(self.pick(&[Edge::Strict, Edge::Strict, Edge::Inclusive]))
            .current_points(self.pick(&[1, 1, 2, 9]));
        for _ in 0..1 + self.below(9) {
            let longer = builder.clone().rule(self.rule(has_sigma));
            if longer.clone().build().is_ok() {
                builder = longer;
            }
        }
        builder.build().expect("checked at every step")
    }

    /// A series around 8 in steps of which 16 are a sigma, on one of several kinds of level.
    fn series(&mut self, length: usize, has_exposures: bool) -> Vec<Sample> {
        let (kind, grid) = (self.below(4), self.pick(&[1.0, 1.0, 8.0, 16.0]));
        let percent = self.pick(&[0, 0, 2, 20]);
        let mut level = 0.0;
        let point = |index: usize| {
            level = match kind {
                0 => 0.0,
                1 => 0.9 * level + self.sixteenths(),
                2 => 16.0 * f64::from(index as u32 / 20 % 5) - 32.0,
                _ => f64::from(index as u32 % 2) * 24.0 - 12.0,
            };
            let x = (level + self.sixteenths()) / grid;
            let mut sample = Sample::of_value(8.0 + grid * x.round(), Status::Confirmed);
            if has_exposures {
                sample.exposure = self.pick(&[0.5, 1.0, 1.0, 3.0]);
                sample.value = 8.0 + (sample.value - 8.0) / sample.exposure / 8.0;
            }
            match self.below(100) {
                lot if lot >= percent => sample,
                lot if lot % 3 == 0 => Sample::MISSING,
                lot if lot % 3 == 1 => sample.excluded(),
                _ => Sample {
                    kind: Kind::Provisional,
                    ..sample
                },
            }
        };
        (0..length).map(point).collect()
    }
}

/// A line with what the rest of a monitor lends to it.
struct Road {
    line: Line,
    log: Log,
    recent: Recent,
    closed: Chunks<Phase>,
}

impl Road {
    fn new(line: Line) -> Self {
        Self {
            line,
            log: Log::default(),
            recent: Recent::default(),
            closed: Chunks::default(),
        }
    }

    fn around<'a>(&'a mut self, plan: &'a Plan, now: u32) -> (&'a mut Line, Surroundings<'a>) {
        let around = Surroundings {
            plan,
            log: &mut self.log,
            recent: &mut self.recent,
            closed: &self.closed,
            now,
        };
        (&mut self.line, around)
    }

    fn step(&mut self, plan: &Plan, sample: Sample, index: u32) -> u32 {
        let (line, mut around) = self.around(plan, index);
        line.step(&mut around, sample, index).held
    }

    /// As a monitor does where it can.
    fn step_plain(&mut self, plan: &Plan, sample: Sample, index: u32) -> (u32, bool) {
        let (line, around) = self.around(plan, index);
        if let Some(plain) = plan.plain()
            && sample.kind == Kind::Confirmed
            && let Some((held, limits)) =
                line.step_plain(around, plain, sample.value, sample.exposure, index)
        {
            let latest = line.latest(plan).map(|latest| latest.limits);
            assert_eq!(Some(limits), latest);
            return (held.held, true);
        }
        (self.step(plan, sample, index), false)
    }
}

#[test]
fn twins_tell_what_the_definitions_tell() {
    let mut random = Random(1924);
    let (mut plains, mut twins, mut signals) = (0, 0, 0);
    for _ in 0..12_000 {
        let plan = random.plan();
        let Some(parameters) = plan.given(0) else {
            panic!("the parameters are given");
        };
        let learned = random.below(30);
        let has_exposures = !matches!(plan.chart(), Chart::Individuals(_) | Chart::Run(_));
        let new = || Line::new(&plan, parameters, learned);
        let mut literal = Road::new(Line::literal(&plan, parameters, learned));
        let (mut fast, mut plain) = (Road::new(new()), Road::new(new()));
        twins += u32::from(fast.line.has_cells());
        for (index, sample) in (0..).zip(random.series(250, has_exposures)) {
            let held = literal.step(&plan, sample, index);
            assert_eq!(fast.step(&plan, sample, index), held, "{plan} at {index}");
            let (found, is_plain) = plain.step_plain(&plan, sample, index);
            plains += u32::from(is_plain);
            assert_eq!(found, held, "{plan} at {index}");
            assert_eq!(fast.line, plain.line, "{plan} at {index}");
            if random.chance(10) {
                let mut spelled = fast.line.clone();
                spelled.spell_out(&plan);
                let mut expected = literal.line.clone();
                expected.spell_out(&plan);
                assert_eq!(spelled, expected, "{plan} at {index}");
                // From here on a resumed line.
                spelled.pack(&plan);
                assert_eq!(spelled.has_cells(), fast.line.has_cells());
                assert_eq!(spelled, fast.line, "{plan} at {index}");
                fast.line = spelled;
            }
        }
        for road in [&mut literal, &mut fast, &mut plain] {
            road.line.close(&mut road.log);
        }
        assert_eq!(fast.log, literal.log, "{plan}");
        assert_eq!(plain.log, literal.log, "{plan}");
        assert_eq!(fast.recent, literal.recent);
        assert_eq!(plain.recent, literal.recent);
        signals += literal.log.len();
    }
    println!("{twins} plans with twins, {plains} plain points, {signals} signals");
    assert!(twins > 10_000 && plains > 500_000 && signals > 100_000);
}

/// A run of some hundred million points does not run over into its first point.
#[test]
fn the_longest_streak_stays_where_it_is() {
    let plan = Plan::builder(Chart::run()).rule(Shift::default()).build();
    let plan = plan.expect("a run chart takes a shift");
    let program = plan.program().expect("a shift has a twin");
    let mut cells = Cells::new(program);
    let side = 2;
    let cell = cells.cell_mut(program, 0).expect("the cell of the shift");
    *cell = (7 << 32) | (u64::from(MOST_POINTS - 2) * POINT) | side;
    let mut log = Log::default();
    let recent = Recent::default();
    for index in 600_000_000..600_000_009 {
        let (seen, before) = (Seen::of_class(3), cells.newest());
        assert!(cells.step(program, seen, index));
        let settling = Settling {
            log: &mut log,
            recent: &recent,
            watches: 1,
            seen,
            index,
            before,
            judged: index,
            phase: 0,
            known: index,
            provisional: None,
        };
        assert_eq!(cells.settle(program, settling).held, 1);
        let cell = cells.cell(program, 0);
        assert_eq!((first(cell), cell & 3), (7, side));
        assert!(count(cell) >= MOST_POINTS - 2);
    }
}
