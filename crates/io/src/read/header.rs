//! Whether the first line of a file holds names.

use super::cell::{Cell, Figure, Numbers};
use crate::columns::{Columns, Figures, Time};
use crate::error::ReadError;
use crate::options::ReadOptions;
use crate::period::{Reading, read};

/// Refuses a first line of numbers and periods, of which a point would be lost.
///
/// Periods alone may be names, as may numbers beside texts.
pub(crate) fn check(file: &str, names: &[String], options: &ReadOptions) -> Result<(), ReadError> {
    let numbers = Numbers::of(options);
    let is_number =
        |name: &str| matches!(numbers.read(Cell::Text(name.as_bytes())), Figure::Number(_));
    let is_period = |name: &str| {
        matches!(
            read(name, &options.calendar),
            Ok(Reading::Period(_) | Reading::YearAnd { .. } | Reading::TwoWays(_))
        )
    };
    let (mut periods, mut figures, mut years, mut others) = (0, 0, 0, 0);
    for name in names {
        match (is_number(name), is_period(name)) {
            (_, true) => periods += 1,
            (true, false) if is_year(name) => years += 1,
            (true, false) => figures += 1,
            (false, false) => others += 1,
        }
    }
    // A key, a period and a figure, or nothing but figures beside at most one period.
    let is_data =
        figures > 0 && (periods == 1 && others <= 3 || others == 0 && periods + years <= 1);
    if !is_data || is_named(names, &options.columns) {
        return Ok(());
    }
    Err(ReadError::NoHeader {
        file: file.to_owned(),
        cells: names.to_vec(),
    })
}

/// Digits that may be a year, as columns are named.
fn is_year(name: &str) -> bool {
    name.len() == 4 && matches!(name.parse(), Ok(1900..=2100))
}

/// Whether one of the names was asked for, so that it is one.
fn is_named(names: &[String], columns: &Columns) -> bool {
    let mut asked: Vec<&String> = columns.series.iter().flatten().collect();
    match &columns.time {
        Time::Column(name) | Time::RowOrder { label: Some(name) } => asked.push(name),
        _ => {}
    }
    match &columns.figures {
        Figures::Guess => {}
        Figures::Value(value) | Figures::Raw { value, .. } => asked.push(value),
        Figures::Ratio { count, exposure } => asked.extend([count, exposure]),
        Figures::Subgroup {
            mean,
            spread_column,
            size,
            ..
        } => asked.extend([mean, spread_column, size]),
        Figures::Wide(wide) => asked.extend(wide),
    }
    asked.iter().any(|name| names.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_refused(names: &[&str]) -> bool {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        check("f", &names, &ReadOptions::default()).is_err()
    }

    #[test]
    fn data_is_told_from_names() {
        assert!(is_refused(&["2022-01", "10"]));
        assert!(is_refused(&["A", "2022-01", "10.5"]));
        assert!(is_refused(&["3"]));
        assert!(is_refused(&["2021", "12.5"]));
        assert!(!is_refused(&["ward", "2021", "2022", "2023"]));
        assert!(!is_refused(&["2022-01", "2022-02"]));
        assert!(!is_refused(&["2021", "2022"]));
        assert!(!is_refused(&["month", "1", "2", "3"]));
        assert!(!is_refused(&["ward", "2022-01"]));
    }
}
