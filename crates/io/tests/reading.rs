//! Files of every kind, read as series.

// Helpers of tests are tests, too.
#![allow(clippy::unwrap_used)]

#[path = "reading/broken.rs"]
mod broken;
#[path = "reading/formats.rs"]
mod formats;
#[path = "reading/guesses.rs"]
mod guesses;
#[path = "reading/long.rs"]
mod long;
#[path = "reading/phs.rs"]
mod phs;
#[path = "reading/properties.rs"]
mod properties;
#[path = "reading/titles.rs"]
mod titles;
#[path = "reading/wide.rs"]
mod wide;

use redbead::{Measurement, Observation};
use redbead_io::{DataSeries, Dataset, ReadError, ReadOptions, read_from};

/// Reads a text as a file of a name.
fn read_named(name: &str, text: &[u8], options: &ReadOptions) -> Result<Dataset, ReadError> {
    read_from(std::io::Cursor::new(text.to_vec()), name, options)
}

/// Reads CSV as guessed.
fn read(text: &str) -> Dataset {
    read_named("test.csv", text.as_bytes(), &ReadOptions::default()).unwrap()
}

/// Reads CSV in a given way.
fn read_with(text: &str, options: &ReadOptions) -> Result<Dataset, ReadError> {
    read_named("test.csv", text.as_bytes(), options)
}

/// The points of a series as texts: `5`, `3/10`, `2 ± 1 (4)`, and `.` for a missing one.
fn points(series: &DataSeries) -> String {
    let point = |observation: Observation| match observation.measurement {
        Measurement::Value(value) if value.is_nan() => ".".to_owned(),
        Measurement::Value(value) => value.to_string(),
        Measurement::Ratio { numerator, .. } if numerator.is_nan() => ".".to_owned(),
        Measurement::Ratio {
            numerator,
            denominator,
        } => format!("{numerator}/{denominator}"),
        Measurement::Subgroup { mean, spread, size } => {
            format!("{mean} ± {} ({size})", spread.value())
        }
        _ => ".".to_owned(),
    };
    series
        .series()
        .iter()
        .map(point)
        .collect::<Vec<_>>()
        .join(" ")
}

/// All of a data set in a few lines, one a series.
fn lines(data: &Dataset) -> Vec<String> {
    let line = |series: &DataSeries| {
        format!(
            "{}: {}: {}",
            series.keys().join("+"),
            series.labels().join(" "),
            points(series)
        )
    };
    data.series().iter().map(line).collect()
}
