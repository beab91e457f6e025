//! The whole table of best and cut boxes, computed again from its definition.
//!
//! Anhoej, Wentzel-Larsen (2020), Smooth operator: modifying the Anhoej rules to improve runs
//! analysis in statistical process control, PLoS ONE 15(6), e0233920: for each number of useful
//! points, the box of crossings and longest run that is least likely to hold after a shift of 0.8
//! standard deviations, among those that hold with a probability of at least 0.925 in control; and
//! what their stepwise cut takes off it.

use redbead::{Baseline, BoxLimits, Chart, Plan, Rule};

const MOST_POINTS: usize = 100;
const TARGET: f64 = 0.925;
const SHIFT: f64 = 0.8;

/// Doubles suffice: no decision is nearer to its turning point than this, relative to the numbers
/// compared, which is asserted; and sums of some thousand terms are off by 1e-12 at the most.
const MARGIN: f64 = 2e-6;

/// Joint distribution of crossings and longest run of independent points, each above the center
/// with one probability.
///
/// `runs_up_to[l][n][c]` is `P(C = c, L <= l)` of `n` points.
struct Joint {
    runs_up_to: Vec<Vec<Vec<f64>>>,
}

impl Joint {
    fn new(above: f64) -> Self {
        let mut runs_up_to = vec![Vec::new()];
        runs_up_to.extend((1..=MOST_POINTS).map(|longest| no_run_above(longest, above)));
        Self { runs_up_to }
    }

    /// `P(C >= c, L <= l)`.
    fn inside(&self, n: usize, c: usize, l: usize) -> f64 {
        self.runs_up_to[l][n][c..].iter().sum()
    }

    /// `P(C = c, L = l)`.
    fn cell(&self, n: usize, c: usize, l: usize) -> f64 {
        let up_to = |l: usize| match l {
            0 => 0.0,
            l => self.runs_up_to[l][n][c],
        };
        up_to(l) - up_to(l - 1)
    }
}

/// `P(C = c, no run of more than longest)` by number of points and crossings: the last run of
/// `points`, on its side, follows a shorter sequence that ends on the other side.
fn no_run_above(longest: usize, above: f64) -> Vec<Vec<f64>> {
    let chance = [1.0 - above, above];
    let mut ending_on = vec![[[0.0; MOST_POINTS]; 2]; MOST_POINTS + 1];
    for n in 1..=MOST_POINTS {
        for side in 0..2 {
            let mut run = 1.0;
            for points in 1..=longest.min(n) {
                run *= chance[side];
                if points == n {
                    ending_on[n][side][0] += run;
                }
                for c in 1..n {
                    ending_on[n][side][c] += run * ending_on[n - points][1 - side][c - 1];
                }
            }
        }
    }
    let both_sides = |[below, above]: &[[f64; MOST_POINTS]; 2]| {
        below.iter().zip(above).map(|(b, a)| b + a).collect()
    };
    ending_on.iter().map(both_sides).collect()
}

/// Whether any `n` points have `c` crossings and a longest run of `l`.
fn can_be(n: usize, c: usize, l: usize) -> bool {
    c + l <= n && n <= (c + 1) * l
}

/// Decisions between two numbers, and how near the nearest one was, relative to the larger.
struct Decisions {
    nearest: f64,
}

impl Decisions {
    fn at_least(&mut self, left: f64, right: f64) -> bool {
        let apart = (left - right).abs() / left.max(right);
        self.nearest = self.nearest.min(apart);
        left >= right
    }
}

/// `[c, l]` of the best box.
fn best_box(n: usize, control: &Joint, shifted: &Joint, decisions: &mut Decisions) -> [usize; 2] {
    let corners = (0..n).flat_map(|c| (1..=n).map(move |l| (c, l)));
    let mut boxes: Vec<(f64, [usize; 2])> = corners
        .filter(|(c, l)| can_be(n, *c, *l))
        .filter(|(c, l)| decisions.at_least(control.inside(n, *c, *l), TARGET))
        .map(|(c, l)| (shifted.inside(n, c, l), [c, l]))
        .collect();
    boxes.sort_by(|(left, _), (right, _)| left.total_cmp(right));
    // Only the two least likely boxes can be mistaken for each other.
    assert!(decisions.at_least(boxes[1].0, boxes[0].0));
    boxes[0].1
}

/// `[b, r]`: how far the cut goes, where the box is `[c, l]`; the same `[c, l]` without a cut.
///
/// The corner goes first. Then the next cell of the column `L = l` or of the row `C = c`,
/// whichever is likelier after the shift of those whose loss leaves the target, until none is.
fn cut(
    n: usize,
    [c, l]: [usize; 2],
    control: &Joint,
    shifted: &Joint,
    decisions: &mut Decisions,
) -> [usize; 2] {
    let mut held = control.inside(n, c, l) - control.cell(n, c, l);
    if !decisions.at_least(held, TARGET) {
        return [c, l];
    }
    let (mut b, mut r) = (c + 1, l - 1);
    loop {
        let column = control.cell(n, b, l);
        let row = control.cell(n, c, r);
        let takes_column = can_be(n, b, l) && decisions.at_least(held - column, TARGET);
        let takes_row = can_be(n, c, r) && decisions.at_least(held - row, TARGET);
        let column_first = match (takes_column, takes_row) {
            (false, false) => return [b, r],
            (true, true) => decisions.at_least(shifted.cell(n, b, l), shifted.cell(n, c, r)),
            (column, _) => column,
        };
        if column_first {
            held -= column;
            b += 1;
        } else {
            held -= row;
            r -= 1;
        }
    }
}

/// The limits that the engine holds against a series of this many points off the center.
fn limits_of_engine(points: usize) -> Option<BoxLimits> {
    let given = Baseline::Given {
        center: 0.0,
        sigma: None,
    };
    let plan = Plan::builder(Chart::run()).rule(Rule::CutBox);
    let plan = plan.baseline(given).build().expect("a sound plan");
    let series: Vec<f64> = (0..points).map(|at| [1.0, -2.0][at % 2]).collect();
    let report = plan.scan(&series).expect("finite numbers");
    let tests = report.phases[0].tests.expect("the plan has a test");
    assert_eq!(tests.useful, points);
    tests.boxes
}

#[test]
fn the_table_of_boxes_follows_from_its_definition() {
    let control = Joint::new(0.5);
    let shifted = Joint::new(0.5 * libm::erfc(-SHIFT / std::f64::consts::SQRT_2));
    let mut decisions = Decisions {
        nearest: f64::INFINITY,
    };
    for n in 10..=MOST_POINTS {
        for joint in [&control, &shifted] {
            let all = joint.inside(n, 0, n);
            // A few hundred sums of a hundred terms each.
            assert!((all - 1.0).abs() < 1e-12, "{n} points: {all}");
        }
        let [c, l] = best_box(n, &control, &shifted, &mut decisions);
        let [b, r] = cut(n, [c, l], &control, &shifted, &mut decisions);
        let found = limits_of_engine(n).expect("10 to 100 points");
        let found = [
            found.crossings_min,
            found.longest_run_max,
            found.cut_crossings_min,
            found.cut_longest_run_max,
        ];
        assert_eq!(found, [c, l, b, r], "{n} points");
    }
    assert!(decisions.nearest > MARGIN, "{}", decisions.nearest);
}

#[test]
fn there_are_no_boxes_below_10_and_above_100_points() {
    for points in [1, 9, 101, 250] {
        assert_eq!(limits_of_engine(points), None);
    }
}
