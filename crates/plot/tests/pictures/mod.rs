//! Series of all kinds, seeded, and what every scene must keep.

#![allow(dead_code, reason = "each test uses its own part")]

use redbead::{
    Baseline, Chart, Direction, Observation, Plan, Preset, Report, Series, SpreadKind, Status,
};
use redbead_plot::{Bounds, Scene};

/// A small generator, the same everywhere.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 11) as f64) / (1u64 << 53) as f64
    }

    /// Bell-shaped around 0, with a deviation of 1.
    pub(crate) fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.next()).sum::<f64>() - 6.0
    }
}

/// Names of months from January 2020 on.
pub(crate) fn months(count: usize) -> Vec<String> {
    const NAMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    (0..count)
        .map(|index| format!("{} {}", NAMES[index % 12], 2020 + index / 12))
        .collect()
}

/// Values around a level, 12 % lower in the last third.
pub(crate) fn values(count: usize, level: f64, spread: f64, seed: u64) -> Vec<f64> {
    let mut random = Random(seed);
    (0..count)
        .map(|index| {
            let shift = if index * 3 >= count * 2 {
                spread * 1.6
            } else {
                0.0
            };
            level + spread * random.bell() - shift
        })
        .collect()
}

/// A series of the kind that a chart reads.
pub(crate) fn observations(chart: &Chart, count: usize, seed: u64) -> Vec<Observation> {
    let mut random = Random(seed);
    let mut out = Vec::new();
    for index in 0..count {
        let late = index * 3 >= count * 2;
        let exposure = (300.0 + 200.0 * random.next()).round();
        let observation = match chart.name() {
            "p" | "p_prime" => {
                let share = if late { 0.09 } else { 0.14 };
                let cases = exposure * share + random.bell() * (exposure * share).sqrt();
                Observation::ratio(cases.round().clamp(0.0, exposure), exposure)
            }
            "u" | "u_prime" => {
                let cases = exposure * 0.03 + random.bell() * (exposure * 0.03).sqrt();
                Observation::ratio(cases.round().max(0.0), exposure)
            }
            "i_prime" => Observation::ratio(exposure * (5.0 + random.bell() * 0.4), exposure),
            "xbar" | "s" => {
                let sample: Vec<f64> = (0..5).map(|_| 40.0 + 3.0 * random.bell()).collect();
                SpreadKind::Deviation.subgroup(&sample).expect("a subgroup")
            }
            "r" => {
                let sample: Vec<f64> = (0..5).map(|_| 40.0 + 3.0 * random.bell()).collect();
                SpreadKind::Range.subgroup(&sample).expect("a subgroup")
            }
            "np" | "c" | "c_prime" => {
                Observation::value((18.0 + 4.0 * random.bell()).round().max(0.0))
            }
            "g" => Observation::value((-80.0 * (1.0 - random.next()).ln()).round()),
            "t" => Observation::value(0.1 - 20.0 * (1.0 - random.next()).ln()),
            _ => Observation::value(50.0 + 5.0 * random.bell() - if late { 7.0 } else { 0.0 }),
        };
        out.push(observation);
    }
    out
}

pub(crate) fn charts() -> Vec<Chart> {
    vec![
        Chart::run(),
        Chart::individuals(),
        Chart::moving_range(),
        Chart::xbar(),
        Chart::s(),
        Chart::r(),
        Chart::p(),
        Chart::np(200),
        Chart::c(),
        Chart::u(),
        Chart::p_prime(),
        Chart::u_prime(),
        Chart::c_prime(),
        Chart::i_prime(),
        Chart::g(),
        Chart::t(),
        Chart::ewma(),
        Chart::cusum(),
    ]
}

/// Rules that a chart takes, the usual for it.
pub(crate) fn plan(chart: Chart) -> Plan {
    let preset = match chart.name() {
        "run" => Preset::ScottishRunChart,
        "moving_range" | "s" | "r" | "ewma" | "cusum" => Preset::Shewhart,
        _ => Preset::MakingDataCount,
    };
    let builder = Plan::builder(chart).direction(Direction::Decrease);
    match chart.name() {
        "ewma" | "cusum" => builder.baseline(Baseline::First { points: 24 }).build(),
        _ => builder.preset(preset).build(),
    }
    .expect("a plan")
}

pub(crate) fn scan<'a>(plan: &Plan, series: impl Into<Series<'a>>) -> Report {
    plan.scan(series).expect("a report")
}

pub(crate) fn statuses(count: usize) -> Vec<Status> {
    (0..count)
        .map(|index| match index {
            7 | 8 => Status::Excluded,
            index if index + 3 >= count => Status::Provisional,
            _ => Status::Confirmed,
        })
        .collect()
}

/// No text overlaps another or a symbol, none leaves the canvas, and the SVG is well-formed.
pub(crate) fn check(scene: &Scene) {
    let icons = scene.icons.iter().map(|placed| {
        let text = format!("icon {}", placed.icon.name);
        (text, placed.bounds())
    });
    let texts = scene
        .texts
        .iter()
        .map(|text| (format!("{:?} {}", text.role, text.text), text.bounds()));
    let boxes: Vec<(String, Bounds)> = texts.chain(icons).collect();
    for (number, (text, one)) in boxes.iter().enumerate() {
        let inside = one.left >= 0.0
            && one.top >= 0.0
            && one.right <= scene.width
            && one.bottom <= scene.height;
        assert!(
            inside,
            "{text:?} leaves the canvas of {} by {}: {one:?}",
            scene.width, scene.height
        );
        for (other, bounds) in &boxes[number + 1..] {
            assert!(
                !one.overlaps(bounds),
                "{text:?} {one:?} overlaps {other:?} {bounds:?}"
            );
        }
    }
    for panel in &scene.panels {
        let frame = panel.frame;
        assert!(
            frame.low < frame.high && frame.height >= 20.0 && frame.width >= 20.0,
            "{frame:?}"
        );
    }
    let svg = scene.svg();
    let document = roxmltree::Document::parse(&svg).expect("well-formed");
    assert_eq!(document.root_element().attribute("role"), Some("img"));
    let attributes = document.descendants().flat_map(|node| node.attributes());
    for attribute in attributes.filter(|attribute| attribute.name() != "class") {
        let text = attribute.value();
        assert!(
            !text.contains("NaN") && !text.contains("inf"),
            "{attribute:?}"
        );
    }
}
