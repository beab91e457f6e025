//! Reads any text as a file of record.

#![no_main]

use libfuzzer_sys::fuzz_target;
use redbead_fuzz::check_import;
use redbead_qms::{from_json, from_json_leniently};

fuzz_target!(|text: &str| {
    check_import(from_json(text, "f"), from_json_leniently(text, "f"));
});
