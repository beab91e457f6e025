use super::*;

fn reads(text: &str, canonical: &str, kind: PeriodKind) {
    let period: Period = text.parse().unwrap();
    assert_eq!(period.to_string(), canonical, "{text}");
    assert_eq!(period.kind(), kind, "{text}");
    assert_eq!(kind.parse(canonical, &Calendar::default()), Ok(period));
}

const QUARTER: PeriodKind = PeriodKind::Quarter { year_starts: 1 };
const FINANCIAL_QUARTER: PeriodKind = PeriodKind::Quarter { year_starts: 4 };
const YEAR: PeriodKind = PeriodKind::Year { year_starts: 1 };
const FINANCIAL_YEAR: PeriodKind = PeriodKind::Year { year_starts: 4 };

#[test]
fn many_spellings_are_one_period() {
    for text in [
        "2024-05", "202405", "2024/05", "May 2024", "may-24", "MAY24", "2024 May", "2024M05",
        "2024m5",
    ] {
        reads(text, "2024-05", PeriodKind::Month);
    }
    for text in [
        "2024-05-31",
        "20240531",
        "2024/05/31",
        "31 May 2024",
        "31-May-24",
        "31/May/2024",
        "31.05.2024",
        "31.5.2024",
        "May 31, 2024",
        "May 31 2024",
        "2024-W22-5",
        " 2024-05-31 ",
    ] {
        reads(text, "2024-05-31", PeriodKind::Day);
    }
    for text in [
        "2024Q3", "2024-Q3", "2024 Q3", "2024q3", "Q3 2024", "Q3-2024", "20243", "Q3/2024",
    ] {
        reads(text, "2024Q3", QUARTER);
    }
    for text in [
        "FY2024/25 Q2",
        "2024/25 Q2",
        "2024-25 Q2",
        "2024/25Q2",
        "Q2 2024/25",
        "FY 2024/2025 Q2",
        "2024/2025 Q2",
        "2024/25-Q2",
    ] {
        reads(text, "FY2024/25 Q2", FINANCIAL_QUARTER);
    }
    for text in [
        "2024/25",
        "2024-25",
        "2024/2025",
        "2024–25",
        "FY2024/25",
        "FY 2024-2025",
    ] {
        reads(text, "2024/25", FINANCIAL_YEAR);
    }
    reads("1999/00", "1999/00", FINANCIAL_YEAR);
    reads("2024", "2024", YEAR);
    for text in ["2024-W27", "2024W27", "2024 w27"] {
        reads(text, "2024-W27", PeriodKind::IsoWeek);
    }
    for text in ["2024Q4-2025Q3", "2024Q4 - 2025Q3"] {
        reads(text, "2024Q4-2025Q3", PeriodKind::RollingYear);
    }
    for text in [
        "2024-05-31T10",
        "2024-05-31 10:00",
        "20240531T10:00:00Z",
        "2024-05-31T10:00:00.000+01:00",
    ] {
        reads(text, "2024-05-31T10", PeriodKind::Hour);
    }
    reads("2024-05-31 00:00", "2024-05-31T00", PeriodKind::Hour);
    reads("31 May 2024 10:30", "2024-05-31T10:30", PeriodKind::Minute);
    reads(
        "2024-05-31 10:30:15",
        "2024-05-31T10:30:15",
        PeriodKind::Second,
    );
    reads("17", "17", PeriodKind::Index);
}

#[test]
fn what_is_no_period_is_told_why() {
    let error = |text: &str| text.parse::<Period>().unwrap_err().to_string();
    assert_eq!(
        error("01/02/2024"),
        "`01/02/2024` may be meant in two ways; say whether the day or the month comes first"
    );
    assert_eq!(
        error("2024-13"),
        "`2024-13` is neither a month from 1 to 12 nor a year whose second part comes right after the first, as \
         in 2024/25"
    );
    assert_eq!(
        error("202413"),
        "`202413` does not exist: month 13 is out of range"
    );
    assert_eq!(
        error("2024-02-30"),
        "`2024-02-30` does not exist: day 30 is out of range"
    );
    assert_eq!(
        error("2023-02-29"),
        "`2023-02-29` does not exist: day 29 is out of range"
    );
    assert_eq!(
        error("2024Q5"),
        "`2024Q5` does not exist: quarter 5 is out of range"
    );
    assert_eq!(
        error("2023-W53"),
        "`2023-W53` does not exist: week 53 is out of range"
    );
    assert_eq!(
        error("2024-05-31T25:00"),
        "`2024-05-31T25:00` does not exist: hour 25 is out of range"
    );
    assert_eq!(
        error("FY2024"),
        "`FY2024` may be meant in two ways; write the year with both its parts, like 2024/25"
    );
    assert_eq!(
        error("2024Q4-2025Q2"),
        "`2024Q4-2025Q2` is no span of four quarters such as 2024Q4-2025Q3"
    );
    assert!(error("2024-05-31 10:30:15.25").contains("finer than a second"));
    for text in [
        "",
        "yesterday",
        "2024-",
        "2024--05",
        "-5",
        "5/2024",
        "2024-05-31X",
        "0000-01-01",
        "2024-05-31 10:30 pm",
    ] {
        assert!(text.parse::<Period>().is_err(), "{text}");
    }
}

#[test]
fn dates_with_slashes_go_by_the_order_that_is_said() {
    let first = Calendar {
        date_order: Some(DateOrder::DayFirst),
        ..Calendar::default()
    };
    let second = Calendar {
        date_order: Some(DateOrder::MonthFirst),
        ..first
    };
    let read = |calendar| Period::parse("01/02/2024", calendar).unwrap().to_string();
    assert_eq!(read(&first), "2024-02-01");
    assert_eq!(read(&second), "2024-01-02");
    let error = Period::parse("31/12/2024", &second).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`31/12/2024` does not exist: month 31 is out of range"
    );
}

#[test]
fn the_next_period_has_the_next_number() {
    for (before, after) in [
        ("2023-12", "2024-01"),
        ("2024-02-28", "2024-02-29"),
        ("2020-W53", "2021-W01"),
        ("2024Q4", "2025Q1"),
        ("FY2024/25 Q4", "FY2025/26 Q1"),
        ("1999/00", "2000/01"),
        ("2024Q4-2025Q3", "2025Q1-2025Q4"),
        ("2024-12-31T23", "2025-01-01T00"),
    ] {
        let (before, after): (Period, Period) = (before.parse().unwrap(), after.parse().unwrap());
        assert_eq!(before.next(), Some(after));
        assert_eq!(after.distance(before), Some(1));
        assert!(before < after);
    }
    let last: Period = "9999-12-31".parse().unwrap();
    assert_eq!(last.next(), None);
}

#[test]
fn periods_lie_in_one_another() {
    let period = |text: &str| text.parse::<Period>().unwrap();
    let days = |text: &str| (period(text).first_day(), period(text).last_day());
    let of = |text: &str| period(text).first_day();
    assert_eq!(days("2024-02"), (of("2024-02-01"), of("2024-02-29")));
    assert_eq!(days("FY2024/25 Q4"), (of("2025-01-01"), of("2025-03-31")));
    assert_eq!(days("2024/25"), (of("2024-04-01"), of("2025-03-31")));
    assert_eq!(days("2024Q4-2025Q3"), (of("2024-10-01"), of("2025-09-30")));
    assert_eq!(days("9999-12"), (of("9999-12-01"), of("9999-12-31")));
    assert_eq!(
        period("2024-05").first_in(PeriodKind::Day),
        Some(period("2024-05-01"))
    );
    assert_eq!(
        period("2024-05").last_in(PeriodKind::Day),
        Some(period("2024-05-31"))
    );
    assert_eq!(
        period("2024-05-01").first_in(PeriodKind::Month),
        Some(period("2024-05"))
    );
    assert_eq!(
        period("2024-05-02").first_in(PeriodKind::Month),
        Some(period("2024-06"))
    );
    assert_eq!(
        period("2024-05-30").last_in(PeriodKind::Month),
        Some(period("2024-04"))
    );
    assert_eq!(
        period("2024").last_in(PeriodKind::Month),
        Some(period("2024-12"))
    );
    assert_eq!(
        period("2021").first_in(PeriodKind::RollingYear),
        Some(period("2021Q1-2021Q4"))
    );
    assert_eq!(
        period("2021-02").first_in(PeriodKind::RollingYear),
        Some(period("2021Q2-2022Q1"))
    );
    assert_eq!(
        period("2021").last_in(PeriodKind::RollingYear),
        Some(period("2021Q1-2021Q4"))
    );
    assert_eq!(period("17").first_in(PeriodKind::Month), None);
    let ten = period("2024-05-31T10");
    assert_eq!(
        ten.first_in(PeriodKind::Minute),
        Some(
            period("2024-05-31T10:00")
                .as_kind(PeriodKind::Minute)
                .unwrap()
        )
    );
    assert_eq!(
        ten.last_in(PeriodKind::Minute),
        Some(period("2024-05-31T10:59"))
    );
    assert_eq!(ten.first_in(PeriodKind::Day), Some(period("2024-06-01")));
    assert_eq!(ten.last_in(PeriodKind::Day), Some(period("2024-05-30")));
    assert_eq!(
        period("2024-05-31").last_in(PeriodKind::Hour),
        Some(period("2024-05-31T23"))
    );
}
