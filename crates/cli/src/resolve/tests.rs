use redbead::{Chart, Invalid, Plan};
use redbead_io::{Dataset, Holes, ReadOptions, read_from};

use super::*;
use crate::plan_file::FileFormat;

/// Wards A (2023-01 to 2024-12) and B (2023-07 to 2024-06), and C, which has a hole from 2023-04 to
/// 2023-06.
fn data() -> Dataset {
    let mut text = String::from("ward,month,falls\n");
    let mut add = |ward: &str, months: std::ops::Range<usize>| {
        for month in months {
            let (year, month) = (2023 + month / 12, month % 12 + 1);
            text.push_str(&format!("{ward},{year}-{month:02},{}\n", 40 + month % 5));
        }
    };
    add("A", 0..24);
    add("B", 6..18);
    add("C", 0..3);
    add("C", 6..20);
    let options = ReadOptions {
        holes: Holes::Leave,
        ..ReadOptions::default()
    };
    read_from(std::io::Cursor::new(text), "test", &options).unwrap()
}

fn resolved(plan: &str) -> Result<Resolved, String> {
    let text = format!("version = 1\n{plan}");
    let file = PlanFile::parse(&text, FileFormat::Toml, "test").unwrap();
    Resolved::new(&file, &data(), Chart::individuals()).map_err(|problem| problem.to_string())
}

/// The plan of the series at a position, as the engine writes it.
fn told(resolved: &Resolved, number: usize) -> String {
    let plan = &resolved.plans()[resolved.plan_of(number).unwrap()];
    let lines = plan.to_string();
    let kept = lines
        .lines()
        .filter(|line| line.starts_with("baseline") || line.starts_with("phase"));
    kept.collect::<Vec<_>>().join("; ")
}

#[test]
fn equal_plans_are_one() {
    let found = resolved("[plan]\nbaseline = 12\n").unwrap();
    assert_eq!(found.plans().len(), 1);
    assert_eq!(told(&found, 2), "baseline first(12)");
    // An override that changes nothing makes no plan of its own.
    let found =
        resolved("[plan]\nbaseline = 12\n[[series]]\nmatch = { ward = 'B' }\nbaseline = 12\n");
    assert_eq!(found.unwrap().plans().len(), 1);
    let found = resolved("[plan]\nbaseline = 12\n[[series]]\nmatch = { ward = 'B' }\ntarget = 3\n")
        .unwrap();
    assert_eq!(found.plans().len(), 2);
    assert_eq!(found.plans()[1].target(), Some(3.0));
}

#[test]
fn periods_become_indices_in_each_series() {
    let found = resolved("[plan]\nphases = ['2024-01']\n").unwrap();
    assert_eq!(told(&found, 0), "baseline all; phase at 12");
    assert_eq!(told(&found, 1), "baseline all; phase at 6");
    // C has no rows from April to June.
    assert_eq!(told(&found, 2), "baseline all; phase at 9");
    let found = resolved("[plan]\nphases = ['2023-05', '2023-06', 5]\n").unwrap();
    // A phase that begins in a hole begins with the first point after it; of two, one begins.
    assert_eq!(told(&found, 2), "baseline all; phase at 3; phase at 5");
    // B begins after both.
    assert_eq!(told(&found, 1), "baseline all; phase at 5");
    assert_eq!(
        found.notes(),
        [
            "phase at 2023-05: outside of 1 series, where it has no effect",
            "phase at 2023-06: outside of 1 series, where it has no effect"
        ]
    );
}

#[test]
fn a_stretch_of_periods_is_the_baseline_of_its_phase() {
    let found = resolved("[plan]\nbaseline = '2023-01..2023-12'\n").unwrap();
    assert_eq!(told(&found, 0), "baseline range(0..=11)");
    assert_eq!(told(&found, 1), "baseline range(0..=5)");
    // A year and a quarter stand for their months.
    let found = resolved("[plan]\nbaseline = '2023'\nphases = ['2024Q3']\n").unwrap();
    assert_eq!(
        told(&found, 0),
        "baseline range(0..=11); phase at 18 baseline all"
    );
    let found = resolved("[plan]\nbaseline = '2024-02..2024-05'\nphases = ['2024-01']\n").unwrap();
    assert_eq!(
        told(&found, 0),
        "baseline all; phase at 12 baseline range(13..=16)"
    );
    let found =
        resolved("[plan]\nbaseline = '2023'\nphases = [{ at = '2024-01', baseline = 6 }]\n")
            .unwrap();
    assert_eq!(
        told(&found, 0),
        "baseline range(0..=11); phase at 12 baseline first(6)"
    );
}

#[test]
fn what_fits_no_point_is_refused_for_that_series_alone() {
    let found = resolved("[plan]\nbaseline = '2023-01..2023-06'\n").unwrap();
    assert!(found.plan_of(0).is_ok() && found.plan_of(2).is_ok());
    assert_eq!(
        found.plan_of(1),
        Err("no point in its baseline 2023-01..2023-06; give this series a baseline of its own")
    );
    // A stretch across two phases belongs to neither.
    let found = resolved("[plan]\nbaseline = '2023'\nphases = ['2023-10']\n").unwrap();
    assert!(found.plan_of(0).unwrap_err().contains("leaves its phase"));
}

#[test]
fn what_fits_no_series_is_refused_at_once() {
    for (plan, expected) in [
        ("[plan]\nphases = ['2024-13']\n", "phase at 2024-13"),
        ("[plan]\nbaseline = 'soon..late'\n", "baseline: "),
        (
            "[[series]]\nmatch = { ward = 'B' }\nexclude = ['soon']\n",
            "[[series]] number 1: exclude soon",
        ),
        (
            "[[series]]\nmatch = { wrad = 'B' }\n",
            "did you mean `ward`?",
        ),
        ("[plan]\nchart = 'run'\nrules = ['beyond']\n", "needs sigma"),
    ] {
        let message = resolved(plan).unwrap_err();
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn a_day_within_a_month_is_refused_and_its_ends_name_it() {
    let ends = resolved("[plan]\nbaseline = '2023-01-01..2023-12-31'\n").unwrap();
    assert_eq!(told(&ends, 0), "baseline range(0..=11)");
    for plan in [
        "[plan]\nexclude = ['2023-05-20']\n",
        "[plan]\nphases = ['2023-05-20']\n",
        "[plan]\nbaseline = '2023-01-01..2023-05-20'\n",
    ] {
        let message = resolved(plan).unwrap_err();
        let expected =
            "2023-05-20 is a day within 2023-05, and each point is a month; write 2023-05";
        assert!(message.ends_with(expected), "{message}");
    }
}

#[test]
fn exclusions_add_up_and_keep_their_reasons() {
    let plan = "[plan]\nexclude = ['2024-03']\n[[series]]\nmatch = { ward = 'A' }\n\
                exclude = [{ at = '2023-02..2023-03', reason = 'flood' }, 5]\n";
    let found = resolved(plan).unwrap();
    let data = data();
    let excluded = |number: usize| -> Vec<usize> {
        let series = found.series(number, &data.series()[number]);
        let points = series.iter().enumerate();
        let excluded = points.filter(|(_, point)| point.status == Status::Excluded);
        excluded.map(|(index, _)| index).collect()
    };
    assert_eq!(excluded(0), [1, 2, 5, 14]);
    assert_eq!(excluded(1), [8]);
    assert_eq!(
        found.reasons(0),
        [(1, "flood".to_owned()), (2, "flood".to_owned())]
    );
}

#[test]
fn missing_figures_stand_as_nan() {
    let found = resolved("[plan]\nchart = 'run'\n").unwrap();
    let by_hand = Plan::builder(Chart::run())
        .invalid(Invalid::NanIsMissing)
        .build()
        .unwrap();
    assert_eq!(found.plans(), [by_hand]);
}
