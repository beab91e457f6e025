//! The oracle itself, by hand arithmetic.

use redbead::Side::{Above, Below};

use super::oracle::{Evidence, Phase, mean, median, runs, scottish, side_of, stable_shift};

/// Values by blanks; `-` is missing and `|` only a mark for the reader.
fn series(text: &str) -> Vec<Option<f64>> {
    text.split_whitespace()
        .filter(|&word| word != "|")
        .map(|word| (word != "-").then(|| word.parse().expect("a number")))
        .collect()
}

/// First index and center of each phase.
fn outline(phases: &[Phase]) -> Vec<(usize, f64)> {
    phases
        .iter()
        .map(|phase| (phase.first, phase.center))
        .collect()
}

fn known(phases: &[Phase]) -> Vec<usize> {
    phases.iter().map(|phase| phase.known).collect()
}

fn evidence(phase: &Phase) -> &Evidence {
    phase.evidence.as_ref().expect("a later phase")
}

#[test]
fn four_units_in_the_last_place_are_on_the_center() {
    let unit = f64::EPSILON;
    assert_eq!(side_of(1.0 + 4.0 * unit, 1.0), None);
    assert_eq!(side_of(1.0 + 5.0 * unit, 1.0), Some(Above));
    // Below a power of two the larger magnitude is still 1, with the wider spacing.
    assert_eq!(side_of(1.0 - 4.0 * unit, 1.0), None);
    assert_eq!(side_of(1.0 - 4.5 * unit, 1.0), Some(Below));
    assert_eq!(side_of(0.1 + 0.2, 0.3), None);
    assert_eq!(side_of(0.0, -0.0), None);
}

#[test]
fn centers() {
    assert_eq!(median(&[9.0, 1.0, 5.0]), 5.0);
    assert_eq!(median(&[8.0, 2.0, 6.0, 4.0]), 5.0);
    assert_eq!(mean(&[0.1; 10]), 0.1);
    assert_eq!(mean(&[1e16, 1.0, -1e16, 2.0]), 0.75);
}

#[test]
fn scottish_shift_of_nine_points() {
    // Baseline 5 5 6 6 6 7 7 8: median 6. The ninth low point is index 16; of the eight from
    // index 8, 3 3 4 4 4 5 5 5, the median is 4.
    let all = series("5 7 6 6 8 7 5 6 | 4 5 3 5 4 4 3 5 4");
    let phases = scottish(&all);
    assert_eq!(outline(&phases), [(0, 6.0), (8, 4.0)]);
    assert_eq!(phases[0].baseline, [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(phases[1].baseline, [8, 9, 10, 11, 12, 13, 14, 15]);
    let shift = evidence(&phases[1]);
    assert_eq!((shift.side, shift.first, shift.completed), (Below, 8, 16));
    assert_eq!(shift.points, [8, 9, 10, 11, 12, 13, 14, 15, 16]);
    assert_eq!(known(&phases), [7, 16]);
    // Eight low points are not enough, and without eight points there is no phase.
    assert_eq!(outline(&scottish(&all[..16])), [(0, 6.0)]);
    assert_eq!(scottish(&all[..7]), []);
}

#[test]
fn scottish_shift_passes_over_points_on_the_median() {
    // The two sixes are on the median: neither counted nor breaking. The new baseline is the
    // first eight points with a value, sixes and all: 3 4 4 4 5 5 6 6, median 4.5.
    let phases = scottish(&series("5 7 6 6 8 7 5 6 | 4 5 6 3 5 6 4 4 3 5 4"));
    assert_eq!(outline(&phases), [(0, 6.0), (8, 4.5)]);
    assert_eq!(phases[1].baseline, [8, 9, 10, 11, 12, 13, 14, 15]);
    let shift = evidence(&phases[1]);
    assert_eq!(shift.points, [8, 9, 11, 12, 14, 15, 16, 17, 18]);
    assert_eq!(shift.completed, 18);
    // A six before the first low point does not belong to the new phase.
    let phases = scottish(&series("5 7 6 6 8 7 5 6 | 6 4 5 3 5 4 4 3 5 4"));
    assert_eq!(outline(&phases), [(0, 6.0), (9, 4.0)]);
}

#[test]
fn scottish_passes_over_missing_points() {
    let phases = scottish(&series("- 5 7 - 6 6 8 7 5 6 | 4 5 - 3 5 4 4 3 5 4"));
    assert_eq!(outline(&phases), [(0, 6.0), (10, 4.0)]);
    assert_eq!(phases[0].baseline, [1, 2, 4, 5, 6, 7, 8, 9]);
    assert_eq!(phases[1].baseline, [10, 11, 13, 14, 15, 16, 17, 18]);
    assert_eq!(evidence(&phases[1]).completed, 19);
}

#[test]
fn scottish_shift_does_not_count_points_of_the_baseline() {
    // 2 2 2 8 8 8 8 8: median 8, and the low points have begun inside the baseline.
    let eight_after = series("8 8 8 8 8 2 2 2 | 2 2 2 2 2 2 2 2 9");
    assert_eq!(outline(&scottish(&eight_after)), [(0, 8.0)]);
    let nine_after = series("8 8 8 8 8 2 2 2 | 2 2 2 2 2 2 2 2 2");
    assert_eq!(outline(&scottish(&nine_after)), [(0, 8.0), (8, 2.0)]);
}

#[test]
fn scottish_shift_after_shift() {
    // 9 9 10 10 10 10 11 11: median 10. 13 13 14 14 14 14 15 15: median 14, and the ninth point
    // of the shift is on it. Then nine points above 14.
    let phases = scottish(&series(
        "10 11 9 10 10 9 11 10 | 14 13 15 14 14 13 15 14 | 14 18 18 18 18 18 18 18 18 18",
    ));
    assert_eq!(outline(&phases), [(0, 10.0), (8, 14.0), (17, 18.0)]);
    assert_eq!(known(&phases), [7, 16, 25]);
    // The next baseline ends with the eighth point, so the ninth may begin the next shift.
    let phases = scottish(&series(
        "10 11 9 10 10 9 11 10 | 4 4 4 4 4 4 4 4 | 3 3 3 3 3 3 3 3 3",
    ));
    assert_eq!(outline(&phases), [(0, 10.0), (8, 4.0), (16, 3.0)]);
    assert_eq!(known(&phases), [7, 16, 24]);
}

#[test]
fn scottish_shift_back_among_the_points_of_the_shift() {
    // Nine highs with twelve points on the old median, 5, between the fifth and the sixth. The
    // new baseline is 9 9 9 9 9 5 5 5, median 9; nine fives after it are a shift down, complete
    // at index 24, though the first re-phase is known only at 28.
    let phases = scottish(&series(
        "5 5 5 5 5 5 5 5 | 9 9 9 9 9 5 5 5 | 5 5 5 5 5 5 5 5 5 9 9 9 9",
    ));
    assert_eq!(outline(&phases), [(0, 5.0), (8, 9.0), (16, 5.0)]);
    assert_eq!(evidence(&phases[1]).completed, 28);
    assert_eq!(evidence(&phases[2]).completed, 24);
    assert_eq!(known(&phases), [7, 28, 28]);
}

#[test]
fn runs_take_the_median_of_the_run() {
    // Median 6; 8 9 9 above it, and the 6 between is on it: in the phase, not in its baseline.
    let phases = runs(&series("5 6 7 | 8 9 6 9 9 10"), 3, 3, None);
    assert_eq!(outline(&phases), [(0, 6.0), (3, 9.0)]);
    assert_eq!(phases[1].baseline, [3, 4, 6]);
    assert_eq!(evidence(&phases[1]).points, [3, 4, 6]);
    assert_eq!(known(&phases), [2, 6]);
    // After the run, counting starts at none: 10 11 make two, 12 the third.
    let phases = runs(&series("5 6 7 | 8 9 6 9 | 9 10 - 11 12"), 3, 3, None);
    assert_eq!(outline(&phases), [(0, 6.0), (3, 9.0), (8, 11.0)]);
    assert_eq!(phases[2].baseline, [8, 10, 11]);
}

#[test]
fn runs_on_the_chosen_side() {
    let all = series("5 6 7 | 8 8 8 | 5 5 5 4 4 4");
    assert_eq!(
        outline(&runs(&all, 3, 3, None)),
        [(0, 6.0), (3, 8.0), (6, 5.0), (9, 4.0)]
    );
    assert_eq!(
        outline(&runs(&all, 3, 3, Some(Above))),
        [(0, 6.0), (3, 8.0)]
    );
    // Against the first median, 6, the first run below is 5 5 5.
    assert_eq!(
        outline(&runs(&all, 3, 3, Some(Below))),
        [(0, 6.0), (6, 5.0), (9, 4.0)]
    );
    // A point on the other side ends a run, whichever side is chosen; the baseline never counts.
    let broken = series("6 7 8 | 9 9 5 9 9");
    assert_eq!(outline(&runs(&broken, 3, 3, Some(Above))), [(0, 7.0)]);
}

#[test]
fn stable_shift_is_accepted() {
    // Mean 2; candidate 6 6 6 5 7, mean 6, whose last point is above it.
    let all = series("1 3 2 1 3 | 6 6 6 5 7");
    let phases = stable_shift(&all, 5, 3, mean);
    assert_eq!(outline(&phases), [(0, 2.0), (5, 6.0)]);
    assert_eq!(phases[1].baseline, [5, 6, 7, 8, 9]);
    let shift = evidence(&phases[1]);
    assert_eq!((shift.side, shift.first, shift.completed), (Above, 5, 7));
    assert_eq!(shift.points, [5, 6, 7]);
    assert_eq!(known(&phases), [4, 9]);
    // The run is complete, and the five points are not.
    assert_eq!(outline(&stable_shift(&all[..9], 5, 3, mean)), [(0, 2.0)]);
    assert_eq!(stable_shift(&all[..4], 5, 3, mean), []);
}

#[test]
fn stable_shift_counts_points_with_a_value() {
    // Missing points are in neither the five nor the three; the 2 is on the old mean, so among
    // the five and not among the three.
    let phases = stable_shift(&series("1 3 - 2 1 3 | 6 - 6 2 6 10"), 5, 3, mean);
    assert_eq!(outline(&phases), [(0, 2.0), (6, 6.0)]);
    assert_eq!(phases[1].baseline, [6, 8, 9, 10, 11]);
    assert_eq!(evidence(&phases[1]).points, [6, 8, 10]);
}

#[test]
fn stable_shift_is_refused_when_the_series_comes_back() {
    // Candidate 8 8 8 1 3, mean 5.6: a run of three below it begins inside and ends outside.
    let back = series("1 3 2 1 3 | 8 8 8 1 3 1 3 2");
    assert_eq!(outline(&stable_shift(&back, 5, 3, mean)), [(0, 2.0)]);
    // A run that begins after the five points does not matter.
    let later = series("1 3 2 1 3 | 8 8 8 7 9 1 1 1");
    assert_eq!(
        outline(&stable_shift(&later, 5, 3, mean)),
        [(0, 2.0), (5, 8.0)]
    );
}

#[test]
fn stable_shift_waits_for_a_run_that_could_grow() {
    // Candidate 8 8 8 1 1, mean 5.2: two points below it at the end of the series.
    let undecided = series("1 3 2 1 3 | 8 8 8 1 1");
    assert_eq!(outline(&stable_shift(&undecided, 5, 3, mean)), [(0, 2.0)]);
    // A missing point and one on the candidate's center (8 8 8 0 1: mean 5) decide nothing.
    let undecided = series("1 3 2 1 3 | 8 8 8 0 1 - 5");
    assert_eq!(outline(&stable_shift(&undecided, 5, 3, mean)), [(0, 2.0)]);
    // A point above ends the run: accepted, in retrospect, with the five points as they were.
    let phases = stable_shift(&series("1 3 2 1 3 | 8 8 8 0 1 - 5 6"), 5, 3, mean);
    assert_eq!(outline(&phases), [(0, 2.0), (5, 5.0)]);
    assert_eq!(known(&phases), [4, 12]);
    // A third point below refuses it.
    let refused = series("1 3 2 1 3 | 8 8 8 0 1 - 5 4 6 7");
    assert_eq!(outline(&stable_shift(&refused, 5, 3, mean)), [(0, 2.0)]);
}

#[test]
fn after_a_refusal_the_next_point_may_trigger() {
    // Mean 3. From index 5: 8 8 8 8 2, mean 6.8, refused by 2 2 2; from 6: 8 8 8 2 2, mean 5.6,
    // likewise; 7 and 8 begin no run of three; from 9, below: 2 2 2 9 9, mean 4.8, refused by
    // 9 9 9; 10 and 11 begin none; from 12: all 9.
    let all = series("2 4 3 2 4 | 8 8 8 8 2 2 2 9 9 9 9 9");
    let phases = stable_shift(&all, 5, 3, mean);
    assert_eq!(outline(&phases), [(0, 3.0), (12, 9.0)]);
    assert_eq!(known(&phases), [4, 16]);
    // From 5: 9 5 5 5 9, mean 6.6, refused by 5 5 5; from 6, inside those points: 5 5 5 9 9,
    // mean 6.6, refused by the same; from 7: 5 5 9 9 9, mean 7.4, only two below.
    let inside = series("2 4 3 2 4 | 9 5 5 5 9 9 9");
    assert_eq!(
        outline(&stable_shift(&inside, 5, 3, mean)),
        [(0, 3.0), (7, 7.4)]
    );
}

#[test]
fn a_run_under_way_at_the_end_of_the_period_starts_there_anew() {
    // Mean 3, and the fifth point is above it already: two more do not make three.
    let two_after = series("1 3 1 3 7 | 7 7 1 3 1 3 5");
    assert_eq!(outline(&stable_shift(&two_after, 5, 3, mean)), [(0, 3.0)]);
    let three_after = series("1 3 1 3 7 | 7 7 7 6 8");
    assert_eq!(
        outline(&stable_shift(&three_after, 5, 3, mean)),
        [(0, 3.0), (5, 7.0)]
    );
    // Likewise after a new period: its fifth point, 9, is above its mean 7, and of the points
    // after it 9 9 make two. The next run has its three points, then its five.
    let again = series("1 3 2 1 3 | 6 7 7 6 9 | 9 9 1 9 9 9 9 9");
    let phases = stable_shift(&again[..17], 5, 3, mean);
    assert_eq!(outline(&phases), [(0, 2.0), (5, 7.0)]);
    let phases = stable_shift(&again, 5, 3, mean);
    assert_eq!(outline(&phases), [(0, 2.0), (5, 7.0), (13, 9.0)]);
    assert_eq!(known(&phases), [4, 9, 17]);
}

#[test]
fn an_opening_run_on_the_way_to_the_new_level() {
    // From 5: 3 3 3 9 9, mean 5.4, and its first three points are below, which refuses it;
    // from 6 there are two: 3 3 9 9 9, mean 6.6.
    let all = series("1 3 2 1 3 | 3 3 3 9 9 9");
    let phases = stable_shift(&all, 5, 3, mean);
    assert_eq!(outline(&phases), [(0, 2.0), (6, 6.6)]);
    assert_eq!(known(&phases), [4, 10]);
}

#[test]
fn stable_shift_of_twenty_one_points() {
    // Ten times 10 12 and an 11: mean 11. Then ten times 15 17 and a 16: mean 16.
    let period = |low: f64| {
        let by_turns = (0..20).map(move |number| low + 2.0 * f64::from(number % 2));
        by_turns.chain([low + 1.0]).map(Some)
    };
    let up: Vec<Option<f64>> = period(10.0).chain(period(15.0)).collect();
    let phases = stable_shift(&up, 21, 8, mean);
    assert_eq!(outline(&phases), [(0, 11.0), (21, 16.0)]);
    assert_eq!(evidence(&phases[1]).completed, 28);
    assert_eq!(known(&phases), [20, 41]);
    // With eight points up and then back, nothing is re-phased.
    let back: Vec<Option<f64>> = period(10.0)
        .chain(period(15.0).take(8))
        .chain(period(10.0))
        .collect();
    assert_eq!(outline(&stable_shift(&back, 21, 8, mean)), [(0, 11.0)]);
}
