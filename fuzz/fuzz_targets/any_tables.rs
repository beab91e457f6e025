//! Reads any texts as a bundle of tables: each after a line `== name`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use redbead_fuzz::check_import;
use redbead_qms::{CsvBundle, from_csv, from_csv_leniently};

fuzz_target!(|text: &str| {
    let mut bundle = CsvBundle::default();
    for part in text.split("== ") {
        if let Some((name, table)) = part.split_once('\n') {
            let _ = bundle.add(name, table);
        }
    }
    check_import(from_csv(&bundle), Ok(from_csv_leniently(&bundle)));
});
