//! One exact sentence a rule and side.

use super::{check, falls, last, plan, told, values};
use redbead::{
    Alternating, Baseline, Beyond, Chart, Direction, Edge, Hugging, KOfM, Mixture, Observation,
    Plan, RangeOf, Series, Shift, Sides, Tie, Trend,
};

#[test]
fn the_example_of_a_ward_manager() {
    let above = values([42.0, 44.0, 46.0, 43.0, 45.0, 44.0, 42.0, 47.0]);
    check(
        &told(plan(Shift::default()), &above),
        "Eight months in a row above the average of 41 falls, since March 2024: a change that \
         chance would rarely make",
        "8 months above average, since March 2024",
    );
}

#[test]
fn a_shift_ends_and_passes_points_over() {
    let mut points = values([
        44.0, 40.0, 41.0, 38.0, 37.0, 39.0, 0.0, 40.0, 38.0, 2.0, 36.0, 39.0, 45.0,
    ]);
    points[6] = Observation::missing();
    points[9] = points[9].excluded();
    check(
        &told(
            plan(Shift::default()).direction(Direction::Decrease),
            &points,
        ),
        "Eight months in a row below the average of 41 falls, not counting one on it, one without \
         a figure and one left out, from April 2024 to February 2025: a change for the better that \
         chance would rarely make",
        "8 months below average, April 2024 to February 2025",
    );
    check(
        &told(
            plan(Shift::default()).direction(Direction::Increase),
            &points[..12],
        ),
        "Eight months in a row below the average of 41 falls, not counting one on it, one without \
         a figure and one left out, since April 2024: a change for the worse that chance would \
         rarely make",
        "8 months below average, since April 2024",
    );
}

#[test]
fn a_short_run_is_not_called_rare() {
    let four = Shift {
        points: 4,
        on_center: Tie::Skip,
    };
    let above = values([42.0, 44.0, 46.0, 43.0]);
    check(
        &told(plan(four).direction(Direction::Decrease), &above),
        "Four months in a row above the average of 41 falls, since March 2024: worse than usual, \
         and worth a closer look",
        "4 months above average, since March 2024",
    );
}

#[test]
fn a_trend_up_and_down() {
    let up = values([31.0, 36.0, 38.0, 42.5, 50.0, 58.0, 57.0]);
    check(
        &told(plan(Trend::default()).direction(Direction::Decrease), &up),
        "Six months in a row going up (31 to 58 falls), from March to August 2024: a trend for the \
         worse that chance would rarely make",
        "6 months going up, March to August 2024",
    );
    let down = values([44.0, 42.0, 42.0, 40.0, 38.5, 37.5]);
    let five = Trend {
        points: 5,
        equal: Tie::Skip,
    };
    check(
        &told(plan(five), &down),
        "Five months in a row going down (44 to 37.5 falls), not counting one equal to the one \
         before, since March 2024: a trend that chance would rarely make",
        "5 months going down, since March 2024",
    );
    let warned = plan(Shift::default())
        .warning(Trend::default())
        .direction(Direction::Decrease);
    check(
        &told(warned, &up[..6]),
        "Six months in a row going up (31 to 58 falls), since March 2024: getting worse, and a \
         warning to look closer",
        "6 months going up, since March 2024 (warning)",
    );
}

#[test]
fn a_figure_beyond_a_limit() {
    let beyond = || plan(Beyond::default());
    check(
        &told(
            beyond().direction(Direction::Decrease),
            &values([63.0, 41.0]),
        ),
        "The figure for March 2024, 63 falls, is above the upper limit of 52: worse than usual, \
         and chance alone would rarely go that far",
        "March 2024 above upper limit",
    );
    check(
        &told(beyond(), &values([40.0, 30.0])),
        "The figure for April 2024, 30 falls, is below the lower limit of 30.4: chance alone would \
         rarely go that far",
        "April 2024 below lower limit",
    );
    check(
        &told(
            beyond().direction(Direction::Decrease),
            &values([20.0, 28.0, 15.0]),
        ),
        "Three months in a row below the lower limit of 30 falls, the lowest at 15, since March \
         2024: better than usual, and chance alone would rarely go that far",
        "3 months below lower limit, since March 2024",
    );
    check(
        &told(beyond(), &values([55.0, 61.0, 41.0])),
        "Two months in a row above the upper limit of 52 falls, the higher at 61, from March to \
         April 2024: chance alone would rarely go that far",
        "2 months above upper limit, March to April 2024",
    );
}

#[test]
fn a_figure_on_a_limit_that_counts_as_beyond() {
    let rule = Beyond {
        sigma: 2.0,
        side: Sides::Above,
    };
    let given = || {
        Plan::builder(Chart::individuals())
            .rule(rule)
            .limit_sigma(2.0)
            .edge(Edge::Inclusive)
            .baseline(Baseline::Given {
                center: 40.0,
                sigma: Some(5.0),
            })
            .build()
            .unwrap()
    };
    check(
        &last(&given(), Series::from(&[40.0, 50.0]), &falls()),
        "The figure for April 2023, 50 falls, is on the upper limit of 50: worth a closer look",
        "April 2023 above upper limit",
    );
    check(
        &last(&given(), Series::from(&[40.0, 50.0, 51.0]), &falls()),
        "Two months in a row on or above the upper limit of 50 falls, the higher at 51, since \
         April 2023: worth a closer look",
        "2 months above upper limit, since April 2023",
    );
}

#[test]
fn a_warning_line_within_the_limits() {
    let builder = plan(Beyond::default()).warning(Beyond {
        sigma: 2.0,
        ..Beyond::default()
    });
    check(
        &told(
            builder.clone().direction(Direction::Decrease),
            &values([50.0]),
        ),
        "The figure for March 2024, 50 falls, is far above the average of 41: worse than usual, \
         and a warning to look closer",
        "March 2024 far above average (warning)",
    );
    let tentative = [Observation::value(32.0).provisional()];
    check(
        &told(builder, &tentative),
        "The figure for March 2024, 32 falls, is far below the average of 41: a warning to look \
         closer, if the provisional figure for March 2024 is confirmed",
        "March 2024 far below average (warning, tentative)",
    );
}

#[test]
fn some_of_the_last_months_far_out() {
    check(
        &told(
            plan(KOfM::default()).direction(Direction::Decrease),
            &values([49.0, 42.0, 50.0]),
        ),
        "Two of the last three months far above the average of 41 falls, since March 2024: a \
         change for the worse that chance would rarely make",
        "2 of 3 months far above average, since March 2024",
    );
    check(
        &told(
            plan(KOfM::default()),
            &values([33.0, 40.0, 32.0, 43.0, 41.0]),
        ),
        "Two of three months far below the average of 41 falls, from March to May 2024: a change \
         that chance would rarely make",
        "2 of 3 months far below average, March to May 2024",
    );
    let four_of_five = KOfM {
        k: 4,
        m: 5,
        sigma: 1.0,
        ..KOfM::default()
    };
    check(
        &told(plan(four_of_five), &values([36.0, 37.0, 35.0, 36.0])),
        "Four months in a row well below the average of 41 falls, since March 2024: a change that \
         chance would rarely make",
        "4 months well below average, since March 2024",
    );
    let within = KOfM {
        not_beyond: Some(3.0),
        ..KOfM::default()
    };
    check(
        &told(plan(within), &values([49.0, 50.0])),
        "Two months in a row far above the average of 41 falls but within the limits, since March \
         2024: a change that chance would rarely make",
        "2 months far above average, since March 2024",
    );
}

#[test]
fn months_too_close_to_the_average() {
    let builder = plan(Hugging::default());
    let calm = "calmer than chance would make them, which often means limits from unlike groups, \
                or figures that were smoothed";
    // The baseline itself lies within 1 sigma.
    check(
        &told(builder, &values([41.0, 40.0, 42.0])),
        &format!(
            "Fifteen months in a row close to the average of 41 falls, since March 2023: {calm}"
        ),
        "15 months close to average, since March 2023",
    );
    let warned = plan(Beyond::default()).warning(Hugging::default());
    check(
        &told(warned, &values([41.0, 40.0, 42.0, 41.0, 47.0])),
        &format!(
            "Sixteen months in a row close to the average of 41 falls, from March 2023 to June \
             2024: {calm}; a warning to look closer"
        ),
        "16 months close to average, March 2023 to June 2024 (warning)",
    );
}

#[test]
fn months_that_avoid_the_average() {
    check(
        &told(
            plan(Mixture::default()),
            &values([46.0, 35.0, 47.0, 36.0, 36.0, 48.0, 47.0, 46.0]),
        ),
        "Eight months in a row well away from the average of 41 falls, five above and three below, \
         since March 2024: they avoid the middle, which often means that two different sources \
         were put together",
        "8 months away from average, since March 2024",
    );
    check(
        &told(plan(Mixture::default()), &values([36.0; 8])),
        "Eight months in a row well below the average of 41 falls, since March 2024: a change that \
         chance would rarely make",
        "8 months well below average, since March 2024",
    );
}

#[test]
fn months_up_and_down_in_turn() {
    check(
        &told(plan(Alternating::default()), &values([42.0, 40.0])),
        "Fourteen months in a row going up and down in turn, since March 2023: more regular than \
         chance, which often means two sources that take turns, or a correction after every figure",
        "14 months up and down in turn, since March 2023",
    );
    let thirteen = Alternating { points: 13 };
    let mut points = values([42.0, 42.0]);
    points[0] = points[0].provisional();
    check(
        &told(plan(thirteen), &points),
        "Thirteen months in a row going up and down in turn, from March 2023 to March 2024: more \
         regular than chance, which often means two sources that take turns, or a correction after \
         every figure, if the provisional figure for March 2024 is confirmed",
        "13 months up and down in turn, March 2023 to March 2024 (tentative)",
    );
}

#[test]
fn a_swing_from_one_side_to_the_other() {
    check(
        &told(plan(RangeOf::default()), &values([49.0, 33.0, 41.0])),
        "The figures swung from far above to far below the average of 41 falls (49 to 33), from \
         March to April 2024: a jump that chance would rarely make",
        "Swing of 49 to 33, March to April 2024",
    );
    check(
        &told(plan(RangeOf::default()), &values([33.0, 49.0, 33.0])),
        "Three months in a row far away from the average of 41 falls, one above and two below, since \
         March 2024: a pattern that chance would rarely make",
        "3 months far away from average, since March 2024",
    );
}
