//! One row for each series and period.

use redbead::{SpreadKind, Status};
use redbead_io::{
    Calendar, Columns, DateOrder, Duplicates, Figures, Holes, PeriodKind, ReadOptions, Time,
    WhyMissing,
};

use super::{lines, points, read, read_with};

const FALLS: &str = "\
ward,month,falls,bed_days
B,2024-02,4,410
A,2024-01,3,300
A,2024-04,NA,310
B,2024-01,5,400
A,2024-02,2,290
";

fn falls() -> ReadOptions {
    ReadOptions {
        columns: Columns {
            series: Some(vec!["ward".to_owned()]),
            time: Time::Column("month".to_owned()),
            figures: Figures::Ratio {
                count: "falls".to_owned(),
                exposure: "bed_days".to_owned(),
            },
            ..Columns::default()
        },
        ..ReadOptions::default()
    }
}

fn with(change: impl FnOnce(&mut ReadOptions)) -> ReadOptions {
    let mut options = ReadOptions::default();
    change(&mut options);
    options
}

#[test]
fn rows_become_series_in_the_order_of_time() {
    let data = read_with(FALLS, &falls()).unwrap();
    assert_eq!(data.key_names(), ["ward"]);
    assert_eq!(
        lines(&data),
        [
            "A: 2024-01 2024-02 2024-03 2024-04: 3/300 2/290 . .",
            "B: 2024-01 2024-02: 5/400 4/410",
        ]
    );
    let a = data.find(&["A"]).unwrap();
    assert_eq!(a.why_missing(2), Some(WhyMissing::Hole));
    assert_eq!(a.why_missing(3), Some(WhyMissing::Missing));
    assert_eq!(a.why_missing(0), None);
    assert!(data.find(&["C"]).is_none());
    let account = data.account();
    assert_eq!(
        (account.rows, account.used, account.series, account.points),
        (5, 5, 2, 6)
    );
    assert_eq!((account.missing, account.holes, account.filled), (1, 1, 1));
    assert_eq!(account.out_of_order, 2);
    assert_eq!(account.spellings, [("NA".to_owned(), 1)]);
    assert_eq!(
        account.to_string(),
        "5 rows gave 6 points of 2 series; points: 1 missing; rows: 2 out of order; 1 period without a row, \
         filled as missing"
    );
    assert!(data.notes().is_empty());
}

#[test]
fn holes_may_be_left_open() {
    let options = ReadOptions {
        holes: Holes::Leave,
        ..falls()
    };
    let data = read_with(FALLS, &options).unwrap();
    assert_eq!(lines(&data)[0], "A: 2024-01 2024-02 2024-04: 3/300 2/290 .");
    assert_eq!((data.account().holes, data.account().filled), (1, 0));
}

#[test]
fn the_guess_is_the_same_and_is_told() {
    let guessed = read(FALLS.replace("bed_days", "exposure").as_str());
    assert_eq!(lines(&guessed), lines(&read_with(FALLS, &falls()).unwrap()));
    let notes: Vec<String> = guessed.notes().iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "series: ward, guessed",
            "time: month, guessed",
            "count: falls, guessed",
            "exposure: exposure, guessed"
        ]
    );
    // With what was guessed said, nothing is left to guess.
    let again = with(|options| options.columns = guessed.columns().clone());
    let again = read_with(&FALLS.replace("bed_days", "exposure"), &again).unwrap();
    assert_eq!(again.series(), guessed.series());
    assert!(again.notes().is_empty());
}

#[test]
fn one_series_without_keys_and_without_time() {
    let data = read("value\n5\n7\n\n6\n");
    assert_eq!(lines(&data), [": 1 2 3: 5 7 6"]);
    assert_eq!(data.account().blank, 1);
    let labeled = with(|options| {
        options.columns.time = Time::RowOrder {
            label: Some("batch".to_owned()),
        };
    });
    let data = read_with("batch,value\nred,5\nblue,7\nred,6\n", &labeled).unwrap();
    assert_eq!(lines(&data), [": red blue red: 5 7 6"]);
    let numbered = read("sample,value\n1,5\n2,7\n9,6\n");
    assert_eq!(lines(&numbered), [": 1 2 9: 5 7 6"]);
}

#[test]
fn subgroups_by_their_statistics() {
    let data = read("week,mean,sd,n\n2024-W01,10,2,5\n2024-W02,11,1,4\n2024-W03,,,\n");
    assert_eq!(
        lines(&data),
        [": 2024-W01 2024-W02 2024-W03: 10 ± 2 (5) 11 ± 1 (4) ."]
    );
}

#[test]
fn subgroups_of_raw_values() {
    let raw = with(|options| {
        options.columns.figures = Figures::Raw {
            value: "minutes".to_owned(),
            spread: SpreadKind::Range,
        };
    });
    let rows = "day,minutes\n2024-01-01,10\n2024-01-02,5\n2024-01-01,14\n2024-01-02,NA\n2024-01-03,NA\n2024-01-01,12\n";
    let data = read_with(rows, &raw).unwrap();
    assert_eq!(points(&data.series()[0]), "12 ± 4 (3) 5 ± 0 (1) .");
    assert_eq!(data.series()[0].why_missing(2), Some(WhyMissing::Missing));
}

#[test]
fn provisional_and_excluded_points() {
    let rows = "month,value,provisional,excluded\n2024-01,1,no,\n2024-02,2,,x\n2024-03,3,TRUE,no\n";
    let data = read(rows);
    let status: Vec<Status> = data.series()[0]
        .series()
        .iter()
        .map(|point| point.status)
        .collect();
    assert_eq!(
        status,
        [Status::Confirmed, Status::Excluded, Status::Provisional]
    );
    assert_eq!(
        (data.account().provisional, data.account().excluded),
        (1, 1)
    );
    let plain = read("month,value\n2024-01,1\n2024-02,2\n");
    let all = plain.series()[0].series();
    assert!(all.iter().all(|point| point.status == Status::Confirmed));
}

#[test]
fn doubled_rows_are_refused_kept_or_added_up() {
    let rows = "month,value\n2024-01,1\n2024-02,2\n2024-01,10\n";
    let error = read_with(rows, &ReadOptions::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "test.csv, line 4: the series has 2024-01 a second time, first in line 2; remove one, or say whether \
         the first, the last or the sum counts"
    );
    let of = |duplicates| {
        let data = read_with(rows, &with(|options| options.duplicates = duplicates)).unwrap();
        (
            points(&data.series()[0]),
            data.account().duplicates,
            data.account().used,
        )
    };
    assert_eq!(of(Duplicates::First), ("1 2".to_owned(), 1, 2));
    assert_eq!(of(Duplicates::Last), ("10 2".to_owned(), 1, 2));
    assert_eq!(of(Duplicates::Sum), ("11 2".to_owned(), 1, 3));
    let missing = "month,value\n2024-01,1\n2024-02,2\n2024-01,c\n";
    let data = read_with(
        missing,
        &with(|options| options.duplicates = Duplicates::Sum),
    )
    .unwrap();
    assert_eq!(points(&data.series()[0]), ". 2");
    assert_eq!(
        data.series()[0].why_missing(0),
        Some(WhyMissing::Suppressed)
    );
}

#[test]
fn dates_by_the_order_that_is_said() {
    let rows = "date,value\n01/02/2024,1\n02/02/2024,2\n04/02/2024,3\n";
    assert!(
        read_with(rows, &ReadOptions::default())
            .unwrap_err()
            .to_string()
            .contains("two ways")
    );
    let order = |order| {
        with(|options| {
            options.calendar = Calendar {
                date_order: Some(order),
                ..Calendar::default()
            };
        })
    };
    let data = read_with(rows, &order(DateOrder::DayFirst)).unwrap();
    assert_eq!(
        lines(&data),
        [": 2024-02-01 2024-02-02 2024-02-03 2024-02-04: 1 2 . 3"]
    );
    let data = read_with(rows, &order(DateOrder::MonthFirst)).unwrap();
    let labels = data.series()[0].labels();
    assert_eq!(labels, ["2024-01-02", "2024-02-02", "2024-04-02"]);
}

#[test]
fn months_keep_the_spelling_of_the_file() {
    let data = read("date,value\n2024-01-01,1\n2024-02-01,2\n2024-04-01,3\n");
    let series = &data.series()[0];
    assert_eq!(
        series.labels(),
        ["2024-01", "2024-02", "2024-03", "2024-04"]
    );
    assert_eq!(series.spelling(0), Some("2024-01-01"));
    assert_eq!(series.spelling(2), None);
    assert_eq!(series.periods()[0].kind(), PeriodKind::Month);
    assert_eq!(series.at_or_after("2024-03".parse().unwrap()), Some(2));
    let days = with(|options| options.period_kind = Some(PeriodKind::Day));
    let data = read_with(
        "date,value\n2024-01-01,1\n2024-02-01,2\n2024-04-01,3\n",
        &days,
    )
    .unwrap();
    assert_eq!(data.series()[0].len(), 3);
}

#[test]
fn delimiters_quotes_marks_and_line_ends() {
    let plain = lines(&read(
        "month,ward,value\n2024-01,\"A, b\",1\n2024-02,\"A, b\",2\n",
    ));
    for text in [
        "month;ward;value\n2024-01;A, b;1\n2024-02;A, b;2\n",
        "\u{feff}month\tward\tvalue\r\n2024-01\tA, b\t1\r\n2024-02\tA, b\t2",
        "month|ward|value\r2024-01|A, b|1\r2024-02|A, b|2\r",
        "month , \"ward\" ,value,\n 2024-01 ,\"A, b\",1,\n\"2024-02\",\"A, b\", \"2\",\n,,,\n",
    ] {
        assert_eq!(lines(&read(text)), plain, "{text:?}");
    }
    let quotes = read("month,ward,value\n2024-01,\"the \"\"old\"\"\nward\",1\n");
    assert_eq!(quotes.series()[0].keys(), ["the \"old\"\nward"]);
    let comma = with(|options| options.decimal_comma = true);
    let data = read_with("month;value\n2024-01;1,5\n2024-02;2\n", &comma).unwrap();
    assert_eq!(points(&data.series()[0]), "1.5 2");
}

#[test]
fn only_the_rows_that_are_asked_for() {
    let only = with(|options| options.only = vec![("ward".to_owned(), vec!["A".to_owned()])]);
    let data = read_with(&FALLS.replace("bed_days", "exposure"), &only).unwrap();
    assert_eq!(data.series().len(), 1);
    assert_eq!(data.account().left_out, 2);
}

#[test]
fn each_series_has_its_own_step() {
    let mut text = "month,measure,value\n".to_owned();
    for month in (1..=36).filter(|month| *month != 5) {
        let name = format!("{}-{:02}", 2021 + (month - 1) / 12, (month - 1) % 12 + 1);
        text.push_str(&format!("{name},falls,{month}\n"));
        if month % 3 == 0 {
            text.push_str(&format!("{name},survey,{month}\n"));
        }
        if month % 12 == 0 {
            text.push_str(&format!("{name},audit,{month}\n"));
        }
    }
    // Two points show no step; 3 is the widest of the others that leads from one to the other.
    text.push_str("2021-03,two,1\n2021-09,two,2\n2021-05,near,1\n2021-07,near,2\n");
    let data = read(&text);
    let of = |name: &str| points(data.find(&[name]).unwrap());
    assert_eq!(of("audit"), "12 24 36");
    assert_eq!(of("survey"), "3 6 9 12 15 18 21 24 27 30 33 36");
    assert_eq!(of("two"), "1 . 2");
    assert_eq!(of("near"), "1 . 2");
    assert!(of("falls").starts_with("1 2 3 4 . 6 7"));
    assert_eq!(data.account().holes, 3);
    let notes: Vec<String> = data.notes().iter().map(ToString::to_string).collect();
    for note in [
        "there is a figure every 3 months in 2 series, those between are no holes",
        "there is a figure every 12 months in 1 series, those between are no holes",
    ] {
        assert!(notes.contains(&note.to_owned()), "{notes:?}");
    }
}

#[test]
fn the_step_of_two_points_alone_is_their_own() {
    assert_eq!(
        lines(&read("month,value\n2024-01,1\n2024-04,2\n")),
        [": 2024-01 2024-04: 1 2"]
    );
}

#[test]
fn counts_of_nothing_are_told() {
    let rows = "month,falls,patients\n2024-01,3,0\n2024-02,1,10\n2024-03,2,-5\n2024-04,0,0\n";
    let data = read(rows);
    let series = &data.series()[0];
    assert_eq!(points(series), ". 1/10 . .");
    assert_eq!(series.why_missing(0), Some(WhyMissing::NoExposure));
    assert_eq!(series.why_missing(1), None);
    assert_eq!(series.why_missing(2), Some(WhyMissing::NoExposure));
    assert_eq!(
        data.account().to_string(),
        "4 rows gave 4 points of 1 series; points: 3 of an exposure of zero or less (first in line 2)"
    );
    // Of several rows, one of nothing may be added to others; one of less than nothing may not.
    let rows = "month,falls,patients\n2024-01,0,0\n2024-01,1,10\n2024-02,2,-5\n2024-02,1,10\n";
    let sum = ReadOptions {
        duplicates: Duplicates::Sum,
        ..ReadOptions::default()
    };
    let data = read_with(rows, &sum).unwrap();
    assert_eq!(points(&data.series()[0]), "1/10 .");
    assert_eq!(data.account().first_no_exposure, Some(4));
}

#[test]
fn spreadsheets_say_what_parts_columns() {
    assert_eq!(
        lines(&read("sep=|\r\nmonth|value\r\n2024-01|5\r\n2024-02|\r\n")),
        [": 2024-01 2024-02: 5 ."]
    );
    let error = read_with("sep=;\nmonth;value\n2024-01;1,5\n", &ReadOptions::default());
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("line 3, column value")
    );
    let comma = ReadOptions {
        decimal_comma: true,
        ..ReadOptions::default()
    };
    let data = read_with("month;value\n2024-01;1.234,5\n2024-02;12,5\n", &comma).unwrap();
    assert_eq!(points(&data.series()[0]), "1234.5 12.5");
}
