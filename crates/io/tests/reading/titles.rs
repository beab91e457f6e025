//! Lines that are no rows of the table: titles above the header, remarks below the data.

use redbead_io::{Format, ReadOptions, Remedy};

use super::{read, read_with};

const TITLED: &str = "NHS England statistics\n\nmonth,falls\n2024-01,3\n2024-02,5\n";

fn skipping(lines: u64) -> ReadOptions {
    ReadOptions {
        skip_lines: lines,
        ..ReadOptions::default()
    }
}

#[test]
fn titles_above_the_header_are_told_and_skipped() {
    let error = read_with(TITLED, &ReadOptions::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "test.csv: `NHS England statistics` stands alone in line 1, and line 3 has 2 cells; if titles stand above \
         the header, skip their lines, so that the header comes first"
    );
    assert!(error.remedies().contains(&Remedy::SkipLines));
    for lines in [1, 2] {
        let data = read_with(TITLED, &skipping(lines)).unwrap();
        assert_eq!((data.series().len(), data.series()[0].len()), (1, 2));
    }
    // As spreadsheets fill up the line of a title, and in another delimiter.
    for text in [
        "Falls,,\n\nmonth,ward,falls\n2024-01,A,3\n",
        "Falls\nby ward\nmonth;falls\n2024-01;3\n2024-02;5\n",
    ] {
        let error = read_with(text, &ReadOptions::default()).unwrap_err();
        assert!(
            error.to_string().contains("if titles stand above"),
            "{error}"
        );
    }
}

#[test]
fn lines_keep_the_numbers_of_the_file() {
    for end in ["\n", "\r\n", "\r"] {
        let text = TITLED.replace("2024-02,5", "2024-02,<5").replace('\n', end);
        let error = read_with(&text, &skipping(2)).unwrap_err().to_string();
        assert!(
            error.starts_with("test.csv, line 5, column falls"),
            "{error}"
        );
    }
    let text = format!("sep=;\n{}", TITLED.replace(',', ";"));
    let data = read_with(&text, &skipping(3)).unwrap();
    assert_eq!(data.series()[0].len(), 2);
}

#[test]
fn what_cannot_be_skipped_is_told() {
    let error = read_with(TITLED, &skipping(9)).unwrap_err().to_string();
    assert!(error.contains("no rows"), "{error}");
    let options = ReadOptions {
        format: Some(Format::Ndjson),
        ..skipping(1)
    };
    let error = read_with("{\"v\":1}\n", &options).unwrap_err().to_string();
    assert!(
        error.contains("only CSV has lines above a header"),
        "{error}"
    );
}

#[test]
fn blank_lines_above_the_header_and_single_columns_are_read() {
    assert_eq!(read("\n,\nmonth,falls\n2024-01,3\n").series()[0].len(), 1);
    assert_eq!(read("falls\n3\n5\n").series()[0].len(), 2);
    assert_eq!(read("falls\n3,\n5,\n").series()[0].len(), 2);
}

#[test]
fn remarks_below_the_data_are_told() {
    let text = "month,falls\n2024-01,3\nSource: the wards\n2024-02,5,6\n";
    let error = read_with(text, &ReadOptions::default())
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "test.csv, line 3: 1 cell, the header has 2; complete the row, or remove it if it is no row of data\n\
         test.csv, line 4: 3 cells, the header has 2; quote cells that hold the delimiter"
    );
}
