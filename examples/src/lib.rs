//! What the examples share: the sample data as series.

pub mod synthetic;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use redbead::{Observation, Rule, Side};
use serde::Deserialize;

/// Runs a program that writes one page, and says in plain words what went wrong.
pub fn print_page(write: impl FnOnce(&mut Vec<u8>) -> Result<(), Box<dyn Error>>) -> ExitCode {
    let mut page = Vec::new();
    let printed = write(&mut page).and_then(|()| match io::stdout().write_all(&page) {
        // Whoever reads the page has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    });
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The sample file, wherever the program is started from.
#[must_use]
pub fn sample_file() -> PathBuf {
    data_file("ae_attendances.csv")
}

/// A file of the sample data, wherever the program is started from.
#[must_use]
pub fn data_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(name)
}

/// One department and its months, from its first to its last.
#[derive(Debug, Clone, PartialEq)]
pub struct Department {
    /// ODS code of the provider.
    pub provider: String,
    /// Department type: `1`, `2` or `other`.
    pub kind: String,
    /// The month of the first observation.
    pub first: Month,
    /// Patients who waited over four hours, of all who came; missing months included.
    pub breaches: Vec<Observation>,
}

impl Department {
    /// The last month with a row.
    #[must_use]
    pub fn last(&self) -> Month {
        self.month(self.breaches.len().saturating_sub(1))
    }

    /// The month of an observation.
    #[must_use]
    pub fn month(&self, index: usize) -> Month {
        Month(self.first.0 + index as i32)
    }
}

/// A calendar month, counted from year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(i32);

impl Month {
    /// Reads the month of a date written `2017-02-01`.
    #[must_use]
    pub fn of_date(date: &str) -> Option<Self> {
        let mut parts = date.split('-').map(str::parse::<i32>);
        let (year, month) = (parts.next()?.ok()?, parts.next()?.ok()?);
        ((0..=9999).contains(&year) && (1..=12).contains(&month))
            .then(|| Self(year * 12 + month - 1))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}", self.0 / 12, self.0 % 12 + 1))
    }
}

/// A rule and the side of its pattern in a few words.
#[must_use]
pub fn in_words(rule: &Rule, side: Option<Side>) -> String {
    let (where_to, way) = match side {
        Some(Side::Above) => ("above", "up"),
        Some(Side::Below) => ("below", "down"),
        None => ("either side of", "about"),
    };
    match rule {
        Rule::Beyond(rule) => format!("{where_to} {} sigma", rule.sigma),
        Rule::Shift(rule) => format!("{} or more {where_to} average", rule.points),
        Rule::Trend(rule) => format!("{} or more in a row {way}", rule.points),
        Rule::KOfM(rule) => format!("{} of {} {where_to} {} sigma", rule.k, rule.m, rule.sigma),
        rule => rule.to_string(),
    }
}

#[derive(Deserialize)]
struct Row {
    period: String,
    org_code: String,
    r#type: String,
    attendances: f64,
    breaches: f64,
}

/// Reads every department of an attendance file, ordered by provider and type. A month without a
/// row becomes a missing observation.
///
/// # Errors
///
/// A file that cannot be read or has no rows, a row that does not parse, more breaches than
/// attendances, a month given twice: each with its line.
pub fn read_departments(file: &Path) -> Result<Vec<Department>, Box<dyn Error>> {
    let named = |error: csv::Error| format!("{}: {error}", file.display());
    let mut reader = csv::Reader::from_path(file).map_err(named)?;
    let mut months: BTreeMap<(String, String), BTreeMap<Month, Observation>> = BTreeMap::new();
    let headers = reader.headers().map_err(named)?.clone();
    for record in reader.records() {
        let record = record.map_err(named)?;
        let line = record.position().map_or(0, csv::Position::line);
        let at = |problem: String| format!("{}, line {line}: {problem}", file.display());
        let row: Row = record
            .deserialize(Some(&headers))
            .map_err(|error| at(error.to_string()))?;
        let month = Month::of_date(&row.period).ok_or_else(|| {
            at(format!(
                "period is `{}`, expected a date like 2017-02-01",
                row.period
            ))
        })?;
        if !(0.0..=row.attendances).contains(&row.breaches) {
            let (breaches, attendances) = (row.breaches, row.attendances);
            let problem = format!("{breaches} breaches of {attendances} attendances cannot be");
            return Err(at(problem).into());
        }
        let observation = Observation::ratio(row.breaches, row.attendances);
        let department = months.entry((row.org_code, row.r#type)).or_default();
        if department.insert(month, observation).is_some() {
            return Err(at(format!("month {month} stands twice for this department")).into());
        }
    }
    if months.is_empty() {
        let columns = "period, org_code, type, attendances and breaches";
        return Err(format!("{}: no rows, expected columns {columns}", file.display()).into());
    }
    Ok(months.into_iter().filter_map(department).collect())
}

fn department(
    ((provider, kind), months): ((String, String), BTreeMap<Month, Observation>),
) -> Option<Department> {
    let (first, _) = months.first_key_value()?;
    let (last, _) = months.last_key_value()?;
    let month = |number| months.get(&Month(number)).copied();
    Some(Department {
        provider,
        kind,
        first: *first,
        breaches: (first.0..=last.0)
            .map(|number| month(number).unwrap_or(Observation::missing()))
            .collect(),
    })
}

/// The code of the README compiles and runs.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct ReadmeCode;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_has_428_departments_and_12_765_months_with_figures() {
        let departments = read_departments(&sample_file()).unwrap();
        assert_eq!(departments.len(), 428);
        let present = |d: &Department| {
            let missing = Observation::missing();
            d.breaches.iter().filter(|month| **month != missing).count()
        };
        assert_eq!(departments.iter().map(present).sum::<usize>(), 12_765);
    }

    #[test]
    fn months_read_and_print_alike() {
        let month = Month::of_date("2017-02-01").unwrap();
        assert_eq!(month.to_string(), "2017-02");
        assert_eq!(Month::of_date("2017-13-01"), None);
        assert_eq!(Month::of_date("Feb 2017"), None);
    }

    #[test]
    fn broken_rows_are_named_with_their_line() {
        let file = std::env::temp_dir().join(format!("redbead-rows-{}.csv", std::process::id()));
        let read = |rows: &str| {
            let head = "period,org_code,type,attendances,breaches,admissions\n";
            std::fs::write(&file, format!("{head}{rows}")).unwrap();
            read_departments(&file).unwrap_err().to_string()
        };
        assert!(read("2017-02-01,RAA,1,many,3,1\n").contains("line 2"));
        assert!(read("2017,RAA,1,10,3,1\n").contains("expected a date"));
        assert!(read("").contains("no rows, expected columns period"));
        let too_many = read("2017-02-01,RAA,1,10,11,1\n");
        assert!(too_many.contains("line 2: 11 breaches of 10 attendances cannot be"));
        let twice = read("2017-02-01,RAA,1,10,3,1\n2017-02-01,RAA,1,10,3,1\n");
        assert!(twice.contains("line 3: month 2017-02 stands twice"));
        std::fs::remove_file(&file).unwrap();
    }
}
