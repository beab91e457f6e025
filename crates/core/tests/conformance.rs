//! The engine against published examples, exact reference values and cases worked by hand.
//!
//! `testdata/` holds the data (its `README.md` has the format). There is one runner: each series
//! goes down every road of [`roads`], all of which must end with the same bits, and only then is
//! the report compared with what is expected. New code adds rows, not runners.

#[cfg(feature = "serde")]
#[path = "conformance/cases.rs"]
mod cases;
#[cfg(feature = "serde")]
#[path = "conformance/columns.rs"]
mod columns;
#[path = "conformance/constants.rs"]
mod constants;
#[path = "conformance/nist_strd.rs"]
mod nist_strd;
#[path = "conformance/roads.rs"]
mod roads;
#[path = "conformance/run_limits.rs"]
mod run_limits;

use std::fs;
use std::path::PathBuf;

fn testdata() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata")
}

fn read(name: &str) -> String {
    fs::read_to_string(testdata().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Header and rows of a table with commas, without quotes.
fn table(name: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let text = read(name);
    let mut rows = text
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let header = rows.next().expect("a header");
    (header, rows.collect())
}

fn number(field: &str) -> f64 {
    field
        .parse()
        .unwrap_or_else(|_| panic!("`{field}` is no number"))
}
