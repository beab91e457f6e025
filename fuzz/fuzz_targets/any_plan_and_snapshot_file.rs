//! Reads any text as a plan file and a snapshot of it. A plan that is accepted must write itself
//! back; a snapshot that is accepted must take points without a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use redbead::{Observation, Plan, Report, Snapshot};

fuzz_target!(|input: (&str, &str, Vec<f64>)| {
    let (plan, snapshot, values) = input;
    let _: Result<Report, _> = serde_json::from_str(snapshot);
    let Ok(plan) = serde_json::from_str::<Plan>(plan) else {
        return;
    };
    let written = serde_json::to_string(&plan).expect("plans serialize");
    let read: Plan = serde_json::from_str(&written).expect("plans read back");
    assert_eq!(read, plan);
    assert_eq!(read.fingerprint(), plan.fingerprint());
    let Ok(snapshot) = serde_json::from_str::<Snapshot>(snapshot) else {
        return;
    };
    let Ok(mut monitor) = plan.resume(snapshot) else {
        return;
    };
    for value in values {
        let _ = monitor.push(Observation::value(value));
    }
    let _ = monitor.provisional_report();
    let _ = monitor.finish();
});
