//! Columns that are not named: what is guessed, and what is asked.

use redbead_io::{Columns, Figures, ReadOptions, Time};

use super::{read, read_with};

fn notes(text: &str) -> Vec<String> {
    read(text).notes().iter().map(ToString::to_string).collect()
}

fn error(text: &str) -> String {
    read_with(text, &ReadOptions::default())
        .unwrap_err()
        .to_string()
}

#[test]
fn the_sample_of_emergency_departments() {
    let rows = "period,org_code,type,attendances,breaches,admissions\n2017-02-01,8J094,1,2176,0,0\n\
                2017-03-01,8J094,1,2644,0,0\n";
    assert_eq!(
        notes(rows),
        [
            "series: org_code, type, guessed",
            "time: period, guessed",
            "count: breaches, guessed",
            "exposure: attendances, guessed",
            "columns not used: admissions",
            "dates on the first of months were read as months",
        ]
    );
}

#[test]
fn what_is_in_doubt_is_asked() {
    assert_eq!(
        error("month,ward,a,b\n2024-01,A,1,2\n"),
        "test.csv: the figures may be `a`, `b`; name the value, or count and exposure, or say that each column is a \
         series"
    );
    assert_eq!(
        error("admitted,left,value\n2024-01-01,2024-01-02,1\n"),
        "test.csv: the time may be `admitted`, `left`; say which"
    );
    assert!(error("ward,value\nA,1\n").contains("no column for time found among `ward`, `value`"));
    assert!(error("ward,month\nA,2024-01\n").contains("no column for figures found"));
}

#[test]
fn years_in_order_are_a_time_whatever_their_name() {
    let rows = |name: &str| {
        let rows = (2001..=2020).map(|year| format!("{year},{}\n", year % 7));
        format!("{name},v\n{}", rows.collect::<String>())
    };
    for name in ["y", "x", "FY"] {
        assert_eq!(
            notes(&rows(name))[1..],
            [
                format!("time: {name}, guessed"),
                "value: v, guessed".to_owned()
            ]
        );
    }
    // Alone they are the figures, and out of order, or of no year of our time, they are no time.
    assert_eq!(notes("y\n2001\n2002\n")[2], "value: y, guessed");
    for row in ["2001,5\n2003,6\n", "1001,5\n1002,6\n"] {
        assert_eq!(notes(&format!("y,v\n{row}"))[2], "value: y, guessed");
    }
}

#[test]
fn parts_of_a_column_that_is_named_twice() {
    let twice = |figures| {
        let options = ReadOptions {
            columns: Columns {
                figures,
                ..Columns::default()
            },
            ..ReadOptions::default()
        };
        let error = read_with("month,v\n2024-01,1\n", &options).unwrap_err();
        error.to_string()
    };
    let v = || "v".to_owned();
    let ratio = Figures::Ratio {
        count: v(),
        exposure: v(),
    };
    assert_eq!(
        twice(ratio),
        "test.csv: column `v` is asked for as count and as exposure; a column has one part"
    );
    let subgroup = Figures::Subgroup {
        mean: "month".to_owned(),
        spread: redbead::SpreadKind::Deviation,
        spread_column: v(),
        size: v(),
    };
    assert!(twice(subgroup).contains("as standard deviation and as size"));
}

#[test]
fn one_of_several_times_by_its_name() {
    assert_eq!(
        notes("admitted,period,value\n2024-01-01,2024-01,1\n")[1],
        "time: period, guessed"
    );
}

#[test]
fn a_figure_with_mistakes_is_still_a_figure() {
    let message = error("month,ward,seen\n2024-01,A,\"1,234\"\n2024-02,A,950\n");
    assert!(
        message.starts_with("test.csv, line 2, column seen: `1,234` is no number; write 1234"),
        "{message}"
    );
}

#[test]
fn names_are_found_without_regard_to_case() {
    let options = ReadOptions {
        columns: Columns {
            series: Some(vec!["Org-Code".to_owned()]),
            time: Time::Column("PERIOD".to_owned()),
            figures: Figures::Value("Breaches".to_owned()),
            ..Columns::default()
        },
        ..ReadOptions::default()
    };
    let data = read_with("period,org_code,breaches\n2024-01,A,1\n", &options).unwrap();
    assert_eq!(data.key_names(), ["org_code"]);
    assert!(data.notes().is_empty());
}

/// Two wards over eight months, with more cells in each row.
fn wards(header: &str, more: fn(usize, usize) -> String) -> String {
    let mut text = format!("Month,Ward,{header}\n");
    for ward in 0..2 {
        for month in 1..9 {
            let more = more(ward, month);
            text.push_str(&format!("2024-0{month},W{ward},{more}\n"));
        }
    }
    text
}

#[test]
fn percentages_are_no_keys() {
    let text = wards("Numerator,Denominator,Percentage", |ward, month| {
        format!("{month},{},0.{ward}{month}", 90 + month)
    });
    let data = read(&text);
    assert_eq!(
        (data.key_names(), data.series().len()),
        (&["Ward".to_owned()][..], 2)
    );
    let text = wards("Coverage", |_, month| format!("{month}.5"));
    assert_eq!(read(&text).series().len(), 2);
}

#[test]
fn numbers_of_rows_and_remarks_on_them_are_no_keys() {
    let left_out = |text: &str| {
        let data = read(text);
        assert_eq!(data.key_names(), ["Ward"]);
        assert_eq!(data.series().len(), 2);
        let notes: Vec<String> = data.notes().iter().map(ToString::to_string).collect();
        let told = notes
            .iter()
            .find(|note| note.starts_with("columns not taken"));
        told.cloned().unwrap_or_default()
    };
    let told = |name: &str| {
        format!(
            "columns not taken to tell series apart: {name}; name them with the series where they do"
        )
    };
    let ids = wards("ID,Value", |ward, month| {
        format!("{},{month}", ward * 8 + month)
    });
    assert_eq!(left_out(&ids), told("ID"));
    let status = wards("Value,Status", |_, month| {
        format!(
            "{month},{}",
            if month > 6 { "provisional" } else { "final" }
        )
    });
    assert_eq!(left_out(&status), told("Status"));
    let notes = wards("Value,Notes", |_, month| {
        format!("{month},{}", if month == 4 { "closed" } else { "" })
    });
    assert_eq!(left_out(&notes), told("Notes"));
}

#[test]
fn short_names_of_flags() {
    let text = wards("Value,excl,prov", |_, month| {
        let excluded = if month == 2 { "yes" } else { "" };
        let provisional = if month == 8 { "p" } else { "" };
        format!("{month},{excluded},{provisional}")
    });
    let account = read(&text).account().clone();
    assert_eq!(
        (account.series, account.excluded, account.provisional),
        (2, 2, 2)
    );
}

#[test]
fn keys_in_doubt_are_asked() {
    let text = wards("Value,Scheme", |_, month| {
        format!("{month},{}", if month > 4 { "new" } else { "old" })
    });
    assert_eq!(
        error(&text),
        "test.csv: the series may be `Scheme`; it would cut series in pieces; name the columns that tell series \
         apart"
    );
}
