//! Feeds any lines to a watch: each is answered or refused, whatever stands in it, and what the
//! store keeps makes the same store again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use redbead::{Baseline, Chart, Plan, Preset};
use redbead_fuzz::{check_watch, pick};

fuzz_target!(|input: (u8, bool, bool, &[u8])| {
    let (chart, as_texts, fill_holes, lines) = input;
    let chart = pick(
        chart,
        [Chart::individuals(), Chart::u(), Chart::c(), Chart::xbar()],
    );
    let plan = Plan::builder(chart)
        .preset(Preset::Nelson)
        .baseline(Baseline::First { points: 4 })
        .build();
    if let Ok(plan) = plan {
        check_watch(&plan, as_texts, fill_holes, lines);
    }
});
