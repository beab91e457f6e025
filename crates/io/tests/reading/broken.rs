//! Broken input: each kind with the decisive words of its error.

use redbead::SpreadKind;
use redbead_io::{Columns, Duplicates, Figures, Layout, PeriodKind, ReadError, ReadOptions, Time};

use super::{read_named, read_with};

const COLUMNS: fn() -> Columns = || Columns {
    series: Some(vec!["ward".to_owned()]),
    time: Time::Column("month".to_owned()),
    figures: Figures::Value("value".to_owned()),
    ..Columns::default()
};

/// Files that are broken, and what the error says.
const FILES: &[(&str, &str)] = &[
    ("", "no rows; expected a header"),
    ("\n\n  \n", "no rows"),
    ("ward,month,value\n", "no rows"),
    ("ward,month,value\n,,\n\n", "no rows"),
    (
        "ward,month\nA,2024-01\n",
        "no column `value` for value; there are `ward`, `month`",
    ),
    ("ward,month,valeu\nA,2024-01,1\n", "did you mean `valeu`?"),
    (
        "ward,mnth,value\nA,2024-01,1\n",
        "no column `month` for time; did you mean `mnth`?",
    ),
    (
        "wards,month,value\nA,2024-01,1\n",
        "no column `ward` for series; did you mean `wards`?",
    ),
    (
        "ward,month,value,value\nA,2024-01,1,2\n",
        "two columns are named `value`",
    ),
    (
        "ward,month,value\nA,2024-01\n",
        "line 2: 2 cells, the header has 3",
    ),
    (
        "ward,month,value\nA,2024-01,1,2\n",
        "line 2: 4 cells, the header has 3; quote cells",
    ),
    (
        "ward,month,value\nA,2024-01,\"1\n",
        "line 2: a quote is opened and never closed",
    ),
    (
        "ward,\"month,value\nA,2024-01,1\n",
        "line 1: a quote is opened",
    ),
    (
        "ward,month,value\nA,2024-01,\"1,234\"\n",
        "line 2, column value: `1,234` is no number; write 1234",
    ),
    (
        "ward,month,value\nA,2024-01,12%\n",
        "`12%` is no number; write it without the percent sign",
    ),
    (
        "ward,month,value\nA,2024-01,£5\n",
        "`£5` is no number; write it without the currency",
    ),
    (
        "ward,month,value\nA,2024-01,1 234\n",
        "write it without gaps between digits",
    ),
    (
        "ward,month,value\nA,2024-01,<5\n",
        "write an empty cell where a small number is withheld",
    ),
    (
        "ward,month,value\nA,2024-01,many\n",
        "`many` is no number; correct it",
    ),
    (
        "ward,month,value\nA,2024-01,1.2.3\n",
        "`1.2.3` is no number",
    ),
    ("ward,month,value\nA,2024-01,0x1F\n", "`0x1F` is no number"),
    (
        "ward,month,value\nA,2024-01,inf\n",
        "`inf` is no finite number",
    ),
    (
        "ward,month,value\nA,2024-01,-Infinity\n",
        "no finite number; correct it, or ask",
    ),
    (
        "ward,month,value\nA,2024-01,1e400\n",
        "`1e400` is no finite number",
    ),
    (
        "ward,month,value\nA,,1\n",
        "line 2, column month: no period; write one",
    ),
    (
        "ward,month,value\nA,soon,1\n",
        "line 2, column month: `soon` is no period; write it like",
    ),
    (
        "ward,month,value\nA,2024-13,1\n",
        "`2024-13` does not exist: month 13 is out of range",
    ),
    (
        "ward,month,value\nA,2024-02-30,1\n",
        "does not exist: day 30 is out of range",
    ),
    (
        "ward,month,value\nA,01/02/2024,1\n",
        "say whether the day or the month comes first",
    ),
    (
        "ward,month,value\nA,13/02/2024,1\nA,02/13/2024,1\n",
        "say whether the day or the month comes first",
    ),
    (
        "ward,month,value\nA,2024-01,1\nA,2024-02,2\nA,2024Q3,3\n",
        "line 4, column month: `2024Q3` is a quarter, the other rows have a month",
    ),
    (
        "ward,month,value\nA,202401,1\nA,202402,1\nA,202413,1\n",
        "line 4, column month: `202413` does not exist: month 13",
    ),
    (
        "ward,month,value\nA,2024Q1-2024Q2,1\n",
        "no span of four quarters",
    ),
    (
        "ward,month,value\nA,FY2024,1\n",
        "write the year with both its parts",
    ),
    (
        "ward,month,value\nA,2024-01-01 10:00:00.5,1\n",
        "finer than a second",
    ),
    (
        "ward,month,value\nA,2024-01,1\nB,2024-01,1\nA,2024-01,1\n",
        "line 4: A has 2024-01 a second time, first in line 2",
    ),
    (
        "ward,month,value\nA,2024-01,1\nA,Jan 2024,1\n",
        "has 2024-01 a second time",
    ),
    (
        "ward,month,value\nA,0001-01,1\nA,0001-02,1\nA,9999-12,1\n",
        "119985 periods have no row, far more than the 3 points",
    ),
    (
        "[{\"ward\":\"A\"}]",
        "a JSON list cannot be read by this build; write one object on each line",
    ),
    ("PK\u{3}\u{4}xxxx", "save the sheet as CSV"),
];

#[test]
fn broken_files_say_what_is_wrong_and_where() {
    let options = ReadOptions {
        columns: COLUMNS(),
        ..ReadOptions::default()
    };
    for (text, words) in FILES {
        let error = read_named("test.dat", text.as_bytes(), &options)
            .unwrap_err()
            .to_string();
        assert!(
            error.contains(words),
            "{text:?} gives {error:?}, expected {words:?}"
        );
        assert!(error.starts_with("test.dat"), "{error}");
    }
    assert!(FILES.len() >= 40);
}

/// Whether columns are named or guessed, and whatever the name says the format is.
#[test]
fn files_without_rows_say_so() {
    let texts = [
        "",
        "\u{feff}",
        "\n",
        "\r\n\r\n",
        "  \n\t\n",
        "\u{feff}\n\n",
        "ward,month,value",
        "ward,month,value\n",
        "\u{feff}ward,month,value\r\n\r\n",
        "ward;month;value\n;;\n",
        "month,A,B,C\n",
        "\n\nward\n",
    ];
    for text in texts {
        for options in [
            ReadOptions::default(),
            ReadOptions {
                columns: COLUMNS(),
                ..ReadOptions::default()
            },
        ] {
            for name in ["empty.csv", "empty.dat"] {
                let error = read_named(name, text.as_bytes(), &options).unwrap_err();
                let expected = format!("{name}: no rows; expected a header");
                assert!(
                    error.to_string().starts_with(&expected),
                    "{text:?}: {error}"
                );
            }
        }
    }
    for text in ["", "\u{feff}", "\n\n", "\u{feff} \n"] {
        let error = read_named("empty.ndjson", text.as_bytes(), &ReadOptions::default());
        let error = error.unwrap_err().to_string();
        assert!(
            error.starts_with("empty.ndjson: no rows"),
            "{text:?}: {error}"
        );
    }
    // What is wrong with the first row goes before what cannot be told of columns.
    let error = read_with("a,b\n\"1", &ReadOptions::default()).unwrap_err();
    let error = error.to_string();
    assert!(error.contains("line 2: a quote is opened"), "{error}");
}

#[test]
fn broken_lines_of_json() {
    for (text, words) in [
        ("{\"ward\":\"A\"", "line 1: no JSON object: EOF"),
        (
            "{\"ward\":\"A\",\"month\":\"2024-01\",\"value\":1}\n17\n",
            "line 2: no JSON object: invalid type",
        ),
        (
            "{\"ward\":\"A\",\"month\":\"2024-01\",\"value\":1} {}\n",
            "trailing characters",
        ),
        (
            "{\"ward\":\"A\",\"month\":\"2024-01\",\"value\":1,\"value\":2}\n",
            "`value` stands twice in the object",
        ),
        (
            "{\"ward\":\"A\",\"month\":\"2024-01\",\"value\":[1]}\n",
            "column value: `a list` is no number",
        ),
        (
            "{\"ward\":{},\"month\":\"2024-01\",\"value\":1}\n",
            "column ward: holds an object; expected a text",
        ),
        (
            "{\"ward\":\"A\",\"month\":[],\"value\":1}\n",
            "column month: holds a list",
        ),
        (
            "{\"ward\":\"A\",\"month\":\"2024-01\",\"value\":true}\n",
            "`true` is no number",
        ),
        ("{\"ward\":\"A\",\"month\":null,\"value\":1}\n", "no period"),
        (
            "{\"ward\":\"A\",\"month\":20.5,\"value\":1}\n",
            "`20.5` is no period",
        ),
        (
            "{\"ward\":\"\\ud800\",\"month\":\"2024-01\",\"value\":1}\n",
            "no JSON object",
        ),
    ] {
        let options = ReadOptions {
            columns: COLUMNS(),
            format: Some(redbead_io::Format::Ndjson),
            ..ReadOptions::default()
        };
        let first = "{\"ward\":\"B\",\"month\":\"2024-01\",\"value\":1}\n";
        let error = read_named("t", text.as_bytes(), &options).or_else(|_| {
            // With a sound line before it, the columns are known.
            read_named("t", format!("{first}{text}").as_bytes(), &options)
        });
        let error = error.unwrap_err().to_string();
        let words = words
            .replace("line 2:", "line 3:")
            .replace("line 1:", "line 2:");
        assert!(
            error.contains(&words),
            "{text:?} gives {error:?}, expected {words:?}"
        );
    }
}

#[test]
fn broken_bytes() {
    let options = ReadOptions {
        columns: COLUMNS(),
        ..ReadOptions::default()
    };
    let cases: [(&[u8], &str); 15] = [
        (
            b"ward,month,value\nA\xe9,2024-01,1\n",
            "is not in UTF-8; save the file as CSV UTF-8",
        ),
        (
            b"ward,month,value\nA,2024\xe9,1\n",
            "column month: `2024\u{fffd}` is not in UTF-8",
        ),
        (
            b"ward,month,value\nA,2024-01,\xff\n",
            "column value: `\u{fffd}` is not in UTF-8",
        ),
        (
            b"w\xe9rd,month,value\nA,2024-01,1\n",
            "line 1: `w\u{fffd}rd` is not in UTF-8; save the file as CSV UTF-8",
        ),
        (b"\xff\xfew\0a\0r\0d\0\n\0A\0", "there are `ward`"),
        (b"\xff\xfew\0\x00\xd8d\0", "broken UTF-16"),
        (b"\xff\xfew\0a", "broken UTF-16"),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\0", "t: "),
        (b"\x1f\x8bxxxxxxxxxxxxxxxxx", "t: "),
        (b"\x28\xb5\x2f\xfdxxxxxxxx", "t: damaged zstd data"),
        (b"PAR1PAR1", "no Parquet file that can be read"),
        (
            b"PAR1xxxxxxxxxxxxxxxxxxxPAR1",
            "no Parquet file that can be read",
        ),
        (b"ARROW1\0\0xxxxxxxxxxxx", "no Arrow file that can be read"),
        (
            b"\xff\xff\xff\xff\x10\0\0\0xxxxxxxxxxxxxxxx",
            "no Arrow file that can be read",
        ),
        (b"\xd0\xcf\x11\xe0xxxx", "a spreadsheet cannot be read"),
    ];
    for (bytes, words) in cases {
        let error = read_named("t", bytes, &options).unwrap_err().to_string();
        assert!(
            error.contains(words),
            "{bytes:?} gives {error:?}, expected {words:?}"
        );
    }
}

#[test]
fn choices_that_do_not_go_together() {
    let rows = "ward,month,value,n\nA,2024-01,1,x\n";
    let change = |change: fn(&mut ReadOptions)| {
        let mut options = ReadOptions {
            columns: COLUMNS(),
            ..ReadOptions::default()
        };
        change(&mut options);
        read_with(rows, &options).unwrap_err().to_string()
    };
    let comma = |options: &mut ReadOptions| options.decimal_comma = true;
    assert!(change(comma).contains("cannot be the decimal mark as well"));
    let quote = |options: &mut ReadOptions| options.delimiter = Some(b'"');
    assert!(change(quote).contains("cannot part columns"));
    let month = |options: &mut ReadOptions| options.calendar.year_starts = 13;
    assert!(change(month).contains("month 1 to 12, not 13"));
    let twice =
        |options: &mut ReadOptions| options.columns.figures = Figures::Value("month".to_owned());
    assert!(change(twice).contains("column `month` is asked for as time and as value"));
    let raw = |options: &mut ReadOptions| {
        options.columns.time = Time::RowOrder { label: None };
        options.columns.figures = Figures::Raw {
            value: "value".to_owned(),
            spread: SpreadKind::Range,
        };
    };
    assert!(change(raw).contains("raw values need a period"));
    let wide = |options: &mut ReadOptions| options.columns.layout = Layout::SeriesInColumns;
    assert!(change(wide).contains("a wide file has its figures in many columns"));
    let header = |options: &mut ReadOptions| {
        options.columns.layout = Layout::PeriodsInColumns;
        options.columns.figures = Figures::Wide(Vec::new());
    };
    assert!(change(header).contains("name no other column as time"));
    let quarter = |options: &mut ReadOptions| {
        options.period_kind = Some(PeriodKind::Quarter { year_starts: 1 });
    };
    assert!(change(quarter).contains("`2024-01` is a month, expected a quarter"));
    let flag = |options: &mut ReadOptions| options.columns.excluded = Some("n".to_owned());
    let maybe = rows.replace(",x\n", ",maybe\n");
    let mut options = ReadOptions {
        columns: COLUMNS(),
        ..ReadOptions::default()
    };
    flag(&mut options);
    let error = read_with(&maybe, &options).unwrap_err().to_string();
    assert!(error.contains("column n: `maybe` says neither yes nor no"));
    let sum = |options: &mut ReadOptions| {
        options.duplicates = Duplicates::Sum;
        options.columns.figures = Figures::Subgroup {
            mean: "value".to_owned(),
            spread: SpreadKind::Range,
            spread_column: "n".to_owned(),
            size: "ward".to_owned(),
        };
        options.columns.series = Some(Vec::new());
    };
    let mut options = ReadOptions {
        columns: COLUMNS(),
        ..ReadOptions::default()
    };
    sum(&mut options);
    assert!(
        read_with(rows, &options)
            .unwrap_err()
            .to_string()
            .contains("cannot be added up")
    );
}

#[test]
fn sizes_and_subgroups_that_cannot_be() {
    let rows = |size: &str| format!("month,mean,sd,n\n2024-01,1,2,{size}\n");
    for size in ["2.5", "-1", "5000000000"] {
        let error = read_with(&rows(size), &ReadOptions::default())
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("is no size of a subgroup; expected a whole number"),
            "{error}"
        );
    }
    let options = ReadOptions {
        columns: Columns {
            figures: Figures::Raw {
                value: "value".to_owned(),
                spread: SpreadKind::Deviation,
            },
            ..Columns::default()
        },
        ..ReadOptions::default()
    };
    let huge = "month,value\n2024-01,1e308\n2024-01,-1e308\n";
    let error = read_with(huge, &options).unwrap_err().to_string();
    assert!(
        error.contains("too large to be added or averaged; change their unit"),
        "{error}"
    );
}

#[test]
fn several_problems_are_told_at_once_up_to_a_limit() {
    let mut text = "ward,month,value\n".to_owned();
    for line in 0..50 {
        text.push_str(&format!("A{line},2024-01,bad\n"));
    }
    let options = ReadOptions {
        columns: COLUMNS(),
        problem_limit: 3,
        ..ReadOptions::default()
    };
    let ReadError::Rows { problems, more, .. } = read_with(&text, &options).unwrap_err() else {
        panic!("rows are bad");
    };
    assert_eq!((problems.len(), more), (3, 47));
    assert_eq!(
        (problems[2].line, problems[2].column.as_deref()),
        (4, Some("value"))
    );
}

#[test]
fn a_file_that_does_not_exist() {
    let error =
        redbead_io::read_path("/no/such/file.csv".as_ref(), &ReadOptions::default()).unwrap_err();
    assert!(error.to_string().starts_with("/no/such/file.csv: "));
}

#[test]
fn infinities_may_be_missing() {
    let options = ReadOptions {
        columns: COLUMNS(),
        infinities_are_missing: true,
        ..ReadOptions::default()
    };
    let data = read_with("ward,month,value\nA,2024-01,inf\nA,2024-02,2\n", &options).unwrap();
    assert_eq!(data.account().infinite, 1);
    let options = ReadOptions {
        columns: COLUMNS(),
        missing_texts: vec!["Many".to_owned()],
        ..ReadOptions::default()
    };
    let data = read_with("ward,month,value\nA,2024-01,many\n", &options).unwrap();
    assert_eq!(
        (data.account().missing, data.account().spellings[0].1),
        (1, 1)
    );
}

#[test]
fn a_first_line_of_data_is_no_header() {
    let error = read_with("2022-01,10\n2022-02,15\n", &ReadOptions::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "test.csv: the first line looks like data, not names (`2022-01`, `10`); add a line with the names of the \
         columns above it"
    );
    assert!(read_with("3\n9\n5\n", &ReadOptions::default()).is_err());
}

#[test]
fn lines_are_not_read_without_end() {
    let long = "x".repeat((1 << 24) + (1 << 20));
    let csv = format!("month,value\n2024-01,1\n2024-02,{long}");
    let json = format!("{{\"month\":\"2024-01\",\"value\":1}}\n{{\"month\":\"{long}");
    let quoted = format!("month,value\n2024-01,\"{}", long.replace("xx", "x\n"));
    for (name, text, line) in [
        ("t.csv", csv, "line 3"),
        ("t.ndjson", json, "line 2"),
        ("t.csv", quoted, "line 2"),
    ] {
        let options = ReadOptions {
            columns: Columns {
                series: Some(Vec::new()),
                ..COLUMNS()
            },
            ..ReadOptions::default()
        };
        let error = read_named(name, text.as_bytes(), &options).unwrap_err();
        let words = format!("{line}: longer than 16 MB; break it into rows");
        assert!(error.to_string().contains(&words), "{error}");
    }
}

#[test]
fn problems_of_one_kind_are_told_three_times() {
    let mut text = "ward,month,value\n".to_owned();
    for month in 1..=7 {
        text.push_str(&format!("A,2024-0{month},1,5\n"));
    }
    text.push_str("A,soon,1\n");
    let options = ReadOptions {
        columns: COLUMNS(),
        ..ReadOptions::default()
    };
    let error = read_with(&text, &options).unwrap_err();
    let lines: Vec<String> = error.to_string().lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 5, "{lines:?}");
    assert!(lines[2].starts_with("test.csv, line 4: 4 cells"));
    assert_eq!(lines[3], "and 4 more of the kind");
    assert_eq!(error.remedies(), [redbead_io::Remedy::Delimiter]);
}
