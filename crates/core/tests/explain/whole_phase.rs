//! One exact sentence a whole-phase test.

use super::{check, falls, last};
use redbead::{Baseline, Chart, Direction, Plan, Rule, Series, Wording};

/// A figure above or below the median for each sign; the first ten set the median at 20.
#[track_caller]
fn check_run(rule: Rule, signs: &str, sentence: &str, short: &str) {
    let figures: Vec<f64> = format!("+-+-+-+-+-{signs}")
        .chars()
        .map(|sign| match sign {
            '+' => 25.0,
            '-' => 15.0,
            _ => 20.0,
        })
        .collect();
    let plan = Plan::builder(Chart::run())
        .rule(rule)
        .direction(Direction::Decrease)
        .baseline(Baseline::First { points: 10 })
        .build()
        .unwrap();
    check(
        &last(&plan, Series::from(&figures), &falls()),
        sentence,
        short,
    );
}

#[test]
fn the_longest_run_of_a_phase() {
    // 20 points off the median: more than round(log2 20) + 3 = 7.
    check_run(
        Rule::LongestRun,
        "++++0+++++-",
        "Nine months in a row above the median of 20 falls, not counting one on it, from January \
         to October 2024: longer than the seven that chance would usually allow in 20 months, a \
         change for the worse",
        "9 months above median, January to October 2024",
    );
    check_run(
        Rule::LongestRun,
        "+---------",
        "Nine months in a row below the median of 20 falls, since February 2024: longer than the \
         seven that chance would usually allow in 20 months, a change for the better",
        "9 months below median, since February 2024",
    );
}

#[test]
fn too_few_crossings() {
    // 30 points: 9 crossings, and qbinom(0.05, 29, 1/2) = 10. Of 5 + 25 points in 10 runs,
    // P(R <= 10) is far above 0.025, so the exact test is silent here.
    check_run(
        Rule::Crossings,
        "--------------------",
        "The figures crossed the median of 20 falls only nine times in the 30 months since March \
         2023: by chance it would usually be at least ten times, so something has probably changed",
        "Median crossed only 9 times in 30 months",
    );
}

#[test]
fn the_number_of_runs() {
    // 20 points above and 20 below in 12 runs, so 11 crossings; the exact limits are 15 to 27.
    let two_halves = "+".repeat(15) + &"-".repeat(15);
    check_run(
        Rule::RunCount,
        &two_halves,
        "The figures crossed the median of 20 falls only 11 times in the 40 months since March \
         2023: by chance it would usually be at least 14 times, so something has probably changed",
        "Median crossed only 11 times in 40 months",
    );
    // 10 above and 10 below in 20 runs, one of them passing over a point on the median; the
    // exact limits are 7 to 15.
    check_run(
        Rule::RunCount,
        "+-0+-+-+-+-",
        "The figures crossed the median of 20 falls 19 times in the 20 months since March 2023, \
         not counting one on the median: by chance it would usually be at most 14 times, so two \
         different sources were probably put together",
        "Median crossed 19 times in 20 months",
    );
}

#[test]
fn the_boxes() {
    // 30 points: at least 11 crossings and no run above 10; 12 crossings next to a run of 10.
    check_run(
        Rule::BestBox,
        "+++++++++++---------",
        "Eleven months in a row on one side of the median of 20 falls, in the 30 months since March \
         2023: longer than the ten that chance would usually allow in 30 months",
        "11 of 30 months in a row on one side",
    );
    check_run(
        Rule::CutBox,
        "++++++++++----------",
        "The figures crossed the median of 20 falls only 11 times in the 30 months since March \
         2023, with ten months in a row on one side: chance would rarely do both, so something has \
         probably changed",
        "10 of 30 months in a row on one side",
    );
    // 57 points: at least 23 crossings and no run above 12.
    check_run(
        Rule::BestBox,
        &"++++----".repeat(6)[..47],
        "The figures crossed the median of 20 falls only 21 times in the 57 months since March \
         2023: by chance it would usually be at least 23 times, so something has probably changed",
        "Median crossed only 21 times in 57 months",
    );
}

#[test]
fn few_points_are_said_to_be_few() {
    let plan = Plan::builder(Chart::run())
        .rule(Rule::LongestRun)
        .baseline(Baseline::Given {
            center: 20.0,
            sigma: None,
        })
        .build()
        .unwrap();
    check(
        &last(&plan, Series::from(&[25.0; 7]), &Wording::new()),
        "Seven points in a row above the expected level of 20, since point 1: longer than the six \
         that chance would usually allow in seven points, though seven points are few to judge by",
        "7 points above expected level, since point 1",
    );
}
