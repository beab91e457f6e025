//! Reads any text as NDJSON under any choices.

#![no_main]

use libfuzzer_sys::fuzz_target;
use redbead_fuzz::{AnyChoices, check_file};
use redbead_io::Format;

fuzz_target!(|input: (AnyChoices, &[u8])| {
    let (choices, text) = input;
    check_file(text, &choices.options(Some(Format::Ndjson)));
});
