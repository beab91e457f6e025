//! Reads any text as a FreeSPC file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use redbead_fuzz::check_import;
use redbead_qms::{DiagramId, from_free_spc, from_free_spc_leniently};

fuzz_target!(|text: &str| {
    let id = DiagramId::new("d").expect("an id");
    let strict = from_free_spc(text, "f", &id).map(|read| read.draft);
    check_import(strict, Ok(from_free_spc_leniently(text, "f", &id)));
});
