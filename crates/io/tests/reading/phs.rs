//! Files with qualifiers, as Public Health Scotland publishes them.

use redbead::Status;
use redbead_io::{Columns, Figures, ReadOptions, Time, Totals, WhyMissing};

use super::{lines, read, read_named, read_with};

const DELAYS: &str = "\
MonthOfDelay,HBT,HBTQF,AgeGroup,AgeGroupQF,NumberOfDelayedBedDays,NumberOfDelayedBedDaysQF
201904,S08000018,,18-74,,100,
201904,S08000018,,18plus,d,350,
201905,S08000029,,18-74,,,c
201905,S08000029,,18plus,d,,:
201906,S08000029,,18-74,,120,r
201906,S08000029,,18plus,d,360,p
201906,S92000003,d,18-74,,5000,d
201906,S08000025,,18-74,,,z
";

fn delays() -> ReadOptions {
    ReadOptions {
        columns: Columns {
            series: Some(vec!["HBT".to_owned(), "AgeGroup".to_owned()]),
            time: Time::Column("MonthOfDelay".to_owned()),
            figures: Figures::Value("NumberOfDelayedBedDays".to_owned()),
            ..Columns::default()
        },
        ..ReadOptions::default()
    }
}

#[test]
fn qualifiers_say_why_and_how_far() {
    let data = read_with(
        DELAYS,
        &ReadOptions {
            join_board_codes: true,
            ..delays()
        },
    )
    .unwrap();
    assert_eq!(
        lines(&data),
        [
            "S08000025+18-74: 2019-06: .",
            "S08000029+18-74: 2019-04 2019-05 2019-06: 100 . 120",
            "S08000029+18plus: 2019-04 2019-05 2019-06: 350 . 360",
            "S92000003+18-74: 2019-06: 5000",
        ]
    );
    let fife = data.find(&["S08000029", "18-74"]).unwrap();
    assert_eq!(fife.why_missing(1), Some(WhyMissing::Suppressed));
    assert!(fife.is_revised(2) && !fife.is_revised(0));
    let all = data.find(&["S08000029", "18plus"]).unwrap();
    assert_eq!(all.why_missing(1), Some(WhyMissing::Missing));
    assert_eq!(
        all.series().get(2).map(|point| point.status),
        Some(Status::Provisional)
    );
    assert_eq!(
        data.series()[0].why_missing(0),
        Some(WhyMissing::NotApplicable)
    );
    let account = data.account();
    assert_eq!(
        (account.suppressed, account.missing, account.not_applicable),
        (1, 1, 1)
    );
    assert_eq!(
        (
            account.provisional,
            account.revised,
            account.totals,
            account.joined
        ),
        (1, 1, 4, 2)
    );
    let notes: Vec<String> = data.notes().iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "4 rows are totals of others; they stand as series of their own and are not to be added to their parts"
        ]
    );
}

#[test]
fn old_codes_stay_and_are_told_unless_they_are_joined() {
    let data = read_with(DELAYS, &delays()).unwrap();
    assert_eq!(data.series().len(), 6);
    let notes: Vec<String> = data.notes().iter().map(ToString::to_string).collect();
    assert!(
        notes[0].starts_with("2 series have a board code that was replaced"),
        "{notes:?}"
    );
}

#[test]
fn totals_that_no_row_is_marked_as_are_told() {
    let text = "month,ward,falls\n2024-01,A,3\n2024-01,All,3\n";
    let with = |totals| {
        let options = ReadOptions {
            totals,
            ..ReadOptions::default()
        };
        read_with(text, &options)
    };
    let notes: Vec<String> = with(Totals::Drop)
        .unwrap()
        .notes()
        .iter()
        .map(ToString::to_string)
        .collect();
    let told = "no row is marked as a total of others, so none was left out; a `d` in a column `…QF` marks totals";
    assert!(notes.contains(&told.to_owned()), "{notes:?}");
    let error = with(Totals::Only).unwrap_err().to_string();
    assert!(
        error.contains("no row is marked as one: a `d` in a column `…QF`"),
        "{error}"
    );
}

#[test]
fn totals_may_be_dropped_or_be_all_there_is() {
    let parts = read_with(
        DELAYS,
        &ReadOptions {
            totals: Totals::Drop,
            ..delays()
        },
    )
    .unwrap();
    assert_eq!(parts.series().len(), 3);
    assert_eq!(
        (
            parts.account().totals,
            parts.account().left_out,
            parts.account().used
        ),
        (4, 4, 4)
    );
    let totals = read_with(
        DELAYS,
        &ReadOptions {
            totals: Totals::Only,
            ..delays()
        },
    )
    .unwrap();
    assert_eq!(totals.series().len(), 3);
    assert_eq!(totals.account().left_out, 4);
}

#[test]
fn totals_are_never_added_to_their_parts() {
    let rows = "month,HBT,HBTQF,value\n2024-01,A,,1\n2024-01,A,d,2\n2024-02,A,,3\n2024-02,A,,4\n";
    let options = ReadOptions {
        duplicates: redbead_io::Duplicates::Sum,
        ..ReadOptions::default()
    };
    let error = read_with(rows, &options).unwrap_err().to_string();
    assert!(
        error.contains("line 3: A has a total beside parts of it, as in line 2"),
        "{error}"
    );
    assert!(!error.contains("line 5"));
}

#[test]
fn guesses_leave_qualifiers_alone() {
    let data = read(DELAYS);
    assert_eq!(data.key_names(), ["HBT", "AgeGroup"]);
    let off = ReadOptions {
        qualifiers: false,
        ..delays()
    };
    let data = read_with(DELAYS, &off).unwrap();
    assert_eq!(
        (
            data.account().suppressed,
            data.account().missing,
            data.account().totals
        ),
        (0, 3, 0)
    );
}

#[test]
fn other_qualifiers_are_told() {
    let rows = "month,value,valueQF\n2024-01,1,b\n2024-02,2,e\n2024-03,3,?\n";
    let notes: Vec<String> = read(rows).notes().iter().map(ToString::to_string).collect();
    assert!(notes.contains(&"1 figure is marked as a break in their series".to_owned()));
    assert!(notes.contains(&"1 figure is marked as estimated".to_owned()));
    assert!(notes.contains(&"qualifier `?` in 1 cell is not known and was read over".to_owned()));
}

#[test]
fn rolling_years_and_quarters() {
    let rows = "TimePeriod,value\n2024Q1-2024Q4,1\n2024Q3-2025Q2,3\n2024Q2-2025Q1,2\n";
    let data = read(rows);
    assert_eq!(
        lines(&data),
        [": 2024Q1-2024Q4 2024Q2-2025Q1 2024Q3-2025Q2: 1 2 3"]
    );
    assert!(
        data.notes()
            .iter()
            .any(|note| note.to_string().contains("rolling years overlap"))
    );
    let quarters = read_named(
        "q.csv",
        b"Quarter,Attendances\n20243,1\n20251,2\n",
        &ReadOptions::default(),
    )
    .unwrap();
    assert_eq!(lines(&quarters)[0], ": 2024Q3 2025Q1: 1 2");
}

/// A total and its parts, told apart by a column that is no key.
const ALL: &str = "\
month,site,age,ageQF,n
2024-01,A,18plus,d,30
2024-01,A,18-74,,10
2024-01,A,75plus,,20
2024-02,A,18plus,d,33
2024-02,A,18-74,,12
2024-02,A,75plus,,21
";

fn by_site(totals: Totals) -> ReadOptions {
    ReadOptions {
        columns: Columns {
            series: Some(vec!["site".to_owned()]),
            ..Columns::default()
        },
        duplicates: redbead_io::Duplicates::Sum,
        totals,
        ..ReadOptions::default()
    }
}

#[test]
fn totals_are_told_by_columns_that_are_no_keys() {
    let parts = read_with(ALL, &by_site(Totals::Drop)).unwrap();
    assert_eq!(lines(&parts), ["A: 2024-01 2024-02: 30 33"]);
    assert_eq!(parts.account().totals, 2);
    let totals = read_with(ALL, &by_site(Totals::Only)).unwrap();
    assert_eq!(lines(&totals), ["A: 2024-01 2024-02: 30 33"]);
    assert_eq!(totals.account().duplicates, 0);
    let error = read_with(ALL, &by_site(Totals::Keep)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "test.csv, line 3: A has a total beside parts of it, as in line 2; leave totals out, or read only them, or \
         name the column that tells them apart with the series"
    );
    let guessed = read(ALL);
    assert_eq!(guessed.key_names(), ["site", "age"]);
    assert_eq!(guessed.series().len(), 3);
}

#[test]
fn a_total_in_one_period_and_parts_in_another_are_not_added_up() {
    let rows = "month,site,age,ageQF,n\n2024-01,A,all,d,30\n2024-02,A,x,,12\n2024-02,A,y,,21\n";
    let error = read_with(rows, &by_site(Totals::Keep)).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("line 3: A has a total beside parts"),
        "{error}"
    );
}

#[test]
fn totals_in_columns_leave_periods_where_they_are() {
    let rows =
        "ward,2024-01,2024-01QF,2024-02,2024-02QF,2024-03,2024-03QF\nA,1,d,2,,3,\nB,10,,20,d,30,\n";
    let kept = read(rows);
    assert_eq!(
        lines(&kept),
        [
            "A: 2024-01 2024-02 2024-03: 1 2 3",
            "B: 2024-01 2024-02 2024-03: 10 20 30"
        ]
    );
    assert_eq!(kept.account().total_cells, 2);
    let notes: Vec<String> = kept.notes().iter().map(ToString::to_string).collect();
    assert!(
        notes.contains(&"2 figures are marked as totals of others".to_owned()),
        "{notes:?}"
    );
    let dropped = ReadOptions {
        totals: Totals::Drop,
        ..ReadOptions::default()
    };
    let data = read_with(rows, &dropped).unwrap();
    assert_eq!(
        lines(&data),
        [
            "A: 2024-02 2024-03: 2 3",
            "B: 2024-01 2024-02 2024-03: 10 . 30"
        ]
    );
    let account = data.account();
    assert_eq!((account.cells_left_out, account.left_out), (2, 0));
    assert!(
        account
            .to_string()
            .contains("; cells: 2 totals, 2 left out")
    );
}

#[test]
fn sums_without_qualifiers_are_told() {
    let rows = "week,site,category,n\n2024-01-07,A,All,30\n2024-01-07,A,Planned,10\n2024-01-07,A,Unplanned,20\n\
                2024-01-14,A,All,33\n2024-01-14,A,Planned,12\n2024-01-14,A,Unplanned,21\n";
    let notes = |rows: &str| -> Vec<String> {
        let notes = read(rows)
            .notes()
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>();
        notes
            .into_iter()
            .filter(|note| note.contains("the sum of"))
            .collect()
    };
    assert_eq!(
        notes(rows),
        [
            "category `All` is in every period the sum of the others beside it, in 1 series; it is not to be added to \
             them"
        ]
    );
    assert!(notes(&rows.replace(",33", ",34")).is_empty());
    assert!(notes(&rows.replace("All", "Other")).is_empty());
}

/// Objects that leave out what is null, as many writers do.
fn lines_without_nulls(plain: usize) -> String {
    let mut text = String::new();
    for row in 0..plain {
        text += &format!(
            "{{\"month\": \"{}-01\", \"site\": \"A\", \"n\": {row}}}\n",
            1600 + row
        );
    }
    text + "{\"month\": \"2024-01\", \"site\": \"A\", \"nQF\": \"c\"}\n"
}

#[test]
fn qualifiers_that_come_too_late_are_refused() {
    let options = ReadOptions::default();
    let early = read_named("a.ndjson", lines_without_nulls(100).as_bytes(), &options).unwrap();
    assert_eq!(early.account().suppressed, 1);
    let late = lines_without_nulls(250);
    let error = read_named("a.ndjson", late.as_bytes(), &options).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a.ndjson: column `nQF`, which qualifies another, first appears after row 200; name it in the first \
         object, as null where it says nothing, or read without qualifiers"
    );
    assert_eq!(error.remedies(), [redbead_io::Remedy::Qualifiers]);
    let without = ReadOptions {
        qualifiers: false,
        ..ReadOptions::default()
    };
    let plain = read_named("a.ndjson", late.as_bytes(), &without).unwrap();
    assert_eq!(
        (plain.account().suppressed, plain.account().missing),
        (0, 1)
    );
}
