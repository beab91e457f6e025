//! The tests that judge a whole phase, with limits recomputed by plain counting.

use std::sync::LazyLock;

use redbead::{Report, Rule, Side, Tests};

use crate::cases::{Case, Dot};
use crate::check::agree;
use crate::random::Random;
use crate::signals::Expected;

pub(crate) const RULES: [Rule; 5] = [
    Rule::LongestRun,
    Rule::Crossings,
    Rule::RunCount,
    Rule::BestBox,
    Rule::CutBox,
];

/// `n; c, l; cb, lb`: rows of the limits of Anhoej and Wentzel-Larsen (2020). Where nothing is
/// cut, `cb = c` and `lb = l`.
const BOXES: [[usize; 5]; 6] = [
    [10, 2, 6, 3, 5],
    [11, 3, 7, 4, 6],
    [15, 4, 7, 6, 6],
    [19, 5, 7, 6, 5],
    [40, 15, 9, 15, 9],
    [100, 41, 10, 42, 9],
];

/// The signals of a whole-phase test, once the counts and limits in the report are found right.
pub(crate) fn expected(case: &Case, rule: &Rule, report: &Report) -> Result<Vec<Expected>, String> {
    let phases = case.phases();
    let mut signals = Vec::new();
    for (number, (start, end)) in phases.iter().enumerate() {
        let dots: Vec<Dot> = (*start..*end).filter_map(|index| case.dot(index)).collect();
        let sided: Vec<(usize, Side)> = dots
            .iter()
            .filter_map(|dot| Some((dot.index, dot.side()?)))
            .collect();
        let told = report.phases[number].tests.ok_or("a phase without tests")?;
        let counted = count(&sided, &told);
        if counted != told {
            return Err(format!(
                "phase {number}\n  engine {told:?}\n  oracle {counted:?}"
            ));
        }
        if !holds(rule, &counted) {
            continue;
        }
        let (side, members) = match rule {
            Rule::LongestRun => {
                // The newest run, if it is too long as well, is what matters now.
                let runs = sided.chunk_by(|earlier, later| earlier.1 == later.1);
                let run = runs
                    .last()
                    .filter(|run| run.len() > counted.longest_run_max)
                    .unwrap_or(longest_run(&sided));
                (Some(run[0].1), run)
            }
            _ => (None, &sided[..]),
        };
        let members: Vec<usize> = members.iter().map(|(index, _)| *index).collect();
        let (first, last) = (members[0], members[members.len() - 1]);
        signals.push(Expected {
            side,
            phase: number,
            first,
            last,
            completed: dots[dots.len() - 1].index,
            // A longest run that has ended no longer runs; other tests are of the open phase.
            running: number + 1 == phases.len() && sided.last().is_some_and(|dot| dot.0 == last),
            // It rests on every point of the phase, those before its stretch too.
            tentative: dots.iter().any(|dot| dot.provisional),
            members,
        });
    }
    Ok(signals)
}

/// Counts and limits of points on either side. What this oracle has no limits for stays as told:
/// runs of more than 120 points, and rows of the box table that it does not hold.
fn count(sided: &[(usize, Side)], told: &Tests) -> Tests {
    let useful = sided.len();
    let above = sided
        .iter()
        .filter(|(_, side)| *side == Side::Above)
        .count();
    let crossings = sided.windows(2).filter(|two| two[0].1 != two[1].1).count();
    let mut tests = *told;
    tests.useful = useful;
    tests.above = above;
    tests.below = useful - above;
    tests.longest_run = longest_run(sided).len();
    tests.longest_run_max = round_log2(useful.max(1)) + 3;
    tests.crossings = crossings;
    tests.crossings_min = fifth_percentile_of_tosses(useful.saturating_sub(1));
    tests.runs = if useful == 0 { 0 } else { crossings + 1 };
    if useful <= 120 {
        let limits = run_limits(above, useful - above);
        tests.runs_min = limits.map(|(fewest, _)| fewest);
        tests.runs_max = limits.map(|(_, most)| most);
    }
    if !(10..=100).contains(&useful) {
        tests.boxes = None;
    }
    if let Some((row, boxes)) = box_row(useful).zip(tests.boxes.as_mut()) {
        boxes.crossings_min = row[1];
        boxes.longest_run_max = row[2];
        boxes.cut_crossings_min = row[3];
        boxes.cut_longest_run_max = row[4];
    }
    tests
}

fn box_row(useful: usize) -> Option<[usize; 5]> {
    BOXES.into_iter().find(|row| row[0] == useful)
}

/// The sentence of each test.
fn holds(rule: &Rule, tests: &Tests) -> bool {
    let (crossings, run) = (tests.crossings, tests.longest_run);
    match (rule, tests.boxes) {
        (Rule::LongestRun, _) => run > tests.longest_run_max,
        (Rule::Crossings, _) => crossings < tests.crossings_min,
        (Rule::RunCount, _) => {
            tests.runs_min.is_some_and(|fewest| tests.runs < fewest)
                || tests.runs_max.is_some_and(|most| tests.runs > most)
        }
        (_, None) => run > tests.longest_run_max || crossings < tests.crossings_min,
        (rule, Some(limits)) => {
            let (c, l) = (limits.crossings_min, limits.longest_run_max);
            let (cb, lb) = (limits.cut_crossings_min, limits.cut_longest_run_max);
            let in_best = crossings >= c && run <= l;
            let in_cut = in_best && (run < l || crossings >= cb) && (crossings > c || run <= lb);
            match rule {
                Rule::BestBox => !in_best,
                _ => !in_cut,
            }
        }
    }
}

/// The longest run on one side, the first of equally long ones.
fn longest_run(sided: &[(usize, Side)]) -> &[(usize, Side)] {
    let runs = sided.chunk_by(|earlier, later| earlier.1 == later.1);
    runs.fold(&[], |longest, run| match run.len() > longest.len() {
        true => run,
        false => longest,
    })
}

/// `round(log2 n)` in whole numbers: the least `r` with `n < 2^(r + 1/2)`.
fn round_log2(n: usize) -> usize {
    let is_below = |r: &usize| (n as u128).pow(2) < 1 << (2 * r + 1);
    (0..60).find(is_below).expect("no series is that long")
}

/// `qbinom(0.05, tosses, 1/2)`: the least number of heads of which at most so many have a chance
/// of 5 % or more.
fn fifth_percentile_of_tosses(tosses: usize) -> usize {
    static PERCENTILES: LazyLock<Vec<usize>> = LazyLock::new(|| {
        let mut chances = vec![1.0];
        let mut percentiles = Vec::new();
        for _ in 0..=200 {
            let mut at_most = 0.0;
            let reaches = |chance: &f64| {
                at_most += chance;
                at_most >= 0.05
            };
            percentiles.extend(chances.iter().position(reaches));
            // One more toss: half of each number of heads stays, half goes on to the next.
            let one_more = [&[0.0], &chances[..]].concat();
            chances.push(0.0);
            for (chance, before) in chances.iter_mut().zip(one_more) {
                *chance = (*chance + before) / 2.0;
            }
        }
        percentiles
    });
    PERCENTILES[tosses]
}

/// Wald and Wolfowitz in whole numbers: the least `r` with `P(R <= r) > 0.025` and the greatest
/// with `P(R >= r) > 0.025`, among all orders of so many points above and below.
fn run_limits(above: usize, below: usize) -> Option<(usize, usize)> {
    if above == 0 || below == 0 {
        return None;
    }
    let ways = |runs: usize| {
        let half = runs / 2;
        let cut = |points: usize, parts: usize| choose(points - 1, parts - 1);
        if runs.is_multiple_of(2) {
            2 * cut(above, half) * cut(below, half)
        } else {
            cut(above, half) * cut(below, half + 1) + cut(above, half + 1) * cut(below, half)
        }
    };
    let possible: Vec<usize> = (2..=above + below).collect();
    let total = choose(above + below, above);
    assert_eq!(possible.iter().map(|runs| ways(*runs)).sum::<u128>(), total);
    let is_usual = |so_far: &mut u128, runs: usize| {
        *so_far += ways(runs);
        40 * *so_far > total
    };
    let (mut fewer, mut more) = (0, 0);
    let mut upward = possible.iter().copied();
    let mut downward = possible.iter().rev().copied();
    let fewest = upward.find(|runs| is_usual(&mut fewer, *runs))?;
    let most = downward.find(|runs| is_usual(&mut more, *runs))?;
    Some((fewest, most))
}

/// Ways to choose `k` of `n`, `n` up to 120: Pascal's triangle.
fn choose(n: usize, k: usize) -> u128 {
    static TRIANGLE: LazyLock<Vec<Vec<u128>>> = LazyLock::new(|| {
        let next = |row: &Vec<u128>| {
            let inner = row.windows(2).map(|two| two[0] + two[1]);
            Some([1].into_iter().chain(inner).chain([1]).collect())
        };
        std::iter::successors(Some(vec![1]), next)
            .take(121)
            .collect()
    });
    TRIANGLE[n].get(k).copied().unwrap_or(0)
}

/// One phase, cut where a row of the box table is reached, or left as long as it is.
fn box_case(random: &mut Random) -> Case {
    let mut case = Case::random(random);
    case.standards.truncate(1);
    let target = random.pick(&BOXES)[0];
    let sided = |index: &usize| case.dot(*index).is_some_and(|dot| dot.side().is_some());
    if let Some(last) = (0..case.points.len()).filter(sided).nth(target - 1) {
        case.points.truncate(last + 1 + random.below(2));
    }
    case
}

#[test]
fn longest_run_rule() {
    agree(11, 20_000, 0.2, Case::random, |_| vec![Rule::LongestRun]);
}

#[test]
fn crossings_rule() {
    agree(12, 20_000, 0.2, Case::random, |_| vec![Rule::Crossings]);
}

#[test]
fn run_count_rule() {
    agree(13, 20_000, 0.2, Case::random, |_| vec![Rule::RunCount]);
}

#[test]
fn best_box_rule() {
    agree(14, 20_000, 0.2, box_case, |_| vec![Rule::BestBox]);
}

#[test]
fn cut_box_rule() {
    agree(15, 20_000, 0.2, box_case, |_| vec![Rule::CutBox]);
}

#[test]
fn numbers_that_can_be_looked_up() {
    assert_eq!(
        [1, 2, 3, 11, 12, 22, 23].map(round_log2),
        [0, 1, 2, 3, 4, 4, 5]
    );
    // R: qbinom(0.05, c(9, 19, 39, 99), 0.5)
    assert_eq!(
        [9, 19, 39, 99].map(fifth_percentile_of_tosses),
        [2, 6, 14, 41]
    );
    // Swed and Eisenhart (1943): 10 above and 10 below, fewer than 7 or more than 15 runs.
    assert_eq!(run_limits(10, 10), Some((7, 15)));
    assert_eq!(choose(120, 60) % 1_000_000_007, 333_009_989);
}
