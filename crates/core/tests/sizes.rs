//! How much memory a monitor and a summary take, and that pushes and summaries allocate none.

#![allow(clippy::unwrap_used)]

use allocation_counter::measure;
use redbead::{Baseline, Chart, Monitor, Observation, Panel, Plan, Preset, Series, Summary};

/// An individuals plan of a preset that judges from the first point on.
fn frozen(preset: Preset) -> Plan {
    let baseline = Baseline::Given {
        center: 100.0,
        sigma: Some(10.0),
    };
    let builder = Plan::builder(Chart::individuals()).preset(preset);
    builder.baseline(baseline).build().unwrap()
}

/// Points among which no rule of Nelson or of Western Electric finds a pattern: in units of sigma
/// 0.5, 1.2, -0.5, -0.3, 0.2, -1.2, and again.
fn calm(index: usize) -> f64 {
    [105.0, 112.0, 95.0, 97.0, 102.0, 88.0][index % 6]
}

/// Uniform numbers by `SplitMix64`; a sum of twelve, less six, is near enough to normal.
fn normal(state: &mut u64) -> f64 {
    let mut uniform = || {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *state;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ z >> 31) >> 11) as f64 / (1_u64 << 53) as f64
    };
    (0..12).map(|_| uniform()).sum::<f64>() - 6.0
}

/// Bytes of a monitor on the heap after some calm points; those of the plan are shared.
fn heap(plan: &Plan, points: usize) -> usize {
    let mut monitor = None;
    let info = measure(|| {
        let mut fresh = plan.monitor();
        for index in 0..points {
            assert!(fresh.push(calm(index)).unwrap().held.is_empty());
        }
        monitor = Some(fresh);
    });
    assert_eq!(monitor.unwrap().len(), points);
    info.bytes_current as usize
}

#[test]
fn an_observation_and_a_monitor_are_small() {
    assert!(size_of::<Observation>() <= 40);
    assert_eq!(size_of::<Monitor>(), 256);
}

#[test]
fn a_summary_is_small() {
    assert!(size_of::<Summary>() <= 128, "{}", size_of::<Summary>());
}

/// Allocations of the summaries of some series.
fn allocations(panel: &Panel, series: &[Series<'_>]) -> u64 {
    let count = || {
        let mut summaries = Vec::new();
        let info = measure(|| summaries = panel.summarize(series));
        assert!(summaries.len() == series.len() && summaries.iter().all(Result::is_ok));
        info.count_total
    };
    // On the thread that counts.
    #[cfg(feature = "rayon")]
    return rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap()
        .install(count);
    #[cfg(not(feature = "rayon"))]
    count()
}

/// Whatever the number of series: their list, and memory that is used again from one to the next.
#[test]
fn a_series_more_takes_no_allocation_more() {
    let mut state = 1_931;
    let values: Vec<Vec<f64>> = (0..2_000)
        .map(|row| {
            let round = if row % 4 == 0 { 2.0 } else { 1e6 };
            let level = |i: usize| if row % 3 == 0 && i > 60 { 1.5 } else { 0.0 };
            (0..120)
                .map(|i| ((normal(&mut state) + level(i)) * round).round() / round)
                .collect()
        })
        .collect();
    let shares: Vec<Vec<f64>> = values
        .iter()
        .map(|row| row.iter().map(|x| (40.0 + 5.0 * x).round()).collect())
        .collect();
    let people = [200.0; 120];
    let plain: Vec<Series<'_>> = values.iter().map(Series::from).collect();
    let ratios: Vec<Series<'_>> = shares
        .iter()
        .map(|row| Series::ratios(row, &people).unwrap())
        .collect();
    let run_chart = Plan::builder(Chart::run())
        .preset(Preset::ScottishRunChart)
        .preset(Preset::Anhoej);
    let of = |chart| Plan::builder(chart).preset(Preset::WesternElectric);
    for (builder, series) in [
        (Plan::of(Preset::WesternElectric), &plain),
        (Plan::of(Preset::Nelson), &plain),
        (run_chart, &plain),
        (of(Chart::p()), &ratios),
        (of(Chart::u()), &ratios),
    ] {
        let panel = Panel::new(builder.build().unwrap());
        let (few, many) = (
            allocations(&panel, &series[..500]),
            allocations(&panel, series),
        );
        assert!(few <= 100 && many <= 100, "{few}, {many}");
    }
}

#[test]
fn a_frozen_monitor_is_within_its_bounds() {
    for (preset, bound) in [
        (Preset::Shewhart, 256),
        (Preset::WesternElectric, 256),
        (Preset::Wheeler, 256),
        // Of eight rules, four have their cell on the heap: 32 bytes, and 32 of the box.
        (Preset::Nelson, 320),
    ] {
        let heap = heap(&frozen(preset), 1000);
        let size = size_of::<Monitor>() + heap;
        assert!(size <= bound, "{}: {size} bytes", preset.name());
    }
}

/// What a baseline was learned from is let go.
#[test]
fn a_monitor_that_has_learned_is_as_small() {
    let learned = Plan::builder(Chart::individuals())
        .preset(Preset::WesternElectric)
        .baseline(Baseline::First { points: 24 })
        .build()
        .unwrap();
    assert_eq!(heap(&learned, 1000), 0);
    assert!(heap(&learned, 23) > 0);
}

#[test]
fn a_push_allocates_nothing() {
    for preset in [Preset::Shewhart, Preset::WesternElectric, Preset::Nelson] {
        let plan = frozen(preset);
        let mut monitor = plan.monitor();
        // The first point of a phase begins it.
        monitor.push(calm(0)).unwrap();
        let info = measure(|| {
            for index in 1..=100_000 {
                let verdict = monitor.push(calm(index)).unwrap();
                assert!(verdict.held.is_empty());
            }
        });
        assert_eq!(info.count_total, 0, "{}", preset.name());
    }
}

/// Whatever comes: only a signal that opens is written down, and room for the indices around a gap is
/// made once.
#[test]
fn only_a_new_signal_allocates() {
    for preset in [Preset::WesternElectric, Preset::Nelson] {
        let plan = frozen(preset);
        let mut monitor = plan.monitor();
        monitor.push(calm(0)).unwrap();
        // A gap, and a point after it.
        monitor.push(Observation::missing()).unwrap();
        monitor.push(calm(1)).unwrap();
        let (mut state, mut opened) = (1924, 0);
        for index in 0..100_000 {
            let value = 100.0 + 10.0 * normal(&mut state);
            let point = match index % 11 {
                0 => Observation::missing(),
                5 if index % 3 == 0 => Observation::value(value).excluded(),
                _ => Observation::value(value),
            };
            let mut opens = false;
            let info = measure(|| opens = !monitor.push(point).unwrap().opened.is_empty());
            assert!(
                opens || info.count_total == 0,
                "{} at {index}",
                preset.name()
            );
            opened += usize::from(opens);
        }
        assert!(opened > 500);
    }
}
