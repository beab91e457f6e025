//! Reads any text as a file of statuses, and judges them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use redbead_qms::{JudgeOptions, statuses_from_json, statuses_to_json};

fuzz_target!(|text: &str| {
    let Ok(statuses) = statuses_from_json(text, "f") else {
        return;
    };
    for status in &statuses {
        let _ = status.judge(&JudgeOptions::default());
        let _ = status.sustained_improvement();
    }
    let written = statuses_to_json(&statuses).expect("JSON has no number that is not finite");
    let back = statuses_from_json(&written, "f").expect("statuses that were written are read");
    assert_eq!(back.len(), statuses.len());
    assert_eq!(statuses_to_json(&back).expect("finite"), written);
});
