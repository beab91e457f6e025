//! Many columns of one kind.

use redbead_io::{Columns, Figures, Layout, ReadOptions};

use super::{lines, read, read_named, read_with};

fn wide(layout: Layout) -> ReadOptions {
    ReadOptions {
        columns: Columns {
            layout,
            ..Columns::default()
        },
        ..ReadOptions::default()
    }
}

#[test]
fn series_in_columns() {
    let text = "month,RAA,RBB\n2024-01,1,4\n2024-02,2,\n2024-03,3,6\n";
    let data = read_with(text, &wide(Layout::SeriesInColumns)).unwrap();
    assert_eq!(data.key_names(), ["series"]);
    let labels = "2024-01 2024-02 2024-03";
    assert_eq!(
        lines(&data),
        [
            format!("RAA: {labels}: 1 2 3"),
            format!("RBB: {labels}: 4 . 6")
        ]
    );
    assert_eq!(
        (
            data.account().rows,
            data.account().used,
            data.account().points
        ),
        (3, 3, 6)
    );
}

#[test]
fn several_measures_under_keys() {
    let text = "month,ward,falls,ulcers\n2024-01,A,1,4\n2024-01,B,2,5\n2024-02,A,3,6\n";
    let options = ReadOptions {
        columns: Columns {
            figures: Figures::Wide(vec!["falls".to_owned(), "ulcers".to_owned()]),
            ..Columns::default()
        },
        ..ReadOptions::default()
    };
    let data = read_with(text, &options).unwrap();
    assert_eq!(data.key_names(), ["ward", "measure"]);
    assert_eq!(data.series()[0].keys(), ["A", "falls"]);
    assert_eq!(lines(&data)[1], "A+ulcers: 2024-01 2024-02: 4 6");
    assert_eq!(data.series().len(), 4);
}

#[test]
fn periods_in_columns_are_told_by_the_header() {
    let text = "ward,Jan 2024,Feb 2024,Apr 2024\nA,1,2,3\nB,4,-,6\n";
    let data = read(text);
    assert_eq!(
        lines(&data),
        [
            "A: 2024-01 2024-02 2024-03 2024-04: 1 2 . 3",
            "B: 2024-01 2024-02 2024-03 2024-04: 4 . . 6"
        ]
    );
    let years = read("ward,2021,2022,2023\nA,1,2,3\n");
    assert_eq!(lines(&years), ["A: 2021 2022 2023: 1 2 3"]);
}

#[test]
fn many_columns_without_known_names_are_series() {
    let data = read("month,RAA,RBB,RCC,RDD\n2024-01,1,2,3,4\n2024-02,5,6,7,8\n");
    assert_eq!(data.series().len(), 4);
    let notes: Vec<String> = data.notes().iter().map(ToString::to_string).collect();
    assert!(
        notes.contains(&"each a series: RAA, RBB, RCC, RDD, guessed".to_owned()),
        "{notes:?}"
    );
}

#[test]
fn columns_that_appear_late_in_ndjson_are_series_too() {
    let mut text = String::new();
    for month in 0..300 {
        text.push_str(&format!(
            "{{\"month\":\"{}-{:02}\",\"A\":{month}}}\n",
            2000 + month / 12,
            month % 12 + 1
        ));
    }
    text.push_str("{\"month\":\"2025-01\",\"A\":1,\"B\":2}\n");
    let data = read_named(
        "test.ndjson",
        text.as_bytes(),
        &wide(Layout::SeriesInColumns),
    )
    .unwrap();
    assert_eq!(data.series().len(), 2);
    assert_eq!(lines(&data)[1], "B: 2025-01: 2");
}
