//! The synthetic file is what its program makes, and says what its truth says.

#![allow(clippy::unwrap_used)]

use std::fs;

use redbead::{Baseline, Chart, Invalid, Plan, Preset, Side};
use redbead_examples::data_file;
use redbead_examples::synthetic::{Truth, emergency};
use redbead_io::{Columns, Dataset, Figures, ReadOptions, Time, Totals, read_path};

fn read(options: ReadOptions) -> Dataset {
    let columns = Columns {
        series: Some(vec!["HBT".to_owned(), "DepartmentType".to_owned()]),
        time: Time::Column("Month".to_owned()),
        figures: Figures::Ratio {
            count: "NumberOver4HoursAll".to_owned(),
            exposure: "NumberOfAttendancesAll".to_owned(),
        },
        ..Columns::default()
    };
    let options = ReadOptions {
        columns,
        join_board_codes: true,
        ..options
    };
    read_path(&data_file("synthetic_emergency.csv"), &options).unwrap()
}

fn truth() -> Truth {
    let text = fs::read_to_string(data_file("synthetic_emergency_truth.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_files_are_what_the_program_makes() {
    let (table, made) = emergency();
    assert_eq!(
        fs::read_to_string(data_file("synthetic_emergency.csv")).unwrap(),
        table
    );
    assert_eq!(truth(), made);
}

#[test]
fn every_row_is_accounted_for() {
    let data = read(ReadOptions::default());
    let (account, truth) = (data.account(), truth());
    assert_eq!(account.rows, truth.rows);
    assert_eq!(account.series, truth.series);
    assert_eq!(account.suppressed, truth.suppressed);
    assert_eq!(account.missing, truth.missing);
    assert_eq!(account.not_applicable, truth.not_applicable);
    assert_eq!(account.provisional, truth.provisional);
    assert_eq!(account.revised, truth.revised);
    assert_eq!(account.totals, truth.totals);
    assert_eq!(account.joined, truth.old_codes);
    assert_eq!((account.holes, account.filled), (truth.holes, truth.holes));
    assert_eq!(account.points, truth.rows + truth.holes);
    assert_eq!(
        (account.duplicates, account.out_of_order, account.left_out),
        (0, 0, 0)
    );
    let parts = read(ReadOptions {
        totals: Totals::Drop,
        ..ReadOptions::default()
    });
    assert_eq!(parts.account().series, 28);
    assert_eq!(parts.account().left_out, truth.totals);
}

#[test]
fn the_change_that_was_put_in_is_found() {
    let data = read(ReadOptions::default());
    let truth = truth();
    let plan = Plan::builder(Chart::p_prime())
        .preset(Preset::Shewhart)
        .baseline(Baseline::First { points: 24 })
        .invalid(Invalid::NanIsMissing)
        .build()
        .unwrap();
    let keys: Vec<&str> = truth.shift.series.iter().map(String::as_str).collect();
    let series = data.find(&keys).unwrap();
    let from = series
        .at_or_after(truth.shift.from.parse().unwrap())
        .unwrap();
    let report = plan.scan(series.series()).unwrap();
    let after = report
        .signals
        .iter()
        .any(|signal| signal.side == Some(Side::Above) && signal.first >= from);
    assert!(after, "the shift from {} on is seen", truth.shift.from);
    assert!(
        report.signals.iter().all(|signal| signal.first >= from),
        "and nothing before it"
    );
}
