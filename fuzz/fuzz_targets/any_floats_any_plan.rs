//! Pushes any floats through any plan. Nothing may panic, and every road must give the same report.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use redbead::{
    Alternating, Baseline, Beyond, Center, Chart, Clip, Constants, Direction, Edge, Exclusion, Gap,
    Hugging, Individuals, Invalid, KOfM, Mixture, Newest, Observation, Others, Plan, Preset,
    RangeOf, Rate, Rule, Series, Shift, Sides, Sigma, Status, Tie, Trend, Window,
};

#[derive(Debug, Arbitrary)]
struct Input {
    chart: u8,
    sigma: u8,
    span: u8,
    preset: u8,
    rules: Vec<AnyRule>,
    baseline: AnyBaseline,
    phases: Vec<(u8, Option<AnyBaseline>)>,
    options: [u8; 8],
    limit_sigma: AnyFloat,
    target: Option<AnyFloat>,
    points: Vec<AnyPoint>,
    cut: u8,
}

#[derive(Debug, Arbitrary)]
struct AnyRule {
    kind: u8,
    points: u8,
    window: u8,
    sigma: AnyFloat,
    bound: Option<AnyFloat>,
    options: u8,
}

#[derive(Debug, Arbitrary)]
enum AnyBaseline {
    All,
    First(u8),
    FirstUseful(u8),
    Range(u8, u8),
    Given(AnyFloat, Option<AnyFloat>),
}

#[derive(Debug, Arbitrary)]
enum AnyPoint {
    Missing,
    Value(AnyFloat, u8),
    Ratio(AnyFloat, AnyFloat, u8),
    Counts(u16, u16, u8),
}

/// Any float, those at the ends of the range more often than their share of the bits.
#[derive(Debug, Clone, Copy, Arbitrary)]
enum AnyFloat {
    Any(f64),
    Whole(i16),
    Edge(u8, bool),
}

impl AnyFloat {
    fn get(self) -> f64 {
        match self {
            Self::Any(float) => float,
            Self::Whole(number) => f64::from(number),
            Self::Edge(which, negative) => {
                let edge = pick(
                    which,
                    [
                        0.0,
                        f64::MAX,
                        f64::MAX / 2.0,
                        (f64::MAX / 2.0).next_up(),
                        f64::MAX / 4.0,
                        f64::MAX.sqrt(),
                        f64::MIN_POSITIVE,
                        f64::MIN_POSITIVE.next_down(),
                        f64::from_bits(1),
                        f64::MIN_POSITIVE.sqrt(),
                        f64::EPSILON,
                        1.0_f64.next_up(),
                        2.0_f64.powi(53),
                        f64::INFINITY,
                        f64::NAN,
                    ],
                );
                if negative { -edge } else { edge }
            }
        }
    }
}

fuzz_target!(|input: Input| {
    let Ok(plan) = plan(&input) else { return };
    let observations: Vec<Observation> = input.points.iter().map(observation).collect();
    let cut = usize::from(input.cut);

    let mut monitor = plan.monitor();
    let mut taken = Vec::new();
    for (index, observation) in observations.iter().enumerate() {
        if index == cut {
            let text = serde_json::to_string(&monitor.snapshot()).expect("snapshots serialize");
            let snapshot = serde_json::from_str(&text).expect("snapshots read back");
            let resumed = plan.resume(snapshot).expect("own snapshots resume");
            assert_eq!(resumed, monitor);
            monitor = resumed;
        }
        let before = monitor.len();
        match monitor.push(*observation) {
            Ok(verdict) => {
                assert_eq!(verdict.index, before);
                taken.push(*observation);
            }
            Err(error) => {
                assert_eq!(monitor.len(), before, "{error}");
            }
        }
    }
    let _ = monitor.provisional_report();
    let so_far = monitor.report();
    let pushed = monitor.finish();
    let scanned = plan.scan(&taken).expect("every point was taken before");
    assert_eq!(pushed, scanned);
    assert_eq!(so_far.counts, scanned.counts);
    let text = serde_json::to_string(&scanned).expect("reports serialize");
    assert!(!text.is_empty());
    let series = Series::observations(&taken);
    let points = scanned
        .points(&plan, series)
        .expect("the series is its own");
    assert_eq!(points.count(), taken.len());
    for signal in &scanned.signals {
        let members = scanned
            .members(&plan, series, signal)
            .expect("the series is its own");
        assert_eq!(members.first(), Some(&signal.first));
        assert_eq!(members.last(), Some(&signal.last));
    }
});

fn plan(input: &Input) -> Result<Plan, redbead::PlanError> {
    let mut builder = Plan::builder(chart(input))
        .baseline(baseline(&input.baseline))
        .constants(pick(
            input.options[0],
            [Constants::Exact, Constants::Printed],
        ))
        .clip(pick(input.options[1], [Clip::Natural, Clip::Off]))
        .edge(pick(input.options[2], [Edge::Strict, Edge::Inclusive]))
        .gap(pick(input.options[3], [Gap::Skip, Gap::Break, Gap::Join]))
        .exclusion(pick(input.options[4], [Exclusion::Join, Exclusion::Break]))
        .invalid(pick(
            input.options[5],
            [Invalid::Refuse, Invalid::NanIsMissing, Invalid::Missing],
        ))
        .direction(pick(
            input.options[6],
            [
                Direction::NotJudged,
                Direction::Increase,
                Direction::Decrease,
            ],
        ))
        .current_points(usize::from(input.options[7] % 9));
    let limit_sigma = input.limit_sigma.get();
    if limit_sigma > 0.0 {
        builder = builder.limit_sigma(limit_sigma);
    }
    if let Some(target) = input.target {
        builder = builder.target(target.get());
    }
    if let Some(preset) = Preset::ALL.get(usize::from(input.preset)) {
        builder = builder.preset(*preset);
    }
    for rule in &input.rules {
        builder = builder.rule(any_rule(rule));
    }
    let mut start = 0;
    for (gap, own) in &input.phases {
        start += usize::from(*gap);
        builder = match own {
            Some(own) => builder.phase(start, baseline(own)),
            None => builder.phases_at([start]),
        };
    }
    builder.build()
}

fn chart(input: &Input) -> Chart {
    let sigma = match input.sigma % 5 {
        0 => Sigma::MovingRange,
        1 => Sigma::MedianMovingRange,
        2 => Sigma::ScreenedMovingRange,
        3 => Sigma::Span(u32::from(input.span)),
        _ => Sigma::StandardDeviation,
    };
    match input.chart % 6 {
        0 => Chart::run(),
        1 => Chart::moving_range(),
        2 => Chart::p(),
        3 => Chart::Rate(Rate {
            per: f64::from(input.span),
        }),
        even_or_odd => Chart::Individuals(Individuals {
            center: pick(even_or_odd, [Center::Mean, Center::Median]),
            sigma,
        }),
    }
}

fn any_rule(rule: &AnyRule) -> Rule {
    let points = u32::from(rule.points);
    let (k, m) = (points, u32::from(rule.window));
    let sigma = rule.sigma.get();
    let option = |bit: u8| rule.options >> bit & 1;
    let tie = pick(option(0), [Tie::Skip, Tie::Break]);
    match rule.kind % 13 {
        0 => Beyond {
            sigma,
            side: pick(rule.options, [Sides::Either, Sides::Above, Sides::Below]),
        }
        .into(),
        1 => Shift {
            points,
            on_center: tie,
        }
        .into(),
        2 => Trend { points, equal: tie }.into(),
        3 => KOfM {
            k,
            m,
            sigma,
            not_beyond: rule.bound.map(AnyFloat::get),
            window: pick(option(1), [Window::Partial, Window::Full]),
            others: pick(option(2), [Others::Anywhere, Others::SameSide]),
            newest: pick(option(3), [Newest::Beyond, Newest::Any]),
        }
        .into(),
        4 => Hugging { points, sigma }.into(),
        5 => Mixture {
            points,
            sigma,
            both_sides: option(0) == 1,
        }
        .into(),
        6 => Alternating { points }.into(),
        7 => RangeOf { sigma }.into(),
        8 => Rule::LongestRun,
        9 => Rule::Crossings,
        10 => Rule::RunCount,
        11 => Rule::BestBox,
        _ => Rule::CutBox,
    }
}

fn baseline(baseline: &AnyBaseline) -> Baseline {
    match *baseline {
        AnyBaseline::All => Baseline::All,
        AnyBaseline::First(points) => Baseline::First {
            points: usize::from(points),
        },
        AnyBaseline::FirstUseful(points) => Baseline::FirstUseful {
            points: usize::from(points),
        },
        AnyBaseline::Range(first, last) => Baseline::Range {
            first: usize::from(first),
            last: usize::from(last),
        },
        AnyBaseline::Given(center, sigma) => Baseline::Given {
            center: center.get(),
            sigma: sigma.map(AnyFloat::get),
        },
    }
}

fn observation(point: &AnyPoint) -> Observation {
    let (observation, status) = match *point {
        AnyPoint::Missing => return Observation::missing(),
        AnyPoint::Value(value, status) => (Observation::value(value.get()), status),
        AnyPoint::Ratio(numerator, denominator, status) => (
            Observation::ratio(numerator.get(), denominator.get()),
            status,
        ),
        AnyPoint::Counts(count, exposure, status) => {
            let (count, exposure) = (f64::from(count), f64::from(exposure));
            (Observation::ratio(count, exposure), status)
        }
    };
    observation.with_status(pick(
        status,
        [Status::Confirmed, Status::Provisional, Status::Excluded],
    ))
}

fn pick<T: Copy, const N: usize>(byte: u8, of: [T; N]) -> T {
    of[usize::from(byte) % N]
}
