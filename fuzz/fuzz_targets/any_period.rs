//! Reads any text as a period.

#![no_main]

use libfuzzer_sys::fuzz_target;
use redbead_io::{Calendar, Period};

fuzz_target!(|text: &str| {
    let calendar = Calendar::default();
    let period = match Period::parse(text, &calendar) {
        Ok(period) => period,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    assert_eq!(
        period.kind().parse(&period.to_string(), &calendar),
        Ok(period)
    );
    assert_eq!(Period::new(period.kind(), period.index()), Some(period));
    assert_eq!(period.first_in(period.kind()), Some(period));
    if let (Some(first), Some(last)) = (period.first_day(), period.last_day()) {
        assert!(first <= last);
    }
});
