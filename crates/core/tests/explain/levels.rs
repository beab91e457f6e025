//! Phases that began by themselves.

use super::{check, falls};
use redbead::{
    Chart, Direction, Explanation, Observation, Plan, Rebase, Report, SeriesError, Sides, Wording,
};

/// Median 6; from index 8, November 2023.
const OLD: [f64; 8] = [7.0, 5.0, 6.0, 8.0, 6.0, 5.0, 7.0, 6.0];

fn plan(chart: Chart, rebase: Rebase, direction: Direction) -> Plan {
    let plan = Plan::builder(chart).rebase(rebase).direction(direction);
    plan.build().unwrap()
}

fn scan(plan: &Plan, points: &[Observation]) -> (Report, Vec<Observation>) {
    let old = OLD.into_iter().map(Observation::value);
    let all: Vec<Observation> = old.chain(points.iter().copied()).collect();
    (plan.scan(&all).unwrap(), all)
}

fn told(plan: &Plan, points: &[Observation], number: usize) -> Option<Explanation> {
    let (report, all) = scan(plan, points);
    report.explain_phase(plan, &all, number, &falls()).unwrap()
}

fn values(values: &[f64]) -> Vec<Observation> {
    values.iter().copied().map(Observation::value).collect()
}

#[test]
fn a_new_level_for_the_better_the_worse_and_neither() {
    // The median of the first eight is 4.
    let lower = values(&[4.0, 5.0, 3.0, 4.0, 4.0, 2.0, 5.0, 4.0, 3.0]);
    for (direction, change) in [
        (Direction::Decrease, "a change for the better"),
        (Direction::Increase, "a change for the worse"),
        (Direction::NotJudged, "a change"),
    ] {
        let plan = plan(Chart::run(), Rebase::Scottish, direction);
        check(
            &told(&plan, &lower, 1).unwrap(),
            &format!(
                "A new level of 4 falls since November 2023: nine months in a row lay below the old \
                 median of 6, {change} that chance would rarely make"
            ),
            "New level of 4 falls since November 2023",
        );
        assert_eq!(told(&plan, &lower, 0), None);
    }
}

#[test]
fn a_level_that_ended_and_points_that_were_passed_over() {
    let plan = plan(Chart::run(), Rebase::Scottish, Direction::Decrease);
    let mut points = values(&[9.0, 6.0, 8.0, 9.0, 50.0, 9.0, 10.0, 9.0, 8.0, 9.0, 9.0, 9.0]);
    points[4] = points[4].excluded();
    points[7] = Observation::missing();
    let (report, _) = scan(&plan, &points);
    assert_eq!(report.phases.len(), 2);
    check(
        &told(&plan, &points, 1).unwrap(),
        "A new level of 9 falls since November 2023: nine months in a row lay above the old median \
         of 6, not counting one on it, one without a figure and one left out, a change for the \
         worse that chance would rarely make",
        "New level of 9 falls since November 2023",
    );
    points.extend(values(&[3.0; 9]));
    check(
        &told(&plan, &points, 1).unwrap(),
        "A new level of 9 falls from November 2023 to October 2024: nine months in a row lay above \
         the old median of 6, not counting one on it, one without a figure and one left out, a \
         change for the worse that chance would rarely make",
        "New level of 9 falls, November 2023 to October 2024",
    );
    check(
        &told(&plan, &points, 2).unwrap(),
        "A new level of 3 falls since November 2024: nine months in a row lay below the old median \
         of 9, a change for the better that chance would rarely make",
        "New level of 3 falls since November 2024",
    );
}

#[test]
fn a_short_run_is_not_called_rare() {
    let five = Rebase::Runs {
        baseline: 8,
        run: 5,
        side: Sides::Either,
    };
    let plan = plan(Chart::run(), five, Direction::Decrease);
    check(
        &told(&plan, &values(&[8.0; 5]), 1).unwrap(),
        "A new level of 8 falls since November 2023: five months in a row lay above the old median \
         of 6, a change for the worse",
        "New level of 8 falls since November 2023",
    );
}

#[test]
fn both_levels_keep_their_order_in_print() {
    let runs = Rebase::Runs {
        baseline: 12,
        run: 9,
        side: Sides::Either,
    };
    let plan = plan(Chart::individuals(), runs, Direction::NotJudged);
    // Average 493 / 12 = 41.083, then 41 at every point: 41 falls would be a shift from 41 to 41.
    let mut figures = vec![
        43.0, 39.0, 43.0, 39.0, 43.0, 39.0, 43.0, 39.0, 43.0, 39.0, 43.0, 40.0,
    ];
    figures.extend([41.0; 9]);
    let report = plan.scan(&figures).unwrap();
    for (wording, new, old) in [
        (falls(), "41", "41.1"),
        (falls().decimals(0), "41.0", "41.1"),
        (falls().decimals(2), "41.00", "41.08"),
    ] {
        let told = report.explain_phase(&plan, &figures, 1, &wording);
        check(
            &told.unwrap().unwrap(),
            &format!(
                "A new level of {new} falls since March 2024: nine months in a row lay below the \
                 old average of {old}, a change that chance would rarely make"
            ),
            &format!("New level of {new} falls since March 2024"),
        );
    }
}

#[test]
fn gaps_have_a_level_too_and_a_phase_must_exist() {
    let plan = plan(Chart::g(), Rebase::Scottish, Direction::Increase);
    let points = values(&[20.0, 30.0, 25.0, 20.0, 31.0, 24.0, 26.0, 25.0, 40.0]);
    let (report, all) = scan(&plan, &points);
    let wording = Wording::new().unit("day", "days").period("fall", "falls");
    check(
        &report
            .explain_phase(&plan, &all, 1, &wording)
            .unwrap()
            .unwrap(),
        "A new level of 25 days since fall 9: nine gaps in a row lay above the old median of 6, a \
         change for the better that chance would rarely make",
        "New level of 25 days since fall 9",
    );
    let foreign = |what| Err(SeriesError::Foreign { what });
    assert_eq!(
        report.explain_phase(&plan, &all, 2, &wording),
        foreign("phase")
    );
    assert_eq!(
        report.explain_phase(&plan, &OLD, 1, &wording),
        foreign("series")
    );
}
