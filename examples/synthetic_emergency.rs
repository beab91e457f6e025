//! What would a monthly file of emergency departments by Scottish health board look like, of which
//! the truth is known?
//!
//! Writes `data/synthetic_emergency.csv` and, beside it, the truth about it. Both are the same
//! whenever they are made: no NHS data are in them.

use std::error::Error;
use std::fs;

use redbead_examples::data_file;
use redbead_examples::synthetic::emergency;

fn main() -> Result<(), Box<dyn Error>> {
    let (table, truth) = emergency();
    fs::write(data_file("synthetic_emergency.csv"), &table)?;
    fs::write(
        data_file("synthetic_emergency_truth.json"),
        truth.to_json()?,
    )?;
    println!(
        "{} rows, {} series, seed {}",
        truth.rows, truth.series, truth.seed
    );
    println!(
        "{} figures withheld, {} missing, {} not applicable",
        truth.suppressed, truth.missing, truth.not_applicable
    );
    println!(
        "{} rows are totals, {} provisional, {} revised",
        truth.totals, truth.provisional, truth.revised
    );
    println!(
        "a shift: {} from {}",
        truth.shift.series.join(", "),
        truth.shift.from
    );
    println!(
        "a drift: {} from {}",
        truth.drift.series.join(", "),
        truth.drift.from
    );
    Ok(())
}
