//! What holds of any rows.

use std::fmt::Write;

use proptest::prelude::*;
use redbead_io::{
    Calendar, Columns, Figures, Layout, Period, PeriodKind, ReadOptions, Time, Weekday,
};

use super::{read_named, read_with};

/// Rows of some series: no series and period twice.
fn rows() -> impl Strategy<Value = Vec<(u8, u16, Option<f64>)>> {
    let row = (0_u8..5, 0_u16..60, prop::option::of(-1e6..1e6_f64));
    prop::collection::vec(row, 1..80).prop_map(|mut rows| {
        rows.sort_by_key(|(series, month, _)| (*series, *month));
        rows.dedup_by_key(|(series, month, _)| (*series, *month));
        rows
    })
}

fn month(number: u16) -> String {
    format!("{}-{:02}", 2020 + number / 12, number % 12 + 1)
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn options() -> ReadOptions {
    ReadOptions {
        columns: Columns {
            layout: Layout::Long,
            series: Some(vec!["ward".to_owned()]),
            time: Time::Column("month".to_owned()),
            figures: Figures::Value("value".to_owned()),
            ..Columns::default()
        },
        ..ReadOptions::default()
    }
}

fn csv(rows: &[(u8, u16, Option<f64>)]) -> String {
    let mut text = "ward,month,value\n".to_owned();
    for (ward, at, value) in rows {
        writeln!(text, "W{ward},{},{}", month(*at), number(*value)).unwrap();
    }
    text
}

fn any_kind() -> impl Strategy<Value = PeriodKind> {
    prop_oneof![
        Just(PeriodKind::Index),
        Just(PeriodKind::Second),
        Just(PeriodKind::Minute),
        Just(PeriodKind::Hour),
        Just(PeriodKind::Day),
        Just(PeriodKind::Week {
            on: Weekday::Sunday
        }),
        Just(PeriodKind::Week {
            on: Weekday::Wednesday
        }),
        Just(PeriodKind::IsoWeek),
        Just(PeriodKind::Month),
        (1_u8..=12).prop_map(|year_starts| PeriodKind::Quarter { year_starts }),
        (1_u8..=12).prop_map(|year_starts| PeriodKind::Year { year_starts }),
        Just(PeriodKind::RollingYear),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shuffled_rows_give_the_same_series((rows, shuffled) in rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))) {
        let sorted = read_with(&csv(&rows), &options()).unwrap();
        let shuffled = read_with(&csv(&shuffled), &options()).unwrap();
        prop_assert_eq!(sorted.series(), shuffled.series());
        prop_assert_eq!(sorted.account().holes, shuffled.account().holes);
    }

    #[test]
    fn numbers_keep_all_their_bits(rows in rows()) {
        let data = read_with(&csv(&rows), &ReadOptions { holes: redbead_io::Holes::Leave, ..options() }).unwrap();
        let read: Vec<u64> = data
            .series()
            .iter()
            .flat_map(|series| series.series().iter())
            .map(|point| match point.measurement {
                redbead::Measurement::Value(value) => value.to_bits(),
                _ => 0,
            })
            .collect();
        let written: Vec<u64> = rows.iter().map(|(_, _, value)| value.unwrap_or(f64::NAN).to_bits()).collect();
        prop_assert_eq!(read, written);
    }

    #[test]
    fn csv_and_ndjson_give_the_same(rows in rows()) {
        let mut ndjson = String::new();
        for (ward, at, value) in &rows {
            let value = value.map_or_else(|| "null".to_owned(), |value| value.to_string());
            writeln!(ndjson, "{{\"ward\":\"W{ward}\",\"month\":\"{}\",\"value\":{value}}}", month(*at)).unwrap();
        }
        let csv = read_with(&csv(&rows), &options()).unwrap();
        let ndjson = read_named("rows.ndjson", ndjson.as_bytes(), &options()).unwrap();
        prop_assert_eq!(csv.series(), ndjson.series());
    }

    #[test]
    fn wide_and_long_give_the_same(values in prop::collection::vec(prop::collection::vec(prop::option::of(-1e3..1e3_f64), 4), 2..20)) {
        let mut long = "ward,month,value\n".to_owned();
        let mut by_month = "month,W0,W1,W2,W3\n".to_owned();
        for (at, row) in (0_u16..).zip(&values) {
            let cells: Vec<String> = row.iter().map(|value| number(*value)).collect();
            writeln!(by_month, "{},{}", month(at), cells.join(",")).unwrap();
            for (ward, cell) in cells.iter().enumerate() {
                writeln!(long, "W{ward},{},{cell}", month(at)).unwrap();
            }
        }
        let months: Vec<String> = (0_u16..).zip(&values).map(|(at, _)| month(at)).collect();
        let mut by_ward = format!("ward,{}\n", months.join(","));
        for ward in 0..4 {
            let cells: Vec<String> = values.iter().map(|row| number(row[ward])).collect();
            writeln!(by_ward, "W{ward},{}", cells.join(",")).unwrap();
        }
        let of = |layout| ReadOptions { columns: Columns { layout, ..Columns::default() }, ..ReadOptions::default() };
        let long = read_with(&long, &options()).unwrap();
        let by_month = read_with(&by_month, &of(Layout::SeriesInColumns)).unwrap();
        prop_assert_eq!(long.series(), by_month.series());
        let by_ward = read_with(&by_ward, &of(Layout::PeriodsInColumns)).unwrap();
        prop_assert_eq!(long.series(), by_ward.series());
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(?s).{0,200}", name in "[a-z]{1,3}\\.(csv|ndjson|txt)") {
        let _ = read_named(&name, text.as_bytes(), &ReadOptions::default());
    }

    #[test]
    fn any_cells_are_read_or_refused(cells in prop::collection::vec("[0-9A-Z/:., \"-]{0,8}", 3..40)) {
        let mut text = "ward,month,value\n".to_owned();
        for row in cells.chunks(3) {
            text.push_str(&row.join(","));
            text.push('\n');
        }
        let _ = read_with(&text, &ReadOptions::default());
        let _ = read_with(&text, &options());
    }

    #[test]
    fn periods_read_back_as_they_were_written(kind in any_kind(), part in 0.0..1.0_f64) {
        let (mut low, mut high) = (0, 1 << 46);
        // The range of the kind, by halving.
        while low < high {
            let middle = low + (high - low) / 2;
            if Period::new(kind, middle).is_some() || middle < 200 { low = middle + 1 } else { high = middle }
        }
        let index = (low as f64 * part) as i64;
        if let Some(period) = Period::new(kind, index) {
            prop_assert_eq!(period.kind(), kind);
            prop_assert_eq!(period.index(), index);
            prop_assert_eq!(kind.parse(&period.to_string(), &Calendar::default()), Ok(period));
            if let Some(next) = period.next() {
                prop_assert!(next > period);
                prop_assert_eq!(next.distance(period), Some(1));
                if let (Some(last), Some(first)) = (period.last_day(), next.first_day()) {
                    prop_assert!(first <= last + 1);
                }
            }
        }
    }
}
