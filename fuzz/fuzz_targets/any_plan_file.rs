//! Reads any text as a plan file, in both formats: one that is read is written and read again as
//! the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use redbead_cli::plan_file::{FileFormat, PlanFile};

fuzz_target!(|text: &str| {
    for format in [FileFormat::Toml, FileFormat::Json] {
        let Ok(plan) = PlanFile::parse(text, format, "plan") else {
            continue;
        };
        for written_as in [FileFormat::Toml, FileFormat::Json] {
            let Ok(written) = plan.to_text(written_as) else {
                continue;
            };
            let again = PlanFile::parse(&written, written_as, "plan");
            assert_eq!(again.ok().as_ref(), Some(&plan), "{written}");
        }
    }
});
