//! Reads any text as a driver diagram kept as a tree.

#![no_main]

use libfuzzer_sys::fuzz_target;
use redbead_fuzz::check_import;
use redbead_qms::{DiagramId, from_nested_json, from_nested_json_leniently};

fuzz_target!(|text: &str| {
    let id = DiagramId::new("d").expect("an id");
    let strict = from_nested_json(text, "f", &id).map(|read| read.draft);
    check_import(strict, from_nested_json_leniently(text, "f", &id));
});
